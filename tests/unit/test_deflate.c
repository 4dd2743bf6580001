#include "check.h"

#include "kit/base/crypto.h"
#include "kit/base/deflate.h"

static void
test_deflate(void)
{
	static const char text[] = "{\"q1\":\"oui\",\"q2\":\"oui\"}";
	struct slice plain = slice_str(text);
	struct slice dictionary = slice_str("\"q1\":\"oui\",\"q2\":\"non\"");
	struct slice other = slice_str("\"q1\":\"non\",\"q2\":\"oui\"");
	struct buf packed = BUF_INIT, with = BUF_INIT, out = BUF_INIT;

	deflate_pack(&packed, plain, SLICE_EMPTY);
	deflate_pack(&with, plain, dictionary);
	CHECK(with.len < packed.len);
	CHECK_OK(deflate_unpack(&out, buf_slice(&packed), SLICE_EMPTY, 100));
	CHECK_OK(deflate_unpack(&out, buf_slice(&with), dictionary,
	    plain.len));
	CHECK(slice_equal(slice_of(out.data, plain.len), plain));
	CHECK(slice_equal(slice_of(out.data + plain.len, plain.len), plain));
	buf_reset(&out);

	CHECK_ERR(deflate_unpack(&out, buf_slice(&with), dictionary,
	    plain.len - 1), ERR_LIMIT, "unpacks to more than");
	CHECK_ERR(deflate_unpack(&out, buf_slice(&with), SLICE_EMPTY, 100),
	    ERR_FORMAT, "another dictionary");
	CHECK_ERR(deflate_unpack(&out, buf_slice(&with), other, 100),
	    ERR_FORMAT, "another dictionary");
	CHECK_ERR(deflate_unpack(&out, buf_slice(&packed), dictionary, 100),
	    ERR_FORMAT, "without its dictionary");
	for (size_t len = 0; len < packed.len; len++)
		CHECK_ERR(deflate_unpack(&out, slice_of(packed.data, len),
		    SLICE_EMPTY, 100), ERR_FORMAT, "torn");
	buf_add_byte(&packed, 0);
	CHECK_ERR(deflate_unpack(&out, buf_slice(&packed), SLICE_EMPTY, 100),
	    ERR_FORMAT, "bytes behind");
	CHECK_INT(out.len, 0);
	buf_free(&packed);
	buf_free(&with);
	buf_free(&out);
}

/* Longer than a chunk, and what does not shrink. */
static void
test_deflate_long(void)
{
	struct buf plain = BUF_INIT, packed = BUF_INIT, out = BUF_INIT;
	size_t len = 100 << 10;

	crypto_random(buf_extend(&plain, len), len);
	memset(plain.data + len / 2, 'x', len / 4);
	deflate_pack(&packed, buf_slice(&plain), SLICE_EMPTY);
	CHECK_OK(deflate_unpack(&out, buf_slice(&packed), SLICE_EMPTY, len));
	CHECK(slice_equal(buf_slice(&plain), buf_slice(&out)));
	buf_reset(&out);
	CHECK_ERR(deflate_unpack(&out, buf_slice(&packed), SLICE_EMPTY,
	    len - 1), ERR_LIMIT, "");
	CHECK_INT(out.len, 0);
	packed.len = 0;
	deflate_pack(&packed, SLICE_EMPTY, SLICE_EMPTY);
	CHECK_OK(deflate_unpack(&out, buf_slice(&packed), SLICE_EMPTY, 0));
	CHECK_INT(out.len, 0);
	buf_free(&plain);
	buf_free(&packed);
	buf_free(&out);
}

int
main(void)
{
	CHECK_OK(crypto_start());
	test_deflate();
	test_deflate_long();
	return CHECK_DONE();
}
