#!/bin/sh
# What a coordinator corrected is shown on the laptop that collected it, by hub
# and by stick; old, foreign and damaged letters are not taken.
. "$(dirname "$0")/study.sh"

with_laptops 1 2
works merger policy purge keep
printf 'case,name\nC1,Ana\nC2,Bo\n' >"$work/frame.csv"
works merger cases import "$work/frame.csv"
answer 1 '{".source":"1","agree":"yes","age":"30","colour":"red"}'
sync 1 2
works merger pull
sync 1
id=$(merger status --responses | cut -c1-36)
one=$(collector 1 status | sed -n 's/^device *\([a-z2-7]*\):.*/\1/p')
two=$(collector 2 status | sed -n 's/^device *\([a-z2-7]*\):.*/\1/p')

# ---- shown, with who and why ----
works merger correct "$id" colour=blue --reason "she wrote back"
works merger pull
has "one laptop is concerned" "$out" "1 laptop with news"
sync 1
has "taken" "$out" "news from the coordinator: cases 0, corrections 1"
works collector 1 show "$id"
has "the value" "$out" "blue"
has "and why" "$out" "she wrote back"
has "who" "$out" "corrected by"
lacks "not the old one" "$out" "red"
works collector 1 --language fr show "$id"
has "in French" "$out" "corrigé par"
works collector 1 show "$id" --json
has "as json" "$out" '"colour":"blue"'
sync 1
lacks "once" "$out" "news from the coordinator"
works collector 1 doctor

# What the interviewer corrects now knows of it: no conflict.
works collector 1 correct "$id" colour=green --reason "she called"
sync 1
works merger pull
equal "no conflict" "$(figure conflicts)" 0
works collector 1 show "$id"
has "the newest" "$out" "green"
has "the history stays" "$out" "she wrote back"
has "whose stands" "$out" "you changed this too, and yours stands"
works merger correct "$id" age=31 --reason "born in May"
works merger pull
sync 1
works collector 1 show "$id"
has "both" "$out" "green"
has "both" "$out" "31"
equal "nothing more is said" "$(printf '%s\n' "$out" | grep -c 'changed this')" 1

# Both changed it, neither knowing of the other: the merge, and what is said.
works merger correct "$id" remark=theirs --reason "a letter"
works merger pull
works collector 1 correct "$id" remark=ours --reason "a call"
sync 1
works merger pull
equal "a conflict" "$(figure conflicts)" 1
has "theirs counts" "$(merger conflicts 2>/dev/null)" "* theirs"
works collector 1 show "$id"
has "and is told" "$out" "you changed this too; theirs stands until"
works merger correct "$id" remark=ours --reason "she is right"
works merger pull
sync 1
works collector 1 show "$id"
lacks "settled" "$out" "theirs stands"

# ---- by stick ----
works merger cases status C1 refused --reason "by telephone"
works merger correct "$id" remark=quincunx --reason "note"
mkdir "$work/stick"
works merger pull --stick "$work/stick"
works collector 2 sync --stick "$work/stick"
has "by stick" "$(collector 2 case list)" "C1  refused (by telephone)"
works collector 1 sync --stick "$work/stick"
works collector 1 show "$id"
has "corrected by stick" "$out" "quincunx"

# The hub is away: a stick brings of main what the hub has, and no more.
mv "$work/hub.git" "$work/hub.away"
run merger cases status C1 open --reason "at the desk"
has "kept, and said" "$err" "go out with the next pull"
works merger pull --stick "$work/stick"
works collector 2 sync --stick "$work/stick"
has "without a hub" "$(collector 2 case list)" "C1  refused"
mv "$work/hub.away" "$work/hub.git"
works merger pull --stick "$work/stick"
works collector 2 sync --stick "$work/stick"
has "when it is back" "$(collector 2 case list)" "C1  open"

# ---- letters that must not be taken ----
letter() {	# COMMIT DEVICE FILE
	git -C "$work/hub.git" show "$1:to/$2" >"$work/$3"
}
letter main "$one" one-1
letter main "$two" two-1
works merger cases status C2 do-not-contact --reason "letter"
letter main "$two" two-2
sync 1 2
has "the newer" "$(collector 2 case list)" "C2  must not be contacted"

put_main "to/$two" "$work/two-1"
answer 2 '{".source":"x","agree":"yes","age":"50"}'
run collector 2 sync
equal "an old one is no failure ($err)" "$status" 0
has "an old one" "$out" "older news"
has "is not taken" "$(collector 2 case list)" "C2  must not be contacted"
has "the rest is" "$out" "delivered change sets: 1"

put_main "to/$two" "$work/one-1"
run collector 2 sync
equal "another's" "$status" 4
has "another's" "$err" "to/$two"
has "kept" "$(collector 2 case list)" "C2  must not be contacted"

head -c 300 "$work/two-2" >"$work/cut"
put_main "to/$two" "$work/cut"
run collector 2 sync
equal "cut short ($err)" "$status" 3
for at in 20 100 200 400 700; do
	cp "$work/two-2" "$work/bad"
	# Another byte than the one that is there.
	byte=x
	[ "$(dd if="$work/bad" bs=1 skip=$at count=1 2>/dev/null | tr -d '\0')" \
	    != x ] || byte=y
	printf '%s' $byte | dd of="$work/bad" bs=1 seek=$at conv=notrunc 2>/dev/null
	put_main "to/$two" "$work/bad"
	answer 2 "{\".source\":\"d$at\",\"agree\":\"yes\",\"age\":\"5\"}"
	run collector 2 sync
	case $status in 3|4) ;; *) fail "byte $at: ended with $status: $err" ;; esac
	has "byte $at: one clear word" "$err" "to/$two"
	has "byte $at: the rest goes on" "$out" "delivered change sets: 1"
done
has "kept" "$(collector 2 case list)" "C2  must not be contacted"

# A pull mends it, though nothing else came; and the next letter of a coordinator
# is newer than whatever lay there.
works merger pull
has "mended at once" "$out" "1 laptop with news"
put_main "to/$two" "$work/bad"
works merger pull
has "mended, with nothing else new" "$out" "1 laptop with news"
works merger cases status C2 open --reason "she called"
sync 2
has "mended" "$(collector 2 case list)" "C2  open"

# ---- wiped with the answers ----
works merger policy purge "after receipt"
works merger pull
sync 1
works collector 1 list
run collector 1 show "$id"
has "the fact stays" "$out" "she wrote back"
has "which answer" "$out" "colour"
lacks "not the value" "$out" "blue"
has "and that it was wiped" "$err" "wiped"
letter main "$one" one-9
for word in quincunx "she wrote"; do
	grep -aq "$word" "$work/one-9" && fail "$word in the clear"
	grep -aq "$word" "$work/laptop1/store.sqlite" && fail "$word in the store"
done

# Away for long, and then all at once.
works merger erase "$id" --reason "her letter" --yes
sync 1
run collector 1 show "$id"
has "erased" "$err" "no response"
finish
