#include <stdlib.h>
#include <string.h>

#include "merger/print.h"
#include "tests/unit/check.h"

static void
clean_is(const char *text, size_t bytes_max, const char *expected)
{
	struct buf out = BUF_INIT;

	buf_add(&out, "<");
	print_clean(&out, text, bytes_max);
	CHECK_STR(buf_str(&out) + 1, expected);
	buf_free(&out);
}

static void
test_clean(void)
{
	clean_is("", 10, "");
	clean_is("Zoé, 3 ans", 100, "Zoé, 3 ans");
	clean_is("a\x1b[2Jb\r\n\tc\x7f", 100, "a?[2Jb???c?");
	clean_is("\xc2\x9bm", 100, "?m");		/* C1 */
	clean_is("\xe2\x80\xaetxt", 100, "?txt");	/* right to left */
	clean_is("a\xff\xc3", 100, "a??");
	/* Cut between characters, never inside one. */
	clean_is("éé", 3, "é");
	clean_is("éé", 4, "éé");
	clean_is("abc", 0, "");
}

static void
test_count(void)
{
	char text[PRINT_COUNT_MAX];

	CHECK_STR(print_count(text, 0, "row"), "0 rows");
	CHECK_STR(print_count(text, 1, "row"), "1 row");
	CHECK_STR(print_count(text, 2, "change set"), "2 change sets");
}

int
main(void)
{
	test_clean();
	test_count();
	return CHECK_DONE();
}
