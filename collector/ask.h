/*
 * ask.h - an interview by plain lines: a question is printed, a line is read.
 * The same from a terminal, a screen reader or a pipe.
 *
 * ask.c          the loop, and the end
 * ask_show.c     what is printed
 * ask_value.c    what a line means: reading.h, and files
 */
#ifndef RECOLTE_COLLECTOR_ASK_H
#define RECOLTE_COLLECTOR_ASK_H

#include "collector/interview.h"
#include "collector/reading.h"
#include "collector/session.h"
#include "collector/stops.h"

enum { ASK_SHOWN_MAX = 20 };		/* choices that are listed at once */

/* ---- the interview ---- */

struct ask {
	struct session *session;
	struct interview *interview;
	struct instance *instance;
	enum language language;
	struct stops stops;
	struct options *options;	/* of the question that is shown */
	/* Ancestors of what was shown last: their titles are not repeated. */
	const struct answer *shown[FORM_DEPTH_MAX + 1];
	size_t shown_count;
	bool begun;			/* something is kept */
	bool review;			/* came from the list at the end */
	bool stopped, input_ended;
	struct buf line;
};

/*
 * From the draft's place (or the beginning) until it is closed, or left as a
 * draft. language: of the form's, for labels.
 */
const struct err *ask_run(struct ask *ask) MUST_CHECK;

/* ---- showing ---- */

const struct err *ask_show(struct ask *ask, const struct stop *stop)
    MUST_CHECK;
/* Hint, guidance, and what one can type. */
const struct err *ask_show_help(struct ask *ask, const struct stop *stop)
    MUST_CHECK;
/* Choices with that in their labels, with their numbers. */
void ask_search(struct ask *ask, struct slice word);
/* The next line of input into ask->line; false at the end of it. */
bool ask_read(struct ask *ask);
void ask_say(const struct ask *ask, enum word word, const char *a,
    const char *b);

/* ---- meaning ---- */

/*
 * Append the answer that a line means for this question; false when it cannot
 * be one, with the reason said.
 */
bool ask_value(struct buf *out, struct ask *ask, struct answer *answer,
    struct slice line);
struct reading ask_reading(const struct ask *ask);
/* A failure, in the reader's language. */
void ask_fail(const struct ask *ask, const struct err *err);

#endif
