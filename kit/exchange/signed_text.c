#include "kit/exchange/signed_text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "kit/base/moment.h"

enum { CHAIN_BYTES = 8, LINE_BYTES = 2 * SIGNATURE_BYTES + 1 };

static void
add_message(struct buf *out, const char *purpose, struct slice json)
{
	buf_add(out, purpose);
	buf_add(out, "\n");
	buf_add_slice(out, json);
}

void
signed_text_write(struct buf *out, const struct json *json,
    const char *purpose, const struct sign_pair *signer)
{
	struct buf text = BUF_INIT, message = BUF_INIT;
	uint8_t signature[SIGNATURE_BYTES];

	json_write(&text, json);
	add_message(&message, purpose, buf_slice(&text));
	crypto_sign(signature, buf_slice(&message), signer);
	buf_add_slice(out, buf_slice(&text));
	buf_add(out, "\n");
	buf_add_hex(out, slice_of(signature, sizeof(signature)));
	buf_add(out, "\n");
	buf_free(&text);
	buf_free(&message);
}

const struct err *
signed_text_read(struct signed_text *text, struct json **json,
    struct slice file, const char *thing, size_t bytes_max)
{
	const struct err *err;
	size_t len;

	*json = NULL;
	if (file.len > bytes_max)
		return err_new(ERR_LIMIT, "%s: %zu bytes, more than %zu",
		    thing, file.len, bytes_max);
	if (file.len < LINE_BYTES + 1)
		return err_new(ERR_FORMAT, "%s: torn, or not one", thing);
	/* The line's length is known; JSON has no newline of its own. */
	len = file.len - LINE_BYTES - 1;
	if (file.data[len] != '\n' || file.data[file.len - 1] != '\n' ||
	    !hex_decode(text->signature, SIGNATURE_BYTES,
	    slice_of(file.data + len + 1, LINE_BYTES - 1)))
		return err_new(ERR_FORMAT, "%s: torn: it does not end with a "
		    "signature", thing);
	text->json = slice_of(file.data, len);
	err = json_parse_canonical(json, text->json);
	return err ? err_in(err, "%s", thing) : NULL;
}

bool
signed_text_verify(const struct signed_text *text, const char *purpose,
    const struct sign_public *signer)
{
	struct buf message = BUF_INIT;
	bool ok;

	add_message(&message, purpose, text->json);
	ok = crypto_verify(text->signature, buf_slice(&message), signer);
	buf_free(&message);
	return ok;
}

void
want_refuse(struct want *want, enum err_code code, const char *fmt, ...)
{
	char what[256];
	va_list ap;

	if (want->err)
		return;
	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	want->err = err_new(code, "%s: %s", want->thing, what);
}

/* The text of a member, or NULL and a refusal. */
static const char *
text_of(struct want *want, const struct json *object, const char *key)
{
	const char *text;

	if (want->err)
		return NULL;
	text = json_get_string(object, key);
	if (text == NULL)
		want_refuse(want, ERR_FORMAT, "no text \"%s\"", key);
	return text;
}

void
want_hex(struct want *want, const struct json *object, const char *key,
    void *out, size_t len)
{
	const char *text = text_of(want, object, key);

	memset(out, 0, len);
	if (text != NULL && !hex_decode(out, len, slice_str(text)))
		want_refuse(want, ERR_FORMAT, "\"%s\" is not %zu bytes in "
		    "lowercase hexadecimal", key, len);
}

const char *
want_text(struct want *want, const struct json *object, const char *key,
    size_t bytes_min, size_t bytes_max)
{
	const char *text = text_of(want, object, key);
	size_t len = text ? strlen(text) : 0;

	if (text == NULL)
		return "";
	if (len < bytes_min)
		want_refuse(want, ERR_FORMAT, "\"%s\" is empty", key);
	if (len > bytes_max)
		want_refuse(want, ERR_LIMIT, "\"%s\" has %zu bytes, more than "
		    "%zu", key, len, bytes_max);
	return want->err ? "" : text;
}

uint64_t
want_u64(struct want *want, const struct json *object, const char *key,
    uint64_t min, uint64_t max)
{
	uint64_t v = 0;

	if (want->err)
		return 0;
	if (!json_u64(json_get(object, key), &v))
		want_refuse(want, ERR_FORMAT, "no whole number \"%s\"", key);
	else if (v < min)
		want_refuse(want, ERR_FORMAT, "\"%s\" is %" PRIu64 ", less "
		    "than %" PRIu64, key, v, min);
	else if (v > max)
		want_refuse(want, ERR_LIMIT, "\"%s\" is %" PRIu64 ", more "
		    "than %" PRIu64, key, v, max);
	return want->err ? 0 : v;
}

uint64_t
want_chain(struct want *want, const struct json *object, const char *key)
{
	uint8_t bytes[CHAIN_BYTES];
	struct reader r;
	uint64_t chain;

	want_hex(want, object, key, bytes, sizeof(bytes));
	r = reader_of(slice_of(bytes, sizeof(bytes)));
	chain = reader_u64(&r);
	if (chain == 0)
		want_refuse(want, ERR_FORMAT, "\"%s\" is zero", key);
	return chain;
}

int64_t
want_time(struct want *want, const struct json *object, const char *key)
{
	const char *text = text_of(want, object, key);
	char again[MOMENT_TEXT_MAX];
	int64_t ms = 0;
	int offset;

	if (text == NULL)
		return 0;
	if (moment_parse(slice_str(text), &ms, &offset)) {
		moment_format(again, ms, 0);
		if (strcmp(again, text) == 0)
			return ms;
	}
	want_refuse(want, ERR_FORMAT, "\"%s\" is not a time in UTC with its "
	    "milliseconds", key);
	return 0;
}

size_t
want_word(struct want *want, const struct json *object, const char *key,
    const char *const *words, size_t count)
{
	const char *text = text_of(want, object, key);

	for (size_t i = 0; text != NULL && i < count; i++)
		if (strcmp(text, words[i]) == 0)
			return i;
	if (text != NULL)
		want_refuse(want, ERR_FORMAT, "\"%s\" says \"%.40s\", which "
		    "means nothing", key, text);
	return 0;
}

static const struct json *
want_type(struct want *want, const struct json *object, const char *key,
    enum json_type type, const char *name)
{
	const struct json *member = json_get(object, key);

	if (want->err)
		return NULL;
	if (member != NULL && json_type(member) == type)
		return member;
	want_refuse(want, ERR_FORMAT, "no %s \"%s\"", name, key);
	return NULL;
}

const struct json *
want_array(struct want *want, const struct json *object, const char *key,
    size_t count_max)
{
	const struct json *array =
	    want_type(want, object, key, JSON_ARRAY, "list");

	if (array == NULL || json_count(array) <= count_max)
		return array;
	want_refuse(want, ERR_LIMIT, "\"%s\" has %zu items, more than %zu",
	    key, json_count(array), count_max);
	return NULL;
}

const struct json *
want_object(struct want *want, const struct json *object, const char *key)
{
	return want_type(want, object, key, JSON_OBJECT, "object");
}

void
want_kind(struct want *want, const struct json *object, const char *kind)
{
	const char *seen = text_of(want, object, "kind");
	const char *version;

	if (seen != NULL && strcmp(seen, kind) != 0)
		want_refuse(want, ERR_FORMAT, "not a \"%s\"", kind);
	version = text_of(want, object, "v");
	if (version != NULL && strcmp(version, "1") != 0)
		want_refuse(want, ERR_NEWER, "format %.20s is newer than this "
		    "program: update it", version);
}

void
put_chain(struct json *object, const char *key, uint64_t chain)
{
	char text[2 * CHAIN_BYTES + 1];

	snprintf(text, sizeof(text), "%016" PRIx64, chain);
	json_put_string(object, key, text);
}

void
put_time(struct json *object, const char *key, int64_t ms)
{
	char text[MOMENT_TEXT_MAX];

	moment_format(text, ms, 0);
	json_put_string(object, key, text);
}
