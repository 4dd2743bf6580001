/*
 * dispatch.h - what is sent down to the laptops on main: to each its own
 * (kit/record/downward.h), and the sample frame when cases were added.
 */
#ifndef RECOLTE_MERGER_DISPATCH_H
#define RECOLTE_MERGER_DISPATCH_H

#include "merger/workspace/workspace.h"

/*
 * Commit on main what is new for admitted devices since the last time; nothing
 * when nothing is, when no news wait (news.h), or when the study is closed. *written: to how many. The caller publishes.
 */
const struct err *dispatch_write(struct workspace *workspace, size_t *written)
    MUST_CHECK;

/* What a command ends with: mainline_publish(), and the letters go along. */
const struct err *dispatch_publish(struct workspace *workspace) MUST_CHECK;
/* The same for what an earlier command could not bring. *brought: it has. */
const struct err *dispatch_publish_waiting(struct workspace *workspace,
    bool *brought) MUST_CHECK;

#endif
