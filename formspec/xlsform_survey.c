/*
 * The sheet survey: rows to items.
 */
#include <stdint.h>
#include <string.h>

#include "formspec/xlsform_survey.h"
#include "kit/base/map.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

struct place
survey_place(const struct reading *reading, enum column_kind kind)
{
	int column = xlsform_column(reading->columns, kind);

	return xlsform_place(reading->xlsform, reading->columns, reading->row,
	    column < 0 ? reading->columns->count : (size_t)column);
}

/* A form that is wrong all over is not worth the search. */

/* The caret under the whole cell, or under its part from at. */
static struct place
caret_in(struct place place, size_t at, size_t len)
{
	place.caret = (unsigned)at;
	place.caret_len = (unsigned)len;
	return place;
}

const char *
survey_cell(const struct reading *reading, enum column_kind kind)
{
	return xlsform_cell(reading->columns, reading->row, kind);
}

void
survey_diag_type(const struct reading *reading, size_t at, size_t len,
    const char *kind, const char *value, const char *more)
{
	struct place place = survey_place(reading, COLUMN_TYPE);

	place = caret_in(place, at, len);
	diag_add(reading->build->diags, &place, kind, value, more);
}

static void
diag_name(const struct reading *reading, const char *kind, const char *value)
{
	struct place place = survey_place(reading, COLUMN_NAME);

	if (place.cell != NULL)
		place = caret_in(place, 0, strlen(place.cell));
	diag_add(reading->build->diags, &place, kind, value);
}

static void
read_flag(struct reading *reading, struct item *item, size_t column)
{
	const char *text = reading->row->cells[column];
	struct place place = xlsform_place(reading->xlsform, reading->columns,
	    reading->row, column);
	int flag = form_yes_no(text);

	if (flag < 0) {
		place = caret_in(place, 0, strlen(text));
		diag_add(reading->build->diags, &place, "yes-or-no", text);
	}
	item->personal = flag == 1;
}

/*
 * A run of spaces counts as one, unless clean_text_values says no: what people
 * paste into a sheet is full of them.
 */
static const char *
clean_text(const struct reading *reading, const char *cell)
{
	const char *setting = form_setting(reading->build->form,
	    "clean_text_values");
	char *text = arena_strdup(reading->build->arena, cell);
	size_t n = 0;

	if (setting != NULL && form_yes_no(setting) == 0)
		return text;
	for (const char *s = cell; *s != '\0'; s++)
		if (*s != ' ' || s[1] != ' ')
			text[n++] = *s;
	text[n] = '\0';
	return text;
}

static void
read_field(struct reading *reading, struct item *item, size_t i)
{
	const struct column *column = &reading->columns->items[i];
	const struct field *field = &form_fields[column->field];
	const char *text = reading->row->cells[i];

	if (text[0] == '\0')
		return;
	text = clean_text(reading, text);
	if (field->shape == FIELD_TEXTS) {
		xlsform_add_text(reading->build, field_texts(field, item),
		    column, text);
	} else if (field->shape == FIELD_EXPR) {
		field_expr(field, item)->written = text;
	} else if (field->shape == FIELD_STRING) {
		*field_string(field, item) = text;
	} else {
		read_flag(reading, item, i);
	}
}

static bool
is_other(const struct reading *reading, size_t column)
{
	return reading->columns->items[column].kind == COLUMN_OTHER &&
	    reading->row->cells[column][0] != '\0';
}

/* By name, so that the order of the columns in a sheet changes nothing. */
static void
read_others(struct reading *reading, struct item *item)
{
	const struct columns *columns = reading->columns;
	size_t count = 0, total = 0;
	const char **pairs;

	for (size_t i = 0; i < columns->count; i++)
		total += is_other(reading, i);
	if (total == 0)
		return;
	pairs = mem_alloc_n(2 * total, sizeof(*pairs));
	for (size_t i = 0; i < columns->count; i++) {
		if (!is_other(reading, i))
			continue;
		pairs[2 * count] = columns->items[i].heading;
		pairs[2 * count + 1] = arena_strdup(reading->build->arena,
		    reading->row->cells[i]);
		count++;
	}
	form_add_others(reading->build->arena, item, pairs, count);
	mem_free(pairs);
}

static void
read_fields(struct reading *reading, struct item *item)
{
	for (size_t i = 0; i < reading->columns->count; i++)
		if (reading->columns->items[i].kind == COLUMN_FIELD)
			read_field(reading, item, i);
	item->parameters = form_tidy_parameters(reading->build->arena,
	    item->word, item->parameters);
	read_others(reading, item);
	item->place = survey_place(reading, COLUMN_TYPE);
	item->place.heading = NULL;
	item->place.column = 0;
	item->place.cell = NULL;
}

/* Without a column for names this would be said of every row. */
static void
no_name(struct reading *reading)
{
	struct place place = { .file = reading->build->file,
	    .sheet = "survey", .row = 1 };

	if (xlsform_column(reading->columns, COLUMN_NAME) >= 0)
		diag_name(reading, "no-name", survey_cell(reading,
		    COLUMN_TYPE));
	else if (!reading->said_no_names)
		diag_add(reading->build->diags, &place, "missing-column",
		    "name");
	reading->said_no_names = true;
}

/* The name of an item, or NULL when there is none to be had. */
static const char *
item_name(struct reading *reading, const struct type_word *type)
{
	const char *name = survey_cell(reading, COLUMN_NAME);

	if (type->metadata != NULL && strcmp(type->metadata, "audit") == 0) {
		if (name[0] != '\0' && strcmp(name, "audit") != 0)
			diag_name(reading, "audit-name", name);
		return "audit";
	}
	if (name[0] == '\0' && type->row == ROW_QUESTION &&
	    type->type == Q_NOTE)
		return arena_printf(reading->build->arena,
		    "generated_note_name_%u", reading->row->number);
	if (name[0] == '\0') {
		no_name(reading);
		return NULL;
	}
	if (!form_name_is_valid(name))
		return survey_bad_name(reading, name);
	return name;
}

/* Take " or_other" off the end of a list's name. */
static bool
take_or_other(struct slice *list)
{
	static const char *const words[] = {
		" or_other", " or other", " or specify other"
	};

	for (size_t i = 0; i < 3; i++) {
		size_t len = strlen(words[i]);

		if (list->len <= len || memcmp(list->data + list->len - len,
		    words[i], len) != 0)
			continue;
		list->len -= len;
		*list = text_trim(*list);
		return true;
	}
	return false;
}

static const char *
nearest_list(const struct form_build *build, const char *name, bool external)
{
	const char **names, *found;
	size_t count = 0;

	if (diags_errors(build->diags) >= NEAREST_ERRORS_MAX)
		return NULL;
	names = mem_alloc_n(build->list_count + 1, sizeof(*names));
	for (size_t i = 0; i < build->list_count; i++)
		if (!build->lists[i]->from_file &&
		    build->lists[i]->external == external)
			names[count++] = build->lists[i]->name;
	found = text_nearest(name, names, count);
	mem_free(names);
	return found;
}

static void
no_choices(struct reading *reading, size_t at, const char *name,
    const char *sheet)
{
	if (!reading->said_no_choices)
		survey_diag_type(reading, at, strlen(name),
		    "no-choices-sheet", name, sheet);
	reading->said_no_choices = true;
}

static void
link_sheet_list(struct reading *reading, struct item *item, const char *name,
    size_t at, bool external)
{
	const char *sheet = external ? "external_choices" : "choices";
	const char *nearest;

	item->list = form_build_find_list(reading->build, name, external);
	if (item->list == NULL)
		item->list = survey_guess_list(reading, name, at, external);
	if (item->list != NULL) {
		item->list->used = true;
		return;
	}
	if (workbook_sheet(reading->xlsform->workbook, sheet) == NULL) {
		no_choices(reading, at, name, sheet);
		return;
	}
	nearest = nearest_list(reading->build, name, external);
	survey_diag_type(reading, at, strlen(name), "unknown-list", name,
	    nearest);
	if (nearest == NULL)
		return;
	item->list = form_build_find_list(reading->build, nearest, external);
	item->list->used = true;
}

/* Where in the cell the name of the list stands; a guess may have moved it. */
static size_t
rest_at(const char *written, struct slice rest)
{
	size_t len = strlen(written);

	if (rest.len == 0 || rest.len > len)
		return 0;
	if ((uintptr_t)rest.data >= (uintptr_t)written &&
	    (uintptr_t)rest.data < (uintptr_t)(written + len))
		return (size_t)((const char *)rest.data - written);
	return len - rest.len;
}

/* A list of a file, or of the sheets; or answers of a repeat, "${name}". */
static void
link_list(struct reading *reading, struct item *item,
    const struct type_word *type, struct slice rest)
{
	struct form_build *build = reading->build;
	const char *name = arena_slice(build->arena, rest);
	const char *written = survey_cell(reading, COLUMN_TYPE);
	size_t at = rest_at(written, rest);
	struct place place = caret_in(survey_place(reading, COLUMN_TYPE), at,
	    rest.len);

	if (rest.len == 0)
		survey_diag_type(reading, 0, strlen(written), "no-list-named",
		    type->word, NULL);
	else if (type->list == LIST_FILE)
		item->list = form_build_file_list(build, &place, name,
		    item->parameters, true);
	else if (strncmp(name, "${", 2) == 0)
		item->itemset.written = name;
	else
		link_sheet_list(reading, item, name, at,
		    type->list == LIST_EXTERNAL);
}

/* An external file is at hand under its own name. */
static void
link_external(struct reading *reading, struct item *item)
{
	bool xml = strcmp(item->word, "xml-external") == 0;
	const char *file = arena_printf(reading->build->arena, "%s.%s",
	    item->name, xml ? "xml" : "csv");
	struct place place = survey_place(reading, COLUMN_NAME);

	item->list = form_build_file_list(reading->build, &place, file, "",
	    false);
}

static bool
has_choice(const struct choice_list *list, const char *name)
{
	for (size_t i = 0; i < list->choice_count; i++)
		if (strcmp(list->choices[i].name, name) == 0)
			return true;
	return false;
}

static bool
is_french(const char *language)
{
	struct buf folded = BUF_INIT;
	bool french;

	text_fold(&folded, slice_str(language));
	french = strncmp(buf_str(&folded), "fr", 2) == 0;
	buf_free(&folded);
	return french;
}

/* A text of ours in each language of the form, where we speak it. */
static void
own_text(struct form_build *build, struct texts *texts, const char *english,
    const char *french)
{
	for (size_t i = 0; i < build->form->language_count; i++)
		form_build_text(build, texts, i,
		    is_french(build->form->languages[i]) ? french : english);
}

static void
add_other_choice(struct form_build *build, struct choice_list *list)
{
	struct choice *choices;
	const char **extra;

	if (has_choice(list, "other"))
		return;
	choices = arena_alloc_n(build->arena, list->choice_count + 1,
	    sizeof(*choices));
	memcpy(choices, list->choices, list->choice_count * sizeof(*choices));
	extra = arena_alloc_n(build->arena, list->extra_count + 1,
	    sizeof(*extra));
	for (size_t i = 0; i < list->extra_count; i++)
		extra[i] = "";
	choices[list->choice_count].name = "other";
	choices[list->choice_count].extra = extra;
	own_text(build, &choices[list->choice_count].label, "Other", "Autre");
	list->choices = choices;
	list->choice_count++;
}

/* or_other: a last choice "other", and a question that asks which. */
static void
add_other(struct reading *reading, struct item *item)
{
	struct form_build *build = reading->build;
	const char *name = arena_printf(build->arena, "%s_other", item->name);
	struct item *which;

	if (item->choice_filter.written != NULL) {
		survey_diag_type(reading, 0, 0, "or-other-filter", item->name,
		    NULL);
		return;
	}
	if (item->list == NULL || item->list->from_file)
		return;
	add_other_choice(build, item->list);
	which = form_build_item(build, item->parent, ITEM_QUESTION,
	    type_canonical("text"), name);
	which->place = item->place;
	which->relevant.written = arena_printf(build->arena,
	    "selected(../%s, 'other')", item->name);
	own_text(build, &which->label, "Specify other.", "Précisez.");
}

static void
read_question(struct reading *reading, const struct type_word *type,
    struct slice rest)
{
	struct item *parent = reading->open[reading->depth].item;
	const char *name = item_name(reading, type);
	bool or_other = type->list != LIST_NONE && take_or_other(&rest);
	struct item *item;

	if (name == NULL)
		name = "";
	if (type->remark != NULL)
		survey_diag_type(reading, 0, 0, type->remark, type->word, name);
	item = form_build_item(reading->build, parent, ITEM_QUESTION, type,
	    name);
	if (type->list == LIST_OPTIONAL && rest.len > 0) {
		const char **pair = arena_alloc_n(reading->build->arena, 2,
		    sizeof(*pair));

		pair[0] = "osm";
		pair[1] = arena_slice(reading->build->arena, rest);
		item->others = pair;
		item->other_count = 1;
	}
	read_fields(reading, item);
	if (item->constraint.written == NULL)
		item->constraint.written = type->constraint;
	if (strcmp(type->word, "caseid") == 0 && item->role[0] == '\0')
		item->role = "case";
	if (item->type == Q_EXTERNAL)
		link_external(reading, item);
	else if (type->list != LIST_NONE && type->list != LIST_OPTIONAL &&
	    type->list != LIST_UNREAD)
		link_list(reading, item, type, rest);
	if (or_other)
		add_other(reading, item);
}

bool
survey_begin(struct reading *reading, const struct type_word *type)
{
	struct item *parent = reading->open[reading->depth].item;
	const char *name = item_name(reading, type);
	struct open_row *open;

	if (reading->depth == FORM_DEPTH_MAX) {
		survey_diag_type(reading, 0, 0, "too-deep", "", NULL);
		return false;
	}
	open = &reading->open[++reading->depth];
	open->type = type;
	open->row = reading->row;
	open->item = form_build_item(reading->build, parent,
	    type->row == ROW_BEGIN_REPEAT ? ITEM_REPEAT : ITEM_GROUP, type,
	    name ? name : "");
	read_fields(reading, open->item);
	return true;
}

/* A row without a type: nothing to read, or something forgotten. */
static void
no_type(struct reading *reading)
{
	const char *name = survey_cell(reading, COLUMN_NAME);

	if (name[0] != '\0')
		survey_diag_type(reading, 0, 0, "no-type", name, NULL);
}

const struct type_word *
survey_type(struct reading *reading, const char *cell, struct slice *rest)
{
	if (reading->typed == NULL || strcmp(reading->typed, cell) != 0) {
		reading->typed = cell;
		reading->type_rest = SLICE_EMPTY;
		reading->type = type_find(slice_str(cell),
		    &reading->type_rest);
	}
	*rest = reading->type_rest;
	return reading->type;
}

static void
read_row(struct reading *reading)
{
	const char *written = survey_cell(reading, COLUMN_TYPE);
	const struct type_word *type;
	struct slice rest = SLICE_EMPTY;

	if (form_yes_no(survey_cell(reading, COLUMN_DISABLED)) == 1)
		return;
	if (written[0] == '\0') {
		no_type(reading);
		return;
	}
	type = survey_type(reading, written, &rest);
	if (type == NULL)
		type = survey_guess_type(reading, &rest);
	if (type->row == ROW_QUESTION) {
		read_question(reading, type, rest);
	} else if (type->row == ROW_BEGIN_GROUP ||
	    type->row == ROW_BEGIN_REPEAT) {
		survey_begin(reading, type);
	} else {
		survey_end(reading, type);
	}
}

/* Rows one by one; a loop takes those up to its end by itself. */
void
survey_rows(struct reading *reading, const struct sheet_row *rows,
    size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t loop;

		reading->row = &rows[i];
		if (reading->build->form->item_count >= FORM_ITEMS_MAX) {
			survey_diag_type(reading, 0, 0, "too-many-items", "",
			    NULL);
			return;
		}
		loop = survey_loop(reading, &rows[i], count - i);
		if (loop == 0)
			loop = survey_kobo(reading, &rows[i], count - i);
		if (loop == 0)
			read_row(reading);
		else
			i += loop - 1;
	}
}

static bool
has_columns(struct reading *reading, const struct sheet *sheet)
{
	struct place place = { .file = reading->build->file,
	    .sheet = "survey" };

	place.row = sheet->row_count > 0 ? sheet->rows[0].number : 0;
	if (sheet->row_count < 2) {
		diag_add(reading->build->diags, &place, "empty-survey");
		return false;
	}
	if (xlsform_column(reading->columns, COLUMN_TYPE) >= 0)
		return true;
	diag_add(reading->build->diags, &place, "missing-column", "type");
	return false;
}

void
xlsform_survey(struct xlsform *xlsform, const struct sheet *sheet)
{
	struct form_build *build = xlsform->build;
	struct reading reading = { .xlsform = xlsform, .build = build,
	    .columns = &xlsform->survey_columns };

	build->form->root = form_build_item(build, NULL, ITEM_GROUP, NULL,
	    build->form->root_name);
	reading.open[0].item = build->form->root;
	if (!has_columns(&reading, sheet))
		return;
	survey_rows(&reading, sheet->rows + 1, sheet->row_count - 1);
	survey_close_all(&reading);
}
