/*
 * "begin_loop over LIST": a group that holds a group for every choice of the
 * list, each with all the rows of the loop. "%(name)s" and "%(label)s" in
 * their cells stand for the choice's.
 */
#include <string.h>

#include "formspec/xlsform_survey.h"

static const struct type_word *
type_of(const struct reading *reading, const struct sheet_row *row,
    struct slice *rest)
{
	const char *cell = xlsform_cell(reading->columns, row, COLUMN_TYPE);

	return type_find(slice_str(cell), rest);
}

/* The row that ends the loop of the first one; count when none does. */
static size_t
find_end(const struct reading *reading, const struct sheet_row *rows,
    size_t count)
{
	size_t depth = 0, i;

	for (i = 0; i < count; i++) {
		struct slice rest;
		const struct type_word *type = type_of(reading, &rows[i],
		    &rest);

		if (type != NULL && type->row == ROW_BEGIN_LOOP)
			depth++;
		if (type != NULL && type->row == ROW_END_LOOP && --depth == 0)
			break;
	}
	return i;
}

const char *
survey_choice_label(const struct reading *reading,
    const struct choice *choice, const struct column *column)
{
	const struct text *text = form_text(reading->build->form,
	    &choice->label, column->kind == COLUMN_FIELD ?
	    column->language_index : 0);

	return text != NULL ? text->written : choice->name;
}

static const char *
fill_in(struct arena *arena, const char *cell, const char *name,
    const char *label)
{
	struct buf out = BUF_INIT;
	const char *filled;

	if (strstr(cell, "%(") == NULL)
		return cell;
	while (*cell != '\0') {
		if (strncmp(cell, "%(name)s", 8) == 0) {
			buf_add(&out, name);
			cell += 8;
		} else if (strncmp(cell, "%(label)s", 9) == 0) {
			buf_add(&out, label);
			cell += 9;
		} else {
			buf_add_byte(&out, (uint8_t)*cell++);
		}
	}
	filled = arena_strdup(arena, buf_str(&out));
	buf_free(&out);
	return filled;
}

/* The rows of the loop as they are for one choice. */
static struct sheet_row *
rows_for(const struct reading *reading, const struct sheet_row *rows,
    size_t count, const struct choice *choice)
{
	struct arena *arena = reading->build->arena;
	const struct columns *columns = reading->columns;
	struct sheet_row *filled = arena_alloc_n(arena, count + 1,
	    sizeof(*filled));

	for (size_t r = 0; r < count; r++) {
		const char **cells = arena_alloc_n(arena, columns->count,
		    sizeof(*cells));

		for (size_t c = 0; c < columns->count; c++)
			cells[c] = fill_in(arena, rows[r].cells[c],
			    choice->name, survey_choice_label(reading, choice,
			    &columns->items[c]));
		filled[r].number = rows[r].number;
		filled[r].cells = cells;
	}
	return filled;
}

static struct item *
group_for(struct reading *reading, struct item *parent,
    const struct choice *choice)
{
	struct form_build *build = reading->build;
	const struct text *all = choice->label.by_language;
	struct item *group = form_build_item(build, parent, ITEM_GROUP,
	    type_canonical("begin_group"), choice->name);

	group->place = parent->place;
	for (size_t l = 0; all && l < build->form->language_count; l++)
		if (all[l].written != NULL)
			form_build_text(build, &group->label, l,
			    all[l].written);
	if (!form_name_is_valid(choice->name))
		diag_add(build->diags, &group->place, "not-a-name",
		    choice->name);
	return group;
}

/* What the rows of the loop opened, they must have closed. */
static void
close_choice(struct reading *reading, size_t depth)
{
	for (; reading->depth > depth; reading->depth--) {
		reading->row = reading->open[reading->depth].row;
		survey_diag_type(reading, 0,
		    strlen(survey_cell(reading, COLUMN_TYPE)),
		    "begin-without-end",
		    reading->open[reading->depth].type->canonical,
		    reading->open[reading->depth].item->name);
	}
}

static void
read_choice(struct reading *reading, const struct sheet_row *rows,
    size_t count, const struct choice *choice)
{
	struct open_row open = reading->open[reading->depth];
	size_t depth = reading->depth + 1;

	if (reading->depth == FORM_DEPTH_MAX) {
		survey_diag_type(reading, 0, 0, "too-deep", "", NULL);
		return;
	}
	open.item = group_for(reading, open.item, choice);
	reading->open[depth] = open;
	reading->depth = depth;
	survey_rows(reading, rows_for(reading, rows, count, choice), count);
	close_choice(reading, depth);
	reading->depth = depth - 1;
}

/*
 * While it is open its type is that of a loop, which no "end group" or
 * "end repeat" closes.
 */
static void
read_loop(struct reading *reading, const struct sheet_row *rows, size_t count,
    const struct type_word *type, const struct choice_list *list)
{
	size_t depth = reading->depth;

	if (!survey_begin(reading, type_canonical("begin_group")))
		return;
	reading->open[reading->depth].type = type;
	for (size_t i = 0; i < list->choice_count; i++) {
		reading->row = rows;
		reading->loop_rows += count;
		if (reading->loop_rows > LOOP_ROWS_MAX ||
		    reading->build->form->item_count >= FORM_ITEMS_MAX) {
			survey_diag_type(reading, 0, 0, "too-many-items", "",
			    NULL);
			break;
		}
		read_choice(reading, rows + 1, count - 1, &list->choices[i]);
	}
	reading->depth = depth;
}

size_t
survey_loop(struct reading *reading, const struct sheet_row *rows,
    size_t count)
{
	const char *cell = survey_cell(reading, COLUMN_TYPE), *name;
	struct slice rest;
	const struct type_word *type = survey_type(reading, cell, &rest);
	struct choice_list *list;
	size_t end;

	if (type == NULL || type->row != ROW_BEGIN_LOOP)
		return 0;
	end = find_end(reading, rows, count);
	if (end == count) {
		survey_diag_type(reading, 0, strlen(cell), "begin-without-end",
		    "begin_loop", survey_cell(reading, COLUMN_NAME));
		return count;
	}
	name = arena_slice(reading->build->arena, rest);
	list = form_build_find_list(reading->build, name, false);
	if (list == NULL) {
		survey_diag_type(reading, 0, strlen(cell), "unknown-list",
		    name, NULL);
		return end + 1;
	}
	list->used = true;
	read_loop(reading, rows, end, type, list);
	return end + 1;
}
