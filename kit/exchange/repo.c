#include "kit/exchange/repo_git.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"

/* What the system said, as libgit2 repeats it at the end of its message. */
static const struct reason {
	int number;
	enum err_code code;
} reasons[] = {
	{ ENOSPC, ERR_FULL },
	{ EFBIG, ERR_FULL },
#ifdef EDQUOT
	{ EDQUOT, ERR_FULL },
#endif
	{ EROFS, ERR_READ_ONLY },
	{ EACCES, ERR_READ_ONLY },
	{ EPERM, ERR_READ_ONLY },
	{ EIO, ERR_IO },
	{ ENOMEM, ERR_IO },
	{ 0, ERR_IO }			/* something else */
};

static const struct reason *
system_reason(const git_error *seen)
{
	const struct reason *r = reasons;

	while (r->number != 0 && !strstr(seen->message, strerror(r->number)))
		r++;
	return r;
}

static enum err_code
failure_code(int rc, const git_error *seen)
{
	switch (rc) {
	case GIT_ENOTFOUND:
		return ERR_NOT_FOUND;
	case GIT_EEXISTS:
		return ERR_EXISTS;
	case GIT_ELOCKED:
		return ERR_BUSY;
	case GIT_EMODIFIED:
		return ERR_STATE;
	}
	if (seen && seen->klass == GIT_ERROR_OS)
		return system_reason(seen)->code;
	return ERR_FORMAT;
}

/*
 * Of an object whose file cannot be read libgit2 says one of these, but it does
 * not end with GIT_ENOTFOUND.
 */
static bool
is_unreadable(int rc, const git_error *seen)
{
	static const char *const words[] = { "object not found",
		"invalid object specified", "target OID for the reference" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (rc == GIT_ERROR && strstr(seen->message, words[i]))
			return true;
	return false;
}

/*
 * The failure of the last call, rc below zero, in our words. Where the system is
 * to blame its reason is enough: the caller names the place.
 */
const struct err *
repo_failed(int rc, const char *what)
{
	const git_error *seen = git_error_last();
	enum err_code code = failure_code(rc, seen);
	const struct reason *reason;

	if (!seen || !seen->message)
		return err_new(code, "%s: no reason given", what);
	/* On a hub somebody else's; here one that could not be taken away. */
	if (rc == GIT_ELOCKED)
		return err_new(code, "%s: its lock is there already; "
		    "do it again", what);
	if (is_unreadable(rc, seen))
		return err_new(ERR_IO, "%s: what is there cannot be read; "
		    "look at the disk or drive and do it again", what);
	reason = seen->klass == GIT_ERROR_OS ? system_reason(seen) : NULL;
	if (reason && reason->number != 0)
		return err_new(code, "%s: %s%s", what,
		    strerror(reason->number), err_advice(reason->number));
	return err_new(code, "%s: %s", what, seen->message);
}

static const struct err *
failed_object(int rc, enum object_kind kind, const struct oid *id)
{
	static const char *const words[] = { "commit", "tree", "file" };
	char what[16 + DEPOT_ID_TEXT_MAX], text[DEPOT_ID_TEXT_MAX];

	oid_text(text, id);
	snprintf(what, sizeof(what), "%s %.12s", words[kind], text);
	if (rc == GIT_ENOTFOUND)
		return err_new(ERR_NOT_FOUND, "%s is missing", what);
	return repo_failed(rc, what);
}

git_oid
repo_git_id(const struct oid *id)
{
	git_oid out;

	memcpy(out.id, id->bytes, OID_BYTES);
	return out;
}

static struct oid
our_id(const git_oid *id)
{
	struct oid out;

	memcpy(out.bytes, id->id, OID_BYTES);
	return out;
}

git_object_t
repo_git_kind(enum object_kind kind)
{
	static const git_object_t kinds[] = { GIT_OBJECT_COMMIT,
		GIT_OBJECT_TREE, GIT_OBJECT_BLOB };

	return kinds[kind];
}

size_t
repo_bytes_max(enum object_kind kind)
{
	static const size_t most[] = { REPO_COMMIT_BYTES_MAX,
		REPO_TREE_BYTES_MAX, DEPOT_BLOB_BYTES_MAX };

	return most[kind];
}

const struct err *
repo_refresh(struct repo *repo)
{
	int rc = git_odb_refresh(repo->odb);

	return rc ? repo_failed(rc, "cannot read the packs") : NULL;
}

bool
repo_has(struct repo *repo, const struct oid *id)
{
	git_oid at = repo_git_id(id);

	return git_odb_exists(repo->odb, &at) == 1;
}

static const struct err *
try_index(const char *path)
{
	FILE *file = platform_fopen(path, "rb");
	const struct err *err = NULL;

	if (file == NULL)	/* packed anew, meanwhile */
		return errno == ENOENT ? NULL :
		    err_errno("cannot read the packs");
	if (fgetc(file) == EOF && ferror(file))
		err = err_errno("cannot read the packs");
	fclose(file);
	return err;
}

/* A pack whose index it cannot read libgit2 passes over without a word. */
static const struct err *
check_packs(const struct repo *repo)
{
	struct buf folder = BUF_INIT, path = BUF_INIT;
	char **names = NULL;
	size_t count = 0;
	const struct err *err;

	file_join(&folder, git_repository_path(repo->git), "objects/pack");
	err = platform_exists(buf_str(&folder)) ?
	    platform_list(buf_str(&folder), &names, &count) : NULL;
	for (size_t i = 0; i < count && !err; i++) {
		if (strcmp(file_extension(names[i]), ".idx") != 0)
			continue;
		buf_reset(&path);
		file_join(&path, buf_str(&folder), names[i]);
		err = try_index(buf_str(&path));
	}
	platform_list_free(names, count);
	buf_free(&folder);
	buf_free(&path);
	return err;
}

const struct err *
repo_look(bool *found, struct repo *repo, const struct oid *id)
{
	*found = repo_has(repo, id);
	return *found ? NULL : check_packs(repo);
}

bool
repo_knows(struct repo *repo, const struct oid *id)
{
	git_oid at = repo_git_id(id);

	return git_odb_exists_ext(repo->odb, &at,
	    GIT_ODB_LOOKUP_NO_REFRESH) == 1;
}

const struct err *
repo_size(size_t *bytes, struct repo *repo, const struct oid *id,
    enum object_kind kind)
{
	git_oid at = repo_git_id(id);
	git_object_t seen;
	int rc = git_odb_read_header(bytes, &seen, repo->odb, &at);
	char text[DEPOT_ID_TEXT_MAX];

	if (rc)
		return failed_object(rc, kind, id);
	oid_text(text, id);
	if (seen != repo_git_kind(kind))
		return err_new(ERR_FORMAT, "%.12s is a %s where a %s belongs",
		    text, git_object_type2string(seen),
		    git_object_type2string(repo_git_kind(kind)));
	return NULL;
}

/* Read behind a look at kind and size; the hash is verified by libgit2. */
static const struct err *
object_open(git_odb_object **out, struct repo *repo, const struct oid *id,
    enum object_kind kind, size_t bytes_max)
{
	const struct err *err;
	git_oid at = repo_git_id(id);
	char text[DEPOT_ID_TEXT_MAX];
	size_t bytes;
	int rc;

	*out = NULL;
	err = repo_size(&bytes, repo, id, kind);
	if (err)
		return err;
	oid_text(text, id);
	if (bytes > bytes_max)
		return err_new(ERR_LIMIT,
		    "%s %.12s has %zu bytes, more than the %zu allowed",
		    git_object_type2string(repo_git_kind(kind)), text, bytes,
		    bytes_max);
	rc = git_odb_read(out, repo->odb, &at);
	return rc ? failed_object(rc, kind, id) : NULL;
}

const struct err *
repo_read(struct buf *out, struct repo *repo, const struct oid *id,
    enum object_kind kind, size_t bytes_max)
{
	git_odb_object *object;
	const struct err *err;

	err = object_open(&object, repo, id, kind, bytes_max);
	if (err)
		return err;
	buf_append(out, git_odb_object_data(object),
	    git_odb_object_size(object));
	git_odb_object_free(object);
	return NULL;
}

/* Kind and size of a commit or tree that libgit2 is about to parse. */
static const struct err *
check_size(struct repo *repo, const struct oid *id, enum object_kind kind)
{
	char text[DEPOT_ID_TEXT_MAX];
	const struct err *err;
	size_t bytes;

	err = repo_size(&bytes, repo, id, kind);
	if (err || bytes <= repo_bytes_max(kind))
		return err;
	oid_text(text, id);
	return err_new(ERR_LIMIT, "%s %.12s has %zu bytes, too many",
	    git_object_type2string(repo_git_kind(kind)), text, bytes);
}

const struct err *
repo_read_commit(struct repo_commit *out, struct repo *repo,
    const struct oid *id)
{
	git_oid at = repo_git_id(id);
	git_commit *commit = NULL;
	const struct err *err;
	int rc;

	*out = (struct repo_commit){ 0 };
	err = check_size(repo, id, OBJECT_COMMIT);
	if (err)
		return err;
	rc = git_commit_lookup(&commit, repo->git, &at);
	if (rc)
		return failed_object(rc, OBJECT_COMMIT, id);
	out->tree = our_id(git_commit_tree_id(commit));
	out->parent_count = git_commit_parentcount(commit);
	out->time_s = git_commit_time(commit);
	if (out->parent_count > REPO_PARENTS_MAX)
		err = err_new(ERR_LIMIT, "a commit with %zu parents",
		    out->parent_count);
	else
		out->parents = mem_alloc_n(out->parent_count + 1,
		    sizeof(*out->parents));
	for (unsigned i = 0; !err && i < out->parent_count; i++)
		out->parents[i] = our_id(git_commit_parent_id(commit, i));
	git_commit_free(commit);
	return err;
}

void
repo_commit_free(struct repo_commit *commit)
{
	mem_free(commit->parents);
	*commit = (struct repo_commit){ 0 };
}

/* A name from outside, fit to be shown. */
static const struct err *
bad_entry(const char *name, const char *why)
{
	char shown[NAME_FILE_MAX + 1];
	size_t i;

	for (i = 0; name[i] && i < sizeof(shown) - 1; i++)
		shown[i] = name[i] > ' ' && name[i] <= '~' ? name[i] : '?';
	shown[i] = '\0';
	return err_new(ERR_FORMAT, "\"%s\" in a tree: %s", shown, why);
}

static const struct err *
read_entry(struct repo_entry *out, const git_tree_entry *entry, bool nested)
{
	const char *name = git_tree_entry_name(entry);
	git_filemode_t mode = git_tree_entry_filemode(entry);

	if (!name_is_file(slice_str(name)))
		return bad_entry(name, "not a name that is allowed");
	if (mode == GIT_FILEMODE_TREE && nested)
		return bad_entry(name, "a folder in a folder");
	if (mode != GIT_FILEMODE_TREE && mode != GIT_FILEMODE_BLOB)
		return bad_entry(name, "neither a plain file nor a folder");
	out->name = mem_strdup(name);
	out->id = our_id(git_tree_entry_id(entry));
	out->folder = mode == GIT_FILEMODE_TREE;
	return NULL;
}

static const struct err *
read_entries(struct repo_tree *out, git_tree *tree, bool nested)
{
	size_t count = git_tree_entrycount(tree);
	const struct err *err = NULL;

	if (count > DEPOT_TREE_ENTRIES_MAX)
		return err_new(ERR_LIMIT, "a tree of %zu files, over %d",
		    count, DEPOT_TREE_ENTRIES_MAX);
	out->entries = mem_alloc_n(count + 1, sizeof(*out->entries));
	while (!err && out->count < count) {
		err = read_entry(&out->entries[out->count],
		    git_tree_entry_byindex(tree, out->count), nested);
		out->count += !err;
	}
	return err;
}

const struct err *
repo_read_tree(struct repo_tree *out, struct repo *repo, const struct oid *id,
    bool nested)
{
	git_oid at = repo_git_id(id);
	const struct err *err;
	git_tree *tree = NULL;
	int rc;

	*out = (struct repo_tree){ 0 };
	err = check_size(repo, id, OBJECT_TREE);
	if (err)
		return err;
	rc = git_tree_lookup(&tree, repo->git, &at);
	if (rc)
		return failed_object(rc, OBJECT_TREE, id);
	err = read_entries(out, tree, nested);
	git_tree_free(tree);
	if (err)
		repo_tree_free(out);
	return err;
}

void
repo_tree_free(struct repo_tree *tree)
{
	for (size_t i = 0; i < tree->count; i++)
		mem_free(tree->entries[i].name);
	mem_free(tree->entries);
	*tree = (struct repo_tree){ 0 };
}

const struct err *
repo_write(struct oid *out, struct repo *repo, enum object_kind kind,
    struct slice bytes)
{
	unsigned before = repo_begin_writing(repo);
	git_oid id;
	int rc = git_odb_write(&id, repo->odb, bytes.data, bytes.len,
	    repo_git_kind(kind));

	repo_end_writing(repo, before);
	if (rc)
		return repo_failed(rc, "cannot write an object");
	*out = our_id(&id);
	return NULL;
}

const struct err *
repo_write_tree(struct oid *out, struct repo *repo, const struct oid *base,
    const struct repo_file *files, size_t count)
{
	git_tree_update *updates = mem_alloc_n(count + 1, sizeof(*updates));
	git_oid at = base ? repo_git_id(base) : (git_oid){ { 0 } }, id;
	git_tree *tree = NULL;
	int rc = base ? git_tree_lookup(&tree, repo->git, &at) : 0;

	for (size_t i = 0; i < count; i++) {
		updates[i].action = GIT_TREE_UPDATE_UPSERT;
		updates[i].id = repo_git_id(&files[i].blob);
		updates[i].filemode = GIT_FILEMODE_BLOB;
		updates[i].path = files[i].path;
	}
	if (!rc)
		rc = git_tree_create_updated(&id, repo->git, tree, count,
		    updates);
	if (!rc)
		*out = our_id(&id);
	git_tree_free(tree);
	mem_free(updates);
	return rc ? repo_failed(rc, "cannot write a tree") : NULL;
}

/* In two steps: git_commit_create() says nothing when a write fails. */
static int
write_commit(git_oid *id, struct repo *repo, const struct repo_draft *draft,
    git_tree *tree, git_commit **parents)
{
	git_signature *author = NULL;
	git_buf bytes = { 0 };
	char mail[NAME_FILE_MAX + 32];
	int rc;

	snprintf(mail, sizeof(mail), "%s@recolte.invalid", draft->author);
	rc = git_signature_new(&author, draft->author, mail, draft->time_s, 0);
	if (!rc)
		rc = git_commit_create_buffer(&bytes, repo->git, author,
		    author, NULL, draft->message, tree, draft->parent_count,
		    (const git_commit **)parents);
	if (!rc)
		rc = git_odb_write(id, repo->odb, bytes.ptr, bytes.size,
		    GIT_OBJECT_COMMIT);
	git_buf_dispose(&bytes);
	git_signature_free(author);
	return rc;
}

const struct err *
repo_write_commit(struct oid *out, struct repo *repo,
    const struct repo_draft *draft)
{
	git_commit **parents = mem_alloc_n(draft->parent_count + 1,
	    sizeof(*parents));
	git_oid at = repo_git_id(&draft->tree), id;
	git_tree *tree = NULL;
	int rc = git_tree_lookup(&tree, repo->git, &at);

	for (size_t i = 0; !rc && i < draft->parent_count; i++) {
		at = repo_git_id(&draft->parents[i]);
		rc = git_commit_lookup(&parents[i], repo->git, &at);
	}
	if (!rc)
		rc = write_commit(&id, repo, draft, tree, parents);
	if (!rc)
		*out = our_id(&id);
	for (size_t i = 0; i < draft->parent_count; i++)
		git_commit_free(parents[i]);
	git_tree_free(tree);
	mem_free(parents);
	return rc ? repo_failed(rc, "cannot write a commit") : NULL;
}

const struct err *
repo_tip(struct oid *out, bool *found, struct repo *repo, const char *ref)
{
	git_reference *at = NULL;
	int rc = git_reference_lookup(&at, repo->git, ref);
	const struct err *err = NULL;

	*found = false;
	if (rc == GIT_ENOTFOUND)
		return NULL;
	if (rc)
		return repo_failed(rc, ref);
	if (git_reference_type(at) == GIT_REFERENCE_DIRECT) {
		*out = our_id(git_reference_target(at));
		*found = true;
	} else {
		err = err_new(ERR_FORMAT, "%s: not a plain branch", ref);
	}
	git_reference_free(at);
	return err;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names only: a ref whose file is torn must be listed too. */
static int
collect_refs(git_reference_iterator *iterator, const char *prefix,
    char ***names, size_t *count)
{
	size_t capacity = 0;
	void *items = NULL;
	const char *name;
	int rc;

	while (!(rc = git_reference_next_name(&name, iterator))) {
		if (strncmp(name, prefix, strlen(prefix)) != 0)
			continue;
		mem_grow(&items, &capacity, *count + 1, sizeof(char *));
		*names = items;
		(*names)[(*count)++] = mem_strdup(name);
	}
	return rc == GIT_ITEROVER ? 0 : rc;
}

const struct err *
repo_refs(char ***names, size_t *count, struct repo *repo, const char *prefix)
{
	git_reference_iterator *iterator = NULL;
	int rc = git_reference_iterator_new(&iterator, repo->git);

	*names = NULL;
	*count = 0;
	if (!rc)
		rc = collect_refs(iterator, prefix, names, count);
	git_reference_iterator_free(iterator);
	if (rc) {
		depot_names_free(*names, *count);
		*names = NULL;
		*count = 0;
		return repo_failed(rc, "cannot list the branches");
	}
	if (*count)
		qsort(*names, *count, sizeof(**names), compare_names);
	return NULL;
}

const struct err *
repo_move(struct repo *repo, const char *ref, const struct oid *to,
    const struct oid *from)
{
	git_reference *moved = NULL;
	git_oid next = repo_git_id(to);
	git_oid expected = from ? repo_git_id(from) : (git_oid){ { 0 } };
	unsigned before = repo_begin_writing(repo);
	int rc = git_reference_create_matching(&moved, repo->git, ref, &next, 1,
	    &expected, NULL);

	repo_end_writing(repo, before);
	git_reference_free(moved);
	return rc ? repo_failed(rc, ref) : NULL;
}
