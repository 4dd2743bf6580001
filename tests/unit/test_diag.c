/*
 * What is said of forms: both languages say all of it, and the caret stands
 * under what it is about.
 */
#include "formspec/diag_text.h"
#include "kit/base/text.h"
#include "tests/unit/check.h"

/* The kinds of the places in a text, "su". */
static void
places_of(struct buf *out, const char *text)
{
	for (; (text = diag_text_place(text)) != NULL; text += 2)
		buf_add_byte(out, (uint8_t)text[1]);
}

static void
test_languages(void)
{
	const struct diag_text *text;

	for (size_t i = 0; (text = diag_text_at(i)) != NULL; i++) {
		struct buf english = BUF_INIT, french = BUF_INIT;
		size_t values = text->suggests;

		CHECK_RESULT(text->english && text->english[0] != '\0' &&
		    text->french && text->french[0] != '\0',
		    "%s: a language has no text", text->kind);
		places_of(&english, text->english);
		places_of(&french, text->french);
		CHECK_RESULT(slice_equal(buf_slice(&english),
		    buf_slice(&french)), "%s: places \"%s\" and \"%s\"",
		    text->kind, buf_str(&english), buf_str(&french));
		for (size_t k = 0; k < english.len; k++)
			values += english.data[k] != 'p';
		CHECK_RESULT(values <= DIAG_VALUES_MAX,
		    "%s: too many values", text->kind);
		CHECK_RESULT(strchr(text->french, '"') == NULL ||
		    strstr(text->french, "\"...\"") || strstr(text->kind,
		    "quote") != NULL, "%s: straight quotes", text->kind);
		CHECK_RESULT(diag_text_find(text->kind) == text,
		    "%s: there twice", text->kind);
		buf_free(&english);
		buf_free(&french);
	}
}

/* What is printed of one cell, behind its first line. */
static void
check_caret(const char *cell, const char *marked, const char *expected)
{
	const char *at = strstr(cell, marked);
	struct place place = { .cell = cell,
	    .caret = (unsigned)(at - cell),
	    .caret_len = (unsigned)strlen(marked) };
	struct diags *diags = diags_new();
	struct buf out = BUF_INIT;
	const char *second;

	diag_add(diags, &place, "empty-expression");
	diags_print(&out, diags, "en");
	second = strchr(buf_str(&out), '\n') + 1;
	CHECK_STR(second, expected);
	buf_free(&out);
	diags_free(diags);
}

static void
test_caret(void)
{
	check_caret("a + b", "+", "    a + b\n      ^\n");
	check_caret("\xc3\xa9t\xc3\xa9 = x", "x",
	    "    \xc3\xa9t\xc3\xa9 = x\n          ^\n");
	/* A combining accent takes no column, a wide character two. */
	check_caret("e\xcc\x81 \xe5\xb9\xb4 = xx", "xx",
	    "    e\xcc\x81 \xe5\xb9\xb4 = xx\n           ^~\n");
	check_caret("one\ntwo == 2\nthree", "==",
	    "    two == 2\n        ^~\n");
	check_caret("${a} = 1 and ${b} = 2 and ${c} = 3 and ${d} = 4 and "
	    "${e} = 5 and ${f} == 6 and ${g} = 7 and ${h} = 8 and ${i} = 9",
	    "==",
	    "    \u2026= 4 and ${e} = 5 and ${f} == 6 and ${g} = 7 and "
	    "${h} = 8 and ${i} = 9\n"
	    "                               ^~\n");
	check_caret("a very long text that goes on and on and on without end "
	    "or aim, up to where it breaks off ${", "${",
	    "    \u2026goes on and on and on without end or aim, up to where "
	    "it breaks off ${\n"
	    "                                                               "
	    "          ^~\n");
}

static void
test_numbers(void)
{
	static const struct {
		const char *language;
		unsigned needed;
		const char *expected;
	} cases[] = {
		{ "en", 1, "f() needs 1 value between its parentheses, 0 given\n" },
		{ "en", 2, "f() needs 2 values between its parentheses, 0 given\n" },
		{ "en", 0, "f() needs 0 values between its parentheses, 0 given\n" },
		{ "fr", 0, "f() demande 0 valeur entre parenth\u00e8ses\u00a0; il y "
		    "en a 0\n" },
		{ "fr", 2, "f() demande 2 valeurs entre parenth\u00e8ses\u00a0; il "
		    "y en a 0\n" }
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct diags *diags = diags_new();
		struct buf out = BUF_INIT;

		diag_add(diags, NULL, "arguments-needed", "f",
		    cases[i].needed, 0U);
		diags_print(&out, diags, cases[i].language);
		CHECK_STR(buf_str(&out), cases[i].expected);
		buf_free(&out);
		diags_free(diags);
	}
}

/* Positions in characters: code points, from 0. */
static void
test_json(void)
{
	struct place place = { .file = "f.xlsx", .sheet = "survey", .row = 3,
	    .column = 4, .heading = "relevant",
	    .cell = "\xc3\xa9t\xc3\xa9 == x", .caret = 6, .caret_len = 2 };
	struct diags *diags = diags_new();
	struct buf out = BUF_INIT;

	diag_add(diags, &place, "operator-spelling", "==", "=");
	diags_print_json(&out, diags, "en");
	CHECK_STR(buf_str(&out), "[{\"cell\":\"\xc3\xa9t\xc3\xa9 == x\","
	    "\"column\":4,\"file\":\"f.xlsx\",\"heading\":\"relevant\","
	    "\"kind\":\"operator-spelling\",\"length\":2,\"message\":"
	    "\"\\\"==\\\" is written \\\"=\\\" here\",\"row\":3,"
	    "\"severity\":\"error\",\"sheet\":\"survey\",\"start\":4}]");
	buf_free(&out);
	diags_free(diags);
}

/* Warnings that nobody asked for are not kept, and not counted. */
static void
test_errors_alone(void)
{
	struct diags *diags = diags_new_errors(), *all = diags_new();
	struct buf out = BUF_INIT;

	CHECK(!diags_takes_warnings(diags) && diags_takes_warnings(all));
	diag_add(diags, NULL, "unused-list", "l");
	CHECK_INT(diags_warnings(diags), 0);
	diag_add(diags, NULL, "operator-spelling", "==", "=");
	CHECK_INT(diags_errors(diags), 1);
	diags_print(&out, diags, "en");
	CHECK_STR(buf_str(&out), "\"==\" is written \"=\" here\n");
	buf_free(&out);
	diags_free(diags);
	diags_free(all);
}

int
main(void)
{
	test_errors_alone();
	test_languages();
	test_caret();
	test_numbers();
	test_json();
	return CHECK_DONE();
}
