#include "formspec/workbook_number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/moment.h"

enum number_kind
number_format_kind(const char *code)
{
	bool date = false, time = false, quoted = false;

	for (; *code != '\0' && *code != ';'; code++) {
		if (*code == '"')
			quoted = !quoted;
		else if (*code == '\\' && code[1] != '\0')
			code++;
		else if (*code == '[' && strchr(code, ']') != NULL &&
		    strchr("hms", code[1]) == NULL)
			code = strchr(code, ']');
		else if (!quoted && strchr("yYdD", *code) != NULL)
			date = true;
		else if (!quoted && strchr("hHsS", *code) != NULL)
			time = true;
	}
	return date && time ? NUMBER_DATETIME : date ? NUMBER_DATE :
	    time ? NUMBER_TIME : NUMBER_PLAIN;
}

static void
add_time(struct buf *out, int64_t ms)
{
	buf_addf(out, "%02d:%02d:%02d", (int)(ms / 3600000),
	    (int)(ms / 60000 % 60), (int)(ms / 1000 % 60));
}

/*
 * Days since the workbook's epoch. 1900 was no leap year, but day 60 is its
 * 29 February to every spreadsheet, so that earlier days are off by one.
 */
static void
add_moment(struct buf *out, double days, enum number_kind kind,
    bool epoch_1904)
{
	int64_t ms = (int64_t)floor((days - floor(days)) * 86400000.0 + 0.5);
	int64_t day = (int64_t)floor(days);
	int year, month, date;

	day += ms / 86400000;
	ms %= 86400000;
	if (epoch_1904)
		day += days_from_civil(1904, 1, 1);
	else
		day += days_from_civil(1899, 12, 30) + (day < 60);
	if (kind != NUMBER_TIME) {
		civil_from_days(day, &year, &month, &date);
		buf_addf(out, "%04d-%02d-%02d", year, month, date);
	}
	if (kind == NUMBER_DATETIME && ms != 0)
		buf_add(out, "T");
	if (kind == NUMBER_TIME || (kind == NUMBER_DATETIME && ms != 0))
		add_time(out, ms);
}

/* As few digits as say the same number. */
static void
add_shortest(struct buf *out, double number)
{
	char digits[40];

	for (int precision = 1; precision <= 17; precision++) {
		snprintf(digits, sizeof(digits), "%.*g", precision, number);
		if (strtod(digits, NULL) == number)
			break;
	}
	buf_add(out, digits);
}

void
number_add(struct buf *out, const char *text, enum number_kind kind,
    bool epoch_1904)
{
	char *end;
	double number = strtod(text, &end);

	if (*end != '\0' || !(fabs(number) < 1e15))
		buf_add(out, text);
	else if (kind != NUMBER_PLAIN && number >= 0 && number < 2958466)
		add_moment(out, number, kind, epoch_1904);
	else if (number == floor(number))
		buf_addf(out, "%.0f", number == 0 ? 0.0 : number);
	else
		add_shortest(out, number);
}
