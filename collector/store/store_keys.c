/*
 * store_keys.c - the store key, under the passphrase; what it opens; and who
 * else can open it.
 */
#include "collector/store/store_parts.h"

#include <string.h>

#include "kit/base/mem.h"
#include "kit/exchange/escrow.h"
#include "kit/exchange/keyfile.h"

/* The store key as it rests: under the passphrase, or in the clear. */
static const struct err *
wrap(struct buf *out, const struct secret_key *key, struct slice passphrase)
{
	struct json *secrets = json_new_object();
	const struct err *err;

	keyfile_put(secrets, "store", key->bytes, KEY_BYTES);
	err = passphrase.len > 0 ? keyfile_seal(out, secrets, passphrase) :
	    keyfile_write_plain(out, secrets);
	keyfile_free(secrets);
	return err;
}

const struct err *
keys_make(struct store *store, struct slice passphrase)
{
	const struct err *err;

	crypto_random(store->key.bytes, KEY_BYTES);
	buf_reset(&store->keyfile);
	err = wrap(&store->keyfile, &store->key, passphrase);
	store->unlocked = err == NULL;
	return err;
}

bool
store_wants_passphrase(const struct store *store)
{
	return !store->unlocked &&
	    !keyfile_is_plain(buf_slice(&store->keyfile));
}

static const struct err *
unseal_secret(void *out, size_t len, struct store *store, const char *column,
    struct slice sealed)
{
	const struct err *err;
	struct buf plain = BUF_INIT;

	err = store_unseal(&plain, store, column, NULL, sealed);
	if (!err && plain.len != len)
		err = err_new(ERR_FORMAT, "store: %s has %zu bytes instead of "
		    "%zu", column, plain.len, len);
	if (!err)
		memcpy(out, plain.data, len);
	buf_wipe(&plain);
	return err;
}

static const struct err *
load_pairs(struct store *store)
{
	const struct err *err;
	struct db_statement *st;
	bool row;

	store->sign.public = store->study.sign;
	store->seal.public = store->study.seal;
	err = db_prepare(&st, store->db,
	    "select sign_sealed, seal_sealed from study");
	if (err)
		return err;
	err = db_step(st, &row);
	if (!err)
		err = unseal_secret(store->sign.secret, SIGN_SECRET_BYTES,
		    store, "study.sign", db_blob(st, 0));
	if (!err)
		err = unseal_secret(store->seal.secret, SEAL_SECRET_BYTES,
		    store, "study.seal", db_blob(st, 1));
	db_done(st);
	return err;
}

/* As it rests now: another program may have changed the passphrase. */
static const struct err *
load_keyfile(struct store *store)
{
	const struct err *err;
	struct db_statement *st;
	bool row;

	err = db_prepare(&st, store->db, "select keyfile from study");
	if (err)
		return err;
	err = db_step(st, &row);
	if (!err && row) {
		buf_reset(&store->keyfile);
		buf_add_slice(&store->keyfile, db_blob(st, 0));
	}
	db_done(st);
	return err;
}

const struct err *
store_unlock(struct store *store, struct slice passphrase)
{
	const struct err *err;
	struct json *secrets = NULL;

	if ((err = load_keyfile(store)) != NULL)
		return err;
	err = keyfile_open(&secrets, buf_slice(&store->keyfile), passphrase);
	if (err)
		return err->code == ERR_DENIED ? err_new(ERR_DENIED,
		    "%s: this is not the passphrase of the store; when it is "
		    "forgotten, the coordinator can help (collector unlock)",
		    store->folder) : err_in(err, "%s", store->folder);
	if (keyfile_get(secrets, "store", store->key.bytes, KEY_BYTES))
		store->unlocked = true;
	else
		err = err_new(ERR_FORMAT, "%s: the store key is missing",
		    store->folder);
	keyfile_free(secrets);
	if (!err)
		err = load_pairs(store);
	store->unlocked = err == NULL;
	return err;
}

const struct err *
store_unlock_key(struct store *store, const struct secret_key *key)
{
	const struct err *err;

	store->key = *key;
	store->unlocked = true;
	err = load_pairs(store);
	store->unlocked = err == NULL;
	return err && err->code == ERR_SIGNATURE ? err_new(ERR_DENIED,
	    "%s: this key opens another store", store->folder) : err;
}

const struct err *
store_set_passphrase(struct store *store, struct slice passphrase)
{
	const struct err *err;
	struct db_statement *st;
	struct buf keyfile = BUF_INIT;

	err = wrap(&keyfile, &store->key, passphrase);
	if (!err)
		err = db_prepare(&st, store->db,
		    "update study set keyfile = ?");
	if (!err) {
		db_bind_blob(st, 1, buf_slice(&keyfile));
		err = db_run(st);
		db_done(st);
	}
	buf_wipe(&keyfile);
	/* The old wrapping is not to be found behind the new one. */
	if (!err)
		err = db_checkpoint(store->db);
	return err ? err : study_load(store);
}

const struct sign_pair *
store_sign_pair(const struct store *store)
{
	return &store->sign;
}

const struct seal_pair *
store_seal_pair(const struct store *store)
{
	return &store->seal;
}

const struct secret_key *
store_key(const struct store *store)
{
	return &store->key;
}

/* ---- the coordinators can open it too ---- */

/* Whom an escrow is sealed to, as one hash. */
static const struct err *
hash_recipients(struct hash *out, struct store *store,
    const struct seal_public **recipients, size_t *count)
{
	const struct err *err;
	const struct manifest *manifest;
	struct buf all = BUF_INIT;

	if ((err = store_manifest(&manifest, store)) != NULL)
		return err;
	*recipients = manifest_recipients(manifest, count);
	for (size_t i = 0; i < *count; i++)
		buf_append(&all, (*recipients)[i].bytes, SEAL_PUBLIC_BYTES);
	crypto_hash(out, buf_slice(&all));
	buf_free(&all);
	return NULL;
}

static const struct err *
load_escrow(struct buf *out, struct hash *to, struct store *store)
{
	const struct err *err;
	struct db_statement *st;
	bool row;

	*to = (struct hash){ { 0 } };
	err = db_prepare(&st, store->db, "select escrow, escrow_to from study"
	    " where escrow is not null");
	if (err)
		return err;
	err = db_step(st, &row);
	if (!err && row) {
		buf_add_slice(out, db_blob(st, 0));
		err = take_bytes(to->bytes, HASH_BYTES, st, 1, "the escrow");
	}
	db_done(st);
	return err;
}

static const struct err *
save_escrow(struct store *store, struct slice sealed, const struct hash *to)
{
	const struct err *err;
	struct db_statement *st;

	err = db_prepare(&st, store->db,
	    "update study set escrow = ?, escrow_to = ?");
	if (err)
		return err;
	db_bind_blob(st, 1, sealed);
	bind_hash(st, 2, to);
	err = db_run(st);
	db_done(st);
	return err;
}

const struct err *
store_escrow(struct buf *out, struct hash *to, struct store *store,
    int64_t now_ms)
{
	const struct err *err;
	const struct seal_public *recipients;
	struct hash had;
	size_t count;

	err = hash_recipients(to, store, &recipients, &count);
	if (!err)
		err = load_escrow(out, &had, store);
	if (err || (out->len > 0 && hash_equal(to, &had)))
		return err;
	buf_reset(out);
	err = escrow_seal(out, &store->study.id, &store->key, now_ms,
	    recipients, count, &store->sign);
	return err ? err : save_escrow(store, buf_slice(out), to);
}
