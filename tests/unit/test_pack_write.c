/*
 * Packs of our own: git's library finds every object in them, and its bytes hash
 * to its name.
 */
#include "kit/exchange/pack_write.h"

#include "kit/base/file.h"
#include "kit/exchange/sha1.h"
#include "check.h"
#include "scratch.h"

static struct buf folder;

static void
test_sha1(void)
{
	static const struct {
		const char *text, *sum;
	} rows[] = {
		{ "", "da39a3ee5e6b4b0d3255bfef95601890afd80709" },
		{ "abc", "a9993e364706816aba3e25717850c26c9cd0d89d" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		    "84983e441c3bd26ebaae4aa1f95129e5e54670f1" }
	};
	uint8_t sum[SHA1_BYTES];
	char text[2 * SHA1_BYTES + 1];
	struct buf many = BUF_INIT;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		sha1(sum, slice_str(rows[i].text));
		hex_encode(text, sum, sizeof(sum));
		CHECK_STR(text, rows[i].sum);
	}
	for (int i = 0; i < 1000000; i++)
		buf_add_byte(&many, 'a');
	sha1(sum, buf_slice(&many));
	hex_encode(text, sum, sizeof(sum));
	CHECK_STR(text, "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
	buf_free(&many);
}

static struct repo *
new_repo(const char *name)
{
	struct buf path = BUF_INIT;
	struct repo *repo;

	file_join(&path, buf_str(&folder), name);
	CHECK_OK(repo_make(buf_str(&path)));
	CHECK_OK(repo_open(&repo, buf_str(&path)));
	buf_free(&path);
	return repo;
}

/* As git names them; sealed ones are stored, the others compressed. */
static void
test_objects(void)
{
	static const size_t lens[] = { 0, 1, 15, 16, 2047, 2048, 65535, 65536,
		300000 };
	enum { LENS = sizeof(lens) / sizeof(lens[0]), COUNT = 2 * LENS };
	struct repo *from = new_repo("from"), *to = new_repo("to");
	struct repo_object objects[COUNT];
	struct buf bytes[COUNT] = { BUF_INIT }, back = BUF_INIT;

	for (size_t i = 0; i < COUNT; i++) {
		for (size_t at = 0; at < lens[i / 2]; at++)
			buf_add_byte(&bytes[i], at == 0 && i % 2 ? 0x89 :
			    (uint8_t)(at * at >> 3));
		if (lens[i / 2] == 0 && i % 2)
			buf_add(&bytes[i], "x");
		objects[i] = (struct repo_object){ .kind = OBJECT_BLOB,
			.bytes = buf_slice(&bytes[i]) };
		CHECK_OK(repo_write(&objects[i].id, from, OBJECT_BLOB,
		    objects[i].bytes));
	}
	CHECK_OK(repo_write_pack(to, objects, COUNT));
	for (size_t i = 0; i < COUNT; i++) {
		buf_reset(&back);
		CHECK_OK(repo_read(&back, to, &objects[i].id, OBJECT_BLOB,
		    DEPOT_BLOB_BYTES_MAX));
		CHECK(slice_equal(buf_slice(&back), objects[i].bytes));
		buf_free(&bytes[i]);
	}
	repo_close(from);
	repo_close(to);
	buf_free(&back);
}

int
main(void)
{
	CHECK_OK(depot_start());
	CHECK_OK(scratch_make(&folder, "pack_write"));
	test_sha1();
	test_objects();
	CHECK_OK(scratch_remove(buf_str(&folder)));
	buf_free(&folder);
	depot_stop();
	return CHECK_DONE();
}
