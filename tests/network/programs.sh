#!/bin/sh
# A study over the network, with the programs as they are: from init to merged,
# by https with a token, then by ssh; in French where interviewers read it.
. "$(dirname "$0")/lib.sh"
RECOLTE_PASSPHRASE='a passphrase for tests'
export RECOLTE_PASSPHRASE
visit=$here/../collector/visit.md
make_hub a
make_certificate 127.0.0.1
serve_http tls token
hub=$url/a.git
echo s3cret-token >"$tmp/token"
opens="--token-file $tmp/token --hub-user ana"

m 0 init --no-passphrase --phase field --hub "$hub" --form "$visit" $opens \
    --certificate-file "$tmp/ca.pem"
m 0 invite Ana -o "$tmp/ana.invitation" $opens
grep -q BEGIN.CERTIFICATE "$tmp/ana.invitation" ||
    die 'the invitation lacks the certificate'

# All that join needs is in the invitation.
c 0 join "$tmp/ana.invitation"
says 'request'
"$FORMSPEC" fake "$visit" -n 7 --seed 1 >"$tmp/a.ndjson"
c 0 import "$tmp/a.ndjson"
c 0 sync
says 'delivered change sets: 1'
m 1 pull
m 0 devices admit
m 0 pull
m 0 status --json
says '"responses":7'
c 0 sync
says 'this device is admitted'
says 'merged: 7'
c 0 sync
says 'nothing new'
! grep -a -q s3cret-token "$tmp/laptop/"*.sqlite* "$tmp/office/"*.sqlite* ||
    die 'the token lies in the clear'

# A page in between, in French; nothing is lost.
"$FORMSPEC" fake "$visit" -n 2 --seed 2 >"$tmp/b.ndjson"
c 0 import "$tmp/b.ndjson"
serve_odd page
c 5 sync --hub "http://127.0.0.1:$port/git/a.git" --language fr
complains 'identifiez-vous sur le Wi-Fi'
! grep -q 'hub has moved' "$tmp/err" || die 'English in French'
is 'lines of the complaint' "$(wc -l <"$tmp/err" | tr -d ' ')" 1
says 'à déposer : 2'
c 0 sync
says 'delivered change sets: 1'

# An address that would tell a secret, and ways that are none.
c 2 sync --hub "http://ana:secret@127.0.0.1/a.git"
! grep -q secret "$tmp/err" || die 'the password was told'
c 2 sync --hub 'git://127.0.0.1/a.git'

# The token was taken back; another one is given once and kept.
echo 'ana:an0ther-token' >"$tmp/users"
c 4 sync
complains '--token-file'
# The page asks for it, keeps it, and never shows it.
if command -v curl >/dev/null; then
	(unset RECOLTE_PASSPHRASE
	exec "$COLLECTOR" page --no-browser --store "$tmp/laptop" \
	    >"$tmp/address" 2>"$tmp/page.err") &
	page=$!
	servers="$servers $page"
	until [ -s "$tmp/address" ]; do
		sleep 0.1
	done
	address=$(cat "$tmp/address")
	site=${address%%/\?t=*}
	ask() {
		curl -s -L -o "$tmp/out" -b "$tmp/jar" -c "$tmp/jar" \
		    -H "Origin: $site" -H 'Accept-Language: fr' "$@"
	}
	ended() {
		n=0
		until ask "$site/progress/sync" && [ ! -s "$tmp/out" ]; do
			n=$((n + 1))
			[ $n -le 300 ] || die 'a sync without end'
			sleep 0.1
		done
		ask "$site/sync"
	}
	post() {
		where=$1
		shift
		ask "$site/unlock"
		form=$(sed -n 's/.*name="_form" value="\([^"]*\)".*/\1/p' \
		    "$tmp/out" | head -1)
		ask --data-urlencode "_form=$form" "$@" "$site$where"
	}
	ask "$address"
	post /unlock --data-urlencode "passphrase=$RECOLTE_PASSPHRASE"
	ask "$site/sync"
	says_not 'id="token"'
	post /sync
	ended
	says 'ne laisse pas entrer cet ordinateur'
	says_not 'token-file'
	says 'id="token"'
	post /sync --data-urlencode 'token=wr0ng-token'
	ended
	says 'id="token"'
	says_not 'wr0ng-token'
	post /sync --data-urlencode 'token= an0ther-token ' \
	    --data-urlencode 'hub_user=ana'
	ended
	says 'C’est fait.'
	says_not 'an0ther-token'
	says_not 'id="token"'
	! grep -a -q an0ther-token "$tmp/laptop/"*.sqlite* "$tmp/page.err" ||
	    die 'the token lies in the clear'
	kill "$page"
fi
echo an0ther-token >"$tmp/token"
command -v curl >/dev/null || c 0 sync --token-file "$tmp/token"
c 0 sync
m 4 pull
complains '(it does not accept them)'
m 0 pull --token-file "$tmp/token"
m 0 pull

# What came by stick goes on to the hub, over the network too.
mkdir "$tmp/stick"
"$FORMSPEC" fake "$visit" -n 2 --seed 9 >"$tmp/stick.ndjson"
c 0 import "$tmp/stick.ndjson"
c 0 sync --to "$tmp/stick"
tips() { git --git-dir="$tmp/srv/a.git" rev-parse --glob=refs/heads/device; }
before=$(tips)
m 0 pull --from "$tmp/stick"
says '1 change set merged'
[ "$(tips)" != "$before" ] || die 'what came by stick is not on the hub'
m 0 pull
says 'nothing new'
c 0 sync
says 'receipts: change sets merged: 2'

# The study moves to another server: ssh, whose key is kept at first sight.
serve_ssh
git clone -q --mirror "$tmp/srv/a.git" "$tmp/srv/b.git" 2>/dev/null
"$FORMSPEC" fake "$visit" -n 3 --seed 3 >"$tmp/c.ndjson"
c 0 import "$tmp/c.ndjson"
c 0 sync --hub "$url/b.git" --key-file "$tmp/key"
says 'delivered change sets: 1'
m 0 pull --hub "$url/b.git" --key-file "$tmp/key"
m 0 status --json
says '"responses":14'
c 0 sync
says 'merged: 14'

# Another server in its place.
stop_server "$pid"
rm "$tmp/host_key"
old=$url
ssh-keygen -q -t ed25519 -N '' -f "$tmp/host_key"
sed "s/^ListenAddress.*/ListenAddress 127.0.0.1:$port/" \
    "$tmp/sshd.$port.conf" >"$tmp/sshd.conf"
serve "$port" "$(command -v sshd)" -D -e -f "$tmp/sshd.conf"
c 4 sync
complains 'certificate or key is not the right one'
m 4 pull
c 0 sync --forget-host-key
c 0 sync
is 'the same address' "$old" "$url"
done_testing
