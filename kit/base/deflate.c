#include "kit/base/deflate.h"

#include <limits.h>
#include <string.h>

#include <zlib.h>

#include "kit/base/mem.h"

enum {
	CHUNK_BYTES = 16 << 10,
	MEMORY_LEVEL = 8		/* zlib's own default */
};

/* zlib's memory comes from mem.h too: its functions then cannot run short. */
static void *
zlib_alloc(void *data, unsigned count, unsigned size)
{
	(void)data;
	return mem_alloc_n(count, size);
}

static void
zlib_free(void *data, void *p)
{
	(void)data;
	mem_free(p);
}

/* zlib counts in unsigned int: feed at most that much at a time. */
static void
feed(z_stream *z, struct slice *left)
{
	uInt now = left->len < UINT_MAX ? (uInt)left->len : UINT_MAX;

	if (z->avail_in > 0 || now == 0)
		return;
	z->next_in = (z_const Bytef *)left->data;
	z->avail_in = now;
	left->data += now;
	left->len -= now;
}

static void
pack(struct buf *out, struct slice plain, struct slice dictionary,
    int window_bits)
{
	z_stream z = { .zalloc = zlib_alloc, .zfree = zlib_free };
	uint8_t chunk[CHUNK_BYTES];
	int rc;

	deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, window_bits,
	    MEMORY_LEVEL, Z_DEFAULT_STRATEGY);
	if (dictionary.len > 0)
		deflateSetDictionary(&z, dictionary.data,
		    (uInt)dictionary.len);
	do {
		feed(&z, &plain);
		z.next_out = chunk;
		z.avail_out = sizeof(chunk);
		rc = deflate(&z, plain.len > 0 ? Z_NO_FLUSH : Z_FINISH);
		buf_append(out, chunk, sizeof(chunk) - z.avail_out);
	} while (rc == Z_OK);
	deflateEnd(&z);
	mem_wipe(chunk, sizeof(chunk));
}

void
deflate_pack(struct buf *out, struct slice plain, struct slice dictionary)
{
	pack(out, plain, dictionary, MAX_WBITS);
}

/* Two bytes that say zlib; blocks, each with its length twice; a checksum. */
void
deflate_store(struct buf *out, struct slice plain)
{
	enum { STORED_BYTES_MAX = 65535 };
	uint32_t sum = plain.len == 0 ? 1 :
	    (uint32_t)adler32_z(1, plain.data, plain.len);
	size_t at = 0;

	buf_append(out, "\x78\x01", 2);
	do {
		size_t len = plain.len - at < STORED_BYTES_MAX ?
		    plain.len - at : STORED_BYTES_MAX;
		const uint8_t head[] = { at + len == plain.len,
			(uint8_t)len, (uint8_t)(len >> 8),
			(uint8_t)~len, (uint8_t)(~len >> 8) };

		buf_append(out, head, sizeof(head));
		if (len > 0)
			buf_append(out, plain.data + at, len);
		at += len;
	} while (at < plain.len);
	buf_add_u32(out, sum);
}

void
deflate_pack_raw(struct buf *out, struct slice plain)
{
	pack(out, plain, SLICE_EMPTY, -MAX_WBITS);
}

/*
 * A stream that was made with a dictionary asks for it, by its checksum, and
 * one that was made without does not: both must be what the caller expects.
 */
static const struct err *
inflate_all(struct buf *out, z_stream *z, struct slice packed,
    struct slice dictionary, size_t bytes_max)
{
	uint8_t chunk[CHUNK_BYTES];
	bool asked = false;
	size_t total = 0;
	int rc = Z_OK;

	while (rc != Z_STREAM_END) {
		feed(z, &packed);
		z->next_out = chunk;
		z->avail_out = sizeof(chunk);
		rc = inflate(z, Z_NO_FLUSH);
		if (rc == Z_NEED_DICT && dictionary.len > 0 && !asked) {
			asked = true;
			rc = inflateSetDictionary(z, dictionary.data,
			    (uInt)dictionary.len);
		}
		total += sizeof(chunk) - z->avail_out;
		if (total > bytes_max)
			return err_new(ERR_LIMIT,
			    "unpacks to more than %zu bytes", bytes_max);
		buf_append(out, chunk, sizeof(chunk) - z->avail_out);
		if (rc != Z_OK && rc != Z_STREAM_END)
			return err_new(ERR_FORMAT, rc == Z_NEED_DICT ||
			    asked ? "torn, or packed with another dictionary" :
			    "torn or altered: it does not unpack");
	}
	if (z->avail_in > 0 || packed.len > 0)
		return err_new(ERR_FORMAT, "bytes behind the packed data");
	if (asked != (dictionary.len > 0))
		return err_new(ERR_FORMAT, "packed without its dictionary");
	return NULL;
}

const struct err *
deflate_unpack(struct buf *out, struct slice packed, struct slice dictionary,
    size_t bytes_max)
{
	z_stream z = { .zalloc = zlib_alloc, .zfree = zlib_free };
	size_t before = out->len;
	const struct err *err;

	if (inflateInit(&z) != Z_OK)
		return err_new(ERR_INTERNAL, "zlib does not start");
	err = inflate_all(out, &z, packed, dictionary, bytes_max);
	inflateEnd(&z);
	if (err && out->data != NULL) {
		out->len = before;
		out->data[before] = '\0';
	}
	return err;
}

struct passage {
	z_stream z;
	uint64_t plain_bytes;
	uint8_t first[PASSAGE_FIRST_BYTES];
	size_t first_len;
};

struct passage *
passage_new(void)
{
	struct passage *passage = mem_alloc(sizeof(*passage));

	passage->z = (z_stream){ .zalloc = zlib_alloc, .zfree = zlib_free };
	/* Its memory comes from mem.h: only another zlib could refuse. */
	if (inflateInit(&passage->z) != Z_OK)
		passage->z.state = NULL;
	return passage;
}

void
passage_free(struct passage *passage)
{
	if (!passage)
		return;
	inflateEnd(&passage->z);
	mem_free(passage);
}

void
passage_begin(struct passage *passage)
{
	passage->plain_bytes = 0;
	passage->first_len = 0;
	if (passage->z.state)
		inflateReset(&passage->z);
}

static void
keep_first(struct passage *passage, const uint8_t *bytes, size_t len)
{
	size_t room = sizeof(passage->first) - passage->first_len;

	if (len > room)
		len = room;
	memcpy(passage->first + passage->first_len, bytes, len);
	passage->first_len += len;
}

const struct err *
passage_feed(struct passage *passage, struct slice *bytes,
    uint64_t plain_bytes_max, bool *ended)
{
	z_stream *z = &passage->z;
	uint8_t chunk[CHUNK_BYTES];
	int rc = Z_OK;

	*ended = false;
	while (rc == Z_OK && (bytes->len > 0 || z->avail_in > 0)) {
		size_t len;

		feed(z, bytes);
		z->next_out = chunk;
		z->avail_out = sizeof(chunk);
		rc = inflate(z, Z_NO_FLUSH);
		len = sizeof(chunk) - z->avail_out;
		keep_first(passage, chunk, len);
		passage->plain_bytes += len;
		if (passage->plain_bytes > plain_bytes_max)
			return err_new(ERR_LIMIT, "unpacks to more than it "
			    "may");
	}
	/* What zlib has not used follows the stream. */
	bytes->data -= z->avail_in;
	bytes->len += z->avail_in;
	z->avail_in = 0;
	*ended = rc == Z_STREAM_END;
	if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR)
		return err_new(ERR_FORMAT, "torn or altered: it does not "
		    "unpack");
	return NULL;
}

uint64_t
passage_bytes(const struct passage *passage)
{
	return passage->plain_bytes;
}

struct slice
passage_first(const struct passage *passage)
{
	return slice_of(passage->first, passage->first_len);
}

struct raw_stream {
	z_stream z;
	struct slice packed;		/* that zlib has not been given */
	bool started, ended;
};

struct raw_stream *
raw_stream_new(void)
{
	struct raw_stream *stream = mem_alloc(sizeof(*stream));

	stream->z = (z_stream){ .zalloc = zlib_alloc, .zfree = zlib_free };
	stream->started = inflateInit2(&stream->z, -MAX_WBITS) == Z_OK;
	return stream;
}

void
raw_stream_free(struct raw_stream *stream)
{
	if (!stream)
		return;
	inflateEnd(&stream->z);
	mem_free(stream);
}

void
raw_stream_begin(struct raw_stream *stream, struct slice packed)
{
	stream->packed = packed;
	stream->z.avail_in = 0;
	stream->ended = false;
	if (stream->started)
		inflateReset(&stream->z);
}

/*
 * Z_FINISH: what has room enough is unpacked in one go, without zlib keeping
 * the last bytes for itself; what has not goes on with the next piece.
 */
const struct err *
raw_stream_read(struct raw_stream *stream, void *out, size_t size, size_t *got)
{
	z_stream *z = &stream->z;
	uInt room = size < UINT_MAX ? (uInt)size : UINT_MAX;
	int rc = Z_BUF_ERROR;

	*got = 0;
	if (!stream->started)
		return err_new(ERR_INTERNAL, "zlib does not start");
	z->next_out = out;
	z->avail_out = room;
	while (rc == Z_BUF_ERROR && z->avail_out > 0 && !stream->ended) {
		feed(z, &stream->packed);
		rc = inflate(z, Z_FINISH);
		stream->ended = rc == Z_STREAM_END;
		if (rc == Z_BUF_ERROR && z->avail_out > 0 &&
		    stream->packed.len == 0)
			rc = Z_DATA_ERROR;
	}
	*got = room - z->avail_out;
	if (stream->ended || rc == Z_BUF_ERROR)
		return NULL;
	return err_new(ERR_FORMAT, "torn or altered: it does not unpack");
}

uint32_t
deflate_crc32(uint32_t before, struct slice bytes)
{
	uLong crc = before;

	while (bytes.len > 0) {
		uInt now = bytes.len < UINT_MAX ? (uInt)bytes.len : UINT_MAX;

		crc = crc32(crc, bytes.data, now);
		bytes = slice_of(bytes.data + now, bytes.len - now);
	}
	return (uint32_t)crc;
}
