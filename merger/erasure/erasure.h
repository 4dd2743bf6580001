/*
 * erasure.h - people who asked to be forgotten: what is erased is first noted
 * in the index (tombstones.h), then said by the manifest, then done (sweep.h);
 * whatever comes in between, opening the workspace or the next pull finishes it.
 */
#ifndef RECOLTE_MERGER_ERASURE_H
#define RECOLTE_MERGER_ERASURE_H

#include "merger/workspace/workspace.h"

/*
 * Erase these records for ever: noted, said in a new manifest (with a frame
 * that does not have them), their keys destroyed. The caller publishes.
 * ERR_STATE: done here, but the manifest waits for a pull.
 */
const struct err *erasure_write(struct workspace *workspace,
    const char *const *records, size_t count, const char *reason) MUST_CHECK;

/* At a pull: what was noted and no manifest says is said. *said: how many. */
const struct err *erasure_say(struct workspace *workspace, size_t *said)
    MUST_CHECK;

#endif
