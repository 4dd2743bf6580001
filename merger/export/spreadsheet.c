#include "merger/export/spreadsheet.h"

#include <string.h>

#include "kit/base/csv.h"

enum { NUMBER_DIGITS_MAX = 15 };	/* what a double keeps */

/* "02157", "0320123456": digits that a spreadsheet would make a number of. */
static bool
is_code(const char *cell)
{
	size_t digits = strspn(cell, "0123456789");

	if (digits < 2 || cell[digits] != '\0')
		return false;
	return cell[0] == '0' || digits > NUMBER_DIGITS_MAX;
}

static void
add_row(struct buf *out, const char *const *cells, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buf_add_byte(out, ';');
		if (is_code(cells[i]))
			buf_addf(out, "\"=\"\"%s\"\"\"", cells[i]);
		else
			csv_add_cell(out, slice_str(cells[i]));
	}
	buf_add(out, "\r\n");
}

const struct err *
spreadsheet_write(struct buf *out, struct slice csv)
{
	struct csv *table;
	const struct err *err = csv_parse(&table, csv);

	if (err != NULL)
		return err;
	buf_add(out, "\xef\xbb\xbf");
	add_row(out, table->header, table->column_count);
	for (size_t row = 0; row < table->row_count; row++)
		add_row(out, &table->cells[row * table->column_count],
		    table->column_count);
	csv_free(table);
	return NULL;
}
