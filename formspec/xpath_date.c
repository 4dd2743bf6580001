/* Dates and times as text: reading, and the zone of the world. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "formspec/xpath_tree.h"
#include "kit/base/moment.h"

#define DAY_MS 86400000.0

int
xpath_offset(struct eval *eval, int64_t ms)
{
	const struct xpath_world *world = eval->context->world;

	if (world == NULL || world->offset_minutes == NULL)
		return 0;
	return world->offset_minutes(world->data, ms);
}

/* Exactly `count` digits at *s, which moves behind them; -1 when not. */
static int
digits(const char **s, int count)
{
	int number = 0;

	for (int i = 0; i < count; i++) {
		if ((*s)[i] < '0' || (*s)[i] > '9')
			return -1;
		number = number * 10 + (*s)[i] - '0';
	}
	*s += count;
	return number;
}

static bool
skip(const char **s, char c)
{
	if (**s != c)
		return false;
	(*s)++;
	return true;
}

static bool
read_day(const char **s, struct civil *civil)
{
	civil->year = digits(s, 4);
	if (civil->year < 0 || !skip(s, '-'))
		return false;
	civil->month = digits(s, 2);
	if (civil->month < 0 || !skip(s, '-'))
		return false;
	civil->day = digits(s, 2);
	return civil_is_date(civil->year, civil->month, civil->day);
}

static void
read_fraction(const char **s, struct civil *civil)
{
	int scale = 100;

	for (; **s >= '0' && **s <= '9'; (*s)++, scale /= 10)
		civil->millisecond += scale * (**s - '0');
}

/* "09:30", "09:30:00", "09:30:00.123" */
static bool
read_clock(const char **s, struct civil *civil)
{
	civil->hour = digits(s, 2);
	if (civil->hour < 0 || civil->hour > 23 || !skip(s, ':'))
		return false;
	civil->minute = digits(s, 2);
	if (civil->minute < 0 || civil->minute > 59)
		return false;
	if (!skip(s, ':'))
		return true;
	civil->second = digits(s, 2);
	if (civil->second < 0 || civil->second > 59)
		return false;
	if (skip(s, '.'))
		read_fraction(s, civil);
	return true;
}

/* "Z", "+01:00", "+0100", "+01", or nothing: *has_zone says. */
static bool
read_zone(const char **s, struct civil *civil, bool *has_zone)
{
	int sign = **s == '-' ? -1 : 1, hours, minutes = 0;

	*has_zone = **s != '\0';
	if (!*has_zone || skip(s, 'Z'))
		return true;
	if (!skip(s, '+') && !skip(s, '-'))
		return false;
	hours = digits(s, 2);
	if (hours < 0 || hours > 23)
		return false;
	if (skip(s, ':') || **s != '\0')
		minutes = digits(s, 2);
	if (minutes < 0 || minutes > 59)
		return false;
	civil->offset_minutes = sign * (hours * 60 + minutes);
	return true;
}

/* The instant at which clocks here show this; in a gap, an hour later. */
static int64_t
local_to_ms(struct eval *eval, struct civil *civil)
{
	int64_t shown = civil_to_ms(civil), guess;

	guess = shown - (int64_t)xpath_offset(eval, shown) * 60000;
	return shown - (int64_t)xpath_offset(eval, guess) * 60000;
}

/* What JavaScript's Date prints: "Sun Nov 22 2026 16:43:54 GMT-0700 (...)". */
static bool
read_javascript(const char *s, struct civil *civil)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char month[4], sign;
	int hours, minutes;
	const char *at;

	if (sscanf(s, "%*3[A-Za-z] %3[A-Za-z] %2d %4d %2d:%2d:%2d GMT%c%2d%2d",
	    month, &civil->day, &civil->year, &civil->hour, &civil->minute,
	    &civil->second, &sign, &hours, &minutes) != 9)
		return false;
	at = strstr(months, month);
	if (at == NULL || strlen(month) != 3 || (at - months) % 3 != 0)
		return false;
	civil->month = (int)(at - months) / 3 + 1;
	civil->offset_minutes = (sign == '-' ? -1 : 1) * (hours * 60 + minutes);
	return civil_is_date(civil->year, civil->month, civil->day) &&
	    civil->hour < 24 && civil->minute < 60 && civil->second < 60 &&
	    hours < 24 && minutes < 60;
}

double
xpath_date_parse(struct eval *eval, const char *s)
{
	struct civil civil = { 0 };
	bool has_zone = false;

	if (*s >= 'A' && *s <= 'Z')
		return read_javascript(s, &civil) ?
		    (double)civil_to_ms(&civil) / DAY_MS : NAN;
	if (!read_day(&s, &civil))
		return NAN;
	if (skip(&s, 'T') && (!read_clock(&s, &civil) ||
	    !read_zone(&s, &civil, &has_zone)))
		return NAN;
	if (*s != '\0')
		return NAN;
	return (double)(has_zone ? civil_to_ms(&civil) :
	    local_to_ms(eval, &civil)) / DAY_MS;
}

double
xpath_midnight(struct eval *eval, double day)
{
	struct civil civil = civil_from_ms((int64_t)day * 86400000, 0);

	return (double)local_to_ms(eval, &civil) / DAY_MS;
}

double
xpath_date_number(struct eval *eval, const char *s)
{
	struct civil civil = { 0 };
	const char *day = s;

	if (!xpath_is_strict(eval) && read_day(&day, &civil) && *day == '\0')
		return (double)days_from_civil(civil.year, civil.month,
		    civil.day);
	return xpath_date_parse(eval, s);
}

/* A time with a zone is moved to ours, as it is today. */
double
xpath_time_parse(struct eval *eval, const char *s)
{
	const struct xpath_world *world = eval->context->world;
	struct civil civil = { .year = 1970, .month = 1, .day = 1 };
	bool has_zone;
	double ms;

	if (!read_clock(&s, &civil) || !read_zone(&s, &civil, &has_zone) ||
	    *s != '\0')
		return NAN;
	ms = (double)civil_to_ms(&civil);
	if (has_zone)
		ms += 60000.0 * xpath_offset(eval, world && world->now_ms ?
		    world->now_ms(world->data) : 0);
	return (ms - floor(ms / DAY_MS) * DAY_MS) / DAY_MS;
}
