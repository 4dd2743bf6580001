/*
 * stick.h - what laptops brought on a stick, and what they take home
 * (kit/exchange/stick.h says what lies there). What a stick brought is put on
 * the hub by the next pull that reaches it (forward.h).
 */
#ifndef RECOLTE_MERGER_STICK_H
#define RECOLTE_MERGER_STICK_H

#include "merger/workspace/workspace.h"

struct stick_sums {
	size_t bundles;			/* of this study, and whole */
	size_t foreign;			/* of another study */
	size_t alarms;			/* told on standard error */
};

/*
 * Take what a folder's bundles, or one bundle, bring of laptops. A bundle in a
 * folder that cannot be used is told, and the others go on; one that was named
 * is an error.
 */
const struct err *stick_take(struct workspace *workspace, const char *place,
    struct stick_sums *sums) MUST_CHECK;

/*
 * Write the bundle for all laptops into the inbox of a stick, instead of an
 * earlier one of ours: main as it stands on the hub, and everybody's receipts.
 * path: where it is.
 */
const struct err *stick_give(struct workspace *workspace, const char *folder,
    struct buf *path) MUST_CHECK;

#endif
