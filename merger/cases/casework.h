/*
 * casework.h - how a case stands: what a coordinator decided about it (its
 * status, whose it is), and who tried to reach the person.
 *
 * Decisions are fields of the case's record that count only when a coordinator
 * wrote them: ".status" ("refused", "do-not-contact", "answered-online"; unset:
 * open) and ".handed" (a device id). Of several coordinators who did not know
 * of each other the deepest write counts, then the latest, then the greatest
 * id. A laptop may write what it likes about a case; it decides nothing. Where
 * nobody decided, an interview says how the case stands (answered; refused, if
 * it holds no yes to taking part), else the newest attempt, if that is a refusal.
 * "open", decided when that was known, lets the case be open again.
 */
#ifndef RECOLTE_MERGER_CASEWORK_H
#define RECOLTE_MERGER_CASEWORK_H

#include "kit/record/downward.h"
#include "merger/dataset/dataset.h"

struct case_attempt {
	struct attempt attempt;
	const struct merge_input *input;	/* who wrote it, and when */
};

struct casework {
	const struct record *record;
	const char *key;
	/* What was decided, or follows from interviews and attempts. */
	enum case_status status;
	const struct merge_input *decision;	/* "open" is one too; or NULL */
	const char *reason;		/* of the decision or refusal, or "" */
	const char *handed;		/* device id of who has it, or "" */
	const char *handed_reason;
	const char *answered_by;	/* device id, with CASE_ANSWERED */
	struct case_attempt *attempts;	/* oldest first, without practice */
	size_t attempt_count;
};

struct casebook {
	struct casework *cases;		/* by key, then id */
	size_t count;
};

/* All cases that are not practice, in the dataset's arena. */
void casebook_read(struct casebook *out, const struct workspace *workspace,
    const struct dataset *dataset);
/* By key, or the beginning of its id. ERR_USAGE: none, or several. */
const struct err *casebook_find(struct casework **out,
    const struct casebook *book, const char *text) MUST_CHECK;

/*
 * A decision about some cases: the field is set to value, or unset (NULL).
 * Cases where it is so already are left. *written: how many.
 */
struct case_decision {
	const char *path, *value, *reason, *subject;
};
const struct err *casework_decide(struct workspace *workspace,
    struct casework *const *cases, size_t count,
    const struct case_decision *decision, size_t *written) MUST_CHECK;

/* Did only practice (a training, a pilot) make this case? */
bool casework_is_practice(const struct record *record);

#endif
