/*
 * depot.h - bytes in a git repository, and their way to and from the hub.
 *
 * Every program has a depot of its own: a bare repository. Its own branches are
 * refs/heads/..., what it has seen on a hub is under refs/hub/... with the same
 * tail. The hub on a file path is another bare repository; git_remote is never
 * used for it, because libgit2's file transport forgets to compare the old
 * value of a ref. Objects that are missing are copied, then the ref is moved by
 * compare-and-swap. Nothing is ever checked out.
 *
 * Branches
 *   device/<id>/<chain, 16 hex>   one new file a commit, "00000042.cs"
 *   enrol/<id>                    "request", "escrow", "heard"
 *   main                          "manifest/00000001", "form/<hash>", ...
 *   0receipts/<coordinator id>    "00000007.receipts"
 *   handover/<coordinator id>/<chain, 16 hex>  "00000001.keys"
 *   receipts/<coordinator id>     the same, for laptops (line.h)
 */
#ifndef RECOLTE_EXCHANGE_DEPOT_H
#define RECOLTE_EXCHANGE_DEPOT_H

#include <stdbool.h>

#include "kit/base/buf.h"
#include "kit/exchange/trouble.h"

enum {
	DEPOT_ID_TEXT_MAX = 41,		/* a commit in hexadecimal */
	DEPOT_BRANCH_MAX = 128,
	DEPOT_BLOB_BYTES_MAX = 64 << 20,
	DEPOT_TREE_ENTRIES_MAX = 20000,
	DEPOT_COMMITS_MAX = 1000000
};

struct depot;

const struct err *depot_start(void) MUST_CHECK;	/* libgit2, once */
void depot_stop(void);

/*
 * Open a bare repository; create makes one where there is nothing.
 * A depot is held under a process lock until depot_close(): ERR_BUSY. The lock
 * is between processes: within one, open a depot once at a time. What a killed
 * process left (locks, temporary files) is cleared.
 * ERR_NOT_FOUND; ERR_FORMAT: something else is there.
 */
const struct err *depot_open(struct depot **out, const char *path, bool create)
    MUST_CHECK;
void depot_close(struct depot *depot);
/*
 * Refs that depot_open() found empty or garbled, as a power cut leaves them,
 * and took away: "refs/hub/main, refs/heads/..."; "" when there were none. Such
 * a branch is not there until it is fetched, adopted or committed again.
 */
const char *depot_torn(const struct depot *depot);
/*
 * Make an empty bare repository for a hub; a git server in front of it is told
 * to refuse rewinds and deletions. ERR_EXISTS: something is there.
 */
const struct err *hub_create(const char *path) MUST_CHECK;
/*
 * The same for several accounts of one computer: the group of the folder that
 * it lies in, or everybody. It says so (core.sharedRepository), and all who
 * write there, git too, leave what they bring to the others.
 */
enum hub_sharing { HUB_PRIVATE, HUB_GROUP, HUB_EVERYBODY };
const struct err *hub_create_shared(const char *path, enum hub_sharing with)
    MUST_CHECK;

/*
 * Give a hub in a folder that we may write what hub_create() gives a new one,
 * where nobody has said otherwise: it was made by hand, or by an older program.
 * Any other hub is left alone.
 */
const struct err *hub_tend(const char *hub) MUST_CHECK;

/*
 * Names of files and folders are [A-Za-z0-9][A-Za-z0-9._-]*, of branches the
 * same between slashes in small letters; anything else from a hub is broken.
 */
struct depot_file {
	const char *name;		/* "name" or "folder/name" */
	struct slice bytes;
};

struct depot_commit {
	const char *branch;		/* without "refs/heads/" */
	const struct depot_file *files;
	size_t file_count;
	bool keep_tree;			/* the parent's files stay (main) */
	const char *subject;
	const char *trailers;		/* "Study: ...\nDevice: ..." or "" */
	const char *author;		/* pseudonym: a device id */
	int64_t time_ms;
	/* more parents, commits in hex; used by receipts */
	const char *const *parents;
	size_t parent_count;
};

/*
 * Commit on top of the branch's tip (or begin it) in the depot; id holds
 * DEPOT_ID_TEXT_MAX. ERR_BUSY: the branch moved meanwhile.
 */
const struct err *depot_commit(struct depot *depot,
    const struct depot_commit *commit, char *id) MUST_CHECK;

/* Where a look-up goes: our own branches, or what was seen on the hub. */
enum depot_side { DEPOT_OWN, DEPOT_HUB };

/*
 * The tip of a branch in hex; "" when there is none, or a torn one. An error is
 * the system's: nobody can say.
 */
const struct err *depot_tip(struct depot *depot, enum depot_side side,
    const char *branch, char *id) MUST_CHECK;
/*
 * Point our own branch at what was seen on the hub, whatever it held before:
 * to commit on top of a branch that others write too (main). ERR_NOT_FOUND: it
 * has not been seen.
 */
const struct err *depot_adopt(struct depot *depot, const char *branch)
    MUST_CHECK;
/* Branches whose name starts with prefix, sorted; depot_names_free() them. */
const struct err *depot_branches(struct depot *depot, enum depot_side side,
    const char *prefix, char ***names, size_t *count) MUST_CHECK;
void depot_names_free(char **names, size_t count);

/* The bytes of a file in the tree of a commit. ERR_NOT_FOUND, ERR_LIMIT. */
const struct err *depot_read(struct buf *out, struct depot *depot,
    const char *commit, const char *name, size_t bytes_max) MUST_CHECK;
/* File names in a folder ("" for the top) of a commit's tree, sorted. */
const struct err *depot_list(struct depot *depot, const char *commit,
    const char *folder, char ***names, size_t *count) MUST_CHECK;

/*
 * For a branch of our own whose files are numbered: one more than the last at
 * its tip, 1 for a branch that is not there.
 */
const struct err *depot_next_number(struct depot *depot, const char *branch,
    uint64_t *out) MUST_CHECK;

/*
 * Visit each file of each commit that `tip` reaches and `since` (hex, or NULL)
 * does not, oldest first, first parents only. A file that stands unchanged
 * since the commit before is not visited again. Blobs over bytes_max are
 * visited with an empty slice and `too_large` set. An error from visit ends
 * the walk and is returned as it is. Memory in a visit is the walk's.
 */
struct depot_visit {
	const char *commit, *name;
	struct slice bytes;
	bool too_large;
};
typedef const struct err *(*depot_visitor)(void *data,
    const struct depot_visit *visit);
const struct err *depot_walk(struct depot *depot, const char *tip,
    const char *since, size_t bytes_max, depot_visitor visit, void *data)
    MUST_CHECK;

/* What happened to a branch between us and the hub. */
enum depot_move { MOVE_NONE, MOVE_NEW, MOVE_AHEAD, MOVE_BEHIND, MOVE_DIVERGED,
	MOVE_BROKEN };

typedef void (*depot_report)(void *data, const char *branch,
    enum depot_move move, const char *remark);

/*
 * How a hub on a network is reached; for a path none of it counts. Functions
 * may be NULL. The depot keeps the pointer.
 */
struct access;
struct wire_progress;
struct hub_reach {
	const struct access *access;
	unsigned patience_s;		/* 0: as long as is usual */
	unsigned tries;			/* 0: as many as are usual */
	void (*progress)(void *data, const struct wire_progress *progress);
	/* An ssh server's key is met for the first time: keep it. */
	void (*first_key)(void *data, const char *host_key);
	/* It failed, and will be tried again after a pause. */
	void (*again)(void *data, enum trouble trouble);
	/* It failed for good; the remark is the hub's or the library's. */
	void (*failed)(void *data, enum trouble trouble, const char *remark);
	void *data;
};
void depot_set_reach(struct depot *depot, const struct hub_reach *reach);
const struct hub_reach *depot_reach(const struct depot *depot);
/* Why the last hub_fetch() or hub_publish() failed, when it is the network. */
enum trouble depot_trouble(const struct depot *depot);

/*
 * A hub is a path or an address (address.h).
 * Fetch branches that start with one of the prefixes from the hub into
 * refs/hub/. Ahead or new: objects copied, ref moved. Behind: ours is kept.
 * Diverged: the other side is kept too, as refs/hub/<branch>+<first 16 hex of
 * its tip>.
 * Broken: an object is missing, torn or over a limit; the remark says which,
 * the commits before the damage are kept, the other branches go on.
 * Refs move when all that they need is on disk. Each branch is reported once,
 * MOVE_NONE included; the remark of a diverged one names the side kept. Without
 * a report a broken branch is an error, if a prefix is the whole of its name.
 * ERR_NOT_FOUND: there is no hub there (say "hub PATH: ...").
 */
const struct err *hub_fetch(struct depot *depot, const char *hub,
    const char *const *prefixes, size_t prefix_count, depot_report report,
    void *data) MUST_CHECK;

/*
 * Bring one of our own branches to the hub: objects, then compare-and-swap.
 * *move says what was found: MOVE_NONE it was there already, MOVE_NEW and
 * MOVE_AHEAD delivered, MOVE_BEHIND the hub has more than we do, MOVE_DIVERGED.
 * In the last two cases nothing was changed. What was delivered, or found to be
 * there, counts as seen on the hub (refs/hub/).
 * A lock that a killed process left on the hub is cleared ten minutes after it
 * was first met.
 * ERR_NOT_FOUND no hub; ERR_READ_ONLY; ERR_FULL; ERR_BUSY after some tries.
 */
const struct err *hub_publish(struct depot *depot, const char *hub,
    const char *branch, enum depot_move *move) MUST_CHECK;
/*
 * The same for a branch of somebody else, as it was last seen: what a bundle
 * brought is on the hub too from then on.
 */
const struct err *hub_forward(struct depot *depot, const char *hub,
    const char *branch, enum depot_move *move) MUST_CHECK;

#endif
