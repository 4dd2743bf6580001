#!/bin/sh
# Bundles that lie, and bundles that git made: what is wrong is said in one
# line, nothing of it arrives, and the rest of the stick is taken.
#   hostile.sh MERGER COLLECTOR FORMSPEC
. "$(dirname "$0")/../merger/study.sh"

# Over what a file may have; 1073741824 takes ten seconds to make.
bomb_bytes=${BOMB_BYTES:-134217728}
stick=$work/stick
mkdir "$stick"
with_laptops 1 2
answer 1 '{"agree":"yes","age":"31"}'
answer 2 '{"agree":"yes","age":"32"}'
works collector 1 sync --to "$stick"
true1=$(ls "$stick"/outbox/*-00000001.bundle)
branch1=$(git bundle list-heads "$true1" | cut -d' ' -f2)
study=$(git -C "$work/hub.git" log -1 --format=%B main | sed -n 's/^Study: //p')
before=$(git -C "$work/office/depot" for-each-ref)

# A repository to lie with.
evil=$work/evil.git
git init -q --bare "$evil"
lie() { git -C "$evil" -c core.compression=1 -c user.name=x -c user.email=x@x.example "$@"; }
lie fetch -q "$true1" "$branch1:$branch1"
commit_of() {	# TREE [PARENT]
	# shellcheck disable=SC2086
	printf 'x\n\nStudy: %s\n' "$study" | lie commit-tree ${2:+-p $2} "$1"
}
# bundle NAME REF COMMIT [git bundle's words]: to the stick
bundle() {
	file=$stick/outbox/$1.bundle ref=$2 at=$3
	shift 3
	lie update-ref "$ref" "$at"
	lie bundle create -q "$file" "$ref" "$@" ||
	    fail "git bundle create $file"
}
untouched() {	# WHAT
	equal "$1: depot" "$(git -C "$work/office/depot" for-each-ref)" \
	    "$before"
	fsck "$work/office/depot"
}
# alone FILE STATUS PART: that bundle by itself is refused
alone() {
	refused "$2" "$3" merger pull --from "$1"
}

# Garbage of several kinds.
head -c 3000 /dev/urandom >"$stick/outbox/noise.bundle"
: >"$stick/outbox/empty.bundle"
mkdir "$stick/outbox/folder.bundle"
head -c 100000 /dev/zero >"$stick/outbox/zero.bundle"
printf '# v3 git bundle\n@object-format=sha256\n\n' >"$stick/outbox/newer.bundle"
{ sed '/^$/q' "$true1"; head -c 9000 /dev/urandom; } >"$stick/outbox/pack.bundle"
{ sed '/^$/q' "$true1"; printf 'PACK\0\0\0\2\377\377\377\377'; } \
    >"$stick/outbox/count.bundle"
size=$(wc -c <"$true1")
head -c $((size - 5)) "$true1" >"$stick/outbox/torn.bundle"
{ head -c $((size - 5)) "$true1"; printf 'XXXXX'; } >"$stick/outbox/sum.bundle"
{ cat "$true1"; echo more; } >"$stick/outbox/longer.bundle"
cp "$true1" "$work/true1"
rm "$true1"
alone "$stick/outbox/noise.bundle" 3 "not a git bundle"
alone "$stick/outbox/empty.bundle" 3 "not a git bundle"
alone "$stick/outbox/newer.bundle" 3 "version 2"
alone "$stick/outbox/pack.bundle" 3 "no pack"
alone "$stick/outbox/count.bundle" 3 "4294967295 objects"
alone "$stick/outbox/torn.bundle" 3 "torn"
alone "$stick/outbox/sum.bundle" 3 "pack"
alone "$stick/outbox/longer.bundle" 3 "behind its end"
untouched garbage

# Much in little; a tag.
blob=$(head -c $bomb_bytes /dev/zero | lie hash-object -w --stdin)
tree=$(printf '100644 blob %s\t00000001.cs\n' "$blob" | lie mktree)
big=$(commit_of "$tree")
bundle huge refs/heads/device/abcdefghijklmnopqrstuvwxyz/00000000000000aa "$big"
[ "$(wc -c <"$stick/outbox/huge.bundle")" -lt 6000000 ] ||
    fail "the huge one is not small"
alone "$stick/outbox/huge.bundle" 3 "$bomb_bytes bytes"
lie tag -a -m x v1 "$big~0" 2>/dev/null
lie tag -a -m x v2 "$(lie rev-parse "$branch1")"
bundle tag "$branch1" "$(lie rev-parse "$branch1")" v2
alone "$stick/outbox/tag.bundle" 3 "no commit, tree or file"
untouched "too large"

# Refs that are none of our business; names that would leave the repository.
good=$(lie rev-parse "$branch1")
for ref in refs/heads/main refs/heads/0receipts/abcdefghijklmnopqrstuvwxyz \
    refs/heads/other refs/tags/device/x refs/hub/main; do
	bundle "ref-$(echo $ref | tr / -)" $ref "$good"
done
sed "s,refs/heads/device/,refs/heads/device/../../../," "$work/true1" \
    >"$stick/outbox/climbs.bundle"
run merger pull --from "$stick/outbox/climbs.bundle"
equal climbs "$status" 1
has climbs "$err" "not a branch name that is allowed"
# Files that are no change sets, names that git itself would not check out.
octal() {	# HEX: as printf wants it
	echo "$1" | sed 's/../& /g' | tr ' ' '\n' | while read -r two; do
		[ -n "$two" ] && printf '\\%03o' "0x$two"
	done
}
for name in .. .git a/b; do
	blob=$(echo x | lie hash-object -w --stdin)
	# shellcheck disable=SC2059
	tree=$(printf "100644 $name\\000$(octal "$blob")" |
	    lie hash-object -t tree -w --stdin --literally)
	bundle "name-$(echo $name | tr / -)" \
	    refs/heads/device/abcdefghijklmnopqrstuvwxyz/00000000000000ab \
	    "$(commit_of "$tree")"
	run merger pull --from "$stick/outbox/name-$(echo $name | tr / -).bundle"
	equal "name $name" "$status" 1
	has "name $name" "$err" "is damaged"
done
rm -rf "$stick"/outbox/name-* "$stick/outbox/climbs.bundle"
works merger pull --from "$stick"
untouched "refs of others"

# Another study's; somebody else's change sets under a name of one's own.
works merger_at other init --no-passphrase --hub "$work/other.git" --form \
    "$cases/mini.md"
"$merger_program" -w "$work/other" invite X -o "$work/x.invitation" >/dev/null
works collector 9 join "$work/x.invitation"
answer 9 '{"agree":"yes","age":"39"}'
works collector 9 sync --to "$stick"
foreign=$(ls "$stick"/outbox/*-00000001.bundle)
alone "$foreign" 4 "another study"
untouched "another study"
mkdir -p "$work/theirs/outbox"
cp "$foreign" "$work/theirs/outbox/"
works merger pull --from "$work/theirs"
has "another study's stick" "$out" "1 bundle of another study and none of this"
run collector 1 sync --from "$stick"
equal "nothing for laptops" "$status" 0
mkdir "$work/down"
works merger_at other pull --to "$work/down"
refused 4 "" collector 1 sync --from "$(ls "$work"/down/inbox/*)"
run collector 1 sync --from "$work/down"
has "another study's inbox" "$out" "nothing for this laptop"
equal "laptop 1 keeps its manifest" "$(collector 1 status |
    grep -c '^manifest  *[0-9]')" 1

# The rest of such a stick is taken, and each fault is said once.
cp "$work/true1" "$true1"
works collector 2 sync --to "$stick"
run merger pull --from "$stick"
equal "a bad stick: status" "$status" 1
has "a bad stick" "$out" "2 change sets merged, 2 revisions"
# (The objects of the others have come with the true one.)
for name in noise empty folder zero newer huge; do
	equal "told of $name" "$(grep -c "$name.bundle" "$work/.err")" 1
done
lacks "a bad stick" "$err" "$(basename "$foreign")"
fsck "$work/office/depot"

# What git writes, we read: also a thin pack on what is here.
answer 1 '{"agree":"yes","age":"33"}'
works collector 1 sync --to "$work/down"
tip=$(git -C "$work/laptop1/depot" rev-parse "$branch1")
git -C "$work/laptop1/depot" bundle create -q "$work/git.bundle" \
    "$tip~1..${branch1#refs/heads/}" || fail "git bundle create"
works merger pull --from "$work/git.bundle"
has "git's own" "$out" "1 change set merged"
finish
