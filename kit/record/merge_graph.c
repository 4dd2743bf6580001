/* merge_graph.c - the DAG of a record's revisions. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "kit/record/merge_parts.h"

static int
input_compare(const void *a, const void *b)
{
	const struct merge_input *left = a, *right = b;

	return memcmp(left->revision->id.bytes, right->revision->id.bytes,
	    HASH_BYTES);
}

bool
graph_find(const struct merge_graph *graph, const struct hash *id, size_t *out)
{
	size_t low = 0, high = graph->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = memcmp(graph->inputs[middle].revision->id.bytes,
		    id->bytes, HASH_BYTES);

		if (order == 0) {
			*out = middle;
			return true;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

size_t
graph_index(const struct merge_graph *graph, const struct merge_input *input)
{
	return (size_t)(input - graph->inputs);
}

/* Fill in the parents; *missing counts, for each, those that are not there. */
static void
link_parents(struct merge_graph *g, struct arena *arena, size_t *missing)
{
	size_t total = 0;

	for (size_t i = 0; i < g->count; i++)
		total += g->inputs[i].revision->parent_count;
	g->parents = arena_alloc_n(arena, total, sizeof *g->parents);
	g->parents_at = arena_alloc_n(arena, g->count + 1,
	    sizeof *g->parents_at);
	total = 0;
	for (size_t i = 0; i < g->count; i++) {
		const struct revision *r = g->inputs[i].revision;

		g->parents_at[i] = total;
		for (size_t p = 0; p < r->parent_count; p++) {
			if (graph_find(g, &r->parents[p], &g->parents[total]))
				total++;
			else
				missing[i]++;
		}
	}
	g->parents_at[g->count] = total;
}

/* The other direction of the edges: who names i as a parent. */
struct children {
	size_t *at;			/* count + 1 */
	size_t *items;
};

static struct children
link_children(const struct merge_graph *g, struct arena *arena)
{
	size_t edges = g->parents_at[g->count];
	struct children c = {
		arena_alloc_n(arena, g->count + 2, sizeof *c.at),
		arena_alloc_n(arena, edges, sizeof *c.items)
	};

	/* Counted one place further on: filling moves them into place. */
	for (size_t e = 0; e < edges; e++)
		c.at[g->parents[e] + 2]++;
	for (size_t i = 2; i <= g->count; i++)
		c.at[i] += c.at[i - 1];
	for (size_t i = 0; i < g->count; i++)
		for (size_t e = g->parents_at[i]; e < g->parents_at[i + 1]; e++)
			c.items[c.at[g->parents[e] + 1]++] = i;
	return c;
}

/* Parents first. What waits for something missing never gets its turn. */
static void
sort_causally(struct merge_graph *g, struct arena *arena, size_t *missing)
{
	struct children children = link_children(g, arena);
	size_t done = 0;

	for (size_t i = 0; i < g->count; i++)
		missing[i] += g->parents_at[i + 1] - g->parents_at[i];
	for (size_t i = 0; i < g->count; i++)
		if (missing[i] == 0)
			g->order[g->order_count++] = i;
	while (done < g->order_count) {
		size_t i = g->order[done++];

		g->complete[i] = true;
		for (size_t c = children.at[i]; c < children.at[i + 1]; c++) {
			size_t at = children.items[c];
			struct merge_input *child = &g->inputs[at];

			if (child->depth <= g->inputs[i].depth)
				child->depth = g->inputs[i].depth + 1;
			if (--missing[at] == 0)
				g->order[g->order_count++] = at;
		}
	}
}

void
graph_build(struct merge_graph *graph, struct arena *arena,
    struct merge_input *inputs, size_t count)
{
	size_t *missing = arena_alloc_n(arena, count, sizeof *missing);

	*graph = (struct merge_graph){ .inputs = inputs, .count = count };
	if (count > 1)
		qsort(inputs, count, sizeof *inputs, input_compare);
	for (size_t i = 0; i < count; i++) {
		assert(i == 0 || input_compare(&inputs[i - 1], &inputs[i]) < 0);
		inputs[i].depth = 0;
		inputs[i].standing = WAITS;
	}
	graph->complete = arena_alloc_n(arena, count, sizeof(bool));
	graph->order = arena_alloc_n(arena, count, sizeof *graph->order);
	graph->marks = arena_alloc_n(arena, count, sizeof *graph->marks);
	graph->stack = arena_alloc_n(arena, count, sizeof *graph->stack);
	link_parents(graph, arena, missing);
	sort_causally(graph, arena, missing);
}

void
graph_unmark(struct merge_graph *graph)
{
	if (++graph->mark != 0)
		return;
	memset(graph->marks, 0, graph->count * sizeof *graph->marks);
	graph->mark = 1;
}

bool
graph_is_marked(const struct merge_graph *graph, size_t i)
{
	return graph->marks[i] == graph->mark;
}

void
graph_mark_ancestors(struct merge_graph *g, size_t i, unsigned floor)
{
	size_t waiting = 0;

	/* Marked when pushed, so the stack never holds one twice. */
	for (;;) {
		size_t end = g->parents_at[i + 1];

		for (size_t e = g->parents_at[i]; e < end; e++) {
			size_t parent = g->parents[e];

			if (graph_is_marked(g, parent) ||
			    g->inputs[parent].depth < floor)
				continue;
			g->marks[parent] = g->mark;
			g->stack[waiting++] = parent;
		}
		if (waiting == 0)
			return;
		i = g->stack[--waiting];
	}
}
