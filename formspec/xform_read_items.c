/*
 * The elements of the primary instance are the items of the form.
 */
#include "formspec/xform.h"

#include <string.h>

#include "formspec/types.h"
#include "kit/base/text.h"

enum { TYPE_NAMES = 14 };

/* The types of binds, with the word of the question that asks for one. */
static const struct bind_type {
	const char *name, *word;
	enum value_type value;
} bind_types[TYPE_NAMES] = {
	{ "string", "text", V_STRING }, { "int", "integer", V_INT },
	{ "integer", "integer", V_INT }, { "long", "integer", V_INT },
	{ "decimal", "decimal", V_DECIMAL },
	{ "boolean", "text", V_BOOLEAN }, { "date", "date", V_DATE },
	{ "time", "time", V_TIME }, { "dateTime", "dateTime", V_DATETIME },
	{ "geopoint", "geopoint", V_GEOPOINT },
	{ "geotrace", "geotrace", V_GEOTRACE },
	{ "geoshape", "geoshape", V_GEOSHAPE },
	{ "binary", "file", V_BINARY }, { "barcode", "barcode", V_BARCODE }
};

static const struct bind_type *
type_of_bind(const struct node *bind)
{
	const char *name = bind ? xform_attribute(bind, "type") : NULL;
	const char *colon = name ? strchr(name, ':') : NULL;

	if (colon != NULL)
		name = colon + 1;
	for (size_t i = 0; name != NULL && i < TYPE_NAMES; i++)
		if (strcmp(bind_types[i].name, name) == 0)
			return &bind_types[i];
	return &bind_types[0];
}

/* jr:preload and its parameters, as XLSForm's metadata. */
static const char *const preloads[][3] = {
	{ "timestamp", "start", "start" }, { "timestamp", "end", "end" },
	{ "date", "today", "today" }, { "property", "deviceid", "deviceid" },
	{ "property", "uri:deviceid", "deviceid" },
	{ "property", "username", "username" },
	{ "property", "uri:username", "username" },
	{ "property", "email", "email" }, { "property", "uri:email", "email" },
	{ "property", "phonenumber", "phonenumber" },
	{ "property", "phone number", "phonenumber" },
	{ "property", "uri:phonenumber", "phonenumber" },
	{ "property", "subscriberid", "subscriberid" },
	{ "property", "uri:subscriberid", "subscriberid" },
	{ "property", "simserial", "simserial" },
	{ "property", "uri:simserial", "simserial" },
	{ "uid", NULL, "instanceID" }
};

static const char *
preload_of(const struct node *bind)
{
	const char *kind = bind ? xform_attribute(bind, "preload") : NULL;
	const char *params = bind ? xform_attribute(bind, "preloadParams") :
	    NULL;

	for (size_t i = 0; kind && i < sizeof(preloads) / sizeof(*preloads);
	    i++)
		if (strcmp(preloads[i][0], kind) == 0 &&
		    (preloads[i][1] == NULL || (params != NULL &&
		    strcmp(preloads[i][1], params) == 0)))
			return preloads[i][2];
	return NULL;
}

static const char *
upload_word(const struct node *control)
{
	static const char *const media[][2] = {
		{ "image/", "image" }, { "audio/", "audio" },
		{ "video/", "video" }, { "osm/", "osm" }
	};
	const char *type = xform_attribute(control, "mediatype");

	for (size_t i = 0; type != NULL && i < 4; i++)
		if (strncmp(type, media[i][0], strlen(media[i][0])) == 0)
			return media[i][1];
	return "file";
}

static bool
is_true(const struct node *bind, const char *name)
{
	const char *value = bind ? xform_attribute(bind, name) : NULL;

	return value != NULL && form_yes_no(value) == 1;
}

/* The word of XLSForm for an item with a control. */
static const char *
word_of(const struct node *control, const struct node *bind)
{
	static const char *const words[][2] = {
		{ "select1", "select_one" }, { "select", "select_multiple" },
		{ "rank", "rank" }, { "trigger", "acknowledge" },
		{ "range", "range" }
	};
	const char *word = type_of_bind(bind)->word;

	for (size_t i = 0; i < 5; i++)
		if (strcmp(words[i][0], control->name) == 0)
			return words[i][1];
	if (strcmp(control->name, "upload") == 0)
		return upload_word(control);
	if (strcmp(word, "text") == 0 && is_true(bind, "readonly") &&
	    xform_attribute(bind, "calculate") == NULL)
		return "note";
	return word;
}

static struct item *
add_question(struct xform *xform, struct item *parent,
    const struct node *element, const char *path)
{
	const struct node *control = map_get(xform->questions, path);
	const struct node *bind = map_get(xform->binds, path);
	const char *metadata = preload_of(bind);
	const char *word = control ? word_of(control, bind) :
	    bind && xform_attribute(bind, "calculate") ? "calculate" :
	    "hidden";
	struct item *item;

	if (control == NULL && metadata != NULL &&
	    type_canonical(metadata) != NULL)
		word = metadata;
	item = form_build_item(xform->build, parent, ITEM_QUESTION,
	    type_canonical(word), element->name);
	if (metadata != NULL) {
		item->type = Q_METADATA;
		item->metadata = metadata;
	}
	if (item->type != Q_METADATA || control != NULL)
		item->value_type = type_of_bind(bind)->value;
	if (strcmp(word, "osm") == 0)
		item->value_type = V_BINARY;
	if (!xform_is_blank(element->value))
		item->default_value = xform_trim(xform, element->value);
	return item;
}

static bool
has_room(struct xform *xform, const struct item *parent,
    const struct node *element)
{
	struct place place = xform_place(xform, element, NULL);
	char *most = arena_printf(xform->build->arena, "%d",
	    parent->depth >= FORM_DEPTH_MAX ? FORM_DEPTH_MAX : FORM_ITEMS_MAX);

	if (parent->depth < FORM_DEPTH_MAX &&
	    xform->build->form->item_count < FORM_ITEMS_MAX)
		return true;
	diag_add(xform->build->diags, &place, "xform-limit", most);
	return false;
}

static bool
is_template(const struct node *element)
{
	return xform_attribute(element, "template") != NULL;
}

/* What new instances of a repeat are like: its template, or the first. */
static const struct node *
blank_of(const struct node *element)
{
	const struct node *n = element;

	for (; n != NULL; n = xform_next(n->next, element->name))
		if (is_template(n))
			return n;
	return element;
}

static bool
is_meta(const struct item *parent, const struct node *element)
{
	return parent->parent == NULL && strcmp(element->name, "meta") == 0;
}

/* Every response has an id, though the form may not say so. */
static void
add_instance_id(struct xform *xform, struct item *meta)
{
	const char *path = arena_printf(xform->build->arena, "%s/instanceID",
	    meta->path);
	struct item *id;

	if (map_has(xform->items, path))
		return;
	id = form_build_item(xform->build, meta, ITEM_QUESTION,
	    type_canonical("hidden"), "instanceID");
	id->type = Q_METADATA;
	id->metadata = "instanceID";
	id->path = path;
	map_set(xform->items, path, id);
}

/* What its binds and actions are about. Entities are read for themselves. */
static void
add_attributes(struct xform *xform, struct item *owner,
    const struct node *element)
{
	const struct node *a = element->attributes;

	owner->attributes = a;
	for (; a != NULL && !xform_is_entity(owner, element); a = a->next) {
		const char *path = arena_printf(xform->build->arena, "%s/@%s",
		    owner->path, a->name);
		struct item *item;

		if ((!map_has(xform->binds, path) &&
		    !map_has(xform->targets, path)) ||
		    map_has(xform->items, path) ||
		    !has_room(xform, owner, element))
			continue;
		item = add_question(xform, owner, a, path);
		item->name = strrchr(path, '/') + 1;
		item->is_attribute = true;
		item->place = xform_place(xform, element, NULL);
		item->path = path;
		map_set(xform->items, path, item);
	}
}

static void add_children(struct xform *xform, struct item *parent,
    const struct node *element, const char *path);

/* What the body groups, and does not ask, may have nothing inside. */
static bool
is_empty_group(const struct xform *xform, const char *path)
{
	return map_has(xform->groups, path) && !map_has(xform->questions, path);
}

static void
add_item(struct xform *xform, struct item *parent, const struct node *element,
    const char *path)
{
	const struct node *repeat = map_get(xform->repeats, path);
	const struct node *first = xform_child(element, NULL);
	struct item *item;

	if (repeat != NULL) {
		item = form_build_item(xform->build, parent, ITEM_REPEAT,
		    type_canonical("begin_repeat"), element->name);
		item->blank = blank_of(element);
		element = item->blank;
	} else if (first != NULL || is_meta(parent, element) ||
	    is_empty_group(xform, path)) {
		item = form_build_item(xform->build, parent, ITEM_GROUP,
		    type_canonical("begin_group"), element->name);
	} else {
		item = add_question(xform, parent, element, path);
	}
	item->place = xform_place(xform, element, NULL);
	item->path = path;
	map_set(xform->items, path, item);
	xform_entity(xform, item, element);
	add_attributes(xform, item, element);
	if (item->kind != ITEM_QUESTION)
		add_children(xform, item, element, path);
	if (is_meta(parent, element) && item->kind == ITEM_GROUP)
		add_instance_id(xform, item);
}

/* The name is there already: more instances of a repeat, or a mistake. */
static bool
is_again(struct xform *xform, const struct node *element, const char *path)
{
	struct place place = xform_place(xform, element, NULL);
	const struct item *other = map_get(xform->items, path);

	if (other == NULL)
		return false;
	if (other->kind != ITEM_REPEAT)
		diag_add(xform->build->diags, &place, "name-twice",
		    element->name, arena_printf(xform->build->arena, "%u",
		    other->place.row));
	return true;
}

static void
add_children(struct xform *xform, struct item *parent,
    const struct node *element, const char *path)
{
	const struct node *n = xform_child(element, NULL);

	for (; n != NULL; n = xform_next(n->next, NULL)) {
		const char *child = arena_printf(xform->build->arena, "%s/%s",
		    path, n->name);

		if (is_again(xform, n, child))
			continue;
		if (!has_room(xform, parent, n))
			return;
		add_item(xform, parent, n, child);
	}
}

static void
add_meta(struct xform *xform)
{
	struct item *root = xform->build->form->root, *meta;
	const char *path = arena_printf(xform->build->arena, "%s/meta",
	    root->path);

	if (map_has(xform->items, path))
		return;
	meta = form_build_item(xform->build, root, ITEM_GROUP,
	    type_canonical("begin_group"), "meta");
	meta->path = path;
	map_set(xform->items, path, meta);
	add_instance_id(xform, meta);
}

void
xform_items(struct xform *xform)
{
	struct form *form = xform->build->form;

	form->primary = xform->primary;
	form->root = form_build_item(xform->build, NULL, ITEM_GROUP, NULL,
	    form->root_name);
	form->root->path = arena_printf(xform->build->arena, "/%s",
	    form->root_name);
	form->root->place = xform_place(xform, xform->primary, NULL);
	map_set(xform->items, form->root->path, form->root);
	add_attributes(xform, form->root, xform->primary);
	add_children(xform, form->root, xform->primary, form->root->path);
	add_meta(xform);
}
