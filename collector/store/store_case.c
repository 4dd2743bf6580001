/* store_case.c - cases: what is known of them, and what we wrote about them. */
#include "collector/store/store_parts.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/mem.h"

/* Is there a revision of a case that is not merged? */
#define NOT_MERGED(contact)						\
	"exists (select 1 from contact_revision v"			\
	" left join changeset c on c.chain = v.chain"			\
	" and c.number = v.number where v.contact = " contact		\
	" and coalesce(c.verdict, '') <> 'merged')"

/* ---- reading ---- */

#define CASE_COLUMNS							\
	"c.id, s.fields_sealed, t.fields_sealed, t.key_sealed, t.tip,"	\
	" d.said_sealed, " NOT_MERGED("t.id")
#define CASE_TABLES							\
	" from (select id from sample union select id from contact) c"	\
	" left join sample s on s.id = c.id"				\
	" left join contact t on t.id = c.id"				\
	" left join down_case d on d.id = c.id"

/* A sealed column that holds an object of texts; NULL is none. */
static const struct err *
take_texts(struct fields *out, struct arena *arena, struct store *store,
    struct db_statement *st, int at, const char *column, const char *id)
{
	const struct err *err;
	struct buf text = BUF_INIT;
	struct json *object = NULL;

	*out = (struct fields){ NULL, 0 };
	if (db_is_null(st, at))
		return NULL;
	err = take_sealed(&text, st, at, store, column, id);
	if (!err)
		err = json_parse(&object, buf_slice(&text));
	if (!err)
		err = fields_read_json(out, arena, object);
	json_free(object);
	buf_wipe(&text);
	return err;
}

static const struct err *
take_said(struct casework *out, struct arena *arena, struct store *store,
    struct db_statement *st, int at)
{
	const struct err *err;
	struct buf text = BUF_INIT;

	out->said = NULL;
	if (db_is_null(st, at))
		return NULL;
	err = take_sealed(&text, st, at, store, "down_case.said", out->id);
	if (!err)
		err = json_read(&out->said, arena, buf_slice(&text));
	buf_wipe(&text);
	return err;
}

static const struct err *
take_contact(struct casework *out, struct arena *arena, struct store *store,
    struct db_statement *st)
{
	const struct err *err;
	struct buf key = BUF_INIT;

	out->has_tip = !db_is_null(st, 4);
	if (!out->has_tip)
		return NULL;
	err = take_bytes(out->tip.bytes, HASH_BYTES, st, 4, "a case's tip");
	if (!err)
		err = take_sealed(&key, st, 3, store, "contact.key", out->id);
	if (!err && key.len != KEY_BYTES)
		err = err_new(ERR_FORMAT, "case %.8s: no key", out->id);
	if (!err)
		memcpy(out->record_key.bytes, key.data, KEY_BYTES);
	buf_wipe(&key);
	return err ? err : take_texts(&out->own, arena, store, st, 2,
	    "contact.fields", out->id);
}

/* In the order of CASE_COLUMNS. */
static const struct err *
take_case(struct casework *out, struct arena *arena, struct store *store,
    struct db_statement *st)
{
	const struct err *err;
	const char *key;

	*out = (struct casework){ .key = "" };
	snprintf(out->id, sizeof(out->id), "%s", db_text(st, 0));
	out->in_sample = !db_is_null(st, 1);
	out->waits = db_int(st, 6) != 0;
	err = take_texts(&out->sample, arena, store, st, 1, "sample.fields",
	    out->id);
	if (!err)
		err = take_contact(out, arena, store, st);
	if (!err)
		err = take_said(out, arena, store, st, 5);
	key = fields_get(&out->sample, ".key");
	if (key == NULL)
		key = fields_get(&out->own, ".key");
	out->key = key ? key : arena_strdup(arena, out->id);
	return err;
}

const struct err *
store_cases(struct store *store, struct arena *arena, struct casework **out,
    size_t *count)
{
	const struct err *err;
	struct db_statement *st;
	int64_t n;
	bool row;

	*count = 0;
	err = store_number(store, "select count(*) from (select id from sample"
	    " union select id from contact)", &n);
	if (err)
		return err;
	*out = arena_alloc_n(arena, (size_t)n + 1, sizeof(**out));
	err = db_prepare(&st, store->db, "select " CASE_COLUMNS CASE_TABLES);
	if (err)
		return err;
	while ((err = db_step(st, &row)) == NULL && row && *count < (size_t)n) {
		err = take_case(&(*out)[*count], arena, store, st);
		if (err)
			break;
		++*count;
	}
	db_done(st);
	return err;
}

const struct err *
store_case(struct casework *out, struct arena *arena, struct store *store,
    const char *name)
{
	const struct err *err;
	struct casework *cases;
	size_t count;
	bool erased;

	err = store_cases(store, arena, &cases, &count);
	for (size_t i = 0; i < count && !err; i++) {
		if (strcmp(cases[i].key, name) != 0 &&
		    strcmp(cases[i].id, name) != 0)
			continue;
		*out = cases[i];
		return NULL;
	}
	if (!err)
		err = store_is_erased(&erased, store, name, name);
	if (!err && erased)
		err = err_new(ERR_DENIED, "case %s: the coordinators have "
		    "erased this person", name);
	if (!err && count > 0)
		err = err_new(ERR_USAGE, "case %s: not in the sample that this "
		    "laptop has; sync, or look at its name (collector case "
		    "list)", name);
	if (err)
		return err;
	/* A laptop without a sample takes every key. */
	*out = (struct casework){ .key = name };
	case_record_id(out->id, &store->study.id, name);
	return NULL;
}

/* ---- writing ---- */

const struct err *
store_case_open(struct store *store, const struct casework *c)
{
	const struct manifest *manifest;
	bool erased;
	const struct err *err = store_is_erased(&erased, store, c->id, c->key);

	if (!err && erased)
		err = err_new(ERR_DENIED, "case %s: the coordinators have "
		    "erased this person: nothing is kept", c->key);
	if (!err)
		err = store_manifest(&manifest, store);
	if (!err && manifest_is_closed(manifest))
		err = err_new(ERR_DENIED, "the study is closed: nothing is "
		    "logged any more");
	return err;
}

static const struct err *
put_contact(struct store *store, const struct casework *c,
    const struct hash *tip)
{
	const struct err *err;
	struct db_statement *st;
	struct buf text = BUF_INIT;

	err = db_prepare(&st, store->db, "insert into contact (id, key_sealed,"
	    " fields_sealed, tip) values (?1, ?2, ?3, ?4)"
	    " on conflict (id) do update set fields_sealed = ?3, tip = ?4"
	    " where tip is ?5");
	if (err)
		return err;
	db_bind_text(st, 1, c->id);
	err = bind_sealed(st, 2, store, "contact.key", c->id,
	    slice_of(c->record_key.bytes, KEY_BYTES));
	fields_write_json(&text, &c->own);
	if (!err)
		err = bind_sealed(st, 3, store, "contact.fields", c->id,
		    buf_slice(&text));
	bind_hash(st, 4, tip);
	if (c->has_tip)
		bind_hash(st, 5, &c->tip);
	else
		db_bind_null(st, 5);
	if (!err)
		err = db_run(st);
	if (!err && db_changes(store->db) != 1)
		err = err_new(ERR_BUSY, "case %s: another program has written "
		    "about it; do it again", c->key);
	db_done(st);
	buf_wipe(&text);
	return err;
}

static const struct err *
insert_contact_revision(struct store *store, const struct casework *c,
    const struct revision *revision, struct slice bytes)
{
	const struct err *err;
	struct db_statement *st;
	char row[HASH_TEXT_MAX];

	err = db_prepare(&st, store->db, "insert into contact_revision"
	    " (id, contact, bytes_sealed) values (?, ?, ?)");
	if (err)
		return err;
	hash_text(row, &revision->id);
	bind_hash(st, 1, &revision->id);
	db_bind_text(st, 2, c->id);
	err = bind_sealed(st, 3, store, "contact_revision.bytes", row, bytes);
	if (!err)
		err = db_run(st);
	db_done(st);
	return err;
}

const struct err *
store_add_case_revision(struct store *store, const struct casework *c,
    const struct revision *revision, struct slice bytes)
{
	const struct err *err;

	if ((err = db_begin(store->db)) != NULL)
		return err;
	err = store_case_open(store, c);
	if (!err)
		err = put_contact(store, c, &revision->id);
	if (!err)
		err = insert_contact_revision(store, c, revision, bytes);
	return db_end(store->db, err);
}

/* ---- on the way out ---- */

static const struct err *
take_outgoing_case(struct outgoing *out, struct arena *arena,
    struct store *store, struct db_statement *st)
{
	const struct err *err;

	*out = (struct outgoing){ .is_case = true };
	err = take_bytes(out->id.bytes, HASH_BYTES, st, 0, "a revision's id");
	snprintf(out->response, sizeof(out->response), "%s", db_text(st, 1));
	return err ? err : take_outgoing_sealed(out, arena, store, st, 2,
	    "contact_revision.bytes", "contact.key");
}

const struct err *
store_unsent_cases(struct outgoing *items, size_t *count, bool *more,
    struct arena *arena, struct store *store, size_t count_max,
    size_t bytes_max)
{
	const struct err *err;
	struct db_statement *st;
	size_t bytes = 0;
	bool row;

	for (size_t i = 0; i < *count; i++)
		bytes += items[i].bytes.len;
	err = db_prepare(&st, store->db, "select v.id, v.contact,"
	    " v.bytes_sealed, t.key_sealed from contact_revision v"
	    " join contact t on t.id = v.contact where v.chain is null"
	    " and length(v.bytes_sealed) > 0 order by v.place");
	if (err)
		return err;
	while ((err = db_step(st, &row)) == NULL && row) {
		*more = *count == count_max || bytes >= bytes_max;
		if (*more)
			break;
		err = take_outgoing_case(&items[*count], arena, store, st);
		if (err)
			break;
		bytes += items[(*count)++].bytes.len;
	}
	db_done(st);
	return err;
}

const struct err *
store_waiting_cases(size_t *out, struct store *store)
{
	int64_t n;
	const struct err *err = store_number(store, "select count(*) from"
	    " contact_revision v left join changeset c on c.chain = v.chain"
	    " and c.number = v.number where c.delivered_ms is null"
	    " and length(v.bytes_sealed) > 0", &n);

	*out = (size_t)n;
	return err;
}

/* ---- letting go ---- */

#define MERGED_CONTACT " not " NOT_MERGED("contact.id")

const struct err *
store_purge_case_revisions(struct store *store)
{
	/* The attempts themselves stay: who goes there next needs them. */
	return db_exec(store->db, "update contact_revision"
	    " set bytes_sealed = x'' where length(bytes_sealed) > 0"
	    " and (chain, number) in (select chain, number from changeset"
	    " where verdict = 'merged')");
}

const struct err *
store_forget_cases(struct store *store)
{
	static const char *const steps[] = {
		"delete from sample", "delete from down_case",
		"update response set label_sealed = x''"
		    " where purged_ms is not null",
		"delete from contact_revision where contact in"
		    " (select id from contact where" MERGED_CONTACT ")",
		"delete from contact where not exists (select 1 from"
		    " contact_revision v where v.contact = contact.id)",
		NULL
	};
	const struct err *err = NULL;

	for (size_t i = 0; steps[i] != NULL && !err; i++)
		err = db_exec(store->db, steps[i]);
	return err;
}
