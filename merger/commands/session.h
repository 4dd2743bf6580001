/*
 * session.h - what every command begins with: the workspace, opened, and what
 * was cut short before finished.
 */
#ifndef RECOLTE_MERGER_SESSION_H
#define RECOLTE_MERGER_SESSION_H

#include "merger/workspace/workspace.h"

/*
 * workspace_open(); the keys of people who were erased go now at the latest.
 * Close with workspace_close().
 */
const struct err *session_open(struct workspace *out, struct cli *cli)
    MUST_CHECK;
/* The same, and ERR_USAGE when no manifest has been received yet. */
const struct err *session_open_study(struct workspace *out, struct cli *cli)
    MUST_CHECK;
/*
 * The same to write revisions: what a crash kept from being committed is
 * committed first, or it would not be known to what is written next.
 * ERR_STATE: the study is closed.
 */
const struct err *session_open_author(struct workspace *out, struct cli *cli)
    MUST_CHECK;

#endif
