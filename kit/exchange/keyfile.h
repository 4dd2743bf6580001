/*
 * keyfile.h - named secrets in a file: canonical JSON, an object whose values
 * are lowercase hexadecimal, sealed under a passphrase.
 *
 *   offset size
 *        0    8  magic: 89 52 43 4b 0d 0a 1a 0a  (\211 R C K ...)
 *        8    2  version, 1
 *       10    2  zero
 *       12    4  Argon2id passes, 2
 *       16    4  Argon2id memory in KiB, 65536
 *       20    4  C, bytes of the ciphertext with its tag
 *       24   16  salt
 *       40   24  nonce
 *       64    C  XChaCha20-Poly1305 of the JSON under the passphrase's key;
 *                associated data: bytes 0 to 64
 *
 * A study that does without a passphrase has its keys in the clear, in a file
 * that says so: "recolte keys without a passphrase 1\n", the JSON, "\n".
 */
#ifndef RECOLTE_EXCHANGE_KEYFILE_H
#define RECOLTE_EXCHANGE_KEYFILE_H

#include "kit/base/json.h"
#include "kit/base/crypto.h"

enum {
	KEYFILE_BYTES_MAX = 1 << 20, KEYFILE_SECRETS_MAX = 1000,
	/* Shorter ones are guessed in no time, however dear a guess is. */
	KEYFILE_PASSPHRASE_BYTES_MIN = 8
};

/*
 * Append the file. ERR_USAGE: the passphrase is too short. ERR_FORMAT: a value is
 * not hexadecimal. ERR_LIMIT. ERR_IO: no memory for Argon2id.
 */
const struct err *keyfile_seal(struct buf *out, const struct json *secrets,
    struct slice passphrase) MUST_CHECK;
/* Append the file in the clear. */
const struct err *keyfile_write_plain(struct buf *out,
    const struct json *secrets) MUST_CHECK;

/* Is this file in the clear, so that no passphrase need be asked for? */
bool keyfile_is_plain(struct slice bytes);
/*
 * Read either kind; release with keyfile_free(). For a file in the clear the
 * passphrase must be empty.
 *
 * ERR_DENIED  wrong passphrase, or an altered file: nobody can tell which
 * ERR_STATE   a passphrase for a file in the clear: somebody exchanged it
 * ERR_FORMAT, ERR_LIMIT, ERR_NEWER, ERR_IO
 */
const struct err *keyfile_open(struct json **out, struct slice bytes,
    struct slice passphrase) MUST_CHECK;
/* json_free(), the secrets wiped first. NULL is allowed. */
void keyfile_free(struct json *secrets);

/* Put a secret in, or take one of exactly len bytes out; false: not there. */
void keyfile_put(struct json *secrets, const char *name, const void *bytes,
    size_t len);
bool keyfile_get(const struct json *secrets, const char *name, void *out,
    size_t len);

#endif
