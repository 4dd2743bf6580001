#include <string.h>

#include "formspec/instance_internal.h"
#include "kit/base/mem.h"
#include "kit/base/moment.h"

/* What a metadata item holds when the interview starts. */
static void
start_moment(struct instance *instance, struct buf *out)
{
	const struct xpath_world *world = &instance->setting.world;
	int64_t now_ms = world->now_ms(world->data);
	char text[MOMENT_TEXT_MAX];

	moment_format(text, now_ms,
	    world->offset_minutes(world->data, now_ms));
	buf_add(out, text);
}

static void
start_day(struct instance *instance, struct buf *out)
{
	start_moment(instance, out);
	if (out->len > strlen("2024-11-22"))
		out->len = strlen("2024-11-22");
}

/* RFC 9562, version 4. */
static void
start_uuid(struct instance *instance, struct buf *out)
{
	const struct xpath_world *world = &instance->setting.world;
	static const unsigned dashes = 1u << 4 | 1u << 6 | 1u << 8 | 1u << 10;
	uint8_t bytes[16];

	world->random(world->data, bytes, sizeof(bytes));
	bytes[6] = (uint8_t)((bytes[6] & 0x0f) | 0x40);
	bytes[8] = (uint8_t)((bytes[8] & 0x3f) | 0x80);
	buf_add(out, "uuid:");
	for (unsigned i = 0; i < sizeof(bytes); i++)
		buf_addf(out, "%s%02x", dashes >> i & 1 ? "-" : "", bytes[i]);
}

static void
start_device(struct instance *instance, struct buf *out)
{
	buf_add(out, instance->setting.device_id);
}

static void
start_username(struct instance *instance, struct buf *out)
{
	buf_add(out, instance->setting.username);
}

static void
start_email(struct instance *instance, struct buf *out)
{
	buf_add(out, instance->setting.email);
}

static void
start_phone(struct instance *instance, struct buf *out)
{
	buf_add(out, instance->setting.phone_number);
}

static const struct {
	const char *word;
	void (*fill)(struct instance *, struct buf *);
} metadata[] = {
	{ "start", start_moment }, { "today", start_day },
	{ "deviceid", start_device }, { "username", start_username },
	{ "email", start_email }, { "phonenumber", start_phone },
	{ "instanceID", start_uuid },
};

static void
start_metadata(struct cell *cell)
{
	struct buf value = BUF_INIT;
	const char *word = cell->answer.item->metadata;

	for (size_t i = 0; i < sizeof(metadata) / sizeof(*metadata); i++)
		if (word != NULL && strcmp(metadata[i].word, word) == 0)
			metadata[i].fill(cell->frame->instance, &value);
	cell_set(cell, buf_slice(&value));
	buf_free(&value);
}

static void
start_static(struct cell *cell, const char *text)
{
	const struct item *item = cell->answer.item;
	struct buf value = BUF_INIT, sorted = BUF_INIT;

	value_normalise(item->value_type, &value, slice_str(text));
	choices_sort(cell->frame->instance, item, &sorted, buf_slice(&value));
	cell_set(cell, buf_slice(&sorted));
	buf_free(&sorted);
	buf_free(&value);
}

static void
push_actions(struct cell *cell, unsigned event)
{
	const struct item *item = cell->answer.item;

	for (size_t i = 0; i < item->action_count; i++)
		if (item->actions[i].events & event)
			queue_push_kind(cell,
			    (enum unit_kind)(UNIT_ACTION + i));
}

static void
start_cell(struct cell *cell, const struct node *element, bool first_load)
{
	const struct item *item = cell->answer.item;
	const char *text = item->default_value;

	if (item->kind != ITEM_QUESTION)
		return;
	if (element != NULL)
		text = element->value;
	if (item->type == Q_METADATA)
		start_metadata(cell);
	else if (text != NULL && text[strspn(text, " \t\r\n")] != '\0')
		start_static(cell, text);
	queue_push_kind(cell, UNIT_DEFAULT);
	if (first_load)
		push_actions(cell, ACTION_FIRST_LOAD);
}

/* What the form gives an item below that element; or NULL. */
static const struct node *
sample_of(const struct item *item, const struct node *parent)
{
	const struct node *a = parent ? parent->attributes : NULL;

	if (!item->is_attribute)
		return parent ? node_child(parent, item->name) : NULL;
	while (a != NULL && strcmp(a->name, item->name + 1) != 0)
		a = a->next;
	return a;
}

/* The elements of a frame's items below that of its top; NULL where none is. */
static const struct node **
frame_elements(const struct frame *frame, const struct node *sample)
{
	const struct form_graph *graph = frame->instance->graph;
	const struct node **elements = mem_alloc_n(frame->shape->item_count,
	    sizeof(*elements));

	elements[0] = sample;
	for (size_t i = 1; i < frame->shape->item_count; i++) {
		const struct item *item = frame->shape->items[i];
		const struct node *parent =
		    elements[graph->slots[item->parent->index]];

		elements[i] = sample_of(item, parent);
	}
	return elements;
}

void
start_frame(struct frame *frame, const struct node *sample, bool first_load)
{
	const struct form_graph *graph = frame->instance->graph;
	const struct node **elements = frame_elements(frame, sample);

	for (size_t i = 0; i < frame->shape->item_count; i++)
		start_cell(&frame->cells[i], elements[i], first_load);
	for (size_t i = 0; i < frame->shape->repeat_count; i++) {
		const struct item *repeat = frame->shape->repeats[i];

		repeat_start(frame, repeat,
		    elements[graph->slots[repeat->parent->index]],
		    first_load);
	}
	mem_free(elements);
}

static void
add_attribute(struct instance *instance, const char *name, const char *value)
{
	struct node *root = &frame_top(instance->top)->answer.node;
	struct node *attribute = node_new(instance->arena, NODE_ATTRIBUTE,
	    name);

	attribute->value = value;
	attribute->parent = root;
	attribute->order = root->order;
	attribute->next = root->attributes;
	root->attributes = attribute;
}

/* Expressions may ask for /data/@version; an XForm has its own. */
void
start_attributes(struct instance *instance)
{
	const struct form *form = instance->form;

	if (form->primary != NULL)
		return;
	if (form->version[0] != '\0')
		add_attribute(instance, "version", form->version);
	add_attribute(instance, "id", form->id);
}

static void
finish_frame(struct frame *frame, struct slice now)
{
	for (size_t i = 0; i < frame->shape->item_count; i++) {
		const struct item *item = frame->shape->items[i];

		if (item->kind == ITEM_QUESTION && item->type == Q_METADATA &&
		    item->metadata != NULL && !strcmp(item->metadata, "end"))
			cell_set(&frame->cells[i], now);
		push_actions(&frame->cells[i], ACTION_FINISH);
	}
	for (size_t i = 0; i < frame->shape->repeat_count; i++)
		for (size_t j = 0; j < frame->lists[i].count; j++)
			finish_frame(frame->lists[i].frames[j], now);
}

const struct err *
instance_finish(struct instance *instance)
{
	struct buf now = BUF_INIT;

	instance_start_call(instance);
	start_moment(instance, &now);
	finish_frame(instance->top, buf_slice(&now));
	buf_free(&now);
	settle_run(instance);
	return NULL;
}
