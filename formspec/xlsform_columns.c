/*
 * The headings of XLSForm sheets: "label::Français (fr)", "bind::relevant",
 * "Repeat Count" and all the names that a column has had over the years.
 */
#include <string.h>

#include "formspec/suggest.h"
#include "formspec/xlsform.h"
#include "kit/base/text.h"

enum { TOKENS_MAX = 4, KEY_BYTES_MAX = 128 };

struct heading {
	const char *key;	/* lower case, "_" for spaces */
	enum column_kind kind;
	int field;		/* of COLUMN_FIELD */
	const char *canonical;	/* of COLUMN_OTHER */
};

#define FIELD(key, id)		{ key, COLUMN_FIELD, id, NULL }
#define OTHER(key, canonical)	{ key, COLUMN_OTHER, 0, canonical }

static const struct heading survey_headings[] = {
	{ "type", COLUMN_TYPE, 0, NULL },
	{ "command", COLUMN_TYPE, 0, NULL },
	{ "name", COLUMN_NAME, 0, NULL },
	{ "tag", COLUMN_NAME, 0, NULL },
	{ "value", COLUMN_NAME, 0, NULL },
	{ "disabled", COLUMN_DISABLED, 0, NULL },
	FIELD("label", FIELD_LABEL),
	FIELD("caption", FIELD_LABEL),
	FIELD("text", FIELD_LABEL),
	FIELD("hint", FIELD_HINT),
	FIELD("guidance_hint", FIELD_GUIDANCE),
	FIELD("constraint_message", FIELD_CONSTRAINT_MESSAGE),
	FIELD("constraining_message", FIELD_CONSTRAINT_MESSAGE),
	FIELD("constraint-msg", FIELD_CONSTRAINT_MESSAGE),
	FIELD("jr:constraintmsg", FIELD_CONSTRAINT_MESSAGE),
	FIELD("bind::jr:constraintmsg", FIELD_CONSTRAINT_MESSAGE),
	FIELD("required_message", FIELD_REQUIRED_MESSAGE),
	FIELD("requiredmsg", FIELD_REQUIRED_MESSAGE),
	FIELD("jr:requiredmsg", FIELD_REQUIRED_MESSAGE),
	FIELD("bind::jr:requiredmsg", FIELD_REQUIRED_MESSAGE),
	FIELD("relevant", FIELD_RELEVANT),
	FIELD("relevance", FIELD_RELEVANT),
	FIELD("skip_logic", FIELD_RELEVANT),
	FIELD("bind::relevant", FIELD_RELEVANT),
	FIELD("required", FIELD_REQUIRED),
	FIELD("bind::required", FIELD_REQUIRED),
	FIELD("readonly", FIELD_READONLY),
	FIELD("read_only", FIELD_READONLY),
	FIELD("bind::readonly", FIELD_READONLY),
	FIELD("constraint", FIELD_CONSTRAINT),
	FIELD("bind::constraint", FIELD_CONSTRAINT),
	FIELD("calculation", FIELD_CALCULATION),
	FIELD("calculate", FIELD_CALCULATION),
	FIELD("bind::calculate", FIELD_CALCULATION),
	FIELD("choice_filter", FIELD_CHOICE_FILTER),
	FIELD("repeat_count", FIELD_REPEAT_COUNT),
	FIELD("repeat-count", FIELD_REPEAT_COUNT),
	FIELD("count", FIELD_REPEAT_COUNT),
	FIELD("jr:count", FIELD_REPEAT_COUNT),
	FIELD("control::jr:count", FIELD_REPEAT_COUNT),
	FIELD("body::jr:count", FIELD_REPEAT_COUNT),
	FIELD("default", FIELD_DEFAULT),
	FIELD("trigger", FIELD_TRIGGER),
	FIELD("appearance", FIELD_APPEARANCE),
	FIELD("control::appearance", FIELD_APPEARANCE),
	FIELD("body::appearance", FIELD_APPEARANCE),
	FIELD("parameters", FIELD_PARAMETERS),
	FIELD("bind::recolte:role", FIELD_ROLE),
	FIELD("bind::recolte:personal", FIELD_PERSONAL),
	OTHER("image", "image"),
	OTHER("media::image", "image"),
	OTHER("audio", "audio"),
	OTHER("media::audio", "audio"),
	OTHER("video", "video"),
	OTHER("media::video", "video"),
	OTHER("big-image", "big-image"),
	OTHER("media::big-image", "big-image"),
	OTHER("media", "media"),
	OTHER("autoplay", "autoplay"),
	OTHER("noapperrorstring", "noAppErrorString"),
	OTHER("no_app_error_string", "noAppErrorString"),
	OTHER("save_to", "save_to"),
	OTHER("intent", "intent"),
	OTHER("query", "query"),
	OTHER("accuracythreshold", "accuracyThreshold"),
	OTHER("rows", "rows"),
	OTHER("osm", "osm"),
	OTHER("compact_tag", "instance::odk:tag"),
	OTHER("sms_field", "sms_field"),
	OTHER("sms_option", "sms_option"),
	OTHER("sms_separator", "sms_separator"),
	OTHER("sms_allow_media", "sms_allow_media"),
	OTHER("sms_date_format", "sms_date_format"),
	OTHER("sms_datetime_format", "sms_datetime_format"),
	OTHER("sms_response", "sms_response"),
	OTHER("hxl", "hxl"),
	/* SurveyCTO's, and what KoboToolbox's own forms say twice. */
	OTHER("publishable", "publishable"),
	OTHER("minimum_seconds", "minimum_seconds"),
	OTHER("response_note", "response_note"),
	OTHER("select_from_list_name", "select_from_list_name"),
	OTHER("note", "note"),
	OTHER("notes", "notes"),
	OTHER("comment", "comment"),
	OTHER("comments", "comments"),
	{ NULL, COLUMN_NONE, 0, NULL }
};

static const struct heading choice_headings[] = {
	{ "list_name", COLUMN_LIST, 0, NULL },
	{ "list", COLUMN_LIST, 0, NULL },
	{ "name", COLUMN_NAME, 0, NULL },
	{ "value", COLUMN_NAME, 0, NULL },
	FIELD("label", FIELD_LABEL),
	FIELD("caption", FIELD_LABEL),
	OTHER("image", "image"),
	OTHER("media::image", "image"),
	OTHER("audio", "audio"),
	OTHER("media::audio", "audio"),
	OTHER("video", "video"),
	OTHER("media::video", "video"),
	OTHER("big-image", "big-image"),
	OTHER("media::big-image", "big-image"),
	{ NULL, COLUMN_NONE, 0, NULL }
};

/* Prefixes under which any column is kept as it is. */
static const char *const open_prefixes[] = {
	"bind", "body", "control", "instance", "media", NULL
};

static bool
is_open_prefix(const char *token)
{
	for (size_t i = 0; open_prefixes[i] != NULL; i++)
		if (strcmp(open_prefixes[i], token) == 0)
			return true;
	return false;
}

/*
 * Cut at "::", or at ":" in the way of older forms, of which "jr:count" and
 * the like must be spared. Returns how many tokens there are.
 */
static size_t
split(struct arena *arena, const char *written, const char **tokens)
{
	const char *mark = strstr(written, "::") != NULL ? "::" : ":";
	struct slice token;
	size_t count = 0;

	if (strncmp(written, "jr:", 3) == 0)
		mark = "::";
	while (count + 1 < TOKENS_MAX) {
		const char *at = strstr(written, mark);

		if (at == NULL)
			break;
		token = text_trim(slice_of(written, (size_t)(at - written)));
		tokens[count++] = arena_slice(arena, token);
		written = at + strlen(mark);
	}
	token = text_trim(slice_str(written));
	tokens[count++] = arena_slice(arena, token);
	return count;
}

static void
make_key(char *out, const char *first, const char *second)
{
	size_t n = 0;

	for (const char *s = first; *s != '\0' && n < KEY_BYTES_MAX / 2; s++) {
		char c = *s == ' ' ? '_' : *s;

		out[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	}
	if (second != NULL) {
		out[n++] = ':';
		out[n++] = ':';
		for (; *second != '\0' && n < KEY_BYTES_MAX - 1; second++)
			out[n++] = *second >= 'A' && *second <= 'Z' ?
			    (char)(*second + 32) : *second;
	}
	out[n] = '\0';
}

static const struct heading *
look_up(const struct heading *table, const char *key)
{
	for (; table->key != NULL; table++)
		if (strcmp(table->key, key) == 0)
			return table;
	return NULL;
}

static const char *
nearest_heading(const struct heading *table, const char *key)
{
	const char *keys[128];
	size_t count = 0;

	for (; table->key != NULL && count < 128; table++)
		keys[count++] = table->key;
	return suggest_word(WORDS_COLUMNS, key, keys, count);
}

/* Media have languages too: their columns keep them in the heading. */
static const char *
other_heading(struct arena *arena, const char *canonical, const char *language)
{
	return language == NULL ? canonical :
	    arena_printf(arena, "%s::%s", canonical, language);
}

static void
understand(struct xlsform *xlsform, struct column *column,
    const struct heading *table)
{
	struct arena *arena = xlsform->build->arena;
	const char *tokens[TOKENS_MAX] = { NULL };
	size_t count = split(arena, column->written, tokens);
	const struct heading *known = NULL;
	char key[KEY_BYTES_MAX];
	size_t used = 1;

	if (count > 1) {
		make_key(key, tokens[0], tokens[1]);
		known = look_up(table, key);
		used = 2;
	}
	if (known == NULL) {
		make_key(key, tokens[0], NULL);
		known = count > 1 && is_open_prefix(key) ? NULL :
		    look_up(table, key);
		used = 1;
	}
	column->kind = COLUMN_OTHER;
	column->heading = column->written;
	if (known == NULL)
		return;
	column->kind = known->kind;
	column->field = (enum field_id)known->field;
	column->language = used < count ? tokens[used] : NULL;
	if (known->kind == COLUMN_OTHER)
		column->heading = other_heading(arena, known->canonical,
		    column->language);
	else if (known->kind == COLUMN_FIELD)
		column->heading = form_fields[known->field].heading;
	else
		column->heading = known->key;
}

struct place
xlsform_place(const struct xlsform *xlsform, const struct columns *columns,
    const struct sheet_row *row, size_t column)
{
	struct place place = { .file = xlsform->build->file,
	    .sheet = columns->sheet };

	if (row != NULL)
		place.row = row->number;
	if (column < columns->count) {
		place.column = (unsigned)column + 1;
		place.heading = columns->items[column].written;
		if (row != NULL)
			place.cell = row->cells[column];
	}
	return place;
}

/* KoboToolbox's notes to itself, "$kuid", "kobo--locking-profile". */
static bool
is_kobo(const char *key)
{
	return key[0] == '$' || strncmp(key, "kobo--", 6) == 0 ||
	    strncmp(key, "kobomatrix--", 12) == 0;
}

/* Unknown columns are kept; a slip in a known word would lose what it says. */
static void
remark_unknown(struct xlsform *xlsform, const struct columns *columns,
    const struct sheet *sheet, size_t i, const struct heading *table)
{
	struct place place = xlsform_place(xlsform, columns, &sheet->rows[0],
	    i);
	const char *tokens[TOKENS_MAX] = { NULL };
	char key[KEY_BYTES_MAX];
	size_t count = split(xlsform->build->arena, columns->items[i].written,
	    tokens);

	make_key(key, tokens[0], NULL);
	if (look_up(table, key) != NULL || is_kobo(key) ||
	    (count > 1 && is_open_prefix(key)))
		return;
	if (table == choice_headings && count == 1 &&
	    nearest_heading(table, key) == NULL)
		return;
	diag_add(xlsform->build->diags, &place, "unknown-column",
	    columns->items[i].written, nearest_heading(table, key));
}

static bool
same_column(const struct column *a, const struct column *b)
{
	if (a->kind != b->kind || a->kind == COLUMN_NONE)
		return false;
	if (a->kind == COLUMN_OTHER)
		return strcmp(a->heading, b->heading) == 0;
	if (a->kind == COLUMN_FIELD && a->field != b->field)
		return false;
	return strcmp(a->language ? a->language : "",
	    b->language ? b->language : "") == 0;
}

static void
check_twice(struct xlsform *xlsform, const struct columns *columns, size_t i)
{
	for (size_t k = 0; k < i; k++) {
		struct place place;

		if (!same_column(&columns->items[k], &columns->items[i]))
			continue;
		place = xlsform_place(xlsform, columns, NULL, i);
		place.row = 1;
		diag_add(xlsform->build->diags, &place,
		    strcmp(columns->items[k].written,
		    columns->items[i].written) == 0 ? "column-again" :
		    "column-twice", columns->items[k].written,
		    columns->items[i].written);
		return;
	}
}

void
xlsform_columns(struct xlsform *xlsform, struct columns *columns,
    const struct sheet *sheet, const char *name)
{
	const struct heading *table = strcmp(name, "survey") == 0 ?
	    survey_headings : choice_headings;

	columns->sheet = name;
	columns->count = sheet->row_count > 0 ? sheet->column_count : 0;
	columns->items = arena_alloc_n(xlsform->build->arena, columns->count,
	    sizeof(*columns->items));
	for (size_t i = 0; i < columns->count; i++) {
		struct column *column = &columns->items[i];

		column->written = arena_strdup(xlsform->build->arena,
		    sheet->rows[0].cells[i]);
		if (column->written[0] == '\0')
			continue;
		understand(xlsform, column, table);
		if (column->kind == COLUMN_OTHER)
			remark_unknown(xlsform, columns, sheet, i, table);
		check_twice(xlsform, columns, i);
	}
}

int
xlsform_column(const struct columns *columns, enum column_kind kind)
{
	for (size_t i = 0; i < columns->count; i++)
		if (columns->items[i].kind == kind)
			return (int)i;
	return -1;
}

const char *
xlsform_cell(const struct columns *columns, const struct sheet_row *row,
    enum column_kind kind)
{
	int column = xlsform_column(columns, kind);

	return column < 0 ? "" : row->cells[column];
}

void
xlsform_add_text(struct form_build *build, struct texts *texts,
    const struct column *column, const char *text)
{
	bool first = texts->by_language == NULL;

	if (text[0] == '\0')
		return;
	texts->plain = column->language == NULL && first;
	if (column->language != NULL || first ||
	    texts->by_language[column->language_index].written == NULL)
		form_build_text(build, texts, column->language_index, text);
}

/* "label" is in the default language, and "label::English" may be as well. */
static void
note_texts(struct xlsform *xlsform, const struct columns *columns, size_t i,
    unsigned *number)
{
	const struct column *column = &columns->items[i];
	const struct column *other = *number > 0 ?
	    &columns->items[*number - 1] : NULL;
	const struct column *plain = column->language == NULL ? column : other;
	struct place place;

	if (other == NULL || column->language != NULL)
		*number = (unsigned)i + 1;
	if (other == NULL || (other->language == NULL) ==
	    (column->language == NULL))
		return;
	place = xlsform_place(xlsform, columns, NULL,
	    (size_t)(plain - columns->items));
	place.row = 1;
	diag_add(xlsform->build->diags, &place, "column-same-language",
	    plain->written, plain == column ? other->written :
	    column->written);
}

void
xlsform_note_columns(struct xlsform *xlsform, const struct columns *columns,
    enum form_sheet sheet)
{
	struct sheet_columns *places = &xlsform->build->sheets[sheet];
	const char **headings = arena_alloc_n(xlsform->build->arena,
	    columns->count + 1, sizeof(*headings));
	const char **others = arena_alloc_n(xlsform->build->arena,
	    columns->count + 1, sizeof(*others));

	places->headings = headings;
	places->others = others;
	places->count = (unsigned)columns->count;
	for (size_t i = 0; i < columns->count; i++) {
		const struct column *column = &columns->items[i];
		unsigned number = (unsigned)i + 1;
		unsigned *at = column->kind == COLUMN_TYPE ? &places->type :
		    column->kind == COLUMN_NAME ? &places->name :
		    column->kind == COLUMN_LIST ? &places->list :
		    &places->fields[column->field];

		headings[i] = column->written;
		others[i] = column->kind == COLUMN_OTHER ? column->heading :
		    NULL;
		if (column->kind == COLUMN_NONE || column->kind ==
		    COLUMN_OTHER || column->kind == COLUMN_DISABLED)
			continue;
		if (*at == 0)
			*at = number;
		if (column->kind == COLUMN_FIELD &&
		    form_fields[column->field].shape == FIELD_TEXTS)
			note_texts(xlsform, columns, i, &places->texts[
			    column->field][column->language_index]);
	}
}
