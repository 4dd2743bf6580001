#include "xlsform_case.h"

#include <string.h>

#include "formspec/workbook_build.h"

/* Cases that are given as objects by column, not as Markdown. */
static const struct err *
add_sheet(struct workbook_build *build, const struct json *rows)
{
	const char *headings[64];
	unsigned count = 0, number = 2;
	const struct err *err;

	err = workbook_build_sheet(build, slice_str(json_key(rows)));
	for (const struct json *row = json_first(rows); row && !err;
	    row = json_next(row))
		for (const struct json *m = json_first(row); m && !err;
		    m = json_next(m)) {
			unsigned c = 0;

			while (c < count && strcmp(headings[c], json_key(m)))
				c++;
			if (c < count || count == 64)
				continue;
			headings[count++] = json_key(m);
			err = workbook_build_cell(build, 1, c,
			    slice_str(json_key(m)));
		}
	for (const struct json *row = json_first(rows); row && !err;
	    row = json_next(row), number++)
		for (unsigned c = 0; c < count && !err; c++) {
			const char *text = json_get_string(row, headings[c]);

			err = workbook_build_cell(build, number, c,
			    slice_str(text ? text : ""));
		}
	return err;
}

const struct err *
case_workbook(struct workbook **out, const struct json *test)
{
	const char *md = json_get_string(test, "md");
	const struct json *sheet = json_first(json_get(test, "ss"));
	struct workbook_build *build;
	const struct err *err = NULL;

	if (md != NULL)
		return workbook_read_md(out, slice_str(md), "case.md");
	build = workbook_build_new("case");
	for (; sheet != NULL && !err; sheet = json_next(sheet))
		err = add_sheet(build, sheet);
	return err ? err : workbook_build_done(out, build);
}
