/* merger cases import: the sample frame, from a table. */
#include <stdio.h>

#include "kit/base/file.h"
#include "merger/author.h"
#include "merger/commands.h"
#include "merger/frame.h"
#include "merger/mainline.h"
#include "merger/print.h"

enum { CASES_BYTES_MAX = 32 << 20 };

const struct cli_option cases_options[] = {
	{ "key", "COLUMN", "the column that names a case (default: case)", 0 },
	{ NULL, NULL, NULL, 0 }
};

static const struct err *
read_table(struct csv **out, const char *path)
{
	struct buf text = BUF_INIT;
	const struct err *err =
	    err_named(file_read(&text, path, CASES_BYTES_MAX));

	*out = NULL;
	if (err == NULL)
		err = err_in(csv_parse(out, buf_slice(&text)), "%s", path);
	buf_free(&text);
	return err;
}

/* What was written is safe; a hub that is away gets it at the next pull. */
static const struct err *
publish(struct workspace *ws)
{
	const struct err *err = mainline_publish(ws);

	if (err == NULL)
		err = author_publish(ws);
	return err_in(err, "the cases are kept and go out with the next pull");
}

const struct err *
cmd_cases_import(struct cli *cli)
{
	const char *path = cli_operand(cli, 0), *key = cli_value(cli, "key");
	struct frame_sums sums = { 0 };
	char added[PRINT_COUNT_MAX];
	struct csv *csv;
	struct workspace ws;
	const struct err *err = read_table(&csv, path);

	if (err != NULL)
		return err;
	err = author_open(&ws, cli);
	if (err == NULL) {
		err = err_in(frame_import(&ws, csv, key ? key : "case", &sums),
		    "%s", path);
		if (err == NULL)
			printf("%s: %s added, %zu changed, %zu as before\n",
			    path, print_count(added, sums.added, "case"),
			    sums.changed, sums.same);
		if (err == NULL && sums.erased > 0)
			fprintf(stderr, "merger: %s: %zu left out: the study "
			    "has erased them\n", path, sums.erased);
		if (err == NULL && sums.added + sums.changed > 0)
			err = publish(&ws);
		workspace_close(&ws);
	}
	csv_free(csv);
	return err;
}
