/*
 * xpath.c - the recorded behaviour of other engines, line by line, against
 * ours: xpath.jsonl (values) and xpath_parse.jsonl (what is an expression).
 *
 *   conformance_xpath FOLDER VALUES PARSES [ID]
 *
 * VALUES and PARSES are how many lines that must pass may fail; one more is a
 * failure. With an ID every line of that id is shown.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formspec/xml.h"
#include "formspec/xpath.h"
#include "kit/base/json.h"
#include "kit/base/mem.h"
#include "kit/base/moment.h"
#include "lines.h"

enum { SHOWN_MAX = 400 };

/* ---- one line ---- */

struct line {
	const struct json *json;
	struct arena *arena;
	struct node *document, *context;
};

static const char *
get(const struct line *line, const char *key)
{
	const char *s = json_get_string(line->json, key);

	return s ? s : "";
}

static bool
has(const struct line *line, const char *key)
{
	const struct json *value = json_get(line->json, key);

	return value != NULL && json_type(value) != JSON_NULL &&
	    (json_type(value) != JSON_BOOL || json_bool(value));
}

/* ---- its world ---- */

static int64_t
line_now(void *data)
{
	int64_t ms = 0;
	int offset;

	(void)moment_parse(slice_str(get(data, "now")), &ms, &offset);
	return ms;
}

/* Neither of the two zones that were recorded changes its clocks. */
static int
line_offset(void *data, int64_t ms)
{
	(void)ms;
	return strcmp(get(data, "tz"), "America/Phoenix") == 0 ? -7 * 60 : 0;
}

static void
line_random(void *data, void *out, size_t len)
{
	uint8_t *at = out;

	(void)data;
	while (len-- > 0)
		*at++ = (uint8_t)(37 * len + 11);
}

static const char *
attribute(const struct node *node, const char *name)
{
	for (const struct node *a = node->attributes; a; a = a->next)
		if (strcmp(a->name, name) == 0)
			return a->value;
	return "";
}

/* The first element below `top` with that name, and that attribute if any. */
static struct node *
find_element(struct node *top, const char *name, const char *key,
    const char *value)
{
	for (struct node *n = top->first; n != NULL; n = n->next) {
		struct node *found;

		if (n->kind == NODE_ELEMENT && strcmp(n->name, name) == 0 &&
		    (key == NULL || strcmp(attribute(n, key), value) == 0))
			return n;
		found = find_element(n, name, key, value);
		if (found != NULL)
			return found;
	}
	return NULL;
}

static struct node *
line_instance(void *data, const char *id)
{
	struct line *line = data;

	return find_element(line->document, "instance", "id", id);
}

static const char *
line_itext(void *data, struct arena *scratch, const char *id)
{
	struct line *line = data;
	struct node *node = find_element(line->document, "translation", "lang",
	    get(line, "lang"));

	(void)scratch;
	node = node ? find_element(node, "text", "id", id) : NULL;
	node = node ? find_element(node, "value", "form", "") : NULL;
	return node ? node->value : NULL;
}

static const char *
line_namespace(void *data, const char *prefix)
{
	static const char *const known[][2] = {
		{ "xhtml", "http://www.w3.org/1999/xhtml" },
		{ "h", "http://www.w3.org/1999/xhtml" },
		{ "jr", "http://openrosa.org/javarosa" }
	};
	struct line *line = data;
	const char *uri = json_get_string(json_get(line->json, "ns"), prefix);

	for (size_t i = 0; uri == NULL && i < 3; i++)
		if (strcmp(known[i][0], prefix) == 0)
			uri = known[i][1];
	return uri;
}

/* ---- evaluating ---- */

static const struct err *
eval(struct xpath_value *out, struct line *line, const char *source)
{
	struct xpath_world world = { line_now, line_offset, line_random,
	    line };
	struct xpath_form form = { .instance = line_instance,
	    .itext = line_itext, .namespace_uri = line_namespace,
	    .data = line, .strict_sets = true };
	struct xpath_context context = { line->context, NULL, 1, 1, &world,
	    &form, line->arena };
	struct xpath_problem problem;
	struct xpath *xpath = xpath_parse_open(line->arena, source, &problem);

	*out = (struct xpath_value){ .string = "" };
	if (xpath == NULL)
		return err_new(ERR_FORMAT, "%s", problem.msg);
	return xpath_eval(out, xpath, &context);
}

/*
 * In a form, an instance is a document of its own: "/" is the instance that
 * the context node stands in.
 */
static void
root_instance(struct line *line)
{
	struct node *top = line->document->first, *node = line->context;

	if (top == NULL || strcmp(top->name, "html") != 0)
		return;
	while (node != NULL && (node->kind != NODE_ELEMENT ||
	    strcmp(node->name, "instance") != 0))
		node = node->parent;
	if (node == NULL)
		return;
	node->kind = NODE_ROOT;
	node->parent = NULL;
}

static const struct err *
open_document(struct line *line)
{
	const char *xml = json_get_string(line->json, "context_xml");
	const struct err *err;
	struct xpath_value value;

	if (xml == NULL)
		return NULL;
	if (*xml == '\0') {
		line->document = line->context = node_new(line->arena,
		    NODE_ROOT, "");
		return NULL;
	}
	err = xml_read(&line->document, line->arena, slice_str(xml), "context",
	    XML_SPACE_KEEP);
	if (err != NULL)
		return err;
	line->context = line->document;
	err = eval(&value, line, get(line, "context_path"));
	if (err != NULL)
		return err;
	if (value.type != XPATH_NODES || value.node_count != 1)
		return err_new(ERR_NOT_FOUND, "no context node");
	line->context = value.nodes[0];
	root_instance(line);
	return NULL;
}

/* ---- comparing ---- */

static bool
is_kind(const struct node *a, const struct node *b)
{
	return a->kind == b->kind;
}

static void
write_path(struct buf *out, const struct node *node)
{
	static const char *const names[] = { [NODE_ELEMENT] = "*",
	    [NODE_TEXT] = "text()", [NODE_COMMENT] = "comment()",
	    [NODE_PI] = "processing-instruction()" };
	unsigned position = 1;

	if (node->parent == NULL)
		return;
	write_path(out, node->parent);
	if (node->kind == NODE_ATTRIBUTE) {
		buf_addf(out, "/@%s%s%s", node->prefix ? node->prefix : "",
		    node->prefix ? ":" : "", node->name);
		return;
	}
	for (const struct node *n = node->prev; n != NULL; n = n->prev)
		position += is_kind(n, node);
	buf_addf(out, "/%s[%u]", names[node->kind], position);
}

static bool
same_as(const struct json *expected, const struct node *node)
{
	const char *value = json_get_string(expected, "value");
	struct buf path = BUF_INIT, text = BUF_INIT;
	bool same;

	write_path(&path, node);
	node_string(&text, node);
	same = strcmp(path.len ? buf_str(&path) : "/",
	    json_get_string(expected, "path")) == 0 &&
	    (value == NULL || strcmp(buf_str(&text), value) == 0);
	buf_free(&path);
	buf_free(&text);
	return same;
}

static bool
is_among(const struct json *expected, const struct node *node)
{
	for (const struct json *e = json_first(expected); e; e = json_next(e))
		if (same_as(e, node))
			return true;
	return false;
}

static bool
check_nodes(const struct line *line, const struct xpath_value *value)
{
	const struct json *expected = json_get(line->json, "expected");
	const struct json *e = json_first(expected);

	/* Texts of a form are nodes elsewhere and strings with us. */
	if (value->type == XPATH_STRING && json_count(expected) == 1)
		return strcmp(value->string, json_get_string(e, "value")) == 0;
	if (value->type != XPATH_NODES ||
	    value->node_count != json_count(expected))
		return false;
	for (size_t i = 0; i < value->node_count; i++, e = json_next(e))
		if (has(line, "unordered") ?
		    !is_among(expected, value->nodes[i]) :
		    !same_as(e, value->nodes[i]))
			return false;
	return true;
}

static bool
check_number(const struct line *line, const struct xpath_value *value)
{
	const struct json *expected = json_get(line->json, "expected");
	double number = xpath_to_number(value), wanted, factor, tolerance;
	const char *word = json_string(expected);

	wanted = word ? strtod(word, NULL) : json_number(expected);
	if (isnan(wanted) || isnan(number))
		return isnan(wanted) && isnan(number);
	factor = json_number(json_get(line->json, "round_factor"));
	if (factor > 0)
		number = floor(number * factor + 0.5) / factor;
	tolerance = json_number(json_get(line->json, "tolerance"));
	return number == wanted || fabs(number - wanted) <= tolerance;
}

/* "/pattern/i" is looked for anywhere in the text. */
static bool
check_pattern(struct line *line, const char *text)
{
	const char *pattern = get(line, "matches"), *end;
	struct xpath_value value;
	char *source;

	end = strrchr(pattern, '/');
	if (*pattern != '/' || end == pattern || strchr(text, '"') != NULL)
		return false;
	source = arena_printf(line->arena, "regex(\"%s\", \"(?s%s).*(?:%.*s)"
	    ".*\")", text, end[1] == 'i' ? "i" : "",
	    (int)(end - pattern - 1), pattern + 1);
	return eval(&value, line, source) == NULL && value.boolean;
}

static bool
check_string(struct line *line, const struct xpath_value *value)
{
	const char *text = xpath_to_string(line->arena, value);
	size_t length = (size_t)json_number(json_get(line->json, "length"));

	if (has(line, "matches"))
		return check_pattern(line, text);
	if (has(line, "length"))
		return strlen(text) == length;
	return strcmp(text, get(line, "expected")) == 0;
}

/* A date that is compared without its zone, or without its time. */
static bool
check_date(const struct line *line, const struct xpath_value *value)
{
	const char *expected = get(line, "expected");

	return value->type == XPATH_DATE &&
	    strncmp(value->string, expected, strlen(expected)) == 0;
}

static bool
check_value(struct line *line, const struct xpath_value *value)
{
	const char *type = get(line, "expected_type");

	if (strcmp(type, "boolean") == 0)
		return xpath_to_boolean(value) ==
		    json_bool(json_get(line->json, "expected"));
	if (strcmp(type, "number") == 0)
		return check_number(line, value);
	if (strcmp(type, "string") == 0)
		return check_string(line, value);
	if (strcmp(type, "nodeset") == 0)
		return check_nodes(line, value);
	/* Where others raise an error, a date can also be an invalid one. */
	if (strcmp(type, "error") == 0)
		return value->type == XPATH_DATE && isnan(value->number);
	return check_date(line, value);
}

static void
show(struct line *line, const struct err *err, const struct xpath_value *value)
{
	struct buf expected = BUF_INIT;

	if (json_get(line->json, "expected") != NULL)
		json_write(&expected, json_get(line->json, "expected"));
	fprintf(stderr, "%s: %s\n    expected %s %s\n", get(line, "id"),
	    get(line, "expr"), get(line, "expected_type"),
	    buf_str(&expected));
	if (err != NULL)
		fprintf(stderr, "    saw error: %s\n", err->msg);
	else
		fprintf(stderr, "    saw %s%s\n",
		    value->type == XPATH_NODES ? "nodes: " : "",
		    xpath_to_string(line->arena, value));
	buf_free(&expected);
}

static bool
check_line(struct line *line, bool shown)
{
	struct xpath_value value = { .string = "" };
	const struct err *err = open_document(line);
	const char *expr = get(line, "expr");
	bool ok = false;

	/* A date in a text is a number only inside the language. */
	if (strcmp(get(line, "expected_type"), "number") == 0)
		expr = arena_printf(line->arena, "number(%s)", expr);
	if (err == NULL) {
		err = eval(&value, line, expr);
		ok = err ? strcmp(get(line, "expected_type"), "error") == 0 :
		    check_value(line, &value);
	}
	if (!ok && shown)
		show(line, err, &value);
	return ok;
}

/* ---- files ---- */

struct tally {
	const char *id;			/* show this one only, or NULL */
	size_t lines, must, failed, others, others_failed;
};

static bool
must_pass(const struct line *line)
{
	static const char *const exceptions[] = { "volatile", "custom_ns",
	    "conflict", "peer_known_deviation", "peer_limitation" };

	for (size_t i = 0; i < 5; i++)
		if (has(line, exceptions[i]))
			return false;
	return true;
}

static void
count_value(struct tally *tally, const struct json *json)
{
	struct line line = { json, arena_new(), NULL, NULL };
	bool must = must_pass(&line);
	bool asked = tally->id && strcmp(tally->id, get(&line, "id")) == 0;
	bool ok = check_line(&line, asked || (!tally->id && must &&
	    tally->failed < SHOWN_MAX));

	tally->must += must;
	tally->failed += must && !ok;
	tally->others += !must;
	tally->others_failed += !must && !ok;
	arena_free(line.arena);
}

static void
count_parse(struct tally *tally, const struct json *json)
{
	struct arena *arena = arena_new();
	const char *source = json_get_string(json, "expr");
	bool expected = json_bool(json_get(json, "ok"));
	struct xpath_problem problem;
	bool ok = source != NULL && (xpath_parse_open(arena, source,
	    &problem) != NULL) == expected;

	if (!ok)
		fprintf(stderr, "%s must be %s\n", source,
		    expected ? "accepted" : "refused");
	tally->must++;
	tally->failed += !ok;
	arena_free(arena);
}

static void
each_line(struct tally *tally, char *bytes,
    void (*count)(struct tally *, const struct json *))
{
	for (char *at = bytes, *end; *at != '\0'; at = end) {
		struct json *json = NULL;
		const struct err *err;

		end = at + strcspn(at, "\n");
		tally->lines++;
		err = json_parse(&json, slice_of(at, (size_t)(end - at)));
		if (err == NULL)
			count(tally, json);
		else
			tally->must++, tally->failed++, fprintf(stderr,
			    "line %zu: %s\n", tally->lines, err->msg);
		json_free(json);
		end += *end == '\n';
	}
}

/* False when more lines fail than may. */
static bool
check_file(const char *folder, const char *name, const char *allowed,
    const char *id, void (*count)(struct tally *, const struct json *))
{
	char *bytes = lines_read(folder, name);
	struct tally tally = { .id = id };
	size_t may = strtoul(allowed, NULL, 10);

	if (bytes == NULL) {
		printf("%s/%s is not here: skipped\n", folder, name);
		return true;
	}
	each_line(&tally, bytes, count);
	mem_free(bytes);
	printf("%s: %zu of %zu lines that must pass do; of %zu others %zu\n",
	    name, tally.must - tally.failed, tally.must, tally.others,
	    tally.others - tally.others_failed);
	if (tally.failed < may)
		printf("%zu may fail: the number can be lowered\n", may);
	if (tally.failed > may)
		printf("only %zu may fail\n", may);
	return tally.failed <= may;
}

int
main(int argc, char **argv)
{
	const char *id = argc > 4 ? argv[4] : NULL;
	bool ok;

	if (argc < 4) {
		fprintf(stderr, "usage: %s FOLDER VALUES PARSES [ID]\n",
		    argv[0]);
		return 2;
	}
	ok = check_file(argv[1], "xpath.jsonl", argv[2], id, count_value);
	ok &= check_file(argv[1], "xpath_parse.jsonl", argv[3], id,
	    count_parse);
	return ok ? 0 : 1;
}
