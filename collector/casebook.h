/*
 * casebook.h - a case as the interviewer sees it: how it stands, who tried to
 * reach the person, when somebody is expected to call again.
 */
#ifndef RECOLTE_COLLECTOR_CASEBOOK_H
#define RECOLTE_COLLECTOR_CASEBOOK_H

#include "collector/session.h"
#include "kit/record/downward.h"

struct case_view {
	struct down_case said;		/* CASE_OPEN when nobody said anything */
	/* Ours and our colleagues', oldest first; ours are by "". */
	struct down_attempt *attempts;
	size_t attempt_count;
	uint64_t count;			/* that there are, told or not */
	/* Of the newest attempt, while the case is open; "" when none. */
	const char *call_back;
};

/* In the session's arena. */
void casebook_view(struct case_view *out, struct arena *arena,
    const struct casework *c);

/* The status in words, with whom, and why. */
void casebook_say_status(struct buf *out, enum language language,
    const struct down_case *said);
/* May an interview with this person begin without a word? */
bool casebook_is_free(const struct down_case *said);

/* Keep an attempt; its id is given here. */
const struct err *casebook_log(struct session *session, struct casework *c,
    struct attempt *attempt) MUST_CHECK;
/* Keep a new case with these fields (".key" among them). */
const struct err *casebook_add(struct session *session, struct casework *c,
    const struct field *fields, size_t count) MUST_CHECK;

#endif
