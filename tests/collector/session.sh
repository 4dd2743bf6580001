#!/bin/sh
# The whole language at the terminal: every kind of question, remarks, repeats
# that come back, jumps, parts, languages, the ways to end.
. "$(dirname "$0")/lib.sh"

"$MAKE_STUDY" "$tmp/one" "$here/session.md" || die "make_study"
gives 0 join "$tmp/one/invitation"
echo picture >"$tmp/a photo.jpg"

# Every kind of question, with what is refused and typed again.
cat >"$tmp/script" <<END2
oui
Ana
!spells it with one n
12
42
~r
sesame
1
22/11/2019
/beth
5 lens
3 1 2
11
7
0,3
0,25
11/2026
98
1998
14h30
23/11/2026 à 9:05
90,5 3
50,63 3,06
50 3; 51 4
50 3; 51 4; 50 4
3017620422003
"$tmp/a photo.jpg"
o
Bea
12
o
rex
n
o
Carl
13
n
n
o
END2
gives 0 ask --language fr <"$tmp/script"
says 'Bonjour. Voici quelques questions.'
says '(tapez OK)'
says '  = OK'
says 'remarque : spells it with one n'
says 'Entre 18 et 119 ans.'
says '~r refuse de répondre, ~n ne sait pas'
says "ce que vous tapez ne s’affiche pas"
grep -q 'sesame' "$tmp/out" && die 'a secret word was shown'
says '  = Béthune; Lens'
says '  = Bleu; Rouge; Vert'
says 'un nombre de 0 à 10'
says 'un nombre de 0 à 1, par pas de 0,25'
says '(un mois, comme 11/2026)'
says 'il faut une ann'
says '  = 14:30'
says '  = 23/11/2026 09:05'
says 'il faut une latitude'
says '-- Personnes du foyer, 2'
says '-- Animaux, 1'
says 'est finalisée'
says 'référence pour la personne : '
id=$(sed -n 's/^la réponse \(.*\) est finalisée$/\1/p' "$tmp/out")
gives 0 show "$id" --json
for field in '"who/told":"OK"' '"who/code":"sesame"' '"who/age":"42"' \
    '".nonresponse/who/pay":"refused"' \
    '".remark/who/age":"spells it with one n"' \
    '"views/towns":"bethune lens"' '"views/order":"blue red green"' \
    '"views/score":"7"' '"views/half":"0.25"' \
    '"times/month":"2026-11-01"' '"times/year":"1998-01-01"' \
    '"times/moment":"2026-11-23T09:05:00.000' \
    '"places/point":"50.63 3.06 0 0"' '"places/way":"50 3 0 0; 51 4 0 0"' \
    '"places/field":"50 3 0 0; 51 4 0 0; 50 4 0 0; 50 3 0 0"' \
    '"places/bar":"3017620422003"' '"places/photo":"a photo.jpg"' \
    '"audit":"audit.csv"' '".file/audit":' '/pet":"rex"' '"total":"25"'; do
	says "$field"
done

# A correction: nothing changed is none; one wants a reason.
gives 2 ask "$id" </dev/null
complains 'with "collector ask'
printf ':fin\no\nnothing\n' >"$tmp/script"
gives 0 ask "$id" --correct --language fr <"$tmp/script"
says 'pourquoi ce changement ?'
says "rien n’a changé"
printf '>âge\n>3\n43\n:fin\no\n\no\nmal entendu\n' >"$tmp/script"
gives 0 ask "$id" --correct --language fr <"$tmp/script"
says '3 trouvé(s)'
says 'il faut pour cela une remarque'
says 'est finalisée'
gives 0 show "$id" --json
says '"who/age":"43"'
printf '>votre nom\nBob\n:fin\nx\n' >"$tmp/script"
gives 0 ask "$id" --correct --language fr <"$tmp/script"
says 'la correction est abandonnée'
gives 0 show "$id" --json
says '"who/name":"Ana"'

# Repeats go and come back; parts, languages, the slip; broken off.
cat >"$tmp/script" <<'END2'
:s
:s 6
y
Ana
10
y
rex
n
y
Bea
20
n
-1
:undo
:undo
>1
Anna

>1
tom
:l
:l 1
!famille
:p
:fiche
?
:fin
9
z
<
:fin
i
END2
gives 0 ask --language en <"$tmp/script"
says '  2) You: 0 of 5 answered'
says '  6) People of the household: nothing to answer'
says 'removed; :undo brings it back'
says 'it is back'
says 'there is nothing to bring back'
says '(there are 2; >1 goes to the first, -1 removes it)'
says '  1) Français (fr)'
says 'Référence de votre entretien'
says ':annuler'
says 'reste à revoir : 4'
says 'est close comme interrompue'
id=$(sed -n 's/^la réponse \(.*\) est close comme interrompue$/\1/p' "$tmp/out")
gives 0 show "$id" --json
says '/first":"Anna"'
says '/first":"Bea"'
says '/pet":"tom"'
says '".ending":"broken-off"'
says '"state":"partial"'
grep -q 'removed' "$tmp/out" && die 'what was removed went along'

# Lines of text; a word that a long list has; the end of the input.
printf 'ok\nAna \\\nMaria\n\n1\n\n1\n\nsaint\n' >"$tmp/script"
gives 0 ask --language en <"$tmp/script"
says '  21) Saint-Quentin'
draft=$(sed -n 's/.*: collector ask \(.*\)$/\1/p' "$tmp/out")
gives 0 show "$draft" --json
says '"who/name":"Ana \nMaria"'
says '.draft/audit'
done_testing
