/* store_attachment.c - photos and recordings, sealed, until they are merged. */
#include "collector/store/store_parts.h"

#include "kit/exchange/attachment.h"

const struct err *
store_add_attachment(struct store *store, const char *response,
    const struct hash *hash, struct slice sealed, int64_t now_ms)
{
	const struct err *err;
	struct db_statement *st;

	err = db_prepare(&st, store->db, "insert into attachment (hash,"
	    " response, made_ms, bytes) values (?, ?, ?, ?)"
	    " on conflict (hash) do nothing");
	if (err)
		return err;
	bind_hash(st, 1, hash);
	db_bind_text(st, 2, response);
	db_bind_int(st, 3, now_ms);
	db_bind_blob(st, 4, sealed);
	err = db_run(st);
	db_done(st);
	return err;
}

const struct err *
store_attachment(struct slice *out, struct arena *arena, struct store *store,
    const struct hash *hash)
{
	const struct err *err;
	struct db_statement *st;
	struct slice bytes;
	bool row;

	*out = SLICE_EMPTY;
	err = db_prepare(&st, store->db, "select bytes from attachment"
	    " where hash = ? and bytes <> x''");
	if (err)
		return err;
	bind_hash(st, 1, hash);
	err = db_step(st, &row);
	if (!err && !row)
		err = err_new(ERR_NOT_FOUND, "the file is not here any more");
	if (!err) {
		bytes = db_blob(st, 0);
		*out = slice_of(arena_slice(arena, bytes), bytes.len);
	}
	db_done(st);
	return err;
}

static bool
is_named(struct slice hash, const struct hash *named, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (slice_equal(hash, slice_of(named[i].bytes, HASH_BYTES)))
			return true;
	return false;
}

static const struct err *
drop_one(struct store *store, struct slice hash)
{
	const struct err *err;
	struct db_statement *st;

	err = db_prepare(&st, store->db,
	    "delete from attachment where hash = ?");
	if (err)
		return err;
	db_bind_blob(st, 1, hash);
	err = db_run(st);
	db_done(st);
	return err;
}

const struct err *
store_drop_attachments(struct store *store, const char *response,
    const struct hash *named, size_t count)
{
	const struct err *err;
	struct db_statement *st;
	struct buf gone = BUF_INIT;
	bool row;

	err = db_prepare(&st, store->db, "select hash from attachment"
	    " where response = ? and chain is null");
	if (err)
		return err;
	db_bind_text(st, 1, response);
	while ((err = db_step(st, &row)) == NULL && row)
		if (!is_named(db_blob(st, 0), named, count))
			buf_add_slice(&gone, db_blob(st, 0));
	db_done(st);
	for (size_t at = 0; at < gone.len && !err; at += HASH_BYTES)
		err = drop_one(store, slice_of(gone.data + at, HASH_BYTES));
	buf_free(&gone);
	return err;
}

const struct err *
store_attachment_state(struct attachment_state *out, struct store *store,
    const struct hash *hash)
{
	const struct err *err;
	struct db_statement *st;
	bool row;

	*out = (struct attachment_state){ 0 };
	err = db_prepare(&st, store->db, "select length(bytes),"
	    " chain is not null from attachment where hash = ?");
	if (err)
		return err;
	bind_hash(st, 1, hash);
	err = db_step(st, &row);
	if (!err && row)
		*out = (struct attachment_state){ true, db_int(st, 1) != 0,
			(size_t)db_int(st, 0) };
	db_done(st);
	return err;
}

const struct err *
store_pack_attachments(struct store *store, const struct packed *packed,
    const struct hash *hashes, size_t count)
{
	const struct err *err;
	struct db_statement *st;

	err = db_prepare(&st, store->db, "update attachment set chain = ?,"
	    " number = ? where hash = ? and chain is null");
	if (err)
		return err;
	for (size_t i = 0; i < count && !err; i++) {
		db_bind_text(st, 1, packed->chain);
		db_bind_int(st, 2, (int64_t)packed->number);
		bind_hash(st, 3, &hashes[i]);
		err = db_run(st);
	}
	db_done(st);
	return err;
}

static const struct err *
take_file(struct depot_file *out, struct arena *arena, struct db_statement *st,
    const char *chain, uint64_t number)
{
	const struct err *err;
	char name[ATTACHMENT_BLOB_MAX];
	struct slice bytes = db_blob(st, 1);
	struct hash hash;

	err = take_bytes(hash.bytes, HASH_BYTES, st, 0, "a file's hash");
	if (!err && bytes.len == 0)
		err = err_new(ERR_STATE, "change set %llu of chain %s: its "
		    "files were delivered and let go of; the hub has them",
		    (unsigned long long)number, chain);
	if (err)
		return err;
	attachment_blob(name, &hash);
	out->name = arena_strdup(arena, name);
	out->bytes = slice_of(arena_slice(arena, bytes), bytes.len);
	return NULL;
}

const struct err *
store_changeset_files(struct depot_file **out, size_t *count,
    struct arena *arena, struct store *store, const char *chain,
    uint64_t number)
{
	const struct err *err;
	struct db_statement *st;
	bool row;

	*count = 0;
	*out = arena_alloc_n(arena, STORE_FILES_MAX, sizeof(**out));
	err = db_prepare(&st, store->db, "select hash, bytes from attachment"
	    " where chain = ? and number = ? order by hash");
	if (err)
		return err;
	db_bind_text(st, 1, chain);
	db_bind_int(st, 2, (int64_t)number);
	while ((err = db_step(st, &row)) == NULL && row) {
		if (*count == STORE_FILES_MAX)
			err = err_new(ERR_LIMIT, "more than %d files in a "
			    "change set", STORE_FILES_MAX);
		else
			err = take_file(&(*out)[*count], arena, st, chain,
			    number);
		if (err)
			break;
		(*count)++;
	}
	db_done(st);
	return err;
}
