#!/bin/sh
# A corrected questionnaire: what is told before it is published, who takes it,
# and several versions in one dataset.
. "$(dirname "$0")/study.sh"

with_laptops 1
answer 1 \
    '{"agree":"yes","age":"30","colour":"red","remark":"hm","given":"Zoe"}' \
    '{"agree":"yes","age":"31","colour":"green"}'
sync 1
works merger pull
# An interview is under way while the questionnaire changes.
printf '%s\n' 1 Ana Bo '' 33 3 hello q >"$work/said"
run collector 1 --language en ask <"$work/said"
draft=$(printf '%s\n' "$out" | sed -n 's/.*: collector ask \(.*\)$/\1/p')
answer 1 '{"agree":"yes","age":"50","colour":"blue"}'
closed=$(collector 1 list | tail -1 | cut -c1-36)
mkdir "$work/next"
next=$work/next/mini.md
sed -e '/colours | green/d' -e '/text | remark/d' \
    -e 's/^.* integer | age | Age /| | text | city | City | | | | | | |\
&in years /' "$cases/mini.md" >"$next"

# Nothing changed, nothing written.
before=$(refs "$work/hub.git")
works merger form publish "$cases/mini.md"
has "the same form" "$out" "nothing changed"
# Answers lose their place: told, counted, and not done without a yes.
run merger form publish "$next" </dev/null
equal "without --yes" "$status" 1
has "diff" "$out" "remark: removed"
has "diff" "$out" "city: added"
has "sums" "$out" "responses 2; in the new version something of 2"
has "homeless" "$out" "remark: in 1, no place"
has "refused" "$out" "colour: in 1, not allowed"
has "not yet" "$out" "nothing is published yet"
run merger form publish "$next" --language fr </dev/null
has "in French" "$out" "remark : retirée"
has "in French" "$out" "rien n’est encore publié"
lacks "in French" "$out" "collected"
# What is wrong with a form is told whole.
sed -e 's/text | city/txet | city/' -e 's/integer | age/intger | age/' \
    "$next" >"$work/next/wrong.md"
refused 3 "not a usable form" merger form publish "$work/next/wrong.md"
has "first mistake" "$err" "txet"
has "second mistake" "$err" "intger"
refused 2 "nowhere.md" merger form publish "$work/nowhere.md"
equal "the hub until now" "$(refs "$work/hub.git")" "$before"

works merger form publish "$next" --yes
equal "published" "$status" 0
has "published" "$out" "is published"
works merger form list
equal "versions" "$(printf '%s\n' "$out" | grep -c '^mini ')" 2
has "the new one" "$(printf '%s\n' "$out" | tail -1)" "0  in the field"

# The laptop takes it; what it collects from now on is of the new version.
works collector 1 sync
has "sync" "$out" "questionnaire mini received"
answer 1 '{"agree":"yes","age":"40","city":"Lens","colour":"blue"}'

# What is of the version before says so, on the laptop and at the office.
has "status" "$(collector 1 --language en status)" "of an older questionnaire: 4"
has "statut" "$(collector 1 --language fr status)" "questionnaire antérieur"
has "two of them merged" "$(merger status)" "older forms    2 (merger form list)"
equal "the same for programs" "$(figure responses_of_older_forms)" 2
has "which" "$(merger status --responses)" "(older questionnaire)"
has "lequel" "$(merger status --responses --language fr)" \
    "(questionnaire antérieur)"

# The draft stays in its version, until somebody moves it; nothing is lost.
printf 'q\n' >"$work/said"
run collector 1 --language en ask "$draft" <"$work/said"
has "there is a newer one" "$out" "collector ask $draft --move"
works collector 1 show "$draft"
has "as it was" "$out" "hello"
run collector 1 --language fr ask "$draft" --move <"$work/said"
has "moved" "$out" "conservées à part"
works collector 1 show "$draft"
has "kept beside" "$out" "hello"
run collector 1 --language en ask "$draft" --move <"$work/said"
equal "moved already: $err" "$status" 0
lacks "no newer one" "$out" "newest version"
# To the end: city is asked, green is no choice any more.
printf '%s\n' '' '' '' '' Douai '' 1 '' n y >"$work/said"
run collector 1 --language en ask "$draft" <"$work/said"
has "asked in the new version" "$out" "City"
lacks "not in the new version" "$out" "Remark"
has "closed" "$out" "is final"
# What was closed is open again for the question that was added.
printf '%s\n' '' '' '' '' Arras '' '' n y >"$work/said"
run collector 1 --language en ask "$closed" --move <"$work/said"
has "open again" "$out" "City"
works collector 1 show "$closed"
has "the new answer" "$out" "Arras"
refused 2 "which RESPONSE" collector 1 ask --move
sync 1
works merger pull
export_of office both
head -1 "$work/both/mini.csv" >"$work/head"
has "the newest order, then what it left out" "$(cat "$work/head")" \
    ",agree,city,age,age.nonresponse,colour,why_red,twice,remark"
has "a new row" "$(cat "$work/both/mini.csv")" ",yes,Lens,40,,blue,,80,"
has "an old row" "$(cat "$work/both/mini.csv")" ",yes,,30,,red,,60,hm"
has "an old choice" "$(cat "$work/both/mini.csv")" ",yes,,31,,green,,62,"
equal "versions in the table" "$(cut -d, -f6 "$work/both/mini.csv" |
    sed 1d | sort -u | wc -l | tr -d ' ')" 2

# A small change loses nothing, and needs no yes. What names people in the
# newest version leaves in no version.
sed -e 's/| text | city | City | | | | | | |/| text | city | City | | | | | | yes |/' \
    "$next" >"$work/next/private.md"
works merger form publish "$work/next/private.md" </dev/null
has "no question" "$out" "is published"
export_of office private
lacks "cities" "$(cat "$work/private/mini.csv")" "Lens"
export_of office named --personal
has "with --personal" "$(cat "$work/named/mini.csv")" "Lens"

# An older version again: the same version, no second copy.
works merger form publish "$next" </dev/null
works merger form list
equal "three versions" "$(printf '%s\n' "$out" | grep -c '^mini ')" 3
has "back" "$(printf '%s\n' "$out" | tail -1)" "in the field"
export_of office again
equal "each version once" "$(grep '^mini,agree,' "$work/again/columns.csv" |
    cut -d, -f6 | tr ' ' '\n' | tr -d '\r' | sort | uniq -d)" ""
works collector 1 sync
answer 1 '{"agree":"yes","age":"41","city":"Laon"}'

# Another form id is another form, and no accident.
sed 's/| Mini | mini |/| Two | two |/' "$cases/mini.md" >"$work/next/two.md"
run merger form publish "$work/next/two.md" </dev/null
equal "another form" "$status" 1
has "another form" "$out" "a further one beside mini"
# One that could never be exported beside the rest is refused.
sed 's/| Mini | mini |/| Pets | mini-pets |/' "$cases/mini.md" \
    >"$work/next/pets.md"
refused 3 "mini-pets.csv" merger form publish "$work/next/pets.md" --yes

# Two coordinators at once: one is faster, the other is told, and does it again.
works merger_at again init --hub "$work/hub.git" --keys "$work/office/keys"
works merger_at again pull
works merger form publish "$cases/mini.md" --yes
refused 5 "another coordinator was faster" merger_at again form publish \
    "$work/next/private.md" --yes
works merger_at again pull
has "told" "$err" "say it again"
works merger_at again form publish "$work/next/private.md" --yes
equal "the second time" "$status" 0
works merger pull
has "both agree" "$(merger form list | tail -1)" "in the field"
equal "one order" "$(merger form list)" "$(merger_at again form list)"

# Two versions of one name: told, and done.
sed -e 's/| form_title | form_id |/& version |/' -e 's/| Mini | mini |/& 7 |/' \
    "$cases/mini.md" >"$work/next/seven.md"
sed 's/| Colour |/| Color |/' "$work/next/seven.md" >"$work/next/again.md"
works merger form publish "$work/next/seven.md" --yes
lacks "a name of its own" "$err" "both versions"
works merger form publish "$work/next/again.md" --yes
has "the same name" "$err" "both versions are called 7"
sync 1
works merger pull
equal "nothing lost" "$(figure responses)" 6
fsck "$work/hub.git"

# A version that does not come whole: told, and the one before is asked on.
sed 's/| Age /| Age, then /' "$next" >"$work/next/torn.md"
works merger form publish "$work/next/torn.md" --yes
torn=$(git -C "$work/hub.git" log -1 --diff-filter=A --name-only --format= \
    main -- form)
git -C "$work/hub.git" show "main:$torn" | head -c 500 >"$work/torn"
put_main "$torn" "$work/torn"
run collector 1 sync
equal "not a whole form ($out$err)" "$status" 3
answer 1 '{"agree":"yes","age":"42"}'
has "the version before" "$out" "imported: 1"
run merger pull

works merger close --yes
refused 4 "closed" merger form publish "$cases/mini.md" --yes
finish
