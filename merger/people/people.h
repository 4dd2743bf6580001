/*
 * people.h - who takes part: invitations given out, requests that came back,
 * devices admitted.
 */
#ifndef RECOLTE_MERGER_PEOPLE_H
#define RECOLTE_MERGER_PEOPLE_H

#include "kit/base/json.h"
#include "merger/workspace/workspace.h"

enum { INVITATION_DAYS = 60, ENROLMENT_BYTES_MAX = 1 << 16 };

/*
 * Make an invitation and remember its secret; the file's text is appended.
 * access is what opens the hub for that laptop.
 */
const struct err *people_invite(struct workspace *workspace, struct buf *out,
    const char *name, unsigned days, const struct access *access) MUST_CHECK;

/*
 * Look at the requests on the hub. A request that proves its invitation is
 * kept until a coordinator admits it; any other is told on standard error and
 * kept as a refusal (refusal.h). Where several coordinate, an invitation that
 * is not known here is another's, and no reason to refuse anybody.
 * *news: how many new ones. Each is looked at once.
 */
const struct err *people_receive(struct workspace *workspace, size_t *news,
    size_t *refused) MUST_CHECK;

/*
 * Look at a request as people_receive() does. *word: what there is against it.
 * ERR_USAGE: it asks as something else.
 */
struct enrolment;
const struct err *people_check(struct workspace *workspace,
    struct slice sealed, bool coordinator, struct enrolment *out,
    const char **word) MUST_CHECK;
/* Its invitation is used up. */
const struct err *people_use_up(struct workspace *workspace,
    const struct enrolment *enrolment) MUST_CHECK;

struct request {
	struct member device;
	uint8_t invitation[KEY_ID_BYTES];
	const char *name;
	int64_t time_ms;
	const char *refused;		/* "expired", or "": nothing against it */
};

struct requests {
	struct request *items;
	size_t count;
	struct arena *arena;
};

/* Requests that are not admitted yet. Free with people_requests_free(). */
const struct err *people_requests(struct workspace *workspace,
    struct requests *out) MUST_CHECK;
void people_requests_free(struct requests *requests);

/*
 * Admit them: a new manifest, a new roster, and the frame sealed to them too,
 * in one commit on main.
 */
const struct err *people_admit(struct workspace *workspace,
    const struct requests *requests) MUST_CHECK;

/*
 * Roster and frame anew, for those whom the manifest names now; one more name
 * in it, or NULL.
 */
const struct err *people_seal_again(struct workspace *workspace,
    const struct request *more) MUST_CHECK;

#endif
