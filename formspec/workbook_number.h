/*
 * workbook_number.h - what the number in a cell says. Dates and times are
 * numbers too; only the format of the cell tells.
 */
#ifndef FORMSPEC_WORKBOOK_NUMBER_H
#define FORMSPEC_WORKBOOK_NUMBER_H

#include "kit/base/buf.h"

enum number_kind { NUMBER_PLAIN, NUMBER_DATE, NUMBER_TIME, NUMBER_DATETIME };

/* Does a format's code, "dd/mm/yyyy", show a date, a time, both, neither? */
enum number_kind number_format_kind(const char *code);
/*
 * Append "42", "0.1", "2024-11-22", "18:00:00" or "2024-11-22T12:00:00"; text
 * that is not a number is appended as it is. epoch_1904: a setting of the
 * workbook.
 */
void number_add(struct buf *out, const char *text, enum number_kind kind,
    bool epoch_1904);

#endif
