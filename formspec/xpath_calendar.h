/*
 * xpath_calendar.h - what months and days are called, for format-date().
 */
#ifndef FORMSPEC_XPATH_CALENDAR_H
#define FORMSPEC_XPATH_CALENDAR_H

enum { CALENDAR_WORDS = 3 };

/* From January, and from Sunday; as they stand in a date. */
struct calendar {
	const char *tag;		/* "fr" */
	const char *words[CALENDAR_WORDS];	/* it is called, folded; or NULL */
	const char *months[12], *short_months[12], *days[7], *short_days[7];
};

/*
 * Of a language as a form names it: "fr", "fr-CA", "Français (fr)", "French".
 * One that is not known here gives the English one.
 */
const struct calendar *calendar_of(const char *language);

#endif
