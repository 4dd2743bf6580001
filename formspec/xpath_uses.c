/*
 * What an expression says about single answers: "${a} = 'yes'",
 * "selected(${a}, 'yes')", and names that lack their ${}. For warnings: where
 * it is not plain what is meant, nothing is reported.
 */
#include <string.h>

#include "formspec/xpath_tree.h"

struct uses {
	struct buf path;		/* of what is looked at now */
	char number[400];		/* the same as text */
	const char *context;
	void (*visit)(void *data, const struct xpath_use *use);
	void *data;
	bool must;
};

static bool
is_call(const struct xpath_expr *expr, const char *name)
{
	return expr != NULL && expr->kind == EXPR_CALL &&
	    strcmp(expr->string, name) == 0;
}

/* Append the steps to a path; false: they say more than which node. */
static bool
add_steps(struct buf *path, const struct xpath_step *step)
{
	for (; step != NULL; step = step->next) {
		if (step->predicates != NULL)
			return false;
		if (step->axis == AXIS_CHILD && step->test == TEST_NAME) {
			buf_add_byte(path, '/');
			buf_add(path, step->name);
		} else if (step->axis == AXIS_PARENT && path->len > 0) {
			while (path->data[--path->len] != '/')
				;
		} else if (step->axis != AXIS_SELF) {
			return false;
		}
	}
	return true;
}

/* The path of ${name}, as it was resolved; NULL: anything else. */
static const char *
answer_path(struct uses *u, const struct xpath_expr *expr)
{
	if (expr->kind != EXPR_PATH || expr->predicates != NULL ||
	    (expr->first != NULL && !is_call(expr->first, "current")))
		return NULL;
	buf_reset(&u->path);
	if (!expr->absolute)
		buf_add(&u->path, u->context);
	if (!add_steps(&u->path, expr->steps))
		return NULL;
	/* A parent cuts: the text ends where the path does. */
	buf_append(&u->path, "", 1);
	return buf_str(&u->path);
}

/* "name" alone: a child of the answer, which has none. */
static const char *
bare_name(const struct xpath_expr *expr)
{
	const struct xpath_step *step = expr->steps;

	if (expr->kind != EXPR_PATH || expr->absolute || expr->first != NULL ||
	    step == NULL || step->next != NULL || step->predicates != NULL ||
	    step->axis != AXIS_CHILD || step->test != TEST_NAME ||
	    step->prefix != NULL)
		return NULL;
	return step->name;
}

static void
report(struct uses *u, struct xpath_use use, const struct xpath_expr *at)
{
	use.at = at->at;
	use.len = at->len;
	use.must = u->must;
	u->visit(u->data, &use);
}

/* What is written there as text, be it a number. */
static const char *
literal(struct uses *u, const struct xpath_expr *expr)
{
	if (expr->kind == EXPR_STRING)
		return expr->string;
	xpath_number_text(u->number, expr->number);
	return u->number;
}

static void
use_pair(struct uses *u, enum xpath_use_kind kind, const char *order,
    const struct xpath_expr *answer, const struct xpath_expr *value)
{
	struct xpath_use use = { .kind = kind, .order = order,
	    .text = value->kind == EXPR_STRING };

	if (value->kind != EXPR_STRING && value->kind != EXPR_NUMBER)
		return;
	use.path = answer_path(u, answer);
	use.value = literal(u, value);
	if (use.path != NULL)
		report(u, use, value);
}

static void
use_chain(struct uses *u, const struct xpath_expr *expr)
{
	static const struct {
		enum xpath_operator op;
		enum xpath_use_kind kind;
		const char *order, *swapped;
	} orders[] = {
		{ OP_EQ, XPATH_USE_EQUAL, "=", "=" },
		{ OP_NE, XPATH_USE_UNEQUAL, "!=", "!=" },
		{ OP_LT, XPATH_USE_ORDER, "<", ">" },
		{ OP_LE, XPATH_USE_ORDER, "<=", ">=" },
		{ OP_GT, XPATH_USE_ORDER, ">", "<" },
		{ OP_GE, XPATH_USE_ORDER, ">=", "<=" }
	};
	const struct xpath_expr *a = expr->first, *b = a->next;

	for (size_t i = 0; i < sizeof(orders) / sizeof(*orders); i++) {
		if (b->next != NULL || b->op != orders[i].op)
			continue;
		use_pair(u, orders[i].kind, orders[i].order, a, b);
		use_pair(u, orders[i].kind, orders[i].swapped, b, a);
	}
}

static void
use_expr(struct uses *u, const struct xpath_expr *expr)
{
	const char *name = bare_name(expr);
	bool must = u->must;

	if (name != NULL)
		report(u, (struct xpath_use){ .kind = XPATH_USE_BARE,
		    .value = name }, expr);
	if (expr->kind == EXPR_CHAIN)
		use_chain(u, expr);
	if ((is_call(expr, "selected") || is_call(expr, "is-selected")) &&
	    expr->first != NULL && expr->first->next != NULL)
		use_pair(u, XPATH_USE_SELECTED, "=", expr->first,
		    expr->first->next);
	/* What stands in predicates is about other nodes. */
	for (const struct xpath_expr *e = expr->first; e; e = e->next) {
		u->must = must && (expr->kind == EXPR_PATH ||
		    (expr->kind == EXPR_LOGIC &&
		    expr->first->next->op == OP_AND));
		use_expr(u, e);
	}
	u->must = must;
}

void
xpath_uses(const struct xpath *xpath, const char *context_path,
    void (*visit)(void *data, const struct xpath_use *use), void *data)
{
	struct uses uses;

	uses.path = (struct buf)BUF_INIT;
	uses.context = context_path;
	uses.visit = visit;
	uses.data = data;
	uses.must = true;
	use_expr(&uses, xpath->top);
	buf_free(&uses.path);
}
