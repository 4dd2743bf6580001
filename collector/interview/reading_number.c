#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/interview/reading_parts.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

enum { DIGITS_MAX = 18, NUMBER_TEXT_MAX = 40 };

/*
 * Digits, "." and "," only: without spaces of any width, apostrophes and the
 * typographer's minus. False: something else is in it, or it is too long.
 */
static bool
plain(char out[NUMBER_TEXT_MAX + 1], struct slice text)
{
	size_t len = 0;

	while (text.len > 0) {
		uint32_t c = text_next(&text);

		if (c == ' ' || c == 0xa0 || c == 0x2009 || c == 0x202f ||
		    c == '\'' || c == 0x2019)
			continue;
		if (c == 0x2212)
			c = '-';
		if (len == NUMBER_TEXT_MAX || c > 0x7f ||
		    strchr("0123456789.,+-", (int)c) == NULL)
			return false;
		out[len++] = (char)c;
	}
	out[len] = '\0';
	return len > 0;
}

static size_t
count_of(const char *s, char c)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += *s == c;
	return n;
}

/* Are there three digits behind each of these, and one to three before? */
static bool
groups(const char *s, char separator)
{
	size_t digits = strspn(s, "0123456789");

	if (digits == 0 || digits > 3 || s[0] == '0')
		return false;
	for (s += digits; *s == separator; s += 4)
		if (strspn(s + 1, "0123456789") != 3)
			return false;
	return *s == '\0' || *s == '.' || *s == ',';
}

/*
 * Which of "." and "," stands before the fraction? The last one, when both are
 * there; one that stands several times does not. One alone before three digits
 * separates thousands in a whole number, and a comma in any English one.
 */
static char
fraction_separator(const struct reading *reading, const char *s, bool whole)
{
	const char *comma = strrchr(s, ','), *point = strrchr(s, '.');
	const char *unsigned_ = s + strspn(s, "+-");

	if (comma != NULL && point != NULL)
		return comma > point ? ',' : '.';
	if (count_of(s, ',') > 1 || (comma != NULL && groups(unsigned_, ',') &&
	    (whole || reading->language == ENGLISH)))
		return '.';
	if (count_of(s, '.') > 1 || (point != NULL && whole &&
	    groups(unsigned_, '.')))
		return ',';
	return comma != NULL ? ',' : '.';
}

/* With a point, and no other separator; false: those are not where they may. */
static bool
with_point(const struct reading *reading, char *s, bool whole)
{
	char fraction = fraction_separator(reading, s, whole);
	char thousands = fraction == ',' ? '.' : ',';
	char *to = s, *at;

	if (strchr(s, thousands) != NULL &&
	    (!groups(s + strspn(s, "+-"), thousands) ||
	    count_of(s, fraction) > 1))
		return false;
	for (at = s; *at != '\0'; at++)
		if (*at != thousands)
			*to++ = *at == fraction ? '.' : *at;
	*to = '\0';
	return true;
}

/* A sign, digits, and perhaps a point between or around them. */
static bool
is_number(const char *s, bool whole)
{
	size_t before, after = 0;

	s += *s == '-' || *s == '+';
	before = strspn(s, "0123456789");
	s += before;
	if (*s == '.' && !whole) {
		after = strspn(s + 1, "0123456789");
		s += 1 + after;
	}
	return *s == '\0' && before + after > 0 &&
	    before + after <= DIGITS_MAX;
}

static bool
is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

void
reading_show_number(struct buf *out, const struct reading *reading,
    const struct item *item, struct slice value, bool field)
{
	bool french = reading->language == FRENCH;
	bool grouped = !field && reading_looks(item, "thousands-sep");
	bool fraction = false;
	size_t whole = 0;

	while (whole < value.len && value.data[whole] != '.')
		whole++;
	for (size_t i = 0; i < value.len; i++) {
		uint8_t c = value.data[i];

		if (grouped && !fraction && i > 0 && is_digit(c) &&
		    is_digit(value.data[i - 1]) && (whole - i) % 3 == 0)
			/* A narrow space that no line breaks at. */
			buf_add(out, french ? "\xe2\x80\xaf" : ",");
		fraction = fraction || c == '.';
		buf_add_byte(out, c == '.' && french ? ',' : c);
	}
}

/* A number of the form, for a message. */
static void
add_bound(struct buf *out, const struct reading *reading,
    const struct item *item, double number)
{
	char text[NUMBER_TEXT_MAX];

	snprintf(text, sizeof(text), "%.10g", number);
	reading_show_number(out, reading, item, slice_str(text), true);
}

/* Between the ends of a range, and on one of its steps. */
static const struct err *
check_range(const struct reading *reading, const struct item *item,
    double number)
{
	const struct err *err = NULL;
	double start = reading_parameter(item, "start", 1);
	double end = reading_parameter(item, "end", 10);
	double step = fabs(reading_parameter(item, "step", 1));
	double times = step > 0 ? (number - start) / step : 0;
	struct buf from = BUF_INIT, to = BUF_INIT, by = BUF_INIT;

	/* Decimals such as 0.1 are not exact: a little room on both sides. */
	if (number >= fmin(start, end) && number <= fmax(start, end) &&
	    fabs(times - round(times)) < 1e-6)
		return NULL;
	add_bound(&from, reading, item, fmin(start, end));
	add_bound(&to, reading, item, fmax(start, end));
	add_bound(&by, reading, item, step);
	if (step > 0 && step != 1)
		err = err_new(ERR_FORMAT, "a number from %s to %s is needed, in "
		    "steps of %s", buf_str(&from), buf_str(&to), buf_str(&by));
	else
		err = err_new(ERR_FORMAT, "a number from %s to %s is needed",
		    buf_str(&from), buf_str(&to));
	buf_free(&from);
	buf_free(&to);
	buf_free(&by);
	return err;
}

const struct err *
reading_number(struct buf *out, const struct reading *reading,
    const struct item *item, struct slice text)
{
	const struct err *err = NULL;
	char number[NUMBER_TEXT_MAX + 1];
	bool whole = item->value_type == V_INT;

	if (!plain(number, text) || !with_point(reading, number, whole) ||
	    !is_number(number, whole))
		return whole ? err_new(ERR_FORMAT, "a whole number is needed, "
		    "such as 12") : err_new(ERR_FORMAT, "a number is needed, "
		    "such as 0.5");
	if (item->type == Q_RANGE)
		err = check_range(reading, item, strtod(number, NULL));
	if (!err)
		buf_add(out, number);
	return err;
}
