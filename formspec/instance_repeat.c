#include <math.h>
#include <string.h>

#include "formspec/instance_internal.h"

static uint64_t
draw_id(const struct instance *instance, const struct frame_list *list)
{
	const struct xpath_world *world = &instance->setting.world;
	uint64_t id = 0;

	/* A generator that gives one number for ever must not hang us. */
	for (int i = 0; i < 100 &&
	    (id == 0 || frame_list_find(list, id) != NULL); i++)
		world->random(world->data, &id, sizeof(id));
	while (id == 0 || frame_list_find(list, id) != NULL)
		id++;
	return id;
}

static struct frame *
add_frame(struct instance *instance, struct frame *parent,
    const struct item *repeat, size_t index, uint64_t id)
{
	struct frame_list *list = frame_list_of(parent, repeat);
	struct frame *frame;

	if (id == 0)
		id = draw_id(instance, list);
	frame = frame_new(instance, parent, repeat, index);
	frame_set_id(frame, id);
	return frame;
}

/* A new instance as a person gets it: with defaults, and all to compute. */
static struct frame *
add_started(struct instance *instance, struct frame *parent,
    const struct item *repeat, size_t index, uint64_t id)
{
	struct frame *frame = add_frame(instance, parent, repeat, index, id);

	start_frame(frame, repeat->blank, false);
	queue_push_frame(frame);
	queue_push_frame_readers(frame);
	queue_push_new(frame);
	return frame;
}

/* jr:template: an element that instances are made like, and none itself. */
static bool
is_template(const struct node *element)
{
	for (const struct node *a = element->attributes; a != NULL; a = a->next)
		if (strcmp(a->name, "template") == 0 && a->prefix != NULL)
			return true;
	return false;
}

void
repeat_start(struct frame *frame, const struct item *repeat,
    const struct node *holder, bool first_load)
{
	struct instance *instance = frame->instance;
	const struct frame_list *list = frame_list_of(frame, repeat);
	const struct node *n = holder ? holder->first : NULL;

	if (repeat->blank == NULL && repeat->repeat_count.compiled == NULL)
		start_frame(add_frame(instance, frame, repeat, 0, 0), NULL,
		    first_load);
	for (; repeat->blank != NULL && n != NULL; n = n->next)
		if (n->kind == NODE_ELEMENT && !is_template(n) &&
		    strcmp(n->name, repeat->name) == 0)
			start_frame(add_frame(instance, frame, repeat,
			    list->count, 0), n, first_load);
	if (repeat->fixed && list->count == 0)
		start_frame(add_frame(instance, frame, repeat, 0, 0),
		    repeat->blank, first_load);
}

bool
frame_is_filled(const struct frame *frame)
{
	for (size_t i = 0; i < frame->shape->item_count; i++)
		if (frame->cells[i].given &&
		    *answer_value(&frame->cells[i].answer) != '\0')
			return true;
	for (size_t i = 0; i < frame->shape->repeat_count; i++)
		for (size_t j = 0; j < frame->lists[i].count; j++)
			if (frame_is_filled(frame->lists[i].frames[j]))
				return true;
	return false;
}

static void
remove_frame(struct frame *frame)
{
	struct frame *parent = frame->parent;
	const struct item *repeat = frame->shape->top;
	size_t index = frame->index;

	queue_push_frame_readers(frame);
	frame_detach(frame);
	/* Those behind it have moved up: their position() is another. */
	if (index < frame_list_of(parent, repeat)->count)
		queue_push_readers(frame_top(frame_list_of(parent,
		    repeat)->frames[index]), false);
}

static size_t
wanted(struct cell *parent, const struct unit *unit)
{
	struct instance *instance = parent->frame->instance;
	const struct frame_list *list = frame_list_of(parent->frame,
	    unit->item);
	struct node place = {
		.kind = NODE_ELEMENT, .name = unit->item->name,
		.parent = &parent->answer.node
	};
	struct xpath_value value;
	double count;

	if (!instance_eval(instance, unit->expr, list->count ?
	    &frame_top(list->frames[0])->answer.node : &place, &value))
		return list->count;
	count = xpath_to_number(&value);
	if (!(count >= 1))
		return 0;
	if (count <= REPEAT_INSTANCES_MAX)
		return (size_t)count;
	/* A slip of the finger is not worth a hundred thousand instances. */
	settle_fail(instance, err_new(ERR_LIMIT,
	    "the count of %s is over %d", unit->item->name,
	    REPEAT_INSTANCES_MAX));
	return list->count;
}

static bool
has_room(struct instance *instance, const struct item *repeat)
{
	size_t cells = instance->graph->shapes[repeat->index]->item_count;

	if (instance->answer_count + cells <= INSTANCE_ANSWERS_MAX)
		return true;
	settle_fail(instance, err_new(ERR_LIMIT, "%s: the interview has over "
	    "%d answers", repeat->path, INSTANCE_ANSWERS_MAX));
	return false;
}

/* While its parent is not relevant, a repeat stays as it is. */
void
repeat_follow_count(struct cell *parent, const struct unit *unit)
{
	struct instance *instance = parent->frame->instance;
	struct frame_list *list = frame_list_of(parent->frame, unit->item);
	size_t count;

	if (!parent->answer.relevant)
		return;
	count = wanted(parent, unit);
	queue_sweep(parent->frame, unit->item);
	while (list->count > count &&
	    !frame_is_filled(list->frames[list->count - 1]))
		remove_frame(list->frames[list->count - 1]);
	queue_sweep(parent->frame, unit->item);
	for (size_t i = 0; i < list->count; i++) {
		frame_top(list->frames[i])->surplus = i >= count;
		cell_set_relevant(frame_top(list->frames[i]));
	}
	queue_sweep(parent->frame, unit->item);
	while (list->count < count && has_room(instance, unit->item))
		add_started(instance, parent->frame, unit->item, list->count,
		    0);
	queue_sweep_end(instance);
}

size_t
instance_repeat_count(const struct answer *parent, const struct item *repeat)
{
	return frame_list_of(cell_of(parent)->frame, repeat)->count;
}

struct answer *
instance_repeat_at(const struct answer *parent, const struct item *repeat,
    size_t i)
{
	const struct frame_list *list = frame_list_of(cell_of(parent)->frame,
	    repeat);

	return i < list->count ? &frame_top(list->frames[i])->answer : NULL;
}

size_t
answer_number(const struct answer *one)
{
	const struct answer *parent = answer_parent(one);
	size_t i = 0;

	while (instance_repeat_at(parent, one->item, i) != one)
		i++;
	return i + 1;
}

static const struct err *
check_add(struct instance *instance, const struct answer *parent,
    const struct item *repeat, uint64_t id, const struct answer *before)
{
	const struct frame_list *list;

	if (repeat->kind != ITEM_REPEAT || repeat->parent != parent->item ||
	    (before != NULL && (before->item != repeat ||
	    answer_parent(before) != parent)))
		return err_new(ERR_NOT_FOUND, "%s: no repeat of %s",
		    repeat->path, parent->item->path);
	list = frame_list_of(cell_of(parent)->frame, repeat);
	if (list->count >= REPEAT_INSTANCES_MAX)
		return err_new(ERR_LIMIT, "%s: over %d instances",
		    repeat->path, REPEAT_INSTANCES_MAX);
	if (!has_room(instance, repeat))
		return settle_failure(instance);
	if (id != 0 && frame_list_find(list, id) != NULL)
		return err_new(ERR_EXISTS, "%s[%016llx]: is there "
		    "already", repeat->path, (unsigned long long)id);
	if (!instance->loading && id == 0 &&
	    repeat->repeat_count.compiled != NULL)
		return err_new(ERR_DENIED, "%s: it follows its count",
		    repeat->path);
	if (!instance->loading && id == 0 && repeat->fixed)
		return err_new(ERR_DENIED, "%s: its instances are fixed",
		    repeat->path);
	return NULL;
}

const struct err *
instance_add_repeat(struct instance *instance, struct answer **out,
    struct answer *parent, const struct item *repeat, uint64_t id,
    struct answer *before)
{
	const struct err *err;
	struct frame *frame = cell_of(parent)->frame;
	size_t index;

	*out = NULL;
	err = check_add(instance, parent, repeat, id, before);
	if (err != NULL)
		return err;
	instance_start_call(instance);
	index = before ? cell_of(before)->frame->index :
	    frame_list_of(frame, repeat)->count;
	if (instance->loading) {
		frame = add_frame(instance, frame, repeat, index, id);
		*out = &frame_top(frame)->answer;
		return NULL;
	}
	frame = add_started(instance, frame, repeat, index, id);
	*out = &frame_top(frame)->answer;
	settle_run(instance);
	return NULL;
}

const struct err *
instance_remove_repeat(struct instance *instance, struct answer *repeat)
{
	struct cell *cell = cell_of(repeat);
	struct frame *frame = cell->frame;

	if (repeat->item->kind != ITEM_REPEAT)
		return err_new(ERR_NOT_FOUND, "%s: it is not a repeat",
		    repeat->item->path);
	if (!instance->loading && !cell->surplus &&
	    repeat->item->repeat_count.compiled != NULL)
		return err_new(ERR_DENIED, "%s: it follows its count",
		    repeat->item->path);
	if (!instance->loading && repeat->item->fixed)
		return err_new(ERR_DENIED, "%s: its instances are fixed",
		    repeat->item->path);
	instance_start_call(instance);
	if (instance->loading) {
		frame_detach(frame);
		frame_bury(instance);
		return NULL;
	}
	/* What stood in front of it may be surplus, and empty. */
	queue_push(cell_of(answer_parent(repeat)),
	    graph_unit(instance->graph, repeat->item, UNIT_COUNT));
	remove_frame(frame);
	settle_run(instance);
	return NULL;
}
