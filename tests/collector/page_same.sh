#!/bin/sh
# The same answers by a page and at the terminal leave the same response. The
# page is used without its script: every button sends the sheet.
. "$(dirname "$0")/page_lib.sh"

invitation one passphrase=optional
"$COLLECTOR" join "$tmp/one/invitation" --store "$store" \
    >"$tmp/out" 2>"$tmp/err" || die join

# At the terminal.
cat >"$tmp/script" <<'END'
Ana
42
y
22/11/2019
0,5
5 =lens Lille
saint quentin
y
Gare
3
y
Mairie
2
n
y
END
c ask --language en <"$tmp/script" || die ask
terminal=$(sed -n 's/^response \(.*\) is final$/\1/p' "$tmp/out")
[ -n "$terminal" ] || die "no interview at the terminal"

# give FIELD=VALUE...: the answers of the sheet at hand, and on to the next.
give() {
	button=next
	case ${1:-} in do:*) button=${1#do:}; shift ;; esac
	set -- --data-urlencode "do=$button" "$@"
	at=$(sed -n 's/.*name="at" value="\([^"]*\)".*/\1/p' "$tmp/out" |
	    head -1)
	post "$here_at" --data-urlencode "at=$at" "$@"
	is "the sheet after $at" "$status" 200
}
answer() {	# QUESTION VALUE...: several for check boxes
	question=$1
	shift
	set -- "$@"
	fields=$question
	for value in "$@"; do
		fields="$fields|$value"
	done
	give_fields
}
give_fields() {
	old=$IFS
	IFS='|'
	# shellcheck disable=SC2086
	set -- $fields
	IFS=$old
	question=$1
	shift
	n=$#
	while [ "$n" -gt 0 ]; do
		set -- "$@" --data-urlencode "a:$question=$1"
		shift
		n=$((n - 1))
	done
	give --data-urlencode "q=$question" "$@"
}
# The path of the question on the sheet at hand: repeats have ids in it.
asked() {
	sed -n 's/.*name="q" value="\([^" ]*\).*/\1/p' "$tmp/out" | tail -1
}

page_start
language=en post /interview
is "a new interview" "$status" 200
here_at=$(sed -n 's/.*<form method="post" action="\(\/interview\/[0-9a-f-]*\)".*/\1/p' \
    "$tmp/out" | head -1)
[ -n "$here_at" ] || die "no interview on the page"
give				# "Hello."
answer who/name Ana
answer who/age 42
answer works y
answer since 2019-11-22
answer share 0,5
answer towns lille lens bethune
answer home saint_quentin
give do:add:visits+
answer "$(asked)" Gare
answer "$(asked)" 3
give do:add:visits+
answer "$(asked)" Mairie
answer "$(asked)" 2
give				# no other visit
shows 'Nothing is missing'
post "$here_at/end" --data-urlencode "ending=final"
shows 'is finalised'

# fields RESPONSE: its answers, without what differs in any two interviews.
fields() {
	c show "$1" --json || die "show $1"
	tr '{,' '\n\n' <"$tmp/out" | sed 's/}*$//; s/visits\[[0-9a-f]*\]/visits[]/' |
	    grep '^"[^."]*":' | grep -v '^"\(id\|tip\|created\|changed\|revision\)' |
	    sort
}
page_stop
fields "$terminal" >"$tmp/by_terminal"
fields "${here_at##*/}" >"$tmp/by_page"
[ "$(wc -l <"$tmp/by_terminal")" -ge 12 ] || die "too few answers"
cmp -s "$tmp/by_terminal" "$tmp/by_page" || {
	diff "$tmp/by_terminal" "$tmp/by_page" >&2
	die "the page left other answers than the terminal"
}
checks=$((checks + 1))

# Choices in a random order stand in the same one at the terminal and on the
# page, and after each start; another interview has another one.
cat >"$tmp/shuffle.md" <<'END'
| survey |
| | type | name | label | parameters |
| | text | name | Name | |
| | select_one towns | town | Town | randomize=true |
| choices |
| | list_name | name | label |
END
for n in 1 2 3 4 5 6 7 8 9; do
	echo "| | towns | t$n | Town-$n |" >>"$tmp/shuffle.md"
done
printf '| settings |\n| | form_id |\n| | shuffle |\n' >>"$tmp/shuffle.md"
"$MAKE_STUDY" "$tmp/two" "$tmp/shuffle.md" passphrase=optional ||
    die "make_study"
store=$tmp/shuffled
"$COLLECTOR" join "$tmp/two/invitation" --store "$store" \
    >"$tmp/out" 2>"$tmp/err" || die join
order() { grep -o 'Town-[0-9]' "$tmp/out" | head -9 | tr -d '\n'; }
begun() {
	printf '%s\n' Ana q | c ask --language en || die ask
	order
}
first=$(begun)
is "nine towns" "${#first}" 54
one=$(c list --json >/dev/null; sed -n 's/.*"id":"\([0-9a-f-]*\)".*/\1/p' \
    "$tmp/out" | head -1)
[ -n "$one" ] || die "no draft"
echo q | c ask "$one" --language en || die "ask $one"
is "the order when it is resumed" "$(order)" "$first"
page_start
get "/interview/$one"
is "the order on the page" "$(order)" "$first"
page_stop
second=$(begun) third=$(begun)
[ "$first" != "$second" ] || [ "$first" != "$third" ] ||
    die "all interviews have one order"
done_testing
