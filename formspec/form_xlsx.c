/*
 * A form as an XLSForm workbook: what xlsform.c reads back as the same form.
 */
#include <string.h>

#include "formspec/form_build.h"
#include "formspec/workbook.h"
#include "kit/base/map.h"
#include "kit/base/mem.h"

/* A sheet being written: headings in order of need, then rows. */
struct table {
	struct arena *arena;
	struct map *columns;		/* heading to 1 + index */
	const char **headings;
	size_t column_count, column_capacity;
	struct sheet_row *rows;
	size_t row_count, row_capacity;
};

static size_t
add_column(struct table *table, const char *heading)
{
	size_t at = (size_t)(uintptr_t)map_get(table->columns, heading);

	if (at != 0)
		return at - 1;
	mem_grow((void **)&table->headings, &table->column_capacity,
	    table->column_count + 1, sizeof(*table->headings));
	table->headings[table->column_count++] =
	    arena_strdup(table->arena, heading);
	map_set(table->columns, heading,
	    (void *)(uintptr_t)table->column_count);
	return table->column_count - 1;
}

/* All columns are there before the first row. */
static const char **
add_row(struct table *table)
{
	const char **cells = arena_alloc_n(table->arena, table->column_count,
	    sizeof(*cells));

	for (size_t i = 0; i < table->column_count; i++)
		cells[i] = "";
	mem_grow((void **)&table->rows, &table->row_capacity,
	    table->row_count + 1, sizeof(*table->rows));
	table->rows[table->row_count].number = (unsigned)table->row_count + 1;
	table->rows[table->row_count++].cells = cells;
	return cells;
}

static void
set_cell(struct table *table, const char **cells, const char *heading,
    const char *text)
{
	cells[add_column(table, heading)] = arena_strdup(table->arena, text);
}

static void
add_headings(struct table *table)
{
	const char **cells = add_row(table);

	for (size_t i = 0; i < table->column_count; i++)
		cells[i] = table->headings[i];
}

/* "label" in the default language "default", else "label::Français (fr)". */
static const char *
text_heading(struct table *table, const struct form *form, const char *name,
    size_t language)
{
	if (language == 0 && strcmp(form->languages[0], "default") == 0)
		return arena_strdup(table->arena, name);
	return arena_printf(table->arena, "%s::%s", name,
	    form->languages[language]);
}

static bool
uses_text(const struct form *form, const struct field *field, size_t language)
{
	for (size_t i = 0; i < form->item_count; i++) {
		const struct texts *texts = field_texts(field, form->items[i]);

		if (texts->by_language != NULL &&
		    texts->by_language[language].written != NULL)
			return true;
	}
	return false;
}

/* A select with search() goes out as it came in. */
static const char *
written_cell(struct buf *room, const struct field *field,
    const struct item *item)
{
	const struct search_origin *search = item->search;
	const char *filter;

	if (search == NULL)
		return field_cell(room, field, item);
	filter = search->choice_filter ? search->choice_filter : "";
	return field == &form_fields[FIELD_APPEARANCE] ? search->appearance :
	    field == &form_fields[FIELD_PARAMETERS] ? search->parameters :
	    field == &form_fields[FIELD_CHOICE_FILTER] ? filter :
	    field_cell(room, field, item);
}

static bool
uses_field(const struct form *form, const struct field *field)
{
	struct buf room = BUF_INIT;
	bool used = false;

	for (size_t i = 0; i < form->item_count && !used; i++)
		used = *written_cell(&room, field, form->items[i]) != '\0';
	buf_free(&room);
	return used;
}

/*
 * Label has a column in every language, language after language: the order in
 * which they come is the order of the form's languages.
 */
static void
survey_columns(struct table *table, const struct form *form)
{
	add_column(table, "type");
	add_column(table, "name");
	for (size_t l = 0; l < form->language_count; l++) {
		add_column(table, text_heading(table, form, "label", l));
		for (int f = FIELD_HINT; f <= FIELD_REQUIRED_MESSAGE; f++)
			if (uses_text(form, &form_fields[f], l))
				add_column(table, text_heading(table, form,
				    form_fields[f].heading, l));
	}
	for (int f = FIELD_RELEVANT; f < FIELD_COUNT; f++)
		if (uses_field(form, &form_fields[f]))
			add_column(table, form_fields[f].heading);
	for (size_t i = 0; i < form->item_count; i++)
		for (size_t k = 0; k < form->items[i]->other_count; k++)
			add_column(table, form->items[i]->others[2 * k]);
}

static void
type_cell(struct buf *out, const struct item *item)
{
	if (item->search != NULL) {
		buf_addf(out, "%s %s", item->search->word,
		    item->search->list->name);
		return;
	}
	buf_add(out, item->word);
	if (item->itemset.written != NULL)
		buf_addf(out, " %s", item->itemset.written);
	else if (item->list != NULL && item->type != Q_EXTERNAL)
		buf_addf(out, " %s", item->list->name);
}

static void
item_texts(struct table *table, const char **cells, const struct form *form,
    const char *name, const struct texts *texts)
{
	for (size_t l = 0; texts->by_language && l < form->language_count; l++)
		if (texts->by_language[l].written != NULL)
			set_cell(table, cells,
			    text_heading(table, form, name, l),
			    texts->by_language[l].written);
}

static void
item_row(struct table *table, const struct form *form, struct item *item)
{
	const char **cells = add_row(table);
	struct buf text = BUF_INIT;

	type_cell(&text, item);
	set_cell(table, cells, "type", buf_str(&text));
	set_cell(table, cells, "name", item->name);
	for (int f = 0; f < FIELD_COUNT; f++) {
		const struct field *field = &form_fields[f];
		const char *cell;

		if (field->shape == FIELD_TEXTS) {
			item_texts(table, cells, form, field->heading,
			    field_texts(field, item));
			continue;
		}
		cell = written_cell(&text, field, item);
		if (*cell != '\0')
			set_cell(table, cells, field->heading, cell);
	}
	for (size_t i = 0; i < item->other_count; i++)
		set_cell(table, cells, item->others[2 * i],
		    item->others[2 * i + 1]);
	buf_free(&text);
}

/* Depth is limited where forms are read. */
static void
item_rows(struct table *table, const struct form *form,
    const struct item *parent)
{
	for (struct item *item = parent->first; item; item = item->next) {
		const char **cells;

		if (item->implied)
			continue;
		item_row(table, form, item);
		if (item->kind == ITEM_QUESTION)
			continue;
		item_rows(table, form, item);
		cells = add_row(table);
		set_cell(table, cells, "type", item->kind == ITEM_REPEAT ?
		    "end_repeat" : "end_group");
	}
}

static void
lists_columns(struct table *table, const struct form *form,
    const struct choice_list *lists, size_t count)
{
	add_column(table, "list_name");
	add_column(table, "name");
	for (size_t l = 0; l < form->language_count; l++)
		add_column(table, text_heading(table, form, "label", l));
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < lists[i].extra_count; k++)
			add_column(table, lists[i].extra_names[k]);
}

static void
choices_columns(struct table *table, const struct form *form, bool external)
{
	lists_columns(table, form, NULL, 0);
	for (size_t i = 0; i < form->list_count; i++)
		if (!form->lists[i].from_file &&
		    form->lists[i].external == external)
			lists_columns(table, form, &form->lists[i], 1);
}

static void
choice_rows(struct table *table, const struct form *form,
    const struct choice_list *list)
{
	for (size_t i = 0; i < list->choice_count; i++) {
		const struct choice *choice = &list->choices[i];
		const char **cells = add_row(table);

		set_cell(table, cells, "list_name", list->name);
		set_cell(table, cells, "name", choice->name);
		item_texts(table, cells, form, "label", &choice->label);
		for (size_t k = 0; k < list->extra_count; k++)
			set_cell(table, cells, list->extra_names[k],
			    choice->extra[k]);
	}
}

static void
table_start(struct table *table, struct arena *arena)
{
	memset(table, 0, sizeof(*table));
	table->arena = arena;
	table->columns = map_new();
}

/* The table as a sheet, in the arena. */
static struct sheet
table_done(struct table *table, const char *name)
{
	struct sheet sheet = { .name = name };
	struct sheet_row *rows = arena_alloc_n(table->arena,
	    table->row_count + 1, sizeof(*rows));

	if (table->row_count > 0)
		memcpy(rows, table->rows, table->row_count * sizeof(*rows));
	sheet.rows = rows;
	sheet.row_count = table->row_count;
	sheet.column_count = table->column_count;
	map_free(table->columns);
	mem_free(table->headings);
	mem_free(table->rows);
	return sheet;
}

static struct sheet
survey_sheet(const struct form *form, struct arena *arena)
{
	struct table table;

	table_start(&table, arena);
	survey_columns(&table, form);
	add_headings(&table);
	item_rows(&table, form, form->root);
	return table_done(&table, "survey");
}

static struct sheet
choices_sheet(const struct form *form, struct arena *arena, bool external)
{
	struct table table;

	table_start(&table, arena);
	choices_columns(&table, form, external);
	add_headings(&table);
	for (size_t i = 0; i < form->list_count; i++)
		if (!form->lists[i].from_file &&
		    form->lists[i].external == external)
			choice_rows(&table, form, &form->lists[i]);
	return table_done(&table, external ? "external_choices" : "choices");
}

static struct sheet
settings_sheet(const struct form *form, struct arena *arena)
{
	struct table table;
	const char **cells;

	table_start(&table, arena);
	for (size_t i = 0; i < form->setting_count; i++)
		add_column(&table, form->settings[2 * i]);
	add_headings(&table);
	cells = add_row(&table);
	for (size_t i = 0; i < form->setting_count; i++)
		set_cell(&table, cells, form->settings[2 * i],
		    form->settings[2 * i + 1]);
	return table_done(&table, "settings");
}

static struct sheet
osm_sheet(const struct form *form, struct arena *arena)
{
	struct table table;

	table_start(&table, arena);
	lists_columns(&table, form, form->tag_lists, form->tag_list_count);
	add_headings(&table);
	for (size_t i = 0; i < form->tag_list_count; i++)
		choice_rows(&table, form, &form->tag_lists[i]);
	return table_done(&table, "osm");
}

static void
entity_cell(struct table *table, const char **cells, const char *heading,
    const char *text)
{
	if (text != NULL)
		set_cell(table, cells, heading, text);
}

static struct sheet
entities_sheet(const struct form *form, struct arena *arena)
{
	struct table table;

	table_start(&table, arena);
	add_column(&table, "list_name");
	for (size_t k = 0; k < ENTITY_EXPR_COUNT; k++)
		add_column(&table, entity_exprs[k].heading);
	for (size_t i = 0; i < form->entity_count; i++)
		if (form->entities[i].repeat != NULL)
			add_column(&table, "repeat");
	add_headings(&table);
	for (size_t i = 0; i < form->entity_count; i++) {
		struct entity *entity = &form->entities[i];
		const char **cells = add_row(&table);

		set_cell(&table, cells, "list_name", entity->name);
		entity_cell(&table, cells, "repeat", entity->repeat);
		for (size_t k = 0; k < ENTITY_EXPR_COUNT; k++)
			entity_cell(&table, cells, entity_exprs[k].heading,
			    entity_expr(k, entity)->written);
	}
	return table_done(&table, "entities");
}

/* A sheet that says nothing is left out. */
static void
add_sheet(struct workbook *workbook, struct sheet *sheets, struct sheet sheet)
{
	if (sheet.row_count > 1)
		sheets[workbook->sheet_count++] = sheet;
}

static const struct err *
write_sheets(const struct form *form, const char *path)
{
	struct arena *arena = arena_new();
	struct sheet sheets[6];
	struct workbook workbook = { .arena = arena, .file = path,
	    .sheets = sheets };
	const struct err *err;

	sheets[workbook.sheet_count++] = survey_sheet(form, arena);
	add_sheet(&workbook, sheets, choices_sheet(form, arena, false));
	add_sheet(&workbook, sheets, choices_sheet(form, arena, true));
	add_sheet(&workbook, sheets, osm_sheet(form, arena));
	add_sheet(&workbook, sheets, entities_sheet(form, arena));
	sheets[workbook.sheet_count++] = settings_sheet(form, arena);
	err = workbook_write_xlsx(&workbook, path);
	arena_free(arena);
	return err;
}

const struct err *
form_write_xlsx(const struct form *form, const char *path)
{
	struct form *sheet;
	const struct err *err;

	if (form->xform == NULL)
		return write_sheets(form, path);
	sheet = form_sheet_of_xform(form);
	if (sheet == NULL)
		return err_new(ERR_FORMAT, "%s: not written: this XForm says "
		    "more than the sheets of a workbook can", path);
	err = write_sheets(sheet, path);
	form_free(sheet);
	return err;
}
