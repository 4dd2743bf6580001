/*
 * mend.h - the depot is a copy of what store and hub have: one that a crash or
 * a bad disk broke is made again.
 */
#ifndef RECOLTE_COLLECTOR_MEND_H
#define RECOLTE_COLLECTOR_MEND_H

#include "collector/store/store.h"

/* Does it say that the depot is broken, rather than away, full or held? */
bool mend_is_damage(const struct err *err);

/*
 * Keep the depot aside (depot-broken, one at a time) and make it again from the
 * store; attachments that were merged come back with the next sync. When that
 * fails the old one is where it was. store_lock() first; what store_depot()
 * gave before is gone.
 */
const struct err *mend_depot(struct store *store) MUST_CHECK;

#endif
