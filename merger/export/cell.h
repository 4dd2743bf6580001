/* cell.h - one value, as it stands in a cell of a table. */
#ifndef RECOLTE_MERGER_CELL_H
#define RECOLTE_MERGER_CELL_H

#include <stdbool.h>

#include "formspec/form.h"
#include "kit/base/buf.h"

/*
 * Append "," and the cell; raw: a text exactly as it was given, whatever a
 * spreadsheet would make of it. item may be NULL: a text.
 */
void cell_add(struct buf *row, const char *value, const struct item *item,
    bool raw);

#endif
