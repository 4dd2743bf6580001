/* Canonical text (RFC 8785), of a tree and without one. */
#include <stdlib.h>
#include <string.h>

#include "kit/base/json.h"
#include "kit/base/mem.h"

size_t
json_plain(struct slice s)
{
	const uint64_t ones = 0x0101010101010101, tops = ones << 7;
	uint64_t word, quote, backslash;
	size_t n = 0;

	/* Eight at a time: as good as all of most strings. */
	for (; n + 8 <= s.len; n += 8) {
		memcpy(&word, s.data + n, 8);
		quote = word ^ ones * '"';
		backslash = word ^ ones * '\\';
		/* To take away borrows from a top bit that was not set. */
		if ((((word - ones * 0x20) & ~word) | ((quote - ones) &
		    ~quote) | ((backslash - ones) & ~backslash)) & tops)
			break;
	}
	return n;
}

static bool
is_plain(uint8_t c)
{
	return c >= 0x20 && c != '"' && c != '\\';
}

/* The same when something in it, from byte i on, may not stand for itself. */
static void
write_escaped(struct buf *out, struct slice s, size_t i)
{
	static const char named[] = "btn\0fr";	/* for 8 to 13 */
	size_t plain = 0;		/* written as it is, up to here */

	buf_add_byte(out, '"');
	for (; i < s.len; i++) {
		uint8_t c = s.data[i];

		if (is_plain(c))
			continue;
		buf_append(out, s.data + plain, i - plain);
		plain = i + 1;
		if (c == '"' || c == '\\') {
			buf_add_byte(out, '\\');
			buf_add_byte(out, c);
		} else if (c >= 8 && c <= 13 && c != 11) {
			buf_add_byte(out, '\\');
			buf_add_byte(out, (uint8_t)named[c - 8]);
		} else {
			buf_addf(out, "\\u%04x", c);
		}
	}
	buf_append(out, s.data + plain, s.len - plain);
	buf_add_byte(out, '"');
}

void
json_write_string(struct buf *out, struct slice s)
{
	size_t i = json_plain(s);
	uint8_t *room;

	while (i < s.len && is_plain(s.data[i]))
		i++;
	if (i < s.len) {
		write_escaped(out, s, i);
		return;
	}
	room = buf_extend(out, s.len + 2);
	room[0] = '"';
	if (s.len > 0)
		memcpy(room + 1, s.data, s.len);
	room[s.len + 1] = '"';
}

/*
 * In UTF-16, what takes two units comes in front of U+E000..FFFF; in UTF-8
 * these begin with ee or ef, and those with more.
 */
static int
utf16_rank(char byte)
{
	uint8_t c = (uint8_t)byte;

	return c == 0xee || c == 0xef ? c + 0x10 : c;
}

static int
compare_utf16(const char *a, const char *b)
{
	while (*a == *b && *a != '\0') {
		a++;
		b++;
	}
	return utf16_rank(*a) - utf16_rank(*b);
}

static int
compare_members(const void *a, const void *b)
{
	return compare_utf16(json_key(*(const struct json *const *)a),
	    json_key(*(const struct json *const *)b));
}

static void
write_object(struct buf *out, const struct json *object)
{
	size_t n = json_count(object), i = 0;
	const struct json **members = mem_alloc_n(n, sizeof *members);

	for (const struct json *m = json_first(object); m; m = json_next(m))
		members[i++] = m;
	qsort(members, n, sizeof *members, compare_members);
	buf_add_byte(out, '{');
	for (i = 0; i < n; i++) {
		json_write_key(out, json_key(members[i]));
		json_write(out, members[i]);
	}
	buf_add_byte(out, '}');
	mem_free(members);
}

static void
write_array(struct buf *out, const struct json *array)
{
	buf_add_byte(out, '[');
	for (const struct json *m = json_first(array); m; m = json_next(m)) {
		json_write_next(out);
		json_write(out, m);
	}
	buf_add_byte(out, ']');
}

void
json_write(struct buf *out, const struct json *json)
{
	switch (json_type(json)) {
	case JSON_OBJECT:
		write_object(out, json);
		break;
	case JSON_ARRAY:
		write_array(out, json);
		break;
	case JSON_STRING:
		json_write_string(out, slice_str(json_string(json)));
		break;
	case JSON_NUMBER:
		buf_addf(out, "%.0f", json_number(json) + 0.0);
		break;
	case JSON_BOOL:
		buf_add(out, json_bool(json) ? "true" : "false");
		break;
	case JSON_NULL:
		buf_add(out, "null");
		break;
	}
}

/* ---- without a tree ---- */

void
json_write_next(struct buf *out)
{
	uint8_t last = out->len > 0 ? out->data[out->len - 1] : '[';

	if (last != '{' && last != '[')
		buf_add_byte(out, ',');
}

void
json_write_key(struct buf *out, const char *key)
{
	json_write_next(out);
	json_write_string(out, slice_str(key));
	buf_add_byte(out, ':');
}

void
json_write_member(struct buf *out, const char *key, const char *s)
{
	json_write_key(out, key);
	json_write_string(out, slice_str(s));
}

/* The later of two members with one key stands behind the other. */
static int
compare_pairs(const void *a, const void *b)
{
	const struct json_pair *p = a, *q = b;
	int order = compare_utf16(p->key, q->key);

	return order ? order : (p->place > q->place) - (p->place < q->place);
}

void
json_write_pairs(struct buf *out, struct json_pair *pairs, size_t count)
{
	for (size_t i = 0; i < count; i++)
		pairs[i].place = i;
	if (count > 1)
		qsort(pairs, count, sizeof *pairs, compare_pairs);
	buf_add_byte(out, '{');
	for (size_t i = 0; i < count; i++)
		if (i + 1 == count || strcmp(pairs[i].key, pairs[i + 1].key))
			json_write_member(out, pairs[i].key, pairs[i].value);
	buf_add_byte(out, '}');
}
