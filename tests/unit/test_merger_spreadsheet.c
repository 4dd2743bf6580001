#include "merger/export/spreadsheet.h"
#include "tests/unit/check.h"

static void
gives(const char *csv, const char *expected)
{
	struct buf out = BUF_INIT;

	CHECK_OK(spreadsheet_write(&out, slice_str(csv)));
	CHECK_STR(buf_str(&out), expected);
	buf_free(&out);
}

int
main(void)
{
	struct buf out = BUF_INIT;

	gives("a,b\r\n1,é\r\n", "\xef\xbb\xbf" "a;b\r\n1;é\r\n");
	/* Codes keep their zeroes, whatever Excel thinks of them. */
	gives("a,b\r\n02157,59009\r\n",
	    "\xef\xbb\xbf" "a;b\r\n\"=\"\"02157\"\"\";59009\r\n");
	gives("a,b\r\n1234567890123456,123456789012345\r\n",
	    "\xef\xbb\xbf" "a;b\r\n\"=\"\"1234567890123456\"\"\";"
	    "123456789012345\r\n");
	/* Nothing else becomes a formula, and a lone zero stays a number. */
	gives("a,b\r\n0,'=HYPERLINK(0)\r\n",
	    "\xef\xbb\xbf" "a;b\r\n0;'=HYPERLINK(0)\r\n");
	gives("a,b\r\n02 60,\"x;\"\"y\"\"\r\nz\"\r\n",
	    "\xef\xbb\xbf" "a;b\r\n02 60;\"x;\"\"y\"\"\r\nz\"\r\n");
	CHECK_ERR(spreadsheet_write(&out, slice_str("a,b\r\n\"x")), ERR_FORMAT,
	    "quote");
	return CHECK_DONE();
}
