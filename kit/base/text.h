/*
 * text.h - Unicode text: UTF-8, NFC, comparison without accents, the nearest
 * word for "did you mean". Normalisation is utf8proc's.
 */
#ifndef RECOLTE_BASE_TEXT_H
#define RECOLTE_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kit/base/buf.h"

/* Valid UTF-8 (RFC 3629: no surrogates, shortest form) without a NUL byte. */
bool text_is_valid(struct slice s);

/* Append the NFC form. ERR_FORMAT: not UTF-8, or a NUL inside. */
const struct err *text_nfc(struct buf *out, struct slice s) MUST_CHECK;

/*
 * Append what is left for comparing: lower case, no accents, œ and æ as two
 * letters, punctuation and white space as single spaces, none at the ends.
 * Bytes that are not UTF-8 count as a space.
 */
void text_fold(struct buf *out, struct slice s);

/* The next code point, advancing s; 0xfffd for a bad byte; s is not empty. */
uint32_t text_next(struct slice *s);
void text_add_codepoint(struct buf *out, uint32_t codepoint);
/* Append s in capitals, or without any. */
void text_case(struct buf *out, struct slice s, bool upper);
size_t text_length(struct slice s);		/* in code points */
/* The same as a terminal shows it: wide ones take two columns, marks none. */
size_t text_columns(struct slice s);

/*
 * Append s in lines of at most `columns` code points, broken at spaces; every
 * line begins with indent, those of s stay apart, and none ends with a newline
 * but the ones between. A word that is longer stands alone.
 */
void text_wrap(struct buf *out, struct slice s, size_t columns,
    const char *indent);

struct slice text_trim(struct slice s);		/* ASCII white space */
bool text_is_blank(struct slice s);

/* Edits (insert, delete, replace, swap neighbours) from a to b, at most max. */
size_t text_distance(struct slice a, struct slice b, size_t max);

/*
 * The word nearest to `word` among count words, or NULL when none is near
 * (a third of its letters, at least one edit, may differ). Case is ignored.
 */
const char *text_nearest(const char *word, const char *const *words,
    size_t count);

/* Strictly decimal digits; false when it is not, or does not fit. */
bool text_parse_u64(struct slice s, uint64_t *out);

#endif
