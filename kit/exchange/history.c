/*
 * history.c - looking into commits: one file, a folder, the files along a
 * branch; and whether one commit stands behind another.
 */
#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/map.h"
#include "kit/base/mem.h"
#include "kit/exchange/depot_internal.h"

struct oids {
	struct oid *items;
	size_t count, capacity;
};

static void
oids_push(struct oids *oids, const struct oid *id)
{
	void *items = oids->items;

	mem_grow(&items, &oids->capacity, oids->count + 1, sizeof(*id));
	oids->items = items;
	oids->items[oids->count++] = *id;
}

static struct slice
oid_slice(const struct oid *id)
{
	return slice_of(id->bytes, OID_BYTES);
}

const struct err *
repo_reaches(bool *found, struct repo *repo, const struct oid *tip,
    const struct oid *old)
{
	struct map *seen = map_new();
	struct oids open = { 0 };
	const struct err *err = NULL;

	*found = false;
	oids_push(&open, tip);
	while (!err && !*found && open.count > 0) {
		struct oid id = open.items[--open.count];
		struct repo_commit commit;

		*found = oid_equal(&id, old);
		if (*found || map_set_slice(seen, oid_slice(&id), seen))
			continue;
		if (map_count(seen) > DEPOT_COMMITS_MAX)
			err = err_new(ERR_LIMIT, "over %d commits",
			    DEPOT_COMMITS_MAX);
		else
			err = repo_read_commit(&commit, repo, &id);
		if (err)
			break;
		/* First parents come first: the answer is mostly near. */
		for (size_t i = commit.parent_count; i-- > 0;)
			oids_push(&open, &commit.parents[i]);
		repo_commit_free(&commit);
	}
	map_free(seen);
	mem_free(open.items);
	return err;
}

static const struct err *
parse_commit_id(struct oid *out, const char *text)
{
	if (!oid_parse(out, text))
		return err_new(ERR_USAGE, "\"%.64s\" is not a commit", text);
	return NULL;
}

static const struct repo_entry *
find_entry(const struct repo_tree *tree, struct slice name)
{
	for (size_t i = 0; i < tree->count; i++)
		if (slice_equal_str(name, tree->entries[i].name))
			return &tree->entries[i];
	return NULL;
}

/* The tree of a commit's folder, or its whole tree for "". */
static const struct err *
open_folder(struct repo_tree *out, struct repo *repo, const char *commit_text,
    struct slice folder)
{
	struct repo_tree top = { 0 };
	struct repo_commit commit = { 0 };
	const struct repo_entry *entry;
	const struct err *err;
	struct oid id;

	*out = (struct repo_tree){ 0 };
	err = parse_commit_id(&id, commit_text);
	if (!err)
		err = repo_read_commit(&commit, repo, &id);
	if (!err)
		err = repo_read_tree(&top, repo, &commit.tree, false);
	if (err || folder.len == 0) {
		*out = top;
		goto done;
	}
	entry = find_entry(&top, folder);
	if (entry && entry->folder)
		err = repo_read_tree(out, repo, &entry->id, true);
	else
		err = err_new(ERR_NOT_FOUND, "no folder %.*s in %.12s",
		    (int)folder.len, (const char *)folder.data, commit_text);
	repo_tree_free(&top);
done:
	repo_commit_free(&commit);
	return err;
}

const struct err *
depot_read(struct buf *out, struct depot *depot, const char *commit,
    const char *name, size_t bytes_max)
{
	const char *slash = strchr(name, '/');
	const char *last = slash ? slash + 1 : name;
	const struct repo_entry *entry;
	const struct err *err;
	struct repo_tree tree;

	err = open_folder(&tree, depot->repo, commit,
	    slash ? slice_of(name, (size_t)(slash - name)) : SLICE_EMPTY);
	if (err)
		return err_in(err, "depot %s: %s", depot->path, name);
	entry = find_entry(&tree, slice_str(last));
	if (entry && !entry->folder)
		err = repo_read(out, depot->repo, &entry->id, OBJECT_BLOB,
		    bytes_max);
	else
		err = err_new(ERR_NOT_FOUND, "not in commit %.12s", commit);
	repo_tree_free(&tree);
	return err ? err_in(err, "depot %s: %s", depot->path, name) : NULL;
}

const struct err *
depot_list(struct depot *depot, const char *commit, const char *folder,
    char ***names, size_t *count)
{
	const struct err *err;
	struct repo_tree tree;

	*names = NULL;
	*count = 0;
	err = open_folder(&tree, depot->repo, commit, slice_str(folder));
	if (err)
		return err_in(err, "depot %s", depot->path);
	*names = mem_alloc_n(tree.count + 1, sizeof(**names));
	for (size_t i = 0; i < tree.count; i++)
		if (!tree.entries[i].folder)
			(*names)[(*count)++] =
			    mem_strdup(tree.entries[i].name);
	repo_tree_free(&tree);
	return NULL;
}

/* Walk */

struct walk {
	struct depot *depot;
	size_t bytes_max;
	depot_visitor visit;
	void *data;
};

/* First parents from tip: until `end` (may be NULL), or to the beginning. */
static const struct err *
follow(struct oids *chain, struct repo *repo, const struct oid *tip,
    const struct oid *end, bool *met)
{
	struct oid id = *tip;
	bool more = true;

	*met = false;
	while (more) {
		struct repo_commit commit;
		const struct err *err;

		*met = end && oid_equal(&id, end);
		if (*met)
			return NULL;
		if (chain->count >= DEPOT_COMMITS_MAX)
			return err_new(ERR_LIMIT, "over %d commits",
			    DEPOT_COMMITS_MAX);
		oids_push(chain, &id);
		err = repo_read_commit(&commit, repo, &id);
		if (err)
			return err;
		more = commit.parent_count > 0;
		if (more)
			id = commit.parents[0];
		repo_commit_free(&commit);
	}
	return NULL;
}

/* `since` is not behind the tip: cut the chain where the two ways meet. */
static const struct err *
cut_at_fork(struct oids *chain, struct repo *repo, const struct oid *since)
{
	struct map *known = map_new();
	struct oids other = { 0 };
	const struct err *err;
	bool met;

	err = follow(&other, repo, since, NULL, &met);
	for (size_t i = 0; i < other.count; i++)
		map_set_slice(known, oid_slice(&other.items[i]), known);
	for (size_t i = 0; i < chain->count; i++)
		if (map_get_slice(known, oid_slice(&chain->items[i])))
			chain->count = i;
	mem_free(other.items);
	map_free(known);
	return err;
}

static const struct err *
visit_file(struct walk *walk, const char *commit, const char *path,
    const struct oid *id)
{
	struct depot_visit visit = { .commit = commit, .name = path };
	struct repo *repo = walk->depot->repo;
	struct buf bytes = BUF_INIT;
	const struct err *err;
	size_t size;

	err = repo_size(&size, repo, id, OBJECT_BLOB);
	visit.too_large = !err && size > walk->bytes_max;
	if (!err && !visit.too_large)
		err = repo_read(&bytes, repo, id, OBJECT_BLOB,
		    walk->bytes_max);
	visit.bytes = buf_slice(&bytes);
	if (err)
		err = err_in(err, "depot %s: %s", walk->depot->path, path);
	else
		err = walk->visit(walk->data, &visit);
	buf_free(&bytes);
	return err;
}

struct listing {
	struct map *files;		/* path to struct oid, in git's order */
	struct arena *memory;
};

static void
listing_free(struct listing *listing)
{
	map_free(listing->files);
	arena_free(listing->memory);
	*listing = (struct listing){ NULL, NULL };
}

static const struct err *
list_tree(struct listing *out, struct repo *repo, const struct oid *id,
    const char *folder)
{
	const struct err *err;
	struct repo_tree tree;

	err = repo_read_tree(&tree, repo, id, folder != NULL);
	for (size_t i = 0; !err && i < tree.count; i++) {
		const struct repo_entry *entry = &tree.entries[i];
		struct oid *kept;

		if (entry->folder) {
			err = list_tree(out, repo, &entry->id, entry->name);
			continue;
		}
		kept = arena_alloc(out->memory, sizeof(*kept));
		*kept = entry->id;
		map_set(out->files, arena_printf(out->memory, "%s%s%s",
		    folder ? folder : "", folder ? "/" : "", entry->name),
		    kept);
	}
	repo_tree_free(&tree);
	return err;
}

static const struct err *
list_commit(struct listing *out, struct repo *repo, const struct oid *id)
{
	struct repo_commit commit;
	const struct err *err;

	*out = (struct listing){ map_new(), arena_new() };
	err = repo_read_commit(&commit, repo, id);
	if (!err)
		err = list_tree(out, repo, &commit.tree, NULL);
	repo_commit_free(&commit);
	return err;
}

/* What stands unchanged since the commit before has been visited there. */
static const struct err *
visit_commit(struct walk *walk, const struct oid *id,
    const struct listing *now, const struct listing *before)
{
	char text[DEPOT_ID_TEXT_MAX];
	const struct err *err = NULL;

	oid_text(text, id);
	for (size_t i = 0; !err && i < map_count(now->files); i++) {
		const char *path = map_key_at(now->files, i);
		const struct oid *file = map_value_at(now->files, i);
		const struct oid *old = before->files ?
		    map_get(before->files, path) : NULL;

		if (!old || !oid_equal(old, file))
			err = visit_file(walk, text, path, file);
	}
	return err;
}

static const struct err *
list_walked(struct listing *out, struct walk *walk, const struct oid *id)
{
	const struct err *err = list_commit(out, walk->depot->repo, id);

	return err ? err_in(err, "depot %s", walk->depot->path) : NULL;
}

/* The chain runs from the tip backwards; it is visited from its far end. */
static const struct err *
visit_chain(struct walk *walk, const struct oids *chain,
    const struct oid *behind)
{
	struct listing before = { NULL, NULL }, now;
	const struct err *err = NULL;

	if (behind)
		err = list_walked(&before, walk, behind);
	for (size_t i = chain->count; !err && i-- > 0;) {
		err = list_walked(&now, walk, &chain->items[i]);
		if (!err)
			err = visit_commit(walk, &chain->items[i], &now,
			    &before);
		listing_free(&before);
		before = now;
	}
	listing_free(&before);
	return err;
}

static const struct err *
gather_chain(struct oids *chain, struct repo *repo, const char *tip_text,
    const char *since_text, struct oid *since, bool *met)
{
	const struct err *err;
	struct oid tip;

	*met = false;
	err = parse_commit_id(&tip, tip_text);
	if (!err && since_text)
		err = parse_commit_id(since, since_text);
	if (!err)
		err = follow(chain, repo, &tip, since_text ? since : NULL, met);
	if (!err && since_text && !*met)
		err = cut_at_fork(chain, repo, since);
	return err;
}

const struct err *
depot_walk(struct depot *depot, const char *tip, const char *since,
    size_t bytes_max, depot_visitor visit, void *data)
{
	struct walk walk = { depot, bytes_max, visit, data };
	struct oids chain = { 0 };
	const struct err *err;
	struct oid behind;
	bool met;

	err = gather_chain(&chain, depot->repo, tip, since, &behind, &met);
	if (err)
		err = err_in(err, "depot %s", depot->path);
	else
		err = visit_chain(&walk, &chain, met ? &behind : NULL);
	mem_free(chain.items);
	return err;
}
