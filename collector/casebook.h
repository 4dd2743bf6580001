/*
 * casebook.h - a case as the interviewer sees it: what it is called
 * (case_name.c), how it stands, who tried to reach the person, which interviews
 * there are with it, when somebody is expected to call again.
 *
 * How it stands is the coordinators' word, and what was done here since: what
 * they have not merged yet, or never spoke about. A refusal that was noted
 * makes it refused until an attempt with another outcome (kit/record/outcome.h),
 * a final interview answered (a no to taking part: refused).
 */
#ifndef RECOLTE_COLLECTOR_CASEBOOK_H
#define RECOLTE_COLLECTOR_CASEBOOK_H

#include "collector/session.h"
#include "kit/record/downward.h"

/* One of ours about a case. */
struct case_interview {
	char id[UUID_TEXT_MAX];
	const char *key;		/* of the case */
	enum record_state state;	/* good with is_closed */
	bool has_draft, is_closed, declined, merged;
	int64_t created_ms, changed_ms;
};

/* In the order of their making; in the session's arena. */
struct case_interviews {
	struct case_interview *items;
	size_t count, capacity;
};

struct case_view {
	struct down_case said;		/* CASE_OPEN when nobody said anything */
	/* The newest to go on with, and the newest that was closed; or NULL. */
	const struct case_interview *draft, *closed;
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
/* Our interviews that are about a case. */
const struct err *casebook_interviews(struct case_interviews *out,
    const struct session *session) MUST_CHECK;
/* In arena; points into interviews. */
void casebook_view(struct case_view *out, struct arena *arena,
    const struct casework *c, const struct case_interviews *interviews);

/* What is known of it: of the frame, or what was added here. */
const struct fields *casebook_known(const struct casework *c);
/* Who, where, as what, then the rest, in arena; not the record's own fields. */
struct field *casebook_in_order(struct arena *arena, const struct field *items,
    size_t count, size_t *n);
/*
 * "Agnès Müller, Centre social, directrice", in arena; never a telephone. Its
 * key when no more is known.
 */
const char *casebook_name(struct arena *arena, const struct casework *c);
/* Of the case with that key or id; the key itself when it is not here. */
const struct err *casebook_name_of_key(const char **out,
    const struct session *session, struct arena *arena, const char *key) MUST_CHECK;

/* "an interview was begun (1d29a372)", or that one is partial; or nothing. */
void casebook_say_interview(struct buf *out, enum language language,
    const struct case_view *view);
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
