#include <stdlib.h>
#include <string.h>

#include "formspec/xml.h"
#include "formspec/xpath_tree.h"
#include "kit/base/mem.h"

#define XFORMS_URI "http://www.w3.org/2002/xforms"

/* ---- the stack ---- */

void
xpath_push(struct eval *eval, struct node *node)
{
	if (eval->count == eval->capacity) {
		bool inlined = eval->nodes == eval->inlined;
		void *grown = inlined ? NULL : eval->nodes;
		size_t capacity = inlined ? 0 : eval->capacity;

		mem_grow(&grown, &capacity, eval->count + 1 +
		    XPATH_STACK_INLINE, sizeof(*eval->nodes));
		if (inlined)
			memcpy(grown, eval->inlined, sizeof(eval->inlined));
		eval->nodes = grown;
		eval->capacity = capacity;
	}
	eval->nodes[eval->count++] = node;
}

/*
 * What "/" means: the top of the tree that current() stands in, also where the
 * context node is of another instance: in a filter of choices, in a predicate.
 * An element without a document above it gets one for the occasion.
 */
struct node *
xpath_root(struct eval *eval)
{
	const struct xpath_context *context = eval->context;
	struct node *top = context->current ? context->current :
	    context->node;

	if (eval->root != NULL || top == NULL)
		return eval->root;
	while (top->parent != NULL)
		top = top->parent;
	if (top->kind != NODE_ROOT) {
		eval->root = node_new(eval->arena, NODE_ROOT, "");
		eval->root->first = eval->root->last = top;
		return eval->root;
	}
	return eval->root = top;
}

/* ---- order ---- */

struct placed {
	struct node *node;
	size_t tree;			/* trees in order of appearance */
};

static struct node *
top_of(struct node *node)
{
	while (node->parent != NULL)
		node = node->parent;
	return node;
}

/* Two text nodes made for one leaf are one node. */
static bool
same_node(const struct node *a, const struct node *b)
{
	return a == b || (a->kind == NODE_TEXT && b->kind == NODE_TEXT &&
	    a->parent == b->parent && a->order == b->order);
}

static int
placed_order(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;

	if (x->tree != y->tree)
		return x->tree < y->tree ? -1 : 1;
	return (x->node->order > y->node->order) -
	    (x->node->order < y->node->order);
}

static bool
is_sorted(struct node *const *nodes, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (nodes[i - 1]->order >= nodes[i]->order)
			return false;
	return true;
}

static bool
one_tree(struct node *const *nodes, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (nodes[i]->parent != nodes[0]->parent &&
		    top_of(nodes[i]) != top_of(nodes[0]))
			return false;
	return true;
}

/* Which tree each node stands in; few trees, so a list of tops is enough. */
static void
place_nodes(struct eval *eval, struct placed *placed, size_t start,
    size_t count)
{
	size_t first = eval->count;	/* tops lie on the stack meanwhile */

	for (size_t i = 0; i < count; i++) {
		struct node *node = eval->nodes[start + i];
		struct node *top = top_of(node);
		size_t tree = first;

		while (tree < eval->count && eval->nodes[tree] != top)
			tree++;
		if (tree == eval->count)
			xpath_push(eval, top);
		placed[i] = (struct placed){ node, tree };
	}
	eval->count = first;
}

void
xpath_sort(struct eval *eval, size_t start)
{
	size_t count = eval->count - start, kept = 0;
	struct placed *placed;

	if (count < 2 || !xpath_work(eval, count) ||
	    (one_tree(eval->nodes + start, count) &&
	    is_sorted(eval->nodes + start, count)))
		return;
	placed = mem_alloc_n(count, sizeof(*placed));
	place_nodes(eval, placed, start, count);
	qsort(placed, count, sizeof(*placed), placed_order);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || !same_node(placed[i].node,
		    eval->nodes[start + kept - 1]))
			eval->nodes[start + kept++] = placed[i].node;
	eval->count = start + kept;
	mem_free(placed);
}

/* ---- node tests ---- */

bool
xpath_is_declaration(const struct node *node)
{
	return node->kind == NODE_ATTRIBUTE && node->uri != NULL &&
	    strcmp(node->uri, XML_XMLNS_URI) == 0;
}

/*
 * A prefix is resolved by the form, or compared as written. A name without
 * one is in no namespace or in that of XForms, where forms live.
 */
static bool
in_namespace(const struct eval *eval, const struct xpath_step *step,
    const struct node *node)
{
	const struct xpath_form *form = eval->context->form;
	const char *uri = NULL;

	if (step->prefix == NULL)
		return node->uri == NULL || (node->kind == NODE_ELEMENT &&
		    strcmp(node->uri, XFORMS_URI) == 0);
	if (form != NULL && form->namespace_uri != NULL)
		uri = form->namespace_uri(form->data, step->prefix);
	if (uri != NULL && node->uri != NULL)
		return strcmp(uri, node->uri) == 0;
	return node->prefix != NULL && strcmp(step->prefix, node->prefix) == 0;
}

static bool
passes(const struct eval *eval, const struct xpath_step *step,
    const struct node *node)
{
	switch (step->test) {
	case TEST_NODE:
		return true;
	case TEST_TEXT:
		return node->kind == NODE_TEXT;
	case TEST_COMMENT:
		return node->kind == NODE_COMMENT;
	case TEST_PI:
		return node->kind == NODE_PI && (step->name == NULL ||
		    strcmp(step->name, node->name) == 0);
	case TEST_NAME:
	case TEST_ANY:
	case TEST_PREFIX:
		break;
	}
	/* Names are of the axis's own kind: elements almost everywhere. */
	if (node->kind != NODE_ELEMENT && node->kind != NODE_ATTRIBUTE)
		return false;
	if ((node->kind == NODE_ATTRIBUTE) != (step->axis == AXIS_ATTRIBUTE ||
	    step->axis == AXIS_NAMESPACE))
		return false;
	if (step->test == TEST_ANY)
		return true;
	if (step->test == TEST_NAME && strcmp(step->name, node->name) != 0)
		return false;
	return step->axis == AXIS_NAMESPACE || in_namespace(eval, step, node);
}

static void
offer(struct eval *eval, const struct xpath_step *step, struct node *node)
{
	if (xpath_work(eval, 1) && passes(eval, step, node))
		xpath_push(eval, node);
}

/* The text node that a leaf seems to have, when the test would take one. */
static void
offer_leaf_text(struct eval *eval, const struct xpath_step *step,
    struct node *leaf)
{
	struct node *text, *last = leaf->attributes;

	if ((step->test != TEST_NODE && step->test != TEST_TEXT) ||
	    leaf->kind != NODE_ELEMENT || leaf->first != NULL ||
	    leaf->value == NULL || *leaf->value == '\0')
		return;
	while (last != NULL && last->next != NULL)
		last = last->next;
	text = node_new(eval->arena, NODE_TEXT, "");
	text->value = leaf->value;
	text->parent = leaf;
	text->order = (last ? last->order : leaf->order) + 1;
	offer(eval, step, text);
}

/* ---- axes ---- */

/* From what the tree's maker knows; false: it must be walked. */
static bool
find_children(struct eval *eval, const struct xpath_step *step,
    const struct node *node, size_t stop)
{
	struct node *c, *last;

	if (node->finder == NULL || step->test != TEST_NAME ||
	    step->prefix != NULL || !node->finder->child(node, step->name,
	    step->name_hash, &c, &last))
		return false;
	while (c != NULL && eval->count < stop && xpath_work(eval, 1)) {
		xpath_push(eval, c);
		c = c == last ? NULL : c->next;
	}
	return true;
}

static void
walk_child(struct eval *eval, const struct xpath_step *step, struct node *node)
{
	size_t stop = step->enough ? eval->count + step->enough : SIZE_MAX;

	if (find_children(eval, step, node, stop))
		return;
	offer_leaf_text(eval, step, node);
	for (struct node *c = node->first; c != NULL && eval->count < stop;
	    c = c->next)
		offer(eval, step, c);
}

static void
walk_descendant(struct eval *eval, const struct xpath_step *step,
    struct node *node)
{
	struct node *at = node->first;

	offer_leaf_text(eval, step, node);
	while (at != NULL && eval->err == NULL) {
		offer(eval, step, at);
		offer_leaf_text(eval, step, at);
		if (at->first != NULL) {
			at = at->first;
			continue;
		}
		while (at != NULL && at->next == NULL)
			at = at->parent == node ? NULL : at->parent;
		if (at != NULL)
			at = at->next;
	}
}

static void
walk_descendant_or_self(struct eval *eval, const struct xpath_step *step,
    struct node *node)
{
	offer(eval, step, node);
	walk_descendant(eval, step, node);
}

static void
walk_attribute(struct eval *eval, const struct xpath_step *step,
    struct node *node)
{
	for (struct node *a = node->attributes; a != NULL; a = a->next)
		if (!xpath_is_declaration(a))
			offer(eval, step, a);
}

static bool
has_name_since(const struct eval *eval, size_t start, const char *name)
{
	for (size_t i = start; i < eval->count; i++)
		if (strcmp(eval->nodes[i]->name, name) == 0)
			return true;
	return false;
}

/* Declarations in scope; a closer one hides those of the same prefix. */
static void
walk_namespace(struct eval *eval, const struct xpath_step *step,
    struct node *node)
{
	size_t start = eval->count;

	if (node->kind != NODE_ELEMENT)
		return;
	for (; node != NULL; node = node->parent)
		for (struct node *a = node->attributes; a; a = a->next)
			if (xpath_is_declaration(a) &&
			    !has_name_since(eval, start, a->name))
				offer(eval, step, a);
	xpath_sort(eval, start);
}

static void
walk_self(struct eval *eval, const struct xpath_step *step, struct node *node)
{
	offer(eval, step, node);
}

static void
walk_parent(struct eval *eval, const struct xpath_step *step,
    struct node *node)
{
	struct node *root;

	if (node->parent != NULL) {
		offer(eval, step, node->parent);
		return;
	}
	root = xpath_root(eval);
	if (root != NULL && node == root->first)
		offer(eval, step, root);
}

static void
walk_ancestor(struct eval *eval, const struct xpath_step *step,
    struct node *node)
{
	for (node = node->parent; node != NULL; node = node->parent)
		offer(eval, step, node);
}

static void
walk_ancestor_or_self(struct eval *eval, const struct xpath_step *step,
    struct node *node)
{
	offer(eval, step, node);
	walk_ancestor(eval, step, node);
}

static void
walk_following_sibling(struct eval *eval, const struct xpath_step *step,
    struct node *node)
{
	if (node->kind == NODE_ATTRIBUTE)
		return;
	for (node = node->next; node != NULL; node = node->next)
		offer(eval, step, node);
}

static void
walk_preceding_sibling(struct eval *eval, const struct xpath_step *step,
    struct node *node)
{
	if (node->kind == NODE_ATTRIBUTE)
		return;
	for (node = node->prev; node != NULL; node = node->prev)
		offer(eval, step, node);
}

/* What is inside an element comes behind its attributes. */
static void
walk_following(struct eval *eval, const struct xpath_step *step,
    struct node *node)
{
	if (node->kind == NODE_ATTRIBUTE) {
		node = node->parent;
		walk_descendant(eval, step, node);
	}
	for (; node != NULL; node = node->parent)
		for (struct node *n = node->next; n != NULL; n = n->next)
			walk_descendant_or_self(eval, step, n);
}

static void
reverse(struct node **nodes, size_t count)
{
	for (size_t i = 0; i < count / 2; i++) {
		struct node *swap = nodes[i];

		nodes[i] = nodes[count - 1 - i];
		nodes[count - 1 - i] = swap;
	}
}

static void
walk_preceding(struct eval *eval, const struct xpath_step *step,
    struct node *node)
{
	if (node->kind == NODE_ATTRIBUTE)
		node = node->parent;
	for (; node != NULL; node = node->parent)
		for (struct node *n = node->prev; n != NULL; n = n->prev) {
			size_t start = eval->count;

			walk_descendant_or_self(eval, step, n);
			reverse(eval->nodes + start, eval->count - start);
		}
}

static const struct {
	void (*walk)(struct eval *, const struct xpath_step *, struct node *);
	bool reverse;
} axes[AXIS_COUNT] = {
	[AXIS_CHILD] = { walk_child, false },
	[AXIS_DESCENDANT] = { walk_descendant, false },
	[AXIS_DESCENDANT_OR_SELF] = { walk_descendant_or_self, false },
	[AXIS_ATTRIBUTE] = { walk_attribute, false },
	[AXIS_SELF] = { walk_self, false },
	[AXIS_PARENT] = { walk_parent, false },
	[AXIS_ANCESTOR] = { walk_ancestor, true },
	[AXIS_ANCESTOR_OR_SELF] = { walk_ancestor_or_self, true },
	[AXIS_FOLLOWING] = { walk_following, false },
	[AXIS_FOLLOWING_SIBLING] = { walk_following_sibling, false },
	[AXIS_PRECEDING] = { walk_preceding, true },
	[AXIS_PRECEDING_SIBLING] = { walk_preceding_sibling, true },
	[AXIS_NAMESPACE] = { walk_namespace, false }
};

static void
walk_axis(struct eval *eval, const struct xpath_step *step, struct node *node)
{
	axes[step->axis].walk(eval, step, node);
}

static void
filter(struct eval *eval, const struct xpath_expr *predicate, size_t start)
{
	size_t size = eval->count - start, kept = start;

	if (predicate->kind == EXPR_NUMBER) {
		double n = predicate->number;

		if (n >= 1 && n <= (double)size && n == (double)(size_t)n)
			eval->nodes[kept++] =
			    eval->nodes[start + (size_t)n - 1];
		eval->count = kept;
		return;
	}
	for (size_t i = 0; i < size && eval->err == NULL; i++) {
		struct focus focus = { eval->nodes[start + i], i + 1, size };
		size_t top = eval->count;
		struct value value = xpath_run(eval, predicate, &focus);

		eval->count = top;
		if (value.type == XPATH_NUMBER ?
		    value.number == (double)(i + 1) :
		    value_to_boolean(eval, &value))
			eval->nodes[kept++] = focus.node;
	}
	eval->count = kept;
}

void
xpath_filter(struct eval *eval, const struct xpath_expr *predicates,
    size_t start)
{
	for (; predicates != NULL; predicates = predicates->next)
		filter(eval, predicates, start);
}

/* Nodes from one node: in axis order while predicates count, then turned. */
static void
step_from(struct eval *eval, const struct xpath_step *step, struct node *node)
{
	size_t start = eval->count;

	walk_axis(eval, step, node);
	if (step->predicates != NULL)
		xpath_filter(eval, step->predicates, start);
	if (axes[step->axis].reverse)
		reverse(eval->nodes + start, eval->count - start);
}

void
xpath_steps(struct eval *eval, const struct xpath_step *step, size_t start)
{
	/* Apart: no node of the set lies inside another one. */
	bool apart = eval->count - start < 2;

	for (; step != NULL && eval->err == NULL; step = step->next) {
		size_t count = eval->count - start, out = eval->count;
		bool down = step->axis <= AXIS_SELF;

		for (size_t i = 0; i < count && eval->err == NULL; i++)
			step_from(eval, step, eval->nodes[start + i]);
		memmove(eval->nodes + start, eval->nodes + out,
		    (eval->count - out) * sizeof(*eval->nodes));
		eval->count -= count;
		if (count > 1 && !(apart && down))
			xpath_sort(eval, start);
		apart = (apart && (step->axis == AXIS_CHILD ||
		    step->axis == AXIS_ATTRIBUTE ||
		    step->axis == AXIS_SELF)) || eval->count - start < 2;
	}
}
