/*
 * backup.h - a store in a file of its own, sealed to the coordinators.
 *
 *   offset size
 *        0    8  magic: 89 52 43 42 0d 0a 1a 0a  (\211 R C B)
 *        8    2  version, 1
 *       10    2  who has its key: 1 the coordinators, 2 whoever has the code
 *       12    4  W, bytes of the wrapping
 *       16    8  S, bytes of the image (a SQLite file), at least 1
 *       24    W  the wrapping: 1 an envelope "recolte backup" (envelope.h);
 *                2 an unlock file (escrow.h) with "image"
 *        .       the image in pieces of 1 MiB, the last one may be shorter;
 *                each XChaCha20-Poly1305 with its tag under the image's key;
 *                nonce: 16 zeroes, the piece's number from 0 in 8 bytes;
 *                associated data: "recolte backup 1", study id 32, S in 8
 *
 * The key serves one image, so numbers are good nonces; S tells how many
 * pieces there are. The envelope, signed by the device, holds
 *
 *   { "image": 64 HEX, "kind": "recolte backup", "store": 64 HEX,
 *     "time": TIME, "v": "1" }
 *
 * where "store" is the store key, so that who has forgotten the passphrase can
 * still restore. A coordinator gives the file another wrapping; the pieces stay
 * as they are. Files are written beside their place, synced and renamed.
 *
 * Errors of all: ERR_FORMAT, ERR_LIMIT, ERR_NEWER, ERR_SIGNATURE (a piece was
 * altered), ERR_IO, ERR_FULL; messages name the file.
 */
#ifndef RECOLTE_EXCHANGE_BACKUP_H
#define RECOLTE_EXCHANGE_BACKUP_H

#include "kit/exchange/escrow.h"

enum { BACKUP_WRAP_BYTES_MAX = 1 << 16, BACKUP_PIECE_BYTES = 1 << 20 };
#define BACKUP_IMAGE_BYTES_MAX ((uint64_t)1 << 40)

/* Seal the file at image: opener->store goes in, the image key is made. */
const struct err *backup_write(const char *path, const char *image,
    const struct hash *study, const struct secret_key *store, int64_t now_ms,
    const struct seal_public *coordinators, size_t count,
    const struct sign_pair *device) MUST_CHECK;
/*
 * What opens it; out->device is who signed. ERR_DENIED: not sealed to us;
 * ERR_FOREIGN: another study; ERR_STATE: under a code already.
 */
const struct err *backup_open(struct store_opener *out, const char *path,
    const struct hash *study, const struct seal_pair *mine) MUST_CHECK;
/* The same backup under a code; every piece is opened on the way. */
const struct err *backup_reseal(const char *to, const char *from,
    const struct store_opener *opener, const char *code) MUST_CHECK;
/*
 * Take the image out into a new file. ERR_DENIED: not this code; ERR_STATE:
 * only the coordinators can open it.
 */
const struct err *backup_restore(struct store_opener *out, const char *image,
    const char *from, const char *code) MUST_CHECK;

#endif
