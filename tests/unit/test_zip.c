/*
 * Zip files: what they hold, and what they say of it that is not so.
 */
#include "formspec/zip.h"
#include "kit/base/file.h"
#include "tests/fuzz/zip_pack.h"
#include "tests/unit/check.h"

#define NAME "xl/Sheet.xml"
#define TEXT "0123456789"

/* Where things stand in the zip of one(): a header, a name, a text, a line. */
enum {
	LOCAL = 0, LOCAL_NAME = 30, DATA = LOCAL_NAME + sizeof(NAME) - 1,
	LINE = DATA + sizeof(TEXT) - 1, END = LINE + 46 + sizeof(NAME) - 1
};

static void
one(struct buf *out)
{
	struct zip_pack pack = { BUF_INIT, BUF_INIT, 0 };

	zip_pack_add(&pack, slice_str(NAME), slice_str(TEXT));
	zip_pack_end(&pack);
	buf_add_slice(out, buf_slice(&pack.bytes));
	zip_pack_free(&pack);
}

/* A file to its end, in pieces of so many bytes. */
static const struct err *
read_all(struct buf *out, struct slice bytes, const char *name, size_t piece)
{
	struct zip *zip;
	const struct err *err = zip_open(&zip, bytes);
	uint8_t room[64];
	size_t got;

	if (err)
		return err;
	err = zip_begin(zip, name);
	for (got = 1; !err && got > 0;) {
		err = zip_read(zip, room, piece, &got);
		if (!err)
			buf_append(out, room, got);
	}
	zip_close(zip);
	return err;
}

static void
test_stored(void)
{
	struct buf bytes = BUF_INIT, text = BUF_INIT;
	struct zip *zip;

	one(&bytes);
	for (size_t piece = 1; piece <= 20; piece++) {
		buf_reset(&text);
		CHECK_OK(read_all(&text, buf_slice(&bytes), "XL/sheet.XML",
		    piece));
		CHECK_STR(buf_str(&text), TEXT);
	}
	CHECK_OK(zip_open(&zip, buf_slice(&bytes)));
	CHECK(zip_has(zip, NAME));
	CHECK(!zip_has(zip, "xl/sheet"));
	CHECK_ERR(zip_begin(zip, "xl/sheet"), ERR_NOT_FOUND, "");
	zip_close(zip);
	/* A comment, or what a mail program put behind. */
	buf_add(&bytes, "some words that are no zip");
	buf_reset(&text);
	CHECK_OK(read_all(&text, buf_slice(&bytes), NAME, 64));
	CHECK_STR(buf_str(&text), TEXT);
	buf_free(&bytes);
	buf_free(&text);
}

/* Of two files with one name, the first. */
static void
test_twice(void)
{
	struct zip_pack pack = { BUF_INIT, BUF_INIT, 0 };
	struct buf text = BUF_INIT;

	zip_pack_add(&pack, slice_str("a"), slice_str("first"));
	zip_pack_add(&pack, slice_str("A"), slice_str("second"));
	zip_pack_add(&pack, slice_str("b"), SLICE_EMPTY);
	zip_pack_end(&pack);
	CHECK_OK(read_all(&text, buf_slice(&pack.bytes), "A", 64));
	CHECK_STR(buf_str(&text), "first");
	buf_reset(&text);
	CHECK_OK(read_all(&text, buf_slice(&pack.bytes), "b", 64));
	CHECK_INT(text.len, 0);
	buf_free(&text);
	zip_pack_free(&pack);
}

/* Packed files, whole and torn; the text of one of them is known. */
static void
test_deflated(void)
{
	struct buf bytes = BUF_INIT, whole = BUF_INIT, pieces = BUF_INIT;
	struct zip_pack run = { BUF_INIT, BUF_INIT, 0 };

	CHECK_OK(file_read(&bytes, "cases/workbook/cells.xlsx", 1 << 20));
	CHECK_OK(read_all(&whole, buf_slice(&bytes), "xl/workbook.xml", 64));
	CHECK_OK(read_all(&pieces, buf_slice(&bytes), "xl/workbook.xml", 7));
	CHECK(whole.len > 100);
	CHECK(slice_equal(buf_slice(&whole), buf_slice(&pieces)));
	zip_pack_add_run(&run, slice_str("a"), slice_str("b"), 'c', 1000);
	zip_pack_end(&run);
	CHECK_ERR(read_all(&whole, buf_slice(&run.bytes), "a", 64), ERR_FORMAT,
	    "checksum");
	/* The packed bytes begin behind header and name. */
	run.bytes.data[31] = 0xff;
	CHECK_ERR(read_all(&whole, buf_slice(&run.bytes), "a", 64), ERR_FORMAT,
	    "unpack");
	zip_pack_free(&run);
	buf_free(&bytes);
	buf_free(&whole);
	buf_free(&pieces);
}

/* One byte of it says something else. */
static const struct {
	size_t at;
	uint8_t byte;
	const char *message;
} lies[] = {
	{ DATA, 'x', "checksum" },
	{ LINE + 16, 0, "checksum" },
	{ LINE + 24, 9, "size" },		/* unpacked */
	{ LINE + 24, 11, "size" },
	{ LINE + 20, 9, "size" },		/* packed */
	{ LINE + 21, 1, "where it should be" },
	{ LINE + 42, 1, "where it should be" },
	{ LINE + 45, 0x80, "where it should be" },
	{ LOCAL, 'p', "where it should be" },
	{ LOCAL_NAME, 'X', "where it should be" },
	{ LOCAL + 26, 11, "where it should be" },
	{ LINE + 8, 1, "password" },
	{ LINE + 10, 14, "method 14" },
	{ LINE + 10, 8, "unpack" },
	{ LINE, 'p', "directory" },
	{ LINE + 28, 0xff, "directory" },	/* length of the name */
	{ LINE + 30, 0xff, "directory" },	/* of further fields */
	{ END, 'p', "end is missing" },
	{ END + 4, 1, "end is missing" },	/* another disk */
	{ END + 10, 2, "directory" },		/* files */
	{ END + 14, 1, "directory" },		/* bytes of the directory */
	{ END + 16, 1, "directory" },		/* where it begins */
	{ END + 19, 0x80, "directory" }
};

static void
test_lies(void)
{
	for (size_t i = 0; i < sizeof(lies) / sizeof(*lies); i++) {
		struct buf bytes = BUF_INIT, text = BUF_INIT;

		one(&bytes);
		CHECK_INT(bytes.len, END + 22);
		bytes.data[lies[i].at] = lies[i].byte;
		CHECK_ERR(read_all(&text, buf_slice(&bytes), NAME, 64),
		    ERR_FORMAT, lies[i].message);
		buf_free(&bytes);
		buf_free(&text);
	}
}

/* Cut anywhere, in memory that ends there: no byte is missed. */
static void
test_cut(void)
{
	struct buf bytes = BUF_INIT, text = BUF_INIT;

	one(&bytes);
	for (size_t len = 0; len < bytes.len; len++) {
		struct buf cut = BUF_INIT;

		buf_append(&cut, bytes.data, len);
		CHECK_ERR(read_all(&text, buf_slice(&cut), NAME, 64),
		    ERR_FORMAT, "torn");
		buf_free(&cut);
	}
	buf_free(&bytes);
	buf_free(&text);
}

/* ---- Zip64: the numbers stand elsewhere ---- */

static void
add_number(struct buf *out, uint64_t v, int bytes)
{
	for (; bytes > 0; bytes--, v >>= 8)
		buf_add_byte(out, (uint8_t)v);
}

static void
set_number(struct buf *out, size_t at, uint64_t v, int bytes)
{
	for (; bytes > 0; bytes--, v >>= 8)
		out->data[at++] = (uint8_t)v;
}

/* The zip of one(), its end and its line as a streaming program writes them. */
static void
large(struct buf *out, uint64_t count)
{
	size_t end64_at;

	one(out);
	out->len = END;
	set_number(out, LINE + 20, 0xffffffff, 4);
	set_number(out, LINE + 24, 0xffffffff, 4);
	set_number(out, LINE + 42, 0xffffffff, 4);
	set_number(out, LINE + 30, 6 + 4 + 24, 2);
	add_number(out, 0x5455, 2);		/* a field of something else */
	add_number(out, 2, 2);
	add_number(out, 0, 2);
	add_number(out, 1, 2);
	add_number(out, 24, 2);
	add_number(out, sizeof(TEXT) - 1, 8);
	add_number(out, sizeof(TEXT) - 1, 8);
	add_number(out, LOCAL, 8);
	end64_at = out->len;
	buf_add(out, "PK\6\6");
	add_number(out, 44, 8);
	add_number(out, 45 | 45 << 16, 4);
	add_number(out, 0, 8);			/* disks */
	add_number(out, count, 8);
	add_number(out, count, 8);
	add_number(out, end64_at - LINE, 8);
	add_number(out, LINE, 8);
	buf_add(out, "PK\6\7");
	add_number(out, 0, 4);
	add_number(out, end64_at, 8);
	add_number(out, 1, 4);
	buf_add(out, "PK\5\6");
	add_number(out, 0, 4);
	add_number(out, 0xffffffff, 4);		/* files, twice */
	add_number(out, 0xffffffff, 4);
	add_number(out, 0xffffffff, 4);
	add_number(out, 0, 2);
}

static void
test_zip64(void)
{
	struct buf bytes = BUF_INIT, text = BUF_INIT;
	size_t locator;

	large(&bytes, 1);
	CHECK_OK(read_all(&text, buf_slice(&bytes), NAME, 64));
	CHECK_STR(buf_str(&text), TEXT);
	locator = bytes.len - 22 - 20;
	set_number(&bytes, locator + 8, UINT64_MAX - 3, 8);
	CHECK_ERR(read_all(&text, buf_slice(&bytes), NAME, 64), ERR_FORMAT,
	    "end is missing");
	buf_reset(&bytes);
	large(&bytes, 1);
	set_number(&bytes, LINE + 46 + sizeof(NAME) - 1 + 6 + 4 + 16,
	    UINT64_MAX - 3, 8);
	CHECK_ERR(read_all(&text, buf_slice(&bytes), NAME, 64), ERR_FORMAT,
	    "where it should be");
	buf_reset(&bytes);
	large(&bytes, ZIP_FILES_MAX + 1);
	CHECK_ERR(read_all(&text, buf_slice(&bytes), NAME, 64), ERR_LIMIT,
	    "more than 65535 files");
	buf_free(&bytes);
	buf_free(&text);
}

/* What is made is read again, and says nothing of the day it was made on. */
static void
test_made(void)
{
	struct zip_writer made = ZIP_WRITER_INIT;
	struct buf long_text = BUF_INIT, text = BUF_INIT;

	for (int i = 0; i < 100000; i++)
		buf_addf(&long_text, "%d ", i % 977);
	zip_add(&made, "long", buf_slice(&long_text));
	zip_add(&made, "empty", SLICE_EMPTY);
	CHECK(made.bytes.len < long_text.len / 4);
	CHECK_OK(zip_finish(&made));
	CHECK_OK(read_all(&text, buf_slice(&made.bytes), "LONG", 61));
	CHECK(slice_equal(buf_slice(&text), buf_slice(&long_text)));
	buf_reset(&text);
	CHECK_OK(read_all(&text, buf_slice(&made.bytes), "empty", 61));
	CHECK_INT(text.len, 0);
	made.count = ZIP_FILES_MAX;
	CHECK_ERR(zip_finish(&made), ERR_LIMIT, "more than 65534 files");
	zip_writer_free(&made);
	buf_free(&long_text);
	buf_free(&text);
}

int
main(void)
{
	test_stored();
	test_twice();
	test_deflated();
	test_lies();
	test_cut();
	test_zip64();
	test_made();
	return CHECK_DONE();
}
