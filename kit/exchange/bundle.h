/*
 * bundle.h - branches as one file, for a stick or a mail: git's bundle format,
 * version 2. `git bundle verify FILE` and `git fetch FILE` read it too.
 *
 *   LINES                                         HOW MANY
 *   "# v2 git bundle\n"                           1
 *   "-" commit, 40 hex [" " any words] "\n"       0 or more: what it builds on
 *   commit " " "refs/heads/" branch "\n"          1 or more
 *   "\n"                                          1
 *   then a pack (pack_scan.h) to the end of the file
 *
 * A bundle is looked at line by line and object by object, and lands in a
 * quarantine: what is wrong with it leaves the depot as it was.
 */
#ifndef RECOLTE_EXCHANGE_BUNDLE_H
#define RECOLTE_EXCHANGE_BUNDLE_H

#include "kit/base/arena.h"
#include "kit/base/crypto.h"
#include "kit/exchange/depot.h"
#include "kit/exchange/names.h"

enum {
	BUNDLE_HEAD_BYTES_MAX = 1 << 20,
	BUNDLE_LINE_BYTES_MAX = 512,
	BUNDLE_LINES_MAX = 5000
};

/* A line: what is built on (name: the words), or a tip (name: the full ref). */
struct bundle_line {
	struct oid id;
	struct slice name;
};

struct bundle_head {
	struct bundle_line *needs, *tips;
	size_t need_count, tip_count;
	size_t bytes;			/* where the pack begins */
};

/*
 * Read the head at the beginning of bytes; lines are of arena, names point into
 * bytes. What is read is written back the same.
 * ERR_FORMAT not a bundle, or torn; ERR_NEWER; ERR_LIMIT.
 */
const struct err *bundle_head_read(struct bundle_head *out,
    struct arena *arena, struct slice bytes) MUST_CHECK;
void bundle_head_write(struct buf *out, const struct bundle_head *head);

struct bundle_branch {
	enum depot_side side;
	const char *branch;
	/* A commit in hex, an ancestor that the reader has; NULL: all of it. */
	const char *since;
};

/*
 * Write a bundle: temporary file beside it, fsync, rename. *commits: how many
 * are in it. ERR_NOT_FOUND: no such branch.
 */
const struct err *bundle_write(const char *path, struct depot *depot,
    const struct bundle_branch *branches, size_t count, size_t *commits)
    MUST_CHECK;

struct bundle_wanted {
	const char *const *prefixes;	/* of branches */
	size_t prefix_count;
	/*
	 * Branches whose tip names another study (trailer "Study: ...") stay
	 * out. This sorts what lies on a stick; trust comes from signatures.
	 */
	const struct hash *study;
};

/*
 * Take the branches that are wanted into the depot as hub_fetch() would; each
 * is reported once.
 * ERR_NOT_FOUND  no such file
 * ERR_FORMAT     not a bundle, torn or altered
 * ERR_STATE      it goes on from commits that are not here
 * ERR_FOREIGN    nothing in it is of this study
 * ERR_LIMIT, ERR_NEWER
 */
const struct err *bundle_take(struct depot *depot, const char *path,
    const struct bundle_wanted *wanted, depot_report report, void *data)
    MUST_CHECK;

#endif
