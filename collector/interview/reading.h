/*
 * reading.h - between an answer as XForms writes it and as a person types, picks
 * and reads it: "12,5" and "12.5", "23/11/2026" and "2026-11-23". The same for a
 * page and for a terminal, so that both leave the same answers.
 *
 * A failure is one English line, ERR_FORMAT, that names what is needed and gives
 * an example; failure_say() (formspec/failure.h) says it in French.
 *
 * reading.c          one table: what each type of question reads and shows
 * reading_number.c   numbers, ranges
 * reading_moment.c   dates, months, years, times
 * reading_place.c    points, lines, areas
 * reading_choice.c   names, numbers and labels of choices
 */
#ifndef RECOLTE_COLLECTOR_READING_H
#define RECOLTE_COLLECTOR_READING_H

#include "collector/interview/options.h"
#include "collector/words.h"

/* Who types and reads. */
struct reading {
	enum language language;		/* of the interface: 12,5 or 12.5 */
	/* Minutes of local time at an instant; NULL: as this machine has them. */
	int (*offset_minutes)(int64_t ms);
};

/*
 * Append the answer that a typed text means, "" for an empty one; to be set by
 * instance_set(), which flags what the form has against it. options: those of
 * answer->item, when it has some (options_offered()), else NULL.
 *
 *   text, barcode    as it is, "\r\n" as "\n"; blanks alone are no answer
 *   integer, decimal "12", "12,5", "12.5", "1 234,5"; ends of a range are kept to
 *   select, rank     a number from 1, a name, "=name" or a whole label; several
 *                    with commas or spaces between. For a terminal: a page has
 *                    names, see reading_picked()
 *   acknowledge      "OK", "oui", "yes", "on", "1"
 *   date             "2026-11-23", "23/11/2026", "23.11.2026"; by its appearance
 *                    a month, "2026-11", "11/2026", or a year, "2026"
 *   time             "14:30", "14h30", "14:30:05"; becomes local time
 *   dateTime         a date and a time, "T" or a space between
 *   geopoint         "50.63 3.06", "50,63 3,06", "50.63, 3.06", altitude and
 *                    accuracy if known; traces and shapes with ";" between
 *
 * The text that reading_field() gives for the answer that is there leaves that
 * answer as it is (with its seconds, in its time zone).
 *
 * ERR_FORMAT: it cannot be one; out is as it was. ERR_USAGE: a question that is
 * answered by a file (attachment.h), or by nobody.
 */
const struct err *reading_value(struct buf *out, const struct reading *reading,
    const struct answer *answer, struct options *options, struct slice text)
    MUST_CHECK;

/*
 * The same from a page's check boxes, radio buttons and lists: the names that
 * were picked, for a rank in their order. Empty ones are passed over.
 * ERR_FORMAT: one is not offered (and not the answer already), stands twice in a
 * rank, or is one too many.
 */
const struct err *reading_picked(struct buf *out, const struct answer *answer,
    const struct options *options, const char *const *names, size_t count)
    MUST_CHECK;
/* Is name one of those in the answer of a select or rank? */
bool reading_is_picked(const struct answer *answer, const char *name);

/*
 * Append the text of an answer for a field to type in: what reading_value()
 * reads. Dates and times as <input type="date">, "month", "time" and
 * "datetime-local" want them (2026-11-23, 2026-11, 14:30, 2026-11-23T14:30);
 * numbers with the reader's decimal separator, for type="text" with inputmode.
 * What is not of its type is shown as it is.
 */
void reading_field(struct buf *out, const struct reading *reading,
    const struct answer *answer);

/*
 * Append an answer for people: labels with "; " between (options may be NULL:
 * names), "23/11/2026", "14:30", "12,5", a masked text as dots. Nothing when
 * there is none.
 */
void reading_show(struct buf *out, const struct reading *reading,
    const struct answer *answer, const struct options *options);

/* The same of any text that may be or have been its answer. */
void reading_show_text(struct buf *out, const struct reading *reading,
    const struct item *item, const struct options *options,
    struct slice text);

/* Has its appearance this word, "month-year"? */
bool reading_looks(const struct item *item, const char *word);
/* The number of a parameter, "start"; or otherwise. */
double reading_parameter(const struct item *item, const char *key,
    double otherwise);

#endif
