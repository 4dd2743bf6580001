/*
 * Rows that close a group or a repeat, and those that nobody closed.
 */
#include <string.h>

#include "formspec/xlsform_survey.h"

/* What a row that closes something cannot do. */
static void
check_end_row(const struct reading *reading)
{
	for (size_t i = 0; i < reading->columns->count; i++) {
		struct place place = xlsform_place(reading->xlsform,
		    reading->columns, reading->row, i);

		if (reading->columns->items[i].kind == COLUMN_OTHER &&
		    strcmp(reading->columns->items[i].heading, "save_to") == 0
		    && reading->row->cells[i][0] != '\0')
			diag_add(reading->build->diags, &place,
			    "save-to-group", survey_cell(reading,
			    COLUMN_TYPE));
	}
}

/* Does this row close what that one opened? A loop is closed elsewhere. */
static bool
is_end_of(const struct type_word *end_type, const struct type_word *begin_type)
{
	return (begin_type->row == ROW_BEGIN_GROUP &&
	    end_type->row == ROW_END_GROUP) ||
	    (begin_type->row == ROW_BEGIN_REPEAT &&
	    end_type->row == ROW_END_REPEAT);
}

/*
 * What lies between this row and the one that it closes was left open: that is
 * said once, and reading goes on as if all of it were closed.
 */
static void
wrong_end(struct reading *reading, const struct type_word *type)
{
	const struct open_row *open = &reading->open[reading->depth];
	struct place place = survey_place(reading, COLUMN_TYPE);
	size_t depth = reading->depth;
	bool found;

	place.caret_len = (unsigned)strlen(place.cell);
	while (depth > 0 && !is_end_of(type, reading->open[depth].type) &&
	    reading->open[depth].type->row != ROW_BEGIN_LOOP)
		depth--;
	found = depth > 0 && is_end_of(type, reading->open[depth].type);
	diag_add(reading->build->diags, &place, found ? "wrong-end" :
	    "wrong-end-word", type->canonical, open->type->canonical,
	    open->item->name, open->row->number);
	if (found) {
		reading->closed_early += reading->depth - depth;
		reading->depth = depth;
	}
}

/* An end that comes too late: what it closes was closed, and that was said. */
static bool
is_late_end(struct reading *reading, const struct type_word *type)
{
	if (reading->closed_early == 0 || (reading->depth > 0 &&
	    is_end_of(type, reading->open[reading->depth].type)))
		return false;
	reading->closed_early--;
	return true;
}

void
survey_end(struct reading *reading, const struct type_word *type)
{
	struct open_row *open = &reading->open[reading->depth];
	size_t len = strlen(survey_cell(reading, COLUMN_TYPE));
	const char *name = survey_cell(reading, COLUMN_NAME);

	if (is_late_end(reading, type))
		return;
	if (reading->depth == 0) {
		survey_diag_type(reading, 0, len, "end-without-begin",
		    type->canonical, NULL);
		return;
	}
	check_end_row(reading);
	if (!is_end_of(type, open->type)) {
		wrong_end(reading, type);
		open = &reading->open[reading->depth];
	} else if (name[0] != '\0' && strcmp(name, open->item->name) != 0) {
		struct place place = survey_place(reading, COLUMN_NAME);

		diag_add(reading->build->diags, &place, "end-name", name,
		    open->item->name);
	}
	/* Within a loop there is nothing to close but what it opened. */
	if (open->type->row != ROW_BEGIN_LOOP)
		reading->depth--;
}

void
survey_close_all(struct reading *reading)
{
	for (; reading->depth > 0; reading->depth--) {
		struct open_row *open = &reading->open[reading->depth];

		reading->row = open->row;
		survey_diag_type(reading, 0,
		    strlen(survey_cell(reading, COLUMN_TYPE)),
		    "begin-without-end", open->type->canonical,
		    open->item->name);
	}
}
