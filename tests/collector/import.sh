#!/bin/sh
# Responses from files: taken once, refused one by one with all their problems.
. "$(dirname "$0")/lib.sh"

invitation one
gives 0 join "$tmp/one/invitation"

fakes 10 1 >"$tmp/ten.ndjson"
gives 0 import "$tmp/ten.ndjson"
says 'imported: 10, already there: 0, refused: 0'
gives 0 import "$tmp/ten.ndjson"
says 'imported: 0, already there: 10, refused: 0'
gives 0 list
is 'lines of the list' "$(wc -l <"$tmp/out" | tr -d ' ')" 10
is 'final responses' "$(grep -c ' final$' "$tmp/out")" 10
gives 0 list --json
says '"stage":"final"'

# Keys: the same key is the same line, whatever it says.
cat >"$tmp/keys.ndjson" <<'END'
{".source":"k1",".case":"CASE-0007","who":{"name":"Ana","age":40},"works":"n"}
{".source":"k1","who":{"name":"Bea"},"works":"n"}
{".source":"k2","who":{"name":"Carl"},"works":"n","visits":[{"place":"Lens","people":3},{"place":"Arras","people":2}]}
END
gives 0 import "$tmp/keys.ndjson" --ids
complains 'imported: 2, already there: 1, refused: 0'
is 'ids printed' "$(cut -d' ' -f1 "$tmp/out" | tr '\n' ' ')" '1 3 '
carl=$(sed -n 's/^3 //p' "$tmp/out")
gives 0 list
is 'cases in the list' "$(grep -c '  CASE-0007$' "$tmp/out")" 1
gives 0 show "$carl"
says 'Votre nom'
says 'Carl'
says '.source'
gives 0 show "$carl" --json
says '"who/name":"Carl"'
says '"total":"5"'
is 'visits with an id of their own' \
    "$(grep -o '"visits\[[0-9a-f]*\]":"[12]"' "$tmp/out" | wc -l |
    tr -d ' ')" 2

# Every problem of a line is named; the other lines go on.
cat >"$tmp/bad.ndjson" <<'END'
{"who":{"age":"seven"},"works":"maybe","home":"paris"}
not json
{"who":{"name":"Dora","age":12},"works":"n"}

{"who":{"name":"Emil"},"works":"n","salary":"1"}
{"who":{"name":"Fay"},"works":"n"}
END
gives 1 import "$tmp/bad.ndjson"
says 'imported: 1, already there: 0, refused: 4'
complains 'line 1: refused: who/name: an answer is required; who/age: "seven" is not of the right kind; works: "maybe" is not offered; home: "paris" is not offered' 4
complains 'line 2: refused' 4
complains 'line 3: refused: who/age: "12" is not allowed here: Entre 18 et 119 ans.' 4
complains 'line 5: refused: salary: the form has no such question' 4
gives 1 import "$tmp/bad.ndjson" --partial
says 'imported: 2, already there: 1, refused: 2'
gives 0 list
is 'partial responses' "$(grep -c ' partial$' "$tmp/out")" 2

# Tables, with the separator that French spreadsheets write.
printf '.source;name;age;works;visits[1]/place\n%s\n%s\n' \
    't1;Gus;33;n;Lille' 't2;Hugo;;y;' >"$tmp/table.csv"
gives 0 import "$tmp/table.csv"
says 'imported: 2, already there: 0, refused: 0'
gives 0 import "$tmp/table.csv"
says 'imported: 0, already there: 2, refused: 0'
printf 'name,works\n"never closed,y\n' >"$tmp/torn.csv"
gives 3 import "$tmp/torn.csv"
complains 'torn.csv'

gives 2 import "$tmp/nowhere.ndjson"
complains 'nowhere.ndjson' 2
gives 2 import "$here/visit.md"
complains '.ndjson' 2
gives 2 import "$tmp/ten.ndjson" --form other
complains 'no form "other"'

# No answer lies in the store in the clear.
for word in Carl Hugo Gus CASE-0007; do
	! grep -qa "$word" "$store"/store.sqlite* ||
	    die "\"$word\" can be read in the store"
done
done_testing
