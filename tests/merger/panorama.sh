#!/bin/sh
# The real questionnaire, made-up interviews of three laptops.
. "$(dirname "$0")/study.sh"
form=$(dirname "$here")/../samples/panorama/panorama.xlsx
[ -f "$form" ] || { echo "skipped: no $form"; exit 77; }

new_study "$form"
join 1 2 3
admit
"$formspec_program" fake "$form" -n 12 --seed 7 >"$work/fake.ndjson"
for n in 1 2 3; do
	sed -n "$((n * 4 - 3)),$((n * 4))p" "$work/fake.ndjson" |
	    awk -v n="$n" '{ sub(/^\{/, sprintf("{\".source\":\"%d-%d\",", n,
	    NR)); print }' >"$work/$n.ndjson"
	works collector "$n" import "$work/$n.ndjson"
	sync "$n"
done
works merger pull
equal responses "$(figure responses)" 12
export_of office out
agreed=$(grep -c '"consent":"yes"' "$work/fake.ndjson")
equal "rows" "$(grep -c '^[0-9a-f-]\{36\},' "$work/out/panorama.csv")" "$agreed"
sed -n 's/.*"email":"\([^"]*\)".*/\1/p' "$work/fake.ndjson" >"$work/emails"
while read -r email; do
	grep -qF "$email" "$work"/out/*.csv && fail "$email is in the dataset"
done <"$work/emails"
works merger_at again init --hub "$work/hub.git" --keys "$work/office/keys"
works merger_at again pull
export_of again two
same_export out two
finish
