#!/bin/sh
# kill -9 while importing, again and again: every response that was said to be
# kept is there, and the store opens without repair.
. "$(dirname "$0")/lib.sh"

invitation one
gives 0 join "$tmp/one/invitation"
fakes 400 7 >"$tmp/many.ndjson"
: >"$tmp/said"
for round in 1 2 3 4 5 6; do
	"$COLLECTOR" import "$tmp/many.ndjson" --ids --store "$store" \
	    >"$tmp/ids" 2>/dev/null &
	pid=$!
	# As soon as there are some new ones.
	waited=0
	while [ "$(wc -l <"$tmp/ids")" -lt $((round * 3)) ] &&
	    kill -0 $pid 2>/dev/null && [ $waited -lt 300 ]; do
		sleep 0.02
		waited=$((waited + 1))
	done
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	# The last line may be torn: it was not said.
	sed '$!b
/^[0-9]* [0-9a-f-]\{36\}$/!d' "$tmp/ids" | cut -d' ' -f2 >>"$tmp/said"
done
said=$(sort -u "$tmp/said" | wc -l | tr -d ' ')
[ "$said" -ge 20 ] || die "only $said responses were said to be kept"
gives 0 list
cut -d' ' -f1 "$tmp/out" | sort >"$tmp/there"
sort -u "$tmp/said" | comm -23 - "$tmp/there" >"$tmp/lost"
[ ! -s "$tmp/lost" ] || die "lost: $(cat "$tmp/lost")"
is 'draft or torn responses' "$(grep -vc ' final$' "$tmp/out")" 0
gives 0 import "$tmp/many.ndjson"
gives 0 status
says 'responses   400 (final: 400)'

await() {	# QUESTION: it is asked
	waited=0
	until grep -q "$1" "$tmp/out" || [ $waited -ge 300 ]; do
		sleep 0.02
		waited=$((waited + 1))
	done
}
# The same at the terminal: what was typed before the next question is kept.
mkfifo "$tmp/keys"
"$COLLECTOR" ask --language en --store "$store" <"$tmp/keys" >"$tmp/out" 2>&1 &
pid=$!
exec 3>"$tmp/keys"
printf 'Ana\n41\n1\n' >&3
await 'Since when'
kill -9 $pid
wait $pid 2>/dev/null
exec 3>&-
draft=$(sed -n 's/^response \(.*\) begins.*/\1/p' "$tmp/out")
gives 0 show "$draft" --json
says '"who/name":"Ana"'
says '"who/age":"41"'
says '"works":"y"'
printf 'q\n' >"$tmp/script"
gives 0 ask "$draft" --language en <"$tmp/script"
says 'Do you work?'
says 'now: Yes'
# What crashes leaves nothing of what was in its memory.
mkdir "$tmp/crash"
rm "$tmp/keys"
mkfifo "$tmp/keys"
(
	cd "$tmp/crash" || exit 1
	ulimit -c unlimited 2>/dev/null
	exec "$COLLECTOR" ask --language en --store "$store" <"$tmp/keys" \
	    >"$tmp/out" 2>&1
) &
pid=$!
exec 3>"$tmp/keys"
printf 'Zoe\n' >&3
await 'Your age'
kill -SEGV $pid
wait $pid 2>/dev/null
exec 3>&-
is 'files of a crash' "$(ls "$tmp/crash")" ''
echo "$said responses were said to be kept, and are there"
done_testing
