/*
 * Entities of a form: where each is kept, what its questions save, and its
 * expressions. A form that other programs would refuse is refused here too.
 * Source: the ODK entities specification, and the behaviour of pyxform.
 *
 * An entity is declared by a row, and kept in one container: the survey, a
 * group or a repeat. What it refers to sets its scope, the innermost repeat
 * around it.
 */
#include <string.h>

#include "formspec/form_scan.h"
#include "kit/base/map.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

#define AT(member)	offsetof(struct entity, member)

const struct entity_expr entity_exprs[ENTITY_EXPR_COUNT] = {
	{ "entity_id", AT(id) }, { "create_if", AT(create_if) },
	{ "update_if", AT(update_if) }, { "label", AT(label) }
};

struct expr *
entity_expr(size_t which, struct entity *entity)
{
	return (struct expr *)(void *)((char *)entity +
	    entity_exprs[which].offset);
}

static const char *
save_to_of(const struct item *item)
{
	for (size_t i = 0; i < item->other_count; i++)
		if (strcmp(item->others[2 * i], "save_to") == 0)
			return item->others[2 * i + 1];
	return NULL;
}

const char *
form_saved_property(const struct item *item)
{
	const char *save_to = save_to_of(item);
	const char *hash = save_to != NULL ? strchr(save_to, '#') : NULL;

	return hash != NULL ? hash + 1 : save_to;
}

const struct entity *
form_entity_in(const struct form *form, const struct item *container)
{
	for (size_t i = 0; i < form->entity_count; i++)
		if (form->entities[i].container == container)
			return &form->entities[i];
	return NULL;
}

/* What is found out about an entity before its container is known. */
struct seeking {
	struct entity *entity;
	const char *name;
	struct place place;
	const struct item *scope;	/* innermost repeat, or the root */
	const struct item *container;	/* holds what it saves, or NULL */
	bool saves;			/* save_to refers to it */
	unsigned depth;			/* of what it saves */
	bool uneven;			/* from several depths */
};

struct entities {
	struct form_build *build;
	struct diags *diags;
	struct seeking *items;
	size_t count;
	struct seeking **owners;	/* of containers, by item's index */
	struct seeking **savers;	/* of what a question saves, by index */
};

static struct seeking *
find_entity(struct entities *e, struct slice name)
{
	for (size_t i = 0; i < e->count; i++)
		if (slice_equal_str(name, e->items[i].name))
			return &e->items[i];
	return NULL;
}

/* What holds both; the root holds everything. */
static const struct item *
meet(const struct item *a, const struct item *b)
{
	while (a != b) {
		if (a->depth < b->depth)
			b = b->parent;
		else
			a = a->parent;
	}
	return a;
}

static const struct item *
scope_of(const struct entities *e, const struct item *item)
{
	return item->repeat ? item->repeat : e->build->form->root;
}

static const struct item *
item_named(const struct entities *e, struct slice name)
{
	const struct form *form = e->build->form;

	for (size_t i = 1; i < form->item_count; i++)
		if (slice_equal_str(name, form->items[i]->name))
			return form->items[i];
	return NULL;
}

static unsigned
repeats_around(const struct item *scope)
{
	unsigned count = 0;

	for (; scope != NULL; scope = scope->repeat)
		count++;
	return count;
}

/*
 * A wider scope may be looked at from a narrower one, not the other way. Where
 * two do not fit, that in more repeats stands, and the other is what is wrong.
 * What saves nothing stands beside the innermost that it refers to, the first
 * of several.
 */
static void
refer(struct entities *e, struct seeking *entity, const struct item *item)
{
	const struct item *scope = scope_of(e, item), *before = entity->scope;

	if (form_item_holds(entity->scope, scope))
		entity->scope = scope;
	else if (entity->saves &&
	    repeats_around(scope) > repeats_around(entity->scope))
		entity->scope = scope;
	else if (!form_item_holds(scope, entity->scope))
		diag_add(e->diags, &entity->place, "entity-scope",
		    entity->name, item->name);
	if (!entity->saves && scope == entity->scope &&
	    (entity->container == NULL || scope != before ||
	    item->parent->depth > entity->container->depth))
		entity->container = item->parent;
}

static void
read_references(struct entities *e, struct seeking *entity, const char *cell)
{
	for (const char *s = cell; s && (s = strstr(s, "${")) != NULL;) {
		size_t len = strcspn(s += 2, "}");
		const struct item *item = item_named(e, slice_of(s, len));

		/* What is not there is said where references are resolved. */
		if (item != NULL)
			refer(e, entity, item);
	}
}

/* The column repeat names the repeat that an entity is made in. */
static void
read_repeat(struct entities *e, struct seeking *entity)
{
	const char *cell = entity->entity->repeat;
	size_t len = cell && strncmp(cell, "${", 2) == 0 ?
	    strcspn(cell + 2, "}") : 0;
	const struct item *item = len > 0 ?
	    item_named(e, slice_of(cell + 2, len)) : NULL;

	if (cell == NULL)
		return;
	if (item == NULL || item->kind != ITEM_REPEAT)
		diag_add(e->diags, &entity->place, "entity-repeat", cell);
	else
		entity->scope = item;
}

static void
check_name(struct entities *e, struct seeking *entity)
{
	const char *name = entity->name;

	if (name[0] == '\0')
		diag_add(e->diags, &entity->place, "entity-no-name");
	else if (!form_name_is_valid(name) || strchr(name, '.') != NULL ||
	    strncmp(name, "__", 2) == 0)
		diag_add(e->diags, &entity->place, "entity-name", name);
	else if (find_entity(e, slice_str(name)) != entity)
		diag_add(e->diags, &entity->place, "entity-twice", name);
}

static void
seek(struct entities *e, struct entity *entity)
{
	struct seeking *seeking = &e->items[e->count++];

	seeking->entity = entity;
	seeking->name = entity->name;
	seeking->place = entity->place;
	seeking->scope = e->build->form->root;
	check_name(e, seeking);
	if (entity->update_if.written != NULL && entity->id.written == NULL)
		diag_add(e->diags, &entity->place, "entity-no-id",
		    entity->name);
	read_repeat(e, seeking);
}

/* The entity that "list#property" or "property" belongs to, or NULL. */
static struct seeking *
saved_entity(struct entities *e, const struct place *place, const char *save_to,
    const char **property)
{
	const char *hash = strchr(save_to, '#');
	struct seeking *entity;

	*property = hash != NULL ? hash + 1 : save_to;
	if (hash != NULL && strchr(hash + 1, '#') != NULL) {
		diag_add(e->diags, place, "save-to-form", save_to);
		return NULL;
	}
	if (hash == NULL && e->count > 1) {
		diag_add(e->diags, place, "save-to-prefix", save_to);
		return NULL;
	}
	if (hash == NULL)
		return &e->items[0];
	entity = find_entity(e, slice_of(save_to, (size_t)(hash - save_to)));
	if (entity == NULL)
		diag_add(e->diags, place, "save-to-entity", save_to);
	return entity;
}

static bool
is_reserved(const char *property)
{
	static const char *const words[] = { "name", "label" };
	struct buf folded = BUF_INIT;
	bool reserved = false;

	text_fold(&folded, slice_str(property));
	for (size_t i = 0; i < 2; i++)
		if (strcmp(buf_str(&folded), words[i]) == 0)
			reserved = true;
	buf_free(&folded);
	return reserved;
}

static void
read_save_to(struct entities *e, struct item *item, struct map *properties)
{
	const char *save_to = save_to_of(item), *property;
	struct place place;
	struct seeking *entity;
	char *key;

	if (save_to == NULL)
		return;
	place = form_other_place(e->build, FORM_SURVEY, item->place, "save_to",
	    save_to);
	if (item->kind != ITEM_QUESTION) {
		diag_add(e->diags, &place, "save-to-group", item->name);
		return;
	}
	entity = saved_entity(e, &place, save_to, &property);
	if (entity == NULL)
		return;
	if (!form_name_is_valid(property) || is_reserved(property) ||
	    strncmp(property, "__", 2) == 0)
		diag_add(e->diags, &place, "save-to-name", property);
	key = arena_printf(e->build->arena, "%s#%s", entity->name,
	    property);
	if (map_set(properties, key, item) != NULL)
		diag_add(e->diags, &place, "save-to-twice", property);
	if (entity->saves && entity->depth != item->depth)
		entity->uneven = true;
	entity->depth = item->depth;
	entity->container = entity->saves ?
	    meet(entity->container, item->parent) : item->parent;
	entity->saves = true;
	e->savers[item->index] = entity;
	refer(e, entity, item);
}

/* All that an entity saves is in one scope: the one it ends up with. */
static void
check_saved_scopes(struct entities *e)
{
	const struct form *form = e->build->form;

	for (size_t i = 1; i < form->item_count; i++) {
		struct item *item = form->items[i];
		struct seeking *entity = e->savers[i];
		struct place place;

		if (entity == NULL || scope_of(e, item) == entity->scope)
			continue;
		place = form_other_place(e->build, FORM_SURVEY, item->place,
		    "save_to", save_to_of(item));
		diag_add(e->diags, &place, "entity-scope", entity->name,
		    item->name);
	}
}

/* Whom do the containers of what an entity saves belong to, if not to it? */
static struct seeking *
other_owner(const struct entities *e, const struct seeking *entity)
{
	const struct form *form = e->build->form;

	for (size_t i = 1; i < form->item_count; i++) {
		const struct item *item = form->items[i];

		if (e->savers[i] == entity &&
		    e->owners[item->parent->index] != NULL)
			return e->owners[item->parent->index];
	}
	return NULL;
}

/* The container, and all between it and what the entity saves. */
static void
own(struct entities *e, struct seeking *entity, const struct item *container)
{
	const struct form *form = e->build->form;

	entity->entity->container = container;
	e->owners[container->index] = entity;
	for (size_t i = 1; i < form->item_count; i++) {
		const struct item *at = form->items[i]->parent;

		for (; e->savers[i] == entity && at != NULL &&
		    at != container; at = at->parent)
			e->owners[at->index] = entity;
	}
}

/*
 * From the container that holds all that the entity refers to, outwards to its
 * scope: the first that is free. What it saves must not lie in what belongs to
 * another by then; as with pyxform.
 */
static void
find_container(struct entities *e, struct seeking *entity)
{
	const struct seeking *other = other_owner(e, entity);
	const struct item *at = entity->container;

	if (at == NULL || entity->uneven || !form_item_holds(entity->scope, at))
		at = entity->scope;
	while (e->owners[at->index] != NULL && other == NULL &&
	    at != entity->scope)
		at = at->parent;
	if (e->owners[at->index] == NULL) {
		own(e, entity, at);
		return;
	}
	if (other == NULL)
		other = e->owners[at->index];
	diag_add(e->diags, &entity->place, "entity-container", entity->name,
	    other->name);
}

static void
seek_all(struct entities *e)
{
	struct form *form = e->build->form;
	struct map *properties = map_new();

	for (size_t i = 0; i < form->entity_count; i++)
		seek(e, &form->entities[i]);
	for (size_t i = 0; i < form->item_count; i++)
		read_save_to(e, e->build->items[i], properties);
	for (size_t i = 0; i < e->count; i++)
		for (size_t k = 0; k < ENTITY_EXPR_COUNT; k++)
			read_references(e, &e->items[i], entity_expr(k,
			    e->items[i].entity)->written);
	map_free(properties);
}

/* An element of the answers that no item stands for. */
static const struct item *
below(struct form_build *build, const struct item *parent, const char *name)
{
	struct item *item = arena_alloc(build->arena, sizeof(*item));

	item->kind = ITEM_GROUP;
	item->name = name;
	item->parent = (struct item *)(uintptr_t)parent;
	item->repeat = parent->kind == ITEM_REPEAT ? item->parent :
	    parent->repeat;
	item->depth = parent->depth + 1;
	item->path = arena_printf(build->arena, "%s/%s", parent->path, name);
	return item;
}

/* The list stands beside the form, under its own name. */
static void
resolve_found(struct form_build *build, struct entity *entity,
    const struct item *label)
{
	struct scan scan = { .build = build, .context = label,
	    .place = entity->place };

	if (entity->id.compiled == NULL)
		return;
	entity->found.written = arena_printf(build->arena,
	    "instance('%s')/root/item[name=%s]", entity->name,
	    entity->id.written);
	scan.place.heading = "entity_id";
	scan_resolve(&scan, &entity->found, false);
}

static void
resolve(struct form_build *build, struct entity *entity)
{
	const struct item *around = entity->container ? entity->container :
	    build->form->root;
	const struct item *label = below(build, below(build, below(build,
	    around, "meta"), "entity"), "label");

	for (size_t k = 0; k < ENTITY_EXPR_COUNT; k++) {
		struct expr *expr = entity_expr(k, entity);
		struct scan scan = { .build = build, .context = label,
		    .place = entity->place };

		scan.place.heading = entity_exprs[k].heading;
		scan.place.cell = expr->written;
		scan_resolve(&scan, expr, false);
	}
	resolve_found(build, entity, label);
}

static void
find_containers(struct form_build *build)
{
	struct entities e = { .build = build, .diags = build->diags };
	struct form *form = build->form;
	size_t errors = diags_errors(e.diags);

	e.items = mem_alloc_n(form->entity_count, sizeof(*e.items));
	e.owners = mem_alloc_n(form->item_count, sizeof(*e.owners));
	e.savers = mem_alloc_n(form->item_count, sizeof(*e.savers));
	seek_all(&e);
	check_saved_scopes(&e);
	for (size_t i = 0; i < e.count; i++)
		if (errors == diags_errors(e.diags))
			find_container(&e, &e.items[i]);
	mem_free(e.items);
	mem_free(e.owners);
	mem_free(e.savers);
}

/* The tags that a question of type osm names. */
static void
find_tags(struct form_build *build, struct item *item)
{
	const struct form *form = build->form;

	for (size_t i = 0; i < item->other_count; i++)
		for (size_t k = 0; k < form->tag_list_count; k++)
			if (strcmp(item->word, "osm") == 0 &&
			    strcmp(item->others[2 * i], "osm") == 0 &&
			    strcmp(form->tag_lists[k].name,
			    item->others[2 * i + 1]) == 0)
				item->tags = &form->tag_lists[k];
}

void
form_entities(struct form_build *build)
{
	struct form *form = build->form;

	for (size_t i = 0; i < form->item_count; i++)
		find_tags(build, build->items[i]);
	if (form->entity_count == 0)
		return;
	find_containers(build);
	for (size_t i = 0; i < form->entity_count; i++)
		resolve(build, &form->entities[i]);
}
