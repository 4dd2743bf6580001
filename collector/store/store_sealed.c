/*
 * store_sealed.c - what rests encrypted, column by column, and the small things
 * that every file of the store uses.
 */
#include "collector/store/store_parts.h"

#include <string.h>

#include "kit/base/mem.h"

static void
bind_place(struct buf *out, const char *column, const char *row)
{
	buf_add(out, "recolte store 1");
	buf_add_byte(out, 0);
	buf_add(out, column);
	buf_add_byte(out, 0);
	buf_add(out, row ? row : "");
}

static const struct err *
locked(const struct store *store)
{
	return err_new(ERR_STATE, "%s: the store is locked; its passphrase is "
	    "needed", store->folder);
}

const struct err *
store_seal(struct buf *out, const struct store *store, const char *column,
    const char *row, struct slice plain)
{
	struct buf place = BUF_INIT;
	uint8_t nonce[AEAD_NONCE_BYTES];

	if (!store->unlocked)
		return locked(store);
	bind_place(&place, column, row);
	crypto_random(nonce, sizeof(nonce));
	buf_append(out, nonce, sizeof(nonce));
	aead_encrypt(out, plain, buf_slice(&place), nonce, &store->key);
	buf_free(&place);
	return NULL;
}

const struct err *
store_unseal(struct buf *out, const struct store *store, const char *column,
    const char *row, struct slice sealed)
{
	struct reader r = reader_of(sealed);
	struct buf place = BUF_INIT;
	uint8_t nonce[AEAD_NONCE_BYTES];
	bool ok;

	if (!store->unlocked)
		return locked(store);
	bind_place(&place, column, row);
	reader_copy(&r, nonce, sizeof(nonce));
	ok = !r.failed && aead_decrypt(out, r.rest, buf_slice(&place), nonce,
	    &store->key);
	buf_free(&place);
	if (!ok)
		return err_new(ERR_SIGNATURE, "%s: %s of %s was altered; keep "
		    "a copy of this folder, then restore a backup",
		    store->folder, column, row ? row : "the study");
	return NULL;
}

const struct err *
bind_sealed(struct db_statement *st, int at, const struct store *store,
    const char *column, const char *row, struct slice plain)
{
	const struct err *err;
	struct buf sealed = BUF_INIT;

	err = store_seal(&sealed, store, column, row, plain);
	if (!err)
		db_bind_blob(st, at, buf_slice(&sealed));
	buf_free(&sealed);
	return err;
}

const struct err *
take_sealed(struct buf *out, struct db_statement *st, int at,
    const struct store *store, const char *column, const char *row)
{
	return store_unseal(out, store, column, row, db_blob(st, at));
}

/* ---- small things that every file of the store uses ---- */

void
bind_hash(struct db_statement *st, int at, const struct hash *hash)
{
	db_bind_blob(st, at, slice_of(hash->bytes, sizeof(hash->bytes)));
}

const struct err *
take_bytes(void *out, size_t len, struct db_statement *st, int column,
    const char *what)
{
	struct slice bytes = db_blob(st, column);

	if (bytes.len != len)
		return err_new(ERR_FORMAT, "store: %s has %zu bytes instead of "
		    "%zu", what, bytes.len, len);
	memcpy(out, bytes.data, len);
	return NULL;
}

const struct err *
store_number(struct store *store, const char *sql, int64_t *out)
{
	const struct err *err;
	struct db_statement *st;
	bool row;

	*out = 0;
	if ((err = db_prepare(&st, store->db, sql)) != NULL)
		return err;
	err = db_step(st, &row);
	if (!err && row)
		*out = db_int(st, 0);
	db_done(st);
	return err;
}

void
fields_write_json(struct buf *out, const struct fields *fields)
{
	struct json_pair *pairs = mem_alloc_n(fields->count + 1,
	    sizeof(*pairs));

	for (size_t i = 0; i < fields->count; i++)
		pairs[i] = (struct json_pair){ fields->items[i].path,
			fields->items[i].value, 0 };
	json_write_pairs(out, pairs, fields->count);
	mem_free(pairs);
}

const struct err *
fields_read_json(struct fields *out, struct arena *arena,
    const struct json *object)
{
	size_t count = json_count(object), i = 0;
	struct field *items = arena_alloc_n(arena, count + 1, sizeof(*items));

	*out = (struct fields){ items, count };
	for (const struct json *m = json_first(object); m; m = json_next(m)) {
		if (json_key(m) == NULL || json_string(m) == NULL)
			return err_new(ERR_FORMAT, "fields that are not an "
			    "object of texts");
		items[i].path = arena_strdup(arena, json_key(m));
		items[i++].value = arena_strdup(arena, json_string(m));
	}
	fields_sort(items, count);
	return NULL;
}
