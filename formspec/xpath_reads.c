/*
 * What an expression reads, found from its text alone: the edges of the
 * dependency graph. Where the answer cannot be exact it is too wide, never
 * too narrow.
 */
#include <stdio.h>
#include <string.h>

#include "formspec/xpath_tree.h"
#include "kit/base/map.h"

/* Unions inside predicates of unions multiply: beyond this, all is read. */
enum { READS_WORK_MAX = 100000 };

/* As many paths are compared one by one before a map is worth its making. */
enum { SEEN_FEW = 16, PATHS_FEW_BYTES = 1024, NAME_BYTES_MAX = 256 };

/*
 * A path as text; the root is "". Without text it is in another tree. The last
 * step of a wide one is a star: "/data/g" and a star is anything below g;
 * after two slashes g itself too. The first `kept` bytes are the context's own:
 * no step went above them.
 */
struct path {
	const char *text;
	size_t len, kept;
};

#define ELSEWHERE	((struct path){ NULL, 0, 0 })
#define DOCUMENT	((struct path){ "", 0, 0 })
#define ANYTHING	((struct path){ "/*", 2, 0 })

struct reads {
	char paths[PATHS_FEW_BYTES];	/* the first of them stand here */
	size_t paths_used;
	struct arena *arena;		/* those behind them; or NULL */
	size_t work;
	struct {
		struct path path;
		bool text;
	} few[SEEN_FEW];		/* the first paths reported */
	size_t few_count;
	struct map *seen;		/* those behind them; or NULL */
	struct buf key;			/* of a path there */
	bool counted;		/* the text of what is met is not read */
	struct path current;		/* of the node that asks */
	xpath_visit_read *visit;
	void *data;
};

/* Steps that come behind the nodes which an expression gives. */
struct tail {
	const struct xpath_step *steps;
	const struct xpath_expr *predicates;
	const struct tail *next;
};

static void read_expr(struct reads *r, const struct xpath_expr *expr,
    struct path context, const struct tail *tail);

static bool
same_path(struct path a, struct path b)
{
	return a.len == b.len && a.kept == b.kept &&
	    memcmp(a.text, b.text, a.len) == 0;
}

/* Was that path, and as much of it, reported before? It is from now on. */
static bool
was_seen(struct reads *r, struct path path)
{
	void *text = r, *number = r->few, *before;

	for (size_t i = 0; i < r->few_count; i++)
		if (same_path(r->few[i].path, path)) {
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
	buf_reset(&r->key);
	buf_append(&r->key, path.text, path.len);
	buf_append(&r->key, &path.kept, sizeof(path.kept));
	before = map_get_slice(r->seen, buf_slice(&r->key));
	if (before == text || (before != NULL && r->counted))
		return true;
	map_set_slice(r->seen, buf_slice(&r->key),
	    r->counted ? number : text);
	return false;
}

/* ---- paths ---- */

/* The first len bytes of path, and a name behind them if there is one. */
static struct path
path_join(struct reads *r, struct path path, size_t len, const char *name)
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
	memcpy(joined, path.text, len);
	if (name != NULL) {
		joined[len] = '/';
		memcpy(joined + len + 1, name, name_len - 1);
	}
	joined[len + name_len] = '\0';
	return (struct path){ joined, len + name_len,
	    path.kept < len ? path.kept : len };
}

/* Where its last step begins, at the slash. */
static size_t
path_last(struct path path)
{
	size_t at = path.len;

	while (at > 0 && path.text[--at] != '/')
		;
	return at;
}

static struct path
path_parent(struct reads *r, struct path path)
{
	return path_join(r, path, path_last(path), NULL);
}

static struct path
path_child(struct reads *r, struct path path, const char *name)
{
	return path_join(r, path, path.len, name);
}

static bool
path_is_wide(struct path path)
{
	return path.len >= 2 && path.text[path.len - 1] == '*' &&
	    path.text[path.len - 2] == '/';
}

static bool
path_has_top(struct path path)
{
	return path_is_wide(path) && path.len >= 3 &&
	    path.text[path.len - 3] == '/';
}

/* The same without g itself. */
static struct path
path_below(struct reads *r, struct path path)
{
	return path_has_top(path) ?
	    path_join(r, path, path.len - 3, "*") : path;
}

static struct path
path_above(struct reads *r, struct path path)
{
	return path_has_top(path) ? path_child(r, path_parent(r,
	    path_join(r, path, path.len - 3, NULL)), "/*") :
	    path_parent(r, path);
}

static void
report(struct reads *r, struct path path)
{
	if (path.text == NULL)
		return;
	if (path.len == 0)		/* the document holds everything */
		path = ANYTHING;
	path = path_below(r, path);
	if (was_seen(r, path))
		return;
	r->visit(r->data, path.text, path.kept, r->counted);
}

/* The part of path that ends in that name; all when there is not just one. */
static struct path
path_ancestor(struct reads *r, struct path path, const char *name)
{
	struct path found = ANYTHING;
	bool once = false;

	for (; path.len > 0; path = path_parent(r, path)) {
		if (strcmp(path.text + path_last(path) + 1, name) != 0)
			continue;
		if (once)
			return ANYTHING;
		found = path;
		once = true;
	}
	return found;
}

static bool
names_element(const struct xpath_step *step)
{
	return step->test == TEST_NAME;
}

static struct path
step_down(struct reads *r, struct path path, const struct xpath_step *step)
{
	if (step->test == TEST_TEXT)
		return path;
	if (path_is_wide(path))
		return path_below(r, path);
	return path_child(r, path, names_element(step) ? step->name : "*");
}

/* "/data/a/@b"; of several that of their element, and all inside. */
static struct path
step_attribute(struct reads *r, struct path path, const struct xpath_step *step)
{
	char name[NAME_BYTES_MAX];

	if (path_is_wide(path) || !names_element(step) ||
	    strlen(step->name) + 2 > sizeof(name))
		return path_is_wide(path) ? path : path_child(r, path, "*");
	snprintf(name, sizeof(name), "@%s", step->name);
	return path_child(r, path, name);
}

static struct path
step_path(struct reads *r, struct path path, const struct xpath_step *step)
{
	switch (step->axis) {
	case AXIS_SELF:
	case AXIS_NAMESPACE:
		return path;
	case AXIS_ATTRIBUTE:
		return step_attribute(r, path, step);
	case AXIS_CHILD:
		return step_down(r, path, step);
	case AXIS_PARENT:
		return path_above(r, path);
	case AXIS_ANCESTOR:
	case AXIS_ANCESTOR_OR_SELF:
		return names_element(step) ?
		    path_ancestor(r, path, step->name) : ANYTHING;
	case AXIS_FOLLOWING_SIBLING:
	case AXIS_PRECEDING_SIBLING:
		return step_down(r, path_above(r, path), step);
	case AXIS_DESCENDANT:
		return path_is_wide(path) ? path_below(r, path) :
		    path_child(r, path, "*");
	case AXIS_DESCENDANT_OR_SELF:
		return path_is_wide(path) ? path : path_child(r, path, "/*");
	default:
		return ANYTHING;
	}
}

static void
read_predicates(struct reads *r, const struct xpath_expr *predicate,
    struct path context)
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
static struct path
read_steps(struct reads *r, const struct xpath_step *step, struct path path)
{
	for (; step != NULL; step = step->next) {
		if (path.text != NULL)
			path = step_path(r, path, step);
		if (path_is_wide(path))
			report(r, path);
		read_predicates(r, step->predicates, path);
	}
	return path;
}

/* Nodes at this path are what the tail goes on from. */
static void
read_tail(struct reads *r, struct path path, const struct tail *tail)
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
	return expr->kind == EXPR_CALL && *expr->string == *name &&
	    strcmp(expr->string, name) == 0;
}

static void
read_path(struct reads *r, const struct xpath_expr *expr, struct path context,
    const struct tail *tail)
{
	const struct tail mine = { expr->steps, expr->predicates, tail };
	const char *whole = expr->steps ? expr->steps->whole : NULL;

	if (expr->first != NULL) {
		read_expr(r, expr->first, context, &mine);
		return;
	}
	if (whole != NULL) {
		read_tail(r, (struct path){ whole, strlen(whole), 0 }, tail);
		return;
	}
	read_tail(r, read_steps(r, expr->steps,
	    expr->absolute ? DOCUMENT : context), tail);
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

/* jr:choice-name(value, '../a'): the text names a question. */
static void
read_named(struct reads *r, const char *s, struct path context)
{
	struct path path = *s == '/' ? DOCUMENT : context;
	char name[NAME_BYTES_MAX];

	while (*s != '\0') {
		size_t len = strcspn(s, "/[");

		if (len == 2 && memcmp(s, "..", 2) == 0)
			path = path_parent(r, path);
		else if (len > 0 && len < sizeof(name) && *s != '.' &&
		    (len != 9 || memcmp(s, "current()", len) != 0)) {
			snprintf(name, sizeof(name), "%.*s", (int)len, s);
			path = path_child(r, path, name);
		}
		s += len;
		s += *s == '[' ? strcspn(s, "]") : 0;
		s += strcspn(s, "/");
		s += *s == '/';
	}
	r->counted = true;
	if (path.len != context.len ||
	    memcmp(path.text, context.text, path.len) != 0)
		report(r, path);
}

static void
read_call(struct reads *r, const struct xpath_expr *call, struct path context,
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
	if (is_call(call, "jr:choice-name") && call->first != NULL &&
	    call->first->next != NULL &&
	    call->first->next->kind == EXPR_STRING)
		read_named(r, call->first->next->string + strspn(
		    call->first->next->string, " \t\r\n"), context);
	r->counted = counted;
	if (is_call(call, "instance"))
		read_tail(r, ELSEWHERE, tail);
	else if (is_call(call, "id"))
		read_tail(r, ANYTHING, tail);
}

static void
read_expr(struct reads *r, const struct xpath_expr *expr, struct path context,
    const struct tail *tail)
{
	if (r->work++ >= READS_WORK_MAX) {
		report(r, ANYTHING);
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
    xpath_visit_read *visit, void *data)
{
	size_t len = strlen(context_path);
	struct path context = { context_path, len, len };
	struct reads r;

	r.paths_used = r.work = r.few_count = 0;
	r.arena = NULL;
	r.seen = NULL;
	r.key = (struct buf)BUF_INIT;
	r.current = context;
	r.counted = false;
	r.visit = visit;
	r.data = data;

	read_expr(&r, xpath->top, context, NULL);
	map_free(r.seen);
	buf_free(&r.key);
	arena_free(r.arena);
}
