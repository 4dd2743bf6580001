#include "kit/exchange/crossing.h"

#include "kit/base/map.h"
#include "kit/base/mem.h"

struct step {
	struct oid commit, tree;
	bool ready;			/* its parents come before it */
};

struct steps {
	struct step *items;
	size_t count, capacity;
};

static void
steps_push(struct steps *steps, const struct step *step)
{
	void *items = steps->items;

	mem_grow(&items, &steps->capacity, steps->count + 1, sizeof(*step));
	steps->items = items;
	steps->items[steps->count++] = *step;
}

static const struct err *
open_step(struct crossing *crossing, struct steps *open, struct step *step)
{
	struct repo_commit commit;
	const struct err *err;

	err = repo_read_commit(&commit, crossing->from, &step->commit);
	if (err)
		return err;
	step->tree = commit.tree;
	step->ready = true;
	steps_push(open, step);
	crossing->linear = crossing->linear && commit.parent_count <= 1;
	for (size_t i = commit.parent_count; i-- > 0;)
		if (!intake_has(crossing->intake, &commit.parents[i]))
			steps_push(open,
			    &(struct step){ .commit = commit.parents[i] });
	repo_commit_free(&commit);
	return NULL;
}

static const struct err *
gather_steps(struct steps *out, struct crossing *crossing,
    const struct oid *tip)
{
	struct map *seen = map_new();
	struct steps open = { 0 };
	const struct err *err = NULL;

	if (!intake_has(crossing->intake, tip))
		steps_push(&open, &(struct step){ .commit = *tip });
	while (!err && open.count > 0) {
		struct step step = open.items[--open.count];

		if (step.ready) {
			steps_push(out, &step);
			continue;
		}
		if (map_set_slice(seen,
		    slice_of(step.commit.bytes, OID_BYTES), seen))
			continue;
		if (map_count(seen) > DEPOT_COMMITS_MAX)
			err = err_new(ERR_LIMIT, "over %d commits",
			    DEPOT_COMMITS_MAX);
		else
			err = open_step(crossing, &open, &step);
	}
	mem_free(open.items);
	map_free(seen);
	return err;
}

static const struct err *
cross_object(struct crossing *crossing, const struct oid *id,
    enum object_kind kind)
{
	return intake_copy(crossing->intake, crossing->from, id, kind,
	    &crossing->ours);
}

static const struct err *
cross_tree(struct crossing *crossing, const struct oid *id, bool nested)
{
	const struct err *err;
	struct repo_tree tree;

	if (intake_has(crossing->intake, id))
		return NULL;
	err = repo_read_tree(&tree, crossing->from, id, nested);
	for (size_t i = 0; !err && i < tree.count; i++) {
		if (tree.entries[i].folder)
			err = cross_tree(crossing, &tree.entries[i].id, true);
		else
			err = cross_object(crossing, &tree.entries[i].id,
			    OBJECT_BLOB);
		if (err)
			err = err_in(err, "%s", tree.entries[i].name);
	}
	repo_tree_free(&tree);
	return err ? err : cross_object(crossing, id, OBJECT_TREE);
}

const struct err *
cross_branch(struct crossing *crossing, const struct oid *tip)
{
	struct steps steps = { 0 };
	const struct err *err;

	crossing->ours = false;
	crossing->partly = false;
	crossing->linear = true;
	err = gather_steps(&steps, crossing, tip);
	for (size_t i = 0; !err && i < steps.count; i++) {
		err = cross_tree(crossing, &steps.items[i].tree, false);
		if (!err)
			err = cross_object(crossing, &steps.items[i].commit,
			    OBJECT_COMMIT);
		if (err)
			break;
		crossing->last = steps.items[i].commit;
		crossing->partly = crossing->linear;
	}
	mem_free(steps.items);
	return err;
}
