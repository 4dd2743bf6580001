#include <stdarg.h>
#include <string.h>

#include "formspec/xpath_parser.h"
#include "kit/base/text.h"

/* ---- words ---- */

void
parser_fail(struct parser *p, size_t at, size_t len, const char *kind, ...)
{
	va_list ap;

	if (p->failed)
		return;
	p->failed = true;
	va_start(ap, kind);
	xpath_problem_fill(p->problem, p->arena, kind, ap);
	va_end(ap);
	p->problem->at = at;
	p->problem->len = len > 0 ? len : 1;
}

void
parser_take(struct parser *p, size_t len)
{
	p->end = p->token.at + len;
	p->token = xpath_token(p->source, p->end);
}

void
parser_close(struct parser *p, const char *symbol, size_t open)
{
	if (parser_accept(p, symbol) || p->failed)
		return;
	if (p->token.kind == TOKEN_END)
		parser_fail(p, open, 1, "not-closed", *symbol == ']' ? "[" :
		    "(", symbol);
	else
		parser_fail_expected(p, open > 0 && *symbol == ')' &&
		    strchr(" (,=<>+-*|", p->source[open - 1]) == NULL ?
		    WANT_COMMA : WANT_CLOSE);
}

bool
parser_next_is(const struct parser *p, const char *symbol)
{
	const char *s = p->source + p->token.at + p->token.len;

	while (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r')
		s++;
	return *s == *symbol && strncmp(s, symbol, strlen(symbol)) == 0;
}

const char *
parser_copy(struct parser *p, size_t at, size_t len)
{
	return arena_strndup(p->arena, p->source + at, len);
}

/* ---- steps ---- */

static const char *const axis_names[AXIS_COUNT] = {
	"child", "descendant", "descendant-or-self", "attribute", "self",
	"parent", "ancestor", "ancestor-or-self", "following",
	"following-sibling", "preceding", "preceding-sibling", "namespace"
};

static const struct {
	const char *name;
	enum xpath_test test;
} node_types[] = {
	{ "node", TEST_NODE }, { "text", TEST_TEXT },
	{ "comment", TEST_COMMENT }, { "processing-instruction", TEST_PI }
};

enum { NODE_TYPES = sizeof(node_types) / sizeof(*node_types) };

bool
parser_at_node_type(const struct parser *p)
{
	for (size_t i = 0; i < NODE_TYPES; i++)
		if (parser_at(p, node_types[i].name))
			return parser_next_is(p, "(");
	return false;
}

static void
parse_axis(struct parser *p, struct xpath_step *step)
{
	const char *nearest, *name;

	if (parser_accept(p, "@")) {
		step->axis = AXIS_ATTRIBUTE;
		return;
	}
	if (p->token.kind != TOKEN_NAME || !parser_next_is(p, "::"))
		return;
	for (int i = 0; i < AXIS_COUNT; i++)
		if (parser_at(p, axis_names[i])) {
			step->axis = (uint8_t)i;
			parser_take(p, p->token.len);
			parser_take(p, p->token.len);
			return;
		}
	name = parser_copy(p, p->token.at, p->token.len);
	nearest = text_nearest(name, axis_names, AXIS_COUNT);
	parser_fail(p, p->token.at, p->token.len, "unknown-axis", name,
	    nearest);
}

static void
parse_node_type(struct parser *p, struct xpath_step *step)
{
	size_t open;

	for (size_t i = 0; i < NODE_TYPES; i++)
		if (parser_at(p, node_types[i].name))
			step->test = (uint8_t)node_types[i].test;
	parser_take(p, p->token.len);
	open = p->token.at;
	parser_take(p, p->token.len);
	if (step->test == TEST_PI && p->token.kind == TOKEN_STRING) {
		step->name = parser_copy(p, p->token.at + 1, p->token.len - 2);
		parser_take(p, p->token.len);
	}
	parser_close(p, ")", open);
}

static void
parse_name_test(struct parser *p, struct xpath_step *step)
{
	const char *text = p->source + p->token.at;
	const char *colon = memchr(text, ':', p->token.len);
	size_t prefix_len = colon ? (size_t)(colon - text) : 0;
	size_t local = colon ? prefix_len + 1 : 0;

	if (colon != NULL)
		step->prefix = parser_copy(p, p->token.at, prefix_len);
	if (text[local] == '*') {
		step->test = colon ? TEST_PREFIX : TEST_ANY;
	} else {
		step->test = TEST_NAME;
		step->name = parser_copy(p, p->token.at + local,
		    p->token.len - local);
		step->name_hash = node_name_hash(step->name);
	}
	parser_take(p, p->token.len);
}

/* Can this predicate depend on where a node stands in its set? */
static bool
may_be_positional(const struct xpath_expr *expr)
{
	if (expr->kind == EXPR_LOGIC || expr->kind == EXPR_STRING ||
	    expr->kind == EXPR_UNION)
		return false;
	if (expr->kind == EXPR_PATH)
		return expr->steps == NULL;
	if (expr->kind == EXPR_CHAIN)
		return expr->first->next->op >= OP_ADD;
	if (expr->kind == EXPR_CALL && expr->function != NULL)
		return !(expr->function->flags & (FN_BOOLEAN | FN_STRING));
	return true;
}

bool
parser_predicates(struct parser *p, struct xpath_expr **out)
{
	bool positional = false;

	while (!p->failed && parser_accept(p, "[")) {
		size_t before = p->position_calls, open = p->end - 1;

		*out = parser_expr(p);
		parser_close(p, "]", open);
		if (p->failed)
			return false;
		positional |= p->position_calls != before ||
		    may_be_positional(*out);
		out = &(*out)->next;
	}
	return positional;
}

bool
parser_at_step(const struct parser *p)
{
	return p->token.kind == TOKEN_NAME || parser_at(p, "@") ||
	    parser_at(p, ".") || parser_at(p, "..");
}

/* "[3]" needs no more than three nodes. */
static uint32_t
nodes_enough(const struct xpath_expr *predicate)
{
	if (predicate->kind != EXPR_NUMBER || !(predicate->number >= 1 &&
	    predicate->number <= 1000000))
		return 0;
	return (uint32_t)predicate->number;
}

static struct xpath_step *
parse_step(struct parser *p)
{
	struct xpath_step *step = arena_alloc(p->arena, sizeof(*step));

	if (parser_at(p, ".") || parser_at(p, "..")) {
		step->axis = p->token.len == 1 ? AXIS_SELF : AXIS_PARENT;
		step->test = TEST_NODE;
		parser_take(p, p->token.len);
		return step;
	}
	parse_axis(p, step);
	if (p->failed)
		return step;
	if (parser_at_node_type(p))
		parse_node_type(p, step);
	else if (p->token.kind == TOKEN_NAME)
		parse_name_test(p, step);
	else
		parser_fail_expected(p, WANT_NAME);
	step->positional = parser_predicates(p, &step->predicates);
	if (!p->failed && step->predicates != NULL)
		step->enough = nodes_enough(step->predicates);
	return step;
}

/*
 * "//x" is any-node/x; as long as no predicate counts, the descendants named
 * x are the same nodes, found in one walk and in order.
 */
static void
add_step(struct parser *p, struct xpath_step **last, bool any_depth)
{
	struct xpath_step *step = parse_step(p), *any;

	if (any_depth && step->axis == AXIS_CHILD && !step->positional) {
		step->axis = AXIS_DESCENDANT;
	} else if (any_depth) {
		any = arena_alloc(p->arena, sizeof(*any));
		any->axis = AXIS_DESCENDANT_OR_SELF;
		any->test = TEST_NODE;
		any->next = step;
		step = any;
	}
	*last = step;
}

void
parser_steps(struct parser *p, struct xpath_step **steps, bool any_depth)
{
	for (;;) {
		if (!p->failed && !parser_at_step(p))
			parser_fail_expected(p, WANT_NAME);
		if (p->failed)
			return;
		add_step(p, steps, any_depth);
		while (*steps != NULL)
			steps = &(*steps)->next;
		if (parser_accept(p, "//"))
			any_depth = true;
		else if (parser_accept(p, "/"))
			any_depth = false;
		else
			return;
	}
}
