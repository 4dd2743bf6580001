/*
 * test_torn.c - files that were cut, or have a wrong byte: read up to every
 * byte, and with bytes changed, they give a form or say why not.
 */
#include "check.h"
#include "formspec/xlsform.h"
#include "kit/base/file.h"

enum { FILE_BYTES_MAX = 64 << 10, CHANGE_EVERY = 3 };

static const struct err *
read_xlsx(struct form **out, struct slice bytes, struct diags *diags)
{
	struct workbook *workbook;
	const struct err *err = workbook_read_xlsx(&workbook, bytes, "t.xlsx");

	*out = NULL;
	if (err != NULL)
		return err;
	*out = form_from_workbook(workbook, "t", NULL, diags);
	workbook_free(workbook);
	return NULL;
}

static const struct err *
read_md(struct form **out, struct slice bytes, struct diags *diags)
{
	struct workbook *workbook;
	const struct err *err = workbook_read_md(&workbook, bytes, "t.md");

	*out = NULL;
	if (err != NULL)
		return err;
	*out = form_from_workbook(workbook, "t", NULL, diags);
	workbook_free(workbook);
	return NULL;
}

static const struct err *
read_xml(struct form **out, struct slice bytes, struct diags *diags)
{
	return form_read_xform(out, bytes, "t.xml", diags);
}

static const struct err *
read_json(struct form **out, struct slice bytes, struct diags *diags)
{
	return form_read_json(out, bytes, "t.json", diags);
}

static const struct {
	const char *path;
	const struct err *(*read)(struct form **, struct slice, struct diags *);
	bool needs_its_end;	/* cut anywhere, it is no file of its kind */
} files[] = {
	{ "cases/workbook/cells.xlsx", read_xlsx, true },
	{ "cases/xlsform/minimal.md", read_md, false },
	{ "cases/xlsform/everything.md", read_md, false },
	{ "cases/xform_write/visit.xml", read_xml, true },
	{ "cases/xlsform/everything.json", read_json, true }
};

/* True: it was read without an error of the file. */
static bool
read_bytes(size_t file, struct slice bytes)
{
	struct diags *diags = diags_new();
	struct form *form;
	const struct err *err = files[file].read(&form, bytes, diags);
	struct buf said = BUF_INIT;

	CHECK(err == NULL || form == NULL);
	CHECK(err == NULL || err->msg[0] != '\0');
	CHECK(err != NULL || (form == NULL) == (diags_errors(diags) > 0));
	diags_print(&said, diags, "fr");
	buf_free(&said);
	form_free(form);
	diags_free(diags);
	return err == NULL;
}

static void
test_file(size_t file)
{
	struct buf bytes = BUF_INIT;
	const struct err *err = file_read(&bytes, files[file].path,
	    FILE_BYTES_MAX);
	size_t end;

	CHECK_RESULT(err == NULL, "%s: %s", files[file].path,
	    err ? err->msg : "");
	end = bytes.len;
	/* A line's end behind it says nothing. */
	while (end > 0 && bytes.data[end - 1] == '\n')
		end--;
	for (size_t len = 0; len < end; len++) {
		/* Another place in memory, so that its end is the end. */
		struct buf part = BUF_INIT;

		buf_append(&part, bytes.data, len);
		if (read_bytes(file, buf_slice(&part)) &&
		    files[file].needs_its_end)
			CHECK_RESULT(false, "%s: read up to byte %zu",
			    files[file].path, len);
		buf_free(&part);
	}
	for (size_t at = 0; at < bytes.len; at += CHANGE_EVERY) {
		uint8_t kept = bytes.data[at];

		bytes.data[at] = at % 2 ? 0 : 0xff;
		(void)read_bytes(file, buf_slice(&bytes));
		bytes.data[at] = kept;
	}
	buf_free(&bytes);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		test_file(i);
	return CHECK_DONE();
}
