/*
 * What must hold for a form as a whole, whatever it was read from.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "formspec/form_build.h"
#include "formspec/xpath.h"
#include "kit/base/map.h"
#include "kit/base/text.h"

/* XML 1.0 names, the colon left out; beyond ASCII everything is a letter. */
static bool
is_name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	    (unsigned char)c >= 0x80;
}

bool
form_name_is_valid(const char *name)
{
	if (!is_name_start(*name))
		return false;
	for (const char *s = name + 1; *s != '\0'; s++)
		if (!is_name_start(*s) && !(*s >= '0' && *s <= '9') &&
		    *s != '-' && *s != '.')
			return false;
	return strstr(name, "\xc2\xa0") == NULL;
}

int
form_yes_no(const char *cell)
{
	static const char *const yes[] = {
		"yes", "Yes", "YES", "true", "True", "TRUE", "true()"
	};
	static const char *const no[] = {
		"no", "No", "NO", "false", "False", "FALSE", "false()"
	};

	for (size_t i = 0; i < 7; i++) {
		if (*cell == *yes[i] && strcmp(cell, yes[i]) == 0)
			return 1;
		if (*cell == *no[i] && strcmp(cell, no[i]) == 0)
			return 0;
	}
	return -1;
}

static void
diag_item(struct form_build *build, const struct item *item, const char *kind,
    const char *name, const struct item *other)
{
	struct place place = form_name_place(build, item);
	char *row = arena_printf(build->arena, "%u",
	    other ? other->place.row : 0);

	diag_add(build->diags, &place, kind, name, row);
}

/* The parent and the name; folded: without the case of ASCII letters. */
static struct slice
name_key(struct buf *key, const struct item *item, bool folded)
{
	buf_reset(key);
	buf_append(key, &item->parent->index, sizeof(item->parent->index));
	for (const char *s = item->name; *s != '\0'; s++)
		buf_add_byte(key, (uint8_t)(folded && *s >= 'A' && *s <= 'Z' ?
		    *s + 32 : *s));
	return buf_slice(key);
}

static void
check_repeat_name(struct form_build *build, struct map *repeats,
    struct item *item, bool again)
{
	const struct item *other;

	if (item->kind != ITEM_REPEAT)
		return;
	other = map_set(repeats, item->name, item);
	if (other != NULL && !again)
		diag_item(build, item, "repeat-twice", item->name, other);
	if (strcmp(item->name, build->form->root_name) == 0)
		diag_item(build, item, "repeat-root", item->name, NULL);
}

/*
 * Names below one parent, of all parents in one go. Only those that come again
 * but for their case, and that is few, are looked up as they are written.
 */
static void
check_names(struct form_build *build)
{
	struct map *folded = map_new(), *exact = map_new(),
	    *repeats = map_new();
	struct buf key = BUF_INIT;

	for (size_t i = 1; i < build->form->item_count; i++) {
		struct item *item = build->items[i];
		struct item *nearly, *other = NULL;

		if (item->name[0] == '\0' || item->implied)
			continue;
		nearly = map_set_slice(folded, name_key(&key, item, true),
		    item);
		if (nearly != NULL) {
			map_set_slice(exact, name_key(&key, nearly, false),
			    nearly);
			other = map_set_slice(exact, name_key(&key, item,
			    false), item);
		}
		if (other != NULL)
			diag_item(build, item, "name-twice", item->name,
			    other);
		else if (nearly != NULL)
			diag_item(build, item, "name-nearly-twice",
			    item->name, nearly);
		check_repeat_name(build, repeats, item, other != NULL);
		if (strcmp(item->name, "meta") == 0)
			diag_item(build, item, "reserved-name", item->name,
			    NULL);
	}
	buf_free(&key);
	map_free(folded);
	map_free(exact);
	map_free(repeats);
}

/*
 * A count that is computed is kept in an answer of its own in an XForm, beside
 * the repeat.
 */
static void
check_count_names(struct form_build *build)
{
	for (size_t i = 1; i < build->form->item_count; i++) {
		const struct item *item = build->items[i], *s;
		const char *count = item->repeat_count.written;
		size_t len = strlen(item->name);

		if (count == NULL || strncmp(count, "${", 2) == 0)
			continue;
		for (s = item->parent->first; s != NULL; s = s->next)
			if (strncmp(s->name, item->name, len) == 0 &&
			    strcmp(s->name + len, "_count") == 0)
				diag_item(build, s, "name-twice", s->name,
				    item);
	}
}

/*
 * search() in an appearance takes the choices from elsewhere and fills them
 * into the list: no other question can use that list.
 */
void
form_check_search(struct form_build *build)
{
	struct map *searched = map_new();

	for (size_t i = 1; i < build->form->item_count; i++) {
		const struct item *item = build->items[i];

		if (item->list != NULL && !item->list->from_file &&
		    strstr(item->appearance, "search(") != NULL)
			map_set(searched, item->list->name,
			    build->items[i]);
	}
	for (size_t i = 1; i < build->form->item_count; i++) {
		const struct item *item = build->items[i];

		if (item->list != NULL && !item->list->from_file &&
		    strstr(item->appearance, "search(") == NULL &&
		    map_has(searched, item->list->name))
			diag_item(build, item, "search-shared",
			    item->list->name, NULL);
	}
	map_free(searched);
}

/* "image" or "image::Français (fr)". */
static bool
is_column(const char *heading, const char *column)
{
	size_t len = strlen(column);

	return strncmp(heading, column, len) == 0 &&
	    (heading[len] == '\0' || heading[len] == ':');
}

static bool
has_column(const struct item *item, const char *column)
{
	for (size_t i = 0; i < item->other_count; i++)
		if (is_column(item->others[2 * i], column))
			return true;
	return false;
}

static const char *const media[] = {
	"image", "audio", "video", "big-image", "media"
};

enum { MEDIA_COUNT = sizeof(media) / sizeof(*media) };

bool
form_is_media(const char *heading)
{
	for (size_t i = 0; i < MEDIA_COUNT; i++)
		if (is_column(heading, media[i]))
			return true;
	return false;
}

static bool
has_media(const struct item *item)
{
	for (size_t i = 0; i < item->other_count; i++)
		if (form_is_media(item->others[2 * i]))
			return true;
	return false;
}

/* Something to show; what is calculated need not show itself. */
static void
check_label(struct form_build *build, const struct item *item)
{
	const struct type_word *type = type_canonical(item->word);
	struct place place;

	if (item->kind == ITEM_GROUP || item->label.by_language != NULL ||
	    has_media(item))
		return;
	if (item->kind == ITEM_REPEAT) {
		place = form_text_place(build, item, FIELD_LABEL, 0);
		diag_add(build->diags, &place, "label-missing", item->name);
		return;
	}
	if (type == NULL || !type->shown ||
	    item->calculate.written != NULL || item->trigger != NULL)
		return;
	place = form_text_place(build, item, FIELD_LABEL, 0);
	diag_add(build->diags, &place, item->hint.by_language != NULL ?
	    "label-missing" : "no-label", item->name);
}

/* Nothing is asked by a group itself. */
static void
check_group(struct form_build *build, const struct item *item)
{
	if (item->kind != ITEM_QUESTION && (item->required.written != NULL ||
	    item->constraint.written != NULL))
		diag_item(build, item, "group-answer", item->name, NULL);
}

static void
check_calculation(struct form_build *build, const struct item *item)
{
	struct place place = form_place(build, item, FIELD_CALCULATION, NULL);

	if (item->kind == ITEM_QUESTION && item->type == Q_CALCULATE &&
	    item->calculate.written == NULL &&
	    item->dynamic_default.written == NULL && item->trigger == NULL)
		diag_add(build->diags, &place, "no-calculation", item->name);
	else if (item->kind == ITEM_QUESTION &&
	    strcmp(item->word, "background-geopoint") == 0 &&
	    (item->trigger == NULL || item->calculate.written != NULL))
		diag_item(build, item, "background-geopoint", item->name,
		    NULL);
}

/* A range counts in the numbers that its parameters are written in. */
static void
settle_range(struct form_build *build, struct item *item)
{
	static const char *const keys[] = { "start", "end", "step" };

	if (item->type != Q_RANGE)
		return;
	item->value_type = V_INT;
	for (size_t i = 0; i < 3; i++) {
		const char *value = form_parameter(build->arena,
		    item->parameters, keys[i]);

		if (value != NULL && strtod(value, NULL) !=
		    floor(strtod(value, NULL)))
			item->value_type = V_DECIMAL;
	}
}

static const char *
instance_id(struct form_build *build, const struct choice_list *list)
{
	return list->from_file ? arena_strndup(build->arena, list->name,
	    strcspn(list->name, ".")) : list->name;
}

/* What instance('id') means must be one thing. */
static void
check_instances(struct form_build *build)
{
	struct map *ids = map_new();
	struct place place = { .file = build->file };

	for (size_t i = 0; i < build->list_count; i++) {
		const struct choice_list *list = build->lists[i];
		const char *id = instance_id(build, list);
		struct choice_list *other;

		/* A file without an extension was refused by itself. */
		if (list->external || list->searched || (list->from_file &&
		    strchr(list->name, '.') == NULL))
			continue;
		if (strcmp(id, "__last-saved") == 0)
			diag_add(build->diags, &place, "instance-twice", id,
			    list->name, "${last-saved#...}");
		other = map_set(ids, id, build->lists[i]);
		/* One of two files was searched, which JSON does not say. */
		if (other != NULL && build->published && list->from_file &&
		    other->from_file)
			continue;
		if (other != NULL && strcmp(other->name, list->name) != 0)
			diag_add(build->diags, &place, "instance-twice", id,
			    other->name, list->name);
	}
	map_free(ids);
}

/* Pictures and sounds travel with the form when they are at hand. */
static void
attach(struct form_build *build, enum form_sheet sheet,
    const struct place *place, const char *heading, const char *file)
{
	struct place cell;

	if (file[0] == '\0' || strstr(file, "${") != NULL ||
	    build->without_files || !form_is_media(heading))
		return;
	if (form_build_attachment(build, file) != NULL)
		return;
	cell = form_other_place(build, sheet, *place, heading, file);
	diag_add(build->diags, &cell, "media-missing", file);
}

static void
attach_media(struct form_build *build, const struct item *item)
{
	if (has_column(item, "big-image") && !has_column(item, "image"))
		diag_item(build, item, "big-image", item->name, NULL);
	for (size_t i = 0; i < item->other_count; i++)
		attach(build, FORM_SURVEY, &item->place, item->others[2 * i],
		    item->others[2 * i + 1]);
}

static void
attach_choice_media(struct form_build *build, const struct choice_list *list)
{
	struct place place = { .file = build->file, .sheet = "choices" };

	for (size_t i = 0; i < list->choice_count; i++)
		for (size_t k = 0; k < list->extra_count; k++) {
			place.row = list->choices[i].row;
			attach(build, FORM_CHOICES, &place,
			    list->extra_names[k],
			    list->choices[i].extra[k]);
		}
}

static void
check_lists(struct form_build *build)
{
	for (size_t i = 0; i < build->list_count; i++) {
		const struct choice_list *list = build->lists[i];
		struct place place;

		if (list->from_file)
			continue;
		place = form_list_place(build, list);
		if (!list->used)
			diag_add(build->diags, &place, "unused-list",
			    list->name);
		attach_choice_media(build, list);
	}
}

/* Choices that are ticked together are written with spaces between. */
static void
check_spaces(struct form_build *build, const struct item *item)
{
	const struct choice_list *list = item->list;

	if (list == NULL || (item->type != Q_SELECT_MULTIPLE &&
	    item->type != Q_RANK))
		return;
	for (size_t i = 0; i < list->choice_count; i++) {
		const struct choice *choice = &list->choices[i];
		size_t word = strcspn(choice->name, " \t\n");
		struct place place = { .file = build->file,
		    .sheet = list->name, .row = choice->row };

		if (choice->name[word] == '\0')
			continue;
		if (!list->from_file)
			place = form_choice_place(build, list, choice);
		place.caret = (unsigned)word;
		place.caret_len = 1;
		diag_add(build->diags, &place, "choice-name-space",
		    choice->name, list->name);
	}
}

/* The file that pulldata('name', ...) reads, "name.csv"; or NULL. */
static const char *
pulldata_file(struct form_build *build, const char **s)
{
	const char *name, *end;
	char quote;

	*s = strstr(*s, "pulldata(");
	if (*s == NULL)
		return NULL;
	*s += strlen("pulldata(");
	*s += strspn(*s, " ");
	quote = **s;
	if (quote != '\'' && quote != '"')
		return "";
	name = *s + 1;
	end = strchr(name, quote);
	if (end == NULL)
		return "";
	return arena_printf(build->arena, "%.*s.csv", (int)(end - name), name);
}

static void
find_pulldata(struct form_build *build, struct item *item)
{
	for (int f = 0; f < FIELD_COUNT; f++) {
		const struct field *field = &form_fields[f];
		const char *s = field->shape == FIELD_EXPR ?
		    field_expr(field, item)->written : NULL;
		struct place place;
		const char *file;

		if (s == NULL || strstr(s, "pulldata(") == NULL)
			continue;
		place = form_place(build, item, (enum field_id)f, s);
		while ((file = pulldata_file(build, &s)) != NULL)
			if (file[0] != '\0')
				form_build_file_list(build, &place, file, "",
				    false);
	}
}

/* instance('list') in an expression uses a list as well. */
static void
mark_used(struct form_build *build, const struct item *item)
{
	for (int f = 0; f < FIELD_COUNT; f++) {
		const struct field *field = &form_fields[f];
		const char *s = field->shape == FIELD_EXPR ?
		    field_expr(field, (struct item *)(void *)item)->written :
		    NULL;

		if (s == NULL || strstr(s, "instance(") == NULL)
			continue;
		for (size_t i = 0; i < build->list_count; i++)
			if (strstr(s, build->lists[i]->name) != NULL)
				build->lists[i]->used = true;
	}
}

void
form_check(struct form_build *build)
{
	check_names(build);
	if (!form_name_is_valid(build->form->root_name)) {
		struct place place = { .file = build->file,
		    .sheet = "settings", .heading = "name",
		    .row = build->settings_row };

		diag_add(build->diags, &place, "not-a-name",
		    build->form->root_name);
	}
	for (size_t i = 1; i < build->form->item_count; i++) {
		struct item *item = build->items[i];

		check_label(build, item);
		check_group(build, item);
		check_calculation(build, item);
		settle_range(build, item);
		form_check_parameters(build, item);
		attach_media(build, item);
		mark_used(build, item);
		find_pulldata(build, item);
		check_spaces(build, item);
	}
	check_count_names(build);
	if (diags_takes_warnings(build->diags))
		form_advise(build);
	form_check_translations(build);
	check_instances(build);
	check_lists(build);
}
