#include "merger/workspace/index.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/mem.h"
#include "merger/workspace/query.h"

extern const char merger_schema[], merger_schema_2[], merger_schema_3[];

struct index {
	struct db *db;
	struct secret_key key;
};

static const char *const steps[] = { merger_schema_2, merger_schema_3 };

static const struct db_schema schema = {
	"merger index", 0x52634d31, 3, merger_schema, steps, NULL
};

const char *
index_way_back(const struct keyring *keyring)
{
	return keyring->closed ? "; the study is closed: only a copy of keys "
	    "and index.sqlite that were made together after that opens it" :
	    "; do it again; if it says so again, move index.sqlite away and "
	    "say merger pull --hub HUB: it is made again, without the "
	    "invitations that nobody has used yet";
}

const struct err *
index_open(struct index **out, const char *path, const struct keyring *keyring)
{
	struct db_schema here = schema;
	const struct err *err;
	struct db *db;

	*out = NULL;
	here.damaged = index_way_back(keyring);
	if ((err = db_open(&db, path, &here)) != NULL)
		return err;
	*out = mem_alloc(sizeof **out);
	(*out)->db = db;
	(*out)->key = keyring->index;
	return NULL;
}

void
index_close(struct index *index)
{
	if (index == NULL)
		return;
	db_close(index->db);
	mem_wipe(&index->key, sizeof index->key);
	mem_free(index);
}

struct db *
index_db(struct index *index)
{
	return index->db;
}

const struct err *
index_setting(struct index *index, const char *name, struct buf *out)
{
	struct db_statement *s;
	bool row;
	const struct err *err = query_first(&s, &row, index->db,
	    "SELECT value FROM setting WHERE name = ?",
	    VALUES(bound_text(name)));

	if (err == NULL && row)
		buf_add(out, db_text(s, 0));
	db_done(s);
	return err;
}

const struct err *
index_set(struct index *index, const char *name, const char *value)
{
	return query_run(index->db, "INSERT OR REPLACE INTO setting"
	    " VALUES (?, ?)", VALUES(bound_text(name), bound_text(value)));
}

void
index_seal(const struct index *index, struct buf *out, struct slice plain,
    const char *context)
{
	uint8_t nonce[AEAD_NONCE_BYTES];

	crypto_random(nonce, sizeof nonce);
	buf_append(out, nonce, sizeof nonce);
	aead_encrypt(out, plain, slice_str(context), nonce, &index->key);
}

const struct err *
index_unseal(const struct index *index, struct buf *out, struct slice sealed,
    const char *context)
{
	struct reader r = reader_of(sealed);
	uint8_t nonce[AEAD_NONCE_BYTES];

	reader_copy(&r, nonce, sizeof nonce);
	if (r.failed || !aead_decrypt(out, r.rest, slice_str(context), nonce,
	    &index->key))
		return err_new(ERR_SIGNATURE, "merger index: %s cannot be "
		    "opened with this keyring", context);
	return NULL;
}

const struct err *
index_keep(struct index *index, const char *name, struct slice plain)
{
	struct buf sealed = BUF_INIT;
	char context[64];
	const struct err *err;

	snprintf(context, sizeof context, "kept %s", name);
	index_seal(index, &sealed, plain, context);
	err = query_run(index->db, "INSERT OR REPLACE INTO kept"
	    " VALUES (?, ?)", VALUES(bound_text(name),
	    bound_blob(buf_slice(&sealed))));
	buf_free(&sealed);
	return err;
}

const struct err *
index_kept(struct index *index, const char *name, struct buf *out)
{
	struct db_statement *s;
	char context[64];
	bool row;
	const struct err *err = query_first(&s, &row, index->db,
	    "SELECT bytes FROM kept WHERE name = ?", VALUES(bound_text(name)));

	snprintf(context, sizeof context, "kept %s", name);
	if (err == NULL && row)
		err = index_unseal(index, out, db_blob(s, 0), context);
	db_done(s);
	return err;
}

void
index_set_key(struct index *index, const struct secret_key *key)
{
	index->key = *key;
}

const struct err *
index_branch(struct index *index, int side, const char *name,
    char *tip)
{
	struct db_statement *s;
	bool row;
	const struct err *err = query_first(&s, &row, index->db,
	    "SELECT tip FROM branch WHERE side = ? AND name = ?",
	    VALUES(bound_int(side), bound_text(name)));

	tip[0] = '\0';
	if (err == NULL && row)
		snprintf(tip, DEPOT_ID_TEXT_MAX, "%s", db_text(s, 0));
	db_done(s);
	return err;
}

const struct err *
index_set_branch(struct index *index, int side, const char *name,
    const char *tip)
{
	return query_run(index->db, "INSERT OR REPLACE INTO branch"
	    " VALUES (?, ?, ?)", VALUES(bound_int(side), bound_text(name),
	    bound_text(tip)));
}

#define COLUMNS "key, hash, device, chain, number, previous, commit_id, " \
    "file, verdict, reason, receipted"

static void
read_hash(struct hash *out, struct slice bytes)
{
	if (bytes.len == HASH_BYTES)
		memcpy(out->bytes, bytes.data, HASH_BYTES);
}

static void
read_row(struct index_changeset *out, struct db_statement *s)
{
	memset(out, 0, sizeof *out);
	out->key = db_int(s, 0);
	read_hash(&out->hash, db_blob(s, 1));
	snprintf(out->device, sizeof out->device, "%s", db_text(s, 2));
	out->chain = (uint64_t)db_int(s, 3);
	out->number = (uint64_t)db_int(s, 4);
	read_hash(&out->previous, db_blob(s, 5));
	snprintf(out->commit, sizeof out->commit, "%s", db_text(s, 6));
	snprintf(out->file, sizeof out->file, "%s", db_text(s, 7));
	out->verdict = (enum verdict)db_int(s, 8);
	snprintf(out->reason, sizeof out->reason, "%s", db_text(s, 9));
	out->receipted = db_int(s, 10) != 0;
}

const struct err *
index_find(struct index *index, const struct hash *hash,
    struct index_changeset *out, bool *found)
{
	struct db_statement *s;
	const struct err *err = query_first(&s, found, index->db,
	    "SELECT " COLUMNS " FROM changeset WHERE hash = ?",
	    VALUES(bound_hash(hash)));

	if (err == NULL && *found)
		read_row(out, s);
	db_done(s);
	return err;
}

const struct err *
index_put(struct index *index, struct index_changeset *c)
{
	struct db_statement *s;
	bool row;
	const struct err *err = query_first(&s, &row, index->db,
	    "INSERT INTO changeset (hash, device, chain, number, previous,"
	    " commit_id, file, verdict, reason)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
	    " ON CONFLICT (hash) DO UPDATE SET"
	    " receipted = receipted AND verdict = excluded.verdict,"
	    " verdict = excluded.verdict, reason = excluded.reason"
	    " RETURNING key",
	    VALUES(bound_hash(&c->hash), bound_text(c->device),
	    bound_int((int64_t)c->chain), bound_int((int64_t)c->number),
	    bound_hash(&c->previous), bound_text(c->commit),
	    bound_text(c->file), bound_int(c->verdict),
	    bound_text(c->reason)));

	if (err == NULL && row)
		c->key = db_int(s, 0);
	db_done(s);
	return err;
}

static void
entry_context(char *out, size_t size, int64_t changeset, size_t place)
{
	snprintf(out, size, "entry %lld %zu", (long long)changeset, place);
}

const struct err *
index_put_entry(struct index *index, int64_t changeset,
    const struct index_entry *entry)
{
	struct buf sealed = BUF_INIT;
	char context[64];
	const struct err *err;

	entry_context(context, sizeof context, changeset, entry->place);
	index_seal(index, &sealed, slice_of(entry->record_key.bytes,
	    KEY_BYTES), context);
	err = query_run(index->db, "INSERT OR REPLACE INTO entry (changeset,"
	    " place, revision, record, record_key, kind)"
	    " VALUES (?, ?, ?, ?, ?, ?)", VALUES(bound_int(changeset),
	    bound_int((int64_t)entry->place), bound_hash(&entry->revision),
	    bound_text(entry->record), bound_blob(buf_slice(&sealed)),
	    bound_int(entry->kind)));
	buf_free(&sealed);
	return err;
}

const struct err *
index_alarm(struct index *index, const char *branch, const char *commit,
    const char *file, const char *what)
{
	return query_run(index->db, "INSERT OR REPLACE INTO alarm"
	    " VALUES (?, ?, ?, ?)", VALUES(bound_text(branch),
	    bound_text(commit), bound_text(file), bound_text(what)));
}

const struct err *
index_each(struct index *index, int verdict, index_visitor visit, void *data)
{
	struct db_statement *s;
	struct index_changeset c;
	bool row = false;
	const struct err *err = query_start(&s, index->db, "SELECT " COLUMNS
	    " FROM changeset WHERE ?1 = 0 OR verdict = ?1"
	    " ORDER BY device, chain, number, hash",
	    VALUES(bound_int(verdict)));

	while (err == NULL && (err = db_step(s, &row)) == NULL && row) {
		read_row(&c, s);
		err = visit(data, &c);
	}
	db_done(s);
	return err;
}

static const struct err *
unseal_key(struct index *index, struct secret_key *out, struct slice sealed,
    int64_t changeset, size_t place)
{
	struct buf key = BUF_INIT;
	const struct err *err;
	char context[64];

	entry_context(context, sizeof context, changeset, place);
	err = index_unseal(index, &key, sealed, context);
	if (err == NULL && key.len != KEY_BYTES)
		err = err_new(ERR_FORMAT, "merger index: %s: not a key",
		    context);
	if (err == NULL)
		memcpy(out->bytes, key.data, KEY_BYTES);
	buf_wipe(&key);
	return err;
}

static const struct err *
read_entry(struct index *index, int64_t changeset, struct db_statement *s,
    struct index_entry *out)
{
	memset(out, 0, sizeof *out);
	out->place = (size_t)db_int(s, 0);
	read_hash(&out->revision, db_blob(s, 1));
	snprintf(out->record, sizeof out->record, "%s", db_text(s, 2));
	out->kind = (enum entry_kind)db_int(s, 4);
	return unseal_key(index, &out->record_key, db_blob(s, 3), changeset,
	    out->place);
}

const struct err *
index_has_more(struct index *index, const char *record, bool *more)
{
	struct db_statement *s;
	const struct err *err = query_first(&s, more, index->db,
	    "SELECT 1 FROM entry WHERE record = ? AND kind = ?"
	    " LIMIT 1 OFFSET 1", VALUES(bound_text(record),
	    bound_int(ENTRY_REVISION)));

	db_done(s);
	return err;
}

const struct err *
index_record_key(struct index *index, const char *record, const char *device,
    struct secret_key *key, bool *found)
{
	struct db_statement *s;
	const struct err *err = query_first(&s, found, index->db,
	    "SELECT e.changeset, e.place, e.record_key FROM entry e"
	    " JOIN changeset c ON c.key = e.changeset"
	    " WHERE e.record = ? AND c.device = ?"
	    " ORDER BY c.chain, c.number, e.place LIMIT 1",
	    VALUES(bound_text(record), bound_text(device)));

	if (err == NULL && *found)
		err = unseal_key(index, key, db_blob(s, 2), db_int(s, 0),
		    (size_t)db_int(s, 1));
	db_done(s);
	return err;
}

const struct err *
index_each_entry(struct index *index, int64_t changeset,
    const struct err *(*visit)(void *, const struct index_entry *),
    void *data)
{
	struct db_statement *s;
	struct index_entry entry;
	bool row = false;
	const struct err *err = query_start(&s, index->db, "SELECT place,"
	    " revision, record, record_key, kind FROM entry WHERE changeset = ?"
	    " ORDER BY place", VALUES(bound_int(changeset)));

	while (err == NULL && (err = db_step(s, &row)) == NULL && row) {
		err = read_entry(index, changeset, s, &entry);
		if (err == NULL)
			err = visit(data, &entry);
		mem_wipe(&entry.record_key, sizeof entry.record_key);
	}
	db_done(s);
	return err;
}

const struct err *
index_count(struct index *index, const char *sql, int64_t *out)
{
	struct db_statement *s;
	bool row;
	const struct err *err = query_first(&s, &row, index->db, sql,
	    NO_VALUES);

	*out = err == NULL && row ? db_int(s, 0) : 0;
	db_done(s);
	return err;
}
