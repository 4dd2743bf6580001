#!/bin/sh
# Whose word counts: forged, revoked, withdrawn, without a form.
#   standing.sh MERGER COLLECTOR FORMSPEC MERGER_HAND
. "$(dirname "$0")/study.sh"
hand_program=$4
hand() { "$hand_program" -w "$work/office" "$@"; }
new_workspace() {	# NAME: the same dataset from nothing but the keys
	works merger_at "$1" init --hub "$work/hub.git" --keys \
	    "$work/office/keys"
	works merger_at "$1" pull
	equal "$1: digest" "$(figure digest "$1")" "$(figure digest)"
	export_of office "of-office-$1"
	export_of "$1" "of-$1"
	same_export "of-office-$1" "of-$1"
}

with_laptops 1
answer 1 '{".source":"1","agree":"yes","age":"30","remark":"one"}'
sync 1
# The laptop's disk is set back to what it was, byte by byte, so that it numbers
# another answer like one that it has numbered before.
cp -R "$work/laptop1" "$work/before"
mv "$work/hub.git" "$work/hub.away"
answer 1 '{".source":"f","agree":"yes","age":"66","remark":"of a copy"}'
run collector 1 sync
mv "$work/hub.away" "$work/hub.git"
depot=$(dirname "$(find "$work/laptop1" -name HEAD | head -1)")
copied=$(git -C "$depot" for-each-ref --format='%(refname)' refs/heads/device)
git -C "$depot" show "$copied:00000002.cs" >"$work/fork.cs" ||
    fail "the copy has not numbered like the laptop"
rm -rf "$depot" "$work"/laptop1/*-wal "$work"/laptop1/*-shm
cp -R "$work/before/$(basename "$depot")" "$depot"
for file in "$work"/before/*.sqlite*; do	# the same files, as a disk has them
	cat "$file" >"$work/laptop1/${file##*/}"
done
answer 1 '{".source":"2","agree":"yes","age":"31","remark":"two"}'
sync 1
answer 1 '{".source":"3","agree":"yes","age":"32","remark":"three"}'
sync 1
works merger pull
device=$(merger devices | sed -n 's/ *active.*//p')
ids=$(merger status --responses | cut -c1-36)
one=$(echo "$ids" | sed -n 1p)
two=$(echo "$ids" | sed -n 2p)

# Numbered, and then a death before the commit: what is written next knows it.
works merger correct "$two" colour=blue --reason x
works hand uncommit
git -C "$work/office/depot" for-each-ref --format='delete %(refname)' \
    refs/heads/device | git -C "$work/office/depot" update-ref --stdin
equal "as if it had not been" "$(figure revisions)" 3
works merger correct "$two" colour=red --reason y
equal "but it had" "$(figure revisions)" 5
equal "and was known" "$(figure conflicts)" 0
works merger pull

# In another's name: put aside, with the reason; the answer does not count.
works hand forge "$one" "$device"
works merger pull
equal "forged: put aside" "$(figure changesets_aside)" 1
works merger status
has forged "$err" "put aside: entry 1: a revision is signed by another device"
export_of office out
lacks forged "$(cat "$work/out/mini.csv")" ",99,"

# A number that is a formula.
works hand raw "$one" age "=1+1"
works hand raw "$one" colour "@SUM(1)"
works merger pull
export_of office out
has "no formula" "$(cat "$work/out/mini.csv")" ",'=1+1,,'@SUM(1),"
# An answer to a question that the form does not have.
works hand raw "$one" nowhere/at/all x
works hand raw "$one" "pets[00000000000000ff]/pet" ghost
works merger pull
export_of office out
equal "still there" "$(figure responses)" 3

# Withdrawn and void ones stay out, and nobody corrects them.
works hand state "$one" withdrawn
works hand state "$two" void
works merger pull
export_of office out
has withdrawn "$err" "2 left out: withdrawn or void"
lacks withdrawn "$(cat "$work"/out/*.csv)" "$one"
lacks void "$(cat "$work"/out/*.csv)" "$two"
refused 2 "is withdrawn" merger correct "$one" age=1 --reason x
works merger status
has states "$out" "1 void, 1 withdrawn"

# A response whose form never came waits, and is said.
works hand formless
works merger status
has formless "$out" "without form   1"
export_of office out
has formless "$err" "1 left out: their form has not arrived"
works merger pull
new_workspace again

# The form's file is lost on the hub: what needs it waits, then counts.
main=$(git -C "$work/hub.git" rev-parse main)
commit_main() {	# TREE
	git -C "$work/hub.git" update-ref refs/heads/main "$(git -C \
	    "$work/hub.git" -c user.name=x -c user.email=x@x.example \
	    commit-tree -p "$(git -C "$work/hub.git" rev-parse main)" -m x "$1")"
}
commit_main "$(git -C "$work/hub.git" ls-tree main | grep -v 'form$' |
    git -C "$work/hub.git" mktree)"
works merger_at late init --hub "$work/hub.git" --keys "$work/office/keys"
works merger_at late pull
works merger_at late status
has "late form" "$err" "waits: its form has not arrived"
equal "late form: only ours" "$(figure responses late)" 1
export_of late early
commit_main "$(git -C "$work/hub.git" rev-parse "$main^{tree}")"
works merger_at late pull
works merger pull
equal "form arrived" "$(figure digest late)" "$(figure digest)"
export_of office a
export_of late b
same_export a b

# Revoked: what a coordinator let stand stands, the rest waits, whenever it
# came and whoever looks.
works hand revoke "$device" 2
works merger pull
has revoked "$out" "1 change set waiting"
works merger status
has revoked "$err" "no coordinator has listed this change set"
equal "revoked: responses" "$(figure responses)" 3
answer 1 '{".source":"9","agree":"yes","age":"39","remark":"after"}'
sync 1
works merger pull
equal "revoked: still" "$(figure responses)" 3
new_workspace anew
# A number that stands is no leave to use it again.
put_file "$(git -C "$work/hub.git" for-each-ref \
    --format='%(refname:lstrip=2)' "refs/heads/device/$device" | head -1)" \
    00000002.cs "$work/fork.cs"
works merger pull
has fork "$out" "1 change set waiting"
equal "fork: responses" "$(figure responses)" 3
works merger status
has "fork: accounts" "$err" "0 have not arrived and 1 share a number"
works hand revoke "$device" 3
works merger pull
equal "listed" "$(figure responses)" 4
new_workspace anew2
finish
