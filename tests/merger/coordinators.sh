#!/bin/sh
# Two coordinators: the second makes the same dataset as the first, from what
# laptops sealed before and after; one leaves, and what was decided stays.
. "$(dirname "$0")/study.sh"

printf 'root secret\n' >"$work/rootpass"
anna() { merger_at office "$@"; }
boris() { merger_at second "$@"; }
same() {	# WHAT
	equal "$1: digest" "$(figure digest second)" "$(figure digest)"
	export_of office of-anna --personal
	export_of second of-boris --personal
	same_export of-anna of-boris
	rm -rf "$work/of-anna" "$work/of-boris"
}

with_laptops 1 2
mv "$work/office/root" "$work/drawer"
printf 'case,town\nc1,Lille\n' >"$work/cases.csv"
works anna cases import "$work/cases.csv"
answer 1 '{".source":"1","agree":"yes","age":"30","remark":"sealed to Anna"}'
sync 1 2
works anna pull
one=$(anna status --responses | cut -c1-36)
works anna correct "$one" age=31 --reason "typing error"
works anna pull
answer 1 '{".source":"2","agree":"yes","age":"32","remark":"on its way"}'

# Boris asks, with an invitation; nothing of it is a laptop's.
works anna invite "Boris" -o "$work/b.invitation"
refused 2 "something is missing" boris coordinators request
works boris coordinators request --no-passphrase "$work/b.invitation" \
    "$work/b.request"
has "his id" "$out" "id       "
boris_id=$(echo "$out" | sed -n 's/^id *//p')
refused 4 "no coordinator's" boris pull
refused 2 "there already" merger_at third coordinators request \
    --no-passphrase "$work/b.invitation" "$work/b.request"

# Only the root key adds him.
refused 2 "--root FILE is missing" anna coordinators add "$work/b.request"
refused 3 "no root key" anna coordinators add "$work/b.request" --root \
    "$work/office/keys"
works merger_at other init --no-passphrase --hub "$work/other.git" \
    --form "$cases/mini.md"
refused 4 "root key" anna coordinators add "$work/b.request" --root \
    "$work/other/root"
head -c 300 "$work/b.request" >"$work/torn"
refused 3 "request refused" anna coordinators add "$work/torn" --root \
    "$work/drawer"
git -C "$work/hub.git" show "$(git -C "$work/hub.git" for-each-ref \
    --format='%(refname:short)' refs/heads/enrol | head -1):request" \
    >"$work/laptops"
refused 2 "asks for a laptop" anna coordinators add "$work/laptops" --root \
    "$work/drawer"
equal "one coordinator" "$(anna coordinators | wc -l)" 1

works anna coordinators add "$work/b.request" --root "$work/drawer"
has "added" "$out" "$boris_id  Boris"
has "handed over" "$out" "handed over  3 change sets"
has "the drawer" "$err" "put $work/drawer back"
refused 2 "coordinates already" anna coordinators add "$work/b.request" \
    --root "$work/drawer"
works boris pull
works boris pull
same "all that was before"
has "with the correction" "$(boris status --responses)" "$one"

# A laptop that has not heard of him yet seals to Anna alone.
mv "$work/hub.git" "$work/hub.away"
run collector 1 sync
mv "$work/hub.away" "$work/hub.git"
sync 1
works boris pull
has "waits" "$out" "1 change set waiting"
works boris status
has "waits, and says why" "$err" "sealed to other coordinators"
has "and counts" "$out" "coordinators   2"
works anna pull
has "handed over by itself" "$out" "1 change set handed over"
works anna coordinators
lacks "and known" "$out" "waits for the keys"
works anna pull
equal "once" "$out" "nothing new"
works boris pull
equal "two responses" "$(figure responses second)" 2
same "what came late"

# From now on both can, and both decide.
sync 1 2
answer 2 '{".source":"1","agree":"yes","age":"40","remark":"to both"}'
sync 2
works boris pull
two=$(boris status --responses | cut -c1-36 | sed -n 2p)
works boris correct "$two" colour=red --reason "asked again"
works boris invite "Laptop 3" -o "$work/3.invitation"
works boris pull
works collector 3 join "$work/3.invitation"
sync 3
works anna pull
has "his invitation" "$err" "whoever gave it admits it"
works boris pull
works boris devices admit
works anna pull
works boris pull
works anna pull
same "both"
works collector 2 sync
works collector 2 status
has "receipts of both" "$out" "merged: 1"

# A new workspace from his keys: the handover is read again.
works merger_at again init --hub "$work/hub.git" --keys "$work/second/keys"
works merger_at again pull
equal "again: digest" "$(figure digest again)" "$(figure digest)"

# He leaves: what he decided stands, what he writes from now on waits.
answer 3 '{".source":"1","agree":"yes","age":"50","remark":"third"}'
sync 3
works boris pull
works anna pull
refused 2 "that is you" anna coordinators remove "$(anna coordinators |
    sed -n 's/ *you .*//p')" --root "$work/drawer"
refused 2 "no coordinator" anna coordinators remove zzzz --root "$work/drawer"
works boris correct "$two" colour=blue --reason "on his way out"
before=$(figure revisions)
run anna coordinators remove "$boris_id" --root "$work/drawer" </dev/null
equal "asks first" "$status" 1
has "who it is" "$out" "$boris_id  Boris"
has "not yet" "$out" "say it again with --yes"
equal "two coordinators still" "$(anna coordinators | wc -l)" 2
works anna coordinators remove "$boris_id" --root "$work/drawer" --yes
has "removed" "$out" "coordinates no more"
equal "what he decided stands" "$(figure revisions)" "$before"
export_of office out
has "what he decided stands" "$(cat "$work/out/mini.csv")" "red"
refused 4 "no coordinator's" boris pull
refused 2 "comes back with new keys" anna devices restore "$boris_id"
sync 1 2 3
equal "laptops go on" "$status" 0
answer 1 '{".source":"9","agree":"yes","age":"60","remark":"afterwards"}'
sync 1
works anna pull
sync 1
works collector 1 status
has "Anna's receipts" "$out" "merged: 3"
works merger_at anew init --hub "$work/hub.git" --keys "$work/office/keys"
works merger_at anew pull
equal "anew: digest" "$(figure digest anew)" "$(figure digest)"
fsck "$work/hub.git"

# Names stand nowhere in the clear, and no key.
git -C "$work/hub.git" log --all --format=%B%an%ae%cn -p -a >"$work/log"
lacks "names on the hub" "$(tr -d '\0' <"$work/log")" Boris
finish
