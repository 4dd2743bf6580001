#include "xlsform_export.h"

#include <stdio.h>
#include <string.h>

#include "formspec/workbook_build.h"
#include "formspec/xlsform.h"
#include "formspec/xml.h"
#include "formspec/xpath.h"
#include "kit/base/text.h"

/* ---- the form, under the name that the case gives it ---- */

static bool
has_heading(const struct sheet *sheet, const char *heading)
{
	for (size_t c = 0; c < sheet->column_count; c++)
		if (strcmp(sheet->rows[0].cells[c], heading) == 0)
			return true;
	return false;
}

/*
 * The others take the name of the top element as an argument; ours takes it
 * from the settings, so the settings of the case get one more column.
 */
static const struct err *
copy_sheet(struct workbook_build *build, const struct sheet *sheet,
    const char *name)
{
	const char *more[] = { "name", name };
	const struct err *err = workbook_build_sheet(build,
	    slice_str(sheet->name));

	for (size_t r = 0; r < sheet->row_count && !err; r++) {
		unsigned number = sheet->rows[r].number;

		for (size_t c = 0; c < sheet->column_count && !err; c++)
			err = workbook_build_cell(build, number, (unsigned)c,
			    slice_str(sheet->rows[r].cells[c]));
		if (!err && r < 2 && name != NULL)
			err = workbook_build_cell(build, number,
			    (unsigned)sheet->column_count,
			    slice_str(more[r]));
	}
	return err;
}

static const struct err *
named_workbook(struct workbook **out, const struct workbook *workbook,
    const char *name)
{
	static const char *const none[] = { "" };
	const struct sheet_row rows[] = { { 1, none }, { 2, none } };
	const struct sheet empty = { "settings", 1, 2, rows };
	struct workbook_build *build = workbook_build_new("data");
	const struct sheet *settings = workbook_sheet(workbook, "settings");
	const struct err *err = NULL;

	for (size_t i = 0; i < workbook->sheet_count && !err; i++)
		if (&workbook->sheets[i] != settings)
			err = copy_sheet(build, &workbook->sheets[i], NULL);
	if (settings == NULL || settings->row_count < 2)
		settings = &empty;
	if (!err)
		err = copy_sheet(build, settings,
		    has_heading(settings, "name") ? NULL : name);
	return err ? err : workbook_build_done(out, build);
}

/* ---- questions to the XForm ---- */

struct export {
	struct export_tally *tally;
	const struct json *test;
	struct buf xml;
	struct arena *arena;
	struct node *document;		/* NULL: not XML */
};

static const char *
namespace_uri(void *data, const char *prefix)
{
	static const char *const known[][2] = {
		{ "x", "http://www.w3.org/2002/xforms" },
		{ "h", "http://www.w3.org/1999/xhtml" },
		{ "ev", "http://www.w3.org/2001/xml-events" },
		{ "xsd", "http://www.w3.org/2001/XMLSchema" },
		{ "jr", "http://openrosa.org/javarosa" },
		{ "orx", "http://openrosa.org/xforms" },
		{ "odk", "http://www.opendatakit.org/xforms" },
		{ "entities", "http://www.opendatakit.org/xforms/entities" }
	};

	(void)data;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strcmp(known[i][0], prefix) == 0)
			return known[i][1];
	return NULL;
}

static bool
ask(struct xpath_value *out, struct export *export, const char *source)
{
	struct xpath_form form = { .namespace_uri = namespace_uri,
	    .strict_sets = true };
	struct xpath_context context = { .node = export->document,
	    .position = 1, .size = 1, .form = &form,
	    .scratch = export->arena };
	struct xpath_problem problem;
	struct xpath *xpath = xpath_parse_open(export->arena, source,
	    &problem);

	return export->document != NULL && xpath != NULL &&
	    xpath_eval(out, xpath, &context) == NULL;
}

static void
count(struct export *export, bool passed, const char *what, const char *detail)
{
	export->tally->assertions++;
	if (passed)
		return;
	export->tally->failed++;
	if (export->tally->verbose)
		printf("--- %s: %s %s\n%s\n%s\n", json_get_string(export->test,
		    "id"), what, detail, json_get_string(export->test, "md"),
		    buf_str(&export->xml));
}

static bool
is_count(struct export *export, const char *source, size_t wanted)
{
	struct xpath_value value;

	if (!ask(&value, export, source))
		return false;
	return value.type == XPATH_NODES ? value.node_count == wanted :
	    xpath_to_boolean(&value) == (wanted > 0);
}

static bool
holds(const struct json *texts, const char *text)
{
	for (const struct json *t = json_first(texts); t; t = json_next(t))
		if (strcmp(json_string(t), text) == 0)
			return true;
	return false;
}

/* As the others write it: without declarations, ours being in order. */
static void
write_node(struct buf *out, const struct node *node)
{
	if (node->kind == NODE_ATTRIBUTE || node->kind == NODE_TEXT) {
		node_string(out, node);
		return;
	}
	buf_addf(out, "<%s%s%s", node->prefix ? node->prefix : "",
	    node->prefix ? ":" : "", node->name);
	for (const struct node *a = node->attributes; a; a = a->next)
		if (a->uri == NULL || strcmp(a->uri, XML_XMLNS_URI) != 0)
			buf_addf(out, " %s%s%s=\"%s\"",
			    a->prefix ? a->prefix : "", a->prefix ? ":" : "",
			    a->name, a->value ? a->value : "");
	if (node->first == NULL && (node->value == NULL ||
	    node->value[0] == '\0')) {
		buf_add(out, "/>");
		return;
	}
	buf_add(out, ">");
	if (node->value != NULL)
		buf_add(out, node->value);
	for (const struct node *n = node->first; n; n = n->next)
		write_node(out, n);
	buf_addf(out, "</%s%s%s>", node->prefix ? node->prefix : "",
	    node->prefix ? ":" : "", node->name);
}

/* The set of texts is exactly that. */
static bool
is_exact(struct export *export, const char *source, const struct json *wanted)
{
	struct xpath_value value;

	if (!ask(&value, export, source) || value.type != XPATH_NODES ||
	    value.node_count != json_count(wanted))
		return false;
	for (size_t i = 0; i < value.node_count; i++) {
		struct buf text = BUF_INIT;
		bool found;

		write_node(&text, value.nodes[i]);
		found = holds(wanted, buf_str(&text));
		buf_free(&text);
		if (!found)
			return false;
	}
	return true;
}

/* The XForm from one mark to another; all of it when open is NULL. */
static char *
part(struct export *export, const char *open, const char *close)
{
	const char *from = buf_str(&export->xml), *to;

	if (open == NULL)
		return arena_strdup(export->arena, from);
	from = strstr(from, open);
	to = from ? strstr(from, close) : NULL;
	if (to == NULL)
		return arena_strdup(export->arena, "");
	/* Alone, it would declare the namespaces that it uses. */
	to = arena_strndup(export->arena, from, (size_t)(to - from));
	return arena_printf(export->arena, "%.*s%s", (int)strcspn(strstr(
	    buf_str(&export->xml), "<h:html"), ">"), strstr(
	    buf_str(&export->xml), "<h:html"), to);
}

static void
check_texts(struct export *export)
{
	static const char *const parts[][3] = {
		{ "xml", NULL, NULL }, { "model", "<model", "</model>" },
		{ "instance", "<instance>", "</instance>" },
		{ "itext", "<itext>", "</itext>" }
	};

	for (size_t i = 0; i < 8; i++) {
		const char *const *p = parts[i / 2];
		const char *text = part(export, p[1], p[2]);
		char *key = arena_printf(export->arena, "%s_%s", p[0],
		    i % 2 == 0 ? "contains" : "excludes");
		const struct json *all = json_get(export->test, key);

		for (const struct json *j = json_first(all); j;
		    j = json_next(j))
			count(export, (strstr(text, json_string(j)) != NULL) ==
			    (i % 2 == 0), key, json_string(j));
	}
}

static void
check_paths(struct export *export)
{
	const struct json *j;

	for (j = json_first(json_get(export->test, "xpath_match")); j;
	    j = json_next(j))
		count(export, is_count(export, json_string(j), 1), "match",
		    json_string(j));
	for (j = json_first(json_get(export->test, "xpath_count")); j;
	    j = json_next(j)) {
		const struct json *path = json_first(j);

		count(export, is_count(export, json_string(path),
		    (size_t)json_number(json_next(path))), "count",
		    json_string(path));
	}
	for (j = json_first(json_get(export->test, "xpath_exact")); j;
	    j = json_next(j)) {
		const struct json *path = json_first(j);

		count(export, is_exact(export, json_string(path),
		    json_next(path)), "exact", json_string(path));
	}
}

/* ---- read back ---- */

static bool
same_source(const struct expr *a, const struct expr *b)
{
	const char *x = a->source ? a->source : "";
	const char *y = b->source ? b->source : "";

	return slice_equal(text_trim(slice_str(x)), text_trim(slice_str(y)));
}

static bool
same_label(const struct form *f, const struct item *a, const struct form *g,
    const struct item *b)
{
	const struct text *x = form_text(f, &a->label, 0);
	const struct text *y = form_text(g, &b->label, 0);

	const struct type_word *type = type_canonical(a->word);

	/* What is never shown has no place for a label in an XForm. */
	return x == NULL || (a->kind == ITEM_QUESTION && !type->shown) || (y != NULL && x->part_count == y->part_count) ||
	    /* a space behind the last output is a part of its own */
	    (y != NULL && x->part_count > 1 &&
	    x->part_count + 1 == y->part_count);
}

/* What differs between an item and what came back of it; or NULL. */
static const char *
difference(const struct form *f, const struct item *a, const struct form *g)
{
	const struct item *b = form_item(g, a->path);

	if (b == NULL)
		return "is gone";
	if (a->kind != b->kind)
		return "is of another kind";
	if (a->kind == ITEM_QUESTION && a->value_type != b->value_type)
		return "has another type of value";
	if (!same_source(&a->relevant, &b->relevant) ||
	    !same_source(&a->constraint, &b->constraint) ||
	    !same_source(&a->required, &b->required))
		return "has another condition";
	if (a->trigger == NULL && !same_source(&a->calculate, &b->calculate))
		return "has another calculation";
	return same_label(f, a, g, b) ? NULL : "has another label";
}

static bool
is_beside(const struct item *item)
{
	return item->kind == ITEM_QUESTION && (item->type == Q_EXTERNAL ||
	    (item->metadata != NULL && strcmp(item->metadata, "audit") == 0));
}

/* The XForm, read again, asks the same questions under the same conditions. */
static void
check_return(struct export *export, const struct form *form)
{
	struct diags *diags = diags_new();
	struct form *back = NULL;
	struct buf said = BUF_INIT;
	const char *what = NULL;
	const struct err *err = form_read_xform(&back, buf_slice(&export->xml),
	    "case.xml", diags);

	if (err != NULL || back == NULL) {
		diags_print(&said, diags, "en");
		what = err ? err->msg : buf_str(&said);
	}
	for (size_t i = 1; back && !what && i < form->item_count; i++)
		if (!is_beside(form->items[i]))
			what = difference(form, form->items[i], back);
	export->tally->forms++;
	export->tally->returned += what == NULL;
	if (what != NULL && export->tally->verbose)
		printf("=== %s came back otherwise: %s\n%s\n",
		    json_get_string(export->test, "id"), what,
		    buf_str(&export->xml));
	buf_free(&said);
	form_free(back);
	diags_free(diags);
}

void
export_check(struct export_tally *tally, const struct json *test,
    const struct workbook *workbook)
{
	struct export export = { .tally = tally, .test = test };
	const char *name = json_get_string(test, "form_name");
	struct diags *diags = diags_new();
	struct workbook *named = NULL;
	struct form *form = NULL;
	const struct err *err = named_workbook(&named, workbook, name);

	if (!err)
		form = form_from_workbook(named, "data.md", NULL, diags);
	export.arena = arena_new();
	if (form != NULL)
		form_write_xform(&export.xml, form);
	if (form != NULL && xml_read(&export.document, export.arena,
	    buf_slice(&export.xml), "xform", XML_SPACE_KEEP) != NULL)
		export.document = NULL;
	check_paths(&export);
	check_texts(&export);
	if (form != NULL)
		check_return(&export, form);
	arena_free(export.arena);
	buf_free(&export.xml);
	form_free(form);
	workbook_free(named);
	diags_free(diags);
}
