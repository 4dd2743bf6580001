/*
 * acknowledge.h - receipts: our signed word on each change set, on the branch
 * 0receipts/<our id>, for laptops receipts/<our id>. Only "merged" lets a laptop
 * let go of its rows.
 */
#ifndef RECOLTE_MERGER_ACKNOWLEDGE_H
#define RECOLTE_MERGER_ACKNOWLEDGE_H

#include "merger/workspace/workspace.h"

/*
 * Learn which change sets these keys gave a receipt for already, maybe from
 * another workspace.
 */
const struct err *acknowledge_learn(struct workspace *workspace) MUST_CHECK;

/*
 * Give a receipt for every change set that has none and is merged or put
 * aside; *given: how many. Committed to the depot; publish brings it to the
 * hub.
 */
const struct err *acknowledge_give(struct workspace *workspace,
    size_t *given) MUST_CHECK;
const struct err *acknowledge_publish(struct workspace *workspace)
    MUST_CHECK;

/*
 * Bring the line for laptops (line.h) of a coordinator's receipts up to date:
 * our own branch "receipts/<id>", named in `to`. ERR_NOT_FOUND: no receipts.
 */
const struct err *acknowledge_line(char to[DEPOT_BRANCH_MAX],
    struct workspace *workspace, enum depot_side side, const char *id)
    MUST_CHECK;

#endif
