#!/bin/sh
# Who is refused learns it, on both sides, and finds a way in.
#   refused.sh MERGER COLLECTOR FORMSPEC MERGER_HAND
. "$(dirname "$0")/study.sh"
hand_program=$4

new_study
works merger invite "Ana" -o "$work/1.invitation"
works collector 1 join "$work/1.invitation"
works collector 1 sync
admit
cp "$work/1.invitation" "$work/2.invitation"
works collector 2 join "$work/2.invitation"
answer 2 '{".source":"1","agree":"yes","age":"30","remark":"kept"}'
sync 2
has "not refused yet" "$out" "a coordinator has to admit this device"
works merger pull
has "told here" "$err" "request refused: its invitation was used already"
works merger devices
has "listed" "$out" "refused      its invitation was used already by another"
works merger devices admit
equal "nobody else" "$out" "nobody asks to be admitted"

# The laptop learns it, each time, in the language of who uses it.
sync 2
has "told there" "$out" "refused: its invitation was used by another computer"
works collector 2 status
has "status says it" "$out" "refused: its invitation was used"
works collector 2 sync --language fr
has "in French" "$out" "son invitation a servi à un autre poste"
works merger pull
equal "told once" "$out" "nothing new"

# A workspace from the keys does not tell it again.
works merger_at again init --hub "$work/hub.git" --keys "$work/office/keys"
works merger_at again pull

# With a new invitation the same laptop asks again; what it has is not lost.
works merger invite "Bruno" -o "$work/3.invitation"
works collector 2 join "$work/3.invitation"
has "again" "$out" "asks again to be admitted"
sync 2
has "no longer refused" "$out" "a coordinator has to admit this device"
works merger pull
has "asks again" "$out" "1 laptop asking"
works merger devices
has "asks again" "$out" "asks         Bruno"
lacks "asks again" "$out" "refused"
works merger devices admit
works merger pull
equal "merged" "$(figure responses)" 1
sync 2
has "admitted" "$out" "this device is admitted"
refused 2 "was joined already" collector 2 join "$work/3.invitation"

# Too late: a coordinator may still admit it, by name.
works merger invite "Chloe" -o "$work/4.invitation" --days 0
refused 4 "the invitation expired" collector 4 join "$work/4.invitation"
refused 2 "is there already" merger invite "Chloe" -o "$work/4.invitation"
rm "$work/4.invitation"
works merger invite "Chloe" -o "$work/4.invitation"
works collector 4 join "$work/4.invitation"
sync 4
works "$hand_program" -w "$work/office" expire
works merger pull
has "late" "$err" "request refused: its invitation has expired"
works merger devices
has "late: listed" "$out" "refused      Chloe: its invitation has expired"
sync 4
has "late: told there" "$out" "refused: its invitation has expired"
works merger devices admit
equal "late: not by itself" "$out" "nobody asks to be admitted"
works merger devices admit "$(merger devices | sed -n 's/ *refused.*//p')"
has "late: by name" "$out" "admitted     Chloe"
sync 4
has "late: told there" "$out" "this device is admitted"
fsck "$work/hub.git"
finish
