#include "collector/casebook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/mem.h"
#include "kit/base/moment.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"

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
