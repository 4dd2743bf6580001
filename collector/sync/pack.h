/*
 * pack.h - revisions that were not sent become change sets, and change sets
 * become commits in the depot.
 */
#ifndef RECOLTE_COLLECTOR_PACK_H
#define RECOLTE_COLLECTOR_PACK_H

#include "collector/store/store.h"

enum { PACK_REVISIONS_MAX = 500, PACK_PLAIN_BYTES_MAX = 4 << 20 };

/*
 * Pack all that is unsent, in as many change sets as the limits ask for; told()
 * hears the subject of each. The transaction that gives a change set its number
 * also keeps its bytes. held: why something stays here, code 0 when nothing does.
 */
const struct err *pack_unsent(struct store *store, struct err *held,
    void (*told)(void *data, const char *subject), void *data) MUST_CHECK;

/*
 * Commit to the depot what it lacks of every chain: after a crash between store
 * and depot, or when the depot was lost. store_lock() first. When the depot has
 * more than the store (a store that was restored), *common is the last number
 * of the open chain that both have, and *ahead is set: nothing is committed.
 * ERR_STATE: the depot was lost, and attachments of that chain are on the hub
 * alone: fetch first. The other chains are committed all the same.
 */
const struct err *pack_commit(struct store *store, bool *ahead,
    uint64_t *common) MUST_CHECK;

/*
 * Compare a branch with what the store keeps of that chain: *common is the last
 * number that is the same, *last the branch's last number.
 */
const struct err *pack_compare(struct store *store, struct depot *depot,
    enum depot_side side, const char *chain, uint64_t *common, uint64_t *last)
    MUST_CHECK;

#endif
