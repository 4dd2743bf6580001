/*
 * Questionnaires on paper: NAME.md in tests/cases/print is printed in its
 * first language, and the page but for its style is NAME.html; NAME.2.html,
 * when there, in its second. A default language is French in NAME.fr.html.
 *
 *	test_print [--write]	--write makes the files anew
 */
#include <stdlib.h>

#include "formspec/print_html.h"
#include "kit/base/file.h"
#include "kit/base/platform.h"
#include "tests/unit/check.h"

#define FOLDER	"cases/print"

enum { BYTES_MAX = 1 << 20 };

static bool writing;

static struct form *
read_form(const char *path)
{
	struct diags *diags = diags_new();
	struct buf said = BUF_INIT;
	struct form *form = NULL;

	CHECK_OK(form_read(&form, path, diags));
	diags_print(&said, diags, "en");
	CHECK_RESULT(form != NULL, "%s: refused:\n%s", path, buf_str(&said));
	buf_free(&said);
	diags_free(diags);
	return form;
}

/* The style may change every day; the questionnaire may not. */
static void
without_style(struct buf *out, const struct buf *page)
{
	const char *start = strstr(buf_str(page), "<style>\n");
	const char *end = strstr(buf_str(page), "</style>\n");

	CHECK(start != NULL && end != NULL);
	if (start == NULL || end == NULL)
		return;
	buf_append(out, buf_str(page), (size_t)(start - buf_str(page)));
	buf_add(out, end + strlen("</style>\n"));
}

static void
check_page(const struct form *form, const char *path, size_t language,
    const char *words)
{
	struct buf page = BUF_INIT, seen = BUF_INIT, expected = BUF_INIT;

	print_html(&page, form, language, words);
	without_style(&seen, &page);
	CHECK(strstr(buf_str(&page), "<script") == NULL);
	CHECK(strstr(buf_str(&page), "src=") == NULL);
	CHECK(strstr(buf_str(&page), "href=") == NULL);
	CHECK(strstr(buf_str(&page), "url(") == NULL);
	if (writing) {
		CHECK_OK(file_write(path, buf_slice(&seen)));
	} else {
		CHECK_OK(file_read(&expected, path, BYTES_MAX));
		CHECK_RESULT(slice_equal(buf_slice(&expected),
		    buf_slice(&seen)), "%s: expected\n%s\nsaw\n%s", path,
		    buf_str(&expected), buf_str(&seen));
	}
	buf_free(&page);
	buf_free(&seen);
	buf_free(&expected);
}

static void
check_case(const char *name)
{
	static const struct {
		const char *ending;
		size_t language;
		const char *words;
	} pages[] = {
		{ ".html", 0, "en" }, { ".2.html", 1, "en" },
		{ ".fr.html", 0, "fr" }
	};
	struct buf path = BUF_INIT;
	struct form *form;

	buf_addf(&path, "%s/%s", FOLDER, name);
	form = read_form(buf_str(&path));
	for (size_t i = 0; form != NULL && i < 3; i++) {
		buf_reset(&path);
		buf_addf(&path, "%s/%.*s%s", FOLDER, (int)(strlen(name) - 3),
		    name, pages[i].ending);
		if (i == 0 || platform_exists(buf_str(&path)))
			check_page(form, buf_str(&path), pages[i].language,
			    pages[i].words);
	}
	form_free(form);
	buf_free(&path);
}

int
main(int argc, char **argv)
{
	size_t count = 0, cases = 0;
	char **names = NULL;

	writing = argc > 1 && strcmp(argv[1], "--write") == 0;
	CHECK_OK(platform_list(FOLDER, &names, &count));
	for (size_t i = 0; i < count; i++) {
		if (strcmp(file_extension(names[i]), ".md") != 0)
			continue;
		check_case(names[i]);
		cases++;
	}
	CHECK(cases > 1);
	platform_list_free(names, count);
	return CHECK_DONE();
}
