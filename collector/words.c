#include "collector/words.h"

#include <string.h>

#include "kit/base/platform.h"
#include "kit/record/failures.h"

static const char *const words[WORD_COUNT][LANGUAGE_COUNT] = {
#define WORD(id, english, french) [W_##id] = { english, french },
#include "collector/words.def"
#undef WORD
};

const struct failure_words *const collector_tables[] = {
	collector_failures, collector_help, record_failures, sealed_failures,
	hub_failures, NULL
};

const char *
word_text(enum language language, enum word word)
{
	return words[word][language];
}

void
word_fill(struct buf *out, const char *text, va_list list)
{
	const char *args[WORD_ARGUMENTS_MAX];
	size_t count = 0;

	while (count < WORD_ARGUMENTS_MAX &&
	    (args[count] = va_arg(list, const char *)) != NULL)
		count++;
	for (; *text != '\0'; text++)
		if (text[0] == '%' && text[1] >= '1' &&
		    (size_t)(text[1] - '1') < count)
			buf_add(out, args[*++text - '1']);
		else
			buf_add_byte(out, (uint8_t)*text);
}

void
word_add(struct buf *out, enum language language, enum word word, ...)
{
	va_list ap;

	va_start(ap, word);
	word_fill(out, word_text(language, word), ap);
	va_end(ap);
}

void
word_say(FILE *out, enum language language, enum word word, ...)
{
	struct buf text = BUF_INIT;
	va_list ap;

	va_start(ap, word);
	word_fill(&text, word_text(language, word), ap);
	va_end(ap);
	buf_add_byte(&text, '\n');
	platform_write_text(out, buf_slice(&text));
	buf_free(&text);
}

enum language
language_of(const char *name)
{
	if (name == NULL)
		return ENGLISH;
	if (!strncmp(name, "fr", 2) || !strncmp(name, "Fr", 2) ||
	    strstr(name, "(fr") != NULL)
		return FRENCH;
	return ENGLISH;
}

const char *
language_code(enum language language)
{
	return language == FRENCH ? "fr" : "en";
}

enum language
language_asked(const struct cli *cli)
{
	return language_of(cli_language(cli));
}

void
word_message(struct buf *out, enum language language, const char *message)
{
	failure_say_of(out, message, language_code(language),
	    collector_tables);
}

void
word_answer(struct buf *out, const struct cli *cli, const char *message)
{
	word_message(out, language_asked(cli), message);
}

/* ---- what was packed ---- */

static const struct {
	const char *english, *french;
} nouns[] = {
	{ "interviews", "entretiens" }, { "interview", "entretien" },
	{ "new", "en plus" }, { "corrected", "en correction" },
	{ "case notes", "notes de contact" }, { "case note",
	"note de contact" }, { "drafts", "brouillons" },
	{ "draft", "brouillon" }, { "files", "fichiers" },
	{ "file", "fichier" }, { "MB", "Mo" }
};

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9');
}

/* The noun that stands there, whole; its length in English. */
static size_t
noun_at(const char **french, const char *at)
{
	for (size_t i = 0; i < sizeof(nouns) / sizeof(nouns[0]); i++) {
		size_t len = strlen(nouns[i].english);

		*french = nouns[i].french;
		if (!strncmp(at, nouns[i].english, len) && !is_letter(at[len]))
			return len;
	}
	return 0;
}

/* What French writes otherwise: the sign for a number, the room at a colon. */
static const struct {
	const char *english, *french;
} signs[] = { { " #", " n° " }, { ": ", " : " } };

static size_t
sign_at(const char **french, const char *at)
{
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		*french = signs[i].french;
		if (!strncmp(at, signs[i].english, strlen(signs[i].english)))
			return strlen(signs[i].english);
	}
	return 0;
}

void
word_add_subject(struct buf *out, enum language language, const char *subject)
{
	const char *french;
	size_t len;

	for (bool begins = true; *subject != '\0'; begins =
	    !is_letter(*subject++)) {
		len = language == FRENCH ? sign_at(&french, subject) : 0;
		if (len == 0 && begins && language == FRENCH)
			len = noun_at(&french, subject);
		if (len > 0) {
			buf_add(out, french);
			subject += len - 1;
		} else {
			buf_add_byte(out, (uint8_t)*subject);
		}
	}
}
