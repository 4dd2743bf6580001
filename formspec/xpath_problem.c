/*
 * What is said of an expression that cannot be read. People write operators as
 * their spreadsheet, another language or their mother tongue has them: those
 * are named, with their spelling here.
 */
#include <stdio.h>
#include <string.h>

#include "formspec/diag_text.h"
#include "formspec/xpath_parser.h"
#include "kit/base/text.h"

void
xpath_problem_fill(struct xpath_problem *problem, struct arena *arena,
    const char *kind, va_list ap)
{
	const struct diag_text *text = diag_text_find(kind);
	struct buf msg = BUF_INIT;

	*problem = (struct xpath_problem){ .kind = kind };
	diag_text_values(text, arena, ap, problem->values);
	diag_text_fill(&msg, text, "en", problem->values);
	snprintf(problem->msg, sizeof(problem->msg), "%s", buf_str(&msg));
	buf_free(&msg);
}

/* ---- operators ---- */

static const struct { const char *wrong, *right; } spellings[] = {
	{ "==", "=" }, { "&&", "and" }, { "||", "or" }, { "<>", "!=" },
	{ "=>", ">=" }, { "=<", "<=" }, { "=!", "!=" }, { "≠", "!=" },
	{ "≤", "<=" }, { "≥", ">=" }, { "×", "*" }, { "÷", "div" },
	{ "–", "-" }, { "−", "-" }, { ";", "," }
};

static const struct { const char *wrong, *right; } words[] = {
	{ "et", "and" }, { "ou", "or" }, { "and", "and" }, { "or", "or" },
	{ "div", "div" }, { "mod", "mod" }, { "moins", "-" }, { "plus", "+" }, { "fois", "*" }, { "x", "*" }
};

static const char *const right_words[] = { "and", "or", "div", "mod" };

static bool
same_word(const char *a, const char *b)
{
	for (; *a != '\0' && *b != '\0'; a++, b++)
		if ((*a >= 'A' && *a <= 'Z' ? *a + 32 : *a) != *b)
			return false;
	return *a == *b;
}

const char *
xpath_operator_meant(const char *name)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (same_word(name, words[i].wrong))
			return words[i].right;
	return NULL;
}

/* Of a word that is no operator: one that is much like it, or NULL. */
static const char *
operator_nearest(const char *word)
{
	const char *meant = xpath_operator_meant(word);

	return meant != NULL ? meant : text_nearest(word, right_words,
	    sizeof(right_words) / sizeof(*right_words));
}

/*
 * What is written differently elsewhere and stands at that byte, or begins one
 * character before: its right spelling, or NULL. *start, *len: the wrong one.
 */
static const char *
operator_spelling(const char *source, size_t at, size_t *start, size_t *len)
{
	for (size_t i = 0; i < sizeof(spellings) / sizeof(*spellings); i++) {
		const char *wrong = spellings[i].wrong;

		*len = strlen(wrong);
		*start = at;
		if (strncmp(source + at, wrong, *len) == 0)
			return spellings[i].right;
		*start = at - 1;
		if (at > 0 && *len == 2 &&
		    strncmp(source + at - 1, wrong, 2) == 0)
			return spellings[i].right;
	}
	return NULL;
}

const char *
xpath_word_problem(const char *word, const char **nearest)
{
	const char *like;

	*nearest = NULL;
	for (size_t i = 0; i < sizeof(right_words) / sizeof(*right_words); i++)
		if (strcmp(word, right_words[i]) == 0)
			return NULL;
	if (xpath_function_find(word, &like) != NULL)
		return "call-without-parentheses";
	*nearest = operator_nearest(word);
	return "unknown-operator";
}

/* ---- what may not stand there ---- */

static const struct { const char *here, *at_end; } wants[] = {
	[WANT_VALUE] = { "value-missing", "value-missing-end" },
	[WANT_OPERATOR] = { "operator-missing", "operator-missing" },
	[WANT_NAME] = { "step-missing", "step-missing-end" },
	[WANT_CLOSE] = { "operator-missing", "operator-missing" },
	[WANT_COMMA] = { "comma-missing", "comma-missing" }
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "1,5": French, and most of the world. */
static bool
fail_decimal_comma(struct parser *p)
{
	const char *s = p->source;
	size_t at = p->token.at, start = at, end = at + 1;

	if (s[at] != ',' || at == 0 || !is_digit(s[at - 1]) ||
	    !is_digit(s[at + 1]))
		return false;
	while (start > 0 && is_digit(s[start - 1]))
		start--;
	while (is_digit(s[end]))
		end++;
	parser_fail(p, start, end - start, "decimal-comma",
	    parser_copy(p, start, end - start),
	    parser_copy(p, start, at - start),
	    parser_copy(p, at + 1, end - at - 1));
	return true;
}

static bool
fail_spelling(struct parser *p)
{
	size_t at, len;
	const char *right = operator_spelling(p->source, p->token.at,
	    &at, &len);

	if (right == NULL)
		return false;
	parser_fail(p, at, len, "operator-spelling", parser_copy(p, at, len),
	    right);
	return true;
}

/* "{age}", "$(age)", "#{age}": what was meant is ${age}. */
static bool
fail_reference(struct parser *p)
{
	const char *s = p->source + p->token.at;
	size_t open = strspn(s, "$#{( "), n = strcspn(s + open, "})");
	const char *name = parser_copy(p, p->token.at + open, n);

	if (strchr("{}$#", *s) == NULL)
		return false;
	if (s[open + n] == '\0' || n == 0 || strpbrk(name, " $({=<>+*/") != NULL)
		parser_fail(p, p->token.at, 1, "bad-reference");
	else
		parser_fail(p, p->token.at, open + n + 1, "reference-shape",
		    parser_copy(p, p->token.at, open + n + 1), name);
	return true;
}

static void
fail_bad_token(struct parser *p)
{
	struct slice rest = slice_str(p->source + p->token.at);
	const char *found, *kind = "bad-character";
	char c = (char)rest.data[0];

	if (c == '"' || c == '\'') {
		parser_fail(p, p->token.at, p->token.len,
		    c == '"' ? "quote-double" : "quote-single");
		return;
	}
	if (fail_reference(p))
		return;
	text_next(&rest);
	found = parser_copy(p, p->token.at, (size_t)((const char *)rest.data -
	    p->source) - p->token.at);
	if (xpath_is_foreign_quote(found))
		kind = "quote-kind";
	else if (c == '!')
		kind = "exclamation";
	parser_fail(p, p->token.at, strlen(found), kind, found);
}

/* What stands directly behind a text ended it by mistake, or doubles it. */
static bool
fail_behind_text(struct parser *p)
{
	size_t at = p->token.at;
	const char *s = p->source + at;

	if (at < 2 || p->token.spaced || (s[-1] != '\'' && s[-1] != '"'))
		return false;
	if (s[-2] == s[-1])
		parser_fail(p, at - 2, 2, "quote-twice");
	else
		parser_fail(p, at - 1, 1, s[-1] == '\'' ? "quote-inside" :
		    "quote-inside-double");
	return true;
}

/* "${a} / 2" */
static bool
fail_division(struct parser *p, enum parser_want want)
{
	size_t at = p->token.at;

	while (at > 0 && p->source[at - 1] == ' ')
		at--;
	if (want != WANT_NAME || at == 0 || p->source[at - 1] != '/' ||
	    p->token.kind != TOKEN_NUMBER)
		return false;
	parser_fail(p, at - 1, 1, "slash-divides");
	return true;
}

void
parser_fail_expected(struct parser *p, enum parser_want want)
{
	const struct token *token = &p->token;
	const char *found, *nearest = NULL;

	if (p->failed || fail_spelling(p) || fail_decimal_comma(p) ||
	    fail_behind_text(p) || fail_division(p, want))
		return;
	if (token->kind == TOKEN_SYMBOL && token->at == 0 &&
	    p->source[0] == '=') {
		parser_fail(p, 0, 1, "equals-first");
		return;
	}
	if (token->kind == TOKEN_BAD) {
		fail_bad_token(p);
		return;
	}
	if (token->kind == TOKEN_END) {
		parser_fail(p, token->at, 0, wants[want].at_end, "", NULL);
		return;
	}
	found = token->kind == TOKEN_STRING ?
	    parser_copy(p, token->at + 1, token->len - 2) :
	    parser_copy(p, token->at, token->len);
	if (strcmp(found, ")") == 0 && want == WANT_OPERATOR) {
		parser_fail(p, token->at, 1, "closes-nothing", found);
		return;
	}
	if (token->kind == TOKEN_NAME)
		nearest = operator_nearest(found);
	parser_fail(p, token->at, token->len, nearest != NULL ?
	    "unknown-operator" : wants[want].here, found, nearest);
}
