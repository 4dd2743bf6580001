#!/bin/sh
# Laptops that things happen to: a clock set to 2099, a disk that is lost right
# after the receipt, and a person who joins a second time. Whatever the
# order of arrival: every workspace has one digest, nothing confirmed is lost.
#   odd_laptops.sh MERGER COLLECTOR FORMSPEC FAULTS
. "$(dirname "$0")/../merger/study.sh"
cases=$(dirname "$0")/../cases/merger
faults=$4
[ "$faults" != none ] || { echo "no clock can be set here: skipped"; exit 77; }

# Laptop 3 lives in 2099.
collector() {
	laptop=$1
	shift
	if [ "$laptop" = 3 ]; then
		LD_PRELOAD=$faults FAULTS_CLOCK=$ahead "$collector_program" \
		    --store "$work/laptop3" "$@"
	else
		"$collector_program" --store "$work/laptop$laptop" "$@"
	fi
}
ahead=0
with_laptops 1 2 3
ahead=$((73 * 31557600))
printf 'case,town\nA,Lille\n' >"$work/frame.csv"
works merger cases import "$work/frame.csv"
works merger pull
sync 1 2 3

# Three answer about one case; the clock of the third gives it no weight.
answer 1 '{".source":"1",".case":"A","agree":"yes","age":"31","remark":"one"}'
sync 1
works merger pull
id=$(merger status --responses | cut -c1-36)
answer 3 '{".source":"3",".case":"A","agree":"yes","age":"33","remark":"three"}'
sync 3
works merger pull
works merger correct "$id" remark=settled --reason "asked again"
sync 1

# The disk of laptop 1 is lost right after the receipt; it joins once more.
rm -rf "$work/laptop1"
join 1
admit
sync 1
answer 1 '{".source":"5","agree":"yes","age":"35","remark":"five"}'
answer 2 '{".source":"2","agree":"yes","age":"32","remark":"two"}'
answer 3 '{".source":"4","agree":"yes","age":"34","remark":"four"}'
for part in office hub.git laptop1 laptop2 laptop3; do
	cp -R "$work/$part" "$work/kept-$part"
done
# The file of a store stays the same one, only its bytes go back.
put_back() {
	rm -rf "$work/office" "$work/hub.git"
	for n in 1 2 3; do
		find "$work/laptop$n" -mindepth 1 ! -name store.sqlite -delete
		cp -R "$work/kept-laptop$n/." "$work/laptop$n/"
	done
	cp -R "$work/kept-office" "$work/office"
	cp -R "$work/kept-hub.git" "$work/hub.git"
}
for order in "1 2 3 p" "3 2 1 p" "3 p 1 p 2 p" "2 p 3 p 1 p" "p 1 3 p 2"; do
	put_back
	for step in $order; do
		case $step in
		p) works merger pull ;;
		*) sync "$step" ;;
		esac
	done
	works merger pull
	sync 1 2 3
	works merger pull
	export_of office now
	# Each order packs anew, so digests are compared between workspaces.
	works merger_at again init --hub "$work/hub.git" \
	    --keys "$work/office/keys"
	works merger_at again pull
	equal "$order: digest" "$(figure digest again)" "$(figure digest)"
	export_of again twice
	same_export now twice
	equal "$order: responses" "$(figure responses)" 5
	equal "$order: alarms" "$(figure alarms)" 0
	has "$order: the coordinator's word" "$(cat "$work"/now/*.csv)" settled
	for word in two three four five; do
		has "$order: $word" "$(cat "$work"/now/*.csv)" "$word"
	done
	fsck "$work/hub.git"
	rm -rf "$work/now" "$work/twice" "$work/again"
done
finish
