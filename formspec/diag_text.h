/*
 * diag_text.h - the words of every diagnostic, in English and French.
 */
#ifndef FORMSPEC_DIAG_TEXT_H
#define FORMSPEC_DIAG_TEXT_H

#include "formspec/diag.h"

struct diag_text {
	const char *kind;
	enum diag_severity severity;
	/*
	 * One more value follows those of the text: the nearest word, or NULL
	 * when none is near.
	 */
	bool suggests;
	const char *english, *french;
};

/* The row of that kind; it is a mistake of ours when there is none. */
const struct diag_text *diag_text_find(const char *kind);

#endif
