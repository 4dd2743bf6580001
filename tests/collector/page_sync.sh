#!/bin/sh
# Synchronising from a page: to a hub, by a file, when it fails; is all well?
. "$(dirname "$0")/page_lib.sh"

m() {
	"$MERGER" -w "$tmp/office" "$@" >"$tmp/m.out" 2>"$tmp/m.err" || {
		[ $? -le 1 ] || die "merger $*: $(cat "$tmp/m.err")"
	}
}
pass='cheval agrafe correct batterie'
imports() {	# ages
	for age; do printf '{"agree":"yes","age":"%s"}\n' "$age"; done \
	    >"$tmp/more.ndjson"
	RECOLTE_PASSPHRASE=$pass
	export RECOLTE_PASSPHRASE
	gives 0 import "$tmp/more.ndjson"
	unset RECOLTE_PASSPHRASE
}
m init --no-passphrase --phase field --hub "$tmp/hub.git" --form \
    "$here/../cases/merger/mini.md" --title 'A study'
m invite Ada -o "$tmp/ada.invitation"

# Joining sends the request at once.
page_start
post /join -F "invitation=@$tmp/ada.invitation"
post /join/begin --data-urlencode name=Ada --data-urlencode "fresh=$pass" \
    --data-urlencode "again=$pass"
shows 'takes part in “A study”'
lacks 'Weak'
ended /sync
shows 'Done.'
shows 'All that happened'
shows 'have not admitted this computer'
accessible
device=$(git -C "$tmp/hub.git" for-each-ref --format='%(refname)' |
    sed -n 's#refs/heads/enrol/##p')
is 'a request on the hub' "$(echo "$device" | wc -w)" 1
m pull
m devices admit

# What is written beside the pages goes with the next one.
imports 21 22
get /sync
shows '2 finished interviews are on this computer only'
post /sync
ended /sync
shows '2 are delivered; the coordinators have not confirmed'
lacks 'have not admitted'
m pull
language=fr post /sync
language=fr ended /sync
language=fr get /sync
shows '2 sont reçus et confirmés'
shows 'lots fusionnés : 1'
shows 'Dernier accusé de réception de la coordination :'
accessible

# The page answers while it goes on, and a script is told how far it is.
post /sync
get /progress/sync
[ ! -s "$tmp/out" ] || grep -q 'id="progress"' "$tmp/out" ||
    die 'not the part that is renewed'
ended /sync

# The hub is away: nothing is lost, and there is another way.
mv "$tmp/hub.git" "$tmp/elsewhere.git"
imports 23
post /sync
ended /sync
shows 'Nothing is lost'
shows 'make a file for a stick or a mail'
shows '1 finished interview is on this computer only'
mv "$tmp/elsewhere.git" "$tmp/hub.git"

# One file out, with all that has no receipt; files in.
get /carry
shows 'Make a file'
accessible
post /carry/make
ended /carry
shows 'The file is ready'
name=$(sed -n 's/.*download="\([^"]*\)".*/\1/p' "$tmp/out")
curl -s -D "$tmp/head" -o "$tmp/$name" -b "$jar" "$site/file"
grep -qi "filename\*=UTF-8''$name" "$tmp/head" || die 'its name is another'
grep -qi '^content-length: [1-9]' "$tmp/head" || die 'its size is not said'
git -C "$tmp/hub.git" bundle verify "$tmp/$name" >/dev/null 2>&1 ||
    die 'not a bundle'
is 'answers in it' "$(grep -c '"age"' "$tmp/$name")" 0
mkdir "$tmp/home"
m pull --from "$tmp/$name" --to "$tmp/home"
set -- "$tmp"/home/inbox/*.bundle
post /carry/take -F "bundle=@$1"
ended /carry
shows 'Taken in.'
get /sync
shows '3 are received and confirmed'

# What is not for us, and what is nothing.
head -c 100 "$1" >"$tmp/torn.bundle"
post /carry/take -F "bundle=@$tmp/torn.bundle;filename=../../x y.bundle"
ended /carry
shows 'not the right kind of file'
post /carry/take -F "bundle=@$1" -F "bundle=@$1"
ended /carry
shows 'Taken in.'
post /carry/take
shows 'Choose a file first'
is 'files outside' "$(find "$tmp" -name 'x*y.bundle' | wc -l)" 0

# What another laptop left unfinished, and where it is not for us.
printf 'x' >"$tmp/a.drafts"
post /carry/take -F "bundle=@$tmp/a.drafts"
ended /carry
shows 'not the right kind of file'

# Is all well?
get /doctor
accessible
post /doctor
ended /doctor
shows 'the store is whole'
shows 'Good:'
chmod -R u+w "$store/depot"
find "$store/depot/objects" -type f | while read -r object; do
	printf x >"$object"
done
post /doctor
ended /doctor
shows 'Mended:'
shows 'Something was wrong, and is mended'
is 'what it complained of' "$(cat "$tmp/said")" ''
page_stop
[ ! -d "$store/outgoing" ] || page_start
done_testing
