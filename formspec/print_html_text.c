/*
 * Texts of the form as HTML.
 */
#include <string.h>

#include "formspec/markup.h"
#include "formspec/print_html_build.h"
#include "formspec/xpath.h"

const char *
print_word(const struct print *print, const char *english, const char *french)
{
	return print->french ? french : english;
}

void
print_escaped(struct print *print, const char *s)
{
	markup_escape(print->out, s);
}

/* ---- what stands for ${name} ---- */

struct named {
	const struct print *print;
	const struct item *item;
	size_t count;
};

static void
keep_item(void *data, const char *path, size_t kept, bool counted)
{
	struct named *named = data;
	const struct item *before = named->item;

	(void)kept, (void)counted;
	named->item = map_get(named->print->items, path);
	named->count += before == NULL || named->item != before;
}

/* A calculation that is one fixed text, "'2024-1'"; else NULL. */
static const char *
fixed_text(const struct print *print, const struct item *item)
{
	const char *s = item->calculate.written;
	size_t len = s != NULL ? strlen(s) : 0;

	if (len < 2 || (s[0] != '\'' && s[0] != '"') || s[len - 1] != s[0] ||
	    strchr(s + 1, s[0]) != s + len - 1)
		return NULL;
	return arena_strndup(print->arena, s + 1, len - 2);
}

static void
add_value(struct print *print, struct buf *out, const struct expr *value)
{
	struct named named = { print, NULL, 0 };
	const char *fixed, *number;

	if (value->compiled != NULL)
		xpath_reads(value->compiled, print->at,
		    keep_item, &named);
	if (named.count != 1 || named.item == NULL) {
		buf_add(out, "……………");
		return;
	}
	fixed = fixed_text(print, named.item);
	number = print->numbers[named.item->index];
	if (fixed != NULL)
		buf_add(out, fixed);
	else if (number != NULL)
		buf_addf(out, print_word(print, "[answer to %s]",
		    "[réponse à %s]"), number);
	else
		buf_add(out, "……………");
}

void
print_text(struct print *print, const struct text *text)
{
	struct buf whole = BUF_INIT;

	for (size_t i = 0; i < text->part_count; i++) {
		if (text->parts[i].literal != NULL)
			buf_add(&whole, text->parts[i].literal);
		else
			add_value(print, &whole, &text->parts[i].value);
	}
	markup_add(print->out, buf_str(&whole));
	buf_free(&whole);
}

void
print_paragraph(struct print *print, const char *css,
    const struct texts *texts)
{
	const struct text *text = form_text(print->form, texts,
	    print->language);

	if (text == NULL)
		return;
	buf_addf(print->out, "<p class=\"%s\">", css);
	print_text(print, text);
	buf_add(print->out, "</p>\n");
}
