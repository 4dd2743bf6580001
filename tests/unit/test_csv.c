#include "kit/base/csv.h"

#include "check.h"

static void
reads(const char *text, size_t rows, size_t row, size_t column,
    const char *cell, size_t line)
{
	struct csv *csv = NULL;

	CHECK_OK(csv_parse(&csv, slice_str(text)));
	if (csv == NULL)
		return;
	CHECK_INT(csv->row_count, rows);
	CHECK_STR(csv_cell(csv, row, column), cell);
	CHECK_INT(csv->lines[row], line);
	csv_free(csv);
}

static void
reads_what_spreadsheets_write(void)
{
	reads("a,b\n1,2\n3,4\n", 2, 1, 1, "4", 3);
	reads("a,b\r\n1,\"x,\"\"y\"\"\r\nz\"\r\n5,6", 2, 0, 1, "x,\"y\"\r\nz",
	    2);
	reads("a,b\r\n1,\"x\r\nz\"\r\n5,6", 2, 1, 0, "5", 4);
	reads("\xef\xbb\xbfnom;commune\nÉlodie;Saint-Omer\n", 1, 0, 1,
	    "Saint-Omer", 2);
	reads("a\tb\n1\t2\n", 1, 0, 1, "2", 2);
	reads("a,b\n1\n", 1, 0, 1, "", 2);		/* a short row */
	reads("a,b\n\n1,2,,\n", 1, 0, 0, "1", 3);	/* separators too many */
}

static void
says_what_is_wrong(void)
{
	struct csv *csv;

	CHECK_ERR(csv_parse(&csv, slice_str("")), ERR_FORMAT, "no heading");
	CHECK_ERR(csv_parse(&csv, slice_str("a,b\n1,\"x\n")), ERR_FORMAT,
	    "line 2: a quote is never closed");
	CHECK_ERR(csv_parse(&csv, slice_str("a,b\n1,2\n1,2,3\n")), ERR_FORMAT,
	    "line 3: more cells");
	CHECK_ERR(csv_parse(&csv, slice_of("a\n\xe9t\xe9\n", 7)), ERR_FORMAT,
	    "not UTF-8");
}

static void
finds_columns_and_quotes(void)
{
	struct csv *csv = NULL;
	struct buf b = BUF_INIT;

	CHECK_OK(csv_parse(&csv, slice_str("x,y,x\n1,2,3\n")));
	CHECK_INT(csv_column(csv, "y"), 1);
	CHECK_INT(csv_column(csv, "Y"), -1);
	csv_free(csv);
	csv_add_cell(&b, slice_str("plain é"));
	buf_add_byte(&b, ',');
	csv_add_cell(&b, slice_str("a \"b\", c"));
	CHECK_STR(buf_str(&b), "plain é,\"a \"\"b\"\", c\"");
	buf_free(&b);
}

int
main(void)
{
	reads_what_spreadsheets_write();
	says_what_is_wrong();
	finds_columns_and_quotes();
	return CHECK_DONE();
}
