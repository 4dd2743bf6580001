#!/bin/sh
# Who may take part: invitations, requests, admission, and what comes before.
. "$(dirname "$0")/study.sh"

new_study
works merger invite "Ana" -o "$work/1.invitation"
works merger invite "Bruno" -o "$work/2.invitation"
works collector 1 join "$work/1.invitation"
works collector 1 sync
git -C "$work/hub.git" show "$(git -C "$work/hub.git" for-each-ref \
    --format='%(refname:short)' refs/heads/enrol):request" >"$work/request.1"
answer 1 '{"agree":"yes","age":"30"}'
sync 1

# Not admitted: what it sends waits, and is not lost.
works merger pull
equal "asks: status" "$status" 1
has asks "$out" "1 laptop asking to be admitted"
has waits "$out" "1 change set waiting"
equal "waits: responses" "$(figure responses)" 0
works merger status
has "status says why" "$err" "the device is not admitted"
works merger pull
equal "said once" "$out" "nothing new"
works merger devices
has devices "$out" "asks         Ana"
export_of office empty
refused 2 "does not ask to be admitted" merger devices admit zzzz
works merger devices admit "$(merger devices 2>/dev/null |
    sed -n 's/ *asks.*//p' | cut -c1-6)"
has admitted "$out" "admitted     Ana"
works merger devices admit
equal "nobody else" "$out" "nobody asks to be admitted"

# Admitted later: merged at the next pull.
works merger pull
has "merged then" "$out" "1 change set merged, 1 revision"
equal "merged then: responses" "$(figure responses)" 1
equal "nothing waits" "$(figure changesets_waiting)" 0
works merger pull
equal "peace" "$out" "nothing new"

# A workspace from the keys has never seen it wait: the same dataset.
export_of office one
works merger_at again init --hub "$work/hub.git" --keys "$work/office/keys"
works merger_at again pull
export_of again two
same_export one two
equal digest "$(figure digest)" "$(figure digest again)"

# An invitation works once.
works collector 9 join "$work/1.invitation"
works collector 9 sync
works merger pull
equal "used twice: status" "$status" 1
has "used twice" "$err" "request refused: its invitation was used already"
has "used twice" "$out" "1 request to join refused"
works merger pull
equal "said once" "$out" "nothing new"
# Twice before anybody was admitted: neither time nor id tells whose it is.
works collector 2 join "$work/2.invitation"
works collector 2 sync
works collector 8 join "$work/2.invitation"
works collector 8 sync
works merger pull
has "used twice at once" "$out" "1 laptop asking"
has "used twice at once" "$out" "1 request to join refused"
has "both are told of" "$err" "two laptops ask by one invitation"
works merger devices admit
equal "neither by itself" "$out" "nobody asks to be admitted"
second=$(collector 2 status | sed -n 's/.*\([a-z2-7]\{26\}\).*/\1/p' | head -1)
works merger devices admit "$second"
has "the one that is named" "$out" "$second  admitted"
works collector 8 sync
works merger pull
works collector 8 sync
has "the other learns it" "$out" "was used by another computer"
works merger invite "Gus" -o "$work/8.invitation"
works collector 8 join "$work/8.invitation"
works collector 8 sync
works merger pull
has "and asks properly" "$out" "1 laptop asking"

# By an invitation of another study, of another workspace, an expired one.
works merger_at other init --no-passphrase --hub "$work/other.git" \
    --form "$cases/mini.md"
works merger_at other invite "Eve" -o "$work/7.invitation"
works collector 7 join "$work/7.invitation"
works collector 7 sync
request=$(git -C "$work/other.git" for-each-ref --format='%(refname:short)' \
    refs/heads/enrol)
git -C "$work/other.git" show "$request:request" >"$work/request"
put_file "$request" request "$work/request"
works merger pull
has "another study's" "$err" "$request: request refused:"
works merger_at again invite "Fay" -o "$work/6.invitation"
works collector 6 join "$work/6.invitation"
works collector 6 sync
works merger pull
has "another workspace's" "$err" "not by an invitation of this workspace"
works merger_at again pull
has "its own" "$out" "1 laptop asking"

# Forged: altered, cut, empty, or somebody else's under a name of its own.
cp "$work/request.1" "$work/request"
n=0
for at in 1 10 60 100 150 250 400; do
	n=$((n + 1))
	{ head -c "$at" "$work/request"; printf X
	tail -c "+$((at + 2))" "$work/request"; } >"$work/forged"
	put_file "enrol/aaaaaaaaaaaaaaaaaaaaaaaa$(echo abcdefgh |
	    cut -c$n)a" request "$work/forged"
done
put_file enrol/aaaaaaaaaaaaaaaaaaaaaaaabb request "$work/request"
head -c 50 "$work/request" >"$work/forged"
put_file enrol/aaaaaaaaaaaaaaaaaaaaaaaacb request "$work/forged"
: >"$work/forged"
put_file enrol/aaaaaaaaaaaaaaaaaaaaaaaadb request "$work/forged"
put_file enrol/aaaaaaaaaaaaaaaaaaaaaaaaeb other "$work/request"
works merger pull
equal "forged: status" "$status" 1
has forged "$err" "aabb: request refused: it is the request of"
equal "forged: lines" "$(grep -c 'request refused' "$work/.err")" 11
works merger devices
equal "only one asks" "$(echo "$out" | grep -c asks)" 1

# Two workspaces with the same keys admit at once: the slower one gives way.
works merger devices admit
run merger_at again devices admit
equal "the slower one: status" "$status" 5
has "the slower one" "$err" "admitted here, and merger pull will bring it"
works merger_at again pull
has "the slower one gives way" "$err" "another coordinator was faster"
works merger_at again devices admit
works merger_at again pull
works merger pull
works merger pull
equal "peace" "$out" "nothing new"
equal "one manifest" "$(figure manifest)" "$(figure manifest again)"
equal "one digest" "$(figure digest)" "$(figure digest again)"
fsck "$work/hub.git"

# Names stand nowhere in the clear on the hub.
git -C "$work/hub.git" log --all --format=%B%an%ae%cn -p -a >"$work/log"
lacks "names on the hub" "$(tr -d '\0' <"$work/log")" Bruno
finish
