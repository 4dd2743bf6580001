/*
 * What an expression reads, found from its text alone: the edges of the
 * dependency graph. Where the answer cannot be exact it is too wide, never
 * too narrow.
 */
#include <string.h>

#include "formspec/xpath_tree.h"
#include "kit/base/map.h"

/* Unions inside predicates of unions multiply: beyond this, all is read. */
enum { READS_WORK_MAX = 100000 };

/* As many paths are compared one by one before a map is worth its making. */
enum { SEEN_FEW = 16, PATHS_FEW_BYTES = 1024 };

struct reads {
	char paths[PATHS_FEW_BYTES];	/* the first of them stand here */
	size_t paths_used;
	struct arena *arena;		/* those behind them; or NULL */
	size_t work;
	struct {
		const char *path;
		bool text;
	} few[SEEN_FEW];		/* the first paths reported */
	size_t few_count;
	struct map *seen;		/* those behind them; or NULL */
	bool counted;			/* the text of what is met is not read */
	const char *current;		/* path of the node that asks */
	void (*visit)(void *data, const char *path, bool counted);
	void *data;
};

/* Steps that come behind the nodes which an expression gives. */
struct tail {
	const struct xpath_step *steps;
	const struct xpath_expr *predicates;
	const struct tail *next;
};

static void read_expr(struct reads *r, const struct xpath_expr *expr,
    const char *context, const struct tail *tail);

/* Was that path, and as much of it, reported before? It is from now on. */
static bool
was_seen(struct reads *r, const char *path)
{
	void *text = r, *number = r->few, *before;

	for (size_t i = 0; i < r->few_count; i++)
		if (strcmp(r->few[i].path, path) == 0) {
			if (r->few[i].text || r->counted)
				return true;
			return !(r->few[i].text = true);
		}
	if (r->few_count < SEEN_FEW) {
		r->few[r->few_count].path = path;
		r->few[r->few_count++].text = !r->counted;
		return false;
	}
	if (r->seen == NULL)
		r->seen = map_new();
	before = map_get(r->seen, path);
	if (before == text || (before != NULL && r->counted))
		return true;
	map_set(r->seen, path, r->counted ? number : text);
	return false;
}

/* ---- paths as text; the root is "", a NULL path is in another tree ---- */

/* The first len bytes of path, and a name behind them if there is one. */
static const char *
path_join(struct reads *r, const char *path, size_t len, const char *name)
{
	size_t name_len = name ? strlen(name) + 1 : 0;
	size_t need = len + name_len + 1;
	char *joined;

	if (need <= PATHS_FEW_BYTES - r->paths_used) {
		joined = r->paths + r->paths_used;
		r->paths_used += need;
	} else {
		if (r->arena == NULL)
			r->arena = arena_new();
		joined = arena_alloc(r->arena, need);
	}
	memcpy(joined, path, len);
	if (name != NULL) {
		joined[len] = '/';
		memcpy(joined + len + 1, name, name_len - 1);
	}
	joined[len + name_len] = '\0';
	return joined;
}

static const char *
path_parent(struct reads *r, const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path :
	    path_join(r, path, (size_t)(slash - path), NULL);
}

static const char *
path_child(struct reads *r, const char *path, const char *name)
{
	return path_join(r, path, strlen(path), name);
}

static bool
path_ends_in(const char *path, const char *end)
{
	size_t len = strlen(path), end_len = strlen(end);

	return len >= end_len && strcmp(path + len - end_len, end) == 0;
}

/* "/data/g" and a star: anything below g; after two slashes g itself too. */
static bool
path_is_wide(const char *path)
{
	return path_ends_in(path, "/*");
}

static bool
path_has_top(const char *path)
{
	return path_ends_in(path, "//*");
}

/* The same without g itself. */
static const char *
path_below(struct reads *r, const char *path)
{
	return path_has_top(path) ?
	    path_join(r, path, strlen(path) - 3, "*") : path;
}

static const char *
path_above(struct reads *r, const char *path)
{
	return path_has_top(path) ? path_child(r, path_parent(r,
	    path_join(r, path, strlen(path) - 3, NULL)), "/*") :
	    path_parent(r, path);
}

static void
report(struct reads *r, const char *path)
{
	if (path == NULL)
		return;
	if (*path == '\0')		/* the document holds everything */
		path = "/*";
	path = path_below(r, path);
	if (was_seen(r, path))
		return;
	r->visit(r->data, path, r->counted);
}

/* The part of path that ends in that name; all when there is not just one. */
static const char *
path_ancestor(struct reads *r, const char *path, const char *name)
{
	const char *found = NULL;

	for (; *path != '\0'; path = path_parent(r, path)) {
		if (strcmp(strrchr(path, '/') + 1, name) != 0)
			continue;
		if (found != NULL)
			return "/*";
		found = path;
	}
	return found ? found : "/*";
}

static bool
names_element(const struct xpath_step *step)
{
	return step->test == TEST_NAME;
}

static const char *
step_down(struct reads *r, const char *path, const struct xpath_step *step)
{
	if (step->test == TEST_TEXT)
		return path;
	if (path_is_wide(path))
		return path_below(r, path);
	return path_child(r, path, names_element(step) ? step->name : "*");
}

static const char *
step_path(struct reads *r, const char *path, const struct xpath_step *step)
{
	switch (step->axis) {
	case AXIS_SELF:
	case AXIS_ATTRIBUTE:
	case AXIS_NAMESPACE:
		return path;
	case AXIS_CHILD:
		return step_down(r, path, step);
	case AXIS_PARENT:
		return path_above(r, path);
	case AXIS_ANCESTOR:
	case AXIS_ANCESTOR_OR_SELF:
		return names_element(step) ?
		    path_ancestor(r, path, step->name) : "/*";
	case AXIS_FOLLOWING_SIBLING:
	case AXIS_PRECEDING_SIBLING:
		return step_down(r, path_above(r, path), step);
	case AXIS_DESCENDANT:
		return path_is_wide(path) ? path_below(r, path) :
		    path_child(r, path, "*");
	case AXIS_DESCENDANT_OR_SELF:
		return path_is_wide(path) ? path : path_child(r, path, "/*");
	default:
		return "/*";
	}
}

static void
read_predicates(struct reads *r, const struct xpath_expr *predicate,
    const char *context)
{
	bool counted = r->counted;

	r->counted = false;
	for (; predicate != NULL; predicate = predicate->next)
		read_expr(r, predicate, context, NULL);
	r->counted = counted;
}

/*
 * Whatever is wide is reported where it arises: the steps behind it stay
 * inside, except those that climb.
 */
static const char *
read_steps(struct reads *r, const struct xpath_step *step, const char *path)
{
	for (; step != NULL; step = step->next) {
		if (path != NULL)
			path = step_path(r, path, step);
		if (path != NULL && path_is_wide(path))
			report(r, path);
		read_predicates(r, step->predicates, path);
	}
	return path;
}

/* Nodes at this path are what the tail goes on from. */
static void
read_tail(struct reads *r, const char *path, const struct tail *tail)
{
	for (; tail != NULL; tail = tail->next) {
		read_predicates(r, tail->predicates, path);
		path = read_steps(r, tail->steps, path);
	}
	report(r, path);
}

static bool
is_call(const struct xpath_expr *expr, const char *name)
{
	return expr->kind == EXPR_CALL && strcmp(expr->string, name) == 0;
}

static void
read_path(struct reads *r, const struct xpath_expr *expr, const char *context,
    const struct tail *tail)
{
	const struct tail mine = { expr->steps, expr->predicates, tail };

	if (expr->base != NULL) {
		read_expr(r, expr->base, context, &mine);
		return;
	}
	read_tail(r, read_steps(r, expr->steps,
	    expr->absolute ? "" : context), tail);
}

/* Functions that are about the context node when nothing is named. */
static bool
reads_context(const struct xpath_expr *call)
{
	static const char *const names[] = { "string", "number",
	    "string-length", "normalize-space", "local-name", "name",
	    "namespace-uri" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (call->first == NULL && is_call(call, names[i]))
			return true;
	return false;
}

/* Does the function look at the nodes of its argument n, and not inside? */
static bool
counts(const struct xpath_expr *call, size_t n)
{
	static const char *const names[] = { "count", "position", "name",
	    "local-name", "namespace-uri" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (is_call(call, names[i]))
			return true;
	/* indexed-repeat(node, repeat, index, repeat, index, ...) */
	return n % 2 == 1 && is_call(call, "indexed-repeat");
}

static void
read_call(struct reads *r, const struct xpath_expr *call, const char *context,
    const struct tail *tail)
{
	bool counted = r->counted;
	size_t n = 0;

	if (is_call(call, "current"))
		read_tail(r, r->current, tail);
	else if (reads_context(call))
		report(r, context);
	for (const struct xpath_expr *a = call->first; a; a = a->next) {
		r->counted = counts(call, n++);
		read_expr(r, a, context, is_call(call, "instance") ? NULL :
		    tail);
	}
	r->counted = counted;
	if (is_call(call, "instance"))
		read_tail(r, NULL, tail);
	else if (is_call(call, "id"))
		read_tail(r, "/*", tail);
}

static void
read_expr(struct reads *r, const struct xpath_expr *expr, const char *context,
    const struct tail *tail)
{
	if (r->work++ >= READS_WORK_MAX) {
		report(r, "/*");
		return;
	}
	if (expr->kind == EXPR_PATH) {
		read_path(r, expr, context, tail);
		return;
	}
	if (expr->kind == EXPR_CALL) {
		read_call(r, expr, context, tail);
		return;
	}
	for (const struct xpath_expr *e = expr->first; e; e = e->next)
		read_expr(r, e, context, tail);
}

void
xpath_reads(const struct xpath *xpath, const char *context_path,
    void (*visit)(void *data, const char *path, bool counted), void *data)
{
	struct reads r;

	r.paths_used = r.work = r.few_count = 0;
	r.arena = NULL;
	r.seen = NULL;
	r.current = context_path;
	r.counted = false;
	r.visit = visit;
	r.data = data;

	read_expr(&r, xpath->top, context_path, NULL);
	map_free(r.seen);
	arena_free(r.arena);
}
