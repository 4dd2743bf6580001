/* markup.c - see markup.h. */
#include "formspec/markup.h"

#include <ctype.h>
#include <string.h>

enum {
	EMPHASIS_BYTES_MAX = 2000,	/* how far its end may be */
	EMPHASIS_DEPTH_MAX = 4
};

static void
add_escaped(struct buf *out, char c)
{
	switch (c) {
	case '&':
		buf_add(out, "&amp;");
		break;
	case '<':
		buf_add(out, "&lt;");
		break;
	case '>':
		buf_add(out, "&gt;");
		break;
	case '"':
		buf_add(out, "&quot;");
		break;
	default:
		if ((uint8_t)c >= ' ' || c == '\n' || c == '\t')
			buf_add_byte(out, (uint8_t)c);
	}
}

void
markup_escape(struct buf *out, const char *s)
{
	for (; *s != '\0'; s++)
		add_escaped(out, *s);
}

static bool
is_word(const char *start, const char *at)
{
	return at >= start && (isalnum((unsigned char)*at) ||
	    (uint8_t)*at >= 0x80);
}

/* The byte behind a tag that only styles, "<span ...>"; or NULL. */
static const char *
skip_tag(const char *s, const char *end, bool *is_break)
{
	static const char *const names[] = { "b", "i", "u", "em", "strong",
	    "span", "font", "br", "p", "div", "small", "big", "center",
	    "sup", "sub", "h1", "h2", "h3", "h4", "h5", "h6" };
	const char *name = s + 1 < end && s[1] == '/' ? s + 2 : s + 1;
	const char *close;
	size_t len = 0;

	while (name + len < end && isalnum((unsigned char)name[len]))
		len++;
	close = memchr(s, '>', (size_t)(end - s) < EMPHASIS_BYTES_MAX ?
	    (size_t)(end - s) : EMPHASIS_BYTES_MAX);
	if (close == NULL)
		return NULL;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i]) == len &&
		    memcmp(names[i], name, len) == 0) {
			*is_break = strcmp(names[i], "br") == 0;
			return close + 1;
		}
	return NULL;
}

/* Where the emphasis that begins with `run` times c at s ends; or NULL. */
static const char *
emphasis_end(const char *s, const char *end, char c, size_t run)
{
	const char *from = s + run;

	if (end - from > EMPHASIS_BYTES_MAX)
		end = from + EMPHASIS_BYTES_MAX;
	if (from >= end || isspace((unsigned char)*from) || *from == c)
		return NULL;
	for (const char *p = from + 1; p + run <= end; p++) {
		if (*p == '\n' && p + 1 < end && p[1] == '\n')
			return NULL;
		if (*p != c || (run == 2 && p[1] != c) ||
		    isspace((unsigned char)p[-1]))
			continue;
		if (c == '_' && p + run < end && is_word(s, p + run))
			continue;
		return p;
	}
	return NULL;
}

static void
add_inline(struct buf *out, const char *start, const char *s, const char *end,
    unsigned depth)
{
	while (s < end) {
		size_t run = s + 1 < end && s[1] == *s ? 2 : 1;
		const char *close = NULL;
		bool is_break = false;

		if ((*s == '*' || *s == '_') && depth < EMPHASIS_DEPTH_MAX &&
		    (*s == '*' || !is_word(start, s - 1)))
			close = emphasis_end(s, end, *s, run);
		if (close != NULL) {
			const char *tag = run == 2 ? "strong" : "em";

			buf_addf(out, "<%s>", tag);
			add_inline(out, s + run, s + run, close, depth + 1);
			buf_addf(out, "</%s>", tag);
			s = close + run;
			continue;
		}
		if (*s == '<')
			close = skip_tag(s, end, &is_break);
		if (close != NULL) {
			buf_add(out, is_break ? "<br>" : "");
			s = close;
			continue;
		}
		if (*s == '\n')
			buf_add(out, "<br>\n");
		else
			add_escaped(out, *s);
		s++;
	}
}

/* Titles and lists, line by line; the rest inside the lines. */
void
markup_add(struct buf *out, const char *s)
{
	const char *end = s + strlen(s);

	while (s < end) {
		const char *stop = s;
		size_t marks = strspn(s, "#");

		if (marks > 0 && marks <= 6 && s[marks] == ' ') {
			stop = s + strcspn(s, "\n");
			buf_add(out, "<strong>");
			add_inline(out, s + marks + 1, s + marks + 1, stop, 0);
			buf_add(out, "</strong>");
		} else if ((*s == '-' || *s == '*') && s[1] == ' ') {
			stop = s + strcspn(s, "\n");
			buf_add(out, "• ");
			add_inline(out, s + 2, s + 2, stop, 0);
		} else {
			/* Up to a line that begins as one of the above. */
			do
				stop += strcspn(stop, "\n") +
				    (stop[strcspn(stop, "\n")] != '\0');
			while (*stop != '\0' && strchr("#-*", *stop) == NULL);
			add_inline(out, s, s, stop, 0);
		}
		if (stop < end && *stop == '\n') {
			buf_add(out, "<br>\n");
			stop++;
		}
		s = stop;
	}
}
