#!/bin/sh
# Disks: a damaged index, a full disk, a death at any moment. Nothing is lost.
. "$(dirname "$0")/study.sh"

with_laptops 1 2
printf 'case;town\nA;Lille\nB;Lens\n' >"$work/frame.csv"
works merger cases import "$work/frame.csv"
answer 1 '{".source":"a","agree":"yes","age":"30","colour":"red"}'
sync 1
works merger pull
id=$(merger status --responses | cut -c1-36)
works merger correct "$id" age=31 --reason x
works merger pull
for i in 1 2 3 4 5 6; do
	answer 1 "{\"agree\":\"yes\",\"age\":\"4$i\",\".source\":\"1$i\"}"
	answer 2 "{\"agree\":\"yes\",\"age\":\"5$i\",\".source\":\"2$i\"}"
	sync 1 2
done
keep() {
	rm -rf "$work/office.kept" "$work/hub.kept"
	cp -R "$work/office" "$work/office.kept"
	cp -R "$work/hub.git" "$work/hub.kept"
}
restore() {
	rm -rf "$work/office" "$work/hub.git"
	cp -R "$work/office.kept" "$work/office"
	cp -R "$work/hub.kept" "$work/hub.git"
}
keep
works merger pull
equal responses "$(figure responses)" 13
export_of office undisturbed
digest=$(figure digest)
as_undisturbed() {	# WHAT
	equal "$1: digest" "$(figure digest)" "$digest"
	export_of office disturbed
	same_export undisturbed disturbed
	fsck "$work/office/depot"
	fsck "$work/hub.git"
}

# ---- the index ----
cp "$work/office/index.sqlite" "$work/index.kept"
rm -f "$work/office/index.sqlite-wal" "$work/office/index.sqlite-shm"
echo "no database at all, but long enough to be looked at" \
    >"$work/office/index.sqlite"
refused 3 "index.sqlite" merger status
has "what to do" "$err" "move index.sqlite away and say merger pull"
lacks "other words" "$err" "restore a backup"
for how in empty missing; do
	rm -f "$work/office/index.sqlite"
	[ $how = missing ] || : >"$work/office/index.sqlite"
	refused 2 "made again by merger pull --hub HUB" merger status
done
rm -f "$work/office/index.sqlite"
works merger pull --hub "$work/hub.git"
as_undisturbed "index made again"
# And it can go on writing: on a chain of its own.
works merger correct "$id" age=33 --reason y
works merger pull
works merger pull
equal "nothing waits" "$out" "nothing new"

# ---- the keys ----
restore
works merger pull
copy_pass() { RECOLTE_COPY_PASSPHRASE='a passphrase of the copy' "$@"; }
rm -f "$work/safe"
works copy_pass merger keys export "$work/safe"
works merger correct "$id" age=35 --reason w
digest_then=$(figure digest)
cp "$work/office/keys" "$work/keys.kept"
for bytes in 0 100; do
	head -c "$bytes" "$work/keys.kept" >"$work/office/keys"
	refused 3 "move the file keys away and bring a copy back" merger status
done
rm "$work/office/keys"
refused 5 "the file keys is gone" merger status
refused 5 "le fichier keys a disparu" merger status --language fr
# Another study is not begun over it; the copy goes on where the keys left off,
# with what nobody has pulled yet.
refused 2 "other keys than these were used here" merger init \
    --no-passphrase --hub "$work/new.git" --form "$cases/mini.md"
works copy_pass merger keys import "$work/safe" --no-passphrase
equal "keys are back" "$(figure digest)" "$digest_then"
works merger pull
equal "keys are back: what was written" "$(figure digest)" "$digest_then"
equal "no depot aside" "$(echo "$work"/office/depot.*)" "$work/office/depot.*"
fsck "$work/hub.git"

# ---- the depot ----
# With it goes what was written since the last pull; the index has that too.
cp "$work/office/index.sqlite" "$work/index.older"
works merger correct "$id" age=36 --reason v
works merger correct "$id" age=37 --reason u
digest_then=$(figure digest)
sleep 1.1	# or the commits are made again as they were
rm -r "$work/office/depot"
refused 5 "merger pull fetches it again" merger export csv "$work/none"
works merger pull
equal "depot is back" "$(figure digest)" "$digest_then"
works merger pull
equal "depot is back: then" "$out" "nothing new"
fsck "$work/office/depot"

# ---- an index that is older than the depot ----
works merger correct "$id" age=38 --reason t
cp "$work/index.older" "$work/office/index.sqlite"
rm -f "$work/office/index.sqlite-wal" "$work/office/index.sqlite-shm"
works merger correct "$id" age=39 --reason s
has "older index" "$err" "index.sqlite is an older copy than the depot"
works merger pull
lacks "older index: numbers" "$err" "share a number"
lacks "older index: said once" "$err" "older copy"
digest_then=$(figure digest)
# All that was ever written came to the hub, and nothing twice.
works merger_at another init --no-passphrase --hub "$work/hub.git" \
    --keys "$work/office/keys"
works merger_at another pull
equal "older index: elsewhere" "$(figure digest another)" "$digest_then"
lacks "older index: numbers elsewhere" "$err" "share a number"
for reason in v u t s; do
	has "correction $reason" "$(merger person "$id" 2>&1; export_of office \
	    all; cat "$work"/all/*)" "$reason"
done
fsck "$work/hub.git"

# ---- branches of the depot that a power cut left empty ----
for what in seen own all; do
	restore
	case $what in
	seen) where=refs/hub ;;
	own) where=refs/heads ;;
	all) where=refs ;;
	esac
	find "$work/office/depot/$where" -type f | while read -r ref; do
		: >"$ref"
	done
	works merger pull
	has "$what empty" "$err" "parts were left empty, as a power cut does"
	as_undisturbed "$what empty"
	works merger pull
	equal "$what empty: then" "$out$err" "nothing new"
	sync 1 2
	works merger pull
	lacks "$what empty: laptops" "$out$err" "wrong"
	works collector 1 status
	has "$what empty: receipts" "$out" "responses   7 (merged: 7)"
done

# ---- and other damage: it says what to do, which helps ----
restore
find "$work/office/depot/objects" -type f -size -3 | while read -r object; do
	chmod u+w "$object"
	: >"$object"
done
run merger pull
equal "objects empty ($err)" "$status" 3
has "objects empty" "$err" "move the folder \"depot\" of this workspace away"
mv "$work/office/depot" "$work/office/depot.away"
works merger pull
as_undisturbed "objects empty"

# ---- a full disk: files may not grow over so many blocks ----
refusals=0
for blocks in 0 2 8 40 150; do
	restore
	# What it says goes through a pipe: those files may not grow either.
	status=$( { (trap '' XFSZ; ulimit -f "$blocks"; merger pull; echo $? >&3) \
	    2>&1 >/dev/null | cat >"$work/.err"; } 3>&1)
	case $status in
	0 | 1) ;;
	5)
		refusals=$((refusals + 1))
		grep -q 'merger: ..*' "$work/.err" || fail "full: no word"
		;;
	*) fail "full disk at $blocks: ended with $status: $(cat "$work/.err")" ;;
	esac
	works merger pull
	as_undisturbed "full disk at $blocks"
done
[ "$refusals" -gt 0 ] || fail "the disk was never full"

# ---- deaths ----
dies() {	# HUNDREDTHS command ...
	after=$1
	shift
	"$merger_program" -w "$work/office" "$@" >/dev/null 2>&1 &
	pid=$!
	sleep "0.$after"
	kill -9 "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
	# Ten minutes are long for a test: a dead lock on the hub goes now.
	find "$work/hub.git" -name '*.lock' -exec rm -f {} +
}
for after in 01 04 08 13 20; do
	restore
	dies "$after" pull
	works merger pull
	as_undisturbed "death after 0.$after s of pull"
done

printf 'case;town\nA;Lille\nB;Lens\nC;Douai\n' >"$work/frame.csv"
for after in 01 05 10 16; do
	restore
	works merger pull
	dies "$after" cases import "$work/frame.csv"
	works merger cases import "$work/frame.csv"
	works merger pull
	works merger cases import "$work/frame.csv"
	equal "death after 0.$after s of cases import: then" \
	    "${out#*: }" "0 cases added, 0 changed, 3 as before"
	equal "cases" "$(figure cases)" 3
	dies "$after" correct "$id" colour=blue --reason z
	works merger correct "$id" colour=blue --reason z
	works merger pull
	equal "death after 0.$after s of correct: conflicts" \
	    "$(figure conflicts)" 0
	export_of office corrected
	[ "$after" = 01 ] && cp -R "$work/corrected" "$work/corrected.first"
	sed 's/,20[0-9-]*T[^,]*,/,,/' "$work/corrected/mini.csv" >"$work/a"
	sed 's/,20[0-9-]*T[^,]*,/,,/' "$work/corrected.first/mini.csv" >"$work/b"
	cmp -s "$work/a" "$work/b" || fail "death after 0.$after s: other rows"
	fsck "$work/office/depot"
	fsck "$work/hub.git"
done
finish
