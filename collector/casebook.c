#include "collector/casebook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/mem.h"
#include "kit/base/moment.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"
#include "kit/record/outcome.h"

enum { ADDED_MAX = 100000, SOON_MS = 300000, DAY_CHARS = 10 };

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

static void
read_attempts(struct case_view *out, struct arena *arena,
    const struct casework *c)
{
	size_t own_count;
	const struct attempt *own = attempts_read(arena, &c->own, &own_count);
	struct down_attempt *all;

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
}

/* ---- interviews about it ---- */

struct listed {
	struct case_interviews *out;
	struct arena *arena;
};

static const struct err *
list_one(void *data, const struct response *r)
{
	struct listed *l = data;
	struct case_interviews *out = l->out;
	struct case_interview *one;

	if (r->case_id[0] == '\0')
		return NULL;
	if (out->count == out->capacity) {
		one = arena_alloc_n(l->arena, 2 * out->capacity + 16,
		    sizeof(*one));
		if (out->count > 0)
			memcpy(one, out->items, out->count * sizeof(*one));
		out->items = one;
		out->capacity = 2 * out->capacity + 16;
	}
	one = &out->items[out->count++];
	*one = (struct case_interview){ .state = r->state,
		.key = arena_strdup(l->arena, r->case_id),
		.has_draft = r->has_draft, .is_closed = r->has_tip,
		.declined = r->declined, .merged = r->stage == STAGE_MERGED,
		.created_ms = r->created_ms, .changed_ms = r->changed_ms };
	memcpy(one->id, r->id, sizeof(r->id));
	return NULL;
}

const struct err *
casebook_interviews(struct case_interviews *out,
    const struct session *s)
{
	struct listed l = { out, s->arena };

	*out = (struct case_interviews){ NULL, 0, 0 };
	return store_responses(s->store, list_one, &l);
}

static void
read_interviews(struct case_view *out, const struct casework *c,
    const struct case_interviews *all)
{
	for (size_t i = 0; i < all->count; i++) {
		const struct case_interview *one = &all->items[i];

		if (strcmp(one->key, c->key) != 0 &&
		    strcmp(one->key, c->id) != 0)
			continue;
		if (one->has_draft)
			out->draft = one;
		/* What is final says more than what is partial. */
		if (one->is_closed && (out->closed == NULL ||
		    out->closed->state != STATE_FINAL ||
		    one->state == STATE_FINAL))
			out->closed = one;
	}
}

/* ---- how it stands ---- */

/* Ours, and not in what the coordinators had when they spoke. */
static const struct attempt *
newest_of_ours(const struct case_view *view, const struct casework *c)
{
	const struct down_attempt *newest = view->attempt_count > 0 ?
	    &view->attempts[view->attempt_count - 1] : NULL;

	return newest != NULL && newest->by[0] == '\0' &&
	    (c->waits || c->said == NULL) ? &newest->attempt : NULL;
}

/*
 * Does the coordinators' "refused" come from an attempt before the newest one?
 * They give its remark as the reason; a decision of theirs has its own.
 */
static bool
refused_before(const struct case_view *view)
{
	for (size_t i = 0; i + 1 < view->attempt_count; i++) {
		const struct attempt *a = &view->attempts[i].attempt;

		if (outcome_refuses(a->outcome) &&
		    !strcmp(a->remark, view->said.reason))
			return true;
	}
	return false;
}

static void
stands(struct case_view *view, enum case_status status)
{
	view->said.status = status;
	view->said.word = case_status_word(status);
	view->said.with = view->said.reason = "";
}

/* What was done here since the coordinators spoke. */
static void
settle(struct case_view *view, const struct casework *c)
{
	const struct attempt *ours = newest_of_ours(view, c);
	const struct case_interview *had = view->closed;

	if (view->said.status == CASE_REFUSED) {
		if (ours != NULL && !outcome_refuses(ours->outcome) &&
		    refused_before(view))
			stands(view, CASE_OPEN);
		return;
	}
	if (view->said.status != CASE_OPEN && view->said.status != CASE_TAKEN)
		return;
	/* As merger/cases/casework.c: an interview says most. */
	if (had != NULL && had->state == STATE_FINAL &&
	    (!had->merged || c->said == NULL))
		stands(view, had->declined ? CASE_REFUSED : CASE_ANSWERED);
	else if (ours != NULL && outcome_refuses(ours->outcome))
		stands(view, CASE_REFUSED);
}

void
casebook_view(struct case_view *out, struct arena *arena,
    const struct casework *c, const struct case_interviews *interviews)
{
	*out = (struct case_view){ .call_back = "" };
	read_said(&out->said, arena, c);
	read_attempts(out, arena, c);
	read_interviews(out, c, interviews);
	settle(out, c);
	if (out->said.status == CASE_OPEN && out->attempt_count > 0)
		out->call_back =
		    out->attempts[out->attempt_count - 1].attempt.call_back;
}

void
casebook_say_interview(struct buf *out, enum language language,
    const struct case_view *view)
{
	const struct case_interview *one = view->draft;
	char id[9];

	if (one == NULL && view->closed != NULL &&
	    view->closed->state != STATE_FINAL)
		one = view->closed;
	if (one == NULL)
		return;
	snprintf(id, sizeof(id), "%.8s", one->id);
	word_add(out, language, one == view->draft ? W_CASE_BEGUN :
	    W_CASE_PARTIAL, id, (char *)NULL);
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

static int
compare_cases(const void *a, const void *b)
{
	const struct casework *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	return order ? order : strcmp(x->id, y->id);
}

const struct err *
casebook_list(struct casework **cases, size_t *count, struct session *s)
{
	const struct err *err = store_cases(s->store, s->arena, cases, count);

	if (!err && *count > 0)
		qsort(*cases, *count, sizeof(**cases), compare_cases);
	return err;
}

const char *
casebook_how(enum language language, const char *how)
{
	static const struct { const char *how; enum word word; } words[] = {
		{ "phone", W_HOW_PHONE }, { "mail", W_HOW_MAIL },
		{ "visit", W_HOW_VISIT }, { "video", W_HOW_VIDEO },
		{ "other", W_HOW_OTHER }
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (!strcmp(words[i].how, how))
			return word_text(language, words[i].word);
	return how;
}

bool
casebook_is_due(const char *call_back)
{
	char today[SESSION_TIME_MAX];

	if (call_back[0] == '\0')
		return false;
	session_time(today, platform_now_ms());
	return strncmp(call_back, today, DAY_CHARS) <= 0;
}

/* ---- what was typed ---- */

const struct err *
casebook_text(const char **out, struct arena *arena, const char *text)
{
	struct buf b = BUF_INIT;
	const struct err *err = text_nfc(&b, text_trim(slice_str(text)));

	*out = arena_slice(arena, buf_slice(&b));
	buf_free(&b);
	return err;
}

const struct err *
casebook_when(const char **out, struct arena *arena, const char *text)
{
	char whole[40], when[MOMENT_TEXT_MAX];
	int64_t ms = platform_now_ms(), now_ms = ms;
	int offset = platform_local_offset_minutes(ms);

	snprintf(whole, sizeof(whole), "%.16s:00Z", text ? text : "");
	if (text != NULL && strlen(text) == 16 && text[DAY_CHARS] == ' ')
		whole[DAY_CHARS] = 'T';
	if (text != NULL && strlen(text) == 16 &&
	    moment_parse(slice_str(whole), &ms, &offset)) {
		offset = platform_local_offset_minutes(ms);
		ms -= (int64_t)offset * 60000;
	} else if (text != NULL &&
	    !moment_parse(slice_str(text), &ms, &offset)) {
		return err_new(ERR_USAGE, "%s: a moment is needed, "
		    "2026-11-23T09:30", text);
	}
	if (ms > now_ms + SOON_MS)
		return err_new(ERR_USAGE, "%s: that has not happened yet "
		    "(a call-back says when to try again)", text);
	moment_format(when, ms, offset);
	*out = arena_strdup(arena, when);
	return NULL;
}

static bool
has_key(const struct casework *cases, size_t count, const char *key)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(cases[i].key, key))
			return true;
	return false;
}

/* "k3f9qz-1": no other laptop makes the same. */
static const struct err *
make_key(const char **out, struct session *s, const struct casework *cases,
    size_t count)
{
	for (size_t n = 1; n < ADDED_MAX; n++) {
		*out = arena_printf(s->arena, "%.6s-%zu",
		    store_study(s->store)->device, n);
		if (!has_key(cases, count, *out))
			return NULL;
	}
	return err_new(ERR_LIMIT, "more than %d cases were added here",
	    ADDED_MAX);
}

const struct err *
casebook_key(const char **out, struct session *s, const char *typed)
{
	const struct err *err;
	struct casework *cases;
	size_t count;

	if ((err = store_cases(s->store, s->arena, &cases, &count)) != NULL)
		return err;
	if (typed == NULL)
		return make_key(out, s, cases, count);
	err = casebook_text(out, s->arena, typed);
	if (!err && ((*out)[0] == '\0' || has_key(cases, count, *out)))
		err = err_new(ERR_USAGE, "%s: %s", *out, (*out)[0] ?
		    "there is such a case already" : "a name is needed");
	return err;
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
