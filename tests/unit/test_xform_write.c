/*
 * A form written as an ODK XForm: the text, what is read back of it, and that
 * it is then written as it came. With an argument, the text goes to stdout.
 */
#include "check.h"
#include "scratch.h"

#include <stdlib.h>
#include <string.h>

#include "formspec/form.h"
#include "kit/base/file.h"

#define CASE "cases/xform_write/visit"

enum { BYTES_MAX = 1 << 20 };

static struct form *
read_form(const char *path)
{
	struct diags *diags = diags_new();
	struct form *form = NULL;
	struct buf said = BUF_INIT;
	const struct err *err = form_read(&form, path, diags);

	if (err != NULL || form == NULL) {
		diags_print(&said, diags, "en");
		fprintf(stderr, "%s: %s%s\n", path, err ? err->msg : "",
		    buf_str(&said));
		exit(1);
	}
	diags_free(diags);
	return form;
}

static void
test_text(const struct form *form)
{
	struct buf written = BUF_INIT, expected = BUF_INIT;

	form_write_xform(&written, form);
	CHECK_OK(file_read(&expected, CASE ".xml", BYTES_MAX));
	CHECK_STR(buf_str(&written), buf_str(&expected));
	buf_free(&written);
	buf_free(&expected);
}

static void
test_return(const struct form *form)
{
	struct form *back = read_form(CASE ".xml");
	struct buf first = BUF_INIT, second = BUF_INIT;

	CHECK_STR(back->id, form->id);
	CHECK_STR(back->title, form->title);
	CHECK_STR(back->version, form->version);
	for (size_t i = 1; i < form->item_count; i++) {
		const struct item *item = form->items[i];
		const struct item *same = form_item(back, item->path);

		if (strcmp(item->name, "audit") == 0)
			continue;
		CHECK(same != NULL);
		CHECK(same == NULL || same->kind == item->kind);
		CHECK(same == NULL || same->value_type == item->value_type);
	}
	form_write_xform(&first, form);
	form_write_xform(&second, back);
	CHECK_STR(buf_str(&second), buf_str(&first));
	buf_free(&first);
	buf_free(&second);
	form_free(back);
}

/* Our own columns come back, also where nothing has a role. */
static void
test_own_columns(void)
{
	struct form *form = read_form("cases/xform_write/nonresponse.md");
	struct form *back;
	struct buf path = BUF_INIT, xml = BUF_INIT, first = BUF_INIT, second = BUF_INIT;

	form_write_xform(&xml, form);
	CHECK_OK(scratch_make(&path, "xform_write"));
	buf_add(&path, "/nonresponse.xml");
	CHECK_OK(file_write(buf_str(&path), buf_slice(&xml)));
	back = read_form(buf_str(&path));
	form_write_json(&first, form);
	form_write_json(&second, back);
	CHECK(strstr(buf_str(&first), "refused unknown") != NULL);
	CHECK_STR(buf_str(&second), buf_str(&first));
	path.len = (size_t)(strrchr(buf_str(&path), '/') - buf_str(&path));
	path.data[path.len] = '\0';
	CHECK_OK(scratch_remove(buf_str(&path)));
	buf_free(&path);
	buf_free(&xml);
	buf_free(&first);
	buf_free(&second);
	form_free(form);
	form_free(back);
}

int
main(int argc, char **argv)
{
	struct form *form = read_form(CASE ".md");
	struct buf out = BUF_INIT;

	(void)argv;
	if (argc > 1) {
		form_write_xform(&out, form);
		fputs(buf_str(&out), stdout);
		buf_free(&out);
		form_free(form);
		return 0;
	}
	test_text(form);
	test_return(form);
	test_own_columns();
	form_free(form);
	return CHECK_DONE();
}
