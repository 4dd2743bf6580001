/* store_checkpoint.c - which drafts were sent along, and which not yet. */
#include "collector/store/store_parts.h"

#include <stdio.h>

#include "kit/base/mem.h"

struct listing {
	struct changed_draft *items;
	size_t count, capacity;
};

/*
 * What is stored of a draft is encrypted with a new nonce at each save, so its
 * hash tells one save from the next and says nothing of what is in it.
 */
static void
add_if_changed(struct listing *list, struct db_statement *st)
{
	struct slice sent = db_blob(st, 2);
	struct changed_draft draft;
	void *items = list->items;

	crypto_hash(&draft.mark, db_blob(st, 1));
	if (slice_equal(sent, slice_of(draft.mark.bytes, HASH_BYTES)))
		return;
	snprintf(draft.response, sizeof(draft.response), "%s",
	    db_text(st, 0));
	mem_grow(&items, &list->capacity, list->count + 1,
	    sizeof(*list->items));
	list->items = items;
	list->items[list->count++] = draft;
}

const struct err *
store_changed_drafts(struct changed_draft **out, size_t *count,
    struct arena *arena, struct store *store)
{
	const struct err *err;
	struct listing list = { NULL, 0, 0 };
	struct db_statement *st;
	bool row;

	*count = 0;
	err = db_prepare(&st, store->db, "select id, draft_sealed, checkpoint"
	    " from response where draft_sealed is not null"
	    " order by created_ms, id");
	if (err)
		return err;
	while ((err = db_step(st, &row)) == NULL && row)
		add_if_changed(&list, st);
	db_done(st);
	*out = arena_alloc_n(arena, list.count + 1, sizeof(**out));
	for (size_t i = 0; i < list.count && !err; i++)
		(*out)[(*count)++] = list.items[i];
	mem_free(list.items);
	return err;
}

const struct err *
store_mark_drafts(struct store *store, const struct outgoing *items,
    size_t count)
{
	const struct err *err;
	struct db_statement *st;

	err = db_prepare(&st, store->db,
	    "update response set checkpoint = ? where id = ?");
	if (err)
		return err;
	for (size_t i = 0; i < count && !err; i++) {
		if (!items[i].is_draft)
			continue;
		bind_hash(st, 1, &items[i].id);
		db_bind_text(st, 2, items[i].response);
		err = db_run(st);
	}
	db_done(st);
	return err;
}
