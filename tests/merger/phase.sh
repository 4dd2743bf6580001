#!/bin/sh
# From training to the field, with a copy of the keyring that was tried.
. "$(dirname "$0")/study.sh"

printf 'office secret\n' >"$work/pass"
printf 'safe secret\n' >"$work/safe"
printf 'wrong\n' >"$work/wrong"
office() { "$merger_program" -w "$work/office" --passphrase-file "$work/pass" "$@"; }
# Nobody begins in the field whose keys were never tried.
refused 2 "then merger phase field --copy FILE" office init \
    --hub "$work/hub.git" --form "$cases/mini.md" --phase field
works office init --hub "$work/hub.git" --form "$cases/mini.md"
has "where it begins" "$out" "phase    training"
has "what comes next" "$err" "1. merger -w $work/office cases import"
has "what comes next" "$err" "5. merger -w $work/office phase field --copy"
works office phase
equal "phase" "$out" training
has "nothing counts" "$err" "do not count, and never will"
refused 2 "already" office phase training
refused 2 "training, pilot or field" office phase holiday
refused 2 "merger close" office phase closed
works office phase pilot
refused 2 "only go forward" office phase training
refused 2 "before the field" office phase field

# A copy under a passphrase of its own, numbered.
refused 2 "RECOLTE_COPY_PASSPHRASE" office keys export "$work/copy" </dev/null
works office keys export "$work/copy" --copy-passphrase-file "$work/safe"
has "numbered" "$out" "copy 1 of the keyring"
refused 2 "is there already" office keys export "$work/copy" \
    --copy-passphrase-file "$work/safe"
: >"$work/empty"
refused 2 "protects nothing" office keys export "$work/none" \
    --copy-passphrase-file "$work/empty"
[ -e "$work/none" ] && fail "a copy without a passphrase was written"
works office keys list
has "list" "$out" "never opened"

# The drill fails with what would not help.
refused 4 "copy" office phase field --copy "$work/copy" \
    --copy-passphrase-file "$work/wrong"
works merger_at other init --no-passphrase --hub "$work/other.git" \
    --form "$cases/mini.md"
works merger_at other keys export "$work/others" \
    --copy-passphrase-file "$work/safe"
refused 4 "another study" office phase field --copy "$work/others" \
    --copy-passphrase-file "$work/safe"
head -c 200 "$work/copy" >"$work/torn"
refused 3 "torn" office keys check "$work/torn" \
    --copy-passphrase-file "$work/safe"
equal "still" "$(office phase)" pilot
works office keys check "$work/copy" --copy-passphrase-file "$work/safe"
has "opens" "$out" "copy 1 opens what laptops send"
works office keys list
has "list" "$out" "1  20"
has "list" "$out" "opened 20"
works office phase field --copy "$work/copy" \
    --copy-passphrase-file "$work/safe"
equal "in the field" "$(office phase)" field
works office status
has "status" "$out" "key copies     1, last tried: 20"
lacks "status" "$err" "no copy"
lacks "in the field" "$err" "do not count"
hasty() { merger_at hasty --passphrase-file "$work/pass" "$@"; }
works hasty init --hub "$work/hub.git" --keys "$work/office/keys"
works hasty pull
works hasty status
has "another folder" "$err" "no copy of the keyring was ever tried"

# The office burns: the copy makes another one, with the same dataset.
works office invite "Ana" -o "$work/1.invitation"
works collector 1 join "$work/1.invitation" --passphrase-file "$work/pass"
c1() { collector 1 "$@" --passphrase-file "$work/pass"; }
works c1 sync
works office pull
works office devices admit
works c1 sync
printf '%s\n' '{".source":"1","agree":"yes","age":"30"}' >"$work/a.ndjson"
works c1 import "$work/a.ndjson"
works c1 sync
works office pull
digest=$(office status --json | sed 's/.*"digest":"\([0-9a-f]*\)".*/\1/')
mv "$work/office" "$work/burnt"
refused 4 "copy" office keys import "$work/copy" \
    --copy-passphrase-file "$work/wrong"
works office keys import "$work/copy" --copy-passphrase-file "$work/safe"
works office pull
works office status --json
equal "the same dataset" "$(echo "$out" |
    sed 's/.*"digest":"\([0-9a-f]*\)".*/\1/')" "$digest"
has "with the answer" "$out" '"responses":1'
works office keys export "$work/copy2" --copy-passphrase-file "$work/safe"
has "the numbers go on" "$out" "copy 2 of the keyring"
finish
