#include "kit/exchange/line.h"

#include <string.h>

#include "kit/base/mem.h"
#include "kit/exchange/depot_internal.h"

struct trees {
	struct oid *items;		/* the newest first */
	size_t count, capacity;
};

static const struct err *
gather(struct trees *trees, struct repo *repo, struct oid id)
{
	bool more = true;

	while (more) {
		struct repo_commit commit;
		const struct err *err;
		void *items = trees->items;

		if (trees->count == DEPOT_COMMITS_MAX)
			return err_new(ERR_LIMIT, "over %d commits",
			    DEPOT_COMMITS_MAX);
		err = repo_read_commit(&commit, repo, &id);
		if (err)
			return err;
		mem_grow(&items, &trees->capacity, trees->count + 1,
		    sizeof(*trees->items));
		trees->items = items;
		trees->items[trees->count++] = commit.tree;
		more = commit.parent_count > 0;
		if (more)
			id = commit.parents[0];
		repo_commit_free(&commit);
	}
	return NULL;
}

static const struct err *
commit_all(struct oid *tip, struct repo *repo, const struct trees *trees,
    const struct line *line)
{
	struct buf message = BUF_INIT;
	char text[HASH_TEXT_MAX];
	struct repo_draft draft = { .author = line->author };
	const struct err *err = NULL;

	hash_text(text, line->study);
	buf_addf(&message, "receipts\n\nStudy: %s\n", text);
	draft.message = buf_str(&message);
	for (size_t i = trees->count; !err && i-- > 0;) {
		struct oid before = *tip;

		draft.tree = trees->items[i];
		draft.parents = &before;
		draft.parent_count = i + 1 < trees->count;
		err = repo_write_commit(tip, repo, &draft);
	}
	buf_free(&message);
	return err;
}

static const struct err *
make(struct depot *depot, const struct line *line, struct trees *trees)
{
	char from[REPO_REF_MAX], to[REPO_REF_MAX];
	struct oid tip, there;
	const struct err *err;
	bool found = false;

	err = depot_ref(from, line->side, line->from);
	if (!err)
		err = depot_ref(to, DEPOT_OWN, line->to);
	if (!err)
		err = repo_tip(&tip, &found, depot->repo, from);
	if (!err && !found)
		err = err_new(ERR_NOT_FOUND, "no branch %s", line->from);
	if (!err)
		err = gather(trees, depot->repo, tip);
	if (!err)
		err = commit_all(&tip, depot->repo, trees, line);
	if (!err)
		err = repo_tip(&there, &found, depot->repo, to);
	if (!err && !(found && oid_equal(&there, &tip)))
		err = repo_move(depot->repo, to, &tip, found ? &there : NULL);
	return err;
}

const struct err *
line_make(struct depot *depot, const struct line *line)
{
	struct trees trees = { 0 };
	const struct err *err = make(depot, line, &trees);

	mem_free(trees.items);
	return err ? err_in(err, "depot %s", depot->path) : NULL;
}
