/*
 * Expressions and texts of an XForm as cells have them: paths to ${name}.
 */
#include <string.h>

#include "formspec/xform_sheet.h"

#define SAVED "instance('__last-saved')"

static bool
is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' ||
	    (unsigned char)c >= 0x80;
}

/* A path that ${name} could stand for, at s: its length, or 0. */
static size_t
path_length(const char *s)
{
	size_t n = 0;

	if (strncmp(s, "current()/", 10) == 0)
		n = 10;
	else if (strncmp(s, SAVED "/", strlen(SAVED) + 1) == 0)
		n = strlen(SAVED);
	else if (*s != '/' && strncmp(s, "../", 3) != 0 &&
	    strncmp(s, "./", 2) != 0)
		return 0;
	while (is_name(s[n]) || s[n] == '/')
		n++;
	return n > 0 && s[n - 1] != '.' && s[n - 1] != '/' ? n : 0;
}

static const char *
reference_at(struct recovery *r, const char *s, size_t len,
    const char *context, const char *inner)
{
	bool saved = strncmp(s, SAVED, strlen(SAVED)) == 0;
	bool current = strncmp(s, "current()/", 10) == 0;
	const char *base = current ? context : inner;
	size_t used = saved ? strlen(SAVED) : current ? 10 : 0;
	const char *path = arena_strndup(r->arena, s + used, len - used);
	const struct item *item;

	if (*path != '/' && base == NULL)
		return NULL;
	item = map_get(r->xform->items, *path == '/' ? path :
	    xform_path(r->xform, path, base));
	if (item == NULL || map_get(r->names, item->name) != (void *)r->names)
		return NULL;
	return arena_printf(r->arena, "${%s%s}", saved ? "last-saved#" : "",
	    item->name);
}

const char *
sheet_reference(struct recovery *r, const char *path, const char *context)
{
	size_t len;

	path = xform_trim(r->xform, path);
	len = path_length(path);
	return len > 0 && path[len] == '\0' ?
	    reference_at(r, path, len, context, context) : NULL;
}

/*
 * Outside a literal ${name} became a path with a space on both sides; inside
 * one a path alone. How much of s it was; 0: there is none here.
 */
static size_t
put_reference(struct recovery *r, struct buf *out, const char *s, bool quoted,
    const char *context, const char *inner)
{
	size_t space = quoted ? 0 : 1, len;
	const char *reference;

	if (!quoted && *s != ' ')
		return 0;
	len = path_length(s + space);
	if (len == 0 || (!quoted && s[space + len] != ' '))
		return 0;
	reference = reference_at(r, s + space, len, context, inner);
	if (reference == NULL)
		return 0;
	buf_add(out, reference);
	return len + 2 * space;
}

const char *
sheet_expr(struct recovery *r, const char *s, const char *context,
    const char *inner)
{
	struct buf out = BUF_INIT;
	const char *cell;
	char quote = 0;

	while (*s != '\0') {
		size_t used = put_reference(r, &out, s, quote != 0, context,
		    inner);

		if (used > 0) {
			s += used;
			continue;
		}
		if (quote != 0)
			quote = *s == quote ? 0 : quote;
		else if (*s == '"' || *s == '\'')
			quote = *s;
		buf_add_byte(&out, (uint8_t)*s++);
	}
	cell = xform_trim(r->xform, buf_str(&out));
	buf_free(&out);
	return cell;
}

/* ---- texts ---- */

/* Without the space that sets a text apart from its tags; see xform_text(). */
static void
add_literal(struct buf *out, const struct text *text, size_t i)
{
	const char *s = text->parts[i].literal;
	size_t len = strlen(s);

	if (text->part_count > 1 && i == 0 && *s == ' ') {
		s++;
		len--;
	}
	if (text->part_count > 1 && i + 1 == text->part_count && len > 0 &&
	    s[len - 1] == ' ')
		len--;
	buf_append(out, s, len);
}

static void
add_value(struct recovery *r, struct buf *out, const char *written,
    const char *context)
{
	const char *reference = sheet_reference(r, written, context);

	if (reference != NULL)
		buf_add(out, reference);
	else if (strncmp(written, "instance(", 9) == 0)
		buf_add(out, sheet_expr(r, written, context, context));
	else
		r->failed = true;
}

static const char *
text_cell(struct recovery *r, const struct text *text, const char *context)
{
	struct buf out = BUF_INIT;
	const char *cell;

	for (size_t i = 0; i < text->part_count; i++)
		if (text->parts[i].literal != NULL)
			add_literal(&out, text, i);
		else
			add_value(r, &out, text->parts[i].value.written,
			    context);
	cell = arena_strdup(r->arena, buf_str(&out));
	buf_free(&out);
	return cell;
}

static bool
is_missing(const struct text *text)
{
	return text->written == NULL || strcmp(text->written, "-") == 0;
}

void
sheet_texts(struct recovery *r, struct texts *out, const struct texts *from,
    bool plain, const char *context)
{
	size_t count = plain ? 1 : r->from->language_count, said = 0;

	if (from->by_language == NULL)
		return;
	for (size_t i = 0; i < count; i++)
		said += !is_missing(&from->by_language[i]);
	/* "-" stands where there is nothing, unless there is nothing else. */
	for (size_t i = 0; i < count; i++)
		if (from->by_language[i].written != NULL && (said == 0 ||
		    !is_missing(&from->by_language[i])))
			form_build_text(r->build, out, plain ? 0 :
			    r->languages[i], text_cell(r,
			    &from->by_language[i], context));
	out->plain = plain && out->by_language != NULL;
}

/* "jr://images/map.png" is the file map.png. */
static const char *
file_of(const char *uri)
{
	const char *slash = strncmp(uri, "jr://", 5) == 0 ?
	    strchr(uri + 5, '/') : NULL;

	return slash != NULL ? slash + 1 : uri;
}

void
sheet_media(struct recovery *r, const char *id, const char *context,
    void (*add)(void *data, const char *heading, const char *value),
    void *data)
{
	static const char *const forms[] = {
		"image", "audio", "video", "big-image"
	};
	const struct form *form = r->from;

	for (size_t f = 0; f < 4; f++) {
		const struct itext *itext = map_get(r->xform->itexts,
		    arena_printf(r->arena, "%s;%s", id, forms[f]));

		for (size_t i = 0; itext && itext->texts.by_language &&
		    i < form->language_count; i++) {
			const struct text *text = &itext->texts.by_language[i];

			if (text->written == NULL || *text->written == '\0')
				continue;
			add(data, r->languages[i] == 0 &&
			    strcmp(form->languages[0], "default") == 0 ?
			    forms[f] :
			    arena_printf(r->arena, "%s::%s", forms[f],
			    form->languages[i]),
			    file_of(text_cell(r, text, context)));
		}
	}
}
