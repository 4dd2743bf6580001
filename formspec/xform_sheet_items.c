/*
 * Items of an XForm back to rows of the survey.
 */
#include <string.h>

#include "formspec/xform_sheet.h"
#include "formspec/xform_words.h"

/* ---- what is no row ---- */

/* Every response has a meta; an entity brings one of its own. */
static bool
is_meta(const struct recovery *r, const struct item *item)
{
	return strcmp(item->name, "meta") == 0 && (item->parent ==
	    r->from->root || form_entity_in(r->from, item->parent) != NULL);
}

static const struct node *
repeat_of(const struct recovery *r, const struct item *item)
{
	return map_get(r->xform->repeats, item->path);
}

/* The path in jr:count, when the number is computed in a node of its own. */
static const struct item *
count_of(struct recovery *r, const struct item *repeat)
{
	const struct node *node = repeat_of(r, repeat);
	const char *count = node ? xform_attribute(node, "count") : NULL;
	const char *own = arena_printf(r->arena, "%s_count", repeat->path);

	return count != NULL && strcmp(xform_path(r->xform, count,
	    repeat->path), own) == 0 ? map_get(r->xform->items, own) : NULL;
}

static bool
is_count(struct recovery *r, const struct item *item)
{
	return item->next != NULL && item->next->kind == ITEM_REPEAT &&
	    count_of(r, item->next) == item;
}

/* ---- which row it is ---- */

static const char *
metadata_word(const struct found *found)
{
	const char *kind = found->bind ?
	    xform_attribute(found->bind, "preload") : NULL;
	const char *parameters = found->bind ?
	    xform_attribute(found->bind, "preloadParams") : NULL;

	for (size_t i = 0; kind && parameters && i < xform_preload_count; i++)
		if (strcmp(xform_preloads[i].preload, kind) == 0 &&
		    strcmp(xform_preloads[i].parameters, parameters) == 0)
			return xform_preloads[i].word;
	return NULL;
}

static const struct action *
set_off(const struct item *item)
{
	for (size_t i = 0; i < item->action_count; i++)
		if (item->actions[i].events & ACTION_VALUE_CHANGED)
			return &item->actions[i];
	return NULL;
}

/* The word that a bind's type is asked by. */
static const char *
typed_word(const struct item *item)
{
	static const char *const words[] = {
		[V_STRING] = "calculate", [V_INT] = "integer",
		[V_DECIMAL] = "decimal", [V_BOOLEAN] = "calculate",
		[V_DATE] = "date", [V_TIME] = "time",
		[V_DATETIME] = "dateTime", [V_GEOPOINT] = "geopoint",
		[V_GEOTRACE] = "geotrace", [V_GEOSHAPE] = "geoshape",
		[V_BINARY] = "file", [V_BARCODE] = "barcode"
	};

	return words[item->value_type];
}

static const char *
word_of(struct recovery *r, const struct found *found)
{
	const struct item *item = found->item;
	const char *word = metadata_word(found);
	const struct device *device = map_get(r->devices, item->path);
	bool computed = found->bind != NULL &&
	    xform_attribute(found->bind, "calculate") != NULL;

	if (item->kind == ITEM_REPEAT)
		return "begin_repeat";
	if (item->kind == ITEM_GROUP)
		return "begin_group";
	if (word == NULL && device != NULL)
		word = device->word;
	if (word != NULL)
		return word;
	if (found->control != NULL)
		return item->word;
	return computed || set_off(item) != NULL ? typed_word(item) : "hidden";
}

/* ---- what is asked ---- */

/* Where the pictures of a label go. */
struct media_of {
	struct recovery *r;
	struct item *made;
};

static void
add_medium(void *data, const char *heading, const char *value)
{
	struct media_of *of = data;

	sheet_other(of->r, of->made, heading, value);
}

static void
read_label(struct recovery *r, const struct found *found,
    const struct node *around)
{
	struct media_of of = { r, found->made };
	const struct node *label = xform_child(around, "label");
	const char *ref = label ? xform_attribute(label, "ref") : NULL;
	const char *id = ref ? xform_itext_id(r->xform, ref) : NULL;

	if (label == NULL)
		return;
	sheet_texts(r, &found->made->label, &found->item->label, id == NULL,
	    found->item->path);
	if (id != NULL)
		sheet_media(r, id, found->item->path, add_medium, &of);
}

static void
read_hint(struct recovery *r, const struct found *found)
{
	const struct node *hint = xform_child(found->control, "hint");
	bool plain = hint && xform_attribute(hint, "ref") == NULL;

	if (hint == NULL)
		return;
	sheet_texts(r, &found->made->hint, &found->item->hint, plain,
	    found->item->path);
	sheet_texts(r, &found->made->guidance, &found->item->guidance, false,
	    found->item->path);
}

static void
read_range(struct recovery *r, const struct found *found)
{
	static const char *const keys[] = { "start", "end", "step" };

	for (size_t i = 0; i < 3; i++) {
		const char *value = xform_attribute(found->control, keys[i]);

		if (value != NULL)
			sheet_parameter(r, found->made, keys[i], value);
	}
}

static void
read_control(struct recovery *r, const struct found *found)
{
	const struct node *control = found->control;
	const char *appearance;

	if (control == NULL)
		return;
	appearance = xform_attribute(control, "appearance");
	if (appearance != NULL)
		found->made->appearance = sheet_expr(r, appearance,
		    found->item->path, found->item->path);
	read_label(r, found, found->item->kind == ITEM_REPEAT ?
	    control->parent : control);
	if (found->item->kind == ITEM_QUESTION)
		read_hint(r, found);
	if (found->made->type == Q_RANGE)
		read_range(r, found);
}

static void
read_count(struct recovery *r, const struct found *found)
{
	const struct item *item = found->item;
	const struct item *own = count_of(r, item);
	const struct node *bind = own ? map_get(r->xform->binds, own->path) :
	    NULL;
	const char *count = xform_attribute(found->control, bind ? "" :
	    "count");

	if (bind != NULL)
		count = xform_attribute(bind, "calculate");
	if (count != NULL)
		found->made->repeat_count.written = sheet_expr(r, count,
		    item->path, item->path);
}

/* ---- what sets itself ---- */

static void
read_default(struct recovery *r, const struct found *found)
{
	const struct item *item = found->item;
	const char *value = item->default_value;

	if (value != NULL && item->type == Q_IMAGE &&
	    strncmp(value, "jr://images/", 12) == 0)
		value += 12;
	found->made->default_value = value ? arena_strdup(r->arena, value) :
	    NULL;
	for (size_t i = 0; i < item->action_count; i++)
		if ((item->actions[i].events & ACTION_FIRST_LOAD) &&
		    item->actions[i].value.written != NULL)
			found->made->default_value = arena_strdup(r->arena,
			    sheet_expr(r, arena_printf(r->arena, " %s ",
			    item->actions[i].value.written), item->path,
			    item->path));
}

static void
add_trigger(struct recovery *r, const struct found *found, const char *source)
{
	const char *name = sheet_reference(r, source, NULL);
	struct item *made = found->made;

	if (name == NULL)
		r->failed = true;
	else
		made->trigger = made->trigger == NULL ? name :
		    arena_printf(r->arena, "%s, %s", made->trigger, name);
}

static void
read_triggers(struct recovery *r, const struct found *found)
{
	const struct item *item = found->item;
	bool device = map_has(r->devices, item->path);
	const char *value;

	for (size_t i = 0; i < item->action_count && !device; i++) {
		const struct action *action = &item->actions[i];

		if (!(action->events & ACTION_VALUE_CHANGED) ||
		    action->source == NULL)
			continue;
		add_trigger(r, found, action->source);
		value = action->value.written;
		if (value != NULL)
			found->made->calculate.written = sheet_expr(r,
			    arena_printf(r->arena, " %s ", value), item->path,
			    item->path);
	}
}

static void
read_device(struct recovery *r, const struct found *found)
{
	const struct device *device = map_get(r->devices, found->item->path);
	const char *s = device ? device->sources : "";

	while (*s != '\0') {
		size_t len = strcspn(s, " ");

		add_trigger(r, found, arena_strndup(r->arena, s, len));
		s += len + (s[len] == ' ');
	}
	if (device != NULL && device->quality != NULL)
		sheet_parameter(r, found->made, "quality", device->quality);
}

/* ---- rows ---- */

static void add_rows(struct recovery *r, const struct item *parent,
    struct item *made, const struct node *element);

static void
read_row(struct recovery *r, const struct found *found)
{
	struct item *made = found->made;

	sheet_bind(r, found);
	read_control(r, found);
	read_default(r, found);
	read_triggers(r, found);
	read_device(r, found);
	sheet_attributes(r, found);
	if (found->item->kind == ITEM_REPEAT)
		read_count(r, found);
	if (found->item->kind == ITEM_QUESTION)
		sheet_choices(r, found);
	for (size_t i = 0; i < found->item->other_count; i++) {
		const char *heading = found->item->others[2 * i];

		if (strcmp(heading, "save_to") == 0 ||
		    strcmp(heading, "osm") == 0)
			sheet_other(r, made, heading,
			    found->item->others[2 * i + 1]);
	}
}

static void
add_row(struct recovery *r, const struct item *item, struct item *parent,
    const struct node *element)
{
	struct found found = { .item = item, .element = element };
	const char *word;

	found.bind = map_get(r->xform->binds, item->path);
	found.control = map_get(item->kind == ITEM_REPEAT ?
	    r->xform->repeats : item->kind == ITEM_GROUP ? r->xform->groups :
	    r->xform->questions, item->path);
	word = word_of(r, &found);
	found.made = form_build_item(r->build, parent, item->kind,
	    type_canonical(word), item->name);
	read_row(r, &found);
	if (item->kind != ITEM_QUESTION)
		add_rows(r, item, found.made, element);
}

/* A repeat is what its template says. */
static void
add_rows(struct recovery *r, const struct item *parent, struct item *made,
    const struct node *element)
{
	const struct item *item = parent->first;

	for (; item != NULL && !r->failed; item = item->next) {
		const struct node *child = item->blank ? item->blank :
		    xform_child(element, item->name);

		if (!is_meta(r, item) && !is_count(r, item))
			add_row(r, item, made, child);
	}
}

/* The audit stands in meta; its row may have been anywhere. */
static void
add_audit(struct recovery *r, struct item *root)
{
	const char *path = arena_printf(r->arena, "%s/meta/audit",
	    r->from->root->path);
	struct found found = { .item = map_get(r->xform->items, path) };

	if (found.item == NULL)
		return;
	found.bind = map_get(r->xform->binds, path);
	found.made = form_build_item(r->build, root, ITEM_QUESTION,
	    type_canonical("audit"), "audit");
	sheet_bind(r, &found);
}

void
sheet_items(struct recovery *r)
{
	struct form *form = r->build->form;

	form->root = form_build_item(r->build, NULL, ITEM_GROUP, NULL,
	    form->root_name);
	sheet_externals(r, true);
	add_audit(r, form->root);
	add_rows(r, r->from->root, form->root, r->xform->primary);
	sheet_externals(r, false);
}
