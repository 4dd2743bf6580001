/*
 * signed_text.h - what manifests and receipts have in common: canonical JSON,
 * a newline, 128 hexadecimal digits and a newline; the Ed25519 signature is
 * over the purpose, a newline, and the JSON. And reading the members of such
 * JSON strictly.
 */
#ifndef RECOLTE_EXCHANGE_SIGNED_TEXT_H
#define RECOLTE_EXCHANGE_SIGNED_TEXT_H

#include "kit/base/json.h"
#include "kit/base/crypto.h"

void signed_text_write(struct buf *out, const struct json *json,
    const char *purpose, const struct sign_pair *signer);

/* A file that was taken apart; the slices point into it. */
struct signed_text {
	struct slice json;
	uint8_t signature[SIGNATURE_BYTES];
};

/*
 * Take the file apart and parse it. thing names it in messages.
 * ERR_FORMAT, ERR_LIMIT. Nothing is verified yet.
 */
const struct err *signed_text_read(struct signed_text *text,
    struct json **json, struct slice file, const char *thing, size_t bytes_max)
    MUST_CHECK;
bool signed_text_verify(const struct signed_text *text, const char *purpose,
    const struct sign_public *signer);

/*
 * Members that must be there. The first failure stays in `err`; after it every
 * call gives the neutral answer, so that err is looked at once.
 */
struct want {
	const char *thing;		/* what is read, for the messages */
	const struct err *err;
};

void want_refuse(struct want *want, enum err_code code, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
void want_hex(struct want *want, const struct json *object, const char *key,
    void *out, size_t len);
/* Not empty when bytes_min is 1. */
const char *want_text(struct want *want, const struct json *object,
    const char *key, size_t bytes_min, size_t bytes_max);
uint64_t want_u64(struct want *want, const struct json *object,
    const char *key, uint64_t min, uint64_t max);
uint64_t want_chain(struct want *want, const struct json *object,
    const char *key);
/* As moment_format() writes it with the offset +00:00, and no other way. */
int64_t want_time(struct want *want, const struct json *object,
    const char *key);
/* The place of its text among the words. */
size_t want_word(struct want *want, const struct json *object,
    const char *key, const char *const *words, size_t count);
const struct json *want_array(struct want *want, const struct json *object,
    const char *key, size_t count_max);
const struct json *want_object(struct want *want, const struct json *object,
    const char *key);
/* "kind" must be that, "v" must be "1" (ERR_NEWER). */
void want_kind(struct want *want, const struct json *object, const char *kind);

/* The same members, written. */
void put_chain(struct json *object, const char *key, uint64_t chain);
void put_time(struct json *object, const char *key, int64_t ms);

#endif
