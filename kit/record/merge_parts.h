/*
 * merge_parts.h - the pieces of merge_record(), for merge*.c alone.
 *
 * Revisions are named by their index in the inputs, which are sorted by id.
 */
#ifndef RECOLTE_RECORD_MERGE_PARTS_H
#define RECOLTE_RECORD_MERGE_PARTS_H

#include "kit/record/merge.h"

/* ---- merge_graph.c: who knows whom ---- */

struct merge_graph {
	struct merge_input *inputs;	/* sorted by id */
	size_t count;
	size_t *parents;		/* of all, one after another */
	size_t *parents_at;		/* count + 1: where those of i start */
	bool *complete;			/* no ancestor is missing */
	size_t *order;			/* the complete ones, parents first */
	size_t order_count;
	unsigned *marks;		/* marked: equal to `mark` */
	unsigned mark;
	size_t *stack;
};

/* Sorts the inputs; sets their depth. All memory is of the arena. */
void graph_build(struct merge_graph *graph, struct arena *arena,
    struct merge_input *inputs, size_t count);
/* The index of a revision; false when it is not there. */
bool graph_find(const struct merge_graph *graph, const struct hash *id,
    size_t *out);
/*
 * Marks for questions of ancestry. Ancestors less deep than `floor` may be left
 * out, which is what makes a question about recent revisions cheap.
 */
void graph_unmark(struct merge_graph *graph);
void graph_mark_ancestors(struct merge_graph *graph, size_t i, unsigned floor);
bool graph_is_marked(const struct merge_graph *graph, size_t i);
size_t graph_index(const struct merge_graph *graph,
    const struct merge_input *input);

/* ---- merge_standing.c: who has a say ---- */

/* Sets the standing of every input; the root that made the record, or NULL. */
const struct merge_input *standing_judge(struct merge_graph *graph);
/* Marks what the retractions that stand take back. */
void standing_retract(struct merge_graph *graph);
bool standing_is_accepted(const struct merge_input *input);

/* ---- merge_heads.c: the writes that no later write knows of ---- */

struct merge_field {
	struct merged_field out;
	/* Every write of the field that counts, by revision. */
	const struct merge_head *writes;
	size_t write_count;
};

struct merge_fields {
	struct merge_field *items;	/* sorted by path */
	size_t count;
};

void heads_collect(struct merge_fields *out, struct merge_graph *graph,
    struct arena *arena);
/*
 * The writes among `writes` that no other of them knows of, best first, in
 * arena. Writes are sorted by revision, each revision once.
 */
const struct merge_head *heads_of(struct merge_graph *graph,
    struct arena *arena, const struct merge_head *writes, size_t write_count,
    size_t *head_count);
/* The provisional rule: does a go before b? */
bool head_is_better(const struct merge_input *a, const struct merge_input *b);
void heads_sort(struct merge_head *heads, size_t count);

/* ---- merge_repeat.c: instances that were removed ---- */

bool path_is_repeat(const char *path);
bool path_is_inside(const char *path, const char *repeat);
/* Settles the existence of repeats, and what went with them. */
void repeats_settle(struct merge_fields *fields, struct merge_graph *graph,
    struct arena *arena);

/* ---- merge_settle.c: one value from several heads ---- */

void settle_values(struct merge_field *field);
void settle_consent(struct merge_field *field, struct arena *arena);
void settle_state(struct merged_record *out, struct merge_graph *graph,
    struct arena *arena);
void settle_form(struct merged_record *out, struct merge_graph *graph,
    struct arena *arena);

#endif
