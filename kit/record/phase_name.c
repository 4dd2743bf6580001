#include "kit/record/phase_name.h"

#include <stddef.h>
#include <string.h>

static const struct {
	const char *phase, *french, *typed, *in_failure;
} names[] = {
	{ "training", "formation", "formation (training)",
	    "training phase" },
	{ "pilot", "pilote", "pilote (pilot)", "pilot phase" },
	{ "field", "terrain", "terrain (field)", "field phase" },
	{ "closed", "close", "close", "closed phase" }
};

const char *
phase_name(const char *phase, const char *language)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(language, "fr") && !strcmp(phase, names[i].phase))
			return names[i].french;
	return phase;
}

const char *
phase_name_typed(const char *phase, const char *language)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(language, "fr") && !strcmp(phase, names[i].phase))
			return names[i].typed;
	return phase;
}

const char *
phase_in_failure(const char *phase)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(phase, names[i].phase))
			return names[i].in_failure;
	return phase;
}
