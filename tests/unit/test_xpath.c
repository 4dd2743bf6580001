/*
 * test_xpath.c - the expressions in cases/xpath/NAME.txt, and what a table of
 * text cannot say: limits, reads, speed.
 *
 * A case is an expression, then what it gives, then an empty line:
 *   "text"   3   true   date 2024-11-22   [/data/age /data/born]
 *   error: message of the evaluation
 *   ^~~~ under the expression and the message of the parser
 * A line "@ /data/age" sets the context node for the cases behind it.
 */
#include <stdlib.h>

#include "check.h"
#include "formspec/xml.h"
#include "formspec/xpath.h"
#include "kit/base/mem.h"
#include "kit/base/moment.h"

enum { LINE_MAX_BYTES = 4096 };

/* ---- the world of the tests: 2024-11-22 10:00 in Lille ---- */

static int64_t
fixed_now(void *data)
{
	struct civil civil = { 2024, 11, 22, 10, 0, 0, 0, 60 };

	(void)data;
	return civil_to_ms(&civil);
}

static int
fixed_offset(void *data, int64_t ms)
{
	(void)data, (void)ms;
	return 60;
}

static void
fixed_random(void *data, void *out, size_t len)
{
	(void)data;
	memset(out, 0x5a, len);
}

static const struct xpath_world world = {
	fixed_now, fixed_offset, fixed_random, NULL
};

struct fixture {
	struct arena *arena;
	struct node *survey, *communes;
	struct node *context;
};

static struct node *
find_instance(void *data, const char *id)
{
	struct fixture *f = data;

	return strcmp(id, "communes") == 0 ? f->communes : NULL;
}

static const char *
choice_name(void *data, struct arena *scratch, const char *value,
    const char *field_path, struct node *context)
{
	(void)data, (void)context;
	return arena_printf(scratch, "label of %s in %s", value, field_path);
}

static const char *
itext(void *data, struct arena *scratch, const char *id)
{
	(void)data;
	return arena_printf(scratch, "text %s", id);
}

static const char *
french(void *data)
{
	(void)data;
	return "fr";
}

static struct xpath_form
form_of(struct fixture *f)
{
	return (struct xpath_form){ .instance = find_instance,
	    .choice_name = choice_name, .itext = itext, .language = french,
	    .data = f };
}

static struct node *
read_xml(struct fixture *f, const char *path)
{
	static uint8_t bytes[1 << 16];
	FILE *file = fopen(path, "rb");
	struct node *root = NULL;
	size_t len;

	CHECK_RESULT(file != NULL, "%s cannot be opened", path);
	if (file == NULL)
		return NULL;
	len = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	CHECK_OK(xml_read(&root, f->arena, slice_of(bytes, len), path,
	    XML_SPACE_DROP));
	return root;
}

static struct fixture
fixture_new(void)
{
	struct fixture f = { arena_new(), NULL, NULL, NULL };

	f.survey = read_xml(&f, "cases/xpath/survey.xml");
	f.communes = read_xml(&f, "cases/xpath/communes.xml");
	f.context = f.survey ? f.survey->first : NULL;
	return f;
}

/* ---- results as text ---- */

static void
write_node(struct buf *out, const struct node *node)
{
	if (node->kind == NODE_ROOT) {
		buf_add(out, "/");
		return;
	}
	if (node->parent != NULL && node->parent->kind != NODE_ROOT)
		write_node(out, node->parent);
	buf_addf(out, "/%s%s", node->kind == NODE_ATTRIBUTE ? "@" : "",
	    node->kind == NODE_TEXT ? "text()" :
	    node->kind == NODE_COMMENT ? "comment()" : node->name);
}

static void
write_value(struct buf *out, const struct xpath_value *value)
{
	char number[400];

	switch (value->type) {
	case XPATH_STRING:
		buf_addf(out, "\"%s\"", value->string);
		break;
	case XPATH_NUMBER:
		xpath_number_text(number, value->number);
		buf_add(out, number);
		break;
	case XPATH_BOOLEAN:
		buf_add(out, value->boolean ? "true" : "false");
		break;
	case XPATH_DATE:
		buf_addf(out, "date %s", value->string);
		break;
	case XPATH_NODES:
		buf_add_byte(out, '[');
		for (size_t i = 0; i < value->node_count; i++) {
			buf_add(out, i > 0 ? " " : "");
			write_node(out, value->nodes[i]);
		}
		buf_add_byte(out, ']');
		break;
	}
}

static const struct err *
eval_in(struct xpath_value *out, struct fixture *f, struct arena *scratch,
    const char *source)
{
	struct xpath_form form = form_of(f);
	struct xpath_context context = { f->context, NULL, 1, 1, &world, &form,
	    scratch };
	struct xpath_problem problem;
	struct xpath *xpath = xpath_parse(scratch, source, &problem);

	if (xpath == NULL)
		return err_new(ERR_FORMAT, "%s", problem.msg);
	return xpath_eval(out, xpath, &context);
}

/* What the case file should say. */
static void
write_outcome(struct buf *out, struct fixture *f, const char *source)
{
	struct arena *scratch = arena_new();
	struct xpath_problem problem;
	struct xpath_value value;
	const struct err *err;

	if (xpath_parse(scratch, source, &problem) == NULL) {
		buf_addf(out, "%*s^", (int)problem.at, "");
		for (size_t i = 1; i < problem.len; i++)
			buf_add_byte(out, '~');
		buf_addf(out, "\n%s", problem.msg);
	} else {
		err = eval_in(&value, f, scratch, source);
		if (err != NULL)
			buf_addf(out, "error: %s", err->msg);
		else
			write_value(out, &value);
	}
	arena_free(scratch);
}

static void
set_context(struct fixture *f, const char *path)
{
	struct arena *scratch = arena_new();
	struct xpath_value value;

	CHECK_OK(eval_in(&value, f, scratch, path));
	CHECK(value.type == XPATH_NODES && value.node_count > 0);
	if (value.type == XPATH_NODES && value.node_count > 0)
		f->context = value.nodes[0];
	arena_free(scratch);
}

/* ---- case files ---- */

static bool
read_line(FILE *file, char *line)
{
	if (fgets(line, LINE_MAX_BYTES, file) == NULL)
		return false;
	line[strcspn(line, "\n")] = '\0';
	return true;
}

static void
check_case(struct fixture *f, const char *path, unsigned row,
    const char *source, const char *expected)
{
	struct buf seen = BUF_INIT;

	write_outcome(&seen, f, source);
	CHECK_RESULT(strcmp(buf_str(&seen), expected) == 0,
	    "%s:%u: %s\nexpected:\n%s\nsaw:\n%s", path, row, source, expected,
	    buf_str(&seen));
	buf_free(&seen);
}

static void
check_file(const char *path)
{
	struct fixture f = fixture_new();
	FILE *file = fopen(path, "rb");
	char source[LINE_MAX_BYTES], line[LINE_MAX_BYTES];
	unsigned row = 0, start;

	CHECK_RESULT(file != NULL, "%s cannot be opened", path);
	while (file != NULL && read_line(file, source)) {
		struct buf expected = BUF_INIT;

		start = ++row;
		if (*source == '#' || *source == '\0')
			continue;
		if (strncmp(source, "@ ", 2) == 0) {
			set_context(&f, source + 2);
			continue;
		}
		while (read_line(file, line) && ++row && *line != '\0') {
			buf_add(&expected, expected.len > 0 ? "\n" : "");
			buf_add(&expected, line);
		}
		row++;
		check_case(&f, path, start, source, buf_str(&expected));
		buf_free(&expected);
	}
	if (file != NULL)
		fclose(file);
	arena_free(f.arena);
}

/* ---- limits ---- */

static char *
repeated(const char *before, const char *middle, const char *after, size_t n)
{
	struct buf s = BUF_INIT;

	for (size_t i = 0; i < n; i++)
		buf_add(&s, before);
	buf_add(&s, middle);
	for (size_t i = 0; i < n; i++)
		buf_add(&s, after);
	return buf_steal(&s);
}

static void
check_refused(char *source, const char *message)
{
	struct arena *arena = arena_new();
	struct xpath_problem problem = { .len = 0 };

	CHECK(xpath_parse(arena, source, &problem) == NULL);
	CHECK_RESULT(strstr(problem.msg, message) != NULL,
	    "expected \"%s\", saw \"%s\"", message, problem.msg);
	arena_free(arena);
	mem_free(source);
}

static void
check_number(struct fixture *f, char *source, double expected)
{
	struct arena *arena = arena_new();
	struct xpath_value value;

	CHECK_OK(eval_in(&value, f, arena, source));
	CHECK(xpath_to_number(&value) == expected);
	arena_free(arena);
	mem_free(source);
}

static void
test_limits(void)
{
	struct fixture f = fixture_new();
	struct arena *arena = arena_new();
	struct xpath_value value;

	check_refused(repeated("(", "1", ")", 10000), "inside one another");
	check_refused(repeated("a[", "1", "]", 5000), "inside one another");
	check_refused(repeated("not(", "1", ")", 9000), "inside one another");
	check_refused(repeated("1+1+", "1", "", 20000), "more than 64 KB");
	check_number(&f, repeated("(", "7", ")", XPATH_DEPTH_MAX - 1), 7);
	/* Long is not deep. */
	check_number(&f, repeated("1+", "1", "", 30000), 30001);
	check_number(&f, repeated("-", "1", "", 60000), 1);
	CHECK_ERR(eval_in(&value, &f, arena, "count(//*[count(//*[count(//*["
	    "count(//*[count(//*[count(//*) > 0]) > 0]) > 0]) > 0]) > 0])"),
	    ERR_LIMIT, "too many nodes");
	CHECK_ERR(eval_in(&value, &f, arena,
	    "regex('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaacb', '(a|a)*(a|a)*b')"),
	    ERR_FORMAT, "regex()");
	arena_free(arena);
	arena_free(f.arena);
}

/* ---- reads ---- */

static void
add_read(void *data, const char *path, size_t kept, bool counted)
{
	struct buf *out = data;

	(void)kept;
	buf_addf(out, "%s%s%s", out->len > 0 ? " " : "", counted ? "#" : "",
	    path);
}

/* What visit() writes of an expression, seen from /data/r/a. */
static void
check_reads(const char *source, xpath_visit_read *visit, const char *reads)
{
	struct arena *arena = arena_new();
	struct xpath_problem problem = { .len = 0 };
	struct xpath *xpath = xpath_parse(arena, source, &problem);
	struct buf seen = BUF_INIT;

	CHECK_RESULT(xpath != NULL, "%s: %s", source, problem.msg);
	if (xpath != NULL)
		xpath_reads(xpath, "/data/r/a", visit, &seen);
	CHECK_STR(buf_str(&seen), reads);
	buf_free(&seen);
	arena_free(arena);
}

static void
test_reads(void)
{
	static const struct {
		const char *source, *reads;
	} cases[] = {
		{ "1 + 2", "" },
		{ ". > 3", "/data/r/a" },
		{ "../b + /data/c", "/data/r/b /data/c" },
		{ "/data/r[x = current()/../b]/y", "/data/r/x /data/r/b "
		    "/data/r/y" },
		{ "instance('l')/root/item[name = /data/c]/label", "/data/c" },
		{ "instance('l')/root/item[name = current()/../b]",
		    "/data/r/b" },
		{ "count(/data/r)", "#/data/r" },
		{ "sum(../../r/part)", "/data/r/part" },
		{ "if(selected(../b, 'x'), ../c, 1)", "/data/r/b /data/r/c" },
		{ "//x", "/*" },
		{ "/data/*/x", "/data/*" },
		{ "/data/r//x + ../b", "/data/r/* /data/r/b" },
		{ "(../b | ../c)/d", "/data/r/b/d /data/r/c/d" },
		{ "string-length()", "/data/r/a" },
		{ "string-length(/data/c/text())", "/data/c" },
		{ "/data/c/@id", "/data/c/@id" },
		{ "preceding-sibling::b", "/data/r/b" },
		{ "ancestor::r/b", "/data/r/b" },
		{ "position(..)", "#/data/r" },
		{ "position(current()/..) + string(..)", "#/data/r /data/r" },
		{ "string(..) + count(..)", "/data/r" },
		{ "count(/data/r[../k = .])", "/data/k /data/r" },
		{ "count(string(..))", "/data/r" },
		{ "indexed-repeat(/data/r/b, /data/r, ../n)",
		    "/data/r/b #/data/r /data/r/n" },
		{ "/data/*[../k = 1]/../j", "/data/* /data/k /data/j" },
		{ ".//..", "/data/r/a/* /data/r/*" },
		{ ".//../..", "/data/r/a/* /data/r/* /data/*" },
		{ "../descendant-or-self::*[../k]", "/data/r/* /data/*" },
		{ "/data/r/r/r/ancestor::r", "/*" }
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check_reads(cases[i].source, add_read, cases[i].reads);
}

/* How much of the context's path each read keeps. */
static void
add_kept(void *data, const char *path, size_t kept, bool counted)
{
	(void)counted;
	buf_addf(data, "%.*s|%s ", (int)kept, path, path + kept);
}

static void
test_reads_kept(void)
{
	static const struct {
		const char *source, *reads;
	} cases[] = {
		{ ".", "/data/r/a| " }, { "./c", "/data/r/a|/c " },
		{ "../b", "/data/r|/b " }, { "/data/r/a", "|/data/r/a " },
		{ "../../r/a", "/data|/r/a " }, { "..//x", "/data/r|/* " },
		{ "../b + /data/r/b", "/data/r|/b |/data/r/b " },
		{ "ancestor::r/b", "/data/r|/b " },
		{ "/data/k[current()/../b = 1]", "/data/r|/b |/data/k " },
		{ "/data/k[../b = 1]", "|/data/b |/data/k " },
		{ "preceding-sibling::b", "/data/r|/b " },
		{ "../../*", "/data|/* " }
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check_reads(cases[i].source, add_kept, cases[i].reads);
}

static void
count_read(void *data, const char *path, size_t kept, bool counted)
{
	size_t *count = data;

	(void)path, (void)kept, (void)counted;
	(*count)++;
}

/* Each level reads the next one twice. */
static void
test_reads_end(void)
{
	struct arena *arena = arena_new();
	struct xpath_problem problem = { .len = 0 };
	char *source = repeated("(a|b)[", "1", "]", 60);
	struct xpath *xpath = xpath_parse(arena, source, &problem);
	size_t count = 0;

	CHECK(xpath != NULL);
	if (xpath != NULL)
		xpath_reads(xpath, "/data", count_read, &count);
	CHECK(count > 0);
	mem_free(source);
	arena_free(arena);
}

static void
test_volatile(void)
{
	static const struct {
		const char *source;
		bool is_volatile;
	} cases[] = {
		{ "1", false }, { "today()", true }, { "a[now() > 1]", true },
		{ "once(random())", true }, { "concat('now', a)", false },
		{ "randomize(a)", true }, { "randomize(a, 3)", false }
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct arena *arena = arena_new();
		struct xpath_problem problem;
		struct xpath *xpath = xpath_parse(arena, cases[i].source,
		    &problem);

		CHECK_RESULT(xpath && xpath_is_volatile(xpath) ==
		    cases[i].is_volatile, "is_volatile of %s",
		    cases[i].source);
		arena_free(arena);
	}
}

/* In a filter the context is a choice, and "/" is the response all the same. */
static void
test_root(void)
{
	static const struct { const char *source; double gives; } cases[] = {
		{ "count(/survey | /root)", 1 }, { "count(/root)", 0 },
		{ "count(/survey/..)", 1 }, { "count(../../root)", 1 },
		{ "count(../../..)", 0 },
		{ "count(../item[/survey])", 1 }, { "count(/..)", 0 },
		{ "count(instance('communes')/root/item[/survey])", 1 },
		{ "count(current()/ancestor-or-self::survey)", 1 },
	};
	struct fixture f = { .arena = arena_new() };
	struct xpath_form form = form_of(&f);
	struct xpath_context context = { .position = 1, .size = 1,
	    .world = &world, .form = &form, .scratch = f.arena };

	f.survey = node_new(f.arena, NODE_ROOT, "");
	f.communes = node_new(f.arena, NODE_ROOT, "");
	context.current = node_new(f.arena, NODE_ELEMENT, "survey");
	node_insert(f.survey, context.current, NULL);
	node_insert(f.communes, node_new(f.arena, NODE_ELEMENT, "root"), NULL);
	context.node = node_new(f.arena, NODE_ELEMENT, "item");
	node_insert(f.communes->first, context.node, NULL);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct xpath_problem problem;
		struct xpath_value value;
		struct xpath *xpath = xpath_parse(f.arena, cases[i].source,
		    &problem);

		CHECK_OK(xpath_eval(&value, xpath, &context));
		CHECK_RESULT(value.number == cases[i].gives, "%s gives %g",
		    cases[i].source, value.number);
	}
	arena_free(f.arena);
}

int
main(void)
{
	check_file("cases/xpath/language.txt");
	check_file("cases/xpath/functions.txt");
	check_file("cases/xpath/dates.txt");
	check_file("cases/xpath/problems.txt");
	test_limits();
	test_reads();
	test_reads_kept();
	test_reads_end();
	test_volatile();
	test_root();
	return CHECK_DONE();
}
