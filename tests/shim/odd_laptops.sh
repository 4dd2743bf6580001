#!/bin/sh
# Laptops that things happen to: a clock set to 2099, a disk that is lost right
# after the receipt, a person who joins a second time, two restores of one
# backup that both go on, a laptop that is away while the study closes. Whatever
# the order of arrival: one digest, nothing confirmed is lost.
#   odd_laptops.sh MERGER COLLECTOR FORMSPEC FAULTS [--all]
. "$(dirname "$0")/lib.sh"
all=${5-}
parts='office hub.git laptop1 laptop3 laptop4 laptop5'

# Laptop 3 lives in 2099.
collector() {
	laptop=$1
	shift
	if [ "$laptop" = 3 ]; then
		FAULTS_CLOCK=$ahead quick "$collector_program" \
		    --store "$work/laptop3" "$@"
	else
		quick "$collector_program" --store "$work/laptop$laptop" "$@"
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

# Laptop 2 is backed up, and lost; two go on from its backup.
answer 2 '{".source":"2","agree":"yes","age":"32","remark":"two"}'
works collector 2 backup "$work/two.backup"
device=$(merger devices | awk '/Laptop 2/ { print $1 }')
works merger devices unlock "$device" --backup "$work/two.backup" \
    "$work/two.open"
cp "$work/.out" "$work/code"
rm -rf "$work/laptop2"
for n in 4 5; do
	works collector "$n" restore "$work/two.open" --code-file "$work/code"
done
answer 1 '{".source":"5","agree":"yes","age":"35","remark":"five"}'
answer 3 '{".source":"4","agree":"yes","age":"34","remark":"four"}'
answer 4 '{".source":"6","agree":"yes","age":"36","remark":"six"}'
answer 5 '{".source":"7","agree":"yes","age":"37","remark":"seven"}'
# Packed once: every order brings the same bytes.
mkdir "$work/stick"
for n in 1 3 4 5; do works collector "$n" sync --to "$work/stick"; done
keep before

settled() {	# ORDER: all has come; the same as ever, and to somebody new
	works merger pull
	works merger status --json
	has "$1: responses" "$out" '"responses":7,'
	has "$1: alarms" "$out" '"alarms":0,'
	digest=${out#*'"digest":"'} digest=${digest%%'"'*}
	equal "$1: digest" "$digest" "${first:=$digest}"
	export_of office now
	rm -f "$work/now/origin.json"
	if [ -e "$work/first" ]; then
		same_export now first
		rm -rf "$work/now"
	else
		mv "$work/now" "$work/first"
	fi
	fsck "$work/hub.git"
}
orders=0
for a in 1 3 4 5; do for b in 1 3 4 5; do for c in 1 3 4 5; do
	d=$((13 - a - b - c))
	[ "$(printf '%s\n' $a $b $c $d | sort -u | xargs)" = '1 3 4 5' ] ||
	    continue
	for pulls in '' merger; do
		# Pulled at the end, or after each: here by turns, or both.
		orders=$((orders + 1))
		[ -n "$all" ] || [ $(((orders + orders / 8) % 2)) = 0 ] ||
		    continue
		put_back before
		for n in $a $b $c $d; do
			sync "$n"
			[ -z "$pulls" ] || works merger pull
		done
		settled "$a $b $c $d${pulls:+, pulled each time}"
	done
done; done; done
for word in settled two three four five six seven; do
	has "the words" "$(cat "$work"/first/*.csv)" "$word"
done
sync 1 3 4 5
works merger_at again init --hub "$work/hub.git" --keys "$work/office/keys"
works merger_at again pull
equal "another workspace" "$(figure digest again)" "$first"

# Each in turn is away while the study closes: what it has stays with it.
away() {	# LAPTOP WORD
	put_back before
	for n in 1 3 4 5; do [ "$n" = "$1" ] || sync "$n"; done
	works merger pull
	works merger close --yes
	works merger pull
	digest=$(figure digest)
	sync "$1"
	has "laptop $1 was away" "$out" "not delivered before the study closed"
	works merger pull
	equal "laptop $1 was away: digest" "$(figure digest)" "$digest"
	there=$(collector "$1" list 2>/dev/null | cut -d' ' -f1 |
	    while read -r id; do collector "$1" show "$id" --json 2>/dev/null
	    done)
	has "laptop $1 keeps" "$there" "$2"
	fsck "$work/hub.git"
}
away 1 five
away 3 four
away 4 six
away 5 seven
echo "$orders orders"
finish
