/*
 * census.h - who takes part, who asks to, and whether the keys are safe: what
 * `merger status` says beside the data.
 */
#ifndef RECOLTE_MERGER_CENSUS_H
#define RECOLTE_MERGER_CENSUS_H

#include "kit/base/json.h"
#include "merger/dataset/dataset.h"

struct census {
	size_t coordinators, unread;	/* unread: change sets, by one of them */
	size_t active, revoked, lost;	/* active: practised is among them */
	size_t practised;		/* in a phase that is over, and only then */
	size_t asking, refused;
	int64_t copies, opened_ms;	/* of the keyring; 0: never opened */
	bool needs_copy;		/* in the field, and none was tried */
	size_t erased;			/* records, and who has not yet said: */
	size_t laptops_behind, coordinators_behind;
	size_t lost_behind;		/* lost or revoked: nobody waits for these */
};

const struct err *census_take(struct census *out, struct workspace *workspace,
    const struct dataset *dataset) MUST_CHECK;
/* Lines of `merger status`; members of its --json. */
void census_print(const struct census *census, enum language language);
void census_put(struct json *object, const struct census *census);

#endif
