#include <string.h>

#include "formspec/form_reads.h"
#include "formspec/graph_build.h"
#include "kit/base/mem.h"

struct visit {
	struct graph_build *build;
	uint32_t unit;
	const struct xpath *filter;	/* of the itemset that is read */
	bool names_choice;		/* reading what choices come from */
};

static bool
has_room(struct graph_build *build)
{
	if (build->reading_count + build->pair_count < GRAPH_EDGES_MAX)
		return true;
	build->over_limit = true;
	return false;
}

void
graph_add_pair(struct graph_build *build, uint32_t unit, uint32_t behind)
{
	void *pairs = build->pairs;

	if (unit == UNIT_NONE || behind == UNIT_NONE || unit == behind ||
	    !has_room(build))
		return;
	mem_grow(&pairs, &build->pairs_capacity, build->pair_count + 1,
	    sizeof(*build->pairs));
	build->pairs = pairs;
	build->pairs[build->pair_count++] = (struct order_pair){ unit, behind };
}

static void
add_reading(struct graph_build *build, const struct item *item,
    struct edge edge)
{
	void *readings = build->readings;

	if (!has_room(build))
		return;
	mem_grow(&readings, &build->readings_capacity,
	    build->reading_count + 1, sizeof(*build->readings));
	build->readings = readings;
	build->readings[build->reading_count++] =
	    (struct reading){ item, edge };
}

/* Everything that decides what an item shows to a reader comes first. */
static void
add_pairs(struct graph_build *build, uint32_t unit, const struct item *item)
{
	const struct form_graph *graph = build->graph;

	graph_add_pair(build, unit, graph_unit(graph, item, UNIT_DEFAULT));
	graph_add_pair(build, unit, graph_unit(graph, item, UNIT_CALCULATE));
	for (size_t i = 0; i < item->action_count; i++)
		graph_add_pair(build, unit, graph_unit(graph, item,
		    (enum unit_kind)(UNIT_ACTION + i)));
	graph_add_pair(build, unit,
	    graph_unit_above(graph, item, UNIT_RELEVANT));
	graph_add_pair(build, unit, graph_unit_above(graph, item, UNIT_COUNT));
}

/* Defaults run once, triggered calculations when their trigger changes. */
static bool
follows_reads(const struct unit *unit)
{
	return unit->kind != UNIT_DEFAULT && unit->action == NULL &&
	    !(unit->kind == UNIT_CALCULATE && unit->item->trigger != NULL);
}

static void note_read(void *data, const struct form_read *read);
static void note_itemset_filter(void *data, const struct form_read *read);
static void read_from(struct visit *visit, const struct xpath *xpath,
    const struct item *context, const struct item *innermost,
    form_visit_read *note);

/* jr:choice-name() of choices that are answers reads those too. */
static void
note_choice_names(struct visit *visit, const struct item *item)
{
	const struct expr *expr = visit->build->units[visit->unit].expr;

	if (visit->names_choice || expr->source == NULL ||
	    strstr(expr->source, "choice-name") == NULL)
		return;
	visit->names_choice = true;
	visit->filter = item->choice_filter.compiled;
	read_from(visit, item->itemset.compiled, item, NULL, note_read);
	if (visit->filter != NULL)
		read_from(visit, item->itemset.compiled, item, NULL,
		    note_itemset_filter);
	visit->names_choice = false;
}

static void
note_item(struct visit *visit, const struct item *item,
    const struct item *shared)
{
	struct graph_build *build = visit->build;
	struct stamp *stamp = &build->stamps[item->index];
	struct edge edge = { visit->unit, EDGE_SAME, shared };

	/* An instance read as such, "..": of interest is its position. */
	if (item->kind == ITEM_REPEAT && shared == item)
		edge.mode = EDGE_LATER;
	if (stamp->unit == visit->unit && stamp->mode == edge.mode &&
	    stamp->shared == shared)
		return;
	*stamp = (struct stamp){ visit->unit, edge.mode, shared };
	if (follows_reads(&build->units[visit->unit]))
		add_reading(build, item, edge);
	add_pairs(build, visit->unit, item);
	if (item->itemset.compiled != NULL)
		note_choice_names(visit, item);
}

static void
note_below(struct visit *visit, const struct item *top,
    const struct item *shared)
{
	const struct form *form = visit->build->graph->form;

	/* Items are in document order: what is inside follows, deeper. */
	for (size_t i = top->index; i < form->item_count; i++) {
		if (i > top->index && form->items[i]->depth <= top->depth)
			break;
		if (item_has_node(form->items[i]))
			note_item(visit, form->items[i], shared);
	}
}

static void
note_read(void *data, const struct form_read *read)
{
	const struct item *item = read->item;

	if (read->below || item->kind == ITEM_GROUP ||
	    (item->kind == ITEM_REPEAT && !read->counted))
		note_below(data, item, read->shared);
	else
		note_item(data, item, read->shared);
}

static void
read_from(struct visit *visit, const struct xpath *xpath,
    const struct item *context, const struct item *innermost,
    form_visit_read *note)
{
	const struct form_graph *graph = visit->build->graph;

	if (xpath != NULL)
		form_reads(graph->form, xpath, context, innermost, note,
		    visit);
}

/* Seen from the unit's own item: a count runs on what is around its repeat. */
static void
read_unit(struct visit *visit, const struct xpath *xpath, form_visit_read *note)
{
	const struct unit *unit = &visit->build->units[visit->unit];
	const struct item *item = unit->item;

	read_from(visit, xpath, item, unit->kind == UNIT_COUNT ?
	    item->repeat : item_instance(item), note);
}

/* What the form knows already, or what its expression says. */
static void
read_known(struct visit *visit)
{
	const struct unit *unit = &visit->build->units[visit->unit];
	const struct form_read *read, *end;

	if (unit->kind != UNIT_RELEVANT && unit->kind != UNIT_CALCULATE) {
		read_unit(visit, unit->expr->compiled, note_read);
		return;
	}
	read = form_reads_of(visit->build->graph->form, unit->item,
	    unit->kind == UNIT_RELEVANT ? READS_RELEVANT : READS_CALCULATION,
	    &end);
	for (; read < end; read++)
		note_read(visit, read);
}

/* A filter of an itemset also looks at the instances that it filters. */
static void
note_itemset_filter(void *data, const struct form_read *read)
{
	struct visit *visit = data;
	const struct graph_build *build = visit->build;

	if (!read->below)
		read_from(visit, visit->filter,
		    build->graph->owners[read->item->index], NULL, note_read);
}

static void
read_choices(struct visit *visit)
{
	const struct unit *unit = &visit->build->units[visit->unit];
	const struct xpath *itemset = unit->item->itemset.compiled;

	read_unit(visit, itemset, note_read);
	visit->filter = unit->expr->compiled;
	if (visit->filter != NULL)
		read_unit(visit, itemset, note_itemset_filter);
}

static const struct item *
nearest_common_repeat(const struct form_graph *graph, const struct item *a,
    const struct item *b)
{
	const struct item *around;

	for (; a != NULL; a = graph->owners[a->index]->parent)
		for (around = b; around != NULL;
		    around = graph->owners[around->index]->parent)
			if (graph->owners[a->index] ==
			    graph->owners[around->index]) {
				a = graph->owners[a->index];
				return a->kind == ITEM_REPEAT ? a : NULL;
			}
	return NULL;
}

static void
read_triggers(struct visit *visit)
{
	struct graph_build *build = visit->build;
	const struct item *target = build->units[visit->unit].item, *item;
	const char *at = target->trigger;

	while (*(at += strspn(at, " \t\r\n")) != '\0') {
		size_t len = strcspn(at, " \t\r\n");
		struct edge edge = { visit->unit, EDGE_TRIGGER, NULL };

		item = map_get_slice(build->graph->form->paths, slice_of(at, len));
		at += len;
		if (item == NULL)
			continue;	/* a diagnostic of the form reader */
		edge.shared = nearest_common_repeat(build->graph, item,
		    target);
		add_reading(build, item, edge);
		add_pairs(build, visit->unit, item);
	}
}

/* Actions of one item run in their order. */
static void
read_action(struct visit *visit)
{
	struct graph_build *build = visit->build;
	const struct unit *unit = &build->units[visit->unit];
	const struct action *action = unit->action;
	const struct item *source = action->source ?
	    map_get(build->graph->form->paths, action->source) : NULL;
	struct edge edge = { visit->unit, EDGE_TRIGGER, NULL };

	if (unit->kind > UNIT_ACTION)
		graph_add_pair(build, visit->unit, graph_unit(build->graph,
		    unit->item, (enum unit_kind)(unit->kind - 1)));
	if (source == NULL)
		return;
	edge.shared = nearest_common_repeat(build->graph, source, unit->item);
	if (action->events & ACTION_VALUE_CHANGED) {
		add_reading(build, source, edge);
		add_pairs(build, visit->unit, source);
	}
	edge.mode = EDGE_NEW;
	if ((action->events & ACTION_NEW_REPEAT) &&
	    source->kind == ITEM_REPEAT)
		add_reading(build, source, edge);
}

/* What a unit waits for by its place alone. */
static void
order_by_place(struct graph_build *build, uint32_t index)
{
	const struct unit *unit = &build->units[index];
	const struct form_graph *graph = build->graph;
	const struct item *item = unit->item;
	const struct item *above = unit->kind == UNIT_RELEVANT ||
	    unit->kind == UNIT_COUNT ? item->parent : item;

	/* Its node must be there, and it must be known to be relevant. */
	graph_add_pair(build, index, graph_unit_above(graph,
	    unit->kind == UNIT_COUNT ? item->parent : item, UNIT_COUNT));
	if (unit->kind != UNIT_CALCULATE || unit->is_volatile)
		graph_add_pair(build, index,
		    graph_unit_above(graph, above, UNIT_RELEVANT));
	if (unit->kind == UNIT_CONSTRAINT || unit->kind == UNIT_CHOICES)
		add_pairs(build, index, item);
	/* position() without a path is that of the instance. */
	if (item->kind == ITEM_REPEAT && unit->kind != UNIT_COUNT &&
	    strstr(unit->expr->source, "position()") != NULL)
		note_item(&(struct visit){ .build = build, .unit = index }, item, item);
}

void
graph_read_all(struct graph_build *build)
{
	size_t stamps_size = build->graph->form->item_count;

	build->stamps = mem_alloc_n(stamps_size, sizeof(*build->stamps));
	for (size_t i = 0; i < stamps_size; i++)
		build->stamps[i].unit = UNIT_NONE;
	for (uint32_t i = 0; i < build->unit_count && !build->over_limit; i++) {
		const struct unit *unit = &build->units[i];
		struct visit visit = { .build = build, .unit = i };

		read_known(&visit);
		if (unit->kind == UNIT_CHOICES)
			read_choices(&visit);
		if (unit->action != NULL)
			read_action(&visit);
		if (unit->kind == UNIT_CALCULATE && unit->item->trigger != NULL)
			read_triggers(&visit);
		order_by_place(build, i);
	}
	mem_free(build->stamps);
	build->stamps = NULL;
}
