#include "formspec/form_build.h"

#include <stdlib.h>
#include <string.h>

#include "kit/base/mem.h"
#include "kit/base/text.h"

#define AT(member)	offsetof(struct item, member)

const struct field form_fields[FIELD_COUNT] = {
	[FIELD_LABEL] = { "label", "label", FIELD_TEXTS, AT(label) },
	[FIELD_HINT] = { "hint", "hint", FIELD_TEXTS, AT(hint) },
	[FIELD_GUIDANCE] = { "guidance_hint", "guidance_hint", FIELD_TEXTS,
	    AT(guidance) },
	[FIELD_CONSTRAINT_MESSAGE] = { "constraint_message",
	    "constraint_message", FIELD_TEXTS, AT(constraint_message) },
	[FIELD_REQUIRED_MESSAGE] = { "required_message", "required_message",
	    FIELD_TEXTS, AT(required_message) },
	[FIELD_RELEVANT] = { "relevant", "relevant", FIELD_EXPR,
	    AT(relevant) },
	[FIELD_REQUIRED] = { "required", "required", FIELD_EXPR,
	    AT(required) },
	[FIELD_READONLY] = { "readonly", "readonly", FIELD_EXPR,
	    AT(readonly) },
	[FIELD_CONSTRAINT] = { "constraint", "constraint", FIELD_EXPR,
	    AT(constraint) },
	[FIELD_CALCULATION] = { "calculation", "calculation", FIELD_EXPR,
	    AT(calculate) },
	[FIELD_CHOICE_FILTER] = { "choice_filter", "choice_filter", FIELD_EXPR,
	    AT(choice_filter) },
	[FIELD_REPEAT_COUNT] = { "repeat_count", "repeat_count", FIELD_EXPR,
	    AT(repeat_count) },
	[FIELD_DEFAULT] = { "default", "default", FIELD_STRING,
	    AT(default_value) },
	[FIELD_TRIGGER] = { "trigger", "trigger", FIELD_STRING, AT(trigger) },
	[FIELD_APPEARANCE] = { "appearance", "appearance", FIELD_STRING,
	    AT(appearance) },
	[FIELD_PARAMETERS] = { "parameters", "parameters", FIELD_STRING,
	    AT(parameters) },
	[FIELD_ROLE] = { "bind::recolte:role", "role", FIELD_STRING, AT(role) },
	[FIELD_PERSONAL] = { "bind::recolte:personal", "personal", FIELD_FLAG,
	    AT(personal) }
};

struct expr *
field_expr(const struct field *field, struct item *item)
{
	return (struct expr *)(void *)((char *)item + field->offset);
}

struct texts *
field_texts(const struct field *field, struct item *item)
{
	return (struct texts *)(void *)((char *)item + field->offset);
}

const char **
field_string(const struct field *field, struct item *item)
{
	return (const char **)(void *)((char *)item + field->offset);
}

/* Paths back to "${a}, ${b}": names that a trigger uses are unique. */
static void
trigger_written(struct buf *out, const char *paths)
{
	while (paths != NULL && *paths != '\0') {
		size_t len = strcspn(paths, " ");
		const char *end = paths + len, *name = end;

		while (name > paths && name[-1] != '/')
			name--;
		if (out->len > 0)
			buf_add(out, ", ");
		buf_add(out, "${");
		buf_append(out, name, (size_t)(end - name));
		buf_add(out, "}");
		paths = *end == ' ' ? end + 1 : end;
	}
}

const char *
field_cell(struct buf *room, const struct field *field,
    const struct item *item)
{
	const char *at = (const char *)item + field->offset;
	const char *s = NULL;

	if (field == &form_fields[FIELD_TRIGGER]) {
		buf_reset(room);
		trigger_written(room, item->trigger);
		return buf_str(room);
	}
	if (field->shape == FIELD_EXPR)
		s = ((const struct expr *)(const void *)at)->written;
	else if (field->shape == FIELD_FLAG)
		s = *(const bool *)(const void *)at ? "yes" : NULL;
	else if (field->shape == FIELD_STRING)
		s = *(const char *const *)(const void *)at;
	if (field == &form_fields[FIELD_DEFAULT] &&
	    item->dynamic_default.written != NULL)
		s = item->dynamic_default.written;
	return s ? s : "";
}

struct form_build *
form_build_new(const char *file, const char *folder, struct diags *diags)
{
	struct form_build *build = mem_alloc(sizeof(*build));
	struct arena *arena = arena_new();

	build->arena = arena;
	build->form = arena_alloc(arena, sizeof(*build->form));
	build->form->arena = arena;
	build->form->title = build->form->version = "";
	build->form->languages = arena_alloc_n(arena, FORM_LANGUAGES_MAX,
	    sizeof(char *));
	build->diags = diags;
	build->file = arena_strdup(arena, file);
	build->folder = folder ? arena_strdup(arena, folder) : NULL;
	build->names = map_new();
	build->list_names = map_new();
	build->expressions = map_new();
	build->xpaths = map_new();
	return build;
}

void
form_build_free(struct form_build *build)
{
	if (build == NULL)
		return;
	mem_free(build->items);
	mem_free(build->lists);
	mem_free(build->attachments);
	map_free(build->names);
	map_free(build->list_names);
	map_free(build->expressions);
	map_free(build->xpaths);
	buf_free(&build->scan_room.source);
	mem_free(build->scan_room.segments);
	mem_free(build->scan_room.calls);
	form_free(build->form);
	mem_free(build);
}

struct item *
form_build_item(struct form_build *build, struct item *parent,
    enum item_kind kind, const struct type_word *type, const char *name)
{
	struct form *form = build->form;
	struct item *item = arena_alloc(build->arena, sizeof(*item));
	struct item *before;

	item->kind = kind;
	item->word = type ? type->canonical : "begin_group";
	item->type = type ? type->type : Q_TEXT;
	item->value_type = type ? type->value : V_STRING;
	item->metadata = type ? type->metadata : NULL;
	item->name = arena_strdup(build->arena, name);
	item->appearance = item->parameters = item->role = "";
	item->parent = parent;
	item->place.file = build->file;
	if (parent != NULL) {
		item->depth = parent->depth + 1;
		item->repeat = parent->kind == ITEM_REPEAT ?
		    parent : parent->repeat;
		before = build->last[item->depth];
		*(before && before->parent == parent ?
		    &before->next : &parent->first) = item;
		build->last[item->depth] = item;
	}
	mem_grow((void **)&build->items, &build->item_capacity,
	    form->item_count + 1, sizeof(*build->items));
	form->items = build->items;
	item->index = (unsigned)form->item_count;
	form->items[form->item_count++] = item;
	return item;
}

const struct map *
form_build_paths(struct form_build *build)
{
	struct form *form = build->form;

	if (form->paths != NULL)
		return form->paths;
	form->paths = map_new();
	for (size_t i = 0; i < form->item_count; i++)
		map_set_kept(form->paths, build->items[i]->path,
		    build->items[i]);
	return form->paths;
}

size_t
form_build_language(struct form_build *build, const char *name)
{
	struct form *form = build->form;
	const char **languages = (const char **)(void *)form->languages;
	size_t i;

	for (i = 0; i < form->language_count; i++)
		if (strcmp(languages[i], name) == 0)
			return i;
	if (i == FORM_LANGUAGES_MAX)
		return i - 1;
	languages[i] = arena_strdup(build->arena, name);
	return form->language_count++;
}

void
form_build_text(struct form_build *build, struct texts *texts, size_t language,
    const char *written)
{
	struct text *all;

	if (*written == '\0')
		return;
	if (texts->by_language == NULL)
		texts->by_language = arena_alloc_n(build->arena,
		    build->form->language_count, sizeof(struct text));
	all = (struct text *)(void *)texts->by_language;
	all[language].written = arena_strdup(build->arena, written);
}

struct choice_list *
form_build_add_list(struct form_build *build, const char *name)
{
	struct choice_list *list = arena_alloc(build->arena, sizeof(*list));

	list->name = arena_strdup(build->arena, name);
	mem_grow((void **)&build->lists, &build->list_capacity,
	    build->list_count + 1, sizeof(*build->lists));
	build->lists[build->list_count++] = list;
	if (map_get(build->list_names, name) == NULL)
		map_set(build->list_names, name, list);
	return list;
}

void
form_build_tag_lists(struct form_build *build, size_t first)
{
	struct form *form = build->form;
	size_t count = build->list_count - first;

	form->tag_lists = arena_alloc_n(build->arena, count + 1,
	    sizeof(*form->tag_lists));
	form->tag_list_count = count;
	for (size_t i = 0; i < count; i++) {
		form->tag_lists[i] = *build->lists[first + i];
		if (map_get(build->list_names, form->tag_lists[i].name) ==
		    build->lists[first + i])
			map_set(build->list_names, form->tag_lists[i].name,
			    NULL);
	}
	build->list_count = first;
}

void
form_build_entities(struct form_build *build, size_t count)
{
	build->form->entities = arena_alloc_n(build->arena, count + 1,
	    sizeof(struct entity));
}

static bool
is_list(const struct choice_list *list, bool external)
{
	return !list->from_file && list->external == external;
}

struct choice_list *
form_build_find_list(const struct form_build *build, const char *name,
    bool external)
{
	struct choice_list *first = map_get(build->list_names, name);

	/* Most names are of one list, or of none. */
	if (!map_has(build->list_names, name))
		return NULL;
	if (first != NULL && is_list(first, external))
		return first;
	for (size_t i = 0; i < build->list_count; i++) {
		struct choice_list *list = build->lists[i];

		if (is_list(list, external) && strcmp(list->name, name) == 0)
			return list;
	}
	return NULL;
}

/* The lists in one array, as the form holds them, and who points there. */
static void
settle_lists(struct form_build *build)
{
	struct form *form = build->form;
	struct choice_list *lists = arena_alloc_n(build->arena,
	    build->list_count + 1, sizeof(*lists));

	struct map *moved = map_new();

	for (size_t i = 0; i < build->list_count; i++) {
		lists[i] = *build->lists[i];
		map_set_slice(moved, slice_of(&build->lists[i],
		    sizeof(build->lists[i])), &lists[i]);
	}
	for (size_t k = 0; k < form->item_count; k++) {
		struct choice_list *to = map_get_slice(moved, slice_of(
		    &form->items[k]->list, sizeof(form->items[k]->list)));

		if (to != NULL)
			form->items[k]->list = to;
		if (form->items[k]->search == NULL)
			continue;
		to = map_get_slice(moved, slice_of(
		    &form->items[k]->search->list,
		    sizeof(form->items[k]->search->list)));
		if (to != NULL)
			form->items[k]->search->list = to;
	}
	map_free(moved);
	form->lists = lists;
	form->list_count = build->list_count;
}

static void *
settle(struct arena *arena, const void *items, size_t count, size_t size)
{
	void *copy = arena_alloc_n(arena, count + 1, size);

	if (count > 0)
		memcpy(copy, items, count * size);
	return copy;
}

struct form *
form_build_done(struct form_build *build)
{
	form_imply_meta(build);
	form_check_search(build);
	form_search(build);
	form_resolve(build);
	form_entities(build);
	form_check(build);
	return form_build_settle(build);
}

struct form *
form_build_settle(struct form_build *build)
{
	struct form *form = build->form;

	if (diags_errors(build->diags) == 0)
		form_check_cycles(build);
	if (diags_errors(build->diags) > 0) {
		form_build_free(build);
		return NULL;
	}
	form_documents(build);
	settle_lists(build);
	form->items = settle(build->arena, build->items, form->item_count,
	    sizeof(*form->items));
	form->attachments = settle(build->arena, build->attachments,
	    form->attachment_count, sizeof(*form->attachments));
	build->form = NULL;
	form_build_free(build);
	return form;
}

struct other {
	const char *heading, *value;
	size_t at;
};

static int
compare_others(const void *a, const void *b)
{
	const struct other *x = a, *y = b;
	int order = strcmp(x->heading, y->heading);

	return order ? order : (x->at > y->at) - (x->at < y->at);
}

void
form_add_others(struct arena *arena, struct item *item,
    const char *const *pairs, size_t count)
{
	size_t before = item->other_count, total = before + count;
	struct other *others = mem_alloc_n(total, sizeof(*others));
	const char **sorted;

	for (size_t i = 0; i < total; i++) {
		const char *const *pair = i < before ? &item->others[2 * i] :
		    &pairs[2 * (i - before)];

		others[i] = (struct other){ pair[0], pair[1], i };
	}
	qsort(others, total, sizeof(*others), compare_others);
	sorted = arena_alloc_n(arena, 2 * total, sizeof(*sorted));
	for (size_t i = 0; i < total; i++) {
		sorted[2 * i] = others[i].heading;
		sorted[2 * i + 1] = others[i].value;
	}
	mem_free(others);
	item->others = sorted;
	item->other_count = total;
}

bool
form_item_holds(const struct item *ancestor, const struct item *item)
{
	while (item != NULL && item != ancestor)
		item = item->parent;
	return item != NULL;
}
