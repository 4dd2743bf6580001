#!/bin/sh
# Letters to laptops where several coordinate, where somebody was away for long,
# was revoked, or only practised.
. "$(dirname "$0")/study.sh"

anna() { merger_at office "$@"; }
boris() { merger_at second "$@"; }
line() {	# LAPTOP CASE
	collector "$1" case list | grep "^$2 "
}
number() {	# of the letters that lie on main
	git -C "$work/hub.git" ls-tree --name-only main to/ | wc -l
}

works merger init --no-passphrase --hub "$work/hub.git" \
    --form "$cases/mini.md"
join 1 2 3
admit
sync 1 2 3
printf 'case,name\nC1,Ana\nC2,Bo\nC3,Cy\n' >"$work/frame.csv"
works anna cases import "$work/frame.csv"
sync 1 2 3
equal "nothing to say, no letter" "$(number)" 0

# ---- practice ----
works collector 1 case attempt C1 --how phone --outcome 3.13
works collector 1 case add name=Nobody --key T1
sync 1
works anna pull
works anna cases list
lacks "practice is no case" "$out" "T1"
has "practice is no attempt" "$out" "C1  open  attempts 0"
RECOLTE_COPY_PASSPHRASE="a copy, kept"
export RECOLTE_COPY_PASSPHRASE
works anna keys export "$work/copy"
works anna phase field --copy "$work/copy"
works anna pull
sync 1 2 3
refused 4 "in the field phase now" collector 1 case attempt C1 --how phone \
    --outcome 3.13
refused 4 "in the field phase now" collector 1 case add name=X
lacks "others are not told" "$(collector 2 case list)" "T1"
lacks "others are not told" "$(line 2 C1)" "attempts"

# ---- away for long ----
n=0
while [ $n -lt 12 ]; do
	n=$((n + 1))
	works collector 2 case attempt C1 --how phone --outcome 3.13 \
	    --when "2026-02-0$((n % 9 + 1))T10:$((n + 10))" --remark "try $n"
done
sync 2
works anna pull
works anna cases status C2 refused --reason first
works anna cases status C2 do-not-contact --reason second
works anna cases status C2 open --reason third
refused 2 "--reason" anna cases status C3 answered-online
works anna cases status C3 answered-online --reason "the web form"
works collector 3 sync
has "all at once" "$(line 3 C1)" "attempts: 12"
has "the last word" "$(line 3 C2)" "C2  open"
has "the last word" "$(line 3 C3)" "C3  answered online (the web form)"
equal "the newest are told" "$(collector 3 case show C1 | grep -c "by Laptop 2")" 8
equal "one's own are all there" "$(collector 2 case show C1 | grep -c "try ")" 12

# ---- two coordinators ----
works anna invite "Boris" -o "$work/b.invitation"
works boris coordinators request --no-passphrase "$work/b.invitation" \
    "$work/b.request"
works anna coordinators add "$work/b.request" --root "$work/office/root"
works boris pull
works anna pull
works boris pull
sync 3
before=$(git -C "$work/hub.git" rev-parse "main:to")
for n in 1 2; do
	works anna pull
	works boris pull
done
equal "nobody writes what was written" \
    "$(git -C "$work/hub.git" rev-parse "main:to")" "$before"
works anna cases list
mine=$out
works boris cases list
equal "the same for both" "$out" "$mine"
works boris cases status C1 refused --reason "told Boris"
sync 3
has "of either" "$(line 3 C1)" "C1  refused (told Boris)"
works anna pull
works anna cases status C1 open --reason "told Anna"
sync 3
has "and of the other" "$(line 3 C1)" "C1  open"
# Neither knew of the other: the same for both, whatever it is.
mv "$work/hub.git" "$work/hub.away"
run anna cases status C1 refused --reason "at Anna's"
run boris cases status C1 do-not-contact --reason "at Boris's"
mv "$work/hub.away" "$work/hub.git"
for n in 1 2; do
	run anna pull
	run boris pull
done
works anna pull
works anna cases list C1
mine=$out
works boris cases list C1
equal "decided alike" "$out" "$mine"
sync 3
has "and told" "$(line 3 C1)" "$(echo "$mine" | sed -n '1s/.*\((at [AB].*.s)\).*/\1/p')"

# ---- revoked ----
three=$(collector 3 status | sed -n 's/^device *\([a-z2-7]*\):.*/\1/p')
works anna devices revoke --yes "$three"
works anna cases status C2 refused --reason "not for three"
sync 3
has "revoked: no news" "$(line 3 C2)" "C2  open"
fsck "$work/hub.git"
finish
