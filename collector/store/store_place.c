/*
 * store_place.c - is this the store that was used last, or a copy of it? Two
 * copies that go on under one chain would give numbers twice: each that
 * notices opens a chain of its own.
 */
#include "collector/store/store_parts.h"

#include <string.h>

#include "kit/base/file.h"
#include "kit/base/platform.h"

/* Instead of a hash: it comes from a backup, wherever it lies now. */
static const uint8_t restored_mark[] = { 0 };

static const char mark_restored[] = "update study set place = x'00'";

struct whereabouts {
	struct hash machine, file;
};

/* Hashed with the study: two studies on one laptop do not tell each other. */
static void
hash_id(struct hash *out, const struct store *store, const char *what,
    const struct buf *id)
{
	struct buf text = BUF_INIT;

	buf_addf(&text, "recolte %s 1", what);
	buf_append(&text, store->study.id.bytes, HASH_BYTES);
	buf_add_slice(&text, buf_slice(id));
	crypto_hash(out, buf_slice(&text));
	buf_free(&text);
}

static void
look(struct whereabouts *out, const struct store *store)
{
	struct buf id = BUF_INIT, path = BUF_INIT;

	platform_machine_id(&id);
	hash_id(&out->machine, store, "machine", &id);
	buf_reset(&id);
	file_join(&path, store->folder, "store.sqlite");
	platform_file_id(&id, buf_str(&path));
	hash_id(&out->file, store, "place", &id);
	buf_free(&id);
	buf_free(&path);
}

static enum store_moved
compare(const struct whereabouts *now, struct slice machine, struct slice file)
{
	if (slice_equal(file, slice_of(restored_mark, sizeof(restored_mark))))
		return STORE_RESTORED;
	if (!slice_equal(machine, slice_of(now->machine.bytes, HASH_BYTES)))
		return STORE_OTHER_MACHINE;
	return slice_equal(file, slice_of(now->file.bytes, HASH_BYTES)) ?
	    STORE_STAYED : STORE_COPIED;
}

/* *known: somebody has looked before. */
static const struct err *
read_place(enum store_moved *moved, bool *known, struct store *store,
    const struct whereabouts *now)
{
	const struct err *err;
	struct db_statement *st;
	bool row;

	*moved = STORE_STAYED;
	err = db_prepare(&st, store->db, "select machine, place from study"
	    " where place is not null");
	if (err)
		return err;
	err = db_step(st, known);
	row = *known;
	if (!err && row)
		*moved = compare(now, db_blob(st, 0), db_blob(st, 1));
	db_done(st);
	return err;
}

static const struct err *
write_place(struct store *store, const struct whereabouts *now)
{
	const struct err *err;
	struct db_statement *st;

	err = db_prepare(&st, store->db,
	    "update study set machine = ?, place = ?");
	if (err)
		return err;
	bind_hash(st, 1, &now->machine);
	bind_hash(st, 2, &now->file);
	err = db_run(st);
	db_done(st);
	return err;
}

const struct err *
place_keep(struct store *store)
{
	struct whereabouts now;

	look(&now, store);
	return write_place(store, &now);
}

/* How far the open chain is known to be on the hub: our copies agree there. */
static const struct err *
delivered_of_open(struct store *store, uint64_t *out)
{
	const struct err *err;
	int64_t n;

	err = store_number(store, "select coalesce(max(number), 0) from"
	    " changeset where delivered_ms is not null and chain ="
	    " (select id from chain order by place desc limit 1)", &n);
	*out = (uint64_t)n;
	return err;
}

/* Looked at again in the transaction: another program may have been faster. */
static const struct err *
settle(struct store *store, const struct whereabouts *now, int64_t now_ms,
    enum store_moved *moved)
{
	const struct err *err;
	uint64_t delivered = 0;
	bool known;

	err = read_place(moved, &known, store, now);
	if (err || (known && *moved == STORE_STAYED))
		return err;
	if (*moved != STORE_STAYED) {
		err = delivered_of_open(store, &delivered);
		if (!err)
			err = store_new_chain(store, delivered, now_ms);
	}
	return err ? err : write_place(store, now);
}

const struct err *
store_settle(struct store *store, int64_t now_ms, enum store_moved *moved)
{
	const struct err *err;
	struct whereabouts now;
	bool known;

	look(&now, store);
	err = read_place(moved, &known, store, &now);
	if (err || (known && *moved == STORE_STAYED))
		return err;
	if ((err = db_begin(store->db)) != NULL)
		return err;
	return db_end(store->db, settle(store, &now, now_ms, moved));
}

/* ---- images ---- */

const struct err *
store_image(struct store *store, const char *path)
{
	return db_backup(store->db, path, mark_restored);
}

const struct err *
store_backup_ms(struct store *store, int64_t *out)
{
	return store_number(store, "select coalesce(backup_ms, 0) from study",
	    out);
}

const struct err *
store_set_backup(struct store *store, int64_t now_ms)
{
	const struct err *err;
	struct db_statement *st;

	err = db_prepare(&st, store->db, "update study set backup_ms = ?");
	if (err)
		return err;
	db_bind_int(st, 1, now_ms);
	err = db_run(st);
	db_done(st);
	return err;
}
