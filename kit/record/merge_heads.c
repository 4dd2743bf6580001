/* merge_heads.c - for each field, the writes that no later write knows of. */
#include <stdlib.h>
#include <string.h>

#include "kit/base/map.h"
#include "kit/base/mem.h"
#include "kit/record/merge_parts.h"

bool
head_is_better(const struct merge_input *a, const struct merge_input *b)
{
	bool a_rules = a->role == MEMBER_COORDINATOR;
	bool b_rules = b->role == MEMBER_COORDINATOR;

	if (a_rules != b_rules)
		return a_rules;
	if (a->depth != b->depth)
		return a->depth > b->depth;
	if (a->revision->time_ms != b->revision->time_ms)
		return a->revision->time_ms > b->revision->time_ms;
	/* Inputs are sorted by id. */
	return a < b;
}

static int
head_compare(const void *a, const void *b)
{
	const struct merge_head *left = a, *right = b;

	if (left->input == right->input)
		return 0;
	return head_is_better(left->input, right->input) ? -1 : 1;
}

void
heads_sort(struct merge_head *heads, size_t count)
{
	if (count > 1)
		qsort(heads, count, sizeof *heads, head_compare);
}

const struct merge_head *
heads_of(struct merge_graph *graph, struct arena *arena,
    const struct merge_head *writes, size_t write_count, size_t *head_count)
{
	struct merge_head *heads;
	unsigned floor = writes[0].input->depth;

	if (write_count == 1) {
		*head_count = 1;
		return writes;
	}
	for (size_t i = 1; i < write_count; i++)
		if (writes[i].input->depth < floor)
			floor = writes[i].input->depth;
	graph_unmark(graph);
	for (size_t i = 0; i < write_count; i++)
		graph_mark_ancestors(graph, graph_index(graph, writes[i].input),
		    floor);
	heads = arena_alloc_n(arena, write_count, sizeof *heads);
	*head_count = 0;
	for (size_t i = 0; i < write_count; i++)
		if (!graph_is_marked(graph,
		    graph_index(graph, writes[i].input)))
			heads[(*head_count)++] = writes[i];
	heads_sort(heads, *head_count);
	return heads;
}

/* ---- Collecting the writes ---- */

struct write {
	const char *path;
	struct merge_head head;
};

struct writes {
	struct write *items;
	size_t count, capacity;
};

static int
write_compare(const void *a, const void *b)
{
	const struct write *left = a, *right = b;
	int order = strcmp(left->path, right->path);

	if (order != 0)
		return order;
	return (left->head.input > right->head.input) -
	    (left->head.input < right->head.input);
}

static void
add_write(struct writes *writes, const struct merge_input *input,
    const char *path, const char *value)
{
	void *items = writes->items;

	mem_grow(&items, &writes->capacity, writes->count + 1,
	    sizeof *writes->items);
	writes->items = items;
	writes->items[writes->count++] =
	    (struct write){ path, { value, input } };
}

/*
 * Whoever removes a repeat also unsets what was in it. Only the removal itself
 * counts: when it is undone, what was inside must be there again.
 */
static void
add_unsets(struct writes *writes, const struct merge_input *input)
{
	const struct revision *r = input->revision;
	const char *removed = NULL;

	/* Sorted: what is inside a repeat comes right behind it. */
	for (size_t i = 0; i < r->unset_count; i++) {
		if (removed != NULL && path_is_inside(r->unset[i], removed))
			continue;
		if (path_is_repeat(r->unset[i]))
			removed = r->unset[i];
		add_write(writes, input, r->unset[i], NULL);
	}
}

static void
collect_writes(struct writes *writes, const struct merge_graph *graph)
{
	for (size_t i = 0; i < graph->count; i++) {
		const struct merge_input *input = &graph->inputs[i];
		const struct revision *r = input->revision;

		if (input->standing != STANDS)
			continue;
		for (size_t f = 0; f < r->set.count; f++)
			add_write(writes, input, r->set.items[f].path,
			    r->set.items[f].value);
		add_unsets(writes, input);
	}
	if (writes->count > 1)
		qsort(writes->items, writes->count, sizeof *writes->items,
		    write_compare);
}

/* ---- Fields ---- */

/*
 * Which writes are heads depends on who wrote, not on what. A form saved again
 * has hundreds of fields with the same writers, so each set of writers is
 * looked at once.
 */
struct pattern {
	size_t head_count;
	const size_t *heads;	/* places among the writes, best first */
};

static size_t
write_place(const struct merge_field *field, const struct merge_input *input)
{
	size_t low = 0, high = field->write_count - 1;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (field->writes[middle].input < input)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct pattern *
pattern_new(struct merge_graph *graph, struct arena *arena,
    const struct merge_field *field)
{
	struct pattern *pattern = arena_alloc(arena, sizeof *pattern);
	const struct merge_head *heads = heads_of(graph, arena, field->writes,
	    field->write_count, &pattern->head_count);
	size_t *places = arena_alloc_n(arena, pattern->head_count,
	    sizeof *places);

	for (size_t h = 0; h < pattern->head_count; h++)
		places[h] = write_place(field, heads[h].input);
	pattern->heads = places;
	return pattern;
}

static const struct pattern *
pattern_of(struct map *patterns, struct merge_graph *graph,
    struct arena *arena, const struct merge_field *field, struct buf *key)
{
	const struct pattern *known;

	buf_reset(key);
	for (size_t w = 0; w < field->write_count; w++)
		buf_add_u64(key, graph_index(graph, field->writes[w].input));
	known = map_get_slice(patterns, buf_slice(key));
	if (known == NULL) {
		known = pattern_new(graph, arena, field);
		map_set_slice(patterns, buf_slice(key),
		    (void *)(uintptr_t)known);
	}
	return known;
}

static void
take_heads(struct merge_field *field, struct arena *arena,
    const struct pattern *pattern)
{
	struct merge_head *heads = arena_alloc_n(arena, pattern->head_count,
	    sizeof *heads);

	for (size_t h = 0; h < pattern->head_count; h++)
		heads[h] = field->writes[pattern->heads[h]];
	field->out.heads = heads;
	field->out.head_count = pattern->head_count;
}

/* Writes to one path, sorted by revision, become a field. */
static void
group_writes(struct merge_fields *out, struct arena *arena,
    const struct writes *writes)
{
	struct merge_head *heads = arena_alloc_n(arena, writes->count,
	    sizeof *heads);
	size_t count = 0;

	for (size_t i = 0; i < writes->count; i++)
		count += i == 0 || strcmp(writes->items[i - 1].path,
		    writes->items[i].path) != 0;
	out->items = arena_alloc_n(arena, count, sizeof *out->items);
	for (size_t i = 0; i < writes->count; i++) {
		const char *path = writes->items[i].path;

		heads[i] = writes->items[i].head;
		if (out->count == 0 ||
		    strcmp(out->items[out->count - 1].out.path, path) != 0) {
			out->items[out->count].out.path = path;
			out->items[out->count++].writes = &heads[i];
		}
		out->items[out->count - 1].write_count++;
	}
}

void
heads_collect(struct merge_fields *out, struct merge_graph *graph,
    struct arena *arena)
{
	struct writes writes = { NULL, 0, 0 };
	struct map *patterns = map_new();
	struct buf key = BUF_INIT;

	*out = (struct merge_fields){ NULL, 0 };
	collect_writes(&writes, graph);
	group_writes(out, arena, &writes);
	for (size_t i = 0; i < out->count; i++)
		take_heads(&out->items[i], arena, pattern_of(patterns, graph,
		    arena, &out->items[i], &key));
	buf_free(&key);
	map_free(patterns);
	mem_free(writes.items);
}
