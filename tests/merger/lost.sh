#!/bin/sh
# A laptop is lost, another did wrong, and one is found again.
. "$(dirname "$0")/study.sh"

with_laptops 1 2
printf "case,town\nc1,Lille\nc2,Roubaix\n" >"$work/cases.csv"
works merger cases import "$work/cases.csv"
sync 1 2
answer 1 '{".source":"1","agree":"yes","age":"30","remark":"first"}'
sync 1
answer 1 '{".source":"2","agree":"yes","age":"31","remark":"second"}'
sync 1
answer 2 '{".source":"1","agree":"yes","age":"40","remark":"other"}'
sync 2
works merger pull
works merger devices
one=$(echo "$out" | sed -n 's/ *active *Laptop 1//p')
two=$(echo "$out" | sed -n 's/ *active *Laptop 2//p')
short=$(echo "$one" | cut -c1-8)

# Something is on the way when the laptop is lost.
answer 1 '{".source":"3","agree":"yes","age":"32","remark":"late"}'
refused 2 'no device "zzzz"' merger devices lost zzzz
refused 2 "devices go by" merger devices lost ""
has "who is meant" "$err" "$one  active       Laptop 1"
has "who is meant" "$err" "$two  active       Laptop 2"
run merger devices lost "$short" </dev/null
equal "asks first" "$status" 1
has "names it first" "$out" "of           Laptop 1"
has "names it first" "$out" "and 0 cases would be free again"
has "does nothing yet" "$out" "say it again with --yes"
run merger devices revoke "Laptop 1" </dev/null
has "by its owner's name" "$out" "of           Laptop 1"
run merger devices revoke "$short" </dev/null
has "does nothing yet" "$out" "say it again with --yes"
lacks "no case is freed" "$out" "free again"
works merger devices
has "still in" "$out" "active       Laptop 1"
refused 2 "is active" merger devices restore "$short"
works merger devices lost --yes "$short"
has "lost: who" "$out" "of           Laptop 1"
has "lost: status" "$out" "status       lost"
has "lost: stands" "$out" ":2"
has "lost: what it wrote" "$out" "responses    2 that it wrote"
has "lost: the sample" "$out" "sample       2 cases"
equal "lost: responses" "$(echo "$out" | grep -c '^response ')" 2
works merger devices
has "lost: listed" "$out" "lost         Laptop 1"
works merger status
has "lost: status" "$out" "devices        1 active, 1 lost"
equal "what came stands" "$(figure responses)" 3

# What comes of it now waits, wherever the merger looks from.
sync 1
has "the laptop is told" "$out" "this device was revoked"
works merger pull
has "late: waits" "$out" "1 change set waiting"
equal "late: responses" "$(figure responses)" 3
works merger_at again init --hub "$work/hub.git" --keys "$work/office/keys"
works merger_at again pull
equal "the same from the keys" "$(figure digest again)" "$(figure digest)"

# The frame is sealed to it no more.
answer 2 '{".source":"2","agree":"yes","age":"41","remark":"more"}'
echo "c3,Lens" >>"$work/cases.csv"
works merger cases import "$work/cases.csv"
sync 1
lacks "the lost one gets no sample" "$out" "sample received"
sync 2
has "the other does" "$out" "sample received, cases: 3"
works merger pull

# A coordinator lists what arrived late.
refused 2 "no such change set" merger devices revoke --yes "$short" --stands 9
refused 2 "CHAIN:NUMBER" merger devices revoke --yes "$short" --stands late
refused 2 "and something" merger devices revoke --yes "$short" --stands nothing \
    --stands 2
works merger devices revoke --yes "$short" --stands 3
has "listed: status" "$out" "status       revoked"
equal "listed" "$(figure responses)" 5
chain=$(echo "$out" | sed -n 's/^stands *\(.*\):3$/\1/p')
refused 2 "was named before" merger devices revoke --yes "$short" \
    --stands "$chain:3" --stands "$chain:2"
works merger devices revoke --yes "$short" --stands "$(echo "$chain" |
    cut -c1-6):1"
equal "less again" "$(figure responses)" 3
works merger devices revoke --yes "$short" --stands nothing
has "nothing stands" "$out" "stands       nothing"
equal "nothing stands" "$(figure responses)" 2
works merger_at again pull
equal "everywhere" "$(figure digest again)" "$(figure digest)"

# Found again: everything counts.
works merger devices restore "$short"
has "restored" "$out" "status       active"
equal "restored: all" "$(figure responses)" 5
sync 1 2
works merger pull
equal "with what was on the way" "$(figure responses)" 5
works collector 1 status
has "and it knows" "$out" "this device is admitted"
has "and it knows the sample" "$out" "cases       3"

# Two coordinators' computers, one of them away: done here, and said.
mv "$work/hub.git" "$work/hub.away"
run merger devices revoke --yes "$(echo "$two" | cut -c1-8)"
equal "away: status" "$status" 5
has "away" "$err" "done here, and merger pull will bring it"
mv "$work/hub.away" "$work/hub.git"
works merger pull
sync 2
has "and it did" "$out" "this device was revoked"
fsck "$work/hub.git"
finish
