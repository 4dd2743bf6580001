/*
 * store_access.c - small secrets of the study: what opens the hub (a token, a
 * key), the interviewer's name. Sealed.
 */
#include "collector/store/store_parts.h"

/* Append what stands in a column of study; nothing when it is empty. */
static const struct err *
read_sealed(struct buf *out, const struct store *store, const char *query,
    const char *name)
{
	struct db_statement *st;
	const struct err *err;
	bool row = false;

	if ((err = db_prepare(&st, store->db, query)) != NULL)
		return err;
	err = db_step(st, &row);
	if (!err && row)
		err = take_sealed(out, st, 0, store, name, NULL);
	db_done(st);
	return err;
}

static const struct err *
write_sealed(struct store *store, const char *update, const char *name,
    struct slice bytes)
{
	struct db_statement *st;
	const struct err *err;

	if ((err = db_prepare(&st, store->db, update)) != NULL)
		return err;
	err = bind_sealed(st, 1, store, name, NULL, bytes);
	if (!err)
		err = db_run(st);
	db_done(st);
	return err;
}

const struct err *
store_access(struct access *out, const struct store *store)
{
	struct buf text = BUF_INIT;
	const struct err *err;

	*out = (struct access){ 0 };
	err = read_sealed(&text, store, "select access_sealed from study"
	    " where access_sealed is not null", "study.access");
	if (!err)
		err = access_read(out, buf_slice(&text));
	buf_wipe(&text);
	return err;
}

const struct err *
store_set_access(struct store *store, const struct access *access)
{
	struct buf text = BUF_INIT;
	const struct err *err;

	access_write(&text, access);
	err = write_sealed(store, "update study set access_sealed = ?",
	    "study.access", buf_slice(&text));
	buf_wipe(&text);
	return err;
}

const struct err *
store_interviewer(struct buf *out, const struct store *store)
{
	return read_sealed(out, store, "select interviewer_sealed from study"
	    " where interviewer_sealed is not null", "study.interviewer");
}

const struct err *
store_set_interviewer(struct store *store, const char *name)
{
	return write_sealed(store, "update study set interviewer_sealed = ?",
	    "study.interviewer", slice_str(name));
}
