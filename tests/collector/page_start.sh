#!/bin/sh
# The first start in a browser: an invitation, a passphrase, done. Then again.
. "$(dirname "$0")/page_lib.sh"

invitation one title='The <first> study'
invitation two title='Another study'
invitation old days=-1
invitation easy title='Easy' passphrase=optional
head -c 2000 "$tmp/one/invitation" >"$tmp/torn.invitation"
sed 's/"version":"[0-9a-f]\{4\}/"version":"dead/' "$tmp/one/invitation" \
    >"$tmp/altered.invitation"

page_start
get /
is status "$status" 200
shows 'Welcome to Récolte'
shows 'invitation file'
accessible
language=fr get /
shows 'Bienvenue dans Récolte'
language=fr get /settings
shows "fichier d’invitation"

# The file is looked at before anything is asked or made.
post /join -F "invitation=@$tmp/torn.invitation"
shows 'is not an invitation'
shows 'Technical detail'
post /join -F "invitation=@$tmp/altered.invitation"
shows 'changed this invitation'
post /join -F "invitation=@$tmp/old/invitation"
shows 'has expired'
post /join -F "invitation=@/dev/null;filename="
shows 'Choose a file first'
[ ! -e "$store/store.sqlite" ] || die 'a store was made for nothing'
post /join/begin --data-urlencode name=x
shows 'Welcome to'

post /join -F "invitation=@$tmp/one/invitation"
shows 'You are invited'
shows 'The &lt;first&gt; study'
shows 'every interview counts'
shows 'Four or five ordinary words'
shows 'Without it nobody can read'
accessible
begin() {
	post /join/begin --data-urlencode "name=$1" \
	    --data-urlencode "fresh=$2" --data-urlencode "again=$3"
}
begin Ada '' ''
shows 'This study needs a passphrase'
begin Ada 'one thing' 'another thing'
shows 'are not the same'
begin Ada "$(head -c 2000 /dev/zero | tr '\0' x)" \
    "$(head -c 2000 /dev/zero | tr '\0' x)"
shows 'too long'
begin 'Ada <b>' azertyuiop azertyuiop
shows 'You are in'
shows 'You can begin at once'
shows 'Weak'
accessible
get /
lacks 'Welcome to'
shows 'have not admitted this computer'

# What is typed is judged, and no phrase of it comes back.
post /strength --data-urlencode 'text=azertyuiop'
shows 'Weak'
post /strength --data-urlencode 'text=cheval agrafe correct batterie ruisseau'
is 'a good one' "$(cat "$tmp/out")" 'Good.'

# A second start finds the first; its address lets a browser in.
"$COLLECTOR" page --no-browser --store "$store" >"$tmp/second" 2>&1 ||
    die 'the second start failed'
is 'the second address' "$(sed 's/?.*//' "$tmp/second")" "${address%%\?*}"
[ "$(cat "$tmp/second")" != "$address" ] || die 'an address opens twice'
# On Windows the folder decides.
[ -n "${RECOLTE_DRIVE:-}" ] || is 'its rights' \
    "$(ls -l "$store/page.address" | cut -c1-10)" -rw-------
: >"$jar"
page_ask "$(cat "$tmp/second")"
is 'a second window' "$status" 200
: >"$jar"
page_ask "$(cat "$tmp/second")"
is 'the same address once more' "$status" 403
page_ask "$address"
is 'the first address once more' "$status" 403
page_ask "$(cat "$store/page.address")"
is 'the address of now' "$status" 200

# It is gone when the program ends, and a killed one is no obstacle.
post /quit
shows 'You can close this window'
wait "$page_pid"
is 'what it complained of at its end' "$(cat "$tmp/said")" ''
[ ! -e "$store/page.address" ] || die 'the address outlives the program'
page_start
kill -9 "$page_pid"
wait "$page_pid" 2>/dev/null
[ -e "$store/page.address" ] || die 'nothing was left of the killed one'
page_start

# Locked now: the passphrase, and no way around it.
get /sync
shows 'Your passphrase'
shows 'I forgot my passphrase'
post /unlock --data-urlencode 'passphrase=wrong'
shows 'This is not the passphrase'
post /unlock --data-urlencode 'passphrase=azertyuiop'
get /sync
shows 'Where your interviews are'

# Nobody has said where interviews go: the address is asked for.
shows 'is not known yet'
accessible
post /sync --data-urlencode "hub=$tmp/nowhere.git"
ended /sync
shows 'was not reached'
shows 'Technical detail'
shows 'Nothing is lost'
post /sync --data-urlencode "hub=ftp://nowhere"
ended /sync
shows 'This is no address'
language=fr
post /sync --data-urlencode 'hub=http://127.0.0.1:9/nowhere.git'
ended /sync
shows "est injoignable : l’ordinateur est-il connecté ?"
language=en

# Not admitted yet: the same keys ask again. Another study is refused.
get /join
shows 'Use a new invitation'
post /join -F "invitation=@$tmp/two/invitation"
shows 'another study already'
post /join -F "invitation=@$tmp/one/invitation"
shows 'Ask again to be admitted'
lacks 'Choose a passphrase'
post /join/begin --data-urlencode 'name=Ada'
shows 'You are in'
page_stop

# Data that do not open are said on a page too.
cp -R "$store" "$tmp/broken"
page_whole=$store store=$tmp/broken
printf 'not a database, and quite long enough to look at' >"$store/store.sqlite"
rm -f "$store"/store.sqlite-*
page_start
get /sync
shows 'Your data do not open'
shows "$store"
accessible
get /settings
shows 'Your data do not open'
post /quit
shows 'You can close this window'
wait "$page_pid"
store=$page_whole

# A full disk, at the start: the page says so, and goes on once there is room.
if command -v prlimit >/dev/null && [ -z "${RECOLTE_DRIVE:-}" ]; then
	rm -f "$store"/store.sqlite-*
	mkfifo "$tmp/address.full"
	(ulimit -S -f 0; exec "$COLLECTOR" page --no-browser --store "$store" \
	    >"$tmp/address.full" 2>/dev/null) &
	page_pid=$!
	read -r address <"$tmp/address.full"
	site=${address%%/\?t=*}
	: >"$jar"
	page_ask "$address"
	shows 'Your data do not open'
	shows 'There is no room left on the disk'
	prlimit --pid "$page_pid" --fsize=unlimited:
	get /
	shows 'Your passphrase'
	page_wait 'its address' test -s "$store/page.address"
	page_stop
else
	echo 'skipped: a full disk at the start (no prlimit)'
fi

# A study that can do without a passphrase.
store=$tmp/open
page_start
post /join -F "invitation=@$tmp/easy/invitation"
shows 'you may leave it empty'
begin Ada '' ''
shows 'You are in'
page_stop
page_start
get /
lacks 'Your passphrase'

# Its folder goes elsewhere meanwhile: nothing is kept that nobody would find,
# nothing is made in its place, and once it is back all goes on.
if mv "$store" "$tmp/moved" 2>/dev/null; then
	post /interview
	is 'status of what was not kept' "$status" 500
	shows 'was moved or removed while the program worked on it'
	post /sync --data-urlencode "hub=$tmp/nowhere.git"
	[ ! -e "$store" ] || die 'a folder was made in its place'
	mv "$tmp/moved" "$store"
	post /interview
	is 'status once it is back' "$status" 200
	rm -f "$store/store.sqlite" "$store"/store.sqlite-*
	post /interview
	is 'status without its file' "$status" 500
fi
is 'what it complained of' "$(cat "$tmp/said")" ''
done_testing
