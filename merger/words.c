#include "merger/words.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { ARGUMENTS_MAX = 6 };

static const char *const words[WORD_COUNT][LANGUAGE_COUNT] = {
#define WORD(id, english, french) [W_##id] = { english, french },
#include "merger/words.def"
#undef WORD
};

enum language
words_language(const struct cli *cli)
{
	const char *name = cli_language(cli);

	return name != NULL && !strncmp(name, "fr", 2) ? FRENCH : ENGLISH;
}

const char *
words_text(enum language language, enum word word)
{
	return words[word][language];
}

const char *
words_number(char out[WORDS_NUMBER_MAX], uint64_t number)
{
	snprintf(out, WORDS_NUMBER_MAX, "%" PRIu64, number);
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

static void
write_text(const struct writing *w, const char *text)
{
	while (*text != '\0') {
		const char *arg = text[0] == '%' || text[0] == '{' ?
		    argument(w, text[1]) : NULL;

		if (arg != NULL && text[0] == '%') {
			buf_add(w->out, arg);
			text += 2;
		} else if (arg != NULL && text[2] == '|') {
			text = add_choice(w, text + 3, arg);
		} else {
			buf_add_byte(w->out, (uint8_t)*text++);
		}
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
	fputs(buf_str(&text), out);
	buf_free(&text);
}
