/* Functions on dates and times. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "formspec/xpath_calendar.h"
#include "formspec/xpath_tree.h"
#include "kit/base/moment.h"

#define DAY_MS 86400000.0
/* Years 0001 to 9999: what has a text. */
#define DAYS_MIN (-719162.0)
#define DAYS_MAX 2932896.0

static bool
to_civil(struct eval *eval, double days, struct civil *civil)
{
	int64_t ms;

	if (!(days >= DAYS_MIN && days <= DAYS_MAX))
		return false;
	ms = (int64_t)llround(days * DAY_MS);
	*civil = civil_from_ms(ms, xpath_offset(eval, ms));
	return true;
}

static bool
is_midnight(const struct civil *civil)
{
	return civil->hour == 0 && civil->minute == 0 && civil->second == 0 &&
	    civil->millisecond == 0;
}

enum date_text { WITH_TIME, TIME_IF_ANY };

static struct value
date_value(struct eval *eval, double days, enum date_text text)
{
	struct value value = { .type = XPATH_DATE, .number = days };
	struct civil c;
	char zoned[MOMENT_TEXT_MAX];

	if (!to_civil(eval, days, &c))
		return value_invalid_date();
	if (text == TIME_IF_ANY && is_midnight(&c)) {
		value.string = arena_printf(eval->arena, "%04d-%02d-%02d",
		    c.year, c.month, c.day);
	} else {
		moment_format(zoned, (int64_t)llround(days * DAY_MS),
		    c.offset_minutes);
		value.string = arena_strdup(eval->arena, zoned);
	}
	return value;
}

/* The midnight that a day began with, here. */
static struct value
day_value(struct eval *eval, const struct civil *c)
{
	char text[24];

	snprintf(text, sizeof(text), "%04d-%02d-%02d", c->year % 10000,
	    c->month, c->day);
	return date_value(eval, xpath_date_parse(eval, text), TIME_IF_ANY);
}

static int64_t
now(struct eval *eval, const struct xpath_expr *call)
{
	const struct xpath_world *world = eval->context->world;

	if (world != NULL && world->now_ms != NULL)
		return world->now_ms(world->data);
	xpath_fail(eval, call, "there is no clock");
	return 0;
}

static struct value
fn_now(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	(void)focus;
	return date_value(eval, (double)now(eval, call) / DAY_MS, WITH_TIME);
}

static struct value
fn_today(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	int64_t ms = now(eval, call);
	struct civil c = civil_from_ms(ms, xpath_offset(eval, ms));

	(void)focus;
	return day_value(eval, &c);
}

/* ---- from a value ---- */

/* A whole number of days is a day here, with the midnight that it began. */
static double
days_of_number(struct eval *eval, double number)
{
	if (xpath_is_strict(eval) || number != floor(number) ||
	    !(number >= DAYS_MIN && number <= DAYS_MAX))
		return number;
	return xpath_midnight(eval, number);
}

/* Days; NaN when it is no date, and *empty when there is nothing at all. */
static double
arg_days(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus, bool *empty)
{
	size_t top = eval->count;
	struct value value = xpath_run(eval, call->first, focus);
	const char *s;
	double days;

	eval->count = top;
	*empty = false;
	if (value.type == XPATH_NUMBER)
		return days_of_number(eval, value.number);
	if (value.type == XPATH_DATE)
		return value.number;
	if (value.type == XPATH_BOOLEAN)
		return NAN;
	s = value_to_string(eval, &value);
	*empty = *s == '\0';
	days = xpath_date_parse(eval, s);
	return isnan(days) ? days_of_number(eval, xpath_text_number(s)) : days;
}

static struct value
convert(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus, enum date_text text)
{
	bool empty;
	double days = arg_days(eval, call, focus, &empty);

	return empty ? value_string("") : date_value(eval, days, text);
}

static struct value
fn_date(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	struct value value = convert(eval, call, focus, TIME_IF_ANY);
	struct civil c;

	/* In a form a date has no time, as in Collect. */
	if (value.type != XPATH_DATE || xpath_is_strict(eval) ||
	    !to_civil(eval, value.number, &c))
		return value;
	return day_value(eval, &c);
}

static struct value
fn_date_time(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	return convert(eval, call, focus, WITH_TIME);
}

static struct value
fn_decimal_date_time(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	size_t top = eval->count;
	struct value value = xpath_run(eval, call->first, focus);
	const char *s;
	double days;

	eval->count = top;
	if (value.type == XPATH_DATE || value.type == XPATH_NUMBER)
		return value_number(value.number);
	s = value_to_string(eval, &value);
	days = value.type == XPATH_BOOLEAN ? NAN : xpath_date_parse(eval, s);
	if (isnan(days) && *s != '\0')
		xpath_fail(eval, call, "\"%.60s\" is not a date", s);
	return value_number(days);
}

static struct value
fn_decimal_time(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	size_t top = eval->count;
	struct value value = xpath_run(eval, call->first, focus);
	const char *s;
	double days;
	struct civil c;

	eval->count = top;
	if (value.type == XPATH_NUMBER)
		return value_number(value.number - floor(value.number));
	s = value_to_string(eval, &value);
	days = xpath_date_parse(eval, s);
	if (isnan(days))
		return value_number(xpath_time_parse(eval, s));
	if (!to_civil(eval, days, &c))
		return value_number(NAN);
	return value_number((((c.hour * 60 + c.minute) * 60 + c.second) *
	    1000.0 + c.millisecond) / DAY_MS);
}

/* ---- to text ---- */

static const struct calendar *
calendar_here(const struct eval *eval)
{
	const struct xpath_form *form = eval->context->form;

	return calendar_of(form && form->language ?
	    form->language(form->data) : "");
}

/* 1970-01-01 was a Thursday. */
static int
weekday(const struct civil *c)
{
	int64_t days = days_from_civil(c->year, c->month, c->day);

	return (int)(((days + 4) % 7 + 7) % 7);
}

/* ISO 8601: a week is of the year in which its Thursday lies. */
static int
week(const struct civil *c)
{
	int64_t days = days_from_civil(c->year, c->month, c->day);
	int64_t thursday = days - (weekday(c) + 6) % 7 + 3;
	struct civil there = civil_from_ms(thursday * 86400000, 0);

	return (int)((thursday - days_from_civil(there.year, 1, 1)) / 7 + 1);
}

static void
add_zone(struct buf *out, int offset)
{
	int minutes = offset < 0 ? -offset : offset;

	buf_addf(out, "%c%02d:%02d", offset < 0 ? '-' : '+', minutes / 60,
	    minutes % 60);
}

/* One directive of the ODK list; false when there is none of that letter. */
static bool
add_directive(struct buf *out, char directive, const struct civil *c,
    const struct calendar *names)
{
	switch (directive) {
	case '%': buf_add_byte(out, '%'); return true;
	case 'Y': buf_addf(out, "%04d", c->year); return true;
	case 'y': buf_addf(out, "%02d", c->year % 100); return true;
	case 'm': buf_addf(out, "%02d", c->month); return true;
	case 'n': buf_addf(out, "%d", c->month); return true;
	case 'B': buf_add(out, names->months[c->month - 1]); return true;
	case 'b': buf_add(out, names->short_months[c->month - 1]); return true;
	case 'd': buf_addf(out, "%02d", c->day); return true;
	case 'e': buf_addf(out, "%d", c->day); return true;
	case 'H': buf_addf(out, "%02d", c->hour); return true;
	case 'h': buf_addf(out, "%d", c->hour); return true;
	case 'M': buf_addf(out, "%02d", c->minute); return true;
	case 'S': buf_addf(out, "%02d", c->second); return true;
	case '3': buf_addf(out, "%03d", c->millisecond); return true;
	case 'A': buf_add(out, names->days[weekday(c)]); return true;
	case 'a': buf_add(out, names->short_days[weekday(c)]); return true;
	case 'W': buf_addf(out, "%d", week(c)); return true;
	case 'Z': add_zone(out, c->offset_minutes); return true;
	default: return false;
	}
}

/* A date or a moment; or the answer to a time, which has no day of its own. */
static bool
arg_civil(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus, struct civil *civil)
{
	bool empty;
	double days = arg_days(eval, call, focus, &empty);

	if (empty || !isnan(days))
		return !empty && to_civil(eval, days, civil);
	days = xpath_time_parse(eval, xpath_run_string(eval, call->first,
	    focus));
	if (isnan(days))
		return false;
	*civil = civil_from_ms((int64_t)llround(days * DAY_MS), 0);
	return true;
}

static struct value
fn_format(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const char *at = xpath_run_string(eval, xpath_arg(call, 1), focus);
	const struct calendar *names = calendar_here(eval);
	struct buf out = BUF_INIT;
	struct civil civil;

	if (!arg_civil(eval, call, focus, &civil))
		return value_string("");
	for (; *at != '\0' && out.len <= XPATH_TEXT_BYTES_MAX; at++) {
		if (*at != '%')
			buf_add_byte(&out, (uint8_t)*at);
		else if (!add_directive(&out, *++at, &civil, names)) {
			xpath_fail(eval, call, "unknown directive \"%%%.1s\"",
			    at);
			break;
		}
	}
	return value_string(xpath_keep(eval, &out));
}

const struct xpath_function xpath_fn_date[] = {
	{ "now", 0, 0, FN_VOLATILE, fn_now },
	{ "today", 0, 0, FN_VOLATILE, fn_today },
	{ "date", 1, 1, 0, fn_date },
	{ "date-time", 1, 1, 0, fn_date_time },
	{ "decimal-date-time", 1, 1, 0, fn_decimal_date_time },
	{ "decimal-time", 1, 1, 0, fn_decimal_time },
	{ "format-date", 2, 2, FN_STRING, fn_format },
	{ "format-date-time", 2, 2, FN_STRING, fn_format },
	{ NULL, 0, 0, 0, NULL }
};
