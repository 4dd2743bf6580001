#!/bin/sh
# A stick is written while the hub is away: what waits for the hub is said, and
# reaches the laptops once the hub is there, whoever was faster meanwhile.
. "$(dirname "$0")/study.sh"

with_laptops 1 2
printf 'case,name\nC1,Zoe\nC2,Yan\n' >"$work/cases.csv"
works merger cases import "$work/cases.csv"
sync 1 2
mkdir "$work/stick"
works merger pull --stick "$work/stick"
lacks "nothing waits" "$out$err" "wait for the hub"

mv "$work/hub.git" "$work/away.git"
works collector 1 case attempt C1 --how phone --outcome 3.13 --remark early
works collector 1 sync --stick "$work/stick"
run merger cases status C2 refused --reason "by phone"
has "decided without a hub" "$err" "hub"
works merger pull --stick "$work/stick"
has "said" "$err" "letters and decisions"
has "said" "$err" "wait for the hub"
works collector 2 sync --stick "$work/stick"
lacks "not yet" "$(collector 2 case list)" refused

mv "$work/away.git" "$work/hub.git"
works merger pull --stick "$work/stick"
lacks "delivered" "$err" "wait for the hub"
works collector 2 sync --stick "$work/stick"
has "by stick" "$(collector 2 case list)" "refused (by phone)"
has "by stick" "$(collector 2 case show C1)" early
works collector 1 sync
has "by the hub" "$(collector 1 case list)" "refused (by phone)"

# Another folder of the same coordinator was faster meanwhile.
works merger_at again init --hub "$work/hub.git" --keys "$work/office/keys"
works merger_at again pull
mv "$work/hub.git" "$work/away.git"
works collector 1 case attempt C1 --how phone --outcome 3.13 --remark later
works collector 1 sync --stick "$work/stick"
works merger pull --stick "$work/stick"
mv "$work/away.git" "$work/hub.git"
works merger_at again cases status C1 do-not-contact --reason "her letter"
works merger_at again pull
works merger pull
works merger pull
works collector 2 sync
has "neither is lost" "$(collector 2 case list)" "must not be contacted"
has "neither is lost" "$(collector 2 case show C1)" later
works merger pull
equal "at peace" "$out" "nothing new"
finish
