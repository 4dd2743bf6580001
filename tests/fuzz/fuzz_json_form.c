/*
 * fuzz_json_form.c - a questionnaire as it comes: a zip as .xlsx, "{" as our JSON,
 * anything else as Markdown tables. What is accepted must give JSON that reads
 * back to the same bytes.
 */
#include "fuzz.h"

#include <string.h>

#include "formspec/xlsform.h"

static bool
needs_files(const struct form *form)
{
	for (size_t i = 0; i < form->list_count; i++)
		if (form->lists[i].from_file)
			return true;
	return false;
}

static void
come_back(const struct form *form)
{
	struct diags *diags = diags_new();
	struct buf json = BUF_INIT, again = BUF_INIT;
	struct form *copy;

	form_write_json(&json, form);
	if (!needs_files(form)) {
		FUZZ_MUST(form_read_json(&copy, buf_slice(&json), "copy",
		    diags) == NULL);
		FUZZ_MUST(copy != NULL);
		form_write_json(&again, copy);
		FUZZ_MUST(slice_equal(buf_slice(&json), buf_slice(&again)));
		form_free(copy);
	}
	buf_free(&json);
	buf_free(&again);
	diags_free(diags);
}

static const struct err *
read_form(struct form **out, struct slice bytes, struct diags *diags)
{
	struct workbook *workbook;
	const struct err *err;

	*out = NULL;
	if (bytes.len > 0 && bytes.data[0] == '{')
		return form_read_json(out, bytes, "fuzz.json", diags);
	if (bytes.len > 1 && memcmp(bytes.data, "PK", 2) == 0)
		err = workbook_read_xlsx(&workbook, bytes, "fuzz.xlsx");
	else
		err = workbook_read_md(&workbook, bytes, "fuzz.md");
	if (err)
		return err;
	*out = form_from_workbook(workbook, "fuzz", NULL, diags);
	workbook_free(workbook);
	return NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct diags *diags = diags_new();
	struct buf said = BUF_INIT;
	struct form *form;
	const struct err *err = read_form(&form, slice_of(data, size), diags);

	FUZZ_MUST(err == NULL || form == NULL);
	FUZZ_MUST(err != NULL || (form == NULL) == (diags_errors(diags) > 0));
	diags_print(&said, diags, "fr");
	buf_reset(&said);
	diags_print_json(&said, diags, "en");
	if (form != NULL)
		come_back(form);
	buf_free(&said);
	form_free(form);
	diags_free(diags);
	return 0;
}
