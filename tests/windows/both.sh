#!/bin/sh
# One study, its coordinators and laptops on both systems: what either wrote the
# other one reads, and both make the same dataset of it, to the byte. Folders
# have names that no code page holds.
#   both.sh MERGER COLLECTOR FORMSPEC MERGER COLLECTOR
# the first three are those of Windows.
there_merger=$1 there_collector=$2 here_merger=$4 here_collector=$5
. "$(dirname "$0")/../merger/study.sh"
form=$(dirname "$here")/../samples/panorama/panorama.xlsx
LC_ALL=C.UTF-8	# how Wine reads names of files
work="$work/été à Œuvre 日本"
mkdir "$work"

on() {		# SYSTEM: whose programs are meant from here on
	eval "merger_program=\$$1_merger collector_program=\$$1_collector"
}
# The invitation names the hub as Windows does: here it has another path.
sync_here() { works collector "$1" sync --hub "$work/hub.git"; }
sync_there() { works collector "$1" sync; }
collect() {	# LAPTOP: four interviews
	sed -n "$(($1 * 4 - 3)),$(($1 * 4))p" "$work/fake.ndjson" \
	    >"$work/answers $1.ndjson"
	works collector "$1" import "$work/answers $1.ndjson"
}

# Made on Windows, by paths as they are written there.
on there
run merger init --no-passphrase --phase field \
    --hub "$(path_told "$work/hub.git")" --form "$(path_told "$form")"
equal "init ($err)" "$status" 0
for n in 1 2; do
	works merger invite "Laptop $n" -o "$work/$n.invitation"
done
works collector 1 join "$work/1.invitation"
sync_there 1
on here
works collector 2 join "$work/2.invitation"
sync_here 2
on there
admit
sync_there 1
on here
sync_here 2

"$formspec_program" fake "$form" -n 12 --seed 11 >"$work/fake.ndjson"
collect 2
sync_here 2
on there
collect 1
sync_there 1

# Each has a workspace of its own, of the same keys.
on there
works merger pull
equal "responses there" "$(figure responses)" 8
on here
works merger_at copy init --hub "$work/hub.git" --keys "$work/office/keys"
works merger_at copy pull
equal "responses here" "$(figure responses copy)" 8
equal digests "$(figure digest copy)" "$(on there; figure digest)"
export_of copy "à la maison"
on there
export_of office "là bas"
same_export "à la maison" "là bas"

# A laptop's folder moves to the other system, and back: noticed, as any copy is,
# it goes on in a chain of its own. What it collected comes by stick.
on here
sed -n 9,12p "$work/fake.ndjson" >"$work/more.ndjson"
works collector 1 import "$work/more.ndjson"
mkdir "$work/clé"
works collector 1 sync --stick "$work/clé"
on there
works merger pull --stick "$(path_told "$work/clé")"
equal "responses by stick ($out)" "$(figure responses)" 12
works collector 1 sync --stick "$(path_told "$work/clé")"
works merger pull --stick "$(path_told "$work/clé")"
equal "nothing counts twice ($out)" "$(figure responses)" 12
works collector 1 sync --stick "$(path_told "$work/clé")"
has "receipts by stick" "$out" "of which merged: 8"
on here
works merger_at copy pull
equal "digests by stick" "$(figure digest copy)" "$(on there; figure digest)"
sync_here 2
has receipts "$out" "merged: 4"
fsck "$work/hub.git"
fsck "$work/office/depot"
finish
