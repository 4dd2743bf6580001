/*
 * workbook_xlsx.h - the small notations of .xlsx workbooks (ECMA-376, part 1).
 */
#ifndef FORMSPEC_WORKBOOK_XLSX_H
#define FORMSPEC_WORKBOOK_XLSX_H

#include <stdbool.h>

#include "kit/base/buf.h"

/* Append text in which "_x000D_" stands for what XML cannot hold. */
void xlsx_unescape(struct buf *out, struct slice text);
/* "AB12" to row 12, column 27; false: not a reference. */
bool xlsx_reference(const char *s, unsigned *row, unsigned *column);
/* "2024-11-22T00:00:00" of a cell of type d is a day. */
struct slice xlsx_date(struct slice text);
/*
 * A relationship's target seen from the folder "xl/", without "." and "..";
 * "/a" is "a". Released with mem_free().
 */
char *xlsx_path(const char *base, const char *target);

/* What the text of a cell is, by its attribute t. */
enum xlsx_cell { CELL_NUMBER, CELL_SHARED, CELL_BOOLEAN, CELL_DATE, CELL_TEXT };

enum xlsx_cell xlsx_cell_type(const char *word);

#endif
