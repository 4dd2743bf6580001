/*
 * phase.h - before the field opens nothing counts, and whoever forgets to open
 * it must hear so.
 */
#ifndef RECOLTE_MERGER_PHASE_H
#define RECOLTE_MERGER_PHASE_H

#include "merger/workspace/workspace.h"

/* In a training or a pilot say, on standard error, how the field is opened. */
void phase_remind(const struct workspace *workspace);

#endif
