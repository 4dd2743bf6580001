#!/bin/sh
# Several laptops at one hub, laptops that are killed, a hub that cannot be
# written. A delivery that was reported must be on the hub, whole.
#   contention.sh HUB_CLIENT
set -u
client=$1
work=$(mktemp -d "${TMPDIR:-/tmp}/recolte-contention-XXXXXX") || exit 1
failed=0
trap 'rm -rf "$work"' EXIT

fail() {
	echo "FAILED: $*" >&2
	failed=1
}

equal() {	# what seen expected
	[ "$2" = "$3" ] || fail "$1: expected $3, saw $2"
}

fsck() {
	command -v git >/dev/null || { echo "fsck $1: skipped, no git"; return; }
	git -C "$1" fsck --full --strict >"$work/fsck" 2>&1 ||
	    fail "git fsck $1: $(head -3 "$work/fsck")"
	# What a death leaves dangling is no damage.
	grep -v -e '^dangling' -e '^notice' "$work/fsck" | grep . &&
	    fail "git fsck $1 has remarks"
	:
}

eight_laptops() {
	"$client" create "$work/hub.git" || fail "create"
	for i in 1 2 3 4 5 6 7 8; do
		"$client" deliver "$work/laptop$i" "$work/hub.git" "d$i" 20 \
		    >"$work/out$i" 2>"$work/err$i" &
	done
	wait
	cat "$work"/err[1-8]
	equal "reported" "$(cat "$work"/out[1-8] | wc -l | tr -d ' ')" 160
	"$client" fetch "$work/office" "$work/hub.git" >"$work/moves" ||
	    fail "fetch"
	equal "branches" "$(grep -c '^new device/d[1-8]/' "$work/moves")" 8
	equal "delivered" "$("$client" files "$work/office" | sort -u | wc -l |
	    tr -d ' ')" 160
	fsck "$work/hub.git"
	fsck "$work/office"
}

# Fifty processes of five deliveries each, at once, on one hub: of 250 that are
# reported each is there, and none that is not.
fifty() {	# deliver|share
	rm -rf "$work"/fifty*
	"$client" create "$work/fifty.git" || fail "create"
	for i in $(seq 50); do
		"$client" "$1" "$work/fifty$i" "$work/fifty.git" "p$i" 5 \
		    >"$work/fifty-out$i" 2>"$work/fifty-err$i" &
	done
	wait
	cat "$work"/fifty-err* >&2
	cat "$work"/fifty-out* | sed 's/^delivered //' | sort >"$work/told"
	"$client" fetch "$work/fifty" "$work/fifty.git" >/dev/null ||
	    fail "fetch"
	case $1 in
	share) "$client" files "$work/fifty" | sed 's/^main //' ;;
	*) "$client" files "$work/fifty" |
	    sed 's|^device/\([^/]*\)/[^ ]* 0*\([0-9]*\).cs|\1 \2|' ;;
	esac | sort >"$work/there"
	equal "$1: reported" "$(wc -l <"$work/told" | tr -d ' ')" 250
	cmp "$work/told" "$work/there" >&2 ||
	    fail "$1: what was reported is not what is there"
	fsck "$work/fifty.git"
	echo "fifty times five, $1: $(wc -l <"$work/there" | tr -d ' ')" \
	    "delivered of 250"
	rm -rf "$work"/fifty*
}

# Four coordinators want the same branch: the order is open, the sum is not.
one_branch() {
	for i in 1 2 3 4; do
		"$client" share "$work/desk$i" "$work/hub.git" "c$i" 10 \
		    >"$work/out$i" 2>"$work/err$i" &
	done
	wait
	cat "$work"/err[1-4]
	cat "$work"/out[1-4] | sed 's/delivered/main/' | sort >"$work/shared"
	equal "reported on main" "$(wc -l <"$work/shared" | tr -d ' ')" 40
	"$client" fetch "$work/office" "$work/hub.git" main >/dev/null ||
	    fail "fetch main"
	"$client" files "$work/office" | grep '^main ' | sort >"$work/there"
	cmp -s "$work/shared" "$work/there" ||
	    fail "main: $(wc -l <"$work/there") of 40 are there"
	fsck "$work/hub.git"
}

# Ten deaths at any moment; each time the next start goes on.
killed_laptop() {
	: >"$work/promised"
	for i in 1 2 3 4 5 6 7 8 9 10; do
		"$client" deliver "$work/mortal" "$work/hub.git" mortal 1000 \
		    >"$work/part" 2>"$work/part-err" &
		pid=$!
		sleep "0.0$i"
		sleep 0.1
		kill -9 "$pid" 2>/dev/null
		wait "$pid" 2>/dev/null
		cat "$work/part" >>"$work/promised"
		grep -v 'cut short and left a lock' "$work/part-err" | grep . &&
		    fail "after a death"
		# Ten minutes are long for a test: the lock is judged in
		# test_hub.c, here it is taken away.
		rm -f "$work"/hub.git/refs/heads/device/mortal/*.lock
	done
	"$client" deliver "$work/mortal" "$work/hub.git" mortal 1 \
	    >>"$work/promised" || fail "the last start"
	"$client" fetch "$work/office" "$work/hub.git" device/mortal/ \
	    >/dev/null || fail "fetch"
	"$client" files "$work/office" | grep mortal >"$work/there"
	[ -s "$work/promised" ] || fail "nothing was promised"
	while read -r _ device number; do
		name=$(printf 'device/%s/0000000000000001 %08d.cs' "$device" \
		    "$number")
		grep -qx "$name" "$work/there" || fail "lost: $name"
	done <"$work/promised"
	echo "$(wc -l <"$work/promised" | tr -d ' ') promises kept"
	fsck "$work/hub.git"
	fsck "$work/mortal"
}

one_program_at_a_time() {
	"$client" deliver "$work/mortal" "$work/hub.git" mortal 1000 \
	    >/dev/null 2>&1 &
	pid=$!
	sleep 0.3
	"$client" fetch "$work/mortal" "$work/hub.git" >/dev/null 2>"$work/err"
	grep -q 'another program is at work on it' "$work/err" ||
	    fail "two programs in one depot: $(cat "$work/err")"
	kill -9 "$pid"
	wait "$pid" 2>/dev/null
}

# A mount shows it even to root, who may write where modes forbid it.
read_only_hub() {
	mkdir "$work/ro"
	if ! mount -t tmpfs -o size=1m tmpfs "$work/ro" 2>/dev/null; then
		echo "read-only hub: skipped, cannot mount"
		return
	fi
	"$client" create "$work/ro/hub.git"
	mount -o remount,ro "$work/ro"
	"$client" deliver "$work/fresh" "$work/ro/hub.git" fresh 1 \
	    >/dev/null 2>"$work/err"
	equal "read-only hub" "$(cat "$work/err")" \
	    "hub_client: hub $work/ro/hub.git: cannot be written"
	mount -o remount,rw "$work/ro"
	"$client" deliver "$work/fresh" "$work/ro/hub.git" fresh 2000 \
	    >/dev/null 2>"$work/err"
	grep -q 'no room left for device/fresh' "$work/err" ||
	    fail "full hub: $(cat "$work/err")"
	umount "$work/ro"
}

# Whatever the user's own git settings say.
foreign_settings() {
	mkdir "$work/home"
	printf '[core]\n\tbare = maybe\n[broken\n' >"$work/home/.gitconfig"
	HOME=$work/home XDG_CONFIG_HOME=$work/home "$client" deliver \
	    "$work/homeless" "$work/hub.git" homeless 1 >/dev/null ||
	    fail "a broken .gitconfig matters"
}

eight_laptops
one_branch
killed_laptop
one_program_at_a_time
read_only_hub
foreign_settings
fifty deliver
fifty share
[ "$failed" = 0 ] && echo "all delivered"
exit "$failed"
