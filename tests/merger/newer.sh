#!/bin/sh
# What a newer program writes is put aside without a receipt, never dropped: the
# rest is merged, the laptop keeps its copy, and a newer merger takes it.
#   newer.sh MERGER COLLECTOR FORMSPEC MERGER_OLDER
. "$(dirname "$0")/study.sh"
older_program=$4

with_laptops 1 2
answer 1 '{".source":"1","agree":"yes","age":"30"}'
answer 2 '{".source":"2","agree":"yes","age":"40"}'
sync 1 2
one=$(branch_of 1) two=$(branch_of 2)

# A change set of format 2, as the tip of a branch.
git -C "$work/hub.git" show "$one:00000001.cs" >"$work/old.cs"
{ head -c 8 "$work/old.cs"; printf '\000\002'; tail -c +11 "$work/old.cs"; } \
    >"$work/format2.cs"
put_file "$one" 00000002.cs "$work/format2.cs"
works merger pull
has "told" "$err" "format 2 is newer than this program: update it"
has "counted" "$out" "1 change set of a newer program: update this one"
lacks "it is no lie" "$out" "cannot be trusted"
equal "asks for attention" "$status" 1
equal "the rest is merged" "$(figure responses)" 2
works merger status
has "stays in status" "$err" "format 2 is newer"
works merger pull
equal "said once" "$out" "nothing new"
sync 2
has "the others get their receipts" "$out" "merged: 1"
refused 3 "format 2" collector 1 show --changeset "$work/format2.cs"

# A critical extension, signed by who may: understood by nobody yet.
works collector 2 list
id=$(echo "$out" | cut -d' ' -f1)
works merger correct "$id" age=41 --reason 'typed wrong'
works merger pull
own=$(git -C "$work/hub.git" for-each-ref --format='%(refname:short)' \
    refs/heads/device | grep -v -e "^$one$" -e "^$two$")
git -C "$work/hub.git" show "$own:00000001.cs" >"$work/own.cs"
works "$older_program" -w "$work/office" extend "$work/own.cs" \
    "$work/extended.cs"
equal extend "$status" 0
refused 3 "extension 7 comes from a newer program" collector 1 show \
    --changeset "$work/extended.cs"
put_file "$own" 00000002.cs "$work/extended.cs"
works merger_at again init --hub "$work/hub.git" --keys "$work/office/keys"
works merger_at again pull
has "extension" "$err" "extension 7 comes from a newer program"
has "both are counted" "$out" "2 change sets of a newer program"
equal "the rest is merged there too" "$(figure digest again)" \
    "$(figure digest)"
receipts=$(git -C "$work/hub.git" for-each-ref --format='%(refname)' \
    refs/heads/0receipts)
for receipt in $receipts; do
	for commit in $(git -C "$work/hub.git" rev-list "$receipt"); do
		for file in $(git -C "$work/hub.git" ls-tree --name-only \
		    "$commit"); do
			git -C "$work/hub.git" show "$commit:$file"
		done
	done
done >"$work/receipts"
# Only numbers 1 of two laptops; our own asks for none.
lacks "no receipt for what was not read" \
    "$(tr ',{' '\n\n' <"$work/receipts")" '"number":2'
lacks "no receipt for what was not read" \
    "$(tr ',{' '\n\n' <"$work/receipts")" '"number":"2"'

# The merger is updated: what the old one could not read is taken now.
before=$(figure digest)
works "$older_program" -w "$work/again" forget
equal "forget ($err)" "$status" 0
equal "the old one had nothing" "$(figure responses again)" 0
works merger_at again pull
has "taken now" "$out" "merged"
equal responses "$(figure responses again)" 2
equal "the same dataset as ever" "$(figure digest again)" "$before"
finish
