/*
 * verdict.h - what becomes of a change set, and whose word counts: by what the
 * manifest says now, not by what it said when it came.
 */
#ifndef RECOLTE_MERGER_VERDICT_H
#define RECOLTE_MERGER_VERDICT_H

#include "merger/workspace/workspace.h"

/* The reason goes into a receipt: made text, and never too long for one. */
void verdict_give(struct index_changeset *row, enum verdict verdict,
    const char *reason);

/*
 * May this device write at all? A device that is not admitted, or was revoked
 * without this being listed, waits; what came after the closing is too late.
 * Gives the verdict when it may not.
 */
const struct err *verdict_on_device(bool *out, struct workspace *workspace,
    enum member_role role, struct index_changeset *row) MUST_CHECK;

#endif
