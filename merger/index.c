#include "merger/index.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/mem.h"

extern const char merger_schema[];

struct index {
	struct db *db;
	struct secret_key key;
};

static const struct db_schema schema = {
	"merger index", 0x52634d31, 1, merger_schema, NULL
};

const struct err *
index_open(struct index **out, const char *path, const struct keyring *keyring)
{
	const struct err *err;
	struct db *db;

	*out = NULL;
	if ((err = db_open(&db, path, &schema)) != NULL)
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
	struct db_statement *s = NULL;
	const struct err *err;
	bool row = false;

	err = db_prepare(&s, index->db,
	    "SELECT value FROM setting WHERE name = ?");
	if (err != NULL)
		return err;
	db_bind_text(s, 1, name);
	err = db_step(s, &row);
	if (err == NULL && row)
		buf_add(out, db_text(s, 0));
	db_done(s);
	return err;
}

const struct err *
index_set(struct index *index, const char *name, const char *value)
{
	struct db_statement *s = NULL;
	const struct err *err;

	err = db_prepare(&s, index->db,
	    "INSERT OR REPLACE INTO setting VALUES (?, ?)");
	if (err != NULL)
		return err;
	db_bind_text(s, 1, name);
	db_bind_text(s, 2, value);
	err = db_run(s);
	db_done(s);
	return err;
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
index_branch(struct index *index, int side, const char *name,
    char *tip)
{
	struct db_statement *s = NULL;
	const struct err *err;
	bool row = false;

	tip[0] = '\0';
	err = db_prepare(&s, index->db,
	    "SELECT tip FROM branch WHERE side = ? AND name = ?");
	if (err != NULL)
		return err;
	db_bind_int(s, 1, side);
	db_bind_text(s, 2, name);
	err = db_step(s, &row);
	if (err == NULL && row)
		snprintf(tip, DEPOT_ID_TEXT_MAX, "%s", db_text(s, 0));
	db_done(s);
	return err;
}

const struct err *
index_set_branch(struct index *index, int side, const char *name,
    const char *tip)
{
	struct db_statement *s = NULL;
	const struct err *err;

	err = db_prepare(&s, index->db,
	    "INSERT OR REPLACE INTO branch VALUES (?, ?, ?)");
	if (err != NULL)
		return err;
	db_bind_int(s, 1, side);
	db_bind_text(s, 2, name);
	db_bind_text(s, 3, tip);
	err = db_run(s);
	db_done(s);
	return err;
}

#define COLUMNS "key, hash, device, chain, number, commit_id, file, verdict, " \
    "reason, receipted"

static void
read_row(struct index_changeset *out, struct db_statement *s)
{
	struct slice hash = db_blob(s, 1);

	memset(out, 0, sizeof *out);
	out->key = db_int(s, 0);
	if (hash.len == HASH_BYTES)
		memcpy(out->hash.bytes, hash.data, HASH_BYTES);
	snprintf(out->device, sizeof out->device, "%s", db_text(s, 2));
	out->chain = (uint64_t)db_int(s, 3);
	out->number = (uint64_t)db_int(s, 4);
	snprintf(out->commit, sizeof out->commit, "%s", db_text(s, 5));
	snprintf(out->file, sizeof out->file, "%s", db_text(s, 6));
	out->verdict = (enum verdict)db_int(s, 7);
	snprintf(out->reason, sizeof out->reason, "%s", db_text(s, 8));
	out->receipted = db_int(s, 9) != 0;
}

const struct err *
index_find(struct index *index, const struct hash *hash,
    struct index_changeset *out, bool *found)
{
	struct db_statement *s = NULL;
	const struct err *err;

	*found = false;
	err = db_prepare(&s, index->db,
	    "SELECT " COLUMNS " FROM changeset WHERE hash = ?");
	if (err != NULL)
		return err;
	db_bind_blob(s, 1, slice_of(hash->bytes, HASH_BYTES));
	err = db_step(s, found);
	if (err == NULL && *found)
		read_row(out, s);
	db_done(s);
	return err;
}

const struct err *
index_put(struct index *index, struct index_changeset *c)
{
	struct db_statement *s = NULL;
	const struct err *err;

	err = db_prepare(&s, index->db,
	    "INSERT INTO changeset (hash, device, chain, number, commit_id,"
	    " file, verdict, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
	    " ON CONFLICT (hash) DO UPDATE SET verdict = excluded.verdict,"
	    " reason = excluded.reason RETURNING key");
	if (err != NULL)
		return err;
	db_bind_blob(s, 1, slice_of(c->hash.bytes, HASH_BYTES));
	db_bind_text(s, 2, c->device);
	db_bind_int(s, 3, (int64_t)c->chain);
	db_bind_int(s, 4, (int64_t)c->number);
	db_bind_text(s, 5, c->commit);
	db_bind_text(s, 6, c->file);
	db_bind_int(s, 7, c->verdict);
	db_bind_text(s, 8, c->reason);
	bool row = false;
	err = db_step(s, &row);
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
	struct db_statement *s = NULL;
	const struct err *err;
	struct buf sealed = BUF_INIT;
	char context[64];

	err = db_prepare(&s, index->db,
	    "INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?)");
	if (err != NULL)
		return err;
	entry_context(context, sizeof context, changeset, entry->place);
	index_seal(index, &sealed, slice_of(entry->record_key.bytes,
	    KEY_BYTES), context);
	db_bind_int(s, 1, changeset);
	db_bind_int(s, 2, (int64_t)entry->place);
	db_bind_blob(s, 3, slice_of(entry->revision.bytes, HASH_BYTES));
	db_bind_text(s, 4, entry->record);
	db_bind_blob(s, 5, buf_slice(&sealed));
	err = db_run(s);
	buf_free(&sealed);
	db_done(s);
	return err;
}

const struct err *
index_alarm(struct index *index, const char *branch, const char *commit,
    const char *file, const char *what)
{
	struct db_statement *s = NULL;
	const struct err *err;

	err = db_prepare(&s, index->db,
	    "INSERT OR REPLACE INTO alarm VALUES (?, ?, ?, ?)");
	if (err != NULL)
		return err;
	db_bind_text(s, 1, branch);
	db_bind_text(s, 2, commit);
	db_bind_text(s, 3, file);
	db_bind_text(s, 4, what);
	err = db_run(s);
	db_done(s);
	return err;
}

const struct err *
index_each(struct index *index, int verdict, index_visitor visit, void *data)
{
	struct db_statement *s = NULL;
	struct index_changeset c;
	const struct err *err;
	bool row = false;

	err = db_prepare(&s, index->db, "SELECT " COLUMNS " FROM changeset"
	    " WHERE ?1 = 0 OR verdict = ?1 ORDER BY device, chain, number,"
	    " hash");
	if (err != NULL)
		return err;
	db_bind_int(s, 1, verdict);
	while ((err = db_step(s, &row)) == NULL && row) {
		read_row(&c, s);
		if ((err = visit(data, &c)) != NULL)
			break;
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
	struct slice revision = db_blob(s, 1);

	memset(out, 0, sizeof *out);
	out->place = (size_t)db_int(s, 0);
	if (revision.len == HASH_BYTES)
		memcpy(out->revision.bytes, revision.data, HASH_BYTES);
	snprintf(out->record, sizeof out->record, "%s", db_text(s, 2));
	return unseal_key(index, &out->record_key, db_blob(s, 3), changeset,
	    out->place);
}

const struct err *
index_record_key(struct index *index, const char *record,
    struct secret_key *key, bool *found)
{
	struct db_statement *s = NULL;
	const struct err *err;

	*found = false;
	err = db_prepare(&s, index->db, "SELECT changeset, place, record_key"
	    " FROM entry WHERE record = ? ORDER BY changeset, place LIMIT 1");
	if (err != NULL)
		return err;
	db_bind_text(s, 1, record);
	err = db_step(s, found);
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
	struct db_statement *s = NULL;
	struct index_entry entry;
	const struct err *err;
	bool row = false;

	err = db_prepare(&s, index->db, "SELECT place, revision, record,"
	    " record_key FROM entry WHERE changeset = ? ORDER BY place");
	if (err != NULL)
		return err;
	db_bind_int(s, 1, changeset);
	while ((err = db_step(s, &row)) == NULL && row) {
		err = read_entry(index, changeset, s, &entry);
		if (err == NULL)
			err = visit(data, &entry);
		mem_wipe(&entry.record_key, sizeof entry.record_key);
		if (err != NULL)
			break;
	}
	db_done(s);
	return err;
}

const struct err *
index_count(struct index *index, const char *sql, int64_t *out)
{
	struct db_statement *s = NULL;
	const struct err *err;
	bool row = false;

	*out = 0;
	if ((err = db_prepare(&s, index->db, sql)) != NULL)
		return err;
	err = db_step(s, &row);
	if (err == NULL && row)
		*out = db_int(s, 0);
	db_done(s);
	return err;
}
