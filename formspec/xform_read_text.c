/*
 * Texts of an XForm: itext, labels with <output>, messages.
 */
#include "formspec/xform.h"

#include <string.h>

#include "formspec/form_scan.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

/* ---- one text ---- */

static size_t
count_parts(const struct node *node)
{
	size_t count = 1;

	for (const struct node *n = node->first; n != NULL; n = n->next)
		count += 1 + count_parts(n);
	return count;
}

/*
 * Spaces and lines mean something (Markdown), but not those that only set the
 * text apart from its tags: at the ends, with a line break among them.
 */
static const char *
squeeze(struct arena *arena, const char *s, bool first, bool last)
{
	size_t from = strspn(s, " \t\r\n"), len = strlen(s), to = len;

	while (to > 0 && strchr(" \t\r\n", s[to - 1]) != NULL)
		to--;
	if (!first || memchr(s, '\n', from) == NULL)
		from = 0;
	if (!last || memchr(s + to, '\n', len - to) == NULL)
		to = len;
	return to > from ? arena_strndup(arena, s + from, to - from) : "";
}

struct parts {
	struct xform *xform;
	const struct item *context;
	struct text_part *parts;
	size_t count;
	struct buf written;
};

static void
add_literal(struct parts *parts, const struct node *holder, const char *s,
    bool first, bool last)
{
	const char *text = squeeze(parts->xform->build->arena, s, first, last);

	(void)holder;
	if (*text == '\0')
		return;
	parts->parts[parts->count++].literal = text;
	buf_add(&parts->written, text);
}

static void
add_output(struct parts *parts, const struct node *output)
{
	struct place place = xform_place(parts->xform, output, "value");
	const char *value = xform_attribute(output, "value");
	struct expr *expr = &parts->parts[parts->count].value;

	if (value == NULL) {
		place.heading = "ref";
		value = xform_attribute(output, "ref");
	}
	if (value == NULL)
		return;
	xform_expr(parts->xform, expr, value, parts->context, &place);
	if (expr->compiled == NULL)
		return;
	parts->count++;
	buf_addf(&parts->written, "<output value=\"%s\"/>", expr->written);
}

/* Elements that are no outputs (styled spans) give their text. */
static void
add_parts(struct parts *parts, const struct node *node)
{
	if (node->value != NULL) {
		add_literal(parts, node, node->value, true, true);
		return;
	}
	for (const struct node *n = node->first; n != NULL; n = n->next) {
		if (n->kind == NODE_TEXT)
			add_literal(parts, node, n->value, n->prev == NULL,
			    n->next == NULL);
		else if (n->kind != NODE_ELEMENT)
			continue;
		else if (strcmp(n->name, "output") == 0)
			add_output(parts, n);
		else
			add_parts(parts, n);
	}
}

static struct text
read_text(struct xform *xform, const struct node *node,
    const struct item *context)
{
	struct arena *arena = xform->build->arena;
	struct parts parts = { .xform = xform, .context = context };
	struct text text = { NULL, NULL, 0 };

	parts.parts = arena_alloc_n(arena, count_parts(node),
	    sizeof(*parts.parts));
	add_parts(&parts, node);
	if (parts.count > 0) {
		text.written = arena_slice(arena, buf_slice(&parts.written));
		text.parts = parts.parts;
		text.part_count = parts.count;
	}
	buf_free(&parts.written);
	return text;
}

static struct text *
texts_array(struct xform *xform, struct texts *texts)
{
	if (texts->by_language == NULL)
		texts->by_language = arena_alloc_n(xform->build->arena,
		    xform->build->form->language_count, sizeof(struct text));
	return (struct text *)(void *)texts->by_language;
}

static void
set_everywhere(struct xform *xform, struct texts *texts, struct text text)
{
	struct text *all;

	if (text.written == NULL)
		return;
	all = texts_array(xform, texts);
	for (size_t i = 0; i < xform->build->form->language_count; i++)
		all[i] = text;
}

/* ---- itext ---- */

static struct itext *
find_itext(struct xform *xform, const char *id)
{
	struct itext *itext = map_get(xform->itexts, id);

	if (itext != NULL)
		return itext;
	itext = arena_alloc(xform->build->arena, sizeof(*itext));
	itext->id = arena_strdup(xform->build->arena, id);
	map_set(xform->itexts, id, itext);
	return itext;
}

/* The forms of a text are texts of their own: "id;image". */
static void
read_value(struct xform *xform, const struct node *value, const char *id,
    size_t language)
{
	const char *form = xform_attribute(value, "form");
	bool plain = form == NULL || strcmp(form, "long") == 0;
	struct itext *itext = find_itext(xform, plain ? id :
	    arena_printf(xform->build->arena, "%s;%s", id, form));
	struct text *all = texts_array(xform, &itext->texts);
	struct text text = read_text(xform, value, NULL);

	/* Without words it is there all the same. */
	if (text.written == NULL)
		text.written = "";
	if (all[language].written == NULL || form == NULL)
		all[language] = text;
}

static void
read_translation(struct xform *xform, const struct node *translation,
    size_t language)
{
	const struct node *text = xform_child(translation, "text");

	for (; text != NULL; text = xform_next(text->next, "text")) {
		const char *id = xform_attribute(text, "id");
		const struct node *value = xform_child(text, "value");

		if (id == NULL)
			continue;
		find_itext(xform, id);
		for (; value != NULL; value = xform_next(value->next, "value"))
			read_value(xform, value, id, language);
	}
}

static const char *
language_of(const struct node *translation)
{
	const char *lang = xform_attribute(translation, "lang");

	return lang ? lang : "default";
}

/* The default language is the first of the form's. */
static void
read_languages(struct xform *xform, const struct node *first)
{
	struct form *form = xform->build->form;
	const struct node *n;

	for (n = first; n != NULL; n = xform_next(n->next, "translation"))
		if (xform_attribute(n, "default") != NULL)
			form_build_language(xform->build, language_of(n));
	for (n = first; n != NULL; n = xform_next(n->next, "translation"))
		form_build_language(xform->build, language_of(n));
	if (form->language_count == 0)
		form_build_language(xform->build, "default");
	form->default_language = form->languages[0];
}

/* Outputs of these texts look from the top: paths there are absolute. */
void
xform_itexts(struct xform *xform)
{
	const struct node *itext = xform_child(xform->model, "itext");
	const struct node *first = xform_child(itext, "translation");

	read_languages(xform, first);
	for (const struct node *n = first; n != NULL;
	    n = xform_next(n->next, "translation"))
		read_translation(xform, n,
		    form_build_language(xform->build, language_of(n)));
}

/* ---- refs ---- */

const char *
xform_itext_id(struct xform *xform, const char *ref)
{
	const char *s = ref + strspn(ref, " \t\r\n"), *end;

	if (strncmp(s, "jr:itext(", 9) != 0)
		return NULL;
	s += 9 + strspn(s + 9, " \t\r\n");
	if (*s != '\'' && *s != '"')
		return NULL;
	end = strchr(s + 1, *s);
	return end ? arena_strndup(xform->build->arena, s + 1,
	    (size_t)(end - s - 1)) : NULL;
}

static const char *
nearest_itext(struct xform *xform, const char *id)
{
	size_t count = map_count(xform->itexts);
	const char **ids, *found;

	if (diags_errors(xform->build->diags) >= NEAREST_ERRORS_MAX)
		return NULL;
	ids = mem_alloc_n(count + 1, sizeof(*ids));
	for (size_t i = 0; i < count; i++)
		ids[i] = map_key_at(xform->itexts, i);
	found = text_nearest(id, ids, count);
	mem_free(ids);
	return found;
}

static void
diag_itext(struct xform *xform, const struct place *place, const char *id)
{
	diag_add(xform->build->diags, place, "xform-itext", id,
	    nearest_itext(xform, id));
}

void
xform_message(struct xform *xform, struct texts *out, const char *written,
    const struct item *context, const struct place *place)
{
	struct text_part *part = arena_alloc(xform->build->arena,
	    sizeof(*part));
	const char *id = xform_itext_id(xform, written);
	const struct itext *itext = id ? map_get(xform->itexts, id) : NULL;

	(void)context;
	if (itext != NULL) {
		*out = itext->texts;
		return;
	}
	if (id != NULL) {
		diag_itext(xform, place, id);
		return;
	}
	part->literal = xform_trim(xform, written);
	set_everywhere(xform, out, (struct text){ part->literal, part, 1 });
}

void
xform_texts(struct xform *xform, struct texts *out, const struct node *node,
    const struct item *context)
{
	struct place place = xform_place(xform, node, "ref");
	const char *ref = xform_attribute(node, "ref");
	struct text_part *part;

	if (ref == NULL) {
		set_everywhere(xform, out, read_text(xform, node, context));
		return;
	}
	if (xform_itext_id(xform, ref) != NULL) {
		xform_message(xform, out, ref, context, &place);
		return;
	}
	part = arena_alloc(xform->build->arena, sizeof(*part));
	xform_expr(xform, &part->value, ref, context, &place);
	if (part->value.compiled != NULL)
		set_everywhere(xform, out,
		    (struct text){ part->value.written, part, 1 });
}

void
xform_guidance(struct xform *xform, struct item *item, const struct node *hint)
{
	const char *ref = xform_attribute(hint, "ref");
	const char *id = ref ? xform_itext_id(xform, ref) : NULL;
	const struct itext *itext = id == NULL ? NULL :
	    map_get(xform->itexts, arena_printf(xform->build->arena,
	    "%s;guidance", id));

	if (itext != NULL)
		item->guidance = itext->texts;
}

/* ---- media ---- */

void
xform_add_other(struct xform *xform, struct item *item, const char *name,
    const char *value)
{
	struct arena *arena = xform->build->arena;
	const char **pairs = arena_alloc_n(arena, 2 * item->other_count + 2,
	    sizeof(*pairs));

	if (item->other_count > 0)
		memcpy(pairs, item->others,
		    2 * item->other_count * sizeof(*pairs));
	pairs[2 * item->other_count] = name;
	pairs[2 * item->other_count + 1] = value;
	item->others = pairs;
	item->other_count++;
}

/* "jr://images/map.png" is the file map.png. */
static const char *
file_of(const char *uri)
{
	const char *slash = strrchr(uri, '/');

	return strncmp(uri, "jr://", 5) == 0 && slash ? slash + 1 : uri;
}

void
xform_media(struct xform *xform, struct item *item, const struct node *label)
{
	static const char *const forms[] = {
		"image", "audio", "video", "big-image"
	};
	const char *ref = xform_attribute(label, "ref");
	const char *id = ref ? xform_itext_id(xform, ref) : NULL;
	struct form *form = xform->build->form;
	struct arena *arena = xform->build->arena;

	for (size_t f = 0; id != NULL && f < 4; f++) {
		const struct itext *itext = map_get(xform->itexts,
		    arena_printf(arena, "%s;%s", id, forms[f]));

		for (size_t i = 0; itext && i < form->language_count; i++) {
			const struct text *text = &itext->texts.by_language[i];

			if (text->written != NULL && *text->written != '\0')
				xform_add_other(xform, item, arena_printf(arena,
				    "%s::%s", forms[f], form->languages[i]),
				    file_of(text->written));
		}
	}
}
