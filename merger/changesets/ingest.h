/*
 * ingest.h - from a branch of the hub to the index: each change set is
 * verified, opened and taken, or put aside with the reason. The order of
 * arrival, the carrier and repetitions change nothing.
 */
#ifndef RECOLTE_MERGER_INGEST_H
#define RECOLTE_MERGER_INGEST_H

#include "kit/exchange/handover.h"
#include "merger/workspace/workspace.h"

struct ingest_sums {
	size_t merged, revisions;	/* change sets and what was in them */
	size_t drafts;			/* sent along, outside the dataset */
	size_t newer;			/* files that a newer program wrote */
	size_t aside, waiting, alarms;
	size_t late;			/* after the closing: read by nobody */
	size_t erased;			/* revisions of those who were erased */
	size_t told;			/* change sets that laptops may hear of */
};

/* Read all device branches as far as they have not been read. */
const struct err *ingest_branches(struct workspace *workspace,
    struct ingest_sums *sums) MUST_CHECK;

/* The same for what this workspace has written itself. */
const struct err *ingest_own(struct workspace *workspace,
    struct ingest_sums *sums) MUST_CHECK;

/*
 * Look again at the change sets that wait, and at those of devices that were
 * revoked: the manifest decides, not the moment at which something came. Sums
 * count what changed.
 */
const struct err *ingest_waiting(struct workspace *workspace,
    struct ingest_sums *sums) MUST_CHECK;

/*
 * Take a change set that waits or was put aside with the keys that another
 * coordinator handed over; row->verdict is then what became of it.
 */
const struct err *ingest_handed(struct workspace *workspace,
    struct index_changeset *row, const struct handover_item *item,
    struct ingest_sums *sums) MUST_CHECK;

#endif
