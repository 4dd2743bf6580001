/*
 * form_scan_reference.c - ${name}: the item it names, and the path to it from
 * where the expression stands, by the repeats around both.
 */
#include <string.h>

#include "formspec/form_scan.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

static const char *
nearest_name(struct form_build *build, const char *name)
{
	size_t count = map_count(build->names);
	const char **names, *found;

	/* A form that is wrong all over is not worth the search. */
	if (diags_errors(build->diags) >= NEAREST_ERRORS_MAX)
		return NULL;
	names = mem_alloc_n(count + 1, sizeof(*names));
	for (size_t i = 0; i < count; i++)
		names[i] = map_key_at(build->names, i);
	found = text_nearest(name, names, count);
	mem_free(names);
	return found;
}

struct item *
scan_find_item(struct scan *scan, struct slice name, size_t at, size_t len)
{
	struct named *named = map_get_slice(scan->build->names, name);
	const char *text;

	if (named != NULL && named->count == 1)
		return named->item;
	text = arena_slice(scan->build->arena, name);
	if (named == NULL)
		scan_diag(scan, at, len, "unknown-reference", text,
		    nearest_name(scan->build, text));
	else
		scan_diag(scan, at, len, "ambiguous-reference", text, NULL);
	return NULL;
}

/* The innermost repeat that holds both, or NULL. */
static const struct item *
common_repeat(const struct item *context, const struct item *target)
{
	const struct item *repeat = target->repeat;

	while (repeat != NULL && !form_item_holds(repeat, context))
		repeat = repeat->repeat;
	return repeat;
}

/* From a node of `from` to target, which is not above it. */
static void
add_relative(struct buf *out, const struct item *from,
    const struct item *target)
{
	const struct item *meet = from;

	if (form_item_holds(meet, target->parent))
		buf_add(out, ".");
	for (; !form_item_holds(meet, target->parent); meet = meet->parent)
		buf_add(out, meet == from ? ".." : "/..");
	buf_add(out, target->path + strlen(meet->path));
}

void
form_path_from(struct buf *out, const struct item *context,
    const struct item *target)
{
	if (context == NULL || common_repeat(context, target) == NULL)
		buf_add(out, target->path);
	else
		add_relative(out, context, target);
}

/* The values that the condition around is about; or NULL. */
static const struct item *
condition_over(const struct scan *scan)
{
	for (unsigned i = scan->depth; i-- > 0;) {
		const struct over *over = i < SCAN_CALL_DEPTH_MAX ?
		    &scan->calls[i].over : NULL;

		if (over != NULL && over->values >= 0 &&
		    over->argument > over->values)
			return over->item;
	}
	return NULL;
}

/* Is this the reference that says what a condition is to be about? */
static bool
is_values(struct scan *scan, const struct item *target)
{
	struct over *over;

	if (scan->depth == 0 || scan->depth > SCAN_CALL_DEPTH_MAX)
		return false;
	over = &scan->calls[scan->depth - 1].over;
	if (over->values < 0 || over->argument != over->values)
		return false;
	over->item = target;
	return true;
}

static bool
is_absolute_argument(const struct scan *scan)
{
	for (unsigned i = 0; i < scan->depth && i < SCAN_CALL_DEPTH_MAX; i++) {
		int argument = scan->calls[i].argument;

		/* indexed-repeat(node, repeat, index, repeat, index, ...) */
		if (argument == 0 || argument % 2 == 1)
			return true;
	}
	return false;
}

static void
add_path(struct scan *scan, const struct item *target)
{
	const struct item *context = scan->context;
	const struct item *over = condition_over(scan);

	if (over != NULL && common_repeat(over, target) != NULL) {
		add_relative(&scan->source, over, target);
		return;
	}
	if (scan->repeat != NULL && form_item_holds(scan->repeat, target->parent)) {
		add_relative(&scan->source, scan->repeat, target);
		return;
	}
	if (is_values(scan, target) || context == NULL ||
	    is_absolute_argument(scan) || common_repeat(context, target) == NULL) {
		buf_add(&scan->source, target->path);
		return;
	}
	if (scan->brackets > 0)
		buf_add(&scan->source, "current()/");
	add_relative(&scan->source, context, target);
}

/* "${ age }", "${age": says so, and returns what was used of the cell. */
static size_t
bad_reference(struct scan *scan, size_t at)
{
	const char *s = scan->written + at;
	size_t n = strcspn(s + 2, "}{$\n");
	struct slice name = text_trim(slice_of(s + 2, n));
	char *inside = arena_slice(scan->build->arena, name);
	struct place place = scan->place;

	place.caret = (unsigned)at;
	place.caret_len = 2;
	if (s[2 + n] != '}') {
		place.caret_len += (unsigned)strcspn(s + 2, " }{$=<>\n");
		diag_add(scan->build->diags, &place, "reference-open");
		return 2;
	}
	place.caret_len = (unsigned)n + 3;
	if (form_name_is_valid(inside))
		diag_add(scan->build->diags, &place, "reference-shape",
		    arena_strndup(scan->build->arena, s, n + 3), inside);
	else
		diag_add(scan->build->diags, &place, "bad-reference");
	return n + 3;
}

/* What ${name} becomes; returns what was used of the cell. */
size_t
scan_reference(struct scan *scan, size_t at)
{
	static const char saved[] = "last-saved#";
	const char *s = scan->written + at;
	size_t len = scan_reference_length(s), start = scan->source.len;
	size_t spaces = scan->quote == 0;
	const char *name = s + 2;
	bool last_saved;
	struct item *item;

	if (len == 0)
		return bad_reference(scan, at);
	last_saved = strncmp(name, saved, sizeof(saved) - 1) == 0;
	if (last_saved)
		name += sizeof(saved) - 1;
	item = scan_find_item(scan, slice_of(name,
	    (size_t)(s + len - 1 - name)), at, len);
	buf_append(&scan->source, " ", spaces);
	if (item != NULL && last_saved)
		buf_addf(&scan->source, "instance('__last-saved')%s",
		    item->path);
	else if (item != NULL)
		add_path(scan, item);
	else
		buf_add(&scan->source, "''");
	buf_append(&scan->source, " ", spaces);
	scan_add_segment(scan, start, at, len);
	return len;
}
