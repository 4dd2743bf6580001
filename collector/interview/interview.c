#include "collector/interview/interview.h"

#include <string.h>

#include "collector/interview/audit.h"
#include "kit/base/mem.h"
#include "kit/base/moment.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"
#include "kit/record/phase_name.h"
#include "kit/record/response.h"

/* ---- fields that are not the form's ---- */

static struct field *
find_kept(const struct interview *iv, const char *path)
{
	for (size_t i = 0; i < iv->kept_count; i++)
		if (!strcmp(iv->kept[i].path, path))
			return &iv->kept[i];
	return NULL;
}

static void
keep(struct interview *iv, const char *path, const char *value)
{
	struct field *found = find_kept(iv, path);
	void *items = iv->kept;

	if (found != NULL) {
		found->value = value;
		return;
	}
	mem_grow(&items, &iv->kept_capacity, iv->kept_count + 1,
	    sizeof(*iv->kept));
	iv->kept = items;
	iv->kept[iv->kept_count++] = (struct field){ path, value };
}

const struct err *
interview_keep(struct interview *iv, const char *path, const char *value)
{
	const struct err *err = NULL;
	struct buf text = BUF_INIT;
	struct field *found = find_kept(iv, path);

	if (value != NULL && value[0] != '\0')
		err = text_nfc(&text, slice_str(value));
	if (err)
		err = err_in(err, "%s", path);
	else if (text.len > 0)
		keep(iv, arena_strdup(iv->arena, path),
		    arena_slice(iv->arena, buf_slice(&text)));
	else if (found != NULL)
		*found = iv->kept[--iv->kept_count];
	buf_free(&text);
	return err;
}

const struct err *
interview_keep_case(struct interview *iv, const char *key)
{
	const struct err *err = interview_keep(iv, ".case", key);
	const struct item *item;
	struct answer *answer = NULL;

	if (err)
		return err;
	item = form_item_role(iv->package->form, "case");
	if (item != NULL && item->repeat == NULL)
		answer = answer_of(instance_root(iv->instance), item);
	return answer == NULL || answer->calculated ? NULL :
	    instance_set(iv->instance, answer, key);
}

const struct err *
interview_keep_time(struct interview *iv, const char *path, int64_t ms)
{
	char text[MOMENT_TEXT_MAX];

	moment_format(text, ms, platform_local_offset_minutes(ms));
	return interview_keep(iv, path, text);
}

const char *
interview_kept(const struct interview *iv, const char *path)
{
	const struct field *found = find_kept(iv, path);

	return found ? found->value : NULL;
}

/* ---- opening ---- */

/* Choices without a seed stand in one order as long as a response lives. */
static uint64_t
shuffle_of(const struct interview *iv)
{
	struct hash hash;
	struct reader r;

	crypto_hash(&hash, slice_str(iv->response.id));
	r = reader_of(slice_of(hash.bytes, sizeof(hash.bytes)));
	return reader_u64(&r);
}

static const struct err *
make_instance(struct interview *iv, const struct form_graph *graph,
    const struct xpath_world *world)
{
	struct instance_setting setting = {
		.device_id = store_study(iv->store)->device,
		.shuffle = shuffle_of(iv)
	};

	if (world != NULL)
		setting.world = *world;
	return graph ? instance_new_of(&iv->instance, graph, &setting) :
	    instance_new(&iv->instance, iv->package->form, &setting);
}

const struct err *
interview_check_phase(struct store *store)
{
	const struct err *err;
	const struct manifest *manifest;
	const char *ours = store_study(store)->phase;

	if ((err = store_manifest(&manifest, store)) != NULL)
		return err;
	if (manifest_is_past(manifest, ours))
		return err_new(ERR_DENIED, "%s: has responses of the %s, and "
		    "the study is in the %s now: join with a new invitation",
		    store_folder(store), phase_in_failure(ours),
		    phase_in_failure(manifest_phase(manifest)));
	return NULL;
}

bool
interview_may_begin(struct store *store)
{
	return !store_is_closed(store) && interview_check_phase(store) == NULL;
}

/* A response of a training says so for ever. */
static const struct err *
keep_phase(struct interview *iv)
{
	const struct err *err = interview_check_phase(iv->store);
	const char *ours = store_study(iv->store)->phase;

	return err || strcmp(ours, "field") == 0 ? err :
	    interview_keep(iv, ".phase", ours);
}

const struct err *
interview_new(struct interview *iv, struct store *store,
    const struct package *package, const struct form_graph *graph,
    const struct xpath_world *world)
{
	const struct err *err;

	*iv = (struct interview){ .store = store, .package = package };
	iv->arena = arena_new();
	response_begin(&iv->response, &package->version, platform_now_ms());
	err = keep_phase(iv);
	return err ? err : make_instance(iv, graph, world);
}

struct loading {
	struct interview *interview;
	const struct fields *fields;
};

/* What is loaded may be the draft of the last save, which the next one frees. */
static void
keep_copy(struct interview *iv, const char *path, const char *value)
{
	keep(iv, arena_strdup(iv->arena, path), arena_strdup(iv->arena, value));
}

static void
keep_unknown(void *data, const char *path)
{
	struct loading *l = data;
	const char *value = fields_get(l->fields, path);

	if (value != NULL)
		keep_copy(l->interview, path, value);
}

/* Fields with a dot are the record's own, the rest is for the form. */
const struct err *
interview_load(struct interview *iv, const struct fields *all)
{
	struct field *items = arena_alloc_n(iv->arena, all->count + 1,
	    sizeof(*items));
	struct fields mine = { items, 0 };
	struct loading loading = { iv, all };

	for (size_t i = 0; i < all->count; i++) {
		if (all->items[i].path[0] == '.')
			keep_copy(iv, all->items[i].path,
			    all->items[i].value);
		else
			items[mine.count++] = all->items[i];
	}
	return response_load(iv->instance, &mine, keep_unknown, &loading);
}

const struct err *
interview_open(struct interview *iv, struct store *store, const char *id)
{
	const struct err *err;
	struct response *r = &iv->response;

	*iv = (struct interview){ .store = store };
	iv->arena = arena_new();
	if ((err = store_response(r, iv->arena, store, id)) != NULL)
		return err;
	if (r->purged)
		return err_new(ERR_DENIED, "response %.8s: merged, and its "
		    "answers were wiped here; the coordinator can look and "
		    "correct", r->id);
	if ((err = store_form(&iv->package, store, &r->form)) != NULL)
		return err;
	if ((err = make_instance(iv, NULL, NULL)) != NULL)
		return err;
	return interview_load(iv, r->has_draft ? &r->draft : &r->fields);
}

const struct err *
interview_move(struct interview *iv, bool *moved, size_t *homeless)
{
	const struct err *err;
	const struct package *newest;
	struct response *r = &iv->response;

	*homeless = 0;
	err = store_form_newest(&newest, iv->store, &r->form);
	if (err)
		return err;
	*moved = !hash_equal(&newest->version, &iv->package->version);
	if (!*moved)
		return NULL;
	/* What is on the screen belongs to the instance. */
	audit_leave(iv);
	instance_free(iv->instance);
	iv->instance = NULL;
	iv->package = newest;
	iv->kept_count = 0;
	r->form = newest->version;
	if ((err = make_instance(iv, NULL, NULL)) != NULL)
		return err;
	err = interview_load(iv, r->has_draft ? &r->draft : &r->fields);
	for (size_t i = 0; i < iv->kept_count; i++)
		*homeless += iv->kept[i].path[0] != '.';
	return err;
}

void
interview_free(struct interview *iv)
{
	instance_free(iv->instance);
	mem_free(iv->kept);
	arena_free(iv->saved);
	audit_free(iv->audit);
	arena_free(iv->arena);
	mem_wipe(iv, sizeof(*iv));
}

const struct err *
interview_question(struct answer **out, struct interview *iv,
    const char *name)
{
	const struct item *item;

	*out = instance_find(iv->instance, name);
	if (*out == NULL) {
		item = form_item_named(iv->package->form, name);
		if (item != NULL && item->repeat == NULL)
			*out = answer_of(instance_root(iv->instance), item);
	}
	if (*out == NULL || (*out)->item->kind != ITEM_QUESTION)
		return err_new(ERR_USAGE, "\"%s\": no such question; "
		    "\"collector show %.8s\" prints their paths", name,
		    iv->response.id);
	return NULL;
}

/*
 * The lock dies with the program; its empty file stays, so that nobody locks a
 * file that somebody else is about to remove.
 */
const struct err *
interview_lock(struct platform_lock **out, const struct interview *iv)
{
	const struct err *err;
	struct buf path = BUF_INIT;

	err = store_subfolder(&path, iv->store, "asking");
	buf_addf(&path, "/%s", iv->response.id);
	if (!err)
		err = platform_lock(out, buf_str(&path));
	if (err && err->code == ERR_BUSY)
		err = err_new(ERR_BUSY, "response %.8s is being asked in "
		    "another window; go on there, or close it first",
		    iv->response.id);
	buf_free(&path);
	return err;
}
