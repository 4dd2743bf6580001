#!/bin/sh
# The figures of bench_exchange.c, with a study around them, a web server in
# front of the hub, and zstd to compare with.
#	exchange.sh BUILD FOLDER
set -eu
build=$1 folder=$2
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/tests/network/lighttpd.sh"
bench=$build/tests/bench_exchange
form=$root/samples/panorama/panorama.xlsx
unset RECOLTE_PASSPHRASE
# The hub's own disk is not what is measured.
hubs=$folder/hubs
[ -d /dev/shm ] && [ -w /dev/shm ] && hubs=$(mktemp -d /dev/shm/bench-XXXXXX)
mkdir -p "$hubs"
server=
clean_up() {
	[ -z "$server" ] || kill "$server" 2>/dev/null || :
	rm -rf "$hubs"
}
trap clean_up EXIT
trap 'exit 1' HUP INT TERM

office=office
merger() { "$build/merger/merger" -w "$folder/$office" "$@" >/dev/null; }
collector() { "$build/collector/collector" --store "$folder/$store" "$@" \
    >/dev/null; }
fakes() {	# HOW-MANY SEED
	"$build/formspec/formspec" fake "$form" -n "$1" --seed "$2" \
	    >"$folder/fakes.ndjson"
	collector import "$folder/fakes.ndjson" || [ $? = 1 ]
}
joined() {	# STORE
	store=$1
	merger invite "$1" -o "$folder/$1.invitation"
	collector join "$folder/$1.invitation"
}

merger init --no-passphrase --phase field --hub "$folder/hub.git" --form "$form"
joined many
fakes 600 11
"$bench" save "$folder/many"

joined few
for run in 1 2 3 4 5 6 7 8 9; do
	fakes 20 "10$run"
	"$bench" pack "$folder/few"
done | sort -n | awk '{ value[NR] = $1; floor[NR] = $2 }
	END { n = int((NR + 1) / 2); printf "{\"name\":\"pack_commit\"," \
	    "\"value\":%.4g,\"unit\":\"ms\",\"floor\":%.4g,\"ratio\":%.4g}\n",
	    value[n], floor[n], value[n] / floor[n] }'

mkdir -p "$folder/wire/train" "$folder/wire/test"
"$bench" wire "$folder/many" "$folder/wire/test" >"$folder/wire/out"
office=elsewhere
merger init --no-passphrase --phase field --hub "$folder/elsewhere.git" \
    --form "$form"
joined other
fakes 600 12
"$bench" wire "$folder/other" "$folder/wire/train" >/dev/null
grep '^{' "$folder/wire/out"
if command -v zstd >/dev/null; then
	zstd -q --train "$folder"/wire/train/* -o "$folder/wire/dictionary" \
	    2>/dev/null
	for file in "$folder"/wire/test/*; do
		zstd -q -19 -D "$folder/wire/dictionary" -c "$file" | wc -c
	done | awk -v ours="$(sed -n 's/.*compressed //p' "$folder/wire/out")" '
		{ sum += $1 }
		END { printf "{\"name\":\"wire_bytes_zstd_dict\"," \
		    "\"value\":%.4g,\"unit\":\"bytes\",\"floor\":%.4g," \
		    "\"ratio\":%.4g}\n", ours / NR, sum / NR, ours / sum }'
else
	echo "bench: wire_bytes_zstd_dict: skipped, no zstd" >&2
fi

PATH=$PATH:/usr/sbin
url=
if command -v lighttpd >/dev/null && command -v git >/dev/null; then
	port=$("$build/tests/odd_server" port)
	lighttpd_settings "$port" "$hubs" "$folder" >"$folder/lighttpd.conf"
	lighttpd -D -f "$folder/lighttpd.conf" >"$folder/server.log" 2>&1 &
	server=$!
	"$build/tests/odd_server" await "$port"
	url=http://127.0.0.1:$port/git/hub.git
else
	echo "bench: fetch_http: skipped, no lighttpd or git" >&2
fi
mkdir "$folder/fetched"
"$bench" hub "$folder/many" "$hubs" "$folder/fetched" "$url"
