#include "kit/exchange/pack_scan.h"

#include <inttypes.h>
#include <string.h>

#include "kit/base/deflate.h"
#include "kit/base/mem.h"
#include "kit/exchange/repo.h"

enum {
	HEAD_BYTES = 12,
	TRAILER_BYTES = 20,
	NUMBER_BYTES_MAX = 10,		/* of 7 bits each */
	SMALL_BYTES_MAX = TRAILER_BYTES	/* the longest of what is held */
};

enum part { PART_HEAD, PART_KIND, PART_OFFSET, PART_NAME, PART_STREAM,
	PART_TRAILER, PART_END };

/* The kinds of git that may come; 0 is none of them. */
enum kind { KIND_COMMIT = 1, KIND_TREE = 2, KIND_BLOB = 3, KIND_BY_OFFSET = 6,
	KIND_BY_NAME = 7 };

struct pack_scan {
	enum part part;
	uint8_t held[SMALL_BYTES_MAX];
	size_t held_len;
	uint32_t objects, seen;
	enum kind kind;
	uint64_t bytes, total;		/* of this object; of all */
	struct passage *passage;
};

struct pack_scan *
pack_scan_new(void)
{
	struct pack_scan *scan = mem_alloc(sizeof(*scan));

	scan->passage = passage_new();
	return scan;
}

void
pack_scan_free(struct pack_scan *scan)
{
	if (!scan)
		return;
	passage_free(scan->passage);
	mem_free(scan);
}

/* Hold what is needed of a part of known length; true when it is there. */
static bool
hold(struct pack_scan *scan, struct slice *bytes, size_t wanted)
{
	size_t len = wanted - scan->held_len;

	if (len > bytes->len)
		len = bytes->len;
	memcpy(scan->held + scan->held_len, bytes->data, len);
	scan->held_len += len;
	*bytes = slice_of(bytes->data + len, bytes->len - len);
	return scan->held_len == wanted;
}

/* The same for a number whose last byte has no high bit. */
static const struct err *
hold_number(struct pack_scan *scan, struct slice *bytes, bool *whole)
{
	*whole = false;
	while (!*whole && bytes->len > 0) {
		if (scan->held_len == NUMBER_BYTES_MAX)
			return err_new(ERR_FORMAT, "a number that does not "
			    "end");
		*whole = !(bytes->data[0] & 0x80);
		(void)hold(scan, bytes, scan->held_len + 1);
	}
	return NULL;
}

static void
begin(struct pack_scan *scan, enum part part)
{
	scan->part = part;
	scan->held_len = 0;
}

static void
begin_object(struct pack_scan *scan)
{
	begin(scan, scan->seen == scan->objects ? PART_TRAILER : PART_KIND);
}

static const struct err *
read_head(struct pack_scan *scan)
{
	struct reader r = reader_of(slice_of(scan->held, HEAD_BYTES));
	uint32_t version;

	if (!slice_equal_str(reader_take(&r, 4), "PACK"))
		return err_new(ERR_FORMAT, "no pack");
	version = reader_u32(&r);
	if (version != 2)
		return err_new(ERR_NEWER, "a pack of version %" PRIu32,
		    version);
	scan->objects = reader_u32(&r);
	if (scan->objects > PACK_OBJECTS_MAX)
		return err_new(ERR_LIMIT, "a pack of %" PRIu32 " objects, over "
		    "%d", scan->objects, PACK_OBJECTS_MAX);
	begin_object(scan);
	return NULL;
}

static uint64_t
bytes_max_of(enum kind kind)
{
	switch (kind) {
	case KIND_COMMIT:
		return repo_bytes_max(OBJECT_COMMIT);
	case KIND_TREE:
		return repo_bytes_max(OBJECT_TREE);
	default:
		return repo_bytes_max(OBJECT_BLOB);
	}
}

static const struct err *
check_bytes(const struct pack_scan *scan, uint64_t bytes)
{
	if (bytes > bytes_max_of(scan->kind))
		return err_new(ERR_LIMIT, "object %" PRIu32 " has %" PRIu64
		    " bytes, more than the %" PRIu64 " allowed", scan->seen + 1,
		    bytes, bytes_max_of(scan->kind));
	if (bytes > PACK_PLAIN_TOTAL_MAX - scan->total)
		return err_new(ERR_LIMIT, "its objects have more than %" PRIu64
		    " bytes together", PACK_PLAIN_TOTAL_MAX);
	return NULL;
}

/* The first byte holds kind and four bits, each other one seven bits more. */
static const struct err *
read_kind(struct pack_scan *scan)
{
	static const enum part next[8] = { [KIND_COMMIT] = PART_STREAM,
		[KIND_TREE] = PART_STREAM, [KIND_BLOB] = PART_STREAM,
		[KIND_BY_OFFSET] = PART_OFFSET, [KIND_BY_NAME] = PART_NAME };
	const struct err *err;
	unsigned shift = 4;

	scan->kind = (enum kind)((scan->held[0] >> 4) & 7);
	if (next[scan->kind] == PART_HEAD)
		return err_new(ERR_FORMAT, "object %" PRIu32 " is no commit, "
		    "tree or file", scan->seen + 1);
	scan->bytes = scan->held[0] & 15;
	for (size_t i = 1; i < scan->held_len; i++, shift += 7) {
		uint64_t bits = scan->held[i] & 0x7f;

		if (shift > 56 && bits)
			return err_new(ERR_LIMIT, "object %" PRIu32 ": its "
			    "size is no number of bytes", scan->seen + 1);
		if (shift <= 56)
			scan->bytes |= bits << shift;
	}
	err = check_bytes(scan, scan->bytes);
	begin(scan, next[scan->kind]);
	passage_begin(scan->passage);
	return err;
}

/* How much a delta makes stands at its beginning, behind its base's size. */
static const struct err *
made_by_delta(const struct pack_scan *scan, uint64_t *out)
{
	struct reader r = reader_of(passage_first(scan->passage));

	for (int number = 0; number < 2; number++) {
		unsigned shift = 0;
		uint8_t byte;

		*out = 0;
		do {
			byte = reader_u8(&r);
			if (shift > 56 && (byte & 0x7f))
				return err_new(ERR_LIMIT, "object %" PRIu32
				    ": a delta without measure",
				    scan->seen + 1);
			if (shift <= 56)
				*out |= (uint64_t)(byte & 0x7f) << shift;
			shift += 7;
		} while (byte & 0x80);
		/* libgit2 holds the base whole to apply a delta to it. */
		if (*out > repo_bytes_max(OBJECT_BLOB))
			return check_bytes(scan, *out);
	}
	return r.failed ? err_new(ERR_FORMAT, "object %" PRIu32
	    ": a torn delta", scan->seen + 1) : NULL;
}

static const struct err *
end_object(struct pack_scan *scan)
{
	uint64_t bytes = passage_bytes(scan->passage);
	const struct err *err = NULL;

	if (bytes != scan->bytes)
		return err_new(ERR_FORMAT, "object %" PRIu32 " has %" PRIu64
		    " bytes, not the %" PRIu64 " that it says", scan->seen + 1,
		    bytes, scan->bytes);
	if (scan->kind == KIND_BY_OFFSET || scan->kind == KIND_BY_NAME)
		err = made_by_delta(scan, &bytes);
	if (!err)
		err = check_bytes(scan, bytes);
	if (err)
		return err;
	scan->total += bytes;
	scan->seen++;
	begin_object(scan);
	return NULL;
}

static const struct err *
feed_stream(struct pack_scan *scan, struct slice *bytes)
{
	const struct err *err;
	bool ended;

	err = passage_feed(scan->passage, bytes, scan->bytes, &ended);
	if (err)
		return err_in(err, "object %" PRIu32, scan->seen + 1);
	return ended ? end_object(scan) : NULL;
}

static const struct err *
feed_part(struct pack_scan *scan, struct slice *bytes)
{
	const struct err *err;
	bool whole;

	switch (scan->part) {
	case PART_HEAD:
		return hold(scan, bytes, HEAD_BYTES) ? read_head(scan) : NULL;
	case PART_KIND:
		err = hold_number(scan, bytes, &whole);
		return !err && whole ? read_kind(scan) : err;
	case PART_OFFSET:
		err = hold_number(scan, bytes, &whole);
		if (!err && whole)
			begin(scan, PART_STREAM);
		return err;
	case PART_NAME:
		if (hold(scan, bytes, OID_BYTES))
			begin(scan, PART_STREAM);
		return NULL;
	case PART_STREAM:
		return feed_stream(scan, bytes);
	case PART_TRAILER:
		if (hold(scan, bytes, TRAILER_BYTES))
			begin(scan, PART_END);
		return NULL;
	case PART_END:
		break;
	}
	return err_new(ERR_FORMAT, "bytes behind its end");
}

const struct err *
pack_scan_feed(struct pack_scan *scan, struct slice bytes)
{
	const struct err *err = NULL;

	while (!err && bytes.len > 0)
		err = feed_part(scan, &bytes);
	return err;
}

const struct err *
pack_scan_end(const struct pack_scan *scan)
{
	if (scan->part == PART_END)
		return NULL;
	if (scan->part == PART_HEAD)
		return err_new(ERR_FORMAT, "torn: it ends where its pack "
		    "begins");
	return err_new(ERR_FORMAT, "torn: it ends after %" PRIu32 " of %"
	    PRIu32 " objects", scan->seen, scan->objects);
}
