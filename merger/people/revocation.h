/*
 * revocation.h - a device whose word counts no longer: revoked, lost, or taken
 * back; what of it stands, what it frees, and whose data may lie on it.
 */
#ifndef RECOLTE_MERGER_REVOCATION_H
#define RECOLTE_MERGER_REVOCATION_H

#include "merger/dataset/dataset.h"

struct stands {
	struct manifest_stand items[MANIFEST_STANDS_MAX];
	size_t count;
};

/* Of each chain what was received until now. */
const struct err *stands_received(struct stands *out,
    struct workspace *workspace, const char *device) MUST_CHECK;
/*
 * Add what a coordinator lists: "CHAIN:NUMBER", "CHAIN:NUMBER:HASH" (chain and
 * hash by their beginnings), or NUMBER where there is one chain. ERR_USAGE: not
 * one change set that was received.
 */
const struct err *stands_add(struct stands *out, struct workspace *workspace,
    const char *device, const char *text) MUST_CHECK;

/*
 * What --stands says on the command line: some of the above, "nothing", or,
 * when it is not there, all that was received.
 */
const struct err *stands_choose(struct stands *out,
    struct workspace *workspace, const struct cli *cli, const char *device)
    MUST_CHECK;

/*
 * A new manifest with that status ("revoked", "lost", "active"), the frame
 * sealed to those who are left, and what waited or stood looked at again. The
 * caller publishes.
 */
const struct err *revocation_write(struct workspace *workspace,
    const char *device, const char *status, const struct stands *stands)
    MUST_CHECK;

/* How many cases are handed to the device. */
size_t revocation_cases(const struct dataset *dataset, const char *device);
/* Take the cases back that were handed to the device. */
const struct err *revocation_free_cases(struct workspace *workspace,
    const struct dataset *dataset, const char *device, size_t *freed)
    MUST_CHECK;

/* May answers of this response lie on the device? It wrote it, or was handed
 * it. */
bool revocation_touches(const struct record *record, const char *device);

#endif
