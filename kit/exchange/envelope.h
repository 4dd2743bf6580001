/*
 * envelope.h - bytes signed by one and sealed to several: the roster, the
 * sample frame, an enrolment request. Same primitives as a change set.
 *
 *   offset size
 *        0    8  magic: 89 52 43 45 0d 0a 1a 0a  (\211 R C E ...)
 *        8    2  version, 1
 *       10    2  R, recipients
 *       12    4  C, bytes of the ciphertext with its tag
 *       16   32  purpose, then zeroes
 *       48   32  study id
 *       80   32  Ed25519 public key of the writer
 *      112   24  nonce
 *      136   32  commitment: BLAKE2b-256 of the key, so that one envelope
 *                cannot say one thing to one reader and another to the next
 *      168   R x 96  key id 16, sealed key 80; ascending by key id, at least 1
 *        .    C  XChaCha20-Poly1305 of the zlib stream; associated data: bytes
 *                0 to 168
 *        .   64  Ed25519 over everything before it
 */
#ifndef RECOLTE_EXCHANGE_ENVELOPE_H
#define RECOLTE_EXCHANGE_ENVELOPE_H

#include "kit/base/crypto.h"

/* The limit in bytes holds for the envelope and for what is in it. */
enum { ENVELOPE_BYTES_MAX = 32 << 20, ENVELOPE_RECIPIENTS_MAX = 1024 };

/* ERR_LIMIT; ERR_FORMAT: no recipient, one twice, or a long purpose. */

const struct err *envelope_seal(struct buf *out, const char *purpose,
    const struct hash *study, struct slice plain,
    const struct seal_public *recipients, size_t recipient_count,
    const struct sign_pair *writer) MUST_CHECK;

/*
 * Verify, then open with one of our keys; *writer is who signed: the caller
 * decides whether to believe them.
 * ERR_FORMAT, ERR_LIMIT, ERR_NEWER, ERR_SIGNATURE; ERR_FOREIGN: another study
 * or purpose; ERR_DENIED: not sealed to us.
 */
const struct err *envelope_open(struct buf *plain, struct sign_public *writer,
    struct slice sealed, const char *purpose, const struct hash *study,
    const struct seal_pair *mine) MUST_CHECK;

#endif
