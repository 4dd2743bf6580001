#!/bin/sh
# Three laptops, every order of syncs and pulls: one digest, one dataset.
. "$(dirname "$0")/study.sh"

with_laptops 1 2 3
printf 'case,town\nA,Lille\nB,Lens\n' >"$work/frame.csv"
works merger cases import "$work/frame.csv"
works merger pull
answer 1 '{".source":"first",".case":"A","agree":"yes","age":"30","colour":"red"}'
sync 1
works merger pull
id=$(merger status --responses | cut -c1-36)
# Two hands on one answer, neither knowing of the other.
works merger correct "$id" colour=blue --reason "wrote back"
works collector 1 correct "$(collector 1 list | cut -c1-8)" colour=green \
    --reason misheard
for n in 1 2 3; do
	answer $n "{\".source\":\"$n-1\",\".case\":\"A\",\"agree\":\"yes\",\"age\":\"3$n\"}" \
	    "{\".source\":\"$n-2\",\"agree\":\"yes\",\"remark\":\"of $n\",\"pets\":[{\"pet\":\"p$n\"}]}"
done
# Numbered and signed, but not delivered: the order is still open.
mv "$work/hub.git" "$work/hub.away"
for n in 1 2 3; do
	run collector $n sync
	[ "$status" = 5 ] || fail "a sync without a hub ended with $status"
done
mv "$work/hub.away" "$work/hub.git"
for part in office hub.git laptop1 laptop2 laptop3; do
	cp -R "$work/$part" "$work/kept-$part"
done
restore() {
	for part in office hub.git laptop1/depot laptop2/depot laptop3/depot; do
		rm -rf "${work:?}/$part"
		cp -R "$work/kept-$part" "$work/$part"
	done
	# Written over in place: in another file it would know it is a copy.
	for part in laptop1 laptop2 laptop3; do
		cp "$work/kept-$part/store.sqlite" "$work/$part/store.sqlite"
	done
}

expected=
for order in "1 2 3 p" "1 3 2 p" "2 1 p 3 p" "2 3 1 p" "p 3 p 1 p 2 p" \
    "3 2 p p 1 1 p"; do
	restore
	for step in $order; do
		case $step in
		p) works merger pull ;;
		*) sync "$step" ;;
		esac
	done
	sync 3 1 2
	works merger pull
	works merger pull
	equal "$order: then" "$out" "nothing new"
	equal "$order: responses" "$(figure responses)" 7
	equal "$order: conflicts" "$(figure conflicts)" 1
	export_of office now
	if [ -z "$expected" ]; then
		expected=$(figure digest)
		cp -R "$work/now" "$work/first"
	fi
	equal "$order: digest" "$(figure digest)" "$expected"
	same_export first now
done
finish
