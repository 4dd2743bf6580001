/* store_response.c - interviews: drafts, and what is final. */
#include "collector/store/store_parts.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/mem.h"
#include "kit/record/reference.h"

enum { ID_PREFIX_MIN = 4 };

/* The columns that take_response() reads, in its order. */
#define RESPONSE_COLUMNS						\
	"r.id, r.form, r.state, r.created_ms, r.changed_ms,"		\
	" r.key_sealed, r.label_sealed, r.draft_sealed is not null,"	\
	" r.tip,"							\
	" v.chain is not null, c.delivered_ms is not null, c.verdict,"	\
	" c.reason, r.fields_sealed, r.draft_sealed,"			\
	" r.purged_ms is not null"
#define RESPONSE_TABLES							\
	" from response r left join revision v on v.id = r.tip"		\
	" left join changeset c on c.chain = v.chain"			\
	" and c.number = v.number "

static const char *const stage_words[STAGE_COUNT] = {
	"draft", "final", "packed", "sent", "aside", "merged"
};

const char *
stage_word(enum stage stage)
{
	return stage_words[stage];
}

static enum stage
stage_of(bool draft, bool purged, bool packed, bool delivered,
    const char *verdict)
{
	if (draft)
		return STAGE_DRAFT;
	if (purged)
		return STAGE_MERGED;
	if (!packed)
		return STAGE_FINAL;
	if (!strcmp(verdict, "merged"))
		return STAGE_MERGED;
	if (!strcmp(verdict, "aside"))
		return STAGE_ASIDE;
	return delivered ? STAGE_SENT : STAGE_PACKED;
}

void
response_begin(struct response *out, const struct hash *form, int64_t now_ms)
{
	*out = (struct response){ .form = *form, .state = STATE_DRAFT,
		.created_ms = now_ms, .changed_ms = now_ms, .case_id = "",
		.name = "", .remark = "", .reason = "", .draft_at = "" };
	uuid_new(out->id);
	crypto_random(out->key.bytes, KEY_BYTES);
}

/* ---- writing ---- */

static const struct err *
bind_fields(struct db_statement *st, int at, const struct store *store,
    const struct response *r)
{
	const struct err *err;
	struct buf text = BUF_INIT;

	fields_write_json(&text, &r->fields);
	err = bind_sealed(st, at, store, "response.fields", r->id,
	    buf_slice(&text));
	buf_wipe(&text);
	return err;
}

static const struct err *
bind_draft(struct db_statement *st, int at, const struct store *store,
    const struct response *r)
{
	const struct err *err;
	struct buf text = BUF_INIT;

	buf_add(&text, "{\"at\":");
	json_write_string(&text, slice_str(r->draft_at));
	buf_add(&text, ",\"fields\":");
	fields_write_json(&text, &r->draft);
	buf_add(&text, "}");
	err = bind_sealed(st, at, store, "response.draft", r->id,
	    buf_slice(&text));
	buf_wipe(&text);
	return err;
}

/* The row with what every response has. */
static const struct err *
insert_response(struct store *store, const struct response *r)
{
	const struct err *err;
	struct db_statement *st;

	err = db_prepare(&st, store->db, "insert into response (id, form,"
	    " state, created_ms, changed_ms, key_sealed, label_sealed) values"
	    " (?, ?, 'draft', ?, ?, ?, ?) on conflict (id) do nothing");
	if (err)
		return err;
	db_bind_text(st, 1, r->id);
	bind_hash(st, 2, &r->form);
	db_bind_int(st, 3, r->created_ms);
	db_bind_int(st, 4, r->changed_ms);
	err = bind_sealed(st, 5, store, "response.key", r->id,
	    slice_of(r->key.bytes, KEY_BYTES));
	if (!err)
		err = bind_label(st, 6, store, r);
	if (!err)
		err = db_run(st);
	db_done(st);
	return err;
}

/* What is written stands on the tip that was read, or is not written. */
static void
bind_tip(struct db_statement *st, int at, const struct response *r)
{
	if (r->has_tip)
		bind_hash(st, at, &r->tip);
	else
		db_bind_null(st, at);
}

static const struct err *
check_tip(struct store *store, const struct response *r)
{
	if (db_changes(store->db) == 1)
		return NULL;
	if (!r->has_tip)
		return err_new(ERR_EXISTS, "response %.8s: another program has "
		    "closed it", r->id);
	return err_new(ERR_BUSY, "response %.8s: another program has changed "
	    "it; do it again", r->id);
}

static const struct err *
update_draft(struct store *store, const struct response *r)
{
	const struct err *err;
	struct db_statement *st;

	err = db_prepare(&st, store->db, "update response set changed_ms = ?,"
	    " label_sealed = ?, draft_sealed = ?, form = ? where id = ? and"
	    " tip is ?");
	if (err)
		return err;
	db_bind_int(st, 1, r->changed_ms);
	err = bind_label(st, 2, store, r);
	if (!err)
		err = bind_draft(st, 3, store, r);
	bind_hash(st, 4, &r->form);
	db_bind_text(st, 5, r->id);
	bind_tip(st, 6, r);
	if (!err)
		err = db_run(st);
	if (!err)
		err = check_tip(store, r);
	db_done(st);
	return err;
}

const struct err *
store_save_draft(struct store *store, const struct response *r)
{
	const struct err *err;

	if ((err = db_begin(store->db)) != NULL)
		return err;
	err = store_check_open(store, r->id, r->case_id);
	if (!err)
		err = insert_response(store, r);
	if (!err)
		err = update_draft(store, r);
	return db_end(store->db, err);
}

const struct err *
store_drop_draft(struct store *store, const struct response *r)
{
	const struct err *err;
	struct db_statement *st;

	err = db_prepare(&st, store->db, "update response set"
	    " draft_sealed = null where id = ? and tip is ?");
	if (err)
		return err;
	db_bind_text(st, 1, r->id);
	bind_tip(st, 2, r);
	err = db_run(st);
	if (!err)
		err = check_tip(store, r);
	db_done(st);
	return err;
}

static const struct err *
update_tip(struct store *store, const struct response *r,
    const struct revision *revision)
{
	const struct err *err;
	struct db_statement *st;

	err = db_prepare(&st, store->db, "update response set state = ?,"
	    " changed_ms = ?, label_sealed = ?, fields_sealed = ?, tip = ?,"
	    " draft_sealed = null where id = ? and tip is ?");
	if (err)
		return err;
	db_bind_text(st, 1, record_state_word(r->state));
	db_bind_int(st, 2, r->changed_ms);
	err = bind_label(st, 3, store, r);
	if (!err)
		err = bind_fields(st, 4, store, r);
	bind_hash(st, 5, &revision->id);
	db_bind_text(st, 6, r->id);
	bind_tip(st, 7, r);
	if (!err)
		err = db_run(st);
	if (!err)
		err = check_tip(store, r);
	db_done(st);
	return err;
}

static const struct err *
insert_revision(struct store *store, const struct response *r,
    const struct revision *revision, struct slice bytes)
{
	const struct err *err;
	struct db_statement *st;
	char row[HASH_TEXT_MAX];

	err = db_prepare(&st, store->db, "insert into revision (id, response,"
	    " bytes_sealed, corrects) values (?, ?, ?, ?)");
	if (err)
		return err;
	hash_text(row, &revision->id);
	bind_hash(st, 1, &revision->id);
	db_bind_text(st, 2, r->id);
	err = bind_sealed(st, 3, store, "revision.bytes", row, bytes);
	db_bind_int(st, 4, revision->parent_count > 0);
	if (!err)
		err = db_run(st);
	db_done(st);
	return err;
}

const struct err *
store_add_revision(struct store *store, const struct response *r,
    const struct revision *revision, struct slice bytes)
{
	const struct err *err;

	if ((err = db_begin(store->db)) != NULL)
		return err;
	err = store_check_open(store, r->id, r->case_id);
	if (!err)
		err = insert_response(store, r);
	if (!err)
		err = insert_revision(store, r, revision, bytes);
	if (!err)
		err = update_tip(store, r, revision);
	if (!err)
		err = store_know_corrections(store, r);
	return db_end(store->db, err);
}

/* ---- reading ---- */

static const struct err *
take_key(struct response *r, struct store *store, struct slice sealed)
{
	const struct err *err;
	struct buf plain = BUF_INIT;

	err = store_unseal(&plain, store, "response.key", r->id, sealed);
	if (!err && plain.len != KEY_BYTES)
		err = err_new(ERR_FORMAT, "response %.8s: no key", r->id);
	if (!err)
		memcpy(r->key.bytes, plain.data, KEY_BYTES);
	buf_wipe(&plain);
	return err;
}

static const struct err *
take_response(struct response *r, struct arena *arena, struct store *store,
    struct db_statement *st)
{
	const struct err *err;

	*r = (struct response){ .case_id = "", .name = "", .remark = "",
		.draft_at = "" };
	snprintf(r->id, sizeof(r->id), "%s", db_text(st, 0));
	err = take_bytes(r->form.bytes, HASH_BYTES, st, 1, "a form version");
	if (!err && !record_state_parse(db_text(st, 2), &r->state))
		err = err_new(ERR_FORMAT, "response %.8s: no state", r->id);
	r->created_ms = db_int(st, 3);
	r->changed_ms = db_int(st, 4);
	r->purged = db_int(st, 15) != 0;
	if (!err && !r->purged)
		err = take_key(r, store, db_blob(st, 5));
	if (!err && (!r->purged || db_blob(st, 6).len > 0))
		err = take_label(r, arena, store, db_blob(st, 6));
	r->has_draft = db_int(st, 7) != 0;
	r->has_tip = !db_is_null(st, 8);
	if (!err && r->has_tip)
		err = take_bytes(r->tip.bytes, HASH_BYTES, st, 8, "a tip");
	r->stage = stage_of(r->has_draft, r->purged, db_int(st, 9) != 0,
	    db_int(st, 10) != 0, db_text(st, 11));
	r->reason = arena_strdup(arena, db_text(st, 12));
	return err;
}

/* A sealed column that holds JSON. */
static const struct err *
unseal_json(struct json **out, struct store *store, const char *column,
    const char *id, struct slice sealed)
{
	const struct err *err;
	struct buf text = BUF_INIT;

	*out = NULL;
	err = store_unseal(&text, store, column, id, sealed);
	if (!err)
		err = json_parse(out, buf_slice(&text));
	buf_wipe(&text);
	return err;
}

static const struct err *
take_fields(struct response *r, struct arena *arena, struct store *store,
    struct slice sealed)
{
	const struct err *err;
	struct json *object;

	err = unseal_json(&object, store, "response.fields", r->id, sealed);
	if (!err)
		err = fields_read_json(&r->fields, arena, object);
	json_free(object);
	return err;
}

static const struct err *
take_draft(struct response *r, struct arena *arena, struct store *store,
    struct slice sealed)
{
	const struct err *err;
	struct json *draft;

	err = unseal_json(&draft, store, "response.draft", r->id, sealed);
	if (!err && json_get_string(draft, "at"))
		r->draft_at = arena_strdup(arena, json_get_string(draft, "at"));
	if (!err)
		err = fields_read_json(&r->draft, arena,
		    json_get(draft, "fields"));
	json_free(draft);
	return err;
}

const struct err *
store_has_response(bool *has, struct store *store, const char *id)
{
	struct db_statement *st;
	const struct err *err;

	*has = false;
	err = db_prepare(&st, store->db, "select 1 from response where id = ?");
	if (err)
		return err;
	db_bind_text(st, 1, id);
	err = db_step(st, has);
	db_done(st);
	return err;
}

static const struct err *
read_one(struct response *out, struct arena *arena, struct store *store,
    struct db_statement *st, const char *id)
{
	const struct err *err;
	bool row;

	if ((err = db_step(st, &row)) != NULL)
		return err;
	if (!row)
		return err_new(ERR_USAGE, "no response \"%s\" here; "
		    "\"collector list\" shows them", id);
	err = take_response(out, arena, store, st);
	if (!err && out->has_tip && !out->purged)
		err = take_fields(out, arena, store, db_blob(st, 13));
	if (!err && out->has_draft)
		err = take_draft(out, arena, store, db_blob(st, 14));
	if (!err && out->has_tip && !out->purged)
		err = out->has_draft ? store_correct_draft(out, arena, store) :
		    store_apply_corrections(out, arena, store);
	if (!err)
		err = db_step(st, &row);
	if (!err && row)
		err = err_new(ERR_USAGE, "\"%s\": several responses begin so; "
		    "write more of it", id);
	return err;
}

const struct err *
store_response(struct response *out, struct arena *arena, struct store *store,
    const char *id)
{
	const struct err *err;
	struct db_statement *st;
	char start[UUID_TEXT_MAX];

	*out = (struct response){ .case_id = "" };
	reference_read(start, id);
	if (strlen(start) < ID_PREFIX_MIN)
		return err_new(ERR_USAGE, "\"%s\": write at least %d "
		    "characters of a response's id", id, ID_PREFIX_MIN);
	err = db_prepare(&st, store->db, "select " RESPONSE_COLUMNS
	    RESPONSE_TABLES "where substr(r.id, 1, length(?1)) = ?1 limit 2");
	if (err)
		return err;
	db_bind_text(st, 1, start);
	err = read_one(out, arena, store, st, id);
	db_done(st);
	return err;
}

static const struct err *
visit_rows(struct db_statement *st, struct store *store,
    response_visitor visit, void *data)
{
	const struct err *err;
	struct response response;
	bool row;

	while ((err = db_step(st, &row)) == NULL && row) {
		struct arena *arena = arena_new();

		err = take_response(&response, arena, store, st);
		if (!err)
			err = visit(data, &response);
		mem_wipe(&response, sizeof(response));
		arena_free(arena);
		if (err)
			break;
	}
	db_done(st);
	return err;
}

const struct err *
store_responses(struct store *store, response_visitor visit, void *data)
{
	const struct err *err;
	struct db_statement *st;

	err = db_prepare(&st, store->db, "select " RESPONSE_COLUMNS
	    RESPONSE_TABLES "order by r.created_ms, r.id");
	return err ? err : visit_rows(st, store, visit, data);
}

/* Which they are is found first: sorting whole rows would read every answer. */
const struct err *
store_newest_responses(struct store *store, size_t limit,
    response_visitor visit, void *data)
{
	const struct err *err;
	struct db_statement *st;

	err = db_prepare(&st, store->db, "select " RESPONSE_COLUMNS
	    RESPONSE_TABLES "where r.id in (select id from response"
	    " order by created_ms desc, id desc limit ?1)"
	    " order by r.created_ms desc, r.id desc");
	if (err)
		return err;
	db_bind_int(st, 1, (int64_t)limit);
	return visit_rows(st, store, visit, data);
}

const struct err *
store_count(struct store *store, size_t count[STAGE_COUNT])
{
	const struct err *err;
	struct db_statement *st;
	bool row;

	memset(count, 0, STAGE_COUNT * sizeof(*count));
	err = db_prepare(&st, store->db, "select r.draft_sealed is not null,"
	    " r.purged_ms is not null, v.chain is not null, c.delivered_ms is not null, c.verdict"
	    RESPONSE_TABLES);
	if (err)
		return err;
	while ((err = db_step(st, &row)) == NULL && row)
		count[stage_of(db_int(st, 0) != 0, db_int(st, 1) != 0,
		    db_int(st, 2) != 0, db_int(st, 3) != 0, db_text(st, 4))]++;
	db_done(st);
	return err;
}

const struct err *
store_count_older(struct store *store, size_t *count)
{
	const struct err *err;
	struct db_statement *st;
	struct hash form;
	bool row, old;

	*count = 0;
	err = db_prepare(&st, store->db,
	    "select form, count(*) from response group by form");
	if (err)
		return err;
	while ((err = db_step(st, &row)) == NULL && row) {
		err = take_bytes(form.bytes, HASH_BYTES, st, 0, "a form");
		if (!err)
			err = store_form_is_old(&old, store, &form);
		if (err)
			break;
		*count += old ? (size_t)db_int(st, 1) : 0;
	}
	db_done(st);
	return err;
}
