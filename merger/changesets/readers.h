/*
 * readers.h - which coordinators can read a change set, as far as is known
 * here: whom it is sealed to, and whom its keys were handed over to; not who
 * says in a receipt that what was sealed to it does not open.
 */
#ifndef RECOLTE_MERGER_READERS_H
#define RECOLTE_MERGER_READERS_H

#include "merger/changesets/ingest.h"

/* Their key ids, one after the other. */
const struct err *readers_of(struct buf *out, struct workspace *workspace,
    const struct index_changeset *row) MUST_CHECK;
bool readers_have(struct slice readers, const struct key_id *id);

const struct err *readers_add(struct workspace *workspace,
    const struct index_changeset *row, const struct key_id *ids, size_t count)
    MUST_CHECK;

/*
 * Read the other coordinators' receipts: what one put aside and we have merged
 * is handed over to it at the next handing_give().
 */
const struct err *readers_hear(struct workspace *workspace,
    struct ingest_sums *sums) MUST_CHECK;

#endif
