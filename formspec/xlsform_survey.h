/*
 * xlsform_survey.h - the sheet survey while it is read; shared by
 * xlsform_survey.c and xlsform_loop.c.
 */
#ifndef FORMSPEC_XLSFORM_SURVEY_H
#define FORMSPEC_XLSFORM_SURVEY_H

#include "formspec/xlsform.h"

/* Loops within loops multiply. */
enum { LOOP_ROWS_MAX = 1000000 };

/* A begin row whose end has not come yet. */
struct open_row {
	const struct type_word *type;
	struct item *item;
	const struct sheet_row *row;
};

struct reading {
	struct xlsform *xlsform;
	struct form_build *build;
	const struct columns *columns;
	const struct sheet_row *row;
	struct open_row open[FORM_DEPTH_MAX + 1];	/* [0] is the root */
	size_t depth;
	size_t loop_rows;	/* that loops have written out so far */
};

/* The place of the row that is read, in its column of that kind. */
struct place survey_place(const struct reading *reading,
    enum column_kind kind);
const char *survey_cell(const struct reading *reading, enum column_kind kind);
/* A diagnostic of the type column; len 0: without a caret. */
void survey_diag_type(const struct reading *reading, size_t at, size_t len,
    const char *kind, const char *value, const char *more);
/* Open the group or repeat of the row; false: it is too deep, as was said. */
bool survey_begin(struct reading *reading, const struct type_word *type);
void survey_rows(struct reading *reading, const struct sheet_row *rows,
    size_t count);

/*
 * When the first row begins a loop, read it, once a choice of its list, and
 * return how many rows it takes; else 0.
 */
size_t survey_loop(struct reading *reading, const struct sheet_row *rows,
    size_t count);

#endif
