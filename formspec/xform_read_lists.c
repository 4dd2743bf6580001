/*
 * Secondary instances, and the choices that selects take from them.
 */
#include "formspec/xform.h"

#include <string.h>

#include "kit/base/mem.h"
#include "kit/base/text.h"

/* ---- secondary instances ---- */

/* Lines are not wanted where expressions look. */
static void
forget_lines(struct node *node)
{
	node->owner = NULL;
	for (struct node *n = node->first; n != NULL; n = n->next)
		forget_lines(n);
}

static struct choice_list *
add_instance(struct xform *xform, const char *id, const struct node *instance)
{
	struct choice_list *list = form_build_add_list(xform->build, id);
	struct node *top = (struct node *)(uintptr_t)xform_child(instance,
	    NULL);

	list->used = true;
	list->row = (unsigned)(uintptr_t)instance->owner;
	list->document = node_new(xform->build->arena, NODE_ROOT, "");
	if (top != NULL) {
		node_remove(top);
		forget_lines(top);
		node_insert(list->document, top, NULL);
	}
	node_number(list->document);
	return list;
}

/* "jr://file-csv/communes.csv" is the file communes.csv beside the form. */
static void
add_file(struct xform *xform, const char *id, const struct node *instance)
{
	const char *src = xform_attribute(instance, "src");
	struct place place = xform_place(xform, instance, "src");
	const char *name = strrchr(src, '/');
	struct choice_list *file, *list;

	name = name ? name + 1 : src;
	if (strcmp(name, "last-saved") == 0) {
		add_instance(xform, id, instance);
		return;
	}
	file = form_build_file_list(xform->build, &place, name, "", false);
	form_documents(xform->build);
	list = form_build_add_list(xform->build, id);
	list->used = true;
	list->row = place.row;
	list->document = file->document;
}

void
xform_secondary(struct xform *xform)
{
	const struct node *n = xform_child(xform->model, "instance");

	while ((n = xform_next(n->next, "instance")) != NULL) {
		const char *id = xform_attribute(n, "id");
		struct place place = xform_place(xform, n, "id");

		if (id == NULL)
			continue;
		if (form_build_find_list(xform->build, id, false) != NULL)
			diag_add(xform->build->diags, &place, "instance-twice",
			    id, id, id);
		else if (xform_attribute(n, "src") != NULL)
			add_file(xform, id, n);
		else
			add_instance(xform, id, n);
	}
}

/* ---- the nodes of an itemset ---- */

struct nodes {
	struct node **items;
	size_t count, capacity;
};

static void
push(struct nodes *nodes, struct node *node)
{
	mem_grow((void **)&nodes->items, &nodes->capacity, nodes->count + 1,
	    sizeof(*nodes->items));
	nodes->items[nodes->count++] = node;
}

static void
push_named(struct nodes *out, struct node *parent, struct slice name,
    bool deep)
{
	for (struct node *n = parent->first; n != NULL; n = n->next) {
		if (n->kind != NODE_ELEMENT)
			continue;
		if (slice_equal_str(name, "*") ||
		    slice_equal_str(name, n->name))
			push(out, n);
		if (deep)
			push_named(out, n, name, true);
	}
}

static const char *
skip_predicates(const char *s)
{
	unsigned depth = 0;
	char quote = 0;

	for (; *s != '\0'; s++) {
		if (quote != 0)
			quote = *s == quote ? 0 : quote;
		else if (*s == '"' || *s == '\'')
			quote = *s;
		else if (*s == '[')
			depth++;
		else if (*s == ']' && depth > 0)
			depth--;
		else if (depth == 0 && strchr(" \t\r\n", *s) == NULL)
			break;
	}
	return s;
}

/* "/root/item[...]" without its predicates, from a document. */
static struct nodes
select_nodes(struct node *document, const char *steps)
{
	struct nodes found = { NULL, 0, 0 };

	push(&found, document);
	steps = skip_predicates(steps);
	while (*steps == '/') {
		struct nodes next = { NULL, 0, 0 };
		bool deep = steps[1] == '/';
		size_t len;

		steps += deep ? 2 : 1;
		len = strcspn(steps, "/[]() \t\r\n,");
		for (size_t i = 0; i < found.count; i++)
			push_named(&next, found.items[i],
			    slice_of(steps, len), deep);
		mem_free(found.items);
		found = next;
		steps = skip_predicates(steps + len);
	}
	return found;
}

/* A child, a path of children or an attribute of a choice's element. */
static const char *
text_at(struct arena *arena, const struct node *node, const char *ref)
{
	struct buf text = BUF_INIT;
	const char *out;

	ref += strspn(ref, " \t\r\n./");
	while (node != NULL && *ref != '\0') {
		size_t len = strcspn(ref, "/ ");
		char *name = arena_strndup(arena, ref, len);
		const char *colon = strchr(name, ':');

		if (*name == '@') {
			out = xform_attribute(node, name + 1);
			return out ? out : "";
		}
		node = xform_child(node, colon ? colon + 1 : name);
		ref += len;
		ref += strspn(ref, "/ ");
	}
	if (node != NULL)
		node_string(&text, node);
	out = arena_slice(arena, buf_slice(&text));
	buf_free(&text);
	return out;
}

/* ---- choices ---- */

/* The ref in "jr:itext(ref)", or NULL. */
static const char *
itext_ref(struct arena *arena, const char *ref)
{
	const char *s = ref ? strstr(ref, "jr:itext(") : NULL;
	const char *end = s ? strrchr(s, ')') : NULL;

	return end ? arena_slice(arena, text_trim(slice_of(s + 9,
	    (size_t)(end - s - 9)))) : NULL;
}

static struct texts
label_at(struct xform *xform, const struct node *node, const char *ref)
{
	struct arena *arena = xform->build->arena;
	const char *itext = itext_ref(arena, ref), *text;
	struct texts texts = { NULL };
	struct place place = { .file = xform->build->file };
	const struct itext *found;

	if (ref == NULL)
		return texts;
	text = text_at(arena, node, itext ? itext : ref);
	if (itext != NULL) {
		found = map_get(xform->itexts, text);
		return found ? found->texts : texts;
	}
	if (*text != '\0')
		xform_message(xform, &texts, text,
		    NULL, &place);
	return texts;
}

static const char *
ref_of(const struct node *itemset, const char *name)
{
	const struct node *node = xform_child(itemset, name);

	return node ? xform_attribute(node, "ref") : NULL;
}

static struct node *const *
keep_nodes(struct arena *arena, const struct nodes *nodes)
{
	struct node **kept = arena_alloc_n(arena, nodes->count + 1,
	    sizeof(*kept));

	for (size_t i = 0; i < nodes->count; i++)
		kept[i] = nodes->items[i];
	return kept;
}

/* The same nodes with the same refs are one list. */
static struct choice_list *
find_list(struct xform *xform, const char *key, const char *value,
    const char *label)
{
	struct form_build *build = xform->build;

	for (size_t i = 0; i < build->list_count; i++) {
		struct choice_list *list = build->lists[i];

		if (list->nodes != NULL && strcmp(list->label_ref, label) == 0
		    && strcmp(list->value_ref, value) == 0 &&
		    strcmp(list->name, key) == 0)
			return list;
	}
	return NULL;
}

static struct choice_list *
list_of_instance(struct xform *xform, const struct choice_list *instance,
    const char *steps, const struct node *itemset)
{
	struct arena *arena = xform->build->arena;
	const char *value = ref_of(itemset, "value");
	const char *label = ref_of(itemset, "label");
	struct choice_list *list;
	struct choice *choices;
	struct nodes nodes;

	value = value ? value : "name";
	list = find_list(xform, instance->name, value, label ? label : "");
	if (list != NULL)
		return list;
	nodes = select_nodes(instance->document, steps);
	list = form_build_add_list(xform->build, instance->name);
	list->document = instance->document;
	list->used = true;
	list->value_ref = value;
	list->label_ref = label ? label : "";
	choices = arena_alloc_n(arena, nodes.count + 1, sizeof(*choices));
	for (size_t i = 0; i < nodes.count; i++) {
		choices[i].name = text_at(arena, nodes.items[i], value);
		choices[i].label = label_at(xform, nodes.items[i], label);
	}
	list->choices = choices;
	list->choice_count = nodes.count;
	list->nodes = keep_nodes(arena, &nodes);
	mem_free(nodes.items);
	return list;
}

/* The choices are answers in a repeat. */
static void
read_answers(struct xform *xform, struct item *item,
    const struct node *itemset)
{
	const char *value = ref_of(itemset, "value");
	const char *label = ref_of(itemset, "label");
	struct place place = xform_place(xform, itemset, "nodeset");

	place.heading = "ref";
	if (value != NULL)
		xform_expr(xform, &item->itemset_value, value, NULL, &place);
	if (label != NULL)
		xform_expr(xform, &item->itemset_label, label, NULL, &place);
}

static void
read_itemset(struct xform *xform, struct item *item,
    const struct node *itemset)
{
	struct place place = xform_place(xform, itemset, "nodeset");
	const char *nodeset = place.cell, *s, *end;
	const struct choice_list *instance;
	char *id;

	if (nodeset == NULL)
		return;
	xform_expr(xform, &item->itemset, nodeset, item, &place);
	s = nodeset + strspn(nodeset, " \t\r\n");
	if (strncmp(s, "randomize(", 10) == 0)
		s += 10 + strspn(s + 10, " \t\r\n");
	if (strncmp(s, "instance(", 9) != 0) {
		read_answers(xform, item, itemset);
		return;
	}
	s += 9 + strspn(s + 9, " \t\r\n");
	end = *s != '\0' ? strchr(s + 1, *s) : NULL;
	id = end ? arena_strndup(xform->build->arena, s + 1,
	    (size_t)(end - s - 1)) : arena_strdup(xform->build->arena, "");
	instance = form_build_find_list(xform->build, id, false);
	if (instance == NULL) {
		diag_add(xform->build->diags, &place, "unknown-list", id,
		    NULL);
		item->itemset = (struct expr){ NULL, NULL, NULL };
		return;
	}
	end += 1 + strspn(end + 1, " \t\r\n");
	item->list = list_of_instance(xform, instance,
	    *end == ')' ? end + 1 : end, itemset);
}

static void
read_inline(struct xform *xform, struct item *item, const struct node *first)
{
	struct arena *arena = xform->build->arena;
	struct choice_list *list = form_build_add_list(xform->build,
	    item->path);
	struct choice *choices;
	size_t count = 0;

	for (const struct node *n = first; n != NULL;
	    n = xform_next(n->next, "item"))
		count++;
	choices = arena_alloc_n(arena, count + 1, sizeof(*choices));
	for (const struct node *n = first; n != NULL;
	    n = xform_next(n->next, "item")) {
		struct choice *choice = &choices[list->choice_count++];
		const struct node *label = xform_child(n, "label");

		choice->name = text_at(arena, n, "value");
		choice->row = (unsigned)(uintptr_t)n->owner;
		if (label != NULL)
			xform_texts(xform, &choice->label, label, item);
	}
	list->choices = choices;
	list->used = true;
	item->list = list;
}

void
xform_choices(struct xform *xform, struct item *item,
    const struct node *control)
{
	const struct node *itemset = xform_child(control, "itemset");
	const struct node *first = xform_child(control, "item");

	if (item->type != Q_SELECT_ONE && item->type != Q_SELECT_MULTIPLE &&
	    item->type != Q_RANK)
		return;
	if (item->list != NULL || item->itemset.written != NULL)
		return;
	if (itemset != NULL)
		read_itemset(xform, item, itemset);
	else
		read_inline(xform, item, first);
}
