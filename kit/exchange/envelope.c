#include "kit/exchange/envelope.h"

#include <stdlib.h>
#include <string.h>

#include "kit/base/deflate.h"
#include "kit/base/mem.h"

enum {
	MAGIC_BYTES = 8,
	ENVELOPE_VERSION = 1,
	CIPHER_BYTES_AT = 12,		/* where C stands */
	PURPOSE_BYTES = 32,
	FIXED_BYTES = 168,
	RECIPIENT_BYTES = KEY_ID_BYTES + SEALED_KEY_BYTES
};

static const uint8_t magic[MAGIC_BYTES] =
    { 0x89, 'R', 'C', 'E', 0x0d, 0x0a, 0x1a, 0x0a };

/* An envelope as it lies in the bytes. */
struct envelope {
	struct slice fixed, purpose, recipients, cipher;
	struct hash study, commitment;
	struct sign_public writer;
	const uint8_t *nonce, *signature;
};

static const struct err *
refuse(const char *what)
{
	return err_new(ERR_FORMAT, "envelope: %s", what);
}

static bool
purpose_fits(struct slice field, const char *purpose)
{
	uint8_t whole[PURPOSE_BYTES] = { 0 };

	if (strlen(purpose) > PURPOSE_BYTES)
		return false;
	memcpy(whole, purpose, strlen(purpose));
	return slice_equal(field, slice_of(whole, sizeof(whole)));
}

/* Writing. */

static void
add_fixed(struct buf *out, const char *purpose, const struct hash *study,
    size_t recipient_count, const struct sign_public *writer,
    const struct secret_key *key)
{
	size_t purpose_bytes = strlen(purpose);
	struct hash commitment;
	uint8_t *at;

	crypto_hash(&commitment, slice_of(key->bytes, KEY_BYTES));
	buf_append(out, magic, MAGIC_BYTES);
	buf_add_u16(out, ENVELOPE_VERSION);
	buf_add_u16(out, (uint16_t)recipient_count);
	buf_add_u32(out, 0);		/* C, filled in when it is known */
	at = buf_extend(out, PURPOSE_BYTES);
	memset(at, 0, PURPOSE_BYTES);
	memcpy(at, purpose, purpose_bytes);
	buf_append(out, study->bytes, HASH_BYTES);
	buf_append(out, writer->bytes, SIGN_PUBLIC_BYTES);
	crypto_random(buf_extend(out, AEAD_NONCE_BYTES), AEAD_NONCE_BYTES);
	buf_append(out, commitment.bytes, HASH_BYTES);
}

static int
compare_recipients(const void *a, const void *b)
{
	return memcmp(a, b, KEY_ID_BYTES);
}

static const struct err *
add_recipients(struct buf *out, const struct secret_key *key,
    const struct seal_public *recipients, size_t count)
{
	uint8_t *first = buf_extend(out, count * RECIPIENT_BYTES), *at = first;

	for (size_t i = 0; i < count; i++, at += RECIPIENT_BYTES) {
		struct key_id id;

		seal_key_id(&id, &recipients[i]);
		memcpy(at, id.bytes, KEY_ID_BYTES);
		if (!crypto_seal_key(at + KEY_ID_BYTES, key, &recipients[i]))
			return err_new(ERR_FORMAT, "envelope: recipient %zu "
			    "has a sealing key that protects nothing", i + 1);
	}
	qsort(first, count, RECIPIENT_BYTES, compare_recipients);
	return NULL;
}

static void
set_cipher_bytes(struct buf *out, size_t bytes)
{
	for (size_t i = 0; i < 4; i++)
		out->data[CIPHER_BYTES_AT + i] = (uint8_t)(bytes >> (24 - 8 * i));
}

/* The header's first bytes are associated data: C must be in them by then. */
static void
add_cipher(struct buf *out, struct slice packed, const struct secret_key *key)
{
	uint8_t fixed[FIXED_BYTES];

	set_cipher_bytes(out, packed.len + AEAD_TAG_BYTES);
	memcpy(fixed, out->data, FIXED_BYTES);
	aead_encrypt(out, packed, slice_of(fixed, FIXED_BYTES),
	    fixed + FIXED_BYTES - HASH_BYTES - AEAD_NONCE_BYTES, key);
}

static const struct err *
check_arguments(const char *purpose, struct slice plain, size_t count)
{
	if (strlen(purpose) > PURPOSE_BYTES)
		return refuse("its purpose is too long");
	if (count == 0)
		return refuse("sealed to nobody");
	if (count > ENVELOPE_RECIPIENTS_MAX)
		return err_new(ERR_LIMIT, "envelope: %zu recipients, more than "
		    "%d", count, ENVELOPE_RECIPIENTS_MAX);
	if (plain.len > ENVELOPE_BYTES_MAX)
		return err_new(ERR_LIMIT, "envelope: %zu bytes to seal, more "
		    "than %d", plain.len, ENVELOPE_BYTES_MAX);
	return NULL;
}

static const struct err *read_envelope(struct envelope *e, struct slice bytes);

const struct err *
envelope_seal(struct buf *out, const char *purpose, const struct hash *study,
    struct slice plain, const struct seal_public *recipients,
    size_t recipient_count, const struct sign_pair *writer)
{
	struct buf bytes = BUF_INIT, packed = BUF_INIT;
	uint8_t signature[SIGNATURE_BYTES];
	struct envelope check;
	struct secret_key key;
	const struct err *err;

	err = check_arguments(purpose, plain, recipient_count);
	if (err)
		return err;
	crypto_random(key.bytes, KEY_BYTES);
	add_fixed(&bytes, purpose, study, recipient_count, &writer->public,
	    &key);
	err = add_recipients(&bytes, &key, recipients, recipient_count);
	if (err)
		goto done;
	deflate_pack(&packed, plain, SLICE_EMPTY);
	add_cipher(&bytes, buf_slice(&packed), &key);
	crypto_sign(signature, buf_slice(&bytes), writer);
	buf_append(&bytes, signature, sizeof(signature));
	/* What leaves must be readable: the decoder has the last word. */
	err = read_envelope(&check, buf_slice(&bytes));
	if (err == NULL)
		buf_add_slice(out, buf_slice(&bytes));
done:
	mem_wipe(&key, sizeof(key));
	buf_wipe(&packed);
	buf_free(&bytes);
	return err;
}

/* Reading. */

static const struct err *
read_fixed(struct envelope *e, struct reader *r, size_t *recipient_count,
    size_t *cipher_bytes)
{
	unsigned version;

	if (!slice_equal(reader_take(r, MAGIC_BYTES),
	    slice_of(magic, MAGIC_BYTES)))
		return refuse("not one: its first bytes are others");
	version = reader_u16(r);
	if (version > ENVELOPE_VERSION)
		return err_new(ERR_NEWER, "envelope: format %u is newer than "
		    "this program: update it", version);
	*recipient_count = reader_u16(r);
	*cipher_bytes = reader_u32(r);
	e->purpose = reader_take(r, PURPOSE_BYTES);
	reader_copy(r, e->study.bytes, HASH_BYTES);
	reader_copy(r, e->writer.bytes, SIGN_PUBLIC_BYTES);
	e->nonce = reader_take(r, AEAD_NONCE_BYTES).data;
	reader_copy(r, e->commitment.bytes, HASH_BYTES);
	if (r->failed || version == 0)
		return refuse("torn in its header");
	return NULL;
}

static const struct err *
read_recipients(struct envelope *e, struct reader *r, size_t count)
{
	if (count == 0)
		return refuse("sealed to nobody");
	if (count > ENVELOPE_RECIPIENTS_MAX)
		return err_new(ERR_LIMIT, "envelope: %zu recipients, more than "
		    "%d", count, ENVELOPE_RECIPIENTS_MAX);
	e->recipients = reader_take(r, count * RECIPIENT_BYTES);
	if (r->failed)
		return refuse("torn in its recipients");
	for (size_t i = 1; i < count; i++) {
		const uint8_t *at = e->recipients.data + i * RECIPIENT_BYTES;

		if (compare_recipients(at - RECIPIENT_BYTES, at) >= 0)
			return refuse("its recipients are not sorted, or one "
			    "is named twice");
	}
	return NULL;
}

/* Everything up to the signature, which is verified. */
static const struct err *
read_envelope(struct envelope *e, struct slice bytes)
{
	struct reader r = reader_of(bytes);
	size_t recipient_count = 0, cipher_bytes = 0;
	const struct err *err;

	if (bytes.len > ENVELOPE_BYTES_MAX)
		return err_new(ERR_LIMIT, "envelope: %zu bytes, more than %d",
		    bytes.len, ENVELOPE_BYTES_MAX);
	err = read_fixed(e, &r, &recipient_count, &cipher_bytes);
	if (err == NULL)
		err = read_recipients(e, &r, recipient_count);
	if (err)
		return err;
	e->fixed = slice_of(bytes.data, FIXED_BYTES);
	e->cipher = reader_take(&r, cipher_bytes);
	e->signature = reader_take(&r, SIGNATURE_BYTES).data;
	if (r.failed || cipher_bytes < AEAD_TAG_BYTES)
		return refuse("torn in its contents");
	if (r.rest.len > 0)
		return refuse("bytes behind its signature");
	if (!crypto_verify(e->signature,
	    slice_of(bytes.data, bytes.len - SIGNATURE_BYTES), &e->writer))
		return err_new(ERR_SIGNATURE, "envelope: altered, its "
		    "signature does not fit");
	return NULL;
}

static const struct err *
open_key(struct secret_key *key, const struct envelope *e,
    const struct seal_pair *mine)
{
	const uint8_t *at = e->recipients.data;
	const uint8_t *end = at + e->recipients.len;
	struct hash commitment;
	struct key_id id;

	seal_key_id(&id, &mine->public);
	while (at < end && memcmp(at, id.bytes, KEY_ID_BYTES) != 0)
		at += RECIPIENT_BYTES;
	if (at == end)
		return err_new(ERR_DENIED, "envelope: not sealed to this key");
	if (!crypto_open_key(key, at + KEY_ID_BYTES, mine))
		return err_new(ERR_SIGNATURE, "envelope: the key that is "
		    "sealed to us does not open");
	crypto_hash(&commitment, slice_of(key->bytes, KEY_BYTES));
	if (!crypto_equal(&commitment, &e->commitment, sizeof(commitment)))
		return err_new(ERR_SIGNATURE, "envelope: the key that is "
		    "sealed to us is another than its header says");
	return NULL;
}

static const struct err *
open_contents(struct buf *plain, const struct envelope *e,
    const struct secret_key *key)
{
	struct buf packed = BUF_INIT;
	const struct err *err;

	if (aead_decrypt(&packed, e->cipher, e->fixed, e->nonce, key))
		err = deflate_unpack(plain, buf_slice(&packed), SLICE_EMPTY,
		    ENVELOPE_BYTES_MAX);
	else
		err = err_new(ERR_SIGNATURE, "its contents are not authentic");
	buf_wipe(&packed);
	return err ? err_in(err, "envelope") : NULL;
}

const struct err *
envelope_open(struct buf *plain, struct sign_public *writer,
    struct slice sealed, const char *purpose, const struct hash *study,
    const struct seal_pair *mine)
{
	struct secret_key key = { { 0 } };
	struct envelope e;
	const struct err *err;

	err = read_envelope(&e, sealed);
	if (err)
		return err;
	if (!purpose_fits(e.purpose, purpose))
		return err_new(ERR_FOREIGN, "envelope: not a \"%s\"", purpose);
	if (!hash_equal(&e.study, study))
		return err_new(ERR_FOREIGN, "envelope: of another study");
	err = open_key(&key, &e, mine);
	if (err == NULL)
		err = open_contents(plain, &e, &key);
	if (err == NULL)
		*writer = e.writer;
	mem_wipe(&key, sizeof(key));
	return err;
}
