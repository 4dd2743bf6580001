#include "kit/base/text.h"

#include "check.h"

static void
folds_for_comparing(void)
{
	static const char *const cases[][2] = {
		{ "Saint-Quentin", "saint quentin" },
		{ "  L'Œuvre, d’Été  ", "l oeuvre d ete" },
		{ "ÇA ÎLE ÑANDÚ", "ca ile nandu" },
		{ "e\xcc\x81t\xc3\xa9", "ete" },	/* both normal forms */
		{ "", "" }, { "--", "" }, { "Straße 12", "strasse 12" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf b = BUF_INIT;

		text_fold(&b, slice_str(cases[i][0]));
		CHECK_STR(buf_str(&b), cases[i][1]);
		buf_free(&b);
	}
}

static void
normalises(void)
{
	struct buf b = BUF_INIT;

	CHECK_OK(text_nfc(&b, slice_str("e\xcc\x81")));
	CHECK_STR(buf_str(&b), "é");
	CHECK_ERR(text_nfc(&b, slice_of("\xff", 1)), ERR_FORMAT, "UTF-8");
	CHECK_ERR(text_nfc(&b, slice_of("a\0é", 4)), ERR_FORMAT, "UTF-8");
	buf_free(&b);
}

static void
knows_utf8(void)
{
	CHECK(text_is_valid(slice_str("aé€😀")));
	CHECK(!text_is_valid(slice_of("\xc0\xaf", 2)));		/* overlong */
	CHECK(!text_is_valid(slice_of("\xed\xa0\x80", 3)));	/* surrogate */
	CHECK(!text_is_valid(slice_of("a\0b", 3)));
	CHECK(!text_is_valid(slice_of("\xe2\x82", 2)));		/* torn */
	CHECK_INT(text_length(slice_str("aé€😀")), 4);
	CHECK_INT(text_columns(slice_str("aé€😀")), 5);
	CHECK_INT(text_columns(slice_str("e\xcc\x81")), 1);
}

static void
finds_the_nearest_word(void)
{
	static const char *const words[] =
	    { "select_one", "select_multiple", "text", "integer" };

	CHECK_STR(text_nearest("selct_one", words, 4), "select_one");
	CHECK_STR(text_nearest("TXET", words, 4), "text");
	CHECK(text_nearest("geopoint", words, 4) == NULL);
	CHECK_INT(text_distance(slice_str("ab"), slice_str("ba"), 9), 1);
	CHECK_INT(text_distance(slice_str("abc"), slice_str(""), 9), 3);
}

static void
parses_numbers(void)
{
	uint64_t v = 0;

	CHECK(text_parse_u64(slice_str("18446744073709551615"), &v));
	CHECK(v == UINT64_MAX);
	CHECK(!text_parse_u64(slice_str("18446744073709551616"), &v));
	CHECK(!text_parse_u64(slice_str("-1"), &v));
	CHECK(!text_parse_u64(slice_str(""), &v));
}

static void
wraps_at_words(void)
{
	static const struct { const char *in, *indent, *out; } cases[] = {
		{ "un deux trois", "", "un deux\ntrois" },
		{ "un deux trois", "  ", "  un deux\n  trois" },
		{ "été été été été", "", "été été\nété été" },
		{ "anticonstitution là", "", "anticonstitution\nlà" },
		{ "a\n\nb  c", "> ", "> a\n> \n> b c" },
		{ "", "  ", "  " },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf b = BUF_INIT;

		text_wrap(&b, slice_str(cases[i].in), 10, cases[i].indent);
		CHECK_STR(buf_str(&b), cases[i].out);
		buf_free(&b);
	}
}

int
main(void)
{
	wraps_at_words();
	folds_for_comparing();
	normalises();
	knows_utf8();
	finds_the_nearest_word();
	parses_numbers();
	return CHECK_DONE();
}
