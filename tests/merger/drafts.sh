#!/bin/sh
# A lost laptop is not a lost interview: its drafts travel at each sync, outside
# the dataset, and another laptop goes on with them.
. "$(dirname "$0")/study.sh"

with_laptops 1 2
ask() {	# LAPTOP ANSWERS [RESPONSE]: typed, until the input ends
	laptop=$1 typed=$2
	shift 2
	printf "$typed" >"$work/typed"
	run collector "$laptop" ask --language en "$@" <"$work/typed"
	equal "ask on $laptop ($err)" "$status" 0
}
device() {	# NAME: an id
	merger devices 2>/dev/null | sed -n "s/ .*$1\$//p"
}
one=$(device 'Laptop 1') two=$(device 'Laptop 2')
draft_of() { collector "$1" list | sed -n 's/ .*draft.*//p' | head -1; }

ask 1 'yes\nAna\nMartin\nana@a.example\n41\n'
id=$(draft_of 1)
sync 1
has "sync says so" "$out" "1 draft"
works collector 1 sync
lacks "once is enough" "$out" draft,
has "once is enough" "$out" "nothing new"
works merger pull
equal "pull ($err)" "$status" 0
has "pull" "$out" "1 draft received"
equal "outside the dataset" "$(figure responses)" 0
export_of office none
equal "outside the export" "$(wc -l <"$work/none/mini.csv" | tr -d ' ')" 1
works merger drafts
equal "one draft" "$(echo "$out" | wc -l | tr -d ' ')" 1
has "drafts" "$out" "Laptop 1"
has "drafts" "$out" "6 answers"
has "drafts" "$out" "open"
lacks "no answers are shown" "$out" Martin

# It goes on: the newest save counts. Another one is closed, then corrected.
ask 1 '\nred\nmuch to say\n' "$id"
answer 1 '{".source":"c","agree":"yes","remark":"closed"}'
ask 1 'yes\nBea\n'
sync 1
works merger pull
works merger drafts "$(echo "$one" | cut -c1-5)"
equal "two drafts ($out)" "$(echo "$out" | grep -c open)" 2
has "the newest" "$out" "8 answers"
works merger close
has "said before the end" "$out" "2 drafts of laptops would never be read"
works merger drafts "$two"
equal "none there" "$out" "no drafts were received"

# The laptop is lost. Only who is named can open the file.
works merger devices lost --yes "$one"
has "lost says so" "$out" "drafts       2 known"
works merger drafts "$one"
equal "still listed ($out)" "$(echo "$out" | grep -c open)" 2
refused 2 "say --to DEVICE" merger drafts recover "$one" "$work/a.drafts"
refused 2 "should end with .drafts" merger drafts recover "$one" "$work/a" \
    --to "$two"
refused 2 "no device" merger drafts recover zzzz "$work/a.drafts" --to "$two"
refused 2 "name another laptop" merger drafts recover "$one" \
    "$work/a.drafts" --to "$one"
works merger drafts recover "$one" "$work/a.drafts" --to "$two"
equal "recover ($err)" "$status" 0
has "recover" "$out" "2 drafts for"
grep -q Martin "$work/a.drafts" && fail "the file can be read by anybody"
join 3
admit
sync 2 3
refused 4 "made for another laptop" collector 3 import "$work/a.drafts"
works collector 2 import "$work/a.drafts"
equal "import ($err)" "$status" 0
has "import" "$out" "2"
works collector 2 list
equal "two drafts on the other laptop" "$(echo "$out" | grep -c draft)" 2
works collector 2 import "$work/a.drafts"
works collector 2 list
equal "and no more the second time" "$(echo "$out" | grep -c draft)" 2

# It is finished there, and says where it comes from.
for new in $(collector 2 list | sed -n 's/ .*draft.*//p'); do
	collector 2 show "$new" --json | grep -q '"family":"Martin"' || continue
	works collector 2 show "$new" --json
	for part in '"given":"Ana"' '"age":"41"' '"colour":"red"' \
	    '"remark":"much to say"' "\".recovered\":\"$id\""; do
		has "recovered" "$out" "$part"
	done
	lacks "left where" "$out" '".at"'
	ask 2 '\nbecause\nn\ny\n' "$new"
	has "finished" "$out" "is final"
done
sync 2
works merger pull
export_of office out --personal
has "in the dataset" "$(cat "$work/out/mini.csv")" Martin
equal "once" "$(grep -c Martin "$work/out/mini.csv")" 1

# Altered, or of another study: refused.
head -c 400 "$work/a.drafts" >"$work/torn.drafts"
refused 3 "torn.drafts" collector 2 import "$work/torn.drafts"
printf x | dd of="$work/a.drafts" bs=1 seek=300 conv=notrunc 2>/dev/null
refused 4 "a.drafts" collector 2 import "$work/a.drafts"

# A draft that its laptop has closed since has nothing to be recovered.
ask 2 'yes\nCleo\n'
sync 2
works merger pull
works merger drafts "$two"
equal "open until then ($out)" "$(echo "$out" | grep -c 'open$')" 2
for new in $(collector 2 list | sed -n 's/ .*draft.*//p'); do
	ask 2 '\n\n\n\n\n\nn\ny\n' "$new"
done
sync 2
works merger pull
works merger drafts "$two"
equal "closed since ($out)" "$(echo "$out" | grep -c 'closed since')" 2
refused 2 "no open draft" merger drafts recover "$two" "$work/b.drafts" \
    --to "$(device 'Laptop 3')"

# ---- erased: a draft and what goes on with it are of one person ----
open_drafts() { merger drafts "$1" 2>/dev/null | grep -c 'open$'; }
works merger erase
has "nobody yet" "$out" "nobody was erased"
works merger drafts "$one"
has "the first draft is still there" "$out" "$(echo "$id" | cut -c1-8)"
last=$(collector 2 list --language en | sed -n 's/ .*merged.*//p' | head -1)
for r in $(collector 2 list | cut -d' ' -f1); do
	works merger erase "$r" --reason asked
	case $out in *"$id"*) last=$r ;; esac
done
works merger erase "$last" --reason asked
has "said before" "$out" "2 records would be erased"
has "the draft is listed" "$out" "  draft      $id"
works merger erase "$id" --reason asked
has "either way" "$out" "$last"
works merger erase "$last" --reason asked --yes
lacks "the draft went too" "$(merger drafts "$one")" "$(echo "$id" | cut -c1-8)"
has "others are there" "$(merger drafts "$one")" open
refused 2 "nobody goes by" merger erase "$id" --reason asked

# Of somebody there is a draft alone, that no case ties to anything; it lies in
# a file, and on a second laptop that has not said so yet.
ask 3 'yes\nDan\n'
ask 3 'yes\nFay\n'
sync 3
works merger pull
three=$(device 'Laptop 3')
dan=$(collector 3 list | sed -n 's/ .*draft.*//p' | sed -n 1p)
works merger drafts recover "$three" "$work/c.drafts" --to "$two"
works collector 2 import "$work/c.drafts"
recovered=$(for r in $(collector 2 list | sed -n 's/ .*draft.*//p'); do
	collector 2 show "$r" --json | grep -q "$dan" && echo "$r"
done)
ask 2 '\n\n\n\n\n\nn\ny\n' "$recovered"
mkdir "$work/late"
works collector 2 sync --to "$work/late"
works merger erase "$dan" --reason asked --yes
has "a draft alone" "$out" "1 record erased"
has "the file is named" "$out" "drafts $(path_told "$work/c.drafts")"
works merger pull --from "$work/late"
has "late" "$out" "1 revision of people who were erased: not taken"
works collector 2 sync
has "the second laptop follows" "$out" "erased at the coordinators' word"
lacks "nothing of it there" "$(collector 2 list)" "$recovered"
# The file again: who was erased is refused, whoever else is in it is taken.
works collector 2 import "$work/c.drafts"
equal "erased, in a file: status" "$status" 1
has "erased, in a file" "$err" "the coordinators have erased this person"
has "erased, in a file" "$out" "already there: 1, refused: 1"
export_of office end --personal
lacks "nobody came back" "$(cat "$work/end/mini.csv")" Dan
finish
