#include "formspec/instance.h"

#include <inttypes.h>
#include <string.h>

#include "formspec/instance_internal.h"
#include "kit/base/mem.h"
#include "kit/base/moment.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"

static int64_t
machine_now(void *data)
{
	(void)data;
	return platform_now_ms();
}

static int
machine_offset(void *data, int64_t ms)
{
	(void)data;
	return platform_local_offset_minutes(ms);
}

static void
machine_random(void *data, void *out, size_t len)
{
	(void)data;
	platform_random(out, len);
}

static const char *
keep(struct instance *instance, const char *s)
{
	return arena_strdup(instance->arena, s ? s : "");
}

static void
keep_setting(struct instance *instance, const struct instance_setting *from)
{
	static const struct instance_setting none;
	struct instance_setting *to = &instance->setting;

	if (from == NULL)
		from = &none;
	to->world = from->world;
	if (to->world.now_ms == NULL)
		to->world.now_ms = machine_now;
	if (to->world.offset_minutes == NULL)
		to->world.offset_minutes = machine_offset;
	if (to->world.random == NULL)
		to->world.random = machine_random;
	to->device_id = keep(instance, from->device_id);
	to->username = keep(instance, from->username);
	to->email = keep(instance, from->email);
	to->phone_number = keep(instance, from->phone_number);
	to->place = keep(instance, from->place);
	instance->shuffle = from->shuffle;
}

static void
note_start(struct instance *instance)
{
	const struct xpath_world *world = &instance->setting.world;
	int64_t now_ms = world->now_ms(world->data);
	char text[MOMENT_TEXT_MAX];

	moment_format(text, now_ms,
	    world->offset_minutes(world->data, now_ms));
	instance->started = arena_strdup(instance->arena, text);
}

static struct instance *
instance_alloc(const struct form_graph *graph,
    const struct instance_setting *setting)
{
	struct instance *instance = mem_alloc(sizeof(*instance));

	instance->graph = graph;
	instance->form = graph->form;
	instance->arena = arena_new();
	instance->scratch = arena_new();
	instance->document.kind = instance->last_saved.kind = NODE_ROOT;
	instance->buckets = mem_alloc_n(graph->unit_count + 1,
	    sizeof(*instance->buckets));
	instance->swept = mem_alloc_n(SWEEPS * (graph->unit_count / 64 + 1),
	    sizeof(*instance->swept));
	instance->waiting = mem_alloc_n(graph->unit_count / 64 + 1,
	    sizeof(*instance->waiting));
	keep_setting(instance, setting);
	note_start(instance);
	text_bind(instance);
	return instance;
}

/* Compute everything afresh, without what a change sets off. */
static void
settle_all(struct instance *instance)
{
	instance->quiet = true;
	queue_push_frame(instance->top);
	settle_run(instance);
	instance->quiet = false;
}

const struct err *
instance_new_of(struct instance **out, const struct form_graph *graph,
    const struct instance_setting *setting)
{
	struct instance *instance = instance_alloc(graph, setting);

	instance->top = frame_new(instance, NULL, graph->form->root, 0);
	start_attributes(instance);
	instance->quiet = true;
	start_frame(instance->top, graph->form->primary, true);
	settle_all(instance);
	*out = instance;
	return NULL;
}

const struct err *
instance_new(struct instance **out, const struct form *form,
    const struct instance_setting *setting)
{
	struct form_graph *graph;
	const struct err *err;

	*out = NULL;
	err = form_graph_new(&graph, form);
	if (err != NULL)
		return err;
	err = instance_new_of(out, graph, setting);
	if (err != NULL)
		form_graph_free(graph);
	else
		(*out)->own_graph = graph;
	return err;
}

void
instance_free(struct instance *instance)
{
	if (instance == NULL)
		return;
	frame_bury(instance);
	frame_free(instance->top);
	for (size_t i = 0; i < instance->graph->unit_count; i++)
		mem_free(instance->buckets[i].cells);
	mem_free(instance->running.cells);
	mem_free(instance->buckets);
	mem_free(instance->swept);
	mem_free(instance->waiting);
	mem_free(instance->choices);
	mem_free(instance->problems);
	arena_free(instance->scratch);
	arena_free(instance->arena);
	form_graph_free(instance->own_graph);
	mem_free(instance);
}

const struct form *
instance_form(const struct instance *instance)
{
	return instance->form;
}

struct answer *
instance_root(const struct instance *instance)
{
	return &frame_top(instance->top)->answer;
}

void
instance_set_language(struct instance *instance, size_t language)
{
	if (language < instance->form->language_count)
		instance->language = language;
}

size_t
instance_language(const struct instance *instance)
{
	return instance->language;
}

const char *
answer_value(const struct answer *answer)
{
	const char *text = cell_of(answer)->text;

	return text ? text : "";
}

/* What a person typed, as the answer that is stored. */
static const struct err *
clean_value(struct instance *instance, const struct answer *answer,
    const char *value, struct buf *out)
{
	struct buf nfc = BUF_INIT, plain = BUF_INIT;
	const struct item *item = answer->item;
	const struct err *err;

	if (item->kind != ITEM_QUESTION)
		return err_new(ERR_DENIED, "%s: a group has no value",
		    item->path);
	if (strlen(value) > ANSWER_BYTES_MAX)
		return err_new(ERR_LIMIT, "%s: the answer is longer than %d "
		    "bytes", item->path, ANSWER_BYTES_MAX);
	err = text_nfc(&nfc, slice_str(value));
	if (err == NULL) {
		value_normalise(item->value_type, &plain, buf_slice(&nfc));
		choices_sort(instance, item, out, buf_slice(&plain));
		if (!cell_has_room(cell_of(answer), out->len))
			err = err_in(cell_no_room(), "%s", item->path);
	} else {
		err = err_in(err, "%s", item->path);
	}
	buf_free(&plain);
	buf_free(&nfc);
	return err;
}

const struct err *
instance_set(struct instance *instance, struct answer *answer,
    const char *value)
{
	struct buf clean = BUF_INIT;
	struct cell *cell = cell_of(answer);
	const struct err *err;

	if (answer->calculated)
		return err_new(ERR_DENIED, "%s: its value comes from the form",
		    answer->item->path);
	instance_start_call(instance);
	if (instance->loading) {
		instance->loading = false;
		settle_all(instance);
	}
	err = clean_value(instance, answer, value, &clean);
	if (err == NULL) {
		cell->given = clean.len > 0;
		if (cell_set(cell, buf_slice(&clean)))
			settle_run(instance);
	}
	buf_free(&clean);
	return err;
}

const struct err *
instance_load(struct instance *instance, struct answer *answer,
    const char *value)
{
	struct buf clean = BUF_INIT;
	struct cell *cell = cell_of(answer);
	const struct err *err;

	instance->loading = true;
	err = clean_value(instance, answer, value, &clean);
	if (err == NULL) {
		cell->given = clean.len > 0 && !answer->calculated;
		cell_store(cell, buf_slice(&clean));
	}
	buf_free(&clean);
	return err;
}

const struct err *
instance_settle(struct instance *instance)
{
	instance_start_call(instance);
	instance->loading = false;
	settle_all(instance);
	return NULL;
}

void
instance_clear(struct instance *instance)
{
	struct frame *top = instance->top;

	instance->loading = true;
	for (size_t i = 0; i < top->shape->repeat_count; i++)
		while (top->lists[i].count > 0)
			frame_detach(top->lists[i].frames[
			    top->lists[i].count - 1]);
	frame_bury(instance);
	for (size_t i = 0; i < top->shape->item_count; i++) {
		struct cell *cell = &top->cells[i];

		cell_store(cell, SLICE_EMPTY);
		cell->given = cell->stale = false;
		cell->answer.choice_ok = true;
		cell->answer.constraint_ok = true;
	}
}

static bool
find_problem(const struct cell *cell, enum problem_kind *kind)
{
	const struct answer *answer = &cell->answer;

	if (cell->surplus)
		*kind = PROBLEM_REPEAT_COUNT;
	else if (!answer->relevant)
		return false;
	else if (cell->failures != NULL)
		*kind = PROBLEM_EXPRESSION;
	else if (answer->item->kind != ITEM_QUESTION)
		return false;
	else if (answer->required && !answer->calculated &&
	    *answer_value(answer) == '\0')
		*kind = PROBLEM_REQUIRED;
	else if (!answer->type_ok)
		*kind = PROBLEM_TYPE;
	else if (!answer->choice_ok)
		*kind = PROBLEM_CHOICE;
	else if (!answer->constraint_ok)
		*kind = PROBLEM_CONSTRAINT;
	else
		return false;
	return true;
}

static size_t
collect_problems(struct instance *instance, struct answer *answer,
    size_t count)
{
	void *problems = instance->problems;
	enum problem_kind kind;

	if (find_problem(cell_of(answer), &kind)) {
		mem_grow(&problems, &instance->problems_capacity, count + 1,
		    sizeof(*instance->problems));
		instance->problems = problems;
		instance->problems[count++] = (struct problem){ kind, answer };
	}
	for (struct answer *child = answer_first(answer); child != NULL;
	    child = answer_next(child))
		count = collect_problems(instance, child, count);
	return count;
}

const struct problem *
instance_problems(struct instance *instance, size_t *count)
{
	*count = collect_problems(instance, instance_root(instance), 0);
	return instance->problems;
}
