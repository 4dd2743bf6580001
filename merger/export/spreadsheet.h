/*
 * spreadsheet.h - a table as a double click in a French spreadsheet wants it:
 * UTF-8 with a mark, semicolons, and codes that begin with a zero or have more
 * digits than a number holds kept as text (="02157").
 */
#ifndef RECOLTE_MERGER_SPREADSHEET_H
#define RECOLTE_MERGER_SPREADSHEET_H

#include "kit/base/buf.h"

/* Append the CSV (RFC 4180, commas) in that form. Errors as csv_parse(). */
const struct err *spreadsheet_write(struct buf *out, struct slice csv)
    MUST_CHECK;

#endif
