/*
 * The sheet entities and the column save_to. Récolte keeps no entities, and
 * says so; but a form that other programs would refuse is refused here too.
 * Source: the ODK entities specification, and the behaviour of pyxform.
 *
 * An entity is declared by a row, and kept in one container: the survey, a
 * group or a repeat. What it refers to sets its scope, the innermost repeat
 * around it.
 */
#include <string.h>

#include "formspec/xlsform.h"
#include "kit/base/map.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

enum { ENTITIES_MAX = 1000 };

static const char *const columns_known[] = {
	"list_name", "dataset", "label", "entity_id", "create_if", "update_if",
	"repeat"
};

enum { COLUMN_COUNT = sizeof(columns_known) / sizeof(*columns_known) };

struct entity {
	const char *name;
	struct place place;
	const struct item *scope;	/* innermost repeat, or the root */
	const struct item *container;	/* holds all it refers to, or NULL */
	bool saves;			/* save_to refers to it */
};

struct entities {
	struct xlsform *xlsform;
	struct diags *diags;
	const struct sheet *sheet;
	struct entity *items;
	size_t count;
	struct entity **owners;		/* of containers, by item's index */
	struct entity **savers;		/* of what a question saves, by index */
};

static const char *
save_to_of(const struct item *item)
{
	for (size_t i = 0; i < item->other_count; i++)
		if (strcmp(item->others[2 * i], "save_to") == 0)
			return item->others[2 * i + 1];
	return NULL;
}

static const char *
cell_of(const struct entities *e, size_t row, const char *heading)
{
	for (size_t c = 0; c < e->sheet->column_count; c++)
		if (strcmp(e->sheet->rows[0].cells[c], heading) == 0)
			return e->sheet->rows[row].cells[c];
	return "";
}

static struct entity *
find_entity(struct entities *e, struct slice name)
{
	for (size_t i = 0; i < e->count; i++)
		if (slice_equal_str(name, e->items[i].name))
			return &e->items[i];
	return NULL;
}

static void
check_columns(struct entities *e)
{
	struct place place = { .file = e->xlsform->build->file,
	    .sheet = "entities", .row = e->sheet->rows[0].number };

	for (size_t c = 0; c < e->sheet->column_count; c++) {
		const char *heading = e->sheet->rows[0].cells[c];
		size_t k = 0;

		while (k < COLUMN_COUNT && strcmp(columns_known[k], heading))
			k++;
		if (k == COLUMN_COUNT && heading[0] != '\0')
			diag_add(e->diags, &place, "entity-column", heading,
			    text_nearest(heading, columns_known,
			    COLUMN_COUNT));
	}
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

static bool
is_above(const struct item *ancestor, const struct item *item)
{
	while (item != NULL && item != ancestor)
		item = item->parent;
	return item != NULL;
}

static const struct item *
scope_of(const struct entities *e, const struct item *item)
{
	return item->repeat ? item->repeat : e->xlsform->build->form->root;
}

static const struct item *
item_named(const struct entities *e, struct slice name)
{
	const struct form *form = e->xlsform->build->form;

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
 */
static void
refer(struct entities *e, struct entity *entity, const struct item *item)
{
	const struct item *scope = scope_of(e, item);

	if (is_above(entity->scope, scope))
		entity->scope = scope;
	else if (entity->saves &&
	    repeats_around(scope) > repeats_around(entity->scope))
		entity->scope = scope;
	else if (!is_above(scope, entity->scope))
		diag_add(e->diags, &entity->place, "entity-scope",
		    entity->name, item->name);
	if (!entity->saves)
		entity->container = entity->container ?
		    meet(entity->container, item->parent) : item->parent;
}

static void
read_references(struct entities *e, struct entity *entity, const char *cell)
{
	for (const char *s = cell; (s = strstr(s, "${")) != NULL;) {
		size_t len = strcspn(s += 2, "}");
		struct slice name = slice_of(s, len);
		const struct item *item = item_named(e, name);

		if (item != NULL)
			refer(e, entity, item);
		else
			diag_add(e->diags, &entity->place, "unknown-reference",
			    arena_slice(e->xlsform->build->arena, name), NULL);
	}
}

static void
check_name(struct entities *e, const struct entity *entity)
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
read_entity(struct entities *e, size_t row)
{
	struct entity *entity = &e->items[e->count++];

	entity->name = cell_of(e, row, "list_name");
	if (entity->name[0] == '\0')
		entity->name = cell_of(e, row, "dataset");
	entity->place.file = e->xlsform->build->file;
	entity->place.sheet = "entities";
	entity->place.row = e->sheet->rows[row].number;
	entity->scope = e->xlsform->build->form->root;
	check_name(e, entity);
	if (cell_of(e, row, "update_if")[0] != '\0' &&
	    cell_of(e, row, "entity_id")[0] == '\0')
		diag_add(e->diags, &entity->place, "entity-no-id",
		    entity->name);
}

/* The entity that "list#property" or "property" belongs to, or NULL. */
static struct entity *
saved_entity(struct entities *e, const struct place *place, const char *save_to,
    const char **property)
{
	const char *hash = strchr(save_to, '#');
	struct entity *entity;

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
	struct place place = item->place;
	struct entity *entity;
	char *key;

	if (save_to == NULL)
		return;
	place.heading = "save_to";
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
	key = arena_printf(e->xlsform->build->arena, "%s#%s", entity->name,
	    property);
	if (map_set(properties, key, item) != NULL)
		diag_add(e->diags, &place, "save-to-twice", property);
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
	const struct form *form = e->xlsform->build->form;

	for (size_t i = 1; i < form->item_count; i++) {
		struct item *item = form->items[i];
		struct entity *entity = e->savers[i];
		struct place place = item->place;

		place.heading = "save_to";
		if (entity != NULL && scope_of(e, item) != entity->scope)
			diag_add(e->diags, &place, "entity-scope",
			    entity->name, item->name);
	}
}

/* Does a container directly hold a question that another entity saves? */
static bool
holds_other(const struct entities *e, const struct item *container,
    const struct entity *entity)
{
	for (const struct item *i = container->first; i != NULL; i = i->next)
		if (e->savers[i->index] != NULL &&
		    e->savers[i->index] != entity)
			return true;
	return false;
}

/*
 * From the container that holds all that the entity refers to, outwards to its
 * scope: the first that is free.
 */
static void
find_container(struct entities *e, struct entity *entity)
{
	const struct item *at = entity->container;

	if (at == NULL || !is_above(entity->scope, at))
		at = entity->scope;
	for (;; at = at->parent) {
		if (e->owners[at->index] == NULL && (at == entity->scope ||
		    !holds_other(e, at, entity))) {
			e->owners[at->index] = entity;
			return;
		}
		if (at == entity->scope)
			break;
	}
	diag_add(e->diags, &entity->place, "entity-container", entity->name,
	    e->owners[at->index] ? e->owners[at->index]->name : "");
}

static void
read_all(struct entities *e)
{
	static const char *const expressions[] = {
		"label", "entity_id", "create_if", "update_if"
	};
	struct form_build *build = e->xlsform->build;
	struct map *properties = map_new();

	for (size_t row = 1; row < e->sheet->row_count; row++)
		if (e->count < ENTITIES_MAX)
			read_entity(e, row);
	for (size_t i = 0; e->count > 0 && i < build->form->item_count; i++)
		read_save_to(e, build->items[i], properties);
	for (size_t i = 0; i < e->count; i++)
		for (size_t k = 0; k < 4; k++)
			read_references(e, &e->items[i], cell_of(e, i + 1,
			    expressions[k]));
	map_free(properties);
}

void
xlsform_entities(struct xlsform *xlsform, const struct sheet *sheet)
{
	size_t count = xlsform->build->form->item_count;
	struct entities e = { .xlsform = xlsform, .sheet = sheet,
	    .diags = xlsform->build->diags };
	size_t errors = diags_errors(e.diags);

	if (sheet->row_count < 1)
		return;
	e.items = mem_alloc_n(ENTITIES_MAX, sizeof(*e.items));
	e.owners = mem_alloc_n(count, sizeof(*e.owners));
	e.savers = mem_alloc_n(count, sizeof(*e.savers));
	check_columns(&e);
	read_all(&e);
	check_saved_scopes(&e);
	for (size_t i = 0; i < e.count; i++)
		if (errors == diags_errors(e.diags))
			find_container(&e, &e.items[i]);
	mem_free(e.items);
	mem_free(e.owners);
	mem_free(e.savers);
}
