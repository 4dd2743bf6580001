/*
 * Writing workbooks. libxlsxwriter is included by this file alone.
 *
 * The same cells give the same bytes: the date of creation is always the same.
 */
#include "formspec/workbook.h"

#include <string.h>
#include <xlsxwriter.h>

#include "kit/base/platform.h"
#include "kit/base/text.h"

enum {
	CELL_CHARACTERS_MAX = 32767,	/* Excel's own limit */
	WIDTH_MIN = 10, WIDTH_MAX = 60	/* of a column, in characters */
};

struct writing {
	lxw_workbook *book;
	lxw_format *heading, *body;
};

static double
column_width(const struct sheet *sheet, size_t column)
{
	size_t width = WIDTH_MIN;

	for (size_t r = 0; r < sheet->row_count; r++) {
		size_t len = text_length(
		    slice_str(sheet->rows[r].cells[column]));

		if (len + 2 > width)
			width = len + 2;
	}
	return (double)(width < WIDTH_MAX ? width : WIDTH_MAX);
}

/*
 * "_x0041_" would be read as "A": its first character is written as an escape
 * itself (ECMA-376, part 1, 22.9.2.19).
 */
static void
escape(struct buf *out, const char *cell)
{
	static const char hex[] = "0123456789abcdefABCDEF";

	for (const char *s = cell; *s != '\0'; s++) {
		if (s[0] == '_' && s[1] == 'x' && strspn(s + 2, hex) >= 4 &&
		    s[6] == '_')
			buf_add(out, "_x005F");
		buf_add_byte(out, (uint8_t)*s);
	}
}

static const struct err *
write_cell(const struct writing *w, lxw_worksheet *out, size_t row,
    size_t column, const char *cell)
{
	struct buf escaped = BUF_INIT;
	bool fits;

	escape(&escaped, cell);
	fits = text_length(buf_slice(&escaped)) <= CELL_CHARACTERS_MAX;
	if (fits)
		worksheet_write_string(out, (lxw_row_t)row, (lxw_col_t)column,
		    buf_str(&escaped), row == 0 ? w->heading : w->body);
	buf_free(&escaped);
	return fits ? NULL : err_new(ERR_LIMIT, "row %zu: a cell of a workbook "
	    "cannot hold more than %d characters", row + 1,
	    CELL_CHARACTERS_MAX);
}

static const struct err *
write_rows(const struct writing *w, lxw_worksheet *out,
    const struct sheet *sheet, const char *file)
{
	for (size_t r = 0; r < sheet->row_count; r++) {
		for (size_t c = 0; c < sheet->column_count; c++) {
			const char *cell = sheet->rows[r].cells[c];
			const struct err *err;

			if (cell[0] == '\0')
				continue;
			err = write_cell(w, out, r, c, cell);
			if (err)
				return err_in(err, "%s: %s", file,
				    sheet->name);
		}
	}
	return NULL;
}

static const struct err *
write_sheet(const struct writing *w, const struct sheet *sheet,
    const char *file)
{
	lxw_worksheet *out = workbook_add_worksheet(w->book, sheet->name);

	if (out == NULL)
		return err_new(ERR_FORMAT, "%s: a sheet cannot be named "
		    "\"%s\"", file, sheet->name);
	worksheet_freeze_panes(out, 1, 0);
	for (size_t c = 0; c < sheet->column_count; c++)
		worksheet_set_column(out, (lxw_col_t)c, (lxw_col_t)c,
		    column_width(sheet, c), NULL);
	return write_rows(w, out, sheet, file);
}

static void
set_formats(struct writing *w)
{
	lxw_doc_properties properties;

	memset(&properties, 0, sizeof(properties));
	properties.created = 946684800;		/* 2000-01-01T00:00:00Z */
	workbook_set_properties(w->book, &properties);
	w->heading = workbook_add_format(w->book);
	format_set_bold(w->heading);
	format_set_bg_color(w->heading, 0xE8EEF4);
	format_set_bottom(w->heading, LXW_BORDER_THIN);
	format_set_text_wrap(w->heading);
	w->body = workbook_add_format(w->book);
	format_set_text_wrap(w->body);
	format_set_align(w->body, LXW_ALIGN_VERTICAL_TOP);
}

static const struct err *
write_book(const struct workbook *workbook, const char *path)
{
	struct writing w = { NULL, NULL, NULL };
	const struct err *err = NULL;
	lxw_error failed;

	w.book = workbook_new(path);
	if (w.book == NULL)
		return err_new(ERR_IO, "%s: cannot be written", path);
	set_formats(&w);
	for (size_t i = 0; !err && i < workbook->sheet_count; i++)
		err = write_sheet(&w, &workbook->sheets[i], path);
	/* Closing writes the file; it is the only way to free the book. */
	failed = workbook_close(w.book);
	if (failed != LXW_NO_ERROR)
		err = err_first(err, err_new(ERR_IO, "%s: %s", path,
		    lxw_strerror(failed)));
	return err;
}

/* The library cannot say why it fails to open a file; we can, beforehand. */
static const struct err *
check_writable(const char *beside, const char *path)
{
	FILE *file = platform_fopen(beside, "wb");

	if (file == NULL)
		return err_errno("%s", path);
	return fclose(file) == 0 ? NULL : err_errno("%s", path);
}

/* Beside it first, so that nobody meets half a workbook. */
const struct err *
workbook_write_xlsx(const struct workbook *workbook, const char *path)
{
	struct buf beside = BUF_INIT;
	const struct err *err;

	buf_addf(&beside, "%s.tmp", path);
	err = check_writable(buf_str(&beside), path);
	if (!err)
		err = write_book(workbook, buf_str(&beside));
	if (!err)
		err = platform_replace(buf_str(&beside), path);
	if (err)
		err = err_first(err, platform_remove(buf_str(&beside)));
	buf_free(&beside);
	return err;
}
