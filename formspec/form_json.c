/*
 * A form from canonical JSON, the bytes that name a form version.
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
#include <string.h>

#include "formspec/form_json.h"
#include "formspec/xform.h"
#include "kit/base/json.h"

/*
 * What is missing or of another type is left out here: a form that does not
 * give the same bytes when it is written again is refused at the end.
 */
static const char *
string_of(struct form_build *build, const struct json *json, const char *key)
{
	const char *s = json_get_string(json, key);

	return s != NULL ? arena_strdup(build->arena, s) : NULL;
}

/* The first member of what must be an object; of nothing there is none. */
static const struct json *
first_member(struct form_build *build, const struct json *json)
{
	struct place place = { .file = build->file };

	if (json == NULL || json_type(json) == JSON_OBJECT)
		return json_first(json);
	diag_add(build->diags, &place, "json",
	    "texts, settings or others that are no object");
	return NULL;
}

static void
get_texts(struct form_build *build, const struct json *json,
    struct texts *texts)
{
	const struct form *form = build->form;

	for (const struct json *m = first_member(build, json); m;
	    m = json_next(m))
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

/* Names go into attributes and expressions: no XML has room for these. */
static const char *
list_name(struct form_build *build, const struct json *json)
{
	const char *name = json_get_string(json, "name");
	struct place place = { .file = build->file };

	for (const char *s = name; s != NULL && *s != '\0'; s++)
		if ((unsigned char)*s < ' ') {
			diag_add(build->diags, &place, "json",
			    "the name of a list with a control character");
			break;
		}
	return name;
}

static void
get_list(struct form_build *build, const struct json *json)
{
	const char *name = list_name(build, json);
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

	for (const struct json *m = first_member(build, json); m;
	    m = json_next(m)) {
		if (json_string(m) == NULL)
			continue;
		pairs[at++] = arena_strdup(build->arena, json_key(m));
		pairs[at++] = arena_strdup(build->arena, json_string(m));
	}
	item->others = pairs;
	item->other_count = at / 2;
}

/* Keys come in the order of the table: the next one is not far. */
static void
find_members(const struct json *json, const struct json **members)
{
	size_t at = 0;

	if (json_type(json) != JSON_OBJECT)
		return;
	for (const struct json *m = json_first(json); m; m = json_next(m))
		for (size_t i = 0; i < MEMBER_COUNT; i++) {
			const struct item_key *key =
			    &form_item_keys[(at + i) % MEMBER_COUNT];

			if (*key->key != *json_key(m) ||
			    strcmp(key->key, json_key(m)) != 0)
				continue;
			members[key->member] = m;
			at += i + 1;
			break;
		}
}

static void
get_field(struct form_build *build, const struct json *value,
    const struct field *field, struct item *item)
{
	const char *s = json_string(value);

	if (field->shape == FIELD_TEXTS)
		get_texts(build, value, field_texts(field, item));
	else if (field->shape == FIELD_FLAG)
		item->personal = json_bool(value);
	else if (s != NULL && field->shape == FIELD_EXPR)
		field_expr(field, item)->written = arena_strdup(build->arena,
		    s);
	else if (s != NULL)
		*field_string(field, item) = arena_strdup(build->arena, s);
}

static void
get_list_of_item(struct form_build *build, const struct type_word *type,
    const struct json *const *members, struct item *item)
{
	const char *name = json_string(members[MEMBER_LIST]);
	const char *itemset = json_string(members[MEMBER_CHOICES_FROM]);
	const char *file;

	if (itemset != NULL && strncmp(itemset, "${", 2) == 0)
		item->itemset.written = arena_strdup(build->arena, itemset);
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
	const struct json *members[MEMBER_COUNT] = { NULL };
	struct place place = { .file = build->file };
	const struct type_word *type;
	const char *word, *name;
	enum item_kind kind;
	struct item *item;

	find_members(json, members);
	word = json_string(members[MEMBER_TYPE]);
	name = json_string(members[MEMBER_NAME]);
	type = word ? type_canonical(word) : NULL;
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
		diag_add(build->diags, &place, "not-a-name", name);
	item = form_build_item(build, parent, kind, type, name);
	item->place.sheet = item->name;
	for (int f = 0; f < FIELD_COUNT; f++)
		if (members[f] != NULL)
			get_field(build, members[f], &form_fields[f], item);
	get_others(build, members[MEMBER_OTHERS], item);
	if (kind == ITEM_QUESTION)
		get_list_of_item(build, type, members, item);
	else
		get_items(build, members[MEMBER_ITEMS], item);
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

	m = first_member(build, json_get(json, "settings"));
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
	    "xform")), XFORM_ITSELF);
}

/*
 * The tree is not looked at again: it goes first, for its memory is about what
 * finishing a form takes.
 */
static const struct err *
get_items_form(struct form **out, struct form_build *build,
    const struct json *json, struct arena **tree)
{
	const struct err *err = get_form(build, json);

	arena_free(*tree);
	*tree = NULL;
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
	if (form_is_json(form, bytes))
		return NULL;
	return err_new(ERR_FORMAT, "%s: not a form as formspec writes it: "
	    "something in it has no meaning here", name);
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

static const struct err *
read_tree(struct form **out, const struct json *json, struct arena **tree,
    const char *name, struct diags *diags)
{
	const char *format = json_get_string(json, "format");
	struct form_build *build;

	if (format == NULL || strcmp(format, FORM_JSON_FORMAT) != 0)
		return err_new(ERR_FORMAT, "not a form of formspec (no "
		    "\"format\": \"%s\")", FORM_JSON_FORMAT);
	build = form_build_new(name, NULL, diags);
	build->published = true;
	return json_get_string(json, "xform") != NULL ?
	    get_xform(out, build, json) :
	    get_items_form(out, build, json, tree);
}

const struct err *
form_read_json(struct form **out, struct slice bytes, const char *name,
    struct diags *diags)
{
	struct arena *tree = arena_new();
	const struct json *json;
	const struct err *err = json_read(&json, tree, bytes);

	*out = NULL;
	if (!err)
		err = read_tree(out, json, &tree, name, diags);
	arena_free(tree);
	if (err)
		return err_in(err, "%s", name);
	err = check_canonical(*out, bytes, name);
	if (err) {
		form_free(*out);
		*out = NULL;
	}
	return err;
}
