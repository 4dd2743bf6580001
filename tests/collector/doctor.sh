#!/bin/sh
# What the doctor sees, says and mends. Every harm is done on purpose.
. "$(dirname "$0")/lib.sh"

m() {
	status=0
	"$MERGER" "$@" -w "$tmp/office" >"$tmp/m.out" 2>"$tmp/m.err" ||
	    status=$?
	[ $status -le 1 ] || die "merger $*: $(cat "$tmp/m.err")"
}
sql() {		# on the store: a statement
	python3 - "$store/store.sqlite" "$1" <<'END' || die "sql: $1"
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute(sys.argv[2])
db.commit()
END
}
command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
fresh() {	# the store as it was when all was well
	rm -rf "$store"
	cp -R "$tmp/well" "$store"
	"$COLLECTOR" list --store "$store" >/dev/null 2>&1	# a copy settles
}

hub=$tmp/hub.git
m init --no-passphrase --phase field --hub "$hub" --form "$here/visit.md"
m policy purge keep
m invite Ana -o "$tmp/ana.invitation"
gives 0 join "$tmp/ana.invitation"
m pull
m devices admit
fakes 3 1 >"$tmp/a.ndjson"
gives 0 import "$tmp/a.ndjson"
gives 0 sync
m pull
gives 0 sync
gives 0 doctor
says 'the store is whole'
says 'change sets: 1, in chains: 1'
says 'the hub is there'
says 'nothing lies on this laptop alone'
is 'all is well' "$(grep -cv '^good ' "$tmp/out")" 0
gives 0 doctor --language fr
says 'les données sont entières'
is 'all is well, in French' "$(grep -cv '^bon ' "$tmp/out")" 0

# What a backup cannot be written to.
gives 2 backup "$tmp"
complains 'is a folder; name the file'

# What is only here; a backup helps.
fakes 2 2 >"$tmp/b.ndjson"
gives 0 import "$tmp/b.ndjson"
gives 0 doctor
says 'note     responses that lie on this laptop alone: 2'
gives 0 backup "$tmp/backup"
gives 0 doctor
says 'there is a recent backup'
gives 0 sync
cp -R "$store" "$tmp/well"

# A draft that went along does not lie here alone; what was written since does.
printf 'Zoe\n1\n' >"$tmp/script"
gives 0 ask <"$tmp/script"
gives 0 list
gives 0 doctor
grep -q 'not delivered: 1\|alone: 1' "$tmp/out" || die 'a new draft'
gives 0 sync
gives 0 doctor
says 'nothing lies on this laptop alone'

# A clock that is far off: each sync says so, in one line. (A program under
# AddressSanitizer wants no library before its own, but bears faketime's.)
if command -v faketime >/dev/null && faketime 2001-01-01 true; then
	for when in 2099-01-01 2001-01-01; do
		ASAN_OPTIONS="${ASAN_OPTIONS:-}:verify_asan_link_order=0" \
		    faketime "$when" "$COLLECTOR" sync --store "$store" \
		    >"$tmp/out" 2>"$tmp/err" || die "sync in $when"
		is "in $when" "$(grep -c "the clock says $when.*clock right" \
		    "$tmp/err")" 1
	done
else
	echo 'skipped: a clock that is far off (no faketime)'
fi

# The repository: an object damaged, a branch gone, all of it gone.
fresh
gives 0 sync
find "$store/depot/objects" -type f | while read -r object; do
	chmod u+w "$object"
	echo damage >"$object"
done
gives 0 doctor
says 'mended   the repository was broken'
gives 0 doctor
says 'good     the repository is whole'
gives 0 sync
says 'to deliver: 0'
rm -rf "$store/depot"
gives 0 doctor
says 'the repository is whole'
gives 0 sync
says 'to deliver: 0'

# What a power cut leaves: a branch's file empty or garbled, or no repository
# at all; nobody need call the doctor first.
fresh
gives 0 sync
harm() {	# WHAT
	own=$(find "$store/depot/refs/heads/device" -type f | head -n 1)
	seen=$store/depot/refs/hub/main
	case $1 in
	own) : >"$own" ;;
	seen) echo garbage >"$seen" ;;
	every) find "$store/depot/refs" -type f | while read -r ref; do
		: >"$ref"; done ;;
	nowhere) echo 1234567890123456789012345678901234567890 >"$own" ;;
	config) echo '[[[' >"$store/depot/config" ;;
	objects) find "$store/depot/objects" -type f -size -3 |
	    while read -r object; do chmod u+w "$object"; : >"$object"; done ;;
	esac
}
for what in own seen every nowhere config objects; do
	harm "$what"
	fakes 1 9 >"$tmp/late.ndjson"
	gives 0 import "$tmp/late.ndjson"
	gives 0 sync
	says 'to deliver: 0'
	case $what in
	own | seen | every) says 'parts of the repository were left empty' ;;
	*) says 'the repository was broken' ;;
	esac
	git -C "$store/depot" fsck --no-dangling >"$tmp/fsck" 2>&1 ||
	    die "$what: $(cat "$tmp/fsck")"
done
for what in own objects; do
	harm "$what"
	gives 0 doctor
	says 'mended'
	gives 0 doctor
	says 'good     the repository is whole'
done

# What a killed program has left.
mkdir "$store/probe"
: >"$store/image-77"
: >"$store/x.1.tmp"
gives 0 doctor
is 'leftovers' "$(grep -c '^mended .* is gone$' "$tmp/out")" 3
is 'leftovers after it' \
    "$(find "$store" -name image-77 -o -name '*.tmp' -o -name probe | wc -l |
    tr -d ' ')" 0

# Answers of one response where another's were; bytes that changed.
fresh
sql 'update response set label_sealed =
    (select label_sealed from response order by id limit 1)'
gives 1 doctor
says 'wrong    response.label of'
fresh
sql "update revision set bytes_sealed = zeroblob(90) where place = 1"
gives 1 doctor
says 'wrong    revision.bytes of'

# A change set: its bytes, its place, itself.
fresh
sql "update changeset set bytes = bytes || x'00' where number = 1"
gives 1 doctor
says 'change set 1 is missing or altered'
fresh
gives 0 import "$tmp/a.ndjson"
fakes 1 3 >"$tmp/c.ndjson"
gives 0 import "$tmp/c.ndjson"
gives 0 sync
sql "update revision set chain = null, number = null where number = 1"
sql "delete from changeset where number = 1"
gives 1 doctor
says 'wrong'

# The file itself.
fresh
python3 - "$store/store.sqlite" <<'END' || die 'damage'
import sys
with open(sys.argv[1], 'r+b') as f:
    f.seek(0, 2)
    size = f.tell()
    for page in range(3, size // 4096, 2):
        f.seek(page * 4096)
        f.write(b'\xff' * 64)
END
status=0
c doctor || status=$?
[ "$status" = 1 ] || [ "$status" = 3 ] || die "damaged file: status $status"
grep -q 'damaged\|keep a copy' "$tmp/out" "$tmp/err" || die 'damaged file'
fresh
python3 - "$store/store.sqlite" <<'END' || die 'damage within'
import sys
with open(sys.argv[1], 'r+b') as f:
    f.seek(0, 2)
    f.seek(f.tell() * 2 // 3)
    f.write(b'\xa5' * 9000)
END
gives 1 doctor
says 'wrong    the store is damaged inside'
is 'one line' "$(grep -c '^wrong' "$tmp/out")" 1
is 'no other' "$(grep -vc '^[a-z]*  ' "$tmp/out")" 0
gives 1 doctor --verbose
says 'what SQLite says: '
fresh
head -c 5000 "$tmp/well/store.sqlite" >"$store/store.sqlite"
gives 3 doctor
complains 'restore the last backup' 9

# The log of a program that was killed, thrown away: the depot knows better, and
# no number is given twice.
hold() {	# as a program that is killed at the end, and leaves the log
	python3 - "$store/store.sqlite" "$tmp/held" <<'END'
import os, sqlite3, sys, time
db = sqlite3.connect(sys.argv[1])
db.execute('select count(*) from response').fetchall()
open(sys.argv[2], 'w').close()
while os.path.exists(sys.argv[2]):
    time.sleep(0.05)
os._exit(0)
END
}
if [ -z "${RECOLTE_DRIVE:-}" ]; then
	fresh
	gives 0 sync
	hold &
	while [ ! -e "$tmp/held" ]; do sleep 0.05; done
	fakes 2 41 >"$tmp/lost.ndjson"
	gives 0 import "$tmp/lost.ndjson"
	gives 0 sync
	rm "$tmp/held"
	wait
	[ -s "$store/store.sqlite-wal" ] || die 'no log'
	rm "$store/store.sqlite-wal"
	gives 0 doctor
	says 'the repository knows more than the store, which is an older'
	fakes 1 42 >"$tmp/after.ndjson"
	gives 0 import "$tmp/after.ndjson"
	gives 0 sync
	says 'going on in a new chain'
	m pull
	! grep -q 'share a number' "$tmp/m.err" || die 'a number twice'
fi

# The file gone, or a cloud tool's empty place for it: nothing is begun over it,
# whoever asks, and nothing is made by asking.
for how in missing empty; do
	fresh
	rm "$store/store.sqlite"
	[ $how = missing ] || : >"$store/store.sqlite"
	for command in status doctor "import $tmp/a.ndjson" sync \
	    "join $tmp/ana.invitation"; do
		# shellcheck disable=SC2086
		gives 5 $command
		complains "the store is gone (store.sqlite is $how)"
		complains 'collector restore BACKUP'
	done
	gives 5 status --language fr
	complains 'les données ont disparu'
	[ ! -s "$store/store.sqlite" ] || die 'a store was begun'
done
# A log without its file is not thrown away.
fresh
rm -rf "$store/depot"
mv "$store/store.sqlite" "$store/store.sqlite-wal"
: >"$store/store.sqlite"
gives 5 list
[ -s "$store/store.sqlite-wal" ] || die 'the log was removed'
# What another program has put there is told in our words.
fresh
printf 'a placeholder\n' >"$store/store.sqlite"
gives 3 list
complains 'this is no database; do it again'
complains 'collector restore BACKUP'
gives 3 list --language fr
complains 'collector restore SAUVEGARDE'
# Nor is anything begun on a stick that is not there.
rm -rf "$store"
gives 2 status
complains 'not even a folder (is --store right, and its disk or stick'
[ ! -e "$store" ] || die 'a folder was made'
: >"$store"
gives 2 status
complains 'a file, not the folder of a study'
gives 5 join "$tmp/ana.invitation"
complains 'a file is there'
rm "$store"

# Where it lies.
fresh
mkdir -p "$tmp/Dropbox/me"
cp -R "$tmp/well" "$tmp/Dropbox/me/store"
mine=$store
store=$tmp/Dropbox/me/store
gives 1 doctor
says 'copies folders elsewhere (dropbox)'
mkdir "$tmp/shared"
: >"$tmp/shared/.stfolder"
cp -R "$tmp/well" "$tmp/shared/store"
store=$tmp/shared/store
gives 1 doctor
says 'copies folders elsewhere (.stfolder)'
store=$mine

# Without its hub; with a sync under way.
mv "$hub" "$tmp/away"
gives 0 doctor
says 'note     the hub was not reached'
mv "$tmp/away" "$hub"
gives 0 doctor
says 'the hub is there'
done_testing
