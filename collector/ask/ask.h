/*
 * ask.h - an interview by plain lines: a question is printed, a line is read.
 * The same from a terminal, a screen reader or a pipe.
 *
 * ask.c          the loop
 * ask_question.c a line that answers a question
 * ask_repeat.c   "add another?", and what goes away or comes back
 * ask_command.c  lines that are no answers: jumps, remarks, sections, language
 * ask_end.c      what stands in the way, and closing
 * ask_show.c     what is printed
 * ask_value.c    what a line means: reading.h, and files
 * ask_parts.c    what these stand on
 */
#ifndef RECOLTE_COLLECTOR_ASK_H
#define RECOLTE_COLLECTOR_ASK_H

#include "collector/interview/interview.h"
#include "collector/interview/reading.h"
#include "collector/interview/stops.h"
#include "collector/session.h"

enum {
	ASK_SHOWN_MAX = 20,		/* choices that are listed at once */
	ASK_FOUND_MAX = 9		/* questions that a jump lists */
};

struct ask {
	struct session *session;
	struct interview *interview;
	struct instance *instance;
	enum language language;
	/* Why what was closed is changed, if it is known; else it is asked. */
	const char *reason;		/* or NULL */
	struct stops stops;
	struct options *options;	/* of the question that is shown */
	/* Ancestors of what was shown last: their titles are not repeated. */
	const struct answer *shown[FORM_DEPTH_MAX + 1];
	size_t shown_count;
	struct stop found[ASK_FOUND_MAX];	/* by the last jump */
	size_t found_count;
	/* What was shown last is not repeated for a line that was no answer. */
	struct stop last;
	bool fresh;			/* it is to be shown all the same */
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

/* ---- for the files of ask alone ---- */

/* Keep it as a draft, left there. */
const struct err *ask_save(struct ask *ask, const struct stop *at) MUST_CHECK;
/* A fault of the form, or of this answer: it must not end the interview. */
bool ask_is_the_forms(const struct err *err);
/* The stops anew; *at becomes the place of stop, or the end. */
const struct err *ask_relist(struct ask *ask, const struct stop *stop,
    size_t *at) MUST_CHECK;
/* y, yes, o, oui, 1: 1; n, no, non, 2: 0; anything else: -1. */
int ask_yes_or_no(const struct ask *ask);

/* The line answers the stop at *at, which moves on. */
const struct err *ask_question(struct ask *ask, size_t *at) MUST_CHECK;
const struct err *ask_repeat(struct ask *ask, size_t *at) MUST_CHECK;
/* *done: the line was no answer, and was dealt with. */
const struct err *ask_command(struct ask *ask, size_t *at, bool *done)
    MUST_CHECK;
/* Shows what stands in the way, reads a line, closes or moves *at. */
const struct err *ask_end(struct ask *ask, size_t *at) MUST_CHECK;

/* ---- showing ---- */

const struct err *ask_show(struct ask *ask, const struct stop *stop)
    MUST_CHECK;
/* Hint, guidance, and what one can type. */
const struct err *ask_show_help(struct ask *ask, const struct stop *stop)
    MUST_CHECK;
/* Choices with that in their labels, with their numbers; how many there are. */
size_t ask_search(struct ask *ask, struct slice word);
/* The next line of input into ask->line; false at the end of it. */
bool ask_read(struct ask *ask);
/* The same without showing it, on a terminal or behind a pipe. */
bool ask_read_secret(struct ask *ask);
void ask_say(const struct ask *ask, enum word word, const char *a,
    const char *b);
/*
 * A long text, broken at words on a screen: before in front of the first line,
 * as many spaces in front of the others.
 */
void ask_lines(const char *before, const char *text);
void ask_print(const char *fmt, ...) PRINTF_LIKE(1, 2);

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
