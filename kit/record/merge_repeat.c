/*
 * merge_repeat.c - instances of repeats that somebody removed.
 *
 * An instance is removed by unsetting its existence, and everything in it goes
 * with it. It is kept, in conflict, when somebody wrote inside it without
 * knowing of the removal (or knowing and writing all the same), and no removal
 * knows of that write. A new position alone is no reason to keep it: positions
 * shift when a neighbour goes. For the same reason two positions are never a
 * conflict; the provisional rule picks one.
 */
#include <string.h>

#include "kit/record/merge_parts.h"

bool
path_is_repeat(const char *path)
{
	size_t len = strlen(path);

	return len > 0 && path[len - 1] == ']';
}

bool
path_is_inside(const char *path, const char *repeat)
{
	size_t len = strlen(repeat);

	return strncmp(path, repeat, len) == 0 && path[len] == '/';
}

/* A repeat and the fields inside it, which come right behind it. */
struct removal {
	struct merge_graph *graph;
	struct arena *arena;
	struct merge_field *repeat;
	struct merge_field *inside;
	size_t inside_count;
	struct merge_head *heads;	/* keepers, then removals */
	size_t keeper_count, removal_count;
};

static size_t
count_inside(const struct merge_fields *fields, size_t i)
{
	size_t end = i + 1;

	while (end < fields->count && path_is_inside(
	    fields->items[end].out.path, fields->items[i].out.path))
		end++;
	return end - i - 1;
}

static void
find_removals(struct removal *r)
{
	const struct merged_field *out = &r->repeat->out;
	struct merge_head *heads = arena_alloc_n(r->arena, out->head_count,
	    sizeof *heads);

	for (size_t h = 0; h < out->head_count; h++)
		if (out->heads[h].value == NULL)
			heads[r->removal_count++] = out->heads[h];
	r->heads = heads;
}

/* Setting a position where it was removed before is putting it back. */
static bool
puts_back(const struct removal *r, const struct merge_input *input)
{
	const struct merge_field *repeat = r->repeat;

	graph_unmark(r->graph);
	graph_mark_ancestors(r->graph, graph_index(r->graph, input), 0);
	for (size_t w = 0; w < repeat->write_count; w++)
		if (repeat->writes[w].value == NULL && graph_is_marked(r->graph,
		    graph_index(r->graph, repeat->writes[w].input)))
			return true;
	return false;
}

static size_t
find_restorers(const struct removal *r, struct merge_head *keepers)
{
	const struct merged_field *out = &r->repeat->out;
	size_t count = 0;

	for (size_t h = 0; h < out->head_count; h++)
		if (out->heads[h].value != NULL &&
		    puts_back(r, out->heads[h].input))
			keepers[count++] = out->heads[h];
	return count;
}

/* Mark what the removals know, themselves included. */
static void
mark_known(const struct removal *r)
{
	graph_unmark(r->graph);
	for (size_t h = 0; h < r->removal_count; h++) {
		size_t i = graph_index(r->graph, r->heads[h].input);

		graph_mark_ancestors(r->graph, i, 0);
		r->graph->marks[i] = r->graph->mark;
	}
}

/* Adds to the `count` keepers that there are; the number afterwards. */
static size_t
find_writers_inside(const struct removal *r, struct merge_head *keepers,
    size_t count)
{
	mark_known(r);
	for (size_t k = 0; k < count; k++)
		r->graph->marks[graph_index(r->graph, keepers[k].input)] =
		    r->graph->mark;
	for (size_t i = 0; i < r->inside_count; i++) {
		const struct merge_field *field = &r->inside[i];

		for (size_t h = 0; h < field->out.head_count; h++) {
			const struct merge_head *head = &field->out.heads[h];
			size_t at = graph_index(r->graph, head->input);

			/* Marked from here on: each writer is taken once. */
			if (head->value == NULL ||
			    graph_is_marked(r->graph, at))
				continue;
			r->graph->marks[at] = r->graph->mark;
			keepers[count++].input = head->input;
		}
	}
	return count;
}

/* The best position that was ever set, for an instance that is kept. */
static const char *
last_position(const struct removal *r)
{
	const struct merge_field *repeat = r->repeat;
	struct merge_head *sets = arena_alloc_n(r->arena, repeat->write_count,
	    sizeof *sets);
	size_t count = 0;

	for (size_t w = 0; w < repeat->write_count; w++)
		if (repeat->writes[w].value != NULL)
			sets[count++] = repeat->writes[w];
	return count == 0 ? "0" :
	    heads_of(r->graph, r->arena, sets, count, &count)[0].value;
}

static void
keep(struct removal *r, struct merge_head *keepers, size_t count)
{
	struct merge_head *heads = arena_alloc_n(r->arena,
	    count + r->removal_count, sizeof *heads);
	const char *position = last_position(r);
	struct merged_field *out = &r->repeat->out;

	for (size_t k = 0; k < count; k++)
		keepers[k].value = position;
	heads_sort(keepers, count);
	memcpy(heads, keepers, count * sizeof *heads);
	memcpy(heads + count, r->heads, r->removal_count * sizeof *heads);
	out->heads = heads;
	out->head_count = count + r->removal_count;
	out->value = position;
	out->winner = heads[0].input;
	out->conflict = CONFLICT_REMOVED;
}

/* All that is left of anything inside is the removal: no head has a value. */
static void
let_go(const struct removal *r)
{
	for (size_t i = 0; i <= r->inside_count; i++) {
		struct merge_field *field = r->repeat + i;

		field->out.value = NULL;
		field->out.conflict = CONFLICT_NONE;
		field->out.winner = r->heads[0].input;
		field->out.heads = r->heads;
		field->out.head_count = r->removal_count;
	}
}

static size_t
keepers_max(const struct removal *r)
{
	size_t count = r->repeat->out.head_count;

	for (size_t i = 0; i < r->inside_count; i++)
		count += r->inside[i].out.head_count;
	return count;
}

static void
settle_repeat(struct removal *r)
{
	struct merge_head *keepers;
	size_t count;

	find_removals(r);
	if (r->removal_count == 0) {
		r->repeat->out.value = r->repeat->out.heads[0].value;
		r->repeat->out.winner = r->repeat->out.heads[0].input;
		return;
	}
	keepers = arena_alloc_n(r->arena, keepers_max(r), sizeof *keepers);
	count = find_restorers(r, keepers);
	count = find_writers_inside(r, keepers, count);
	if (count > 0)
		keep(r, keepers, count);
	else
		let_go(r);
}

void
repeats_settle(struct merge_fields *fields, struct merge_graph *graph,
    struct arena *arena)
{
	/* The inner ones first: what is gone inside keeps nothing around it. */
	for (size_t i = fields->count; i-- > 0;) {
		struct removal r = { .graph = graph, .arena = arena };

		r.repeat = &fields->items[i];
		if (!path_is_repeat(r.repeat->out.path))
			continue;
		r.inside = r.repeat + 1;
		r.inside_count = count_inside(fields, i);
		settle_repeat(&r);
	}
}
