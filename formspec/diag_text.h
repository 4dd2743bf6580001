/*
 * diag_text.h - the words of every diagnostic, in English and French; they stand
 * in the tables of diag_text_form.c and diag_text_expression.c.
 */
#ifndef FORMSPEC_DIAG_TEXT_H
#define FORMSPEC_DIAG_TEXT_H

#include <stdarg.h>

#include "formspec/diag.h"
#include "kit/base/arena.h"

/*
 * What a text has places for: %s a string, %u a number (unsigned), %m the
 * message of a failure (failure.h), and %p, which takes nothing, the plural's
 * "s" when the number before it asks for one. Both languages have the same places in the same order.
 */
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
/* The i-th row; NULL behind the last. */
const struct diag_text *diag_text_at(size_t i);
/* The next place in a text, "%s" or "%u" or "%p"; or NULL. */
const char *diag_text_place(const char *text);
/*
 * Take the values of a text, and of its suggestion, from ap; copies in the
 * arena, in order. Returns how many there are.
 */
size_t diag_text_values(const struct diag_text *text, struct arena *arena,
    va_list ap, const char *values[DIAG_VALUES_MAX]);
/*
 * Append words of ours: French ones get their apostrophe, and their no-break
 * spaces, before ":" ";" "?" "!" and inside of guillemets.
 */
void diag_text_typeset(struct buf *out, struct slice words, bool french);
bool diag_text_is_french(const char *language);
/* Append the text, filled; the language is "en" or "fr". */
void diag_text_fill(struct buf *out, const struct diag_text *text,
    const char *language, const char *const values[DIAG_VALUES_MAX]);

#endif
