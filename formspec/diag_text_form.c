/*
 * What is said of a form: its sheets, rows, choices and files.
 */
#include "formspec/diag_words.h"

const struct diag_text diag_form_texts[] = {
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
	WARNING("column-same-language",
	    "\"%s\" is in the default language, as \"%s\" is: only what is "
	    "empty there counts",
	    "« %s » est dans la langue par défaut, comme « %s » : seul ce qui "
	    "y est vide compte"),
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
	ERROR("control-character",
	    "a control character that nobody sees stands here: type the name "
	    "anew",
	    "un caractère de commande que personne ne voit se trouve ici : "
	    "tapez le nom de nouveau"),
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
	    "valeurs possibles : %s"),
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

	WARNING("search-static",
	    "the choice \"%s\" stands beside those of search(): it is not "
	    "offered; add it to the file that fills \"%s\"",
	    "le choix « %s » est à côté de ceux de search() : il n'est pas "
	    "proposé ; ajoutez-le au fichier qui remplit « %s »"),
	WARNING("search-unknown",
	    "the search() of \"%s\" is not understood: the choices of its list "
	    "are offered",
	    "le search() de « %s » n'est pas compris : les choix de sa liste "
	    "sont proposés"),
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
	    "\"%s\": %m",
	    "« %s » : %m"),
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
	    "ce n'est pas un formulaire tel que formspec les écrit : %s"),

	{ .kind = NULL }
};
