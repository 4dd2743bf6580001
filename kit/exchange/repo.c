#include "kit/exchange/repo.h"

#include <git2.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"

enum {
	OPEN_FILES_MAX = 256		/* of packs; the system allows 1,024 */
};

struct repo {
	git_repository *git;
	git_odb *odb;
	bool shared;			/* with other accounts: */
	unsigned mask;			/* what new files there do not get */
};

/* Of enum hub_sharing; the group of a folder is handed down to new ones. */
static const struct {
	uint32_t mode;
	unsigned mask;
	const char *word;		/* of core.sharedRepository */
} sharings[] = {
	[HUB_PRIVATE] = { GIT_REPOSITORY_INIT_SHARED_UMASK, 0, NULL },
	[HUB_GROUP] = { 02770, 007, "0660" },
	[HUB_EVERYBODY] = { 02777, 0, "0666" },
};

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
};

static enum err_code
system_code(const char *message)
{
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (strstr(message, strerror(reasons[i].number)))
			return reasons[i].code;
	return ERR_IO;
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
		return system_code(seen->message);
	return ERR_FORMAT;
}

/* The failure of the last call, rc below zero, in our words. */
static const struct err *
failed(int rc, const char *what)
{
	const git_error *seen = git_error_last();

	return err_new(failure_code(rc, seen), "%s: %s", what,
	    seen && seen->message ? seen->message : "no reason given");
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
	return failed(rc, what);
}

static git_oid
git_id(const struct oid *id)
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

static git_object_t
git_kind(enum object_kind kind)
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

/*
 * The user's and the system's git settings must not change what we do, and a
 * shared hub belongs to somebody else by nature.
 */
static int
set_options(void)
{
	int rc = 0;

	for (int level = GIT_CONFIG_LEVEL_PROGRAMDATA;
	    !rc && level <= GIT_CONFIG_LEVEL_GLOBAL; level++)
		rc = git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
	if (!rc)
		rc = git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	if (!rc)
		rc = git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION,
		    1);
	if (!rc)
		rc = git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
	if (!rc)
		rc = git_libgit2_opts(GIT_OPT_SET_MWINDOW_FILE_LIMIT,
		    (size_t)OPEN_FILES_MAX);
	return rc;
}

const struct err *
repo_start(void)
{
	int rc = git_libgit2_init();

	if (rc >= 0)
		rc = set_options();
	return rc < 0 ? failed(rc, "libgit2") : NULL;
}

void
repo_stop(void)
{
	git_libgit2_shutdown();
}

const struct err *
repo_make(const char *path)
{
	return repo_make_shared(path, HUB_PRIVATE);
}

static int
write_sharing(git_repository *git, const char *word)
{
	git_config *config = NULL;
	int rc = git_repository_config(&config, git);

	if (!rc)
		rc = git_config_set_string(config, "core.sharedrepository",
		    word);
	git_config_free(config);
	return rc;
}

const struct err *
repo_make_shared(const char *path, enum hub_sharing with)
{
	git_repository_init_options options;
	git_repository *git = NULL;
	unsigned before = 0;
	int rc = git_repository_init_options_init(&options,
	    GIT_REPOSITORY_INIT_OPTIONS_VERSION);

	if (rc)
		return failed(rc, "libgit2");
	options.flags = GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_MKPATH |
	    GIT_REPOSITORY_INIT_NO_REINIT;
	options.initial_head = "main";
	options.mode = sharings[with].mode;
	if (with != HUB_PRIVATE)
		before = platform_file_mask(sharings[with].mask);
	rc = git_repository_init_ext(&git, path, &options);
	if (!rc && with != HUB_PRIVATE)
		rc = write_sharing(git, sharings[with].word);
	if (with != HUB_PRIVATE)
		(void)platform_file_mask(before);
	git_repository_free(git);
	return rc ? failed(rc, "cannot be made") : NULL;
}

/* What `git init --shared` writes, and what people write by hand. */
static bool
read_sharing(unsigned *mask, const char *value)
{
	static const struct {
		const char *word;
		enum hub_sharing with;
	} words[] = { { "1", HUB_GROUP }, { "true", HUB_GROUP },
		{ "group", HUB_GROUP }, { "2", HUB_EVERYBODY },
		{ "all", HUB_EVERYBODY }, { "world", HUB_EVERYBODY },
		{ "everybody", HUB_EVERYBODY }, { "0660", HUB_GROUP },
		{ "0664", HUB_GROUP }, { "0666", HUB_EVERYBODY } };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		*mask = sharings[words[i].with].mask;
		if (strcmp(value, words[i].word) == 0)
			return true;
	}
	return false;
}

static void
find_sharing(struct repo *repo)
{
	git_config *config = NULL;
	git_buf value = { NULL, 0, 0 };

	if (git_repository_config(&config, repo->git) == 0 &&
	    git_config_get_string_buf(&value, config,
	    "core.sharedrepository") == 0)
		repo->shared = read_sharing(&repo->mask, value.ptr);
	git_buf_dispose(&value);
	git_config_free(config);
}

/* Around what writes files: others must be able to read and replace them. */
static unsigned
begin_writing(const struct repo *repo)
{
	return repo->shared ? platform_file_mask(repo->mask) : 0;
}

static void
end_writing(const struct repo *repo, unsigned before)
{
	if (repo->shared)
		(void)platform_file_mask(before);
}

const struct err *
repo_deny_rewinds(struct repo *repo)
{
	git_config *config = NULL;
	unsigned before = begin_writing(repo);
	int rc = git_repository_config(&config, repo->git);

	if (!rc)
		rc = git_config_set_bool(config,
		    "receive.denyNonFastForwards", 1);
	if (!rc)
		rc = git_config_set_bool(config, "receive.denyDeletes", 1);
	git_config_free(config);
	end_writing(repo, before);
	return rc ? failed(rc, "settings") : NULL;
}

const struct err *
repo_open(struct repo **out, const char *path)
{
	struct repo *repo = mem_alloc(sizeof(*repo));
	int rc = git_repository_open_bare(&repo->git, path);

	*out = NULL;
	if (!rc)
		rc = git_repository_odb(&repo->odb, repo->git);
	if (rc) {
		repo_close(repo);
		return err_new(ERR_FORMAT, "not a git repository");
	}
	find_sharing(repo);
	*out = repo;
	return NULL;
}

void
repo_close(struct repo *repo)
{
	if (!repo)
		return;
	git_odb_free(repo->odb);
	git_repository_free(repo->git);
	mem_free(repo);
}

bool
repo_has(struct repo *repo, const struct oid *id)
{
	git_oid at = git_id(id);

	return git_odb_exists(repo->odb, &at) == 1;
}

bool
repo_knows(struct repo *repo, const struct oid *id)
{
	git_oid at = git_id(id);

	return git_odb_exists_ext(repo->odb, &at,
	    GIT_ODB_LOOKUP_NO_REFRESH) == 1;
}

const struct err *
repo_size(size_t *bytes, struct repo *repo, const struct oid *id,
    enum object_kind kind)
{
	git_oid at = git_id(id);
	git_object_t seen;
	int rc = git_odb_read_header(bytes, &seen, repo->odb, &at);
	char text[DEPOT_ID_TEXT_MAX];

	if (rc)
		return failed_object(rc, kind, id);
	oid_text(text, id);
	if (seen != git_kind(kind))
		return err_new(ERR_FORMAT, "%.12s is a %s where a %s belongs",
		    text, git_object_type2string(seen),
		    git_object_type2string(git_kind(kind)));
	return NULL;
}

/* Read behind a look at kind and size; the hash is verified by libgit2. */
static const struct err *
object_open(git_odb_object **out, struct repo *repo, const struct oid *id,
    enum object_kind kind, size_t bytes_max)
{
	const struct err *err;
	git_oid at = git_id(id);
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
		    git_object_type2string(git_kind(kind)), text, bytes,
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
	    git_object_type2string(git_kind(kind)), text, bytes);
}

const struct err *
repo_read_commit(struct repo_commit *out, struct repo *repo,
    const struct oid *id)
{
	git_oid at = git_id(id);
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
	git_oid at = git_id(id);
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
	unsigned before = begin_writing(repo);
	git_oid id;
	int rc = git_odb_write(&id, repo->odb, bytes.data, bytes.len,
	    git_kind(kind));

	end_writing(repo, before);
	if (rc)
		return failed(rc, "cannot write an object");
	*out = our_id(&id);
	return NULL;
}

const struct err *
repo_write_tree(struct oid *out, struct repo *repo, const struct oid *base,
    const struct repo_file *files, size_t count)
{
	git_tree_update *updates = mem_alloc_n(count + 1, sizeof(*updates));
	git_oid at = base ? git_id(base) : (git_oid){ { 0 } }, id;
	git_tree *tree = NULL;
	int rc = base ? git_tree_lookup(&tree, repo->git, &at) : 0;

	for (size_t i = 0; i < count; i++) {
		updates[i].action = GIT_TREE_UPDATE_UPSERT;
		updates[i].id = git_id(&files[i].blob);
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
	return rc ? failed(rc, "cannot write a tree") : NULL;
}

static int
write_commit(git_oid *id, struct repo *repo, const struct repo_draft *draft,
    git_tree *tree, git_commit **parents)
{
	git_signature *author = NULL;
	char mail[NAME_FILE_MAX + 32];
	int rc;

	snprintf(mail, sizeof(mail), "%s@recolte.invalid", draft->author);
	rc = git_signature_new(&author, draft->author, mail, draft->time_s, 0);
	if (!rc)
		rc = git_commit_create(id, repo->git, NULL, author, author,
		    NULL, draft->message, tree, draft->parent_count,
		    (const git_commit **)parents);
	git_signature_free(author);
	return rc;
}

const struct err *
repo_write_commit(struct oid *out, struct repo *repo,
    const struct repo_draft *draft)
{
	git_commit **parents = mem_alloc_n(draft->parent_count + 1,
	    sizeof(*parents));
	git_oid at = git_id(&draft->tree), id;
	git_tree *tree = NULL;
	int rc = git_tree_lookup(&tree, repo->git, &at);

	for (size_t i = 0; !rc && i < draft->parent_count; i++) {
		at = git_id(&draft->parents[i]);
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
	return rc ? failed(rc, "cannot write a commit") : NULL;
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
		return failed(rc, ref);
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
		return failed(rc, "cannot list the branches");
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
	git_oid next = git_id(to);
	git_oid expected = from ? git_id(from) : (git_oid){ { 0 } };
	unsigned before = begin_writing(repo);
	int rc = git_reference_create_matching(&moved, repo->git, ref, &next, 1,
	    &expected, NULL);

	end_writing(repo, before);
	git_reference_free(moved);
	return rc ? failed(rc, ref) : NULL;
}

/* A repository in memory, whose objects become a pack. */
struct scratch {
	git_repository *git;
	git_odb *odb;
};

static int
scratch_open(struct scratch *scratch)
{
	git_odb_backend *memory = NULL;
	int rc = git_odb_new(&scratch->odb);

	if (!rc)
		rc = git_mempack_new(&memory);
	if (!rc)
		rc = git_odb_add_backend(scratch->odb, memory, 1);
	if (!rc)
		rc = git_repository_wrap_odb(&scratch->git, scratch->odb);
	return rc;
}

static int
scratch_fill(git_packbuilder *pack, struct scratch *scratch,
    const struct repo_object *objects, size_t count)
{
	git_oid id;
	int rc = 0;

	for (size_t i = 0; !rc && i < count; i++) {
		rc = git_odb_write(&id, scratch->odb, objects[i].bytes.data,
		    objects[i].bytes.len, git_kind(objects[i].kind));
		if (!rc && memcmp(id.id, objects[i].id.bytes, OID_BYTES) != 0)
			rc = GIT_EMISMATCH;
		if (!rc)
			rc = git_packbuilder_insert(pack, &id, NULL);
	}
	return rc;
}

const struct err *
repo_write_pack(struct repo *repo, const struct repo_object *objects,
    size_t count)
{
	struct scratch scratch = { 0 };
	git_packbuilder *pack = NULL;
	struct buf folder = BUF_INIT;
	int rc = scratch_open(&scratch);

	file_join(&folder, git_repository_path(repo->git), "objects/pack");
	if (!rc)
		rc = git_packbuilder_new(&pack, scratch.git);
	if (!rc) {
		git_packbuilder_set_threads(pack, 1);
		rc = scratch_fill(pack, &scratch, objects, count);
	}
	if (!rc) {
		unsigned before = begin_writing(repo);

		rc = git_packbuilder_write(pack, buf_str(&folder), 0444, NULL,
		    NULL);
		end_writing(repo, before);
	}
	if (!rc)
		rc = git_odb_refresh(repo->odb);
	git_packbuilder_free(pack);
	git_repository_free(scratch.git);
	git_odb_free(scratch.odb);
	buf_free(&folder);
	return rc ? failed(rc, "cannot write a pack") : NULL;
}

/* libgit2 hands pieces of the pack to a callback that can only say "stop". */
struct outflow {
	repo_sink sink;
	void *data;
	const struct err *err;
};

static int
pour(void *bytes, size_t len, void *data)
{
	struct outflow *outflow = data;

	outflow->err = outflow->sink(outflow->data, slice_of(bytes, len));
	return outflow->err ? GIT_EUSER : 0;
}

const struct err *
repo_send_pack(struct repo *repo, const struct oid *commits, size_t count,
    repo_sink sink, void *data)
{
	struct outflow outflow = { sink, data, NULL };
	git_packbuilder *pack = NULL;
	int rc = git_packbuilder_new(&pack, repo->git);

	if (!rc)
		git_packbuilder_set_threads(pack, 1);
	for (size_t i = 0; !rc && i < count; i++) {
		git_oid at = git_id(&commits[i]);

		rc = git_packbuilder_insert_commit(pack, &at);
	}
	if (!rc)
		rc = git_packbuilder_foreach(pack, pour, &outflow);
	git_packbuilder_free(pack);
	if (outflow.err)
		return outflow.err;
	return rc ? failed(rc, "cannot make a pack") : NULL;
}

struct repo_inflow {
	struct repo *repo;
	git_odb_writepack *pack;
	git_indexer_progress progress;
};

const struct err *
repo_inflow_begin(struct repo_inflow **out, struct repo *repo)
{
	struct repo_inflow *inflow = mem_alloc(sizeof(*inflow));
	int rc = git_odb_write_pack(&inflow->pack, repo->odb, NULL, NULL);

	inflow->repo = repo;
	*out = inflow;
	if (!rc)
		return NULL;
	*out = NULL;
	inflow->pack = NULL;
	repo_inflow_free(inflow);
	return failed(rc, "cannot take a pack");
}

const struct err *
repo_inflow_add(struct repo_inflow *inflow, struct slice bytes)
{
	int rc = inflow->pack->append(inflow->pack, bytes.data, bytes.len,
	    &inflow->progress);

	return rc ? failed(rc, "pack") : NULL;
}

const struct err *
repo_inflow_end(struct repo_inflow *inflow)
{
	int rc = inflow->pack->commit(inflow->pack, &inflow->progress);

	if (!rc)
		rc = git_odb_refresh(inflow->repo->odb);
	return rc ? failed(rc, "pack") : NULL;
}

void
repo_inflow_free(struct repo_inflow *inflow)
{
	if (!inflow)
		return;
	if (inflow->pack)
		inflow->pack->free(inflow->pack);
	mem_free(inflow);
}
