#!/bin/sh
# Erasure: a person is gone from the dataset, for ever, everywhere.
. "$(dirname "$0")/study.sh"

with_laptops 1 2
printf 'case,name,town\nC1,Zelie Zoulou,Lens\nC2,Youri Yankee,Arras\n' \
    >"$work/cases.csv"
works merger cases import "$work/cases.csv"
sync 1 2
answer 1 '{".case":"C1","agree":"yes","age":"41"}' \
    '{".case":"C2","agree":"yes","age":"42"}' '{"agree":"yes","age":"43"}'
answer 2 '{".case":"C1","agree":"yes","age":"44"}'
sync 1 2
works merger pull
equal "before: responses" "$(figure responses)" 4
export_of office before --personal
cp "$work/office/index.sqlite" "$work/old.sqlite"
cp "$work/office/keys" "$work/old.keys"

# Said first, done with --yes.
refused 2 "--reason TEXT is missing" merger erase C1
refused 2 'nobody goes by "C9"' merger erase C9 --reason asked
works merger erase C1 --reason asked
equal "not yet: status" "$status" 1
has "not yet" "$out" "3 records would be erased"
has "not yet" "$out" "say it again with --yes"
equal "not yet: responses" "$(figure responses)" 4
works merger erase C1 --reason "asked by letter" --yes
equal "erased: status" "$status" 0
has "erased" "$out" "3 records erased"
has "remains: git" "$out" "until merger close"
has "remains: laptops" "$out" "until its next sync"
has "remains: exports" "$out" "export $work/before"
equal "after: responses" "$(figure responses)" 2
equal "after: cases" "$(figure cases)" 1
export_of office after --personal
lacks "the export" "$(cat "$work"/after/*.csv)" 41
has "the others" "$(cat "$work"/after/*.csv)" 42
equal "keys that are left" "$(sqlite3 "$work/office/index.sqlite" \
    'select count(*) from entry' 2>/dev/null || echo 3)" 3

# An old copy of the index opens with no key that is left.
mkdir "$work/copy"
cp "$work/old.sqlite" "$work/copy/index.sqlite"
cp "$work/office/keys" "$work/copy/keys"
refused 3 "under another key" merger_at copy status
finish
