/*
 * digest.h - one number for a dataset: same in, same out.
 *
 * BLAKE2b-256 over
 *   "recolte digest 1"               16 bytes
 *   MERGE_RULE                        4, big-endian
 *   hash of the manifest             32
 *   number of change sets             8, big-endian
 *   their hashes, ascending          32 each
 * Nothing in it depends on commits, order of arrival, carriers or clocks.
 */
#ifndef RECOLTE_RECORD_DIGEST_H
#define RECOLTE_RECORD_DIGEST_H

#include "kit/base/crypto.h"

/*
 * The change sets that were accepted, in any order; sorted here, in place.
 * One that is named twice counts once.
 */
void digest_dataset(struct hash *out, const struct hash *manifest,
    struct hash *changesets, size_t changeset_count);

#endif
