/*
 * Actions: what a form sets by itself when something happens. Those that need
 * a microphone (recordaudio) are accepted and do nothing.
 */
#include "formspec/xform.h"

#include <string.h>

#include "kit/base/text.h"

enum { EVENT_COUNT = 7 };

/* xforms-ready and jr-insert are what older forms say. */
static const struct {
	const char *name;
	unsigned event;
} events[EVENT_COUNT] = {
	{ "odk-instance-first-load", ACTION_FIRST_LOAD },
	{ "odk-instance-load", ACTION_FIRST_LOAD },
	{ "odk-new-repeat", ACTION_NEW_REPEAT },
	{ "xforms-value-changed", ACTION_VALUE_CHANGED },
	{ "xforms-revalidate", ACTION_FINISH },
	{ "xforms-ready", ACTION_FIRST_LOAD },
	{ "jr-insert", ACTION_NEW_REPEAT }
};

/* One word of the attribute event; what is not known is diagnosed. */
static unsigned
event_of(struct xform *xform, const struct node *node, struct slice word)
{
	struct place place = xform_place(xform, node, "event");
	const char *names[EVENT_COUNT];
	char *name;

	for (size_t i = 0; i < EVENT_COUNT; i++) {
		names[i] = events[i].name;
		if (slice_equal_str(word, names[i]))
			return events[i].event;
	}
	name = arena_slice(xform->build->arena, word);
	diag_add(xform->build->diags, &place, "xform-event", name,
	    text_nearest(name, names, EVENT_COUNT));
	return 0;
}

static unsigned
events_of(struct xform *xform, const struct node *node)
{
	const char *s = xform_attribute(node, "event");
	unsigned found = 0;

	while (s != NULL && *(s += strspn(s, " \t\r\n")) != '\0') {
		size_t len = strcspn(s, " \t\r\n");

		found |= event_of(xform, node, slice_of(s, len));
		s += len;
	}
	return found;
}

static struct action *
add_action(struct xform *xform, struct item *item)
{
	struct action *actions = arena_alloc_n(xform->build->arena,
	    item->action_count + 1, sizeof(*actions));

	if (item->action_count > 0)
		memcpy(actions, item->actions,
		    item->action_count * sizeof(*actions));
	item->actions = actions;
	return &actions[item->action_count++];
}

/* Outside the repeat of its target, an action must say which instance. */
static void
read_target(struct xform *xform, struct action *action,
    const struct node *node, const struct item *item)
{
	struct place place = xform_place(xform, node, "ref");
	const struct item *source = action->source ?
	    map_get(xform->items, action->source) : NULL;

	while (source != NULL && source != item->repeat)
		source = source->parent;
	if (item->repeat != NULL && source == NULL && place.cell != NULL &&
	    place.cell[strspn(place.cell, " ")] == '/')
		xform_expr(xform, &action->target, place.cell, NULL, &place);
}

/* of_place: setgeopoint, which has no value of its own. */
static void
read_setvalue(struct xform *xform, const struct node *node,
    const char *source, const char *context, bool of_place)
{
	struct place place = xform_place(xform, node, "value");
	const char *path = xform_ref(xform, node, context);
	struct item *item = path ? map_get(xform->items, path) : NULL;
	unsigned wanted = events_of(xform, node);
	struct action *action;

	place.heading = "ref";
	if (path == NULL || item == NULL || item->kind != ITEM_QUESTION) {
		if (path != NULL && !xform_is_entity_path(xform, path))
			diag_add(xform->build->diags, &place, "xform-target",
			    path, NULL);
		return;
	}
	if (item->action_count >= ITEM_ACTIONS_MAX) {
		diag_add(xform->build->diags, &place, "xform-limit",
		    arena_printf(xform->build->arena, "%d", ITEM_ACTIONS_MAX));
		return;
	}
	action = add_action(xform, item);
	action->events = wanted;
	action->source = source;
	action->place = of_place;
	read_target(xform, action, node, item);
	place.heading = "value";
	if (of_place)
		return;
	if (!xform_is_blank(place.cell))
		xform_expr(xform, &action->value, place.cell, item, &place);
	else
		action->literal = node->value ? xform_trim(xform,
		    node->value) : "";
}

static void
note_target(struct xform *xform, const struct node *node, const char *source,
    const char *context, bool of_place)
{
	const char *path = xform_ref(xform, node, context);

	(void)source;
	(void)of_place;
	if (path != NULL && strchr(path, '@') != NULL)
		map_set(xform->targets, path, xform->targets);
}

typedef void visit_action(struct xform *xform, const struct node *node,
    const char *source, const char *context, bool of_place);

/* source: the control, group or repeat around; NULL in the model. */
static void
visit_actions(struct xform *xform, const struct node *parent,
    const char *source, const char *context, visit_action *visit)
{
	const struct node *n = xform_child(parent, NULL);

	for (; n != NULL; n = xform_next(n->next, NULL)) {
		if (strcmp(n->name, "setvalue") == 0)
			visit(xform, n, source, context, false);
		else if (strcmp(n->name, "setgeopoint") == 0)
			visit(xform, n, source, context, true);
		else if (strcmp(n->name, "recordaudio") == 0 &&
		    visit == read_setvalue)
			events_of(xform, n);
	}
}

static void
visit_all(struct xform *xform, visit_action *visit)
{
	const char *root = arena_printf(xform->build->arena, "/%s",
	    xform->primary->name);

	visit_actions(xform, xform->model, NULL, root, visit);
	for (size_t i = 0; i < xform->control_count; i++) {
		const struct control *control = &xform->controls[i];

		visit_actions(xform, control->node, control->path,
		    control->path ? control->path : root, visit);
	}
}

void
xform_targets(struct xform *xform)
{
	visit_all(xform, note_target);
}

void
xform_actions(struct xform *xform)
{
	visit_all(xform, read_setvalue);
}
