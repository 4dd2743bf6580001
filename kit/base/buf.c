#include "kit/base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "kit/base/mem.h"

/* Most of what is built is a word or a line. */
enum { FIRST_BYTES = 64 };

struct slice
slice_of(const void *data, size_t len)
{
	return (struct slice){ data, len };
}

struct slice
slice_str(const char *s)
{
	return (struct slice){ (const uint8_t *)s, s ? strlen(s) : 0 };
}

bool
slice_equal(struct slice a, struct slice b)
{
	return a.len == b.len && (a.len == 0 || !memcmp(a.data, b.data, a.len));
}

bool
slice_equal_str(struct slice a, const char *s)
{
	return slice_equal(a, slice_str(s));
}

int
slice_compare(struct slice a, struct slice b)
{
	size_t shorter = a.len < b.len ? a.len : b.len;
	int order = shorter ? memcmp(a.data, b.data, shorter) : 0;

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

uint8_t *
buf_extend(struct buf *buf, size_t len)
{
	size_t need = buf->len + len + 1;
	void *data = buf->data;

	if (need > buf->capacity) {
		mem_grow(&data, &buf->capacity,
		    need > FIRST_BYTES ? need : FIRST_BYTES, 1);
		buf->data = data;
	}
	buf->len += len;
	buf->data[buf->len] = '\0';
	return buf->data + buf->len - len;
}

void
buf_append(struct buf *buf, const void *data, size_t len)
{
	if (len > 0)
		memcpy(buf_extend(buf, len), data, len);
}

void
buf_add_slice(struct buf *buf, struct slice s)
{
	buf_append(buf, s.data, s.len);
}

void
buf_add(struct buf *buf, const char *s)
{
	buf_append(buf, s, strlen(s));
}

void
buf_add_byte(struct buf *buf, uint8_t byte)
{
	*buf_extend(buf, 1) = byte;
}

void
buf_addf(struct buf *buf, const char *fmt, ...)
{
	va_list ap, again;
	int len;

	va_start(ap, fmt);
	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len > 0) {
		char *at = (char *)buf_extend(buf, (size_t)len);

		vsnprintf(at, (size_t)len + 1, fmt, again);
	}
	va_end(again);
}

static void
add_big_endian(struct buf *buf, uint64_t v, unsigned bytes)
{
	while (bytes-- > 0)
		buf_add_byte(buf, (uint8_t)(v >> (8 * bytes)));
}

void
buf_add_u16(struct buf *buf, uint16_t v)
{
	add_big_endian(buf, v, 2);
}

void
buf_add_u32(struct buf *buf, uint32_t v)
{
	add_big_endian(buf, v, 4);
}

void
buf_add_u64(struct buf *buf, uint64_t v)
{
	add_big_endian(buf, v, 8);
}

void
buf_add_hex(struct buf *buf, struct slice bytes)
{
	static const char digits[] = "0123456789abcdef";
	uint8_t *at = buf_extend(buf, 2 * bytes.len);

	for (size_t i = 0; i < bytes.len; i++) {
		*at++ = (uint8_t)digits[bytes.data[i] >> 4];
		*at++ = (uint8_t)digits[bytes.data[i] & 15];
	}
}

static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void
buf_add_base64(struct buf *buf, struct slice bytes)
{
	uint8_t *at = buf_extend(buf, (bytes.len + 2) / 3 * 4);

	for (size_t i = 0; i < bytes.len; i += 3) {
		size_t left = bytes.len - i;
		uint32_t v = (uint32_t)bytes.data[i] << 16;

		if (left > 1)
			v |= (uint32_t)bytes.data[i + 1] << 8;
		if (left > 2)
			v |= bytes.data[i + 2];
		*at++ = (uint8_t)base64_digits[v >> 18];
		*at++ = (uint8_t)base64_digits[v >> 12 & 63];
		*at++ = left > 1 ? (uint8_t)base64_digits[v >> 6 & 63] : '=';
		*at++ = left > 2 ? (uint8_t)base64_digits[v & 63] : '=';
	}
}

struct slice
buf_slice(const struct buf *buf)
{
	return slice_of(buf_str(buf), buf->len);	/* never NULL */
}

const char *
buf_str(const struct buf *buf)
{
	return buf->data ? (const char *)buf->data : "";
}

char *
buf_steal(struct buf *buf)
{
	char *s = buf->data ? (char *)buf->data : mem_strdup("");

	*buf = (struct buf)BUF_INIT;
	return s;
}

void
buf_reset(struct buf *buf)
{
	buf->len = 0;
	if (buf->data != NULL)
		buf->data[0] = '\0';
}

void
buf_free(struct buf *buf)
{
	mem_free(buf->data);
	*buf = (struct buf)BUF_INIT;
}

void
buf_wipe(struct buf *buf)
{
	if (buf->data != NULL)
		mem_wipe(buf->data, buf->capacity);
	buf_free(buf);
}

static int
hex_value(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

bool
hex_decode(void *out, size_t len, struct slice text)
{
	uint8_t *at = out;

	if (text.len != 2 * len)
		return false;
	for (size_t i = 0; i < len; i++) {
		int high = hex_value(text.data[2 * i]);
		int low = hex_value(text.data[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		at[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

void
hex_encode(char *out, const void *bytes, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	const uint8_t *b = bytes;

	for (size_t i = 0; i < len; i++) {
		*out++ = digits[b[i] >> 4];
		*out++ = digits[b[i] & 15];
	}
	*out = '\0';
}

const struct err *
buf_from_hex(struct buf *out, struct slice text)
{
	size_t before = out->len;

	if (text.len % 2 == 0 &&
	    hex_decode(buf_extend(out, text.len / 2), text.len / 2, text))
		return NULL;
	out->len = before;
	return err_new(ERR_FORMAT, "not lowercase hexadecimal");
}

static int
base64_value(uint8_t c)
{
	const char *at = c ? strchr(base64_digits, c) : NULL;

	return at ? (int)(at - base64_digits) : -1;
}

/* Four characters to one, two or three bytes; 0 when they are not base64. */
static size_t
base64_quad(uint8_t bytes[3], const uint8_t *text, bool last)
{
	size_t pad = last ? (size_t)(text[3] == '=') + (text[2] == '=') : 0;
	uint32_t v = 0;

	for (size_t i = 0; i < 4; i++) {
		int digit = i < 4 - pad ? base64_value(text[i]) : 0;

		if (digit < 0 || (i >= 4 - pad && text[i] != '='))
			return 0;
		v = v << 6 | (uint32_t)digit;
	}
	bytes[0] = (uint8_t)(v >> 16);
	bytes[1] = (uint8_t)(v >> 8);
	bytes[2] = (uint8_t)v;
	/* Bits that no byte uses must be zero, or two texts mean one value. */
	if ((pad > 0 && bytes[2] != 0) || (pad > 1 && bytes[1] != 0))
		return 0;
	return 3 - pad;
}

const struct err *
buf_from_base64(struct buf *out, struct slice text)
{
	size_t before = out->len;

	for (size_t i = 0; i < text.len; i += 4) {
		uint8_t bytes[3];
		size_t n = text.len - i < 4 ? 0 :
		    base64_quad(bytes, text.data + i, i + 4 == text.len);

		if (n == 0) {
			out->len = before;
			return err_new(ERR_FORMAT, "not base64");
		}
		buf_append(out, bytes, n);
	}
	return NULL;
}

struct reader
reader_of(struct slice bytes)
{
	return (struct reader){ bytes, false };
}

struct slice
reader_take(struct reader *r, size_t len)
{
	struct slice taken = { r->rest.data, len };

	if (r->failed || len > r->rest.len) {
		r->failed = true;
		return SLICE_EMPTY;
	}
	if (len > 0)
		r->rest.data += len;
	r->rest.len -= len;
	return taken;
}

static uint64_t
read_big_endian(struct reader *r, size_t bytes)
{
	struct slice s = reader_take(r, bytes);
	uint64_t v = 0;

	for (size_t i = 0; i < s.len; i++)
		v = v << 8 | s.data[i];
	return v;
}

uint8_t
reader_u8(struct reader *r)
{
	return (uint8_t)read_big_endian(r, 1);
}

uint16_t
reader_u16(struct reader *r)
{
	return (uint16_t)read_big_endian(r, 2);
}

uint32_t
reader_u32(struct reader *r)
{
	return (uint32_t)read_big_endian(r, 4);
}

uint64_t
reader_u64(struct reader *r)
{
	return read_big_endian(r, 8);
}

void
reader_copy(struct reader *r, void *out, size_t len)
{
	struct slice s = reader_take(r, len);

	memset(out, 0, len);
	if (s.len > 0)
		memcpy(out, s.data, s.len);
}
