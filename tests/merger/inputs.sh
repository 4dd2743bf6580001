#!/bin/sh
# What may be wrong around a study: each time one clear line and a documented
# exit status, and afterwards the right thing works in the same place.
. "$(dirname "$0")/study.sh"

formspec() { "$formspec_program" "$@"; }
begin() {
	merger init --no-passphrase --phase field --hub "$work/hub.git" "$@"
}

# ---- forms ----
head -c 300 /dev/urandom >"$work/noise.xlsx"
cat >"$work/cycle.md" <<'END'
| survey | | | | |
| | type | name | label | calculation |
| | calculate | a | | ${b} + 1 |
| | calculate | b | | ${a} + 1 |
END
cat >"$work/type.md" <<'END'
| survey | | | |
| | type | name | label |
| | selct_one x | a | A |
END
for bad in "noise.xlsx:noise.xlsx" "cycle.md:cycle.md" "type.md:selct_one"; do
	file=${bad%%:*} part=${bad#*:}
	refused 3 "$part" begin --form "$work/$file"
	equal "init $file: lines ($err)" "$(wc -l <"$work/.err" | tr -d ' ')" 1
	run formspec check "$work/$file"
	equal "formspec check $file" "$status" 3
	has "formspec check $file" "$out$err" "$part"
done
refused 2 "nowhere.xlsx" begin --form "$work/nowhere.xlsx"
refused 2 "--form FILE is missing" begin
refused 2 "--hub PATH is missing" merger init --form "$cases/mini.md"
refused 2 "training or pilot" merger init --no-passphrase \
    --hub "$work/hub.git" --form "$cases/mini.md" --phase lunch
[ ! -e "$work/office/keys" ] || fail "a study was begun with a bad form"

# ---- hubs ----
echo "not a repository" >"$work/file"
mkdir "$work/folder"
echo x >"$work/folder/x"
for there in file folder; do
	run merger init --no-passphrase --hub "$work/$there" --form \
	    "$cases/mini.md"
	[ "$status" -ge 3 ] && [ "$status" -le 5 ] ||
	    fail "hub is a $there: ended with $status"
	has "hub is a $there" "$err" "$work/$there"
done
refused 5 "nothing/hub.git" merger init --no-passphrase --form \
    "$cases/mini.md" --hub /proc/nothing/hub.git
refused 5 "is the share connected" merger init --no-passphrase --form \
    "$cases/mini.md" --hub "$work/away/hub.git"
[ ! -e "$work/away" ] || fail "a folder was made for a hub"
[ ! -e "$work/office/keys" ] || fail "a study was begun without a hub"
works begin --form "$cases/mini.md"
equal "init after all this: status" "$status" 0
has "a hub was made" "$err" "nothing was at $work/hub.git: an empty hub was made"
has "trying out" "$err" "every interview counts from now on"
works merger status
has "init after all this" "$out" "Mini (field), manifest 2"
refused 2 "there is a workspace already" begin --form "$cases/mini.md"
refused 2 "holds a study already" merger_at other init --no-passphrase \
    --hub "$work/hub.git" --form "$cases/mini.md"
works merger_at other init --no-passphrase --hub "$work/other.git" \
    --form "$cases/mini.md"

refused 5 "$work/away.git" merger pull --hub "$work/away.git"
works merger pull
equal "a slip with --hub does not stay" "$out" "nothing new"
refused 4 "another study lies there" merger pull --hub "$work/other.git"
works merger pull
equal "after another study's hub" "$out" "nothing new"
equal "alarms" "$(figure alarms)" 0
for folder in "$work/away/out" "$work/away/out/"; do
	refused 5 "the folder $work/away is not there" merger export csv "$folder"
done
[ ! -e "$work/away" ] || fail "an export made a folder and its parents"
works merger export csv "$work/exported/"
mv "$work/hub.git" "$work/hub.away"
refused 5 "hub.git" merger pull
mkdir "$work/hub.git"
refused 5 "an empty folder (is the drive or share connected?)" merger pull
rmdir "$work/hub.git"
mv "$work/hub.away" "$work/hub.git"
# A new workspace that is shown the wrong hub first.
works merger_at again init --hub "$work/other.git" --keys "$work/office/keys"
refused 4 "another study lies there" merger_at again pull
for command in status conflicts duplicates devices "invite X" \
    "export csv $work/x" "cases import $work/file" \
    "correct x a=b --reason y" "devices admit"; do
	# shellcheck disable=SC2086
	refused 2 "nothing was received yet" merger_at again $command
done
works merger_at again pull --hub "$work/hub.git"
equal "the right hub" "$(figure manifest again)" 2

# ---- a hub that cannot be written: a mount shows it even to root ----
mkdir "$work/mount"
if mount -t tmpfs -o size=4m tmpfs "$work/mount" 2>/dev/null; then
	works merger_at ro init --no-passphrase --hub "$work/mount/hub.git" \
	    --form "$cases/mini.md"
	mount -o remount,ro "$work/mount"
	printf 'case\nA\n' >"$work/frame.csv"
	refused 5 "cannot be written" merger_at ro cases import "$work/frame.csv"
	has "read-only" "$out" "1 case added"
	refused 5 "cannot be written" merger_at ro pull
	equal "kept" "$(figure cases ro)" 1
	mount -o remount,rw "$work/mount"
	works merger_at ro pull
	works merger_at ro pull
	equal "delivered" "$out" "nothing new"
	umount "$work/mount"
else
	echo "read-only hub: skipped, cannot mount"
fi

# ---- keys ----
echo "right horse" >"$work/right"
echo "wrong horse" >"$work/wrong"
works merger_at sealed init --hub "$work/sealed.git" --form "$cases/mini.md" \
    --passphrase-file "$work/right"
works merger_at sealed status --passphrase-file "$work/right"
refused 4 "keys: wrong passphrase" merger_at sealed status --passphrase-file \
    "$work/wrong"
refused 4 "wrong passphrase" merger_at s2 init --hub "$work/sealed.git" \
    --keys "$work/sealed/keys" --passphrase-file "$work/wrong"
refused 2 "passphrase" merger_at sealed status </dev/null
cp "$work/office/keys" "$work/keys.kept"
head -c 100 "$work/keys.kept" >"$work/office/keys"
refused 3 "keys" merger status
echo rubbish >"$work/office/keys"
refused 3 "keys" merger status
: >"$work/office/keys"
refused 3 "keys" merger status
cp "$work/other/keys" "$work/office/keys"
run merger status
[ "$status" -ge 3 ] && [ "$status" -le 5 ] ||
    fail "somebody else's keys: ended with $status"
cp "$work/keys.kept" "$work/office/keys"
works merger status
refused 2 "no workspace here" merger_at nowhere status
finish
