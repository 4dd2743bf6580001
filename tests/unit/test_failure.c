/*
 * What failed, in both languages. Every message that the sources (the
 * arguments: FILE...) make is in the catalogue, and says all of it in French.
 */
#include <ctype.h>

#include "formspec/diag_text.h"
#include "formspec/failure.h"
#include "kit/base/file.h"
#include "tests/unit/check.h"

enum { SOURCE_BYTES_MAX = 1 << 20 };

/* ---- what the sources say ---- */

/* Calls whose texts are messages. */
static const char *const calls[] = {
	"err_new(", "err_in(", "err_errno(", "xpath_fail(", "say_line(",
	"buf_addf(&line", "cell_fail("
};

static const struct failure_words *
find_words(const char *english)
{
	for (const struct failure_words *w = failure_words; w->english; w++)
		if (strcmp(w->english, english) == 0)
			return w;
	return NULL;
}

/* Something to read, besides places. */
static bool
has_words(const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s == '%')
			s += 1 + strspn(s + 1, "0123456789.lz*");
		else if (isalpha((unsigned char)*s))
			return true;
		if (*s == '\0')
			break;
	}
	return false;
}

/* A literal at its opening quote, unescaped; returns what is behind it. */
static const char *
read_literal(struct buf *out, const char *s)
{
	for (s++; *s != '"' && *s != '\0'; s++) {
		if (*s == '\\' && *++s == 'n')
			buf_add_byte(out, '\n');
		else
			buf_add_byte(out, (uint8_t)*s);
	}
	return *s == '"' ? s + 1 : s;
}

/* Literals with nothing but space between are one text. */
static const char *
read_text(struct buf *out, const char *s)
{
	buf_reset(out);
	do {
		s = read_literal(out, s);
	} while (*(s + strspn(s, " \t\n")) == '"' &&
	    (s += strspn(s, " \t\n")) != NULL);
	return s;
}

/* What may be said of a table of options: no names of theirs. */
static bool
is_help(const char *text)
{
	return strchr(text, ' ') != NULL ||
	    (isupper((unsigned char)text[0]) && strlen(text) > 1);
}

static void
check_text(const char *file, const char *text)
{
	CHECK_RESULT(find_words(text) != NULL, "%s: \"%s\" has no French",
	    file, text);
}

/* The texts up to the closing bracket of the one at s. */
static size_t
check_texts(const char *file, const char *s, bool help)
{
	struct buf text = BUF_INIT;
	size_t seen = 0;
	int depth = 0;

	do {
		if (*s == '"') {
			s = read_text(&text, s);
			if (!has_words(buf_str(&text)) ||
			    (help && !is_help(buf_str(&text))))
				continue;
			check_text(file, buf_str(&text));
			seen++;
			continue;
		}
		if (*s == '\'' && s[1] != '\0')
			s += s[1] == '\\' ? 3 : 2;
		depth += (*s == '(' || *s == '{') - (*s == ')' || *s == '}');
		s++;
	} while (*s != '\0' && depth > 0);
	buf_free(&text);
	return seen;
}

static size_t
check_file(const char *path)
{
	struct buf bytes = BUF_INIT;
	const char *source, *s;
	size_t seen = 0;

	CHECK_OK(file_read(&bytes, path, SOURCE_BYTES_MAX));
	source = buf_str(&bytes);
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		for (s = source; (s = strstr(s, calls[i])) != NULL; s++)
			seen += check_texts(file_name(path), s +
			    strcspn(s, "("), false);
	for (s = source; (s = strstr(s, "_options[] = {")) != NULL; s++)
		seen += check_texts(file_name(path), strchr(s, '{'), true);
	for (s = source; (s = strstr(s, "cli_command commands[] = {")) != NULL;
	    s++)
		seen += check_texts(file_name(path), strchr(s, '{'), true);
	buf_free(&bytes);
	return seen;
}

/* ---- the catalogue ---- */

static size_t
count_places(const char *s, const char *kinds)
{
	size_t count = 0;

	for (; (s = strchr(s, '%')) != NULL; s++) {
		s += 1 + strspn(s + 1, "0123456789.lz*");
		count += *s != '%' && strchr(kinds, *s) != NULL;
	}
	return count;
}

static void
test_catalogue(void)
{
	for (const struct failure_words *w = failure_words; w->english; w++) {
		CHECK_RESULT(w->french && w->french[0] != '\0',
		    "\"%s\" has no French", w->english);
		CHECK_RESULT(count_places(w->english, "sdux") ==
		    count_places(w->french, "st"),
		    "other places in \"%s\"", w->french);
		CHECK_RESULT(find_words(w->english) == w,
		    "\"%s\" stands twice", w->english);
	}
}

/* ---- what a person reads ---- */

static const struct { const char *english, *french; } said[] = {
	{ "form.xlsx: not an .xlsx workbook",
	    "form.xlsx : ce n'est pas un classeur .xlsx" },
	/* Where it happened stays. */
	{ "towns.csv: CSV: line 3: a quote is never closed",
	    "towns.csv : CSV : ligne 3 : un guillemet n'est jamais refermé" },
	{ "/tmp/x: No such file or directory",
	    "/tmp/x : ce fichier ou ce dossier n'existe pas" },
	/* A failure within a failure. */
	{ "date(): \"demain\" is not a date",
	    "date() : « demain » n'est pas une date" },
	{ "digest(): unknown encoding \"b\" (base64, hex)",
	    "digest() : encodage inconnu « b » (base64, hex)" },
	{ "form.xml: line 7: mismatched tag",
	    "form.xml : ligne 7 : la balise fermante n'est pas celle qui est "
	    "ouverte" },
	/* What is said of expressions is said in the words of diagnostics. */
	{ "pulldat(): at character 1: unknown function \"pulldat\" (did you "
	    "mean \"pulldata\"?)",
	    "pulldat() : au caractère 1 : fonction inconnue « pulldat » "
	    "(vouliez-vous dire « pulldata » ?)" },
	{ "x(1): at character 1: x() needs 2 values between its parentheses, "
	    "1 given",
	    "x(1) : au caractère 1 : x() demande 2 valeurs entre parenthèses ; "
	    "il y en a 1" },
	{ "100% of what nobody translates", "100% of what nobody translates" }
};

static void
test_said(void)
{
	for (size_t i = 0; i < sizeof(said) / sizeof(*said); i++) {
		struct buf out = BUF_INIT, expected = BUF_INIT;

		diag_text_typeset(&expected, slice_str(said[i].french), true);
		failure_say(&out, said[i].english, "fr");
		CHECK_STR(buf_str(&out), buf_str(&expected));
		buf_reset(&out);
		failure_say(&out, said[i].english, "en");
		CHECK_STR(buf_str(&out), said[i].english);
		buf_free(&expected);
		buf_free(&out);
	}
}

/* Places by the dozen, in a message from outside, take bounded time. */
static void
test_hostile(void)
{
	struct buf message = BUF_INIT, out = BUF_INIT;

	for (int i = 0; i < 120; i++)
		buf_add(&message, ": 1");
	failure_say(&out, buf_str(&message), "fr");
	CHECK(out.len >= message.len);
	buf_free(&message);
	buf_free(&out);
}

int
main(int argc, char **argv)
{
	size_t seen = 0;

	for (int i = 1; i < argc; i++)
		seen += check_file(argv[i]);
	/* The sources were read indeed. */
	CHECK(argc < 2 || seen > 100);
	test_catalogue();
	test_said();
	test_hostile();
	return CHECK_DONE();
}
