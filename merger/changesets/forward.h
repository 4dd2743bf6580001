/*
 * forward.h - laptops' branches that we bring to the hub: what came by stick,
 * and what the hub has lost (a branch that was deleted or set back there, an
 * old copy of the hub, a new and empty one). The list is in the index: what a
 * pull could not bring, the next one does.
 */
#ifndef RECOLTE_MERGER_FORWARD_H
#define RECOLTE_MERGER_FORWARD_H

#include "merger/workspace/workspace.h"

enum forward_why { FORWARD_BROUGHT, FORWARD_LOST };

struct forward_sums {
	size_t restored;		/* the hub has again what it had lost */
	size_t alarms;			/* told on standard error */
};

/*
 * To be brought by forward_all(). What the hub has lost is put back only of
 * laptops of the study, and as long as it is open: *noted says whether.
 */
const struct err *forward_note(bool *noted, struct workspace *workspace,
    const char *branch, enum forward_why why) MUST_CHECK;
/* Those that a stick brought, as keys; the caller frees it. */
const struct err *forward_brought(struct workspace *workspace,
    struct map **out) MUST_CHECK;
/*
 * A branch from a stick that cannot be brought is an error: no receipt may be
 * given for it. One that the hub has lost is told, and waits.
 */
const struct err *forward_all(struct workspace *workspace,
    struct forward_sums *sums) MUST_CHECK;

#endif
