#!/bin/sh
# A full disk, by a limit on the size of files: a clear line, exit status 5,
# nothing that was acknowledged is lost, and afterwards all goes on.
. "$(dirname "$0")/lib.sh"

invitation one
gives 0 join "$tmp/one/invitation"
fakes 5 1 >"$tmp/few.ndjson"
fakes 2000 2 >"$tmp/many.ndjson"
gives 0 import "$tmp/few.ndjson"

# Room for so much more, in blocks of 512 bytes, and no further.
size=$(wc -c <"$store/store.sqlite")
limited() {
	(ulimit -f $((size / 512 + 600)); c "$@")
}
status=0
limited import "$tmp/many.ndjson" --ids || status=$?
is 'exit status with a full disk' "$status" 5
grep -q 'full' "$tmp/err" || die 'not a word of a full disk'
is 'lines about it' "$(grep -c '^collector:' "$tmp/err")" 1
cut -d' ' -f2 "$tmp/out" | sort >"$tmp/said"
said=$(wc -l <"$tmp/said")
[ "$said" -gt 0 ] || die 'nothing was taken before the disk was full'

gives 0 list
cut -d' ' -f1 "$tmp/out" | sort >"$tmp/there"
comm -23 "$tmp/said" "$tmp/there" >"$tmp/lost"
[ ! -s "$tmp/lost" ] || die "lost: $(cat "$tmp/lost")"

# The same for an interview at the terminal: the answer is not said to be kept.
size=$(wc -c <"$store/store.sqlite")
printf 'Ana\n40\n1\n' >"$tmp/answers"
status=0
(ulimit -f 8; c ask <"$tmp/answers") || status=$?
is 'exit status of ask' "$status" 5

# A backup that does not fit leaves nothing under its name.
status=0
(ulimit -f 40; c backup "$tmp/stick.backup") || status=$?
is 'exit status of a backup' "$status" 5
is 'half a backup' "$(echo "$tmp"/stick.backup*)" "$tmp/stick.backup*"

head -300 "$tmp/many.ndjson" >"$tmp/rest.ndjson"
gives 0 import "$tmp/rest.ndjson"

# A disk of its own, small, where this system lends one: full, then read-only.
apart() {	# COMMANDS: with $disk
	COLLECTOR="$COLLECTOR" disk="$tmp/disk" from="$store" tmp="$tmp" \
	    unshare -rm sh -c 'mount -t tmpfs -o size=12m none "$disk" || exit 77
	cp -R "$from" "$disk/store"
	c() { "$COLLECTOR" "$@" --store "$disk/store" >"$tmp/out" 2>"$tmp/err"; }
	say() { echo "$1 $2 $(grep -c "^collector: " "$tmp/err")" \
	    "$(tail -1 "$tmp/err")"; }
	'"$1"
}
mkdir "$tmp/disk"
if apart true 2>/dev/null; then
	apart 'c list; cp "$tmp/out" "$tmp/before"
	cat /dev/zero >"$disk/filler" 2>/dev/null
	for command in status list "import $tmp/many.ndjson" \
	    "backup $disk/backup"; do
		c $command; say $? full
	done
	ls "$disk"
	rm "$disk/filler"
	c list; cmp "$tmp/out" "$tmp/before" && echo "nothing lost"
	c import "$tmp/many.ndjson"; say $? room
	mount -o remount,ro none "$disk" || exit
	"$COLLECTOR" backup "$disk/backup" --store "$from" >"$tmp/out" \
	    2>"$tmp/err"; say $? stick
	for command in status "import $tmp/few.ndjson"; do
		c $command; say $? protected
	done' >"$tmp/seen" 2>&1
	cp "$tmp/seen" "$tmp/out"
	is 'told of a full disk' "$(grep -c '^5 full 1 .*make room' \
	    "$tmp/seen")" 4
	! grep -q '^backup' "$tmp/seen" || die 'half a backup'
	says 'nothing lost'
	says '0 room 0'
	is 'told of a read-only stick' "$(grep -c \
	    '^5 stick 1 .*write-protected' "$tmp/seen")" 1
	is 'told of a read-only disk' "$(grep -c \
	    '^5 protected 1 .*write-protected' "$tmp/seen")" 2
else
	echo 'skipped: a disk of its own'
fi
echo "$said responses were kept before the disk was full"
done_testing
