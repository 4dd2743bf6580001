/* form_language.c - which language of a form is meant, and how it is read. */
#include "formspec/form.h"

#include <string.h>

#include "kit/base/text.h"

/* The code in "Français (fr)", or an empty slice. */
static struct slice
language_code(const char *language)
{
	const char *open = strrchr(language, '(');
	const char *close = open ? strchr(open, ')') : NULL;

	if (close == NULL)
		return SLICE_EMPTY;
	return text_trim(slice_of(open + 1, (size_t)(close - open - 1)));
}

/* The name in "Français (fr)". */
static struct slice
language_word(const char *language)
{
	const char *open = strrchr(language, '(');

	return text_trim(slice_of(language,
	    open ? (size_t)(open - language) : strlen(language)));
}

static bool
same_folded(struct slice a, struct slice b)
{
	struct buf x = BUF_INIT, y = BUF_INIT;
	bool same;

	text_fold(&x, a);
	text_fold(&y, b);
	same = x.len > 0 && slice_equal(buf_slice(&x), buf_slice(&y));
	buf_free(&x);
	buf_free(&y);
	return same;
}

int
form_language(const struct form *form, const char *name)
{
	struct slice wanted = slice_str(name);

	for (size_t i = 0; i < form->language_count; i++)
		if (strcmp(form->languages[i], name) == 0)
			return (int)i;
	for (size_t i = 0; i < form->language_count; i++)
		if (same_folded(language_code(form->languages[i]), wanted) ||
		    same_folded(language_word(form->languages[i]), wanted))
			return (int)i;
	return -1;
}

struct slice
form_language_tag(const struct form *form, size_t language)
{
	struct slice code = language_code(form->languages[language]);
	size_t n = 0;

	while (n < code.len && memchr("abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", code.data[n], 63) != NULL)
		n++;
	return n < code.len || n < 2 || n > 20 ? SLICE_EMPTY : code;
}

static bool
is_one_of(const char *const *words, size_t count, struct slice word)
{
	for (size_t i = 0; i < count; i++)
		if (same_folded(slice_str(words[i]), word))
			return true;
	return false;
}

bool
form_reads_leftwards(const struct form *form, size_t language)
{
	static const char *const tags[] = { "ar", "fa", "he", "ur", "ps", "sd",
	    "ug", "yi", "dv", "ckb" };
	static const char *const names[] = { "arabic", "farsi", "persian",
	    "dari", "hebrew", "urdu", "pashto", "arabe", "persan", "ourdou" };
	struct slice rest = slice_str(form->languages[language]);
	struct slice tag = form_language_tag(form, language);
	const uint8_t *dash;

	if (tag.len > 0) {
		dash = memchr(tag.data, '-', tag.len);
		return is_one_of(tags, sizeof(tags) / sizeof(*tags),
		    slice_of(tag.data, dash ? (size_t)(dash - tag.data) :
		    tag.len));
	}
	if (is_one_of(names, sizeof(names) / sizeof(*names), rest))
		return true;
	while (rest.len > 0) {
		uint32_t c = text_next(&rest);

		if (c >= 0x590 && c <= 0x8ff)
			return true;
	}
	return false;
}
