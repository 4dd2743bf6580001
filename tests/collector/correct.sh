#!/bin/sh
# A closed response is corrected: a new revision, with a reason.
. "$(dirname "$0")/lib.sh"

invitation one
gives 0 join "$tmp/one/invitation"
cat >"$tmp/a.ndjson" <<'END'
{"who":{"name":"Ana","age":40},"works":"n","visits":[{"place":"Lens","people":3}]}
END
gives 0 import "$tmp/a.ndjson" --ids
ana=$(sed 's/^1 //' "$tmp/out")

gives 2 correct "$ana" age=41
complains '--reason'
gives 2 correct "$ana" agee=41 --reason 'a typing error'
complains '"agee": no such question'
gives 2 correct "$ana" age --reason 'a typing error'
complains 'FIELD=VALUE'
gives 3 correct "$ana" age=12 --reason 'a typing error'
complains 'who/age: "12" is not allowed here'
gives 5 correct "$ana" age=40 --reason 'a typing error'
complains 'nothing is different'
gives 2 correct ffffffff age=41 --reason 'a typing error'
complains 'no response "ffffffff"'
gives 2 correct abc age=41 --reason 'a typing error'

gives 0 correct "$ana" age=41 --reason 'a typing error'
says "corrected response $ana: a typing error"
gives 0 show "${ana%%-*}" --json
says '"who/age":"41"'
says '"who/name":"Ana"'
path=$(grep -o 'visits\[[0-9a-f]*\]/people' "$tmp/out")
gives 0 correct "$ana" "$path=5" who/age= --reason 'counted again'
gives 0 show "$ana" --json
says "\"$path\":\"5\""
says '"total":"5"'
grep -q 'who/age' "$tmp/out" && die 'the age is still there'
gives 0 correct "$ana" age=12 --anyway --reason 'it is so'
gives 0 show "$ana" --json
says '"who/age":"12"'
gives 0 list
is 'responses' "$(wc -l <"$tmp/out" | tr -d ' ')" 1
done_testing
