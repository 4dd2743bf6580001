/*
 * diff.h - what changed between two versions of a form, and what becomes of
 * the answers that were collected with the old one.
 */
#ifndef FORMSPEC_DIFF_H
#define FORMSPEC_DIFF_H

#include "formspec/form.h"

enum diff_fate {
	DIFF_KEPT,	/* they stand */
	DIFF_CHECKED,	/* they stand, but the new version may object */
	DIFF_LOST,	/* their column is gone: lost unless mapped */
	DIFF_INVALID,	/* they name choices that no longer exist */
	DIFF_FATES
};

struct diff;

/* Both forms must outlive the diff. */
struct diff *diff_new(const struct form *old, const struct form *new);
void diff_free(struct diff *diff);		/* NULL is allowed */
size_t diff_count(const struct diff *diff);
size_t diff_count_fate(const struct diff *diff, enum diff_fate fate);

/*
 * For people: a line a change, in groups, then the sums; language is "en" or
 * "fr". Paths leave out the top element.
 */
void diff_print(struct buf *out, const struct diff *diff,
    const char *language);
/* One object, canonical JSON and a newline; "text" is the line for people. */
void diff_print_json(struct buf *out, const struct diff *diff,
    const char *language);

#endif
