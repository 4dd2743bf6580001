/*
 * depot_internal.h - the depot's inside, for hub.c: movement between two
 * repositories is a matter of its own.
 */
#ifndef RECOLTE_EXCHANGE_DEPOT_INTERNAL_H
#define RECOLTE_EXCHANGE_DEPOT_INTERNAL_H

#include "kit/exchange/repo.h"

struct platform_lock;

struct depot {
	struct repo *repo;
	struct platform_lock *lock;
	char *path;
};

/* "refs/heads/<branch>" or "refs/hub/<branch>"; ref holds REPO_REF_MAX. */
const struct err *depot_ref(char *ref, enum depot_side side,
    const char *branch) MUST_CHECK;

/*
 * Is `old` the commit `tip` or one of its ancestors? Every parent is followed
 * and no date is believed: laptops' clocks are wrong.
 */
const struct err *repo_reaches(bool *found, struct repo *repo,
    const struct oid *tip, const struct oid *old) MUST_CHECK;

#endif
