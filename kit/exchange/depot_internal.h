/*
 * depot_internal.h - the depot's inside, for hub.c: movement between two
 * repositories is a matter of its own.
 */
#ifndef RECOLTE_EXCHANGE_DEPOT_INTERNAL_H
#define RECOLTE_EXCHANGE_DEPOT_INTERNAL_H

#include "kit/exchange/repo.h"
#include "kit/exchange/wire.h"

struct platform_lock;

struct depot {
	struct repo *repo;
	struct platform_lock *lock;
	char *path;
	struct buf torn;		/* refs, for depot_torn() */
	const struct hub_reach *reach;	/* NULL: nothing is known */
	enum trouble trouble;		/* of the last way to a hub */
	/* Where branches stood on the hub at that address, last time. */
	char *heard_from;
	struct map *heard;		/* branch to its tip in hex */
};

/* Are the parts of a repository there? Nothing, or a part of them only? */
bool depot_is_complete(const char *path);
bool depot_is_blank(const char *path);
/* Remove locks and temporary files; for a folder where nobody else works. */
const struct err *depot_clear_stale(const char *path) MUST_CHECK;

/*
 * Remove what stands where a ref should and names nothing; torn gets which. The
 * lock of the depot is held.
 */
const struct err *refs_clear_torn(struct buf *torn, const char *path)
    MUST_CHECK;

void depot_forget_heard(struct depot *depot);

const char *depot_side_prefix(enum depot_side side);
/* "refs/heads/<branch>" or "refs/hub/<branch>"; ref holds REPO_REF_MAX. */
const struct err *depot_ref(char *ref, enum depot_side side,
    const char *branch) MUST_CHECK;

/*
 * Is `old` the commit `tip` or one of its ancestors? Every parent is followed
 * and no date is believed: laptops' clocks are wrong.
 */
const struct err *repo_reaches(bool *found, struct repo *repo,
    const struct oid *tip, const struct oid *old) MUST_CHECK;

/* What does a tip mean, seen from where the ref stands? */
const struct err *tips_compare(enum depot_move *move, struct repo *repo,
    const struct oid *old, const struct oid *tip) MUST_CHECK;

/* ERR_NOT_FOUND, with a word on what may be the matter. */
const struct err *hub_missing(const char *hub) MUST_CHECK;
/* Errors name the hub. */
const struct err *hub_open(struct repo **out, const char *hub) MUST_CHECK;
/* hub_fetch() from a repository that is open. */
struct fetch_source {
	struct repo *repo;
	const char *path;		/* where it lies */
	const char *name;		/* "hub PATH", for messages */
	/* Its branches, when no refs lie there. */
	const struct wire_tip *tips;
	size_t tip_count;
};
const struct err *fetch_from(struct depot *depot,
    const struct fetch_source *source, const char *const *prefixes,
    size_t prefix_count, depot_report report, void *data) MUST_CHECK;
/* "refs/heads/..." of the hub at path, sorted; depot_names_free(). */
const struct err *hub_refs(char ***refs, size_t *count, struct repo *hub,
    const char *path) MUST_CHECK;

#endif
