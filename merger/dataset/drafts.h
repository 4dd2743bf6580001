/*
 * drafts.h - the drafts that laptops send along at each sync: outside the
 * dataset, until a laptop is lost and another one goes on with them.
 *
 * What travels to the other laptop is an envelope "recolte drafts" of
 *   { "drafts": [ REVISION ],
 *     "files": [ { "field": PATH, "hash": HEX, "key": HEX, "record": UUID } ],
 *     "v": "1" }
 * where a revision is what the lost laptop wrote (collector/sync/checkpoint.h),
 * and a file is an attachment of a draft, sealed anew under a key of its own,
 * that lies beside the envelope under the name that attachment_blob() gives to
 * its hash. Unknown members are passed over.
 */
#ifndef RECOLTE_MERGER_DRAFTS_H
#define RECOLTE_MERGER_DRAFTS_H

#include "kit/record/revision.h"
#include "merger/dataset/dataset.h"

enum draft_standing {
	DRAFT_OPEN,		/* an interview that was never closed */
	DRAFT_CORRECTION,	/* of a response that was closed before */
	DRAFT_CLOSED,		/* its device has closed it since */
	DRAFT_PRACTICE		/* of a training or a pilot that is over */
};

struct draft {
	struct source source;
	const struct revision *revision;
	struct slice bytes;
	enum draft_standing standing;
};

struct drafts {
	struct arena *arena;
	struct draft *items;	/* by device, then by record */
	size_t count, capacity;
};

/*
 * The newest draft of every response and device, of those whose id begins with
 * `device`. Within a chain the number decides, between chains the claimed time.
 * Free with drafts_free(), also after an error.
 */
const struct err *drafts_load(struct drafts *out, struct workspace *workspace,
    const struct dataset *dataset, const char *device) MUST_CHECK;
void drafts_free(struct drafts *drafts);
/* How many somebody could still close, and send. */
size_t drafts_under_way(const struct drafts *drafts);

/*
 * Write what that laptop imports, and the files that belong to it into the same
 * folder: the drafts that `all` or their standing (DRAFT_OPEN) lets through.
 * Nothing is written when there are none. ERR_LIMIT: too much for one file.
 */
struct draft_sums {
	size_t drafts, files, missing;	/* missing: files that have not come */
};
const struct err *drafts_give(struct draft_sums *sums,
    struct workspace *workspace, const struct drafts *drafts, bool all,
    const struct seal_public *to, const char *path) MUST_CHECK;

#endif
