/*
 * A database of ours under SQLite files that fail: every change of a file in a
 * day's work is the one that fails, that finds the disk full, or before which
 * the power goes, what was not synced being lost; and every read, lock and
 * question is the one that fails. What a commit confirmed is
 * there afterwards, nothing is there in part, and the file opens and goes on.
 */
#include "check.h"
#include "faulty_vfs.h"
#include "kit/base/db.h"
#include "kit/base/mem.h"
#include "scratch.h"

enum { STEPS = 12, ROW_BYTES = 3000, POINTS_MAX = 5000, HALFWAY = 70 };

static const struct db_schema schema = {
	.what = "test store", .application = 0x52637431, .version = 1,
	.text = "create table t (step integer, half integer, data blob);"
	    "create table last (step integer)"
};

struct work {
	const char *path;
	unsigned confirmed, tried;	/* steps, from 1 */
	bool told;			/* something failed, and said so */
};

static const struct err *
add_half(struct db *db, unsigned step, int half, struct slice data)
{
	struct db_statement *st;
	const struct err *err = db_prepare(&st, db,
	    "insert into t (step, half, data) values (?, ?, ?)");

	if (err)
		return err;
	db_bind_int(st, 1, step);
	db_bind_int(st, 2, half);
	db_bind_blob(st, 3, data);
	err = db_run(st);
	db_done(st);
	return err;
}

static const struct err *
do_step(struct db *db, unsigned step)
{
	uint8_t data[ROW_BYTES];
	const struct err *err = db_begin(db);

	if (err)
		return err;
	memset(data, (int)step, sizeof(data));
	for (int half = 1; !err && half <= 2; half++)
		err = add_half(db, step, half, slice_of(data, sizeof(data)));
	if (!err)
		err = db_exec(db, "delete from last;"
		    "insert into last select max(step) from t");
	err = db_end(db, err);
	if (!err && step % 5 == 0)
		err = db_checkpoint(db);
	return err;
}

/* Work as long as it goes; a program that was told of a failure ends. */
static void
do_work(struct work *work, unsigned steps)
{
	struct db *db;
	const struct err *err = db_open(&db, work->path, &schema);

	while (!err && work->confirmed < steps) {
		work->tried = work->confirmed + 1;
		err = do_step(db, work->tried);
		if (!err)
			work->confirmed = work->tried;
	}
	if (err) {
		work->told = true;
		CHECK_RESULT(err->msg[0] && strchr(err->msg, '\n') == NULL &&
		    strstr(err->msg, work->path) != NULL,
		    "expected one line that names the file, saw \"%s\"",
		    err->msg);
		CHECK_RESULT(strstr(err->msg, "malformed") == NULL,
		    "expected a disk to be blamed, saw \"%s\"", err->msg);
	}
	db_close(db);
}

static int64_t
number(struct db *db, const char *sql)
{
	struct db_statement *st;
	int64_t n;
	bool row;

	CHECK_OK(db_prepare(&st, db, sql));
	CHECK_OK(db_step(st, &row));
	CHECK(row);
	n = row ? db_int(st, 0) : -1;
	db_done(st);
	return n;
}

/* A step that was not confirmed may be there, but then the whole of it. */
static void
check_work(struct work *work)
{
	struct db_statement *st;
	struct db *db;
	int64_t steps;
	bool row;

	CHECK_OK(db_open(&db, work->path, &schema));
	if (db == NULL)
		return;
	steps = number(db, "select count(distinct step) from t");
	CHECK_RESULT(steps >= work->confirmed && steps <= work->tried,
	    "expected %u to %u steps, saw %d", work->confirmed, work->tried,
	    (int)steps);
	CHECK_INT(number(db, "select count(*) from t"), 2 * steps);
	CHECK_INT(number(db, "select coalesce(max(step), 0) from t"), steps);
	CHECK_INT(number(db, "select coalesce(max(step), 0) from last"), steps);
	CHECK_OK(db_prepare(&st, db, "pragma integrity_check"));
	CHECK_OK(db_step(st, &row));
	CHECK_STR(db_text(st, 0), "ok");
	db_done(st);
	db_close(db);
	work->confirmed = (unsigned)steps;
}

static void
remove_all(const char *path)
{
	static const char *const tails[] = { "", "-wal", "-shm", "-journal",
		".synced", "-wal.synced", "-journal.synced" };
	struct buf file = BUF_INIT;

	for (size_t i = 0; i < sizeof(tails) / sizeof(*tails); i++) {
		buf_reset(&file);
		buf_addf(&file, "%s%s", path, tails[i]);
		if (platform_exists(buf_str(&file)))
			CHECK_OK(platform_remove(buf_str(&file)));
	}
	buf_free(&file);
}

/*
 * What is read first is the log that a program left which died: in a step that
 * is not there, in no checkpoint behind one.
 */
static void
die_halfway(struct work *work)
{
	faulty_vfs_set(FAULT_POWER, HALFWAY);
	do_work(work, STEPS);
	CHECK(work->told);
	CHECK(work->confirmed > 0);
	work->told = false;
	faulty_vfs_lose_unsynced(work->path);
}

/* *more: the fault was met. */
static void
try_point(const char *path, enum fault fault, unsigned at, bool *more)
{
	struct work work = { .path = path };
	int failed = check_failed;

	remove_all(path);
	if (fault == FAULT_LOOK)
		die_halfway(&work);
	faulty_vfs_set(fault, at);
	do_work(&work, STEPS);
	*more = faulty_vfs_seen() >= at;
	faulty_vfs_set(FAULT_NONE, 0);
	if (fault == FAULT_POWER && *more)
		faulty_vfs_lose_unsynced(path);
	check_work(&work);
	work.told = false;
	do_work(&work, STEPS + 2);
	CHECK(!work.told);
	CHECK_INT(work.confirmed, STEPS + 2);
	check_work(&work);
	if (check_failed > failed)
		fprintf(stderr, "(fault %d at change %u)\n", (int)fault, at);
}

static void
test_fault(const char *path, enum fault fault, const char *what)
{
	unsigned at = 0;
	bool more = true;

	while (more && at < POINTS_MAX && check_failed == 0)
		try_point(path, fault, ++at, &more);
	CHECK(at < POINTS_MAX);
	CHECK(at > 50);
	printf("%s: %u points\n", what, at - 1);
}

int
main(void)
{
	struct buf folder = BUF_INIT, path = BUF_INIT;

	CHECK_OK(scratch_make(&folder, "db-faults"));
	file_join(&path, buf_str(&folder), "work.sqlite");
	faulty_vfs_start();
	test_fault(buf_str(&path), FAULT_ONCE, "a change fails");
	test_fault(buf_str(&path), FAULT_FULL, "the disk is full");
	test_fault(buf_str(&path), FAULT_POWER, "the power is gone");
	test_fault(buf_str(&path), FAULT_LOOK, "a read or a lock fails");
	CHECK_OK(scratch_remove(buf_str(&folder)));
	buf_free(&folder);
	buf_free(&path);
	return CHECK_DONE();
}
