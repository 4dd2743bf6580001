/*
 * join.h - an invitation in, keys and a study out; without a terminal and
 * without a hub. The request to be admitted goes with the next sync
 * (sync_enrolment()).
 */
#ifndef RECOLTE_COLLECTOR_JOIN_H
#define RECOLTE_COLLECTOR_JOIN_H

#include "collector/store/store.h"
#include "kit/exchange/invitation.h"

/* An invitation that was read and looked at whole. */
struct join {
	struct invitation *invitation;
	struct manifest *manifest;	/* its newest */
};

/*
 * All that can be wrong with the file is found here, before a store is made;
 * name: what messages call it. ERR_DENIED: it has expired. Errors else as
 * invitation_read(), and of a form that cannot be read.
 */
const struct err *join_read(struct join *out, struct slice file,
    const char *name) MUST_CHECK;
void join_free(struct join *join);
/* May the store not be without a passphrase? */
bool join_wants_passphrase(const struct join *join);

enum join_kind {
	JOIN_NEW,		/* join_begin() */
	JOIN_AGAIN,		/* join_again(): not admitted, or refused */
	JOIN_ASIDE		/* aside_move(), then join_begin() */
};
/*
 * What it would do in that store; NULL: there is none yet. ERR_EXISTS: the study
 * was joined already. ERR_FOREIGN: another study is there.
 */
const struct err *join_plan(enum join_kind *out, const struct join *join,
    struct store *store) MUST_CHECK;

/* Has this store asked with this invitation before? It serves once. */
bool join_has_served(const struct join *join, struct store *store);

/*
 * Make keys and take part. name: the interviewer's, or NULL for the one in the
 * invitation. The store is unlocked after it, and holds store_lock().
 */
const struct err *join_begin(struct store *store, const struct join *join,
    const char *name, struct slice passphrase) MUST_CHECK;
/*
 * The request was refused, or never answered: the same keys ask again, so that
 * what was collected is merged once they are admitted. The store is unlocked.
 */
const struct err *join_again(struct store *store, const struct join *join,
    const char *name) MUST_CHECK;

#endif
