#!/bin/sh
# The pages under attack: attacks.c against a collector that runs; another user
# of this computer; and what is left in a log. COLLECTOR, MAKE_STUDY and
# FORMSPEC name the programs, ATTACKS the attacker.
. "$(dirname "$0")/../collector/lib.sh"
panorama=$here/../../samples/panorama/panorama.xlsx
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$tmp"' EXIT

"$MAKE_STUDY" "$tmp/study" "$panorama" || die make_study
gives 0 join "$tmp/study/invitation"
"$FORMSPEC" fake "$panorama" -n 1 --seed 4 >"$tmp/one.ndjson"
gives 0 import "$tmp/one.ndjson"
printf '\n1\n' | c ask
id=$(sed -n 's/.*\([0-9a-f]\{8\}-[0-9a-f-]\{27\}\).*/\1/p' "$tmp/out" | head -1)
gives 0 show "$id"

(unset RECOLTE_PASSPHRASE
exec "$COLLECTOR" --no-browser --store "$store" >"$tmp/address" \
    2>"$tmp/server.err") &
server=$!
n=0
until [ -s "$tmp/address" ]; do
	n=$((n + 1))
	[ $n -le 200 ] || die 'no address was printed'
	sleep 0.1
done
"$ATTACKS" "$(cat "$tmp/address")" 'a+passphrase+for+tests' "$id" "$@" \
    >"$tmp/out" 2>"$tmp/err" || die 'an attack went through'
cat "$tmp/out"
kill -0 "$server" || die 'the server is gone'
[ ! -s "$tmp/server.err" ] || { cat "$tmp/server.err" >&2; die 'it complained'; }

# Listening on the loopback alone, and not readable for others.
address=$(cat "$tmp/address")
if command -v curl >/dev/null; then
	origin=${address%%/\?*}
	port=${origin##*:}
	is 'a stranger, by curl' "$(curl -s -o /dev/null -w '%{http_code}' \
	    "$origin/")" 403
	is 'rebinding, by curl' "$(curl -s -o /dev/null -w '%{http_code}' \
	    --resolve "evil.example:$port:127.0.0.1" \
	    "http://evil.example:$port/${address##*/}")" 403
	elsewhere=$(hostname -I 2>/dev/null | cut -d' ' -f1)
	if [ -n "$elsewhere" ]; then
		curl -s -m 2 -o /dev/null "http://$elsewhere:$port/" &&
		    die 'it listens for other computers'
		checks=$((checks + 1))
	fi
fi
# 200 MB of something that is not for us: never in memory, nor readable on the
# disk, and gone from there when it is refused.
if command -v curl >/dev/null; then
	"$ATTACKS" --enter "$(cat "$store/page.address")" >"$tmp/session" ||
	    die 'no session'
	. "$tmp/session"
	printf 'what a person has said' >"$tmp/large.bundle"
	truncate -s 200000000 "$tmp/large.bundle"
	printf 'what a person has said' >>"$tmp/large.bundle"
	upload() {
		curl -s -L -o "$tmp/out" -b "$cookie" -H "Origin: $origin" \
		    -F "_form=$form" -F "bundle=@$tmp/large.bundle" "$@" \
		    "$origin/carry/take"
	}
	# From here on: the passphrase took 64 MiB for a moment.
	echo 5 >"/proc/$server/clear_refs"
	upload --limit-rate 100M &
	coming=$!
	n=0
	until [ -s "$(find "$store/uploads" -type f 2>/dev/null | head -1)" ]; do
		n=$((n + 1))
		[ $n -le 200 ] || die 'nothing comes in'
		sleep 0.05
	done
	grep -rqa 'what a person has said' "$store" &&
	    die 'what comes in can be read on the disk'
	wait "$coming" || die 'the upload'
	n=0
	until [ -z "$(find "$store/incoming" "$store/uploads" -type f \
	    2>/dev/null)" ]; do
		n=$((n + 1))
		[ $n -le 200 ] || die 'something was left of it'
		curl -s -o /dev/null -b "$cookie" "$origin/carry"
		sleep 0.1
	done
	checks=$((checks + 2))
	peak=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$server/status")
	if ! grep -q asan "/proc/$server/maps"; then
		[ "$peak" -lt 40000 ] || die "$peak KB while 200 MB came in"
		checks=$((checks + 1))
	fi
	echo "peak $peak KB"

	# Killed in the middle: the next start clears up, a quit one does too.
	upload --limit-rate 20M &
	coming=$!
	until [ -s "$(find "$store/uploads" -type f 2>/dev/null | head -1)" ]; do
		sleep 0.05
	done
	kill -9 "$server"
	wait "$server" "$coming" 2>/dev/null
	[ -n "$(find "$store/uploads" -type f)" ] || die 'killed too late'
	rm "$tmp/address"
	(unset RECOLTE_PASSPHRASE
	exec "$COLLECTOR" --no-browser --store "$store" >"$tmp/address") &
	server=$!
	until [ -s "$tmp/address" ]; do
		sleep 0.1
	done
	[ ! -e "$store/uploads" ] || die 'the leftovers of a killed one stay'
	checks=$((checks + 1))
fi
kill "$server"
wait "$server" 2>/dev/null
server=
done_testing
