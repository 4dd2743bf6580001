#!/bin/sh
# What a coordinator reads, in French: the same facts, and the same for programs.
. "$(dirname "$0")/study.sh"

fr() { merger "$@" --language fr; }
# In French a sign made of two parts stands behind a blank that does not break.
blank=$(printf '\302\240')
says() {	# WHAT TEXT PART
	has "$1" "$2" "$(printf %s "$3" |
	    sed "s/ \([:;?!]\)/$blank\1/g; s/ »/$blank»/g; s/« /«$blank/g")"
}
denies() {	# STATUS PART command ...
	expected=$1 part=$2
	shift 2
	run "$@"
	equal "$* ($err)" "$status" "$expected"
	says "$*" "$err" "$part"
}

works fr init --no-passphrase --phase field --hub "$work/hub.git" \
    --form "$cases/mini.md"
has init "$out" "dépôt commun   $work/hub.git"
says init "$err" "en lieu sûr, hors ligne : il dit qui"
says init "$err" "un dépôt commun vide y a été créé"
works "$merger_program" -w "$work/early" init --no-passphrase --language fr \
    --hub "$work/early.git" --form "$cases/mini.md"
says "init: what comes next" "$err" "rien de ce qui se recueille maintenant ne"
has "init: the phase" "$out" "phase          formation (training)"
works "$merger_program" -w "$work/early" status --language fr
has "the phase" "$out" "(formation)"
has "the phase" "$err" "est en phase formation"
denies 2 "est déjà dans la phase de formation" "$merger_program" \
    -w "$work/early" phase training --language fr
works "$merger_program" -w "$work/early" phase pilot --language fr
has "phase" "$out" "phase        pilote (pilot)"
denies 2 "le terrain s’ouvre avec merger keys export FICHIER" \
    "$merger_program" -w "$work/late" init --language fr --phase field \
    --hub "$work/late.git" --form "$cases/mini.md"
works fr invite "Laptop 1" -o "$work/1.invitation"
says invite "$out" "à remettre en main propre à Laptop 1 ; sert une fois, pendant 60 jours"
works collector 1 join "$work/1.invitation"
works collector 1 sync
admit
works collector 1 sync
join 2
works fr pull
says pull "$out" "1 poste demande à être admis : merger devices admit"
works fr devices
has devices "$out" "coordination  vous"
has devices "$out" "  actif        "
has devices "$out" "  demande      "
has devices "$err" "1 à admettre"
works fr devices admit
has admit "$out" "  admis        "
works fr devices admit
has admit "$out" "personne ne demande à être admis"

printf 'case,name\nC1,Zoe\nC2,Yan\n' >"$work/cases.csv"
works fr cases import "$work/cases.csv"
has "cases import" "$out" "2 cas ajoutés, 0 changé, 0 comme avant"
sync 1 2
works collector 1 case attempt C2 --how phone --outcome 3.13 --call-back \
    2026-11-30
answer 1 '{".case":"C1","agree":"yes","age":"30"}' '{"agree":"yes","age":"31"}'
sync 1
works fr pull
has pull "$out" "1 lot fusionné, 3 révisions"
has pull "$out" "1 accusé de réception donné"
works fr cases list
has "cases list" "$out" "C1  a répondu  par Laptop 1  tentatives 0"
has "cases list" "$out" "tentatives 1, la dernière le 20"
has "cases list" "$out" "  rappeler 2026-11-30"
works fr cases status C2 do-not-contact --reason "sa lettre"
has "cases status" "$out" "1 cas changé, 0 comme avant"
has "cases list" "$(fr cases list C2)" "ne pas contacter (sa lettre)"
works fr form list
has "form list" "$out" "publiée (UTC)"
has "form list" "$out" "  sur le terrain"
works fr status
has status "$out" "réponses       2 (2 finales)"
has status "$out" "coordinations  1"
has status "$out" "postes         2 actifs"
says status "$out" "dernier essai : jamais"
lacks status "$out" responses
# Every value stands in one column, in both languages.
equal "in one column" "$({ fr status; merger status; } 2>/dev/null |
    sed 's/é/e/g; s/ê/e/g; s/à/a/g' |
    awk 'substr($0, 15, 1) != " " || substr($0, 16, 1) == " "')" ""
equal "for programs" "$(fr status --json 2>/dev/null)" \
    "$(merger status --json 2>/dev/null)"
equal "the environment's" "$(LC_ALL=fr_FR.UTF-8 merger status 2>/dev/null)" \
    "$(fr status 2>/dev/null)"

# Two who write without knowing of each other, and two of one person.
id=$(merger status --responses | sed -n 's/^\([0-9a-f-]*\) .* C1$/\1/p')
works fr correct "$id" age=35 --reason "elle a écrit"
says correct "$out" "$id corrigée : 2 champs ; cela part au prochain pull"
works collector 1 correct "$id" age=40 --reason "mal entendu"
answer 2 '{".case":"C1","agree":"yes","age":"30"}'
sync 1 2
works merger pull
works fr conflicts
equal "conflicts: status" "$status" 1
says conflicts "$out" "age : deux données, aucune ne connaissant l’autre"
has conflicts "$out" "* 35  par la coordination "
has conflicts "$out" "mal entendu"
says conflicts "$err" "1 conflit (* compte pour l’instant ; merger correct"
has "status --responses" "$(fr status --responses)" "  conflit"
works fr duplicates
has duplicates "$out" "    le même cas : C1"
has duplicates "$err" "1 paire d’entretiens concerne peut-être une même personne"
works fr export csv "$work/out"
says export "$out" "mini.csv : 3 lignes"
merger export csv "$work/en" >/dev/null 2>&1
diff -r "$work/out" "$work/en" >/dev/null || fail "tables of two languages differ"
works fr drafts
has drafts "$out" "aucun brouillon n’a été reçu"

works fr policy
says policy "$out" "les réponses fusionnées, sur les postes : effacées, ou gardées"
has policy "$out" "after receipt"
RECOLTE_COPY_PASSPHRASE="une copie"
export RECOLTE_COPY_PASSPHRASE
works fr keys export "$work/copy"
says "keys export" "$out" "copie 1 du trousseau ; qui l’a, avec sa phrase de passe"
works fr keys list
has "keys list" "$out" "  jamais ouverte     $work/copy"
works fr keys check "$work/copy"
says "keys check" "$out" "$work/copy : la copie 1 ouvre ce que les postes envoient"
works fr coordinators
has coordinators "$out" "  vous   "

# What a laptop is told of that is gone.
two=$(merger devices | sed -n 's/^\([a-z2-7]*\) .*Laptop 2$/\1/p')
run fr devices unlock "$two" "$work/two.unlock"
says unlock "$err" "ouvre les données de l’appareil $two : envoyez le fichier"
run fr devices lost "$two" </dev/null
says lost "$out" "rien n’est encore fait : redites-le avec --yes"
works fr devices lost --yes "$two"
has lost "$out" "état         perdu"
has lost "$out" "cas libérés  "
says lost "$out" "brouillons   tout ce qu’il n’a pas déposé ; sa phrase de passe"
works fr devices restore "$two"
has restore "$out" "état         actif"

# Failures, wherever they come from, and the help.
refused 2 "--language de: there is fr, en" merger status --language de
works merger status --language fr_FR.UTF-8
has "a place behind the language" "$out" "enquête "
denies 2 'pas de question « colur » dans cette réponse (vouliez-vous dire « colour » ?)' \
    fr correct "$id" colur=blue --reason x
denies 4 'age : « old » n’est pas de la bonne sorte (--anyway le garde)' \
    fr correct "$id" age=old --reason x
denies 2 'aucune réponse « ffffffff » (merger status --responses les donne)' \
    fr correct ffffffff age=3 --reason x
denies 2 'il manque --reason TEXTE : pourquoi effacer la personne ?' fr erase C1
denies 2 'option inconnue --reson (vouliez-vous dire --reason ?)' \
    fr erase C1 --reson x
denies 5 "dépôt commun $work/away.git : introuvable (le disque ou le partage" \
    fr pull --hub "$work/away.git"
denies 2 "$work/away.csv : ce fichier ou ce dossier n’existe pas" \
    fr cases import "$work/away.csv"
denies 4 "trousseau $work/copy : phrase de passe fausse, ou fichier altéré" \
    env RECOLTE_COPY_PASSPHRASE="une autre" "$merger_program" -w "$work/office" \
    keys check "$work/copy" --language fr
# What is kept in English is told in French: an alarm, by whoever asks.
printf x >"$work/junk"
put_file "device/$two/0123456789abcdef" 00000001.cs "$work/junk"
works fr pull
says alarm "$err" " : lot : n’en est pas un : ses premiers octets sont autres"
says "alarm told again" "$(fr status 2>&1)" "alarme : device/"
says "alarm told again" "$(fr status 2>&1)" " : lot : n’en est pas un"
has "alarm in English" "$(merger status 2>&1)" ": change set: not one: its first"
works fr close --help
says help "$out" "usage : merger close [options]"
has help "$out" "Nul ne peut revenir dessus."
lacks help "$out" "coordinator"

works fr erase C1 --reason demande
says erase "$out" "éléments seraient effacés :"
says erase "$out" "rien n’est encore effacé : redites-le avec --yes"
works fr erase C1 --reason demande --yes
has erase "$out" "  réponse"
has erase "$out" "jusqu’à sa prochaine synchronisation"
works fr status
has behind "$out" "postes 2, autres coordinations 0"
sync 1
works fr pull
works fr erase
says "erase alone" "$out" "éléments effacés ; encore lisible"
has "erase alone" "$out" "(1 poste et 0 autre coordination disent"
works fr close
has close "$out" "serait close pour toujours"
works fr close --yes
has close "$out" "la clé de collecte est détruite"
works fr close
has close "$out" "l’enquête est close"
lacks close "$out" study
# Half a command is told its other halves.
denies 2 'cases : laquelle de ces commandes ? cases import, cases list' \
    fr cases add
# Help has no blanks at the ends of lines, and each option once.
help=$(merger --help; "$collector_program" ask --help --language fr)
lacks "help" "$(echo "$help" | sed -n '/ $/p')" " "
equal "help: --language" "$("$collector_program" ask --help --language fr |
    grep -c -- '^  --language')" 1
denies 4 "l’enquête est close : rien ne s’y écrit plus" \
    fr cases status C2 open --reason x

# What a command takes, in one language.
for command in "drafts" "erase" "keys export" "devices unlock" "form publish" \
    "drafts recover" "export csv" "coordinators add" "cases status"; do
	# shellcheck disable=SC2086
	works fr $command --help
	case $(echo "$out" | head -1) in
	*FILE* | *DEVICE* | *PERSON]* | *FOLDER* | *OUT* | *WORD* | *CASE*)
		fail "$command --help: $(echo "$out" | head -1)" ;;
	esac
done
finish
