#!/bin/sh
# kill -9 while packing and delivering, at another moment each time: no number
# with two contents, nothing lost, nothing to repair.
. "$(dirname "$0")/lib.sh"

m() {
	status=0
	"$MERGER" "$@" -w "$tmp/office" >"$tmp/m.out" 2>"$tmp/m.err" ||
	    status=$?
	[ $status -le 1 ] || {
		cat "$tmp/m.err" >&2
		die "merger $*: exit status $status"
	}
}
hub=$tmp/hub.git
m init --no-passphrase --phase field --hub "$hub" --form "$here/visit.md"
m invite Ana -o "$tmp/ana.invitation"
gives 0 join "$tmp/ana.invitation"
m pull
m devices admit

cut=0
for round in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
	fakes 3 "1$round" >"$tmp/a.ndjson"
	gives 0 import "$tmp/a.ndjson"
	"$COLLECTOR" sync --store "$store" >/dev/null 2>&1 &
	pid=$!
	sleep "0.$(printf '%03d' $((round * 17)))"
	kill -9 $pid 2>/dev/null && cut=$((cut + 1))
	wait $pid 2>/dev/null
done
[ $cut -gt 0 ] || die 'no sync was cut short'
# A sync that died while it moved its branch leaves git's lock on the hub. Such
# a lock of our own branch is lifted after ten minutes (unit.hub shows it);
# removing it here stands in for that time.
find "$hub/refs/heads/device" -name '*.lock' -exec rm {} +
gives 0 sync
says 'to deliver: 0; delivered: 48'
gives 0 sync
says 'to deliver: 0; delivered: 48'
gives 0 status
says '(sent: 48)'
device=$(sed -n 's/^device  *\([a-z2-7]*\):.*/\1/p' "$tmp/out")
is 'chains' "$(git --git-dir="$hub" branch --list "device/$device/*" |
    wc -l | tr -d ' ')" 1
git --git-dir="$hub" fsck --strict >"$tmp/fsck" 2>&1 ||
    die "$(cat "$tmp/fsck")"
m pull
m status --json
is 'responses at the office' \
    "$(sed 's/.*"responses":\([0-9]*\).*/\1/' "$tmp/m.out")" 48
is 'alarms at the office' \
    "$(sed 's/.*"alarms":\([0-9]*\).*/\1/' "$tmp/m.out")" 0
gives 0 sync
says 'merged: 48'
echo "$cut of 16 syncs were cut short"
done_testing
