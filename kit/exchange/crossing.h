/*
 * crossing.h - a branch's way from one repository to another: the commits that
 * the other side lacks, with all they refer to, oldest first.
 */
#ifndef RECOLTE_EXCHANGE_CROSSING_H
#define RECOLTE_EXCHANGE_CROSSING_H

#include "kit/exchange/intake.h"

struct crossing {
	struct repo *from;
	struct intake *intake;
	/* What cross_branch() found: */
	bool ours;		/* the failure was the receiver's */
	bool linear;		/* no commit had a second parent */
	bool partly;		/* `last` and all before it came across */
	struct oid last;
};

/*
 * Bring the tip. Nothing is certain to be on disk before intake_flush(). What
 * crossed before a failure is whole.
 */
const struct err *cross_branch(struct crossing *crossing,
    const struct oid *tip) MUST_CHECK;

#endif
