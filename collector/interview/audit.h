/*
 * audit.h - the trail of an interview, where its form has a row of type "audit":
 * what was on the screen from when to when, what was changed to what. A CSV
 * file, audit.csv, as ODK Collect writes it: event, node, start and end in
 * milliseconds since 1970; latitude, longitude, accuracy with location-priority;
 * old-value, new-value with track-changes; user with identify-user;
 * change-reason with track-changes-reasons. See
 * https://getodk.github.io/xforms-spec/client-audit-logs
 *
 * It grows in memory, is saved with each draft (interview_save(), also in the
 * drafts that travel), and becomes the file of the audit question when the
 * interview ends (interview_end()); a correction goes on in the same file.
 * Answers of personal questions are not repeated in it.
 *
 * Every function does nothing when the form asks for no trail, or when
 * audit_begin() was not called: what imports or corrects from a command line
 * leaves none.
 */
#ifndef RECOLTE_COLLECTOR_AUDIT_H
#define RECOLTE_COLLECTOR_AUDIT_H

#include "collector/interview/interview.h"

enum {
	AUDIT_BYTES_MAX = 256 << 10,	/* over it only the end is noted */
	AUDIT_VALUE_BYTES_MAX = 4000,	/* of an answer that is noted */
	AUDIT_SHOWN_MAX = 2000		/* questions on the screen at once */
};

enum audit_event {
	/* From when to when: until the next of them, or audit_leave(). */
	AUDIT_QUESTION, AUDIT_GROUP, AUDIT_ADD_REPEAT, AUDIT_END_SCREEN,
	AUDIT_JUMP,
	/* At once. */
	AUDIT_START, AUDIT_RESUME, AUDIT_SAVE, AUDIT_EXIT, AUDIT_FINALIZE,
	AUDIT_DELETE_REPEAT, AUDIT_CONSTRAINT_ERROR, AUDIT_FINALIZE_ERROR,
	AUDIT_CHANGE_REASON
};

/*
 * Somebody begins, or goes on: after interview_new() or interview_open(). Once
 * is enough. ERR of the store: what was noted before cannot be read; the trail
 * begins anew.
 */
const struct err *audit_begin(struct interview *interview) MUST_CHECK;
/*
 * These questions are on the screen from now on, in this group or repeat (NULL
 * when there is but one, or they are of several); what was there before is left,
 * with its changes.
 */
void audit_show(struct interview *interview, const struct answer *group,
    const struct answer *const *shown, size_t count);
/*
 * Something else happened. An event with an end takes the place of what is on
 * the screen. node may be NULL.
 */
void audit_note(struct interview *interview, enum audit_event event,
    const struct answer *node);
/* Nothing is on the screen: before answers are taken away, or at the end. */
void audit_leave(struct interview *interview);
/*
 * Does it note where the laptop is, and how: as exactly as can be, known for at
 * most so many seconds? Only once it has begun.
 */
bool audit_wants_place(const struct interview *interview, bool *exact,
    unsigned *age_s);
/* Where the laptop is, "50.63 3.06 0 12"; "": nobody knows (any more). */
void audit_place(struct interview *interview, const char *place);

/* The trail so far, without its heading; "" when there is none. */
struct slice audit_text(const struct interview *interview);
/*
 * For interview_end() alone: note how it ends, and why, and make the file the
 * answer of the audit question.
 */
const struct err *audit_close(struct interview *interview, bool final,
    const char *reason) MUST_CHECK;
void audit_free(struct audit *audit);		/* NULL is allowed */

#endif
