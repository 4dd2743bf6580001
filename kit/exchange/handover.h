/*
 * handover.h - the keys of records, from one coordinator to the others: what
 * laptops sealed before somebody was a coordinator becomes readable to them.
 *
 * An envelope "recolte handover" (envelope.h), sealed to every coordinator of
 * the time, its writer among them; a file "00000001.keys" on the branch
 * handover/<coordinator id>/<chain of the workspace>:
 *
 *   { "changesets": [ { "hash": HEX,
 *                       "keys": [ { "key": HEX, "place": N } ],
 *                       "reason": TEXT } ],
 *     "kind": "recolte handover", "readers": [ 32 HEX ], "v": "1" }
 *
 * Change sets ascend by hash, keys by place (the entry's, from 0), readers (key
 * ids of the recipients); each stands once. A place without a key was not
 * readable to the writer, or was erased; "reason" is why the writer put the
 * change set aside, "" when it merged it. Members that this version does not
 * know are passed over.
 *
 * Whose word it is does not matter: an entry carries a check of its record's
 * key, so that a wrong key opens nothing.
 */
#ifndef RECOLTE_EXCHANGE_HANDOVER_H
#define RECOLTE_EXCHANGE_HANDOVER_H

#include "kit/base/crypto.h"
#include "kit/exchange/receipt.h"

enum {
	HANDOVER_CHANGESETS_MAX = 50000, HANDOVER_KEYS_MAX = 120000
};

struct handover_key {
	uint64_t place;
	struct secret_key key;
};

struct handover_item {
	struct hash changeset;
	const char *reason;
	const struct handover_key *keys;
	size_t count;
};

struct handover {
	struct handover_item *items;
	size_t count;
	const struct key_id *readers;	/* set by handover_open() */
	size_t reader_count;
	struct arena *arena;
	struct handover_key *keys;	/* all of them, wiped when freed */
	size_t key_count;
};

/*
 * Append the file; items and their keys are ascending. ERR_LIMIT, ERR_FORMAT:
 * not in order, or one twice.
 */
const struct err *handover_seal(struct buf *out, const struct hash *study,
    const struct handover_item *items, size_t count,
    const struct seal_public *recipients, size_t recipient_count,
    const struct sign_pair *writer) MUST_CHECK;
/* Errors as envelope_open(). */
const struct err *handover_open(struct handover **out, struct slice sealed,
    const struct hash *study, const struct seal_pair *mine) MUST_CHECK;
void handover_free(struct handover *handover);	/* NULL is allowed */

#endif
