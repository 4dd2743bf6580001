/*
 * moment.h - civil dates and instants. Gregorian, proleptic; instants are
 * milliseconds since 1970-01-01T00:00:00Z without leap seconds.
 * Algorithms: days from civil, H. Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms".
 */
#ifndef RECOLTE_BASE_MOMENT_H
#define RECOLTE_BASE_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "kit/base/buf.h"

enum { MOMENT_TEXT_MAX = 96 };	/* as far as any seven ints go */

struct civil {
	int year, month, day;			/* month and day from 1 */
	int hour, minute, second, millisecond;
	int offset_minutes;			/* local = UTC + offset */
};

int64_t days_from_civil(int year, int month, int day);	/* 1970-01-01 is 0 */
void civil_from_days(int64_t days, int *year, int *month, int *day);
bool civil_is_date(int year, int month, int day);

struct civil civil_from_ms(int64_t ms, int offset_minutes);
int64_t civil_to_ms(const struct civil *civil);

/* "2024-11-22T09:30:00.000+01:00"; out holds MOMENT_TEXT_MAX. */
void moment_format(char *out, int64_t ms, int offset_minutes);
/* The same, back; also "Z", and without the fraction. False: not one. */
bool moment_parse(struct slice text, int64_t *ms, int *offset_minutes);

#endif
