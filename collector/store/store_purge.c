/* store_purge.c - letting go of answers that are safe elsewhere, or erased. */
#include "collector/store/store_parts.h"

#include <stdio.h>

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
		"update attachment set bytes = x''"
		    " where response = ?1 and ?2 > 0",
		"update response set key_sealed = x'',"
		    " fields_sealed = null, draft_sealed = null,"
		    " purged_ms = ?2 where id = ?1"
	};
	const struct err *err = NULL;

	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps) && !err; i++)
		err = run_for(store, steps[i], response, now_ms);
	if (!err)
		err = store_strip_label(store, response);
	return err ? err : store_strip_corrections(store, response);
}

const struct err *
store_erase(struct store *store, const char *record, bool *found)
{
	static const char *const steps[] = {
		"delete from revision where response = ?1 and ?2 = 0",
		"update attachment set bytes = x''"
		    " where response = ?1 and ?2 = 0 and length(bytes) > 0",
		"delete from response where id = ?1 and ?2 = 0",
		"delete from sample where id = ?1 and ?2 = 0",
		"delete from down_case where id = ?1 and ?2 = 0",
		"delete from correction where response = ?1 and ?2 = 0",
		"delete from contact_revision where contact = ?1 and ?2 = 0",
		"delete from contact where id = ?1 and ?2 = 0"
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

/* Every revision merged, nothing begun since: of those, the ids. */
static const char let_go[] = "select id from response"
    " where purged_ms is null and tip is not null and draft_sealed is null"
    " and not exists (select 1 from revision v left join changeset c"
    " on c.chain = v.chain and c.number = v.number"
    " where v.response = response.id and"
    " coalesce(c.verdict, '') <> 'merged')";

static const struct err *
list_merged(char (**out)[UUID_TEXT_MAX], size_t *count, struct arena *arena,
    struct store *store)
{
	const struct err *err;
	struct db_statement *st;
	int64_t n;
	bool row;

	*count = 0;
	err = store_number(store, "select count(*) from response", &n);
	if (!err)
		err = db_prepare(&st, store->db, let_go);
	if (err)
		return err;
	*out = arena_alloc_n(arena, (size_t)n + 1, sizeof(**out));
	while ((err = db_step(st, &row)) == NULL && row && *count < (size_t)n)
		snprintf((*out)[(*count)++], UUID_TEXT_MAX, "%s",
		    db_text(st, 0));
	db_done(st);
	return err;
}

static const struct err *
purge_merged(struct store *store, int64_t now_ms, size_t *count)
{
	const struct err *err;
	struct arena *arena = arena_new();
	char (*ids)[UUID_TEXT_MAX];

	err = list_merged(&ids, count, arena, store);
	for (size_t i = 0; i < *count && !err; i++)
		err = store_purge(store, ids[i], now_ms);
	if (!err)
		err = store_purge_case_revisions(store);
	arena_free(arena);
	return err;
}

const struct err *
store_purge_merged(struct store *store, int64_t now_ms, size_t *count)
{
	const struct err *err;

	*count = 0;
	if ((err = db_begin(store->db)) != NULL)
		return err;
	err = db_end(store->db, purge_merged(store, now_ms, count));
	return err || *count == 0 ? err : store_scrub(store);
}
