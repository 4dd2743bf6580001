#!/bin/sh
# Honest change sets where somebody put them: in another order, again, with a
# hole, on another laptop's branch, in another study; and names on every kind of
# branch that no checkout would survive.
. "$(dirname "$0")/study.sh"

hub=$work/hub.git
with_laptops 1 2
for n in 1 2 3 4; do
	answer 1 "{\".source\":\"$n\",\"agree\":\"yes\",\"age\":\"3$n\"}"
	sync 1
done
answer 2 '{"agree":"yes","age":"41"}'
sync 2
works merger pull
digest=$(figure digest)
export_of office expected
equal responses "$(figure responses)" 5
first=$(branch_of 1)
second=$(branch_of 2)
if ! git -C "$hub" cat-file -e "$first:00000004.cs" 2>/dev/null; then
	first=$(branch_of 2)
	second=$(branch_of 1)
fi
whole=$(git -C "$hub" rev-parse "$first")
other=$(git -C "$hub" rev-parse "$second")
for n in 1 2 3 4; do
	git -C "$hub" show "$whole~$((4 - n)):0000000$n.cs" >"$work/$n.cs"
done
git -C "$hub" show "$other:00000001.cs" >"$work/other.cs"

# afresh: a workspace that sees the hub for the first time
afresh() {
	rm -rf "$work/fresh"
	works merger_at fresh init --hub "$hub" --keys "$work/office/keys"
	works merger_at fresh pull
}
as_expected() {	# WHAT
	equal "$1: digest" "$(figure digest fresh)" "$digest"
	export_of fresh "seen"
	same_export expected seen
	rm -r "$work/seen"
}
# branch NAMES: laptop 1's branch brings these, one commit each
branch() {
	git -C "$hub" update-ref -d "refs/heads/$first"
	for n in "$@"; do put_file "$first" "0000000$n.cs" "$work/$n.cs"; done
}

# ---- in another order ----
for order in "4 3 2 1" "2 4 1 3"; do
	# shellcheck disable=SC2086
	branch $order
	afresh
	equal "$order: no alarm" "$(figure alarms fresh)" 0
	as_expected "$order"
	# To one who knows them in order, the branch was rewritten, no more.
	works merger pull
	has "$order" "$err" "was rewritten; both sides are kept"
	equal "$order: known" "$(figure digest)" "$digest"
done

# ---- replayed ----
branch 1 2 3 4 2 1
afresh
as_expected "replayed"
equal "replayed: change sets" "$(figure changesets fresh)" \
    "$(figure changesets)"
# An old one under the next number: it says itself which it is.
git -C "$hub" update-ref "refs/heads/$first" "$whole"
put_file "$first" 00000005.cs "$work/2.cs"
afresh
has "renumbered" "$err" "00000005.cs in commit"
has "renumbered" "$err" "belongs elsewhere"
as_expected "renumbered"

# ---- a hole, and it closes ----
branch 1 2 4
afresh
equal "hole: responses" "$(figure responses fresh)" 4
works merger_at fresh status
has "hole" "$err" "of 4 change sets in a chain, 1 have not arrived"
put_file "$first" 00000003.cs "$work/3.cs"
works merger_at fresh pull
as_expected "closed"
works merger_at fresh status
equal "closed: nothing to say" "$err" ""

# ---- on another laptop's branch, in both directions ----
git -C "$hub" update-ref -d "refs/heads/$first"
git -C "$hub" update-ref -d "refs/heads/$second"
for n in 1 2 3 4; do put_file "$second" "0000000$n.cs" "$work/$n.cs"; done
put_file "$first" 00000001.cs "$work/other.cs"
afresh
equal "swapped: alarms" "$(figure alarms fresh)" 5
equal "swapped: said" "$(echo "$err" | grep -c 'belongs elsewhere')" 5
as_expected "swapped"
git -C "$hub" update-ref "refs/heads/$first" "$whole"
git -C "$hub" update-ref "refs/heads/$second" "$other"

# ---- into another study ----
works merger_at elsewhere init --no-passphrase --hub "$work/else.git" \
    --form "$cases/mini.md"
mv "$hub" "$work/ours.git"
mv "$work/else.git" "$hub"
for n in 1 2; do put_file "$first" "0000000$n.cs" "$work/$n.cs"; done
mv "$hub" "$work/else.git"
mv "$work/ours.git" "$hub"
works merger_at elsewhere pull
equal "another study: alarms" "$(figure alarms elsewhere)" 2
has "another study" "$err" "another study"
equal "another study: responses" "$(figure responses elsewhere)" 0

# ---- names ----
octal() {	# HEX: as printf wants it
	echo "$1" | sed 's/../& /g' | tr ' ' '\n' | while read -r two; do
		[ -n "$two" ] && printf '\\%03o' "0x$two"
	done
}
# raw_file BRANCH NAME: a commit on it with a file that git would not write
raw_file() {
	blob=$(echo harm | git -C "$hub" hash-object -w --stdin)
	# shellcheck disable=SC2059
	tree=$(printf "100644 $2\\000$(octal "$blob")" |
	    git -C "$hub" hash-object -t tree -w --stdin --literally)
	at=$(git -C "$hub" rev-parse -q --verify "refs/heads/$1")
	# shellcheck disable=SC2086
	commit=$(git -C "$hub" -c user.name=x -c user.email=x@x.example \
	    commit-tree ${at:+-p $at} -m x "$tree")
	git -C "$hub" update-ref "refs/heads/$1" "$commit"
}
device=$(echo "$first" | cut -d/ -f2)
answer 2 '{"agree":"yes","age":"42"}'
sync 2
works merger pull
responses=$(figure responses)
equal "one more" "$responses" 6
for name in .. .git ../../out .git/hooks .GIT; do
	for place in "$first" "enrol/$device" "0receipts/$device" \
	    "handover/$device/0000000000000001" main; do
		was=$(git -C "$hub" rev-parse -q --verify "refs/heads/$place")
		raw_file "$place" "$name"
		works merger pull
		equal "$name on $place: status" "$status" 1
		has "$name on $place" "$err" "$place: is damaged"
		equal "$name on $place: responses" "$(figure responses)" \
		    "$responses"
		if [ "$place" = main ]; then
			run collector 1 sync
			has "$name on main, a laptop" "$err" main
		fi
		if [ -n "$was" ]; then
			git -C "$hub" update-ref "refs/heads/$place" "$was"
		else
			git -C "$hub" update-ref -d "refs/heads/$place"
		fi
	done
done
find "$work" -name harm -o -name out -o -path "*/.git/*" | grep . &&
    fail "something was written by its name"
answer 1 '{"agree":"yes","age":"43"}'
sync 1
works merger pull
equal "the honest go on" "$(figure responses)" "$((responses + 1))"
works merger pull
equal "at peace" "$out$status" "nothing new0"
fsck "$work/office/depot"
finish
