/* manifest_end.c - what ends: records that were erased, a study that closed. */
#include <stdlib.h>
#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/mem.h"
#include "kit/exchange/changeset.h"
#include "kit/exchange/manifest_parts.h"
#include "kit/exchange/signed_text.h"

/* Reading. Manifests from before there was an end have neither member. */

static void
read_erased(struct want *want, struct manifest_end *end, struct arena *arena,
    const struct json *json)
{
	const struct json *list;

	if (json_get(json, "erased") == NULL)
		return;
	list = want_array(want, json, "erased", MANIFEST_ERASED_MAX);
	end->erased = arena_alloc_n(arena, json_count(list),
	    sizeof(*end->erased));
	for (const struct json *at = json_first(list); at && !want->err;
	    at = json_next(at)) {
		const char *id = json_string(at);

		if (id == NULL || *id == '\0' ||
		    strlen(id) > MANIFEST_RECORD_BYTES_MAX)
			want_refuse(want, ERR_FORMAT, "\"erased\" holds what "
			    "is no record's name");
		else if (end->erased_count > 0 &&
		    strcmp(end->erased[end->erased_count - 1], id) >= 0)
			want_refuse(want, ERR_FORMAT, "the erased records are "
			    "not ascending");
		else
			end->erased[end->erased_count++] = id;
	}
}

static int
compare_lasts(const void *a, const void *b)
{
	const struct manifest_last *x = a, *y = b;
	int c = strcmp(x->device, y->device);

	if (c == 0)
		c = (x->stand.chain > y->stand.chain) -
		    (x->stand.chain < y->stand.chain);
	return c ? c : memcmp(&x->stand.hash, &y->stand.hash,
	    sizeof(x->stand.hash));
}

static void
read_last(struct want *want, struct manifest_last *last,
    const struct json *json)
{
	const char *device = want_text(want, json, "device", 1,
	    DEVICE_ID_CHARS);

	last->stand.chain = want_chain(want, json, "chain");
	last->stand.number = want_u64(want, json, "number", 1,
	    CHANGESET_NUMBER_MAX);
	want_hex(want, json, "hash", last->stand.hash.bytes, HASH_BYTES);
	if (want->err)
		return;
	if (!device_id_is_valid(device))
		want_refuse(want, ERR_FORMAT, "%s is no device", device);
	else
		memcpy(last->device, device, sizeof(last->device));
}

static void
read_closing(struct want *want, struct manifest_end *end, struct arena *arena,
    const struct json *json)
{
	const struct json *list;

	if (json_get(json, "closing") == NULL)
		return;
	end->closed = true;
	if (!want->err && strcmp(json_get_string(json, "phase"), "closed") != 0)
		want_refuse(want, ERR_FORMAT, "a study that was closed is in "
		    "another phase");
	list = want_array(want, json, "closing", MANIFEST_CLOSING_MAX);
	end->lasts = arena_alloc_n(arena, json_count(list),
	    sizeof(*end->lasts));
	for (const struct json *at = json_first(list); at && !want->err;
	    at = json_next(at)) {
		struct manifest_last *last = &end->lasts[end->last_count++];

		read_last(want, last, at);
		if (!want->err && end->last_count > 1 &&
		    compare_lasts(last - 1, last) >= 0)
			want_refuse(want, ERR_FORMAT, "what stands at the "
			    "closing is not ascending");
	}
}

void
manifest_end_read(struct want *want, struct manifest_end *end,
    struct arena *arena, const struct json *json)
{
	read_erased(want, end, arena, json);
	read_closing(want, end, arena, json);
}

static bool
is_erased(const struct manifest_end *end, const char *record)
{
	size_t low = 0, high = end->erased_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int c = strcmp(record, end->erased[middle]);

		if (c == 0)
			return true;
		if (c < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

static bool
same_lasts(const struct manifest_end *a, const struct manifest_end *b)
{
	if (a->last_count != b->last_count)
		return false;
	for (size_t i = 0; i < a->last_count; i++)
		if (compare_lasts(&a->lasts[i], &b->lasts[i]) != 0 ||
		    a->lasts[i].stand.number != b->lasts[i].stand.number)
			return false;
	return true;
}

const struct err *
manifest_end_check(const struct manifest_end *end,
    const struct manifest_end *previous)
{
	for (size_t i = 0; i < previous->erased_count; i++)
		if (!is_erased(end, previous->erased[i]))
			return err_new(ERR_FORMAT, "manifest: %s was erased "
			    "and comes back", previous->erased[i]);
	if (previous->closed && (!end->closed || !same_lasts(end, previous)))
		return err_new(ERR_FORMAT, "manifest: the study was closed, "
		    "and stays as it was");
	return NULL;
}

/* Answering. */

const char *const *
manifest_erased(const struct manifest *m, size_t *count)
{
	const struct manifest_end *end = manifest_end_of(m);

	*count = end->erased_count;
	return end->erased;
}

bool
manifest_is_erased(const struct manifest *m, const char *record)
{
	return is_erased(manifest_end_of(m), record);
}

bool
manifest_is_practice(const struct manifest *m)
{
	const char *now = manifest_phase(m);

	return !strcmp(now, "training") || !strcmp(now, "pilot");
}

bool
manifest_is_past(const struct manifest *m, const char *phase)
{
	const char *now = manifest_phase(m);

	return strcmp(now, phase) != 0 && strcmp(now, "closed") != 0;
}

bool
manifest_is_closed(const struct manifest *m)
{
	return manifest_end_of(m)->closed;
}

const struct manifest_last *
manifest_closing(const struct manifest *m, size_t *count)
{
	const struct manifest_end *end = manifest_end_of(m);

	*count = end->last_count;
	return end->lasts;
}

/* Writing. */

static int
compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void
manifest_draft_erase(struct manifest_draft *draft, const char *const *records,
    size_t count)
{
	struct json *json = manifest_draft_json(draft);
	const struct json *was = json_get(json, "erased");
	size_t n = json_count(was), at = 0;
	const char **all = mem_alloc_n(n + count, sizeof(*all));
	struct json *list = json_new_array();

	for (const struct json *r = json_first(was); r; r = json_next(r))
		all[at++] = json_string(r);
	for (size_t i = 0; i < count; i++)
		all[at++] = records[i];
	qsort(all, at, sizeof(*all), compare_texts);
	for (size_t i = 0; i < at; i++)
		if (i == 0 || strcmp(all[i - 1], all[i]) != 0)
			json_add_string(list, all[i]);
	json_put(json, "erased", list);
	mem_free(all);
}

void
manifest_draft_close(struct manifest_draft *draft,
    const struct manifest_last *lasts, size_t count)
{
	struct manifest_last *sorted = mem_alloc_n(count, sizeof(*sorted));
	struct json *json = manifest_draft_json(draft);
	struct json *list = json_new_array();

	if (count > 0)
		memcpy(sorted, lasts, count * sizeof(*sorted));
	qsort(sorted, count, sizeof(*sorted), compare_lasts);
	for (size_t i = 0; i < count; i++) {
		struct json *last = json_new_object();

		json_put_string(last, "device", sorted[i].device);
		put_chain(last, "chain", sorted[i].stand.chain);
		json_put_u64(last, "number", sorted[i].stand.number);
		json_put_hex(last, "hash", sorted[i].stand.hash.bytes,
		    HASH_BYTES);
		json_add(list, last);
	}
	mem_free(sorted);
	json_put_string(json, "phase", "closed");
	json_put(json, "closing", list);
}
