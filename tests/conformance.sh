#!/bin/sh
# Hold formspec against a folder of recorded behaviour: xpath.jsonl,
# xpath_parse.jsonl, xlsform.jsonl, scenarios.jsonl. A line a file:
#   NAME: N passed, N failed, N skipped (why)
# and a failure when a case fails.
#   sh tests/conformance.sh DIR [--failures]
# --failures  list the cases that fail
# RECOLTE_BUILD names the folder of a build; without it, build/dev is built.
set -eu

folder= failures=
for word; do
	case $word in
	--failures) failures=1 ;;
	--help) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 0 ;;
	-*) echo "conformance.sh: unknown option $word" >&2; exit 2 ;;
	*) folder=$word ;;
	esac
done
if [ -z "$folder" ]; then
	echo "usage: sh tests/conformance.sh DIR [--failures]" >&2
	exit 2
fi
if [ ! -d "$folder" ]; then
	echo "conformance.sh: $folder: no such folder" >&2
	exit 2
fi
folder=$(cd "$folder" && pwd)
cd "$(dirname "$0")/.."

programs="conformance_xpath conformance_xlsform conformance_scenarios"
build=${RECOLTE_BUILD:-build/dev}
if [ -z "${RECOLTE_BUILD:-}" ]; then
	mkdir -p build
	# shellcheck disable=SC2086
	{ cmake --preset dev &&
	    cmake --build build/dev --target $programs; } \
	    >build/conformance.log 2>&1 || {
		tail -40 build/conformance.log >&2
		exit 2
	}
fi
build=$(cd "$build" && pwd)

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
status=0

# NAME FAILED TEXT: print the sums, remember whether there is a failure.
say() {
	echo "$1: $3"
	[ "$2" -eq 0 ] || status=1
}

# "NAME: A of B lines that must pass do; of C others D"
sums() {
	line=$(grep "^$1: " "$scratch/out" || true)
	if [ -z "$line" ]; then
		if grep -q "/$1 is not here" "$scratch/out"; then
			echo "$1: 0 passed, 0 failed, 0 skipped (not here)"
		else
			say "$1" 1 "the program gave no sums"
		fi
		return
	fi
	# shellcheck disable=SC2086
	set -- "$1" "$2" $(echo "${line#"$1": }" | tr -c '0-9\n' ' ')
	say "$1" $(($4 - $3)) \
	    "$3 passed, $(($4 - $3)) failed, $5 skipped ($2)"
}

# PROGRAM ARGUMENTS: the sums decide, not the status.
run_program() {
	program=$1
	shift
	(cd "$scratch" && "$build/tests/$program" "$@" >out 2>err) || true
	[ -z "$failures" ] || cat "$scratch/err"
}

run_program conformance_xpath "$folder" 0 0
sums xpath.jsonl "no engine is right, or two disagree"
sums xpath_parse.jsonl "none"

run_program conformance_scenarios "$folder" 0
sums scenarios.jsonl "not to be played, by chance, or known to be wrong"

if [ -f "$folder/xlsform.jsonl" ]; then
	run_program conformance_xlsform "$folder/xlsform.jsonl"
	# shellcheck disable=SC2046
	set -- $(sed -n \
	    's/^\([0-9]*\) forms: \([0-9]*\) verdicts.* refused \([0-9]*\) .*/\1 \2 \3/p
	    s/^\([0-9]*\) assertions[^:]*: \([0-9]*\) fail.*/\1 \2/p' \
	    "$scratch/out")
	if [ $# -eq 5 ]; then
		failed=$(($2 + $3 + $5))
		say xlsform.jsonl $failed \
		    "$(($1 + $4 - failed)) passed, $failed failed, 0 skipped (none)"
	else
		say xlsform.jsonl 1 "the program gave no sums"
	fi
	[ -z "$failures" ] || "$build/tests/conformance_xlsform" \
	    "$folder/xlsform.jsonl" -v | grep -v '^[0-9]* ' || true
else
	echo "xlsform.jsonl: 0 passed, 0 failed, 0 skipped (not here)"
fi
exit $status
