/*
 * packs.h - the packs of a repository, taken over whole. Copying object by
 * object writes each anew; when all that a quarantine holds was looked at and
 * found good, its packs may as well move.
 */
#ifndef RECOLTE_EXCHANGE_PACKS_H
#define RECOLTE_EXCHANGE_PACKS_H

#include <stdbool.h>

#include "kit/base/buf.h"

/* Objects in all packs of the repository at path; 0 when that is not clear. */
size_t packs_count(const char *path);
/*
 * Move them, safe on disk. *moved is false when nothing was moved because the
 * system does not let us (Windows, while they are open): then copy.
 */
const struct err *packs_move(const char *from, const char *to, bool *moved)
    MUST_CHECK;

#endif
