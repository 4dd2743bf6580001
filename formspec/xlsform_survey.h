/*
 * xlsform_survey.h - the sheet survey while it is read; shared by
 * xlsform_survey.c, xlsform_loop.c and xlsform_kobo.c.
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
	/* Said once, not for every row. */
	bool said_no_names, said_no_choices;
	size_t closed_early;	/* by the end of what lies around them */
	/* The type cell that was looked up last: rows repeat it. */
	const char *typed;
	const struct type_word *type;
	struct slice type_rest;
};

/* The place of the row that is read, in its column of that kind. */
struct place survey_place(const struct reading *reading,
    enum column_kind kind);
const char *survey_cell(const struct reading *reading, enum column_kind kind);
/* The type that a cell of the sheet names, as type_find(). */
const struct type_word *survey_type(struct reading *reading, const char *cell,
    struct slice *rest);
/* A diagnostic of the type column; len 0: without a caret. */
void survey_diag_type(const struct reading *reading, size_t at, size_t len,
    const char *kind, const char *value, const char *more);
/* Open the group or repeat of the row; false: it is too deep, as was said. */
bool survey_begin(struct reading *reading, const struct type_word *type);
/* xlsform_ends.c: close what is open, or say why not; at last all of it. */
void survey_end(struct reading *reading, const struct type_word *type);
void survey_close_all(struct reading *reading);
void survey_rows(struct reading *reading, const struct sheet_row *rows,
    size_t count);

/* xlsform_guess.c: what was meant, once it was diagnosed. Never NULL. */
const struct type_word *survey_guess_type(struct reading *reading,
    struct slice *rest);
/* What a name that is none becomes. */
const char *survey_bad_name(struct reading *reading, const char *name);
/* The list that a name of several words begins with; NULL: nothing is said. */
struct choice_list *survey_guess_list(struct reading *reading,
    const char *name, size_t at, bool external);
/* The sheet from its headings on, wherever they stand. */
struct sheet survey_from_headings(struct xlsform *xlsform,
    const struct sheet *sheet);
/* A sheet that was meant to be the survey; or NULL. */
const struct sheet *survey_guess_sheet(const struct workbook *workbook);

/*
 * When the first row begins a loop, read it, once a choice of its list, and
 * return how many rows it takes; else 0.
 */
size_t survey_loop(struct reading *reading, const struct sheet_row *rows,
    size_t count);
/* A choice's label in the language of a column. */
const char *survey_choice_label(const struct reading *reading,
    const struct choice *choice, const struct column *column);
/* The same as survey_loop() of a block of KoboToolbox's. */
size_t survey_kobo(struct reading *reading, const struct sheet_row *rows,
    size_t count);

#endif
