/*
 * csv.h - comma-separated values, RFC 4180, UTF-8 with or without a mark.
 * The separator is taken from the first line (comma, semicolon or tab: French
 * spreadsheets write semicolons).
 */
#ifndef RECOLTE_BASE_CSV_H
#define RECOLTE_BASE_CSV_H

#include <stddef.h>

#include "kit/base/buf.h"

enum { CSV_COLUMNS_MAX = 4096, CSV_CELL_BYTES_MAX = 1 << 20 };

/* A table in memory; rows are as wide as the header, short ones padded "". */
struct csv {
	size_t column_count, row_count;
	const char *const *header;
	const char *const *cells;	/* row after row; header excluded */
	const size_t *lines;		/* line in the file where a row starts */
	struct arena *arena;
};

/*
 * ERR_FORMAT  unclosed quote, not UTF-8, a row longer than the header,
 *             no header; the message says the line
 * ERR_LIMIT   too many columns, or a cell too long
 */
const struct err *csv_parse(struct csv **out, struct slice text) MUST_CHECK;
void csv_free(struct csv *csv);
/* The column of that name, or -1. Case and accents count. */
int csv_column(const struct csv *csv, const char *name);
const char *csv_cell(const struct csv *csv, size_t row, size_t column);

/* Append one cell, quoted where needed; the caller writes ',' and "\r\n". */
void csv_add_cell(struct buf *out, struct slice cell);

#endif
