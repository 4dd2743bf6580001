/* phrases.c - see phrases.h. */
#include "collector/page/phrases.h"

static const char *const phrases[PHRASE_COUNT][LANGUAGE_COUNT] = {
#define PHRASE(name, english, french) \
	[SAY_##name] = { [ENGLISH] = english, [FRENCH] = french },
#include "collector/page/phrases/all.def"
#undef PHRASE
};

const char *
phrase_text(enum language language, enum phrase phrase)
{
	return phrases[phrase][language];
}
