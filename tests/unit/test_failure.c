/*
 * What failed, in both languages. Every message that the sources (the
 * arguments: FILE...) make is in the catalogue, and says all of it in French.
 * Built once for formspec, and once a program with FAILURE_TABLES, its tables.
 */
#include <ctype.h>

#include "formspec/diag_text.h"
#include "formspec/failure.h"
#include "kit/base/file.h"
#include "kit/base/text.h"
#include "tests/unit/check.h"

enum { SOURCE_BYTES_MAX = 1 << 20 };

/* Between literals; a macro goes on behind a backslash. */
#define BLANKS	" \t\n\\"

#ifdef FAILURE_TABLES
extern const struct failure_words *const FAILURE_TABLES[];
#define MORE	FAILURE_TABLES
#define PROGRAM	FAILURE_PROGRAM
#else
static const struct failure_words *const no_tables[] = { NULL };
#define MORE	no_tables
#endif

/* ---- what the sources say ---- */

/* Calls whose texts are messages. */
static const char *const calls[] = {
	"err_new(", "err_in(", "err_errno(", "xpath_fail(", "say_line(",
	"cell_fail(", "ask(cli, ",
#ifdef FAILURE_TABLES
	/* of kit/exchange */
	"refuse(", "changeset_over_limit(", "repo_failed(", "bad_entry(",
	"wire_find(", "deny(", "in_trouble(", "tell(",
	/* of merger */
	"verdict_give(", "raise_alarm(", "alarm("
#else
	"buf_addf(&line"
#endif
};

#ifdef FAILURE_TABLES
/* What prints: a text of its own has words of no language. */
static const char *const prints[] = {
	"printf(", "fprintf(", "puts(", "fputs("
};
#endif

/* Tables whose texts are messages, in so far as they are made of words. */
static const char *const tables[] = {
	"_options[] = {", "everywhere[] = {", "cli_program program = {",
	"cli_command commands[] = {", "troubles[TROUBLE_COUNT] = {", "} texts[] = {"
};

/* The i-th table; NULL behind the last. */
static const struct failure_words *
table_at(size_t i)
{
	return i == 0 ? failure_words : MORE[i - 1];
}

static const struct failure_words *
find_words(const char *english)
{
	const struct failure_words *w;

	for (size_t i = 0; (w = table_at(i)) != NULL; i++)
		for (; w->english != NULL; w++)
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
			s += 1 + strspn(s + 1, "-0123456789.lz*");
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
		else if (*s == 'r' && s[-1] == '\\')
			buf_add_byte(out, '\r');
		else
			buf_add_byte(out, (uint8_t)*s);
	}
	return *s == '"' ? s + 1 : s;
}

/* Behind a literal: what <inttypes.h> puts in, PRIu64, as its last letter. */
static const char *
read_macro(struct buf *out, const char *s)
{
	const char *at = s + strspn(s, BLANKS);

	if (strncmp(at, "PRI", 3) != 0)
		return s;
	buf_add_byte(out, (uint8_t)at[3]);
	return at + 4 + strspn(at + 4, "0123456789");
}

/* Literals with nothing but space between are one text. */
static const char *
read_text(struct buf *out, const char *s)
{
	const char *next;

	buf_reset(out);
	do {
		s = read_macro(out, read_literal(out, s));
		next = s + strspn(s, BLANKS);
		s = *next == '"' ? next : s;
	} while (*s == '"');
	return s;
}

/* What stands first in a row is a name, which no language changes. */
static bool
is_name(const char *source, const char *s)
{
	while (s > source && strchr(BLANKS, s[-1]) != NULL)
		s--;
	return s > source && (s[-1] == '{' || (s - source > 6 &&
	    strncmp(s - 6, ".name ", 6) == 0) || (s - source > 7 &&
	    strncmp(s - 7, ".name =", 7) == 0));
}

/* "revision.bytes": of a table in a database. */
static bool
is_column(const char *text)
{
	const char *dot = strchr(text, '.');

	return dot != NULL && islower((unsigned char)dot[1]) &&
	    strpbrk(text, " %") == NULL;
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
	const char *start = s;
	struct buf text = BUF_INIT;
	size_t seen = 0;
	int depth = 0;

	do {
		if (*s == '"') {
			bool name = help && is_name(start, s);

			s = read_text(&text, s);
			if (!has_words(buf_str(&text)) || name ||
			    is_column(buf_str(&text)) ||
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

#ifdef FAILURE_TABLES
/* Texts of the call itself, not of calls within it. */
static void
check_print(const char *file, const char *s)
{
	struct buf text = BUF_INIT;
	int depth = 0;

	do {
		if (*s == '"') {
			s = read_text(&text, s);
			CHECK_RESULT(depth > 1 || !has_words(buf_str(&text)) ||
			    !strcmp(buf_str(&text), PROGRAM ": %s\n"),
			    "%s: prints \"%s\", in English", file,
			    buf_str(&text));
			continue;
		}
		if (*s == '\'' && s[1] != '\0')
			s += s[1] == '\\' ? 3 : 2;
		depth += (*s == '(') - (*s == ')');
		s++;
	} while (*s != '\0' && depth > 0);
	buf_free(&text);
}
#endif

/* In a definition of options: the row that comes next, or NULL. */
static const char *
next_row(const char *s)
{
	s += strspn(s, "_OPTIONS");
	s += strspn(s, BLANKS ",");
	return *s == '{' ? s : NULL;
}

static const char *
row_end(const char *row)
{
	bool quoted = false;

	for (; *row != '\0' && (quoted || *row != '}'); row++)
		quoted ^= *row == '"';
	return row + (*row != '\0');
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
	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++)
		for (s = source; (s = strstr(s, tables[i])) != NULL; s++)
			seen += check_texts(file_name(path),
			    s + strlen(tables[i]) - 1, true);
#ifdef FAILURE_TABLES
	/* What kit/ and a child print is for other processes. */
	for (size_t i = 0; strstr(path, "/kit/") == NULL &&
	    strstr(path, "background_child") == NULL && i < sizeof(prints) / sizeof(*prints); i++)
		for (s = source; (s = strstr(s, prints[i])) != NULL; s++)
			if (s > source && !isalnum((unsigned char)s[-1]) &&
			    s[-1] != '_')
				check_print(file_name(path), s +
				    strcspn(s, "("));
#endif
	/* Options that several commands share: a row, or some with commas. */
	for (s = source; (s = strstr(s, "_OPTION")) != NULL; s++)
		for (const char *row = next_row(s); row != NULL;
		    row = next_row(row_end(row)))
			seen += check_texts(file_name(path), row, true);
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
check_line(const struct failure_words *w)
{
	CHECK_RESULT(w->french && w->french[0] != '\0', "\"%s\" has no French",
	    w->english);
	CHECK_RESULT(count_places(w->english, "sdux") ==
	    count_places(w->french, "st"), "other places in \"%s\"",
	    w->french);
	CHECK_RESULT(find_words(w->english) == w, "\"%s\" stands twice",
	    w->english);
}

/* The help fits a terminal. */
static void
check_width(const char *text)
{
	for (const char *line = text; strchr(text, '\n') && *line != '\0';) {
		size_t len = strcspn(line, "\n");

		CHECK_RESULT(text_columns(slice_of(line, len)) <= 80,
		    "over 80 columns: \"%.*s\"", (int)len, line);
		line += len + (line[len] == '\n');
	}
}

static void
test_catalogue(void)
{
	const struct failure_words *w;

	for (size_t i = 0; (w = table_at(i)) != NULL; i++)
		for (; w->english != NULL; w++) {
			check_line(w);
			check_width(w->french);
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
	{ "100% of what nobody translates", "100% of what nobody translates" },
	/* What to do about it, behind what the system says. */
	{ "keys: No space left on device; make room and do it again",
	    "keys : il n'y a plus de place sur le disque ; faites de la place "
	    "et recommencez" },
#ifdef FAILURE_TABLES
	/* Of other rooms; where it happened may be a line of its own. */
	{ "hub /media/x: not found (is the drive or share connected?)",
	    "dépôt commun /media/x : introuvable (le disque ou le partage "
	    "est-il branché ?)" },
	{ "hub ssh://h/x: it does not let us in: is the token or the key "
	    "right? (it wants a key)",
	    "dépôt commun ssh://h/x : il ne nous laisse pas entrer : le jeton "
	    "ou la clé est-il le bon ? (il veut une clé)" },
	{ "hub https://h/x: cannot be reached: is this computer connected? "
	    "(failed to resolve address)",
	    "dépôt commun https://h/x : injoignable : cet ordinateur est-il "
	    "connecté ? (failed to resolve address)" },
	{ "hub /k: something of another language",
	    "dépôt commun /k : something of another language" },
	{ "a.cs: change set: torn in its header",
	    "a.cs : lot : tronqué dans son en-tête" },
	{ "manifest: \"forms\" has 9 items, more than 8",
	    "manifeste : « forms » a 9 éléments, plus de 8" },
	{ "hub /h: a delivery of main from here was cut short and left a "
	    "lock; try again in 1 minute, it is lifted then",
	    "dépôt commun /h : un envoi de main fait d'ici a été coupé et a "
	    "laissé un verrou ; réessayez dans 1 minute, il sera levé" },
#endif
};

static void
test_said(void)
{
	for (size_t i = 0; i < sizeof(said) / sizeof(*said); i++) {
		struct buf out = BUF_INIT, expected = BUF_INIT;

		diag_text_typeset(&expected, slice_str(said[i].french), true);
		failure_say_of(&out, said[i].english, "fr", MORE);
		CHECK_STR(buf_str(&out), buf_str(&expected));
		buf_reset(&out);
		failure_say_of(&out, said[i].english, "en", MORE);
		CHECK_STR(buf_str(&out), said[i].english);
		buf_free(&expected);
		buf_free(&out);
	}
}

/* What was said before stays as it is. */
static void
test_again(void)
{
	static const char said_before[] = "le poste : rien\xc2\xa0: ni là, ni ici";
	struct buf out = BUF_INIT;

	failure_say_of(&out, said_before, "fr", MORE);
	CHECK_STR(buf_str(&out), said_before);
	buf_free(&out);
}

/* Places by the dozen, in a message from outside, take bounded time. */
static void
test_hostile(void)
{
	struct buf message = BUF_INIT, out = BUF_INIT;

	for (int i = 0; i < 120; i++)
		buf_add(&message, ": 1");
	failure_say_of(&out, buf_str(&message), "fr", MORE);
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
	test_again();
	test_hostile();
	return CHECK_DONE();
}
