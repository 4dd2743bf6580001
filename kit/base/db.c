#include "kit/base/db.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"

#define PROTECTED "; is the disk or folder write-protected, or somebody " \
    "else's?"

struct db {
	sqlite3 *sqlite;
	char *path;
	const char *damaged;	/* db_schema.damaged, or NULL */
};

struct db_statement {
	struct db *db;
	sqlite3_stmt *sqlite;
	int failed;		/* of the first bind that failed */
};

/* why: in our own words, or NULL where SQLite's will do. */
static const struct {
	int sqlite;
	enum err_code code;
	const char *why, *hint;
} failures[] = {
	{ SQLITE_FULL, ERR_FULL, NULL,
	    "; nothing of this step was kept: make room and do it again" },
	{ SQLITE_BUSY, ERR_BUSY, NULL, "; another program is at work there" },
	{ SQLITE_LOCKED, ERR_BUSY, NULL, "" },
	/* Of the locks of its log: who else is there cannot be found out. */
	{ SQLITE_PROTOCOL, ERR_IO, NULL,
	    "; look at the disk or drive and do it again" },
	{ SQLITE_READONLY, ERR_READ_ONLY, "it may not be written", PROTECTED },
	{ SQLITE_PERM, ERR_READ_ONLY, "it may not be written", PROTECTED },
	{ SQLITE_CANTOPEN, ERR_IO, "it does not open",
	    "; is the folder there, and may it be written?" },
	/* What to do about these two, whoever keeps the file knows. */
	{ SQLITE_CORRUPT, ERR_FORMAT, "the file is damaged", NULL },
	{ SQLITE_NOTADB, ERR_FORMAT, "this is no database", NULL },
	{ SQLITE_CONSTRAINT, ERR_EXISTS, NULL, "" },
	{ SQLITE_TOOBIG, ERR_LIMIT, NULL, "" },
	{ SQLITE_NOMEM, ERR_IO, NULL,
	    "; close other programs and do it again" },
	{ SQLITE_IOERR, ERR_IO, NULL,
	    "; look at the disk or drive and do it again" },
};

/*
 * SQLite knows only ENOSPC as a full disk. It keeps the reason of some failures
 * to itself (those of a commit): then errno still says it, which whoever calls
 * SQLite has set to 0 before.
 */
static bool
is_full(struct db *db, int rc, int reason)
{
	if ((rc & 0xff) != SQLITE_IOERR)
		return false;
	if (reason == 0)
		reason = sqlite3_system_errno(db->sqlite);
#ifdef EDQUOT
	if (reason == EDQUOT)
		return true;
#endif
	return reason == EFBIG || reason == ENOSPC;
}

/*
 * Of a disk that does not give a page SQLite says that the file is damaged, and
 * of a lock that it does not give, that somebody else has it.
 */
static bool
is_unreadable(struct db *db, int rc, int reason)
{
	if ((rc & 0xff) == SQLITE_BUSY)
		return reason == EIO;
	if ((rc & 0xff) != SQLITE_CORRUPT || !db->sqlite)
		return false;
	return reason == EIO || sqlite3_system_errno(db->sqlite) == EIO;
}

/* Where nobody may write SQLite says only that something does not open. */
static bool
is_protected(struct db *db, int rc)
{
	struct buf folder = BUF_INIT;
	bool is;

	if ((rc & 0xff) != SQLITE_CANTOPEN || !platform_exists(db->path))
		return false;
	file_folder(&folder, db->path);
	is = !platform_is_writable(db->path) ||
	    !platform_is_writable(buf_str(&folder));
	buf_free(&folder);
	return is;
}

static const char *
way_back(const struct db *db)
{
	return db->damaged ? db->damaged : "";
}

static const struct err *
failure_of(const struct db *db, int rc, const char *sqlite_says)
{
	for (size_t i = 0; i < sizeof(failures) / sizeof(*failures); i++)
		if (failures[i].sqlite == (rc & 0xff))
			return err_new(failures[i].code, "%s: %s%s", db->path,
			    failures[i].why ? failures[i].why : sqlite_says,
			    failures[i].hint ? failures[i].hint :
			    way_back(db));
	return err_new(ERR_INTERNAL, "%s: %s", db->path, sqlite_says);
}

static const struct err *
fail(struct db *db, int rc)
{
	int reason = errno;
	/* Of a failure that came before it began SQLite keeps no message. */
	bool kept = db->sqlite &&
	    (sqlite3_errcode(db->sqlite) & 0xff) == (rc & 0xff);
	const char *why = kept ? sqlite3_errmsg(db->sqlite) :
	    sqlite3_errstr(rc);

	if (is_full(db, rc, reason)) {
		rc = SQLITE_FULL;
		why = sqlite3_errstr(rc);
	} else if (is_unreadable(db, rc, reason)) {
		rc = SQLITE_IOERR;
		why = sqlite3_errstr(rc);
	} else if (is_protected(db, rc)) {
		rc = SQLITE_READONLY;
	}
	return failure_of(db, rc, why);
}

const struct err *
db_exec(struct db *db, const char *sql)
{
	int rc;

	errno = 0;
	rc = sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL);
	return rc == SQLITE_OK ? NULL : fail(db, rc);
}

/*
 * A file that was removed, or moved with its folder, can still be written: what
 * is written to it then is lost, or lies where nobody looks. SQLite sees to it
 * only where it keeps no log.
 */
static const struct err *
check_place(struct db *db)
{
	int moved = 0;

	/* Where this cannot be asked (Windows) an open file cannot be moved. */
	(void)sqlite3_file_control(db->sqlite, "main", SQLITE_FCNTL_HAS_MOVED,
	    &moved);
	return moved ? err_new(ERR_IO, "%s: was moved or removed while the "
	    "program worked on it; put it back, or quit and start again where "
	    "it is now", db->path) : NULL;
}

const struct err *
db_begin(struct db *db)
{
	const struct err *err = check_place(db);

	return err ? err : db_exec(db, "begin immediate");
}

const struct err *
db_commit(struct db *db)
{
	const struct err *err = db_exec(db, "commit");

	if (err)
		db_rollback(db);
	return err;
}

void
db_rollback(struct db *db)
{
	/* A full disk may have rolled back already. */
	if (!sqlite3_get_autocommit(db->sqlite))
		(void)sqlite3_exec(db->sqlite, "rollback", NULL, NULL, NULL);
}

const struct err *
db_end(struct db *db, const struct err *err)
{
	if (!err)
		return db_commit(db);
	db_rollback(db);
	return err;
}

/* ---- opening ---- */

static const struct err *
read_number(struct db *db, const char *sql, int64_t *out)
{
	struct db_statement *st;
	const struct err *err = db_prepare(&st, db, sql);
	bool row;

	if (err)
		return err;
	err = db_step(st, &row);
	*out = !err && row ? db_int(st, 0) : 0;
	db_done(st);
	return err;
}

static const struct err *
set_up(struct db *db)
{
	sqlite3_extended_result_codes(db->sqlite, 1);
	sqlite3_busy_timeout(db->sqlite, DB_BUSY_MS);
	sqlite3_db_config(db->sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	return db_exec(db,
	    "pragma journal_mode = wal; pragma synchronous = full;"
	    "pragma foreign_keys = on; pragma secure_delete = on;"
	    "pragma trusted_schema = off; pragma cell_size_check = on;"
	    "pragma temp_store = memory;"
	    /* macOS: past the disk's own memory, as platform_posix.c does. */
	    "pragma fullfsync = on; pragma checkpoint_fullfsync = on;");
}

static const struct err *
apply(struct db *db, const struct db_schema *schema, unsigned have)
{
	const struct err *err = NULL;
	char stamp[96];

	if (have == 0)
		err = db_exec(db, schema->text);
	for (unsigned i = have; have > 0 && !err && i < schema->version; i++)
		err = db_exec(db, schema->steps[i - 1]);
	if (err)
		return err;
	snprintf(stamp, sizeof(stamp),
	    "pragma application_id = %d; pragma user_version = %u",
	    (int)(int32_t)schema->application, schema->version);
	return db_exec(db, stamp);
}

/* Is it ours, and of which version? 0: there is nothing in it yet. */
static const struct err *
check_owner(struct db *db, const struct db_schema *schema, int64_t *version)
{
	const struct err *err;
	int64_t application = 0, tables = 0;

	err = read_number(db, "pragma user_version", version);
	if (!err)
		err = read_number(db, "pragma application_id", &application);
	if (!err)
		err = read_number(db, "select count(*) from sqlite_schema",
		    &tables);
	if (err)
		return err;
	if (*version == 0 && tables > 0)
		err = err_new(ERR_FORMAT, "%s: another program's database",
		    db->path);
	else if (*version > 0 && (uint32_t)application != schema->application)
		err = err_new(ERR_FORMAT, "%s: a database, but no %s",
		    db->path, schema->what);
	return err ? err_new(err->code, "%s%s", err->msg, way_back(db)) : NULL;
}

/* Ask again inside the transaction: two programs may have opened at once. */
static const struct err *
migrate(struct db *db, const struct db_schema *schema)
{
	const struct err *err;
	int64_t version = 0;

	if ((err = db_begin(db)) != NULL)
		return err;
	err = check_owner(db, schema, &version);
	if (!err && version > (int64_t)schema->version)
		err = err_new(ERR_NEWER, "%s: a %s of a newer version of this "
		    "program; install that version", db->path, schema->what);
	if (!err && version < (int64_t)schema->version)
		err = apply(db, schema, (unsigned)version);
	return db_end(db, err);
}

static const struct err *
make_file(const char *path)
{
	FILE *file;

	if (platform_exists(path))
		return NULL;
	file = platform_fopen(path, "ab");
	if (file == NULL)
		return err_errno("%s", path);
	return fclose(file) == 0 ? NULL : err_errno("%s", path);
}

const struct err *
db_open(struct db **out, const char *path, const struct db_schema *schema)
{
	const struct err *err;
	struct db *db;
	int rc;

	*out = NULL;
	if ((err = make_file(path)) != NULL)
		return err;
	db = mem_alloc(sizeof(*db));
	db->path = mem_strdup(path);
	db->damaged = schema->damaged;
	errno = 0;
	rc = sqlite3_open_v2(path, &db->sqlite, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, NULL);
	err = rc == SQLITE_OK ? set_up(db) : fail(db, rc);
	if (!err)
		err = migrate(db, schema);
	if (err) {
		db_close(db);
		return err;
	}
	*out = db;
	return NULL;
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	(void)sqlite3_close_v2(db->sqlite);
	mem_free(db->path);
	mem_free(db);
}

/* ---- copies ---- */

static const struct err *
copy_pages(struct db *to, struct db *from)
{
	sqlite3_backup *work;
	int rc;

	errno = 0;
	work = sqlite3_backup_init(to->sqlite, "main", from->sqlite, "main");
	if (work == NULL)
		return fail(to, sqlite3_errcode(to->sqlite));
	/* All of it at once: one reader's view, whoever writes meanwhile. */
	rc = sqlite3_backup_step(work, -1);
	(void)sqlite3_backup_finish(work);	/* tells it again */
	return rc == SQLITE_DONE ? NULL : fail(to, rc);
}

const struct err *
db_backup(struct db *db, const char *path, const char *sql)
{
	const struct err *err;
	struct db to = { .path = (char *)path };
	int rc;

	if (platform_exists(path))
		return err_new(ERR_EXISTS, "%s: is there already", path);
	if ((err = make_file(path)) != NULL)
		return err;
	errno = 0;
	rc = sqlite3_open_v2(path, &to.sqlite, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, NULL);
	err = rc == SQLITE_OK ? copy_pages(&to, db) : fail(&to, rc);
	if (!err)
		err = db_exec(&to, "pragma journal_mode = delete;"
		    "pragma secure_delete = on;");
	if (!err && sql != NULL)
		err = db_exec(&to, sql);
	(void)sqlite3_close_v2(to.sqlite);
	if (err)
		err = err_first(err, platform_remove(path));
	return err;
}

const struct err *
db_checkpoint(struct db *db)
{
	int rc;

	sqlite3_busy_timeout(db->sqlite, 0);
	errno = 0;
	rc = sqlite3_wal_checkpoint_v2(db->sqlite, NULL,
	    SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sqlite3_busy_timeout(db->sqlite, DB_BUSY_MS);
	return rc == SQLITE_OK || (rc & 0xff) == SQLITE_BUSY ||
	    (rc & 0xff) == SQLITE_LOCKED ? NULL : fail(db, rc);
}

/* ---- statements ---- */

const struct err *
db_prepare(struct db_statement **out, struct db *db, const char *sql)
{
	struct db_statement *st = mem_alloc(sizeof(*st));
	int rc;

	*out = NULL;
	errno = 0;
	rc = sqlite3_prepare_v2(db->sqlite, sql, -1, &st->sqlite, NULL);
	if (rc != SQLITE_OK) {
		mem_free(st);
		return fail(db, rc);
	}
	st->db = db;
	*out = st;
	return NULL;
}

void
db_done(struct db_statement *st)
{
	if (st == NULL)
		return;
	(void)sqlite3_finalize(st->sqlite);
	mem_free(st);
}

static void
bound(struct db_statement *st, int rc)
{
	if (st->failed == SQLITE_OK)
		st->failed = rc;
}

void
db_bind_int(struct db_statement *st, int at, int64_t value)
{
	bound(st, sqlite3_bind_int64(st->sqlite, at, value));
}

void
db_bind_text(struct db_statement *st, int at, const char *text)
{
	bound(st, sqlite3_bind_text(st->sqlite, at, text, -1,
	    SQLITE_TRANSIENT));
}

void
db_bind_blob(struct db_statement *st, int at, struct slice bytes)
{
	/* An empty blob is not a null. */
	bound(st, sqlite3_bind_blob64(st->sqlite, at,
	    bytes.len ? (const void *)bytes.data : "", bytes.len,
	    SQLITE_TRANSIENT));
}

void
db_bind_null(struct db_statement *st, int at)
{
	bound(st, sqlite3_bind_null(st->sqlite, at));
}

const struct err *
db_step(struct db_statement *st, bool *row)
{
	int rc = st->failed;

	*row = false;
	errno = 0;
	if (rc == SQLITE_OK)
		rc = sqlite3_step(st->sqlite);
	*row = rc == SQLITE_ROW;
	if (rc == SQLITE_ROW || rc == SQLITE_DONE)
		return NULL;
	return fail(st->db, rc);
}

const struct err *
db_run(struct db_statement *st)
{
	const struct err *err;
	bool row = true;

	do
		err = db_step(st, &row);
	while (!err && row);
	db_reset(st);
	return err;
}

void
db_reset(struct db_statement *st)
{
	/* It repeats the failure that db_step() has told already. */
	(void)sqlite3_reset(st->sqlite);
	st->failed = SQLITE_OK;
}

int64_t
db_int(struct db_statement *st, int column)
{
	return sqlite3_column_int64(st->sqlite, column);
}

const char *
db_text(struct db_statement *st, int column)
{
	const unsigned char *text = sqlite3_column_text(st->sqlite, column);

	return text ? (const char *)text : "";
}

struct slice
db_blob(struct db_statement *st, int column)
{
	const void *data = sqlite3_column_blob(st->sqlite, column);

	return slice_of(data, (size_t)sqlite3_column_bytes(st->sqlite, column));
}

bool
db_is_null(struct db_statement *st, int column)
{
	return sqlite3_column_type(st->sqlite, column) == SQLITE_NULL;
}

int64_t
db_changes(struct db *db)
{
	return sqlite3_changes64(db->sqlite);
}

int64_t
db_last_key(struct db *db)
{
	return sqlite3_last_insert_rowid(db->sqlite);
}
