/*
 * The settings of a form: the sheet settings, and what follows from it.
 */
#include <string.h>

#include "formspec/suggest.h"
#include "formspec/xlsform.h"

/* Names of a setting in the sheet, and the one that we keep. */
static const char *const settings_known[][2] = {
	{ "form_id", "form_id" }, { "id_string", "form_id" },
	{ "form_title", "form_title" }, { "title", "form_title" },
	{ "set_form_title", "form_title" }, { "set_form_id", "form_id" },
	{ "version", "version" }, { "default_language", "default_language" },
	{ "instance_name", "instance_name" }, { "name", "name" },
	{ "style", "style" }, { "public_key", "public_key" },
	{ "submission_url", "submission_url" },
	{ "auto_send", "auto_send" }, { "auto_delete", "auto_delete" },
	{ "allow_choice_duplicates", "allow_choice_duplicates" },
	{ "clean_text_values", "clean_text_values" },
	{ "omit_instanceid", "omit_instanceID" },
	{ "client_editable", "client_editable" },
	{ "namespaces", "namespaces" }, { "instance_xmlns", "instance_xmlns" },
	{ "instance_id", "instance_id" }, { "prefix", "prefix" },
	{ "delimiter", "delimiter" }, { "sms_keyword", "sms_keyword" },
	{ "sms_separator", "sms_separator" },
	{ "sms_allow_media", "sms_allow_media" },
	{ "sms_date_format", "sms_date_format" },
	{ "sms_datetime_format", "sms_datetime_format" },
	{ "sms_response", "sms_response" },
	{ "compact_tag", "compact_tag" }, { "allow_comments", "allow_comments" }
};

enum { SETTING_COUNT = sizeof(settings_known) / sizeof(*settings_known) };

static const char *
setting_name(struct xlsform *xlsform, const struct place *place,
    const char *heading)
{
	const char *names[SETTING_COUNT];
	struct buf key = BUF_INIT;
	const char *found = NULL;

	for (const char *s = heading; *s != '\0'; s++)
		buf_add_byte(&key, (uint8_t)(*s == ' ' ? '_' :
		    *s >= 'A' && *s <= 'Z' ? *s + 32 : *s));
	for (size_t i = 0; i < SETTING_COUNT && found == NULL; i++) {
		names[i] = settings_known[i][0];
		if (strcmp(names[i], buf_str(&key)) == 0)
			found = settings_known[i][1];
	}
	if (found == NULL && strncmp(heading, "attribute::", 11) != 0)
		diag_add(xlsform->build->diags, place, "unknown-setting",
		    heading, suggest_word(WORDS_SETTINGS, heading,
		    names, SETTING_COUNT));
	buf_free(&key);
	return found != NULL ? found :
	    arena_strdup(xlsform->build->arena, heading);
}

void
form_add_setting(struct form_build *build, const char *name, const char *value)
{
	struct form *form = build->form;
	const char **old = (const char **)(void *)form->settings;
	const char **settings;
	size_t count = form->setting_count, at = 0;

	while (at < count && strcmp(old[2 * at], name) < 0)
		at++;
	if (at < count && strcmp(old[2 * at], name) == 0)
		return;
	settings = arena_alloc_n(build->arena, 2 * (count + 1),
	    sizeof(*settings));
	if (count > 0)
		memcpy(settings, old, 2 * at * sizeof(*settings));
	settings[2 * at] = arena_strdup(build->arena, name);
	settings[2 * at + 1] = arena_strdup(build->arena, value);
	if (at < count)
		memcpy(settings + 2 * at + 2, old + 2 * at,
		    2 * (count - at) * sizeof(*settings));
	form->settings = settings;
	form->setting_count = count + 1;
}

/* A switch that says neither yes nor no stays as if it were not there. */
static void
check_switch(struct xlsform *xlsform, struct place place, const char *name,
    const char *value)
{
	static const char *const switches[] = {
		"allow_choice_duplicates", "clean_text_values",
		"omit_instanceID", "client_editable", "auto_send",
		"auto_delete"
	};

	if (form_yes_no(value) >= 0)
		return;
	place.row = xlsform->build->settings_row;
	for (size_t i = 0; i < sizeof(switches) / sizeof(*switches); i++)
		if (strcmp(switches[i], name) == 0)
			diag_add(xlsform->build->diags, &place,
			    "setting-yes-no", value);
}

void
xlsform_settings(struct xlsform *xlsform)
{
	const struct sheet *sheet = workbook_sheet(xlsform->workbook,
	    "settings");
	struct place place = { .file = xlsform->build->file,
	    .sheet = "settings" };

	if (sheet == NULL || sheet->row_count < 2)
		return;
	xlsform->build->settings_row = sheet->rows[1].number;
	for (size_t i = 0; i < sheet->column_count; i++) {
		const char *heading = sheet->rows[0].cells[i];
		const char *value = sheet->rows[1].cells[i];

		if (heading[0] == '\0')
			continue;
		place.row = sheet->rows[0].number;
		place.column = (unsigned)i + 1;
		place.heading = heading;
		heading = setting_name(xlsform, &place, heading);
		if (value[0] == '\0')
			continue;
		check_switch(xlsform, place, heading, value);
		form_add_setting(xlsform->build, heading, value);
	}
}

const char *
form_setting(const struct form *form, const char *name)
{
	for (size_t i = 0; i < form->setting_count; i++)
		if (strcmp(form->settings[2 * i], name) == 0)
			return form->settings[2 * i + 1];
	return NULL;
}

static const char *
otherwise(const char *s, const char *other)
{
	return s != NULL ? s : other;
}

/* A form without an id has the name of its file, as with pyxform. */
static const char *
stem(struct form_build *build)
{
	size_t len = strcspn(build->file, ".");

	return len > 0 ? arena_strndup(build->arena, build->file, len) :
	    "form";
}

void
form_apply_settings(struct form_build *build)
{
	struct form *form = build->form;

	if (form_setting(form, "form_id") == NULL)
		form_add_setting(build, "form_id", stem(build));
	form->id = form_setting(form, "form_id");
	form->title = otherwise(form_setting(form, "form_title"), form->id);
	form->version = otherwise(form_setting(form, "version"), "");
	form->root_name = otherwise(form_setting(form, "name"), "data");
	form->instance_name.written = form_setting(form, "instance_name");
}
