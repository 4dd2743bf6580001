/*
 * interview_close.c - what an interview leaves behind: a draft at each save, a
 * revision when it is closed.
 */
#include <string.h>

#include "collector/interview/audit.h"
#include "kit/base/moment.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"
#include "kit/exchange/attachment.h"
#include "kit/record/response.h"

/* ---- which fields go along ---- */

/* The path behind the prefix of a field that is about an answer; or NULL. */
static const char *
about(const struct field *field, const char *prefix)
{
	size_t len = strlen(prefix);

	return strncmp(field->path, prefix, len) == 0 ? field->path + len :
	    NULL;
}

/*
 * Fields that hang on an answer go where it goes. A question that this version
 * of the form does not know keeps them, as it keeps its answer; so does a
 * repeat that was removed from a draft, for it may come back.
 */
static bool
hangs_on(struct interview *iv, const char *path, bool final, bool filled)
{
	const struct answer *answer = instance_find(iv->instance, path);

	if (answer == NULL)
		return !final || interview_kept(iv, path) != NULL;
	return (answer->relevant || !final) &&
	    (!filled || answer_value(answer)[0] != '\0');
}

static bool
goes_along(struct interview *iv, const struct field *field, bool final)
{
	const char *path;

	if (about(field, INTERVIEW_DRAFT_FIELD) != NULL)
		return !final;
	if ((path = about(field, ATTACHMENT_FIELD)) != NULL)
		return hangs_on(iv, path, final, true);
	if ((path = about(field, INTERVIEW_REMARK_FIELD)) != NULL)
		return hangs_on(iv, path, final, false);
	if ((path = about(field, INTERVIEW_NONRESPONSE_FIELD)) == NULL)
		return true;
	return hangs_on(iv, path, final, false) &&
	    !hangs_on(iv, path, false, true);
}

static const struct err *
collect(struct fields *out, struct arena *arena, struct interview *iv,
    bool final)
{
	const struct err *err;
	struct fields answers;
	struct field *items;

	err = response_fields(&answers, arena, iv->instance, final);
	if (err)
		return err;
	items = arena_alloc_n(arena, answers.count + iv->kept_count + 2,
	    sizeof(*items));
	if (answers.count > 0)
		memcpy(items, answers.items, answers.count * sizeof(*items));
	out->count = answers.count;
	for (size_t i = 0; i < iv->kept_count; i++)
		if (goes_along(iv, &iv->kept[i], final))
			items[out->count++] = iv->kept[i];
	if (!final && audit_text(iv).len > 0)
		items[out->count++] = (struct field){
		    INTERVIEW_DRAFT_FIELD "audit",
		    (const char *)audit_text(iv).data };
	out->items = items;
	fields_sort(items, out->count);
	return NULL;
}

static void
label(struct interview *iv, struct arena *arena)
{
	struct buf name = BUF_INIT;
	const char *case_id = interview_kept(iv, ".case");

	/* A name that cannot be worked out is no reason to lose answers. */
	if (instance_name(iv->instance, &name) != NULL)
		buf_reset(&name);
	iv->response.name = arena_slice(arena, buf_slice(&name));
	iv->response.case_id = case_id ? case_id : "";
	iv->response.broken_off = interview_kept(iv, ".ending") != NULL;
	iv->response.changed_ms = platform_now_ms();
	buf_free(&name);
}

/* What the last save needed dies with it: there are as many as answers. */
const struct err *
interview_save(struct interview *iv, const char *at)
{
	const struct err *err;
	struct response *r = &iv->response;
	struct arena *before = iv->saved, *arena = arena_new();
	struct fields draft;

	err = collect(&draft, arena, iv, false);
	if (err) {
		arena_free(arena);
		return err;
	}
	label(iv, arena);
	r->draft = draft;
	r->draft_at = arena_strdup(arena, at);
	iv->saved = arena;
	arena_free(before);
	err = store_save_draft(iv->store, r);
	r->has_draft = r->has_draft || err == NULL;
	return err;
}

/* Our last revision, and the coordinators' that came since. */
static const struct hash *
parents_of(struct interview *iv, size_t *count)
{
	const struct response *r = &iv->response;
	struct hash *out = arena_alloc_n(iv->arena, r->correction_count + 1,
	    sizeof(*out));

	*count = 0;
	if (!r->has_tip)
		return out;
	out[(*count)++] = r->tip;
	for (size_t i = 0; i < r->correction_count; i++)
		out[(*count)++] = r->corrections[i];
	return out;
}

static void
prepare(struct revision *out, struct interview *iv, enum record_state state,
    const char *reason)
{
	struct response *r = &iv->response;
	const struct study *study = store_study(iv->store);
	size_t count;

	*out = (struct revision){ .kind = RECORD_RESPONSE, .study = study->id,
		.form = r->form, .time_ms = r->changed_ms, .reason = reason,
		.offset_minutes = platform_local_offset_minutes(r->changed_ms),
		.parents = parents_of(iv, &count),
		.state = r->has_tip && r->state == state ?
		    STATE_UNCHANGED : state };
	memcpy(out->record, r->id, sizeof(r->id));
	memcpy(out->author, study->device, sizeof(study->device));
	out->parent_count = count;
	crypto_random(out->nonce, sizeof(out->nonce));
}

const struct err *
interview_differs(bool *differs, struct interview *iv, enum record_state state)
{
	const struct err *err;
	struct response *r = &iv->response;
	struct arena *arena = arena_new();
	struct fields after, set;
	const char *const *unset;
	size_t unset_count;

	*differs = true;
	err = collect(&after, arena, iv, true);
	if (!err && r->has_tip) {
		fields_diff(arena, &r->fields, &after, &set, &unset,
		    &unset_count);
		*differs = set.count + unset_count > 0 || r->state != state;
	}
	arena_free(arena);
	return err;
}

const struct err *
interview_close(struct interview *iv, enum record_state state,
    const char *reason)
{
	const struct err *err;
	struct response *r = &iv->response;
	struct revision revision;
	struct fields after;
	struct buf bytes = BUF_INIT, why = BUF_INIT;

	err = collect(&after, iv->arena, iv, true);
	label(iv, iv->arena);
	if (!err)
		err = text_nfc(&why, slice_str(reason));
	if (err)
		goto done;
	r->remark = arena_slice(iv->arena, buf_slice(&why));
	prepare(&revision, iv, state, buf_str(&why));
	fields_diff(iv->arena, &r->fields, &after, &revision.set,
	    &revision.unset, &revision.unset_count);
	if (revision.set.count + revision.unset_count == 0 &&
	    revision.state == STATE_UNCHANGED) {
		err = err_new(ERR_STATE, "response %.8s: nothing is different",
		    r->id);
		goto done;
	}
	r->fields = after;
	r->state = state;
	r->declined = response_declines(iv->package->form, &after);
	err = revision_write(&bytes, &revision);
	if (!err)
		err = store_add_revision(iv->store, r, &revision,
		    buf_slice(&bytes));
	if (!err) {
		r->tip = revision.id;
		r->has_tip = true;
		r->has_draft = false;
	}
done:
	buf_wipe(&bytes);
	buf_free(&why);
	return err;
}
