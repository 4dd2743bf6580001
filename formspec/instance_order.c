#include <string.h>

#include "formspec/graph_build.h"
#include "kit/base/mem.h"

/*
 * Depth first along the pairs, in document order, with a stack of our own: a
 * chain of calculations can be as long as the form. A pair that closes a circle
 * leads to a unit that is still on the stack, and is passed over: circles are
 * the form reader's diagnostic, here they only must not hang.
 */
struct walk {
	const uint32_t *start;		/* by unit; one more than units */
	const uint32_t *behind;
	uint32_t *next;			/* by unit: the pair to follow next */
	uint8_t *seen;
	uint32_t *stack;
	uint32_t *rank;			/* by unit */
	uint32_t ranked;
};

static void
walk_from(struct walk *walk, uint32_t unit)
{
	size_t depth = 0;

	if (walk->seen[unit])
		return;
	walk->seen[unit] = 1;
	walk->stack[depth++] = unit;
	while (depth > 0) {
		uint32_t at = walk->stack[depth - 1];

		if (walk->next[at] == walk->start[at + 1]) {
			walk->rank[at] = walk->ranked++;
			depth--;
			continue;
		}
		unit = walk->behind[walk->next[at]++];
		if (!walk->seen[unit]) {
			walk->seen[unit] = 1;
			walk->stack[depth++] = unit;
		}
	}
}

/* The pairs by unit: start[unit] .. start[unit + 1] in behind. */
static void
group_pairs(const struct graph_build *build, uint32_t *start, uint32_t *behind)
{
	for (size_t i = 0; i < build->pair_count; i++)
		start[build->pairs[i].unit + 1]++;
	for (size_t i = 0; i < build->unit_count; i++)
		start[i + 1] += start[i];
	/* Filling backwards keeps the order and gives the starts back. */
	for (size_t i = 0; i < build->unit_count; i++)
		start[i] = start[i + 1];
	for (size_t i = build->pair_count; i-- > 0;)
		behind[--start[build->pairs[i].unit]] = build->pairs[i].behind;
}

static void
rank_units(const struct graph_build *build, uint32_t *rank)
{
	size_t n = build->unit_count;
	uint32_t *start = mem_alloc_n(n + 1, sizeof(*start));
	uint32_t *behind = mem_alloc_n(build->pair_count + 1, sizeof(*behind));
	struct walk walk = { .start = start, .behind = behind, .rank = rank };

	group_pairs(build, start, behind);
	walk.next = mem_alloc_n(n + 1, sizeof(*walk.next));
	walk.seen = mem_alloc_n(n + 1, sizeof(*walk.seen));
	walk.stack = mem_alloc_n(n + 1, sizeof(*walk.stack));
	memcpy(walk.next, start, n * sizeof(*start));
	for (uint32_t i = 0; i < n; i++)
		walk_from(&walk, i);
	mem_free(walk.stack);
	mem_free(walk.seen);
	mem_free(walk.next);
	mem_free(behind);
	mem_free(start);
}

static void
group_edges(struct graph_build *build, const uint32_t *rank)
{
	struct form_graph *graph = build->graph;
	size_t items = graph->form->item_count;
	uint32_t *start = arena_alloc_n(graph->arena, items + 1,
	    sizeof(*start));

	graph->edges = arena_alloc_n(graph->arena, build->reading_count + 1,
	    sizeof(*graph->edges));
	for (size_t i = 0; i < build->reading_count; i++)
		start[build->readings[i].item->index]++;
	for (size_t i = 0; i < items; i++)
		start[i + 1] += start[i];
	for (size_t i = build->reading_count; i-- > 0;) {
		struct reading *reading = &build->readings[i];
		struct edge *edge =
		    &graph->edges[--start[reading->item->index]];

		*edge = reading->edge;
		edge->unit = rank[edge->unit];
	}
	graph->edges_start = start;
}

void
graph_sort(struct graph_build *build)
{
	struct form_graph *graph = build->graph;
	size_t n = build->unit_count;
	uint32_t *rank = mem_alloc_n(n + 1, sizeof(*rank));

	rank_units(build, rank);
	graph->unit_count = n;
	graph->units = arena_alloc_n(graph->arena, n + 1,
	    sizeof(*graph->units));
	for (size_t i = 0; i < n; i++) {
		const struct unit *unit = &build->units[i];

		graph->units[rank[i]] = *unit;
		graph->unit_of[(size_t)unit->item->index * UNIT_KINDS +
		    unit->kind] = rank[i];
	}
	group_edges(build, rank);
	mem_free(rank);
}
