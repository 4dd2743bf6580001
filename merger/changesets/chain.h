/*
 * chain.h - the chain that this workspace writes, kept in step: the index has
 * the numbers and their bytes, the depot the commits. Either can be lost, or
 * come back as an older copy.
 */
#ifndef RECOLTE_MERGER_CHAIN_H
#define RECOLTE_MERGER_CHAIN_H

#include "merger/workspace/workspace.h"

/* Ours, drawn when there is none yet. */
const struct err *chain_current(struct workspace *workspace, uint64_t *chain)
    MUST_CHECK;
void chain_branch(const struct workspace *workspace,
    char out[DEPOT_BRANCH_MAX], uint64_t chain);

/*
 * An index that is older than the depot begins a new chain, or numbers would be
 * given twice. A depot that has lost what was committed gets it again from the
 * index, on top of what the hub has: only when that was just fetched. Until
 * then *in_step is false, and nothing must be committed.
 */
const struct err *chain_settle(struct workspace *workspace, bool fetched,
    bool *in_step) MUST_CHECK;

#endif
