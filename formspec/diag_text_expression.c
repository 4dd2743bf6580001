/*
 * What is said of ${name} and of expressions.
 */
#include "formspec/diag_words.h"

const struct diag_text diag_expression_texts[] = {
	/* References and expressions. */
	ERROR_NEAR("unknown-reference",
	    "nothing is named \"%s\"",
	    "rien ne se nomme « %s »"),
	ERROR("ambiguous-reference",
	    "several items are named \"%s\": give them names of their own",
	    "plusieurs éléments se nomment « %s » : donnez-leur des noms "
	    "différents"),
	ERROR("bad-reference",
	    "an answer is referred to as ${name}: a dollar, both braces, no "
	    "spaces",
	    "on renvoie à une réponse par ${nom} : un dollar, les deux "
	    "accolades, pas d'espaces"),
	ERROR("reference-shape",
	    "\"%s\" is written ${%s} here",
	    "« %s » s'écrit ${%s} ici"),
	ERROR("reference-open",
	    "this ${ is never closed: a \"}\" is missing",
	    "ce ${ n'est jamais refermé : il manque un « } »"),
	ERROR("bad-trigger",
	    "\"%s\": a trigger is ${name}, or several with commas between",
	    "« %s » : un trigger est ${nom}, ou plusieurs séparés par des "
	    "virgules"),
	ERROR("silent-trigger",
	    "\"%s\" is never answered by anybody, so it cannot set off a "
	    "calculation",
	    "personne ne répond jamais à « %s », qui ne peut donc pas "
	    "déclencher un calcul"),
	ERROR("itemset-no-repeat",
	    "\"%s\" is not inside a repeat: its answers cannot be choices",
	    "« %s » n'est pas dans une répétition : ses réponses ne peuvent "
	    "pas être des choix"),
	/* What may be said and is hardly meant: form_advice.c. */
	WARNING_NEAR("filter-column",
	    "the list \"%s\" has no column \"%s\", but these: %s",
	    "la liste « %s » n'a pas de colonne « %s », mais celles-ci : %s"),
	WARNING("bare-name",
	    "\"%s\" is not the answer here: write ${%s}",
	    "« %s » n'est pas la réponse ici : écrivez ${%s}"),
	WARNING("bare-function",
	    "\"%s\" is a function: write %s()",
	    "« %s » est une fonction : écrivez %s()"),
	WARNING("bare-word",
	    "\"%s\" stands for nothing: a text is written '%s', an answer "
	    "${%s}",
	    "« %s » ne désigne rien : un texte s'écrit '%s', une réponse "
	    "${%s}"),
	WARNING("flag-word",
	    "\"%s\" is neither yes nor no, and counts as no",
	    "« %s » n'est ni yes ni no, et compte pour no"),
	WARNING_NEAR("choice-unknown",
	    "\"%s\" is not a choice of \"%s\"",
	    "« %s » n'est pas un choix de « %s »"),
	WARNING("multiple-equal",
	    "\"%s\" may have several choices at once: write "
	    "selected(${%s}, '%s')",
	    "« %s » peut avoir plusieurs choix à la fois : écrivez "
	    "selected(${%s}, '%s')"),
	WARNING("not-a-number",
	    "\"%s\" takes numbers, and \"%s\" is none",
	    "« %s » prend des nombres, et « %s » n'en est pas un"),
	WARNING("not-a-decimal",
	    "\"%s\" takes numbers, and \"%s\" is none: decimals are written "
	    "with a point",
	    "« %s » prend des nombres, et « %s » n'en est pas un : les "
	    "décimales s'écrivent avec un point"),
	WARNING("not-a-date",
	    "\"%s\" takes dates, and \"%s\" is none: a date is written "
	    "2024-12-31",
	    "« %s » prend des dates, et « %s » n'en est pas une : une date "
	    "s'écrit 2024-12-31"),
	WARNING("group-compared",
	    "\"%s\" is a group, and has no answer of its own: name a question "
	    "inside \"%s\"",
	    "« %s » est un groupe, et n'a pas de réponse en soi : nommez une "
	    "question de « %s »"),
	WARNING("repeat-compared",
	    "\"%s\" is a repeat, and has no answer of its own: how often it "
	    "is there is count(${%s})",
	    "« %s » est une répétition, et n'a pas de réponse en soi : le "
	    "nombre de fois est count(${%s})"),
	WARNING("repeat-outside",
	    "\"%s\" is asked once for each \"%s\", and not just once: here all "
	    "of its answers are looked at",
	    "« %s » est demandé pour chaque « %s », et pas une seule fois : ici, "
	    "toutes ses réponses comptent"),
	WARNING("never-relevant",
	    "this is never true: nobody will ever be asked",
	    "ceci n'est jamais vrai : la question ne sera jamais posée"),
	WARNING("never-relevant-of",
	    "no answer to \"%s\" makes this true: nobody will ever be asked",
	    "aucune réponse à « %s » ne rend ceci vrai : la question ne sera "
	    "jamais posée"),
	WARNING("never-fits",
	    "no answer to \"%s\" makes this true: every answer will be "
	    "refused",
	    "aucune réponse à « %s » ne rend ceci vrai : toute réponse sera "
	    "refusée"),
	WARNING("constraint-no-answer",
	    "this does not look at the answer, which is written \".\" here",
	    "ceci ne regarde pas la réponse, qui s'écrit « . » ici"),
	WARNING_NEAR("unknown-appearance",
	    "unknown appearance \"%s\"",
	    "apparence inconnue « %s »"),
	WARNING("one-choice",
	    "\"%s\" offers a single choice: the list \"%s\" has no other",
	    "« %s » ne propose qu'un choix : la liste « %s » n'en a pas "
	    "d'autre"),
	WARNING("count-of-none",
	    "\"%s\" is no repeat, so the count is ignored: it belongs in the "
	    "row of the begin_repeat",
	    "« %s » n'est pas un groupe répété, son nombre est ignoré : il va "
	    "dans la ligne du begin_repeat"),

	/* What cannot be read in an expression: xpath_problem.c and parsers. */
	ERROR("empty-expression",
	    "there is no expression here",
	    "il n'y a pas d'expression ici"),
	ERROR("value-missing",
	    "something is missing before \"%s\": a value, such as ${name}, a "
	    "number or a text in quotes",
	    "il manque quelque chose avant « %s » : une valeur, comme "
	    "${nom}, un nombre ou un texte entre guillemets droits"),
	ERROR("value-missing-end",
	    "the expression stops too early: a value is missing at its end",
	    "l'expression s'arrête trop tôt : il manque une valeur à la fin"),
	ERROR("operator-missing",
	    "an operator is missing before \"%s\": \"and\", \"or\", \"=\", "
	    "\">\", \"+\" or the like",
	    "il manque un opérateur avant « %s » : « and », « or », « = », "
	    "« > », « + » ou autre"),
	ERROR("comma-missing",
	    "a comma or an operator is missing before \"%s\"",
	    "il manque une virgule ou un opérateur avant « %s »"),
	ERROR_NEAR("unknown-operator",
	    "\"%s\" is not an operator",
	    "« %s » n'est pas un opérateur"),
	ERROR("step-missing",
	    "a name is missing before \"%s\"",
	    "il manque un nom avant « %s »"),
	ERROR("step-missing-end",
	    "the path stops too early: a name is missing at its end",
	    "le chemin s'arrête trop tôt : il manque un nom à la fin"),
	ERROR("not-closed",
	    "this \"%s\" is never closed: a \"%s\" is missing",
	    "ce « %s » n'est jamais refermé : il manque un « %s »"),
	ERROR("closes-nothing",
	    "this \"%s\" closes nothing: there is one too many, or an "
	    "opening one is missing before it",
	    "ce « %s » ne ferme rien : il y en a un de trop, ou il manque "
	    "celui qui ouvre"),
	ERROR("operator-spelling",
	    "\"%s\" is written \"%s\" here",
	    "« %s » s'écrit « %s » ici"),
	ERROR("operator-called",
	    "\"%s\" is not a function: write \"%s\" between two conditions",
	    "« %s » n'est pas une fonction : écrivez « %s » entre deux "
	    "conditions"),
	ERROR("decimal-comma",
	    "\"%s\": decimals are written with a point, %s.%s",
	    "« %s » : les décimales s'écrivent avec un point, %s.%s"),
	ERROR("quote-double",
	    "this text has no closing quotation mark: \"",
	    "il manque le guillemet droit qui ferme ce texte : \""),
	ERROR("quote-single",
	    "this text has no closing quotation mark: ' (a text with an "
	    "apostrophe inside stands in \"...\")",
	    "il manque le guillemet droit qui ferme ce texte : ' (un texte qui "
	    "contient une apostrophe se met entre \"...\")"),
	ERROR("quote-kind",
	    "the mark %s does not quote here: a text stands in '...' or "
	    "\"...\"",
	    "le signe %s ne sert pas de guillemet ici : un texte se met entre "
	    "'...' ou \"...\""),
	ERROR("quote-twice",
	    "the quotation marks are doubled: one on each side is enough",
	    "les guillemets sont doublés : il en faut un seul de chaque côté"),
	ERROR("quote-inside",
	    "the text ends at this ': a text with an apostrophe inside stands "
	    "in \"...\"",
	    "le texte s'arrête à ce ' : un texte qui contient une apostrophe "
	    "se met entre \"...\""),
	ERROR("quote-inside-double",
	    "the text ends at this \": a text with quotation marks inside "
	    "stands in '...'",
	    "le texte s'arrête à ce \" : un texte qui contient des guillemets "
	    "se met entre '...'"),
	ERROR("equals-first",
	    "an expression does not begin with \"=\", as it would in a "
	    "spreadsheet: remove it",
	    "une expression ne commence pas par « = », comme dans un tableur : "
	    "supprimez-le"),
	ERROR("exclamation",
	    "\"!\" is written not(...) here",
	    "« ! » s'écrit not(...) ici"),
	ERROR("slash-divides",
	    "a division is written \"div\": \"/\" stands in paths",
	    "une division s'écrit « div » : « / » sert aux chemins"),
	ERROR("call-without-parentheses",
	    "the function \"%s\" needs its parentheses, \"(\" and \")\", behind "
	    "its name",
	    "la fonction « %s » demande des parenthèses, « ( » et « ) », après "
	    "son nom"),
	ERROR("bad-character",
	    "\"%s\" has no meaning in an expression",
	    "« %s » n'a pas de sens dans une expression"),
	ERROR("bare-dollar",
	    "\"$%s\": an answer is written ${%s}, with braces",
	    "« $%s » : une réponse s'écrit ${%s}, avec des accolades"),
	ERROR_NEAR("unknown-function",
	    "unknown function \"%s\"",
	    "fonction inconnue « %s »"),
	ERROR_NEAR("unknown-axis",
	    "\"%s::\" is not a direction that a path can take",
	    "« %s:: » n'est pas une direction possible dans un chemin"),
	WARNING("function-elsewhere",
	    "%s() has no answer on a laptop: it gives nothing here",
	    "%s() n'a pas de réponse sur un ordinateur : elle ne donne rien "
	    "ici"),
	ERROR("arguments-needed",
	    "%s() needs %u value%p between its parentheses, %u given",
	    "%s() demande %u valeur%p entre parenthèses ; il y en a %u"),
	ERROR("arguments-few",
	    "%s() needs at least %u value%p between its parentheses, %u given",
	    "%s() demande au moins %u valeur%p entre parenthèses ; il y en a "
	    "%u"),
	ERROR("arguments-many",
	    "%s() takes at most %u value%p between its parentheses, %u given",
	    "%s() accepte au plus %u valeur%p entre parenthèses ; il y en a "
	    "%u"),
	ERROR("arguments-none",
	    "%s() takes nothing between its parentheses, %u given",
	    "%s() n'accepte rien entre parenthèses ; il y en a %u"),
	ERROR("too-nested",
	    "more than %u parentheses inside one another",
	    "plus de %u parenthèses les unes dans les autres"),
	ERROR("too-long",
	    "an expression of more than %u KB",
	    "une expression de plus de %u Ko"),
	ERROR("not-utf8",
	    "this text is damaged: it is not UTF-8",
	    "ce texte est abîmé : ce n'est pas de l'UTF-8"),
	ERROR("cycle-itself",
	    "\"%s\" depends on itself: for what it held before, write \".\"",
	    "« %s » dépend de lui-même : pour ce qu'il contenait avant, "
	    "écrivez « . »"),
	WARNING("cycle-itself-relevant",
	    "whether \"%s\" is asked depends on its own answer, which nobody "
	    "can give before: ODK Collect refuses such a form; a constraint "
	    "judges answers",
	    "la pertinence de « %s » dépend de sa propre réponse, que "
	    "personne ne peut donner avant : ODK Collect refuse un tel "
	    "formulaire ; c'est une contrainte qui juge les réponses"),
	ERROR("cycle",
	    "these depend on one another: %s",
	    "ceux-ci dépendent les uns des autres : %s"),
	WARNING("cycle-relevant",
	    "these decide on one another's relevance: %s",
	    "la pertinence de ceux-ci dépend de celle des autres : %s"),

	{ .kind = NULL }
};
