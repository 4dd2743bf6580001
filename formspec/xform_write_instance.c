/*
 * Instances: an empty interview, the lists of choices, and what stands in
 * files beside the form.
 */
#include <stdlib.h>
#include <string.h>

#include "formspec/xform_write.h"

static bool
is_audit(const struct item *item)
{
	return item->type == Q_METADATA && item->kind == ITEM_QUESTION &&
	    strcmp(item->metadata, "audit") == 0;
}

static const char *
default_value(struct xform *xform, const struct item *item)
{
	const char *value = item->default_value ? item->default_value : "";

	if (item->type == Q_IMAGE && *value != '\0' &&
	    strstr(value, "://") == NULL)
		return arena_printf(xform->arena, "jr://images/%s", value);
	return value;
}

/* How an item stands among the others of an empty interview. */
enum role {
	ROLE_PLAIN,
	ROLE_TEMPLATE		/* what new instances of a repeat copy */
};

static void write_items(struct xform *xform, const struct item *parent,
    enum role role, bool in_repeat);

static void
write_item(struct xform *xform, const struct item *item, enum role role,
    bool in_repeat)
{
	xml_start(&xform->xml, item->name);
	if (role == ROLE_TEMPLATE)
		xml_attribute(&xform->xml, "jr:template", "");
	xform_attributes(xform, item, "instance");
	if (item->kind == ITEM_QUESTION &&
	    default_value(xform, item)[0] != '\0')
		xml_text(&xform->xml, default_value(xform, item));
	write_items(xform, item, role, in_repeat);
	xform_write_entity(xform, item);
	xml_end(&xform->xml);
}

/*
 * The first time that a repeat stands in a document, its template stands in
 * front of it. A repeat right in a template is nothing but a template.
 */
static void
write_repeat(struct xform *xform, const struct item *item, enum role role,
    bool in_repeat)
{
	if (xform_count_path(xform, item) != NULL)
		xml_leaf(&xform->xml, arena_printf(xform->arena, "%s_count",
		    item->name), "");
	if (role == ROLE_TEMPLATE || !in_repeat)
		write_item(xform, item, ROLE_TEMPLATE, false);
	if (role != ROLE_TEMPLATE)
		write_item(xform, item, ROLE_PLAIN, true);
}

static void
write_items(struct xform *xform, const struct item *parent, enum role role,
    bool in_repeat)
{
	for (const struct item *item = parent->first; item; item = item->next) {
		if (is_audit(item) || item->implied ||
		    (item->kind == ITEM_QUESTION && item->type == Q_EXTERNAL))
			continue;
		if (item->kind == ITEM_REPEAT)
			write_repeat(xform, item, role, in_repeat);
		else
			write_item(xform, item, ROLE_PLAIN, in_repeat);
	}
}

static void
write_meta(struct xform *xform)
{
	const struct form *form = xform->form;
	const char *omit = form_setting(form, "omit_instanceID");

	xml_start(&xform->xml, "meta");
	for (size_t i = 0; i < form->item_count; i++)
		if (is_audit(form->items[i]))
			xml_leaf(&xform->xml, "audit", "");
	xform_write_entity(xform, form->root);
	if (omit == NULL || form_yes_no(omit) != 1)
		xml_leaf(&xform->xml, "instanceID", "");
	if (form->instance_name.written != NULL)
		xml_leaf(&xform->xml, "instanceName", "");
	xml_end(&xform->xml);
}

/* Settings that become attributes of the top element. */
static void
root_attributes(struct xform *xform)
{
	static const char *const names[][2] = {
		{ "instance_xmlns", "xmlns" }, { "prefix", "odk:prefix" },
		{ "delimiter", "odk:delimiter" }
	};
	const struct form *form = xform->form;

	for (size_t i = 0; i < form->setting_count; i++) {
		const char *name = form->settings[2 * i];

		if (strncmp(name, "attribute::", 11) == 0 &&
		    xform_name_is_known(xform, name + 11))
			xml_attribute(&xform->xml, name + 11,
			    form->settings[2 * i + 1]);
		for (size_t k = 0; k < 3; k++)
			if (strcmp(name, names[k][0]) == 0)
				xml_attribute(&xform->xml, names[k][1],
				    form->settings[2 * i + 1]);
	}
	xml_attribute(&xform->xml, "id", form->id);
	if (form->version[0] != '\0')
		xml_attribute(&xform->xml, "version", form->version);
}

void
xform_write_primary(struct xform *xform)
{
	xml_start(&xform->xml, "instance");
	xml_start(&xform->xml, xform->form->root_name);
	root_attributes(xform);
	write_items(xform, xform->form->root, ROLE_PLAIN, false);
	write_meta(xform);
	xml_end(&xform->xml);
	xml_end(&xform->xml);
}

const char *
xform_list_id(struct xform *xform, const struct choice_list *list)
{
	const char *dot = strrchr(list->name, '.');

	return list->from_file && dot != NULL ? arena_strndup(xform->arena,
	    list->name, (size_t)(dot - list->name)) : list->name;
}

static void
write_choice(struct xform *xform, const struct choice_list *list, size_t i)
{
	const struct choice *choice = &list->choices[i];
	bool itext = xform->itext_lists[list - xform->form->lists];

	xml_start(&xform->xml, "item");
	if (itext)
		xml_leaf(&xform->xml, "itextId", arena_printf(xform->arena,
		    "%s-%zu", list->name, i));
	xml_leaf(&xform->xml, "name", choice->name);
	if (!itext && choice->label.by_language != NULL) {
		xml_start(&xform->xml, "label");
		xform_plain(xform, &choice->label);
		xml_end(&xform->xml);
	}
	for (size_t k = 0; k < list->extra_count; k++)
		if (choice->extra[k][0] != '\0' &&
		    !form_is_media(list->extra_names[k]) &&
		    form_name_is_valid(list->extra_names[k]))
			xml_leaf(&xform->xml, list->extra_names[k],
			    choice->extra[k]);
	xml_end(&xform->xml);
}

static void
write_list(struct xform *xform, const struct choice_list *list)
{
	xml_start(&xform->xml, "instance");
	xml_attribute(&xform->xml, "id", list->name);
	xml_start(&xform->xml, "root");
	for (size_t i = 0; i < list->choice_count; i++)
		write_choice(xform, list, i);
	xml_end(&xform->xml);
	xml_end(&xform->xml);
}

/* An instance in a file, once. */
static void
write_file(struct xform *xform, struct map *written, const char *id,
    const char *folder, const char *file)
{
	if (map_has(written, id))
		return;
	map_set(written, id, written);
	xml_start(&xform->xml, "instance");
	xml_attribute(&xform->xml, "id", id);
	xml_attribute(&xform->xml, "src", arena_printf(xform->arena,
	    "jr://%s/%s", folder, file));
	xml_end(&xform->xml);
}

static bool
ends_with(const char *s, const char *end)
{
	size_t len = strlen(s), tail = strlen(end);

	return len >= tail && strcmp(s + len - tail, end) == 0;
}

/* What an expression reads from beside the form. */
static void
write_wanted(struct xform *xform, struct map *written, const char *source)
{
	const char *s = source ? source : "";

	if (strstr(s, "'__last-saved'") != NULL)
		write_file(xform, written, "__last-saved", "instance",
		    "last-saved");
	while ((s = strstr(s, "pulldata(")) != NULL) {
		size_t len;
		char *id;

		s += strlen("pulldata(");
		s += strspn(s, " ");
		if (*s != '\'' && *s != '"')
			continue;
		len = strcspn(s + 1, "'\"");
		id = arena_strndup(xform->arena, s + 1, len);
		write_file(xform, written, id, "file-csv",
		    arena_printf(xform->arena, "%s.csv", id));
	}
}

static void
texts_wanted(struct xform *xform, struct map *written,
    const struct texts *texts)
{
	for (size_t i = 0; texts->by_language &&
	    i < xform->form->language_count; i++)
		for (size_t k = 0; k < texts->by_language[i].part_count; k++)
			write_wanted(xform, written,
			    texts->by_language[i].parts[k].value.source);
}

static void
item_wanted(struct xform *xform, struct map *written, struct item *item)
{
	for (int i = 0; i < FIELD_COUNT; i++) {
		if (form_fields[i].shape == FIELD_EXPR)
			write_wanted(xform, written,
			    field_expr(&form_fields[i], item)->source);
		if (form_fields[i].shape == FIELD_TEXTS)
			texts_wanted(xform, written,
			    field_texts(&form_fields[i], item));
	}
	write_wanted(xform, written, item->dynamic_default.source);
}

void
xform_write_instances(struct xform *xform)
{
	const struct form *form = xform->form;
	struct map *written = map_new();

	for (size_t i = 0; i < form->list_count; i++) {
		const struct choice_list *list = &form->lists[i];

		if (xform->inline_lists[i])
			continue;
		if (list->from_file)
			write_file(xform, written, xform_list_id(xform, list),
			    ends_with(list->name, ".csv") ? "file-csv" :
			    "file", list->name);
		else if (!list->external) {
			write_list(xform, list);
			map_set(written, list->name, written);
		}
	}
	for (size_t i = 0; i < form->item_count; i++)
		item_wanted(xform, written, form->items[i]);
	for (size_t i = 0; i < form->entity_count; i++)
		if (form->entities[i].id.written != NULL)
			write_file(xform, written, form->entities[i].name,
			    "file-csv", arena_printf(xform->arena, "%s.csv",
			    form->entities[i].name));
	write_wanted(xform, written, form->instance_name.source);
	map_free(written);
}
