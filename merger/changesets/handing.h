/*
 * handing.h - coordinators give each other the keys of records, so that
 * whoever joins them makes the same dataset (kit/exchange/handover.h). By
 * itself, at every pull: what arrives sealed to some of them alone, because a
 * laptop has not heard of the others yet, is handed on too.
 */
#ifndef RECOLTE_MERGER_HANDING_H
#define RECOLTE_MERGER_HANDING_H

#include "merger/changesets/ingest.h"

/* Take what the hub has of the others (and of us, elsewhere). */
const struct err *handing_take(struct workspace *workspace,
    struct ingest_sums *sums) MUST_CHECK;
/*
 * Hand over what another coordinator cannot read, and deliver it. *given: how
 * many change sets.
 */
const struct err *handing_give(struct workspace *workspace, size_t *given)
    MUST_CHECK;
/*
 * How many change sets a coordinator cannot read, as far as is known here.
 */
const struct err *handing_unread(struct workspace *workspace,
    const struct seal_public *whose, size_t *count) MUST_CHECK;

#endif
