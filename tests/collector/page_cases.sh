#!/bin/sh
# A case on its page: what it is called, a refusal that was noted, an interview
# that goes on, one that was had; what a frame's columns are good for.
. "$(dirname "$0")/page_lib.sh"

m() {
	"$MERGER" -w "$tmp/office" "$@" >"$tmp/m.out" 2>"$tmp/m.err" || {
		[ $? -le 1 ] || die "merger $*: $(cat "$tmp/m.err")"
	}
}
# field NAME: a case's key; answers of the interview at $at, one a question.
case_page() {
	get "/case/$1"
	is "the page of $1" "$status" 200
}
begin() {	# CASE: a new interview, its id in $id
	post /interview --data-urlencode "case=$1"
	id=$(sed -n 's#.*action="/interview/\([0-9a-f-]*\)".*#\1#p' \
	    "$tmp/out" | head -1)
	[ -n "$id" ] || die "no interview: $(page_text)"
}
answer() {	# NAME VALUE
	post "/interview/$id" --data-urlencode "at=$1" \
	    --data-urlencode "q=$1" --data-urlencode "a:$1=$2" \
	    --data-urlencode do=next
}
finish() {	# final, partial or broken-off
	post "/interview/$id/end" --data-urlencode "ending=$1"
	shows 'The interview is'
}
attempt() {	# CASE OUTCOME
	post "/case/$1" --data-urlencode how=phone \
	    --data-urlencode "outcome=$2"
	shows 'The attempt is kept'
}

cat >"$tmp/frame.csv" <<'END'
id,fonction,nom,prenom,structure,telephone
C1,Directrice,Müller,Agnès,Centre social,03 20 00 00 01
C2,,Petit,Luc,Mairie,
C3,,Roux,,,
C4,,,,,03 20 00 00 04
C5,,Weil,,,
END
m init --no-passphrase --phase field --hub "$tmp/hub.git" --form \
    "$here/../cases/merger/mini.md" --title 'A study'
m cases import "$tmp/frame.csv" --key id
m invite Ada -o "$tmp/ada.invitation"
pass='cheval agrafe correct batterie'
page_start
post /join -F "invitation=@$tmp/ada.invitation"
post /join/begin --data-urlencode name=Ada --data-urlencode "fresh=$pass" \
    --data-urlencode "again=$pass"
ended /sync
m pull
m devices admit
post /sync
ended /sync

# Who, where, as what: not the telephone, and not what the alphabet says.
get /cases
shows 'Agnès Müller, Centre social, Directrice'
shows 'Luc Petit, Mairie'
lacks '03 20 00 00 01'
case_page C4
grep -q '<h1>C4</h1>' "$tmp/out" || die 'a telephone is a name'
case_page C1
shows 'C1 · open'
shows '03 20 00 00 01'
shows 'Begin the interview'
accessible
# What a day brings is first in the list of outcomes, the rest behind it.
sed -n '/id="outcome"/,/<\/select>/p' "$tmp/out" | tr '<' '\n' |
    sed -n 's/^option value="\([0-9.][0-9.]*\)".*/\1/p; s/^optgroup.*/-/p' \
    >"$tmp/codes"
is 'the first outcomes' "$(head -9 "$tmp/codes" | tr '\n' ' ')" \
    '3.13 2.22 2.21 2.112 2.111 1.1 1.2 4.30 - '
is 'outcomes in all' "$(grep -c . "$tmp/codes")" 28

# All columns that a case has, who comes first.
get /cases/add
is 'columns of the frame' "$(grep -o 'name="f:[^"]*"' "$tmp/out" |
    tr '\n' ' ')" 'name="f:prenom" name="f:nom" name="f:structure" name="f:fonction" name="f:telephone" name="f:remark" '

# A refusal is one at once, and no more after another outcome.
attempt C3 2.112
shows 'C3 · refused'
shows 'Before you begin: refused.'
shows 'Begin the interview all the same'
RECOLTE_PASSPHRASE=$pass
export RECOLTE_PASSPHRASE
gives 0 case list
grep -q '^C3  refused' "$tmp/out" || die "C3: $(cat "$tmp/out")"
gives 2 ask --case C3
grep -q 'case C3: refused' "$tmp/err" || die "ask: $(cat "$tmp/err")"
unset RECOLTE_PASSPHRASE
sleep 1
attempt C3 2.12
shows 'C3 · open'

# One that was begun goes on; another only where that is asked.
begin C1
grep -q '<title>Agnès Müller, Centre social, Directrice' "$tmp/out" ||
    die 'the window does not say with whom'
shows 'Agnès Müller, Centre social'
first=$id
answer agree yes
get /
shows 'Agnès Müller, Centre social, Directrice'
get /cases
shows 'interview begun'
case_page C1
shows 'Go on with the interview begun on'
shows 'Another interview with the same person?'
grep -q "href=\"/interview/$first\"" "$tmp/out" || die 'no way to it'
RECOLTE_PASSPHRASE=$pass
export RECOLTE_PASSPHRASE
gives 2 ask --case C1
grep -q 'an interview was begun' "$tmp/err" || die "ask: $(cat "$tmp/err")"
unset RECOLTE_PASSPHRASE

# What was finished says so at once: answered, refused, or to go on with.
id=$first
finish final
shows 'Agnès Müller'
case_page C1
shows 'C1 · answered'
shows 'The interview of'
grep -q "href=\"/interview/$first/answers\"" "$tmp/out" || die 'no way to it'
begin C2
answer agree no
finish final
case_page C2
shows 'C2 · refused'
begin C5
answer agree yes
finish broken-off
case_page C5
shows 'C5 · open'
shows 'Go on with the partial interview of'
language=fr case_page C5
shows 'Reprendre l’entretien resté partiel du'

# None that has no case.
post /interview
grep -q '<title>Interview' "$tmp/out" || die 'a name from nowhere'

# Wiped here: still called what it was. A sync beside the pages is seen.
m policy purge "after receipt"
RECOLTE_PASSPHRASE=$pass
export RECOLTE_PASSPHRASE
gives 0 sync
m pull
gives 0 sync
unset RECOLTE_PASSPHRASE
get /
grep -q "href=\"/interview/$first/answers\"" "$tmp/out" || die 'not listed'
shows 'Agnès Müller, Centre social, Directrice'
shows 'received'
get "/interview/$first/answers"
shows 'wiped from this computer'
shows 'Agnès Müller'
case_page C1
shows 'C1 · answered'
is 'what it complained of' "$(cat "$tmp/said")" ''
done_testing
