/*
 * phrases.h - what the pages say, in French and English. One catalogue, the
 * .def files of the folder phrases, one a room:
 *
 *	PHRASE(NAME, "English", "français")	is SAY_NAME in C
 *
 * A text holds %1 to %9 where arguments go; the same ones in both languages.
 */
#ifndef RECOLTE_COLLECTOR_PAGE_PHRASES_H
#define RECOLTE_COLLECTOR_PAGE_PHRASES_H

#include "collector/words.h"

enum phrase {
#define PHRASE(name, english, french) SAY_##name,
#include "collector/page/phrases/all.def"
#undef PHRASE
	PHRASE_COUNT
};

const char *phrase_text(enum language language, enum phrase phrase);

#endif
