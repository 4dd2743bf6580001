#!/bin/sh
# A backup and a restore, a passphrase that is changed, and one that was
# forgotten, from pages; what the settings say.
. "$(dirname "$0")/page_lib.sh"

m() {
	"$MERGER" -w "$tmp/office" "$@" >"$tmp/m.out" 2>"$tmp/m.err" || {
		[ $? -le 1 ] || die "merger $*: $(cat "$tmp/m.err")"
	}
}
pass='cheval agrafe correct batterie'
m init --no-passphrase --phase field --hub "$tmp/hub.git" --form \
    "$here/../cases/merger/mini.md" --title 'A study'
m invite Ada -o "$tmp/ada.invitation"
page_start
post /join -F "invitation=@$tmp/ada.invitation"
post /join/begin --data-urlencode name=Ada --data-urlencode "fresh=$pass" \
    --data-urlencode "again=$pass"
ended /sync
m pull
m devices admit
printf '{"agree":"yes","age":"21"}\n' >"$tmp/one.ndjson"
RECOLTE_PASSPHRASE=$pass
export RECOLTE_PASSPHRASE
gives 0 import "$tmp/one.ndjson"
unset RECOLTE_PASSPHRASE
post /sync
ended /sync
m pull
device=$(ls "$store" >/dev/null; git -C "$tmp/hub.git" for-each-ref \
    --format='%(refname)' | sed -n 's#refs/heads/enrol/##p')

# Settings: what is preferred is remembered, and where things are.
get /settings
accessible
shows "$store"
shows "$device"
shows "$(path_told "$tmp/hub.git")"
post /preference --data-urlencode theme=dark --data-urlencode back=/settings
grep -q 'data-theme="dark"' "$tmp/out" || die 'the theme was not taken'
post /preference --data-urlencode language=fr --data-urlencode back=/settings
shows 'Réglages'
post /preference --data-urlencode language=en --data-urlencode back=/settings

# Another passphrase, against the old one.
change() {
	post /settings/passphrase --data-urlencode "old=$1" \
	    --data-urlencode "fresh=$2" --data-urlencode "again=$3"
}
change wrong 'an other one' 'an other one'
shows 'This is not the passphrase'
change "$pass" 'an other one' 'another one'
shows 'are not the same'
change "$pass" '' ''
shows 'has no passphrase any more'
change '' 'an other one' 'an other one'
shows 'The passphrase was changed'
page_stop
page_start
post /unlock --data-urlencode "passphrase=$pass"
shows 'This is not the passphrase'
# Another program changes it while these pages are open.
passes() {	# OLD NEW
	RECOLTE_PASSPHRASE=$1 RECOLTE_NEW_PASSPHRASE=$2 "$COLLECTOR" \
	    passphrase --store "$store" >/dev/null || die 'passphrase'
}
passes 'an other one' 'a third one'
post /unlock --data-urlencode 'passphrase=an other one'
shows 'This is not the passphrase'
passes 'a third one' 'an other one'
post /unlock --data-urlencode 'passphrase=an other one'
get /settings
shows 'Settings'

# A backup comes as a file, which nobody here can open.
get /backup
accessible
shows 'Last backup: never'
post /backup
ended /backup
shows 'The backup is ready'
lacks 'Last backup: never'
curl -s -o "$tmp/ada.backup" -b "$jar" "$site/file"
[ "$(wc -c <"$tmp/ada.backup")" -gt 20000 ] || die 'the backup is too small'
is 'images left' "$(find "$store" -name 'image-*' | wc -l)" 0

# Forgotten: the coordinator's file, and the code as it is heard.
m devices unlock "$device" "$tmp/ada.unlock"
code=$(tail -1 "$tmp/m.out" | tr 'A-Z-' 'a-z ')
page_stop
page_start
get /forgotten
accessible
forgot() {	# FILE CODE
	post /forgotten -F "file=@$1" -F "code=$2" -F "fresh=the third one" \
	    -F "again=the third one"
}
forgot "$tmp/ada.unlock" 1234
shows '16 letters and digits'
forgot "$tmp/ada.unlock" 0000-0000-0000-0000
shows 'does not open this file'
forgot "$tmp/one.ndjson" "$code"
shows 'not the right kind of file'
get /sync
shows 'Your passphrase'
forgot "$tmp/ada.unlock" "$code"
shows 'My interviews'
page_stop
page_start
post /unlock --data-urlencode 'passphrase=the third one'
shows 'My interviews'
get /restore
shows 'Make a backup'
page_stop

# Another computer goes on from the backup, under a passphrase of its own.
m devices unlock "$device" --backup "$tmp/ada.backup" "$tmp/ada.restore"
code=$(tail -1 "$tmp/m.out")
store=$tmp/elsewhere
page_start
get /
shows 'I have a backup'
get /restore
accessible
restore() {	# FILE CODE
	post /restore -F "file=@$1" -F "code=$2" -F 'fresh=the fourth one' \
	    -F 'again=the fourth one'
}
restore "$tmp/ada.backup" "$code"
shows 'This is the backup itself'
restore "$tmp/ada.restore" 0000-0000-0000-0000
shows 'does not open this file'
post /restore -F "file=@$tmp/ada.restore" -F "code=$code" -F fresh=a -F again=b
shows 'are not the same'
is 'what half a restore left' \
    "$(find "$store" -type f ! -name 'page.*')" ''
restore "$tmp/ada.restore" "$code"
shows 'this store comes from a backup'
shows 'My interviews'
get /
lacks 'comes from a backup'
post /sync
ended /sync
shows 'received and confirmed'
page_stop
page_start
post /unlock --data-urlencode 'passphrase=the fourth one'
shows 'My interviews'
is 'what it complained of' "$(cat "$tmp/said")" ''
page_stop

# The file of the store is gone, its depot is not: the same way back, in place.
rm -f "$store"/store.sqlite*
page_start
get /
shows 'Your data do not open'
shows 'the store is gone'
shows 'I have a backup'
accessible
restore "$tmp/ada.restore" 0000-0000-0000-0000
shows 'does not open this file'
[ -d "$store/depot" ] || die 'a wrong code moved something'
restore "$tmp/ada.restore" "$code"
shows 'this store comes from a backup'
shows 'My interviews'
[ -d "$(echo "$store"/remains-*)/depot/refs" ] || die 'nothing is kept'
post /sync
ended /sync
shows 'received and confirmed'
page_stop
is 'what it complained of' "$(cat "$tmp/said")" ''
done_testing
