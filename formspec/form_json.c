/*
 * A form as canonical JSON: the bytes that name a form version.
 *
 *	{ "format": "recolte-form-1",
 *	  "settings": { "form_id": "...", ... },
 *	  "languages": ["Français (fr)", ...],		the default one first
 *	  "lists": [ { "name", "external"?, "extra"?: ["..."],
 *	      "choices": [ { "name", "label"?: { language: text },
 *	          "extra"?: { name: text } } ] } ],
 *	  "items": [ { "type", "name", "list"?, "choices_from"?,
 *	      "label"?: { language: text }, "relevant"?, ...,
 *	      "others"?: { heading: text }, "items"?: [...] } ],
 *	  "tags"?: [...],				lists of the sheet osm
 *	  "entities"?: [ { "list_name", "repeat"?, "entity_id"?, "create_if"?,
 *	      "update_if"?, "label"? } ],
 *	  "files": [ { "name", "text" or "base64" } ] }
 *
 * What was read from an XForm is that text, and its files:
 *
 *	{ "format": "recolte-form-1", "xform": "<?xml ...", "files": [...] }
 *
 * Expressions are kept as they were written, and resolved again on reading;
 * lists that come from files are read again from the files inside.
 */
#include <stdlib.h>
#include <string.h>

#include "formspec/xform.h"
#include "kit/base/json.h"
#include "kit/base/text.h"

#define FORMAT "recolte-form-1"

static void
put_texts(struct json *json, const char *key, const struct form *form,
    const struct texts *texts)
{
	struct json *object;

	if (texts->by_language == NULL)
		return;
	object = json_new_object();
	for (size_t i = 0; i < form->language_count; i++)
		if (texts->by_language[i].written != NULL)
			json_put_string(object, form->languages[i],
			    texts->by_language[i].written);
	json_put(json, key, object);
}

static struct json *
pairs_to_json(const char *const *pairs, size_t count)
{
	struct json *object = json_new_object();

	for (size_t i = 0; i < count; i++)
		json_put_string(object, pairs[2 * i], pairs[2 * i + 1]);
	return object;
}

static struct json *
choice_to_json(const struct form *form, const struct choice_list *list,
    const struct choice *choice)
{
	struct json *json = json_new_object();
	struct json *extra = NULL;

	json_put_string(json, "name", choice->name);
	put_texts(json, "label", form, &choice->label);
	for (size_t i = 0; i < list->extra_count; i++) {
		if (choice->extra[i][0] == '\0')
			continue;
		if (extra == NULL)
			extra = json_new_object();
		json_put_string(extra, list->extra_names[i],
		    choice->extra[i]);
	}
	if (extra != NULL)
		json_put(json, "extra", extra);
	return json;
}

static struct json *
list_to_json(const struct form *form, const struct choice_list *list)
{
	struct json *json = json_new_object();
	struct json *extra = json_new_array(), *choices = json_new_array();

	json_put_string(json, "name", list->name);
	if (list->external)
		json_put(json, "external", json_new_bool(true));
	for (size_t i = 0; i < list->extra_count; i++)
		json_add_string(extra, list->extra_names[i]);
	if (list->extra_count > 0)
		json_put(json, "extra", extra);
	else
		json_free(extra);
	for (size_t i = 0; i < list->choice_count; i++)
		json_add(choices, choice_to_json(form, list,
		    &list->choices[i]));
	json_put(json, "choices", choices);
	return json;
}

static void
put_field(struct json *json, const struct form *form,
    const struct field *field, struct item *item)
{
	struct buf text = BUF_INIT;

	if (field->shape == FIELD_TEXTS) {
		put_texts(json, field->json, form, field_texts(field, item));
		return;
	}
	field_written(&text, form, field, item);
	if (text.len > 0 && field->shape == FIELD_FLAG)
		json_put(json, field->json, json_new_bool(true));
	else if (text.len > 0)
		json_put_string(json, field->json, buf_str(&text));
	buf_free(&text);
}

static struct json *items_to_json(const struct form *form,
    const struct item *parent);

static struct json *
item_to_json(const struct form *form, struct item *item)
{
	struct json *json = json_new_object();

	json_put_string(json, "type", item->word);
	json_put_string(json, "name", item->name);
	if (item->list != NULL && item->type != Q_EXTERNAL)
		json_put_string(json, "list", item->list->name);
	if (item->itemset.written != NULL)
		json_put_string(json, "choices_from", item->itemset.written);
	for (int f = 0; f < FIELD_COUNT; f++)
		put_field(json, form, &form_fields[f], item);
	if (item->other_count > 0)
		json_put(json, "others", pairs_to_json(item->others,
		    item->other_count));
	if (item->kind != ITEM_QUESTION)
		json_put(json, "items", items_to_json(form, item));
	return json;
}

/* Depth is limited where forms are read. */
static struct json *
items_to_json(const struct form *form, const struct item *parent)
{
	struct json *array = json_new_array();

	for (struct item *item = parent->first; item; item = item->next)
		json_add(array, item_to_json(form, item));
	return array;
}

static struct json *
attachment_to_json(const struct attachment *file)
{
	struct json *json = json_new_object();
	struct slice bytes = slice_of(file->bytes, file->len);
	struct buf text = BUF_INIT;

	json_put_string(json, "name", file->name);
	if (text_is_valid(bytes)) {
		json_put_slice(json, "text", bytes);
	} else {
		buf_add_base64(&text, bytes);
		json_put_string(json, "base64", buf_str(&text));
	}
	buf_free(&text);
	return json;
}

static struct json *
entity_to_json(struct entity *entity)
{
	struct json *json = json_new_object();

	json_put_string(json, "list_name", entity->name);
	if (entity->repeat != NULL)
		json_put_string(json, "repeat", entity->repeat);
	for (size_t k = 0; k < ENTITY_EXPR_COUNT; k++)
		if (entity_expr(k, entity)->written != NULL)
			json_put_string(json, entity_exprs[k].heading,
			    entity_expr(k, entity)->written);
	return json;
}

/* Most forms have none of these: then nothing is said of them. */
static void
put_tags_and_entities(struct json *json, const struct form *form)
{
	struct json *tags = json_new_array(), *entities = json_new_array();

	for (size_t i = 0; i < form->tag_list_count; i++)
		json_add(tags, list_to_json(form, &form->tag_lists[i]));
	for (size_t i = 0; i < form->entity_count; i++)
		json_add(entities, entity_to_json(&form->entities[i]));
	if (form->tag_list_count > 0)
		json_put(json, "tags", tags);
	else
		json_free(tags);
	if (form->entity_count > 0)
		json_put(json, "entities", entities);
	else
		json_free(entities);
}

static void
put_form(struct json *json, const struct form *form)
{
	struct json *languages = json_new_array(), *lists = json_new_array();

	json_put(json, "settings", pairs_to_json(form->settings,
	    form->setting_count));
	for (size_t i = 0; i < form->language_count; i++)
		json_add_string(languages, form->languages[i]);
	json_put(json, "languages", languages);
	for (size_t i = 0; i < form->list_count; i++)
		if (!form->lists[i].from_file)
			json_add(lists, list_to_json(form, &form->lists[i]));
	json_put(json, "lists", lists);
	json_put(json, "items", items_to_json(form, form->root));
	put_tags_and_entities(json, form);
}

static void
put_files(struct json *json, const struct form *form)
{
	struct json *files = json_new_array();

	for (size_t i = 0; i < form->attachment_count; i++)
		json_add(files, attachment_to_json(&form->attachments[i]));
	json_put(json, "files", files);
}

void
form_write_json(struct buf *out, const struct form *form)
{
	struct json *json = json_new_object();

	json_put_string(json, "format", FORMAT);
	if (form->xform != NULL)
		json_put_string(json, "xform", form->xform);
	else
		put_form(json, form);
	put_files(json, form);
	json_write(out, json);
	json_free(json);
}

/*
 * Reading. What is missing or of another type is left out here: a form that
 * does not give the same bytes when it is written again is refused at the end.
 */
static const char *
string_of(struct form_build *build, const struct json *json, const char *key)
{
	const char *s = json_get_string(json, key);

	return s != NULL ? arena_strdup(build->arena, s) : NULL;
}

static void
get_texts(struct form_build *build, const struct json *json,
    struct texts *texts)
{
	const struct form *form = build->form;

	for (const struct json *m = json_first(json); m; m = json_next(m))
		for (size_t i = 0; i < form->language_count; i++)
			if (strcmp(form->languages[i], json_key(m)) == 0 &&
			    json_string(m) != NULL)
				form_build_text(build, texts, i,
				    json_string(m));
}

/* Every list is an array of names first, so that values find their place. */
static void
get_extra(struct form_build *build, const struct choice_list *list,
    const struct json *json, struct choice *choice)
{
	const char **extra = arena_alloc_n(build->arena, list->extra_count + 1,
	    sizeof(*extra));

	for (size_t i = 0; i < list->extra_count; i++) {
		const char *value = string_of(build, json,
		    list->extra_names[i]);

		extra[i] = value != NULL ? value : "";
	}
	choice->extra = extra;
}

static void
get_list(struct form_build *build, const struct json *json)
{
	const char *name = json_get_string(json, "name");
	const struct json *extra = json_get(json, "extra");
	const struct json *members = json_get(json, "choices");
	struct choice_list *list;
	struct choice *choices;
	const char **names;

	if (name == NULL)
		return;
	list = form_build_add_list(build, name);
	list->external = json_bool(json_get(json, "external"));
	names = arena_alloc_n(build->arena, json_count(extra) + 1,
	    sizeof(*names));
	for (const struct json *m = json_first(extra); m; m = json_next(m))
		if (json_string(m) != NULL)
			names[list->extra_count++] =
			    arena_strdup(build->arena, json_string(m));
	list->extra_names = names;
	choices = arena_alloc_n(build->arena, json_count(members) + 1,
	    sizeof(*choices));
	for (const struct json *m = json_first(members); m; m = json_next(m)) {
		struct choice *choice = &choices[list->choice_count++];

		choice->name = string_of(build, m, "name");
		if (choice->name == NULL)
			choice->name = "";
		get_texts(build, json_get(m, "label"), &choice->label);
		get_extra(build, list, json_get(m, "extra"), choice);
	}
	list->choices = choices;
}

static void
get_others(struct form_build *build, const struct json *json,
    struct item *item)
{
	const char **pairs = arena_alloc_n(build->arena,
	    2 * json_count(json) + 1, sizeof(*pairs));
	size_t at = 0;

	for (const struct json *m = json_first(json); m; m = json_next(m)) {
		if (json_string(m) == NULL)
			continue;
		pairs[at++] = arena_strdup(build->arena, json_key(m));
		pairs[at++] = arena_strdup(build->arena, json_string(m));
	}
	item->others = pairs;
	item->other_count = at / 2;
}

static void
get_field(struct form_build *build, const struct json *json,
    const struct field *field, struct item *item)
{
	const struct json *value = json_get(json, field->json);
	const char *s = string_of(build, json, field->json);

	if (field->shape == FIELD_TEXTS)
		get_texts(build, value, field_texts(field, item));
	else if (field->shape == FIELD_FLAG)
		item->personal = json_bool(value);
	else if (s != NULL && field->shape == FIELD_EXPR)
		field_expr(field, item)->written = s;
	else if (s != NULL)
		*field_string(field, item) = s;
}

static void
get_list_of_item(struct form_build *build, const struct type_word *type,
    const struct json *json, struct item *item)
{
	const char *name = json_get_string(json, "list");
	const char *file;

	item->itemset.written = string_of(build, json, "choices_from");
	if (item->itemset.written != NULL &&
	    strncmp(item->itemset.written, "${", 2) != 0)
		item->itemset.written = NULL;
	if (item->type == Q_EXTERNAL) {
		file = arena_printf(build->arena, "%s.%s", item->name,
		    strcmp(item->word, "xml-external") == 0 ? "xml" : "csv");
		item->list = form_build_file_list(build, &item->place, file,
		    "", false);
	} else if (name != NULL && type->list == LIST_FILE) {
		item->list = form_build_file_list(build, &item->place, name,
		    item->parameters, true);
	} else if (name != NULL) {
		item->list = form_build_find_list(build, name,
		    type->list == LIST_EXTERNAL);
		if (item->list != NULL)
			item->list->used = true;
		else
			diag_add(build->diags, &item->place, "unknown-list",
			    name, NULL);
	}
}

static void get_items(struct form_build *build, const struct json *json,
    struct item *parent);

static void
get_item(struct form_build *build, const struct json *json,
    struct item *parent)
{
	const char *word = json_get_string(json, "type");
	const char *name = json_get_string(json, "name");
	const struct type_word *type = word ? type_canonical(word) : NULL;
	struct place place = { .file = build->file };
	enum item_kind kind;
	struct item *item;

	if (type == NULL || name == NULL ||
	    build->form->item_count >= FORM_ITEMS_MAX ||
	    parent->depth >= FORM_DEPTH_MAX) {
		diag_add(build->diags, &place, "json",
		    "an item without name or known type, or too many");
		return;
	}
	kind = type->row == ROW_BEGIN_GROUP ? ITEM_GROUP :
	    type->row == ROW_BEGIN_REPEAT ? ITEM_REPEAT : ITEM_QUESTION;
	if (!form_name_is_valid(name))
		diag_add(build->diags, &place, "bad-name", name);
	item = form_build_item(build, parent, kind, type, name);
	item->place.sheet = item->name;
	for (int f = 0; f < FIELD_COUNT; f++)
		get_field(build, json, &form_fields[f], item);
	get_others(build, json_get(json, "others"), item);
	if (kind == ITEM_QUESTION)
		get_list_of_item(build, type, json, item);
	else
		get_items(build, json_get(json, "items"), item);
}

static void
get_items(struct form_build *build, const struct json *json,
    struct item *parent)
{
	for (const struct json *m = json_first(json); m; m = json_next(m))
		get_item(build, m, parent);
}

static void
get_tags(struct form_build *build, const struct json *json)
{
	size_t first = build->list_count;

	for (const struct json *m = json_first(json); m; m = json_next(m))
		get_list(build, m);
	form_build_tag_lists(build, first);
}

static void
get_entities(struct form_build *build, const struct json *json)
{
	struct form *form = build->form;
	size_t count = json_count(json);

	if (count > ENTITIES_MAX)
		count = ENTITIES_MAX;
	form_build_entities(build, count);
	for (const struct json *m = json_first(json); form->entity_count <
	    count; m = json_next(m)) {
		struct entity *entity = &form->entities[form->entity_count++];

		entity->name = string_of(build, m, "list_name");
		if (entity->name == NULL)
			entity->name = "";
		entity->repeat = string_of(build, m, "repeat");
		for (size_t k = 0; k < ENTITY_EXPR_COUNT; k++)
			entity_expr(k, entity)->written = string_of(build, m,
			    entity_exprs[k].heading);
		entity->place.file = build->file;
		entity->place.sheet = "entities";
	}
}

static const struct err *
get_file(struct form_build *build, const struct json *json)
{
	const char *name = json_get_string(json, "name");
	const char *text = json_get_string(json, "text");
	const char *base64 = json_get_string(json, "base64");
	struct buf bytes = BUF_INIT;
	const struct err *err = NULL;

	if (name == NULL)
		return NULL;
	if (text != NULL)
		form_build_attach(build, name, slice_str(text));
	else if (base64 != NULL) {
		err = buf_from_base64(&bytes, slice_str(base64));
		if (!err)
			form_build_attach(build, name, buf_slice(&bytes));
	}
	buf_free(&bytes);
	return err;
}

static const struct err *
get_files(struct form_build *build, const struct json *json)
{
	const struct json *m = json_first(json_get(json, "files"));
	const struct err *err = NULL;

	for (; !err && m != NULL; m = json_next(m))
		err = get_file(build, m);
	return err;
}

static const struct err *
get_form(struct form_build *build, const struct json *json)
{
	const struct json *m;
	const struct err *err = NULL;

	m = json_first(json_get(json, "settings"));
	for (; m != NULL; m = json_next(m))
		if (json_string(m) != NULL)
			form_add_setting(build, json_key(m), json_string(m));
	form_apply_settings(build);
	m = json_first(json_get(json, "languages"));
	for (; m != NULL; m = json_next(m))
		if (json_string(m) != NULL)
			form_build_language(build, json_string(m));
	if (build->form->language_count == 0)
		form_build_language(build, "default");
	build->form->default_language = build->form->languages[0];
	err = get_files(build, json);
	m = json_first(json_get(json, "lists"));
	for (; m != NULL; m = json_next(m))
		get_list(build, m);
	get_tags(build, json_get(json, "tags"));
	build->form->root = form_build_item(build, NULL, ITEM_GROUP, NULL,
	    build->form->root_name);
	get_items(build, json_get(json, "items"), build->form->root);
	get_entities(build, json_get(json, "entities"));
	return err;
}

/* The build is used up, here and below. */
static const struct err *
get_xform(struct form **out, struct form_build *build, const struct json *json)
{
	const struct err *err = get_files(build, json);

	if (err) {
		form_build_free(build);
		return err;
	}
	/* One that was read without its files has none. */
	build->without_files = build->form->attachment_count == 0;
	return xform_read(out, build, slice_str(json_get_string(json,
	    "xform")));
}

static const struct err *
get_items_form(struct form **out, struct form_build *build,
    const struct json *json)
{
	const struct err *err = get_form(build, json);

	if (err)
		form_build_free(build);
	else
		*out = form_build_done(build);
	return err;
}

/* The bytes name the version: there must be no second text for one form. */
static const struct err *
check_same(const struct form *form, struct slice bytes, const char *name)
{
	struct buf again = BUF_INIT;
	bool same;

	form_write_json(&again, form);
	same = slice_equal(buf_slice(&again), bytes);
	buf_free(&again);
	return same ? NULL : err_new(ERR_FORMAT, "%s: not a form as formspec "
	    "writes it: something in it has no meaning here", name);
}

/* One text for one value first; then one text for one form. */
static const struct err *
check_canonical(const struct form *form, struct slice bytes, const char *name)
{
	const struct err *err = form ? check_same(form, bytes, name) : NULL;
	const struct err *why = NULL;
	struct json *json;

	/* A form that gives the same bytes again is canonical JSON too. */
	if (form != NULL && err == NULL)
		return NULL;
	why = json_parse_canonical(&json, bytes);
	if (why == NULL)
		json_free(json);
	return why ? err_in(why, "%s", name) : err;
}

const struct err *
form_read_json(struct form **out, struct slice bytes, const char *name,
    struct diags *diags)
{
	struct form_build *build;
	struct json *json;
	const char *format;
	const struct err *err;

	*out = NULL;
	err = json_parse(&json, bytes);
	if (err)
		return err_in(err, "%s", name);
	format = json_get_string(json, "format");
	if (format == NULL || strcmp(format, FORMAT) != 0) {
		json_free(json);
		return err_new(ERR_FORMAT, "%s: not a form of formspec (no "
		    "\"format\": \"" FORMAT "\")", name);
	}
	build = form_build_new(name, NULL, diags);
	err = json_get_string(json, "xform") != NULL ?
	    get_xform(out, build, json) : get_items_form(out, build, json);
	json_free(json);
	if (err)
		return err_in(err, "%s", name);
	err = check_canonical(*out, bytes, name);
	if (err) {
		form_free(*out);
		*out = NULL;
	}
	return err;
}
