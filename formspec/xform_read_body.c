/*
 * The body: which items are asked, how, and which ones repeat.
 */
#include "formspec/xform.h"

#include <string.h>

#include "kit/base/mem.h"
#include "kit/base/text.h"

enum shape { SHAPE_NONE, SHAPE_QUESTION, SHAPE_GROUP, SHAPE_REPEAT };

static const struct {
	const char *name;
	enum shape shape;
} elements[] = {
	{ "input", SHAPE_QUESTION }, { "secret", SHAPE_QUESTION },
	{ "select", SHAPE_QUESTION }, { "select1", SHAPE_QUESTION },
	{ "rank", SHAPE_QUESTION }, { "range", SHAPE_QUESTION },
	{ "upload", SHAPE_QUESTION }, { "trigger", SHAPE_QUESTION },
	{ "group", SHAPE_GROUP }, { "repeat", SHAPE_REPEAT }
};

static enum shape
shape_of(const struct node *node)
{
	for (size_t i = 0; i < sizeof(elements) / sizeof(*elements); i++)
		if (strcmp(elements[i].name, node->name) == 0)
			return elements[i].shape;
	return SHAPE_NONE;
}

static void
gather(struct xform *xform, const struct node *parent, const char *context,
    unsigned depth)
{
	const struct node *n = xform_child(parent, NULL);
	struct place place = xform_place(xform, parent, NULL);

	if (depth > XFORM_BODY_DEPTH_MAX) {
		diag_add(xform->build->diags, &place, "xform-limit",
		    arena_printf(xform->build->arena, "%d",
		    XFORM_BODY_DEPTH_MAX));
		return;
	}
	for (; n != NULL; n = xform_next(n->next, NULL)) {
		enum shape shape = shape_of(n);
		const char *path = shape ? xform_ref(xform, n, context) : NULL;

		if (shape == SHAPE_NONE)
			continue;
		mem_grow((void **)&xform->controls, &xform->control_capacity,
		    xform->control_count + 1, sizeof(*xform->controls));
		xform->controls[xform->control_count++] =
		    (struct control){ n, path, shape == SHAPE_REPEAT };
		if (path != NULL && shape == SHAPE_QUESTION &&
		    !map_has(xform->questions, path))
			map_set(xform->questions, path,
			    (void *)(uintptr_t)n);
		if (path != NULL && shape == SHAPE_REPEAT)
			map_set(xform->repeats, path, (void *)(uintptr_t)n);
		if (path != NULL && shape == SHAPE_GROUP)
			map_set(xform->groups, path, (void *)(uintptr_t)n);
		if (shape != SHAPE_QUESTION)
			gather(xform, n, path ? path : context, depth + 1);
	}
}

void
xform_body(struct xform *xform)
{
	gather(xform, xform->body, arena_printf(xform->build->arena, "/%s",
	    xform->primary->name), 0);
}

/* ---- what a control says of its item ---- */

static void
read_label(struct xform *xform, struct item *item, const struct node *control)
{
	const struct node *label = xform_child(control, "label");
	const struct node *hint = xform_child(control, "hint");

	if (label != NULL && item->label.by_language == NULL) {
		xform_texts(xform, &item->label, label, item);
		xform_media(xform, item, label);
	}
	if (hint != NULL && item->hint.by_language == NULL) {
		xform_texts(xform, &item->hint, hint, item);
		xform_guidance(xform, item, hint);
	}
}

static void
read_range(struct xform *xform, struct item *item, const struct node *control)
{
	static const char *const keys[] = { "start", "end", "step" };
	struct buf out = BUF_INIT;

	for (size_t i = 0; i < 3; i++) {
		const char *value = xform_attribute(control, keys[i]);

		if (value != NULL)
			buf_addf(&out, "%s%s=%s", out.len ? " " : "", keys[i],
			    value);
	}
	item->parameters = arena_slice(xform->build->arena, buf_slice(&out));
	buf_free(&out);
}

static bool
has_child(struct xform *xform, const struct item *item, struct slice name)
{
	return map_has(xform->items, arena_printf(xform->build->arena,
	    "%s/%.*s", item->path, (int)name.len, (const char *)name.data));
}

/*
 * The count is seen from an instance; ".." holds them. A path that starts with
 * a name found there alone means that one, as in ODK Collect.
 */
static const char *
count_source(struct xform *xform, const struct item *item, const char *cell)
{
	struct slice name = text_trim(slice_str(cell));

	for (size_t i = 0; i < name.len; i++)
		if (strchr("/[ \t\r\n(", name.data[i]) != NULL)
			name.len = i;
	if (name.len == 0 || item->parent == NULL ||
	    has_child(xform, item, name) ||
	    !has_child(xform, item->parent, name))
		return cell;
	return arena_printf(xform->build->arena, "../%.*s",
	    (int)text_trim(slice_str(cell)).len, (const char *)name.data);
}

static void
read_repeat(struct xform *xform, struct item *item, const struct node *control)
{
	struct place place = xform_place(xform, control, "count");
	const struct node *around = control->parent;
	const struct node *label = xform_child(around, "label");
	const char *fixed;

	if (place.cell != NULL)
		xform_expr(xform, &item->repeat_count, count_source(xform,
		    item, place.cell), item, &place);
	fixed = xform_attribute(control, "noAddRemove");
	item->fixed = place.cell == NULL && fixed != NULL &&
	    form_yes_no(fixed) == 1;
	if (strcmp(around->name, "group") == 0 && label != NULL &&
	    item->label.by_language == NULL)
		xform_texts(xform, &item->label, label, item->parent);
}

static const char *
nearest_item(struct xform *xform, const char *path)
{
	size_t count = map_count(xform->items);
	const char **paths, *found;

	if (diags_errors(xform->build->diags) >= NEAREST_ERRORS_MAX)
		return NULL;
	paths = mem_alloc_n(count + 1, sizeof(*paths));
	for (size_t i = 0; i < count; i++)
		paths[i] = map_key_at(xform->items, i);
	found = text_nearest(path, paths, count);
	mem_free(paths);
	return found;
}

static void
read_control(struct xform *xform, const struct control *control)
{
	const struct node *node = control->node;
	struct item *item = map_get(xform->items, control->path);
	const char *appearance = xform_attribute(node, "appearance");
	struct place place = xform_place(xform, node,
	    xform_attribute(node, "ref") ? "ref" : "nodeset");

	if (item == NULL) {
		if (strchr(control->path, '@') == NULL)
			diag_add(xform->build->diags, &place, "xform-ref",
			    control->path,
			    nearest_item(xform, control->path));
		return;
	}
	if (item->kind != ITEM_QUESTION && shape_of(node) == SHAPE_QUESTION)
		return;
	item->place.row = place.row;
	if (appearance != NULL)
		item->appearance = xform_trim(xform, appearance);
	read_label(xform, item, node);
	if (control->is_repeat && item->kind == ITEM_REPEAT)
		read_repeat(xform, item, node);
	if (item->kind != ITEM_QUESTION)
		return;
	if (item->type == Q_RANGE)
		read_range(xform, item, node);
	xform_choices(xform, item, node);
	xform_tags(xform, item, node);
}

void
xform_controls(struct xform *xform)
{
	for (size_t i = 0; i < xform->control_count; i++)
		if (xform->controls[i].path != NULL)
			read_control(xform, &xform->controls[i]);
}
