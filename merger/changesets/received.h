/*
 * received.h - a change set that the index knows, opened where it lies in the
 * depot.
 */
#ifndef RECOLTE_MERGER_RECEIVED_H
#define RECOLTE_MERGER_RECEIVED_H

#include "merger/workspace/workspace.h"

struct received {
	struct buf bytes;		/* which the change set views */
	struct changeset *changeset;	/* still sealed */
};

/* Close it with received_close(), also after an error. */
const struct err *received_open(struct received *out,
    const struct workspace *workspace, const struct index_changeset *row)
    MUST_CHECK;
void received_close(struct received *received);

#endif
