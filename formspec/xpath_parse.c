#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "formspec/xpath_parser.h"
#include "kit/base/map.h"
#include "kit/base/text.h"

/* As many digits make a whole number that a double holds exactly. */
enum { EXACT_DIGITS = 15 };

static struct xpath_expr *
new_expr(struct parser *p, enum xpath_kind kind)
{
	struct xpath_expr *expr = arena_alloc(p->arena, sizeof(*expr));

	expr->kind = (uint8_t)kind;
	expr->at = (uint32_t)p->token.at;
	return expr;
}

static struct xpath_expr *
close_expr(struct parser *p, struct xpath_expr *expr)
{
	expr->len = p->end > expr->at ? (uint32_t)p->end - expr->at : 1;
	return expr;
}

/* ---- primaries ---- */

static struct value
run_problem(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	(void)focus;
	xpath_fail(eval, NULL, "%s", call->function->name);
	return value_string("");
}

/* A function of the call's own, whose name is what is wrong with it. */
static const struct xpath_function *
problem_function(struct parser *p, const char *msg)
{
	struct xpath_function *own = arena_alloc(p->arena, sizeof(*own));

	own->name = arena_strdup(p->arena, msg);
	own->args_max = XPATH_ARGS_ANY;
	own->run = run_problem;
	return own;
}

/* A problem of a call: at once or, in an open expression, when it is run. */
static void
fail_call(struct parser *p, struct xpath_expr *call, size_t len,
    const char *kind, ...)
{
	struct xpath_problem problem;
	va_list ap;

	if (p->failed)
		return;
	va_start(ap, kind);
	xpath_problem_fill(&problem, p->arena, kind, ap);
	va_end(ap);
	if (p->open) {
		call->function = problem_function(p, problem.msg);
		return;
	}
	p->failed = true;
	*p->problem = problem;
	p->problem->at = call->at;
	p->problem->len = len;
}

static void
check_arity(struct parser *p, struct xpath_expr *call, unsigned count)
{
	const struct xpath_function *f = call->function;
	bool exact = f->args_min == f->args_max;

	if (count < f->args_min)
		fail_call(p, call, call->len, exact ? "arguments-needed" :
		    "arguments-few", f->name, f->args_min, count);
	else if (count > f->args_max && f->args_max == 0)
		fail_call(p, call, call->len, "arguments-none", f->name,
		    count);
	else if (f->args_max != XPATH_ARGS_ANY && count > f->args_max)
		fail_call(p, call, call->len, exact ? "arguments-needed" :
		    "arguments-many", f->name, f->args_max, count);
}

static void
find_function(struct parser *p, struct xpath_expr *call, size_t name_len)
{
	const char *nearest, *word;

	call->function = xpath_function_find(call->string, &nearest);
	if (call->function != NULL) {
		p->is_volatile |= (call->function->flags & FN_VOLATILE) != 0;
		p->position_calls += (call->function->flags & FN_POSITION) != 0;
		if (call->function->flags & FN_ELSEWHERE)
			p->elsewhere = call->string;
		return;
	}
	word = xpath_operator_meant(call->string);
	if (word != NULL)
		fail_call(p, call, name_len, "operator-called", call->string,
		    word);
	else
		fail_call(p, call, name_len, "unknown-function", call->string,
		    nearest);
}

static struct xpath_expr *
parse_call(struct parser *p)
{
	struct xpath_expr *call = new_expr(p, EXPR_CALL);
	struct xpath_expr **arg = &call->first;
	unsigned count = 0;
	size_t open;

	call->string = parser_copy(p, p->token.at, p->token.len);
	find_function(p, call, p->token.len);
	parser_take(p, p->token.len);
	open = p->token.at;
	parser_take(p, p->token.len);
	if (!parser_accept(p, ")")) {
		do {
			*arg = parser_expr(p);
			if (p->failed)
				return call;
			arg = &(*arg)->next;
			count++;
		} while (parser_accept(p, ","));
		parser_close(p, ")", open);
	}
	close_expr(p, call);
	if (p->failed)
		return call;
	p->is_volatile |= (call->function->flags & FN_VOLATILE_UNSEEDED) &&
	    count < call->function->args_max;
	check_arity(p, call, count);
	return call;
}

/* Most numbers are small and whole; the rest is what strtod() is there for. */
static double
read_number(struct parser *p, struct token token)
{
	const char *s = p->source + token.at;
	double number = 0;

	for (size_t i = 0; i < token.len; i++) {
		if (s[i] < '0' || s[i] > '9' || i == EXACT_DIGITS)
			return strtod(parser_copy(p, token.at, token.len),
			    NULL);
		number = number * 10 + (s[i] - '0');
	}
	return number;
}

static struct xpath_expr *
parse_literal(struct parser *p)
{
	struct token token = p->token;
	struct xpath_expr *expr;

	if (token.kind == TOKEN_NUMBER) {
		expr = new_expr(p, EXPR_NUMBER);
		expr->number = read_number(p, token);
	} else if (token.kind == TOKEN_STRING) {
		expr = new_expr(p, EXPR_STRING);
		expr->string = parser_copy(p, token.at + 1, token.len - 2);
	} else {
		expr = new_expr(p, EXPR_VARIABLE);
		expr->string = parser_copy(p, token.at + 1, token.len - 1);
		if (!p->open)
			parser_fail(p, token.at, token.len, "bare-dollar",
			    expr->string, expr->string);
	}
	parser_take(p, token.len);
	return close_expr(p, expr);
}

static struct xpath_expr *
parse_primary(struct parser *p)
{
	struct xpath_expr *expr;
	size_t open = p->token.at;

	if (p->token.kind == TOKEN_NAME)
		return parse_call(p);
	if (!parser_accept(p, "("))
		return parse_literal(p);
	expr = parser_expr(p);
	parser_close(p, ")", open);
	return expr;
}

static bool
at_primary(const struct parser *p)
{
	if (p->token.kind == TOKEN_NAME)
		return parser_next_is(p, "(") && !parser_at_node_type(p);
	return p->token.kind == TOKEN_NUMBER ||
	    p->token.kind == TOKEN_STRING ||
	    p->token.kind == TOKEN_VARIABLE || parser_at(p, "(");
}

/* A primary, with predicates and steps behind it if there are any. */
static struct xpath_expr *
parse_filter(struct parser *p)
{
	uint32_t at = (uint32_t)p->token.at;
	struct xpath_expr *base = parse_primary(p), *path;

	if (p->failed || (!parser_at(p, "[") && !parser_at(p, "/") &&
	    !parser_at(p, "//")))
		return base;
	path = new_expr(p, EXPR_PATH);
	path->at = at;
	path->first = base;
	parser_predicates(p, &path->predicates);
	if (parser_accept(p, "//"))
		parser_steps(p, &path->steps, true);
	else if (parser_accept(p, "/"))
		parser_steps(p, &path->steps, false);
	return close_expr(p, path);
}

static void
parse_from_root(struct parser *p, struct xpath_expr *path)
{
	path->absolute = true;
	if (parser_accept(p, "//")) {
		parser_steps(p, &path->steps, true);
		return;
	}
	parser_take(p, strlen("/"));
	if (parser_at_step(p))
		parser_steps(p, &path->steps, false);
}

/* The steps of a path that an expression before this one named are its own. */
static void
parse_shared_path(struct parser *p, struct xpath_expr *path)
{
	const char *s = p->source + p->token.at;
	size_t len = p->paths != NULL ? xpath_plain_path(s) : 0;
	struct slice text = slice_of(s, len);
	struct xpath_step *steps = len > 0 ? map_get_slice(p->paths, text) :
	    NULL;

	if (steps != NULL) {
		path->absolute = true;
		path->steps = steps;
		parser_take(p, len);
		return;
	}
	parse_from_root(p, path);
	if (len == 0 || p->failed)
		return;
	path->steps->whole = arena_slice(p->arena, text);
	map_set_kept(p->paths, path->steps->whole, path->steps);
}

static struct xpath_expr *
parse_path(struct parser *p)
{
	struct xpath_expr *path;

	if (at_primary(p))
		return parse_filter(p);
	path = new_expr(p, EXPR_PATH);
	if (parser_at(p, "/") || parser_at(p, "//")) {
		parse_shared_path(p, path);
	} else if (parser_at_step(p)) {
		parser_steps(p, &path->steps, false);
	} else {
		parser_fail_expected(p, WANT_VALUE);
	}
	return close_expr(p, path);
}

/* ---- operators ---- */

static struct xpath_expr *
parse_union(struct parser *p)
{
	struct xpath_expr *first = parse_path(p), *all, **end;

	if (p->failed || !parser_at(p, "|"))
		return first;
	all = new_expr(p, EXPR_UNION);
	all->at = first->at;
	all->first = first;
	end = &first->next;
	while (!p->failed && parser_accept(p, "|")) {
		*end = parse_path(p);
		(*end)->op = OP_UNION;
		end = &(*end)->next;
	}
	return close_expr(p, all);
}

static struct xpath_expr *
parse_unary(struct parser *p)
{
	struct xpath_expr *negate;
	size_t count = 0;

	if (!parser_at(p, "-"))
		return parse_union(p);
	negate = new_expr(p, EXPR_NEGATE);
	while (parser_accept(p, "-"))
		count++;
	/* Two signs leave the value, but make a number of it. */
	negate->first = parse_union(p);
	negate->number = count % 2 ? -1 : 1;
	return close_expr(p, negate);
}

/* The higher the level, the closer it binds. */
static const struct operator {
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

enum { OPERATORS = sizeof(operators) / sizeof(*operators) };

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

	if (parser_at(p, text))
		return len;
	if (p->token.kind != TOKEN_NAME || p->token.len <= len ||
	    *text < 'a' || memcmp(s, text, len) != 0)
		return 0;
	if (!p->token.spaced || strchr("-.:0123456789", s[len]) != NULL)
		return len;
	return 0;
}

/* Most tokens are no operator at any level: a glance at the first byte. */
static bool
may_be_operator(const struct parser *p)
{
	switch (p->source[p->token.at]) {
	case 'o': case 'a': case 'd': case 'm':
	case '=': case '!': case '<': case '>':
	case '+': case '-': case '*':
		return true;
	default:
		return false;
	}
}

/* The operator that the token begins with, if it does. */
static void
find_operator(struct parser *p)
{
	char first = p->source[p->token.at];

	p->operator = NULL;
	if (p->failed || !may_be_operator(p))
		return;
	for (size_t i = 0; i < OPERATORS; i++) {
		size_t len = *operators[i].text == first ?
		    operator_len(p, operators[i].text) : 0;

		if (len > 0) {
			p->operator = &operators[i];
			p->operator_len = len;
			return;
		}
	}
}

static struct xpath_expr *parse_operands(struct parser *p, unsigned level);

/* "first op b op c": all operators of one level that follow each other. */
static struct xpath_expr *
parse_chain(struct parser *p, struct xpath_expr *first, unsigned level)
{
	struct xpath_expr *chain = new_expr(p,
	    level < 2 ? EXPR_LOGIC : EXPR_CHAIN);
	struct xpath_expr **end = &first->next;

	chain->at = first->at;
	chain->first = first;
	while (p->operator != NULL && p->operator->level == level) {
		const struct operator *operator = p->operator;

		parser_take(p, p->operator_len);
		*end = parse_operands(p, level + 1);
		(*end)->op = (uint8_t)operator->op;
		end = &(*end)->next;
	}
	return close_expr(p, chain);
}

/* Operands and the operators between them that bind at least that close. */
static struct xpath_expr *
parse_operands(struct parser *p, unsigned level)
{
	struct xpath_expr *expr = parse_unary(p);

	find_operator(p);
	while (p->operator != NULL && p->operator->level >= level)
		expr = parse_chain(p, expr, p->operator->level);
	return expr;
}

struct xpath_expr *
parser_expr(struct parser *p)
{
	struct xpath_expr *expr;

	if (p->depth >= XPATH_DEPTH_MAX) {
		parser_fail(p, p->token.at, p->token.len, "too-nested",
		    (unsigned)XPATH_DEPTH_MAX);
		return new_expr(p, EXPR_NUMBER);
	}
	p->depth++;
	expr = parse_operands(p, 0);
	p->depth--;
	return expr;
}

static void
check_source(struct parser *p)
{
	size_t len = strlen(p->source);

	if (len > XPATH_SOURCE_BYTES_MAX)
		parser_fail(p, 0, 0, "too-long",
		    (unsigned)XPATH_SOURCE_BYTES_MAX >> 10);
	else if (!text_is_valid(slice_str(p->source)))
		parser_fail(p, 0, 0, "not-utf8");
}

static struct xpath *
parse(struct parser *p)
{
	struct xpath *xpath;

	check_source(p);
	if (p->failed)
		return NULL;
	xpath = arena_alloc(p->arena, sizeof(*xpath));
	p->token = xpath_token(p->source, 0);
	if (p->token.kind == TOKEN_END)
		parser_fail(p, 0, 0, "empty-expression");
	else
		xpath->top = parser_expr(p);
	if (!p->failed && p->token.kind != TOKEN_END)
		parser_fail_expected(p, WANT_OPERATOR);
	xpath->is_volatile = p->is_volatile;
	xpath->elsewhere = p->elsewhere;
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
xpath_parse_shared(struct arena *arena, struct map *paths, const char *source,
    struct xpath_problem *problem)
{
	struct parser p = { .arena = arena, .paths = paths, .source = source,
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

const char *
xpath_elsewhere(const struct xpath *xpath)
{
	return xpath->elsewhere;
}

bool
xpath_is_volatile(const struct xpath *xpath)
{
	return xpath->is_volatile;
}
