#include "kit/exchange/keyfile.h"

#include <string.h>

#include "kit/base/mem.h"

enum {
	MAGIC_BYTES = 8,
	KEYFILE_VERSION = 1,
	FIXED_BYTES = 64,
	CIPHER_BYTES_AT = 20,
	SALT_AT = 24,
	NONCE_AT = 40,
	TEXT_BYTES_USUAL = 64 << 10
};

static const uint8_t magic[MAGIC_BYTES] =
    { 0x89, 'R', 'C', 'K', 0x0d, 0x0a, 0x1a, 0x0a };
static const char plain_magic[] = "recolte keys without a passphrase 1\n";

static const struct err *
refuse(const char *what)
{
	return err_new(ERR_FORMAT, "key file: %s", what);
}

/* The object must be what the header promises, read or to be written. */
static const struct err *
check_secrets(const struct json *secrets)
{
	if (json_type(secrets) != JSON_OBJECT)
		return refuse("not an object of secrets");
	if (json_count(secrets) > KEYFILE_SECRETS_MAX)
		return err_new(ERR_LIMIT, "key file: %zu secrets, more than %d",
		    json_count(secrets), KEYFILE_SECRETS_MAX);
	for (const struct json *at = json_first(secrets); at != NULL;
	    at = json_next(at)) {
		const char *hex = json_string(at);

		if (hex == NULL || strlen(hex) % 2 != 0 ||
		    strspn(hex, "0123456789abcdef") != strlen(hex))
			return err_new(ERR_FORMAT, "key file: secret \"%.40s\" "
			    "is not in lowercase hexadecimal", json_key(at));
	}
	return NULL;
}

/* Text that was made of secrets, checked; wiped on failure. */
static const struct err *
secrets_text(struct buf *text, const struct json *secrets)
{
	const struct err *err = check_secrets(secrets);

	if (err)
		return err;
	/* Room at once: a buffer that grows leaves copies behind. */
	buf_extend(text, TEXT_BYTES_USUAL);
	buf_reset(text);
	json_write(text, secrets);
	if (text->len <= KEYFILE_BYTES_MAX - 1024)
		return NULL;
	buf_wipe(text);
	return err_new(ERR_LIMIT, "key file: over %d bytes",
	    KEYFILE_BYTES_MAX);
}

static const struct err *
read_secrets(struct json **out, struct slice text)
{
	struct json *secrets;
	const struct err *err;

	err = json_parse_canonical(&secrets, text);
	if (err)
		return err_in(err, "key file");
	err = check_secrets(secrets);
	if (err) {
		keyfile_free(secrets);
		return err;
	}
	*out = secrets;
	return NULL;
}

/* Sealed. */

const struct err *
keyfile_seal(struct buf *out, const struct json *secrets,
    struct slice passphrase)
{
	struct buf file = BUF_INIT, text = BUF_INIT;
	uint8_t fixed[FIXED_BYTES];
	struct secret_key key = { { 0 } };
	const struct err *err;

	if (passphrase.len == 0)
		return err_new(ERR_USAGE, "key file: the passphrase is empty");
	if (passphrase.len < KEYFILE_PASSPHRASE_BYTES_MIN)
		return err_new(ERR_USAGE, "the passphrase is too short: take "
		    "a sentence, of %d letters at the least",
		    KEYFILE_PASSPHRASE_BYTES_MIN);
	err = secrets_text(&text, secrets);
	if (err)
		return err;
	buf_append(&file, magic, MAGIC_BYTES);
	buf_add_u16(&file, KEYFILE_VERSION);
	buf_add_u16(&file, 0);
	buf_add_u32(&file, PASSWORD_PASSES);
	buf_add_u32(&file, PASSWORD_MEMORY_KIB);
	buf_add_u32(&file, (uint32_t)(text.len + AEAD_TAG_BYTES));
	crypto_random(buf_extend(&file, FIXED_BYTES - SALT_AT),
	    FIXED_BYTES - SALT_AT);
	memcpy(fixed, file.data, FIXED_BYTES);
	err = crypto_password_key(&key, passphrase, fixed + SALT_AT);
	if (err == NULL) {
		aead_encrypt(&file, buf_slice(&text),
		    slice_of(fixed, FIXED_BYTES), fixed + NONCE_AT, &key);
		buf_add_slice(out, buf_slice(&file));
	}
	mem_wipe(&key, sizeof(key));
	buf_wipe(&text);
	buf_free(&file);
	return err;
}

static const struct err *
read_fixed(struct reader *r, size_t *cipher_bytes)
{
	unsigned version, zero;
	uint32_t passes, memory_kib;

	if (!slice_equal(reader_take(r, MAGIC_BYTES),
	    slice_of(magic, MAGIC_BYTES)))
		return refuse("not one: its first bytes are others");
	version = reader_u16(r);
	zero = reader_u16(r);
	passes = reader_u32(r);
	memory_kib = reader_u32(r);
	*cipher_bytes = reader_u32(r);
	reader_take(r, FIXED_BYTES - SALT_AT);
	if (r->failed || version == 0)
		return refuse("torn");
	if (version > KEYFILE_VERSION || passes != PASSWORD_PASSES ||
	    memory_kib != PASSWORD_MEMORY_KIB)
		return err_new(ERR_NEWER, "key file: made by a newer program: "
		    "update this one");
	if (zero != 0 || *cipher_bytes != r->rest.len ||
	    *cipher_bytes < AEAD_TAG_BYTES)
		return refuse("torn, or its bytes mean nothing");
	return NULL;
}

static const struct err *
open_sealed(struct json **out, struct slice bytes, struct slice passphrase)
{
	struct reader r = reader_of(bytes);
	struct secret_key key = { { 0 } };
	struct buf text = BUF_INIT;
	size_t cipher_bytes = 0;
	const struct err *err;

	err = read_fixed(&r, &cipher_bytes);
	if (err)
		return err;
	err = crypto_password_key(&key, passphrase, bytes.data + SALT_AT);
	if (err)
		return err;
	if (aead_decrypt(&text, r.rest, slice_of(bytes.data, FIXED_BYTES),
	    bytes.data + NONCE_AT, &key))
		err = read_secrets(out, buf_slice(&text));
	else
		err = err_new(ERR_DENIED, "wrong passphrase, or an altered "
		    "file");
	mem_wipe(&key, sizeof(key));
	buf_wipe(&text);
	return err;
}

/* In the clear. */

const struct err *
keyfile_write_plain(struct buf *out, const struct json *secrets)
{
	struct buf text = BUF_INIT;
	const struct err *err = secrets_text(&text, secrets);

	if (err)
		return err;
	buf_add(out, plain_magic);
	buf_add_slice(out, buf_slice(&text));
	buf_add(out, "\n");
	buf_wipe(&text);
	return NULL;
}

bool
keyfile_is_plain(struct slice bytes)
{
	size_t len = strlen(plain_magic);

	return bytes.len > len &&
	    slice_equal_str(slice_of(bytes.data, len), plain_magic);
}

static const struct err *
open_plain(struct json **out, struct slice bytes, struct slice passphrase)
{
	size_t len = strlen(plain_magic);

	if (passphrase.len > 0)
		return err_new(ERR_STATE, "key file: it is not protected by a "
		    "passphrase, but one was given");
	if (bytes.data[bytes.len - 1] != '\n')
		return refuse("torn");
	return read_secrets(out, slice_of(bytes.data + len,
	    bytes.len - len - 1));
}

const struct err *
keyfile_open(struct json **out, struct slice bytes, struct slice passphrase)
{
	*out = NULL;
	if (bytes.len > KEYFILE_BYTES_MAX)
		return err_new(ERR_LIMIT, "key file: %zu bytes, more than %d",
		    bytes.len, KEYFILE_BYTES_MAX);
	if (keyfile_is_plain(bytes))
		return open_plain(out, bytes, passphrase);
	return open_sealed(out, bytes, passphrase);
}

/* The text of a member is wiped where it lies: the tree is about to go. */
void
keyfile_free(struct json *secrets)
{
	for (const struct json *at = json_first(secrets); at != NULL;
	    at = json_next(at)) {
		char *text = (char *)json_string(at);

		if (text != NULL)
			mem_wipe(text, strlen(text));
	}
	json_free(secrets);
}

void
keyfile_put(struct json *secrets, const char *name, const void *bytes,
    size_t len)
{
	struct buf hex = BUF_INIT;

	buf_add_hex(&hex, slice_of(bytes, len));
	json_put_string(secrets, name, buf_str(&hex));
	buf_wipe(&hex);
}

bool
keyfile_get(const struct json *secrets, const char *name, void *out,
    size_t len)
{
	const char *hex = json_get_string(secrets, name);

	return hex != NULL && hex_decode(out, len, slice_str(hex));
}
