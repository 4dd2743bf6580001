/* What laptops are called where a reader sees them. */
#include "check.h"
#include "merger/study/roster.h"

static const char taking_part[] = "{\"devices\":{"
    "\"aaaaaaaaaaaaaaaaaaaaaaaaaa\":\"L\xc3\xa9""a\","
    "\"bbbbbbbbbbbbbbbbbbbbbbbbbb\":\"Sam\","
    "\"cccccccccccccccccccccccccc\":\"Sam\","
    "\"dddddddddddddddddddddddddd\":\"up\\u001b[2J\"}}";

static const struct {
	const char *device, *called;
} cases[] = {
	{ "aaaaaaaaaaaaaaaaaaaaaaaaaa", "L\xc3\xa9""a" },
	{ "bbbbbbbbbbbbbbbbbbbbbbbbbb", "Sam (bbbbbbbb)" },
	{ "cccccccccccccccccccccccccc", "Sam (cccccccc)" },
	{ "dddddddddddddddddddddddddd", "up?[2J" },
	{ "eeeeeeeeeeeeeeeeeeeeeeeeee", "eeeeeeee" },
};

int
main(void)
{
	struct json *roster = NULL;

	CHECK_OK(json_parse_canonical(&roster, slice_str(taking_part)));
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf called = BUF_INIT;

		roster_call(&called, roster, cases[i].device);
		CHECK_STR(buf_str(&called), cases[i].called);
		buf_free(&called);
	}
	json_free(roster);
	return CHECK_DONE();
}
