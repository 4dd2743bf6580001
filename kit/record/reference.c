/* reference.c - see reference.h. */
#include "kit/record/reference.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { DIGITS = 8, HALF = 4 };

void
reference_of(char out[REFERENCE_MAX], const char *id)
{
	for (size_t i = 0; i < DIGITS; i++)
		out[i + (i >= HALF)] = (char)toupper((unsigned char)id[i]);
	out[HALF] = '-';
	out[REFERENCE_MAX - 1] = '\0';
}

/* Both halves, however they are kept apart: "1D29-A372", "1d29 a372". */
static bool
is_reference(const char *typed)
{
	static const char digits[] = "0123456789abcdefABCDEF";
	size_t first = strspn(typed, digits);

	if (first == DIGITS)
		return typed[DIGITS] == '\0';
	return first == HALF && (typed[HALF] == '-' || typed[HALF] == ' ') &&
	    strspn(typed + HALF + 1, digits) == HALF &&
	    typed[DIGITS + 1] == '\0';
}

void
reference_read(char out[UUID_TEXT_MAX], const char *typed)
{
	size_t n = 0;

	if (!is_reference(typed)) {
		snprintf(out, UUID_TEXT_MAX, "%s",
		    strlen(typed) < UUID_TEXT_MAX ? typed : "?");
		return;
	}
	for (; *typed != '\0'; typed++)
		if (isxdigit((unsigned char)*typed))
			out[n++] = (char)tolower((unsigned char)*typed);
	out[n] = '\0';
}
