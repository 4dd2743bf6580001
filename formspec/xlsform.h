/*
 * xlsform.h - reading the sheets of an XLSForm; shared by xlsform*.c.
 */
#ifndef FORMSPEC_XLSFORM_H
#define FORMSPEC_XLSFORM_H

#include "formspec/form_build.h"
#include "formspec/workbook.h"

enum column_kind {
	COLUMN_NONE,		/* no heading, or not for us */
	COLUMN_TYPE, COLUMN_NAME, COLUMN_LIST, COLUMN_DISABLED,
	COLUMN_FIELD,		/* of an item; a choice's label */
	COLUMN_OTHER
};

struct column {
	enum column_kind kind;
	enum field_id field;
	const char *language;	/* name, or NULL: the default language */
	size_t language_index;
	/* As we write it: "relevant", "image::Français (fr)". */
	const char *heading;
	const char *written;	/* as it stands in the sheet */
};

struct columns {
	const char *sheet;	/* "survey" */
	struct column *items;
	size_t count;
};

struct xlsform {
	struct form_build *build;
	const struct workbook *workbook;
	struct columns survey_columns, choices_columns, external_columns,
	    osm_columns;
	bool duplicates_allowed;	/* setting allow_choice_duplicates */
};

/* What the headings of a sheet mean; what they should not say is diagnosed. */
void xlsform_columns(struct xlsform *xlsform, struct columns *columns,
    const struct sheet *sheet, const char *name);
/* Once the languages are known: where things stand, for diagnostics. */
void xlsform_note_columns(struct xlsform *xlsform,
    const struct columns *columns, enum form_sheet sheet);
/* The text of a cell; one whose column names its language comes first. */
void xlsform_add_text(struct form_build *build, struct texts *texts,
    const struct column *column, const char *text);
/* A column of that kind, or -1. */
int xlsform_column(const struct columns *columns, enum column_kind kind);
/* The cell of the first column of that kind, or "". */
const char *xlsform_cell(const struct columns *columns,
    const struct sheet_row *row, enum column_kind kind);

struct place xlsform_place(const struct xlsform *xlsform,
    const struct columns *columns, const struct sheet_row *row, size_t column);

void xlsform_settings(struct xlsform *xlsform);
void xlsform_choices(struct xlsform *xlsform, const struct sheet *sheet,
    const struct columns *columns, bool external);
void xlsform_survey(struct xlsform *xlsform, const struct sheet *sheet);
void xlsform_osm(struct xlsform *xlsform, const struct sheet *sheet);
void xlsform_entities(struct xlsform *xlsform, const struct sheet *sheet);

/*
 * The form that a workbook says; NULL when there are errors. Files are looked
 * for in folder; without one they are left unread, and lists from them empty.
 */
struct form *form_from_workbook(const struct workbook *workbook,
    const char *file, const char *folder, struct diags *diags);

#endif
