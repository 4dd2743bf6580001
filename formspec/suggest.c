#include "formspec/suggest.h"

#include <stdbool.h>
#include <string.h>

#include "kit/base/text.h"

/* The written form is folded: small letters, no accents, single spaces. */
static const struct synonym {
	enum vocabulary vocabulary;
	const char *written, *word;
} synonyms[] = {
	{ WORDS_TYPES, "entier", "integer" },
	{ WORDS_TYPES, "nombre entier", "integer" },
	{ WORDS_TYPES, "nombre", "integer" },
	{ WORDS_TYPES, "number", "integer" },
	{ WORDS_TYPES, "numeric", "integer" },
	{ WORDS_TYPES, "numerique", "integer" },
	{ WORDS_TYPES, "nombre decimal", "decimal" },
	{ WORDS_TYPES, "float", "decimal" },
	{ WORDS_TYPES, "double", "decimal" },
	{ WORDS_TYPES, "real", "decimal" },
	{ WORDS_TYPES, "reel", "decimal" },
	{ WORDS_TYPES, "texte libre", "text" },
	{ WORDS_TYPES, "chaine", "text" },
	{ WORDS_TYPES, "varchar", "text" },
	{ WORDS_TYPES, "phone", "text" },
	{ WORDS_TYPES, "telephone", "text" },
	{ WORDS_TYPES, "url", "text" },
	{ WORDS_TYPES, "heure", "time" },
	{ WORDS_TYPES, "date heure", "dateTime" },
	{ WORDS_TYPES, "date et heure", "dateTime" },
	{ WORDS_TYPES, "label", "note" },
	{ WORDS_TYPES, "information", "note" },
	{ WORDS_TYPES, "calcul", "calculate" },
	{ WORDS_TYPES, "calculation", "calculate" },
	{ WORDS_TYPES, "formula", "calculate" },
	{ WORDS_TYPES, "formule", "calculate" },
	{ WORDS_TYPES, "cache", "hidden" },
	{ WORDS_TYPES, "curseur", "range" },
	{ WORDS_TYPES, "slider", "range" },
	{ WORDS_TYPES, "rating", "range" },
	{ WORDS_TYPES, "echelle", "range" },
	{ WORDS_TYPES, "classement", "rank" },
	{ WORDS_TYPES, "ranking", "rank" },
	{ WORDS_TYPES, "boolean", "select_one" },
	{ WORDS_TYPES, "yesno", "select_one" },
	{ WORDS_TYPES, "select", "select_one" },
	{ WORDS_TYPES, "choice", "select_one" },
	{ WORDS_TYPES, "choix", "select_one" },
	{ WORDS_TYPES, "choix unique", "select_one" },
	{ WORDS_TYPES, "single choice", "select_one" },
	{ WORDS_TYPES, "single select", "select_one" },
	{ WORDS_TYPES, "radio", "select_one" },
	{ WORDS_TYPES, "dropdown", "select_one" },
	{ WORDS_TYPES, "liste", "select_one" },
	{ WORDS_TYPES, "choix multiple", "select_multiple" },
	{ WORDS_TYPES, "choix multiples", "select_multiple" },
	{ WORDS_TYPES, "multiple choice", "select_multiple" },
	{ WORDS_TYPES, "multi select", "select_multiple" },
	{ WORDS_TYPES, "select many", "select_multiple" },
	{ WORDS_TYPES, "select all", "select_multiple" },
	{ WORDS_TYPES, "checkbox", "select_multiple" },
	{ WORDS_TYPES, "cases a cocher", "select_multiple" },
	{ WORDS_TYPES, "picture", "image" },
	{ WORDS_TYPES, "signature", "image" },
	{ WORDS_TYPES, "fichier", "file" },
	{ WORDS_TYPES, "code barre", "barcode" },
	{ WORDS_TYPES, "code barres", "barcode" },
	{ WORDS_TYPES, "qr code", "barcode" },
	{ WORDS_TYPES, "position", "geopoint" },
	{ WORDS_TYPES, "group", "begin_group" },
	{ WORDS_TYPES, "groupe", "begin_group" },
	{ WORDS_TYPES, "begin", "begin_group" },
	{ WORDS_TYPES, "debut groupe", "begin_group" },
	{ WORDS_TYPES, "start group", "begin_group" },
	{ WORDS_TYPES, "section", "begin_group" },
	{ WORDS_TYPES, "fin groupe", "end_group" },
	{ WORDS_TYPES, "fin de groupe", "end_group" },
	{ WORDS_TYPES, "close group", "end_group" },
	{ WORDS_TYPES, "repeat", "begin_repeat" },
	{ WORDS_TYPES, "repetition", "begin_repeat" },
	{ WORDS_TYPES, "debut repetition", "begin_repeat" },
	{ WORDS_TYPES, "start repeat", "begin_repeat" },
	{ WORDS_TYPES, "loop", "begin_repeat" },
	{ WORDS_TYPES, "boucle", "begin_repeat" },
	{ WORDS_TYPES, "fin repetition", "end_repeat" },
	{ WORDS_TYPES, "fin boucle", "end_repeat" },
	{ WORDS_TYPES, "page break", "begin_group" },

	{ WORDS_COLUMNS, "nom", "name" },
	{ WORDS_COLUMNS, "variable", "name" },
	{ WORDS_COLUMNS, "nom de la variable", "name" },
	{ WORDS_COLUMNS, "nom variable", "name" },
	{ WORDS_COLUMNS, "code", "name" },
	{ WORDS_COLUMNS, "id", "name" },
	{ WORDS_COLUMNS, "valeur", "name" },
	{ WORDS_COLUMNS, "type de question", "type" },
	{ WORDS_COLUMNS, "question type", "type" },
	{ WORDS_COLUMNS, "libelle", "label" },
	{ WORDS_COLUMNS, "intitule", "label" },
	{ WORDS_COLUMNS, "etiquette", "label" },
	{ WORDS_COLUMNS, "texte", "label" },
	{ WORDS_COLUMNS, "question", "label" },
	{ WORDS_COLUMNS, "aide", "hint" },
	{ WORDS_COLUMNS, "help", "hint" },
	{ WORDS_COLUMNS, "indice", "hint" },
	{ WORDS_COLUMNS, "consigne", "hint" },
	{ WORDS_COLUMNS, "instruction", "hint" },
	{ WORDS_COLUMNS, "pertinent", "relevant" },
	{ WORDS_COLUMNS, "pertinence", "relevant" },
	{ WORDS_COLUMNS, "condition", "relevant" },
	{ WORDS_COLUMNS, "filtre", "relevant" },
	{ WORDS_COLUMNS, "skip", "relevant" },
	{ WORDS_COLUMNS, "show if", "relevant" },
	{ WORDS_COLUMNS, "obligatoire", "required" },
	{ WORDS_COLUMNS, "requis", "required" },
	{ WORDS_COLUMNS, "mandatory", "required" },
	{ WORDS_COLUMNS, "contrainte", "constraint" },
	{ WORDS_COLUMNS, "validation", "constraint" },
	{ WORDS_COLUMNS, "message de contrainte", "constraint_message" },
	{ WORDS_COLUMNS, "message contrainte", "constraint_message" },
	{ WORDS_COLUMNS, "error message", "constraint_message" },
	{ WORDS_COLUMNS, "calcul", "calculation" },
	{ WORDS_COLUMNS, "formule", "calculation" },
	{ WORDS_COLUMNS, "formula", "calculation" },
	{ WORDS_COLUMNS, "defaut", "default" },
	{ WORDS_COLUMNS, "valeur par defaut", "default" },
	{ WORDS_COLUMNS, "default value", "default" },
	{ WORDS_COLUMNS, "apparence", "appearance" },
	{ WORDS_COLUMNS, "parametres", "parameters" },
	{ WORDS_COLUMNS, "lecture seule", "read_only" },
	{ WORDS_COLUMNS, "declencheur", "trigger" },
	{ WORDS_COLUMNS, "filtre de choix", "choice_filter" },
	{ WORDS_COLUMNS, "nom de la liste", "list_name" },
	{ WORDS_COLUMNS, "nom de liste", "list_name" },
	{ WORDS_COLUMNS, "nom liste", "list_name" },
	{ WORDS_COLUMNS, "liste", "list_name" },

	{ WORDS_SETTINGS, "titre", "form_title" },
	{ WORDS_SETTINGS, "titre du formulaire", "form_title" },
	{ WORDS_SETTINGS, "identifiant", "form_id" },
	{ WORDS_SETTINGS, "id", "form_id" },
	{ WORDS_SETTINGS, "langue", "default_language" },
	{ WORDS_SETTINGS, "language", "default_language" },
	{ WORDS_SETTINGS, "langue par defaut", "default_language" },

	{ WORDS_SHEETS, "questionnaire", "survey" },
	{ WORDS_SHEETS, "questions", "survey" },
	{ WORDS_SHEETS, "enquete", "survey" },
	{ WORDS_SHEETS, "formulaire", "survey" },
	{ WORDS_SHEETS, "choix", "choices" },
	{ WORDS_SHEETS, "options", "choices" },
	{ WORDS_SHEETS, "reponses", "choices" },
	{ WORDS_SHEETS, "modalites", "choices" },
	{ WORDS_SHEETS, "listes", "choices" },
	{ WORDS_SHEETS, "lists", "choices" },
	{ WORDS_SHEETS, "parametres", "settings" },
	{ WORDS_SHEETS, "reglages", "settings" },

	{ WORDS_FUNCTIONS, "si", "if" },
	{ WORDS_FUNCTIONS, "iif", "if" },
	{ WORDS_FUNCTIONS, "non", "not" },
	{ WORDS_FUNCTIONS, "vrai", "true" },
	{ WORDS_FUNCTIONS, "faux", "false" },
	{ WORDS_FUNCTIONS, "somme", "sum" },
	{ WORDS_FUNCTIONS, "nb", "count" },
	{ WORDS_FUNCTIONS, "nb si", "count" },
	{ WORDS_FUNCTIONS, "arrondi", "round" },
	{ WORDS_FUNCTIONS, "ent", "int" },
	{ WORDS_FUNCTIONS, "aujourdhui", "today" },
	{ WORDS_FUNCTIONS, "aujourd hui", "today" },
	{ WORDS_FUNCTIONS, "maintenant", "now" },
	{ WORDS_FUNCTIONS, "concatener", "concat" },
	{ WORDS_FUNCTIONS, "concatenate", "concat" },
	{ WORDS_FUNCTIONS, "len", "string-length" },
	{ WORDS_FUNCTIONS, "length", "string-length" },
	{ WORDS_FUNCTIONS, "nbcar", "string-length" },
	{ WORDS_FUNCTIONS, "stxt", "substr" },
	{ WORDS_FUNCTIONS, "mid", "substr" },
	{ WORDS_FUNCTIONS, "contient", "contains" },
	{ WORDS_FUNCTIONS, "recherchev", "pulldata" },
	{ WORDS_FUNCTIONS, "vlookup", "pulldata" },
	{ WORDS_FUNCTIONS, "random number", "random" },
	{ WORDS_FUNCTIONS, "rand", "random" },
	{ WORDS_FUNCTIONS, "alea", "random" },
	{ WORDS_FUNCTIONS, "puissance", "pow" },
	{ WORDS_FUNCTIONS, "power", "pow" },
	{ WORDS_FUNCTIONS, "racine", "sqrt" },
	{ WORDS_FUNCTIONS, "match", "regex" },
	{ WORDS_FUNCTIONS, "matches", "regex" },
	{ WORDS_FUNCTIONS, "choisi", "selected" },
	{ WORDS_FUNCTIONS, "is selected", "selected" },
	{ WORDS_FUNCTIONS, "year", "format-date" },
	{ WORDS_FUNCTIONS, "month", "format-date" },
	{ WORDS_FUNCTIONS, "annee", "format-date" },
	{ WORDS_FUNCTIONS, "mois", "format-date" }
};

enum { SYNONYMS = sizeof(synonyms) / sizeof(*synonyms) };

static bool
is_among(const char *word, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i], word) == 0)
			return true;
	return false;
}

const char *
suggest_word(enum vocabulary vocabulary, const char *written,
    const char *const *words, size_t count)
{
	struct buf folded = BUF_INIT;
	const char *found = NULL;

	text_fold(&folded, slice_str(written));
	for (size_t i = 0; i < SYNONYMS && found == NULL; i++)
		if (synonyms[i].vocabulary == vocabulary &&
		    strcmp(synonyms[i].written, buf_str(&folded)) == 0 &&
		    is_among(synonyms[i].word, words, count))
			found = synonyms[i].word;
	buf_free(&folded);
	return found != NULL ? found : text_nearest(written, words, count);
}
