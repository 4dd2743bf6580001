/*
 * interview_repeat.c - instances of repeats come and go, and come back. What
 * was in one that was removed are fields of the draft,
 * ".draft/removed/NUMBER/PATH"; the highest number is the newest.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/interview/audit.h"
#include "collector/interview/stops.h"
#include "kit/record/response.h"

#define REMOVED INTERVIEW_DRAFT_FIELD "removed/"

enum {
	REMOVED_MAX = 8,		/* that can come back */
	NUMBER_DIGITS = 6, NUMBER_MAX = 999999,
	PREFIX_BYTES = sizeof(REMOVED) + NUMBER_DIGITS	/* with its "/" */
};

const struct err *
interview_add_repeat(struct interview *iv, struct answer **out,
    struct answer *parent, const struct item *repeat)
{
	const struct err *err;

	err = instance_add_repeat(iv->instance, out, parent, repeat, 0, NULL);
	return err ? err : stops_clear_repeats(iv->instance, *out);
}

/* ---- what was removed ---- */

/* The number of a field of something removed; 0: it is none. */
static unsigned long
removed_number(const struct field *field)
{
	if (strncmp(field->path, REMOVED, strlen(REMOVED)) != 0 ||
	    strlen(field->path) <= PREFIX_BYTES)
		return 0;
	return strtoul(field->path + strlen(REMOVED), NULL, 10);
}

static unsigned long
newest_removed(const struct interview *iv)
{
	unsigned long newest = 0, number;

	for (size_t i = 0; i < iv->kept_count; i++)
		if ((number = removed_number(&iv->kept[i])) > newest)
			newest = number;
	return newest;
}

static void
forget(struct interview *iv, unsigned long number)
{
	size_t kept = 0;

	for (size_t i = 0; i < iv->kept_count; i++)
		if (removed_number(&iv->kept[i]) != number)
			iv->kept[kept++] = iv->kept[i];
	iv->kept_count = kept;
}

/* Numbers begin at 1 again when nothing is kept: none is ever too high. */
static const struct err *
remember(struct interview *iv, const struct fields *fields, const char *path)
{
	const struct err *err = NULL;
	size_t len = strlen(path);
	unsigned long number = newest_removed(iv) + 1;
	struct buf name = BUF_INIT;

	if (number > NUMBER_MAX)
		return NULL;
	for (size_t i = 0; i < fields->count && !err; i++) {
		const char *at = fields->items[i].path;

		if (strncmp(at, path, len) != 0 ||
		    (at[len] != '\0' && at[len] != '/'))
			continue;
		buf_reset(&name);
		buf_addf(&name, REMOVED "%0*lu/%s", NUMBER_DIGITS, number, at);
		err = interview_keep(iv, buf_str(&name),
		    fields->items[i].value);
	}
	if (number > REMOVED_MAX)
		forget(iv, number - REMOVED_MAX);
	buf_free(&name);
	return err;
}

const struct err *
interview_remove_repeat(struct interview *iv, struct answer *one)
{
	const struct err *err;
	struct arena *arena = arena_new();
	struct fields fields = { NULL, 0 };
	struct buf path = BUF_INIT;

	audit_leave(iv);
	audit_note(iv, AUDIT_DELETE_REPEAT, one);
	answer_path(&path, one);
	err = response_fields(&fields, arena, iv->instance, false);
	if (!err)
		err = instance_remove_repeat(iv->instance, one);
	if (!err)
		err = remember(iv, &fields, buf_str(&path));
	buf_free(&path);
	arena_free(arena);
	return err;
}

bool
interview_can_undo(const struct interview *iv)
{
	return newest_removed(iv) > 0;
}

/* Is it the field of an instance itself: its position? */
static bool
is_instance(const char *path)
{
	size_t len = strlen(path);

	return len > 0 && path[len - 1] == ']';
}

/* The shortest path of one number is that of what was removed. */
static const char *
removed_path(const struct interview *iv, unsigned long number)
{
	const char *path = NULL;

	for (size_t i = 0; i < iv->kept_count; i++) {
		const char *at;

		if (removed_number(&iv->kept[i]) != number)
			continue;
		at = iv->kept[i].path + PREFIX_BYTES;
		if (is_instance(at) &&
		    (path == NULL || strlen(at) < strlen(path)))
			path = at;
	}
	return path;
}

static unsigned long
number_of(const struct interview *iv, const char *path)
{
	unsigned long newest = newest_removed(iv);

	for (unsigned long n = newest; n > 0 && newest - n < REMOVED_MAX; n--) {
		const char *at = removed_path(iv, n);

		if (at != NULL && !strcmp(at, path))
			return n;
	}
	return 0;
}

const char *
interview_removed(const struct interview *iv, const char *stop)
{
	unsigned long newest = newest_removed(iv);
	size_t len = strcspn(stop, "+");

	for (unsigned long n = newest; n > 0 && newest - n < REMOVED_MAX; n--) {
		const char *at = removed_path(iv, n);

		if (at != NULL && !strncmp(at, stop, len) && at[len] == '[' &&
		    strchr(at + len, '/') == NULL)
			return at;
	}
	return NULL;
}

const char *
interview_removed_with(const struct interview *iv, const char *path)
{
	unsigned long newest = newest_removed(iv);

	for (unsigned long n = newest; n > 0 && newest - n < REMOVED_MAX; n--) {
		const char *at = removed_path(iv, n);

		if (at != NULL && !strncmp(path, at, strlen(at)) &&
		    path[strlen(at)] == '/')
			return at;
	}
	return NULL;
}

/* ---- back again ---- */

struct undoing {
	struct interview *interview;
	struct arena *arena;
	struct fields fields;		/* sorted, by their paths of before */
	const char *path;		/* of the instance */
	struct answer *parent;
	const struct item *repeat;
	uint64_t id;
	size_t position;		/* from 1 */
};

static void
gather(struct undoing *u, unsigned long number)
{
	struct interview *iv = u->interview;
	struct field *items = arena_alloc_n(u->arena, iv->kept_count + 1,
	    sizeof(*items));

	for (size_t i = 0; i < iv->kept_count; i++)
		if (removed_number(&iv->kept[i]) == number)
			items[u->fields.count++] = (struct field){
			    iv->kept[i].path + PREFIX_BYTES,
			    iv->kept[i].value };
	fields_sort(items, u->fields.count);
	u->fields.items = items;
}

/* "a/people[00a1b2c3d4e5f607]": where it was, what it is, its id. */
static bool
find_place(struct undoing *u)
{
	const char *path = u->fields.items[0].path;
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	size_t len = strcspn(name, "[");
	struct instance *instance = u->interview->instance;

	u->path = path;
	u->parent = slash == NULL ? instance_root(instance) : instance_find(
	    instance, arena_strndup(u->arena, path, (size_t)(slash - path)));
	if (u->parent == NULL || name[len] != '[')
		return false;
	u->id = strtoull(name + len + 1, NULL, 16);
	u->position = strtoul(u->fields.items[0].value, NULL, 10);
	u->repeat = u->parent->item->first;
	while (u->repeat != NULL && (strlen(u->repeat->name) != len ||
	    memcmp(u->repeat->name, name, len) != 0))
		u->repeat = u->repeat->next;
	return u->repeat != NULL && u->repeat->kind == ITEM_REPEAT &&
	    u->id != 0;
}

/* Its field, by the path that it has again; "" when it was empty. */
static const char *
value_before(const struct undoing *u, const struct answer *answer)
{
	const char *value;
	struct buf path = BUF_INIT;

	answer_path(&path, answer);
	value = fields_get(&u->fields, buf_str(&path));
	buf_free(&path);
	return value != NULL ? value : "";
}

/* The path of an instance at that position of a repeat in its parent. */
static uint64_t
id_at(const struct undoing *u, const struct answer *parent,
    const struct item *repeat, size_t position)
{
	uint64_t id = 0;
	struct buf prefix = BUF_INIT;

	answer_path(&prefix, parent);
	buf_addf(&prefix, "/%s[", repeat->name);
	for (size_t i = 0; i < u->fields.count && id == 0; i++) {
		const char *path = u->fields.items[i].path;

		if (strncmp(path, buf_str(&prefix), prefix.len) == 0 &&
		    strchr(path + prefix.len, '/') == NULL &&
		    strtoul(u->fields.items[i].value, NULL, 10) == position)
			id = strtoull(path + prefix.len, NULL, 16);
	}
	buf_free(&prefix);
	return id;
}

static const struct err *fill(struct undoing *u, struct answer *parent);

static const struct err *
fill_repeat(struct undoing *u, struct answer *parent,
    const struct item *repeat)
{
	const struct err *err = NULL;
	struct answer *one;
	uint64_t id;

	for (size_t i = 1; !err && (id = id_at(u, parent, repeat, i)) != 0;
	    i++) {
		err = instance_add_repeat(u->interview->instance, &one, parent,
		    repeat, id, NULL);
		if (!err)
			err = fill(u, one);
	}
	return err;
}

/* As deep as the form is, at most FORM_DEPTH_MAX. */
static const struct err *
fill(struct undoing *u, struct answer *parent)
{
	const struct err *err = NULL;

	for (const struct item *item = parent->item->first; item && !err;
	    item = item->next) {
		struct answer *answer = item->kind == ITEM_REPEAT ? NULL :
		    answer_of(parent, item);

		if (item->kind == ITEM_REPEAT)
			err = fill_repeat(u, parent, item);
		else if (answer != NULL && item->kind == ITEM_GROUP)
			err = fill(u, answer);
		else if (answer != NULL)
			err = instance_load(u->interview->instance, answer,
			    value_before(u, answer));
	}
	return err;
}

static const struct err *
bring_back(struct undoing *u, struct answer **out)
{
	const struct err *err, *settled;
	struct instance *instance = u->interview->instance;

	err = instance_add_repeat(instance, out, u->parent, u->repeat, u->id,
	    u->position == 0 ? NULL : instance_repeat_at(u->parent, u->repeat,
	    u->position - 1));
	if (err)
		return err;
	err = stops_clear_repeats(instance, *out);
	if (!err)
		err = fill(u, *out);
	/* Whatever happened, what is there is consistent again. */
	settled = instance_settle(instance);
	return err_first(err, settled);
}

const struct err *
interview_undo(struct interview *iv, const char *path, struct answer **out)
{
	const struct err *err;
	struct undoing u = { .interview = iv };
	unsigned long number = path ? number_of(iv, path) :
	    newest_removed(iv);

	*out = NULL;
	if (number == 0)
		return err_new(ERR_STATE, "nothing was removed");
	u.arena = arena_new();
	gather(&u, number);
	if (find_place(&u))
		err = bring_back(&u, out);
	else
		err = err_new(ERR_NOT_FOUND, "%s: what it was in is not there "
		    "any more", u.path);
	/* What cannot come back must not stand before what can. */
	forget(iv, number);
	arena_free(u.arena);
	return err;
}
