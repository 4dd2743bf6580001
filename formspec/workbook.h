/*
 * workbook.h - sheets of text cells with their places: what XLSForms are
 * written in. Read from .xlsx (a zip of XML) or from Markdown tables.
 */
#ifndef FORMSPEC_WORKBOOK_H
#define FORMSPEC_WORKBOOK_H

#include "formspec/diag.h"
#include "kit/base/arena.h"

enum {
	WORKBOOK_SHEETS_MAX = 64, WORKBOOK_ROWS_MAX = 200000,
	WORKBOOK_COLUMNS_MAX = 1000, WORKBOOK_CELL_BYTES_MAX = 64 << 10,
	WORKBOOK_INFLATED_BYTES_MAX = 64 << 20, WORKBOOK_FILE_BYTES_MAX = 32 << 20
};

struct sheet_row {
	unsigned number;		/* from 1, as the spreadsheet shows it */
	const char *const *cells;	/* sheet->column_count, "" when empty */
};

struct sheet {
	const char *name;
	size_t column_count, row_count;
	const struct sheet_row *rows;	/* [0] holds the headings */
};

struct workbook {
	struct arena *arena;
	const char *file;
	const struct sheet *sheets;
	size_t sheet_count;
};

/* ERR_FORMAT: not a workbook, torn, or not UTF-8; ERR_LIMIT: too large. */
const struct err *workbook_read_xlsx(struct workbook **out, struct slice bytes,
    const char *name) MUST_CHECK;
const struct err *workbook_read_md(struct workbook **out, struct slice text,
    const char *name) MUST_CHECK;
const struct err *workbook_write_xlsx(const struct workbook *workbook,
    const char *path) MUST_CHECK;
void workbook_free(struct workbook *workbook);
const struct sheet *workbook_sheet(const struct workbook *workbook,
    const char *name);			/* case ignored; or NULL */

#endif
