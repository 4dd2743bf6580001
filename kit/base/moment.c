#include "kit/base/moment.h"

#include <stdio.h>
#include <stdlib.h>

int64_t
days_from_civil(int year, int month, int day)
{
	int64_t y = (int64_t)year - (month <= 2), era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + doe - 719468;
}

void
civil_from_days(int64_t days, int *year, int *month, int *day)
{
	int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	*day = (int)(doy - (153 * mp + 2) / 5 + 1);
	*month = (int)(mp < 10 ? mp + 3 : mp - 9);
	*year = (int)(yoe + era * 400 + (*month <= 2));
}

bool
civil_is_date(int year, int month, int day)
{
	static const unsigned char lengths[] =
	    { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month >= 1 && month <= 12 && day >= 1 &&
	    day <= lengths[month - 1] + (month == 2 && leap);
}

struct civil
civil_from_ms(int64_t ms, int offset_minutes)
{
	const int64_t day_ms = 86400000;
	int64_t local = ms + (int64_t)offset_minutes * 60000;
	int64_t days = local / day_ms - (local % day_ms < 0);
	int rest = (int)(local - days * day_ms);
	struct civil c = { .offset_minutes = offset_minutes };

	civil_from_days(days, &c.year, &c.month, &c.day);
	c.hour = rest / 3600000;
	c.minute = rest / 60000 % 60;
	c.second = rest / 1000 % 60;
	c.millisecond = rest % 1000;
	return c;
}

int64_t
civil_to_ms(const struct civil *c)
{
	int64_t days = days_from_civil(c->year, c->month, c->day);
	int64_t minutes = days * 1440 + c->hour * 60 + c->minute -
	    c->offset_minutes;

	return minutes * 60000 + c->second * 1000 + c->millisecond;
}

void
moment_format(char *out, int64_t ms, int offset_minutes)
{
	struct civil c = civil_from_ms(ms, offset_minutes);
	int offset = abs(offset_minutes);

	snprintf(out, MOMENT_TEXT_MAX,
	    "%04d-%02d-%02dT%02d:%02d:%02d.%03d%c%02d:%02d", c.year, c.month,
	    c.day, c.hour, c.minute, c.second, c.millisecond,
	    offset_minutes < 0 ? '-' : '+', offset / 60, offset % 60);
}

/* Exactly n digits, as a number; -1 when they are not there. */
static int
digits(struct slice *s, size_t n)
{
	int v = 0;

	if (s->len < n)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (s->data[i] < '0' || s->data[i] > '9')
			return -1;
		v = v * 10 + (s->data[i] - '0');
	}
	s->data += n;
	s->len -= n;
	return v;
}

static bool
literal(struct slice *s, char c)
{
	if (s->len == 0 || s->data[0] != (uint8_t)c)
		return false;
	s->data++;
	s->len--;
	return true;
}

static bool
parse_offset(struct slice *s, int *minutes)
{
	bool west;
	int hours, rest;

	*minutes = 0;
	if (literal(s, 'Z'))
		return true;
	west = literal(s, '-');
	if (!west && !literal(s, '+'))
		return false;
	hours = digits(s, 2);
	if (hours < 0 || hours > 14 || !literal(s, ':'))
		return false;
	rest = digits(s, 2);
	*minutes = (west ? -1 : 1) * (hours * 60 + rest);
	return rest >= 0 && rest < 60;
}

static bool
parse_clock(struct slice *s, struct civil *c)
{
	c->hour = digits(s, 2);
	if (c->hour < 0 || c->hour > 23 || !literal(s, ':'))
		return false;
	c->minute = digits(s, 2);
	if (c->minute < 0 || c->minute > 59 || !literal(s, ':'))
		return false;
	c->second = digits(s, 2);
	if (c->second < 0 || c->second > 59)
		return false;
	c->millisecond = literal(s, '.') ? digits(s, 3) : 0;
	return c->millisecond >= 0;
}

bool
moment_parse(struct slice text, int64_t *ms, int *offset_minutes)
{
	struct civil c = { 0 };

	c.year = digits(&text, 4);
	if (c.year < 0 || !literal(&text, '-'))
		return false;
	c.month = digits(&text, 2);
	if (!literal(&text, '-'))
		return false;
	c.day = digits(&text, 2);
	if (!civil_is_date(c.year, c.month, c.day) || !literal(&text, 'T'))
		return false;
	if (!parse_clock(&text, &c) || !parse_offset(&text, &c.offset_minutes))
		return false;
	*ms = civil_to_ms(&c);
	*offset_minutes = c.offset_minutes;
	return text.len == 0;
}
