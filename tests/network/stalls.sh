#!/bin/sh
# A server that stalls, or goes away, at each stage of a fetch and a delivery;
# a trickle; then everything goes on where it was.
. "$(dirname "$0")/lib.sh"
RECOLTE_PATIENCE=1
make_hub a
serve_http
good=$url/a.git
good_port=$port
gives 0 deliver "$tmp/one" "$good" abc 4
gives 0 deliver "$tmp/two" "$good" def 4

# What a connection says in all, for stages of it.
within() {	# SECONDS COMMAND...
	seconds=$1
	shift
	begun=$(date +%s)
	"$@"
	took=$(($(date +%s) - begun))
	[ "$took" -le "$seconds" ] || die "$*: took $took s"
	checks=$((checks + 1))
}

serve_odd silent
within 12 gives 5 fetch "$tmp/office" "http://127.0.0.1:$port/git/a.git"
complains '(stalled)'
says 'again stalled'
HUB_CLIENT_TRIES=1
export HUB_CLIENT_TRIES
within 12 gives 5 fetch "$tmp/office" "ssh://git@127.0.0.1:$port/a.git"
within 12 gives 5 fetch "$tmp/office" "https://127.0.0.1:$port/a.git"

for bytes in 40 300 700 2000 9000; do
	for how in stall drop; do
		serve_odd relay "$good_port" "$how" "$bytes"
		bad=http://127.0.0.1:$port/git/a.git
		rm -rf "$tmp/fresh"
		status=0
		"$HUB_CLIENT" fetch "$tmp/fresh" "$bad" >"$tmp/out" \
		    2>"$tmp/err" || status=$?
		[ "$status" = 5 ] || [ "$status" = 3 ] ||
		    die "$how after $bytes bytes: exit status $status"
		grep -q '(stalled)\|(hub)\|(garbage)' "$tmp/err" ||
		    die "$how after $bytes bytes"
		gives 0 fetch "$tmp/fresh" "$good"
		git --git-dir="$tmp/fresh" fsck --strict >/dev/null 2>&1 ||
		    die "fsck after $how, $bytes bytes"
		is "branches after $how, $bytes bytes" \
		    "$(grep -c '^new' "$tmp/out")" 2
		stop_server "$pid"
	done
done

# A byte a second is no progress.
serve_odd relay "$good_port" trickle 2000
rm -rf "$tmp/fresh"
within 40 gives 5 fetch "$tmp/fresh" "http://127.0.0.1:$port/git/a.git"

# Deliveries: whatever was promised is there, the rest is delivered later.
for bytes in 40 400 700; do
	serve_odd relay "$good_port" stall "$bytes"
	status=0
	"$HUB_CLIENT" deliver "$tmp/one" "http://127.0.0.1:$port/git/a.git" \
	    abc 1 >"$tmp/out" 2>"$tmp/err" || status=$?
	promised=$(grep -c '^delivered' "$tmp/out")
	[ "$status" = 5 ] || [ "$promised" = 1 ] ||
	    die "delivery stalled after $bytes bytes: $status"
	stop_server "$pid"
done
gives 0 deliver "$tmp/one" "$good" abc 1
gives 0 fetch "$tmp/office" "$good"
gives 0 files "$tmp/office"
is 'all files of abc' "$(grep -c '^device/abc' "$tmp/out")" 8
git --git-dir="$tmp/srv/a.git" fsck --strict >/dev/null 2>&1 || die 'hub fsck'
done_testing
