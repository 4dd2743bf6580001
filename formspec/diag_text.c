#include "formspec/diag_text.h"

#include <assert.h>
#include <string.h>

#include "kit/base/text.h"

#define ERROR(kind, en, fr)	{ kind, DIAG_ERROR, false, en, fr }
#define ERROR_NEAR(kind, en, fr)	{ kind, DIAG_ERROR, true, en, fr }
#define WARNING(kind, en, fr)	{ kind, DIAG_WARNING, false, en, fr }
#define WARNING_NEAR(kind, en, fr)	{ kind, DIAG_WARNING, true, en, fr }

static const struct diag_text texts[] = {
	/* The workbook. */
	ERROR_NEAR("no-survey-sheet",
	    "there is no sheet named \"survey\"",
	    "il n'y a pas de feuille nommée « survey »"),
	WARNING_NEAR("sheet-misspelt",
	    "the sheet \"%s\" is not read",
	    "la feuille « %s » n'est pas lue"),
	WARNING("entities-kept",
	    "entities are kept with the form, but interviews here make none",
	    "les entités sont gardées avec le formulaire, mais les entretiens "
	    "n'en créent pas ici"),
	ERROR("headings-below",
	    "the headings stand in row %u: they must be in row 1, so remove "
	    "the rows above them",
	    "les intitulés se trouvent à la ligne %u : ils doivent être à la "
	    "ligne 1, supprimez donc les lignes au-dessus"),
	ERROR("empty-survey",
	    "the sheet has no questions",
	    "la feuille ne contient aucune question"),
	ERROR("missing-column",
	    "the column \"%s\" is missing",
	    "la colonne « %s » manque"),
	ERROR("column-again",
	    "the heading \"%s\" stands here twice: remove one",
	    "l'intitulé « %s » figure deux fois : supprimez-en un"),
	ERROR("column-twice",
	    "the headings \"%s\" and \"%s\" mean the same column: remove one",
	    "les intitulés « %s » et « %s » désignent la même colonne : "
	    "supprimez-en un"),
	WARNING_NEAR("unknown-column",
	    "unknown column \"%s\"",
	    "colonne inconnue « %s »"),
	WARNING("setting-yes-no",
	    "\"%s\" is neither yes nor no, so this setting does nothing",
	    "« %s » n'est ni yes ni no, donc ce réglage ne fait rien"),
	WARNING_NEAR("unknown-setting",
	    "unknown setting \"%s\"",
	    "réglage inconnu « %s »"),

	/* Rows of the survey. */
	ERROR("no-type",
	    "\"%s\" has no type",
	    "« %s » n'a pas de type"),
	WARNING("type-elsewhere",
	    "a laptop records no \"%s\": \"%s\" stays empty",
	    "un ordinateur n'enregistre pas de « %s » : « %s » reste vide"),
	WARNING("type-here",
	    "%s is a calculate here: \"%s\" is computed at once, not when the "
	    "interview comes by",
	    "%s est un calculate ici : « %s » est calculé aussitôt, et non au "
	    "passage de l'entretien"),
	ERROR("kobo-row",
	    "a row of the type \"%s\" has no place in a %s",
	    "une ligne de type « %s » n'a pas sa place dans un %s"),
	ERROR("kobo-list",
	    "%s needs a list of choices, in the column \"%s\"",
	    "%s demande une liste de choix, dans la colonne « %s »"),
	ERROR_NEAR("unknown-type",
	    "unknown type \"%s\"",
	    "type inconnu « %s »"),
	ERROR("odd-space",
	    "a character that cannot be seen stands here, perhaps a no-break "
	    "space: type an ordinary space",
	    "un caractère invisible se trouve ici, peut-être une espace "
	    "insécable : tapez une espace ordinaire"),
	ERROR_NEAR("type-list-space",
	    "a space is missing between \"%s\" and the name of the list",
	    "il manque une espace entre « %s » et le nom de la liste"),
	ERROR("type-extra",
	    "nothing may stand behind \"%s\"",
	    "rien ne doit suivre « %s »"),
	ERROR_NEAR("list-extra",
	    "\"%s\" is not understood behind the name of the list",
	    "« %s » n'est pas compris après le nom de la liste"),
	ERROR("no-list-named",
	    "\"%s\" needs the name of a list behind it",
	    "« %s » doit être suivi du nom d'une liste"),
	ERROR("no-choices-sheet",
	    "the list \"%s\" is not there, since no sheet is named \"%s\"",
	    "la liste « %s » n'existe pas, car aucune feuille ne se nomme "
	    "« %s »"),
	ERROR_NEAR("unknown-list",
	    "unknown list \"%s\"",
	    "liste inconnue « %s »"),
	ERROR("no-name",
	    "this \"%s\" needs a name: fill in the column \"name\"",
	    "ce « %s » doit avoir un nom : remplissez la colonne « name »"),
	ERROR("not-a-name",
	    "\"%s\" cannot be a name: it begins with a letter or \"_\", and "
	    "goes on with letters, digits, \"_\", \"-\" or \".\"",
	    "« %s » ne peut pas être un nom : il commence par une lettre ou "
	    "« _ », puis viennent des lettres, des chiffres, « _ », « - » ou "
	    "« . »"),
	ERROR_NEAR("bad-name",
	    "\"%s\" cannot be a name: \"%s\" is neither a letter nor a digit, "
	    "\"_\", \"-\" or \".\"",
	    "« %s » ne peut pas être un nom : « %s » n'est ni une lettre, ni "
	    "un chiffre, ni « _ », « - » ou « . »"),
	ERROR_NEAR("name-space",
	    "\"%s\" cannot be a name: it holds a space",
	    "« %s » ne peut pas être un nom : il contient une espace"),
	ERROR_NEAR("name-start",
	    "\"%s\" cannot be a name: it must begin with a letter",
	    "« %s » ne peut pas être un nom : il doit commencer par une "
	    "lettre"),
	ERROR("audit-name",
	    "an audit is always named \"audit\": leave its name empty",
	    "un audit se nomme toujours « audit » : laissez son nom vide"),
	ERROR("name-twice",
	    "the name \"%s\" is already taken in the same group (row %s)",
	    "le nom « %s » est déjà pris dans le même groupe (ligne %s)"),
	WARNING("name-nearly-twice",
	    "the name \"%s\" differs from that of row %s in capitals only",
	    "le nom « %s » ne diffère de celui de la ligne %s que par les "
	    "majuscules"),
	ERROR("repeat-root",
	    "a repeat cannot be named \"%s\", as what holds the whole form is",
	    "une répétition ne peut se nommer « %s », comme ce qui contient "
	    "tout le formulaire"),
	WARNING("group-answer",
	    "\"%s\" asks nothing itself, so required and constraint do "
	    "nothing here: put them on the questions inside",
	    "« %s » ne demande rien en soi, donc required et constraint n'y "
	    "font rien : mettez-les sur les questions à l'intérieur"),
	ERROR("repeat-twice",
	    "another repeat is already named \"%s\" (row %s)",
	    "une autre répétition se nomme déjà « %s » (ligne %s)"),
	ERROR("reserved-name",
	    "the name \"%s\" is reserved",
	    "le nom « %s » est réservé"),
	ERROR("end-without-begin",
	    "\"%s\" closes nothing: no group or repeat is open",
	    "« %s » ne ferme rien : aucun groupe, aucune répétition n'est "
	    "en cours"),
	ERROR("wrong-end-word",
	    "\"%s\" cannot close the \"%s\" of \"%s\" (row %u): one word of "
	    "the two is wrong",
	    "« %s » ne peut pas fermer le « %s » de « %s » (ligne %u) : l'un "
	    "des deux mots est faux"),
	ERROR("wrong-end",
	    "\"%s\" cannot stand here: the \"%s\" of \"%s\" (row %u) is still "
	    "open, and its end must come first",
	    "« %s » ne peut pas se trouver ici : le « %s » de « %s » (ligne "
	    "%u) est encore ouvert, et sa fin doit venir d'abord"),
	WARNING("end-name",
	    "this row is named \"%s\" but closes \"%s\"",
	    "cette ligne se nomme « %s » mais ferme « %s »"),
	ERROR("begin-without-end",
	    "the \"%s\" of \"%s\" is never closed: a row with its end is "
	    "missing",
	    "le « %s » de « %s » n'est jamais refermé : il manque la ligne "
	    "qui le termine"),
	ERROR("too-deep",
	    "groups and repeats are nested too deeply (24 levels at most)",
	    "groupes et répétitions sont trop imbriqués (24 niveaux au plus)"),
	ERROR("too-many-items",
	    "the survey has too many rows",
	    "le questionnaire a trop de lignes"),
	ERROR("or-other-filter",
	    "\"%s\" cannot have both or_other and a choice_filter",
	    "« %s » ne peut avoir à la fois or_other et un choice_filter"),
	ERROR("yes-or-no",
	    "\"%s\" is neither yes nor no",
	    "« %s » n'est ni yes ni no"),
	ERROR("background-geopoint",
	    "\"%s\" needs a trigger, and has no calculation: it notes the "
	    "place where that answer was given",
	    "« %s » demande un trigger, et n'a pas de calcul : il note le "
	    "lieu où cette réponse a été donnée"),
	ERROR("no-calculation",
	    "\"%s\" has no calculation",
	    "« %s » n'a pas de calcul"),
	ERROR("big-image",
	    "\"%s\" has a big-image but no image",
	    "« %s » a une big-image mais pas d'image"),
	ERROR("no-label",
	    "\"%s\" shows nothing: it has neither label nor hint",
	    "« %s » n'affiche rien : ni label ni hint"),
	WARNING("label-missing",
	    "\"%s\" has no label",
	    "« %s » n'a pas de label"),
	WARNING("no-translation",
	    "the %s of \"%s\" is missing in %s",
	    "il manque le %s de « %s » en %s"),
	WARNING("no-translation-column",
	    "no %s is given in %s",
	    "aucun %s n'est donné en %s"),
	WARNING("no-translation-plain",
	    "the %s of \"%s\" is missing in the column without a language "
	    "(%s)",
	    "il manque le %s de « %s » dans la colonne sans langue (%s)"),
	WARNING("no-translation-column-plain",
	    "no %s stands in a column without a language (%s), though others "
	    "do: name the language everywhere, as in label::English (en)",
	    "aucun %s ne se trouve dans une colonne sans langue (%s), alors "
	    "que d'autres textes y sont : nommez partout la langue, comme "
	    "dans label::Français (fr)"),
	WARNING("language-twice",
	    "the languages \"%s\" and \"%s\" look like one: write its name "
	    "alike in all headings",
	    "les langues « %s » et « %s » semblent n'en faire qu'une : "
	    "écrivez son nom de la même façon dans tous les intitulés"),
	WARNING_NEAR("language-no-columns",
	    "nothing is written in the default language \"%s\": no heading "
	    "ends with \"::%s\"",
	    "rien n'est écrit dans la langue par défaut « %s » : aucun "
	    "intitulé ne finit par « ::%s »"),
	ERROR("bad-parameter",
	    "\"%s\" is not a parameter of the form key=value",
	    "« %s » n'est pas un paramètre de la forme clé=valeur"),
	ERROR_NEAR("unknown-parameter",
	    "\"%s\" is not a parameter of %s",
	    "« %s » n'est pas un paramètre de %s"),
	ERROR("parameter-number",
	    "the parameter \"%s\" cannot be \"%s\": "
	    "it is a number",
	    "le paramètre « %s » ne peut valoir « %s » : "
	    "c'est un nombre"),
	ERROR("parameter-whole",
	    "the parameter \"%s\" cannot be \"%s\": "
	    "it is a whole number",
	    "le paramètre « %s » ne peut valoir « %s » : "
	    "c'est un nombre entier"),
	ERROR("parameter-name",
	    "the parameter \"%s\" cannot be \"%s\": "
	    "it is the name of a column",
	    "le paramètre « %s » ne peut valoir « %s » : "
	    "c'est le nom d'une colonne"),
	ERROR("parameter-word",
	    "the parameter \"%s\" cannot be \"%s\": "
	    "it is one of: %s",
	    "le paramètre « %s » ne peut valoir « %s » : "
	    "c'est l'un de : %s"),
	ERROR("parameter-seed",
	    "the parameter \"%s\" cannot be \"%s\": "
	    "it is a number or ${name}",
	    "le paramètre « %s » ne peut valoir « %s » : "
	    "c'est un nombre ou ${nom}"),
	ERROR("parameter-list",
	    "the parameter \"%s\" cannot be \"%s\": "
	    "no list has that name",
	    "le paramètre « %s » ne peut valoir « %s » : "
	    "aucune liste ne porte ce nom"),
	ERROR("parameter-geometry",
	    "the parameter \"%s\" cannot be \"%s\": "
	    "it names a list, a file or a repeat",
	    "le paramètre « %s » ne peut valoir « %s » : "
	    "il désigne une liste, un fichier ou une répétition"),
	ERROR("parameter-app",
	    "the parameter \"%s\" cannot be \"%s\": "
	    "a program's name holds a dot",
	    "le paramètre « %s » ne peut valoir « %s » : "
	    "le nom d'une application contient un point"),
	ERROR("parameter-needs-randomize",
	    "the parameter \"%s\" cannot be \"%s\": "
	    "a seed needs randomize=true beside it",
	    "le paramètre « %s » ne peut valoir « %s » : "
	    "une graine demande randomize=true à côté"),
	ERROR("parameter-max-age",
	    "the parameter \"%s\" cannot be \"%s\": "
	    "it is at least location-min-interval",
	    "le paramètre « %s » ne peut valoir « %s » : "
	    "il vaut au moins location-min-interval"),
	ERROR("audit-location",
	    "an audit that follows where the device is needs "
	    "location-priority, location-min-interval and location-max-age",
	    "un audit qui suit la position de l'appareil demande "
	    "location-priority, location-min-interval et location-max-age"),
	ERROR("range-step",
	    "the parameter \"%s\" cannot be \"%s\": "
	    "a step is not zero, nor larger than the range",
	    "le paramètre « %s » ne peut valoir « %s » : "
	    "un pas n'est ni nul ni plus grand que l'intervalle"),
	ERROR("range-multiple",
	    "the parameter \"%s\" cannot be \"%s\": "
	    "it lies in the range, on a multiple of its step",
	    "le paramètre « %s » ne peut valoir « %s » : "
	    "il se trouve dans l'intervalle, sur un multiple du pas"),
	ERROR("range-labels",
	    "the parameter \"%s\" cannot be \"%s\": "
	    "its choices are numbers of the range, on its steps, and just "
	    "its two ends when the appearance is no-ticks",
	    "le paramètre « %s » ne peut valoir « %s » : "
	    "ses choix sont des nombres de l'intervalle, sur ses pas, et "
	    "seulement ses deux bouts quand l'apparence est no-ticks"),
	ERROR("range-appearance",
	    "the parameter \"%s\" cannot be \"%s\": "
	    "it goes with no appearance, or with vertical or no-ticks",
	    "le paramètre « %s » ne peut valoir « %s » : "
	    "il va sans apparence, ou avec vertical ou no-ticks"),

	/* Choices. */
	ERROR("choice-no-name",
	    "a choice of the list \"%s\" has no name",
	    "un choix de la liste « %s » n'a pas de nom"),
	ERROR("choice-name-space",
	    "the choice \"%s\" of the list \"%s\" holds a space: choices that "
	    "are ticked together are separated by spaces",
	    "le choix « %s » de la liste « %s » contient une espace : les "
	    "choix "
	    "cochés ensemble sont séparés par des espaces"),
	ERROR("choice-twice",
	    "the choice \"%s\" is already in the list \"%s\" (when it is "
	    "meant, set allow_choice_duplicates to yes in the settings)",
	    "le choix « %s » est déjà dans la liste « %s » (si c'est voulu, "
	    "mettez allow_choice_duplicates à yes dans settings)"),
	WARNING("choice-no-list",
	    "the choice \"%s\" is passed over: it has no list_name",
	    "le choix « %s » est laissé de côté : il n'a pas de list_name"),
	WARNING("choice-no-label",
	    "the choice \"%s\" of the list \"%s\" has no label",
	    "le choix « %s » de la liste « %s » n'a pas de label"),
	WARNING("unused-list",
	    "no question uses the list \"%s\"",
	    "aucune question n'utilise la liste « %s »"),
	WARNING("choice-no-translation",
	    "the label of the choice \"%s\" of the list \"%s\" is missing in "
	    "%s",
	    "il manque le label du choix « %s » de la liste « %s » en %s"),

	WARNING("choice-no-translation-plain",
	    "the label of the choice \"%s\" of the list \"%s\" is missing in "
	    "the column without a language (%s)",
	    "il manque le label du choix « %s » de la liste « %s » dans la "
	    "colonne sans langue (%s)"),
	WARNING("list-no-translation",
	    "no choice of the list \"%s\" has a label in %s",
	    "aucun choix de la liste « %s » n'a de label en %s"),
	WARNING("list-no-translation-plain",
	    "no choice of the list \"%s\" has a label in the column without a "
	    "language (%s)",
	    "aucun choix de la liste « %s » n'a de label dans la colonne sans "
	    "langue (%s)"),

	ERROR("search-shared",
	    "the list \"%s\" is filled by search() for another question: use "
	    "another list here",
	    "la liste « %s » est remplie par search() pour une autre "
	    "question : prenez ici une autre liste"),

	/* Entities. */
	ERROR_NEAR("entity-column",
	    "entities have no column \"%s\"",
	    "les entités n'ont pas de colonne « %s »"),
	ERROR("entity-no-name",
	    "an entity needs a list_name",
	    "une entité doit avoir un list_name"),
	ERROR("entity-name",
	    "\"%s\" cannot name entities: no dots, no \"__\" at the start",
	    "« %s » ne peut nommer des entités : ni points, ni « __ » au "
	    "début"),
	ERROR("entity-twice",
	    "the entity \"%s\" is already declared",
	    "l'entité « %s » est déjà déclarée"),
	ERROR("entity-no-id",
	    "the entity \"%s\" has an update_if but no entity_id",
	    "l'entité « %s » a un update_if mais pas d'entity_id"),
	ERROR("entity-repeat",
	    "\"%s\" is not a repeat of this form: write ${name}",
	    "« %s » n'est pas une répétition de ce formulaire : écrivez "
	    "${nom}"),
	ERROR("too-many-entities",
	    "a form has at most 1000 entities",
	    "un formulaire a au plus 1000 entités"),
	ERROR("entity-scope",
	    "the entity \"%s\" and \"%s\" lie in different repeats",
	    "l'entité « %s » et « %s » sont dans des répétitions différentes"),
	ERROR("entity-container",
	    "no group is left for the entity \"%s\": \"%s\" takes it",
	    "il ne reste aucun groupe pour l'entité « %s » : « %s » le prend"),
	ERROR("save-to-group",
	    "\"%s\" is a group or repeat: only questions are saved",
	    "« %s » est un groupe ou une répétition : seules les questions "
	    "s'enregistrent"),
	ERROR("save-to-form",
	    "\"%s\": save_to is a property, or list_name#property",
	    "« %s » : save_to est une propriété, ou list_name#propriété"),
	ERROR("save-to-prefix",
	    "\"%s\": with several entities, save_to is list_name#property",
	    "« %s » : avec plusieurs entités, save_to est list_name#propriété"),
	ERROR("save-to-entity",
	    "no entity is declared for \"%s\"",
	    "aucune entité n'est déclarée pour « %s »"),
	ERROR("save-to-name",
	    "\"%s\" cannot name a property",
	    "« %s » ne peut nommer une propriété"),
	ERROR("save-to-twice",
	    "the property \"%s\" is saved twice",
	    "la propriété « %s » est enregistrée deux fois"),

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
	    "\"%s\" depends on itself",
	    "« %s » dépend de lui-même"),
	ERROR("cycle",
	    "these depend on one another: %s",
	    "ceux-ci dépendent les uns des autres : %s"),
	WARNING("cycle-relevant",
	    "these decide on one another's relevance: %s",
	    "la pertinence de ceux-ci dépend de celle des autres : %s"),

	/* Files beside the form. */
	WARNING("file-missing",
	    "the file \"%s\" is not beside the form: it holds nothing yet",
	    "le fichier « %s » n'est pas à côté du formulaire : il ne contient "
	    "rien pour l'instant"),
	ERROR("file-kind",
	    "\"%s\" cannot be read as choices: use a .csv or .xml file",
	    "« %s » ne peut être lu comme des choix : utilisez un fichier "
	    ".csv ou .xml"),
	ERROR("file-unreadable",
	    "\"%s\": %s",
	    "« %s » : %s"),
	ERROR_NEAR("file-column",
	    "the file \"%s\" has no column \"%s\"",
	    "le fichier « %s » n'a pas de colonne « %s »"),
	WARNING("media-missing",
	    "the file \"%s\" is not beside the form",
	    "le fichier « %s » n'est pas à côté du formulaire"),

	ERROR("instance-twice",
	    "instance('%s') would be both \"%s\" and \"%s\": rename one",
	    "instance('%s') serait à la fois « %s » et « %s » : renommez l'un "
	    "des deux"),

	/* XForms. */
	ERROR("xform-part",
	    "not an ODK XForm: there is no <%s>",
	    "ce n'est pas un XForm ODK : il n'y a pas de <%s>"),
	WARNING_NEAR("xform-ref",
	    "the instance has no \"%s\": this is not asked",
	    "l'instance n'a pas de « %s » : ceci n'est pas demandé"),
	WARNING_NEAR("xform-target",
	    "the instance has no \"%s\": this action does nothing",
	    "l'instance n'a pas de « %s » : cette action ne fait rien"),
	WARNING_NEAR("xform-bind",
	    "the instance has no \"%s\": this bind does nothing",
	    "l'instance n'a pas de « %s » : ce bind ne fait rien"),
	WARNING_NEAR("xform-itext",
	    "there is no text \"%s\" in the itext: nothing is shown",
	    "il n'y a pas de texte « %s » dans l'itext : rien n'est montré"),
	ERROR_NEAR("xform-event",
	    "unknown event \"%s\"",
	    "événement inconnu « %s »"),
	ERROR_NEAR("xform-submission",
	    "unknown submission method \"%s\"",
	    "méthode d'envoi inconnue « %s »"),
	ERROR("xform-limit",
	    "more than %s of these: the form is too large here",
	    "plus de %s : le formulaire est trop grand ici"),

	/* Our own JSON. */
	ERROR("json",
	    "not a form as formspec writes it: %s",
	    "ce n'est pas un formulaire tel que formspec les écrit : %s")
};

enum { TEXTS = sizeof(texts) / sizeof(*texts), VALUE_CHARACTERS = 100 };

/* It takes no values: whatever was given with an unknown kind is left alone. */
static const struct diag_text none = ERROR("none",
    "something is wrong here, and this program does not know how to say it",
    "quelque chose ne va pas ici, et ce programme ne sait pas le dire");

const struct diag_text *
diag_text_find(const char *kind)
{
	for (size_t i = 0; i < TEXTS; i++)
		if (strcmp(texts[i].kind, kind) == 0)
			return &texts[i];
	assert(!"a diagnostic without a text");
	return &none;
}

const struct diag_text *
diag_text_at(size_t i)
{
	return i < TEXTS ? &texts[i] : NULL;
}

const char *
diag_text_place(const char *text)
{
	while ((text = strchr(text, '%')) != NULL &&
	    (text[1] == '\0' || strchr("sup", text[1]) == NULL))
		text++;
	return text;
}

size_t
diag_text_values(const struct diag_text *text, struct arena *arena,
    va_list ap, const char *values[DIAG_VALUES_MAX])
{
	size_t count = 0;
	const char *s = text->english;

	while ((s = diag_text_place(s)) != NULL && count < DIAG_VALUES_MAX) {
		if (s[1] == 's')
			values[count++] = arena_strdup(arena,
			    va_arg(ap, const char *));
		else if (s[1] == 'u')
			values[count++] = arena_printf(arena, "%u",
			    va_arg(ap, unsigned));
		s += 2;
	}
	if (text->suggests && count < DIAG_VALUES_MAX) {
		const char *nearest = va_arg(ap, const char *);

		values[count++] = nearest ? arena_strdup(arena, nearest) :
		    NULL;
	}
	return count;
}

/* A value stands on one line, and a very long one is cut. */
static void
add_value(struct buf *out, const char *value)
{
	struct slice rest = slice_str(value);

	for (size_t n = 0; rest.len > 0; n++) {
		uint32_t c = text_next(&rest);

		if (n == VALUE_CHARACTERS) {
			buf_add(out, "…");
			return;
		}
		text_add_codepoint(out, c < ' ' || c == 0x7f ? ' ' : c);
	}
}

/* 0 is plural in English and singular in French. */
static bool
is_plural(const char *number, bool french)
{
	return strcmp(number, "1") != 0 &&
	    !(french && strcmp(number, "0") == 0);
}

bool
diag_text_is_french(const char *language)
{
	return language != NULL && strcmp(language, "fr") == 0;
}

static bool
is_no_break(struct slice words, size_t i)
{
	const uint8_t *s = words.data;
	bool opened = i >= 2 && memcmp(s + i - 2, "«", 2) == 0;
	bool closes = i + 2 < words.len && memcmp(s + i + 1, "»", 2) == 0;

	return s[i] == ' ' && (opened || closes ||
	    (i + 1 < words.len && strchr(":;?!", s[i + 1]) != NULL));
}

void
diag_text_typeset(struct buf *out, struct slice words, bool french)
{
	for (size_t i = 0; i < words.len; i++) {
		if (french && is_no_break(words, i))
			buf_add(out, "\xc2\xa0");
		else
			buf_add_byte(out, words.data[i]);
	}
}

static void
add_suggestion(struct buf *out, const char *nearest, bool french)
{
	diag_text_typeset(out, slice_str(french ? " (vouliez-vous dire « " :
	    " (did you mean \""), french);
	add_value(out, nearest);
	diag_text_typeset(out, slice_str(french ? " » ?)" : "\"?)"), french);
}

void
diag_text_fill(struct buf *out, const struct diag_text *text,
    const char *language, const char *const values[DIAG_VALUES_MAX])
{
	bool french = diag_text_is_french(language);
	const char *s = french ? text->french : text->english, *at;
	const char *last = "";
	size_t used = 0;

	for (; (at = diag_text_place(s)) != NULL; s = at + 2) {
		diag_text_typeset(out, slice_of(s, (size_t)(at - s)), french);
		if (at[1] == 'p') {
			buf_add(out, is_plural(last, french) ? "s" : "");
			continue;
		}
		last = used < DIAG_VALUES_MAX && values[used] != NULL ?
		    values[used] : "";
		used++;
		add_value(out, last);
	}
	diag_text_typeset(out, slice_str(s), french);
	if (text->suggests && used < DIAG_VALUES_MAX && values[used] != NULL)
		add_suggestion(out, values[used], french);
}
