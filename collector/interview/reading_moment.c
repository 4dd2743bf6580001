#include <string.h>

#include "collector/interview/reading_parts.h"
#include "kit/base/moment.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"

enum { NUMBERS_MAX = 3, DIGITS_MAX = 4 };

/* Numbers with one of the separators between each two. */
struct numbers {
	int value[NUMBERS_MAX];
	size_t digits[NUMBERS_MAX];
	size_t count;
};

static bool
read_numbers(struct numbers *out, struct slice text, const char *separators)
{
	*out = (struct numbers){ .count = 1 };
	for (size_t i = 0; i < text.len; i++) {
		char c = (char)text.data[i];
		size_t last = out->count - 1;

		if (c >= '0' && c <= '9' && out->digits[last] < DIGITS_MAX) {
			out->value[last] = out->value[last] * 10 + (c - '0');
			out->digits[last]++;
		} else if (c != '\0' && strchr(separators, c) != NULL &&
		    out->digits[last] > 0 && out->count < NUMBERS_MAX) {
			out->count++;
		} else {
			return false;
		}
	}
	return out->digits[out->count - 1] > 0;
}

/*
 * A whole date, or a month without its day. The year stands first or last and
 * has four digits: nobody guesses.
 */
static bool
read_civil(struct civil *out, struct slice text, bool day)
{
	struct numbers n;
	size_t last;

	if (!read_numbers(&n, text, "-/.") || n.count < (day ? 3 : 2) ||
	    (n.count == 3 && n.digits[1] > 2))
		return false;
	last = n.count - 1;
	*out = (struct civil){ .day = 1 };
	if (n.digits[0] == 4 && n.digits[last] <= 2) {
		out->year = n.value[0];
		out->month = n.value[1];
		out->day = n.count == 3 ? n.value[2] : 1;
	} else if (n.digits[last] == 4 && n.digits[0] <= 2) {
		out->year = n.value[last];
		out->month = n.value[last - 1];
		out->day = n.count == 3 ? n.value[0] : 1;
	} else {
		return false;
	}
	return out->year > 0 &&
	    civil_is_date(out->year, out->month, out->day);
}

static const struct err *
read_date(struct buf *out, const struct item *item, struct slice text)
{
	struct numbers n;
	struct civil c;
	bool year = reading_looks(item, "year");
	bool month = reading_looks(item, "month-year");

	if (read_civil(&c, text, !year && !month)) {
		/* What is not asked for is the first, as in ODK Collect. */
		c.month = year ? 1 : c.month;
		c.day = year || month ? 1 : c.day;
	} else if (year && read_numbers(&n, text, "") && n.digits[0] == 4 &&
	    n.value[0] > 0) {
		c = (struct civil){ .year = n.value[0], .month = 1, .day = 1 };
	} else if (year) {
		return err_new(ERR_FORMAT, "a year is needed, such as 2026");
	} else if (month) {
		return err_new(ERR_FORMAT, "a month is needed, such as 2026-11 "
		    "or 11/2026");
	} else {
		return err_new(ERR_FORMAT, "a date is needed, such as "
		    "2026-11-23 or 23/11/2026");
	}
	buf_addf(out, "%04d-%02d-%02d", c.year, c.month, c.day);
	return NULL;
}

static bool
read_clock(struct civil *c, struct slice text)
{
	struct numbers n;

	/* "14h" is an hour, to the minute. */
	if (text.len > 1 && (text.data[text.len - 1] == 'h' ||
	    text.data[text.len - 1] == 'H')) {
		if (!read_numbers(&n, slice_of(text.data, text.len - 1), ""))
			return false;
	} else if (!read_numbers(&n, text, ":hH") || n.count < 2) {
		return false;
	}
	c->hour = n.value[0];
	c->minute = n.value[1];
	c->second = n.value[2];
	return n.digits[0] <= 2 && n.digits[1] <= 2 && n.digits[2] <= 2 &&
	    c->hour < 24 && c->minute < 60 && c->second < 60;
}

static int
offset_at(const struct reading *reading, int64_t ms)
{
	return reading->offset_minutes != NULL ? reading->offset_minutes(ms) :
	    platform_local_offset_minutes(ms);
}

/* What local clocks differ by then; around a change either may be meant. */
static int
offset_of(const struct reading *reading, struct civil c)
{
	c.offset_minutes = 0;
	c.offset_minutes = offset_at(reading, civil_to_ms(&c));
	return offset_at(reading, civil_to_ms(&c));
}

static void
add_clock(struct buf *out, const struct civil *c, int offset)
{
	int ahead = offset < 0 ? -offset : offset;

	buf_addf(out, "%02d:%02d:%02d.000%c%02d:%02d", c->hour, c->minute,
	    c->second, offset < 0 ? '-' : '+', ahead / 60, ahead % 60);
}

static const struct err *
read_time(struct buf *out, const struct reading *reading, struct slice text)
{
	struct civil c = { .year = 1970 };

	if (!read_clock(&c, text))
		return err_new(ERR_FORMAT, "a time is needed, such as 14:30");
	add_clock(out, &c, offset_at(reading, platform_now_ms()));
	return NULL;
}

/* Behind the date: "T", or spaces with perhaps an "à" or "at". */
static struct slice
clock_part(struct slice rest)
{
	static const char *const joints[] = { "\xc3\xa0", "at", "T" };

	rest = text_trim(rest);
	for (size_t i = 0; i < sizeof(joints) / sizeof(*joints); i++) {
		size_t len = strlen(joints[i]);

		if (rest.len > len && memcmp(rest.data, joints[i], len) == 0)
			return text_trim(slice_of(rest.data + len,
			    rest.len - len));
	}
	return rest;
}

static const struct err *
read_datetime(struct buf *out, const struct reading *reading,
    struct slice text)
{
	struct civil c, clock;
	int64_t ms;
	int offset;
	size_t len = 0;

	/* With its own zone, as XForms writes it. */
	if (moment_parse(text, &ms, &offset)) {
		buf_add_slice(out, text);
		return NULL;
	}
	while (len < text.len && text.data[len] != 'T' && text.data[len] != ' ')
		len++;
	if (!read_civil(&c, slice_of(text.data, len), true) ||
	    !read_clock(&clock, clock_part(slice_of(text.data + len,
	    text.len - len))))
		return err_new(ERR_FORMAT, "a date and a time are needed, such "
		    "as 2026-11-23 14:30");
	c.hour = clock.hour;
	c.minute = clock.minute;
	c.second = clock.second;
	buf_addf(out, "%04d-%02d-%02dT", c.year, c.month, c.day);
	add_clock(out, &c, offset_of(reading, c));
	return NULL;
}

const struct err *
reading_moment(struct buf *out, const struct reading *reading,
    const struct item *item, struct slice text)
{
	if (item->value_type == V_DATE)
		return read_date(out, item, text);
	return item->value_type == V_TIME ? read_time(out, reading, text) :
	    read_datetime(out, reading, text);
}

/* ---- shown ---- */

static void
show_date(struct buf *out, const struct item *item, struct slice value,
    bool field)
{
	const char *s = (const char *)value.data;
	bool month = reading_looks(item, "month-year");

	if (reading_looks(item, "year"))
		buf_append(out, s, 4);
	else if (field)
		buf_append(out, s, month ? 7 : 10);
	else if (month)
		buf_addf(out, "%.2s/%.4s", s + 5, s);
	else
		buf_addf(out, "%.2s/%.2s/%.4s", s + 8, s + 5, s);
}

/* "14:30", and its seconds only if there are some. */
static void
show_clock(struct buf *out, struct slice value)
{
	bool seconds = value.len >= 8 && value.data[5] == ':' &&
	    memcmp(value.data + 6, "00", 2) != 0;

	buf_append(out, value.data, seconds ? 8 : 5);
}

/* In local time, whatever zone it was written in. */
static void
show_instant(struct buf *out, const struct reading *reading,
    const struct item *item, int64_t ms, bool field)
{
	char text[MOMENT_TEXT_MAX];

	moment_format(text, ms, offset_at(reading, ms));
	show_date(out, item, slice_of(text, 10), field);
	buf_add(out, field ? "T" : " ");
	show_clock(out, slice_str(text + 11));
}

void
reading_show_moment(struct buf *out, const struct reading *reading,
    const struct item *item, struct slice value, bool field)
{
	int64_t ms;
	int offset;

	if (item->value_type == V_DATE && value.len >= 10) {
		show_date(out, item, value, field);
	} else if (item->value_type == V_TIME && value.len >= 5) {
		show_clock(out, value);
	} else if (item->value_type == V_DATETIME &&
	    moment_parse(value, &ms, &offset)) {
		show_instant(out, reading, item, ms, field);
	} else if (item->value_type == V_DATETIME && value.len >= 16) {
		/* Without a zone: as it stands. */
		show_date(out, item, value, field);
		buf_add(out, field ? "T" : " ");
		show_clock(out, slice_of(value.data + 11, value.len - 11));
	} else {
		buf_add_slice(out, value);
	}
}
