#!/bin/sh
# The field opens for a laptop that has practised: a new invitation, on a page;
# what was tried out is put aside. And a request that was refused.
. "$(dirname "$0")/page_lib.sh"

m() {
	"$MERGER" -w "$tmp/office" "$@" >"$tmp/m.out" 2>"$tmp/m.err" || {
		[ $? -le 1 ] || die "merger $*: $(cat "$tmp/m.err")"
	}
}
take_part() {	# INVITATION PASSPHRASE
	post /join -F "invitation=@$1"
	post /join/begin --data-urlencode name=Ada \
	    --data-urlencode "fresh=$2" --data-urlencode "again=$2"
	shows 'You are in'
	ended /sync
}
m init --no-passphrase --hub "$tmp/hub.git" --form \
    "$here/../cases/merger/mini.md" --title 'A study'
m invite Ada -o "$tmp/first.invitation"
page_start
post /join -F "invitation=@$tmp/first.invitation"
shows 'training: nothing counts yet'
take_part "$tmp/first.invitation" 'the first one'
shows 'Training:'
m pull
m devices admit
printf '{"agree":"yes","age":"21"}\n' >"$tmp/one.ndjson"
RECOLTE_PASSPHRASE='the first one'
export RECOLTE_PASSPHRASE
gives 0 import "$tmp/one.ndjson"
complains 'still practising (training): nothing of this counts'
unset RECOLTE_PASSPHRASE
post /sync
ended /sync

# Admitted already, and no other phase: nothing to do.
m invite Ada -o "$tmp/again.invitation"
post /join -F "invitation=@$tmp/again.invitation"
shows 'There is nothing to do'

# The pilot begins: what is of the training is not of it.
m pull
m phase pilot
post /sync
ended /sync
get /
shows 'The pilot has begun, and what is here was training'
RECOLTE_PASSPHRASE='the first one'
export RECOLTE_PASSPHRASE
gives 0 status --language fr
says 'ce qui est ici vient de la formation'
unset RECOLTE_PASSPHRASE

RECOLTE_COPY_PASSPHRASE="a copy, kept"
export RECOLTE_COPY_PASSPHRASE
m keys export "$tmp/copy"
m phase field --copy "$tmp/copy"
m invite Ada -o "$tmp/field.invitation"
post /sync
ended /sync
get /
shows 'The field is open, and what is here was practice'
lacks 'New interview'
get /cases
lacks 'Add somebody who is not on the list'
post /join -F "invitation=@$tmp/field.invitation"
shows 'every interview counts'
shows 'put aside, with the contacts of then'
take_part "$tmp/field.invitation" 'the second one'
lacks 'Training:'
shows 'No interview yet'
is 'stores that were put aside' \
    "$(find "$store" -path '*/training-*/store.sqlite' | wc -l)" 1
page_stop
page_start
post /unlock --data-urlencode 'passphrase=the first one'
shows 'This is not the passphrase'
post /unlock --data-urlencode 'passphrase=the second one'
shows 'My interviews'

# What was put aside still opens, in a window of its own.
page_stop
store=$(dirname "$(find "$store" -path '*/training-*/store.sqlite')")
page_start
post /unlock --data-urlencode 'passphrase=the first one'
shows 'what is here was practice'

# One invitation on two computers: who is refused hears why at home, and what to
# do; the same invitation again is said to be the same.
page_stop
m invite Bob -o "$tmp/bob.invitation"
for who in one two; do
	store=$tmp/$who
	page_start
	take_part "$tmp/bob.invitation" "the passphrase of $who"
	page_stop
done
m pull
m devices		# both ask by one invitation: somebody names one
m devices admit "$(sed -n 's/ *refused.*//p' "$tmp/m.out" | head -1)"
m pull
refused=
for who in one two; do
	store=$tmp/$who
	page_start
	post /unlock --data-urlencode "passphrase=the passphrase of $who"
	post /sync
	ended /sync
	language=fr get /
	if page_text | grep -qF 'a refusé cet ordinateur'; then
		refused="$refused$who"
		shows 'son invitation a servi à un autre poste'
		shows 'Utiliser une nouvelle invitation'
		lacks 'Vous pouvez commencer'
		accessible
		post /join -F "invitation=@$tmp/bob.invitation"
		shows 'You have asked with this invitation already'
		rm -f "$tmp/new.invitation"
		m invite Bob -o "$tmp/new.invitation"
		post /join -F "invitation=@$tmp/new.invitation"
		lacks 'You have asked with this invitation already'
	fi
	[ -s "$tmp/said" ] && die "it complained: $(cat "$tmp/said")"
	page_stop
done
is 'how many were refused' "$(echo "$refused" | tr -d 'neotw' | wc -c)" 1
is 'one of them' "${#refused}" 3

# The end of the study: nothing begins, nothing is promised.
if [ "$refused" = one ]; then store=$tmp/two; else store=$tmp/one; fi
page_start
post /unlock --data-urlencode "passphrase=the passphrase of $(basename "$store")"
shows 'New interview'
RECOLTE_PASSPHRASE="the passphrase of $(basename "$store")"
export RECOLTE_PASSPHRASE
gives 0 import "$tmp/one.ndjson"
get /
shows '1 interview to send.'
post /interview
shows 'Interview'
m pull
m close --yes
gives 0 sync
unset RECOLTE_PASSPHRASE
# What another program fetched is seen at once.
get /
shows 'The study is closed'
shows 'No interview can begin any more'
shows '1 interview was not sent before the study closed'
shows '1 draft was not finished before the study closed'
shows 'closed, was not sent'
lacks 'New interview'
lacks 'to send'
lacks 'Everything is sent'
accessible
get /sync
shows '1 interview was not sent before the study closed'
lacks 'Sends your finished'
lacks 'sealed copy goes along'
get /carry
lacks 'Make the file'
get /cases
lacks 'Add somebody who is not on the list'
is 'what it complained of' "$(cat "$tmp/said")" ''
done_testing
