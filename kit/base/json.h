/*
 * json.h - JSON trees and canonical JSON (RFC 8785).
 *
 * Reading is cJSON's, behind limits. Writing is ours: json_write() sorts keys
 * by UTF-16 code unit and adds no space, so that one value has one text.
 * Numbers are written as integers; what travels keeps every other number as a
 * string. Every json_new_* and json_parse result is released with json_free();
 * a value that was put into an array or an object belongs to it.
 */
#ifndef RECOLTE_BASE_JSON_H
#define RECOLTE_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kit/base/buf.h"

enum { JSON_DEPTH_MAX = 64, JSON_VALUES_MAX = 5000000 };

enum json_type {
	JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT
};

struct json;	/* a value in a tree */
struct arena;

/*
 * ERR_FORMAT  not JSON, not UTF-8, a NUL or \u0000 in a string, a key twice,
 *             or something behind the value
 * ERR_LIMIT   deeper than JSON_DEPTH_MAX, or more than JSON_VALUES_MAX
 */
const struct err *json_parse(struct json **out, struct slice text) MUST_CHECK;
void json_free(struct json *json);
/* The same, for a tree that is only looked at: it lives in the arena. */
const struct err *json_read(const struct json **out, struct arena *arena,
    struct slice text) MUST_CHECK;
enum json_type json_type(const struct json *json);

/* Looking inside. A NULL or a value of another type gives the neutral answer. */
const struct json *json_get(const struct json *object, const char *key);
const char *json_string(const struct json *json);	/* or NULL */
const char *json_get_string(const struct json *object, const char *key);
bool json_bool(const struct json *json);
double json_number(const struct json *json);
bool json_u64(const struct json *json, uint64_t *out);	/* an integer < 2^53 */
size_t json_count(const struct json *json);
/* First member of an array or object; next; the key of an object's member. */
const struct json *json_first(const struct json *json);
const struct json *json_next(const struct json *member);
const char *json_key(const struct json *member);

/* Building. */
struct json *json_new_object(void);
struct json *json_new_array(void);
struct json *json_new_string(const char *s);
struct json *json_new_u64(uint64_t v);			/* < 2^53 */
struct json *json_new_bool(bool v);
void json_put(struct json *object, const char *key, struct json *value);
void json_put_string(struct json *object, const char *key, const char *s);
void json_put_slice(struct json *object, const char *key, struct slice s);
void json_put_hex(struct json *object, const char *key, const void *, size_t);
void json_put_u64(struct json *object, const char *key, uint64_t v);
void json_add(struct json *array, struct json *value);
void json_add_string(struct json *array, const char *s);

/* Append the canonical text. */
void json_write(struct buf *out, const struct json *json);
/*
 * How many bytes from s on mean nothing in a JSON string but themselves: no
 * control character, quote or backslash. There may be more of them behind.
 */
size_t json_plain(struct slice s);
/* Append s as a JSON string, quotes included, escaped as RFC 8785 says. */
void json_write_string(struct buf *out, struct slice s);

/*
 * Canonical text without a tree: '{', '[', ']' and '}' are the caller's, and
 * so is the order of keys. A comma, if what was written asks for one; the same
 * and "key":; the same and a string.
 */
void json_write_next(struct buf *out);
void json_write_key(struct buf *out, const char *key);
void json_write_member(struct buf *out, const char *key, const char *s);

struct json_pair {
	const char *key, *value;
	size_t place;		/* in what was given; set here */
};

/* Append an object of strings; pairs are sorted, the last of one key stays. */
void json_write_pairs(struct buf *out, struct json_pair *pairs, size_t count);

/*
 * json_parse(), and the bytes must be exactly the canonical text of what they
 * say. ERR_FORMAT also: not canonical.
 */
const struct err *json_parse_canonical(struct json **out, struct slice text)
    MUST_CHECK;

#endif
