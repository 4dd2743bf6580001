#!/bin/sh
# Two windows at one interview, without a script: neither writes over what it
# has not seen, what was not changed is not written, what could not be kept is
# shown; what was removed can come back after the program was started again.
. "$(dirname "$0")/page_lib.sh"

invitation one passphrase=optional
"$COLLECTOR" join "$tmp/one/invitation" --store "$store" \
    >"$tmp/out" 2>"$tmp/err" || die join

# send PAGE DO FIELD=VALUE...: the page kept in that file, with its fields as it
# shows them but for those that are named.
send() {
	from=$1 button=$2
	shift 2
	for name in at window; do
		set -- "$@" --data-urlencode "$name=$(sed -n \
		    "s/.*name=\"$name\" value=\"\([^\"]*\)\".*/\1/p" "$from" |
		    head -1)"
	done
	sed -n 's/.*name="q" value="\([^"]*\)".*/\1/p' "$from" >"$tmp/asked"
	while read -r q; do
		set -- "$@" --data-urlencode "q=$q"
	done <"$tmp/asked"
	post "$here_at" --data-urlencode "do=$button" "$@"
	is "$button of $from" "$status" 200
}
look() {	# FILE AT
	get "$here_at?at=$2"
	cp "$tmp/out" "$1"
}
stored() {	# PATTERN
	c show "${here_at##*/}" --json || die show
	grep -q "$1" "$tmp/out" || die "not in the store: $1: $(cat "$tmp/out")"
	checks=$((checks + 1))
}

page_start
language=en post /interview
here_at=$(sed -n 's/.*<form method="post" action="\(\/interview\/[0-9a-f-]*\)".*/\1/p' \
    "$tmp/out" | head -1)
[ -n "$here_at" ] || die "no interview on the page"

# One question: A and B look at it while it is empty; both write.
look "$tmp/a" who/name
look "$tmp/b" who/name
send "$tmp/a" next --data-urlencode "a:who/name=Ana"
send "$tmp/b" next --data-urlencode "a:who/name=Bea"
shows 'This was answered in two windows'
shows 'Bea'
grep -q 'value="Ana"' "$tmp/out" || die "what stands is not in the field"
stored '"who/name":"Ana"'
stored '"\.draft/unkept/who/name":"=Bea"'
# Said once; who goes on has seen it. It stays until somebody settles it.
look "$tmp/b2" who/name
shows 'not this one: Bea'
send "$tmp/b2" mine:who/name --data-urlencode "a:who/name=Ana"
lacks 'two windows'
stored '"who/name":"Bea"'
# A knows of Ana, and changes nothing: Bea stays.
look "$tmp/a2" who/name
send "$tmp/b2" next --data-urlencode "a:who/name=Cleo"
send "$tmp/a2" next --data-urlencode "a:who/name=Bea"
lacks 'two windows'
stored '"who/name":"Cleo"'
# A button over an answer that has changed does nothing yet.
look "$tmp/a3" works
look "$tmp/b3" works
send "$tmp/a3" next --data-urlencode "a:works=y"
look "$tmp/b3" works
send "$tmp/a3" next --data-urlencode "a:works=n"
send "$tmp/b3" clear:works --data-urlencode "a:works=y"
shows 'Another window has changed this answer'
stored '"works":"n"'
# A remark is one more thing that can be said twice.
look "$tmp/a4" who/age
look "$tmp/b4" who/age
send "$tmp/a4" next --data-urlencode "a:who/age=40" \
    --data-urlencode "remark:who/age=guessed"
send "$tmp/b4" next --data-urlencode "a:who/age=" \
    --data-urlencode "remark:who/age=told"
shows 'This has two remarks'
stored '"who/age":"40"'
stored '"\.remark/who/age":"guessed"'

# An instance that B removes while A writes in it.
send "$tmp/b4" add:visits+
cp "$tmp/out" "$tmp/a5"
one=$(sed -n 's/.*name="q" value="\(visits\[[0-9a-f]*\]\).*/\1/p' "$tmp/a5" |
    head -1)
[ -n "$one" ] || die "nothing was added"
look "$tmp/b5" visits%2B
send "$tmp/b5" "remove:$one"
shows 'Removed'
send "$tmp/a5" next --data-urlencode "a:$one/place=Gare"
shows 'Removed in another window, so not kept: Where? Gare'
c show "${here_at##*/}" --json || die show
! grep -q '"visits\[[0-9a-f]*\]/place"' "$tmp/out" || die "it was kept"
# All of it is there after another start: what could not be kept, what can come
# back.
page_stop
page_start
look "$tmp/c" visits%2B
shows 'so not kept: Where? Gare'
grep -q 'id="undo"' "$tmp/c" || die "nothing brings it back after a restart"
send "$tmp/c" "undo:$one"
lacks 'not kept: Where?'
stored '"visits\[[0-9a-f]*\]/place":"Gare"'
page_stop
done_testing
