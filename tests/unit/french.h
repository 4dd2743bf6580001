/* french.h - French of a catalogue, as it is typeset. */
#ifndef RECOLTE_TESTS_FRENCH_H
#define RECOLTE_TESTS_FRENCH_H

#include <string.h>

#include "tests/unit/check.h"

static inline bool
ends_word(char byte)
{
	return byte == '\0' || strchr(" \n).,", byte) != NULL;
}

/*
 * French has a space before : ; ? ! and within « », at which no line ends; its
 * apostrophe is the curly one, as in questionnaires.
 */
static inline void
check_french(const char *text)
{
	CHECK_RESULT(!strstr(text, "« ") && !strstr(text, " »"),
	    "a line may end within « »: \"%s\"", text);
	for (const char *at = text; at[0] && at[1] && at[2]; at++) {
		CHECK_RESULT(strchr(" ;:\n", at[0]) || at[1] != ' ' ||
		    !strchr(":;?!", at[2]) || !ends_word(at[3]),
		    "a line may end before %c: \"%s\"", at[2], text);
		CHECK_RESULT(at[1] != '\'' || strchr(" (", at[0]) ||
		    strchr(" )", at[2]), "a straight apostrophe: \"%s\"", text);
	}
}

#endif
