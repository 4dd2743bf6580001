/*
 * Every accepted form goes to another kind of file and comes back: from JSON
 * and from a workbook with the same canonical JSON, from an XForm without a
 * difference that formspec diff would see.
 *
 *	conformance_returns FOLDER SCRATCH.xlsx [ID]
 *
 * With an ID (md0576) only that case is run, and shown.
 */
#include <stdio.h>
#include <string.h>

#include "formspec/diff.h"
#include "formspec/form.h"
#include "formspec/xlsform.h"
#include "kit/base/file.h"
#include "kit/base/platform.h"
#include "lines.h"
#include "xlsform_case.h"

enum {
	SHEETS_MIN = 547,	/* XForms that are seen to be an XLSForm's */
	SAME_MIN = 463		/* and have its canonical JSON */
};

struct tally {
	const char *scratch, *only;
	unsigned forms, json, xlsx;
	unsigned sheets, xform, unchanged;
};

static void
say(const struct json *line, const char *what, const struct buf *was,
    const struct buf *is)
{
	printf("--- %s %s\nwas %s\nis  %s\n", line_string(line, "id"), what,
	    buf_str((struct buf *)(uintptr_t)was),
	    buf_str((struct buf *)(uintptr_t)is));
}

/* The JSON of what came back, or why nothing did; the form is let go. */
static void
json_of(struct buf *out, struct form *form, const struct err *err,
    struct diags *diags)
{
	if (form != NULL)
		form_write_json(out, form);
	else if (err != NULL)
		buf_add(out, err->msg);
	else
		diags_print(out, diags, "en");
	form_free(form);
	diags_free(diags);
}

static void
by_json(struct buf *out, const struct buf *json)
{
	struct diags *diags = diags_new();
	struct form *form = NULL;
	const struct err *err = form_read_json(&form, buf_slice(json),
	    "case.json", diags);

	json_of(out, form, err, diags);
}

static void
by_xlsx(struct buf *out, const struct form *form, const char *path)
{
	struct diags *diags = diags_new();
	struct workbook *workbook = NULL;
	struct form *back = NULL;
	struct buf bytes = BUF_INIT;
	const struct err *err = form_write_xlsx(form, path);

	if (err == NULL)
		err = file_read(&bytes, path, WORKBOOK_FILE_BYTES_MAX);
	if (err == NULL)
		err = workbook_read_xlsx(&workbook, buf_slice(&bytes), path);
	if (err == NULL)
		back = form_from_workbook(workbook, "case.xlsx", NULL, diags);
	json_of(out, back, err, diags);
	buf_free(&bytes);
	workbook_free(workbook);
}

/* Does formspec diff see that nothing changed? */
static bool
is_unchanged(struct buf *out, const struct form *form, const struct form *back)
{
	struct diff *diff = diff_new(form, back);
	bool none = diff_count(diff) == 0;

	diff_print(out, diff, "en");
	diff_free(diff);
	return none;
}

/* from_sheet: it was seen to be written for an XLSForm. */
static void
by_xform(struct buf *out, const struct form *form, bool *from_sheet,
    bool *unchanged)
{
	struct diags *diags = diags_new();
	struct form *back = NULL;
	struct buf xml = BUF_INIT;
	const struct err *err;

	form_write_xform(&xml, form);
	err = form_read_xform(&back, buf_slice(&xml), "case.xml", diags);
	*from_sheet = back != NULL && back->xform == NULL;
	*unchanged = back != NULL && is_unchanged(out, form, back);
	if (!*unchanged)
		printf("--- differs: %s\n", buf_str(out));
	buf_reset(out);
	json_of(out, back, err, diags);
	buf_free(&xml);
}

static unsigned
compare(const struct tally *tally, const struct json *line, const char *what,
    const struct buf *was, struct buf *is)
{
	bool same = slice_equal(buf_slice(was), buf_slice(is));

	/* By XForm, some are told apart only when they are asked for. */
	if ((!same && strstr(what, "XForm") == NULL) || tally->only != NULL)
		say(line, same ? "(the same)" : what, was, is);
	buf_free(is);
	return same;
}

static void
run(struct tally *tally, const struct json *line, const struct form *form)
{
	struct buf json = BUF_INIT, back = BUF_INIT;
	bool from_sheet, unchanged;

	tally->forms++;
	form_write_json(&json, form);
	by_json(&back, &json);
	tally->json += compare(tally, line, "by JSON", &json, &back);
	by_xlsx(&back, form, tally->scratch);
	tally->xlsx += compare(tally, line, "by .xlsx", &json, &back);
	by_xform(&back, form, &from_sheet, &unchanged);
	tally->unchanged += unchanged;
	tally->sheets += from_sheet;
	tally->xform += compare(tally, line, from_sheet ? "by XForm" :
	    "as XForm", &json, &back);
	buf_free(&json);
}

static void
visit(void *data, const struct json *line)
{
	struct tally *tally = data;
	struct diags *diags = diags_new();
	struct workbook *workbook = NULL;
	struct form *form = NULL;

	if (line_has(line, "ok") && (tally->only == NULL ||
	    strcmp(line_string(line, "id"), tally->only) == 0) &&
	    case_workbook(&workbook, line) == NULL)
		form = form_from_workbook(workbook, "case.md", NULL, diags);
	if (form != NULL)
		run(tally, line, form);
	form_free(form);
	workbook_free(workbook);
	diags_free(diags);
}

int
main(int argc, char **argv)
{
	struct tally tally = { .scratch = argc > 2 ? argv[2] : "returns.xlsx",
	    .only = argc > 3 ? argv[3] : NULL };
	char *bytes = argc > 1 ? lines_read(argv[1], "xlsform.jsonl") : NULL;

	if (bytes == NULL) {
		printf("skipped: the conformance cases are not here\n");
		return 77;
	}
	lines_each(bytes, visit, &tally);
	mem_free(bytes);
	printf("of %u forms %u came back the same from JSON, %u from .xlsx\n",
	    tally.forms, tally.json, tally.xlsx);
	printf("%u XForms are seen to be an XLSForm's, %u come back the same, "
	    "%u without a difference\n", tally.sheets, tally.xform,
	    tally.unchanged);
	return tally.json < tally.forms || tally.xlsx < tally.forms ||
	    tally.unchanged < tally.forms || tally.sheets < SHEETS_MIN ||
	    tally.xform < SAME_MIN;
}
