/*
 * phase.h - before the field opens nothing counts, and whoever forgets to open
 * it must hear so.
 */
#ifndef RECOLTE_MERGER_PHASE_H
#define RECOLTE_MERGER_PHASE_H

#include "merger/workspace/workspace.h"

/* A training or a pilot: what is collected now stays out of the dataset. */
bool phase_is_practice(const struct workspace *workspace);
/* In such a phase say, on standard error, how the field is opened. */
void phase_remind(const struct workspace *workspace);

#endif
