/*
 * Items whose values depend on themselves. An item's value hangs on what its
 * calculation and its relevance read, and on its parent's relevance. A
 * calculation may read its own old value as ".", and the same question of
 * another instance of its repeat, but not itself by its name.
 *
 * Questions that decide each other's relevance, or their own, are a warning
 * alone: they settle as long as showing one never hides what showed it, and one
 * that does not is told when it is run. ODK Collect takes the first, and refuses
 * a question that decides its own; converters take all of them.
 */
#include <stdint.h>
#include <string.h>

#include "formspec/form_build.h"
#include "formspec/form_reads.h"
#include "kit/base/mem.h"

enum { CYCLES_SAID_MAX = 20 };

struct graph {
	struct form_build *build;
	unsigned *first;		/* of item i: edges[first[i]] ... */
	unsigned *edges;
	bool *shows;			/* by edge: a question's relevance */
	size_t count, capacity, shows_capacity;
	bool showing;			/* relevance is being read */
};

static void
add_edge(struct graph *graph, unsigned to)
{
	mem_grow((void **)&graph->edges, &graph->capacity, graph->count + 1,
	    sizeof(*graph->edges));
	mem_grow((void **)&graph->shows, &graph->shows_capacity,
	    graph->count + 1, sizeof(*graph->shows));
	graph->shows[graph->count] = graph->showing;
	graph->edges[graph->count++] = to;
}

/*
 * What stands for "anything below" would accuse too many, and a group or repeat
 * as a whole is counted, not read.
 */
static bool
is_answer(const struct form_read *read)
{
	return !read->below && read->item->kind == ITEM_QUESTION;
}

static bool
is_itself(const struct item *item, const struct form_read *read)
{
	return read->item == item && !read->own &&
	    read->shared == item->repeat;
}

static void
read_calculation(struct graph *graph, const struct item *item)
{
	const struct form_read *end, *read = form_reads_of(graph->build->form,
	    item, READS_CALCULATION, &end);

	for (; item->trigger == NULL && read < end; read++)
		if (is_answer(read) &&
		    (read->item != item || is_itself(item, read)))
			add_edge(graph, read->item->index);
}

static void
read_relevance(struct graph *graph, const struct item *item)
{
	const struct form_read *end, *read = form_reads_of(graph->build->form,
	    item, READS_RELEVANT, &end);

	graph->showing = item->kind == ITEM_QUESTION;
	for (; read < end; read++)
		if (is_answer(read))
			add_edge(graph, read->item->index);
	graph->showing = false;
}

static void
build_graph(struct graph *graph)
{
	struct form *form = graph->build->form;

	graph->first = mem_alloc_n(form->item_count + 1,
	    sizeof(*graph->first));
	for (size_t i = 0; i < form->item_count; i++) {
		const struct item *item = graph->build->items[i];

		graph->first[i] = (unsigned)graph->count;
		read_calculation(graph, item);
		read_relevance(graph, item);
		if (item->parent != NULL)
			add_edge(graph, item->parent->index);
	}
	graph->first[form->item_count] = (unsigned)graph->count;
}

/* next[i] is behind the edge that leads on from i. */
/* The cell of the item that names the next one. */
static struct place
cycle_place(struct form_build *build, const struct item *item,
    const struct item *next)
{
	static const enum field_id fields[] = {
		FIELD_CALCULATION, FIELD_RELEVANT
	};
	const char *name = arena_printf(build->arena, "${%s}", next->name);

	for (size_t i = 0; i < 2; i++) {
		const char *cell = field_expr(&form_fields[fields[i]],
		    (struct item *)(uintptr_t)item)->written;
		const char *at = cell != NULL ? strstr(cell, name) : NULL;
		struct place place = form_place(build, item, fields[i], cell);

		if (at == NULL)
			continue;
		place.caret = (unsigned)(at - cell);
		place.caret_len = (unsigned)strlen(name);
		return place;
	}
	if (item == next && item->relevant.written != NULL &&
	    item->calculate.written == NULL) {
		struct place place = form_place(build, item, FIELD_RELEVANT,
		    item->relevant.written);

		place.caret_len = (unsigned)strlen(item->relevant.written);
		return place;
	}
	return form_name_place(build, item);
}

static void
diag_cycle(struct graph *graph, const unsigned *stack, const unsigned *next,
    size_t from, size_t to)
{
	struct buf names = BUF_INIT;
	const struct item *item = graph->build->items[stack[from]];
	bool shows = true, itself = to - from == 1;
	struct place place;

	for (size_t i = from; i < to; i++) {
		shows &= graph->shows[next[stack[i]] - 1];
		buf_addf(&names, "%s → ",
		    graph->build->items[stack[i]]->name);
	}
	buf_add(&names, item->name);
	place = cycle_place(graph->build, item, graph->build->items[stack[
	    from + 1 < to ? from + 1 : from]]);
	diag_add(graph->build->diags, &place, shows ? itself ?
	    "cycle-itself-relevant" : "cycle-relevant" : itself ?
	    "cycle-itself" : "cycle", itself ? item->name :
	    buf_str(&names));
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
			diag_cycle(graph, stack, next, i, depth);
			said++;
		}
	}
	return said;
}

void
form_check_cycles(struct form_build *build)
{
	struct graph graph = { .build = build };
	size_t count = build->form->item_count, said = 0;
	unsigned *stack = mem_alloc_n(count + 1, sizeof(*stack));
	unsigned *next = mem_alloc_n(count + 1, sizeof(*next));
	uint8_t *seen = mem_alloc_n(count + 1, 1);

	(void)form_build_paths(build);
	form_find_reads(build->form);
	build_graph(&graph);
	for (size_t i = 0; i < count && said < CYCLES_SAID_MAX; i++)
		if (seen[i] == 0)
			said += search(&graph, (unsigned)i, stack, next, seen);
	mem_free(stack);
	mem_free(next);
	mem_free(seen);
	mem_free(graph.first);
	mem_free(graph.edges);
	mem_free(graph.shows);
}
