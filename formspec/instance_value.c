#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "formspec/instance_internal.h"
#include "kit/base/moment.h"
#include "kit/base/text.h"

enum { INTEGER_DIGITS_MAX = 18, DATE_LEN = 10 };

static bool
is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

/* How many digits s starts with. */
static size_t
digits(struct slice s)
{
	size_t n = 0;

	while (n < s.len && is_digit(s.data[n]))
		n++;
	return n;
}

static struct slice
after(struct slice s, size_t n)
{
	return slice_of(s.data + n, s.len - n);
}

static struct slice
without_sign(struct slice s)
{
	bool has_sign = s.len > 0 && (s.data[0] == '-' || s.data[0] == '+');

	return has_sign ? after(s, 1) : s;
}

static bool
is_any(struct slice s)
{
	(void)s;
	return true;
}

static bool
is_integer(struct slice s)
{
	s = without_sign(s);
	return s.len > 0 && s.len <= INTEGER_DIGITS_MAX &&
	    digits(s) == s.len;
}

static bool
is_decimal(struct slice s)
{
	size_t whole, part = 0;

	s = without_sign(s);
	whole = digits(s);
	s = after(s, whole);
	if (s.len > 0 && s.data[0] == '.') {
		s = after(s, 1);
		part = digits(s);
		s = after(s, part);
	}
	return s.len == 0 && whole + part > 0;
}

static bool
is_boolean(struct slice s)
{
	return slice_equal_str(s, "true") || slice_equal_str(s, "false") ||
	    slice_equal_str(s, "1") || slice_equal_str(s, "0");
}

/* The number in `len` digits from `at`; -1 when they are not all digits. */
static int
number_at(struct slice s, size_t at, size_t len)
{
	int n = 0;

	for (size_t i = at; i < at + len; i++) {
		if (i >= s.len || !is_digit(s.data[i]))
			return -1;
		n = n * 10 + (s.data[i] - '0');
	}
	return n;
}

static bool
is_date(struct slice s)
{
	int year = number_at(s, 0, 4), month = number_at(s, 5, 2),
	    day = number_at(s, 8, 2);

	return s.len == DATE_LEN && s.data[4] == '-' && s.data[7] == '-' &&
	    year >= 0 && month >= 0 && day >= 0 &&
	    civil_is_date(year, month, day);
}

static bool
is_zone(struct slice s)
{
	int hour = number_at(s, 1, 2), minute = number_at(s, 4, 2);

	if (s.len == 0 || slice_equal_str(s, "Z"))
		return true;
	return s.len == 6 && (s.data[0] == '+' || s.data[0] == '-') &&
	    s.data[3] == ':' && hour >= 0 && hour <= 14 &&
	    minute >= 0 && minute < 60;
}

/* HH:MM, then optional seconds, fraction and zone. */
static bool
is_time(struct slice s)
{
	int hour = number_at(s, 0, 2), minute = number_at(s, 3, 2);

	if (s.len < 5 || s.data[2] != ':' || hour < 0 || hour > 23 ||
	    minute < 0 || minute > 59)
		return false;
	s = after(s, 5);
	if (s.len > 0 && s.data[0] == ':') {
		int second = number_at(s, 1, 2);

		if (second < 0 || second > 59)
			return false;
		s = after(s, 3);
		if (s.len > 0 && s.data[0] == '.') {
			size_t part = digits(after(s, 1));

			if (part == 0)
				return false;
			s = after(s, 1 + part);
		}
	}
	return is_zone(s);
}

static bool
is_datetime(struct slice s)
{
	return s.len > DATE_LEN && s.data[DATE_LEN] == 'T' &&
	    is_date(slice_of(s.data, DATE_LEN)) &&
	    is_time(after(s, DATE_LEN + 1));
}

/* The part of s up to a separator; s becomes what is behind it. */
static struct slice
cut(struct slice *s, char separator)
{
	size_t n = 0;
	struct slice part;

	while (n < s->len && s->data[n] != (uint8_t)separator)
		n++;
	part = slice_of(s->data, n);
	*s = after(*s, n < s->len ? n + 1 : n);
	return part;
}

static bool
is_angle(struct slice s, double max)
{
	struct buf text = BUF_INIT;
	struct xpath_value value = { .type = XPATH_STRING };
	double angle;

	if (!is_decimal(s))
		return false;
	buf_add_slice(&text, s);
	value.string = buf_str(&text);
	angle = xpath_to_number(&value);
	buf_free(&text);
	return angle >= -max && angle <= max;
}

/* Latitude and longitude in degrees, then altitude and accuracy in metres. */
static bool
is_geopoint(struct slice s)
{
	size_t extra = 0;

	s = text_trim(s);
	if (!is_angle(cut(&s, ' '), 90) || !is_angle(cut(&s, ' '), 180))
		return false;
	for (; s.len > 0; extra++)
		if (!is_decimal(cut(&s, ' ')))
			return false;
	return extra <= 2;
}

/* How many points there are between semicolons; 0: something else is there. */
static size_t
count_points(struct slice s, struct slice *first, struct slice *last)
{
	size_t count = 0;

	for (s = text_trim(s); s.len > 0; count++) {
		*last = text_trim(cut(&s, ';'));
		if (!is_geopoint(*last))
			return 0;
		if (count == 0)
			*first = *last;
	}
	return count;
}

static bool
is_geotrace(struct slice s)
{
	struct slice first, last;

	return count_points(s, &first, &last) >= 2;
}

static bool
is_geoshape(struct slice s)
{
	struct slice first, last;

	return count_points(s, &first, &last) >= 3 && slice_equal(first, last);
}

static bool (*const checks[])(struct slice) = {
	[V_STRING] = is_any, [V_INT] = is_integer, [V_DECIMAL] = is_decimal,
	[V_BOOLEAN] = is_boolean, [V_DATE] = is_date, [V_TIME] = is_time,
	[V_DATETIME] = is_datetime, [V_GEOPOINT] = is_geopoint,
	[V_GEOTRACE] = is_geotrace, [V_GEOSHAPE] = is_geoshape,
	[V_BINARY] = is_any, [V_BARCODE] = is_any,
};

bool
value_is_type(enum value_type type, struct slice value)
{
	return value.len == 0 || checks[type](value);
}

/* The number behind "start=" or "end="; parameters are tidy by now. */
static bool
range_end(const struct item *item, const char *key, double *out)
{
	const char *at = item->parameters;
	size_t len = strlen(key);

	for (; *at != '\0'; at += *at == ' ') {
		if (strncmp(at, key, len) == 0 && at[len] == '=') {
			*out = strtod(at + len + 1, NULL);
			return true;
		}
		at += strcspn(at, " ");
	}
	return false;
}

bool
value_is_of_item(const struct item *item, struct slice value)
{
	double start, end, number;

	if (!value_is_type(item->value_type, value))
		return false;
	if (item->type != Q_RANGE || value.len == 0 ||
	    !range_end(item, "start", &start) || !range_end(item, "end", &end))
		return true;
	number = xpath_to_number(&(struct xpath_value){ .type = XPATH_STRING,
	    .string = (const char *)value.data });
	return number >= fmin(start, end) && number <= fmax(start, end);
}

/*
 * "+007" is 7, "12,50" is 12.50 and ".5" is 0.5: one number typed in two ways
 * must not be two answers. Zeros behind the point are kept, they may mean
 * precision.
 */
static void
normalise_number(struct buf *out, struct slice s)
{
	bool minus = s.len > 0 && s.data[0] == '-';

	s = without_sign(s);
	while (s.len > 1 && s.data[0] == '0' && is_digit(s.data[1]))
		s = after(s, 1);
	if (s.data[s.len - 1] == '.')
		s.len--;
	if (minus && !slice_equal_str(s, "0"))
		buf_add_byte(out, '-');
	if (s.data[0] == '.')
		buf_add_byte(out, '0');
	buf_add_slice(out, s);
}

static void
with_point(struct buf *out, struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		buf_add_byte(out, s.data[i] == ',' ? '.' : s.data[i]);
}

static void
normalise_decimal(struct buf *out, struct slice s)
{
	struct buf pointed = BUF_INIT;

	with_point(&pointed, s);
	if (is_decimal(buf_slice(&pointed)))
		normalise_number(out, buf_slice(&pointed));
	else
		buf_add_slice(out, s);
	buf_free(&pointed);
}

void
value_normalise(enum value_type type, struct buf *out, struct slice value)
{
	struct slice trimmed = text_trim(value);

	if (type == V_STRING || type == V_BINARY)
		buf_add_slice(out, value);
	else if (type == V_INT && is_integer(trimmed))
		normalise_number(out, trimmed);
	else if (type == V_DECIMAL && trimmed.len > 0)
		normalise_decimal(out, trimmed);
	else if (type == V_DATE && is_datetime(trimmed))
		buf_append(out, trimmed.data, DATE_LEN);
	else
		buf_add_slice(out, trimmed);
}

static void
add_number(struct buf *out, double number)
{
	char text[400];

	if (isnan(number))
		return;
	xpath_number_text(text, number);
	buf_add(out, text);
}

static void
add_days(struct buf *out, double days)
{
	int year, month, day;

	/* Years 0001 to 9999, as ISO 8601 writes them in four digits. */
	if (!(days >= (double)days_from_civil(1, 1, 1) &&
	    days < (double)days_from_civil(10000, 1, 1)))
		return;
	civil_from_days((int64_t)floor(days), &year, &month, &day);
	buf_addf(out, "%04d-%02d-%02d", year, month, day);
}

static void
add_midnight(struct instance *instance, struct buf *out)
{
	const struct xpath_world *world = &instance->setting.world;
	struct slice date = buf_slice(out);
	struct civil civil = {
		.year = number_at(date, 0, 4), .month = number_at(date, 5, 2),
		.day = number_at(date, 8, 2)
	};
	char text[MOMENT_TEXT_MAX];

	civil.offset_minutes = world->offset_minutes(world->data,
	    civil_to_ms(&civil));
	moment_format(text, civil_to_ms(&civil), civil.offset_minutes);
	buf_reset(out);
	buf_add(out, text);
}

void
value_from_xpath(struct instance *instance, enum value_type type,
    struct buf *out, const struct xpath_value *value)
{
	struct buf text = BUF_INIT;

	if (type == V_INT || (type == V_DECIMAL &&
	    value->type != XPATH_NODES && value->type != XPATH_STRING)) {
		double number = xpath_to_number(value);

		add_number(out, type == V_INT ? trunc(number) + 0.0 : number);
		return;
	}
	if (value->type == XPATH_NUMBER && type == V_DATE) {
		add_days(out, value->number);
		return;
	}
	if (value->type == XPATH_NUMBER && isnan(value->number))
		return;		/* what cannot be computed is empty */
	buf_add(&text, xpath_to_string(instance->scratch, value));
	value_normalise(type, out, buf_slice(&text));
	if (type == V_DATETIME && is_date(buf_slice(out)))
		add_midnight(instance, out);
	buf_free(&text);
}
