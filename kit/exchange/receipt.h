/*
 * receipt.h - a coordinator's signed word on change sets.
 *
 * Canonical JSON, a newline, and the hexadecimal signature over
 * "recolte receipt 1\n" + JSON:
 *   { "coordinator": ID, "kind": "recolte receipt", "number": N,
 *     "receipts": [ { "chain": HEX16, "device": ID, "hash": HEX, "number": N,
 *                     "reason": TEXT, "verdict": "merged" | "aside" } ],
 *     "study": HASH, "time": TIME }
 */
#ifndef RECOLTE_EXCHANGE_RECEIPT_H
#define RECOLTE_EXCHANGE_RECEIPT_H

#include "kit/exchange/manifest.h"

enum { RECEIPT_BYTES_MAX = 16 << 20 };
enum receipt_verdict { RECEIPT_MERGED, RECEIPT_ASIDE };

struct receipt {
	char device[DEVICE_ID_MAX];
	uint64_t chain, number;
	struct hash hash;
	enum receipt_verdict verdict;
	const char *reason;		/* "" when merged */
};

struct receipts {
	struct hash study;
	char coordinator[DEVICE_ID_MAX];
	uint64_t number;
	int64_t time_ms;
	struct receipt *items;
	size_t count;
	struct arena *arena;		/* set by receipts_read() */
};

void receipts_write(struct buf *out, const struct receipts *receipts,
    const struct sign_pair *coordinator);
/* Verified against the coordinators of the manifest. */
const struct err *receipts_read(struct receipts **out, struct slice file,
    const struct manifest *manifest) MUST_CHECK;
void receipts_free(struct receipts *receipts);

#endif
