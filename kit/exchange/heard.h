/*
 * heard.h - a laptop's signed word that it has done what a manifest asks: the
 * records which are erased there are on it no longer and, when that manifest
 * closes the study, nor is the key to what was sealed to it.
 *
 * The file "heard" beside the "request" on the branch enrol/<id>; written once
 * something was erased or the study closed, and anew when there is more.
 * Canonical JSON, a newline, 128 hexadecimal digits and a newline: the
 * signature over "recolte heard 1\n" + JSON.
 *   { "device": ID, "erased": N, "kind": "recolte heard", "manifest": N,
 *     "study": HASH, "time": TIME, "v": "1" }
 * "erased" is how many records that manifest names (it only ever names more).
 * Members that this version does not know are passed over. What coordinators
 * have heard stands in their receipts (receipt.h).
 *
 * It speaks for the store that wrote it, not for copies of it.
 */
#ifndef RECOLTE_EXCHANGE_HEARD_H
#define RECOLTE_EXCHANGE_HEARD_H

#include "kit/exchange/manifest.h"

enum { HEARD_BYTES_MAX = 4096 };

struct heard {
	struct hash study;
	uint64_t manifest, erased;
	int64_t time_ms;
};

/* Append the file. */
void heard_write(struct buf *out, const struct heard *heard,
    const struct sign_pair *device);
/*
 * ERR_FORMAT, ERR_LIMIT, ERR_NEWER; ERR_SIGNATURE: not the device's word;
 * ERR_FOREIGN: another study's.
 */
const struct err *heard_read(struct heard *out, struct slice file,
    const struct hash *study, const struct sign_public *device) MUST_CHECK;

#endif
