#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "formspec/xpath_tree.h"
#include "kit/base/mem.h"

/* ---- failures and limits ---- */

void
xpath_fail(struct eval *eval, const struct xpath_expr *expr, const char *fmt,
    ...)
{
	char text[256];
	va_list ap;

	if (eval->err != NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (expr != NULL && expr->kind == EXPR_CALL)
		eval->err = err_new(ERR_FORMAT, "%.60s(): %s", expr->string,
		    text);
	else
		eval->err = err_new(ERR_FORMAT, "%s", text);
}

/* Looked at now and then: what a step takes is limited too. */
static void
check_memory(struct eval *eval)
{
	if (eval->err == NULL && eval->count * sizeof(*eval->nodes) +
	    arena_bytes(eval->arena) - eval->arena_start >
	    XPATH_MEMORY_BYTES_MAX)
		eval->err = err_new(ERR_LIMIT, "the expression needs more "
		    "than %d MiB", XPATH_MEMORY_BYTES_MAX >> 20);
}

bool
xpath_work(struct eval *eval, uint64_t amount)
{
	enum { LOOK_EVERY_BITS = 10 };
	uint64_t before = eval->work;

	eval->work += amount;
	if ((before ^ eval->work) >> LOOK_EVERY_BITS != 0)
		check_memory(eval);
	if (eval->work > XPATH_WORK_MAX && eval->err == NULL)
		eval->err = err_new(ERR_LIMIT, "the expression looks at too "
		    "many nodes (more than %d steps)", XPATH_WORK_MAX);
	return eval->err == NULL;
}

/* ---- comparison ---- */

static bool
compare_numbers(enum xpath_operator op, double a, double b)
{
	switch (op) {
	case OP_EQ:
		return a == b;
	case OP_NE:
		return a != b;
	case OP_LT:
		return a < b;
	case OP_LE:
		return a <= b;
	case OP_GT:
		return a > b;
	default:
		return a >= b;
	}
}

static bool
is_equality(enum xpath_operator op)
{
	return op == OP_EQ || op == OP_NE;
}

static bool
compare_strings(enum xpath_operator op, const char *a, const char *b)
{
	return (strcmp(a, b) == 0) == (op == OP_EQ);
}

static bool
is_numeric(const struct value *value)
{
	return value->type == XPATH_NUMBER || value->type == XPATH_DATE;
}

/* Neither is a node-set. */
static bool
compare_single(struct eval *eval, enum xpath_operator op,
    const struct value *a, const struct value *b)
{
	double x, y;

	if (is_equality(op) &&
	    (a->type == XPATH_BOOLEAN || b->type == XPATH_BOOLEAN))
		return compare_numbers(op, value_to_boolean(eval, a),
		    value_to_boolean(eval, b));
	if (is_equality(op) && !is_numeric(a) && !is_numeric(b))
		return compare_strings(op, a->string, b->string);
	/* A date and a moment are both instants, whatever they count as. */
	x = value_instant(eval, a);
	y = value_instant(eval, b);
	if (!isnan(x) && !isnan(y))
		return compare_numbers(op, x, y);
	return compare_numbers(op, value_to_number(eval, a),
	    value_to_number(eval, b));
}

/* One node against what is not a node-set. */
static bool
compare_node(struct eval *eval, enum xpath_operator op,
    const struct node *node, const struct value *b, bool swapped)
{
	struct value a = value_string(xpath_node_text(eval, node));

	return swapped ? compare_single(eval, op, b, &a) :
	    compare_single(eval, op, &a, b);
}

/*
 * In a form, what does not apply is not there, and ${x} = '' is asked of it
 * all the same: JavaRosa unpacks an empty set to ''.
 */
static bool
empty_is_text(const struct eval *eval)
{
	const struct xpath_form *form = eval->context->form;

	return form != NULL && !form->strict_sets;
}

/*
 * True when the comparison holds for some node. Equality with a boolean is
 * about the set as a whole; "<" and its like compare each node's number even
 * with a boolean, as every engine for forms does against the letter of 3.4.
 */
static bool
compare_set(struct eval *eval, enum xpath_operator op, const struct value *set,
    const struct value *other, bool swapped)
{
	if (other->type == XPATH_BOOLEAN && is_equality(op)) {
		struct value any = value_boolean(set->count > 0);

		return swapped ? compare_single(eval, op, other, &any) :
		    compare_single(eval, op, &any, other);
	}
	if (set->count == 0 && empty_is_text(eval)) {
		struct value empty = value_string("");

		return swapped ? compare_single(eval, op, other, &empty) :
		    compare_single(eval, op, &empty, other);
	}
	for (size_t i = 0; i < set->count && xpath_work(eval, 1); i++)
		if (compare_node(eval, op, eval->nodes[set->start + i], other,
		    swapped))
			return true;
	return false;
}

static bool
compare_sets(struct eval *eval, enum xpath_operator op, const struct value *a,
    const struct value *b)
{
	if (b->count == 0 && empty_is_text(eval)) {
		struct value empty = value_string("");

		return compare_set(eval, op, a, &empty, false);
	}
	for (size_t i = 0; i < b->count && eval->err == NULL; i++) {
		struct value one = value_string(xpath_node_text(eval,
		    eval->nodes[b->start + i]));

		if (compare_set(eval, op, a, &one, false))
			return true;
	}
	return false;
}

static bool
compare(struct eval *eval, enum xpath_operator op, const struct value *a,
    const struct value *b)
{
	bool a_set = a->type == XPATH_NODES, b_set = b->type == XPATH_NODES;

	if (a_set && b_set)
		return compare_sets(eval, op, a, b);
	if (a_set)
		return compare_set(eval, op, a, b, false);
	if (b_set)
		return compare_set(eval, op, b, a, true);
	return compare_single(eval, op, a, b);
}

/* ---- operators ---- */

static double
calculate(enum xpath_operator op, double a, double b)
{
	switch (op) {
	case OP_ADD:
		return a + b;
	case OP_SUB:
		return a - b;
	case OP_MUL:
		return a * b;
	case OP_DIV:
		return a / b;
	default:
		return fmod(a, b);
	}
}

static struct value
run_chain(struct eval *eval, const struct xpath_expr *expr,
    const struct focus *focus)
{
	const struct xpath_expr *operand = expr->first;
	size_t top = eval->count;
	struct value left = xpath_run(eval, operand, focus);

	while ((operand = operand->next) != NULL && eval->err == NULL) {
		struct value right = xpath_run(eval, operand, focus);

		if (operand->op < OP_ADD)
			left = value_boolean(compare(eval, operand->op, &left,
			    &right));
		else
			left = value_number(calculate(operand->op,
			    value_to_number(eval, &left),
			    value_to_number(eval, &right)));
		eval->count = top;
	}
	return left;
}

static struct value
run_logic(struct eval *eval, const struct xpath_expr *expr,
    const struct focus *focus)
{
	const struct xpath_expr *operand = expr->first;
	bool decides = operand->next->op == OP_OR;

	for (; operand != NULL && eval->err == NULL; operand = operand->next)
		if (xpath_run_boolean(eval, operand, focus) == decides)
			return value_boolean(decides);
	return value_boolean(!decides);
}

static struct value
run_negate(struct eval *eval, const struct xpath_expr *expr,
    const struct focus *focus)
{
	return value_number(expr->number *
	    xpath_run_number(eval, expr->first, focus));
}

static struct value
run_union(struct eval *eval, const struct xpath_expr *expr,
    const struct focus *focus)
{
	const struct xpath_expr *operand = expr->first;
	size_t start = eval->count;

	for (; operand != NULL && eval->err == NULL; operand = operand->next)
		(void)xpath_run_nodes(eval, operand, focus);
	xpath_sort(eval, start);
	return value_nodes(eval, start);
}

/* ---- leaves ---- */

static struct value
run_number(struct eval *eval, const struct xpath_expr *expr,
    const struct focus *focus)
{
	(void)eval, (void)focus;
	return value_number(expr->number);
}

static struct value
run_string(struct eval *eval, const struct xpath_expr *expr,
    const struct focus *focus)
{
	(void)eval, (void)focus;
	return value_string(expr->string);
}

static struct value
run_variable(struct eval *eval, const struct xpath_expr *expr,
    const struct focus *focus)
{
	(void)focus;
	xpath_fail(eval, expr, "unknown variable \"$%.60s\"", expr->string);
	return value_string("");
}

static struct value
run_call(struct eval *eval, const struct xpath_expr *expr,
    const struct focus *focus)
{
	return expr->function->run(eval, expr, focus);
}

static struct value
run_path(struct eval *eval, const struct xpath_expr *expr,
    const struct focus *focus)
{
	size_t start = eval->count;

	if (focus->node == NULL && expr->first == NULL)
		return value_nodes(eval, start);
	if (expr->first != NULL)
		(void)xpath_run_nodes(eval, expr->first, focus);
	else
		xpath_push(eval, expr->absolute ? xpath_root(eval) :
		    focus->node);
	xpath_filter(eval, expr->predicates, start);
	xpath_steps(eval, expr->steps, start);
	return value_nodes(eval, start);
}

/* ---- running ---- */

static struct value (*const runners[EXPR_KINDS])(struct eval *,
    const struct xpath_expr *, const struct focus *) = {
	[EXPR_NUMBER] = run_number, [EXPR_STRING] = run_string,
	[EXPR_VARIABLE] = run_variable, [EXPR_CALL] = run_call,
	[EXPR_PATH] = run_path, [EXPR_LOGIC] = run_logic,
	[EXPR_CHAIN] = run_chain, [EXPR_NEGATE] = run_negate,
	[EXPR_UNION] = run_union
};

struct value
xpath_run(struct eval *eval, const struct xpath_expr *expr,
    const struct focus *focus)
{
	size_t top = eval->count;
	struct value value;

	if (!xpath_work(eval, 1))
		return value_string("");
	value = runners[expr->kind](eval, expr, focus);
	if (eval->err != NULL) {
		eval->count = top;
		return value_string("");
	}
	eval->count = top;
	if (value.type == XPATH_NODES) {
		memmove(eval->nodes + top, eval->nodes + value.start,
		    value.count * sizeof(*eval->nodes));
		value.start = top;
		eval->count += value.count;
	}
	return value;
}

static const char *const type_names[] = {
	[XPATH_STRING] = "a text", [XPATH_NUMBER] = "a number",
	[XPATH_BOOLEAN] = "true or false", [XPATH_DATE] = "a date"
};

struct value
xpath_run_nodes(struct eval *eval, const struct xpath_expr *expr,
    const struct focus *focus)
{
	struct value value = xpath_run(eval, expr, focus);

	if (value.type == XPATH_NODES)
		return value;
	xpath_fail(eval, NULL, "nodes are expected, this is %s",
	    type_names[value.type]);
	return value_nodes(eval, eval->count);
}

const char *
xpath_run_string(struct eval *eval, const struct xpath_expr *expr,
    const struct focus *focus)
{
	size_t top = eval->count;
	struct value value = xpath_run(eval, expr, focus);
	const char *s = value_to_string(eval, &value);

	/* Whoever asks for a text is going to read it. */
	(void)xpath_work(eval, strlen(s) / 64);
	eval->count = top;
	return s;
}

double
xpath_run_number(struct eval *eval, const struct xpath_expr *expr,
    const struct focus *focus)
{
	size_t top = eval->count;
	struct value value = xpath_run(eval, expr, focus);
	double number = value_to_number(eval, &value);

	eval->count = top;
	return number;
}

bool
xpath_run_boolean(struct eval *eval, const struct xpath_expr *expr,
    const struct focus *focus)
{
	size_t top = eval->count;
	struct value value = xpath_run(eval, expr, focus);

	eval->count = top;
	return value_to_boolean(eval, &value);
}

/* The result must outlive the stack, and a later change of the tree. */
static void
give(struct xpath_value *out, struct eval *eval, const struct value *value)
{
	out->type = value->type;
	out->boolean = value->boolean;
	out->number = value->number;
	if (value->string != NULL)
		out->string = arena_strdup(eval->arena, value->string);
	if (value->count == 0 || value->type != XPATH_NODES)
		return;
	out->nodes = arena_alloc_n(eval->arena, value->count,
	    sizeof(*out->nodes));
	memcpy(out->nodes, eval->nodes + value->start,
	    value->count * sizeof(*out->nodes));
	out->node_count = value->count;
}

static void
eval_start(struct eval *eval, const struct xpath_context *context)
{
	eval->context = context;
	eval->arena = context->scratch;
	eval->arena_start = arena_bytes(eval->arena);
	eval->nodes = eval->inlined;
	eval->count = 0;
	eval->capacity = XPATH_STACK_INLINE;
	eval->work = 0;
	eval->err = NULL;
	eval->root = NULL;
}

static const struct err *
eval_end(struct eval *eval)
{
	const struct xpath_form *form = eval->context->form;

	if (eval->nodes != eval->inlined)
		mem_free(eval->nodes);
	if (form != NULL && form->spent != NULL)
		*form->spent += eval->work;
	return eval->err;
}

const struct err *
xpath_eval(struct xpath_value *out, const struct xpath *xpath,
    const struct xpath_context *context)
{
	struct focus focus = { context->node, context->position,
	    context->size };
	struct eval eval;
	struct value value;

	*out = (struct xpath_value){ .string = "" };
	eval_start(&eval, context);
	value = xpath_run(&eval, xpath->top, &focus);
	if (eval.err == NULL)
		give(out, &eval, &value);
	return eval_end(&eval);
}

const struct err *
xpath_eval_seed(int64_t *out, const struct xpath *xpath,
    const struct xpath_context *context)
{
	struct focus focus = { context->node, context->position,
	    context->size };
	struct eval eval;

	eval_start(&eval, context);
	*out = xpath_run_seed(&eval, xpath->top, &focus);
	return eval_end(&eval);
}
