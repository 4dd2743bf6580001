#!/bin/sh
# The study closes: one key goes, the data stays where it was merged.
. "$(dirname "$0")/study.sh"

with_laptops 1 2 3
printf 'case,name\nC1,Zelie Zoulou\n' >"$work/cases.csv"
works merger cases import "$work/cases.csv"
sync 1 2 3
answer 1 '{".case":"C1","agree":"yes","age":"41"}' '{"agree":"yes","age":"42"}'
answer 2 '{"agree":"yes","age":"43"}'
answer 3 '{"agree":"yes","age":"44"}'
sync 1 2
works merger pull
first=$(merger status --responses | sed -n 1p | cut -c1-36)
works merger correct "$first" age=40 --reason heard
works merger pull
sync 1
export_of office before --personal
# On its way when the study closes: on the hub, and not pulled.
answer 2 '{"agree":"yes","age":"45"}'
works collector 2 sync

works merger close
equal "said first: status" "$status" 1
has "said first" "$out" '"Mini" would be closed for ever'
has "said first" "$out" "say it again with --yes"
has "the key is there" "$(cat "$work/office/keys")" '"seal":'
# No key goes before the others know.
mv "$work/hub.git" "$work/away.git"
run merger close --yes
equal "hub away: status" "$status" 5
has "hub away" "$err" "no key is destroyed yet"
has "the key is there" "$(cat "$work/office/keys")" '"seal":'
mv "$work/away.git" "$work/hub.git"
works merger close --yes
equal "closed: status" "$status" 0
has "closed" "$out" "the collection key is destroyed"
has "closed: laptops" "$out" "(Laptop 3): until its next sync"
lacks "closed: git" "$out" "  git ("
lacks "the key is gone" "$(cat "$work/office/keys")" '"seal":'
equal "what lies beside" "$(cd "$work/office" && echo keys*)" keys

# Everybody else's data stays.
export_of office after --personal
rm "$work/before/origin.json" "$work/after/origin.json"
same_export before after
works merger devices
has "names stay" "$out" "Laptop 2"
works merger close
has "closed already" "$out" "the study is closed"

# The index has the only keys that are left: no other is begun in its place.
mv "$work/office/index.sqlite" "$work/index.kept"
for how in missing empty; do
	[ $how = missing ] || : >"$work/office/index.sqlite"
	refused 3 "only a copy of keys and index.sqlite" merger status
	refused 3 "is missing or empty" merger pull
done
echo "no database at all, and too long to be taken for an empty one" \
    >"$work/office/index.sqlite"
refused 3 "only a copy of keys and index.sqlite" merger status
lacks "no other way" "$err" "made again"
mv "$work/index.kept" "$work/office/index.sqlite"

# What comes too late is told, counted, and read by nobody.
works merger pull
has "too late" "$out" "1 change set after the study was closed: read by nobody"
equal "too late: responses" "$(figure responses)" 3
works merger status
has "too late: status" "$err" "#2 too late: the study is closed"
works merger pull
equal "said once" "$out" "nothing new"
refused 4 "the study is closed" merger correct "$first" age=1 --reason x
refused 4 "the study is closed" merger invite Late -o "$work/late.invitation"
refused 4 "the study is closed" merger cases import "$work/cases.csv"

# Laptops let go of what was merged, and begin nothing.
for n in 1 2; do
	works collector "$n" sync
	has "laptop $n" "$out" "the study is closed: no interview can begin"
done
mkdir "$work/stick"
works merger pull --to "$work/stick"
works collector 3 sync --from "$work/stick"
has "laptop 3, by stick" "$out" "the study is closed: no interview can begin"
has "laptop 3 was away" "$out" "not delivered before the study closed: 1"
works collector 2 sync
has "laptop 2 was late" "$out" "not delivered before the study closed: 1"
has "laptop 1: wiped" "$(collector 1 list 2>/dev/null)" merged
lacks "laptop 1: the sample" "$(collector 1 status 2>/dev/null)" "cases: 1"
printf '%s\n' '{"agree":"yes","age":"46"}' >"$work/late.ndjson"
for n in 1 3; do
	run collector "$n" import "$work/late.ndjson"
	equal "late on $n: status ($err)" "$status" 4
	has "late on $n" "$err" "the study is closed: no interview can begin"
done

# Nobody has the key to a backup, to a laptop or to drafts any more.
refused 4 "nobody has the key to a backup" collector 1 backup \
    "$work/late.backup"
refused 4 "is destroyed" merger devices unlock "$(merger devices |
    sed -n 's/ .*Laptop 1//p')" "$work/late.unlock"
has "doctor" "$(collector 3 doctor 2>&1)" "not delivered before the study"
lacks "doctor" "$(collector 3 doctor 2>&1)" "recent backup"

# Nobody is asked a question that could not be kept.
refused 4 "no interview can begin" collector 1 ask </dev/null
lacks "no question" "$out" "?"

# A person who asks after that is erased too.
works merger erase "$first" --reason asked --yes
equal "erased after: responses" "$(figure responses)" 2
export_of office later --personal
lacks "erased after" "$(cat "$work"/later/*.csv)" ",40,"
equal "the others" "$(grep -c ,yes, "$work/later/mini.csv")" 2
refused 5 "that was closed" merger_at again init --hub "$work/hub.git" \
    --keys "$work/office/keys"
fsck "$work/hub.git"
finish
