/* Before our header, which gives two of libsodium's names to others. */
#include <sodium.h>

#include "kit/base/crypto.h"

#include <assert.h>
#include <string.h>

#include "kit/base/mem.h"

static_assert(HASH_BYTES == crypto_generichash_BYTES, "hash");
static_assert(SIGN_PUBLIC_BYTES == crypto_sign_PUBLICKEYBYTES, "public key");
static_assert(SIGN_SECRET_BYTES == crypto_sign_SECRETKEYBYTES, "secret key");
static_assert(SIGNATURE_BYTES == crypto_sign_BYTES, "signature");
static_assert(SEAL_PUBLIC_BYTES == crypto_box_PUBLICKEYBYTES, "public key");
static_assert(SEAL_SECRET_BYTES == crypto_box_SECRETKEYBYTES, "secret key");
static_assert(KEY_BYTES == crypto_sign_SEEDBYTES, "seed");
static_assert(KEY_BYTES == crypto_box_SEEDBYTES, "seed");
static_assert(SEALED_KEY_BYTES == KEY_BYTES + crypto_box_SEALBYTES, "seal");
static_assert(AEAD_TAG_BYTES == crypto_aead_xchacha20poly1305_ietf_ABYTES,
    "tag");
static_assert(AEAD_NONCE_BYTES == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    "nonce");
static_assert(STREAM_HEADER_BYTES ==
    crypto_secretstream_xchacha20poly1305_HEADERBYTES, "stream header");
static_assert(STREAM_TAG_BYTES == crypto_secretstream_xchacha20poly1305_ABYTES,
    "stream tag");
static_assert(STREAM_STATE_BYTES ==
    sizeof(crypto_secretstream_xchacha20poly1305_state), "stream state");
static_assert(KEY_BYTES == crypto_secretstream_xchacha20poly1305_KEYBYTES,
    "stream key");
static_assert(PASSWORD_SALT_BYTES == crypto_pwhash_argon2id_SALTBYTES, "salt");

const struct err *
crypto_start(void)
{
	if (sodium_init() < 0)
		return err_new(ERR_INTERNAL, "libsodium does not start");
	return NULL;
}

void
crypto_random(void *out, size_t len)
{
	randombytes_buf(out, len);
}

bool
crypto_equal(const void *a, const void *b, size_t len)
{
	return len == 0 || sodium_memcmp(a, b, len) == 0;
}

void
crypto_hash(struct hash *out, struct slice bytes)
{
	crypto_generichash(out->bytes, HASH_BYTES, bytes.data, bytes.len,
	    NULL, 0);
}

void
crypto_sha256(struct hash *out, struct slice bytes)
{
	crypto_hash_sha256(out->bytes, bytes.data, bytes.len);
}

bool
hash_is_zero(const struct hash *hash)
{
	return sodium_is_zero(hash->bytes, HASH_BYTES) == 1;
}

bool
hash_equal(const struct hash *a, const struct hash *b)
{
	return memcmp(a->bytes, b->bytes, HASH_BYTES) == 0;
}

void
hash_text(char out[HASH_TEXT_MAX], const struct hash *hash)
{
	hex_encode(out, hash->bytes, HASH_BYTES);
}

bool
hash_parse(struct hash *out, struct slice hex)
{
	return hex_decode(out->bytes, HASH_BYTES, hex);
}

void
crypto_derive(struct secret_key *out, const struct secret_key *key,
    struct slice purpose_and_context)
{
	crypto_generichash(out->bytes, KEY_BYTES, purpose_and_context.data,
	    purpose_and_context.len, key->bytes, KEY_BYTES);
}

void
sign_pair_new(struct sign_pair *out)
{
	crypto_sign_keypair(out->public.bytes, out->secret);
}

void
sign_pair_from_seed(struct sign_pair *out, const uint8_t seed[KEY_BYTES])
{
	crypto_sign_seed_keypair(out->public.bytes, out->secret, seed);
}

void
crypto_sign(uint8_t out[SIGNATURE_BYTES], struct slice bytes,
    const struct sign_pair *pair)
{
	crypto_sign_detached(out, NULL, bytes.data, bytes.len, pair->secret);
}

bool
crypto_verify(const uint8_t signature[SIGNATURE_BYTES], struct slice bytes,
    const struct sign_public *public)
{
	return crypto_sign_verify_detached(signature, bytes.data, bytes.len,
	    public->bytes) == 0;
}

void
seal_pair_new(struct seal_pair *out)
{
	crypto_box_keypair(out->public.bytes, out->secret);
}

void
seal_pair_from_seed(struct seal_pair *out, const uint8_t seed[KEY_BYTES])
{
	crypto_box_seed_keypair(out->public.bytes, out->secret, seed);
}

void
seal_key_id(struct key_id *out, const struct seal_public *public)
{
	struct hash hash;

	crypto_hash(&hash, slice_of(public->bytes, SEAL_PUBLIC_BYTES));
	memcpy(out->bytes, hash.bytes, KEY_ID_BYTES);
}

/*
 * With a point of small order every secret gives the same shared key, zero;
 * libsodium refuses those, whatever the other side's secret.
 */
bool
seal_public_is_valid(const struct seal_public *public)
{
	static const uint8_t any_secret[SEAL_SECRET_BYTES] = { 8 };
	uint8_t shared[crypto_box_BEFORENMBYTES];

	return crypto_box_beforenm(shared, public->bytes, any_secret) == 0;
}

bool
crypto_seal_key(uint8_t out[SEALED_KEY_BYTES], const struct secret_key *key,
    const struct seal_public *to)
{
	if (crypto_box_seal(out, key->bytes, KEY_BYTES, to->bytes) == 0)
		return true;
	memset(out, 0, SEALED_KEY_BYTES);
	return false;
}

bool
crypto_open_key(struct secret_key *out,
    const uint8_t sealed[SEALED_KEY_BYTES], const struct seal_pair *mine)
{
	if (crypto_box_seal_open(out->bytes, sealed, SEALED_KEY_BYTES,
	    mine->public.bytes, mine->secret) == 0)
		return true;
	mem_wipe(out, sizeof(*out));
	return false;
}

static const char base32_digits[] = "abcdefghijklmnopqrstuvwxyz234567";

/* 128 bits in 26 digits of five; the last one's two low bits stay zero. */
void
device_id_of(char out[DEVICE_ID_MAX], const struct sign_public *public)
{
	struct hash hash;
	unsigned held = 0, bits = 0;
	size_t from = 0;

	crypto_hash(&hash, slice_of(public->bytes, SIGN_PUBLIC_BYTES));
	for (size_t i = 0; i < DEVICE_ID_CHARS; i++) {
		if (bits < 5) {
			held = held << 8 | (from < 16 ? hash.bytes[from] : 0);
			from++;
			bits += 8;
		}
		bits -= 5;
		out[i] = base32_digits[held >> bits & 31];
		held &= (1u << bits) - 1;
	}
	out[DEVICE_ID_CHARS] = '\0';
}

bool
device_id_is_valid(const char *id)
{
	const char *last;

	if (strlen(id) != DEVICE_ID_CHARS ||
	    strspn(id, base32_digits) != DEVICE_ID_CHARS)
		return false;
	last = strchr(base32_digits, id[DEVICE_ID_CHARS - 1]);
	return ((last - base32_digits) & 3) == 0;
}

void
aead_encrypt(struct buf *out, struct slice plain, struct slice associated,
    const uint8_t nonce[AEAD_NONCE_BYTES], const struct secret_key *key)
{
	uint8_t *at = buf_extend(out, plain.len + AEAD_TAG_BYTES);

	crypto_aead_xchacha20poly1305_ietf_encrypt(at, NULL, plain.data,
	    plain.len, associated.data, associated.len, NULL, nonce,
	    key->bytes);
}

bool
aead_decrypt(struct buf *out, struct slice sealed, struct slice associated,
    const uint8_t nonce[AEAD_NONCE_BYTES], const struct secret_key *key)
{
	size_t before = out->len;
	uint8_t *at;

	if (sealed.len < AEAD_TAG_BYTES)
		return false;
	at = buf_extend(out, sealed.len - AEAD_TAG_BYTES);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(at, NULL, NULL,
	    sealed.data, sealed.len, associated.data, associated.len, nonce,
	    key->bytes) == 0)
		return true;
	out->len = before;
	out->data[before] = '\0';
	return false;
}

/* ---- streams ---- */

typedef crypto_secretstream_xchacha20poly1305_state stream_state;

/* Our bytes are copied in and out: the library's struct stays in this file. */
void
stream_start(struct stream *out, uint8_t header[STREAM_HEADER_BYTES],
    const struct secret_key *key)
{
	stream_state state;

	crypto_secretstream_xchacha20poly1305_init_push(&state, header,
	    key->bytes);
	memcpy(out->state, &state, sizeof(state));
	mem_wipe(&state, sizeof(state));
}

void
stream_push(struct buf *out, struct stream *stream, struct slice plain,
    struct slice associated, bool last)
{
	stream_state state;
	uint8_t *at = buf_extend(out, plain.len + STREAM_TAG_BYTES);

	memcpy(&state, stream->state, sizeof(state));
	crypto_secretstream_xchacha20poly1305_push(&state, at, NULL,
	    plain.data, plain.len, associated.data, associated.len, last ?
	    crypto_secretstream_xchacha20poly1305_TAG_FINAL :
	    crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
	memcpy(stream->state, &state, sizeof(state));
	mem_wipe(&state, sizeof(state));
}

void
stream_resume(struct stream *out, const uint8_t header[STREAM_HEADER_BYTES],
    const struct secret_key *key)
{
	stream_state state;

	crypto_secretstream_xchacha20poly1305_init_pull(&state, header,
	    key->bytes);
	memcpy(out->state, &state, sizeof(state));
	mem_wipe(&state, sizeof(state));
}

bool
stream_pull(struct buf *out, struct stream *stream, struct slice sealed,
    struct slice associated, bool *last)
{
	stream_state state;
	size_t before = out->len;
	uint8_t tag = 0, *at;
	bool ok;

	*last = false;
	if (sealed.len < STREAM_TAG_BYTES)
		return false;
	at = buf_extend(out, sealed.len - STREAM_TAG_BYTES);
	memcpy(&state, stream->state, sizeof(state));
	ok = crypto_secretstream_xchacha20poly1305_pull(&state, at, NULL,
	    &tag, sealed.data, sealed.len, associated.data,
	    associated.len) == 0;
	*last = ok && tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
	ok = *last ||
	    (ok && tag == crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
	if (ok) {
		memcpy(stream->state, &state, sizeof(state));
	} else {
		out->len = before;
		out->data[before] = '\0';
	}
	mem_wipe(&state, sizeof(state));
	return ok;
}

/* ---- passphrases ---- */

const struct err *
crypto_password_key(struct secret_key *out, struct slice password,
    const uint8_t salt[PASSWORD_SALT_BYTES])
{
	if (crypto_pwhash_argon2id(out->bytes, KEY_BYTES,
	    (const char *)password.data, password.len, salt, PASSWORD_PASSES,
	    (size_t)PASSWORD_MEMORY_KIB * 1024,
	    crypto_pwhash_argon2id_ALG_ARGON2ID13) == 0)
		return NULL;
	return err_new(ERR_IO, "the passphrase needs %d MiB of memory to be "
	    "checked, and they are not there", PASSWORD_MEMORY_KIB / 1024);
}
