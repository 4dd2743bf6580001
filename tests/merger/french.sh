#!/bin/sh
# What a coordinator reads, in French: the same facts, and the same for programs.
. "$(dirname "$0")/study.sh"

fr() { merger "$@" --language fr; }
with_laptops 1
join 2
works fr pull
has pull "$out" "1 poste demande à être admis : merger devices admit"
works fr devices
has devices "$out" "coordination  "
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
has status "$out" "réponses    2 (2 finales)"
has status "$out" "coordinations 1"
has status "$out" "postes      2 actifs"
has status "$out" "dernier essai : jamais"
lacks status "$out" responses
equal "for programs" "$(fr status --json 2>/dev/null)" \
    "$(merger status --json 2>/dev/null)"
equal "the environment's" "$(LC_ALL=fr_FR.UTF-8 merger status 2>/dev/null)" \
    "$(fr status 2>/dev/null)"

works fr erase C1 --reason demande
has erase "$out" "2 éléments seraient effacés :"
has erase "$out" "rien n'est encore effacé : redites-le avec --yes"
works fr erase C1 --reason demande --yes
has erase "$out" "  réponse"
has erase "$out" "jusqu'à sa prochaine synchronisation"
works fr status
has behind "$out" "pas encore sur 2 postes, ni par 0 autre coordination"
sync 1
works fr pull
works fr erase
has "erase alone" "$out" "2 éléments effacés ; encore lisible"
has "erase alone" "$out" "(1 poste et 0 autre coordination disent"
works fr close
has close "$out" "serait close pour toujours"
works fr close --yes
has close "$out" "la clé de collecte est détruite"
works fr close
has close "$out" "l'enquête est close"
lacks close "$out" study
finish
