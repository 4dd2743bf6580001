#include "kit/record/outcome.h"

#include <string.h>

static const struct outcome outcomes[] = {
	{ OUTCOME_CODE_COMPLETE, OUTCOME_COMPLETE, "interview, complete",
	    "entretien complet" },
	{ OUTCOME_CODE_PARTIAL, OUTCOME_PARTIAL, "interview, partial",
	    "entretien partiel" },
	{ "2.11", OUTCOME_REFUSAL, "refused", "refus" },
	{ "2.111", OUTCOME_REFUSAL, "refused by somebody else",
	    "refus par une autre personne" },
	{ "2.112", OUTCOME_REFUSAL, "refused by the person",
	    "refus par la personne" },
	{ OUTCOME_CODE_BROKEN_OFF, OUTCOME_REFUSAL, "broken off",
	    "abandon en cours" },
	{ "2.20", OUTCOME_NON_CONTACT, "not reached", "personne non jointe" },
	{ "2.21", OUTCOME_NON_CONTACT, "not available at that time",
	    "personne indisponible" },
	{ "2.22", OUTCOME_NON_CONTACT, "message left on her or his machine",
	    "message laissé sur son répondeur" },
	{ "2.31", OUTCOME_OTHER, "has died", "personne décédée" },
	{ "2.32", OUTCOME_OTHER, "not able to take part",
	    "personne hors d’état de répondre" },
	{ "2.33", OUTCOME_OTHER, "no language in common",
	    "pas de langue commune" },
	{ "2.36", OUTCOME_OTHER, "eligible, another reason",
	    "éligible, autre raison" },
	{ "3.10", OUTCOME_UNKNOWN, "nothing is known of the person",
	    "rien n'est connu de la personne" },
	{ "3.11", OUTCOME_UNKNOWN, "not tried", "aucun essai" },
	{ "3.12", OUTCOME_UNKNOWN, "busy", "occupé" },
	{ "3.13", OUTCOME_UNKNOWN, "no answer", "pas de réponse" },
	{ "3.14", OUTCOME_UNKNOWN, "a machine answers, nobody knows whose",
	    "répondeur non identifié" },
	{ "3.19", OUTCOME_UNKNOWN, "written to, nothing came back",
	    "courrier sans retour" },
	{ "3.20", OUTCOME_UNKNOWN, "reached, unknown whether eligible",
	    "éligibilité inconnue" },
	{ "3.30", OUTCOME_UNKNOWN, "could not be delivered",
	    "courrier non distribué" },
	{ "3.90", OUTCOME_UNKNOWN, "unknown, another reason",
	    "éligibilité inconnue, autre raison" },
	{ "4.10", OUTCOME_NOT_ELIGIBLE, "not of the sample",
	    "hors échantillon" },
	{ "4.30", OUTCOME_NOT_ELIGIBLE, "the number or address is dead",
	    "numéro ou adresse hors service" },
	{ "4.70", OUTCOME_NOT_ELIGIBLE, "nobody eligible there",
	    "aucune personne éligible" },
	{ "4.80", OUTCOME_NOT_ELIGIBLE, "the quota is filled",
	    "quota atteint" },
	{ "4.90", OUTCOME_NOT_ELIGIBLE, "not eligible, another reason",
	    "non éligible, autre raison" },
};

enum { OUTCOME_COUNT = sizeof outcomes / sizeof *outcomes };

const struct outcome *
outcome_all(size_t *count)
{
	*count = OUTCOME_COUNT;
	return outcomes;
}

const struct outcome *
outcome_find(const char *code)
{
	for (size_t i = 0; i < OUTCOME_COUNT; i++)
		if (!strcmp(outcomes[i].code, code))
			return &outcomes[i];
	return NULL;
}

static const char *const usual[] = { "3.13", "2.22", "2.21", "2.112",
	"2.111", "1.1", "1.2", "4.30" };

const struct outcome *
outcome_usual(size_t i)
{
	return i < sizeof usual / sizeof usual[0] ? outcome_find(usual[i]) :
	    NULL;
}

bool
outcome_is_usual(const struct outcome *outcome)
{
	for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
		if (!strcmp(usual[i], outcome->code))
			return true;
	return false;
}

const char *
outcome_label(const char *code, bool french)
{
	const struct outcome *outcome = outcome_find(code);

	if (outcome == NULL)
		return code;
	return french ? outcome->french : outcome->english;
}

bool
outcome_refuses(const char *code)
{
	const struct outcome *outcome = outcome_find(code);

	return outcome != NULL && outcome->class == OUTCOME_REFUSAL &&
	    strcmp(code, OUTCOME_CODE_BROKEN_OFF) != 0;
}

const char *
outcome_class_word(enum outcome_class class)
{
	static const char *const words[] = {
		[OUTCOME_COMPLETE] = "complete", [OUTCOME_PARTIAL] = "partial",
		[OUTCOME_REFUSAL] = "refusal",
		[OUTCOME_NON_CONTACT] = "non-contact",
		[OUTCOME_OTHER] = "other eligible",
		[OUTCOME_UNKNOWN] = "unknown eligibility",
		[OUTCOME_NOT_ELIGIBLE] = "not eligible"
	};

	return words[class];
}
