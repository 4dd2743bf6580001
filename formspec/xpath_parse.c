#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formspec/xpath_tree.h"
#include "kit/base/text.h"

struct parser {
	struct arena *arena;
	const char *source;
	struct token token;		/* the next one, not yet taken */
	size_t end;			/* where the last one taken ended */
	unsigned depth;
	bool open;			/* what is unknown waits for evaluation */
	bool failed, is_volatile;
	size_t position_calls;		/* position() and last(), so far */
	struct xpath_problem *problem;
};

static struct xpath_expr *parse_expr(struct parser *p);

/* ---- words ---- */

static void PRINTF_LIKE(4, 5)
fail(struct parser *p, size_t at, size_t len, const char *fmt, ...)
{
	va_list ap;

	if (p->failed)
		return;
	p->failed = true;
	p->problem->at = at;
	p->problem->len = len > 0 ? len : 1;
	va_start(ap, fmt);
	vsnprintf(p->problem->msg, sizeof(p->problem->msg), fmt, ap);
	va_end(ap);
}

static void
fail_bad_token(struct parser *p)
{
	const char *s = p->source + p->token.at;

	if (*s == '"' || *s == '\'')
		fail(p, p->token.at, p->token.len,
		    "text without its closing %s quote",
		    *s == '"' ? "double" : "single");
	else
		fail(p, p->token.at, 1, "unexpected character \"%c\"", *s);
}

static void
fail_expected(struct parser *p, const char *what)
{
	if (p->token.kind == TOKEN_BAD)
		fail_bad_token(p);
	else if (p->token.kind == TOKEN_END)
		fail(p, p->token.at, 0, "expected %s at the end", what);
	else
		fail(p, p->token.at, p->token.len, "expected %s, found \"%.*s\"",
		    what, p->token.len > 60 ? 60 : (int)p->token.len,
		    p->source + p->token.at);
}

/* Take the first len bytes of the token; what is left is read afresh. */
static void
take(struct parser *p, size_t len)
{
	p->end = p->token.at + len;
	p->token = xpath_token(p->source, p->end);
}

static bool
token_is(const struct parser *p, const char *text)
{
	return p->token.kind != TOKEN_STRING && p->token.kind != TOKEN_END &&
	    p->token.len == strlen(text) &&
	    memcmp(p->source + p->token.at, text, p->token.len) == 0;
}

static bool
accept(struct parser *p, const char *symbol)
{
	if (p->failed || !token_is(p, symbol))
		return false;
	take(p, p->token.len);
	return true;
}

static void
expect(struct parser *p, const char *symbol, const char *what)
{
	if (!accept(p, symbol) && !p->failed)
		fail_expected(p, what);
}

static bool
next_is(const struct parser *p, const char *symbol)
{
	struct token token = xpath_token(p->source,
	    p->token.at + p->token.len);

	return token.kind == TOKEN_SYMBOL && token.len == strlen(symbol) &&
	    memcmp(p->source + token.at, symbol, token.len) == 0;
}

static const char *
copy(struct parser *p, size_t at, size_t len)
{
	return arena_strndup(p->arena, p->source + at, len);
}

static struct xpath_expr *
new_expr(struct parser *p, enum xpath_kind kind)
{
	struct xpath_expr *expr = arena_alloc(p->arena, sizeof(*expr));

	expr->kind = kind;
	expr->at = p->token.at;
	return expr;
}

static struct xpath_expr *
close_expr(struct parser *p, struct xpath_expr *expr)
{
	expr->len = p->end > expr->at ? p->end - expr->at : 1;
	return expr;
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

static bool
at_node_type(const struct parser *p)
{
	for (size_t i = 0; i < NODE_TYPES; i++)
		if (token_is(p, node_types[i].name))
			return next_is(p, "(");
	return false;
}

static void
parse_axis(struct parser *p, struct xpath_step *step)
{
	const char *nearest, *name;

	if (accept(p, "@")) {
		step->axis = AXIS_ATTRIBUTE;
		return;
	}
	if (p->token.kind != TOKEN_NAME || !next_is(p, "::"))
		return;
	for (int i = 0; i < AXIS_COUNT; i++)
		if (token_is(p, axis_names[i])) {
			step->axis = (enum xpath_axis)i;
			take(p, p->token.len);
			take(p, p->token.len);
			return;
		}
	name = copy(p, p->token.at, p->token.len);
	nearest = text_nearest(name, axis_names, AXIS_COUNT);
	fail(p, p->token.at, p->token.len, nearest ?
	    "unknown axis \"%.60s\" (did you mean \"%s\"?)" :
	    "unknown axis \"%.60s\"", name, nearest);
}

static void
parse_node_type(struct parser *p, struct xpath_step *step)
{
	for (size_t i = 0; i < NODE_TYPES; i++)
		if (token_is(p, node_types[i].name))
			step->test = node_types[i].test;
	take(p, p->token.len);
	take(p, p->token.len);
	if (step->test == TEST_PI && p->token.kind == TOKEN_STRING) {
		step->name = copy(p, p->token.at + 1, p->token.len - 2);
		take(p, p->token.len);
	}
	expect(p, ")", "\")\"");
}

static void
parse_name_test(struct parser *p, struct xpath_step *step)
{
	const char *text = p->source + p->token.at;
	const char *colon = memchr(text, ':', p->token.len);
	size_t prefix_len = colon ? (size_t)(colon - text) : 0;
	size_t local = colon ? prefix_len + 1 : 0;

	if (colon != NULL)
		step->prefix = copy(p, p->token.at, prefix_len);
	if (text[local] == '*') {
		step->test = colon ? TEST_PREFIX : TEST_ANY;
	} else {
		step->test = TEST_NAME;
		step->name = copy(p, p->token.at + local,
		    p->token.len - local);
	}
	take(p, p->token.len);
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

/* "[...]" as often as it stands here; true when one may be positional. */
static bool
parse_predicates(struct parser *p, struct xpath_expr **out)
{
	bool positional = false;

	while (!p->failed && accept(p, "[")) {
		size_t before = p->position_calls;

		*out = parse_expr(p);
		expect(p, "]", "\"]\"");
		if (p->failed)
			return false;
		positional |= p->position_calls != before ||
		    may_be_positional(*out);
		out = &(*out)->next;
	}
	return positional;
}

static bool
at_step(const struct parser *p)
{
	return p->token.kind == TOKEN_NAME || token_is(p, "@") ||
	    token_is(p, ".") || token_is(p, "..");
}

static struct xpath_step *
parse_step(struct parser *p)
{
	struct xpath_step *step = arena_alloc(p->arena, sizeof(*step));

	if (token_is(p, ".") || token_is(p, "..")) {
		step->axis = p->token.len == 1 ? AXIS_SELF : AXIS_PARENT;
		step->test = TEST_NODE;
		take(p, p->token.len);
		return step;
	}
	parse_axis(p, step);
	if (p->failed)
		return step;
	if (at_node_type(p))
		parse_node_type(p, step);
	else if (p->token.kind == TOKEN_NAME)
		parse_name_test(p, step);
	else
		fail_expected(p, "a name");
	step->positional = parse_predicates(p, &step->predicates);
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

/* The first step is there; any_depth: "//" stood in front of it. */
static void
parse_steps(struct parser *p, struct xpath_step **steps, bool any_depth)
{
	for (;;) {
		if (!p->failed && !at_step(p))
			fail_expected(p, "a name");
		if (p->failed)
			return;
		add_step(p, steps, any_depth);
		while (*steps != NULL)
			steps = &(*steps)->next;
		if (accept(p, "//"))
			any_depth = true;
		else if (accept(p, "/"))
			any_depth = false;
		else
			return;
	}
}

/* ---- primaries ---- */

/* A problem of a call: at once or, in an open expression, when it is run. */
static void PRINTF_LIKE(4, 5)
fail_call(struct parser *p, struct xpath_expr *call, size_t len,
    const char *fmt, ...)
{
	char text[sizeof(p->problem->msg)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (p->open && !p->failed)
		call->problem = arena_strdup(p->arena, text);
	else
		fail(p, call->at, len, "%s", text);
}

static void
check_arity(struct parser *p, struct xpath_expr *call, unsigned count)
{
	const struct xpath_function *f = call->function;
	const char *few = f->args_min == f->args_max ? "" : "at least ";

	if (count < f->args_min)
		fail_call(p, call, call->len, "%s() needs %s%u argument%s, "
		    "%u given", f->name, few, f->args_min,
		    f->args_min == 1 ? "" : "s", count);
	else if (count > f->args_max && f->args_max == 0)
		fail_call(p, call, call->len, "%s() takes no argument, "
		    "%u given", f->name, count);
	else if (f->args_max != XPATH_ARGS_ANY && count > f->args_max)
		fail_call(p, call, call->len, "%s() takes %s%u argument%s, "
		    "%u given", f->name, *few ? "at most " : "", f->args_max,
		    f->args_max == 1 ? "" : "s", count);
}

static void
find_function(struct parser *p, struct xpath_expr *call, size_t name_len)
{
	const char *nearest;

	call->function = xpath_function_find(call->string, &nearest);
	if (call->function != NULL) {
		p->is_volatile |= (call->function->flags & FN_VOLATILE) != 0;
		p->position_calls += (call->function->flags & FN_POSITION) != 0;
	} else {
		fail_call(p, call, name_len, nearest ?
		    "unknown function \"%.60s\" (did you mean \"%s\"?)" :
		    "unknown function \"%.60s\"", call->string, nearest);
	}
}

static struct xpath_expr *
parse_call(struct parser *p)
{
	struct xpath_expr *call = new_expr(p, EXPR_CALL);
	struct xpath_expr **arg = &call->first;
	unsigned count = 0;

	call->string = copy(p, p->token.at, p->token.len);
	find_function(p, call, p->token.len);
	take(p, p->token.len);
	take(p, p->token.len);
	if (!accept(p, ")")) {
		do {
			*arg = parse_expr(p);
			if (p->failed)
				return call;
			arg = &(*arg)->next;
			count++;
		} while (accept(p, ","));
		expect(p, ")", "\",\" or \")\"");
	}
	close_expr(p, call);
	if (call->function == NULL || p->failed)
		return call;
	check_arity(p, call, count);
	p->is_volatile |= (call->function->flags & FN_VOLATILE_UNSEEDED) &&
	    count < call->function->args_max;
	return call;
}

static struct xpath_expr *
parse_literal(struct parser *p)
{
	struct token token = p->token;
	struct xpath_expr *expr;

	if (token.kind == TOKEN_NUMBER) {
		expr = new_expr(p, EXPR_NUMBER);
		expr->number = strtod(copy(p, token.at, token.len), NULL);
	} else if (token.kind == TOKEN_STRING) {
		expr = new_expr(p, EXPR_STRING);
		expr->string = copy(p, token.at + 1, token.len - 2);
	} else {
		expr = new_expr(p, EXPR_VARIABLE);
		expr->string = copy(p, token.at + 1, token.len - 1);
		if (!p->open)
			fail(p, token.at, token.len, "unknown variable "
			    "\"$%.60s\" (an answer is written ${%.60s})",
			    expr->string, expr->string);
	}
	take(p, token.len);
	return close_expr(p, expr);
}

static struct xpath_expr *
parse_primary(struct parser *p)
{
	struct xpath_expr *expr;

	if (p->token.kind == TOKEN_NAME)
		return parse_call(p);
	if (!accept(p, "("))
		return parse_literal(p);
	expr = parse_expr(p);
	expect(p, ")", "\")\"");
	return expr;
}

static bool
at_primary(const struct parser *p)
{
	if (p->token.kind == TOKEN_NAME)
		return next_is(p, "(") && !at_node_type(p);
	return p->token.kind == TOKEN_NUMBER ||
	    p->token.kind == TOKEN_STRING ||
	    p->token.kind == TOKEN_VARIABLE || token_is(p, "(");
}

/* A primary, with predicates and steps behind it if there are any. */
static struct xpath_expr *
parse_filter(struct parser *p)
{
	struct xpath_expr *path = new_expr(p, EXPR_PATH);

	path->base = parse_primary(p);
	parse_predicates(p, &path->predicates);
	if (accept(p, "//"))
		parse_steps(p, &path->steps, true);
	else if (accept(p, "/"))
		parse_steps(p, &path->steps, false);
	if (p->failed || (path->predicates == NULL && path->steps == NULL))
		return path->base;
	return close_expr(p, path);
}

static struct xpath_expr *
parse_path(struct parser *p)
{
	struct xpath_expr *path;

	if (at_primary(p))
		return parse_filter(p);
	path = new_expr(p, EXPR_PATH);
	if (accept(p, "//")) {
		path->absolute = true;
		parse_steps(p, &path->steps, true);
	} else if (accept(p, "/")) {
		path->absolute = true;
		if (at_step(p))
			parse_steps(p, &path->steps, false);
	} else if (at_step(p)) {
		parse_steps(p, &path->steps, false);
	} else {
		fail_expected(p, "a value");
	}
	return close_expr(p, path);
}

/* ---- operators ---- */

static struct xpath_expr *
parse_union(struct parser *p)
{
	struct xpath_expr *first = parse_path(p), *all, **end;

	if (p->failed || !token_is(p, "|"))
		return first;
	all = new_expr(p, EXPR_UNION);
	all->at = first->at;
	all->first = first;
	end = &first->next;
	while (!p->failed && accept(p, "|")) {
		*end = parse_path(p);
		(*end)->op = OP_UNION;
		end = &(*end)->next;
	}
	return close_expr(p, all);
}

static struct xpath_expr *
parse_unary(struct parser *p)
{
	struct xpath_expr *negate = new_expr(p, EXPR_NEGATE), *operand;
	size_t count = 0;

	while (accept(p, "-"))
		count++;
	operand = parse_union(p);
	if (count == 0)
		return operand;
	/* Two signs leave the value, but make a number of it. */
	negate->first = operand;
	negate->number = count % 2 ? -1 : 1;
	return close_expr(p, negate);
}

static const struct {
	const char *text;
	enum xpath_operator op;
	unsigned level;
} operators[] = {
	{ "or", OP_OR, 0 }, { "and", OP_AND, 1 },
	{ "=", OP_EQ, 2 }, { "!=", OP_NE, 2 },
	{ "<", OP_LT, 3 }, { "<=", OP_LE, 3 }, { ">", OP_GT, 3 },
	{ ">=", OP_GE, 3 },
	{ "+", OP_ADD, 4 }, { "-", OP_SUB, 4 },
	{ "*", OP_MUL, 5 }, { "div", OP_DIV, 5 }, { "mod", OP_MOD, 5 }
};

enum {
	OPERATORS = sizeof(operators) / sizeof(*operators), LEVELS = 6
};

/*
 * Where an operator stands, "and5" or "mod-2" can only be an operator and
 * what follows it, although they look like names. A word that stands apart
 * ("a order b") is taken as a mistake.
 */
static size_t
operator_len(const struct parser *p, const char *text)
{
	size_t len = strlen(text);
	const char *s = p->source + p->token.at;

	if (token_is(p, text))
		return len;
	if (p->token.kind != TOKEN_NAME || p->token.len <= len ||
	    *text < 'a' || memcmp(s, text, len) != 0)
		return 0;
	if (!p->token.spaced || strchr("-.:0123456789", s[len]) != NULL)
		return len;
	return 0;
}

static enum xpath_operator
accept_operator(struct parser *p, unsigned level)
{
	for (size_t i = 0; !p->failed && i < OPERATORS; i++) {
		size_t len = operators[i].level == level ?
		    operator_len(p, operators[i].text) : 0;

		if (len > 0) {
			take(p, len);
			return operators[i].op;
		}
	}
	return OP_NONE;
}

static struct xpath_expr *
parse_level(struct parser *p, unsigned level)
{
	struct xpath_expr *first, *chain, **end;
	enum xpath_operator op;

	if (level == LEVELS)
		return parse_unary(p);
	first = parse_level(p, level + 1);
	op = accept_operator(p, level);
	if (op == OP_NONE)
		return first;
	chain = new_expr(p, level < 2 ? EXPR_LOGIC : EXPR_CHAIN);
	chain->at = first->at;
	chain->first = first;
	end = &first->next;
	for (; op != OP_NONE; op = accept_operator(p, level)) {
		*end = parse_level(p, level + 1);
		(*end)->op = op;
		end = &(*end)->next;
	}
	return close_expr(p, chain);
}

static struct xpath_expr *
parse_expr(struct parser *p)
{
	struct xpath_expr *expr;

	if (p->depth >= XPATH_DEPTH_MAX) {
		fail(p, p->token.at, p->token.len,
		    "more than %d brackets inside each other", XPATH_DEPTH_MAX);
		return new_expr(p, EXPR_NUMBER);
	}
	p->depth++;
	expr = parse_level(p, 0);
	p->depth--;
	return expr;
}

static void
check_source(struct parser *p)
{
	size_t len = strlen(p->source);

	if (len > XPATH_SOURCE_BYTES_MAX)
		fail(p, 0, 0, "an expression of more than %d KB",
		    XPATH_SOURCE_BYTES_MAX >> 10);
	else if (!text_is_valid(slice_str(p->source)))
		fail(p, 0, 0, "not UTF-8");
}

static struct xpath *
parse(struct parser *p)
{
	struct xpath *xpath;

	check_source(p);
	if (p->failed)
		return NULL;
	xpath = arena_alloc(p->arena, sizeof(*xpath));
	xpath->source = arena_strdup(p->arena, p->source);
	p->token = xpath_token(p->source, 0);
	if (p->token.kind == TOKEN_END)
		fail(p, 0, 0, "an empty expression");
	else
		xpath->top = parse_expr(p);
	if (!p->failed && p->token.kind != TOKEN_END)
		fail_expected(p, "an operator");
	xpath->is_volatile = p->is_volatile;
	return p->failed ? NULL : xpath;
}

struct xpath *
xpath_parse(struct arena *arena, const char *source,
    struct xpath_problem *problem)
{
	struct parser p = { .arena = arena, .source = source,
	    .problem = problem };

	return parse(&p);
}

struct xpath *
xpath_parse_open(struct arena *arena, const char *source,
    struct xpath_problem *problem)
{
	struct parser p = { .arena = arena, .source = source,
	    .open = true, .problem = problem };

	return parse(&p);
}

bool
xpath_is_volatile(const struct xpath *xpath)
{
	return xpath->is_volatile;
}
