#include "merger/export/cell.h"

#include <string.h>

#include "kit/base/csv.h"

/* A number as forms write it: -3, 2.50, 1e6. */
static bool
is_number(const char *text)
{
	size_t digits;

	text += *text == '-' || *text == '+';
	digits = strspn(text, "0123456789");
	text += digits;
	if (*text == '.') {
		size_t more = strspn(++text, "0123456789");

		digits += more;
		text += more;
	}
	if (digits > 0 && (*text == 'e' || *text == 'E')) {
		text++;
		text += *text == '-' || *text == '+';
		digits = strspn(text, "0123456789");
		text += digits;
	}
	return digits > 0 && *text == '\0';
}

/*
 * Spreadsheets run a cell that begins like a formula; a respondent's text must
 * not become a program on the coordinator's desk. An apostrophe in front keeps
 * it a text. Whatever the question asks for: a laptop may send anything.
 */
void
cell_add(struct buf *row, const char *value, const struct item *item,
    bool raw)
{
	bool is_text = item == NULL || item->value_type == V_STRING;

	buf_add_byte(row, ',');
	if (!raw && value[0] != '\0' && strchr("=+-@\t\r\n", value[0]) &&
	    (is_text || !is_number(value))) {
		struct buf safe = BUF_INIT;

		buf_addf(&safe, "'%s", value);
		csv_add_cell(row, buf_slice(&safe));
		buf_free(&safe);
		return;
	}
	csv_add_cell(row, slice_str(value));
}
