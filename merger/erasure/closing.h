/*
 * closing.h - the end of the study: a manifest that says for ever what stands,
 * and the collection key destroyed here, so that nothing that lies in git can
 * be read with these keys. What was merged stays readable by the keys of its
 * records, which the index keeps under a key of its own.
 */
#ifndef RECOLTE_MERGER_CLOSING_H
#define RECOLTE_MERGER_CLOSING_H

#include "merger/workspace/workspace.h"

/* What closing now would leave unread: change sets that wait. */
const struct err *closing_waiting(struct workspace *workspace, int64_t *count)
    MUST_CHECK;
/* The manifest; the caller publishes. It may be there already. */
const struct err *closing_write(struct workspace *workspace) MUST_CHECK;
/*
 * ERR_STATE: the manifest does not close the study, or something that stands
 * was not received yet.
 */
const struct err *closing_destroy(struct workspace *workspace) MUST_CHECK;

#endif
