/*
 * Two versions of a form in tests/cases/diff, NAME.old.md and NAME.new.md:
 *   NAME.out     what changed, in English
 *   NAME.fr.out  in French, NAME.json as JSON, where there is one
 *
 *	test_diff [--write]	--write makes the files anew
 */
#include <stdlib.h>

#include "formspec/diff.h"
#include "kit/base/file.h"
#include "kit/base/platform.h"
#include "tests/unit/check.h"

#define FOLDER	"cases/diff"
#define ENDING	".old.md"

enum { BYTES_MAX = 1 << 20 };

static bool writing;

static struct form *
read_form(const char *stem, const char *ending)
{
	struct diags *diags = diags_new();
	struct buf path = BUF_INIT, said = BUF_INIT;
	struct form *form = NULL;

	buf_addf(&path, "%s%s", stem, ending);
	CHECK_OK(form_read(&form, buf_str(&path), diags));
	diags_print(&said, diags, "en");
	CHECK_RESULT(form != NULL, "%s: refused:\n%s", buf_str(&path),
	    buf_str(&said));
	buf_free(&path);
	buf_free(&said);
	diags_free(diags);
	return form;
}

static void
compare(const char *stem, const char *ending, const struct buf *seen,
    bool always)
{
	struct buf path = BUF_INIT, expected = BUF_INIT;

	buf_addf(&path, "%s%s", stem, ending);
	if (!always && !platform_exists(buf_str(&path))) {
		buf_free(&path);
		return;
	}
	if (writing) {
		CHECK_OK(file_write(buf_str(&path), buf_slice(seen)));
	} else {
		CHECK_OK(file_read(&expected, buf_str(&path), BYTES_MAX));
		CHECK_RESULT(slice_equal(buf_slice(&expected),
		    buf_slice(seen)), "%s: expected\n%s\nsaw\n%s",
		    buf_str(&path), buf_str(&expected), buf_str(seen));
	}
	buf_free(&path);
	buf_free(&expected);
}

static void
check_itself(const char *stem, const struct form *form)
{
	struct diff *diff = diff_new(form, form);

	CHECK_RESULT(diff_count(diff) == 0, "%s: differs from itself", stem);
	diff_free(diff);
}

static void
check_case(const char *stem)
{
	struct form *old = read_form(stem, ENDING);
	struct form *new = read_form(stem, ".new.md");
	struct buf seen = BUF_INIT;
	struct diff *diff;

	if (old != NULL && new != NULL) {
		diff = diff_new(old, new);
		diff_print(&seen, diff, "en");
		compare(stem, ".out", &seen, true);
		buf_reset(&seen);
		diff_print(&seen, diff, "fr");
		compare(stem, ".fr.out", &seen, false);
		buf_reset(&seen);
		diff_print_json(&seen, diff, "en");
		compare(stem, ".json", &seen, false);
		diff_free(diff);
		check_itself(stem, old);
		check_itself(stem, new);
	}
	buf_free(&seen);
	form_free(old);
	form_free(new);
}

int
main(int argc, char **argv)
{
	size_t count = 0, cases = 0;
	char **names = NULL;

	writing = argc > 1 && strcmp(argv[1], "--write") == 0;
	CHECK_OK(platform_list(FOLDER, &names, &count));
	for (size_t i = 0; i < count; i++) {
		struct buf stem = BUF_INIT;
		size_t len = strlen(names[i]), end = strlen(ENDING);

		if (len <= end || strcmp(names[i] + len - end, ENDING) != 0)
			continue;
		buf_addf(&stem, "%s/%.*s", FOLDER, (int)(len - end), names[i]);
		check_case(buf_str(&stem));
		buf_free(&stem);
		cases++;
	}
	CHECK(cases > 2);
	platform_list_free(names, count);
	return CHECK_DONE();
}
