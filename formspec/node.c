#include "formspec/node.h"

#include <string.h>

struct node *
node_new(struct arena *arena, enum node_kind kind, const char *name)
{
	struct node *node = arena_alloc(arena, sizeof(*node));

	node->kind = kind;
	node->name = arena_strdup(arena, name);
	return node;
}

/* FNV-1a. Collisions that a form prepares cost it a walk, as without it. */
uint32_t
node_name_hash(const char *name)
{
	uint32_t hash = 2166136261u;

	for (; *name != '\0'; name++)
		hash = (hash ^ (uint8_t)*name) * 16777619u;
	return hash;
}

void
node_insert(struct node *parent, struct node *child, struct node *before)
{
	struct node *after = before ? before->prev : parent->last;

	child->parent = parent;
	child->next = before;
	child->prev = after;
	*(after ? &after->next : &parent->first) = child;
	*(before ? &before->prev : &parent->last) = child;
}

void
node_remove(struct node *child)
{
	struct node *parent = child->parent;

	*(child->prev ? &child->prev->next : &parent->first) = child->next;
	*(child->next ? &child->next->prev : &parent->last) = child->prev;
	child->parent = child->next = child->prev = NULL;
}

struct node *
node_child(const struct node *parent, const char *name)
{
	struct node *child = parent->first;

	while (child != NULL && (child->kind != NODE_ELEMENT ||
	    strcmp(child->name, name) != 0))
		child = child->next;
	return child;
}

/*
 * The node after this one in document order, below top; attributes left out.
 * Walking by links needs no stack, however deep the tree is.
 */
static struct node *
following(const struct node *node, const struct node *top)
{
	if (node->first != NULL)
		return node->first;
	while (node != NULL && node != top && node->next == NULL)
		node = node->parent;
	return node == NULL || node == top ? NULL : node->next;
}

void
node_string(struct buf *out, const struct node *node)
{
	const struct node *at = node;

	if (node->kind != NODE_ELEMENT && node->kind != NODE_ROOT) {
		buf_add(out, node->value ? node->value : "");
		return;
	}
	for (; at != NULL; at = following(at, node))
		if (at->value != NULL && at->first == NULL &&
		    (at->kind == NODE_ELEMENT || at->kind == NODE_TEXT))
			buf_add(out, at->value);
}

/* The text node that a leaf seems to have takes the number after its own. */
void
node_number(struct node *top)
{
	uint32_t order = 0;

	for (struct node *at = top; at != NULL; at = following(at, top)) {
		at->order = order++;
		for (struct node *a = at->attributes; a; a = a->next)
			a->order = order++;
		if (at->value != NULL || at->first == NULL)
			order++;
	}
}
