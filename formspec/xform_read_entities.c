/*
 * Entities and tags of an XForm: the elements meta/entity of the answers with
 * their binds, and what an upload of a map's data may say.
 */
#include "formspec/xform.h"

#include <string.h>

#include "kit/base/text.h"

/* ---- entities ---- */

bool
xform_is_entity(const struct item *item, const struct node *element)
{
	return element != NULL && item->parent != NULL &&
	    strcmp(item->name, "entity") == 0 &&
	    strcmp(item->parent->name, "meta") == 0 &&
	    item->parent->parent != NULL &&
	    xform_attribute(element, "dataset") != NULL;
}

bool
xform_is_entity_path(struct xform *xform, const char *path)
{
	const char *at = strstr(path, "/@");
	const struct item *item = at ? map_get_slice(xform->items,
	    slice_of(path, (size_t)(at - path))) : NULL;

	return item != NULL && strcmp(item->name, "entity") == 0 &&
	    item->parent != NULL && strcmp(item->parent->name, "meta") == 0;
}

static const struct node *
bind_of(struct xform *xform, const struct item *item, const char *name)
{
	return map_get(xform->binds, arena_printf(xform->build->arena, "%s/%s",
	    item->path, name));
}

static void
read_expr(struct xform *xform, struct expr *out, const struct item *item,
    const char *name)
{
	const struct node *bind = bind_of(xform, item, name);
	struct place place;

	if (bind == NULL)
		return;
	place = xform_place(xform, bind, "calculate");
	if (!xform_is_blank(place.cell))
		xform_expr(xform, out, place.cell, item, &place);
}

void
xform_entity(struct xform *xform, const struct item *item,
    const struct node *element)
{
	struct form *form = xform->build->form;
	struct entity *entity;

	if (!xform_is_entity(item, element) || form->entity_count == ENTITIES_MAX)
		return;
	if (form->entities == NULL)
		form_build_entities(xform->build, ENTITIES_MAX);
	entity = &form->entities[form->entity_count++];
	entity->name = arena_strdup(xform->build->arena,
	    xform_attribute(element, "dataset"));
	entity->container = item->parent->parent;
	entity->place = xform_place(xform, element, NULL);
}

/* The binds are there only when all items are. */
void
xform_entities(struct xform *xform)
{
	struct form *form = xform->build->form;

	for (size_t i = 0; i < form->entity_count; i++) {
		struct entity *entity = &form->entities[i];
		const struct item *item = map_get(xform->items, arena_printf(
		    xform->build->arena, "%s/meta/entity",
		    entity->container->path));

		read_expr(xform, &entity->id, item, "@id");
		read_expr(xform, &entity->create_if, item, "@create");
		read_expr(xform, &entity->update_if, item, "@update");
		read_expr(xform, &entity->label, item, "label");
	}
}

/* The innermost of what holds the item and an entity. */
static const struct entity *
entity_around(const struct form *form, const struct item *item)
{
	const struct entity *entity = NULL;

	while (entity == NULL && (item = item->parent) != NULL)
		entity = form_entity_in(form, item);
	return entity;
}

void
xform_save_to(struct xform *xform, struct item *item, const struct node *bind)
{
	const char *property = xform_attribute(bind, "saveto");
	const struct form *form = xform->build->form;
	const struct entity *entity = entity_around(form, item);

	if (property == NULL)
		return;
	if (form->entity_count > 1 && entity != NULL)
		property = arena_printf(xform->build->arena, "%s#%s",
		    entity->name, property);
	xform_add_other(xform, item, "save_to", property);
}

/* ---- tags ---- */

static bool
same_label(const struct form *form, const struct texts *a,
    const struct texts *b)
{
	if (a->by_language == NULL || b->by_language == NULL)
		return a->by_language == b->by_language;
	for (size_t i = 0; i < form->language_count; i++) {
		const char *x = a->by_language[i].written;
		const char *y = b->by_language[i].written;

		if ((x == NULL) != (y == NULL) ||
		    (x != NULL && strcmp(x, y) != 0))
			return false;
	}
	return true;
}

static bool
same_tags(const struct form *form, const struct choice_list *a,
    const struct choice_list *b)
{
	if (a->choice_count != b->choice_count)
		return false;
	for (size_t i = 0; i < a->choice_count; i++)
		if (strcmp(a->choices[i].name, b->choices[i].name) != 0 ||
		    !same_label(form, &a->choices[i].label,
		    &b->choices[i].label))
			return false;
	return true;
}

/* Labels in several languages name their list: jr:itext('osm-trees-0'). */
static const char *
name_of(struct xform *xform, const struct item *item, const struct node *first)
{
	const struct node *label = xform_child(first, "label");
	const char *ref = label ? xform_attribute(label, "ref") : NULL;
	const char *id = ref ? xform_itext_id(xform, ref) : NULL;
	const char *dash = id ? strrchr(id, '-') : NULL;

	if (dash == NULL || strncmp(id, "osm-", 4) != 0 || dash < id + 4)
		return item->name;
	return arena_strndup(xform->build->arena, id + 4,
	    (size_t)(dash - id - 4));
}

static const struct choice_list *
read_list(struct xform *xform, const struct item *item,
    const struct node *first, size_t count)
{
	struct form *form = xform->build->form;
	struct choice_list list = { .name = name_of(xform, item, first),
	    .used = true };
	struct choice *choices = arena_alloc_n(xform->build->arena, count,
	    sizeof(*choices));

	for (const struct node *n = first; n; n = xform_next(n->next, "tag")) {
		struct choice *choice = &choices[list.choice_count++];
		const struct node *label = xform_child(n, "label");
		const char *key = xform_attribute(n, "key");

		choice->name = key ? arena_strdup(xform->build->arena, key) :
		    "";
		choice->row = (unsigned)(uintptr_t)n->owner;
		if (label != NULL)
			xform_texts(xform, &choice->label, label, NULL);
	}
	list.choices = choices;
	for (size_t i = 0; i < form->tag_list_count; i++)
		if (same_tags(form, &form->tag_lists[i], &list))
			return &form->tag_lists[i];
	if (form->tag_lists == NULL)
		form->tag_lists = arena_alloc_n(xform->build->arena,
		    xform->control_count, sizeof(*form->tag_lists));
	form->tag_lists[form->tag_list_count] = list;
	return &form->tag_lists[form->tag_list_count++];
}

void
xform_tags(struct xform *xform, struct item *item, const struct node *control)
{
	const struct node *first = xform_child(control, "tag");
	size_t count = 0;

	if (strcmp(item->word, "osm") != 0 || first == NULL ||
	    item->tags != NULL)
		return;
	for (const struct node *n = first; n; n = xform_next(n->next, "tag"))
		count++;
	item->tags = read_list(xform, item, first, count);
	xform_add_other(xform, item, "osm", item->tags->name);
}
