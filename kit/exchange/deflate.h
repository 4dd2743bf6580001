/*
 * deflate.h - zlib streams (RFC 1950, its own wrapper, never raw), with an
 * optional preset dictionary.
 */
#ifndef RECOLTE_EXCHANGE_DEFLATE_H
#define RECOLTE_EXCHANGE_DEFLATE_H

#include "kit/base/buf.h"

/* Append the compressed stream, best compression. dictionary may be empty. */
void deflate_pack(struct buf *out, struct slice plain, struct slice dictionary);

/*
 * Append the plain bytes, at most bytes_max.
 * ERR_FORMAT: torn, altered, bytes behind the end, or another dictionary.
 * ERR_LIMIT: it would be longer.
 */
const struct err *deflate_unpack(struct buf *out, struct slice packed,
    struct slice dictionary, size_t bytes_max) MUST_CHECK;

#endif
