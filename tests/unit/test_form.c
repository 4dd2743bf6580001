/*
 * The model of a form: paths, references, languages, roles, and what its JSON
 * may not be.
 */
#include "formspec/xlsform.h"
#include "tests/unit/check.h"

static struct form *
read_md(const char *md)
{
	struct diags *diags = diags_new();
	struct buf said = BUF_INIT;
	struct workbook *workbook;
	struct form *form;

	CHECK_OK(workbook_read_md(&workbook, slice_str(md), "test.md"));
	form = form_from_workbook(workbook, "test.md", NULL, diags);
	diags_print(&said, diags, "en");
	CHECK_RESULT(form != NULL, "refused:\n%s", buf_str(&said));
	buf_free(&said);
	workbook_free(workbook);
	diags_free(diags);
	return form;
}

/* The repeats p > q, with a sibling repeat; and what ${name} becomes. */
static const char nested[] =
    "| survey | | | | |\n"
    "| | type           | name | label | calculation |\n"
    "| | integer        | out  | O     |  |\n"
    "| | begin_repeat   | p    | P     |  |\n"
    "| | integer        | a    | A     |  |\n"
    "| | begin_group    | g    | G     |  |\n"
    "| | integer        | b    | B     |  |\n"
    "| | calculate      | c1   |       | ${a} + ${b} + ${out} |\n"
    "| | begin_repeat   | q    | Q     |  |\n"
    "| | integer        | d    | D     |  |\n"
    "| | calculate      | c2   |       | ${a} + ${d} + sum(${e}) |\n"
    "| | calculate      | c3   |       | indexed-repeat(${d}, ${p}, ${a}, ${q}, 2) |\n"
    "| | calculate      | c4   |       | instance('l')/root/item[name = ${d}]/x |\n"
    "| | calculate      | c5   |       | jr:choice-name(${s}, '${s}') |\n"
    "| | select_one l   | s    | S     |  |\n"
    "| | end_repeat     |      |       |  |\n"
    "| | end_group      |      |       |  |\n"
    "| | begin_repeat   | r    | R     |  |\n"
    "| | integer        | e    | E     |  |\n"
    "| | calculate      | c6   |       | count(${q}) |\n"
    "| | end_repeat     |      |       |  |\n"
    "| | end_repeat     |      |       |  |\n"
    "| | calculate      | c7   |       | sum(${d}) + count(${p}) |\n"
    "| choices | | | | |\n"
    "| | list_name | name | label | x |\n"
    "| | l | 1 | One | 5 |\n";

static void
test_references(void)
{
	static const char *const expected[][2] = {
		{ "c1", " ../../a  +  ../b  +  /data/out " },
		{ "c2", " ../../../a  +  ../d  + sum( ../../../r/e )" },
		{ "c3", "indexed-repeat( /data/p/g/q/d ,  /data/p ,"
		    "  ../../../a ,  /data/p/g/q , 2)" },
		{ "c4", "instance('l')/root/item[name =  current()/../d ]/x" },
		{ "c5", "jr:choice-name( ../s , '../s')" },
		{ "c6", "count( ../../g/q )" },
		{ "c7", "sum( /data/p/g/q/d ) + count( /data/p )" }
	};
	struct form *form = read_md(nested);

	if (form == NULL)
		return;
	for (size_t i = 0; i < sizeof(expected) / sizeof(*expected); i++) {
		struct item *item = form_item_named(form, expected[i][0]);

		CHECK_STR(item->calculate.source, expected[i][1]);
		CHECK(item->calculate.compiled != NULL);
	}
	CHECK_STR(form_item_named(form, "s")->path, "/data/p/g/q/s");
	CHECK_INT(form_item_named(form, "s")->depth, 4);
	CHECK_STR(form_item_named(form, "s")->repeat->name, "q");
	CHECK_STR(form_item(form, "/data/p/g/q")->repeat->name, "p");
	CHECK(form_item(form, "/data/p")->repeat == NULL);
	CHECK(form_item(form, "/data/nothing") == NULL);
	CHECK(form_instance(form, "l") == form->lists[0].document);
	CHECK(form_instance(form, "m") == NULL);
	CHECK_STR(form->id, "test");
	form_free(form);
}

static void
test_choice_filter(void)
{
	struct form *form = read_md(
	    "| survey | | | | |\n"
	    "| | type | name | label | choice_filter |\n"
	    "| | integer | n | N | |\n"
	    "| | begin_repeat | r | R | |\n"
	    "| | text | kind | K | |\n"
	    "| | select_one l | a | Of ${kind} | x = ${kind} and y < ${n} |\n"
	    "| | end_repeat | | | |\n"
	    "| | select_one ${kind} | b | B | ${kind} != '' |\n"
	    "| choices | | | | |\n"
	    "| | list_name | name | label | x | y |\n"
	    "| | l | 1 | One | u | 5 |\n"
	    "| | l | 2 | Two | v | |\n");
	const struct choice_list *list;
	struct item *a, *b;

	if (form == NULL)
		return;
	a = form_item_named(form, "a");
	b = form_item_named(form, "b");
	list = a->list;
	CHECK_STR(a->choice_filter.source,
	    "x =  current()/../kind  and y <  /data/n ");
	CHECK_INT(a->label.by_language[0].part_count, 2);
	CHECK_STR(a->label.by_language[0].parts[0].literal, "Of ");
	CHECK_STR(a->label.by_language[0].parts[1].value.source, " ../kind ");
	CHECK(b->list == NULL);
	CHECK_STR(b->itemset.source, " /data/r/kind ");
	CHECK_STR(b->choice_filter.source, " ./kind  != ''");
	CHECK_INT(list->extra_count, 2);
	CHECK_STR(list->choices[1].extra[0], "v");
	CHECK_STR(list->choices[1].extra[1], "");
	CHECK(choice_list_find(list, "2") == &list->choices[1]);
	CHECK(list->document->first->first->owner == &list->choices[0]);
	CHECK_STR(node_child(list->document->first->first, "y")->value, "5");
	form_free(form);
}

static const struct {
	const char *type, *written;
	bool dynamic;
} defaults[] = {
	{ "text", "Lille (Nord)", false },
	{ "text", "it's", false },
	{ "text", "sous-préfet", false },
	{ "text", "1 + 1", true },
	{ "text", "now()", true },
	{ "text", "'now()'", false },
	{ "integer", "5", false },
	{ "integer", "-5", false },
	{ "integer", "7 - 4", true },
	{ "date", "2024-01-02", false },
	{ "date", "today()", true },
	{ "dateTime", "2024-01-02T10:00:00+01:00", false },
	{ "geopoint", "50.6 3.06 -2 5", false },
	{ "text", "${other}", true }
};

static void
test_defaults(void)
{
	for (size_t i = 0; i < sizeof(defaults) / sizeof(*defaults); i++) {
		struct buf md = BUF_INIT;
		struct form *form;
		struct item *item;

		buf_addf(&md, "| survey |\n| | type | name | label | default |\n"
		    "| | text | other | O | |\n| | %s | q | Q | %s |\n",
		    defaults[i].type, defaults[i].written);
		form = read_md(buf_str(&md));
		buf_free(&md);
		if (form == NULL)
			continue;
		item = form_item_named(form, "q");
		CHECK_RESULT((item->default_value == NULL) ==
		    defaults[i].dynamic, "default of %s: %s",
		    defaults[i].type, defaults[i].written);
		CHECK((item->dynamic_default.compiled != NULL) ==
		    defaults[i].dynamic);
		form_free(form);
	}
}

static void
test_languages(void)
{
	struct form *form = read_md(
	    "| survey | | | | | | |\n"
	    "| | type | name | label::Français (fr) | label::English (en) |"
	    " hint | bind::recolte:role | bind::recolte:personal |\n"
	    "| | text | mail | Courriel | E-mail | Un seul | email | yes |\n"
	    "| | text | only | Seul | | | | no |\n");
	struct item *mail;

	if (form == NULL)
		return;
	mail = form_item_role(form, "email");
	CHECK_INT(form->language_count, 2);
	CHECK_STR(form->default_language, "Français (fr)");
	CHECK_INT(form_language(form, "English (en)"), 1);
	CHECK_INT(form_language(form, "en"), 1);
	CHECK_INT(form_language(form, "francais"), 0);
	CHECK_INT(form_language(form, "de"), -1);
	CHECK_STR(form_text(form, &mail->label, 1)->written, "E-mail");
	/* What stands without a language is in the first one. */
	CHECK_STR(mail->hint.by_language[0].written, "Un seul");
	CHECK_STR(form_text(form, &mail->hint, 1)->written, "Un seul");
	CHECK(mail->personal);
	CHECK(!form_item_named(form, "only")->personal);
	CHECK(form_text(form, &mail->guidance, 0) == NULL);
	CHECK(form_item_role(form, "phone") == NULL);
	form_free(form);
}

/* Columns of a file may have a language each; values, labels, filters. */
static void
test_file_list(void)
{
	struct diags *diags = diags_new();
	const struct choice_list *list;
	struct form *form;
	struct item *town;

	CHECK_OK(form_read(&form, "cases/xlsform/files_languages.md", diags));
	CHECK_INT(diags_errors(diags) + diags_warnings(diags), 0);
	if (form == NULL)
		return;
	town = form_item_named(form, "town");
	list = town->list;
	CHECK_INT(form->list_count, 1);
	CHECK(form_item_named(form, "again")->list == list);
	CHECK_INT(list->choice_count, 2);
	CHECK_STR(list->choices[1].name, "dk");
	CHECK_STR(list->choices[1].label.by_language[0].written, "Dunkerque");
	CHECK_STR(list->choices[1].label.by_language[1].written, "Dunkirk");
	CHECK_INT(list->choices[1].label.by_language[1].part_count, 1);
	/* Without an English column of its own the plain one counts. */
	CHECK_STR(list->choices[0].label.by_language[1].written, "${Lille}");
	CHECK(form_instance(form, "villes") == list->document);
	CHECK_STR(node_child(list->document->first->first, "sea")->value,
	    "no");
	CHECK(list->document->first->first->owner == &list->choices[0]);
	CHECK_INT(form->attachment_count, 1);
	CHECK_STR(form->attachments[0].name, "villes.csv");
	form_free(form);
	diags_free(diags);
}

static const struct {
	const char *json, *message;
} refused[] = {
	{ "{}", "not a form of formspec" },
	{ "{\"format\":\"recolte-form-1\"}", "not a form as formspec" },
	{ "{\"files\":[],\"format\":\"recolte-form-1\",\"items\":[],"
	    "\"languages\":[\"default\"],\"lists\":[],\"more\":1,"
	    "\"settings\":{\"form_id\":\"x\"}}", "not a form as formspec" },
	{ "{\"format\": \"recolte-form-1\"}", "canonical" },
	{ "[", "" }
};

static void
test_json_refused(void)
{
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		struct diags *diags = diags_new();
		struct form *form;

		CHECK_ERR(form_read_json(&form, slice_str(refused[i].json),
		    "f.json", diags), ERR_FORMAT, refused[i].message);
		CHECK(form == NULL);
		diags_free(diags);
	}
}

/* The members of that item stand in a wrong order, no longer; -1: of none. */
static void
long_json(struct buf *json, int count, int wrong)
{
	buf_reset(json);
	buf_add(json, "{\"files\":[],\"format\":\"recolte-form-1\","
	    "\"items\":[");
	for (int i = 0; i < count; i++)
		buf_addf(json, i == wrong ?
		    "%s{\"name\":\"q%d\",\"label\":{\"default\":\"Q\"},"
		    "\"type\":\"text\"}" :
		    "%s{\"label\":{\"default\":\"Q\"},\"name\":\"q%d\","
		    "\"type\":\"text\"}", i ? "," : "", i);
	buf_add(json, "],\"languages\":[\"default\"],\"lists\":[],"
	    "\"settings\":{\"form_id\":\"x\"}}");
}

/* A long form is compared in pieces: each of them counts. */
static void
test_json_long(void)
{
	enum { COUNT = 400 };
	struct buf json = BUF_INIT, again = BUF_INIT;
	struct form *form;

	for (int wrong = -1; wrong < COUNT; wrong += wrong < 0 ? 1 : 57) {
		struct diags *diags = diags_new();

		long_json(&json, COUNT, wrong);
		if (wrong >= 0) {
			CHECK_ERR(form_read_json(&form, buf_slice(&json),
			    "f.json", diags), ERR_FORMAT, "canonical");
			CHECK(form == NULL);
		} else {
			CHECK_OK(form_read_json(&form, buf_slice(&json),
			    "f.json", diags));
			form_write_json(&again, form);
			CHECK_STR(buf_str(&again), buf_str(&json));
			form_free(form);
		}
		diags_free(diags);
	}
	buf_free(&json);
	buf_free(&again);
}

static void
test_json_errors(void)
{
	static const char json[] =
	    "{\"files\":[],\"format\":\"recolte-form-1\",\"items\":["
	    "{\"label\":{\"default\":\"A\"},\"name\":\"a\",\"relevant\":"
	    "\"${b} = \",\"type\":\"text\"},"
	    "{\"name\":\"c\",\"type\":\"colour\"}],"
	    "\"languages\":[\"default\"],\"lists\":[{\"choices\":[{\"name\":"
	    "\"b\"}],\"name\":\"l\\u0001\"}],"
	    "\"settings\":{\"form_id\":\"x\"}}";
	struct diags *diags = diags_new();
	struct buf said = BUF_INIT;
	struct form *form;

	CHECK_OK(form_read_json(&form, slice_str(json), "f.json", diags));
	CHECK(form == NULL);
	CHECK_INT(diags_errors(diags), 3);
	diags_print(&said, diags, "en");
	CHECK(strstr(buf_str(&said), "nothing is named \"b\"") != NULL);
	CHECK(strstr(buf_str(&said), "list with a control character") != NULL);
	CHECK_ERR(diags_error(diags), ERR_FORMAT, "f.json: ");
	buf_free(&said);
	diags_free(diags);
}

static void
test_diags_json(void)
{
	struct diags *diags = diags_new();
	struct place place = { .file = "f", .sheet = "survey", .row = 3,
	    .column = 2, .heading = "type" };
	struct buf out = BUF_INIT;

	diag_add(diags, &place, "unknown-type", "a\"b", "text");
	diags_print_json(&out, diags, "fr");
	CHECK_STR(buf_str(&out), "[{\"column\":2,\"file\":\"f\","
	    "\"heading\":\"type\",\"kind\":\"unknown-type\",\"message\":"
	    "\"type inconnu «\u00a0a\\\"b\u00a0» (vouliez-vous dire «\u00a0text\u00a0»\u00a0?)\","
	    "\"row\":3,\"severity\":\"error\",\"sheet\":\"survey\","
	    "\"suggestion\":\"text\"}]");
	for (int i = 0; i < 2000; i++)
		diag_add(diags, &place, "unknown-type", "x", NULL);
	buf_reset(&out);
	diags_print(&out, diags, "en");
	CHECK(strstr(buf_str(&out), "and 1001 more") != NULL);
	CHECK_INT(diags_errors(diags), 2001);
	buf_free(&out);
	diags_free(diags);
}

int
main(void)
{
	test_references();
	test_choice_filter();
	test_defaults();
	test_languages();
	test_file_list();
	test_json_refused();
	test_json_long();
	test_json_errors();
	test_diags_json();
	return CHECK_DONE();
}
