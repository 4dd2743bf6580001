#!/bin/sh
# Corrections: what may be corrected, what not, and how a conflict is settled.
. "$(dirname "$0")/study.sh"

with_laptops 1 2
answer 1 '{".source":"a","agree":"yes","age":"30","colour":"red","why_red":"warm","given":"Zoé","family":"Mar","pets":[{"pet":"Rex"}]}'
sync 1
works merger pull
id=$(merger status --responses | cut -c1-36)

refused 2 'no question "colur" in this response (did you mean "colour"?)' \
    merger correct "$id" colur=blue --reason x
refused 2 'no question "zzzzz" in this response' \
    merger correct "$id" zzzzz=blue --reason x
refused 2 '"blue": write FIELD=VALUE' merger correct "$id" blue --reason x
refused 2 'colour is given twice' \
    merger correct "$id" colour=blue colour=green --reason x
refused 2 'is asked once for each "pets"' merger correct "$id" pet=Max --reason x
refused 2 '--reason TEXT is missing' merger correct "$id" colour=blue
refused 4 'colour: "pink" is not among the choices' \
    merger correct "$id" colour=pink --reason x
refused 4 'age: "old" is not of the right kind' \
    merger correct "$id" age=old --reason x
refused 4 'age: "200" breaks' merger correct "$id" age=200 --reason x
refused 4 'twice' merger correct "$id" twice=4 --reason x
refused 4 'not asked' merger correct "$id" colour=blue why_red=cold --reason x
refused 2 'no response "ffffffff"' merger correct ffffffff colour=blue --reason x
equal "nothing was written" "$(figure revisions)" 1

# By a prefix of the id; calculations and relevance follow.
works merger correct "$(echo "$id" | cut -c1-8)" age=35 colour=blue \
    --reason "wrote back"
export_of office one
has corrected "$(cat "$work/one/mini.csv")" ",35,,blue,,,70"
# An instance of a repeat, by the name that the export gives it.
pets=$(sed -n 's/^[^,]*,\([0-9a-f]*\),.*/\1/p' "$work/one/mini-pets.csv" |
    tail -1)
works merger correct "$id" "pets[$pets]/pet=Max" --reason misspelt
export_of office one
has repeat "$(cat "$work/one/mini-pets.csv")" ",Max"
# A rule that is wrong can be overruled; an answer can be taken away.
works merger correct "$id" age=200 --anyway --reason "really"
works merger correct "$id" remark= --reason nothing
works merger pull
equal "our own change sets" "$(figure changesets_waiting)" 0

# The laptop writes without knowing: a conflict, in all fields that differ.
works collector 1 correct "$(collector 1 list | head -1 | cut -c1-8)" \
    colour=green --reason misheard
sync 1
works merger pull
equal conflict "$(figure conflicts)" 1
works merger conflicts
equal "conflicts: status" "$status" 1
has conflicts "$out" "colour: two answers, neither knowing the other"
has conflicts "$out" "* blue  by coordinator"
has conflicts "$out" "misheard"
# Choosing the provisional value settles it too.
works merger correct "$id" colour=blue --reason "asked again"
equal settled "$(figure conflicts)" 0
works merger conflicts
equal "conflicts: status" "$status" 0

# Who is named stays hidden, here and in the commits, unless asked for.
works merger correct "$id" family=Martin --reason "told by Zoé Martin"
works collector 1 correct "$(collector 1 list | head -1 | cut -c1-8)" \
    family=Marin --reason "says Zoé"
sync 1
works merger pull
works merger conflicts
has hidden "$out" "(hidden: --personal)"
lacks hidden "$out" Martin
lacks "hidden reason" "$out" "Zo"
works merger conflicts --personal
has shown "$out" Martin
has shown "$out" Marin
for repository in "$work/hub.git" "$work/office/depot"; do
	git -C "$repository" log --all --format=%B%an%ae >"$work/log"
	lacks "commits" "$(cat "$work/log")" Martin
	lacks "commits" "$(cat "$work/log")" Zo
done
strings -n 3 "$work/office/index.sqlite" >"$work/strings" 2>/dev/null || :
lacks "index" "$(cat "$work/strings")" Martin
lacks "index" "$(cat "$work/strings")" "asked again"

# A no stays a no, unless somebody says who said yes.
answer 2 '{".source":"n","agree":"no","age":"40"}'
sync 2
works merger pull
no=$(merger status --responses | cut -c1-36 | grep -v "$id")
before=$(figure revisions)
refused 4 'agree: nobody said "yes" in this response' \
    merger correct "$no" agree=yes --reason "I think so" --anyway
equal "nothing was written" "$(figure revisions)" "$before"
works merger correct "$no" agree=no --reason "a no for a no"
works merger correct "$no" agree=yes --consent-given \
    --reason "her letter of 2 May"
export_of office consented
grep -q "^$no" "$work/consented/mini.csv" || fail "the consent was not taken"
# What was taken back is not given again by the same hand.
works merger correct "$id" agree=no --reason "his letter"
export_of office taken-back
grep -q "^$id" "$work/taken-back/mini.csv" && fail "the no did not count"
refused 4 'nobody said "yes"' merger correct "$id" agree=yes --reason oops
# Of two answers given in the interview either may be chosen.
for said in no yes; do
	works collector 1 correct "$(collector 1 list | head -1 | cut -c1-8)" \
	    agree=$said --reason "misread"
done
sync 1
works merger pull
equal "no against yes, beside the names" "$(figure conflicts)" 2
export_of office between
grep -q "^$id" "$work/between/mini.csv" && fail "the no did not protect"
works merger correct "$id" agree=yes --reason "she meant this one"
export_of office settled
grep -q "^$id" "$work/settled/mini.csv" || fail "a ruling did not count"
finish
