#include "kit/exchange/escrow.h"

#include <string.h>

#include "kit/base/mem.h"
#include "kit/exchange/envelope.h"
#include "kit/exchange/keyfile.h"
#include "kit/exchange/signed_text.h"

static const char purpose[] = "recolte escrow";

/* ---- the envelope ---- */

const struct err *
escrow_seal_secrets(struct buf *out, const char *kind, struct json *secrets,
    const struct hash *study, int64_t now_ms,
    const struct seal_public *coordinators, size_t count,
    const struct sign_pair *device)
{
	struct buf text = BUF_INIT;
	const struct err *err;

	json_put_string(secrets, "kind", kind);
	json_put_string(secrets, "v", "1");
	put_time(secrets, "time", now_ms);
	json_write(&text, secrets);
	err = envelope_seal(out, kind, study, buf_slice(&text), coordinators,
	    count, device);
	keyfile_free(secrets);
	buf_wipe(&text);
	return err;
}

const struct err *
escrow_seal(struct buf *out, const struct hash *study,
    const struct secret_key *store, int64_t now_ms,
    const struct seal_public *coordinators, size_t count,
    const struct sign_pair *device)
{
	struct json *secrets = json_new_object();

	keyfile_put(secrets, "key", store->bytes, KEY_BYTES);
	return escrow_seal_secrets(out, purpose, secrets, study, now_ms,
	    coordinators, count, device);
}

const struct err *
escrow_open(struct store_opener *out, struct slice sealed,
    const struct hash *study, const struct seal_pair *mine)
{
	struct buf text = BUF_INIT;
	struct json *object = NULL;
	struct want want = { .thing = "escrow" };
	const struct err *err;

	*out = (struct store_opener){ .study = *study };
	if (sealed.len > ESCROW_BYTES_MAX)
		return err_new(ERR_LIMIT, "escrow: over %d bytes",
		    ESCROW_BYTES_MAX);
	err = envelope_open(&text, &out->device, sealed, purpose, study, mine);
	if (!err)
		err = json_parse_canonical(&object, buf_slice(&text));
	if (!err) {
		want_kind(&want, object, purpose);
		want_hex(&want, object, "key", out->store.bytes, KEY_BYTES);
		err = want.err;
	}
	keyfile_free(object);
	buf_wipe(&text);
	return err;
}

/* ---- codes ---- */

static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* Four and four, as they are read out. */
static void
group(char out[CODE_TEXT_MAX], const char plain[CODE_CHARS])
{
	size_t at = 0;

	for (size_t i = 0; i < CODE_CHARS; i++) {
		if (i > 0 && i % 4 == 0)
			out[at++] = '-';
		out[at++] = plain[i];
	}
	out[at] = '\0';
}

void
code_new(char out[CODE_TEXT_MAX])
{
	uint8_t random[CODE_CHARS];
	char plain[CODE_CHARS];

	crypto_random(random, sizeof(random));
	for (size_t i = 0; i < CODE_CHARS; i++)
		plain[i] = digits[random[i] % 32];
	group(out, plain);
	mem_wipe(random, sizeof(random));
	mem_wipe(plain, sizeof(plain));
}

static char
digit_of(uint8_t c)
{
	static const char alike[][2] =
	    { { 'I', '1' }, { 'L', '1' }, { 'O', '0' } };

	if (c >= 'a' && c <= 'z')
		c = (uint8_t)(c - 'a' + 'A');
	for (size_t i = 0; i < sizeof(alike) / sizeof(*alike); i++)
		if (c == (uint8_t)alike[i][0])
			return alike[i][1];
	return c != '\0' && strchr(digits, c) ? (char)c : '\0';
}

const struct err *
code_read(char out[CODE_TEXT_MAX], struct slice typed)
{
	char plain[CODE_CHARS];
	size_t n = 0;
	bool ok = true;

	for (size_t i = 0; i < typed.len && ok; i++) {
		uint8_t c = typed.data[i];
		char digit = digit_of(c);

		if (c == ' ' || c == '-' || c == '\t')
			continue;
		ok = digit != '\0' && n < CODE_CHARS;
		if (ok)
			plain[n++] = digit;
	}
	ok = ok && n == CODE_CHARS;
	if (ok)
		group(out, plain);
	mem_wipe(plain, sizeof(plain));
	return ok ? NULL : err_new(ERR_USAGE, "a code has %d digits and "
	    "letters, as in 7K3F-Q9ZM-20TX-B5WC", CODE_CHARS);
}

/* ---- the unlock file ---- */

const struct err *
unlock_write(struct buf *out, const struct store_opener *opener,
    const char *code)
{
	struct json *secrets = json_new_object();
	const struct err *err;

	keyfile_put(secrets, "device", opener->device.bytes,
	    SIGN_PUBLIC_BYTES);
	keyfile_put(secrets, "store", opener->store.bytes, KEY_BYTES);
	keyfile_put(secrets, "study", opener->study.bytes, HASH_BYTES);
	if (opener->has_image)
		keyfile_put(secrets, "image", opener->image.bytes, KEY_BYTES);
	err = keyfile_seal(out, secrets, slice_str(code));
	keyfile_free(secrets);
	return err;
}

const struct err *
unlock_read(struct store_opener *out, struct slice file, const char *code)
{
	struct json *secrets = NULL;
	const struct err *err;

	*out = (struct store_opener){ .has_image = false };
	if (keyfile_is_plain(file))
		return err_new(ERR_FORMAT, "not under a code");
	err = keyfile_open(&secrets, file, slice_str(code));
	if (err && err->code == ERR_DENIED)
		return err_new(ERR_DENIED, "not this code, or the file was "
		    "altered");
	if (err)
		return err;
	if (!keyfile_get(secrets, "device", out->device.bytes,
	    SIGN_PUBLIC_BYTES) ||
	    !keyfile_get(secrets, "store", out->store.bytes, KEY_BYTES) ||
	    !keyfile_get(secrets, "study", out->study.bytes, HASH_BYTES))
		err = err_new(ERR_FORMAT, "a key file, but not one that opens "
		    "a store");
	out->has_image = keyfile_get(secrets, "image", out->image.bytes,
	    KEY_BYTES);
	keyfile_free(secrets);
	return err;
}
