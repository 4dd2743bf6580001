/*
 * Questionnaires in tests/cases/xlsform: NAME.md is read, and
 *   NAME.diag, NAME.fr.diag  hold what is said of it, to the letter
 *   NAME.json                holds its canonical JSON
 * A form that is accepted must also survive: JSON and back, and .xlsx and
 * back, with the same bytes.
 *
 *	test_form_cases [--write]	--write makes the files anew
 */
#include <stdlib.h>

#include "formspec/form.h"
#include "kit/base/file.h"
#include "kit/base/platform.h"
#include "tests/unit/check.h"
#include "tests/unit/scratch.h"

#define FOLDER "cases/xlsform"

enum { BYTES_MAX = 1 << 20 };

static bool writing;

/* name without ".md", with another ending, in the folder. */
static void
beside(struct buf *out, const char *name, const char *ending)
{
	buf_addf(out, "%s/%.*s%s", FOLDER, (int)(strlen(name) - 3), name,
	    ending);
}

static void
compare(const char *name, const char *ending, const struct buf *seen,
    bool always)
{
	struct buf path = BUF_INIT, expected = BUF_INIT;

	beside(&path, name, ending);
	if (writing && (always || platform_exists(buf_str(&path)))) {
		CHECK_OK(file_write(buf_str(&path), buf_slice(seen)));
	} else if (always || platform_exists(buf_str(&path))) {
		CHECK_OK(file_read(&expected, buf_str(&path), BYTES_MAX));
		CHECK_RESULT(slice_equal(buf_slice(&expected),
		    buf_slice(seen)), "%s: expected\n%s\nsaw\n%s",
		    buf_str(&path), buf_str(&expected), buf_str(seen));
	}
	buf_free(&path);
	buf_free(&expected);
}

static void
same_again(const char *what, const char *path, const struct buf *expected)
{
	struct diags *diags = diags_new();
	struct buf seen = BUF_INIT, said = BUF_INIT;
	struct form *form;

	CHECK_OK(form_read(&form, path, diags));
	diags_print(&said, diags, "en");
	CHECK_RESULT(form != NULL, "%s: refused:\n%s", what, buf_str(&said));
	if (form != NULL)
		form_write_json(&seen, form);
	CHECK_RESULT(slice_equal(buf_slice(expected), buf_slice(&seen)),
	    "%s: expected\n%s\nsaw\n%s", what, buf_str(expected),
	    buf_str(&seen));
	buf_free(&seen);
	buf_free(&said);
	form_free(form);
	diags_free(diags);
}

/* The files of the folder, beside the workbook written in scratch. */
static void
copy_files(const struct form *form, const char *scratch)
{
	struct buf path = BUF_INIT;

	for (size_t i = 0; i < form->attachment_count; i++) {
		const struct attachment *file = &form->attachments[i];

		buf_reset(&path);
		file_join(&path, scratch, file->name);
		CHECK_OK(file_write(buf_str(&path),
		    slice_of(file->bytes, file->len)));
	}
	buf_free(&path);
}

static void
check_round_trips(const char *name, const struct form *form,
    const char *scratch)
{
	struct buf json = BUF_INIT, path = BUF_INIT, stem = BUF_INIT;

	form_write_json(&json, form);
	compare(name, ".json", &json, false);
	copy_files(form, scratch);
	buf_addf(&stem, "%s/%.*s", scratch, (int)(strlen(name) - 3), name);
	buf_addf(&path, "%s.json", buf_str(&stem));
	CHECK_OK(file_write(buf_str(&path), buf_slice(&json)));
	same_again(name, buf_str(&path), &json);
	buf_reset(&path);
	buf_addf(&path, "%s.xlsx", buf_str(&stem));
	CHECK_OK(form_write_xlsx(form, buf_str(&path)));
	same_again(name, buf_str(&path), &json);
	buf_free(&stem);
	buf_free(&path);
	buf_free(&json);
}

static void
check_case(const char *name, const char *scratch)
{
	struct diags *diags = diags_new();
	struct buf path = BUF_INIT, said = BUF_INIT;
	struct form *form;

	buf_addf(&path, "%s/%s", FOLDER, name);
	CHECK_OK(form_read(&form, buf_str(&path), diags));
	CHECK((form == NULL) == (diags_errors(diags) > 0));
	diags_print(&said, diags, "en");
	compare(name, ".diag", &said, true);
	buf_reset(&said);
	diags_print(&said, diags, "fr");
	compare(name, ".fr.diag", &said, false);
	if (form != NULL)
		check_round_trips(name, form, scratch);
	buf_free(&said);
	buf_free(&path);
	form_free(form);
	diags_free(diags);
}

int
main(int argc, char **argv)
{
	struct buf scratch = BUF_INIT;
	size_t count = 0, cases = 0;
	char **names = NULL;

	writing = argc > 1 && strcmp(argv[1], "--write") == 0;
	CHECK_OK(scratch_make(&scratch, "form-cases"));
	CHECK_OK(platform_list(FOLDER, &names, &count));
	for (size_t i = 0; i < count; i++) {
		if (strcmp(file_extension(names[i]), ".md") != 0)
			continue;
		check_case(names[i], buf_str(&scratch));
		cases++;
	}
	CHECK(cases > 10);
	platform_list_free(names, count);
	CHECK_OK(scratch_remove(buf_str(&scratch)));
	buf_free(&scratch);
	return CHECK_DONE();
}
