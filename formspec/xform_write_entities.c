/*
 * Entities: the element meta/entity of what holds one, its binds, and the id
 * that each new one gets.
 * Source: https://getodk.github.io/xforms-spec/entities
 */
#include <string.h>

#include "formspec/xform_write.h"

static bool
is_changed(const struct entity *entity)
{
	return entity->id.written != NULL;
}

/* One that has an id is made only when a condition says so. */
static bool
is_made(const struct entity *entity)
{
	return !is_changed(entity) || entity->create_if.written != NULL;
}

/* The version of the specification that can say where they stand. */
void
xform_entities_version(struct xform *xform)
{
	const struct form *form = xform->form;
	bool inside = false;

	if (form->entity_count == 0)
		return;
	for (size_t i = 0; i < form->entity_count; i++)
		inside |= form->entities[i].container != form->root;
	xml_attribute(&xform->xml, "entities:entities-version",
	    inside ? "2025.1.0" : "2024.1.0");
}

static void
write_entity(struct xform *xform, const struct entity *entity)
{
	static const char *const changed[][2] = {
		{ "update", "1" }, { "baseVersion", "" },
		{ "trunkVersion", "" }, { "branchId", "" }
	};

	xml_start(&xform->xml, "entity");
	xml_attribute(&xform->xml, "dataset", entity->name);
	xml_attribute(&xform->xml, "id", "");
	if (is_made(entity))
		xml_attribute(&xform->xml, "create", "1");
	for (size_t i = 0; is_changed(entity) && i < 4; i++)
		xml_attribute(&xform->xml, changed[i][0], changed[i][1]);
	if (entity->label.written != NULL)
		xml_leaf(&xform->xml, "label", "");
	xml_end(&xform->xml);
}

/* The survey has a meta anyway: there only the entity is missing. */
void
xform_write_entity(struct xform *xform, const struct item *container)
{
	const struct entity *entity = container->kind == ITEM_QUESTION ? NULL :
	    form_entity_in(xform->form, container);

	if (entity == NULL)
		return;
	if (container->parent != NULL)
		xml_start(&xform->xml, "meta");
	write_entity(xform, entity);
	if (container->parent != NULL)
		xml_end(&xform->xml);
}

static void
write_bind(struct xform *xform, const struct entity *entity, const char *name,
    const char *calculate)
{
	xml_start(&xform->xml, "bind");
	xml_attribute(&xform->xml, "nodeset", arena_printf(xform->arena,
	    "%s/meta/entity/%s", entity->container->path, name));
	xml_attribute(&xform->xml, "type", "string");
	xml_attribute(&xform->xml, "readonly", "true()");
	if (calculate != NULL)
		xml_attribute(&xform->xml, "calculate", calculate);
	xml_end(&xform->xml);
}

static void
write_new_id(struct xform *xform, const struct entity *entity,
    const char *event)
{
	xml_start(&xform->xml, "setvalue");
	xml_attribute(&xform->xml, "ref", arena_printf(xform->arena,
	    "%s/meta/entity/@id", entity->container->path));
	xml_attribute(&xform->xml, "event", event);
	xml_attribute(&xform->xml, "value", "uuid()");
	xml_end(&xform->xml);
}

/* Which version of it was changed: what the list beside the form says. */
static void
write_versions(struct xform *xform, const struct entity *entity)
{
	static const char *const names[][2] = {
		{ "@baseVersion", "__version" },
		{ "@trunkVersion", "__trunkVersion" },
		{ "@branchId", "__branchId" }
	};

	for (size_t i = 0; entity->found.source && i < 3; i++)
		write_bind(xform, entity, names[i][0], arena_printf(
		    xform->arena, "%s/%s", entity->found.source, names[i][1]));
}

static void
write_binds(struct xform *xform, const struct entity *entity)
{
	if (entity->create_if.source != NULL)
		write_bind(xform, entity, "@create", entity->create_if.source);
	if (entity->update_if.source != NULL)
		write_bind(xform, entity, "@update", entity->update_if.source);
	write_versions(xform, entity);
	write_bind(xform, entity, "@id", entity->id.source);
	if (!is_changed(entity))
		write_new_id(xform, entity, "odk-instance-first-load");
	if (entity->label.source != NULL)
		write_bind(xform, entity, "label", entity->label.source);
}

void
xform_write_entity_binds(struct xform *xform)
{
	for (size_t i = 0; i < xform->form->entity_count; i++)
		write_binds(xform, &xform->form->entities[i]);
}

void
xform_write_new_entities(struct xform *xform, const struct item *repeat)
{
	for (size_t i = 0; i < xform->form->entity_count; i++) {
		const struct entity *entity = &xform->form->entities[i];
		const struct item *at = entity->container;

		if (!is_changed(entity) &&
		    (at->kind == ITEM_REPEAT ? at : at->repeat) == repeat)
			write_new_id(xform, entity, "odk-new-repeat");
	}
}

void
xform_write_tags(struct xform *xform, const struct item *item)
{
	const struct choice_list *tags = item->tags;

	for (size_t i = 0; tags != NULL && i < tags->choice_count; i++) {
		xml_start(&xform->xml, "tag");
		xml_attribute(&xform->xml, "key", tags->choices[i].name);
		xml_start(&xform->xml, "label");
		if (xform_texts_are_itext(xform, &tags->choices[i].label))
			xml_attribute(&xform->xml, "ref", arena_printf(
			    xform->arena, "jr:itext('osm-%s-%zu')",
			    tags->name, i));
		else
			xform_plain(xform, &tags->choices[i].label);
		xml_end(&xform->xml);
		xml_end(&xform->xml);
	}
}
