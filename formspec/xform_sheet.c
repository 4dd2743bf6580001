/*
 * An XForm back as the XLSForm that it was written for.
 */
#include "formspec/xform_sheet.h"

#include <string.h>

#include "formspec/xform_words.h"
#include "formspec/xml.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

/* How our XForms begin: those of others are not worth the search. */
#define OPENING "<?xml version=\"1.0\"?>\n<h:html " \
	"xmlns=\"http://www.w3.org/2002/xforms\" xmlns:e"

/* ---- settings ---- */

static void
keep(struct recovery *r, const char *name, const char *value)
{
	if (value != NULL && *value != '\0')
		form_add_setting(r->build, name, value);
}

/* What XForms of ours declare anyway, and so no setting says. */
static bool
is_usual(const char *prefix, const char *uri)
{
	static const char *const usual[] = {
		"h", "ev", "xsd", "jr", "orx", "odk", "entities"
	};

	for (size_t i = 0; i < sizeof(usual) / sizeof(*usual); i++)
		if (strcmp(usual[i], prefix) == 0)
			return true;
	return strcmp(prefix, "recolte") == 0 &&
	    strcmp(uri, XFORM_RECOLTE_URI) == 0;
}

/* namespaces: a="http://..." b="http://..." */
static void
read_namespaces(struct recovery *r)
{
	const struct node *a = r->xform->html->attributes;
	struct buf out = BUF_INIT;

	for (; a != NULL; a = a->next)
		if (sheet_is_declaration(a) &&
		    a->name[0] != '\0' && !is_usual(a->name, a->value))
			buf_addf(&out, "%s%s=\"%s\"", out.len ? " " : "",
			    a->name, a->value);
	keep(r, "namespaces", arena_strdup(r->arena, buf_str(&out)));
	buf_free(&out);
}

static void
read_root_attributes(struct recovery *r)
{
	static const char *const names[][2] = {
		{ "odk:prefix", "prefix" }, { "odk:delimiter", "delimiter" },
		{ "version", "version" }, { "id", "form_id" }
	};
	const struct node *a = r->xform->primary->attributes;

	for (; a != NULL; a = a->next) {
		const char *name = a->prefix && *a->prefix ? arena_printf(
		    r->arena, "%s:%s", a->prefix, a->name) : a->name;
		size_t i = 0;

		if (sheet_is_declaration(a)) {
			keep(r, "instance_xmlns", a->value);
			continue;
		}
		while (i < 4 && strcmp(names[i][0], name) != 0)
			i++;
		keep(r, i < 4 ? names[i][1] : arena_printf(r->arena,
		    "attribute::%s", name), a->value);
	}
}

static void
read_submission(struct recovery *r)
{
	static const char *const names[][2] = {
		{ "action", "submission_url" },
		{ "base64RsaPublicKey", "public_key" },
		{ "auto-send", "auto_send" }, { "auto-delete", "auto_delete" }
	};
	const struct node *node = xform_child(r->xform->model, "submission");
	const char *editable = node ? xform_attribute(node,
	    "client-editable") : NULL;

	for (size_t i = 0; node != NULL && i < 4; i++)
		keep(r, names[i][1], xform_attribute(node, names[i][0]));
	if (editable != NULL)
		keep(r, "client_editable", "yes");
}

static bool
is_inline(const struct node *text)
{
	return text != NULL && xform_attribute(text, "ref") == NULL &&
	    (text->first != NULL || !xform_is_blank(text->value));
}

/*
 * Does a label stand where it is shown? Its column decides whether there is a
 * language without a name; see find_languages() of xlsform.c.
 */
static bool
has_inline(const struct recovery *r)
{
	for (size_t i = 0; i < r->xform->control_count; i++) {
		const struct node *node = r->xform->controls[i].node;

		if (is_inline(xform_child(node, "label")))
			return true;
	}
	return false;
}

/* A default language that was chosen is marked; "default" always is. */
static void
read_languages(struct recovery *r)
{
	const struct node *first = xform_child(xform_child(r->xform->model,
	    "itext"), "translation"), *n;
	const struct form *from = r->from;
	bool marked = first == NULL;

	for (n = first; n != NULL; n = xform_next(n->next, "translation"))
		if (xform_attribute(n, "default") != NULL) {
			marked = true;
			if (strcmp(from->languages[0], "default") != 0)
				keep(r, "default_language",
				    from->languages[0]);
		}
	/* Texts that stand where they are shown have the unnamed language. */
	if (!marked && has_inline(r))
		form_build_language(r->build, "default");
	for (size_t i = 0; i < from->language_count; i++)
		r->languages[i] = form_build_language(r->build,
		    from->languages[i]);
	r->build->form->default_language = r->build->form->languages[0];
}

static void
read_names(struct recovery *r)
{
	const struct form *from = r->from;
	const char *path = arena_printf(r->arena, "%s/meta/instanceName",
	    from->root->path);
	const struct node *bind = map_get(r->xform->binds, path);
	const char *name = bind ? xform_attribute(bind, "calculate") : NULL;

	if (strcmp(from->title, from->id) != 0)
		keep(r, "form_title", from->title);
	if (strcmp(from->root_name, "data") != 0)
		keep(r, "name", from->root_name);
	if (name != NULL)
		keep(r, "instance_name", sheet_expr(r, name, from->root->path,
		    from->root->path));
	if (xform_child(xform_child(r->xform->primary, "meta"),
	    "instanceID") == NULL)
		keep(r, "omit_instanceID", "yes");
	keep(r, "style", xform_attribute(r->xform->body, "class"));
}

static void
read_settings(struct recovery *r)
{
	read_root_attributes(r);
	read_names(r);
	read_namespaces(r);
	read_submission(r);
	read_languages(r);
	form_apply_settings(r->build);
}

/* ---- entities and tags ---- */

static void
read_entity(struct recovery *r, struct entity *out,
    const struct entity *from)
{
	static const char *const names[ENTITY_EXPR_COUNT] = {
		"@id", "@create", "@update", "label"
	};
	const char *entity = arena_printf(r->arena, "%s/meta/entity",
	    from->container->path);

	out->name = arena_strdup(r->arena, from->name);
	out->place.file = r->build->file;
	out->place.row = from->place.row;
	for (size_t k = 0; k < ENTITY_EXPR_COUNT; k++) {
		const char *path = arena_printf(r->arena, "%s/%s", entity,
		    names[k]);
		const struct node *bind = map_get(r->xform->binds, path);
		const char *value = bind ? xform_attribute(bind, "calculate") :
		    NULL;

		if (value != NULL)
			entity_expr(k, out)->written = sheet_expr(r, value,
			    path, path);
	}
}

/* In the order of their binds, which is that of the sheet. */
static void
read_entities(struct recovery *r)
{
	struct form *form = r->build->form;

	form_build_entities(r->build, r->from->entity_count);
	for (size_t b = 0; b < map_count(r->xform->binds); b++)
		for (size_t i = 0; i < r->from->entity_count; i++) {
			const struct entity *from = &r->from->entities[i];

			if (strcmp(map_key_at(r->xform->binds, b),
			    arena_printf(r->arena, "%s/meta/entity/@id",
			    from->container->path)) == 0)
				read_entity(r, &form->entities[
				    form->entity_count++], from);
		}
}

static void
read_tags(struct recovery *r)
{
	const struct form *from = r->from;
	size_t first = r->build->list_count;

	for (size_t i = 0; i < from->tag_list_count; i++) {
		const struct choice_list *tags = &from->tag_lists[i];
		struct choice_list *list = form_build_add_list(r->build,
		    tags->name);
		struct choice *choices = arena_alloc_n(r->arena,
		    tags->choice_count, sizeof(*choices));

		for (size_t c = 0; c < tags->choice_count; c++) {
			choices[c].name = arena_strdup(r->arena,
			    tags->choices[c].name);
			sheet_texts(r, &choices[c].label,
			    &tags->choices[c].label,
			    from->language_count == 1, NULL);
		}
		list->choices = choices;
		list->choice_count = tags->choice_count;
		list->used = true;
	}
	form_build_tag_lists(r->build, first);
}

/* ---- all of it ---- */

/* Names that stand for one item, which ${name} asks for. */
static void
gather_names(struct recovery *r)
{
	const struct form *from = r->from;

	for (size_t i = 1; i < from->item_count; i++) {
		const struct item *item = from->items[i];
		bool again = map_has(r->names, item->name);

		map_set(r->names, item->name, again ? (void *)r : r->names);
	}
}

/* What a device sets: setgeopoint and recordaudio. */
static void
add_device(struct recovery *r, const struct node *node, const char *word,
    const char *source)
{
	const char *ref = xform_attribute(node, "ref");
	struct device *device = ref ? map_get(r->devices, ref) : NULL;

	if (ref == NULL)
		return;
	if (device == NULL) {
		device = arena_alloc(r->arena, sizeof(*device));
		device->sources = "";
		map_set(r->devices, ref, device);
	}
	device->word = word;
	device->quality = xform_attribute(node, "quality");
	if (source != NULL)
		device->sources = arena_printf(r->arena, "%s%s%s",
		    device->sources, *device->sources ? " " : "", source);
}

static void
gather_devices(struct recovery *r, const struct node *parent,
    const char *word, const char *source)
{
	const struct node *n = xform_child(parent, NULL);

	for (; n != NULL; n = xform_next(n->next, NULL))
		if (strcmp(n->name, "setgeopoint") == 0)
			add_device(r, n, word, source);
		else if (strcmp(n->name, "recordaudio") == 0)
			add_device(r, n, "background-audio", NULL);
}

static void
gather_all_devices(struct recovery *r)
{
	gather_devices(r, r->xform->model, "start-geopoint", NULL);
	for (size_t i = 0; i < r->xform->control_count; i++)
		gather_devices(r, r->xform->controls[i].node,
		    "background-geopoint", r->xform->controls[i].path);
}

static void
copy_files(struct recovery *r)
{
	for (size_t i = 0; i < r->from->attachment_count; i++)
		form_build_attach(r->build, r->from->attachments[i].name,
		    slice_of(r->from->attachments[i].bytes,
		    r->from->attachments[i].len));
}

static bool
same_attributes(const struct node *a, const struct node *b)
{
	size_t left = 0;

	for (const struct node *y = b->attributes; y != NULL; y = y->next)
		left += !sheet_is_declaration(y);
	for (const struct node *x = a->attributes; x != NULL; x = x->next) {
		const char *value = sheet_is_declaration(x) ? NULL :
		    xform_attribute(b, x->name);

		if (sheet_is_declaration(x))
			continue;
		if (value == NULL || strcmp(value, x->value) != 0)
			return false;
		left--;
	}
	return left == 0;
}

static bool
same_value(const struct node *a, const struct node *b)
{
	return slice_equal(text_trim(slice_str(a->value ? a->value : "")),
	    text_trim(slice_str(b->value ? b->value : "")));
}

/* The same elements, attributes and texts, whatever the space between. */
static bool
same_element(const struct node *a, const struct node *b)
{
	const struct node *x, *y;

	if (a->kind != b->kind || strcmp(a->name, b->name) != 0 ||
	    !same_attributes(a, b) || !same_value(a, b))
		return false;
	for (x = a->first, y = b->first; x != NULL && y != NULL;
	    x = x->next, y = y->next)
		if (!same_element(x, y))
			return false;
	return x == NULL && y == NULL;
}

/* Both are read afresh: the tree of the one has lost its instances. */
static bool
same_elements(const char *a, const char *b)
{
	struct arena *arena = arena_new();
	struct node *x, *y;
	bool same = xml_read(&x, arena, slice_str(a), "xform",
	    XML_SPACE_DROP) == NULL && xml_read(&y, arena, slice_str(b),
	    "xform", XML_SPACE_DROP) == NULL;

	same = same && same_element(xform_next(x->first, NULL),
	    xform_next(y->first, NULL));
	arena_free(arena);
	return same;
}

static bool
same_xform(const struct form *form, const char *xform, enum xform_kind kind)
{
	struct buf out = BUF_INIT;
	bool same;

	form_write_xform(&out, form);
	same = strcmp(buf_str(&out), xform) == 0 || (kind == XFORM_ALIKE &&
	    same_elements(buf_str(&out), xform));
	buf_free(&out);
	return same;
}

static struct form *
recover(struct recovery *r, enum xform_kind kind)
{
	struct form *form;

	gather_names(r);
	gather_all_devices(r);
	copy_files(r);
	read_settings(r);
	read_tags(r);
	sheet_lists(r);
	sheet_items(r);
	read_entities(r);
	if (r->failed) {
		form_build_free(r->build);
		return NULL;
	}
	form = form_build_done(r->build);
	if (form == NULL || same_xform(form, r->from->xform, kind))
		return form;
	form_free(form);
	return NULL;
}

struct form *
xform_sheet(struct xform *xform, const struct form *form,
    enum xform_kind kind)
{
	struct recovery r = { .xform = xform, .from = form };
	struct diags *diags;
	struct form *sheet;

	if (kind == XFORM_SHEET &&
	    strncmp(form->xform, OPENING, strlen(OPENING)) != 0)
		return NULL;
	diags = diags_new();
	r.build = form_build_new(form->root->place.file, NULL, diags);
	r.build->without_files = form->attachment_count == 0;
	r.arena = r.build->arena;
	r.names = map_new();
	r.devices = map_new();
	r.files = map_new();
	r.asked = map_new();
	xform->build = r.build;
	sheet = recover(&r, kind);
	map_free(r.names);
	map_free(r.devices);
	map_free(r.files);
	map_free(r.asked);
	diags_free(diags);
	return sheet;
}
