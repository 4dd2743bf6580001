#include <string.h>

#include "formspec/instance_internal.h"
#include "kit/base/mem.h"

/* Document order: moves at once, the widest gap, and what is kept free. */
#define ORDER_SPREAD_MAX (UINT32_MAX / 2)
enum { ORDERS_MOVED_MAX = 32, ORDER_STRIDE_MAX = 4096 };

/* An answer is the first member of its cell, and cells are never constant. */
struct cell *
cell_of(const struct answer *answer)
{
	return (struct cell *)(uintptr_t)answer;
}

/* Choices hang something else on their nodes. */
struct answer *
node_answer(const struct node *node)
{
	return node && node->finder == &answer_finder ? node->owner : NULL;
}

bool
item_has_node(const struct item *item)
{
	return item->kind != ITEM_QUESTION || item->type != Q_EXTERNAL;
}

struct cell *
frame_cell(const struct frame *frame, const struct item *item)
{
	return &frame->cells[frame->instance->graph->slots[item->index]];
}

struct cell *
frame_top(const struct frame *frame)
{
	return &frame->cells[0];
}

struct frame_list *
frame_list_of(const struct frame *frame, const struct item *repeat)
{
	const struct form_graph *graph = frame->instance->graph;

	return &frame->lists[graph->list_slots[repeat->index]];
}

struct frame *
frame_around(const struct frame *frame, const struct item *repeat)
{
	const struct frame *at = frame;

	while (at->parent != NULL && at->shape->top != repeat)
		at = at->parent;
	return (struct frame *)(uintptr_t)at;
}

static bool
is_top(const struct cell *cell)
{
	return cell == frame_top(cell->frame);
}

/* The cell of this item in the frame, or of the first item behind it. */
static struct cell *
first_from(const struct frame *frame, const struct item *item)
{
	for (; item != NULL; item = item->next) {
		const struct frame_list *list;

		if (!item_has_node(item))
			continue;
		if (item->kind != ITEM_REPEAT)
			return frame_cell(frame, item);
		list = frame_list_of(frame, item);
		if (list->count > 0)
			return frame_top(list->frames[0]);
	}
	return NULL;
}

struct answer *
answer_first(const struct answer *answer)
{
	return (struct answer *)first_from(cell_of(answer)->frame,
	    answer->item->first);
}

struct answer *
answer_next(const struct answer *answer)
{
	const struct cell *cell = cell_of(answer);
	const struct frame *frame = cell->frame;
	const struct frame_list *list;

	if (!is_top(cell))
		return (struct answer *)first_from(frame, answer->item->next);
	if (frame->parent == NULL || frame->dead)
		return NULL;
	list = frame_list_of(frame->parent, answer->item);
	if (frame->index + 1 < list->count)
		return &frame_top(list->frames[frame->index + 1])->answer;
	return (struct answer *)first_from(frame->parent, answer->item->next);
}

struct answer *
answer_parent(const struct answer *answer)
{
	return answer->item->parent ? answer->node.parent->owner : NULL;
}

static struct cell *
last_until(const struct frame *frame, const struct item *item)
{
	const struct form_graph *graph = frame->instance->graph;

	for (; item != NULL; item = graph->previous[item->index]) {
		const struct frame_list *list;

		if (!item_has_node(item))
			continue;
		if (item->kind != ITEM_REPEAT)
			return frame_cell(frame, item);
		list = frame_list_of(frame, item);
		if (list->count > 0)
			return frame_top(list->frames[list->count - 1]);
	}
	return NULL;
}

static struct cell *
cell_previous(const struct cell *cell)
{
	const struct item *item = cell->answer.item;
	const struct frame *frame = cell->frame;

	if (is_top(cell)) {
		if (frame->parent == NULL)
			return NULL;
		if (frame->index > 0)
			return frame_top(frame_list_of(frame->parent,
			    item)->frames[frame->index - 1]);
		frame = frame->parent;
	}
	return last_until(frame,
	    frame->instance->graph->previous[item->index]);
}

/* Of the instances of a repeat. */
static void
count_shown(const struct cell *cell, int change)
{
	const struct frame *frame = cell->frame;

	if (is_top(cell) && frame->parent != NULL)
		frame_list_of(frame->parent, frame->shape->top)->shown +=
		    (size_t)change;
}

void
cell_show(struct cell *cell)
{
	struct node *node = &cell->answer.node, *parent = node->parent;
	const struct cell *before;

	if (cell->shown)
		return;
	before = cell_previous(cell);
	while (before != NULL && (!before->shown ||
	    before->answer.item->is_attribute))
		before = cell_previous(before);
	if (node->kind == NODE_ATTRIBUTE)
		node_add_attribute(node);
	else
		node_insert(parent, node, before ? before->answer.node.next :
		    parent->first);
	cell->shown = true;
	count_shown(cell, 1);
}

void
cell_hide(struct cell *cell)
{
	struct node *node = &cell->answer.node, *parent = node->parent;

	if (!cell->shown)
		return;
	if (node->kind == NODE_ATTRIBUTE)
		node_remove_attribute(node);
	else
		node_remove(node);
	node->parent = parent;	/* its own expressions look upwards */
	cell->shown = false;
	count_shown(cell, -1);
}

/*
 * Where a whole number is asked for, expressions see 4 of the 4.5 that is kept
 * and flagged, as those of other clients do; of other mistakes nothing.
 */
static const char *
whole_part(const struct cell *cell)
{
	struct slice number = slice_str(cell->text);

	if (cell->answer.item->value_type != V_INT ||
	    !value_is_type(V_DECIMAL, number))
		return NULL;
	number.len = strcspn(cell->text, ".");
	return number.len < strlen(cell->text) && number.len > 0 &&
	    value_is_of_item(cell->answer.item, number) ?
	    arena_slice(cell->frame->instance->arena, number) : NULL;
}

/* A text never moves back: value may be a piece of it. */
static void
make_room(struct cell *cell, size_t size)
{
	char *old = cell->text_capacity ? cell->text : NULL;

	if (cell->text_capacity == 0 && size <= sizeof(cell->small)) {
		cell->text = cell->small;
	} else if (size > cell->text_capacity) {
		cell->frame->instance->text_bytes += size -
		    cell->text_capacity;
		cell->text = mem_resize(old, size, 1);
		cell->text_capacity = size;
	}
}

bool
cell_has_room(const struct cell *cell, size_t len)
{
	size_t more = len + 1 > cell->text_capacity ?
	    len + 1 - cell->text_capacity : 0;

	return len < sizeof(cell->small) || more <= INSTANCE_TEXT_BYTES_MAX -
	    cell->frame->instance->text_bytes;
}

const struct err *
cell_no_room(void)
{
	return err_new(ERR_LIMIT, "the answers take more than %d MiB",
	    INSTANCE_TEXT_BYTES_MAX >> 20);
}

void
cell_store(struct cell *cell, struct slice value)
{
	if (!cell_has_room(cell, value.len)) {
		settle_fail(cell->frame->instance, cell_no_room());
		value = SLICE_EMPTY;
	}
	make_room(cell, value.len + 1);
	if (value.len > 0)
		memmove(cell->text, value.data, value.len);
	cell->text[value.len] = '\0';
	cell->answer.type_ok = value_is_of_item(cell->answer.item,
	    slice_str(cell->text));
	cell->answer.node.value = value.len == 0 ? NULL :
	    cell->answer.type_ok ? cell->text : whole_part(cell);
}

static struct cell *
next_in_document(const struct cell *cell)
{
	const struct answer *at = &cell->answer;
	struct answer *next = answer_first(at);

	while (next == NULL && at != NULL) {
		next = answer_next(at);
		at = answer_parent(at);
	}
	return cell_of(next);
}

static const struct item *
last_item(const struct item *item)
{
	for (item = item->first; item && item->next; item = item->next)
		;
	return item;
}

/* Of a node and its attributes, but those that have cells. */
static uint32_t
last_order(const struct node *node)
{
	uint32_t order = node->order;

	for (const struct node *a = node->attributes; a != NULL; a = a->next)
		if (a->owner == NULL && a->order > order)
			order = a->order;
	return order;
}

static uint32_t
set_order(struct cell *cell, uint32_t order)
{
	cell->answer.node.order = order;
	for (struct node *a = cell->answer.node.attributes; a; a = a->next)
		if (a->owner == NULL)
			a->order = ++order;
	return order;
}

static uint32_t
order_before(const struct cell *cell)
{
	const struct cell *at = cell_previous(cell), *last = at;

	if (at == NULL)
		return last_order(cell->answer.node.parent);
	while (last != NULL) {
		at = last;
		last = last_until(at->frame, last_item(at->answer.item));
	}
	return last_order(&at->answer.node);
}

/* This cell and all behind it, with as much room between them as there is. */
static void
spread_numbers(struct cell *cell, uint32_t order)
{
	uint32_t count = 0, stride;

	for (const struct cell *c = cell; c != NULL; c = next_in_document(c))
		count++;
	if (order > ORDER_SPREAD_MAX - 2 * count) {
		/* So many came and went; at the top there is room for all. */
		cell = frame_top(cell->frame->instance->top);
		order = 0;
		count = (uint32_t)cell->frame->instance->answer_count + count;
	}
	stride = (ORDER_SPREAD_MAX - order) / count / 2 * 2;
	if (stride > ORDER_STRIDE_MAX)
		stride = ORDER_STRIDE_MAX;
	for (; cell != NULL; cell = next_in_document(cell))
		order = set_order(cell, order + stride);
}

/*
 * Numbers go up by two: to XPath a leaf has a text node behind it. Removing
 * leaves gaps, so numbering may stop at the first cell that fits. Where many
 * would have to move, gaps are made: more will come in between.
 */
void
cell_number_from(struct cell *cell)
{
	uint32_t order = order_before(cell);
	int moved = 0;

	for (; cell != NULL; cell = next_in_document(cell)) {
		if (cell->answer.node.order > order)
			return;
		moved += cell->answer.node.order != 0;
		if (moved > ORDERS_MOVED_MAX) {
			spread_numbers(cell, order);
			return;
		}
		order = set_order(cell, order + 2);
	}
}

static bool
is_calculated(const struct item *item)
{
	if (item->kind != ITEM_QUESTION)
		return false;
	return item->type == Q_CALCULATE || item->type == Q_METADATA ||
	    (item->calculate.compiled != NULL && item->trigger == NULL);
}

static void
cell_init(struct frame *frame, struct cell *cell, const struct item *item)
{
	struct node *node = &cell->answer.node, *parent;

	parent = is_top(cell) ? frame->parent ?
	    &frame_cell(frame->parent, item->parent)->answer.node :
	    &frame->instance->document :
	    &frame_cell(frame, item->parent)->answer.node;
	node->kind = item->is_attribute ? NODE_ATTRIBUTE : NODE_ELEMENT;
	node->name = item_node_name(item);
	node->parent = parent;
	node->owner = &cell->answer;
	node->finder = &answer_finder;
	cell->answer.item = item;
	cell->answer.constraint_ok = true;
	cell->answer.type_ok = true;
	cell->answer.choice_ok = true;
	cell->answer.calculated = is_calculated(item);
	cell->own_relevant = true;
	cell->answer.relevant = parent->owner == NULL ||
	    ((struct answer *)parent->owner)->relevant;
	cell->answer.readonly = parent->owner != NULL &&
	    ((struct answer *)parent->owner)->readonly;
}

static void
list_insert(struct frame_list *list, struct frame *frame, size_t index)
{
	void *frames = list->frames;

	mem_grow(&frames, &list->capacity, list->count + 1,
	    sizeof(*list->frames));
	list->frames = frames;
	memmove(list->frames + index + 1, list->frames + index,
	    (list->count - index) * sizeof(*list->frames));
	list->frames[index] = frame;
	list->count++;
	for (; index < list->count; index++)
		list->frames[index]->index = index;
}

static void
list_remove(struct frame_list *list, size_t index)
{
	list->count--;
	memmove(list->frames + index, list->frames + index + 1,
	    (list->count - index) * sizeof(*list->frames));
	for (; index < list->count; index++)
		list->frames[index]->index = index;
}

void
frame_set_id(struct frame *frame, uint64_t id)
{
	struct frame_list *list = frame_list_of(frame->parent,
	    frame->shape->top);

	if (list->by_id == NULL)
		list->by_id = map_new();
	frame_top(frame)->answer.repeat_id = id;
	map_set_slice(list->by_id, slice_of(&id, sizeof(id)), frame);
}

struct frame *
frame_list_find(const struct frame_list *list, uint64_t id)
{
	return list->by_id ?
	    map_get_slice(list->by_id, slice_of(&id, sizeof(id))) : NULL;
}

/* In one piece: what is read of an instance is read together. */
static struct frame *
frame_alloc(const struct shape *shape)
{
	struct frame *frame = mem_alloc(sizeof(*frame) +
	    shape->item_count * sizeof(*frame->cells) +
	    shape->repeat_count * sizeof(*frame->lists) +
	    shape->attribute_count * sizeof(*frame->attributes));

	frame->shape = shape;
	frame->cells = (struct cell *)(frame + 1);
	frame->lists = (struct frame_list *)(frame->cells +
	    shape->item_count);
	frame->attributes = (struct node *)(frame->lists +
	    shape->repeat_count);
	return frame;
}

struct frame *
frame_new(struct instance *instance, struct frame *parent,
    const struct item *repeat, size_t index)
{
	const struct shape *shape = instance->graph->shapes[repeat->index];
	struct frame *frame = frame_alloc(shape);

	frame->instance = instance;
	frame->parent = parent;
	if (parent != NULL)
		list_insert(frame_list_of(parent, repeat), frame, index);
	for (size_t i = 0; i < shape->item_count; i++)
		frame->cells[i].frame = frame;
	if (shape->attribute_count > 0)
		frame_keep_attributes(frame);
	for (size_t i = 0; i < shape->item_count; i++) {
		struct cell *cell = &frame->cells[i];

		cell_init(frame, cell, shape->items[i]);
		if (!cell->answer.relevant)
			continue;
		if (i == 0)
			cell_show(cell);
		else if (cell->answer.item->is_attribute)
			node_add_attribute(&cell->answer.node);
		else
			node_insert(cell->answer.node.parent,
			    &cell->answer.node, NULL);
		cell->shown = true;
	}
	cell_number_from(frame_top(frame));
	instance->answer_count += shape->item_count;
	return frame;
}

static void
mark_dead(struct frame *frame)
{
	frame->dead = true;
	frame->instance->answer_count -= frame->shape->item_count;
	for (size_t i = 0; i < frame->shape->repeat_count; i++)
		for (size_t j = 0; j < frame->lists[i].count; j++)
			mark_dead(frame->lists[i].frames[j]);
}

void
frame_detach(struct frame *frame)
{
	struct instance *instance = frame->instance;

	struct frame_list *list = frame_list_of(frame->parent,
	    frame->shape->top);
	uint64_t id = frame_top(frame)->answer.repeat_id;

	cell_hide(frame_top(frame));
	list_remove(list, frame->index);
	map_set_slice(list->by_id, slice_of(&id, sizeof(id)), NULL);
	mark_dead(frame);
	frame->next_dead = instance->graveyard;
	instance->graveyard = frame;
}

void
frame_free(struct frame *frame)
{
	if (frame == NULL)
		return;
	for (size_t i = 0; i < frame->shape->repeat_count; i++) {
		for (size_t j = 0; j < frame->lists[i].count; j++)
			frame_free(frame->lists[i].frames[j]);
		map_free(frame->lists[i].by_id);
		mem_free(frame->lists[i].frames);
	}
	for (size_t i = 0; i < frame->shape->item_count; i++) {
		cell_forget_failures(&frame->cells[i]);
		if (frame->cells[i].text_capacity == 0)
			continue;
		frame->instance->text_bytes -= frame->cells[i].text_capacity;
		mem_free(frame->cells[i].text);
	}
	mem_free(frame);
}

/* Only when no bucket holds their cells any more. */
void
frame_bury(struct instance *instance)
{
	while (instance->graveyard != NULL) {
		struct frame *frame = instance->graveyard;

		instance->graveyard = frame->next_dead;
		frame_free(frame);
	}
}
