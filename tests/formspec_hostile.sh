#!/bin/sh
# formspec on files that mean harm: each must end with a diagnostic, within a
# processor time and a memory that the system enforces.
#   formspec_hostile.sh FORMSPEC MAKE_HOSTILE [sanitized]
# sanitized: both are built with sanitizers, which map more than any limit, and
# take ten times as long; the heaviest files are left out.
set -u
formspec=$1
make_hostile=$2
sanitized=${3:-}
seconds_max=20
memory_max_kib=1500000
work=$(mktemp -d "${TMPDIR:-/tmp}/recolte-hostile-XXXXXX") || exit 1
failed=0
trap 'rm -rf "$work"' EXIT

fail() {
	echo "FAILED: $*" >&2
	head -c 400 "$work/out" >&2
	failed=1
}

# STATUSES WORDS ARGUMENTS...: one of the statuses (3|0), and the words are
# said ("" for any).
try() {
	statuses=$1 words=$2
	shift 2
	(
		if [ -n "$sanitized" ]; then
			ulimit -t $((seconds_max * 10))
		else
			ulimit -t $seconds_max
			ulimit -v $memory_max_kib
		fi
		exec "$formspec" "$@"
	) >"$work/out" 2>&1
	status=$?
	case "|$statuses|" in
	*"|$status|"*) ;;
	*) fail "formspec $(echo "$*" | head -c 200): status $status"; return ;;
	esac
	[ -z "$words" ] || grep -q -e "$words" "$work/out" ||
	    fail "formspec $(echo "$*" | head -c 200): does not say \"$words\""
}

refused() {	# FILE WORDS
	try 3 "$2" check "$1"
	try 3 "$2" convert "$1" "$work/copy.json"
}

# Accepted as it stands; what it computes may be no value.
computed() {	# FILE
	try 0 "" check "$1"
	try 0 "" convert "$1" "$work/copy.xml"
	try 0 "^1$" eval "$1" 1
}

parentheses() {	# COUNT
	awk -v n="$1" 'BEGIN {
		for (i = 0; i < n; i++) printf "("
		printf "1"
		for (i = 0; i < n; i++) printf ")"
	}'
}

"$make_hostile" "$work" || exit 1
cd "$work" || exit 1

# Workbooks that are small on disk.
refused sheet_1gb.xlsx "larger than 64 MiB once unpacked"
refused strings_1gb.xlsx "larger than 64 MiB once unpacked"
refused string_shared.xlsx "the cells hold more than 64 MiB"
refused string_loop.xlsx "names a string that is not there"

# XML: entities, and depth.
refused entities.xml "document type declaration"
refused entity_outside.xml "document type declaration"
refused groups_nested.xml "more than 256 elements inside each other"
refused controls_nested.xml "more than 256 elements inside each other"
[ -n "$sanitized" ] || refused groups_beside.xml "100000"

# Sheets: depth, length, expressions, cycles.
refused rows_nested.md ""
refused rows_million.md "more than 200000 rows"
refused references.md ""
refused parentheses.md "200"
refused predicates.md "200"
computed minuses.md
try 3 "200" eval minuses.md "$(parentheses 10000)"
refused cycle_long.md ""
refused cycle_self.md ""

# Work and memory that expressions would take.
computed pattern_slow.md
computed pattern_large.md
computed doubling.md
computed nodes_squared.md
[ -n "$sanitized" ] || computed pattern_often.md
[ -n "$sanitized" ] || computed repeats_nested.md
[ -n "$sanitized" ] || computed repeats_squared.md
try 3 "match limit" eval minuses.md \
    "regex('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', '(a+)+')"
try 3 "too many nodes" eval nodes_squared.md "count(instance('l')/root/item[
    count(instance('l')/root/item[contains(name, '7')]) > 1])"
try 3 "more than 64 MiB" eval nodes_squared.md "count(instance('l')/root/item[
    count(randomize(instance('l')/root/item)) > 1])"

# JSON, and answers.
refused brackets.json "nested deeper than 64"
refused items_nested.json "nested deeper than 64"
refused zeros.json "more than 5000000 values"
printf '%s\n' '| survey |' '| | type | name | label |' \
    '| | text | a | A |' '| | begin_repeat | r | R |' \
    '| | text | b | B |' '| | end_repeat | | |' >answered.md
try 3 "over 100000 instances" \
    eval answered.md 1 --answers answers_million.ndjson
try 3 "longer than" eval answered.md 1 --answers answer_long.ndjson
try 3 "nested deeper" eval answered.md 1 --answers brackets.json

# Bytes that are no text.
for kind in md xml json; do
	refused "nul.$kind" ""
	refused "latin.$kind" ""
done

# Files that were cut: unit.torn has every byte of smaller ones.
cd - >/dev/null || exit 1
for file in cases/workbook/cells.xlsx cases/xform_write/visit.xml \
    cases/xlsform/everything.json; do
	size=$(wc -c <"$file")
	end=${file##*.}
	for part in 0 1 2 3 5 8 13 21 34 55 72 89 95 99; do
		head -c $((size * part / 100)) "$file" >"$work/cut.$end"
		try "3" "" check "$work/cut.$end"
	done
done
exit $failed
