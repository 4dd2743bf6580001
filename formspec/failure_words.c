/*
 * What fails, in English as the code has it and in French.
 */
#include "formspec/failure.h"

#include <stddef.h>

const struct failure_words failure_words[] = {
	/* What an expression cannot do with the answers that are there. */
	{ "%.60s(): %s", "%s() : %t" },
	{ "unknown variable \"$%.60s\"", "variable inconnue « $%s »" },
	{ "nodes are expected, this is %s",
	    "il faut ici des réponses désignées par leur nom, et c'est %t" },
	{ "a text", "un texte" },
	{ "a number", "un nombre" },
	{ "true or false", "vrai ou faux" },
	{ "a date", "une date" },
	{ "each value needs a weight", "chaque valeur demande un poids" },
	{ "there is no clock", "il n'y a pas d'horloge" },
	{ "\"%.60s\" is not a date", "« %s » n'est pas une date" },
	{ "unknown directive \"%%%.1s\"", "« %%%s » n'a pas de sens ici" },
	{ "unknown encoding \"%.40s\" (base64, hex)",
	    "encodage inconnu « %s » (base64, hex)" },
	{ "unknown algorithm \"%.40s\" (MD5, SHA-1, SHA-256, SHA-384, "
	    "SHA-512)",
	    "algorithme inconnu « %s » (MD5, SHA-1, SHA-256, SHA-384, "
	    "SHA-512)" },
	{ "there is no list or file \"%.80s\"",
	    "il n'y a ni liste ni fichier « %s »" },
	{ "more than %d places", "plus de %s lieux" },
	{ "something is not a place (latitude longitude)",
	    "quelque chose n'est pas un lieu (latitude longitude)" },
	{ "more than %d repeats", "plus de %s répétitions" },
	{ "each of at most %d repeats needs an index",
	    "chaque répétition, et au plus %s, demande un numéro" },
	{ "its first argument does not stand in the repeat",
	    "sa première valeur n'est pas dans la répétition" },
	{ "there is no source of random numbers",
	    "il n'y a pas de source de nombres aléatoires" },
	{ "a length from 0 to %d is needed",
	    "il faut une longueur de 0 à %s" },
	{ "the seed \"%.40s\" is not a number",
	    "la graine « %s » n'est pas un nombre" },
	{ "there is no node here", "il n'y a pas de réponse ici" },
	{ "a pattern of more than %d bytes",
	    "un modèle de plus de %s octets" },
	{ "the pattern \"%.60s\" is wrong at %u: %s",
	    "le modèle « %s » est fautif au caractère %s : %s" },
	{ "the pattern \"%.60s\": %s", "le modèle « %s » : %s" },
	{ "a text of more than %d MB", "un texte de plus de %s Mo" },
	{ "the expression needs more than %d MiB",
	    "l'expression demande plus de %s Mio" },
	{ "the expression looks at too many nodes (more than %d steps)",
	    "l'expression regarde trop de réponses (plus de %s pas)" },
	{ "jr:choice-name(): %s has no choices",
	    "jr:choice-name() : %s n'a pas de choix" },
	{ "%.200s%s: at character %zu: %s",
	    "%s%s : au caractère %s : %t" },

	/* What an interview cannot do. */
	{ "never settles: it depends on itself",
	    "ne se stabilise jamais : elle dépend d'elle-même" },
	{ "%s: texts inside texts, more than %d deep",
	    "%s : des textes dans des textes, plus de %s niveaux" },
	{ "an action has more than one target: say which instance",
	    "une action a plus d'une cible : dites de quelle répétition" },
	{ "its calculation gives more than %d bytes",
	    "son calcul donne plus de %s octets" },
	{ "the form's expressions take more than %d steps at once",
	    "les expressions du formulaire demandent plus de %s pas à la "
	    "fois" },
	{ "%s: a group has no value", "%s : un groupe n'a pas de valeur" },
	{ "%s: the answer is longer than %d bytes",
	    "%s : la réponse dépasse %s octets" },
	{ "%s: its value comes from the form",
	    "%s : sa valeur vient du formulaire" },
	{ "the answers take more than %d MiB",
	    "les réponses prennent plus de %s Mio" },
	{ "form %s: its expressions read each other in more than %d places",
	    "formulaire %s : ses expressions se lisent les unes les autres à "
	    "plus de %s endroits" },
	{ "the count of %s is over %d", "le nombre de %s dépasse %s" },
	{ "%s: the interview has over %d answers",
	    "%s : l'entretien a plus de %s réponses" },
	{ "%s: no repeat of %s", "%s : ce n'est pas une répétition de %s" },
	{ "%s: over %d instances", "%s : plus de %s fois" },
	{ "%s[%016llx]: is there already", "%s[%s] : existe déjà" },
	{ "%s: it follows its count", "%s : le nombre de fois est calculé" },
	{ "%s: its instances are fixed",
	    "%s : on n'en ajoute ni n'en retire" },
	{ "%s: it is not a repeat", "%s : ce n'est pas une répétition" },
	{ "%s: expected %s, found %s", "%s : %t est attendu, et c'est %t" },
	{ "expected an object, found %s",
	    "un objet JSON est attendu, et c'est %t" },
	{ "null", "rien (null)" },
	{ "a truth value", "vrai ou faux" },
	{ "a list", "une liste" },
	{ "an object", "un objet" },
	{ "%s: instances are numbered from 1 to %d",
	    "%s : les répétitions sont numérotées de 1 à %s" },
	{ "%s: no valid answer found in %d attempts",
	    "%s : aucune réponse valable trouvée en %s essais" },
	{ "response %llu", "réponse %s" },
	{ "response %llu: %s", "réponse %s : %t" },

	/* What a person typed for an answer, and cannot be one. */
	{ "a whole number is needed, such as 12",
	    "il faut un nombre entier, comme 12" },
	{ "a number is needed, such as 0.5",
	    "il faut un nombre, comme 0,5" },
	{ "a number from %s to %s is needed",
	    "il faut un nombre de %s à %s" },
	{ "a number from %s to %s is needed, in steps of %s",
	    "il faut un nombre de %s à %s, par pas de %s" },
	{ "a date is needed, such as 2026-11-23 or 23/11/2026",
	    "il faut une date, comme 23/11/2026 ou 2026-11-23" },
	{ "a month is needed, such as 2026-11 or 11/2026",
	    "il faut un mois, comme 11/2026 ou 2026-11" },
	{ "a year is needed, such as 2026",
	    "il faut une année, comme 2026" },
	{ "a time is needed, such as 14:30",
	    "il faut une heure, comme 14:30" },
	{ "a date and a time are needed, such as 2026-11-23 14:30",
	    "il faut une date et une heure, comme 23/11/2026 14:30" },
	{ "latitude and longitude are needed, such as 50.63 3.06",
	    "il faut une latitude et une longitude, comme 50,63 3,06" },
	{ "two places at least are needed, with ; between, such as "
	    "50.63 3.06; 50.64 3.07",
	    "il faut au moins deux lieux, séparés par des points-virgules, "
	    "comme 50,63 3,06; 50,64 3,07" },
	{ "three places at least are needed, with ; between, such as "
	    "50.63 3.06; 50.64 3.07; 50.64 3.05",
	    "il faut au moins trois lieux, séparés par des points-virgules, "
	    "comme 50,63 3,06; 50,64 3,07; 50,64 3,05" },
	{ "\"%.*s\" is not one of the choices",
	    "« %s » n'est pas un des choix" },
	{ "\"%.*s\" stands twice", "« %s » figure deux fois" },
	{ "one choice alone can be taken", "un seul choix est possible" },
	{ "answer OK, or nothing", "répondez OK, ou rien" },
	{ "%s: no text answers this", "%s : aucun texte n'y répond" },

	/* Why a form, or a file beside it, cannot be read. */
	{ "%s: this form cannot be used (%s)",
	    "%s : ce formulaire n'est pas utilisable (%s)" },
	{ "%s: not a form as formspec writes it: something in it has no "
	    "meaning here",
	    "%s : ce n'est pas un formulaire tel que formspec l'écrit : "
	    "quelque chose n'y a pas de sens" },
	{ "not a form of formspec (no \"format\": \"%s\")",
	    "ce n'est pas un formulaire de formspec (il manque \"format\": "
	    "\"%s\")" },
	{ "%s: not a form: the name ends with .xlsx, .md, .xml or .json",
	    "%s : ce n'est pas un formulaire : le nom se termine par .xlsx, "
	    ".md, .xml ou .json" },
	{ "%s: not written: this XForm says more than the sheets of a workbook "
	    "can",
	    "%s : non écrit : ce XForm dit plus que les feuilles d'un classeur "
	    "ne peuvent dire" },
	{ "feature %zu: its geometry is not a Point, a LineString or a Polygon "
	    "with coordinates",
	    "élément %s : sa géométrie n'est ni un Point, ni une LineString, "
	    "ni un Polygon avec ses coordonnées" },
	{ "feature %zu: its type is not \"Feature\"",
	    "élément %s : son type n'est pas « Feature »" },
	{ "it is not a FeatureCollection",
	    "ce n'est pas une FeatureCollection" },
	{ "too many rows", "trop de lignes" },
	{ "%s: more than %d sheets", "%s : plus de %s feuilles" },
	{ "%s: a sheet's name is not UTF-8",
	    "%s : le nom d'une feuille n'est pas de l'UTF-8" },
	{ "%s: sheet \"%s\" has more than %d rows",
	    "%s : la feuille « %s » a plus de %s lignes" },
	{ "%s: sheet \"%s\" has more than %d columns",
	    "%s : la feuille « %s » a plus de %s colonnes" },
	{ "%s: %s row %u: a cell holds more than %d bytes",
	    "%s : %s, ligne %s : une cellule dépasse %s octets" },
	{ "%s: the cells hold more than %d MiB",
	    "%s : les cellules dépassent %s Mio" },
	{ "%s: %s row %u: a cell is not UTF-8",
	    "%s : %s, ligne %s : une cellule n'est pas de l'UTF-8" },
	{ "%s: sheet \"%s\" is too large: remove rows and columns that it does "
	    "not need",
	    "%s : la feuille « %s » est trop grande : supprimez les lignes et "
	    "les colonnes inutiles" },
	{ "%s: not UTF-8", "%s : ce n'est pas de l'UTF-8" },
	{ "row %zu: a cell of a workbook cannot hold more than %d characters",
	    "ligne %s : une cellule de classeur ne dépasse pas %s "
	    "caractères" },
	{ "%s: a sheet cannot be named \"%s\"",
	    "%s : une feuille ne peut pas se nommer « %s »" },
	{ "%s: damaged workbook: %s cannot be read (%s); open it in a "
	    "spreadsheet program and save it again",
	    "%s : classeur abîmé : %s est illisible (%t) ; ouvrez-le dans un "
	    "tableur et enregistrez-le à nouveau" },
	{ "torn: its end is missing", "tronqué : la fin manque" },
	{ "torn: its directory is damaged",
	    "tronqué : la table des matières est abîmée" },
	{ "more than %d files in it", "plus de %s fichiers dedans" },
	{ "larger than %d MiB", "plus de %s Mio" },
	{ "it is not there", "absent" },
	{ "a password protects it", "protégé par un mot de passe" },
	{ "it is packed in an unusual way: method %u",
	    "compressé d'une manière inhabituelle : méthode %s" },
	{ "it is not where it should be", "ne se trouve pas à sa place" },
	{ "it does not unpack", "impossible à décompresser" },
	{ "its size is not what it says",
	    "sa taille n'est pas celle qui est annoncée" },
	{ "its checksum is wrong", "sa somme de contrôle est fausse" },
	{ "%s: the workbook is larger than %d MiB once unpacked",
	    "%s : le classeur dépasse %s Mio une fois décompressé" },
	{ "more than %d sheets", "plus de %s feuilles" },
	{ "a cell holds more than %d bytes",
	    "une cellule dépasse %s octets" },
	{ "more than %d strings", "plus de %s textes" },
	{ "too many number formats", "trop de formats de nombre" },
	{ "too many cell styles", "trop de styles de cellule" },
	{ "bad cell reference", "la référence d'une cellule est fautive" },
	{ "more than %d columns", "plus de %s colonnes" },
	{ "rows are out of order", "les lignes sont en désordre" },
	{ "a cell names a string that is not there",
	    "une cellule renvoie à un texte qui n'existe pas" },
	{ "row %u, column %u: the value of a formula was not saved; open the "
	    "workbook in a spreadsheet program and save it again",
	    "ligne %s, colonne %s : la valeur d'une formule n'est pas "
	    "enregistrée ; ouvrez le classeur dans un tableur et "
	    "enregistrez-le à nouveau" },
	{ "%s: a zip file, but not an .xlsx workbook",
	    "%s : une archive zip, mais pas un classeur .xlsx" },
	{ "%s: not an .xlsx workbook, but an old one (.xls) or one that a "
	    "password protects: save it as .xlsx, without a password",
	    "%s : ce n'est pas un classeur .xlsx, mais un ancien (.xls) ou un "
	    "classeur protégé : enregistrez-le en .xlsx, sans mot de passe" },
	{ "%s: not an .xlsx workbook",
	    "%s : ce n'est pas un classeur .xlsx" },
	{ "%s: the workbook is torn: the file is not complete",
	    "%s : le classeur est tronqué : le fichier n'est pas complet" },

	/* XML; the commonest of what its reader says. */
	{ "%s: line %lu: a document type declaration with entities is not "
	    "accepted",
	    "%s : ligne %s : une déclaration de type de document avec des "
	    "entités n'est pas acceptée" },
	{ "%s: line %lu: more than %d attributes on one element",
	    "%s : ligne %s : plus de %s attributs sur un élément" },
	{ "%s: line %lu: more than %d elements inside each other",
	    "%s : ligne %s : plus de %s éléments les uns dans les autres" },
	{ "%s: larger than %d MB of XML", "%s : plus de %s Mo de XML" },
	{ "%s: line %lu: %s", "%s : ligne %s : %t" },
	{ "syntax error", "ce n'est pas du XML" },
	{ "no element found", "le document s'arrête trop tôt" },
	{ "not well-formed (invalid token)",
	    "un signe n'a pas sa place ici" },
	{ "unclosed token", "une balise n'est pas fermée" },
	{ "mismatched tag",
	    "la balise fermante n'est pas celle qui est ouverte" },
	{ "duplicate attribute", "un attribut est donné deux fois" },
	{ "junk after document element",
	    "quelque chose suit la fin du document" },
	{ "undefined entity", "entité inconnue" },
	{ "unbound prefix", "un préfixe n'est pas déclaré" },
	{ "unknown encoding", "encodage inconnu" },
	{ "%s: the XML reader cannot start",
	    "%s : le lecteur de XML ne démarre pas" },
	{ "%s: more than %d elements and texts",
	    "%s : plus de %s éléments et textes" },
	{ "%s: line %lu: \"%.60s\" is not a prefix, a colon and a name",
	    "%s : ligne %s : « %s » n'est pas un préfixe, deux-points et un "
	    "nom" },
	{ "%s: line %lu: the prefix \"%.60s\" is not declared",
	    "%s : ligne %s : le préfixe « %s » n'est pas déclaré" },

	/* JSON, CSV, texts, files. */
	{ "JSON: a control character at byte %zu",
	    "JSON : un caractère de contrôle à l'octet %s" },
	{ "JSON: a NUL in a string at byte %zu",
	    "JSON : un caractère NUL dans un texte à l'octet %s" },
	{ "JSON: nested deeper than %d", "JSON : plus de %s niveaux" },
	{ "JSON: more than %d values", "JSON : plus de %s valeurs" },
	{ "JSON: the key \"%s\" stands twice",
	    "JSON : la clé « %s » est donnée deux fois" },
	{ "JSON: not UTF-8, or a NUL inside",
	    "JSON : ce n'est pas de l'UTF-8, ou il contient un caractère "
	    "NUL" },
	{ "JSON: cannot be read at byte %zu",
	    "JSON : illisible à l'octet %s" },
	{ "JSON: something behind the value",
	    "JSON : quelque chose suit la valeur" },
	{ "JSON: not in canonical form",
	    "JSON : ce n'est pas la forme canonique" },
	{ "CSV: line %zu: a cell of more than %d bytes",
	    "CSV : ligne %s : une cellule dépasse %s octets" },
	{ "CSV: line %zu: a quote is never closed",
	    "CSV : ligne %s : un guillemet n'est jamais refermé" },
	{ "CSV: line %zu: more cells than the heading has",
	    "CSV : ligne %s : plus de cellules que d'en-têtes" },
	{ "CSV: line %zu: more than %d columns",
	    "CSV : ligne %s : plus de %s colonnes" },
	{ "CSV: not UTF-8 (save it as \"CSV UTF-8\" from the spreadsheet)",
	    "CSV : ce n'est pas de l'UTF-8 (enregistrez-le comme « CSV UTF-8 » "
	    "depuis le tableur)" },
	{ "CSV: empty, no heading", "CSV : vide, sans en-têtes" },
	{ "text is not UTF-8", "le texte n'est pas de l'UTF-8" },
	{ "text cannot be normalised: %s",
	    "le texte ne peut pas être normalisé : %s" },
	{ "%s: is a folder, not a file",
	    "%s : est un dossier, non un fichier" },
	{ "%s: larger than %zu bytes", "%s : dépasse %s octets" },
	{ "%s: in use by another program",
	    "%s : un autre programme s'en sert" },
	{ "standard output", "la sortie standard" },
	{ "standard output: %s", "la sortie standard : %t" },
	{ "the current folder", "le dossier courant" },
	{ "the current folder: %s", "le dossier courant : %t" },

	/* The command line. */
	{ "unknown option %s (did you mean --%s?)",
	    "option inconnue %s (vouliez-vous dire --%s ?)" },
	{ "%s has no option --%s", "%s n'a pas d'option --%s" },
	{ "unknown option %s (see --help)",
	    "option inconnue %s (voyez --help)" },
	{ "--%s takes no value", "--%s ne prend pas de valeur" },
	{ "--%s needs a value: %s", "--%s demande une valeur : %t" },
	{ "unknown command \"%s\" (did you mean \"%s\"?)",
	    "commande inconnue « %s » (vouliez-vous dire « %s » ?)" },
	{ "unknown command \"%s\" (see --help)",
	    "commande inconnue « %s » (voyez --help)" },
	{ "something is missing: %s %s %s", "il manque quelque chose : %s %s %t" },
	{ "what is \"%s\"? usage: %s %s %s",
	    "qu'est-ce que « %s » ? usage : %s %s %t" },
	{ "--%s %s: not a whole number up to %llu",
	    "--%s %s : ce n'est pas un nombre entier jusqu'à %s" },
	{ "--language %s: the form has no such language (its first is \"%s\")",
	    "--language %s : le formulaire n'a pas cette langue (sa première "
	    "est « %s »)" },
	{ "--at %s: no such answer", "--at %s : cette réponse n'existe pas" },
	{ "%s: cannot write this kind of file: use .json, .xlsx, .xml or .html",
	    "%s : ce genre de fichier ne peut pas être écrit : prenez .json, "
	    ".xlsx, .xml ou .html" },
	{ "%s: the form has no \"%s\"", "%s : le formulaire n'a pas de « %s »" },
	{ "%llu of %llu", "%s sur %s" },

	/* Its help. */
	{ "usage: %s COMMAND [options]", "usage : %s COMMANDE [options]" },
	{ "usage: %s %s [options]", "usage : %s %s [options]" },
	{ "usage: %s %s %s [options]", "usage : %s %s %t [options]" },
	{ "commands:", "commandes :" },
	{ "options:", "options :" },
	{ "%s COMMAND --help tells more about a command.",
	    "%s COMMANDE --help en dit plus sur une commande." },
	{ "exit status: 0 done, 1 done but look at it, 2 usage, 3 unusable "
	    "input,\n4 not trusted or not allowed, 5 the system or the hub "
	    "failed, 70 a mistake of ours",
	    "code de retour : 0 fait, 1 fait mais à regarder, 2 usage, 3 "
	    "entrée inutilisable,\n4 ni sûr ni permis, 5 panne du système ou "
	    "du dépôt, 70 erreur de notre part" },
	{ "this help", "cette aide" },
	{ "FORM", "FORMULAIRE" },
	{ "FORM OUT", "FORMULAIRE SORTIE" },
	{ "OLD NEW", "ANCIEN NOUVEAU" },
	{ "FORM EXPRESSION", "FORMULAIRE EXPRESSION" },
	{ "FILE", "FICHIER" },
	{ "PATH", "CHEMIN" },
	{ "NAME", "NOM" },
	{ "LANGUAGE", "LANGUE" },
	{ "check, convert and try out questionnaires",
	    "vérifier, convertir et essayer des questionnaires" },
	{ "say what is wrong with a form",
	    "dire ce qui ne va pas dans un formulaire" },
	{ "write a form as .json, .xlsx, .xml or .html",
	    "écrire un formulaire en .json, .xlsx, .xml ou .html" },
	{ "what changed between two versions of a form",
	    "ce qui a changé entre deux versions d'un formulaire" },
	{ "evaluate an expression on a response",
	    "calculer une expression sur une réponse" },
	{ "print random valid answers to a form",
	    "imprimer des réponses valables tirées au hasard" },
	{ "fr or en, for what is printed",
	    "fr ou en, pour ce qui est affiché" },
	{ "print JSON", "afficher du JSON" },
	{ "of the form, for .html (its default language)",
	    "du formulaire, pour .html (sa langue par défaut)" },
	{ "a response as `formspec fake` writes it",
	    "une réponse telle que `formspec fake` l'écrit" },
	{ "seen from there, \"team[0a1b...]/name\" (the top)",
	    "vu de là, « equipe[0a1b...]/nom » (le sommet)" },
	{ "how many responses (1)", "combien de réponses (1)" },
	{ "another seed, other answers (0)",
	    "une autre graine, d'autres réponses (0)" },
	{ "write there and not to standard output",
	    "écrire là et non sur la sortie standard" },
	{ "FORM is an XLSForm workbook (.xlsx), the same as Markdown tables "
	    "(.md)\nor a form written by formspec (.json). Files that the form "
	    "names are\nlooked for beside it.\nThe exit status is 0 when there "
	    "are at most warnings, 3 when there are\nerrors.",
	    "FORMULAIRE est un classeur XLSForm (.xlsx), la même chose en "
	    "tableaux\nMarkdown (.md) ou un formulaire écrit par formspec "
	    "(.json). Les fichiers que\nle formulaire nomme sont cherchés à "
	    "côté de lui.\nLe code de retour est 0 s'il n'y a que des "
	    "avertissements, 3 s'il y a des\nerreurs." },
	{ "OUT ends with .json (the form and its files in one canonical "
	    "text),\nwith .xlsx (an XLSForm workbook) or with .xml (an ODK "
	    "XForm); the files\nbeside these two are not written. With .html "
	    "it is a questionnaire on\npaper, to be printed.",
	    "SORTIE se termine par .json (le formulaire et ses fichiers en un "
	    "texte\ncanonique), .xlsx (un classeur XLSForm) ou .xml (un XForm "
	    "ODK) ; les fichiers\nà côté de ces deux-là ne sont pas écrits. "
	    "Avec .html, c'est un questionnaire\nde papier, à imprimer." },
	{ "A line a change, and what becomes of the answers collected with "
	    "OLD:\nkept, kept but checked again, lost at export unless mapped, "
	    "or no longer\nvalid because choices are gone.\nThe exit status is "
	    "0 when nothing changed, 1 when something did, 3 when\none of the "
	    "forms cannot be used.",
	    "Une ligne par changement, et ce que deviennent les réponses "
	    "recueillies avec\nANCIEN : gardées, gardées mais revérifiées, "
	    "perdues à l'export si rien ne les\nreprend, ou plus valables car "
	    "des choix ont disparu.\nLe code de retour est 0 si rien n'a "
	    "changé, 1 si quelque chose a changé, 3\nsi l'un des formulaires "
	    "n'est pas utilisable." },

	{ NULL, NULL }
};
