/* store_overlap.c - fields that both sides changed: whose value stands. */
#include "collector/store/store_parts.h"

#include <string.h>

#include "kit/base/mem.h"
#include "kit/record/merge.h"
#include "kit/record/response.h"

enum { REVISIONS_MAX = 10000 };

struct gathering {
	struct merge_input *inputs;
	size_t count, capacity;
	struct arena *arena;
	struct store *store;
};

static const struct err *
gather(struct gathering *g, struct slice bytes, enum member_role role)
{
	void *grown = g->inputs;
	struct revision *revision;
	const struct err *err;

	if (bytes.len == 0 || g->count == REVISIONS_MAX)
		return NULL;
	err = revision_read(&revision, g->arena, bytes,
	    &store_study(g->store)->id);
	if (err)
		return err;
	mem_grow(&grown, &g->capacity, g->count + 1, sizeof(*g->inputs));
	g->inputs = grown;
	g->inputs[g->count++] = (struct merge_input){ .revision = revision,
		.role = role };
	return NULL;
}

static const struct err *
gather_own(struct gathering *g, const char *response)
{
	const struct err *err;
	struct db_statement *st;
	bool row;

	err = db_prepare(&st, g->store->db, "select lower(hex(id)),"
	    " bytes_sealed from revision where response = ?"
	    " and length(bytes_sealed) > 0");
	if (err)
		return err;
	db_bind_text(st, 1, response);
	while ((err = db_step(st, &row)) == NULL && row) {
		struct buf bytes = BUF_INIT;

		err = take_sealed(&bytes, st, 1, g->store, "revision.bytes",
		    db_text(st, 0));
		if (!err)
			err = gather(g, slice_of(arena_slice(g->arena,
			    buf_slice(&bytes)), bytes.len), MEMBER_DEVICE);
		buf_wipe(&bytes);
		if (err)
			break;
	}
	db_done(st);
	return err;
}

static const struct err *
gather_theirs(struct gathering *g, const char *response)
{
	struct kept_correction *items;
	size_t count;
	const struct err *err = store_corrections(&items, &count, g->arena,
	    g->store, response);

	for (size_t i = 0; i < count && !err; i++)
		err = gather(g, items[i].said.bytes, MEMBER_COORDINATOR);
	return err;
}

static bool
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : !strcmp(a, b);
}

static const struct merge_head *
head_of(const struct merged_field *field, enum member_role role)
{
	for (size_t i = 0; i < field->head_count; i++)
		if (field->heads[i].input->role == role)
			return &field->heads[i];
	return NULL;
}

/* Her draft says neither what was closed nor what the coordinators say. */
static bool
draft_differs(const struct response *r, const struct merged_field *field)
{
	const char *mine = fields_get(&r->draft, field->path);

	return r->has_draft && !same(mine, fields_get(&r->fields,
	    field->path)) && !same(mine, field->value);
}

/* The path is one that a coordinator changed. */
static enum overlap
judge(const struct response *r, const struct merged_field *field)
{
	const struct merge_head *ours = head_of(field, MEMBER_DEVICE);
	const struct merge_head *theirs = head_of(field, MEMBER_COORDINATOR);

	if (theirs == NULL)		/* ours knew of theirs */
		return OVERLAP_OURS;
	if (ours != NULL && !same(ours->value, theirs->value))
		return same(field->value, ours->value) ? OVERLAP_OURS :
		    OVERLAP_THEIRS;
	return draft_differs(r, field) ? OVERLAP_DRAFT : OVERLAP_NONE;
}

const struct err *
store_overlap(struct merged_record *out, struct arena *arena,
    struct store *store, const char *response)
{
	struct gathering g = { .arena = arena, .store = store };
	const struct package *package;
	struct response r;
	struct merge_input *inputs;
	const struct err *err;

	*out = (struct merged_record){ .state = STATE_UNCHANGED };
	if ((err = store_response(&r, arena, store, response)) != NULL ||
	    r.purged)
		return err;
	err = store_form(&package, store, &r.form);
	if (!err)
		err = gather_own(&g, response);
	if (!err)
		err = gather_theirs(&g, response);
	inputs = arena_alloc_n(arena, g.count + 1, sizeof(*inputs));
	if (g.count > 0)
		memcpy(inputs, g.inputs, g.count * sizeof(*inputs));
	if (!err && g.count > 0)
		merge_record(out, arena, inputs, g.count,
		    response_merge_is_consent,
		    (void *)(uintptr_t)package->form);
	mem_free(g.inputs);
	return err;
}

enum overlap
overlap_of(const struct merged_record *merged, const struct response *r,
    const char *path)
{
	const struct merged_field *field = merged_field(merged, path);

	return field == NULL || field->head_count == 0 ? OVERLAP_NONE :
	    judge(r, field);
}
