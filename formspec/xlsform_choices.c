/*
 * The sheets choices and external_choices.
 */
#include <stdlib.h>
#include <string.h>

#include "formspec/xlsform.h"
#include "kit/base/map.h"
#include "kit/base/mem.h"

/* A list while its rows are read. */
struct filling {
	struct choice_list *list;
	struct choice *choices;
	size_t capacity;
	size_t *extra_columns;		/* by extra_names */
	struct map *names;
	bool *has_extra;		/* by column */
};

struct reading {
	struct xlsform *xlsform;
	const struct sheet *sheet;
	const struct columns *columns;
	bool external;
	struct map *lists;		/* name to struct filling */
};

static struct filling *
filling_of(struct reading *reading, const char *name)
{
	struct filling *filling = map_get(reading->lists, name);
	struct form_build *build = reading->xlsform->build;

	if (filling != NULL)
		return filling;
	filling = mem_alloc(sizeof(*filling));
	filling->list = form_build_add_list(build, name);
	filling->list->external = reading->external;
	filling->names = map_new();
	filling->has_extra = mem_alloc_n(reading->columns->count + 1,
	    sizeof(bool));
	map_set(reading->lists, name, filling);
	return filling;
}

/* Is there anything in the row beside the name of its list? */
static bool
is_row_of_choice(const struct reading *reading, const struct sheet_row *row)
{
	return xlsform_cell(reading->columns, row, COLUMN_LIST)[0] != '\0';
}

static void
diag_row(const struct reading *reading, const struct sheet_row *row,
    enum column_kind kind, const char *word, const char *value,
    const char *list)
{
	int column = xlsform_column(reading->columns, kind);
	struct place place = xlsform_place(reading->xlsform, reading->columns,
	    row, column < 0 ? reading->columns->count : (size_t)column);

	if (place.cell != NULL)
		place.caret_len = (unsigned)strlen(place.cell);
	diag_add(reading->xlsform->build->diags, &place, word, value, list);
}

/* First pass: which lists there are, how long, and with which columns. */
static void
count_row(struct reading *reading, const struct sheet_row *row)
{
	const char *list = xlsform_cell(reading->columns, row, COLUMN_LIST);
	struct filling *filling;

	if (!is_row_of_choice(reading, row))
		return;
	filling = filling_of(reading, list);
	if (filling->capacity++ == 0)
		filling->list->row = row->number;
	for (size_t i = 0; i < reading->columns->count; i++)
		if (reading->columns->items[i].kind == COLUMN_OTHER &&
		    row->cells[i][0] != '\0')
			filling->has_extra[i] = true;
}

struct extra {
	const char *name;
	size_t column;
};

static int
compare_extra(const void *a, const void *b)
{
	const struct extra *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/*
 * The further columns that a list uses, by name: the order of the columns in
 * the sheet says nothing about the form.
 */
static void
name_extras(struct reading *reading, struct filling *filling)
{
	struct arena *arena = reading->xlsform->build->arena;
	size_t count = 0, most = reading->columns->count;
	struct extra *extras = mem_alloc_n(most + 1, sizeof(*extras));
	const char **names = arena_alloc_n(arena, most + 1, sizeof(*names));

	filling->extra_columns = mem_alloc_n(most + 1, sizeof(size_t));
	for (size_t i = 0; i < most; i++)
		if (filling->has_extra[i])
			extras[count++] = (struct extra){
			    reading->columns->items[i].heading, i };
	qsort(extras, count, sizeof(*extras), compare_extra);
	for (size_t i = 0; i < count; i++) {
		names[i] = extras[i].name;
		filling->extra_columns[i] = extras[i].column;
	}
	filling->list->extra_names = names;
	filling->list->extra_count = count;
	mem_free(extras);
}

static void
prepare(struct reading *reading)
{
	struct arena *arena = reading->xlsform->build->arena;

	for (size_t i = 0; i < map_count(reading->lists); i++) {
		struct filling *filling = map_value_at(reading->lists, i);

		filling->choices = arena_alloc_n(arena, filling->capacity,
		    sizeof(struct choice));
		filling->list->choices = filling->choices;
		name_extras(reading, filling);
	}
}

/* Names go into expressions and files that have no room for these. */
static void
check_unseen(const struct reading *reading, const struct sheet_row *row,
    enum column_kind kind)
{
	int column = xlsform_column(reading->columns, kind);
	const char *cell = xlsform_cell(reading->columns, row, kind);
	const char *at = cell;
	struct place place;

	while ((unsigned char)*at >= ' ' || *at == '\t' || *at == '\n' ||
	    *at == '\r')
		at++;
	if (*at == '\0')
		return;
	place = xlsform_place(reading->xlsform, reading->columns, row,
	    (size_t)column);
	place.caret = (unsigned)(at - cell);
	place.caret_len = 1;
	diag_add(reading->xlsform->build->diags, &place, "control-character");
}

static void
check_name(struct reading *reading, const struct sheet_row *row,
    struct filling *filling, const char *name)
{
	if (name[0] == '\0')
		diag_row(reading, row, COLUMN_LIST, "choice-no-name",
		    filling->list->name, NULL);
	if (name[0] == '\0' || reading->external)
		return;
	if (map_has(filling->names, name) &&
	    !reading->xlsform->duplicates_allowed)
		diag_row(reading, row, COLUMN_NAME, "choice-twice", name,
		    filling->list->name);
	map_set(filling->names, name, filling);
}

static void
read_row(struct reading *reading, const struct sheet_row *row)
{
	struct form_build *build = reading->xlsform->build;
	const struct columns *columns = reading->columns;
	const char *name = xlsform_cell(columns, row, COLUMN_NAME);
	struct filling *filling;
	struct choice *choice;
	const char **extra;

	if (!is_row_of_choice(reading, row)) {
		if (name[0] != '\0')
			diag_row(reading, row, COLUMN_NAME, "choice-no-list",
			    name, NULL);
		return;
	}
	filling = map_get(reading->lists,
	    xlsform_cell(columns, row, COLUMN_LIST));
	check_name(reading, row, filling, name);
	check_unseen(reading, row, COLUMN_NAME);
	if (filling->list->choice_count == 0)
		check_unseen(reading, row, COLUMN_LIST);
	choice = &filling->choices[filling->list->choice_count++];
	choice->name = arena_strdup(build->arena, name);
	choice->row = row->number;
	for (size_t i = 0; i < columns->count; i++)
		if (columns->items[i].kind == COLUMN_FIELD)
			xlsform_add_text(build, &choice->label,
			    &columns->items[i], row->cells[i]);
	extra = arena_alloc_n(build->arena, filling->list->extra_count + 1,
	    sizeof(*extra));
	for (size_t i = 0; i < filling->list->extra_count; i++)
		extra[i] = arena_strdup(build->arena,
		    row->cells[filling->extra_columns[i]]);
	choice->extra = extra;
	if (!reading->external && choice->label.by_language == NULL &&
	    name[0] != '\0')
		diag_row(reading, row, COLUMN_NAME, "choice-no-label", name,
		    filling->list->name);
}

static bool
has_columns(const struct reading *reading)
{
	static const struct { enum column_kind kind; const char *word; }
	wanted[] = {
		{ COLUMN_LIST, "list_name" }, { COLUMN_NAME, "name" }
	};
	struct place place = xlsform_place(reading->xlsform, reading->columns,
	    NULL, reading->columns->count);
	bool all = true;

	for (size_t i = 0; i < 2; i++) {
		if (xlsform_column(reading->columns, wanted[i].kind) >= 0)
			continue;
		place.row = 1;
		diag_add(reading->xlsform->build->diags, &place,
		    "missing-column", wanted[i].word);
		all = false;
	}
	return all;
}

static void
reading_free(struct reading *reading)
{
	for (size_t i = 0; i < map_count(reading->lists); i++) {
		struct filling *filling = map_value_at(reading->lists, i);

		map_free(filling->names);
		mem_free(filling->has_extra);
		mem_free(filling->extra_columns);
		mem_free(filling);
	}
	map_free(reading->lists);
}

void
xlsform_choices(struct xlsform *xlsform, const struct sheet *sheet,
    const struct columns *columns, bool external)
{
	struct reading reading = { .xlsform = xlsform, .sheet = sheet,
	    .columns = columns, .external = external };

	if (sheet->row_count < 1 || !has_columns(&reading))
		return;
	reading.lists = map_new();
	for (size_t i = 1; i < sheet->row_count; i++)
		count_row(&reading, &sheet->rows[i]);
	prepare(&reading);
	for (size_t i = 1; i < sheet->row_count; i++)
		read_row(&reading, &sheet->rows[i]);
	reading_free(&reading);
}
