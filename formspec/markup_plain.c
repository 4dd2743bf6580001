/* markup_plain.c - what is left of Markdown where nothing can be emphasised. */
#include <string.h>

#include "formspec/markup.h"

static const struct { const char *html, *plain; } marks[] = {
	{ "<em>", "" }, { "</em>", "" }, { "<strong>", "" },
	{ "</strong>", "" }, { "<br>\n", "\n" }, { "<br>", "\n" },
	{ "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }
};

/* There is one reading of Markdown: what it makes, without its tags. */
void
markup_plain(struct buf *out, const char *text)
{
	struct buf html = BUF_INIT;
	const char *s;
	size_t count = sizeof(marks) / sizeof(*marks), i;

	markup_add(&html, text);
	for (s = buf_str(&html); *s != '\0';) {
		for (i = 0; i < count && strncmp(s, marks[i].html,
		    strlen(marks[i].html)) != 0; i++)
			;
		if (i < count) {
			buf_add(out, marks[i].plain);
			s += strlen(marks[i].html);
		} else {
			buf_add_byte(out, (uint8_t)*s++);
		}
	}
	while (out->len > 0 && out->data[out->len - 1] == '\n')
		out->data[--out->len] = '\0';
	buf_free(&html);
}
