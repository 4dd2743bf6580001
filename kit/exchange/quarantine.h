/*
 * quarantine.h - where what others sent waits until it has been looked at: an
 * empty bare repository beside the depot, "<depot>-incoming". It sees the
 * depot's objects (git's alternates) and never writes there.
 *
 * Whoever receives (a network, a bundle) puts objects and branches in. Then
 * quarantine_take() brings over what hub_fetch() would bring from a hub on a
 * path: sizes, kinds and names are looked at, refs move as they may.
 */
#ifndef RECOLTE_EXCHANGE_QUARANTINE_H
#define RECOLTE_EXCHANGE_QUARANTINE_H

#include "kit/exchange/depot.h"

struct quarantine;
struct repo;
struct oid;

/* The depot outlives it. What an earlier one left behind is removed. */
const struct err *quarantine_open(struct quarantine **out,
    struct depot *depot) MUST_CHECK;
/* Remove it with all that is in it; NULL is allowed. */
const struct err *quarantine_close(struct quarantine *quarantine) MUST_CHECK;

const char *quarantine_path(const struct quarantine *quarantine);
/* To put objects in (repo.h); the quarantine's. */
struct repo *quarantine_repo(struct quarantine *quarantine);
/*
 * Say that a commit (hex) is the tip of a branch, for the next
 * quarantine_take(). ERR_FORMAT: a bad name.
 */
const struct err *quarantine_set(struct quarantine *quarantine,
    const char *branch, const char *commit) MUST_CHECK;
/* The same without a look at the name, which is taken for damage then. */
void quarantine_add_tip(struct quarantine *quarantine, const char *branch,
    const struct oid *commit);

/*
 * As hub_fetch(). source is what messages call the place that it came from:
 * "hub https://..." or "bundle FILE".
 */
const struct err *quarantine_take(struct quarantine *quarantine,
    const char *source, const char *const *prefixes, size_t prefix_count,
    depot_report report, void *data) MUST_CHECK;

#endif
