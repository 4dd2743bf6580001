/*
 * crypto.h - the cryptography of Récolte, all of it libsodium's:
 * Ed25519 signatures, X25519 sealed boxes, XChaCha20-Poly1305, BLAKE2b,
 * Argon2id. Secrets are wiped by their owner with mem_wipe().
 */
#ifndef RECOLTE_BASE_CRYPTO_H
#define RECOLTE_BASE_CRYPTO_H

#include <stdbool.h>
#include <stdint.h>

#include "kit/base/buf.h"

/*
 * libsodium has functions of these two names: ours need others for the linker,
 * or a call from inside the library could land here.
 */
#define crypto_hash recolte_crypto_hash
#define crypto_sign recolte_crypto_sign

enum {
	HASH_BYTES = 32,
	HASH_TEXT_MAX = 2 * HASH_BYTES + 1,
	KEY_BYTES = 32,
	SIGN_PUBLIC_BYTES = 32, SIGN_SECRET_BYTES = 64, SIGNATURE_BYTES = 64,
	SEAL_PUBLIC_BYTES = 32, SEAL_SECRET_BYTES = 32,
	KEY_ID_BYTES = 16,
	AEAD_TAG_BYTES = 16, AEAD_NONCE_BYTES = 24,
	SEALED_KEY_BYTES = KEY_BYTES + 48,	/* crypto_box_seal of a key */
	DEVICE_ID_CHARS = 26, DEVICE_ID_MAX = DEVICE_ID_CHARS + 1,
	PASSWORD_SALT_BYTES = 16
};

struct hash { uint8_t bytes[HASH_BYTES]; };
struct secret_key { uint8_t bytes[KEY_BYTES]; };
struct sign_public { uint8_t bytes[SIGN_PUBLIC_BYTES]; };
struct seal_public { uint8_t bytes[SEAL_PUBLIC_BYTES]; };
struct key_id { uint8_t bytes[KEY_ID_BYTES]; };

struct sign_pair {
	struct sign_public public;
	uint8_t secret[SIGN_SECRET_BYTES];
};

struct seal_pair {
	struct seal_public public;
	uint8_t secret[SEAL_SECRET_BYTES];
};

/* Once, before anything else but crypto_verify(). ERR_INTERNAL: libsodium does not start. */
const struct err *crypto_start(void) MUST_CHECK;

void crypto_random(void *out, size_t len);
bool crypto_equal(const void *a, const void *b, size_t len);	/* constant time */

/* BLAKE2b-256. */
void crypto_hash(struct hash *out, struct slice bytes);
/* SHA-256, which other people's tools know: for git trailers alone. */
void crypto_sha256(struct hash *out, struct slice bytes);
bool hash_is_zero(const struct hash *hash);
bool hash_equal(const struct hash *a, const struct hash *b);
void hash_text(char out[HASH_TEXT_MAX], const struct hash *hash);	/* hex */
bool hash_parse(struct hash *out, struct slice hex);

/* Keyed BLAKE2b-256: a key for one purpose, or a MAC, over bound bytes. */
void crypto_derive(struct secret_key *out, const struct secret_key *key,
    struct slice purpose_and_context);

void sign_pair_new(struct sign_pair *out);
/* The same 32 bytes give the same pair: for samples that are made again. */
void sign_pair_from_seed(struct sign_pair *out, const uint8_t seed[KEY_BYTES]);
void crypto_sign(uint8_t out[SIGNATURE_BYTES], struct slice bytes,
    const struct sign_pair *pair);
bool crypto_verify(const uint8_t signature[SIGNATURE_BYTES],
    struct slice bytes, const struct sign_public *public);

void seal_pair_new(struct seal_pair *out);
void seal_pair_from_seed(struct seal_pair *out, const uint8_t seed[KEY_BYTES]);
/* First 16 bytes of the public key's BLAKE2b-256. */
void seal_key_id(struct key_id *out, const struct seal_public *public);
/* False for the few public keys to which anybody could open what is sealed. */
bool seal_public_is_valid(const struct seal_public *public);
/* False, and out is zeroes, when that key is not valid. */
bool crypto_seal_key(uint8_t out[SEALED_KEY_BYTES],
    const struct secret_key *key, const struct seal_public *to) MUST_CHECK;
bool crypto_open_key(struct secret_key *out,
    const uint8_t sealed[SEALED_KEY_BYTES], const struct seal_pair *mine);

/* The name of a device: base32 (a-z2-7) of its signing key's hash, 128 bits. */
void device_id_of(char out[DEVICE_ID_MAX], const struct sign_public *public);
bool device_id_is_valid(const char *id);

/* Append ciphertext and tag, plain.len + AEAD_TAG_BYTES. */
void aead_encrypt(struct buf *out, struct slice plain, struct slice associated,
    const uint8_t nonce[AEAD_NONCE_BYTES], const struct secret_key *key);
/* Append the plaintext; false and nothing appended when it is not authentic. */
bool aead_decrypt(struct buf *out, struct slice sealed, struct slice associated,
    const uint8_t nonce[AEAD_NONCE_BYTES], const struct secret_key *key);

/*
 * A stream of chunks that cannot be cut, reordered or mixed with another's:
 * libsodium's secretstream (XChaCha20-Poly1305), with no other tags than "goes
 * on" and "the last one". A state belongs to one side; it is a secret.
 */
enum {
	STREAM_HEADER_BYTES = 24, STREAM_TAG_BYTES = 17, STREAM_STATE_BYTES = 52
};
struct stream { uint8_t state[STREAM_STATE_BYTES]; };

void stream_start(struct stream *out, uint8_t header[STREAM_HEADER_BYTES],
    const struct secret_key *key);
/* Append the sealed chunk, plain.len + STREAM_TAG_BYTES. */
void stream_push(struct buf *out, struct stream *stream, struct slice plain,
    struct slice associated, bool last);
void stream_resume(struct stream *out,
    const uint8_t header[STREAM_HEADER_BYTES], const struct secret_key *key);
/*
 * Append what is in it; false and nothing appended when it is not the authentic
 * next chunk of the stream, or marked as anything else.
 */
bool stream_pull(struct buf *out, struct stream *stream, struct slice sealed,
    struct slice associated, bool *last);

enum { PASSWORD_PASSES = 2, PASSWORD_MEMORY_KIB = 64 << 10 };

/* Argon2id with the limits above. ERR_IO: no memory for it. */
const struct err *crypto_password_key(struct secret_key *out,
    struct slice password, const uint8_t salt[PASSWORD_SALT_BYTES]) MUST_CHECK;

#endif
