/*
 * Binds: what an answer is, and when it is asked, needed, allowed or computed;
 * and the values that something sets.
 */
#include <string.h>

#include "formspec/xform_words.h"
#include "formspec/xform_write.h"

static const char *const type_names[] = {
	[V_STRING] = "string", [V_INT] = "int", [V_DECIMAL] = "decimal",
	[V_BOOLEAN] = "boolean", [V_DATE] = "date", [V_TIME] = "time",
	[V_DATETIME] = "dateTime", [V_GEOPOINT] = "geopoint",
	[V_GEOTRACE] = "geotrace", [V_GEOSHAPE] = "geoshape",
	[V_BINARY] = "binary", [V_BARCODE] = "barcode"
};

static bool
is_metadata(const struct item *item, const char *which)
{
	return item->kind == ITEM_QUESTION && item->type == Q_METADATA &&
	    strcmp(item->metadata, which) == 0;
}

static void
bind_type(struct xform *xform, const struct item *item)
{
	if (item->kind != ITEM_QUESTION)
		return;
	xml_attribute(&xform->xml, "type", item->type == Q_RANK ? "odk:rank" :
	    type_names[item->value_type]);
	if (item->type == Q_NOTE)
		xml_attribute(&xform->xml, "readonly", "true()");
	if (item->type != Q_METADATA)
		return;
	for (size_t i = 0; i < xform_preload_count; i++)
		if (strcmp(item->word, xform_preloads[i].word) == 0) {
			xml_attribute(&xform->xml, "jr:preload",
			    xform_preloads[i].preload);
			xml_attribute(&xform->xml, "jr:preloadParams",
			    xform_preloads[i].parameters);
		}
}

static void
bind_parameters(struct xform *xform, const struct item *item)
{
	for (size_t i = 0; i < xform_bind_parameter_count; i++) {
		const struct xform_parameter *p = &xform_bind_parameters[i];
		const char *value;

		if (item->kind != ITEM_QUESTION || item->type != p->type ||
		    (p->metadata && strcmp(p->metadata, item->metadata) != 0))
			continue;
		value = xform_parameter(xform, item, p->key);
		if (value != NULL)
			xml_attribute(&xform->xml, p->attribute, value);
	}
}

static void
bind_message(struct xform *xform, const struct item *item,
    const struct texts *texts, const char *name)
{
	const struct text *text = form_text(xform->form, texts, 0);

	if (text == NULL)
		return;
	xml_attribute(&xform->xml, name, xform_texts_are_itext(xform, texts) ?
	    arena_printf(xform->arena, "jr:itext('%s:%s')", item->path, name) :
	    text->written);
}

static void
bind_expressions(struct xform *xform, const struct item *item)
{
	const struct { const char *name; const struct expr *expr; } all[] = {
		{ "relevant", &item->relevant },
		{ "required", &item->required },
		{ "readonly", &item->readonly },
		{ "constraint", &item->constraint },
		{ "calculate", &item->calculate }
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (all[i].expr->source != NULL &&
		    (all[i].expr != &item->calculate || item->trigger == NULL))
			xml_attribute(&xform->xml, all[i].name,
			    all[i].expr->source);
}

/* What a question says about itself, beside its type. */
static bool
says_something(const struct item *item)
{
	if (item->relevant.source != NULL || item->required.source != NULL ||
	    item->readonly.source != NULL || item->constraint.source != NULL ||
	    item->calculate.source != NULL)
		return true;
	for (size_t i = 0; i < item->other_count; i++)
		if (strncmp(item->others[2 * i], "bind:", 5) == 0)
			return true;
	return false;
}

static const char *
bind_path(struct xform *xform, const struct item *item)
{
	return is_metadata(item, "audit") ? arena_printf(xform->arena,
	    "%s/meta/audit", xform->form->root->path) : item->path;
}

static void
own_attributes(struct xform *xform, const struct item *item)
{
	const char *string = xform_other(item, "noAppErrorString");
	const char *property = xform->form->entity_count == 0 ? NULL :
	    form_saved_property(item);

	if (property != NULL)
		xml_attribute(&xform->xml, "entities:saveto", property);
	if (string != NULL)
		xml_attribute(&xform->xml, "jr:noAppErrorString", string);
	if (item->role[0] != '\0' &&
	    map_has(xform->prefixes, "recolte"))
		xml_attribute(&xform->xml, "recolte:role", item->role);
	if (item->personal && map_has(xform->prefixes, "recolte"))
		xml_attribute(&xform->xml, "recolte:personal", "yes");
}

static void
write_bind(struct xform *xform, const struct item *item)
{
	if (item->kind != ITEM_QUESTION && !says_something(item))
		return;
	xml_start(&xform->xml, "bind");
	xml_attribute(&xform->xml, "nodeset", bind_path(xform, item));
	bind_type(xform, item);
	bind_expressions(xform, item);
	bind_message(xform, item, &item->constraint_message,
	    "jr:constraintMsg");
	bind_message(xform, item, &item->required_message, "jr:requiredMsg");
	bind_parameters(xform, item);
	own_attributes(xform, item);
	xform_attributes(xform, item, "bind");
	xml_end(&xform->xml);
}

void
xform_write_action(struct xform *xform, const struct item *item,
    const char *event)
{
	const struct expr *value = item->trigger != NULL &&
	    strcmp(event, "xforms-value-changed") == 0 ? &item->calculate :
	    &item->dynamic_default;
	bool place = item->type == Q_METADATA && item->metadata != NULL &&
	    strstr(item->metadata, "geopoint") != NULL;

	xml_start(&xform->xml, place ? "odk:setgeopoint" : "setvalue");
	xml_attribute(&xform->xml, "ref", item->path);
	xml_attribute(&xform->xml, "event", event);
	if (!place && value->source != NULL)
		xml_attribute(&xform->xml, "value", value->source);
	xml_end(&xform->xml);
}

static void
write_recording(struct xform *xform, const struct item *item)
{
	const char *quality = xform_parameter(xform, item, "quality");

	xml_start(&xform->xml, "odk:recordaudio");
	xml_attribute(&xform->xml, "ref", item->path);
	xml_attribute(&xform->xml, "event", "odk-instance-load");
	if (quality != NULL)
		xml_attribute(&xform->xml, "odk:quality", quality);
	xml_end(&xform->xml);
}

/* What happens when an interview begins. */
static void
write_first(struct xform *xform, const struct item *item)
{
	if (item->dynamic_default.source != NULL ||
	    is_metadata(item, "start-geopoint"))
		xform_write_action(xform, item, "odk-instance-first-load");
	if (is_metadata(item, "background-audio"))
		write_recording(xform, item);
}

/*
 * jr:count must be a path: whatever else says how many instances there are is
 * computed in a node of its own, in front of the repeat.
 */
const char *
xform_count_path(struct xform *xform, const struct item *repeat)
{
	const char *written = repeat->repeat_count.written;

	if (written == NULL || (strncmp(written, "${", 2) == 0 &&
	    strcspn(written, "}") == strlen(written) - 1))
		return NULL;
	return arena_printf(xform->arena, "%s_count", repeat->path);
}

static void
write_count(struct xform *xform, const struct item *repeat)
{
	const char *path = xform_count_path(xform, repeat);

	if (path == NULL)
		return;
	xml_start(&xform->xml, "bind");
	xml_attribute(&xform->xml, "nodeset", path);
	xml_attribute(&xform->xml, "type", "string");
	xml_attribute(&xform->xml, "readonly", "true()");
	xml_attribute(&xform->xml, "calculate", repeat->repeat_count.source);
	xml_end(&xform->xml);
}

static void
write_meta(struct xform *xform)
{
	const struct form *form = xform->form;
	const char *omit = form_setting(form, "omit_instanceID");

	if (omit == NULL || form_yes_no(omit) != 1) {
		xml_start(&xform->xml, "bind");
		xml_attribute(&xform->xml, "nodeset", arena_printf(
		    xform->arena, "%s/meta/instanceID", form->root->path));
		xml_attribute(&xform->xml, "type", "string");
		xml_attribute(&xform->xml, "readonly", "true()");
		xml_attribute(&xform->xml, "jr:preload", "uid");
		xml_end(&xform->xml);
	}
	if (form->instance_name.source == NULL)
		return;
	xml_start(&xform->xml, "bind");
	xml_attribute(&xform->xml, "nodeset", arena_printf(xform->arena,
	    "%s/meta/instanceName", form->root->path));
	xml_attribute(&xform->xml, "type", "string");
	xml_attribute(&xform->xml, "calculate", form->instance_name.source);
	xml_end(&xform->xml);
}

void
xform_write_binds(struct xform *xform)
{
	const struct form *form = xform->form;

	for (size_t i = 1; i < form->item_count; i++) {
		const struct item *item = form->items[i];

		if (item->implied || (item->kind == ITEM_QUESTION &&
		    item->type == Q_EXTERNAL))
			continue;
		write_count(xform, item);
		write_bind(xform, item);
		write_first(xform, item);
	}
	xform_write_entity_binds(xform);
	write_meta(xform);
}
