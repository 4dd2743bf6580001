#include "formspec/xpath_words.h"

#include <string.h>

#include "formspec/xpath_tree.h"

enum { CLAUSES_MAX = 8, VALUES_MAX = 12, NESTING_MAX = 4 };

enum verb {
	VERB_IS, VERB_IS_NOT, VERB_LESS, VERB_AT_LEAST, VERB_MORE,
	VERB_AT_MOST, VERB_GIVEN, VERB_NOT_GIVEN, VERB_INCLUDES,
	VERB_INCLUDES_NOT
};

/* Each beside its contrary. */
static const struct {
	const char *english, *french;
} verbs[] = {
	[VERB_IS] = { "is", "est" },
	[VERB_IS_NOT] = { "is not", "n’est pas" },
	[VERB_LESS] = { "is below", "est en dessous de" },
	[VERB_AT_LEAST] = { "is at least", "est d’au moins" },
	[VERB_MORE] = { "is above", "dépasse" },
	[VERB_AT_MOST] = { "is at most", "est d’au plus" },
	[VERB_GIVEN] = { "is answered", "a reçu une réponse" },
	[VERB_NOT_GIVEN] = { "is not answered", "n’a pas reçu de réponse" },
	[VERB_INCLUDES] = { "includes", "comprend" },
	[VERB_INCLUDES_NOT] = { "does not include", "ne comprend pas" }
};

static const struct {
	enum xpath_operator op;
	enum verb verb, swapped;	/* swapped: the value stands first */
} comparisons[] = {
	{ OP_EQ, VERB_IS, VERB_IS }, { OP_NE, VERB_IS_NOT, VERB_IS_NOT },
	{ OP_LT, VERB_LESS, VERB_MORE }, { OP_LE, VERB_AT_MOST, VERB_AT_LEAST },
	{ OP_GT, VERB_MORE, VERB_LESS }, { OP_GE, VERB_AT_LEAST, VERB_AT_MOST }
};

struct clause {
	const char *path, *value;
	enum verb verb;
	bool count;		/* of the choices that were ticked */
};

struct words {
	struct arena *arena;
	struct buf *out;
	const char *context;
	const struct xpath_prose *prose;
	size_t clauses;
};

static bool
is_call(const struct xpath_expr *expr, const char *name)
{
	return expr->kind == EXPR_CALL && strcmp(expr->string, name) == 0;
}

/* The path of ${name}, however it was resolved; NULL: anything else. */
static const char *
path_of(struct words *w, const struct xpath_expr *expr)
{
	const char *path = expr->absolute ? "" : w->context;

	if (expr->kind != EXPR_PATH || expr->predicates != NULL ||
	    (expr->first != NULL && !is_call(expr->first, "current")))
		return NULL;
	for (const struct xpath_step *s = expr->steps; s; s = s->next) {
		const char *slash = strrchr(path, '/');

		if (s->predicates != NULL)
			return NULL;
		if (s->axis == AXIS_CHILD && s->test == TEST_NAME)
			path = arena_printf(w->arena, "%s/%s", path, s->name);
		else if (s->axis == AXIS_PARENT && slash != NULL)
			path = arena_strndup(w->arena, path,
			    (size_t)(slash - path));
		else if (s->axis != AXIS_SELF)
			return NULL;
	}
	return path;
}

/* A value that is written in the expression; or NULL. */
static const char *
literal_of(struct words *w, const struct xpath_expr *expr)
{
	char number[400];

	if (is_call(expr, "date") && expr->first != NULL)
		expr = expr->first;
	if (expr->kind == EXPR_STRING)
		return expr->string;
	if (expr->kind == EXPR_NUMBER)
		xpath_number_text(number, expr->number);
	else if (expr->kind == EXPR_NEGATE && expr->first->kind == EXPR_NUMBER)
		xpath_number_text(number, -expr->first->number);
	else
		return NULL;
	return arena_strdup(w->arena, number);
}

/* The answer, or how many choices it has. */
static bool
read_subject(struct words *w, const struct xpath_expr *expr,
    struct clause *clause)
{
	clause->count = is_call(expr, "count-selected");
	if (clause->count)
		expr = expr->first;
	clause->path = expr != NULL ? path_of(w, expr) : NULL;
	return clause->path != NULL;
}

static bool
read_comparison(struct words *w, const struct xpath_expr *expr,
    struct clause *clause)
{
	const struct xpath_expr *a = expr->first, *b = a->next;
	bool swapped = read_subject(w, b, clause);
	size_t i = 0, count = sizeof(comparisons) / sizeof(*comparisons);

	if (b->next != NULL || (!swapped && !read_subject(w, a, clause)))
		return false;
	while (i < count && comparisons[i].op != b->op)
		i++;
	clause->value = literal_of(w, swapped ? a : b);
	if (i == count || clause->value == NULL)
		return false;
	clause->verb = swapped ? comparisons[i].swapped : comparisons[i].verb;
	if (clause->value[0] == '\0' && clause->verb == VERB_IS)
		clause->verb = VERB_NOT_GIVEN;
	else if (clause->value[0] == '\0' && clause->verb == VERB_IS_NOT)
		clause->verb = VERB_GIVEN;
	else if (clause->value[0] == '\0')
		return false;
	return true;
}

static bool
read_selected(struct words *w, const struct xpath_expr *call,
    struct clause *clause)
{
	clause->count = false;
	clause->verb = VERB_INCLUDES;
	clause->path = path_of(w, call->first);
	clause->value = literal_of(w, call->first->next);
	return clause->path != NULL && clause->value != NULL;
}

static const struct xpath_expr *
without_not(const struct xpath_expr *expr, bool *negated)
{
	while (is_call(expr, "not") && expr->first != NULL) {
		*negated = !*negated;
		expr = expr->first;
	}
	return expr;
}

static bool
read_clause(struct words *w, const struct xpath_expr *expr, bool negated,
    struct clause *clause)
{
	bool read;

	expr = without_not(expr, &negated);
	if (expr->kind == EXPR_CHAIN)
		read = read_comparison(w, expr, clause);
	else
		read = is_call(expr, "selected") && expr->first != NULL &&
		    expr->first->next != NULL &&
		    read_selected(w, expr, clause);
	if (read && negated)
		clause->verb ^= 1;
	return read;
}

/* ---- the sentence ---- */

static const char *
either(const struct words *w, const char *english, const char *french)
{
	return w->prose->french ? french : english;
}

static void
add_value(struct words *w, const struct clause *clause)
{
	const char *value = clause->count ? NULL : w->prose->value(
	    w->prose->data, clause->path, clause->value);

	if (value == NULL)
		buf_add(w->out, clause->value);
	else
		buf_addf(w->out, either(w, "“%s”", "«\xc2\xa0%s\xc2\xa0»"), value);
}

static bool
add_subject(struct words *w, const struct clause *clause)
{
	const char *number = w->prose->number(w->prose->data, clause->path);
	bool given = clause->verb == VERB_GIVEN ||
	    clause->verb == VERB_NOT_GIVEN;

	if (number == NULL || w->clauses++ >= CLAUSES_MAX)
		return false;
	buf_addf(w->out, given ? either(w, "question %s ", "la question %s ") :
	    clause->count ? either(w, "the number of choices ticked in "
	    "question %s ", "le nombre de cases cochées à la question %s ") :
	    either(w, "the answer to question %s ",
	    "la réponse à la question %s "), number);
	buf_add(w->out, either(w, verbs[clause->verb].english,
	    verbs[clause->verb].french));
	return true;
}

/* May another value of the same question follow in this list? */
static bool
joins(enum verb verb, bool any)
{
	return verb == VERB_INCLUDES || (any ? verb == VERB_IS :
	    verb == VERB_IS_NOT || verb == VERB_INCLUDES_NOT);
}

/*
 * One clause, and those behind it that go on about the same; *next is the
 * first that does not.
 */
static bool
add_clauses(struct words *w, const struct xpath_expr *expr, bool negated,
    bool any, bool alone, const struct xpath_expr **next)
{
	struct clause clauses[VALUES_MAX];
	size_t count = 1;
	bool all_of;

	if (!read_clause(w, expr, negated, &clauses[0]) ||
	    !add_subject(w, &clauses[0]))
		return false;
	for (expr = alone ? NULL : expr->next; expr != NULL &&
	    count < VALUES_MAX && joins(clauses[0].verb, any); count++) {
		if (!read_clause(w, expr, negated, &clauses[count]) ||
		    clauses[count].verb != clauses[0].verb ||
		    clauses[count].count != clauses[0].count ||
		    strcmp(clauses[count].path, clauses[0].path) != 0)
			break;
		expr = expr->next;
	}
	*next = expr;
	if (clauses[0].value[0] == '\0')
		return true;
	all_of = clauses[0].verb == VERB_INCLUDES && !any;
	for (size_t i = 0; i < count; i++) {
		buf_add(w->out, i == 0 ? " " : i + 1 < count ? ", " :
		    all_of ? either(w, " and ", " et ") :
		    either(w, " or ", " ou "));
		add_value(w, &clauses[i]);
	}
	return true;
}

static bool add_logic(struct words *w, const struct xpath_expr *expr,
    bool negated, unsigned depth);

static bool
add_any(struct words *w, const struct xpath_expr *expr, bool negated,
    unsigned depth)
{
	const struct xpath_expr *next;

	expr = without_not(expr, &negated);
	if (expr->kind == EXPR_LOGIC)
		return add_logic(w, expr, negated, depth);
	return add_clauses(w, expr, negated, true, true, &next);
}

/* In parentheses, unless it all came to one clause. */
static bool
add_inside(struct words *w, const struct xpath_expr *expr, bool negated,
    unsigned depth)
{
	struct buf *outer = w->out, inside = BUF_INIT;
	size_t clauses = w->clauses;
	bool said;

	w->out = &inside;
	said = add_any(w, expr, negated, depth + 1);
	w->out = outer;
	buf_addf(outer, w->clauses == clauses + 1 ? "%s" : "(%s)",
	    buf_str(&inside));
	buf_free(&inside);
	return said;
}

static bool
add_logic(struct words *w, const struct xpath_expr *expr, bool negated,
    unsigned depth)
{
	const struct xpath_expr *e = expr->first;
	bool any = (e->next != NULL && e->next->op == OP_OR) != negated;

	if (depth >= NESTING_MAX)
		return false;
	while (e != NULL) {
		bool inner_negated = negated;
		const struct xpath_expr *inner = without_not(e,
		    &inner_negated);

		if (e != expr->first)
			buf_add(w->out, any ? either(w, ", or ", ", ou si ") :
			    either(w, " and ", " et si "));
		if (inner->kind != EXPR_LOGIC) {
			if (!add_clauses(w, e, negated, any, false, &e))
				return false;
			continue;
		}
		if (!add_inside(w, inner, inner_negated, depth))
			return false;
		e = e->next;
	}
	return true;
}

bool
xpath_words(struct buf *out, const struct xpath *xpath,
    const char *context_path, const struct xpath_prose *prose)
{
	struct buf text = BUF_INIT;
	struct words w = { arena_new(), &text, context_path, prose, 0 };
	bool said = add_any(&w, xpath->top, false, 0);

	if (said)
		buf_add_slice(out, buf_slice(&text));
	buf_free(&text);
	arena_free(w.arena);
	return said;
}
