#!/bin/sh
# A recording of 20 MB over http, from the laptop to the exported file; a sync
# that is killed while it goes out begins again and ends well.
. "$(dirname "$0")/lib.sh"
RECOLTE_PASSPHRASE='a passphrase for tests'
export RECOLTE_PASSPHRASE
rooms=$here/../cases/merger/rooms.md
make_hub a
serve_http
hub=$url/a.git

m 0 init --no-passphrase --phase field --hub "$hub" --form "$rooms"
m 0 invite Ana -o "$tmp/ana.invitation"
c 0 join "$tmp/ana.invitation"
c 0 sync
m 1 pull
m 0 devices admit
m 0 pull
echo '{".source":"1","agree":"yes","remark":"one"}' >"$tmp/a.ndjson"
c 0 import "$tmp/a.ndjson"
c 0 list
id=$(cut -d' ' -f1 "$tmp/out")
head -c 20971520 /dev/urandom >"$tmp/talk.mp3"
c 0 attach "$id" talk "$tmp/talk.mp3" --reason 'the recording'

# Killed on the way.
for wait in 0.3 0.6 1; do
	"$COLLECTOR" sync --store "$tmp/laptop" >/dev/null 2>&1 &
	pid=$!
	sleep $wait
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
done
c 0 sync
says 'to deliver: 0'
m 0 pull
says '1 change set merged'
m 0 export csv "$tmp/dataset"
cmp -s "$tmp/talk.mp3" "$tmp/dataset/media/$id-talk.mp3" ||
    die 'the recording came out different'
c 0 sync
says 'merged: 1'
git --git-dir="$tmp/srv/a.git" fsck --full --strict >"$tmp/out" 2>&1 ||
    die 'git fsck'
done_testing
