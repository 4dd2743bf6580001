#!/bin/sh
# Backups: taken in use, readable by coordinators alone, restored with a code;
# two restores of one backup that both go on; a folder that was copied; what is
# merged is wiped. Nothing is lost, and the order does not matter.
. "$(dirname "$0")/study.sh"

RECOLTE_PASSPHRASE='as it was'
export RECOLTE_PASSPHRASE
with_laptops 1
device=$(collector 1 status | sed -n 's/^device *\([a-z2-7]*\):.*/\1/p')
answer 1 '{"agree":"yes","age":"21"}' '{"agree":"yes","age":"22"}'
sync 1
works merger pull
answer 1 '{"agree":"yes","age":"23"}'
sync 1					# delivered, no receipt seen
answer 1 '{"agree":"yes","age":"24"}'	# closed, not packed
printf 'yes\n' | "$collector_program" ask --store "$work/laptop1" \
    >"$work/.asked" 2>&1		# a draft
draft=$(sed -n 's/.*go on with: collector ask \([0-9a-f]*\).*/\1/p' \
    "$work/.asked")

# Wiped: the answers of what was merged, not the rest; the row stays.
works collector 1 list
equal "merged here" "$(echo "$out" | grep -c merged)" 2
merged=$(echo "$out" | awk '/merged/ { print $1; exit }')
refused 4 "were wiped here" collector 1 show "$merged"
refused 4 "were wiped here" collector 1 correct "$merged" age=30 --reason x
works collector 1 show "$draft"

# Taken while another writes.
for n in 1 2 3; do printf '{"agree":"no","age":"4%s"}\n' "$n"; done \
    >"$work/more.ndjson"
"$collector_program" import "$work/more.ndjson" --store "$work/laptop1" \
    >/dev/null 2>&1 &
works collector 1 backup "$work/one.backup"
has backup "$out" "only the coordinators"
wait
refused 2 "is there already" collector 1 backup "$work/one.backup"
works collector 1 backup "$work/one.backup" --replace
equal "images left" "$(find "$work/laptop1" -name 'image-*' | wc -l)" 0
equal "answers in the backup" "$(grep -c '"age"' "$work/one.backup")" 0

# Who may open it.
refused 5 "only a coordinator" env RECOLTE_CODE=0000-0000-0000-0000 \
    "$collector_program" restore "$work/one.backup" --store "$work/laptop2"
works merger devices unlock "$device" --backup "$work/one.backup" \
    "$work/one.open"
export RECOLTE_CODE
RECOLTE_CODE=0000-0000-0000-0000
refused 4 "not this code" collector 2 restore "$work/one.open"
equal "what half a restore left" "$(find "$work/laptop2" -type f)" ""
RECOLTE_CODE=$(echo "$out" | head -1)
works merger devices unlock "$device" --backup "$work/one.backup" \
    "$work/two.open"
RECOLTE_CODE=$out
head -c 40000 "$work/two.open" >"$work/torn.open"
refused 3 "torn" collector 2 restore "$work/torn.open"
refused 2 "is there already" collector 1 restore "$work/two.open"
refused 3 "key file" collector 1 unlock "$work/two.open"

# Two restores; the first laptop goes on as well. One is cut short at first.
RECOLTE_PASSPHRASE='another one'
for wait in 0.05 0.1 0.2 0.3; do
	"$collector_program" restore "$work/two.open" --store "$work/laptop2" \
	    >/dev/null 2>&1 &
	sleep "$wait"
	kill -9 $! 2>/dev/null && wait $! 2>/dev/null
	[ ! -e "$work/laptop2/store.sqlite" ] || rm -r "$work/laptop2"
done
for n in 2 3; do
	works collector "$n" restore "$work/two.open"
	has "restore $n" "$out" "restored, responses: 8"
	has "restore $n" "$err" "comes from a backup"
	has "restore $n" "$err" "synchronise before anything else"
	works collector "$n" list
	equal "said once" "$err" ""
	answer "$n" "{\"agree\":\"yes\",\"age\":\"5$n\"}"
	printf '\n\n\n\n6%s\n\n\nn\ny\n' "$n" |
	    "$collector_program" ask "$draft" --store "$work/laptop$n" \
	    >"$work/.asked" 2>&1
	has "draft on laptop $n" "$(cat "$work/.asked")" "is final"
done
RECOLTE_PASSPHRASE='as it was'
refused 4 "not the passphrase" collector 2 list
answer 1 '{"agree":"yes","age":"51"}'
sync 1
RECOLTE_PASSPHRASE='another one'
sync 3 2 3
works merger pull
sync 2 3
RECOLTE_PASSPHRASE='as it was'
sync 1
works merger pull
# 4 and the draft, 3 imported meanwhile, and one of each laptop's own.
for n in 1 2 3; do
	[ $n = 1 ] || RECOLTE_PASSPHRASE='another one'
	works collector "$n" status
	lacks "all of laptop $n is on the hub" "$out" "final:"
	lacks "all of laptop $n is on the hub" "$out" "packed:"
done
# The draft was closed on both, with another age: a conflict, and no loss.
responses=$(figure responses)
equal "responses" "$responses" 11
works merger conflicts
has "conflicts" "$out" age
equal "alarms" "$(figure alarms)" 0
equal "put aside" "$(figure changesets_aside)" 0

# The same, pulled by somebody who was never there.
export_of office once
works merger_at again init --hub "$work/hub.git" --keys "$work/office/keys"
works merger_at again pull
export_of again twice
same_export once twice
equal digests "$(figure digest)" "$(figure digest again)"

# A copied folder notices; one that was moved as a whole is no copy.
cp -R "$work/laptop2" "$work/laptop4"
works collector 4 list
has "a copy" "$err" "this store was copied"
answer 4 '{"agree":"yes","age":"54"}'
mv "$work/laptop2" "$work/laptop5"
works collector 5 list
equal "moved" "$err" ""
sync 4 5
works merger pull
equal "one more" "$(figure responses)" "$((responses + 1))"
fsck "$work/hub.git"
finish
