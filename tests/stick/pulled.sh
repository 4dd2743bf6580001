#!/bin/sh
# A stick that is pulled while bundles are written to it: an exFAT image is
# rebuilt as it was after some of its writes, with some of those since the last
# flush lost, and looked at. Whatever was on it must be there, old or new; what
# is torn must be refused; the next stick must go on.
#   pulled.sh MERGER COLLECTOR FORMSPEC BLOCKLOG BLOCKREPLAY BUNDLE_CHECK [IMAGES]
blocklog=$4 blockreplay=$5 bundle_check=$6 images=${7:-100}
# Many small files, thousands of flushes: where it costs nothing.
[ -w /dev/shm ] && TMPDIR=/dev/shm && export TMPDIR
. "$(dirname "$0")/../merger/study.sh"
lost=50		# in a hundred, of the writes since the last flush

skip() {
	echo "skipped: $*"
	rm -rf "$work"
	exit 77
}
for program in mkfs.exfat mount.exfat-fuse losetup git; do
	command -v $program >/dev/null || skip "no $program"
done
mkdir "$work/stick"
stick=$work/stick device=
mount_stick() {	# IMAGE [LOG]
	device=$(losetup -f --show "$1" 2>/dev/null) || return 1
	if [ $# = 2 ]; then
		BLOCKLOG=$2 LD_PRELOAD=$blocklog mount.exfat-fuse \
		    -o uid=0,gid=0 "$device" "$stick" >/dev/null 2>&1
	else
		mount.exfat-fuse -o uid=0,gid=0 "$device" "$stick" \
		    >/dev/null 2>&1
	fi || {
		losetup -d "$device"
		device=
		return 1
	}
}
unmount_stick() {
	[ -n "$device" ] || return 0
	umount "$stick" 2>/dev/null
	# The file system's process ends a little later.
	tries=0
	while ! losetup -d "$device" 2>/dev/null && [ $tries -lt 50 ]; do
		sleep 0.02
		tries=$((tries + 1))
	done
	while losetup "$device" >/dev/null 2>&1 && [ $tries -lt 100 ]; do
		sleep 0.02
		tries=$((tries + 1))
	done
	device=
}
trap 'unmount_stick; rm -rf "$work"' EXIT
truncate -s 8M "$work/base.img"
mkfs.exfat "$work/base.img" >/dev/null 2>&1 || skip "mkfs.exfat fails here"
mount_stick "$work/base.img" || skip "an exFAT image cannot be mounted here"

# What the stick holds before: a bundle of each laptop, and the office's.
with_laptops 1 2 3
study=$(git -C "$work/hub.git" log -1 --format=%B main |
    sed -n 's/^Study: //p')
for n in 1 2 3; do
	answer $n "{\"agree\":\"yes\",\"age\":\"3$n\"}"
	works collector $n sync --to "$stick"
done
works merger pull --to "$stick"
mkdir "$work/old" "$work/new"
cp "$stick"/*/*.bundle "$work/old"
unmount_stick
cp "$work/base.img" "$work/work.img"

# What happens to it, write by write.
mount_stick "$work/work.img" "$work/log" || skip "no log of writes"
for n in 1 2 3; do
	for i in 1 2 3 4 5 6 7 8; do
		printf '{"agree":"yes","age":"%s%s","remark":"%s"}\n' $n $i \
		    "$(head -c 3000 /dev/urandom | od -An -tx1 | tr -d ' \n')"
	done >"$work/more.ndjson"
	works collector $n import "$work/more.ndjson"
	works collector $n sync --to "$stick"
done
works merger pull --stick "$stick"
equal "merged by stick" "$(figure responses)" 27
cp "$stick"/*/*.bundle "$work/new"
unmount_stick
# shellcheck disable=SC2046
set -- $("$blockreplay" "$work/log")
records=$1 flushes=$2
[ "$records" -gt 100 ] || fail "only $records writes were seen"

whole=0 torn=0 damaged=0 temporary=0
# One of these, by the beginning of their names, must be whole in the image.
one_of() {	# BOX OWNER
	for file in "$stick/$1/$2"-*.bundle; do
		[ -e "$file" ] || continue
		cmp -s "$file" "$work/old/${file##*/}" && return
		cmp -s "$file" "$work/new/${file##*/}" && return
	done
	damaged=$((damaged + 1))
	fail "image $i ($count writes): nothing whole of $1/$2"
}
look_at() {
	for file in "$stick"/*/*; do
		case $file in
		*.tmp)
			temporary=$((temporary + 1))
			continue ;;
		esac
		if cmp -s "$file" "$work/old/${file##*/}" ||
		    cmp -s "$file" "$work/new/${file##*/}"; then
			whole=$((whole + 1))
			continue
		fi
		torn=$((torn + 1))
		"$bundle_check" "$work/check" "$study" "$file" \
		    >"$work/.checked" || fail "bundle_check $file"
		grep -q '^refused' "$work/.checked" ||
		    fail "image $i ($count writes): taken though torn: $file"
	done
	for owner in $owners; do one_of outbox "$owner"; done
	one_of inbox "$office"
}
owners=$(ls "$work/old" | sed -n 's/-enrolment.*//p')
office=$(ls "$work/old" | grep -v -e -0000 -e enrolment | sed 's/-.*//')
i=0
while [ $i -lt "$images" ]; do
	i=$((i + 1))
	count=$((records * i / images))
	cp --sparse=always "$work/base.img" "$work/x.img"
	"$blockreplay" "$work/log" "$work/x.img" $count $i $lost ||
	    fail "blockreplay $i"
	if mount_stick "$work/x.img"; then
		look_at
		# Now and then the laptop goes on with it as it is.
		if [ $((i % 20)) = 0 ]; then
			works collector 1 sync --to "$stick" --complete
			equal "image $i: goes on ($err)" "$status" 0
		fi
	else
		damaged=$((damaged + 1))
		fail "image $i ($count writes): cannot be mounted"
	fi
	unmount_stick
done
echo "$records writes, $flushes flushes; $images images: $whole bundles" \
    "whole, $torn torn and refused, $temporary half written;" \
    "$damaged damaged deliveries"
finish
