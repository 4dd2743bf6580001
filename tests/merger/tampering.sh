#!/bin/sh
# What a broken disk, a stranger or a dishonest laptop can put on the hub: each
# is said in one line, and nothing that was honest is lost.
. "$(dirname "$0")/study.sh"

with_laptops 1 2
answer 1 '{"agree":"yes","age":"30"}'
sync 1
answer 1 '{"agree":"yes","age":"31"}'
sync 1
answer 2 '{"agree":"yes","age":"40"}'
sync 2
works merger pull
export_of office before
responses=$(figure responses)
equal responses "$responses" 3

first=$(branch_of 1)
second=$(branch_of 2)
git -C "$work/hub.git" show "$first:00000002.cs" >"$work/one.cs" 2>/dev/null ||
    { second=$(branch_of 1); first=$(branch_of 2)
    git -C "$work/hub.git" show "$first:00000002.cs" >"$work/one.cs"; }
size=$(wc -c <"$work/one.cs" | tr -d ' ')

# said WHAT PART: the next pull raises an alarm of that kind; all else stands.
alarms=0
said() {
	works merger pull
	equal "$1: status" "$status" 1
	has "$1" "$err" "$2"
	has "$1: names the branch" "$err" "device/"
	equal "$1: lines" "$(wc -l <"$work/.err" | tr -d ' ')" 1
	equal "$1: responses" "$(figure responses)" "$responses"
	alarms=$((alarms + 1))
	equal "$1: alarms" "$(figure alarms)" "$alarms"
	works merger pull
	equal "$1: again" "$out$status" "nothing new0"
}

# One bit, at several places: in the header, an entry, the signature.
for at in 0 9 50 90 120 190 300 $((size / 2)) $((size - 70)) $((size - 1)); do
	byte=$(dd if="$work/one.cs" bs=1 skip="$at" count=1 2>/dev/null |
	    od -An -tu1 | tr -d ' ')
	octal=$(printf '%03o' $((byte ^ 1)))
	{
		head -c "$at" "$work/one.cs"
		# shellcheck disable=SC2059
		printf "\\$octal"
		tail -c "+$((at + 2))" "$work/one.cs"
	} >"$work/bad.cs"
	put_file "$first" 00000003.cs "$work/bad.cs"
	said "bit $at" "00000003.cs in commit"
done
for at in 0 1 8 100 300 $((size - 1)); do
	head -c "$at" "$work/one.cs" >"$work/bad.cs"
	put_file "$first" 00000003.cs "$work/bad.cs"
	said "cut at $at" "00000003.cs in commit"
done
cat "$work/one.cs" "$work/one.cs" >"$work/bad.cs"
put_file "$first" 00000003.cs "$work/bad.cs"
said "twice in one file" "00000003.cs in commit"

# Whole, but in the wrong place: known already, said all the same.
put_file "$first" 00000007.cs "$work/one.cs"
said "another number" "belongs elsewhere"
put_file "$second" 00000002.cs "$work/one.cs"
said "another device's branch" "belongs elsewhere"
echo hello >"$work/hello"
put_file "$first" readme.txt "$work/hello"
said "another file" "no change set"
head -c 17000000 /dev/zero >"$work/huge"
put_file "$first" 00000009.cs "$work/huge"
said "huge" "larger than a change set may be"
rm "$work/huge"

# A change set of another study, with everything else in order.
works merger_at elsewhere init --no-passphrase --hub "$work/other.git" \
    --form "$cases/mini.md"
printf 'case,town\nA,Lille\n' >"$work/frame.csv"
works merger_at elsewhere cases import "$work/frame.csv"
foreign=$(git -C "$work/other.git" for-each-ref --format='%(refname)' \
    refs/heads/device)
git -C "$work/other.git" show "$foreign:00000001.cs" >"$work/foreign.cs"
put_file "$first" 00000004.cs "$work/foreign.cs"
said "another study" "another study"

export_of office after
same_export before after
works merger status
has "alarms are listed" "$err" "larger than a change set may be"

# The laptop goes on above all this; what it writes arrives.
answer 2 '{"agree":"yes","age":"41"}'
sync 2
works merger pull
equal "the honest go on" "$(figure responses)" 4
fsck "$work/office/depot"

# A new workspace sees the same alarms, and the same dataset.
works merger_at again init --hub "$work/hub.git" --keys "$work/office/keys"
works merger_at again pull
equal "alarms elsewhere" "$(figure alarms again)" "$alarms"
export_of office one
export_of again two
same_export one two
finish
