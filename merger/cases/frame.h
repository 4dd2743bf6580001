/*
 * frame.h - the sample frame: the cases to be interviewed. Each case is a
 * record like any other; the frame on main is a sealed copy of them for the
 * laptops.
 */
#ifndef RECOLTE_MERGER_FRAME_H
#define RECOLTE_MERGER_FRAME_H

#include "kit/base/csv.h"
#include "merger/workspace/workspace.h"

/*
 * Take cases from a table; `column` holds their keys. A case that is known
 * gets a revision only when something changed: a cell that was emptied takes
 * the value away, a column that is not there changes nothing. ERR_FORMAT: a key
 * is missing or stands twice (with its line), a heading that cannot be one.
 */
/* erased: whom the study has erased, and who are not taken again. */
struct frame_sums { size_t added, changed, same, erased; };
const struct err *frame_import(struct workspace *workspace,
    const struct csv *csv, const char *column, struct frame_sums *sums)
    MUST_CHECK;

/*
 * Append the frame, sealed to coordinators, admitted devices and these keys;
 * nothing when there are no cases (*cases) and never were.
 */
const struct err *frame_seal(struct workspace *workspace, struct buf *out,
    const struct seal_public *more, size_t more_count, size_t *cases)
    MUST_CHECK;
/* Append a new one when the frame on main does not say what the dataset does. */
struct dataset;
const struct err *frame_renew(struct workspace *workspace,
    const struct dataset *dataset, struct buf *out) MUST_CHECK;
/* Commit the frame on main, sealed to coordinators and admitted devices. */
const struct err *frame_seal_again(struct workspace *workspace) MUST_CHECK;

#endif
