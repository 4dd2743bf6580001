/*
 * Items whose values depend on themselves. An item's value hangs on what its
 * calculation and its relevance read, and on its parent's relevance. An item
 * may read its own old value ("."), or the same question of another instance
 * of its repeat.
 */
#include <string.h>

#include "formspec/form_build.h"
#include "formspec/xpath.h"
#include "kit/base/mem.h"

enum { CYCLES_SAID_MAX = 20 };

struct graph {
	struct form_build *build;
	struct map *paths;		/* path to item */
	unsigned *first;		/* of item i: edges[first[i]] ... */
	unsigned *edges;
	size_t count, capacity;
	unsigned from;
	bool itself;			/* reading itself counts */
};

static void
add_edge(struct graph *graph, unsigned to)
{
	if (to == graph->from && !graph->itself)
		return;
	mem_grow((void **)&graph->edges, &graph->capacity, graph->count + 1,
	    sizeof(*graph->edges));
	graph->edges[graph->count++] = to;
}

static void
visit(void *data, const char *path)
{
	struct graph *graph = data;
	size_t len = strlen(path);
	struct item *item = map_get(graph->paths, path);

	/* What stands for "anything below" would accuse too many. */
	if (item == NULL && len > 2 && strcmp(path + len - 2, "/*") == 0)
		return;
	/* A group or repeat as a whole is counted, not read. */
	if (item != NULL && item->kind == ITEM_QUESTION)
		add_edge(graph, item->index);
}

static void
build_graph(struct graph *graph)
{
	struct form *form = graph->build->form;

	graph->first = mem_alloc_n(form->item_count + 1,
	    sizeof(*graph->first));
	for (size_t i = 0; i < form->item_count; i++)
		map_set(graph->paths, graph->build->items[i]->path,
		    graph->build->items[i]);
	for (size_t i = 0; i < form->item_count; i++) {
		const struct item *item = graph->build->items[i];

		graph->first[i] = (unsigned)graph->count;
		graph->from = (unsigned)i;
		graph->itself = false;
		if (item->calculate.compiled != NULL && item->trigger == NULL)
			xpath_reads(item->calculate.compiled, item->path,
			    visit, graph);
		graph->itself = true;
		if (item->relevant.compiled != NULL)
			xpath_reads(item->relevant.compiled, item->path,
			    visit, graph);
		if (item->parent != NULL)
			add_edge(graph, item->parent->index);
	}
	graph->first[form->item_count] = (unsigned)graph->count;
}

static void
diag_cycle(struct graph *graph, const unsigned *stack, size_t from, size_t to)
{
	struct buf names = BUF_INIT;
	const struct item *item = graph->build->items[stack[from]];

	for (size_t i = from; i < to; i++)
		buf_addf(&names, "%s → ",
		    graph->build->items[stack[i]]->name);
	buf_add(&names, item->name);
	diag_add(graph->build->diags, &item->place, "cycle", buf_str(&names));
	buf_free(&names);
}

/* Depth first; what stands on the stack and is met again closes a cycle. */
static size_t
search(struct graph *graph, unsigned start, unsigned *stack, unsigned *next,
    uint8_t *seen)
{
	size_t depth = 1, said = 0;

	stack[0] = start;
	seen[start] = 1;
	next[start] = graph->first[start];
	while (depth > 0) {
		unsigned at = stack[depth - 1], to;
		size_t i;

		if (next[at] == graph->first[at + 1]) {
			seen[at] = 2;
			depth--;
			continue;
		}
		to = graph->edges[next[at]++];
		if (seen[to] == 0) {
			seen[to] = 1;
			next[to] = graph->first[to];
			stack[depth++] = to;
		} else if (seen[to] == 1) {
			for (i = depth - 1; stack[i] != to; i--)
				;
			diag_cycle(graph, stack, i, depth);
			said++;
		}
	}
	return said;
}

void
form_check_cycles(struct form_build *build)
{
	struct graph graph = { .build = build, .paths = map_new() };
	size_t count = build->form->item_count, said = 0;
	unsigned *stack = mem_alloc_n(count + 1, sizeof(*stack));
	unsigned *next = mem_alloc_n(count + 1, sizeof(*next));
	uint8_t *seen = mem_alloc_n(count + 1, 1);

	build_graph(&graph);
	for (size_t i = 0; i < count && said < CYCLES_SAID_MAX; i++)
		if (seen[i] == 0)
			said += search(&graph, (unsigned)i, stack, next, seen);
	mem_free(stack);
	mem_free(next);
	mem_free(seen);
	mem_free(graph.first);
	mem_free(graph.edges);
	map_free(graph.paths);
}
