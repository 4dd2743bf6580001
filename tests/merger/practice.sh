#!/bin/sh
# What is tried out in the training never enters the dataset.
. "$(dirname "$0")/study.sh"

works merger init --no-passphrase --hub "$work/hub.git" \
    --form "$cases/mini.md"
join 1 2 3
admit
sync 1 2 3
works collector 1 status
has "the phase of a store" "$out" "phase       training: practice, nothing of"
answer 1 '{"agree":"yes","age":"21"}' '{"agree":"no","age":"22"}'
printf 'yes\n' | "$collector_program" ask --store "$work/laptop1" \
    >"$work/.asked" 2>&1
draft=$(sed -n 's/.*go on with: collector ask \([0-9a-f]*\).*/\1/p' \
    "$work/.asked")
works collector 1 show "$draft"
has "a draft of the training" "$out" ".phase"
answer 2 '{"agree":"yes","age":"23"}'
sync 1 2
works merger pull
has "whoever forgets the phase" "$err" "phase training: these interviews do not"
works merger status
has "of these" "$out" "  of these     3 of the training or the pilot, that do not"
has "how it opens" "$err" "the field opens with merger keys export FILE"
works merger export csv "$work/early"
has "whoever exports too early" "$err" "phase training: these interviews do not"

# The field opens. Laptop 3 had nothing yet: it goes along.
RECOLTE_COPY_PASSPHRASE="a copy, kept"
export RECOLTE_COPY_PASSPHRASE
works merger keys export "$work/copy"
works merger phase field --copy "$work/copy"
works merger pull
sync 1 2 3
answer 3 '{"agree":"yes","age":"33"}'
works collector 3 list
sync 3

works collector 1 status
has "a store of the training" "$out" "what is here was practice: join with a new"
works collector 1 sync
has "said at each sync" "$out" "was practice (training), and it is over: ask for"
works collector 3 status
lacks "a store of the field" "$out" "practice"
works collector 3 sync
lacks "not of the field's" "$out" "practice"

# Who has to join anew is told, and which store counts no more.
has "which one" "$(merger devices)" "practised    Laptop 1"
lacks "not the field's" "$(merger devices | grep 'Laptop 3')" practised
has "how many" "$(merger status)" " active (2 only practised"
has "its drafts" "$(merger drafts)" "practice, over"

# A store of the training takes no new interviews, and ends what it began.
printf '{"agree":"yes","age":"24"}\n' >"$work/late.ndjson"
refused 4 "responses of the training" collector 1 import "$work/late.ndjson"
refused 4 "in the field phase now" collector 1 ask </dev/null
printf '\n\n\n\n29\n\n\nn\ny\n' | "$collector_program" ask "$draft" \
    --store "$work/laptop1" >"$work/.asked" 2>&1
has "a draft of the training" "$(cat "$work/.asked")" "is final"
sync 1 3
works merger pull

# Another invitation: the store of the training makes room, and is kept.
before=$(collector 1 list | wc -l)
join 1
has "set aside" "$(ls "$work/laptop1")" training-
admit
sync 1
works collector 1 list
equal "a new store" "$out" ""
answer 1 '{"agree":"yes","age":"34"}'
sync 1
works merger pull
refused 2 '2 devices go by "Laptop 1"' merger devices lost "Laptop 1"
has "which ones" "$err" "active       Laptop 1"
has "which ones" "$err" "practised    Laptop 1"
old=$(echo "$work"/laptop1/training-*)
works merger erase "$(merger status --responses | sed -n '1s/ .*//p')" --reason asked
has "where the old store is" "$out" "folder \"$(basename "$old")\""
equal "the old one is there" \
    "$("$collector_program" list --store "$old" | wc -l)" "$before"
works "$collector_program" sync --store "$old"
equal "all that arrived" "$(figure responses)" 6

ages() {
	"$merger_program" -w "$work/office" export csv "$work/$1" \
	    ${2:+"$2"} >"$work/.out" 2>"$work/.err" || fail "export $*"
	col=$(head -1 "$work/$1/mini.csv" | tr , '\n' | grep -nx age |
	    cut -d: -f1)
	tail -n +2 "$work/$1/mini.csv" | cut -d, -f"$col" | sort | xargs
}
equal "the dataset" "$(ages data)" "33 34"
has "left out" "$(cat "$work/.err")" "4 left out: practice"
equal "the training" "$(ages training --practice)" "21 23 29"
has "origin" "$(cat "$work/training/origin.json")" '"practice":true'
finish
