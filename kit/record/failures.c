/* failures.c - what a record may not be; see failures.h. */
#include "kit/record/failures.h"

#include <stddef.h>

const struct failure_words record_failures[] = {
	/* attempt */
	{ "\"%s\": how was it tried? phone, mail, visit, video or other",
	    "« %s » : comment a-t-on essayé ? phone, mail, visit, video ou "
	    "other" },
	{ "\"%s\": not an outcome; \"case outcomes\" lists them",
	    "« %s » : ce n'est pas un résultat ; « case outcomes » les "
	    "donne" },
	{ "\"%s\": not a moment", "« %s » : ce n'est pas un moment" },
	{ "\"%s\": a day is needed, 2026-11-30, or 2026-11-30T14:00",
	    "« %s » : il faut un jour, 2026-11-30, ou 2026-11-30T14:00" },
	{ "the remark is longer than %d bytes",
	    "la remarque dépasse %s octets" },

	/* dictionary */
	{ "dictionary of form %s", "dictionnaire du questionnaire %s" },

	/* downward */
	{ "more than %d cases to tell of", "plus de %s cas à faire savoir" },
	{ "more than %d corrections to tell of",
	    "plus de %s corrections à faire savoir" },
	{ "word of a case without id or status",
	    "une nouvelle d'un cas sans identifiant ou sans état" },
	{ "a correction that is not what it is named by",
	    "une correction n'est pas ce que dit son nom" },
	{ "word of a correction without response, revision or time",
	    "une nouvelle d'une correction sans réponse, révision ou date" },
	{ "not a word sent down to a laptop",
	    "ce n'est pas une lettre destinée à un poste" },
	{ "written by a newer program: version %s",
	    "écrit par un programme plus récent : version %s" },
	{ "it does not say for whom it is, or how new",
	    "on n'y lit pas pour qui c'est, ni de quand" },
	{ "more cases or corrections than a laptop is told",
	    "plus de cas ou de corrections qu'il n'en est dit à un poste" },
	{ "it is for another device", "est pour un autre appareil" },

	/* package */
	{ "form %s: its package is larger than %d MB: take something out of "
	    "its files",
	    "questionnaire %s : son paquet dépasse %s Mo : retirez quelque "
	    "chose de ses fichiers" },
	{ "form package: \"%s\" is missing, of the wrong type, or behind an "
	    "unknown member",
	    "paquet de questionnaire : « %s » manque, est d'un autre type, ou "
	    "suit un élément inconnu" },
	{ "form package: an unknown member",
	    "paquet de questionnaire : un élément inconnu" },
	{ "form package: it is not one",
	    "paquet de questionnaire : ce n'en est pas un" },
	{ "form package: written by a newer program (v \"%.8s\"): update this "
	    "one",
	    "paquet de questionnaire : écrit par un programme plus récent (v "
	    "« %s ») : mettez celui-ci à jour" },
	{ "form package: its dictionary is larger than %d bytes",
	    "paquet de questionnaire : son dictionnaire dépasse %s octets" },
	{ "form package: its dictionary is not base64",
	    "paquet de questionnaire : son dictionnaire n'est pas du base64" },
	{ "form package: its form is not usable",
	    "paquet de questionnaire : son questionnaire n'est pas "
	    "utilisable" },
	{ "form package: larger than %d MB",
	    "paquet de questionnaire : plus de %s Mo" },
	{ "form package", "paquet de questionnaire" },

	/* response */
	{ "%s: its path is longer than %d bytes",
	    "%s : son chemin dépasse %s octets" },

	/* revision */
	{ "revision: longer than %d bytes", "révision : plus de %s octets" },
	{ "revision: \"%s\" is missing, of the wrong type, or behind an "
	    "unknown member",
	    "révision : « %s » manque, est d'un autre type, ou suit un "
	    "élément inconnu" },
	{ "revision: \"%s\" holds what is not a hash",
	    "révision : « %s » contient ce qui n'est pas une empreinte" },
	{ "revision: written by a newer program (v \"%.8s\"): update this one",
	    "révision : écrite par un programme plus récent (v « %s ») : "
	    "mettez celui-ci à jour" },
	{ "revision: of another study", "révision : d'une autre enquête" },
	{ "revision", "révision" },

	/* revision_check */
	{ "revision: %s", "révision : %t" },
	{ "revision: path \"%s\" %s", "révision : le chemin « %s » %s" },
	{ "revision: a path is longer than %d bytes",
	    "révision : un chemin dépasse %s octets" },
	{ "revision: more than %d fields", "révision : plus de %s champs" },
	{ "revision: more than %d in \"%s\"",
	    "révision : plus de %s dans « %s »" },
	{ "revision: \"%s\" has a hash twice or out of order",
	    "révision : « %s » a une empreinte deux fois ou en désordre" },
	{ "revision: the reason is longer than %d bytes",
	    "révision : la raison dépasse %s octets" },

	/* What both programs say. */
	{ "\"%s\": write FIELD=VALUE", "« %s » : écrivez CHAMP=VALEUR" },
	{ "response %s", "réponse %s" },
	{ "a JSON array", "un tableau JSON" },
	{ "TEXT", "TEXTE" },
	{ "HUB", "DÉPÔT" },
	{ "WORD", "MOT" },
	{ "FOLDER", "DOSSIER" },
	{ "ID", "IDENTIFIANT" },
	{ "DIR", "DOSSIER" },
	{ NULL, NULL }
};
