/*
 * receipt.h - a coordinator's signed word on change sets.
 *
 * Canonical JSON, a newline, 128 hexadecimal digits and a newline: the
 * signature over "recolte receipt 1\n" + JSON.
 *   { "closed": "yes", "coordinator": ID, "erased": N,
 *     "kind": "recolte receipt", "number": N,
 *     "receipts": [ { "chain": HEX16, "device": ID, "hash": HEX, "number": N,
 *                     "reason": TEXT, "verdict": "merged" | "aside" } ],
 *     "refused": [ { "device": ID, "reason": WORD } ],
 *     "study": HASH, "time": TIME, "v": "1" }
 * "refused" are requests to be admitted that this coordinator cannot grant,
 * sorted by device, each once; it is missing when there are none. WORD:
 * see struct refusal. Who is refused by one coordinator may be admitted by another.
 * "erased" is how many records this coordinator has destroyed the keys of, as
 * the manifest names them; "closed", that the collection key is destroyed. Both
 * are missing as long as there is nothing to say; a batch may say that alone.
 * Receipts are sorted by device, chain, number, hash, each change set once.
 * Members that this version does not know are passed over.
 * "reason" is "" exactly when the verdict is "merged". TIME as in manifest.h.
 */
#ifndef RECOLTE_EXCHANGE_RECEIPT_H
#define RECOLTE_EXCHANGE_RECEIPT_H

#include "kit/exchange/manifest.h"

enum {
	RECEIPT_BYTES_MAX = 16 << 20, RECEIPT_ITEMS_MAX = 20000,
	RECEIPT_REASON_BYTES_MAX = 300,
	RECEIPT_REFUSALS_MAX = 1000
};
enum receipt_verdict { RECEIPT_MERGED, RECEIPT_ASIDE };

struct receipt {
	char device[DEVICE_ID_MAX];
	uint64_t chain, number;
	struct hash hash;
	enum receipt_verdict verdict;
	const char *reason;		/* "" when merged */
};

/*
 * Why a request is refused: "expired" and "used" are said of its invitation,
 * "unknown" of one that nobody here gave, "forged" of one that proves nothing.
 * A later version may know more.
 */
struct refusal {
	char device[DEVICE_ID_MAX];
	const char *reason;
};

struct receipts {
	struct hash study;
	char coordinator[DEVICE_ID_MAX];
	uint64_t number;
	int64_t time_ms;
	struct receipt *items;
	size_t count;
	struct refusal *refused;
	size_t refused_count;
	uint64_t erased;		/* 0: nothing said */
	bool closed;
	struct arena *arena;		/* set by receipts_read() */
};

/*
 * Append the file. `coordinator` is ignored: the signer's id is written. Items
 * may come in any order. ERR_LIMIT: more than
 * RECEIPT_ITEMS_MAX or RECEIPT_REFUSALS_MAX (make two batches) or a longer
 * reason; ERR_FORMAT: a change set or a device twice, a reason that is missing
 * or too much.
 */
const struct err *receipts_write(struct buf *out,
    const struct receipts *receipts, const struct sign_pair *coordinator)
    MUST_CHECK;
/*
 * Verified against the coordinators of the manifest.
 * ERR_FORMAT, ERR_LIMIT, ERR_NEWER, ERR_FOREIGN; ERR_SIGNATURE: altered, or
 * signed by nobody who is a coordinator now.
 */
const struct err *receipts_read(struct receipts **out, struct slice file,
    const struct manifest *manifest) MUST_CHECK;
void receipts_free(struct receipts *receipts);

#endif
