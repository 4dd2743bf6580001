#!/bin/sh
# Interviews that come as files, from paper perhaps: whose they are, and which
# version of the questionnaire was asked.
. "$(dirname "$0")/study.sh"

with_laptops 1
put() {	# line of NDJSON ... : into a file
	printf '%s\n' "$@" >"$work/paper.ndjson"
}
cases_of() { merger status --responses | sed "s,^.\{69\}[^ ]*  ,," | sort | tr '\n' ' '; }

# Without a sample every case is taken by its name.
put '{".source":"0",".case":"Z9","agree":"yes","age":"30"}'
works collector 1 import "$work/paper.ndjson"
has "no sample yet" "$out" "imported: 1, already there: 0, refused: 0"

printf 'case,name,town\nC1,Zoe,Lens\nC2,Yan,Arras\n' >"$work/cases.csv"
works merger cases import "$work/cases.csv"
works collector 1 sync
works collector 1 case add name=Eve --key E1
id=$(merger cases list --json |
    sed 's/.*"case":"C2"[^}]*"id":"\([^"]*\)".*/\1/')


put '{".source":"1",".case":"C1","agree":"yes","age":"31"}' \
    "{\".source\":\"2\",\".case\":\"$id\",\"agree\":\"yes\",\"age\":\"32\"}" \
    '{".source":"3",".case":"E1","agree":"yes","age":"33"}' \
    '{".source":"4",".case":"c1","agree":"yes","age":"34"}' \
    '{".source":"5",".case":"","agree":"yes","age":"35"}'
run collector 1 --language en import "$work/paper.ndjson"
equal "one is refused" "$status" 1
has "one is refused" "$out" "imported: 4, already there: 0, refused: 1"
has "which" "$err" "line 4: refused: case c1: not in the sample"
run collector 1 --language fr import "$work/paper.ndjson"
has "in French" "$err" "absent de l’échantillon"
printf '.source;.case;agree;age\n6;C2;yes;36\n7;C3;yes;37\n' >"$work/paper.csv"
run collector 1 --language en import "$work/paper.csv"
has "a table" "$err" "case C3: not in the sample"
# Whoever means it says so.
works collector 1 import "$work/paper.ndjson" --any-case
has "any case" "$out" "imported: 1, already there: 4, refused: 0"
works collector 1 sync
works merger pull
equal "whose they are" "$(cases_of)" "$(printf '%s\n' "" C1 C2 C2 E1 Z9 c1 |
    sort | tr '\n' ' ')"
works merger duplicates
has "an id is the case" "$out" "C2"

# A version that was corrected since.
version() {	# LINE of merger form list
	merger form list | grep '^mini ' | sed -n "${1}p" |
	    grep -o '[0-9a-f]\{8,64\}' | head -1
}
old=$(version 1)
mkdir "$work/next"
sed 's/^.* text | remark .*/| | text | city | City | | | | | | |/' \
    "$cases/mini.md" >"$work/next/mini.md"
works merger form publish "$work/next/mini.md" --yes
works collector 1 sync
new=$(version 2)
put '{".source":"8","agree":"yes","age":"38","remark":"on paper"}'
run collector 1 --language en import "$work/paper.ndjson"
has "the new one has no remark" "$err" "remark: the form has no such question"
works collector 1 import "$work/paper.ndjson" --form-version "$old"
has "the old one has" "$out" "imported: 1"
put '{".source":"9","agree":"yes","age":"39","city":"Lens"}'
works collector 1 import "$work/paper.ndjson" --form-version "$new" --form mini
has "the new one has a city" "$out$err" "imported: 1"
refused 2 "0 versions begin with \"zz\"; there are: mini" collector 1 import \
    "$work/paper.ndjson" --form-version zz
refused 2 "$(echo "$old" | cut -c1-8)" collector 1 import \
    "$work/paper.ndjson" --form-version ""
refused 2 "0 versions begin" collector 1 import "$work/paper.ndjson" \
    --form other --form-version "$old"
works collector 1 sync
works merger pull
works merger form list
has "of the old version" "$(printf '%s\n' "$out" | sed -n 2p)" "     8"
has "of the new version" "$(printf '%s\n' "$out" | sed -n 3p)" "     1  in"
export_of office all
grep -q "on paper" "$work/all/mini.csv" || fail "the remark was lost"
finish
