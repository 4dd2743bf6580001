/*
 * refusal.h - requests to join that cannot be granted: kept with the reason (a
 * word of struct refusal in receipt.h), listed by `merger devices`, and told to
 * the laptop with the receipts.
 */
#ifndef RECOLTE_MERGER_REFUSAL_H
#define RECOLTE_MERGER_REFUSAL_H

#include "kit/exchange/receipt.h"
#include "merger/workspace/workspace.h"

/* ERR_FORMAT: that is no device, so nobody could be told. */
const struct err *refusal_keep(struct workspace *workspace,
    const char *device, const char *reason) MUST_CHECK;
/* It asked again, and properly. */
const struct err *refusal_forget(struct workspace *workspace,
    const char *device) MUST_CHECK;
const struct err *refusal_mark_told(struct workspace *workspace,
    const char *device) MUST_CHECK;

struct refusals {
	struct refusal *items;
	size_t count;
	struct arena *arena;
};

/*
 * Of devices that nobody has admitted since, by device; untold: only those
 * whom no receipts have told, RECEIPT_REFUSALS_MAX at most. Free with
 * refusals_free().
 */
const struct err *refusals_read(struct refusals *out,
    struct workspace *workspace, bool untold) MUST_CHECK;
void refusals_free(struct refusals *refusals);

/* "its invitation has expired"; the word itself when it is not known. */
const char *refusal_text(const char *reason);

#endif
