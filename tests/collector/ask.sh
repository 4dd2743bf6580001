#!/bin/sh
# An interview from a pipe: everything that can be typed.
. "$(dirname "$0")/lib.sh"

invitation one
gives 0 join "$tmp/one/invitation"

# A whole interview; wrong answers are typed again.
cat >"$tmp/script" <<'END'
Ana
12
41
<
42
9
y
22/11/2019
0,5
/beth
5 =lens Lille
/zzz
saint quentin
y
Gare
3
o
Mairie
2
n
y
END
gives 0 ask --language en <"$tmp/script"
says 'Hello.'
says '== You'
says 'Your name *'
says 'From 18 to 119.'
says 'now: 41'
says '"9" is not one of the choices'
says '24 choices: type /word to search'
says '  5) Béthune'
says '1 found'
says 'nothing found for "zzz"'
says 'Visits: add one? (y/n)'
says '-- Visits, 2'
says 'Visits: add another? (y/n)'
says 'all is answered. finalise? (y/n)'
says 'is final'
id=$(sed -n 's/^response \(.*\) is final$/\1/p' "$tmp/out")
gives 0 show "$id" --json
for field in '"who/name":"Ana"' '"who/age":"42"' '"works":"y"' \
    '"since":"2019-11-22"' '"share":"0.5"' '"towns":"bethune lens lille"' \
    '"home":"saint_quentin"' '"total":"5"' '"state":"final"' '".start":' \
    '".end":'; do
	says "$field"
done
is 'visits' "$(grep -o '\]/place":"[A-Z][a-z]*"' "$tmp/out" | wc -l |
    tr -d ' ')" 2

# The input ends: what was typed is kept, and the interview goes on there.
printf 'Bea\n\nn\n' >"$tmp/script"
gives 0 ask <"$tmp/script"
says 'Votre nom *'
says 'est gardée comme brouillon'
draft=$(sed -n 's/.*: collector ask \(.*\)$/\1/p' "$tmp/out")
gives 0 list
is 'drafts' "$(grep -c ' draft$' "$tmp/out")" 1
gives 0 show "$draft" --json
says '"who/name":"Bea"'
gives 2 correct "$draft" age=50 --reason 'too early'
complains 'a draft'
# n, empty lines to the end: works is answered, so since is not asked.
printf '\n\n\n\nn\n-\nq\n' >"$tmp/script"
gives 0 ask "$draft" <"$tmp/script"
says 'suite de la réponse'
says 'Travaillez-vous'
says 'actuellement : Non'
grep -q 'Depuis quand' "$tmp/out" && die 'asked what is not relevant'

# What stands in the way of the end: jump to it, or close as partial.
printf '\n\n\n\n\n\n1\ny\n' >"$tmp/script"
gives 0 ask --language en </dev/null
grep -q 'kept as a draft' "$tmp/out" && die 'an empty interview was kept'
printf '\n30\nn\n\n\nn\n1\nCarl\ny\n' >"$tmp/script"
gives 0 ask --language en <"$tmp/script"
says 'still to be looked at: 1'
says '1) Your name: an answer is required'
says 'is final'
printf '\n30\nn\n\n\nn\np\n' >"$tmp/script"
gives 0 ask --language en <"$tmp/script"
says 'is closed as partial'
# Over a constraint, with a remark.
printf 'Dora\n12\n\nn\n\n\nn\no\n\no\nshe is twelve\n' >"$tmp/script"
gives 0 ask --language en <"$tmp/script"
says 'a remark is needed'
says 'is final'
gives 2 ask "$id" </dev/null
complains 'is closed'
gives 2 ask --language de </dev/null
complains 'no such language'
gives 2 list --language de
complains '--language de: there is fr, en'

# A case, and text that looks like a sign.
printf '\\q\n\nn\n\n\nn\ny\n' >"$tmp/script"
gives 0 ask --case C12 --language en <"$tmp/script"
id=$(sed -n 's/^response \(.*\) is final$/\1/p' "$tmp/out")
gives 0 show "$id" --json
says '"who/name":"q"'
says '".case":"C12"'

# Two windows at one interview: the second is told to go to the first, which
# loses nothing. The first waits at a pipe until it has been tried.
printf 'Eve\n' >"$tmp/script"
gives 0 ask --language en <"$tmp/script"
id=$(sed -n 's/^response \(.*\) is kept as a draft.*/\1/p' "$tmp/out")
mkfifo "$tmp/pipe"
"$COLLECTOR" ask "$id" --store "$store" <"$tmp/pipe" >"$tmp/first" 2>&1 &
first=$!
exec 9>"$tmp/pipe"
tries=0
while [ ! -s "$tmp/first" ] && [ "$tries" -lt 100 ]; do
	sleep 0.1
	tries=$((tries + 1))
done
gives 5 ask "$id" </dev/null
complains 'is being asked in another window'
echo '44' >&9
exec 9>&-
wait "$first" || die 'the first window ended badly'
gives 0 show "$id" --json
says '44'
gives 0 ask "$id" </dev/null

# Who leaves before the first answer is told that nothing is kept.
printf 'q\n' >"$tmp/script"
gives 0 ask --language en <"$tmp/script"
says 'nothing was answered: nothing is kept'
done_testing
