/*
 * aside.h - a store with responses of the training makes room for the store of
 * the next phase: what was tried out and what counts never lie in one.
 */
#ifndef RECOLTE_COLLECTOR_ASIDE_H
#define RECOLTE_COLLECTOR_ASIDE_H

#include "collector/store/store.h"

/* Is it that of an earlier phase than this manifest's, and not empty? */
const struct err *aside_wanted(bool *wanted, struct store *store,
    const struct manifest *next) MUST_CHECK;
/*
 * Move the store into a folder inside its own, "training-k3f9qz2m", where
 * --store still finds it, and make a new one in its place; *aside tells where
 * the old one went. On failure *store may be NULL. ERR_BUSY: in use.
 */
const struct err *aside_move(struct buf *aside, struct store **store)
    MUST_CHECK;
/*
 * What a store whose file is gone has left there (its depot, its log) into a
 * folder inside, "remains-" and chance: a store that is restored begins
 * without, and nothing is removed.
 */
const struct err *aside_remains(const char *folder) MUST_CHECK;

#endif
