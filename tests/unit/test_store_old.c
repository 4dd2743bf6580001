/*
 * test_store_old - stores that older versions left: tests/golden/store-N.sqlite
 * opens, says what it said, goes on, and has the columns of a new one.
 */
#include "check.h"
#include "collector/interview/interview.h"
#include "collector/sync/pack.h"
#include "golden.h"
#include "kit/base/db.h"
#include "scratch.h"

static struct err held;

static const char passphrase[] = "a passphrase for tests";

/* What golden/store-1.txt lists, in the order of their making. */
static const struct {
	const char *name, *case_id;
	enum stage stage;
} expected[] = {
	{ "Ana Merged", "C1", STAGE_MERGED },
	{ "Bea Merged", "", STAGE_MERGED },
	{ "Cleo Sent", "", STAGE_SENT },
	{ "Dora Final", "", STAGE_FINAL },
	{ "Eve Draft", "", STAGE_DRAFT },
};
enum { EXPECTED = sizeof(expected) / sizeof(*expected) };

static void
put_golden(const char *folder, const char *name)
{
	struct buf bytes = BUF_INIT, path = BUF_INIT;

	CHECK_OK(platform_make_folder(folder));
	golden_read(&bytes, name);
	file_join(&path, folder, "store.sqlite");
	CHECK_OK(file_write(buf_str(&path), buf_slice(&bytes)));
	buf_free(&bytes);
	buf_free(&path);
}

/* ---- what it says ---- */

static const struct err *
check_one(void *data, const struct response *r)
{
	size_t *at = data;

	CHECK(*at < EXPECTED);
	if (*at < EXPECTED) {
		CHECK_STR(r->name, expected[*at].name);
		CHECK_STR(r->case_id, expected[*at].case_id);
		CHECK_INT(r->stage, expected[*at].stage);
	}
	++*at;
	return NULL;
}

static void
check_responses(struct store *store)
{
	size_t seen = 0;

	CHECK_OK(store_responses(store, check_one, &seen));
	CHECK_INT(seen, EXPECTED);
}

static const struct err *
take_draft_id(void *data, const struct response *r)
{
	if (r->stage == STAGE_DRAFT)
		memcpy(data, r->id, UUID_TEXT_MAX);
	return NULL;
}

/* The draft opens where it was left, is closed, and all of it is packed. */
static void
go_on(struct store *store)
{
	struct interview iv;
	char id[UUID_TEXT_MAX] = "";
	size_t count[STAGE_COUNT];

	CHECK_OK(store_responses(store, take_draft_id, id));
	CHECK_OK(interview_open(&iv, store, id));
	CHECK_STR(iv.response.draft_at, "who/age");
	CHECK_STR(answer_value(instance_find(iv.instance, "who/age")), "41");
	CHECK_OK(instance_set(iv.instance, instance_find(iv.instance, "works"),
	    "n"));
	CHECK_OK(interview_close(&iv, STATE_FINAL, ""));
	interview_free(&iv);
	CHECK_OK(pack_unsent(store, &held, NULL, NULL));
	CHECK_OK(store_count(store, count));
	CHECK_INT(count[STAGE_PACKED], 2);
	CHECK_INT(count[STAGE_FINAL] + count[STAGE_DRAFT], 0);
}

/* ---- what it is made of ---- */

static const char columns[] =
    "select m.type || ' ' || m.name || '.' || c.name || ' ' ||"
    " lower(c.type) || ' ' || c.\"notnull\" || ' ' || c.pk || ' ' ||"
    " coalesce(c.dflt_value, '-') from sqlite_schema m,"
    " pragma_table_info(m.name) c where m.name not like 'sqlite_%'"
    " union all select 'index ' || name from sqlite_schema"
    " where type = 'index' and name not like 'sqlite_%' order by 1";

static void
list_columns(struct buf *out, const char *folder)
{
	static const struct db_schema any = { .what = "collector store",
		.application = 0x52434c31, .version = 2, .text = "" };
	struct buf path = BUF_INIT;
	struct db_statement *st;
	struct db *db;
	bool row;

	file_join(&path, folder, "store.sqlite");
	CHECK_OK(db_open(&db, buf_str(&path), &any));
	CHECK_OK(db_prepare(&st, db, columns));
	while (db_step(st, &row) == NULL && row)
		buf_addf(out, "%s\n", db_text(st, 0));
	db_done(st);
	db_close(db);
	buf_free(&path);
}

/* The first line that differs is news enough. */
static void
check_lines(const char *seen, const char *wanted)
{
	size_t at = 0;

	while (seen[at] != '\0' && seen[at] == wanted[at])
		at++;
	while (at > 0 && seen[at - 1] != '\n')
		at--;
	CHECK_RESULT(seen[at] == wanted[at], "a new store has \"%.*s\", a "
	    "migrated one \"%.*s\"", (int)strcspn(wanted + at, "\n"),
	    wanted + at, (int)strcspn(seen + at, "\n"), seen + at);
}

static void
check_columns(const char *old, const char *fresh)
{
	struct buf seen = BUF_INIT, wanted = BUF_INIT;
	struct store *store;

	CHECK_OK(store_open(&store, fresh, true));
	store_close(store);
	list_columns(&seen, old);
	list_columns(&wanted, fresh);
	CHECK(wanted.len > 100);
	check_lines(buf_str(&seen), buf_str(&wanted));
	buf_free(&seen);
	buf_free(&wanted);
}

int
main(void)
{
	struct buf folder = BUF_INIT, old = BUF_INIT, fresh = BUF_INIT;
	struct store *store;

	CHECK_OK(crypto_start());
	CHECK_OK(depot_start());
	CHECK_OK(scratch_make(&folder, "store-old"));
	file_join(&old, buf_str(&folder), "old");
	file_join(&fresh, buf_str(&folder), "fresh");
	put_golden(buf_str(&old), "store-1.sqlite");
	CHECK_OK(store_open(&store, buf_str(&old), false));
	CHECK_OK(store_unlock(store, slice_str(passphrase)));
	CHECK_STR(store_study(store)->phase, "field");
	check_responses(store);
	go_on(store);
	store_close(store);
	check_columns(buf_str(&old), buf_str(&fresh));
	CHECK_OK(scratch_remove(buf_str(&folder)));
	buf_free(&folder);
	buf_free(&old);
	buf_free(&fresh);
	depot_stop();
	return CHECK_DONE();
}
