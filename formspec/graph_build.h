/*
 * graph_build.h - a form's graph while it is being made: units in document
 * order, and pairs of them. For instance_graph.c, _reads.c and _order.c.
 */
#ifndef FORMSPEC_GRAPH_BUILD_H
#define FORMSPEC_GRAPH_BUILD_H

#include "formspec/instance_internal.h"

/* The reader of an item; becomes a struct edge. */
struct reading {
	const struct item *item;
	struct edge edge;
};

/* unit runs behind `behind`. */
struct order_pair {
	uint32_t unit, behind;
};

/* The last reading noted of an item: most expressions repeat themselves. */
struct stamp {
	uint32_t unit;
	enum edge_mode mode;
	const struct item *shared;
};

struct graph_build {
	struct form_graph *graph;
	struct unit *units;
	size_t unit_count, units_capacity;
	struct reading *readings;
	size_t reading_count, readings_capacity;
	struct order_pair *pairs;
	size_t pair_count, pairs_capacity;
	struct stamp *stamps;		/* by item */
	bool over_limit;
};

/* instance_reads.c: what every unit reads, as readings and pairs. */
void graph_read_all(struct graph_build *build);
/* instance_order.c: sort units behind what they read, settle the numbers. */
void graph_sort(struct graph_build *build);

void graph_add_pair(struct graph_build *build, uint32_t unit, uint32_t behind);
/* The nearest item upwards, the item itself included, that has that unit. */
uint32_t graph_unit_above(const struct form_graph *graph,
    const struct item *item, enum unit_kind kind);

#endif
