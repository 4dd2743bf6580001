/* store_access.c - what opens the hub: a token, a key; sealed. */
#include "collector/store_parts.h"

const struct err *
store_access(struct access *out, const struct store *store)
{
	struct db_statement *st;
	struct buf text = BUF_INIT;
	const struct err *err;
	bool row = false;

	*out = (struct access){ 0 };
	err = db_prepare(&st, store->db, "select access_sealed from study"
	    " where access_sealed is not null");
	if (err)
		return err;
	err = db_step(st, &row);
	if (!err && row)
		err = take_sealed(&text, st, 0, store, "study.access", NULL);
	if (!err)
		err = access_read(out, buf_slice(&text));
	db_done(st);
	buf_wipe(&text);
	return err;
}

const struct err *
store_set_access(struct store *store, const struct access *access)
{
	struct db_statement *st;
	struct buf text = BUF_INIT;
	const struct err *err;

	err = db_prepare(&st, store->db,
	    "update study set access_sealed = ?");
	if (err)
		return err;
	access_write(&text, access);
	err = bind_sealed(st, 1, store, "study.access", NULL,
	    buf_slice(&text));
	if (!err)
		err = db_run(st);
	db_done(st);
	buf_wipe(&text);
	return err;
}
