/*
 * merge_standing.c - which revisions have a say.
 *
 * A record belongs to the authors of its roots, the revisions without parents.
 * Where there are several, those count that a coordinator wrote or built on: a
 * root that turns up later displaces none of them. Before that, claims to one
 * record are settled by the smallest id, the same everywhere, and the others
 * are put aside, where a coordinator sees them and can hand the record over.
 *
 * Who may write, besides coordinators: on a response its creators (those
 * authors) and every device that a standing revision of a creator or of a
 * coordinator ever hands it to (".handed"); on a case every device of the
 * study, since all call from the same frame; on a link and as a retraction
 * nobody. Handing over is judged without regard to before and after, so that it
 * also lets in what was written too early, and taking it back puts nothing
 * aside.
 */
#include <string.h>

#include "kit/base/map.h"
#include "kit/record/merge_parts.h"

bool
standing_is_accepted(const struct merge_input *input)
{
	return input->standing == STANDS || input->standing == RETRACTED;
}

struct judge {
	struct merge_graph *graph;
	const struct merge_input *root;
	struct map *creators, *handed;	/* device ids */
};

static void
add_device(struct map *devices, const char *id)
{
	map_set(devices, id, (void *)(uintptr_t)id);
}

static void
elect_roots(struct judge *judge)
{
	struct merge_graph *g = judge->graph;
	const struct merge_input *first = NULL;

	graph_unmark(g);
	for (size_t i = 0; i < g->order_count; i++)
		if (g->inputs[g->order[i]].role == MEMBER_COORDINATOR)
			graph_mark_ancestors(g, g->order[i], 0);
	for (size_t i = 0; i < g->count; i++) {
		const struct merge_input *input = &g->inputs[i];

		if (!g->complete[i] || input->revision->parent_count > 0 ||
		    input->revision->kind == RECORD_RETRACTION)
			continue;
		if (first == NULL)
			first = input;
		if (input->role != MEMBER_COORDINATOR && !graph_is_marked(g, i))
			continue;
		if (judge->root == NULL)
			judge->root = input;
		add_device(judge->creators, input->revision->author);
	}
	if (judge->root == NULL && first != NULL) {
		judge->root = first;
		add_device(judge->creators, first->revision->author);
	}
}

/* A retraction takes back decisions that it knows of, and nothing else. */
static bool
retracts_decisions(struct merge_graph *g, size_t i)
{
	const struct revision *r = g->inputs[i].revision;

	graph_unmark(g);
	graph_mark_ancestors(g, i, 0);
	for (size_t t = 0; t < r->retract_count; t++) {
		size_t target;

		if (!graph_find(g, &r->retracts[t], &target) ||
		    !graph_is_marked(g, target) ||
		    g->inputs[target].role != MEMBER_COORDINATOR)
			return false;
	}
	return true;
}

static bool
is_misplaced(struct merge_graph *g, size_t i, const struct revision *root)
{
	const struct revision *r = g->inputs[i].revision;

	if (strcmp(r->record, root->record) != 0)
		return true;
	return r->kind == RECORD_RETRACTION ? !retracts_decisions(g, i) :
	    r->kind != root->kind;
}

static bool
is_authorised(const struct judge *judge, const struct merge_input *input)
{
	const struct revision *r = input->revision;
	enum record_kind kind = judge->root->revision->kind;

	if (input->role == MEMBER_NONE || input->role == MEMBER_COORDINATOR)
		return input->role == MEMBER_COORDINATOR;
	if (r->kind == RECORD_RETRACTION || kind == RECORD_LINK)
		return false;
	return kind == RECORD_CASE || map_has(judge->creators, r->author) ||
	    map_has(judge->handed, r->author);
}

static enum revision_standing
judge_one(const struct judge *judge, size_t i)
{
	const struct merge_graph *g = judge->graph;
	const struct merge_input *input = &g->inputs[i];

	for (size_t e = g->parents_at[i]; e < g->parents_at[i + 1]; e++)
		if (g->inputs[g->parents[e]].standing != STANDS)
			return WAITS;
	if (!is_authorised(judge, input))
		return NOT_AUTHORISED;
	return is_misplaced(judge->graph, i, judge->root->revision) ?
	    MISPLACED : STANDS;
}

/* Note the device that a standing revision hands the record to. */
static bool
hand_over(struct judge *judge, const struct merge_input *input)
{
	const char *to;

	if (input->standing != STANDS ||
	    (input->role != MEMBER_COORDINATOR &&
	    !map_has(judge->creators, input->revision->author)))
		return false;
	to = fields_get(&input->revision->set, ".handed");
	if (to == NULL || map_has(judge->handed, to))
		return false;
	add_device(judge->handed, to);
	return true;
}

/*
 * One pass over all, parents first; true when it handed the record to somebody
 * new, whose revisions may now stand.
 */
static bool
judge_all(struct judge *judge)
{
	struct merge_graph *g = judge->graph;
	bool again = false;

	for (size_t i = 0; i < g->order_count; i++) {
		struct merge_input *input = &g->inputs[g->order[i]];

		/* Nothing that stands can lose that again. */
		if (input->standing == STANDS)
			continue;
		input->standing = judge_one(judge, g->order[i]);
		if (hand_over(judge, input))
			again = true;
	}
	return again;
}

/*
 * Children first: a retraction that was taken back by a later one is marked
 * before its turn comes, and then takes nothing back.
 */
void
standing_retract(struct merge_graph *g)
{
	for (size_t i = g->order_count; i-- > 0;) {
		const struct merge_input *input = &g->inputs[g->order[i]];
		const struct revision *r = input->revision;
		size_t target;

		if (input->standing != STANDS || r->kind != RECORD_RETRACTION)
			continue;
		for (size_t t = 0; t < r->retract_count; t++)
			if (graph_find(g, &r->retracts[t], &target))
				g->inputs[target].standing = RETRACTED;
	}
}

const struct merge_input *
standing_judge(struct merge_graph *graph)
{
	struct judge judge = { graph, NULL, map_new(), map_new() };

	elect_roots(&judge);
	while (judge.root != NULL && judge_all(&judge))
		continue;
	map_free(judge.creators);
	map_free(judge.handed);
	standing_retract(graph);
	return judge.root;
}
