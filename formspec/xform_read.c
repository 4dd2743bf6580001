/*
 * An ODK XForm: its parts in the order in which they need one another.
 */
#include "formspec/xform.h"

#include <string.h>

#include "formspec/xml.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

const char *
xform_attribute(const struct node *node, const char *name)
{
	for (const struct node *a = node->attributes; a != NULL; a = a->next)
		if (strcmp(a->name, name) == 0 && (a->uri == NULL ||
		    strcmp(a->uri, XML_XMLNS_URI) != 0))
			return a->value;
	return NULL;
}

const struct node *
xform_next(const struct node *node, const char *name)
{
	while (node != NULL && (node->kind != NODE_ELEMENT ||
	    (name != NULL && strcmp(node->name, name) != 0)))
		node = node->next;
	return node;
}

const struct node *
xform_child(const struct node *node, const char *name)
{
	return node ? xform_next(node->first, name) : NULL;
}

struct place
xform_place(const struct xform *xform, const struct node *node,
    const char *attribute)
{
	struct place place = { .file = xform->build->file };

	if (node != NULL)
		place.row = (unsigned)(uintptr_t)node->owner;
	place.heading = attribute;
	if (node != NULL && attribute != NULL)
		place.cell = xform_attribute(node, attribute);
	return place;
}

bool
xform_is_blank(const char *s)
{
	return s == NULL || s[strspn(s, " \t\r\n")] == '\0';
}

const char *
xform_trim(struct xform *xform, const char *s)
{
	return arena_slice(xform->build->arena, text_trim(slice_str(s)));
}

/* Without blank texts and comments a leaf is a leaf. */
static void
strip(struct node *node)
{
	struct node *next;

	for (struct node *child = node->first; child != NULL; child = next) {
		next = child->next;
		if (child->kind == NODE_ELEMENT)
			strip(child);
		else if (child->kind != NODE_TEXT ||
		    xform_is_blank(child->value))
			node_remove(child);
	}
	if (node->first != NULL && node->first == node->last &&
	    node->first->kind == NODE_TEXT) {
		node->value = node->first->value;
		node_remove(node->first);
	}
}

static bool
find_parts(struct xform *xform, const struct node *document)
{
	const struct node *html = xform_next(document->first, NULL);
	const struct node *instance;
	struct place place = xform_place(xform, html, NULL);
	const char *missing = NULL;

	xform->html = html;
	xform->model = xform_child(xform_child(html, "head"), "model");
	xform->body = xform_child(html, "body");
	instance = xform_child(xform->model, "instance");
	for (const struct node *n = instance; n != NULL;
	    n = xform_next(n->next, "instance"))
		strip((struct node *)(uintptr_t)n);
	xform->primary = instance ? xform_next(instance->first, NULL) : NULL;
	if (xform->model == NULL)
		missing = "model";
	else if (xform->primary == NULL)
		missing = "instance";
	else if (xform->body == NULL)
		missing = "body";
	if (missing != NULL)
		diag_add(xform->build->diags, &place, "xform-part", missing);
	return missing == NULL;
}

static void
keep(struct xform *xform, const char *name, const char *value)
{
	if (!xform_is_blank(value))
		form_add_setting(xform->build, name,
		    xform_trim(xform, value));
}

static void
read_settings(struct xform *xform)
{
	static const char *const methods[] = { "post", "form-data-post" };
	const struct node *submission = xform_child(xform->model,
	    "submission");
	const struct node *title = xform_child(xform->model->parent, "title");
	const char *method = submission ?
	    xform_attribute(submission, "method") : NULL;
	struct place place;

	keep(xform, "form_id", xform_attribute(xform->primary, "id"));
	keep(xform, "version", xform_attribute(xform->primary, "version"));
	keep(xform, "form_title", title ? title->value : NULL);
	keep(xform, "name", xform->primary->name);
	keep(xform, "style", xform_attribute(xform->body, "class"));
	form_apply_settings(xform->build);
	if (submission == NULL)
		return;
	keep(xform, "submission_url", xform_attribute(submission, "action"));
	keep(xform, "public_key",
	    xform_attribute(submission, "base64RsaPublicKey"));
	place = xform_place(xform, submission, "method");
	if (method != NULL && strcmp(method, methods[0]) != 0 &&
	    strcmp(method, methods[1]) != 0)
		diag_add(xform->build->diags, &place, "xform-submission",
		    method, text_nearest(method, methods, 2));
}

/* Binds by path: the first one of a node holds. */
static void
gather_binds(struct xform *xform)
{
	const struct node *bind = xform_child(xform->model, "bind");

	for (; bind != NULL; bind = xform_next(bind->next, "bind")) {
		const char *id = xform_attribute(bind, "id");
		const char *path = xform_ref(xform, bind,
		    arena_printf(xform->build->arena, "/%s",
		    xform->primary->name));

		if (path == NULL)
			continue;
		if (!map_has(xform->binds, path))
			map_set(xform->binds, path, (void *)(uintptr_t)bind);
		if (id != NULL)
			map_set(xform->bind_ids, id,
			    (void *)(uintptr_t)path);
	}
}

static void
name_response(struct xform *xform)
{
	struct form *form = xform->build->form;
	const char *path = arena_printf(xform->build->arena,
	    "/%s/meta/instanceName", form->root_name);
	struct place place = { .file = xform->build->file };

	if (map_has(xform->items, path))
		xform_expr(xform, &form->instance_name,
		    arena_printf(xform->build->arena, "string(%s)", path),
		    form->root, &place);
}

static void
keep_itexts(struct xform *xform)
{
	size_t count = map_count(xform->itexts);
	struct itext *itexts = arena_alloc_n(xform->build->arena, count + 1,
	    sizeof(*itexts));

	for (size_t i = 0; i < count; i++)
		itexts[i] = *(struct itext *)map_value_at(xform->itexts, i);
	xform->build->form->itexts = itexts;
	xform->build->form->itext_count = count;
}

static void
read_parts(struct xform *xform)
{
	read_settings(xform);
	gather_binds(xform);
	xform_itexts(xform);
	xform_body(xform);
	xform_targets(xform);
	xform_items(xform);
	xform_secondary(xform);
	xform_binds(xform);
	xform_controls(xform);
	xform_entities(xform);
	xform_actions(xform);
	name_response(xform);
	keep_itexts(xform);
}

static void
xform_open(struct xform *xform)
{
	xform->binds = map_new();
	xform->bind_ids = map_new();
	xform->items = map_new();
	xform->questions = map_new();
	xform->repeats = map_new();
	xform->groups = map_new();
	xform->itexts = map_new();
	xform->targets = map_new();
}

static void
xform_close(struct xform *xform)
{
	map_free(xform->binds);
	map_free(xform->bind_ids);
	map_free(xform->items);
	map_free(xform->questions);
	map_free(xform->repeats);
	map_free(xform->groups);
	map_free(xform->itexts);
	map_free(xform->targets);
	mem_free(xform->controls);
}

/* The form that it was written for says the same, and is easier to change. */
static void
prefer_sheet(struct form **out, struct xform *xform, enum xform_kind kind)
{
	struct form *sheet = xform_sheet(xform, *out, kind);

	if (sheet == NULL)
		return;
	form_free(*out);
	*out = sheet;
}

/* An XForm keeps its search(): nothing here fills its choices. */
static void
warn_of_search(const struct form *form, struct diags *diags)
{
	for (size_t i = 1; i < form->item_count; i++) {
		const struct item *item = form->items[i];

		if (item->search == NULL && item->list != NULL &&
		    strstr(item->appearance, "search(") != NULL)
			diag_add(diags, &item->place, "search-unknown",
			    item->name);
	}
}

const struct err *
xform_read(struct form **out, struct form_build *build, struct slice xml,
    enum xform_kind kind)
{
	struct xform xform = { NULL };
	struct diags *diags = build->diags;
	const struct err *err;
	struct node *document;

	*out = NULL;
	if (!text_is_valid(xml)) {
		err = err_new(ERR_FORMAT, "%s: not UTF-8", build->file);
		form_build_free(build);
		return err;
	}
	err = xml_read_lines(&document, build->arena, xml, build->file,
	    XML_SPACE_KEEP);
	if (err != NULL) {
		form_build_free(build);
		return err;
	}
	xform.build = build;
	build->form->xform = arena_slice(build->arena, xml);
	xform_open(&xform);
	if (find_parts(&xform, document)) {
		read_parts(&xform);
		*out = form_build_settle(build);
		if (*out != NULL && kind != XFORM_ITSELF)
			prefer_sheet(out, &xform, kind);
		if (*out != NULL) {
			warn_of_search(*out, diags);
			(*out)->from_xform = true;
		}
	} else {
		form_build_free(build);
	}
	xform_close(&xform);
	return NULL;
}

const struct err *
form_read_xform(struct form **out, struct slice xml, const char *name,
    struct diags *diags)
{
	struct form_build *build = form_build_new(name, NULL, diags);

	build->without_files = true;
	return xform_read(out, build, xml, XFORM_SHEET);
}

/* The XForm of a form, read with the files that the form has. */
static struct form *
read_again(const struct form *form, enum xform_kind kind)
{
	struct diags *diags = diags_new();
	struct form_build *build = form_build_new(form->root->place.file ?
	    form->root->place.file : form->id, NULL, diags);
	struct buf xml = BUF_INIT;
	struct form *back = NULL;

	form_write_xform(&xml, form);
	for (size_t i = 0; i < form->attachment_count; i++)
		form_build_attach(build, form->attachments[i].name,
		    slice_of(form->attachments[i].bytes,
		    form->attachments[i].len));
	build->without_files = form->attachment_count == 0;
	if (xform_read(&back, build, buf_slice(&xml), kind) != NULL)
		back = NULL;
	buf_free(&xml);
	diags_free(diags);
	return back;
}

struct form *
form_through_xform(const struct form *form)
{
	return read_again(form, XFORM_SHEET);
}

struct form *
form_sheet_of_xform(const struct form *form)
{
	struct form *back = read_again(form, XFORM_ALIKE);

	if (back == NULL || back->xform == NULL)
		return back;
	form_free(back);
	return NULL;
}
