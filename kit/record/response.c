#include "kit/record/response.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/map.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

/* ---- From an interview to fields ---- */

struct field_list {
	struct arena *arena;
	bool final;
	struct field *items;
	size_t count, capacity;
};

static const struct err *
add_field(struct field_list *list, const struct answer *answer,
    const char *value)
{
	const struct err *err = NULL;
	struct buf path = BUF_INIT;
	void *items = list->items;

	answer_path(&path, answer);
	if (path.len > REVISION_PATH_BYTES_MAX) {
		err = err_new(ERR_LIMIT, "%s: its path is longer than %d bytes",
		    answer->item->path, REVISION_PATH_BYTES_MAX);
		goto done;
	}
	mem_grow(&items, &list->capacity, list->count + 1,
	    sizeof *list->items);
	list->items = items;
	list->items[list->count++] = (struct field){
	    arena_slice(list->arena, buf_slice(&path)), value };
done:
	buf_free(&path);
	return err;
}

/* The place among the instances of the same repeat that are written. */
static size_t
next_position(const struct answer *answer, const struct answer *previous,
    size_t position)
{
	return previous != NULL && previous->item == answer->item ?
	    position + 1 : 1;
}

static const struct err *add_answers(struct field_list *list,
    const struct answer *parent);

static const struct err *
add_answer(struct field_list *list, const struct answer *answer,
    size_t position)
{
	const struct err *err = NULL;
	const char *value = answer_value(answer);

	if (answer->item->kind == ITEM_QUESTION && *value != '\0')
		err = add_field(list, answer,
		    arena_strdup(list->arena, value));
	if (answer->item->kind == ITEM_REPEAT)
		err = add_field(list, answer,
		    arena_printf(list->arena, "%zu", position));
	return err ? err : add_answers(list, answer);
}

/* As deep as the form is, at most FORM_DEPTH_MAX. */
static const struct err *
add_answers(struct field_list *list, const struct answer *parent)
{
	const struct err *err = NULL;
	const struct answer *previous = NULL;
	size_t position = 0;

	for (const struct answer *answer = answer_first(parent);
	    err == NULL && answer != NULL; answer = answer_next(answer)) {
		if (list->final && !answer->relevant)
			continue;
		position = next_position(answer, previous, position);
		previous = answer;
		err = add_answer(list, answer, position);
	}
	return err;
}

const struct err *
response_fields(struct fields *out, struct arena *arena,
    struct instance *instance, bool final)
{
	const struct err *err;
	struct field_list list = { .arena = arena, .final = final };
	struct field *items;

	err = add_answers(&list, instance_root(instance));
	items = arena_alloc_n(arena, list.count, sizeof *items);
	if (list.count > 0)
		memcpy(items, list.items, list.count * sizeof *items);
	fields_sort(items, list.count);
	*out = (struct fields){ items, err ? 0 : list.count };
	mem_free(list.items);
	return err;
}

/* ---- From fields to an interview ---- */

struct existence {
	const char *path;
	size_t depth;			/* repeats that it goes through */
	uint64_t position;
};

struct load {
	struct instance *instance;
	const struct fields *fields;
	void (*unknown)(void *data, const char *path);
	void *data;
	struct arena *arena;
	struct existence *repeats;
	size_t repeat_count, repeat_capacity;
};

static void
say_unknown(const struct load *load, const char *path)
{
	if (load->unknown != NULL)
		load->unknown(load->data, path);
}

static void
add_existence(struct load *load, const char *path, uint64_t position)
{
	struct existence repeat = { path, 0, position };
	void *items = load->repeats;

	for (const char *at = path; *at != '\0'; at++)
		repeat.depth += *at == '[';
	mem_grow(&items, &load->repeat_capacity, load->repeat_count + 1,
	    sizeof repeat);
	load->repeats = items;
	load->repeats[load->repeat_count++] = repeat;
}

static bool
is_existence(const char *path)
{
	size_t len = strlen(path);

	return len > 0 && path[len - 1] == ']';
}

/* Instances that a path goes through and that no field says exist. */
static void
add_implied(struct load *load, struct map *implied, const char *path)
{
	for (const char *at = strstr(path, "]/"); at != NULL;
	    at = strstr(at + 1, "]/")) {
		const char *repeat = arena_strndup(load->arena, path,
		    (size_t)(at + 1 - path));

		if (fields_get(load->fields, repeat) != NULL ||
		    map_has(implied, repeat))
			continue;
		map_set(implied, repeat, (void *)(uintptr_t)repeat);
		add_existence(load, repeat, UINT64_MAX);
	}
}

static void
collect_repeats(struct load *load)
{
	struct map *implied = map_new();

	for (size_t i = 0; i < load->fields->count; i++) {
		const struct field *field = &load->fields->items[i];
		uint64_t position = UINT64_MAX;

		if (field->path[0] == '.')
			continue;
		add_implied(load, implied, field->path);
		if (!is_existence(field->path))
			continue;
		if (!text_parse_u64(slice_str(field->value), &position))
			position = UINT64_MAX;
		add_existence(load, field->path, position);
	}
	map_free(implied);
}

/* The outer ones first; then as they stand: by position, then by id. */
static int
existence_compare(const void *a, const void *b)
{
	const struct existence *left = a, *right = b;

	if (left->depth != right->depth)
		return left->depth < right->depth ? -1 : 1;
	if (left->position != right->position)
		return left->position < right->position ? -1 : 1;
	return strcmp(left->path, right->path);
}

/* "grp/contrats[00a1b2c3d4e5f607]" into "grp" and the id. */
static bool
split_existence(struct buf *parent, uint64_t *id, const char *path)
{
	const char *slash = strrchr(path, '/'), *open = strrchr(path, '[');
	struct reader reader;
	uint8_t bytes[8];

	if (slash != NULL)
		buf_append(parent, path, (size_t)(slash - path));
	if (open == NULL || !hex_decode(bytes, sizeof bytes,
	    slice_of(open + 1, strlen(open) - 2)))
		return false;
	reader = reader_of(slice_of(bytes, sizeof bytes));
	*id = reader_u64(&reader);
	return *id != 0;
}

static const struct err *
add_instance(struct load *load, const char *path)
{
	const struct err *err = NULL;
	const struct item *item = response_item(
	    instance_form(load->instance), path);
	struct answer *parent = NULL, *added;
	struct buf parent_path = BUF_INIT;
	uint64_t id = 0;

	if (item != NULL && item->kind == ITEM_REPEAT &&
	    split_existence(&parent_path, &id, path))
		parent = instance_find(load->instance, buf_str(&parent_path));
	if (parent != NULL && parent->item == item->parent)
		err = instance_add_repeat(load->instance, &added, parent, item,
		    id, NULL);
	else
		say_unknown(load, path);
	buf_free(&parent_path);
	return err;
}

/* The question of that very path: an id in another place is another path. */
static struct answer *
find_question(const struct load *load, const char *path)
{
	struct answer *answer = instance_find(load->instance, path);
	struct buf own = BUF_INIT;

	if (answer != NULL) {
		answer_path(&own, answer);
		if (answer->item->kind != ITEM_QUESTION ||
		    strcmp(buf_str(&own), path) != 0)
			answer = NULL;
	}
	buf_free(&own);
	return answer;
}

static const struct err *
load_values(struct load *load)
{
	const struct err *err = NULL;

	for (size_t i = 0; err == NULL && i < load->fields->count; i++) {
		const struct field *field = &load->fields->items[i];
		struct answer *answer;

		if (field->path[0] == '.' || is_existence(field->path))
			continue;
		answer = find_question(load, field->path);
		if (answer == NULL)
			say_unknown(load, field->path);
		else
			err = instance_load(load->instance, answer,
			    field->value);
	}
	return err;
}

const struct err *
response_load(struct instance *instance, const struct fields *fields,
    void (*unknown)(void *data, const char *path), void *data)
{
	const struct err *err = NULL;
	struct load load = { .instance = instance, .fields = fields,
		.unknown = unknown, .data = data, .arena = arena_new() };

	instance_clear(instance);
	collect_repeats(&load);
	if (load.repeat_count > 1)
		qsort(load.repeats, load.repeat_count, sizeof *load.repeats,
		    existence_compare);
	for (size_t i = 0; err == NULL && i < load.repeat_count; i++)
		err = add_instance(&load, load.repeats[i].path);
	if (!err)
		err = load_values(&load);
	err = err_first(err, instance_settle(instance));
	mem_free(load.repeats);
	arena_free(load.arena);
	return err;
}

/* ---- Paths and items ---- */

const struct item *
response_item(const struct form *form, const char *path)
{
	const struct item *item = form->root;

	while (item != NULL && *path != '\0') {
		size_t len = strcspn(path, "[/");
		const struct item *child = item->first;

		while (child != NULL && (strncmp(child->name, path, len) != 0 ||
		    child->name[len] != '\0'))
			child = child->next;
		if (child != NULL &&
		    (path[len] == '[') != (child->kind == ITEM_REPEAT))
			return NULL;
		path += len;
		path += strcspn(path, "/");
		path += *path == '/';
		item = child;
	}
	return item == form->root ? NULL : item;
}

bool
response_is_consent(const struct form *form, const char *path)
{
	const struct item *item = path[0] == '.' ? NULL :
	    response_item(form, path);

	return item != NULL &&
	    strncmp(item->role, "consent", strlen("consent")) == 0;
}

bool
response_is_yes(const char *consent)
{
	static const char *const yes[] = { "yes", "oui", "1", "true", "OK" };

	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		if (!strcmp(consent, yes[i]))
			return true;
	return false;
}

bool
response_declines(const struct form *form, const struct fields *fields)
{
	const struct item *item = form_item_role(form, "consent");
	const char *value;

	if (item == NULL)
		return false;
	/* Paths in fields leave out the top: "/panorama/a" is "a". */
	value = fields_get(fields, item->path + strlen(form->root->path) + 1);
	return value == NULL || !response_is_yes(value);
}

bool
response_merge_is_consent(void *data, const char *path)
{
	return response_is_consent(data, path);
}
