#!/bin/sh
# The layers are visible in the #include lines: fail on an arrow that the
# design does not allow, on a library included by a second file, and on a
# question about the system outside kit/base/platform.
#   sh tests/layering.sh [FOLDER]      FOLDER: the tree to read, by default ours
set -eu
cd "${1:-$(dirname "$0")/..}"

find kit formspec collector merger -name '*.[ch]' | LC_ALL=C sort | xargs awk '
function room(path) {
	if (path ~ /^kit\//) {
		split(path, part, "/")
		return part[1] "/" part[2]
	}
	sub(/\/.*/, "", path)
	return path
}
# Rooms inside a program, from the ground up; what lies beside them is free in
# collector/, in merger/ it is the ground on which all of them stand.
function inner_room(path) {
	split(path, part, "/")
	return part[1] "/" part[2]
}
function rank_rooms(program, names,    n, i, list) {
	n = split(names, list, " ")
	for (i = 1; i <= n; i++)
		rank[program "/" list[i]] = i
}
function is_ground(path) {
	return path ~ /^merger\/[^\/]*$/ && path != "merger/main.c"
}
function wrong(what) {
	printf "%s:%d: %s\n", FILENAME, FNR, what
	failed++
}
BEGIN {
	allowed["kit/base"] = ""
	allowed["kit/web"] = "kit/base"
	allowed["kit/exchange"] = "kit/base"
	allowed["formspec"] = "kit/base"
	allowed["kit/record"] = "kit/base formspec kit/exchange"
	kit = "kit/base kit/web kit/exchange kit/record formspec"
	allowed["collector"] = kit
	allowed["merger"] = kit
	rank_rooms("collector", "store interview sync ask page")
	rank_rooms("merger", "workspace study changesets dataset export " \
	    "cases people erasure commands")
	# What every C11 compiler has; headers of a system are for these files.
	system_file = "^kit/base/platform(_child|_console|_local|_net|_place|_trust)?(_posix|_windows)?[.][ch]$"
	n = split("assert ctype errno float inttypes limits locale math setjmp " \
	    "stdalign stdarg stdbool stddef stdint stdio stdlib string time", c, " ")
	for (i = 1; i <= n; i++)
		standard[c[i] ".h"] = 1
	library["cjson/cJSON.h"]; library["sqlite3.h"]; library["sodium.h"]
	library["zlib.h"]; library["git2.h"]
	library["expat.h"]; library["microhttpd.h"]
	library["readstat.h"]; library["utf8proc.h"]; library["pcre2.h"]
	library["nettle/sha1.h"]; library["nettle/version.h"]
	# libgit2 has two halves: the repository, and the network.
	owner["git2.h"] = "kit/exchange/repo_git.h"
	network["git2.h"] = "kit/exchange/wire_parts.h"
	# arenas tell the sanitizer where their pieces end
	library["sanitizer/asan_interface.h"]
}
/^[ \t]*#[ \t]*include[ \t]*"/ {
	split($0, quoted, "\"")
	from = room(FILENAME); to = room(quoted[2])
	files++
	if (from != to && index(" " allowed[from] " ", " " to " ") == 0)
		wrong(from " may not include " quoted[2])
	from = inner_room(FILENAME); to = inner_room(quoted[2])
	low = from in rank ? rank[from] : 0
	high = to in rank ? rank[to] : 0
	if ((low > 0 || is_ground(FILENAME)) && high > low)
		wrong(from " may not include " quoted[2] ", above it")
	if (to ~ /^merger\// && high == 0 && !is_ground(quoted[2]))
		wrong(to " is a room without a rank")
}
/^[ \t]*#[ \t]*include[ \t]*</ {
	name = $0
	sub(/^[^<]*</, "", name); sub(/>.*/, "", name)
	# git2/sys/... belongs to git2.h
	base = name; sub(/^git2\/.*/, "git2.h", base)
	if (base in standard || FILENAME ~ system_file)
		next
	if (!(base in library))
		wrong("<" name "> is not portable C11, nor a library of ours")
	else if (base in network && network[base] == FILENAME)
		next
	else if (base in owner && owner[base] != FILENAME)
		wrong("<" name "> is included by " owner[base] " already")
	else
		owner[base] = FILENAME
}
/#[ \t]*if.*(_WIN32|__linux__|__APPLE__|__unix__)/ {
	if (FILENAME !~ system_file)
		wrong("asks which system this is")
}
END {
	if (files == 0) {
		print "layering: no file was read"
		exit 1
	}
	printf "layering: %d includes read, %d wrong\n", files, failed
	exit failed > 0
}'
