/*
 * escrow.h - a way back into a store whose passphrase was forgotten.
 *
 * A laptop hands its store key to the coordinators: an envelope "recolte
 * escrow" (envelope.h), sealed to all of them and signed by the device, as the
 * file "escrow" beside its "request" on the branch enrol/<id>:
 *
 *   { "key": 64 HEX, "kind": "recolte escrow", "time": TIME, "v": "1" }
 *
 * A coordinator who is asked for help opens it and writes an unlock file: a key
 * file (keyfile.h) under a code that is said on the telephone, with the secrets
 * "device" (the signing key, public), "store" (the store key), "study" and, for
 * a backup, "image" (backup.h). Members that this version does not know are
 * passed over, in both.
 *
 * A code is 16 characters of the 32 digits and letters without I, L, O and U:
 * 80 random bits, before Argon2id. It is read in any case, with or without
 * spaces and dashes; I and L are read as 1, O as 0.
 */
#ifndef RECOLTE_EXCHANGE_ESCROW_H
#define RECOLTE_EXCHANGE_ESCROW_H

#include "kit/base/crypto.h"
#include "kit/base/json.h"

enum {
	ESCROW_BYTES_MAX = 1 << 16,
	CODE_CHARS = 16,
	CODE_TEXT_MAX = CODE_CHARS + CODE_CHARS / 4	/* "7K3F-..." */
};

/* What opens a store; wiped by its owner. */
struct store_opener {
	struct hash study;
	struct sign_public device;
	struct secret_key store;
	bool has_image;
	struct secret_key image;	/* of a backup */
};

/*
 * Seal keys of a store to the coordinators, as canonical JSON with its kind and
 * time; the kind is the envelope's purpose, secrets are freed. For backup.c, too.
 */
const struct err *escrow_seal_secrets(struct buf *out, const char *kind,
    struct json *secrets, const struct hash *study, int64_t now_ms,
    const struct seal_public *coordinators, size_t count,
    const struct sign_pair *device) MUST_CHECK;

const struct err *escrow_seal(struct buf *out, const struct hash *study,
    const struct secret_key *store, int64_t now_ms,
    const struct seal_public *coordinators, size_t count,
    const struct sign_pair *device) MUST_CHECK;
/*
 * out->device is who signed: the caller decides whether that is the one.
 * Errors as envelope_open().
 */
const struct err *escrow_open(struct store_opener *out, struct slice sealed,
    const struct hash *study, const struct seal_pair *mine) MUST_CHECK;

void code_new(char out[CODE_TEXT_MAX]);
/* ERR_USAGE: not such a code. */
const struct err *code_read(char out[CODE_TEXT_MAX], struct slice typed)
    MUST_CHECK;

const struct err *unlock_write(struct buf *out,
    const struct store_opener *opener, const char *code) MUST_CHECK;
/* ERR_DENIED: not this code, or an altered file; ERR_FORMAT, ERR_NEWER. */
const struct err *unlock_read(struct store_opener *out, struct slice file,
    const char *code) MUST_CHECK;

#endif
