/*
 * repo.h - a bare git repository in our own words, for those who move objects
 * (depot, hub, quarantine and their like). repo*.c alone speak libgit2, through
 * repo_git.h.
 *
 * What comes out of here has been looked at: an object's size and kind are
 * asked before it is read, its bytes hash to its id, a tree holds plain files
 * and folders with harmless names. Errors name the object or the ref; the
 * caller says which repository.
 *
 * Codes: ERR_NOT_FOUND no such object or ref; ERR_FORMAT torn, or not what it
 * should be; ERR_LIMIT; ERR_FULL, ERR_READ_ONLY and ERR_IO from the system;
 * ERR_BUSY another process holds the ref's lock.
 */
#ifndef RECOLTE_EXCHANGE_REPO_H
#define RECOLTE_EXCHANGE_REPO_H

#include "kit/exchange/depot.h"
#include "kit/exchange/names.h"

enum {
	REPO_COMMIT_BYTES_MAX = 1 << 20,
	REPO_TREE_BYTES_MAX = 4 << 20,
	REPO_PARENTS_MAX = 16384,
	REPO_REF_MAX = 256
};

enum object_kind { OBJECT_COMMIT, OBJECT_TREE, OBJECT_BLOB };

size_t repo_bytes_max(enum object_kind kind);

struct repo;

const struct err *repo_start(void) MUST_CHECK;
void repo_stop(void);
/* Make a bare repository, or finish one that a crash left half made. */
const struct err *repo_make(const char *path) MUST_CHECK;
const struct err *repo_make_shared(const char *path, enum hub_sharing with)
    MUST_CHECK;
/*
 * Have a git server refuse rewinds and deletions, and send what is there as it
 * is: to look for differences between 30,000 objects takes it two seconds, and
 * between sealed ones there are none.
 */
const struct err *repo_serve(struct repo *repo) MUST_CHECK;
/*
 * What is sealed is like nothing else: have nobody look for an older object to
 * tell the difference from, which takes most of the time of packing.
 */
const struct err *repo_skip_deltas(struct repo *repo) MUST_CHECK;
const struct err *repo_open(struct repo **out, const char *path) MUST_CHECK;
void repo_close(struct repo *repo);		/* NULL is allowed */

/* Look for packs that came without our doing. */
const struct err *repo_refresh(struct repo *repo) MUST_CHECK;

bool repo_has(struct repo *repo, const struct oid *id);
/* The same where a no is a word against somebody: not while packs are hidden. */
const struct err *repo_look(bool *found, struct repo *repo,
    const struct oid *id) MUST_CHECK;
/*
 * The same without looking for packs that others have brought since the
 * repository was opened: for asking about thousands of objects that are new.
 */
bool repo_knows(struct repo *repo, const struct oid *id);
/* The size of an object that must be of that kind. */
const struct err *repo_size(size_t *bytes, struct repo *repo,
    const struct oid *id, enum object_kind kind) MUST_CHECK;
/* Append the object's bytes. */
const struct err *repo_read(struct buf *out, struct repo *repo,
    const struct oid *id, enum object_kind kind, size_t bytes_max) MUST_CHECK;

struct repo_commit {
	struct oid tree;
	struct oid *parents;
	size_t parent_count;
	int64_t time_s;
};

const struct err *repo_read_commit(struct repo_commit *out, struct repo *repo,
    const struct oid *id) MUST_CHECK;
void repo_commit_free(struct repo_commit *commit);

struct repo_entry {
	char *name;
	struct oid id;
	bool folder;
};

struct repo_tree {
	struct repo_entry *entries;
	size_t count;
};

/* In git's order. A folder inside a folder is refused with `nested`. */
const struct err *repo_read_tree(struct repo_tree *out, struct repo *repo,
    const struct oid *id, bool nested) MUST_CHECK;
void repo_tree_free(struct repo_tree *tree);

/* Any object, unlooked at: the bytes are the caller's business. */
const struct err *repo_write(struct oid *out, struct repo *repo,
    enum object_kind kind, struct slice bytes) MUST_CHECK;

struct repo_file {
	const char *path;		/* "name" or "folder/name" */
	struct oid blob;
};

/* The tree `base` (or an empty one) with these files set. */
const struct err *repo_write_tree(struct oid *out, struct repo *repo,
    const struct oid *base, const struct repo_file *files, size_t count)
    MUST_CHECK;

struct repo_draft {
	struct oid tree;
	const struct oid *parents;
	size_t parent_count;
	const char *author, *message;
	int64_t time_s;
};

const struct err *repo_write_commit(struct oid *out, struct repo *repo,
    const struct repo_draft *draft) MUST_CHECK;

/* The commit that a ref names. *found is false when there is none. */
const struct err *repo_tip(struct oid *out, bool *found, struct repo *repo,
    const char *ref) MUST_CHECK;
/* Full names of the refs that begin with prefix, sorted; depot_names_free. */
const struct err *repo_refs(char ***names, size_t *count, struct repo *repo,
    const char *prefix) MUST_CHECK;
/*
 * Move a ref if it still stands at `from` (NULL: if it is not there).
 * ERR_STATE: it stands elsewhere. ERR_BUSY: its lock is held.
 */
const struct err *repo_move(struct repo *repo, const char *ref,
    const struct oid *to, const struct oid *from) MUST_CHECK;

struct repo_object {
	struct oid id;
	enum object_kind kind;
	struct slice bytes;
};

/*
 * Write many objects as one pack: all of them arrive, or none. Their ids are
 * believed (pack_write.h).
 */
const struct err *repo_write_pack(struct repo *repo,
    const struct repo_object *objects, size_t count) MUST_CHECK;

/*
 * Send commits, each with its tree and files, as one pack. What they build on
 * is not in it. An error of the sink ends it and is returned.
 */
typedef const struct err *(*repo_sink)(void *data, struct slice bytes);
const struct err *repo_send_pack(struct repo *repo, const struct oid *commits,
    size_t count, repo_sink sink, void *data) MUST_CHECK;

/*
 * A pack that comes in pieces; its objects are there after repo_inflow_end().
 * Look at it first (pack_scan.h): libgit2 believes the sizes that it says.
 */
struct repo_inflow;
const struct err *repo_inflow_begin(struct repo_inflow **out,
    struct repo *repo) MUST_CHECK;
const struct err *repo_inflow_add(struct repo_inflow *inflow,
    struct slice bytes) MUST_CHECK;
const struct err *repo_inflow_end(struct repo_inflow *inflow) MUST_CHECK;
void repo_inflow_free(struct repo_inflow *inflow);	/* NULL is allowed */

#endif
