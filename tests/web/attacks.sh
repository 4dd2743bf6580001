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
kill "$server"
wait "$server" 2>/dev/null
server=
done_testing
