/*
 * deflate.h - zlib streams (RFC 1950), with an optional preset dictionary, and
 * the raw streams (RFC 1951) of zip files.
 */
#ifndef RECOLTE_BASE_DEFLATE_H
#define RECOLTE_BASE_DEFLATE_H

#include "kit/base/buf.h"

/* Append the compressed stream, best compression. dictionary may be empty. */
void deflate_pack(struct buf *out, struct slice plain, struct slice dictionary);
/* The same without compressing: for what is small, or sealed. */
void deflate_store(struct buf *out, struct slice plain);
/* The same as a raw stream, which carries no checksum. */
void deflate_pack_raw(struct buf *out, struct slice plain);

/*
 * Append the plain bytes, at most bytes_max.
 * ERR_FORMAT: torn, altered, bytes behind the end, or another dictionary.
 * ERR_LIMIT: it would be longer.
 */
const struct err *deflate_unpack(struct buf *out, struct slice packed,
    struct slice dictionary, size_t bytes_max) MUST_CHECK;

/*
 * A zlib stream that passes by inside other bytes: its plain bytes are counted
 * and its end is found, the first of them are kept, nothing else. Begin anew
 * with passage_begin(); an end that was reached is told by *ended.
 */
enum { PASSAGE_FIRST_BYTES = 32 };

struct passage;
struct passage *passage_new(void);
void passage_free(struct passage *passage);	/* NULL is allowed */
void passage_begin(struct passage *passage);
/*
 * Take from the front of bytes what belongs to the stream.
 * ERR_FORMAT: torn, altered, or made with a dictionary. ERR_LIMIT: over
 * plain_bytes_max in all.
 */
const struct err *passage_feed(struct passage *passage, struct slice *bytes,
    uint64_t plain_bytes_max, bool *ended) MUST_CHECK;
uint64_t passage_bytes(const struct passage *passage);	/* plain, so far */
struct slice passage_first(const struct passage *passage);

/*
 * A raw stream, as zip files hold it: unpacked piece by piece, as the caller
 * has room. Begin with raw_stream_begin(); packed must stay until the end.
 */
struct raw_stream;
struct raw_stream *raw_stream_new(void);
void raw_stream_free(struct raw_stream *stream);	/* NULL is allowed */
void raw_stream_begin(struct raw_stream *stream, struct slice packed);
/*
 * Up to size bytes to out; fewer, and later none, only at the stream's end.
 * ERR_FORMAT: torn or altered.
 */
const struct err *raw_stream_read(struct raw_stream *stream, void *out,
    size_t size, size_t *got) MUST_CHECK;

/* The checksum of zip files, of what came before and these; 0 before any. */
uint32_t deflate_crc32(uint32_t before, struct slice bytes);

#endif
