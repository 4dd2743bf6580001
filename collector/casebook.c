#include "collector/casebook.h"

#include <stdlib.h>
#include <string.h>

#include "kit/base/mem.h"
#include "kit/base/moment.h"
#include "kit/base/platform.h"

/* ---- looking ---- */

static int64_t
moment_of(const struct attempt *a)
{
	int64_t ms = 0;
	int offset;

	(void)moment_parse(slice_str(a->when), &ms, &offset);
	return ms;
}

static int
compare_attempts(const void *a, const void *b)
{
	const struct down_attempt *x = a, *y = b;
	int64_t xs = moment_of(&x->attempt), ys = moment_of(&y->attempt);

	if (xs != ys)
		return xs < ys ? -1 : 1;
	return strcmp(x->attempt.id, y->attempt.id);
}

/* A word that was damaged on the disk is no reason to hide the case. */
static void
read_said(struct down_case *out, struct arena *arena, const struct casework *c)
{
	*out = (struct down_case){ .status = CASE_OPEN, .word = "open",
		.with = "", .reason = "" };
	if (c->said != NULL && down_case_read(out, arena, c->said) != NULL)
		*out = (struct down_case){ .status = CASE_OPEN,
			.word = "open", .with = "", .reason = "" };
	memcpy(out->id, c->id, sizeof(out->id));
}

void
casebook_view(struct case_view *out, struct arena *arena,
    const struct casework *c)
{
	size_t own_count;
	const struct attempt *own = attempts_read(arena, &c->own, &own_count);
	struct down_attempt *all;

	*out = (struct case_view){ .call_back = "" };
	read_said(&out->said, arena, c);
	all = arena_alloc_n(arena, own_count + out->said.attempt_count + 1,
	    sizeof(*all));
	for (size_t i = 0; i < own_count; i++)
		all[out->attempt_count++] = (struct down_attempt){ own[i], "" };
	for (size_t i = 0; i < out->said.attempt_count; i++)
		all[out->attempt_count++] = out->said.attempts[i];
	if (out->attempt_count > 0)
		qsort(all, out->attempt_count, sizeof(*all), compare_attempts);
	out->attempts = all;
	out->count = own_count + out->said.count;
	if (out->said.status == CASE_OPEN && out->attempt_count > 0)
		out->call_back = all[out->attempt_count - 1].attempt.call_back;
}

bool
casebook_is_free(const struct down_case *said)
{
	return said->status == CASE_OPEN;
}

void
casebook_say_status(struct buf *out, enum language language,
    const struct down_case *said)
{
	enum word word = (enum word)(W_CASE_OPEN + (int)said->status);

	if (said->status == CASE_OPEN && said->mine)
		word = W_CASE_MINE;
	word_add(out, language, word, said->status == CASE_OTHER ? said->word :
	    said->with, (char *)NULL);
	if (said->reason[0] != '\0')
		buf_addf(out, " (%s)", said->reason);
}

/* ---- writing ---- */

/* What we wrote, and these: in arena, sorted; the new ones win. */
static void
add_fields(struct casework *c, struct arena *arena, const struct field *more,
    size_t count)
{
	struct field *items = arena_alloc_n(arena, c->own.count + count + 1,
	    sizeof(*items));
	struct fields fresh = { more, count };
	size_t n = 0;

	for (size_t i = 0; i < c->own.count; i++)
		if (fields_get(&fresh, c->own.items[i].path) == NULL)
			items[n++] = c->own.items[i];
	for (size_t i = 0; i < count; i++)
		items[n++] = more[i];
	fields_sort(items, n);
	c->own = (struct fields){ items, n };
}

static const struct err *
write_fields(struct session *s, struct casework *c, const struct field *items,
    size_t count)
{
	const struct err *err;
	const struct study *study = store_study(s->store);
	int64_t now_ms = platform_now_ms();
	struct revision revision = { .kind = RECORD_CASE, .study = study->id,
		.time_ms = now_ms, .reason = "",
		.offset_minutes = platform_local_offset_minutes(now_ms),
		.parents = &c->tip, .parent_count = c->has_tip ? 1 : 0,
		.set = { items, count } };
	struct buf bytes = BUF_INIT;

	memcpy(revision.record, c->id, sizeof(c->id));
	memcpy(revision.author, study->device, sizeof(study->device));
	crypto_random(revision.nonce, sizeof(revision.nonce));
	if (!c->has_tip)
		crypto_random(c->record_key.bytes, KEY_BYTES);
	err = revision_write(&bytes, &revision);
	add_fields(c, s->arena, items, count);
	if (!err)
		err = store_add_case_revision(s->store, c, &revision,
		    buf_slice(&bytes));
	if (!err) {
		c->tip = revision.id;
		c->has_tip = true;
	}
	buf_wipe(&bytes);
	return err;
}

const struct err *
casebook_log(struct session *s, struct casework *c, struct attempt *attempt)
{
	const struct err *err;
	struct field *items;
	size_t count;
	const char *phase = store_study(s->store)->phase;

	attempt_name(attempt);
	attempt->phase = strcmp(phase, "field") != 0 ? phase : "";
	if ((err = attempt_check(attempt)) != NULL)
		return err;
	items = attempt_fields(s->arena, attempt, &count);
	return write_fields(s, c, items, count);
}

const struct err *
casebook_add(struct session *s, struct casework *c, const struct field *fields,
    size_t count)
{
	struct field *items = arena_alloc_n(s->arena, count + 1,
	    sizeof(*items));
	const char *phase = store_study(s->store)->phase;

	memcpy(items, fields, count * sizeof(*items));
	if (strcmp(phase, "field") != 0)
		items[count++] = (struct field){ ".phase", phase };
	fields_sort(items, count);
	return write_fields(s, c, items, count);
}
