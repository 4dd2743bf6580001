/* Functions that decide: booleans, choices between values, tests. */
#include <math.h>
#include <string.h>

#include "formspec/xpath_tree.h"

static struct value
fn_true(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	(void)eval, (void)call, (void)focus;
	return value_boolean(true);
}

static struct value
fn_false(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	(void)eval, (void)call, (void)focus;
	return value_boolean(false);
}

static struct value
fn_boolean(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	return value_boolean(xpath_run_boolean(eval, call->first, focus));
}

static struct value
fn_not(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	return value_boolean(!xpath_run_boolean(eval, call->first, focus));
}

static struct value
fn_boolean_from_string(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const char *s = xpath_run_string(eval, call->first, focus);

	return value_boolean(strcmp(s, "1") == 0 || strcmp(s, "true") == 0);
}

/* Only the branch that is taken is looked at. */
static struct value
fn_if(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	bool condition = xpath_run_boolean(eval, call->first, focus);

	return xpath_run(eval, xpath_arg(call, condition ? 1 : 2), focus);
}

static bool
is_empty(struct eval *eval, const struct value *value)
{
	if (value->type == XPATH_NUMBER || value->type == XPATH_DATE)
		return isnan(value->number);
	return *value_to_string(eval, value) == '\0';
}

static struct value
fn_coalesce(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const struct xpath_expr *arg = call->first;
	size_t top = eval->count;
	struct value value = value_string("");

	for (; arg != NULL && eval->err == NULL; arg = arg->next) {
		eval->count = top;
		value = xpath_run(eval, arg, focus);
		if (!is_empty(eval, &value))
			return value;
	}
	return is_empty(eval, &value) ? value_string("") : value;
}

/* What the node being calculated holds already stays. */
static struct value
fn_once(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const struct xpath_context *context = eval->context;
	struct node *node = context->current ? context->current :
	    context->node;
	const char *held = node ? xpath_node_text(eval, node) : "";

	if (*held != '\0')
		return value_string(held);
	return xpath_run(eval, call->first, focus);
}

/* The first argument; the others only say what it depends on. */
static struct value
fn_depend(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	return xpath_run(eval, call->first, focus);
}

static struct value
fn_regex(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const char *text = xpath_run_string(eval, call->first, focus);
	const char *pattern = xpath_run_string(eval, xpath_arg(call, 1), focus);

	if (eval->err != NULL)
		return value_boolean(false);
	return value_boolean(xpath_regex_match(eval, call, text, pattern));
}

/* ---- checklists ---- */

/* A minimum or maximum of -1 is none. */
static bool
is_within(double sum, double min, double max)
{
	return (min < 0 || sum >= min) && (max < 0 || sum <= max);
}

static bool
node_holds(struct eval *eval, size_t at)
{
	return *xpath_node_text(eval, eval->nodes[at]) != '\0';
}

/* Nodes count each for itself, by what they hold. */
static double
count_true(struct eval *eval, const struct xpath_expr *arg,
    const struct focus *focus)
{
	size_t top = eval->count;
	struct value value = xpath_run(eval, arg, focus);
	double count = 0;

	eval->count = top;
	if (value.type != XPATH_NODES)
		return value_to_boolean(eval, &value);
	for (size_t i = 0; i < value.count && eval->err == NULL; i++)
		count += node_holds(eval, value.start + i);
	return count;
}

static struct value
fn_checklist(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	double min = xpath_run_number(eval, call->first, focus);
	double max = xpath_run_number(eval, xpath_arg(call, 1), focus);
	const struct xpath_expr *arg = xpath_arg(call, 2);
	double sum = 0;

	for (; arg != NULL && eval->err == NULL; arg = arg->next)
		sum += count_true(eval, arg, focus);
	return value_boolean(is_within(sum, min, max));
}

/* Two sets of nodes are pairs of a value and its weight. */
static double
sum_pairs(struct eval *eval, const struct value *values,
    const struct value *weights)
{
	double sum = 0;

	for (size_t i = 0; i < values->count && i < weights->count &&
	    eval->err == NULL; i++)
		if (node_holds(eval, values->start + i))
			sum += xpath_text_number(xpath_node_text(eval,
			    eval->nodes[weights->start + i]));
	return sum;
}

static double
weigh(struct eval *eval, const struct xpath_expr *arg,
    const struct focus *focus)
{
	size_t top = eval->count;
	struct value value = xpath_run(eval, arg, focus);
	struct value weight = xpath_run(eval, arg->next, focus);
	double sum;

	if (value.type == XPATH_NODES && weight.type == XPATH_NODES)
		sum = sum_pairs(eval, &value, &weight);
	else if (value.type == XPATH_NODES)
		sum = value.count > 0 && node_holds(eval, value.start) ?
		    value_to_number(eval, &weight) : 0;
	else
		sum = value_to_boolean(eval, &value) ?
		    value_to_number(eval, &weight) : 0;
	eval->count = top;
	return sum;
}

static struct value
fn_weighted_checklist(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	double min = xpath_run_number(eval, call->first, focus);
	double max = xpath_run_number(eval, xpath_arg(call, 1), focus);
	const struct xpath_expr *arg = xpath_arg(call, 2);
	double sum = 0;

	for (; arg != NULL && arg->next != NULL && eval->err == NULL;
	    arg = arg->next->next)
		sum += weigh(eval, arg, focus);
	if (arg != NULL)
		xpath_fail(eval, call, "each value needs a weight");
	return value_boolean(is_within(sum, min, max));
}

const struct xpath_function xpath_fn_boolean[] = {
	{ "true", 0, 0, FN_BOOLEAN, fn_true },
	{ "false", 0, 0, FN_BOOLEAN, fn_false },
	{ "boolean", 1, 1, FN_BOOLEAN, fn_boolean },
	{ "not", 1, 1, FN_BOOLEAN, fn_not },
	{ "boolean-from-string", 1, 1, FN_BOOLEAN, fn_boolean_from_string },
	{ "if", 3, 3, 0, fn_if },
	{ "coalesce", 2, XPATH_ARGS_ANY, 0, fn_coalesce },
	{ "once", 1, 1, 0, fn_once },
	{ "depend", 1, XPATH_ARGS_ANY, 0, fn_depend },
	{ "regex", 2, 2, FN_BOOLEAN, fn_regex },
	{ "checklist", 2, XPATH_ARGS_ANY, FN_BOOLEAN, fn_checklist },
	{ "weighted-checklist", 2, XPATH_ARGS_ANY, FN_BOOLEAN,
	    fn_weighted_checklist },
	{ NULL, 0, 0, 0, NULL }
};
