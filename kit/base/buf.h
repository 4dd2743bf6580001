/*
 * buf.h - bytes: a view of some (struct slice) and a string being built
 * (struct buf). Strings from outside may hold NUL bytes, so lengths travel
 * with them; a buf is always followed by a NUL that is not counted.
 */
#ifndef RECOLTE_BASE_BUF_H
#define RECOLTE_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kit/base/err.h"

struct slice {
	const uint8_t *data;
	size_t len;
};

#define SLICE_EMPTY ((struct slice){ NULL, 0 })

struct slice slice_of(const void *data, size_t len);
struct slice slice_str(const char *s);		/* up to its NUL */
bool slice_equal(struct slice a, struct slice b);
bool slice_equal_str(struct slice a, const char *s);
int slice_compare(struct slice a, struct slice b);	/* bytewise */

struct buf {
	uint8_t *data;		/* NULL while empty and unused */
	size_t len, capacity;
};

#define BUF_INIT { NULL, 0, 0 }

void buf_append(struct buf *buf, const void *data, size_t len);
void buf_add_slice(struct buf *buf, struct slice s);
void buf_add(struct buf *buf, const char *s);
void buf_add_byte(struct buf *buf, uint8_t byte);
void buf_addf(struct buf *buf, const char *fmt, ...) PRINTF_LIKE(2, 3);
void buf_add_u16(struct buf *buf, uint16_t v);	/* big-endian, as all of ours */
void buf_add_u32(struct buf *buf, uint32_t v);
void buf_add_u64(struct buf *buf, uint64_t v);
void buf_add_hex(struct buf *buf, struct slice bytes);
void buf_add_base64(struct buf *buf, struct slice bytes);	/* RFC 4648, padded */

/* Room for len more bytes; returns where they go. They count as written. */
uint8_t *buf_extend(struct buf *buf, size_t len);

struct slice buf_slice(const struct buf *buf);
const char *buf_str(const struct buf *buf);	/* "" when empty; owned by buf */
char *buf_steal(struct buf *buf);		/* caller frees; buf is empty */
void buf_reset(struct buf *buf);		/* keeps the memory */
void buf_free(struct buf *buf);
void buf_wipe(struct buf *buf);			/* buf_free() for secrets */

/* Both append the decoded bytes. ERR_FORMAT: not strict hex or base64. */
const struct err *buf_from_hex(struct buf *out, struct slice text) MUST_CHECK;
const struct err *buf_from_base64(struct buf *out, struct slice text) MUST_CHECK;

/* Lowercase hexadecimal of bytes into out, which holds 2 * len + 1. */
void hex_encode(char *out, const void *bytes, size_t len);
/* Exactly `len` bytes from 2 * len lowercase digits; false otherwise. */
bool hex_decode(void *out, size_t len, struct slice text);

/*
 * A cursor over bytes from outside. A read past the end gives zeroes and sets
 * `failed`, which is looked at once, at the end of a section.
 */
struct reader {
	struct slice rest;
	bool failed;
};

struct reader reader_of(struct slice bytes);
uint8_t reader_u8(struct reader *r);
uint16_t reader_u16(struct reader *r);
uint32_t reader_u32(struct reader *r);
uint64_t reader_u64(struct reader *r);
struct slice reader_take(struct reader *r, size_t len);
/* Copy len bytes into out, or zero it. */
void reader_copy(struct reader *r, void *out, size_t len);

#endif
