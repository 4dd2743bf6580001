/*
 * A form as an ODK XForm: the document, and what its parts share.
 */
#include "formspec/xform_write.h"

#include <string.h>

#include "formspec/form.h"
#include "formspec/xform_words.h"
#include "kit/base/mem.h"

static const char *const namespaces[][2] = {
	{ "xmlns", "http://www.w3.org/2002/xforms" },
	{ "xmlns:h", "http://www.w3.org/1999/xhtml" },
	{ "xmlns:ev", "http://www.w3.org/2001/xml-events" },
	{ "xmlns:xsd", "http://www.w3.org/2001/XMLSchema" },
	{ "xmlns:jr", "http://openrosa.org/javarosa" },
	{ "xmlns:orx", "http://openrosa.org/xforms" },
	{ "xmlns:odk", "http://www.opendatakit.org/xforms" }
};

enum { NAMESPACE_COUNT = sizeof(namespaces) / sizeof(*namespaces) };

const char *
xform_other(const struct item *item, const char *heading)
{
	for (size_t i = 0; i < item->other_count; i++)
		if (strcmp(item->others[2 * i], heading) == 0)
			return item->others[2 * i + 1];
	return NULL;
}

const char *
xform_parameter(struct xform *xform, const struct item *item, const char *key)
{
	return form_parameter(xform->arena, item->parameters, key);
}

bool
xform_name_is_known(const struct xform *xform, const char *name)
{
	const char *colon = strchr(name, ':');
	struct slice prefix;

	if (colon == NULL)
		return form_name_is_valid(name);
	prefix = slice_of(name, (size_t)(colon - name));
	return form_name_is_valid(colon + 1) &&
	    map_get_slice(xform->prefixes, prefix) != NULL;
}

/* What follows "bind::" or, as older forms have it, "bind:"; or NULL. */
static const char *
after_prefix(const char *heading, const char *prefix)
{
	size_t len = strlen(prefix);

	if (strncmp(heading, prefix, len) != 0 || heading[len] != ':')
		return NULL;
	return heading + len + (heading[len + 1] == ':' ? 2 : 1);
}

void
xform_attributes(struct xform *xform, const struct item *item,
    const char *prefix)
{
	for (size_t i = 0; i < item->other_count; i++) {
		const char *name = after_prefix(item->others[2 * i], prefix);

		if (name != NULL && xform_name_is_known(xform, name))
			xml_attribute(&xform->xml, name, xform_resolve(xform,
			    item, item->others[2 * i + 1]));
	}
}

const struct item *
xform_item(const struct xform *xform, struct slice name)
{
	return map_get_slice(xform->items, name);
}

/* A path begins with a slash, which no name does. */
static void
index_items(struct xform *xform)
{
	const struct form *form = xform->form;

	xform->items = map_new();
	for (size_t i = 1; i < form->item_count; i++) {
		struct item *item = form->items[i];

		map_set(xform->items, item->path, item);
		if (!map_has(xform->items, item->name))
			map_set(xform->items, item->name, item);
	}
}

const char *
xform_resolve(struct xform *xform, const struct item *context,
    const char *written)
{
	struct buf out = BUF_INIT;
	const char *s = written, *ref, *end, *result;

	while ((ref = strstr(s, "${")) != NULL &&
	    (end = strchr(ref, '}')) != NULL) {
		const struct item *item = xform_item(xform,
		    slice_of(ref + 2, (size_t)(end - ref - 2)));

		buf_append(&out, s, (size_t)(ref - s));
		buf_add(&out, " ");
		if (item != NULL)
			form_path_from(&out, context, item);
		buf_add(&out, " ");
		s = end + 1;
	}
	buf_add(&out, s);
	result = arena_strdup(xform->arena, buf_str(&out));
	buf_free(&out);
	return result;
}

/* Each name once: a form may declare what every form has. */
static void
own_namespace(struct xform *xform, struct slice prefix, struct slice uri)
{
	const char *name = arena_printf(xform->arena, "xmlns:%.*s",
	    (int)prefix.len, (const char *)prefix.data);

	if (uri.len == 0 || !form_name_is_valid(name + 6) ||
	    map_get(xform->prefixes, name + 6) != NULL)
		return;
	xml_attribute(&xform->xml, name, arena_slice(xform->arena, uri));
	map_set(xform->prefixes, name + 6, xform);
}

/* Setting namespaces: esri="http://esri.com/xforms" enk=http://enketo.org */
static void
own_namespaces(struct xform *xform, const char *setting)
{
	const char *s = setting ? setting : "";

	while (*(s += strspn(s, " ")) != '\0') {
		struct slice prefix = slice_of(s, strcspn(s, "= "));
		const char *uri = s + prefix.len + 1;
		size_t quote, len;

		if (s[prefix.len] != '=')
			return;
		quote = strspn(uri, "\"'") > 0;
		len = strcspn(uri + quote, quote ? "\"'" : " ");
		own_namespace(xform, prefix, slice_of(uri + quote, len));
		s = uri + quote + len;
		s += quote && *s != '\0';
	}
}

/* One of Récolte's own columns. */
static bool
is_of_recolte(const struct item *item)
{
	const char *name;

	if (item->role[0] != '\0' || item->personal)
		return true;
	for (size_t i = 0; i < item->other_count; i++) {
		name = after_prefix(item->others[2 * i], "bind");
		if (name != NULL && strncmp(name, "recolte:", 8) == 0)
			return true;
	}
	return false;
}

static bool
has_own_columns(const struct form *form)
{
	for (size_t i = 0; i < form->item_count; i++)
		if (is_of_recolte(form->items[i]))
			return true;
	return false;
}

static void
write_namespaces(struct xform *xform)
{
	for (size_t i = 0; i < NAMESPACE_COUNT; i++) {
		xml_attribute(&xform->xml, namespaces[i][0], namespaces[i][1]);
		if (namespaces[i][0][5] == ':')
			map_set(xform->prefixes, namespaces[i][0] + 6, xform);
	}
	if (xform->form->entity_count > 0) {
		xml_attribute(&xform->xml, "xmlns:entities",
		    "http://www.opendatakit.org/xforms/entities");
		map_set(xform->prefixes, "entities", xform);
	}
	own_namespaces(xform, form_setting(xform->form, "namespaces"));
	if (!map_has(xform->prefixes, "recolte") && has_own_columns(xform->form)) {
		xml_attribute(&xform->xml, "xmlns:recolte", XFORM_RECOLTE_URI);
		map_set(xform->prefixes, "recolte", xform);
	}
}

/* How answers are sent, when the form says something about it. */
static void
write_submission(struct xform *xform)
{
	static const char *const attributes[][2] = {
		{ "submission_url", "action" },
		{ "public_key", "base64RsaPublicKey" },
		{ "auto_send", "orx:auto-send" },
		{ "auto_delete", "orx:auto-delete" }
	};
	const char *editable = form_setting(xform->form, "client_editable");
	const char *values[4];
	bool any = editable != NULL && form_yes_no(editable) == 1;

	for (size_t i = 0; i < 4; i++) {
		values[i] = form_setting(xform->form, attributes[i][0]);
		any |= values[i] != NULL;
	}
	if (!any)
		return;
	xml_start(&xform->xml, "submission");
	for (size_t i = 0; i < 4; i++)
		if (values[i] != NULL)
			xml_attribute(&xform->xml, attributes[i][1],
			    values[i]);
	if (values[0] != NULL)
		xml_attribute(&xform->xml, "method", "post");
	if (editable != NULL && form_yes_no(editable) == 1)
		xml_attribute(&xform->xml, "odk:client-editable", "true");
	xml_end(&xform->xml);
}

static void
write_head(struct xform *xform)
{
	xml_start(&xform->xml, "h:head");
	xml_leaf(&xform->xml, "h:title", xform->form->title);
	xml_start(&xform->xml, "model");
	xml_attribute(&xform->xml, "odk:xforms-version", "1.0.0");
	xform_entities_version(xform);
	write_submission(xform);
	xform_write_itext(xform);
	xform_write_primary(xform);
	xform_write_instances(xform);
	xform_write_binds(xform);
	xml_end(&xform->xml);
	xml_end(&xform->xml);
}

/* Who is set off by whom: in order, so that one answer sets off in order. */
static void
collect_triggers(struct xform *xform)
{
	const struct form *form = xform->form;
	size_t count = 0;

	for (size_t i = 0; i < form->item_count; i++)
		for (const char *s = form->items[i]->trigger; s && *s; s++)
			count += *s == ' ' || s[1] == '\0';
	xform->set_off_first = arena_alloc_n(xform->arena,
	    form->item_count + 1, sizeof(size_t));
	xform->set_off = arena_alloc_n(xform->arena, 2 * count + 2,
	    sizeof(size_t));
	for (size_t i = form->item_count; i-- > 0;) {
		const struct item *item = form->items[i];
		const char *s = item->kind == ITEM_QUESTION ? item->trigger :
		    NULL;

		while (s != NULL && *s != '\0') {
			size_t len = strcspn(s, " ");
			const struct item *by = xform_item(xform,
			    slice_of(s, len));

			if (by != NULL) {
				size_t at = xform->set_off_count++;

				xform->set_off[2 * at] = i;
				xform->set_off[2 * at + 1] =
				    xform->set_off_first[by->index];
				xform->set_off_first[by->index] = at + 1;
			}
			s += len + (s[len] == ' ');
		}
	}
}

/*
 * With search() as its appearance a select is filled from elsewhere, and its
 * choices stand in the question itself.
 */
static void
find_searches(struct xform *xform)
{
	const struct form *form = xform->form;

	for (size_t i = 0; i < form->item_count; i++) {
		const struct item *item = form->items[i];

		if (item->search == NULL)
			continue;
		xform->inline_lists[item->search->list - form->lists] = true;
		/* And the file is search()'s to open, */
		xform->inline_lists[item->list - form->lists] = true;
	}
	/* unless somebody else wants it too. */
	for (size_t i = 0; i < form->item_count; i++)
		if (form->items[i]->list != NULL &&
		    form->items[i]->search == NULL)
			xform->inline_lists[form->items[i]->list -
			    form->lists] = false;
}

void
form_write_xform(struct buf *out, const struct form *form)
{
	struct xform xform = { .form = form };

	/* What came as an XForm may say more than the model holds. */
	if (form->xform != NULL) {
		buf_add(out, form->xform);
		return;
	}
	xform.arena = arena_new();
	xform.prefixes = map_new();
	xform.itext_lists = arena_alloc_n(xform.arena, form->list_count + 1,
	    sizeof(bool));
	xform.inline_lists = arena_alloc_n(xform.arena, form->list_count + 1,
	    sizeof(bool));
	index_items(&xform);
	find_searches(&xform);
	collect_triggers(&xform);
	xform_collect_itext(&xform);
	xml_write_begin(&xform.xml, out);
	xml_start(&xform.xml, "h:html");
	write_namespaces(&xform);
	write_head(&xform);
	xform_write_body(&xform);
	xml_end(&xform.xml);
	xml_write_done(&xform.xml);
	mem_free(xform.entries);
	map_free(xform.prefixes);
	map_free(xform.items);
	arena_free(xform.arena);
}
