#include "merger/words.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/platform.h"
#include "kit/record/failures.h"

enum { ARGUMENTS_MAX = 6 };

static const char *const words[WORD_COUNT][LANGUAGE_COUNT] = {
#define WORD(id, english, french) [W_##id] = { english, french },
#include "merger/words.def"
#undef WORD
};

const struct failure_words *const merger_tables[] = {
	merger_failures, merger_help, record_failures, sealed_failures,
	hub_failures, NULL
};

enum language
words_language(const struct cli *cli)
{
	const char *name = cli_language(cli);

	return name != NULL && !strncmp(name, "fr", 2) ? FRENCH : ENGLISH;
}

const char *
words_code(enum language language)
{
	return language == FRENCH ? "fr" : "en";
}

const char *
words_text(enum language language, enum word word)
{
	return words[word][language];
}

enum word
words_state(enum record_state state)
{
	static const enum word states[] = {
		[STATE_FINAL] = W_STATE_FINAL,
		[STATE_PARTIAL] = W_STATE_PARTIAL,
		[STATE_DRAFT] = W_STATE_DRAFT, [STATE_VOID] = W_STATE_VOID,
		[STATE_WITHDRAWN] = W_STATE_WITHDRAWN
	};

	return states[state];
}

const char *
words_number(char out[WORDS_NUMBER_MAX], uint64_t number)
{
	snprintf(out, WORDS_NUMBER_MAX, "%" PRIu64, number);
	return out;
}

const char *
words_short(char out[WORDS_SHORT_MAX], const char *id)
{
	snprintf(out, WORDS_SHORT_MAX, "%s", id);
	return out;
}

struct writing {
	struct buf *out;
	enum language language;
	const char *args[ARGUMENTS_MAX + 1];
	size_t count;
};

static const char *
argument(const struct writing *w, char digit)
{
	size_t i = (size_t)(digit - '1');

	return digit >= '1' && i < w->count ? w->args[i] : NULL;
}

static bool
is_one(const struct writing *w, const char *number)
{
	return !strcmp(number, "1") ||
	    (w->language == FRENCH && !strcmp(number, "0"));
}

/* Behind "{1|": one of the two; returns what follows the "}". */
static const char *
add_choice(const struct writing *w, const char *text, const char *number)
{
	size_t one = strcspn(text, "|");
	const char *many = text + one + (text[one] == '|');
	size_t len = strcspn(many, "}");

	if (is_one(w, number))
		buf_append(w->out, text, one);
	else
		buf_append(w->out, many, len);
	return many + len + (many[len] == '}');
}

/* A place of the text at hand, if it is one; returns what follows it. */
static const char *
add_place(const struct writing *w, const char *text)
{
	bool message = text[0] == '%' && text[1] == 't';
	const char *digit = text + 1 + message;
	const char *arg = text[0] == '%' || text[0] == '{' ?
	    argument(w, *digit) : NULL;

	if (arg == NULL || (text[0] == '{' && digit[1] != '|'))
		return text;
	if (text[0] == '{')
		return add_choice(w, digit + 2, arg);
	if (message)
		words_message(w->out, w->language, arg);
	else
		buf_add(w->out, arg);
	return digit + 1;
}

static void
write_text(const struct writing *w, const char *text)
{
	while (*text != '\0') {
		const char *rest = add_place(w, text);
		size_t len = 1;

		if (rest != text) {
			text = rest;
			continue;
		}
		while (text[len] != '\0' && strchr("%{", text[len]) == NULL)
			len++;
		buf_add_slice(w->out, slice_of(text, len));
		text += len;
	}
}

static void
add_list(struct buf *out, enum language language, enum word word, va_list ap)
{
	struct writing w = { .out = out, .language = language };

	while (w.count < ARGUMENTS_MAX &&
	    (w.args[w.count] = va_arg(ap, const char *)) != NULL)
		w.count++;
	write_text(&w, words_text(language, word));
}

void
words_add(struct buf *out, enum language language, enum word word, ...)
{
	va_list ap;

	va_start(ap, word);
	add_list(out, language, word, ap);
	va_end(ap);
}

void
words_print(FILE *out, enum language language, enum word word, ...)
{
	struct buf text = BUF_INIT;
	va_list ap;

	va_start(ap, word);
	add_list(&text, language, word, ap);
	va_end(ap);
	platform_write_text(out, buf_slice(&text));
	buf_free(&text);
}

void
words_message(struct buf *out, enum language language, const char *message)
{
	failure_say_of(out, message, words_code(language), merger_tables);
}

void
words_say(struct buf *out, const struct cli *cli, const char *message)
{
	words_message(out, words_language(cli), message);
}
