/* store.c - the folder, the database, and what rests encrypted in it. */
#include "collector/store_parts.h"

#include <string.h>

#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"

extern const char collector_schema[], collector_schema_2[];

enum { STORE_APPLICATION = 0x52434c31 };	/* "RCL1" */

static const char *const steps[] = { collector_schema_2 };

static const struct db_schema schema = {
	.what = "collector store", .application = STORE_APPLICATION,
	.version = 2, .text = collector_schema, .steps = steps
};

static void
path_in(struct buf *out, const struct store *store, const char *name)
{
	file_join(out, store->folder, name);
}

static const struct err *
no_study(const struct store *store)
{
	return err_new(ERR_USAGE, "%s: no study here yet; begin with "
	    "\"collector join INVITATION\"", store->folder);
}

static const struct err *
open_database(struct store *store, bool create)
{
	const struct err *err = NULL;
	struct buf path = BUF_INIT;

	path_in(&path, store, "store.sqlite");
	if (!create && !platform_exists(buf_str(&path)))
		err = no_study(store);
	else if (create)
		err = platform_make_folder(store->folder);
	if (!err)
		err = db_open(&store->db, buf_str(&path), &schema);
	/* In KiB. Laptops are old; one interview at a time is worked on. */
	if (!err)
		err = db_exec(store->db, "pragma cache_size = -1000");
	buf_free(&path);
	return err;
}

const struct err *
store_open(struct store **out, const char *folder, bool create)
{
	struct store *store = mem_alloc(sizeof(*store));
	const struct err *err;

	*out = NULL;
	store->folder = mem_strdup(folder);
	store->forms = map_new();
	err = open_database(store, create);
	if (!err)
		err = study_load(store);
	if (!err && !create && !store->joined)
		err = no_study(store);
	if (err) {
		store_close(store);
		return err;
	}
	*out = store;
	return NULL;
}

void
store_close(struct store *store)
{
	if (store == NULL)
		return;
	for (size_t i = 0; i < map_count(store->forms); i++)
		package_free(map_value_at(store->forms, i));
	map_free(store->forms);
	manifest_free(store->manifest);
	depot_close(store->depot);
	platform_unlock(store->lock);
	db_close(store->db);
	buf_wipe(&store->keyfile);
	mem_free(store->hub);
	mem_free(store->phase);
	mem_free(store->folder);
	mem_wipe(store, sizeof(*store));
	mem_free(store);
}

const char *
store_folder(const struct store *store)
{
	return store->folder;
}

const struct err *
store_lock(struct store *store)
{
	const struct err *err;
	struct buf path = BUF_INIT;

	if (store->lock != NULL)
		return NULL;
	path_in(&path, store, "lock");
	err = platform_lock(&store->lock, buf_str(&path));
	if (err && err->code == ERR_BUSY)
		err = err_new(ERR_BUSY, "%s: a sync is under way; wait until "
		    "it has ended", store->folder);
	buf_free(&path);
	return err;
}

const struct err *
store_depot(struct depot **out, struct store *store)
{
	const struct err *err = NULL;
	struct buf path = BUF_INIT;

	if (store->depot == NULL) {
		path_in(&path, store, "depot");
		err = depot_open(&store->depot, buf_str(&path), true);
		buf_free(&path);
	}
	*out = store->depot;
	return err;
}

void
store_close_depot(struct store *store)
{
	depot_close(store->depot);
	store->depot = NULL;
}

void
store_let_go(struct store *store)
{
	store_close_depot(store);
	platform_unlock(store->lock);
	store->lock = NULL;
}

const struct err *
store_refresh(struct store *store)
{
	struct secret_key key = store->key;
	const struct err *err;

	manifest_free(store->manifest);
	store->manifest = NULL;
	err = study_load(store);
	if (!err)
		err = store_unlock_key(store, &key);
	mem_wipe(&key, sizeof(key));
	return err;
}

const struct err *
store_begin(struct store *store)
{
	return db_begin(store->db);
}

const struct err *
store_end(struct store *store, const struct err *err)
{
	return db_end(store->db, err);
}

/* ---- what rests encrypted ---- */

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
