#!/bin/sh
# An admitted laptop that means harm: what it says of others does not count,
# and what it seals to one coordinator alone reaches the other all the same.
#   rogue.sh MERGER COLLECTOR FORMSPEC MERGER_ROGUE
. "$(dirname "$0")/study.sh"
rogue_program=$4
rogue() { "$rogue_program" -w "$work/office" "$@"; }
boris() { merger_at second "$@"; }

with_laptops 1
answer 1 '{".source":"1","agree":"yes","age":"30"}'
sync 1
works merger pull
one=$(merger status --responses | cut -c1-36)
device=$(merger devices | sed -n 's/ *active.*//p')
answers() {	# WHAT: the honest answer stands
	export_of office now
	grep -q "$one.*,30," "$work/now/mini.csv" ||
	    fail "$1: $(cat "$work/now/mini.csv")"
	lacks "$1" "$(cat "$work/now/mini.csv")" ",99,"
	rm -r "$work/now"
}

# An answer of another's, changed and taken back: neither is a decision.
works rogue overrule "$one"
works merger pull
answers "an unauthorised decision"
works merger status
has "said" "$out" "(0 waiting, 2 put aside)"

# In another's name: the change set is put aside, what is its own counts.
works rogue speak "$one" "$device"
works merger pull
answers "in another's name"
equal "its own response" "$(figure responses)" 2
works merger status
has "and why" "$err" "a revision is signed by another device than its author"

# The entries of another, under a signature of one's own.
git -C "$work/hub.git" show "$(git -C "$work/hub.git" for-each-ref \
    --format='%(refname)' "refs/heads/device/$device"):00000001.cs" \
    >"$work/honest.cs"
works rogue take "$work/honest.cs"
works merger pull
answers "another's entries"
equal "nobody's new response" "$(figure responses)" 2
works merger status
has "and why" "$err" "not authentic"

# Sealed to Anna rightly and to Boris wrongly.
works merger invite "Boris" -o "$work/b.invitation"
works boris coordinators request --no-passphrase "$work/b.invitation" \
    "$work/b.request"
boris_id=$(echo "$out" | sed -n 's/^id *//p')
works merger coordinators add "$work/b.request" --root "$work/office/root"
works boris pull
works merger pull
equal "as one" "$(figure digest second)" "$(figure digest)"
works rogue garble "$boris_id"
works boris pull
has "put aside" "$out" "1 change set put aside"
works boris status
has "said" "$err" "not readable here: "
has "and why" "$err" "sealed to us does not open"
works merger pull
equal "Anna has one more" "$(figure responses)" 3
equal "Boris has not" "$(figure responses second)" 2
[ "$(figure digest)" != "$(figure digest second)" ] ||
    fail "one digest for two datasets"
has "she hears of it" "$out" "1 change set handed over"
works boris pull
has "and says merged" "$out" "1 receipt given"
equal "now he has" "$(figure responses second)" 3
equal "the digest too" "$(figure digest second)" "$(figure digest)"
export_of office of-anna
export_of second of-boris
same_export of-anna of-boris
works merger pull
works merger pull
equal "once" "$out" "nothing new"
works boris pull
equal "at peace" "$out" "nothing new"
works merger_at again init --hub "$work/hub.git" --keys "$work/second/keys"
works merger_at again pull
equal "again: digest" "$(figure digest again)" "$(figure digest)"

# The other way round: it does not matter who reads first.
before=$(figure responses)
works rogue garble "$(merger coordinators | sed -n 's/ *you .*//p')"
works merger pull
equal "not here" "$(figure responses)" "$before"
works boris pull
has "he hands over" "$out" "1 change set handed over"
works merger pull
equal "here too" "$(figure responses)" "$((before + 1))"
equal "the same" "$(figure digest second)" "$(figure digest)"

# Of its own interview about one person it says that it goes on with a draft of
# another's: whoever erases the one does not erase the other.
printf 'case,given\nK-31,Zoe\n' >"$work/frame.csv"
works merger cases import "$work/frame.csv"
answer 1 '{".source":"2","agree":"yes","age":"31",".case":"K-31"}'
sync 1
other=$(collector 1 list | cut -d' ' -f1 | grep -v "$one")
posed=0b5ed7b8-9c3f-4c1e-8d25-8a3f5f5d0001
works rogue pose K-31 "$one" -
works rogue pose K-31 "$one" $posed
works merger pull
works merger erase "$other" --reason asked
has "what names the case" "$out" "$posed"
has "what names the case" "$out" "4 records would be erased"
lacks "another's response" "$out" "$one"
works merger erase "$one" --reason asked
has "the other way round" "$out" "1 record would be erased"
works merger erase "$one" --reason asked --yes
equal "the others stay" "$(merger status --responses | grep -c "$other")" 1
fsck "$work/office/depot"
finish
