#!/bin/sh
# A correction comes while the interview is open again on its laptop: the draft
# takes it where it says what was closed; where it says something else, both
# answers are seen side by side.
. "$(dirname "$0")/study.sh"

with_laptops 1
works merger policy purge keep
answer 1 '{".source":"1","agree":"yes","age":"30","colour":"red","why_red":"warm"}' \
    '{".source":"2","agree":"yes","age":"50","colour":"red","why_red":"deep"}'
sync 1
works merger pull
mkdir "$work/next"
sed 's/^.* integer | age | Age /| | text | city | City | | | | | | |\
&/' "$cases/mini.md" >"$work/next/mini.md"
works merger form publish "$work/next/mini.md" --yes
sync 1
with_age() {	# the id of the response with that age
	for id in $(collector 1 list | cut -d' ' -f1); do
		collector 1 show "$id" --json | grep -q "\"age\":\"$1\"" &&
		    echo "$id"
	done
}
one=$(with_age 30)
two=$(with_age 50)
# reopen RESPONSE AGE: open it in the new version, say where, and an age
reopen() {
	printf '\n\n\n\nLens\n%s\nq\n' "$2" >"$work/typed"
	run collector 1 --language en ask "$1" --move <"$work/typed"
	[ "$status" -le 1 ] || fail "reopen: $err"
}
# close_it RESPONSE: go on to the end, and close it
close_it() {
	{ yes '' | head -20; echo y; echo y; } >"$work/typed"
	run collector 1 --language en ask "$1" <"$work/typed"
	has "closed" "$out" "is final"
}
equal "of the version before" "$(collector 1 --language en list |
    grep -c '(older questionnaire)$')" 2
reopen "$one" 31
equal "one is in the new one" "$(collector 1 list --json |
    grep -o '"older_form":true' | wc -l | tr -d ' ')" 1
reopen "$two" 51

works merger correct "$one" colour=blue why_red= --reason "she wrote back"
works merger correct "$two" age=55 --reason "born in May"
works merger pull
works collector 1 sync
has "news" "$out" "corrections 2"
has "whose stands" "$out" "in response $two you changed the same"
lacks "whose stands" "$out" "in response $one you"
# page_of RESPONSE: what the pages show of its answers, into $page.
page_of() {
	: >"$work/address"
	"$collector_program" --language en page --no-browser \
	    --store "$work/laptop1" >"$work/address" 2>"$work/page.err" &
	pid=$!
	turns=0
	until grep -q '^http' "$work/address"; do
		turns=$((turns + 1))
		[ "$turns" -lt 600 ] || fail "no page: $(cat "$work/page.err")"
		sleep 0.1
	done
	address=$(head -1 "$work/address")
	curl -s -o "$work/first" -c "$work/jar" "$address"
	page=$(curl -s -b "$work/jar" -H 'Accept-Language: en' \
	    "${address%%/\?t=*}/interview/$1/answers")
	kill "$pid"
	wait "$pid"
}
if command -v curl >/dev/null; then
	page_of "$two"
	has "who and why" "$page" ": born in May</em>"
	has "whose stands" "$page" "<b>your draft changes this too; once you"
	page_of "$one"
	has "who and why" "$page" ": she wrote back</em>"
	lacks "nothing of hers" "$page" "<b>your draft"
fi
# Her own stays, the coordinator's comes: she sees it before she closes.
works collector 1 show "$one" --json
has "the draft" "$out" '"colour":"blue"'
has "the draft" "$out" '"age":"31"'
lacks "taken away" "$out" why_red
works collector 1 show "$two" --json
has "hers stays" "$out" '"age":"51"'
close_it "$one"
close_it "$two"
sync 1
works merger pull
export_of office now
row() { grep "^$1" "$work/now/mini.csv"; }
has "hers" "$(row "$one")" ",31,"
has "hers" "$(row "$one")" Lens
has "the coordinator's" "$(row "$one")" ",blue,"
lacks "taken away" "$(row "$one")" warm
# Two hands on one answer: nobody was asked, so both are seen.
equal "one conflict" "$(figure conflicts)" 1
works merger conflicts
has "which" "$out" "age: two answers"
has "his" "$out" "55"
has "hers" "$out" "51"
has "by name" "$out" "  by Laptop "
finish
