/*
 * slip.h - what a respondent takes home, printed or sent: the notice, a code
 * that names the interview, and whom to ask for access, correction or erasure.
 *
 * The notice is the group with the role "notice", or named so: its notes, as
 * this interview fills them in. Whom to ask is the answer with the role
 * "contact"; without one, the notice has to say it.
 */
#ifndef RECOLTE_COLLECTOR_SLIP_H
#define RECOLTE_COLLECTOR_SLIP_H

#include "collector/interview/interview.h"
#include "collector/words.h"
#include "kit/record/reference.h"

enum { SLIP_PARAGRAPHS_MAX = 100 };

struct slip {
	const char *title;		/* of the questionnaire */
	const char *date;		/* when the interview began, to the day */
	char reference[REFERENCE_MAX];
	/* Plain text, with newlines where the form has some. */
	const char *heading;		/* of the notice, "" when it has none */
	const char *paragraphs[SLIP_PARAGRAPHS_MAX];
	size_t paragraph_count;
	const char *contact;		/* "" when no answer says it */
};

/* In the interview's language; texts are of arena. */
void slip_of(struct slip *out, struct arena *arena,
    struct interview *interview);
/* Append it as plain text, lines of 72 columns at most, to print or mail. */
void slip_write(struct buf *out, const struct slip *slip,
    enum language language);

#endif
