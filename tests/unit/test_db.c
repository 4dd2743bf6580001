#include "check.h"
#include "kit/base/db.h"
#include "scratch.h"

static const struct db_schema first = {
	.what = "test store", .application = 0x52637431, .version = 1,
	.text = "create table t (id integer primary key, word text unique,"
	    " data blob)"
};

static const char *const steps[] = {
	"alter table t add column more text default 'added'"
};

static const struct db_schema second = {
	.what = "test store", .application = 0x52637431, .version = 2,
	.text = "create table t (id integer primary key, word text unique,"
	    " data blob, more text default 'made')",
	.steps = steps
};

static const struct db_schema other = {
	.what = "other store", .application = 0x52637432, .version = 1,
	.text = "create table u (id integer)"
};

static void
insert(struct db *db, const char *word, struct slice data)
{
	struct db_statement *st;

	CHECK_OK(db_prepare(&st, db,
	    "insert into t (word, data) values (?, ?)"));
	db_bind_text(st, 1, word);
	db_bind_blob(st, 2, data);
	CHECK_OK(db_run(st));
	CHECK_INT(db_changes(db), 1);
	db_done(st);
}

static int64_t
count(struct db *db)
{
	struct db_statement *st;
	int64_t n;
	bool row;

	CHECK_OK(db_prepare(&st, db, "select count(*) from t"));
	CHECK_OK(db_step(st, &row));
	n = db_int(st, 0);
	db_done(st);
	return n;
}

static void
test_values(struct db *db)
{
	struct db_statement *st;
	bool row;

	insert(db, "a", slice_of("\0b", 2));
	insert(db, "c", SLICE_EMPTY);
	insert(db, NULL, SLICE_EMPTY);
	CHECK_OK(db_prepare(&st, db, "select word, data from t order by id"));
	CHECK_OK(db_step(st, &row));
	CHECK(row);
	CHECK_STR(db_text(st, 0), "a");
	CHECK(slice_equal(db_blob(st, 1), slice_of("\0b", 2)));
	CHECK_OK(db_step(st, &row));
	CHECK(!db_is_null(st, 1));
	CHECK_INT(db_blob(st, 1).len, 0);
	CHECK_OK(db_step(st, &row));
	CHECK(db_is_null(st, 0));
	CHECK_STR(db_text(st, 0), "");
	CHECK_OK(db_step(st, &row));
	CHECK(!row);
	db_done(st);
}

static void
test_failures(struct db *db)
{
	struct db_statement *st;

	CHECK_ERR(db_exec(db, "insert into t (word) values ('a')"),
	    ERR_EXISTS, "UNIQUE");
	CHECK_ERR(db_exec(db, "selct"), ERR_INTERNAL, "selct");
	CHECK_ERR(db_prepare(&st, db, "select nothing"), ERR_INTERNAL,
	    "nothing");
	CHECK_OK(db_prepare(&st, db, "delete from t where id = ?"));
	db_bind_int(st, 2, 1);
	CHECK_ERR(db_run(st), ERR_INTERNAL, "");
	db_done(st);
}

static void
test_transactions(struct db *db)
{
	const struct err *err = NULL;

	CHECK_OK(db_begin(db));
	insert(db, "gone", SLICE_EMPTY);
	CHECK_INT(count(db), 4);
	db_rollback(db);
	CHECK_INT(count(db), 3);
	CHECK_OK(db_begin(db));
	err = db_end(db, err_new(ERR_STATE, "a reason"));
	CHECK(err && err->code == ERR_STATE);
	CHECK_OK(db_begin(db));
	CHECK_OK(db_end(db, NULL));
	db_rollback(db);
}

static void
test_versions(const char *path)
{
	struct db *db;
	struct db_statement *st;
	bool row;

	CHECK_OK(db_open(&db, path, &second));
	CHECK_OK(db_prepare(&st, db, "select more from t"));
	CHECK_OK(db_step(st, &row));
	CHECK_STR(db_text(st, 0), "added");
	db_done(st);
	db_close(db);
	CHECK_ERR(db_open(&db, path, &first), ERR_NEWER, "newer");
	CHECK_ERR(db_open(&db, path, &other), ERR_FORMAT, "no other store");
	CHECK_OK(file_write(path, slice_str("this is no database, by far; "
	    "it is a text that goes on for a while, to be long enough for one "
	    "page header of a hundred bytes")));
	CHECK_ERR(db_open(&db, path, &first), ERR_FORMAT, path);
}

/* Written to a file that nobody finds again, it would be lost. */
static void
test_moved(const char *path)
{
	struct buf away = BUF_INIT;
	struct db *db;

	CHECK_OK(platform_remove(path));
	CHECK_OK(db_open(&db, path, &first));
	insert(db, "here", SLICE_EMPTY);
	buf_addf(&away, "%s.away", path);
	/* Windows moves no file that is open. */
	if (platform_replace(path, buf_str(&away)) == NULL) {
		CHECK_ERR(db_begin(db), ERR_IO, "was moved or removed");
		CHECK_OK(platform_replace(buf_str(&away), path));
	}
	CHECK_OK(db_begin(db));
	CHECK_OK(db_end(db, NULL));
	CHECK_INT(count(db), 1);
	db_close(db);
	buf_free(&away);
}

int
main(void)
{
	struct buf folder = BUF_INIT, path = BUF_INIT;
	struct db *db;

	CHECK_OK(scratch_make(&folder, "db"));
	file_join(&path, buf_str(&folder), "t.sqlite");
	CHECK_OK(db_open(&db, buf_str(&path), &first));
	test_values(db);
	test_failures(db);
	test_transactions(db);
	db_close(db);
	test_versions(buf_str(&path));
	test_moved(buf_str(&path));
	CHECK_OK(scratch_remove(buf_str(&folder)));
	buf_free(&folder);
	buf_free(&path);
	return CHECK_DONE();
}
