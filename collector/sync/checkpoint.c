#include "collector/sync/checkpoint.h"

#include <stdio.h>
#include <string.h>

#include "collector/words.h"
#include "kit/base/platform.h"
#include "kit/exchange/changeset.h"

enum { SHORT_ID = 9 };

/* The draft's fields, and where it was left. */
static struct fields
all_fields(struct arena *arena, const struct response *r)
{
	struct field *items = arena_alloc_n(arena, r->draft.count + 1,
	    sizeof(*items));
	size_t count = r->draft.count;

	if (count > 0)
		memcpy(items, r->draft.items, count * sizeof(*items));
	if (r->draft_at[0] != '\0')
		items[count++] = (struct field){ ".at", r->draft_at };
	fields_sort(items, count);
	return (struct fields){ items, count };
}

static const struct err *
write_draft(struct buf *out, struct arena *arena, const struct study *study,
    const struct response *r)
{
	const struct err *err;
	struct revision revision = { .kind = RECORD_RESPONSE,
		.study = study->id, .form = r->form,
		.time_ms = r->changed_ms, .reason = "",
		.offset_minutes =
		    platform_local_offset_minutes(r->changed_ms),
		.parents = &r->tip, .parent_count = r->has_tip ? 1 : 0,
		.set = all_fields(arena, r), .state = STATE_DRAFT };

	memcpy(revision.record, r->id, sizeof(r->id));
	memcpy(revision.author, study->device, sizeof(study->device));
	crypto_random(revision.nonce, sizeof(revision.nonce));
	err = revision_write(out, &revision);
	if (!err && out->len > REVISION_BYTES_MAX)
		err = err_new(ERR_LIMIT, "more than %d bytes of answers",
		    REVISION_BYTES_MAX);
	return err;
}

/* The environment's language: who asked for it is far from here. */
static void
say_left(const struct response *r, const struct err *err)
{
	enum language language = language_asked(NULL);
	char id[SHORT_ID];
	struct buf reason = BUF_INIT;

	snprintf(id, sizeof(id), "%.8s", r->id);
	word_message(&reason, language, err->msg);
	word_say(stderr, language, W_DRAFT_LEFT, id, buf_str(&reason),
	    (char *)NULL);
	buf_free(&reason);
}

/* *made: it could be written. */
static const struct err *
make(struct outgoing *out, bool *made, struct arena *arena,
    struct store *store, const struct changed_draft *draft)
{
	const struct err *err;
	struct response r;
	struct buf bytes = BUF_INIT;

	*made = false;
	if ((err = store_response(&r, arena, store, draft->response)) != NULL)
		return err;
	err = write_draft(&bytes, arena, store_study(store), &r);
	if (err) {
		say_left(&r, err);
	} else {
		*out = (struct outgoing){ .is_draft = true, .id = draft->mark,
			.form = r.form, .key = r.key };
		memcpy(out->response, r.id, sizeof(r.id));
		out->bytes = slice_of(arena_slice(arena, buf_slice(&bytes)),
		    bytes.len);
		*made = true;
	}
	buf_wipe(&bytes);
	return NULL;
}

const struct err *
checkpoint_add(struct outgoing *items, size_t *count, size_t count_max,
    bool *more, struct arena *arena, struct store *store)
{
	const struct err *err;
	struct changed_draft *drafts;
	size_t draft_count, i = 0;
	bool made;

	err = store_changed_drafts(&drafts, &draft_count, arena, store);
	for (; i < draft_count && *count < count_max && !err; i++) {
		err = make(&items[*count], &made, arena, store, &drafts[i]);
		*count += !err && made;
	}
	*more = i < draft_count;
	return err;
}
