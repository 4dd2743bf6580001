/*
 * workbook_build.h - how the readers of workbooks hand in what they find.
 */
#ifndef FORMSPEC_WORKBOOK_BUILD_H
#define FORMSPEC_WORKBOOK_BUILD_H

#include "formspec/workbook.h"

/* Pointers to cells, all rows of all sheets; a row is as wide as its sheet. */
enum { WORKBOOK_CELLS_MAX = 8 << 20 };

struct workbook_build;

struct workbook_build *workbook_build_new(const char *file);
void workbook_build_free(struct workbook_build *build);
/* Open a sheet; cells go into the last one opened. */
const struct err *workbook_build_sheet(struct workbook_build *build,
    struct slice name) MUST_CHECK;
/*
 * row from 1, column from 0; rows come in rising order. Blank text is dropped,
 * white space at the ends is cut.
 * ERR_FORMAT: not UTF-8. ERR_LIMIT: too many rows, columns or bytes.
 */
const struct err *workbook_build_cell(struct workbook_build *build,
    unsigned row, unsigned column, struct slice text) MUST_CHECK;
/*
 * The same in two steps, for texts that many cells share: the text as a cell
 * holds it, which the workbook keeps, and a cell that holds it.
 */
const char *workbook_build_keep(struct workbook_build *build,
    struct slice text);
const struct err *workbook_build_kept(struct workbook_build *build,
    unsigned row, unsigned column, const char *kept) MUST_CHECK;
/* The workbook, which the caller owns; the build is gone, also on error. */
const struct err *workbook_build_done(struct workbook **out,
    struct workbook_build *build) MUST_CHECK;

#endif
