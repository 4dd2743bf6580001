#include "kit/base/moment.h"

#include "check.h"

static void
days_both_ways(void)
{
	CHECK_INT(days_from_civil(1970, 1, 1), 0);
	CHECK_INT(days_from_civil(2000, 3, 1), 11017);
	CHECK_INT(days_from_civil(1900, 2, 28), -25509);
	for (int64_t d = -800000; d < 800000; d += 97) {
		int y, m, day;

		civil_from_days(d, &y, &m, &day);
		CHECK_INT(days_from_civil(y, m, day), d);
		CHECK(civil_is_date(y, m, day));
	}
	CHECK(civil_is_date(2024, 2, 29));
	CHECK(!civil_is_date(2023, 2, 29) && !civil_is_date(1900, 2, 29));
	CHECK(!civil_is_date(2024, 13, 1) && !civil_is_date(2024, 4, 31));
}

static void
texts_both_ways(void)
{
	char text[MOMENT_TEXT_MAX];
	int64_t ms = 0;
	int offset = 0;

	moment_format(text, 1732264200000, 60);
	CHECK_STR(text, "2024-11-22T09:30:00.000+01:00");
	CHECK(moment_parse(slice_str(text), &ms, &offset));
	CHECK_INT(ms, 1732264200000);
	CHECK_INT(offset, 60);
	moment_format(text, -1, -570);
	CHECK_STR(text, "1969-12-31T14:29:59.999-09:30");
	CHECK(moment_parse(slice_str("2024-11-22T08:30:00Z"), &ms, &offset));
	CHECK_INT(ms, 1732264200000);
}

static void
refuses_what_is_no_moment(void)
{
	static const char *const wrong[] = { "", "2024-11-22",
	    "2024-11-31T00:00:00Z", "2024-11-22T24:00:00Z",
	    "2024-11-22T09:30:00", "2024-11-22T09:30:00+01",
	    "2024-11-22T09:30:00Z ", "2024-11-22 09:30:00Z",
	    "2024-11-22T09:30:00.12Z", "2024-11-22T09:60:00Z" };
	int64_t ms;
	int offset;

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		CHECK_RESULT(!moment_parse(slice_str(wrong[i]), &ms, &offset),
		    "\"%s\" was taken", wrong[i]);
}

int
main(void)
{
	days_both_ways();
	texts_both_ways();
	refuses_what_is_no_moment();
	return CHECK_DONE();
}
