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
has "remains: exports" "$out" "export $(path_told "$work/before")"
equal "after: responses" "$(figure responses)" 2
equal "after: cases" "$(figure cases)" 1
export_of office after --personal
lacks "the export" "$(cat "$work"/after/*.csv)" ,41,
has "the others" "$(cat "$work"/after/*.csv)" ,42,
lacks "made since" "$(merger erase)" "export $(path_told "$work/after")"
has "made before" "$(merger erase)" "export $(path_told "$work/before")"
export_of office before --personal
lacks "made again" "$(merger erase)" "export $(path_told "$work/before")"
has "of whom comes next" "$(merger erase C2 --reason asked)" \
    "export $(path_told "$work/before")"
equal "keys that are left" "$(sqlite3 "$work/office/index.sqlite" \
    'select count(*) from entry' 2>/dev/null || echo 3)" 3

# An old copy of the index opens with no key that is left.
mkdir "$work/copy"
cp "$work/old.sqlite" "$work/copy/index.sqlite"
cp "$work/office/keys" "$work/copy/keys"
refused 3 "under another key" merger_at copy status

# The laptops follow at their next sync: nothing of C1 is left, the rest is.
answer 1 '{".case":"C2","agree":"yes","age":"45"}'
works collector 1 sync
has "laptop 1" "$out" "erased at the coordinators' word, records: 1"
works collector 2 sync
has "laptop 2" "$out" "erased at the coordinators' word, records: 1"
works collector 1 sync
lacks "said once" "$out" "erased at"
# They have said so: who has not is told.
works merger pull
equal "nobody is behind" "$(figure erased_laptops_behind)" 0
works merger status
has "status" "$out" "erased         3 (everybody has followed)"
works merger erase
has "listed again" "$out" "3 records erased; still readable"
has "listed again" "$out" "(2 laptops and 0 coordinators say that it is erased there)"
lacks "listed again: laptops" "$out" "until its next sync"
heards=$(git -C "$work/hub.git" log --format=%s --all | grep -c "erasures followed")
works collector 1 sync
equal "said once" "$(git -C "$work/hub.git" log --format=%s --all |
    grep -c "erasures followed")" "$heards"
works collector 1 doctor
equal "doctor ($out$err)" "$status" 0
lacks "laptop 1: list" "$(collector 1 list 2>/dev/null)" C1

# Nobody comes back: not from a table, nor from a file, nor under its case.
works merger cases import "$work/cases.csv"
has "import: the rest" "$out" "0 cases added, 0 changed, 1 as before"
has "import: C1" "$err" "1 left out: the study has erased them"
printf '%s\n' '{".case":"C1","agree":"yes","age":"41"}' >"$work/again.ndjson"
works collector 1 import "$work/again.ndjson"
has "import on a laptop" "$err" "the coordinators have erased this person"
works collector 1 sync
works merger pull
equal "nobody came back" "$(figure responses)" 3

# A workspace made anew takes in what is on the hub, less the erased.
works merger_at again init --hub "$work/hub.git" --keys "$work/office/keys"
works merger_at again pull
has "made anew" "$out" "revisions of people who were erased: not taken"
export_of office one --personal
export_of again two --personal
same_export one two
equal digest "$(figure digest)" "$(figure digest again)"

# What opens a laptop is listed: whoever has it can read an old copy.
works collector 1 backup "$work/1.backup"
device=$(git -C "$work/hub.git" for-each-ref --format='%(refname:lstrip=3)' \
    refs/heads/enrol | head -1)
run merger devices unlock "$device" "$work/1.unlock"
equal "unlock ($err)" "$status" 0
has "unlock file" "$(merger erase)" "unlock file $(path_told "$work/1.unlock") of"

# Under way while C2 is erased: one interview on the hub, one on a laptop.
answer 1 '{".case":"C2","agree":"yes","age":"51"}'
works collector 1 sync
answer 2 '{".case":"C2","agree":"yes","age":"52"}' '{"agree":"yes","age":"53"}'
works merger erase C2 --reason asked --yes
equal "two behind" "$(figure erased_laptops_behind)" 2
works merger pull
has "on the hub" "$out" "1 revision of people who were erased: not taken"
works collector 2 sync
has "on a laptop" "$out" "erased at the coordinators' word, records: 1"
works merger pull
equal "two are left" "$(figure responses)" 2
equal "no case is left" "$(figure cases)" 0
equal "one behind" "$(figure erased_laptops_behind)" 1
works merger status
has "who is behind" "$out" "still to follow: laptops 1, other coordinators 0"
works collector 1 sync
has "a frame without a case" "$out" "sample received, cases: 0"

# Another coordinator (here: the other workspace) was faster: said again.
works merger_at again pull
has "another coordinator is told" "$out" "erased here too"
works merger_at again pull
lacks "told once" "$out" "erased here too"
export_of office one --personal
export_of again two --personal
same_export one two
first=$(merger status --responses | sed -n 1p | cut -c1-36)
join 3
works merger_at again pull
mv "$work/hub.git" "$work/away.git"
run merger erase "$first" --reason asked --yes
equal "hub away: status" "$status" 5
has "hub away" "$err" "erased here, and merger pull will tell the others"
equal "hub away: done here" "$(figure responses)" 1
mv "$work/away.git" "$work/hub.git"
works merger invite Four -o "$work/4.invitation"
works merger_at again erase "$(merger_at again status --responses |
    sed -n 2p | cut -c1-36)" --reason asked --yes
works merger pull
has "undone" "$err" "another coordinator was faster"
equal "said again" "$(figure responses)" 0
works merger_at again pull
equal "and heard" "$(figure responses again)" 0

# A laptop that is lost follows nobody's word: it is not passed over.
sync 1
works merger devices lost --yes \
    "$(merger devices | sed -n 's/ .*Laptop 2$//p')"
works merger pull
works merger_at again pull
works merger pull
works merger status
has "all but the lost one" "$out" \
    "everybody has followed but 1 lost or revoked laptop;"
equal "lost" "$(figure erased_laptops_lost)" 1
finish
