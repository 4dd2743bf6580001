/* html.c - see html.h. */
#include "kit/web/html.h"

#include <stdarg.h>
#include <string.h>

static const char *
entity_of(uint8_t c)
{
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\'': return "&#39;";
	default: return NULL;
	}
}

void
html_text(struct buf *out, struct slice text)
{
	size_t from = 0;

	for (size_t i = 0; i < text.len; i++) {
		const char *entity = entity_of(text.data[i]);

		if (entity == NULL)
			continue;
		buf_append(out, text.data + from, i - from);
		buf_add(out, entity);
		from = i + 1;
	}
	if (text.len > from)
		buf_append(out, text.data + from, text.len - from);
}

void
html_url(struct buf *out, const char *text)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";

	for (; *text; text++)
		if (strchr(plain, *text))
			buf_add_byte(out, (uint8_t)*text);
		else
			buf_addf(out, "%%%02X", (uint8_t)*text);
}

/* What follows a percent sign; returns what follows that. */
static const char *
add_argument(struct buf *out, const char *at, va_list *args)
{
	switch (*at) {
	case 's':
		html_text(out, slice_str(va_arg(*args, const char *)));
		return at + 1;
	case 'd':
		buf_addf(out, "%d", va_arg(*args, int));
		return at + 1;
	case 'u':
		buf_addf(out, "%u", va_arg(*args, unsigned));
		return at + 1;
	case 'z':
		buf_addf(out, "%zu", va_arg(*args, size_t));
		return at + 2;
	default:
		buf_add_byte(out, '%');
		return at + 1;
	}
}

void
html_add(struct buf *out, const char *markup, ...)
{
	va_list args, copy;

	va_start(args, markup);
	va_copy(copy, args);
	while (*markup != '\0') {
		size_t len = strcspn(markup, "%");

		buf_append(out, markup, len);
		markup += len;
		if (*markup == '%')
			markup = add_argument(out, markup + 1, &copy);
	}
	va_end(copy);
	va_end(args);
}

void
html_form(struct buf *out, const struct web_request *request,
    const char *action, const char *attributes)
{
	html_add(out, "<form method=\"post\" action=\"%s\"", action);
	if (*attributes != '\0')
		buf_addf(out, " %s", attributes);
	html_add(out, "><input type=\"hidden\" name=\"_form\" value=\"%s\">",
	    request->form_token);
}
