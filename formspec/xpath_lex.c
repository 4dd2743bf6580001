#include <string.h>

#include "formspec/xpath_tree.h"

static bool
is_space(char c)
{
	return (unsigned char)c <= ' ' &&
	    (c == ' ' || c == '\t' || c == '\n' || c == '\r');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Letters beyond ASCII count as letters: the source was checked as UTF-8. */
static bool
is_name_start(char c)
{
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' ||
	    (unsigned char)c >= 0x80;
}

static bool
is_name_char(char c)
{
	return is_name_start(c) || is_digit(c) || c == '-' || c == '.';
}

/* Length of "a" at s, or 0. */
static size_t
simple_name_len(const char *s)
{
	size_t len = 0;

	if (!is_name_start(*s))
		return 0;
	while (is_name_char(s[len]))
		len++;
	return len;
}

/* Length of "a", "p:a" or "p:*" at s; the "::" of an axis is left alone. */
static size_t
name_len(const char *s)
{
	size_t len = simple_name_len(s), local;

	if (len == 0 || s[len] != ':')
		return len;
	local = s[len + 1] == '*' ? 1 : simple_name_len(s + len + 1);
	return local > 0 ? len + 1 + local : len;
}

size_t
xpath_plain_path(const char *s)
{
	size_t len = 0, name, end;

	while (s[len] == '/') {
		/* Beyond ASCII it may be a quotation mark: not so plain. */
		name = (unsigned char)s[len + 1] < 0x80 ?
		    simple_name_len(s + len + 1) : 0;
		if (name == 0)
			return 0;
		len += 1 + name;
	}
	end = len;
	while (is_space(s[end]))
		end++;
	return s[end] != '/' && s[end] != '[' && s[end] != ':' &&
	    s[end] != '(' ? len : 0;
}

static size_t
digits_len(const char *s)
{
	size_t len = 0;

	while (is_digit(s[len]))
		len++;
	return len;
}

/*
 * "12", "12.", "12.5", ".5". XPath has no exponents, but other engines write
 * them into stored expressions: "7.9e-12" is read.
 */
static size_t
number_len(const char *s)
{
	size_t len = digits_len(s), sign, digits;

	if (s[len] == '.')
		len += 1 + digits_len(s + len + 1);
	if (s[len] != 'e' && s[len] != 'E')
		return len;
	sign = s[len + 1] == '-' || s[len + 1] == '+';
	digits = digits_len(s + len + 1 + sign);
	return digits > 0 ? len + 1 + sign + digits : len;
}

static size_t
symbol_len(const char *s)
{
	switch (*s) {
	case '/': case '.':
		return s[1] == *s ? 2 : 1;
	case '<': case '>':
		return s[1] == '=' ? 2 : 1;
	case ':':
		return s[1] == ':' ? 2 : 0;
	case '!':
		return s[1] == '=' ? 2 : 0;
	default:
		return strchr("()[]@,|+-=", *s) != NULL;
	}
}

static struct token
string_token(const char *source, struct token token)
{
	const char *start = source + token.at;
	const char *end = strchr(start + 1, *start);

	token.kind = end ? TOKEN_STRING : TOKEN_BAD;
	token.len = end ? (size_t)(end + 1 - start) : strlen(start);
	return token;
}

bool
xpath_is_foreign_quote(const char *s)
{
	static const char *const marks[] = { "`", "«", "»", "‹", "›", "„",
	    "‚", "‟", "“", "”", "‘", "’", "´", "″", "′" };

	if (*s != '`' && (unsigned char)*s != 0xc2 &&
	    (unsigned char)*s != 0xe2)
		return false;
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (strncmp(s, marks[i], strlen(marks[i])) == 0)
			return true;
	return false;
}

struct token
xpath_token(const char *source, size_t at)
{
	struct token token = { TOKEN_END, at, 0, false };
	const char *s;

	while (is_space(source[token.at]))
		token.at++;
	token.spaced = token.at > at;
	s = source + token.at;
	if (*s == '\0')
		return token;
	if (*s == '"' || *s == '\'')
		return string_token(source, token);
	if (is_digit(*s) || (*s == '.' && is_digit(s[1]))) {
		token.kind = TOKEN_NUMBER;
		token.len = number_len(s);
	} else if (((unsigned char)*s >= 0x80 || *s == '`') &&
	    xpath_is_foreign_quote(s)) {
		token.kind = TOKEN_BAD;
		token.len = 1;
	} else if (is_name_start(*s) || *s == '*') {
		token.kind = TOKEN_NAME;
		token.len = *s == '*' ? 1 : name_len(s);
	} else if (*s == '$' && name_len(s + 1) > 0) {
		token.kind = TOKEN_VARIABLE;
		token.len = 1 + name_len(s + 1);
	} else {
		token.len = symbol_len(s);
		token.kind = token.len > 0 ? TOKEN_SYMBOL : TOKEN_BAD;
	}
	return token;
}
