#include <string.h>

#include "check.h"
#include "kit/base/deflate.h"
#include "kit/exchange/pack_scan.h"

static void
pack_head(struct buf *out, uint32_t objects)
{
	buf_reset(out);
	buf_add(out, "PACK");
	buf_add_u32(out, 2);
	buf_add_u32(out, objects);
}

/* Kind and size as a pack writes them. */
static void
add_size(struct buf *out, unsigned kind, uint64_t size)
{
	uint8_t byte = (uint8_t)(kind << 4 | (size & 15));

	for (size >>= 4; size; size >>= 7) {
		buf_add_byte(out, byte | 0x80);
		byte = size & 0x7f;
	}
	buf_add_byte(out, byte);
}

static void
add_object(struct buf *out, unsigned kind, uint64_t size, struct slice plain)
{
	static const uint8_t name[20] = { 1 };

	add_size(out, kind, size);
	if (kind == 6)
		buf_append(out, "\x81\x01", 2);
	if (kind == 7)
		buf_append(out, name, sizeof(name));
	deflate_pack(out, plain, SLICE_EMPTY);
}

static void
add_trailer(struct buf *out)
{
	static const uint8_t sum[20] = { 2 };

	buf_append(out, sum, sizeof(sum));
}

/* In pieces of that many bytes. */
static const struct err *
scan_in(struct slice bytes, size_t piece)
{
	struct pack_scan *scan = pack_scan_new();
	const struct err *err = NULL;

	while (!err && bytes.len > 0) {
		size_t len = piece < bytes.len ? piece : bytes.len;

		err = pack_scan_feed(scan, slice_of(bytes.data, len));
		bytes = slice_of(bytes.data + len, bytes.len - len);
	}
	if (!err)
		err = pack_scan_end(scan);
	pack_scan_free(scan);
	return err;
}

static void
make_pack(struct buf *out)
{
	/* base of 5 bytes, 300 made; the rest is git's business */
	static const uint8_t delta[] = { 5, 0xac, 2, 0x90, 5 };

	pack_head(out, 5);
	add_object(out, 1, 7, slice_str("commit\n"));
	add_object(out, 2, 4, slice_str("tree"));
	add_object(out, 3, 0, SLICE_EMPTY);
	add_object(out, 6, sizeof(delta), slice_of(delta, sizeof(delta)));
	add_object(out, 7, sizeof(delta), slice_of(delta, sizeof(delta)));
	add_trailer(out);
}

static void
whole_packs_pass(void)
{
	struct buf pack = BUF_INIT;

	make_pack(&pack);
	for (size_t piece = 1; piece <= pack.len; piece++)
		CHECK_OK(scan_in(buf_slice(&pack), piece));
	buf_add_byte(&pack, 0);
	CHECK_ERR(scan_in(buf_slice(&pack), 7), ERR_FORMAT, "behind");
	pack_head(&pack, 0);
	add_trailer(&pack);
	CHECK_OK(scan_in(buf_slice(&pack), 5));
	buf_free(&pack);
}

static void
torn_packs_do_not(void)
{
	struct buf pack = BUF_INIT;

	make_pack(&pack);
	for (size_t len = 0; len < pack.len; len++)
		CHECK_ERR(scan_in(slice_of(pack.data, len), 16), ERR_FORMAT,
		    "torn");
	/* Every bit: an answer, and never more memory than is allowed. */
	for (size_t bit = 0; bit < pack.len * 8; bit++) {
		pack.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
		(void)scan_in(buf_slice(&pack), 64);
		pack.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	buf_free(&pack);
}

/* One object of that kind, that says that size and has those bytes. */
static const struct err *
scan_one(unsigned kind, uint64_t size, struct slice plain)
{
	struct buf pack = BUF_INIT;
	const struct err *err;

	pack_head(&pack, 1);
	add_object(&pack, kind, size, plain);
	add_trailer(&pack);
	err = scan_in(buf_slice(&pack), 1000);
	buf_free(&pack);
	return err;
}

static void
sizes_have_limits(void)
{
	struct buf zeroes = BUF_INIT;
	static const uint8_t greedy[] = { 5, 0x80, 0x80, 0x80, 0x80, 8 },
	    base[] = { 0x80, 0x80, 0x80, 0x80, 8, 5 },
	    endless[] = { 5, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	    0xff, 0xff, 0xff, 0x7f },
	    torn[] = { 5, 0x80 };

	memset(buf_extend(&zeroes, 2 << 20), 0, 2 << 20);
	CHECK_OK(scan_one(3, zeroes.len, buf_slice(&zeroes)));
	CHECK_ERR(scan_one(1, zeroes.len, buf_slice(&zeroes)), ERR_LIMIT,
	    "allowed");
	CHECK_ERR(scan_one(3, UINT64_C(1) << 30, buf_slice(&zeroes)),
	    ERR_LIMIT, "1073741824 bytes");
	CHECK_ERR(scan_one(3, UINT64_MAX, SLICE_EMPTY), ERR_LIMIT, "object 1");
	CHECK_ERR(scan_one(3, 10, buf_slice(&zeroes)), ERR_LIMIT, "unpacks");
	CHECK_ERR(scan_one(3, zeroes.len + 1, buf_slice(&zeroes)), ERR_FORMAT,
	    "that it says");
	CHECK_ERR(scan_one(7, sizeof(greedy), slice_of(greedy,
	    sizeof(greedy))), ERR_LIMIT, "2147483648 bytes");
	CHECK_ERR(scan_one(6, sizeof(base), slice_of(base, sizeof(base))),
	    ERR_LIMIT, "2147483648 bytes");
	CHECK_ERR(scan_one(6, sizeof(endless), slice_of(endless,
	    sizeof(endless))), ERR_LIMIT, "object 1");
	CHECK_ERR(scan_one(6, sizeof(torn), slice_of(torn, sizeof(torn))),
	    ERR_FORMAT, "torn delta");
	buf_free(&zeroes);
}

/* Each allowed alone; together they are a bomb. */
static void
sums_have_limits(void)
{
	/* base of nothing, 64 MiB made */
	static const uint8_t delta[] = { 0, 0x80, 0x80, 0x80, 0x20 };
	struct buf pack = BUF_INIT;

	pack_head(&pack, 200);
	for (int i = 0; i < 200; i++)
		add_object(&pack, 7, sizeof(delta), slice_of(delta,
		    sizeof(delta)));
	add_trailer(&pack);
	CHECK_ERR(scan_in(buf_slice(&pack), 4096), ERR_LIMIT, "together");
	buf_free(&pack);
}

static void
what_is_no_pack_is_refused(void)
{
	struct buf pack = BUF_INIT;

	buf_add(&pack, "PACKAGE OF SOMETHING ELSE, long enough for a head");
	CHECK_ERR(scan_in(buf_slice(&pack), 9), ERR_NEWER, "version");
	pack.data[0] = 'B';
	CHECK_ERR(scan_in(buf_slice(&pack), 9), ERR_FORMAT, "no pack");
	pack_head(&pack, UINT32_MAX);
	CHECK_ERR(scan_in(buf_slice(&pack), 9), ERR_LIMIT,
	    "4294967295 objects");
	for (unsigned kind = 0; kind < 8; kind++)
		if (kind == 0 || kind == 4 || kind == 5)
			CHECK_ERR(scan_one(kind, 1, slice_str("x")),
			    ERR_FORMAT, "no commit, tree or file");
	pack_head(&pack, 1);
	for (int i = 0; i < 20; i++)
		buf_add_byte(&pack, 0xb0);
	CHECK_ERR(scan_in(buf_slice(&pack), 3), ERR_FORMAT, "does not end");
	pack_head(&pack, 1);
	add_size(&pack, 3, 5);
	buf_add(&pack, "no zlib stream here");
	CHECK_ERR(scan_in(buf_slice(&pack), 3), ERR_FORMAT, "unpack");
	buf_free(&pack);
}

int
main(void)
{
	whole_packs_pass();
	torn_packs_do_not();
	sizes_have_limits();
	sums_have_limits();
	what_is_no_pack_is_refused();
	return CHECK_DONE();
}
