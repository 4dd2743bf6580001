/*
 * Where in its sheets a form says something, for diagnostics: the headings are
 * those that stand in the sheet, whatever we call the column.
 */
#include <string.h>

#include "formspec/form_build.h"

struct place
form_column(const struct form_build *build, enum form_sheet sheet,
    struct place place, unsigned column, const char *cell)
{
	const struct sheet_columns *columns = &build->sheets[sheet];

	place.column = column;
	place.cell = cell;
	place.caret = place.caret_len = 0;
	if (column == 0)
		return place;
	place.heading = columns->headings[column - 1];
	if (cell != NULL)
		place.caret_len = (unsigned)strlen(cell);
	return place;
}

struct place
form_place(const struct form_build *build, const struct item *item,
    enum field_id field, const char *cell)
{
	unsigned column = build->sheets[FORM_SURVEY].fields[field];
	struct place place = item->place;

	if (place.file == NULL)
		place.file = build->file;
	place.heading = form_fields[field].heading;
	place = form_column(build, FORM_SURVEY, place, column, cell);
	place.caret_len = 0;
	return place;
}

struct place
form_name_place(const struct form_build *build, const struct item *item)
{
	return form_column(build, FORM_SURVEY, item->place,
	    build->sheets[FORM_SURVEY].name, item->name);
}

struct place
form_text_place(const struct form_build *build, const struct item *item,
    enum field_id field, size_t language)
{
	struct place place = form_place(build, item, field, NULL);
	unsigned column = build->sheets[FORM_SURVEY].texts[field][language];

	return column == 0 ? place :
	    form_column(build, FORM_SURVEY, place, column, NULL);
}

static enum form_sheet
sheet_of(const struct choice_list *list)
{
	return list->external ? FORM_EXTERNAL : FORM_CHOICES;
}

struct place
form_list_place(const struct form_build *build, const struct choice_list *list)
{
	struct place place = { .file = build->file, .row = list->row,
	    .sheet = list->external ? "external_choices" : "choices" };
	enum form_sheet sheet = sheet_of(list);

	return form_column(build, sheet, place, build->sheets[sheet].list,
	    list->name);
}

struct place
form_choice_place(const struct form_build *build,
    const struct choice_list *list, const struct choice *choice)
{
	struct place place = form_list_place(build, list);
	enum form_sheet sheet = sheet_of(list);

	place.row = choice->row;
	return form_column(build, sheet, place, build->sheets[sheet].name,
	    choice->name);
}

struct place
form_choice_text_place(const struct form_build *build,
    const struct choice_list *list, const struct choice *choice,
    size_t language)
{
	struct place place = form_choice_place(build, list, choice);
	enum form_sheet sheet = sheet_of(list);
	unsigned column = build->sheets[sheet].texts[FIELD_LABEL][language];

	return column == 0 ? place :
	    form_column(build, sheet, place, column, NULL);
}

struct place
form_other_place(const struct form_build *build, enum form_sheet sheet,
    struct place place, const char *heading, const char *cell)
{
	const struct sheet_columns *columns = &build->sheets[sheet];
	unsigned column = 0;

	for (unsigned i = 0; i < columns->count && column == 0; i++)
		if (columns->others[i] != NULL &&
		    strcmp(columns->others[i], heading) == 0)
			column = i + 1;
	place.heading = heading;
	place = form_column(build, sheet, place, column, cell);
	place.caret_len = (unsigned)strlen(cell);
	return place;
}
