/*
 * dispatch.h - what is sent down to the laptops on main: to each its own
 * (kit/record/downward.h), and the sample frame when cases were added.
 */
#ifndef RECOLTE_MERGER_DISPATCH_H
#define RECOLTE_MERGER_DISPATCH_H

#include "merger/workspace.h"

/* Something was decided or came in that a laptop may have to hear of. */
const struct err *dispatch_note(struct workspace *workspace) MUST_CHECK;

/*
 * Commit on main what is new for admitted devices since the last time; nothing
 * when nothing is, when dispatch_note() was not said since and main is as we left
 * it, or when the study is closed. *written: to how many. The caller publishes.
 */
const struct err *dispatch_write(struct workspace *workspace, size_t *written)
    MUST_CHECK;

#endif
