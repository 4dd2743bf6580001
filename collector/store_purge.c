/* store_purge.c - letting go of answers that are safe elsewhere, or erased. */
#include "collector/store_parts.h"

/* A statement whose first parameter is a response, its second a time. */
static const struct err *
run_for(struct store *store, const char *sql, const char *response,
    int64_t now_ms)
{
	struct db_statement *st;
	const struct err *err = db_prepare(&st, store->db, sql);

	if (err)
		return err;
	db_bind_text(st, 1, response);
	db_bind_int(st, 2, now_ms);
	err = db_run(st);
	db_done(st);
	return err;
}

/*
 * What was packed keeps its row, so that accounts stay right; its bytes go. The
 * change sets stay as they were sent: their keys go with the response's.
 */
const struct err *
store_purge(struct store *store, const char *response, int64_t now_ms)
{
	static const char *const steps[] = {
		"update revision set bytes_sealed = x''"
		    " where response = ?1 and ?2 > 0",
		"update response set key_sealed = x'', label_sealed = x'',"
		    " fields_sealed = null, draft_sealed = null,"
		    " purged_ms = ?2 where id = ?1"
	};
	const struct err *err = NULL;

	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps) && !err; i++)
		err = run_for(store, steps[i], response, now_ms);
	return err;
}

const struct err *
store_erase(struct store *store, const char *record, bool *found)
{
	static const char *const steps[] = {
		"delete from revision where response = ?1 and ?2 = 0",
		"delete from response where id = ?1 and ?2 = 0",
		"delete from sample where id = ?1 and ?2 = 0"
	};
	const struct err *err = NULL;

	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps) && !err; i++) {
		err = run_for(store, steps[i], record, 0);
		*found = *found || (!err && db_changes(store->db) > 0);
	}
	return err;
}

const struct err *
store_scrub(struct store *store)
{
	return db_checkpoint(store->db);
}
