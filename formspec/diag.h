/*
 * diag.h - diagnostics: what is wrong with a form, where, and what to do.
 *
 * A bad form is no operating error: reading goes on and collects everything.
 * The texts stand in tables (diag_text_*.c) in English and French; each kind
 * has a stable word for --json and for tests.
 */
#ifndef FORMSPEC_DIAG_H
#define FORMSPEC_DIAG_H

#include <stdbool.h>
#include <stddef.h>

#include "kit/base/buf.h"

enum diag_severity { DIAG_WARNING, DIAG_ERROR };

enum { DIAG_VALUES_MAX = 6 };

/* Where in a workbook or file; zero or NULL where it does not apply. */
struct place {
	const char *file, *sheet;
	unsigned row;			/* from 1, as the spreadsheet shows it */
	unsigned column;		/* from 1 */
	const char *heading;		/* of the column, "relevant" */
	const char *cell;		/* the cell's text, for the caret */
	unsigned caret;			/* byte in cell where it goes wrong */
	unsigned caret_len;		/* 0: no caret */
};

struct diags;

struct diags *diags_new(void);
/*
 * Of errors alone, for a form that was checked when it was published: warnings
 * are not kept, and what takes work to find is not looked for.
 */
struct diags *diags_new_errors(void);
bool diags_takes_warnings(const struct diags *diags);
void diags_free(struct diags *diags);
size_t diags_errors(const struct diags *diags);
size_t diags_warnings(const struct diags *diags);

/*
 * kind: a word of the tables in diag_text_*.c. The values fill the places of its
 * text in order, strings and numbers as diag_text.h says. They are copied.
 */
void diag_add(struct diags *diags, const struct place *place, const char *kind,
    ...);
/* The same, of values that are at hand as strings. */
void diag_add_values(struct diags *diags, const struct place *place,
    const char *kind, const char *const values[DIAG_VALUES_MAX]);

/*
 * One block a diagnostic:
 *   form.xlsx: survey row 14, column "type": unknown type "selct_one" (did you mean "select_one"?)
 *       selct_one yesno
 *       ^~~~~~~~~
 * language: "en" or "fr".
 */
void diags_print(struct buf *out, const struct diags *diags,
    const char *language);
/*
 * An array of objects; README.md has their shape. Positions in a cell count
 * code points from 0, whatever their width or their bytes.
 */
void diags_print_json(struct buf *out, const struct diags *diags,
    const char *language);
/* The first error as an operating error (ERR_FORMAT), or NULL. */
const struct err *diags_error(const struct diags *diags) MUST_CHECK;

#endif
