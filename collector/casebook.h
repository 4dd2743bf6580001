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

/* All cases of store_cases(), by key; in the session's arena. */
const struct err *casebook_list(struct casework **cases, size_t *count,
    struct session *session) MUST_CHECK;
/* In arena. */
void casebook_view(struct case_view *out, struct arena *arena,
    const struct casework *c);

/* The status in words, with whom, and why. */
void casebook_say_status(struct buf *out, enum language language,
    const struct down_case *said);
/* May an interview with this person begin without a word? */
bool casebook_is_free(const struct down_case *said);

/* "phone" in words, or as it is. */
const char *casebook_how(enum language language, const char *how);
/* Is the day of a call-back today, or behind us? "": no. */
bool casebook_is_due(const char *call_back);

/* What was typed, without blanks around and as NFC, in arena. */
const struct err *casebook_text(const char **out, struct arena *arena,
    const char *typed) MUST_CHECK;
/*
 * "2026-11-23T09:30" by this computer's clock, or a moment with its offset;
 * NULL: now. ERR_USAGE: no moment, or one that is still to come.
 */
const struct err *casebook_when(const char **out, struct arena *arena,
    const char *typed) MUST_CHECK;
/*
 * What a new case is called by; typed may be NULL: a key is made that no other
 * laptop makes. ERR_USAGE: there is such a case.
 */
const struct err *casebook_key(const char **out, struct session *session,
    const char *typed) MUST_CHECK;

/* Keep an attempt; its id is given here. */
const struct err *casebook_log(struct session *session, struct casework *c,
    struct attempt *attempt) MUST_CHECK;
/* Keep a new case with these fields (".key" among them). */
const struct err *casebook_add(struct session *session, struct casework *c,
    const struct field *fields, size_t count) MUST_CHECK;

#endif
