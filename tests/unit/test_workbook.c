/*
 * Workbooks: Markdown tables, .xlsx with everything that spreadsheets put in
 * cells, and files that are not what they say.
 */
#include "formspec/workbook.h"
#include "kit/base/file.h"
#include "tests/unit/check.h"
#include "tests/unit/scratch.h"

#define FOLDER "cases/workbook/"

static const char *
cell(const struct sheet *sheet, size_t row, size_t column)
{
	if (sheet == NULL || row >= sheet->row_count ||
	    column >= sheet->column_count)
		return "(outside)";
	return sheet->rows[row].cells[column];
}

static void
test_md(void)
{
	static const char text[] =
	    "Words around the table.\n"
	    "\n"
	    "| Survey |        |       |\n"
	    "|        | type   | name  |\n"
	    "|--------|--------|:-----:|\r\n"
	    "|        | a \\| b | c<br>d |\n"
	    "|        |        |       |\n"
	    "|        | last   |\n"
	    "| empty |\n"
	    "| inline | x | y |\n"
	    "|        | 1 | 2 |\n";
	struct workbook *workbook;
	const struct sheet *sheet;

	CHECK_OK(workbook_read_md(&workbook, slice_str(text), "t.md"));
	CHECK_INT(workbook->sheet_count, 3);
	sheet = workbook_sheet(workbook, "survey");
	CHECK_STR(sheet->name, "Survey");
	CHECK_INT(sheet->row_count, 3);
	CHECK_INT(sheet->column_count, 2);
	CHECK_STR(cell(sheet, 1, 0), "a | b");
	CHECK_STR(cell(sheet, 1, 1), "c\nd");
	CHECK_STR(cell(sheet, 2, 1), "");
	CHECK_INT(sheet->rows[1].number, 2);
	CHECK_INT(sheet->rows[2].number, 4);
	CHECK_INT(workbook_sheet(workbook, "EMPTY")->row_count, 0);
	CHECK_STR(cell(workbook_sheet(workbook, "inline"), 0, 1), "y");
	CHECK_STR(cell(workbook_sheet(workbook, "inline"), 1, 1), "2");
	CHECK(workbook_sheet(workbook, "surve") == NULL);
	workbook_free(workbook);
}

static void
test_md_errors(void)
{
	struct workbook *workbook;
	struct buf text = BUF_INIT;

	CHECK_ERR(workbook_read_md(&workbook, slice_str("| a |\n| | \xff |"),
	    "t.md"), ERR_FORMAT, "not UTF-8");
	for (int i = 0; i <= WORKBOOK_SHEETS_MAX; i++)
		buf_add(&text, "| sheet |\n");
	CHECK_ERR(workbook_read_md(&workbook, buf_slice(&text), "t.md"),
	    ERR_LIMIT, "sheets");
	buf_reset(&text);
	buf_add(&text, "| sheet |\n|");
	for (int i = 0; i <= WORKBOOK_COLUMNS_MAX + 1; i++)
		buf_add(&text, "| x ");
	CHECK_ERR(workbook_read_md(&workbook, buf_slice(&text), "t.md"),
	    ERR_LIMIT, "columns");
	buf_free(&text);
}

static const struct err *
read_xlsx(struct workbook **out, const char *name, size_t cut)
{
	struct buf path = BUF_INIT, bytes = BUF_INIT;
	const struct err *err;

	*out = NULL;
	buf_addf(&path, FOLDER "%s", name);
	err = file_read(&bytes, buf_str(&path), WORKBOOK_FILE_BYTES_MAX);
	if (!err)
		err = workbook_read_xlsx(out, slice_of(bytes.data,
		    bytes.len - (cut < bytes.len ? cut : bytes.len)), name);
	buf_free(&path);
	buf_free(&bytes);
	return err;
}

static void
test_xlsx(void)
{
	static const char *const expected[][4] = {
		{ "type", "name", "", "inline" },
		{ "日本", "a\nb_c", "", "TRUE" },
		{ "42", "0.1", "1.1", "-0.0035" },
		{ "2024-11-22", "2024-11-22T12:00:00", "2.5", "18:00:00" },
		{ "1900-02-28", "typex", "#N/A", "7" }
	};
	struct workbook *workbook;
	const struct sheet *sheet;

	CHECK_OK(read_xlsx(&workbook, "cells.xlsx", 0));
	if (workbook == NULL)
		return;
	CHECK_INT(workbook->sheet_count, 2);
	CHECK_STR(workbook->sheets[1].name, "Feuille 2");
	sheet = workbook_sheet(workbook, "survey");
	CHECK_INT(sheet->row_count, 5);
	CHECK_INT(sheet->rows[1].number, 3);
	for (size_t r = 0; r < 5; r++)
		for (size_t c = 0; c < 4; c++)
			CHECK_STR(cell(sheet, r, c), expected[r][c]);
	workbook_free(workbook);
}

/* The same little sheet, as programs that are no spreadsheets write it. */
static void
test_dialects(void)
{
	static const char *const names[] = {
		"prefixed.xlsx", "streamed.xlsx"
	};
	static const char *const expected[][3] = {
		{ "type", "name", "" }, { "text", "q1", "007" }
	};

	for (size_t i = 0; i < 2; i++) {
		const struct sheet *sheet;
		struct workbook *workbook;

		CHECK_OK(read_xlsx(&workbook, names[i], 0));
		sheet = workbook ? workbook_sheet(workbook, "survey") : NULL;
		CHECK(sheet != NULL);
		if (sheet == NULL)
			continue;
		CHECK_INT(sheet->row_count, 2);
		CHECK_INT(sheet->rows[1].number, 3);
		for (size_t r = 0; r < 2; r++)
			for (size_t c = 0; c < 3; c++)
				CHECK_STR(cell(sheet, r, c), expected[r][c]);
		workbook_free(workbook);
	}
}

/* Values of formulas, dates in other formats, text that looks like numbers. */
static void
test_computed(void)
{
	static const char *const expected[][4] = {
		{ "type", "42", "TRUE", "#DIV/0!" },
		{ "2024-11-22", "2024-11-22T12:00:00", "18:00:00", "0.5" },
		{ "2024-11-22", "2024-11-22T18:30:00", "02", "" }
	};
	struct workbook *workbook;

	CHECK_OK(read_xlsx(&workbook, "computed.xlsx", 0));
	if (workbook == NULL)
		return;
	for (size_t r = 0; r < 3; r++)
		for (size_t c = 0; c < 4; c++)
			CHECK_STR(cell(&workbook->sheets[0], r, c),
			    expected[r][c]);
	workbook_free(workbook);
}

static const struct {
	const char *name;
	size_t cut;
	enum err_code code;
	const char *message;
} bad[] = {
	{ "cells.xlsx", 100, ERR_FORMAT, "torn" },
	{ "cells.xlsx", 100000, ERR_FORMAT, "not an .xlsx workbook" },
	{ "bomb.xlsx", 0, ERR_LIMIT, "larger than 64 MiB" },
	{ "wide.xlsx", 0, ERR_LIMIT, "columns" },
	{ "far.xlsx", 0, ERR_LIMIT, "rows" },
	{ "no_string.xlsx", 0, ERR_FORMAT, "string that is not there" },
	{ "disorder.xlsx", 0, ERR_FORMAT, "out of order" },
	{ "entity.xlsx", 0, ERR_FORMAT, "entity.xlsx: " },
	{ "not_xml.xlsx", 0, ERR_FORMAT, "not_xml.xlsx: " },
	{ "no_sheet.xlsx", 0, ERR_FORMAT, "damaged" },
	{ "other.zip", 0, ERR_FORMAT, "not an .xlsx workbook" },
	{ "formula.xlsx", 0, ERR_FORMAT, "row 1, column 2: the value of a" },
	{ "old.xls", 0, ERR_FORMAT, "(.xls)" }
};

static void
test_xlsx_errors(void)
{
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct workbook *workbook;

		CHECK_ERR(read_xlsx(&workbook, bad[i].name, bad[i].cut),
		    bad[i].code, bad[i].message);
		CHECK(workbook == NULL);
	}
}

/* A byte that flips anywhere may change the text, but never brings us down. */
static void
test_xlsx_damage(void)
{
	struct buf bytes = BUF_INIT;

	CHECK_OK(file_read(&bytes, FOLDER "cells.xlsx", 1 << 20));
	for (size_t i = 0; i < bytes.len; i++) {
		struct workbook *workbook;
		const struct err *err;

		bytes.data[i] ^= 0x55;
		err = workbook_read_xlsx(&workbook, buf_slice(&bytes), "x");
		CHECK((err == NULL) == (workbook != NULL));
		workbook_free(workbook);
		bytes.data[i] ^= 0x55;
	}
	buf_free(&bytes);
}

/* What is written reads the same, and is the same bytes each time. */
static void
test_write(void)
{
	static const char *const rows[][2] = {
		{ "type", "label" }, { "=1+1", "é\n\"quoted\" <b>&amp;" },
		{ "", "_x0041_" }, { "00012", "2024-01-01" }
	};
	struct sheet_row written[4];
	struct sheet sheet = { "survey", 2, 4, written };
	struct workbook workbook = { NULL, "w", &sheet, 1 }, *again = NULL;
	struct buf folder = BUF_INIT, path = BUF_INIT;
	struct buf first = BUF_INIT, second = BUF_INIT;

	for (unsigned i = 0; i < 4; i++)
		written[i] = (struct sheet_row){ i + 1, rows[i] };
	CHECK_OK(scratch_make(&folder, "workbook"));
	file_join(&path, buf_str(&folder), "written.xlsx");
	CHECK_OK(workbook_write_xlsx(&workbook, buf_str(&path)));
	CHECK_OK(file_read(&first, buf_str(&path), 1 << 20));
	CHECK_OK(workbook_write_xlsx(&workbook, buf_str(&path)));
	CHECK_OK(file_read(&second, buf_str(&path), 1 << 20));
	CHECK(slice_equal(buf_slice(&first), buf_slice(&second)));
	CHECK_OK(workbook_read_xlsx(&again, buf_slice(&first), "w"));
	for (size_t r = 0; again != NULL && r < 4; r++)
		for (size_t c = 0; c < 2; c++)
			CHECK_STR(cell(&again->sheets[0], r, c), rows[r][c]);
	workbook_free(again);
	CHECK_OK(scratch_remove(buf_str(&folder)));
	buf_free(&folder);
	buf_free(&path);
	buf_free(&first);
	buf_free(&second);
}

/* Texts that XML cannot hold come back; what Excel refuses is refused. */
static void
test_write_odd(void)
{
	static const struct {
		const char *name, *cell, *message;	/* or NULL: written */
	} cases[] = {
		{ "survey", " spaces \n at\tthe ends ", NULL },
		{ "survey", "\1 and \37", NULL },
		{ "survey", "_x0041_ _x41_ __x005F_", NULL },
		{ "it's", "x", NULL },
		{ "a name of thirty-one characters", "x", NULL },
		{ "a name of thirty-two characters!", "x", "cannot be named" },
		{ "", "x", "cannot be named" },
		{ "'quoted'", "x", "cannot be named" },
		{ "a/b", "x", "cannot be named" }
	};
	struct buf folder = BUF_INIT, path = BUF_INIT, bytes = BUF_INIT;

	CHECK_OK(scratch_make(&folder, "odd"));
	file_join(&path, buf_str(&folder), "odd.xlsx");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *const cells[] = { "type", cases[i].cell };
		struct sheet_row row = { 1, cells };
		struct sheet sheet = { cases[i].name, 2, 1, &row };
		struct workbook workbook = { NULL, "w", &sheet, 1 };
		struct workbook *again = NULL;
		const struct err *err = workbook_write_xlsx(&workbook,
		    buf_str(&path));

		if (cases[i].message != NULL) {
			CHECK_ERR(err, ERR_FORMAT, cases[i].message);
			continue;
		}
		CHECK_OK(err);
		buf_reset(&bytes);
		CHECK_OK(file_read(&bytes, buf_str(&path), 1 << 20));
		CHECK_OK(workbook_read_xlsx(&again, buf_slice(&bytes), "w"));
		CHECK_STR(again->sheets[0].name, cases[i].name);
		/* Ends of cells are cut when they are read. */
		if (i > 0)
			CHECK_STR(cell(&again->sheets[0], 0, 1),
			    cases[i].cell);
		else
			CHECK_STR(cell(&again->sheets[0], 0, 1),
			    "spaces \n at\tthe ends");
		workbook_free(again);
	}
	CHECK_OK(scratch_remove(buf_str(&folder)));
	buf_free(&folder);
	buf_free(&path);
	buf_free(&bytes);
}

/* Two sheets of one name; a column beyond Z; a cell that is too long. */
static void
test_write_limits(void)
{
	enum { COLUMNS = 703 };
	const char *cells[COLUMNS];
	struct sheet_row row = { 1, cells };
	struct sheet sheets[2] = {
		{ "a", COLUMNS, 1, &row }, { "A", 0, 0, NULL }
	};
	struct workbook workbook = { NULL, "w", sheets, 2 }, *again = NULL;
	struct buf folder = BUF_INIT, path = BUF_INIT, bytes = BUF_INIT;

	for (size_t i = 0; i < COLUMNS; i++)
		cells[i] = i % 26 == 0 ? "x" : "";
	CHECK_OK(scratch_make(&folder, "limits"));
	file_join(&path, buf_str(&folder), "limits.xlsx");
	CHECK_ERR(workbook_write_xlsx(&workbook, buf_str(&path)), ERR_FORMAT,
	    "cannot be named \"A\"");
	sheets[1].name = "b";
	CHECK_OK(workbook_write_xlsx(&workbook, buf_str(&path)));
	CHECK_OK(file_read(&bytes, buf_str(&path), 1 << 20));
	CHECK_OK(workbook_read_xlsx(&again, buf_slice(&bytes), "w"));
	CHECK_INT(again->sheets[0].column_count, COLUMNS);
	for (size_t i = 0; i < COLUMNS; i++)
		CHECK_STR(cell(&again->sheets[0], 0, i), cells[i]);
	workbook_free(again);
	buf_reset(&bytes);
	for (int i = 0; i <= 32767; i++)
		buf_add(&bytes, "é");
	cells[0] = buf_str(&bytes);
	CHECK_ERR(workbook_write_xlsx(&workbook, buf_str(&path)), ERR_LIMIT,
	    "more than 32767 characters");
	CHECK_OK(scratch_remove(buf_str(&folder)));
	buf_free(&folder);
	buf_free(&path);
	buf_free(&bytes);
}

int
main(void)
{
	test_md();
	test_md_errors();
	test_xlsx();
	test_dialects();
	test_computed();
	test_xlsx_errors();
	test_xlsx_damage();
	test_write();
	test_write_odd();
	test_write_limits();
	return CHECK_DONE();
}
