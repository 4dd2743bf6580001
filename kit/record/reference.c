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

void
reference_read(char out[UUID_TEXT_MAX], const char *typed)
{
	size_t digits = strspn(typed, "0123456789abcdefABCDEF");
	bool is_one = strlen(typed) == DIGITS + 1 && digits == HALF &&
	    typed[HALF] == '-' && strspn(typed + HALF + 1,
	    "0123456789abcdefABCDEF") == HALF;

	if (!is_one) {
		snprintf(out, UUID_TEXT_MAX, "%s",
		    strlen(typed) < UUID_TEXT_MAX ? typed : "?");
		return;
	}
	for (size_t i = 0; i < DIGITS; i++)
		out[i] = (char)tolower((unsigned char)typed[i + (i >= HALF)]);
	out[DIGITS] = '\0';
}
