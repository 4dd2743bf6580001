#include "formspec/diag_text.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "formspec/diag_words.h"
#include "formspec/failure.h"
#include "kit/base/text.h"

enum { VALUE_CHARACTERS = 100 };

static const struct diag_text *const tables[] = {
	diag_form_texts, diag_expression_texts
};

/* It takes no values: whatever was given with an unknown kind is left alone. */
static const struct diag_text none = ERROR("none",
    "something is wrong here, and this program does not know how to say it",
    "quelque chose ne va pas ici, et ce programme ne sait pas le dire");

const struct diag_text *
diag_text_at(size_t i)
{
	for (size_t t = 0; t < sizeof(tables) / sizeof(*tables); t++)
		for (const struct diag_text *text = tables[t]; text->kind;
		    text++)
			if (i-- == 0)
				return text;
	return NULL;
}

const struct diag_text *
diag_text_find(const char *kind)
{
	const struct diag_text *text;

	for (size_t i = 0; (text = diag_text_at(i)) != NULL; i++)
		if (strcmp(text->kind, kind) == 0)
			return text;
	assert(!"a diagnostic without a text");
	return &none;
}

const char *
diag_text_place(const char *text)
{
	while ((text = strchr(text, '%')) != NULL &&
	    (text[1] == '\0' || strchr("sump", text[1]) == NULL))
		text++;
	return text;
}

size_t
diag_text_values(const struct diag_text *text, struct arena *arena,
    va_list ap, const char *values[DIAG_VALUES_MAX])
{
	size_t count = 0;
	const char *s = text->english;

	while ((s = diag_text_place(s)) != NULL && count < DIAG_VALUES_MAX) {
		if (s[1] == 's' || s[1] == 'm')
			values[count++] = arena_strdup(arena,
			    va_arg(ap, const char *));
		else if (s[1] == 'u')
			values[count++] = arena_printf(arena, "%u",
			    va_arg(ap, unsigned));
		s += 2;
	}
	if (text->suggests && count < DIAG_VALUES_MAX) {
		const char *nearest = va_arg(ap, const char *);

		values[count++] = nearest ? arena_strdup(arena, nearest) :
		    NULL;
	}
	return count;
}

/* A value stands on one line, and a very long one is cut. */
static void
add_line(struct buf *out, struct slice rest)
{

	for (size_t n = 0; rest.len > 0; n++) {
		uint32_t c = text_next(&rest);

		if (n == VALUE_CHARACTERS) {
			buf_add(out, "…");
			return;
		}
		text_add_codepoint(out, c < ' ' || c == 0x7f ? ' ' : c);
	}
}

static void
add_value(struct buf *out, const char *value)
{
	add_line(out, slice_str(value));
}

static void
add_failure(struct buf *out, const char *message, const char *language)
{
	struct buf said = BUF_INIT;

	failure_say(&said, message, language);
	add_line(out, buf_slice(&said));
	buf_free(&said);
}

/* 0 is plural in English and singular in French. */
static bool
is_plural(const char *number, bool french)
{
	return strcmp(number, "1") != 0 &&
	    !(french && strcmp(number, "0") == 0);
}

bool
diag_text_is_french(const char *language)
{
	return language != NULL && strcmp(language, "fr") == 0;
}

static bool
is_no_break(struct slice words, size_t i)
{
	const uint8_t *s = words.data;
	bool opened = i >= 2 && memcmp(s + i - 2, "«", 2) == 0;
	bool closes = i + 2 < words.len && memcmp(s + i + 1, "»", 2) == 0;

	return s[i] == ' ' && (opened || closes ||
	    (i + 1 < words.len && strchr(":;?!", s[i + 1]) != NULL));
}

static bool
is_letter(uint8_t byte)
{
	return byte >= 0x80 || isalpha(byte);
}

/* "l'avis", not what stands in quotes of a language of computers. */
static bool
is_apostrophe(struct slice words, size_t i)
{
	const uint8_t *s = words.data;

	return s[i] == '\'' && i > 0 && is_letter(s[i - 1]) &&
	    i + 1 < words.len && is_letter(s[i + 1]);
}

void
diag_text_typeset(struct buf *out, struct slice words, bool french)
{
	for (size_t i = 0; i < words.len; i++) {
		if (french && is_no_break(words, i))
			buf_add(out, "\xc2\xa0");
		else if (french && is_apostrophe(words, i))
			buf_add(out, "’");
		else
			buf_add_byte(out, words.data[i]);
	}
}

static void
add_suggestion(struct buf *out, const char *nearest, bool french)
{
	diag_text_typeset(out, slice_str(french ? " (vouliez-vous dire « " :
	    " (did you mean \""), french);
	add_value(out, nearest);
	diag_text_typeset(out, slice_str(french ? " » ?)" : "\"?)"), french);
}

void
diag_text_fill(struct buf *out, const struct diag_text *text,
    const char *language, const char *const values[DIAG_VALUES_MAX])
{
	bool french = diag_text_is_french(language);
	const char *s = french ? text->french : text->english, *at;
	const char *last = "";
	size_t used = 0;

	for (; (at = diag_text_place(s)) != NULL; s = at + 2) {
		diag_text_typeset(out, slice_of(s, (size_t)(at - s)), french);
		if (at[1] == 'p') {
			buf_add(out, is_plural(last, french) ? "s" : "");
			continue;
		}
		last = used < DIAG_VALUES_MAX && values[used] != NULL ?
		    values[used] : "";
		used++;
		if (at[1] == 'm')
			add_failure(out, last, language);
		else
			add_value(out, last);
	}
	diag_text_typeset(out, slice_str(s), french);
	if (text->suggests && used < DIAG_VALUES_MAX && values[used] != NULL)
		add_suggestion(out, values[used], french);
}
