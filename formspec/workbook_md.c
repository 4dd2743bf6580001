/*
 * Markdown tables as workbooks. A line "| survey | | |" opens a sheet; the
 * lines below it leave their first cell empty:
 *
 *	| survey  |            |         |                  |
 *	|         | type       | name    | label            |
 *	|         | integer    | age     | How old are you? |
 *
 * "\|" is a bar inside a cell, "<br>" a new line. Anything that is not a line
 * of a table is text around it.
 */
#include "formspec/workbook.h"

#include <string.h>

#include "formspec/workbook_build.h"
#include "kit/base/text.h"

struct md {
	struct workbook_build *build;
	unsigned row;		/* of the open sheet; 0: none is open */
	struct buf cell;
};

/* Cut the next line off; the end of the line is gone. */
static struct slice
next_line(struct slice *text)
{
	size_t n = 0;
	struct slice line;

	while (n < text->len && text->data[n] != '\n')
		n++;
	line = slice_of(text->data, n);
	if (n < text->len)
		n++;
	*text = slice_of(text->data + n, text->len - n);
	return line;
}

/* Cut the cell up to the next bar off, into md->cell. */
static void
next_cell(struct md *md, struct slice *line)
{
	size_t i = 0;

	buf_reset(&md->cell);
	for (; i < line->len && line->data[i] != '|'; i++) {
		if (line->data[i] == '\\' && i + 1 < line->len &&
		    line->data[i + 1] == '|') {
			buf_add_byte(&md->cell, '|');
			i++;
		} else if (line->len - i >= 4 &&
		    memcmp(line->data + i, "<br>", 4) == 0) {
			buf_add_byte(&md->cell, '\n');
			i += 3;
		} else {
			buf_add_byte(&md->cell, line->data[i]);
		}
	}
	if (i < line->len)
		i++;
	*line = slice_of(line->data + i, line->len - i);
}

/* The line below the headings of a Markdown table: bars, dashes, colons. */
static bool
is_rule(struct slice line)
{
	bool dash = false;

	for (size_t i = 0; i < line.len; i++) {
		if (line.data[i] == '-')
			dash = true;
		else if (strchr("|: ", line.data[i]) == NULL)
			return false;
	}
	return dash;
}

static const struct err *
read_cells(struct md *md, struct slice line)
{
	const struct err *err;

	for (unsigned column = 0; line.len > 0; column++) {
		next_cell(md, &line);
		err = workbook_build_cell(md->build, md->row, column,
		    buf_slice(&md->cell));
		if (err)
			return err;
	}
	return NULL;
}

/* The cells beside a sheet's name, if any, are its first row. */
static const struct err *
open_sheet(struct md *md, struct slice rest)
{
	const struct err *err;
	bool cells = false;

	err = workbook_build_sheet(md->build, buf_slice(&md->cell));
	if (err)
		return err;
	md->row = 1;
	for (size_t i = 0; i < rest.len; i++)
		if (rest.data[i] != '|' && rest.data[i] != ' ')
			cells = true;
	if (cells) {
		err = read_cells(md, rest);
		md->row++;
	}
	return err;
}

static const struct err *
read_line(struct md *md, struct slice line)
{
	const struct err *err;

	line = text_trim(line);
	if (line.len < 2 || line.data[0] != '|' || is_rule(line))
		return NULL;
	line = slice_of(line.data + 1, line.len - 1);
	if (line.data[line.len - 1] == '|' &&
	    (line.len < 2 || line.data[line.len - 2] != '\\'))
		line.len--;
	next_cell(md, &line);
	if (!text_is_blank(buf_slice(&md->cell)))
		return open_sheet(md, line);
	if (md->row == 0)
		return NULL;
	err = read_cells(md, line);
	md->row++;
	return err;
}

const struct err *
workbook_read_md(struct workbook **out, struct slice text, const char *name)
{
	struct md md = { .build = workbook_build_new(name) };
	const struct err *err = NULL;

	*out = NULL;
	if (!text_is_valid(text))
		err = err_new(ERR_FORMAT, "%s: not UTF-8", name);
	while (!err && text.len > 0)
		err = read_line(&md, next_line(&text));
	buf_free(&md.cell);
	if (err == NULL)
		return workbook_build_done(out, md.build);
	workbook_build_free(md.build);
	return err;
}
