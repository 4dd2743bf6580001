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

head -300 "$tmp/many.ndjson" >"$tmp/rest.ndjson"
gives 0 import "$tmp/rest.ndjson"
echo "$said responses were kept before the disk was full"
done_testing
