#include "kit/base/buf.h"
#include "kit/base/mem.h"

#include "check.h"

static void
builds_strings(void)
{
	struct buf b = BUF_INIT;

	CHECK_STR(buf_str(&b), "");
	buf_add(&b, "a");
	buf_addf(&b, "%d-%s", 42, "é");
	CHECK_STR(buf_str(&b), "a42-é");
	buf_reset(&b);
	buf_add_u16(&b, 0x0102);
	buf_add_u32(&b, 0x03040506);
	buf_add_u64(&b, 0x0708090a0b0c0d0e);
	CHECK_INT(b.len, 14);
	for (size_t i = 0; i < b.len; i++)
		CHECK_INT(b.data[i], i + 1);
	buf_free(&b);
}

static void
base64_both_ways(void)
{
	/* RFC 4648, section 10 */
	static const char *const pairs[][2] = { { "", "" }, { "f", "Zg==" },
	    { "fo", "Zm8=" }, { "foo", "Zm9v" }, { "foob", "Zm9vYg==" },
	    { "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" } };
	static const char *const wrong[] = { "Z", "Zg", "Zg=", "Zg==Zg==",
	    "Zh==", "Zm9=", "Zm 9", "=m9v", "Z===" };

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		struct buf b = BUF_INIT, back = BUF_INIT;

		buf_add_base64(&b, slice_str(pairs[i][0]));
		CHECK_STR(buf_str(&b), pairs[i][1]);
		CHECK_OK(buf_from_base64(&back, buf_slice(&b)));
		CHECK_STR(buf_str(&back), pairs[i][0]);
		buf_free(&b);
		buf_free(&back);
	}
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct buf b = BUF_INIT;

		CHECK_ERR(buf_from_base64(&b, slice_str(wrong[i])), ERR_FORMAT,
		    "not base64");
		CHECK_INT(b.len, 0);
		buf_free(&b);
	}
}

static void
hex_both_ways(void)
{
	struct buf b = BUF_INIT;
	uint8_t four[4];

	buf_add_hex(&b, slice_of("\x00\x7f\xff", 3));
	CHECK_STR(buf_str(&b), "007fff");
	CHECK(hex_decode(four, 4, slice_str("deadbeef")));
	CHECK_INT(four[3], 0xef);
	CHECK(!hex_decode(four, 4, slice_str("DEADBEEF")));
	CHECK(!hex_decode(four, 4, slice_str("deadbee")));
	CHECK_ERR(buf_from_hex(&b, slice_str("0g")), ERR_FORMAT, "hexadecimal");
	buf_free(&b);
}

static void
reads_to_the_end_and_no_further(void)
{
	struct reader r = reader_of(slice_of("\x01\x00\x02\xff", 4));

	CHECK_INT(reader_u8(&r), 1);
	CHECK_INT(reader_u16(&r), 2);
	CHECK(!r.failed);
	CHECK_INT(reader_u32(&r), 0);
	CHECK(r.failed);
	CHECK_INT(reader_u8(&r), 0);	/* once failed, always failed */
}

int
main(void)
{
	builds_strings();
	base64_both_ways();
	hex_both_ways();
	reads_to_the_end_and_no_further();
	return CHECK_DONE();
}
