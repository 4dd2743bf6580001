#include "merger/dataset/drafts.h"

#include <stdlib.h>
#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/map.h"
#include "kit/base/mem.h"
#include "merger/study/forms.h"
#include "merger/study/tombstones.h"

struct reading {
	struct workspace *ws;
	struct drafts *out;
	const char *device;
	const struct index_changeset *row;
	struct changeset *changeset;	/* opened when it is needed */
};

/* ---- reading ---- */

static struct draft *
find_draft(const struct drafts *drafts, const char *device, const char *record)
{
	for (size_t i = 0; i < drafts->count; i++) {
		struct draft *d = &drafts->items[i];

		if (!strcmp(d->source.device, device) &&
		    !strcmp(d->revision->record, record))
			return d;
	}
	return NULL;
}

/* Change sets are visited by device, chain and number. */
static bool
is_newer(const struct draft *old, const struct draft *fresh)
{
	if (old->source.chain == fresh->source.chain)
		return true;
	if (old->revision->time_ms != fresh->revision->time_ms)
		return old->revision->time_ms < fresh->revision->time_ms;
	return memcmp(old->revision->id.bytes, fresh->revision->id.bytes,
	    HASH_BYTES) < 0;
}

static void
keep(struct drafts *drafts, const struct draft *fresh)
{
	struct draft *old = find_draft(drafts, fresh->source.device,
	    fresh->revision->record);
	void *items = drafts->items;

	if (old != NULL) {
		if (is_newer(old, fresh))
			*old = *fresh;
		return;
	}
	mem_grow(&items, &drafts->capacity, drafts->count + 1,
	    sizeof *drafts->items);
	drafts->items = items;
	drafts->items[drafts->count++] = *fresh;
}

static void
fill_source(struct source *out, const struct index_changeset *row)
{
	memcpy(out->device, row->device, sizeof row->device);
	memcpy(out->commit, row->commit, sizeof row->commit);
	out->chain = row->chain;
	out->number = row->number;
	out->changeset = row->hash;
}

static const struct err *
open_changeset(struct reading *r)
{
	struct buf bytes = BUF_INIT;
	struct slice kept;
	const struct err *err;

	if (r->changeset != NULL)
		return NULL;
	err = depot_read(&bytes, r->ws->depot, r->row->commit, r->row->file,
	    CHANGESET_BYTES_MAX);
	kept = slice_of(arena_slice(r->out->arena, buf_slice(&bytes)),
	    bytes.len);
	buf_free(&bytes);
	return err ? err : changeset_open(&r->changeset, kept,
	    &r->ws->keys.study);
}

static const struct err *
add_entry(void *data, const struct index_entry *entry)
{
	struct reading *r = data;
	struct buf plain = BUF_INIT;
	struct draft draft = { .standing = DRAFT_OPEN };
	struct revision *revision;
	const struct err *err;

	if (entry->kind != ENTRY_CHECKPOINT ||
	    tombstones_refuse(r->ws, entry->record))
		return NULL;
	err = open_changeset(r);
	if (err == NULL)
		err = changeset_entry_with_key(&plain, &entry->record_key,
		    r->changeset, entry->place, forms_dictionary, r->ws);
	if (err == NULL) {
		draft.bytes = slice_of(arena_slice(r->out->arena,
		    buf_slice(&plain)), plain.len);
		err = revision_read(&revision, r->out->arena, draft.bytes,
		    &r->ws->keys.study);
	}
	if (err == NULL) {
		draft.revision = revision;
		fill_source(&draft.source, r->row);
		keep(r->out, &draft);
	}
	buf_wipe(&plain);
	return err;
}

static const struct err *
add_changeset(void *data, const struct index_changeset *row)
{
	struct reading *r = data;
	const struct err *err;

	if (strncmp(row->device, r->device, strlen(r->device)) != 0)
		return NULL;
	/*
	 * Also of change sets that wait: their entries are here only if they
	 * were opened before the laptop was revoked.
	 */
	r->row = row;
	err = index_each_entry(r->ws->index, row->key, add_entry, r);
	changeset_free(r->changeset);
	r->changeset = NULL;
	return err_in(err, "change set %s #%llu", row->device,
	    (unsigned long long)row->number);
}

/* ---- what has become of them ---- */

static struct slice
id_of(const struct hash *id)
{
	return slice_of(id->bytes, HASH_BYTES);
}

/*
 * Everything that the draft goes on from, at whatever distance: id to its
 * merge_input, or to the map itself for what is not here.
 */
static struct map *
known_to(const struct revision *draft, const struct record *record)
{
	struct map *known = map_new(), *by_id = map_new();
	const struct revision *at = draft;
	size_t next = 0;

	for (size_t i = 0; i < record->input_count; i++)
		(void)map_set_slice(by_id, id_of(
		    &record->inputs[i].revision->id), &record->inputs[i]);
	for (;;) {
		const void *value;

		for (size_t i = 0; at != NULL && i < at->parent_count; i++) {
			struct slice id = id_of(&at->parents[i]);
			void *input = map_get_slice(by_id, id);

			if (map_get_slice(known, id) == NULL)
				(void)map_set_slice(known, id,
				    input ? input : known);
		}
		if (next == map_count(known))
			break;
		value = map_value_at(known, next++);
		at = value == known ? NULL :
		    ((const struct merge_input *)value)->revision;
	}
	map_free(by_id);
	return known;
}

/* Has its device written a revision that the draft knows nothing of? */
static bool
is_closed(const struct record *record, const struct draft *draft)
{
	struct map *known = known_to(draft->revision, record);
	bool closed = false;

	for (size_t i = 0; i < record->input_count && !closed; i++) {
		const struct revision *r = record->inputs[i].revision;

		closed = !strcmp(r->author, draft->revision->author) &&
		    map_get_slice(known, id_of(&r->id)) == NULL;
	}
	map_free(known);
	return closed;
}

/* It says so itself, or what it goes on from does. */
static bool
is_past_practice(const struct draft *draft, const struct record *record,
    const char *phase)
{
	const char *own = fields_get(&draft->revision->set, ".phase");

	if (own == NULL)
		own = record ? record_value(record, ".phase") : "";
	return own[0] != '\0' && strcmp(own, phase) != 0;
}

static void
settle(struct draft *draft, const struct dataset *dataset, const char *phase)
{
	const struct record *record = map_get(dataset->by_id,
	    draft->revision->record);

	if (is_past_practice(draft, record, phase))
		draft->standing = DRAFT_PRACTICE;
	else if (record != NULL && is_closed(record, draft))
		draft->standing = DRAFT_CLOSED;
	else if (draft->revision->parent_count > 0)
		draft->standing = DRAFT_CORRECTION;
}

static int
compare_drafts(const void *a, const void *b)
{
	const struct draft *left = a, *right = b;
	int order = strcmp(left->source.device, right->source.device);

	return order ? order : strcmp(left->revision->record,
	    right->revision->record);
}

const struct err *
drafts_load(struct drafts *out, struct workspace *ws,
    const struct dataset *dataset, const char *device)
{
	struct reading r = { .ws = ws, .out = out, .device = device };
	const struct err *err;

	*out = (struct drafts){ .arena = arena_new() };
	err = index_each(ws->index, 0, add_changeset, &r);
	for (size_t i = 0; i < out->count; i++)
		settle(&out->items[i], dataset, manifest_phase(ws->manifest));
	if (out->count > 0)
		qsort(out->items, out->count, sizeof *out->items,
		    compare_drafts);
	return err;
}

size_t
drafts_under_way(const struct drafts *drafts)
{
	size_t n = 0;

	for (size_t i = 0; i < drafts->count; i++)
		n += drafts->items[i].standing == DRAFT_OPEN ||
		    drafts->items[i].standing == DRAFT_CORRECTION;
	return n;
}

void
drafts_free(struct drafts *drafts)
{
	mem_free(drafts->items);
	arena_free(drafts->arena);
	memset(drafts, 0, sizeof *drafts);
}
