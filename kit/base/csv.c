#include "kit/base/csv.h"

#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

struct scan {
	struct slice rest;
	uint8_t separator;
	size_t line;
	struct buf cell;
};

/* Whichever of the three occurs most in the heading, outside quotes. */
static uint8_t
guess_separator(struct slice s)
{
	static const char candidates[] = ",;\t";
	size_t counts[3] = { 0 }, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < s.len; i++) {
		const char *at;

		if (s.data[i] == '"')
			quoted = !quoted;
		else if (!quoted && s.data[i] == '\n')
			break;
		else if (!quoted && s.data[i] != 0 &&
		    (at = strchr(candidates, s.data[i])) != NULL)
			counts[at - candidates]++;
	}
	for (size_t i = 1; i < 3; i++)
		if (counts[i] > counts[best])
			best = i;
	return (uint8_t)candidates[best];
}

static uint8_t
take(struct scan *scan)
{
	uint8_t c = scan->rest.data[0];

	scan->rest.data++;
	scan->rest.len--;
	if (c == '\n')
		scan->line++;
	return c;
}

static bool
at(const struct scan *scan, uint8_t c)
{
	return scan->rest.len > 0 && scan->rest.data[0] == c;
}

static const struct err *
read_quoted(struct scan *scan)
{
	size_t line = scan->line;

	take(scan);
	while (scan->rest.len > 0) {
		uint8_t c = take(scan);

		if (c != '"') {
			buf_add_byte(&scan->cell, c);
		} else if (at(scan, '"')) {
			buf_add_byte(&scan->cell, take(scan));
		} else {
			return NULL;
		}
		if (scan->cell.len > CSV_CELL_BYTES_MAX)
			return err_new(ERR_LIMIT, "CSV: line %zu: a cell of "
			    "more than %d bytes", line, CSV_CELL_BYTES_MAX);
	}
	return err_new(ERR_FORMAT, "CSV: line %zu: a quote is never closed",
	    line);
}

/* One cell; *last tells that the row ends behind it. */
static const struct err *
read_cell(struct scan *scan, bool *last)
{
	const struct err *err = NULL;

	buf_reset(&scan->cell);
	if (at(scan, '"') && (err = read_quoted(scan)) != NULL)
		return err;
	while (scan->rest.len > 0 && !at(scan, scan->separator) &&
	    !at(scan, '\n') && !at(scan, '\r'))
		buf_add_byte(&scan->cell, take(scan));
	if (scan->cell.len > CSV_CELL_BYTES_MAX)
		return err_new(ERR_LIMIT, "CSV: line %zu: a cell of more than "
		    "%d bytes", scan->line, CSV_CELL_BYTES_MAX);
	*last = !at(scan, scan->separator);
	if (!*last)
		take(scan);
	else if (at(scan, '\r'))
		take(scan);
	if (*last && at(scan, '\n'))
		take(scan);
	return NULL;
}

struct cells {
	const char **items;
	size_t count, capacity;
};

static void
add_cell(struct cells *cells, const char *cell)
{
	void *items = cells->items;

	mem_grow(&items, &cells->capacity, cells->count + 1,
	    sizeof *cells->items);
	cells->items = items;
	cells->items[cells->count++] = cell;
}

/* A whole row, padded to `width` cells when width is not 0. */
static const struct err *
read_row(struct scan *scan, struct arena *arena, struct cells *cells,
    size_t width)
{
	size_t begin = cells->count, line = scan->line;
	const struct err *err;
	bool last = false;

	while (!last) {
		if ((err = read_cell(scan, &last)) != NULL)
			return err;
		if (cells->count - begin == width && width > 0) {
			if (text_is_blank(buf_slice(&scan->cell)))
				continue;	/* separators too many */
			return err_new(ERR_FORMAT, "CSV: line %zu: more cells "
			    "than the heading has", line);
		}
		if (cells->count - begin >= CSV_COLUMNS_MAX)
			return err_new(ERR_LIMIT, "CSV: line %zu: more than "
			    "%d columns", line, CSV_COLUMNS_MAX);
		add_cell(cells, arena_slice(arena, buf_slice(&scan->cell)));
	}
	while (cells->count - begin < width)
		add_cell(cells, "");
	return NULL;
}

static bool
at_blank_line(const struct scan *scan)
{
	return at(scan, '\n') || at(scan, '\r');
}

/* Where each row starts, beside its cells. */
struct lines {
	size_t *items;
	size_t count, capacity;
};

static void
add_line(struct lines *lines, size_t line)
{
	void *items = lines->items;

	mem_grow(&items, &lines->capacity, lines->count + 1,
	    sizeof *lines->items);
	lines->items = items;
	lines->items[lines->count++] = line;
}

static const struct err *
read_rows(struct scan *scan, struct arena *arena, struct cells *header,
    struct cells *cells, struct lines *lines)
{
	const struct err *err = read_row(scan, arena, header, 0);

	while (err == NULL && scan->rest.len > 0) {
		if (at_blank_line(scan)) {
			take(scan);
			continue;
		}
		add_line(lines, scan->line);
		err = read_row(scan, arena, cells, header->count);
	}
	return err;
}

static const void *
keep(struct arena *arena, const void *items, size_t count, size_t size)
{
	void *copy = arena_alloc_n(arena, count, size);

	if (count > 0)
		memcpy(copy, items, count * size);
	return copy;
}

static struct slice
skip_mark(struct slice text)
{
	if (text.len >= 3 && !memcmp(text.data, "\xef\xbb\xbf", 3))
		return slice_of(text.data + 3, text.len - 3);
	return text;
}

const struct err *
csv_parse(struct csv **out, struct slice text)
{
	const struct err *err;
	struct cells header = { 0 }, cells = { 0 };
	struct lines lines = { 0 };
	struct arena *arena;
	struct csv *csv;
	struct scan scan = { skip_mark(text), 0, 1, BUF_INIT };

	*out = NULL;
	if (!text_is_valid(scan.rest))
		return err_new(ERR_FORMAT, "CSV: not UTF-8 (save it as "
		    "\"CSV UTF-8\" from the spreadsheet)");
	if (text_is_blank(scan.rest))
		return err_new(ERR_FORMAT, "CSV: empty, no heading");
	scan.separator = guess_separator(scan.rest);
	arena = arena_new();
	err = read_rows(&scan, arena, &header, &cells, &lines);
	if (err != NULL) {
		arena_free(arena);
		goto done;
	}
	csv = arena_alloc(arena, sizeof *csv);
	csv->arena = arena;
	csv->column_count = header.count;
	csv->row_count = lines.count;
	csv->header = keep(arena, header.items, header.count,
	    sizeof *header.items);
	csv->cells = keep(arena, cells.items, cells.count,
	    sizeof *cells.items);
	csv->lines = keep(arena, lines.items, lines.count,
	    sizeof *lines.items);
	*out = csv;
done:
	mem_free(header.items);
	mem_free(cells.items);
	mem_free(lines.items);
	buf_free(&scan.cell);
	return err;
}

void
csv_free(struct csv *csv)
{
	if (csv != NULL)
		arena_free(csv->arena);
}

int
csv_column(const struct csv *csv, const char *name)
{
	for (size_t i = 0; i < csv->column_count; i++)
		if (!strcmp(csv->header[i], name))
			return (int)i;
	return -1;
}

const char *
csv_cell(const struct csv *csv, size_t row, size_t column)
{
	return csv->cells[row * csv->column_count + column];
}

void
csv_add_cell(struct buf *out, struct slice cell)
{
	bool quote = false;

	for (size_t i = 0; i < cell.len && !quote; i++)
		quote = cell.data[i] == ',' || cell.data[i] == '"' ||
		    cell.data[i] == '\n' || cell.data[i] == '\r' ||
		    cell.data[i] == ';' || cell.data[i] == '\t';
	if (!quote) {
		buf_add_slice(out, cell);
		return;
	}
	buf_add_byte(out, '"');
	for (size_t i = 0; i < cell.len; i++) {
		if (cell.data[i] == '"')
			buf_add_byte(out, '"');
		buf_add_byte(out, cell.data[i]);
	}
	buf_add_byte(out, '"');
}
