#include <math.h>
#include <string.h>

#include "formspec/instance_internal.h"

void
settle_fail(struct instance *instance, const struct err *err)
{
	if (instance->failure.code == 0)
		instance->failure = *err;
}

const struct err *
settle_failure(struct instance *instance)
{
	enum err_code code = instance->failure.code;

	instance->failure.code = 0;
	return code ? err_new(code, "%s", instance->failure.msg) : NULL;
}

void
instance_start_call(struct instance *instance)
{
	instance->spent = 0;
	instance_fresh_scratch(instance);
}

void
instance_fresh_scratch(struct instance *instance)
{
	if (arena_bytes(instance->scratch) < SCRATCH_BYTES_MAX)
		return;
	arena_free(instance->scratch);
	instance->scratch = arena_new();
}

/* position() of an instance of a repeat is its place among them. */
static void
set_position(struct xpath_context *context, const struct node *node)
{
	const struct cell *cell = node->owner;
	const struct frame *frame = cell->frame;

	if (cell != frame_top(frame) || frame->parent == NULL || frame->dead)
		return;
	context->position = frame->index + 1;
	context->size = frame_list_of(frame->parent,
	    frame->shape->top)->count;
}

bool
instance_eval_at(struct instance *instance, const struct expr *expr,
    const struct xpath_context *place, struct xpath_value *out)
{
	struct xpath_context context = *place;
	const struct err *err;

	if (expr == NULL || expr->compiled == NULL)
		return false;
	context.world = &instance->setting.world;
	context.form = &instance->xpath_form;
	context.scratch = instance->scratch;
	if (instance->spent > CALL_WORK_MAX) {
		settle_fail(instance, err_new(ERR_LIMIT, "the form's "
		    "expressions take more than %d steps at once",
		    CALL_WORK_MAX));
		return false;
	}
	err = xpath_eval(out, expr->compiled, &context);
	if (err == NULL)
		return true;
	settle_fail(instance, err);
	return false;
}

bool
instance_eval(struct instance *instance, const struct expr *expr,
    struct node *node, struct xpath_value *out)
{
	struct xpath_context place = {
		.node = node, .position = 1, .size = 1
	};

	if (node->owner != NULL)
		set_position(&place, node);
	return instance_eval_at(instance, expr, &place, out);
}

/*
 * ODK's truth of a node is that of its typed value: an empty answer, a zero and
 * a "false" are false, where XPath 1.0 only asks whether the node is there.
 */
static bool
node_truth(const struct xpath_value *value)
{
	const struct answer *answer;
	const char *text;

	if (value->node_count == 0)
		return false;
	text = value->nodes[0]->value;
	answer = node_answer(value->nodes[0]);
	if (text == NULL || answer == NULL ||
	    value->nodes[0]->first != NULL)
		return text != NULL && *text != '\0';
	switch (answer->item->value_type) {
	case V_BOOLEAN:
		return !strcmp(text, "true") || !strcmp(text, "1");
	case V_INT:
	case V_DECIMAL:
		return xpath_to_boolean(&(struct xpath_value){
		    .type = XPATH_NUMBER,
		    .number = xpath_to_number(&(struct xpath_value){
		    .type = XPATH_STRING, .string = text }) });
	default:
		return true;
	}
}

static bool
holds(struct cell *cell, const struct unit *unit, bool otherwise)
{
	struct xpath_value value;

	if (!instance_eval(cell->frame->instance, unit->expr,
	    &cell->answer.node, &value))
		return otherwise;
	return value.type == XPATH_NODES ? node_truth(&value) :
	    xpath_to_boolean(&value);
}

bool
cell_set(struct cell *cell, struct slice value)
{
	struct instance *instance = cell->frame->instance;

	if (slice_equal_str(value, answer_value(&cell->answer)))
		return false;
	cell_store(cell, value);
	queue_push_kind(cell, UNIT_CONSTRAINT);
	queue_push_kind(cell, UNIT_CHOICES);
	queue_push_readers(cell, !instance->quiet);
	return true;
}

static void
push_counts(struct cell *cell)
{
	const struct form_graph *graph = cell->frame->instance->graph;

	for (const struct item *item = cell->answer.item->first; item != NULL;
	    item = item->next)
		if (item->kind == ITEM_REPEAT)
			queue_push(cell, graph_unit(graph, item, UNIT_COUNT));
}

/* What is not looked at in a hidden cell must be made up for. */
static void
push_shown(struct cell *cell)
{
	const struct form_graph *graph = cell->frame->instance->graph;
	uint32_t unit = graph_unit(graph, cell->answer.item, UNIT_CALCULATE);

	if (unit != UNIT_NONE && graph->units[unit].is_volatile &&
	    (cell->stale || cell->answer.node.value == NULL) &&
	    cell->answer.item->trigger == NULL)
		queue_push(cell, unit);
	push_counts(cell);
}

void
cell_set_relevant(struct cell *cell)
{
	const struct answer *parent = answer_parent(&cell->answer);
	bool relevant = (parent == NULL || parent->relevant) &&
	    cell->own_relevant && !cell->surplus;

	if (relevant == cell->answer.relevant)
		return;
	cell->answer.relevant = relevant;
	if (relevant) {
		cell_show(cell);
		push_shown(cell);
	} else {
		cell_hide(cell);
	}
	queue_push_kind(cell, UNIT_CONSTRAINT);
	queue_push_kind(cell, UNIT_CHOICES);
	queue_push_readers(cell, false);
	for (struct answer *child = answer_first(&cell->answer);
	    child != NULL; child = answer_next(child))
		cell_set_relevant(cell_of(child));
}

static void
set_readonly(struct cell *cell)
{
	const struct answer *parent = answer_parent(&cell->answer);
	bool readonly = (parent != NULL && parent->readonly) ||
	    cell->own_readonly;

	if (readonly == cell->answer.readonly)
		return;
	cell->answer.readonly = readonly;
	for (struct answer *child = answer_first(&cell->answer);
	    child != NULL; child = answer_next(child))
		set_readonly(cell_of(child));
}

static void
run_relevant(struct cell *cell, const struct unit *unit)
{
	cell->own_relevant = holds(cell, unit, true);
	cell_set_relevant(cell);
}

static void
run_readonly(struct cell *cell, const struct unit *unit)
{
	cell->own_readonly = holds(cell, unit, false);
	set_readonly(cell);
}

/* A note asks nothing: forms that require all their rows mean the others. */
static void
run_required(struct cell *cell, const struct unit *unit)
{
	cell->answer.required = unit->item->type != Q_NOTE &&
	    holds(cell, unit, false);
}

static void
run_constraint(struct cell *cell, const struct unit *unit)
{
	cell->answer.constraint_ok = !cell->answer.relevant ||
	    cell->answer.node.value == NULL || holds(cell, unit, true);
}

static void
calculate(struct cell *cell, const struct unit *unit)
{
	struct instance *instance = cell->frame->instance;
	const struct item *item = cell->answer.item;
	struct buf text = BUF_INIT, sorted = BUF_INIT;
	struct xpath_value value;

	if (instance_eval(instance, unit->expr, &cell->answer.node,
	    &value))
		value_from_xpath(instance, item->value_type, &text, &value);
	if (text.len > ANSWER_BYTES_MAX) {
		settle_fail(instance, err_new(ERR_LIMIT,
		    "its calculation gives more than %d bytes",
		    ANSWER_BYTES_MAX));
		buf_reset(&text);
	}
	choices_sort(instance, item, &sorted, buf_slice(&text));
	cell_set(cell, buf_slice(&sorted));
	buf_free(&sorted);
	buf_free(&text);
}

static bool
is_target(struct cell *cell, const struct action *action)
{
	struct instance *instance = cell->frame->instance;
	struct xpath_value value;

	if (action->target.compiled == NULL)
		return true;
	if (!instance_eval(instance, &action->target,
	    &instance_root(instance)->node, &value) ||
	    value.type != XPATH_NODES)
		return false;
	if (value.node_count > 1)
		settle_fail(instance, err_new(ERR_FORMAT,
		    "an action has more than one target: say which instance"));
	return value.node_count == 1 &&
	    value.nodes[0] == &cell->answer.node;
}

/* A place that is not known changes nothing. */
static void
run_action(struct cell *cell, const struct unit *unit)
{
	const struct item *item = cell->answer.item;
	const char *literal = unit->action->place ?
	    cell->frame->instance->setting.place : unit->action->literal;
	struct buf plain = BUF_INIT, sorted = BUF_INIT;

	if (!is_target(cell, unit->action))
		return;
	if (literal == NULL) {
		if (!unit->action->place)
			calculate(cell, unit);
		return;
	}
	value_normalise(item->value_type, &plain, slice_str(literal));
	choices_sort(cell->frame->instance, item, &sorted, buf_slice(&plain));
	cell_set(cell, buf_slice(&sorted));
	buf_free(&sorted);
	buf_free(&plain);
}

static void
run_default(struct cell *cell, const struct unit *unit)
{
	calculate(cell, unit);
}

static void
run_calculate(struct cell *cell, const struct unit *unit)
{
	bool triggered = cell->answer.item->trigger != NULL;

	if (unit->is_volatile && !triggered) {
		cell->stale = !cell->answer.relevant;
		if (cell->stale)
			return;
		if (cell->frame->instance->quiet &&
		    cell->answer.node.value != NULL)
			return;
	}
	calculate(cell, unit);
}

static void (*const runners[UNIT_ACTION])(struct cell *,
    const struct unit *) = {
	[UNIT_COUNT] = repeat_follow_count,
	[UNIT_RELEVANT] = run_relevant,
	[UNIT_DEFAULT] = run_default,
	[UNIT_CALCULATE] = run_calculate,
	[UNIT_READONLY] = run_readonly,
	[UNIT_REQUIRED] = run_required,
	[UNIT_CONSTRAINT] = run_constraint,
	[UNIT_CHOICES] = cell_judge_choices,
};

static void
run_waiting(struct instance *instance, uint32_t index)
{
	const struct unit *unit = &instance->graph->units[index];

	for (size_t i = 0; i < instance->running.count; i++) {
		struct cell *cell = bucket_cell(&instance->running, i);

		queue_take(cell, index);
		if (cell->frame->dead)
			continue;
		instance_fresh_scratch(instance);
		if (unit->action != NULL)
			run_action(cell, unit);
		else
			runners[unit->kind](cell, unit);
		if (instance->failure.code != 0)
			cell_fail(cell, index, instance->failure.msg);
		else if (cell->failures != NULL)
			cell_recover(cell, index);
		instance->failure.code = 0;
	}
	instance->running.count = 0;
}

/* What decides on itself whether it is relevant is shown, with its fault. */
static void
give_up(struct instance *instance, uint32_t unit)
{
	struct cell *cell = bucket_cell(&instance->running, 0);

	cell_fail(cell, unit, "never settles: it depends on itself");
	if (instance->graph->units[unit].kind == UNIT_RELEVANT) {
		cell->own_relevant = true;
		cell_set_relevant(cell);
	}
	queue_drop(instance, unit);
	queue_clear(instance);
}

void
settle_run(struct instance *instance)
{
	uint32_t unit, last = 0;
	int back = 0;

	while (queue_next(instance, &unit)) {
		if (unit <= last && ++back > SETTLE_PASSES_MAX) {
			give_up(instance, unit);
			break;
		}
		last = unit;
		run_waiting(instance, unit);
	}
	frame_bury(instance);
}
