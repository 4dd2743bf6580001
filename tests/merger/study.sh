# What every test of the merger needs: a folder of its own, the programs, a
# study with laptops, and words for checks. Sourced by the tests, which are
# called as   sh TEST MERGER COLLECTOR FORMSPEC
# shellcheck shell=sh
set -u
merger_program=$1 collector_program=$2 formspec_program=$3
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../told.sh"
cases=$(dirname "$here")/cases/merger
work=$(mktemp -d "${TMPDIR:-/tmp}/recolte-merger-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
failed=0
unset RECOLTE_PASSPHRASE
LC_ALL=C
export LC_ALL

fail() {
	echo "FAILED: $*" >&2
	failed=1
}

finish() {
	[ "$failed" = 0 ] && echo "all as it should be"
	exit "$failed"
}

equal() {	# WHAT SEEN EXPECTED
	[ "$2" = "$3" ] || fail "$1: expected \"$3\", saw \"$2\""
}

has() {		# WHAT TEXT PART
	case $2 in
	*"$3"*) ;;
	*) fail "$1: \"$3\" is not in \"$2\"" ;;
	esac
}

lacks() {	# WHAT TEXT PART
	case $2 in
	*"$3"*) fail "$1: \"$3\" is in \"$2\"" ;;
	esac
}

merger() { "$merger_program" -w "$work/office" "$@"; }
merger_at() {	# WORKSPACE command ...
	at=$1
	shift
	"$merger_program" -w "$work/$at" "$@"
}
collector() {	# LAPTOP command ...
	laptop=$1
	shift
	"$collector_program" --store "$work/laptop$laptop" "$@"
}

# Run quietly: $out is what it printed, $err its complaints, $status its end.
run() {
	status=0 out='' err=''
	"$@" >"$work/.out" 2>"$work/.err" || status=$?
	[ ! -s "$work/.out" ] || out=$(cat "$work/.out")
	[ ! -s "$work/.err" ] || err=$(cat "$work/.err")
	case $err in
	*Sanitizer*) fail "$*: $err" ;;
	esac
}
works() {	# all is well: 0, or 1 when something asks for attention
	run "$@"
	[ "$status" -le 1 ] || fail "$*: ended with $status: $err"
}
# refused STATUS PART command ...: one clear line, a documented status.
refused() {
	expected=$1 part=$2
	shift 2
	run "$@"
	equal "$* ($err)" "$status" "$expected"
	has "$*" "$err" "$part"
	equal "$*: lines of $err" "$(tail -1 "$work/.err" | grep -cF -e "$part")" 1
}

new_study() {	# [FORM]
	works merger init --no-passphrase --phase field \
	    --hub "$work/hub.git" --form "${1:-$cases/mini.md}"
}
join() {	# LAPTOP ...
	for n in "$@"; do
		rm -f "$work/$n.invitation"
		works merger invite "Laptop $n" -o "$work/$n.invitation"
		works collector "$n" join "$work/$n.invitation"
		works collector "$n" sync
	done
}
admit() {
	works merger pull
	works merger devices admit
}
with_laptops() {	# a study with these laptops, admitted and synced
	new_study
	join "$@"
	admit
	for n in "$@"; do works collector "$n" sync; done
}
answer() {	# LAPTOP line of NDJSON ...
	laptop_of_answer=$1
	shift
	printf '%s\n' "$@" >"$work/answers.ndjson"
	works collector "$laptop_of_answer" import "$work/answers.ndjson"
	equal "import on $laptop_of_answer ($out$err)" "$status" 0
}
sync() {	# LAPTOP ...
	for n in "$@"; do works collector "$n" sync; done
}

figure() {	# NAME [WORKSPACE]: a number from status --json
	merger_at "${2:-office}" status --json 2>/dev/null |
	    sed "s/.*\"$1\":\"*\([0-9a-f]*\).*/\1/"
}
export_of() {	# WORKSPACE FOLDER [options]: and checks that it worked
	from=$1 to=$2
	shift 2
	works merger_at "$from" export csv "$work/$to" "$@"
}
same_export() {	# FOLDER FOLDER
	diff -r "$work/$1" "$work/$2" >"$work/.diff" 2>&1 ||
	    fail "$1 and $2 differ: $(head -5 "$work/.diff")"
}
refs() {	# of a repository
	git -C "$1" for-each-ref --format='%(objectname) %(refname)'
}
fsck() {	# REPOSITORY
	git -C "$1" fsck --full --strict >"$work/.fsck" 2>&1 ||
	    fail "git fsck $1: $(head -3 "$work/.fsck")"
}
branch_of() {	# LAPTOP'S PLACE among the sorted device branches of the hub
	git -C "$work/hub.git" for-each-ref --format='%(refname:short)' \
	    refs/heads/device | sed -n "${1}p"
}

# Put bytes on a branch of the hub as a commit of their own, as a hostile or
# broken laptop would: put_file BRANCH NAME FILE
put_file() {
	blob=$(git -C "$work/hub.git" hash-object -w "$3")
	tree=$(printf '100644 blob %s\t%s\n' "$blob" "$2" |
	    git -C "$work/hub.git" mktree)
	tip=$(git -C "$work/hub.git" rev-parse -q --verify "refs/heads/$1")
	# shellcheck disable=SC2086
	commit=$(git -C "$work/hub.git" -c user.name=x -c user.email=x@x.example \
	    commit-tree ${tip:+-p $tip} -m x "$tree")
	git -C "$work/hub.git" update-ref "refs/heads/$1" "$commit"
}

# put_main NAME FILE: main of the hub gets that file, on top of its tree
put_main() {
	hub=$work/hub.git
	blob=$(git -C "$hub" hash-object -w "$2")
	GIT_INDEX_FILE=$work/.index git -C "$hub" read-tree main
	GIT_INDEX_FILE=$work/.index git -C "$hub" update-index --add \
	    --cacheinfo "100644,$blob,$1"
	tree=$(GIT_INDEX_FILE=$work/.index git -C "$hub" write-tree)
	commit=$(git -C "$hub" -c user.name=x -c user.email=x@x.example \
	    commit-tree -p main -m x "$tree")
	git -C "$hub" update-ref refs/heads/main "$commit"
}
