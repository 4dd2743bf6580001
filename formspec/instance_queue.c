#include <string.h>

#include "formspec/instance_internal.h"
#include "kit/base/mem.h"

static void
bucket_add(struct bucket *bucket, struct cell *cell)
{
	void *cells = bucket->cells;
	bool inlined = bucket->capacity == 0;

	if (inlined && bucket->count == 0) {
		bucket->one = cell;
		bucket->count = 1;
		return;
	}
	mem_grow(&cells, &bucket->capacity, bucket->count + 1,
	    sizeof(*bucket->cells));
	bucket->cells = cells;
	if (inlined)
		bucket->cells[0] = bucket->one;
	bucket->cells[bucket->count++] = cell;
}

struct cell *
bucket_cell(const struct bucket *bucket, size_t i)
{
	return bucket->capacity == 0 ? bucket->one : bucket->cells[i];
}

/* False when the cell waits for that unit already. */
static bool
mark_dirty(struct cell *cell, const struct unit *unit)
{
	if (unit->kind == UNIT_COUNT) {
		struct frame_list *list = frame_list_of(cell->frame,
		    unit->item);

		if (list->dirty)
			return false;
		list->dirty = true;
		return true;
	}
	if (cell->dirty & 1u << unit->kind)
		return false;
	cell->dirty = (uint16_t)(cell->dirty | 1u << unit->kind);
	return true;
}

static void
mark_clean(struct cell *cell, const struct unit *unit)
{
	if (unit->kind == UNIT_COUNT)
		frame_list_of(cell->frame, unit->item)->dirty = false;
	else
		cell->dirty = (uint16_t)(cell->dirty & ~(1u << unit->kind));
}

void
queue_push(struct cell *cell, uint32_t unit)
{
	struct instance *instance = cell->frame->instance;

	if (unit == UNIT_NONE || cell->frame->dead ||
	    !mark_dirty(cell, &instance->graph->units[unit]))
		return;
	bucket_add(&instance->buckets[unit], cell);
	instance->waiting[unit / 64] |= (uint64_t)1 << unit % 64;
}

void
queue_push_kind(struct cell *cell, enum unit_kind kind)
{
	queue_push(cell, graph_unit(cell->frame->instance->graph,
	    cell->answer.item, kind));
}

/*
 * Defaults belong to new nodes alone (start_frame), and a calculation with a
 * trigger to its trigger.
 */
void
queue_push_own(struct cell *cell)
{
	for (unsigned kind = UNIT_RELEVANT; kind < UNIT_ACTION; kind++)
		if (kind != UNIT_DEFAULT && (kind != UNIT_CALCULATE ||
		    cell->answer.item->trigger == NULL))
			queue_push_kind(cell, (enum unit_kind)kind);
}

static void
push_count(struct frame *frame, const struct item *repeat)
{
	queue_push(frame_cell(frame, repeat->parent),
	    graph_unit(frame->instance->graph, repeat, UNIT_COUNT));
}

void
queue_push_frame(struct frame *frame)
{
	for (size_t i = 0; i < frame->shape->item_count; i++)
		queue_push_own(&frame->cells[i]);
	for (size_t i = 0; i < frame->shape->repeat_count; i++) {
		push_count(frame, frame->shape->repeats[i]);
		for (size_t j = 0; j < frame->lists[i].count; j++)
			queue_push_frame(frame->lists[i].frames[j]);
	}
}

/* The cells that a unit runs on, in a frame and the frames inside. */
static void
push_targets(struct frame *frame, uint32_t index)
{
	const struct form_graph *graph = frame->instance->graph;
	const struct unit *unit = &graph->units[index];
	const struct item *item = unit->kind == UNIT_COUNT ?
	    unit->item->parent : unit->item;
	const struct item *owner = graph->owners[item->index];
	const struct frame_list *list;

	if (owner == frame->shape->top) {
		queue_push(frame_cell(frame, item), index);
		return;
	}
	while (owner->parent != NULL &&
	    graph->owners[owner->parent->index] != frame->shape->top)
		owner = graph->owners[owner->parent->index];
	if (owner->parent == NULL)
		return;
	list = frame_list_of(frame, owner);
	for (size_t i = 0; i < list->count; i++)
		push_targets(list->frames[i], index);
}

void
queue_sweep(struct frame *parent, const struct item *repeat)
{
	struct instance *instance = parent->instance;

	instance->sweep = frame_list_of(parent, repeat);
	instance->sweep_parent = parent;
	memset(instance->swept, 0, SWEEPS * (instance->graph->unit_count / 64 +
	    1) * sizeof(*instance->swept));
}

void
queue_sweep_end(struct instance *instance)
{
	instance->sweep = NULL;
}

/* In a sweep, one that came before has pushed the same cells. */
static bool
was_swept(struct instance *instance, enum sweep sweep, uint32_t unit)
{
	uint64_t *at = &instance->swept[sweep *
	    (instance->graph->unit_count / 64 + 1) + unit / 64];
	uint64_t bit = (uint64_t)1 << unit % 64;

	if (*at & bit)
		return true;
	*at |= bit;
	return false;
}

static void
push_later(struct frame *frame, uint32_t unit)
{
	const struct frame_list *list;

	if (frame->parent == NULL)
		return;
	list = frame_list_of(frame->parent, frame->shape->top);
	if (frame->instance->sweep == list &&
	    was_swept(frame->instance, SWEEP_LATER, unit))
		return;
	for (size_t i = frame->index; i < list->count; i++)
		push_targets(list->frames[i], unit);
}

static void
push_reader(struct cell *cell, const struct edge *edge)
{
	struct instance *instance = cell->frame->instance;
	struct frame *around;

	if (edge->mode == EDGE_LATER) {
		push_later(cell->frame, edge->unit);
		return;
	}
	around = frame_around(cell->frame, edge->shared);
	if (instance->sweep != NULL && (around == instance->top ||
	    around == instance->sweep_parent) &&
	    was_swept(instance, around == instance->top ? SWEEP_TOP :
	    SWEEP_PARENT, edge->unit))
		return;
	push_targets(around, edge->unit);
}

void
queue_push_readers(struct cell *cell, bool triggers)
{
	const struct instance *instance = cell->frame->instance;
	const struct form_graph *graph = instance->graph;
	uint32_t index = cell->answer.item->index;

	for (uint32_t i = graph->edges_start[index];
	    i < graph->edges_start[index + 1]; i++) {
		const struct edge *edge = &graph->edges[i];

		if (edge->mode == EDGE_NEW ||
		    (edge->mode == EDGE_TRIGGER && !triggers))
			continue;
		/* A stored answer is not drawn anew because it was loaded. */
		if (instance->quiet && graph->units[edge->unit].is_volatile)
			continue;
		push_reader(cell, edge);
	}
}

void
queue_push_new(struct frame *frame)
{
	const struct form_graph *graph = frame->instance->graph;
	uint32_t index = frame->shape->top->index;

	for (uint32_t i = graph->edges_start[index];
	    i < graph->edges_start[index + 1]; i++)
		if (graph->edges[i].mode == EDGE_NEW)
			push_reader(frame_top(frame), &graph->edges[i]);
	for (size_t i = 0; i < frame->shape->repeat_count; i++)
		for (size_t j = 0; j < frame->lists[i].count; j++)
			queue_push_new(frame->lists[i].frames[j]);
}

void
queue_push_frame_readers(struct frame *frame)
{
	/* Its place counts for position() whether it is shown or not. */
	for (size_t i = 0; i < frame->shape->item_count; i++)
		if (i == 0 || frame->cells[i].shown)
			queue_push_readers(&frame->cells[i], false);
	for (size_t i = 0; i < frame->shape->repeat_count; i++)
		for (size_t j = 0; j < frame->lists[i].count; j++)
			queue_push_frame_readers(frame->lists[i].frames[j]);
}

static unsigned
lowest_bit(uint64_t bits)
{
	unsigned n = 0;

	while ((bits & 0xff) == 0) {
		bits >>= 8;
		n += 8;
	}
	while ((bits & 1) == 0) {
		bits >>= 1;
		n++;
	}
	return n;
}

bool
queue_next(struct instance *instance, uint32_t *unit)
{
	size_t words = instance->graph->unit_count / 64 + 1;
	struct bucket emptied = instance->running;

	for (size_t i = 0; i < words; i++) {
		if (instance->waiting[i] == 0)
			continue;
		*unit = (uint32_t)(i * 64 + lowest_bit(instance->waiting[i]));
		instance->waiting[i] &= instance->waiting[i] - 1;
		instance->running = instance->buckets[*unit];
		emptied.count = 0;
		instance->buckets[*unit] = emptied;
		return true;
	}
	return false;
}

void
queue_take(struct cell *cell, uint32_t unit)
{
	mark_clean(cell, &cell->frame->instance->graph->units[unit]);
}

void
queue_drop(struct instance *instance, uint32_t unit)
{
	for (size_t i = 0; i < instance->running.count; i++)
		queue_take(bucket_cell(&instance->running, i), unit);
	instance->running.count = 0;
}

void
queue_clear(struct instance *instance)
{
	uint32_t unit;

	while (queue_next(instance, &unit))
		queue_drop(instance, unit);
}
