/*
 * erasure_sweep.c - what is about somebody who was erased and under way then:
 * drafts that laptops sent along, and responses that no coordinator had merged
 * when the tombstones were written. They name the case, not the tombstone.
 */
#include <string.h>

#include "kit/base/arena.h"
#include "merger/erasure.h"
#include "merger/query.h"

bool
erasure_is_about(const struct workspace *ws, const struct revision *revision,
    enum entry_kind kind)
{
	const char *its_case = fields_get(&revision->set, ".case");

	/* A correction may name a case by mistake; what begins with it not. */
	return its_case != NULL && (revision->parent_count == 0 ||
	    kind == ENTRY_CHECKPOINT) && erasure_refuses_case(ws, its_case);
}

struct sweep {
	struct workspace *ws;
	const struct index_changeset *row;
	struct changeset *changeset;
	struct arena *arena;
	struct swept *out;
};

static const struct err *
look_at(void *data, const struct index_entry *entry)
{
	struct sweep *s = data;
	struct buf plain = BUF_INIT;
	struct revision *revision;

	/* What does not open is not in the dataset either: said by others. */
	if (changeset_entry_with_key(&plain, &entry->record_key, s->changeset,
	    entry->place, workspace_dictionary, s->ws) == NULL &&
	    revision_read(&revision, s->arena, buf_slice(&plain),
	    &s->ws->keys.study) == NULL &&
	    erasure_is_about(s->ws, revision, entry->kind)) {
		struct swept *found = arena_alloc(s->arena, sizeof *found);

		found->record = arena_strdup(s->arena, entry->record);
		found->device = arena_strdup(s->arena, s->row->device);
		found->next = s->out->next;
		s->out->next = found;
	}
	buf_wipe(&plain);
	return NULL;
}

static const struct err *
sweep_changeset(void *data, const struct index_changeset *row)
{
	struct sweep *s = data;
	struct buf bytes = BUF_INIT;
	const struct err *err;

	if (row->verdict != VERDICT_MERGED && row->verdict != VERDICT_ASIDE)
		return NULL;
	s->row = row;
	err = depot_read(&bytes, s->ws->depot, row->commit, row->file,
	    CHANGESET_BYTES_MAX);
	if (err == NULL)
		err = changeset_open(&s->changeset, buf_slice(&bytes),
		    &s->ws->keys.study);
	if (err == NULL)
		err = index_each_entry(s->ws->index, row->key, look_at, s);
	changeset_free(s->changeset);
	s->changeset = NULL;
	buf_free(&bytes);
	return err;
}

const struct err *
erasure_sweep(struct workspace *ws, struct arena *arena, struct swept *out)
{
	struct sweep s = { .ws = ws, .arena = arena, .out = out };

	out->next = NULL;
	return index_each(ws->index, 0, sweep_changeset, &s);
}
