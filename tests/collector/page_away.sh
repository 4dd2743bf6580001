#!/bin/sh
# A laptop that never sees the hub: it is admitted, delivers and hears of it by
# files alone, from pages.
. "$(dirname "$0")/page_lib.sh"

m() {
	"$MERGER" -w "$tmp/office" "$@" >"$tmp/m.out" 2>"$tmp/m.err" || {
		[ $? -le 1 ] || die "merger $*: $(cat "$tmp/m.err")"
	}
}
brings() {	# what is made goes to the coordinator
	post /carry/make
	ended /carry
	shows 'The file is ready'
	curl -s -o "$tmp/out.bundle" -b "$jar" "$site/file"
	mv "$tmp/away.git" "$tmp/hub.git"
	m pull --from "$tmp/out.bundle"
}
takes() {	# what the coordinator gives comes back
	rm -rf "$tmp/home"
	mkdir "$tmp/home"
	m pull --to "$tmp/home"
	mv "$tmp/hub.git" "$tmp/away.git"
	set -- "$tmp"/home/inbox/*.bundle
	post /carry/take -F "bundle=@$1"
	ended /carry
	shows 'Taken in.'
}
m init --no-passphrase --phase field --hub "$tmp/hub.git" --form \
    "$here/../cases/merger/mini.md" --title 'A study'
m invite Ada -o "$tmp/ada.invitation"
mv "$tmp/hub.git" "$tmp/away.git"
page_start
post /join -F "invitation=@$tmp/ada.invitation"
post /join/begin --data-urlencode name=Ada --data-urlencode 'fresh=a phrase' \
    --data-urlencode 'again=a phrase'
ended /sync
shows 'was not reached'
shows 'have not admitted'
brings
m devices
grep -q 'asks *Ada' "$tmp/m.out" || die "nobody asks: $(cat "$tmp/m.out")"
m devices admit
takes
get /sync
lacks 'have not admitted'

RECOLTE_PASSPHRASE='a phrase'
export RECOLTE_PASSPHRASE
printf '{"agree":"yes","age":"21"}\n' >"$tmp/one.ndjson"
gives 0 import "$tmp/one.ndjson"
unset RECOLTE_PASSPHRASE
brings
get /sync
shows '1 finished interview is on this computer only'
takes
get /sync
shows '1 is received and confirmed'
shows 'Last synchronised: never'
is 'what it complained of' "$(cat "$tmp/said")" ''
done_testing
