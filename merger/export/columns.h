/*
 * columns.h - what the columns of the tables are: which question, and in which
 * versions of the form it is asked; and older names of a question, joined to the
 * newer one when the coordinator says that they are the same.
 */
#ifndef RECOLTE_MERGER_COLUMNS_H
#define RECOLTE_MERGER_COLUMNS_H

#include "merger/export/table.h"

/*
 * One column of two: what was answered under the older name stands under the
 * newer. how: "age=age_years", columns by their names. ERR_USAGE: there are no
 * such columns in one table, or a version asks for both.
 */
const struct err *columns_join(struct tables *tables, struct workspace *workspace,
    const char *how) MUST_CHECK;

/* Append as CSV: a line a column of an answer, for origin's sake. */
const struct err *columns_write(struct buf *out, const struct tables *tables,
    struct workspace *workspace) MUST_CHECK;

#endif
