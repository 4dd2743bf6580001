#include "kit/base/mem.h"

#include <string.h>

#include "formspec/graph_build.h"

uint32_t
graph_unit(const struct form_graph *graph, const struct item *item,
    enum unit_kind kind)
{
	return graph->unit_of[(size_t)item->index * UNIT_KINDS + kind];
}

uint32_t
graph_unit_above(const struct form_graph *graph, const struct item *item,
    enum unit_kind kind)
{
	for (; item != NULL; item = item->parent)
		if (graph_unit(graph, item, kind) != UNIT_NONE)
			return graph_unit(graph, item, kind);
	return UNIT_NONE;
}

const struct list_index *
graph_list(const struct form_graph *graph, const struct choice_list *list)
{
	return &graph->lists[list - graph->form->lists];
}

const struct choice *
graph_choice(const struct form_graph *graph, const struct choice_list *list,
    const char *name)
{
	return map_get(graph_list(graph, list)->by_name, name);
}

/* Items by path, and the frame that each one's cell stands in. */
static void
place_items(struct form_graph *graph)
{
	const struct form *form = graph->form;

	for (size_t i = 0; i < form->item_count; i++) {
		struct item *item = form->items[i];
		bool is_top = item->parent == NULL || item->kind == ITEM_REPEAT;

		graph->owners[i] = is_top ? item :
		    graph->owners[item->parent->index];
		if (item->next != NULL)
			graph->previous[item->next->index] = item;
	}
}

static void
count_shape(struct form_graph *graph, const struct item *item)
{
	const struct item *owner = graph->owners[item->index];

	graph->slots[item->index] =
	    (uint32_t)graph->shapes[owner->index]->item_count++;
	if (item->kind != ITEM_REPEAT)
		return;
	owner = graph->owners[item->parent->index];
	graph->list_slots[item->index] =
	    (uint32_t)graph->shapes[owner->index]->repeat_count++;
}

static size_t
count_attributes(const struct item *item)
{
	size_t count = 0;

	for (const struct node *a = item->attributes; a; a = a->next)
		count += item_keeps_attribute(item, a);
	return count;
}

static void
fill_shape(struct form_graph *graph, const struct item *item)
{
	const struct item *owner = graph->owners[item->index];
	struct shape *shape = graph->shapes[owner->index];

	shape->items[graph->slots[item->index]] = item;
	shape->attribute_count += count_attributes(item);
	if (item->kind != ITEM_REPEAT)
		return;
	owner = graph->owners[item->parent->index];
	shape = graph->shapes[owner->index];
	shape->repeats[graph->list_slots[item->index]] = item;
}

static void
make_shapes(struct form_graph *graph)
{
	const struct form *form = graph->form;
	struct arena *arena = graph->arena;

	for (size_t i = 0; i < form->item_count; i++)
		if (graph->owners[i] == form->items[i]) {
			graph->shapes[i] = arena_alloc(arena,
			    sizeof(struct shape));
			graph->shapes[i]->top = form->items[i];
		}
	for (size_t i = 0; i < form->item_count; i++)
		if (item_has_node(form->items[i]))
			count_shape(graph, form->items[i]);
	for (size_t i = 0; i < form->item_count; i++) {
		struct shape *shape = graph->shapes[i];

		if (shape == NULL)
			continue;
		shape->items = arena_alloc_n(arena, shape->item_count,
		    sizeof(*shape->items));
		shape->repeats = arena_alloc_n(arena, shape->repeat_count,
		    sizeof(*shape->repeats));
	}
	for (size_t i = 0; i < form->item_count; i++)
		if (item_has_node(form->items[i]))
			fill_shape(graph, form->items[i]);
}

static void
index_list(struct form_graph *graph, size_t i)
{
	const struct choice_list *list = &graph->form->lists[i];
	struct list_index *index = &graph->lists[i];
	struct node *top = list->document;

	index->by_name = map_new();
	index->next_same = arena_alloc_n(graph->arena, list->choice_count,
	    sizeof(*index->next_same));
	for (size_t c = list->choice_count; c-- > 0;) {
		const struct choice *choice = &list->choices[c];
		const struct choice *same = map_set(index->by_name,
		    choice->name, (void *)(uintptr_t)choice);

		if (same != NULL)
			index->next_same[c] =
			    (uint32_t)(same - list->choices) + 1;
	}
	index->nodes = arena_alloc_n(graph->arena, list->choice_count,
	    sizeof(*index->nodes));
	if (list->nodes != NULL) {
		index->node_count = list->choice_count;
		for (size_t c = 0; c < list->choice_count; c++)
			index->nodes[c] = list->nodes[c];
		return;
	}
	if (top != NULL && top->kind == NODE_ROOT)
		top = top->first;
	for (struct node *at = top ? top->first : NULL;
	    at != NULL && index->node_count < list->choice_count; at = at->next)
		if (at->kind == NODE_ELEMENT)
			index->nodes[index->node_count++] = at;
}

static void
add_unit(struct graph_build *build, const struct item *item,
    enum unit_kind kind, const struct expr *expr)
{
	struct form_graph *graph = build->graph;
	void *units = build->units;
	struct unit *unit;

	mem_grow(&units, &build->units_capacity, build->unit_count + 1,
	    sizeof(*unit));
	build->units = units;
	unit = &build->units[build->unit_count];
	*unit = (struct unit){ .item = item, .kind = kind, .expr = expr };
	if (kind == UNIT_CALCULATE && expr->compiled != NULL)
		unit->is_volatile = xpath_is_volatile(expr->compiled);
	graph->unit_of[(size_t)item->index * UNIT_KINDS + kind] =
	    (uint32_t)build->unit_count++;
}

/* A question with a trigger and no calculation is emptied by the trigger. */
static void
add_units(struct graph_build *build, const struct item *item)
{
	const struct { enum unit_kind kind; const struct expr *expr; } all[] = {
		{ UNIT_COUNT, &item->repeat_count },
		{ UNIT_RELEVANT, &item->relevant },
		{ UNIT_DEFAULT, &item->dynamic_default },
		{ UNIT_CALCULATE, &item->calculate },
		{ UNIT_READONLY, &item->readonly },
		{ UNIT_REQUIRED, &item->required },
		{ UNIT_CONSTRAINT, &item->constraint },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		/* A count is read with any item, and means nothing there. */
		if (all[i].kind == UNIT_COUNT && item->kind != ITEM_REPEAT)
			continue;
		if (all[i].expr->compiled != NULL ||
		    (all[i].kind == UNIT_CALCULATE && item->trigger != NULL))
			add_unit(build, item, all[i].kind, all[i].expr);
	}
	if (item->list != NULL || item->itemset.compiled != NULL)
		add_unit(build, item, UNIT_CHOICES, &item->choice_filter);
	for (size_t i = 0; i < item->action_count; i++) {
		add_unit(build, item, (enum unit_kind)(UNIT_ACTION + i),
		    &item->actions[i].value);
		build->units[build->unit_count - 1].action = &item->actions[i];
	}
}

static struct form_graph *
graph_alloc(const struct form *form)
{
	struct form_graph *graph = mem_alloc(sizeof(*graph));
	size_t n = form->item_count;

	graph->form = form;
	graph->arena = arena_new();
	graph->owners = arena_alloc_n(graph->arena, n, sizeof(*graph->owners));
	graph->previous = arena_alloc_n(graph->arena, n,
	    sizeof(*graph->previous));
	graph->slots = arena_alloc_n(graph->arena, n, sizeof(*graph->slots));
	graph->list_slots = arena_alloc_n(graph->arena, n,
	    sizeof(*graph->list_slots));
	graph->shapes = arena_alloc_n(graph->arena, n, sizeof(*graph->shapes));
	graph->unit_of = arena_alloc_n(graph->arena, n * UNIT_KINDS,
	    sizeof(*graph->unit_of));
	memset(graph->unit_of, 0xff, n * UNIT_KINDS * sizeof(*graph->unit_of));
	graph->lists = arena_alloc_n(graph->arena, form->list_count + 1,
	    sizeof(*graph->lists));
	return graph;
}

const struct err *
form_graph_new(struct form_graph **out, const struct form *form)
{
	struct form_graph *graph = graph_alloc(form);
	struct graph_build build = { .graph = graph };

	*out = NULL;
	place_items(graph);
	make_shapes(graph);
	graph_index_names(graph);
	for (size_t i = 0; i < form->list_count; i++)
		index_list(graph, i);
	for (size_t i = 0; i < form->item_count; i++)
		if (item_has_node(form->items[i]))
			add_units(&build, form->items[i]);
	graph_read_all(&build);
	if (!build.over_limit)
		graph_sort(&build);
	mem_free(build.units);
	mem_free(build.readings);
	mem_free(build.pairs);
	if (build.over_limit) {
		form_graph_free(graph);
		return err_new(ERR_LIMIT, "form %s: its expressions read each "
		    "other in more than %d places", form->id, GRAPH_EDGES_MAX);
	}
	*out = graph;
	return NULL;
}

void
form_graph_free(struct form_graph *graph)
{
	if (graph == NULL)
		return;
	for (size_t i = 0; i < graph->form->list_count; i++)
		map_free(graph->lists[i].by_name);
	arena_free(graph->arena);
	mem_free(graph);
}
