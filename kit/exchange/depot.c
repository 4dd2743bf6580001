#include "kit/exchange/depot.h"

#include <stdlib.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/map.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/depot_internal.h"

#define LOCK_NAME "recolte-lock"

enum { STALE_DEPTH_MAX = 8 };

const struct err *
depot_start(void)
{
	return repo_start();
}

void
depot_stop(void)
{
	repo_stop();
}

void
depot_names_free(char **names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		mem_free(names[i]);
	mem_free(names);
}

/* What a crash while a repository is being made can leave behind. */
static bool
is_half_made(char *const *names, size_t count)
{
	static const char *const words[] = { LOCK_NAME, "HEAD", "HEAD.lock",
		"branches", "config", "config.lock", "description", "hooks",
		"info", "objects", "refs" };

	for (size_t i = 0; i < count; i++) {
		bool known = false;

		for (size_t j = 0; j < sizeof(words) / sizeof(words[0]); j++)
			known = known || strcmp(names[i], words[j]) == 0;
		if (!known)
			return false;
	}
	return true;
}

static bool
has_part(const char *path, const char *name)
{
	struct buf part = BUF_INIT;
	bool there;

	file_join(&part, path, name);
	there = platform_exists(buf_str(&part));
	buf_free(&part);
	return there;
}

bool
depot_is_complete(const char *path)
{
	return has_part(path, "HEAD") && has_part(path, "objects") &&
	    has_part(path, "refs") && has_part(path, "config");
}

bool
depot_is_blank(const char *path)
{
	char **names;
	size_t count;
	bool blank;

	if (!platform_exists(path))
		return true;
	if (!platform_is_folder(path) || depot_is_complete(path) ||
	    platform_list(path, &names, &count))
		return false;
	blank = is_half_made(names, count);
	platform_list_free(names, count);
	return blank;
}

/* Locks and temporary files of a process that was killed. */
static bool
is_stale(const char *name)
{
	return strstr(name, "_git2_") || strncmp(name, "tmp_", 4) == 0 ||
	    strcmp(file_extension(name), ".tmp") == 0 ||
	    strcmp(file_extension(name), ".lock") == 0;
}

static const struct err *
clear_folder(const char *path, bool deep, int depth)
{
	const struct err *err;
	struct buf part = BUF_INIT;
	char **names;
	size_t count;

	err = platform_list(path, &names, &count);
	if (err)
		return err;
	for (size_t i = 0; !err && i < count; i++) {
		buf_reset(&part);
		file_join(&part, path, names[i]);
		if (platform_is_folder(buf_str(&part))) {
			if (deep && depth < STALE_DEPTH_MAX)
				err = clear_folder(buf_str(&part), true,
				    depth + 1);
		} else if (is_stale(names[i])) {
			err = platform_remove(buf_str(&part));
		}
	}
	platform_list_free(names, count);
	buf_free(&part);
	return err;
}

const struct err *
depot_clear_stale(const char *path)
{
	static const struct {
		const char *folder;
		bool deep;
	} places[] = { { "", false }, { "refs", true }, { "objects", false },
		{ "objects/pack", false } };
	struct buf part = BUF_INIT;
	const struct err *err = NULL;

	for (size_t i = 0; !err && i < sizeof(places) / sizeof(places[0]);
	    i++) {
		buf_reset(&part);
		if (places[i].folder[0])
			file_join(&part, path, places[i].folder);
		else
			buf_add(&part, path);
		if (platform_is_folder(buf_str(&part)))
			err = clear_folder(buf_str(&part), places[i].deep, 0);
	}
	buf_free(&part);
	return err;
}

static const struct err *
take_lock(struct depot *depot)
{
	struct buf path = BUF_INIT;
	const struct err *err;

	file_join(&path, depot->path, LOCK_NAME);
	err = platform_lock(&depot->lock, buf_str(&path));
	buf_free(&path);
	if (err && err->code == ERR_BUSY)
		return err_new(ERR_BUSY, "another program is at work on it");
	return err;
}

static const struct err *
open_locked(struct depot *depot, bool create)
{
	const struct err *err;

	/* The lock of the process is held, so whatever looks busy is not. */
	err = take_lock(depot);
	if (!err)
		err = depot_clear_stale(depot->path);
	if (!err)
		err = refs_clear_torn(&depot->torn, depot->path);
	if (!err && create && !depot_is_complete(depot->path))
		err = repo_make(depot->path);
	if (!err)
		err = repo_open(&depot->repo, depot->path);
	if (!err)
		err = repo_skip_deltas(depot->repo);
	return err;
}

const struct err *
depot_open(struct depot **out, const char *path, bool create)
{
	bool make = create && depot_is_blank(path);
	const struct err *err = NULL;
	struct depot *depot;

	*out = NULL;
	if (make)
		err = platform_make_folder(path);
	else if (!platform_exists(path))
		err = err_new(ERR_NOT_FOUND, "not found");
	else if (!depot_is_complete(path))
		err = err_new(ERR_FORMAT, "not a git repository");
	if (err)
		return err_in(err, "depot %s", path);
	depot = mem_alloc(sizeof(*depot));
	depot->path = mem_strdup(path);
	err = open_locked(depot, make);
	if (err) {
		depot_close(depot);
		return err_in(err, "depot %s", path);
	}
	*out = depot;
	return NULL;
}

void
depot_forget_heard(struct depot *depot)
{
	for (size_t i = 0; depot->heard && i < map_count(depot->heard); i++)
		mem_free(map_value_at(depot->heard, i));
	map_free(depot->heard);
	mem_free(depot->heard_from);
	depot->heard = NULL;
	depot->heard_from = NULL;
}

void
depot_close(struct depot *depot)
{
	if (!depot)
		return;
	repo_close(depot->repo);
	depot_forget_heard(depot);
	platform_unlock(depot->lock);
	buf_free(&depot->torn);
	mem_free(depot->path);
	mem_free(depot);
}

const char *
depot_torn(const struct depot *depot)
{
	return buf_str(&depot->torn);
}

void
depot_set_reach(struct depot *depot, const struct hub_reach *reach)
{
	depot->reach = reach;
}

const struct hub_reach *
depot_reach(const struct depot *depot)
{
	return depot->reach;
}

enum trouble
depot_trouble(const struct depot *depot)
{
	return depot->trouble;
}

/*
 * What was seen on the hub may have a second side, "<branch>+<16 hex>". The
 * mark is no letter of a branch, so nobody else can make such a name.
 */
static bool
is_side(const char *branch)
{
	const char *mark = strchr(branch, '+');
	char head[DEPOT_BRANCH_MAX];
	uint8_t digits[8];

	if (!mark || (size_t)(mark - branch) >= sizeof(head) ||
	    !hex_decode(digits, sizeof(digits), slice_str(mark + 1)))
		return false;
	memcpy(head, branch, (size_t)(mark - branch));
	head[mark - branch] = '\0';
	return name_is_branch(head);
}

const struct err *
depot_ref(char *ref, enum depot_side side, const char *branch)
{
	if (!name_is_branch(branch) && !(side == DEPOT_HUB && is_side(branch)))
		return err_new(ERR_USAGE, "\"%.128s\" is not a branch name",
		    branch);
	snprintf(ref, REPO_REF_MAX, "%s%s", depot_side_prefix(side), branch);
	return NULL;
}

const char *
depot_side_prefix(enum depot_side side)
{
	return side == DEPOT_OWN ? "refs/heads/" : "refs/hub/";
}

const struct err *
depot_tip(struct depot *depot, enum depot_side side, const char *branch,
    char *id)
{
	char ref[REPO_REF_MAX];
	const struct err *err;
	struct oid tip;
	bool found = false;

	id[0] = '\0';
	err = depot_ref(ref, side, branch);
	if (!err)
		err = repo_tip(&tip, &found, depot->repo, ref);
	if (err && err_is_of_system(err))
		return err_in(err, "depot %s", depot->path);
	if (found)
		oid_text(id, &tip);
	return NULL;
}

const struct err *
depot_branches(struct depot *depot, enum depot_side side, const char *prefix,
    char ***names, size_t *count)
{
	const char *head = depot_side_prefix(side);
	struct buf full = BUF_INIT;
	const struct err *err;

	buf_add(&full, head);
	buf_add(&full, prefix);
	err = repo_refs(names, count, depot->repo, buf_str(&full));
	buf_free(&full);
	if (err)
		return err_in(err, "depot %s", depot->path);
	for (size_t i = 0; i < *count; i++)
		memmove((*names)[i], (*names)[i] + strlen(head),
		    strlen((*names)[i]) - strlen(head) + 1);
	return NULL;
}

const struct err *
depot_adopt(struct depot *depot, const char *branch)
{
	char ref[REPO_REF_MAX], seen[REPO_REF_MAX];
	struct oid own, hub;
	bool have, there;
	const struct err *err;

	err = depot_ref(ref, DEPOT_OWN, branch);
	if (!err)
		err = depot_ref(seen, DEPOT_HUB, branch);
	if (!err)
		err = repo_tip(&own, &have, depot->repo, ref);
	if (!err)
		err = repo_tip(&hub, &there, depot->repo, seen);
	if (!err && !there)
		err = err_new(ERR_NOT_FOUND, "%s: never seen on a hub", branch);
	if (!err && !(have && oid_equal(&own, &hub)))
		err = repo_move(depot->repo, ref, &hub, have ? &own : NULL);
	return err ? err_in(err, "depot %s", depot->path) : NULL;
}

/* Commit */

static const struct err *
check_commit(const struct depot_commit *commit)
{
	const struct err *err = NULL;
	struct map *seen = map_new();

	if (!name_is_file(slice_str(commit->author)))
		err = err_new(ERR_USAGE, "\"%s\" cannot sign a commit",
		    commit->author);
	if (!err && (!commit->subject[0] || strchr(commit->subject, '\n')))
		err = err_new(ERR_USAGE, "the subject is not one line");
	for (size_t i = 0; !err && i < commit->file_count; i++) {
		const struct depot_file *file = &commit->files[i];

		if (!name_is_path(file->name))
			err = err_new(ERR_USAGE, "\"%s\" is not a file name",
			    file->name);
		else if (file->bytes.len > DEPOT_BLOB_BYTES_MAX)
			err = err_new(ERR_LIMIT, "%s: %zu bytes, over %d",
			    file->name, file->bytes.len, DEPOT_BLOB_BYTES_MAX);
		else if (map_set(seen, file->name, seen))
			err = err_new(ERR_USAGE, "%s: twice in one commit",
			    file->name);
	}
	map_free(seen);
	return err;
}

static const struct err *
write_tree(struct oid *out, struct repo *repo, const struct oid *base,
    const struct depot_commit *commit)
{
	const struct err *err = NULL;
	struct repo_file *files = mem_alloc_n(commit->file_count + 1,
	    sizeof(*files));
	struct repo_tree tree;

	for (size_t i = 0; !err && i < commit->file_count; i++) {
		files[i].path = commit->files[i].name;
		err = repo_write(&files[i].blob, repo, OBJECT_BLOB,
		    commit->files[i].bytes);
	}
	if (!err)
		err = repo_write_tree(out, repo, base, files,
		    commit->file_count);
	/* Read it back: what is over the limits must not be there. */
	if (!err) {
		err = repo_read_tree(&tree, repo, out, false);
		repo_tree_free(&tree);
	}
	mem_free(files);
	return err;
}

static void
add_parent(struct oid *parents, size_t *count, const struct oid *id)
{
	for (size_t i = 0; i < *count; i++)
		if (oid_equal(&parents[i], id))
			return;
	parents[(*count)++] = *id;
}

static const struct err *
gather_parents(struct oid *parents, size_t *count, const struct oid *tip,
    const struct depot_commit *commit)
{
	struct oid id;

	*count = 0;
	if (tip)
		add_parent(parents, count, tip);
	for (size_t i = 0; i < commit->parent_count; i++) {
		if (!oid_parse(&id, commit->parents[i]))
			return err_new(ERR_USAGE, "\"%s\" is not a commit",
			    commit->parents[i]);
		add_parent(parents, count, &id);
	}
	if (*count > REPO_PARENTS_MAX)
		return err_new(ERR_LIMIT, "%zu parents, over %d", *count,
		    REPO_PARENTS_MAX);
	return NULL;
}

/* Seconds since 1970, rounded down; git's commits know nothing earlier. */
static int64_t
commit_time_s(int64_t time_ms)
{
	return time_ms < 0 ? 0 : time_ms / 1000;
}

static const struct err *
write_commit(struct oid *out, struct repo *repo, const struct oid *tip,
    const struct depot_commit *commit)
{
	struct oid *parents = mem_alloc_n(commit->parent_count + 2,
	    sizeof(*parents));
	struct repo_draft draft = { .parents = parents,
		.author = commit->author,
		.time_s = commit_time_s(commit->time_ms) };
	struct repo_commit before = { 0 };
	struct buf message = BUF_INIT;
	const struct err *err;

	buf_addf(&message, "%s\n", commit->subject);
	if (commit->trailers && commit->trailers[0])
		buf_addf(&message, "\n%s\n", commit->trailers);
	draft.message = buf_str(&message);
	err = gather_parents(parents, &draft.parent_count, tip, commit);
	if (!err && tip && commit->keep_tree)
		err = repo_read_commit(&before, repo, tip);
	if (!err)
		err = write_tree(&draft.tree, repo,
		    before.parents ? &before.tree : NULL, commit);
	if (!err)
		err = repo_write_commit(out, repo, &draft);
	repo_commit_free(&before);
	buf_free(&message);
	mem_free(parents);
	return err;
}

static const struct err *
commit_on_tip(struct depot *depot, const struct depot_commit *commit,
    struct oid *made)
{
	char ref[REPO_REF_MAX];
	const struct err *err;
	struct oid tip;
	bool have;

	err = depot_ref(ref, DEPOT_OWN, commit->branch);
	if (!err)
		err = check_commit(commit);
	if (!err)
		err = repo_tip(&tip, &have, depot->repo, ref);
	if (!err)
		err = write_commit(made, depot->repo, have ? &tip : NULL,
		    commit);
	if (!err)
		err = repo_move(depot->repo, ref, made, have ? &tip : NULL);
	if (err && err->code == ERR_STATE)
		return err_new(ERR_BUSY, "%s moved meanwhile", commit->branch);
	return err;
}

const struct err *
depot_commit(struct depot *depot, const struct depot_commit *commit, char *id)
{
	const struct err *err;
	struct oid made;

	id[0] = '\0';
	err = commit_on_tip(depot, commit, &made);
	if (err)
		return err_in(err, "depot %s", depot->path);
	oid_text(id, &made);
	return NULL;
}

const struct err *
depot_next_number(struct depot *depot, const char *branch, uint64_t *out)
{
	char tip[DEPOT_ID_TEXT_MAX];
	const struct err *err;
	char **names = NULL;
	size_t n = 0;

	*out = 1;
	err = depot_tip(depot, DEPOT_OWN, branch, tip);
	if (err || !tip[0])
		return err;
	err = depot_list(depot, tip, "", &names, &n);
	if (err == NULL && n > 0)
		*out = strtoull(names[n - 1], NULL, 10) + 1;
	depot_names_free(names, n);
	return err;
}
