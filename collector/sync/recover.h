/*
 * recover.h - drafts of a lost laptop, as `merger drafts recover` gives them
 * (merger/dataset/drafts.h), become drafts of this one.
 *
 * A recovered draft is a response of its own, whose id derives from this device
 * and the old one's: should the lost laptop turn up and close its interview,
 * there are two responses that can be compared, and none is refused. The field
 * ".recovered" names the old response.
 */
#ifndef RECOLTE_COLLECTOR_RECOVER_H
#define RECOLTE_COLLECTOR_RECOVER_H

#include "collector/import.h"

/*
 * Each draft by itself: one that cannot be taken is told on standard error,
 * one that is there already is counted.
 * ERR_DENIED: not sealed to this laptop; ERR_SIGNATURE: by no coordinator.
 */
const struct err *recover_file(struct import_sums *sums,
    const struct session *session, const char *path) MUST_CHECK;

#endif
