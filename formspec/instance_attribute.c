/*
 * Attributes of the answers' elements, of an XForm. Those that the form
 * computes or sets have cells, as items do; the others stay what it says.
 */
#include <string.h>

#include "formspec/instance_internal.h"

bool
item_keeps_attribute(const struct item *item, const struct node *of_form)
{
	for (const struct item *c = item->first; c != NULL; c = c->next)
		if (c->is_attribute && strcmp(c->name + 1, of_form->name) == 0)
			return false;
	return of_form->uri == NULL;
}

void
node_add_attribute(struct node *node)
{
	struct node **at = &node->parent->attributes;

	while (*at != NULL)
		at = &(*at)->next;
	node->next = NULL;
	*at = node;
}

void
node_remove_attribute(struct node *node)
{
	struct node **at = &node->parent->attributes;

	while (*at != node)
		at = &(*at)->next;
	*at = node->next;
}

void
frame_keep_attributes(struct frame *frame)
{
	struct node *next = frame->attributes;

	for (size_t i = 0; i < frame->shape->item_count; i++) {
		struct node *owner = &frame->cells[i].answer.node;
		const struct item *item = frame->shape->items[i];
		const struct node *from = item->attributes;

		for (; from != NULL; from = from->next) {
			if (!item_keeps_attribute(item, from))
				continue;
			next->kind = NODE_ATTRIBUTE;
			next->name = from->name;
			next->value = from->value;
			next->parent = owner;
			node_add_attribute(next++);
		}
	}
}
