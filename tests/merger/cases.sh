#!/bin/sh
# Cases: attempts go up, how they stand and what was corrected comes down.
. "$(dirname "$0")/study.sh"

with_laptops 1 2 3
printf 'case,name,town\nC1,Ana,Lille\nC2,Bo,Lens\nC3,Cy,Douai\nC4,Di,Arras\n' \
    >"$work/frame.csv"
works merger cases import "$work/frame.csv"
sync 1 2 3
device() {	# LAPTOP: its id
	collector "$1" status | sed -n 's/^device *\([a-z2-7]*\):.*/\1/p'
}
one=$(device 1) two=$(device 2)
line() {	# LAPTOP CASE: what its list says
	collector "$1" case list | grep "^$2 "
}

# ---- attempts go up ----
works collector 1 case attempt C1 --how phone --outcome 3.13 \
    --when 2026-03-02T09:30 --call-back 2026-03-05 --remark "ring twice"
works collector 1 case attempt C1 --how phone --outcome 2.20 \
    --when 2026-03-03T10:00 --call-back 2026-03-06
works collector 2 case attempt C1 --how visit --outcome 2.21 \
    --when 2026-03-04T10:00 --call-back 2026-03-09T14:00
works collector 1 case add name=Eve town=Lille --key E1
works collector 1 case add name=Fay
has "a key is made" "$out" "case $(echo "$one" | cut -c1-6)-1 added"
has "of ours" "$(line 1 C1)" "attempts: 2"
has "a call-back" "$(line 1 C1)" "call back 2026-03-06: due"
lacks "nothing personal in a list" "$(collector 1 case list)" "Ana"
has "whole" "$(collector 1 case show C1)" "ring twice"
refused 2 "not in the sample" collector 1 case attempt C9 --how phone \
    --outcome 3.13
refused 2 "not an outcome" collector 1 case attempt C1 --how phone --outcome 9.9
refused 2 "how was it tried" collector 1 case attempt C1 --how smoke \
    --outcome 3.13
refused 2 "not happened yet" collector 1 case attempt C1 --how phone \
    --outcome 3.13 --when 2999-01-01T10:00
refused 2 "there is such a case" collector 1 case add --key C1
works collector 1 --language fr case outcomes
has "in French" "$out" "3.13   pas de réponse"

works collector 1 status
has "still here" "$out" "attempts and cases to deliver: 4"
sync 1 2
works collector 1 status
lacks "delivered" "$out" "to deliver: 4"
works merger pull
has "laptops hear of it" "$out" "laptops with news of cases"
works merger cases list
has "three attempts" "$out" "C1  open  attempts 3, last 2026-03-04 not available"
works merger cases list C1
has "who, and what" "$out" "ring twice"
has "by name" "$out" "by Laptop 2"
works merger cases list --json
has json "$out" '"outcome":"3.13"'
sync 1 2 3
has "ours and theirs" "$(line 1 C1)" "attempts: 3"
has "the newest counts" "$(line 1 C1)" "call back 2026-03-09T14:00: due"
has "of others" "$(line 3 C1)" "attempts: 3"
works collector 3 case show C1
has "whose it was" "$out" "by Laptop 1"
works collector 3 case show E1
has "who was met elsewhere" "$out" "Eve"
works collector 2 case list --due
equal "due" "$(echo "$out" | cut -d' ' -f1)" C1
works merger pull
equal "nothing is said twice" "$out" "nothing new"

# Receipts: the attempts stay where the next one needs them.
sync 1
has "still there" "$(line 1 C1)" "attempts: 3"

# ---- how cases stand ----
works merger cases assign C1 C2 "$(echo "$one" | cut -c1-8)" --reason "her town"
has assigned "$out" "2 cases changed, 0 as before"
works merger cases assign C1 "$one"
has "as before" "$out" "0 cases changed, 1 as before"
works merger cases status C3 do-not-contact --reason "letter of 2 May"
works merger cases status C4 answered-online --reason "the web form"
refused 2 "the status of a case is" merger cases status C1 answered --reason x
refused 2 "--reason TEXT is missing" merger cases status C1 refused
refused 2 "no case \"Z\"" merger cases status Z refused --reason x
sync 1 2 3
has yours "$(line 1 C1)" "C1  yours (her town)"
has taken "$(line 2 C1)" "C1  with Laptop 1 (her town)"
has forbidden "$(line 2 C3)" "C3  must not be contacted (letter of 2 May)"
has online "$(collector 1 --language fr case list | grep ^C4)" \
    "a répondu en ligne"
lacks "no remarks of what somebody else has" "$(collector 2 case show C1)" \
    "ring twice"
works collector 2 case list --json
has "as json" "$out" '"status":"taken","with":"Laptop 1"'

# A word before the interview.
refused 2 "case C3: must not be contacted" collector 1 ask --case C3
refused 2 "with Laptop 1" collector 2 ask --case C1
printf 'q\n' >"$work/.in"
"$collector_program" --store "$work/laptop2" ask --case C1 --anyway \
    <"$work/.in" >"$work/.out" 2>"$work/.err" || fail "--anyway: $(cat "$work/.err")"
"$collector_program" --store "$work/laptop1" ask --case C1 \
    <"$work/.in" >"$work/.out" 2>"$work/.err" || fail "one's own case"

# Answered: everybody learns it.
answer 3 '{".source":"3","agree":"yes","age":"33",".case":"C2"}'
sync 3
works merger pull
sync 1
has answered "$(line 1 C2)" "C2  answered"
works merger cases list
has "by whom" "$out" "C2  answered"
works merger cases status C4 open --reason "a mistake"
works merger cases assign C1 nobody
sync 2
has "open again" "$(line 2 C4)" "C4  open"
has "nobody's" "$(line 2 C1)" "C1  open"

# Who said no, when asked or in the interview, is not asked again.
works collector 1 case attempt C1 --how phone --outcome 2.112 --remark "no time"
answer 3 '{".source":"4","agree":"no",".case":"C4"}'
sync 1 3
works merger pull
works merger cases list
has "when asked" "$out" "C1  refused (no time)"
has "in the interview" "$out" "C4  refused"
sync 2
has "told" "$(line 2 C1)" "C1  refused"
works collector 1 case attempt C1 --how phone --outcome 3.13
sync 1
works merger pull
works merger cases list
has "tried again" "$out" "C1  open"
works merger cases status C4 open --reason "she thought again"

# Another coordinator's workspace, from nothing but the keys, says the same.
works merger_at other init --hub "$work/hub.git" --keys "$work/office/keys"
works merger_at other pull
works merger cases list
mine=$out
works merger_at other cases list
equal "the same elsewhere" "$out" "$mine"

# ---- erased, lost, closed ----
works merger erase C3 --reason "her letter" --yes
sync 1 2
equal "erased" "$(line 2 C3)" ""
refused 4 "erased this person" collector 2 case attempt C3 --how phone \
    --outcome 3.13
works merger cases assign C2 C4 "$two"
works merger devices lost --yes "$two"
has "freed" "$out" "cases freed  2"
sync 1
has "free again" "$(line 1 C4)" "C4  open"
works collector 1 doctor
works merger close --yes
sync 1
equal "what was sent down is forgotten" "$(line 1 C4)" ""
refused 4 "the study is closed" collector 1 case attempt C1 --how phone \
    --outcome 3.13
finish
