#include "formspec/workbook.h"

#include <string.h>

#include "formspec/workbook_build.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

struct cell {
	unsigned row, column;
	const char *text;
};

struct sheet_build {
	const char *name;
	struct cell *cells;
	size_t count, capacity;
	unsigned column_count, row_count;
};

struct workbook_build {
	struct workbook *workbook;
	struct sheet_build sheets[WORKBOOK_SHEETS_MAX];
	size_t sheet_count;
	size_t text_bytes;		/* of all cells */
};

struct workbook_build *
workbook_build_new(const char *file)
{
	struct workbook_build *build = mem_alloc(sizeof(*build));
	struct arena *arena = arena_new();

	build->workbook = arena_alloc(arena, sizeof(*build->workbook));
	build->workbook->arena = arena;
	build->workbook->file = arena_strdup(arena, file);
	return build;
}

void
workbook_build_free(struct workbook_build *build)
{
	if (build == NULL)
		return;
	for (size_t i = 0; i < build->sheet_count; i++)
		mem_free(build->sheets[i].cells);
	workbook_free(build->workbook);
	mem_free(build);
}

const struct err *
workbook_build_sheet(struct workbook_build *build, struct slice name)
{
	struct sheet_build *sheet;

	if (build->sheet_count == WORKBOOK_SHEETS_MAX)
		return err_new(ERR_LIMIT, "%s: more than %d sheets",
		    build->workbook->file, WORKBOOK_SHEETS_MAX);
	if (!text_is_valid(name))
		return err_new(ERR_FORMAT, "%s: a sheet's name is not UTF-8",
		    build->workbook->file);
	sheet = &build->sheets[build->sheet_count++];
	sheet->name = arena_slice(build->workbook->arena, text_trim(name));
	return NULL;
}

static const struct err *
check_cell(const struct workbook_build *build, const struct sheet_build *sheet,
    unsigned row, unsigned column, struct slice text)
{
	const char *file = build->workbook->file;

	if (row > WORKBOOK_ROWS_MAX)
		return err_new(ERR_LIMIT, "%s: sheet \"%s\" has more than %d "
		    "rows", file, sheet->name, WORKBOOK_ROWS_MAX);
	if (column >= WORKBOOK_COLUMNS_MAX)
		return err_new(ERR_LIMIT, "%s: sheet \"%s\" has more than %d "
		    "columns", file, sheet->name, WORKBOOK_COLUMNS_MAX);
	if (text.len > WORKBOOK_CELL_BYTES_MAX)
		return err_new(ERR_LIMIT, "%s: %s row %u: a cell holds more "
		    "than %d bytes", file, sheet->name, row,
		    WORKBOOK_CELL_BYTES_MAX);
	/* A string that is there once may be shown by a million cells. */
	if (build->text_bytes + text.len > WORKBOOK_INFLATED_BYTES_MAX)
		return err_new(ERR_LIMIT, "%s: the cells hold more than %d MiB",
		    file, WORKBOOK_INFLATED_BYTES_MAX >> 20);
	if (!text_is_valid(text))
		return err_new(ERR_FORMAT, "%s: %s row %u: a cell is not UTF-8",
		    file, sheet->name, row);
	return NULL;
}

/* White space, also what is pasted from web pages: no-break, without width. */
static struct slice
trim_cell(struct slice text)
{
	static const char *const spaces[] = {
		"\xc2\xa0", "\xe2\x80\x8b", "\xef\xbb\xbf"
	};
	size_t before;

	do {
		before = text.len;
		text = text_trim(text);
		/* None of them begins, or ends, in ASCII. */
		if (text.len == 0 || (text.data[0] < 0x80 &&
		    text.data[text.len - 1] < 0x80))
			return text;
		for (size_t i = 0; i < 3; i++) {
			size_t len = strlen(spaces[i]);

			if (text.len >= len &&
			    memcmp(text.data, spaces[i], len) == 0)
				text = slice_of(text.data + len,
				    text.len - len);
			if (text.len >= len && memcmp(text.data + text.len -
			    len, spaces[i], len) == 0)
				text.len -= len;
		}
	} while (text.len != before);
	return text;
}

const char *
workbook_build_keep(struct workbook_build *build, struct slice text)
{
	return arena_slice(build->workbook->arena, trim_cell(text));
}

const struct err *
workbook_build_kept(struct workbook_build *build, unsigned row, unsigned column,
    const char *kept)
{
	struct sheet_build *sheet = &build->sheets[build->sheet_count - 1];
	struct slice text = slice_str(kept);
	const struct err *err;

	if (text.len == 0)
		return NULL;
	err = check_cell(build, sheet, row, column, text);
	if (err)
		return err;
	mem_grow((void **)&sheet->cells, &sheet->capacity, sheet->count + 1,
	    sizeof(*sheet->cells));
	if (sheet->count == 0 || sheet->cells[sheet->count - 1].row != row)
		sheet->row_count++;
	sheet->cells[sheet->count++] = (struct cell){ row, column, kept };
	build->text_bytes += text.len;
	if (column >= sheet->column_count)
		sheet->column_count = column + 1;
	return NULL;
}

const struct err *
workbook_build_cell(struct workbook_build *build, unsigned row, unsigned column,
    struct slice text)
{
	return workbook_build_kept(build, row, column,
	    workbook_build_keep(build, text));
}

static void
arrange(struct sheet *out, const struct sheet_build *in, struct arena *arena)
{
	struct sheet_row *rows = arena_alloc_n(arena, in->row_count,
	    sizeof(*rows));
	const char **cells = NULL;
	size_t row = 0;

	for (size_t i = 0; i < in->count; i++) {
		const struct cell *cell = &in->cells[i];

		if (i == 0 || cell->row != in->cells[i - 1].row) {
			cells = arena_alloc_n(arena, in->column_count,
			    sizeof(*cells));
			for (size_t c = 0; c < in->column_count; c++)
				cells[c] = "";
			rows[row++] = (struct sheet_row){ cell->row, cells };
		}
		cells[cell->column] = cell->text;
	}
	out->name = in->name;
	out->rows = rows;
	out->row_count = in->row_count;
	out->column_count = in->column_count;
}

static const struct err *
check_size(const struct workbook_build *build)
{
	size_t cells = 0;

	for (size_t i = 0; i < build->sheet_count; i++) {
		cells += (size_t)build->sheets[i].row_count *
		    build->sheets[i].column_count;
		if (cells > WORKBOOK_CELLS_MAX)
			return err_new(ERR_LIMIT, "%s: sheet \"%s\" is too "
			    "large: remove rows and columns that it does not "
			    "need", build->workbook->file,
			    build->sheets[i].name);
	}
	return NULL;
}

const struct err *
workbook_build_done(struct workbook **out, struct workbook_build *build)
{
	struct workbook *workbook = build->workbook;
	const struct err *err = check_size(build);
	struct sheet *sheets;

	*out = NULL;
	if (err == NULL) {
		sheets = arena_alloc_n(workbook->arena, build->sheet_count,
		    sizeof(*sheets));
		for (size_t i = 0; i < build->sheet_count; i++)
			arrange(&sheets[i], &build->sheets[i], workbook->arena);
		workbook->sheets = sheets;
		workbook->sheet_count = build->sheet_count;
		build->workbook = NULL;
		*out = workbook;
	}
	workbook_build_free(build);
	return err;
}

void
workbook_free(struct workbook *workbook)
{
	if (workbook != NULL)
		arena_free(workbook->arena);
}

static bool
same_name(const char *a, const char *b)
{
	for (; *a != '\0' && *b != '\0'; a++, b++) {
		int x = *a >= 'A' && *a <= 'Z' ? *a + ('a' - 'A') : *a;
		int y = *b >= 'A' && *b <= 'Z' ? *b + ('a' - 'A') : *b;

		if (x != y)
			return false;
	}
	return *a == *b;
}

const struct sheet *
workbook_sheet(const struct workbook *workbook, const char *name)
{
	for (size_t i = 0; i < workbook->sheet_count; i++)
		if (same_name(workbook->sheets[i].name, name))
			return &workbook->sheets[i];
	return NULL;
}
