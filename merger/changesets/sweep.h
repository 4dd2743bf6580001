/*
 * sweep.h - what arrives or lies here of people who were erased (tombstones.h):
 * it is refused, and its keys are destroyed.
 *
 * That is more than the records that the tombstones name: drafts that laptops
 * sent along, and responses that no coordinator had merged when they were
 * written. These name the case, or the draft that they go on with, not the
 * tombstone; what builds on them names neither, but has their key or quotes them.
 */
#ifndef RECOLTE_MERGER_SWEEP_H
#define RECOLTE_MERGER_SWEEP_H

#include "kit/record/revision.h"
#include "merger/workspace/workspace.h"

/*
 * Must this entry of a device's change set be refused? Its record was erased;
 * or it was under way then: it begins an interview about an erased case, or goes
 * on with an erased draft, or builds on one that does. What is refused of the second kind is remembered, and
 * sweep_settle() has something to do.
 */
const struct err *sweep_judge(bool *refused, struct workspace *workspace,
    const struct revision *revision, const char *device,
    enum entry_kind kind) MUST_CHECK;

/*
 * At every opening, and after change sets were taken in: the keys of what is
 * erased and not destroyed yet go.
 */
const struct err *sweep_settle(struct workspace *workspace) MUST_CHECK;

/*
 * How many records the manifest names whose keys are destroyed here: all, or
 * none as long as something is left to do.
 */
uint64_t sweep_done(struct workspace *workspace);

#endif
