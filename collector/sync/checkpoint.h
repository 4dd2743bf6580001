/*
 * checkpoint.h - drafts travel at each sync, outside the dataset, so that a
 * lost laptop is not a lost interview.
 *
 * A checkpoint is an entry of kind 2: the bytes of a revision of state "draft"
 * that sets every field of the draft, whatever its parents set, so that it can
 * be read alone. Its parent is the revision that the draft goes on from. A
 * field ".at" says where the draft was left.
 */
#ifndef RECOLTE_COLLECTOR_CHECKPOINT_H
#define RECOLTE_COLLECTOR_CHECKPOINT_H

#include "collector/store/store.h"

/*
 * Drafts that have changed since they were sent, behind the *count items that
 * there are, up to count_max; in arena. *more: there are others. A draft that
 * cannot be written as a revision is told on standard error and passed over:
 * it must not keep what is final from leaving.
 */
const struct err *checkpoint_add(struct outgoing *items, size_t *count,
    size_t count_max, bool *more, struct arena *arena, struct store *store)
    MUST_CHECK;

#endif
