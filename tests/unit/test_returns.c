/*
 * The panorama goes to another kind of file and comes back as the same form.
 */
#include <stdlib.h>

#include "check.h"
#include "formspec/diff.h"
#include "formspec/form.h"
#include "kit/base/file.h"
#include "kit/base/platform.h"
#include "scratch.h"

#define PANORAMA "../samples/panorama"

static const char *const files[] = {
	"communes.csv", "contrats.csv", "departements.csv", "epci.csv"
};

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

/* Written to a file there, and read again. */
static struct form *
by_file(const struct form *form, const char *folder, const char *name)
{
	struct buf path = BUF_INIT, text = BUF_INIT;
	struct form *back;

	file_join(&path, folder, name);
	if (strcmp(file_extension(name), ".xlsx") == 0) {
		CHECK_OK(form_write_xlsx(form, buf_str(&path)));
	} else {
		if (strcmp(file_extension(name), ".xml") == 0)
			form_write_xform(&text, form);
		else
			form_write_json(&text, form);
		CHECK_OK(file_write(buf_str(&path), buf_slice(&text)));
	}
	back = read_form(buf_str(&path));
	buf_free(&path);
	buf_free(&text);
	return back;
}

/* The same canonical JSON, to the byte; and no difference for people. */
static void
check_same(const struct form *form, struct form *back)
{
	struct buf was = BUF_INIT, is = BUF_INIT, said = BUF_INIT;
	struct diff *diff = diff_new(form, back);

	form_write_json(&was, form);
	form_write_json(&is, back);
	CHECK_STR(buf_str(&is), buf_str(&was));
	diff_print(&said, diff, "en");
	CHECK_RESULT(diff_count(diff) == 0, "a difference: %s",
	    buf_str(&said));
	diff_free(diff);
	form_free(back);
	buf_free(&was);
	buf_free(&is);
	buf_free(&said);
}

/* What stands beside a form goes along. */
static void
copy_file(const char *from, const char *name, const char *folder)
{
	struct buf path = BUF_INIT, bytes = BUF_INIT;

	file_join(&path, from, name);
	CHECK_OK(file_read(&bytes, buf_str(&path), 1 << 24));
	buf_reset(&path);
	file_join(&path, folder, name);
	CHECK_OK(file_write(buf_str(&path), buf_slice(&bytes)));
	buf_free(&path);
	buf_free(&bytes);
}

/*
 * An XForm of the panorama says all that its workbook says: nothing is set
 * aside in the comparison. (What an XForm cannot say stands in
 * tests/conformance/README.md.)
 */
static void
test_panorama(const char *folder)
{
	struct form *form = read_form(PANORAMA "/panorama.xlsx");

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		copy_file(PANORAMA, files[i], folder);
	check_same(form, by_file(form, folder, "panorama.xlsx"));
	check_same(form, by_file(form, folder, "panorama.xml"));
	check_same(form, by_file(form, folder, "panorama.json"));
	form_free(form);
}

/* Entities in a repeat and in the survey, tags in two languages. */
static void
test_trees(const char *folder)
{
	struct form *form = read_form("cases/returns/trees.md");
	struct buf written = BUF_INIT, expected = BUF_INIT;

	CHECK_INT(form->entity_count, 2);
	CHECK_INT(form->tag_list_count, 1);
	CHECK_STR(form->entities[0].container->path, "/data/tree/look");
	CHECK_STR(form->entities[1].container->path, "/data");
	CHECK_STR(form_saved_property(form_item_named(form, "girth")),
	    "girth_cm");
	copy_file("cases/returns", "trees.csv", folder);
	check_same(form, by_file(form, folder, "trees.json"));
	check_same(form, by_file(form, folder, "trees.xlsx"));
	check_same(form, by_file(form, folder, "trees.xml"));
	form_write_xform(&written, form);
	CHECK_OK(file_read(&expected, "cases/returns/trees.xml", 1 << 20));
	CHECK_STR(buf_str(&written), buf_str(&expected));
	form_free(form);
	buf_free(&written);
	buf_free(&expected);
}

/* As a workbook it is the form that it was written for. */
static void
check_sheet(const struct form *form, const char *folder)
{
	struct form *trees = read_form("cases/returns/trees.md");

	check_same(trees, by_file(form, folder, "foreign.xlsx"));
	form_free(trees);
}

/*
 * An XForm that nobody of ours wrote keeps its text; its entities and tags are
 * taken in, with paths where a workbook has names.
 */
static void
test_foreign(const char *folder)
{
	struct buf xml = BUF_INIT, foreign = BUF_INIT;
	struct diags *diags = diags_new();
	struct form *form = NULL;
	const struct entity *entity;

	CHECK_OK(file_read(&xml, "cases/returns/trees.xml", 1 << 20));
	buf_add(&foreign, "<!-- by hand -->");
	buf_add(&foreign, strstr(buf_str(&xml), "<h:html"));
	CHECK_OK(form_read_xform(&form, buf_slice(&foreign), "trees.xml",
	    diags));
	CHECK(form != NULL && form->xform != NULL);
	CHECK_INT(form->entity_count, 2);
	entity = form_entity_in(form, form_item(form, "/data/tree/look"));
	CHECK(entity != NULL);
	CHECK_STR(entity->name, "trees");
	CHECK_STR(entity->update_if.written, "../../../girth  > 20");
	CHECK_STR(form_saved_property(form_item(form,
	    "/data/tree/look/girth")), "girth_cm");
	CHECK_INT(form->tag_list_count, 1);
	CHECK_STR(form_item(form, "/data/tree/outline")->tags->choices[1].name,
	    "addr:city");
	check_sheet(form, folder);
	form_free(form);
	diags_free(diags);
	buf_free(&xml);
	buf_free(&foreign);
}

/* What no sheet says is not written as one. */
static void
test_more_than_sheets(const char *folder)
{
	struct form *form = NULL;
	struct diags *diags = diags_new();
	struct buf path = BUF_INIT;

	CHECK_OK(form_read_xform(&form, slice_str("<h:html xmlns:h=\"h\" "
	    "xmlns=\"x\"><h:head><model><instance><data><a/></data>"
	    "</instance><bind nodeset=\"a\" p3ptype=\"x\"/>"
	    "</model></h:head><h:body><input ref=\"a\"><label>A</label>"
	    "</input></h:body></h:html>"), "a.xml", diags));
	CHECK(form != NULL);
	file_join(&path, folder, "a.xlsx");
	CHECK_ERR(form_write_xlsx(form, buf_str(&path)), ERR_FORMAT,
	    "more than the sheets");
	CHECK(!platform_exists(buf_str(&path)));
	form_free(form);
	diags_free(diags);
	buf_free(&path);
}

int
main(int argc, char **argv)
{
	struct buf folder = BUF_INIT;

	platform_start(&argc, &argv);
	CHECK_OK(scratch_make(&folder, "returns"));
	test_panorama(buf_str(&folder));
	test_trees(buf_str(&folder));
	test_foreign(buf_str(&folder));
	test_more_than_sheets(buf_str(&folder));
	CHECK_OK(scratch_remove(buf_str(&folder)));
	buf_free(&folder);
	platform_stop();
	return CHECK_DONE();
}
