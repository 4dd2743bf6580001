#!/bin/sh
# The stores for bench_pages.c, and its figures.
#	pages.sh BUILD FOLDER
set -eu
build=$1 folder=$2
root=$(cd "$(dirname "$0")/../.." && pwd)
form=$root/samples/panorama/panorama.xlsx
unset RECOLTE_PASSPHRASE
collector() { "$build/collector/collector" --store "$folder/$store" "$@"; }

joined() {	# STORE FORM
	store=$1
	"$build/tests/make_study" "$folder/study-$1" "$2" passphrase=optional
	collector join "$folder/study-$1/invitation" >/dev/null 2>&1
}
# An interview that was broken off before its end; prints its id.
draft() {
	collector ask --language en |
	    sed -n 's/.*\([0-9a-f]\{8\}-[0-9a-f-]\{27\}\).*/\1/p' | head -1
}

joined one "$form"
lines=$(wc -l <"$root/samples/panorama/interview.txt")
panorama=$(head -n $((lines - 3)) "$root/samples/panorama/interview.txt" | draft)

"$build/tests/bench_formspec" --form "$folder/thousand.json"
joined thousand "$folder/thousand.json"
thousand=$(awk 'BEGIN { for (i = 0; i < 790; i++) print i % 7 }' | draft)

joined many "$form"
"$build/formspec/formspec" fake "$form" -n 2000 --seed 5 >"$folder/many.ndjson"
collector import "$folder/many.ndjson" >/dev/null 2>&1 || [ $? = 1 ]

"$build/tests/bench_pages" "$build/collector/collector" "$folder" \
    "$panorama" "$thousand"
