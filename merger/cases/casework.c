#include "merger/cases/casework.h"

#include <stdlib.h>
#include <string.h>

#include "kit/base/map.h"
#include "kit/base/mem.h"
#include "kit/record/outcome.h"
#include "merger/changesets/author.h"

/* ---- decisions ---- */

/* Does it write the field? *value: what, NULL when it takes it away. */
static bool
writes(const struct revision *r, const char *path, const char **value)
{
	*value = fields_get(&r->set, path);
	if (*value != NULL)
		return true;
	for (size_t i = 0; i < r->unset_count; i++)
		if (!strcmp(r->unset[i], path))
			return true;
	return false;
}

static bool
counts_more(const struct merge_input *a, const struct merge_input *b)
{
	if (a->depth != b->depth)
		return a->depth > b->depth;
	if (a->revision->time_ms != b->revision->time_ms)
		return a->revision->time_ms > b->revision->time_ms;
	return memcmp(a->revision->id.bytes, b->revision->id.bytes,
	    HASH_BYTES) > 0;
}

/* The coordinator's write of that field that counts; NULL: none. */
static const struct merge_input *
decision_of(const struct record *record, const char *path, const char **value)
{
	const struct merged_record *m = &record->merged;
	const struct merge_input *best = NULL;
	const char *written;

	*value = NULL;
	for (size_t i = 0; i < m->input_count; i++) {
		const struct merge_input *input = &m->inputs[i];

		if (input->standing != STANDS ||
		    input->role != MEMBER_COORDINATOR ||
		    !writes(input->revision, path, &written) ||
		    (best != NULL && !counts_more(input, best)))
			continue;
		best = input;
		*value = written;
	}
	return best;
}

static void
read_decisions(struct casework *out)
{
	const char *value;
	const struct merge_input *by =
	    decision_of(out->record, ".status", &value);

	out->decision = by;
	if (value != NULL) {
		out->status = case_status_parse(value);
		out->reason = by->revision->reason;
	}
	by = decision_of(out->record, ".handed", &value);
	if (value != NULL) {
		out->handed = value;
		out->handed_reason = by->revision->reason;
	}
}

/* ---- attempts ---- */

static void
read_attempts(struct casework *out, struct arena *arena)
{
	const struct merged_record *m = &out->record->merged;
	struct fields fields;
	struct attempt *attempts;
	size_t count;

	merged_fields(&fields, arena, m);
	attempts = attempts_read(arena, &fields, &count);
	out->attempts = arena_alloc_n(arena, count + 1, sizeof *out->attempts);
	for (size_t i = 0; i < count; i++) {
		char path[ATTEMPT_PATH_MAX];
		const struct merged_field *field;

		if (attempts[i].phase[0] != '\0')
			continue;
		attempt_path(path, attempts[i].id);
		field = merged_field(m, path);
		if (field == NULL || field->winner == NULL)
			continue;
		out->attempts[out->attempt_count++] = (struct case_attempt){
			attempts[i], field->winner };
	}
}

/* ---- what follows from interviews and attempts ---- */

/* The interviews of cases, by key: with a yes to taking part, or without. */
struct held {
	struct map *agreed, *declined;	/* to struct record */
};

static void
find_held(struct held *out, const struct dataset *dataset)
{
	*out = (struct held){ map_new(), map_new() };
	for (size_t i = 0; i < dataset->count; i++) {
		struct record *r = &dataset->records[i];
		const char *key = record_value(r, ".case");

		if (record_is_interview(r) && !record_is_practice(r) &&
		    r->merged.state == STATE_FINAL && key[0] != '\0')
			(void)map_set(record_agreed(r) ? out->agreed :
			    out->declined, key, r);
	}
}

static const struct record *
held_for(const struct map *held, const struct casework *c)
{
	const struct record *r = map_get(held, c->key);

	return r ? r : map_get(held, c->record->merged.id);
}

/* "open", said by somebody who knew of it, is stronger than a refusal. */
static bool
declined(const struct casework *c, const struct held *held)
{
	const struct record *r = held_for(held->declined, c);

	return r != NULL && (c->decision == NULL ||
	    r->merged.last_time_ms > c->decision->revision->time_ms);
}

/* The newest attempt, if it met a refusal; or NULL. */
static const struct attempt *
refusal(const struct casework *c)
{
	const struct case_attempt *last;

	if (c->attempt_count == 0)
		return NULL;
	last = &c->attempts[c->attempt_count - 1];
	return outcome_refuses(last->attempt.outcome) &&
	    (c->decision == NULL || counts_more(last->input, c->decision)) ?
	    &last->attempt : NULL;
}

/* Nobody decided: an interview says most, then what was said when asked. */
static void
conclude(struct casework *out, const struct held *held)
{
	const struct record *agreed = held_for(held->agreed, out);
	const struct attempt *refused = refusal(out);

	if (out->status != CASE_OPEN)
		return;
	if (agreed != NULL) {
		out->status = CASE_ANSWERED;
		out->reason = "";
		out->answered_by = agreed->merged.creator;
	} else if (declined(out, held)) {
		out->status = CASE_REFUSED;
	} else if (refused != NULL) {
		out->status = CASE_REFUSED;
		out->reason = refused->remark;
	}
}

/* ---- all ---- */

bool
casework_is_practice(const struct record *record)
{
	bool any = false;

	for (size_t i = 0; i < record->input_count; i++) {
		const struct merge_input *input = &record->inputs[i];
		const char *phase = fields_get(&input->revision->set,
		    ".phase");

		if (input->revision->parent_count > 0)
			continue;
		if (phase == NULL || input->role == MEMBER_COORDINATOR)
			return false;
		any = true;
	}
	return any;
}

static int
compare(const void *a, const void *b)
{
	const struct casework *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	return order ? order : strcmp(x->record->merged.id,
	    y->record->merged.id);
}

/* A device that is no longer active has no cases. */
static bool
is_active(const struct workspace *ws, const char *device)
{
	const struct member *member = manifest_member(ws->manifest, device);

	return member != NULL && member->role == MEMBER_DEVICE;
}

void
casebook_read(struct casebook *out, const struct workspace *ws,
    const struct dataset *dataset)
{
	struct held held;

	find_held(&held, dataset);
	out->cases = arena_alloc_n(dataset->arena, dataset->count + 1,
	    sizeof *out->cases);
	out->count = 0;
	for (size_t i = 0; i < dataset->count; i++) {
		const struct record *r = &dataset->records[i];
		struct casework *c = &out->cases[out->count];
		const char *key = record_value(r, ".key");

		if (r->merged.kind != RECORD_CASE ||
		    r->merged.standing == 0 || casework_is_practice(r))
			continue;
		*c = (struct casework){ .record = r, .reason = "",
			.handed = "", .handed_reason = "", .answered_by = "",
			.key = key[0] ? key : r->merged.id };
		read_decisions(c);
		if (!is_active(ws, c->handed))
			c->handed = c->handed_reason = "";
		read_attempts(c, dataset->arena);
		conclude(c, &held);
		out->count++;
	}
	if (out->count > 0)
		qsort(out->cases, out->count, sizeof *out->cases, compare);
	map_free(held.agreed);
	map_free(held.declined);
}

const struct err *
casebook_find(struct casework **out, const struct casebook *book,
    const char *text)
{
	size_t matches = 0;

	*out = NULL;
	for (size_t i = 0; i < book->count; i++) {
		struct casework *c = &book->cases[i];

		if (!strcmp(c->key, text)) {
			*out = c;
			return NULL;
		}
		if (strlen(text) < 4 ||
		    strncmp(c->record->merged.id, text, strlen(text)) != 0)
			continue;
		*out = c;
		matches++;
	}
	if (matches == 0)
		return err_new(ERR_USAGE, "no case \"%s\" (merger cases list)",
		    text);
	return matches == 1 ? NULL : err_new(ERR_USAGE, "%zu cases have an id "
	    "that begins with \"%s\": give the key", matches, text);
}

/* ---- deciding ---- */

static bool
is_so(const struct casework *c, const struct case_decision *d)
{
	const char *value;

	(void)decision_of(c->record, d->path, &value);
	if (d->value != NULL)
		return value != NULL && !strcmp(value, d->value);
	/* A refusal that nobody decided is taken back by a decision too. */
	return value == NULL && (c->status != CASE_REFUSED ||
	    strcmp(d->path, ".status") != 0);
}

static void
prepare(struct workspace *ws, struct revision *out, const struct casework *c,
    const struct case_decision *d, const struct field *field)
{
	const struct merged_record *m = &c->record->merged;

	memset(out, 0, sizeof *out);
	out->kind = RECORD_CASE;
	memcpy(out->record, m->id, sizeof out->record);
	out->parents = m->tips;
	out->parent_count = m->tip_count;
	if (d->value != NULL)
		out->set = (struct fields){ field, 1 };
	else
		out->unset = &d->path;
	out->unset_count = d->value == NULL;
	out->reason = d->reason;
	author_sign_in(ws, out);
}

const struct err *
casework_decide(struct workspace *ws, struct casework *const *cases,
    size_t count, const struct case_decision *d, size_t *written)
{
	struct revision *revisions = mem_alloc_n(count + 1, sizeof *revisions);
	struct field field = { d->path, d->value };
	const struct err *err = NULL;

	*written = 0;
	for (size_t i = 0; i < count; i++)
		if (!is_so(cases[i], d))
			prepare(ws, &revisions[(*written)++], cases[i], d,
			    &field);
	if (*written > 0)
		err = author_write(ws, revisions, *written, d->subject);
	mem_free(revisions);
	return err;
}
