#!/bin/sh
# formspec check as it is run: what it prints, in which language, and how it
# ends. usage: check.sh FORMSPEC
set -eu
formspec=$1
folder=$(mktemp -d "${TMPDIR:-/tmp}/check.XXXXXX")
trap 'rm -rf "$folder"' EXIT
cd "$folder"
unset LC_ALL LC_MESSAGES LANG

cat >bad.md <<'FORM'
| survey |         |      |        |             |
|        | type    | name | label  | relevant    |
|        | integer | âge  | Âge    |             |
|        | text    | b    | B ${c} | ${âge} == 5 |
|        | note    | n    | N      | false()     |
FORM
cat >good.md <<'FORM'
| survey |         |      |        |
|        | type    | name | label  |
|        | integer | age  | Age    |
FORM

fail() {
	echo "$*" >&2
	exit 1
}
same() {
	[ "$2" = "$3" ] || fail "$1: expected
$2
saw
$3"
}

status=0
out=$("$formspec" check --json bad.md 2>err) || status=$?
same status 3 "$status"
same "closing line" "formspec: bad.md: this form cannot be used (2 errors, 1 warning)" "$(cat err)"
same json '{"file":"bad.md","errors":2,"warnings":1,"diagnostics":[{"cell":"B ${c}","column":3,"file":"bad.md","heading":"label","kind":"unknown-reference","length":4,"message":"nothing is named \"c\" (did you mean \"b\"?)","row":3,"severity":"error","sheet":"survey","start":2,"suggestion":"b"},{"cell":"${âge} == 5","column":4,"file":"bad.md","heading":"relevant","kind":"operator-spelling","length":2,"message":"\"==\" is written \"=\" here","row":3,"severity":"error","sheet":"survey","start":7},{"cell":"false()","column":4,"file":"bad.md","heading":"relevant","kind":"never-relevant","length":7,"message":"this is never true: nobody will ever be asked","row":4,"severity":"warning","sheet":"survey","start":0}]}' "$out"

nb=$(printf '\302\240')
out=$("$formspec" check --language fr bad.md 2>err) && fail "accepted"
same "closing line" "formspec: bad.md$nb: ce formulaire n’est pas utilisable (2 erreurs, 1 avertissement)" "$(cat err)"
same "last diagnostic" "bad.md$nb: survey ligne 4, colonne «${nb}relevant$nb»$nb: avertissement$nb: ceci n’est jamais vrai$nb: la question ne sera jamais posée
    false()
    ^~~~~~~" "$(printf '%s\n' "$out" | tail -3)"

# The environment chooses the language when nobody else does.
same good "good.md$nb: rien à signaler$nb; 1 question, 0 groupe, 0 répétition, 0 liste, 0 choix, 1 langue (default), 0 fichier" \
    "$(LANG=fr_FR.UTF-8 "$formspec" check good.md)"
same good "good.md: nothing to remark; 1 question, 0 groups, 0 repeats, 0 lists, 0 choices, 1 language (default), 0 files" \
    "$("$formspec" check good.md)"
same counts '{"file":"good.md","errors":0,"warnings":0,"diagnostics":[],"counts":{"questions":1,"groups":0,"repeats":0,"lists":0,"choices":0,"languages":1,"files":0}}' \
    "$("$formspec" check --json good.md)"

# The other commands say all of it too, and change nothing.
for command in "convert bad.md out.json" "eval bad.md 1" "fake bad.md" \
    "diff good.md bad.md"; do
	# shellcheck disable=SC2086
	"$formspec" $command --language fr >out 2>err && fail "$command: accepted"
	[ ! -s out ] || fail "$command: printed something"
	grep -q "rien ne se nomme" err || fail "$command: not all was said"
	grep -q "s’écrit «$nb=$nb» ici" err || fail "$command: not all was said"
	grep -q "n’est pas utilisable (2 erreurs" err || fail "$command: how many"
done
[ ! -e out.json ] || fail "convert wrote a form that cannot be used"

# What is wrong with the line itself is said in French as well, wherever the
# language stands in it; and so is the help.
said() {
	expected=$1
	shift
	"$formspec" "$@" >out 2>err && fail "$*: accepted"
	same "$*" "$expected" "$(cat err)"
}
said "formspec: commande inconnue «${nb}chekc$nb» (vouliez-vous dire «${nb}check$nb»$nb?)" \
    chekc good.md --language fr
said "formspec: none.md$nb: ce fichier ou ce dossier n’existe pas" \
    check none.md --language=fr
said "formspec: il manque quelque chose$nb: formspec convert FORMULAIRE SORTIE" \
    --language fr convert good.md
same help "usage$nb: formspec check FORMULAIRE [options]" \
    "$("$formspec" check --language fr --help | head -1)"
same help "usage: formspec check FORM [options]" \
    "$("$formspec" check --help | head -1)"
