/*
 * The children of an answer by name. A form has a table of its items by parent
 * and name; from the item, the cell is found by its slot.
 */
#include <string.h>

#include "formspec/instance_internal.h"

enum { NAME_PROBES_MAX = 64 };

const char *
item_node_name(const struct item *item)
{
	return strrchr(item->path, '/') + 1 + item->is_attribute;
}

static size_t
place_of(const struct name_table *names, const struct item *parent,
    uint32_t hash)
{
	uint32_t h = hash ^ parent->index * 2654435761u;

	h ^= h >> 15;
	return (h * 2246822519u ^ h >> 13) & names->mask;
}

/* The slot of that name, or the empty one where it would go; or NULL. */
static const struct item **
find_slot(const struct name_table *names, const struct item *parent,
    const char *name, uint32_t hash)
{
	size_t at = place_of(names, parent, hash);

	for (int i = 0; i < NAME_PROBES_MAX; i++) {
		const struct item *item = names->slots[at];

		if (item == NULL || (names->hashes[at] == hash &&
		    item->parent == parent && strcmp(item_node_name(item), name) == 0))
			return &names->slots[at];
		at = (at + 1) & names->mask;
	}
	return NULL;
}

static bool
add_name(struct name_table *names, const struct item *item)
{
	const char *name = item_node_name(item);
	uint32_t hash = node_name_hash(name);
	const struct item **slot = find_slot(names, item->parent, name, hash);

	if (slot == NULL || *slot != NULL)
		return false;
	*slot = item;
	names->hashes[slot - names->slots] = hash;
	return true;
}

void
graph_index_names(struct form_graph *graph)
{
	const struct form *form = graph->form;
	struct name_table *names = &graph->names;
	size_t size = 16;

	while (size < form->item_count * 2)
		size *= 2;
	names->slots = arena_alloc_n(graph->arena, size,
	    sizeof(*names->slots));
	names->hashes = arena_alloc_n(graph->arena, size,
	    sizeof(*names->hashes));
	names->mask = size - 1;
	names->exact = true;
	for (size_t i = 1; i < form->item_count && names->exact; i++)
		if (item_has_node(form->items[i]) &&
		    !form->items[i]->is_attribute)
			names->exact = add_name(names, form->items[i]);
}

static void
find_instances(const struct frame_list *list, struct node **first,
    struct node **last)
{
	size_t from = 0, to = list->count;

	if (list->shown == 0)
		return;
	while (!frame_top(list->frames[from])->shown)
		from++;
	while (!frame_top(list->frames[to - 1])->shown)
		to--;
	*first = &frame_top(list->frames[from])->answer.node;
	*last = &frame_top(list->frames[to - 1])->answer.node;
}

static bool
find_child(const struct node *parent, const char *name, uint32_t hash,
    struct node **first, struct node **last)
{
	const struct answer *answer = parent->owner;
	const struct frame *frame = cell_of(answer)->frame;
	const struct name_table *names = &frame->instance->graph->names;
	const struct item **slot;
	struct cell *cell;

	*first = *last = NULL;
	if (!names->exact)
		return false;
	slot = find_slot(names, answer->item, name, hash);
	if (slot == NULL || *slot == NULL)
		return slot != NULL;
	if ((*slot)->kind == ITEM_REPEAT) {
		find_instances(frame_list_of(frame, *slot), first, last);
		return true;
	}
	cell = frame_cell(frame, *slot);
	if (cell->shown)
		*first = *last = &cell->answer.node;
	return true;
}

/*
 * An instance keeps its number when those before it are not relevant: in ODK
 * Collect, position() is what tells them apart.
 */
static bool
count_before(const struct node *node, size_t *count)
{
	const struct cell *cell = cell_of(node->owner);
	const struct frame *frame = cell->frame;

	if (!frame->instance->graph->names.exact)
		return false;
	*count = 0;
	if (cell == frame_top(frame) && frame->parent != NULL && !frame->dead)
		*count = frame->index;
	return true;
}

const struct node_finder answer_finder = { find_child, count_before };
