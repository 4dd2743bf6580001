#!/bin/sh
# Several accounts of one computer and a hub for all of them: what one brings
# the others can read and go on from.
#   shared.sh MERGER COLLECTOR FORMSPEC
# shellcheck disable=SC2034
. "$(dirname "$0")/../merger/study.sh"

# For what anybody may try.
run merger init --no-passphrase --hub "$work/x.git" --shared them \
    --form "$cases/mini.md"
equal "nobody is called so" "$status" 2
works merger_at small init --no-passphrase --hub "$work/group.git" \
    --shared group --form "$cases/mini.md"
equal "git's own word for it" "$(git -C "$work/group.git" config \
    core.sharedRepository)" 0660
equal "not for strangers" "$(find "$work/group.git" -perm /007 | wc -l |
    tr -d ' ')" 0
equal "all for the group" "$(find "$work/group.git" ! -perm -040 |
    wc -l | tr -d ' ')" 0
equal "folders hand it down" "$(find "$work/group.git" -type d \
    ! -perm -2070 | wc -l | tr -d ' ')" 0
run merger_at late init --no-passphrase --hub "$work/group.git" --shared all \
    --form "$cases/mini.md"
equal "a hub that is there" "$status" 2

# A stick whose files have owners (ext4): others read what lies there, and
# leave theirs beside it.
mkdir "$work/stick"
works merger_at small invite Ana -o "$work/9.invitation"
works collector 9 join "$work/9.invitation"
works collector 9 sync --stick "$work/stick"
works merger_at small pull --stick "$work/stick"
equal "bundles that only their owner reads" "$(find "$work/stick" -name \
    '*.bundle' ! -perm -044 | wc -l | tr -d ' ')" 0
equal "bundles that others write" "$(find "$work/stick" -name '*.bundle' \
    -perm /022 | wc -l | tr -d ' ')" 0
equal "bundles" "$(find "$work/stick" -name '*.bundle' | wc -l |
    tr -d ' ')" 2
equal "boxes that others cannot write" "$(find "$work/stick" -mindepth 1 \
    -type d ! -perm -0777 | wc -l | tr -d ' ')" 0

# Real accounts: only root may play them.
if [ "$(id -u)" != 0 ] || ! command -v setpriv >/dev/null; then
	echo "other accounts: skipped, not root"
	finish
fi
merger_program=$(readlink -f "$merger_program")
collector_program=$(readlink -f "$collector_program")
chmod 755 "$work"
account() {	# NUMBER GROUP command ...
	number=$1 group=$2
	shift 2
	setpriv --reuid "$number" --regid "$group" --clear-groups -- "$@"
}
for kind in group all; do
	hub=$work/$kind-hub
	mkdir "$hub" "$work/$kind-boss" "$work/$kind-1" "$work/$kind-2"
	chown 2000 "$work/$kind-boss"
	chown 2001 "$work/$kind-1"
	chown 2002 "$work/$kind-2"
	chgrp 2100 "$hub"
	chmod 2777 "$hub"
	# In one group, or in none together.
	g=2100
	[ $kind = all ] && g=
	boss() { account 2000 "${g:-2200}" "$merger_program" -w \
	    "$work/$kind-boss/w" "$@"; }
	laptop() {
		who=$1
		shift
		account "200$who" "${g:-220$who}" "$collector_program" \
		    --store "$work/$kind-$who/store" "$@"
	}
	works boss init --no-passphrase --hub "$hub/hub.git" --shared $kind \
	    --form "$cases/mini.md"
	equal "$kind: begin ($err)" "$status" 0
	for n in 1 2; do
		works boss invite "Laptop $n" -o "$work/$kind-boss/$n"
		cp "$work/$kind-boss/$n" "$work/$kind-$n/invitation"
		chown "200$n" "$work/$kind-$n/invitation"
		works laptop $n join "$work/$kind-$n/invitation"
		works laptop $n sync
		equal "$kind: laptop $n ($err)" "$status" 0
	done
	works boss pull
	works boss devices admit
	for round in 1 2 3; do
		for n in 1 2; do
			i=0
			: >"$work/$kind-$n/answers.ndjson"
			while [ $i -lt 12 ]; do
				i=$((i + 1))
				echo '{"agree":"yes","age":"'$i'","remark":"'$round$n'"}'
			done >"$work/$kind-$n/answers.ndjson"
			chmod 644 "$work/$kind-$n/answers.ndjson"
			works laptop $n import "$work/$kind-$n/answers.ndjson"
			works laptop $n sync
			equal "$kind: laptop $n ($err)" "$status" 0
		done
		works boss pull
		equal "$kind: boss ($err)" "$status" 0
	done
	works boss status --json
	has "$kind: merged" "$out" '"responses":72'
	equal "$kind: locked out of" "$(find "$hub/hub.git" ! -perm -060 \
	    ! -path '*/objects/*' | wc -l | tr -d ' ')" 0
	for n in 1 2; do
		works laptop $n sync
		has "$kind: receipts" "$out" "merged: 36"
	done
	# Not shared any more, for a while.
	mode=$(stat -c %a "$hub/hub.git")
	chmod 700 "$hub/hub.git"
	refused 5 "this account may not read it" laptop 1 sync
	chmod "$mode" "$hub/hub.git"
	account 2001 "${g:-2201}" git -c safe.directory='*' \
	    --git-dir="$hub/hub.git" fsck --full >"$work/.fsck" 2>&1 ||
	    fail "$kind: git fsck: $(head -3 "$work/.fsck")"
done
finish
