/*
 * An XLSForm workbook as a form: which sheets there are, the settings, the
 * languages. xlsform_*.c read the sheets themselves.
 */
#include <stdlib.h>
#include <string.h>

#include "formspec/suggest.h"
#include "formspec/xlsform_survey.h"
#include "kit/base/mem.h"

static const char *const sheet_names[] = {
	"survey", "choices", "settings", "external_choices", "entities", "osm"
};

enum {
	SHEET_NAME_COUNT = sizeof(sheet_names) / sizeof(*sheet_names),
	COLUMNS_COUNT = 4	/* sheets with texts in several languages */
};

/* Does a label stand without, and does one stand with a language? */
static void
label_styles(const struct columns *columns, bool *plain, bool *qualified)
{
	for (size_t i = 0; i < columns->count; i++) {
		const struct column *column = &columns->items[i];

		if (column->kind != COLUMN_FIELD ||
		    form_fields[column->field].shape != FIELD_TEXTS)
			continue;
		if (column->language != NULL)
			*qualified = true;
		else if (column->field == FIELD_LABEL)
			*plain = true;
	}
}

static void
add_languages(struct xlsform *xlsform, struct columns *columns)
{
	for (size_t i = 0; i < columns->count; i++) {
		struct column *column = &columns->items[i];

		if (column->kind == COLUMN_FIELD && column->language != NULL &&
		    form_fields[column->field].shape == FIELD_TEXTS)
			column->language_index = form_build_language(
			    xlsform->build, column->language);
	}
}

/*
 * The default language is the first: the setting's; or "default" when labels
 * stand without a language; or that of the first column that has one, and then
 * what stands without a language is in that one too.
 */
static void
find_languages(struct xlsform *xlsform)
{
	struct columns *all[] = { &xlsform->survey_columns,
	    &xlsform->choices_columns, &xlsform->external_columns,
	    &xlsform->osm_columns };
	struct form *form = xlsform->build->form;
	const char *chosen = form_setting(form, "default_language");
	bool plain = false, qualified = false;

	for (size_t i = 0; i < COLUMNS_COUNT; i++)
		label_styles(all[i], &plain, &qualified);
	if (chosen != NULL)
		form_build_language(xlsform->build, chosen);
	else if (plain || !qualified)
		form_build_language(xlsform->build, "default");
	for (size_t i = 0; i < COLUMNS_COUNT; i++)
		add_languages(xlsform, all[i]);
	form->default_language = form->languages[0];
}

/* Sheets that we pass over: is one of them meant to be read? */
static void
remark_sheets(struct xlsform *xlsform)
{
	const struct workbook *workbook = xlsform->workbook;
	struct place place = { .file = xlsform->build->file };

	for (size_t i = 0; i < workbook->sheet_count; i++) {
		const char *name = workbook->sheets[i].name, *meant;

		meant = suggest_word(WORDS_SHEETS, name, sheet_names,
		    SHEET_NAME_COUNT);
		/* That there is no survey was said. */
		if (name[0] == '_' || meant == NULL ||
		    strcmp(meant, "survey") == 0)
			continue;
		if (strcmp(meant, "entities") == 0 &&
		    workbook_sheet(workbook, "entities") != NULL)
			diag_add(xlsform->build->diags, &place,
			    "entities-kept");
		else if (workbook_sheet(workbook, meant) == NULL)
			diag_add(xlsform->build->diags, &place,
			    "sheet-misspelt", name, meant);
	}
}

/* A sheet with a table of its own; NULL: there is none. */
static const struct sheet *
find_sheet(struct xlsform *xlsform, struct columns *columns, const char *name)
{
	const struct sheet *sheet = workbook_sheet(xlsform->workbook, name);

	if (sheet != NULL)
		xlsform_columns(xlsform, columns, sheet, name);
	return sheet;
}

static void
read_sheets(struct xlsform *xlsform, const struct sheet *survey)
{
	const struct sheet *entities = workbook_sheet(xlsform->workbook,
	    "entities");
	const struct sheet *choices, *external, *osm;
	const char *duplicates;
	struct sheet whole;

	xlsform_settings(xlsform);
	form_apply_settings(xlsform->build);
	duplicates = form_setting(xlsform->build->form,
	    "allow_choice_duplicates");
	xlsform->duplicates_allowed = duplicates != NULL &&
	    form_yes_no(duplicates) == 1;
	whole = survey_from_headings(xlsform, survey);
	survey = &whole;
	xlsform_columns(xlsform, &xlsform->survey_columns, survey, "survey");
	choices = find_sheet(xlsform, &xlsform->choices_columns, "choices");
	external = find_sheet(xlsform, &xlsform->external_columns,
	    "external_choices");
	osm = find_sheet(xlsform, &xlsform->osm_columns, "osm");
	find_languages(xlsform);
	xlsform_note_columns(xlsform, &xlsform->survey_columns, FORM_SURVEY);
	xlsform_note_columns(xlsform, &xlsform->choices_columns,
	    FORM_CHOICES);
	xlsform_note_columns(xlsform, &xlsform->external_columns,
	    FORM_EXTERNAL);
	if (osm != NULL)
		xlsform_osm(xlsform, osm);
	if (choices != NULL)
		xlsform_choices(xlsform, choices, &xlsform->choices_columns,
		    false);
	if (external != NULL)
		xlsform_choices(xlsform, external, &xlsform->external_columns,
		    true);
	xlsform_survey(xlsform, survey);
	if (entities != NULL)
		xlsform_entities(xlsform, entities);
}

struct form *
form_from_workbook(const struct workbook *workbook, const char *file,
    const char *folder, struct diags *diags)
{
	struct xlsform xlsform = { .workbook = workbook };
	const struct sheet *survey = workbook_sheet(workbook, "survey");
	struct place place = { .file = file };

	if (survey == NULL) {
		survey = survey_guess_sheet(workbook);
		diag_add(diags, &place, "no-survey-sheet",
		    survey ? survey->name : NULL);
	}
	if (survey == NULL)
		return NULL;
	xlsform.build = form_build_new(file, folder, diags);
	xlsform.build->without_files = folder == NULL;
	remark_sheets(&xlsform);
	read_sheets(&xlsform, survey);
	return form_build_done(xlsform.build);
}
