#!/bin/sh
# From keyboard to table: three laptops, one dataset, the same however it comes.
. "$(dirname "$0")/study.sh"

with_laptops 1 2 3
answer 1 '{"agree":"yes","age":"30","colour":"red","remark":"first"}' \
    '{"agree":"no","age":"31"}'
answer 2 '{"agree":"yes","age":"40","colour":"blue"}'
answer 3 '{"agree":"yes","age":"50"}'
sync 2 3 1
works merger pull
equal responses "$(figure responses)" 4
has pull "$out" "3 change sets merged, 4 revisions"

# A hub that an older program made gets the settings of a new one; what somebody
# has set stays.
hub_says() { git --git-dir="$work/hub.git" config "$1"; }
git --git-dir="$work/hub.git" config --unset pack.window
git --git-dir="$work/hub.git" config receive.denyDeletes false
works merger pull
equal "set by a pull" "$(hub_says pack.window)" 0
equal "set by somebody" "$(hub_says receive.denyDeletes)" false

# A second pull changes nothing, here or there.
before=$(refs "$work/hub.git")
works merger pull
equal "second pull" "$out" "nothing new"
equal "second pull, status" "$status" 0
equal "hub after a second pull" "$(refs "$work/hub.git")" "$before"

# A second workspace, from the keys alone.
export_of office once
works merger_at again init --hub "$work/hub.git" --keys "$work/office/keys"
works merger_at again pull
export_of again twice
same_export once twice
equal digests "$(figure digest)" "$(figure digest again)"
equal "hub after a pull elsewhere" "$(refs "$work/hub.git")" "$before"

# Both go on: whoever pulls first gives the receipts.
answer 1 '{"agree":"yes","age":"32"}'
sync 1
works merger_at again pull
works merger pull
answer 2 '{"agree":"yes","age":"42"}'
sync 2
works merger pull
works merger_at again pull
works merger pull
equal "both at peace" "$out" "nothing new"
export_of office once
export_of again twice
same_export once twice

# And a laptop knows what has arrived.
sync 1 2 3
for n in 1 2 3; do
	works collector "$n" list
	lacks "list of $n" "$out" "delivered"
done
fsck "$work/hub.git"
fsck "$work/office/depot"
finish
