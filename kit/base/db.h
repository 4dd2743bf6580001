/*
 * db.h - a database in a file, SQLite's, in our own words. db.c alone includes
 * sqlite3.h; the target is recolte_db, apart from the rest of kit/base because
 * formspec needs no database.
 *
 * Every database: write-ahead log, full fsync at each commit, foreign keys,
 * deleted content overwritten, nothing in the file trusted as a program.
 *
 * Codes: ERR_FULL no room; ERR_BUSY another process kept it locked for
 * DB_BUSY_MS; ERR_READ_ONLY; ERR_FORMAT damaged, or no database; ERR_EXISTS a
 * key that is there already; ERR_NEWER; ERR_IO; ERR_INTERNAL a mistake in our
 * SQL. Messages name the file.
 */
#ifndef RECOLTE_BASE_DB_H
#define RECOLTE_BASE_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "kit/base/buf.h"

enum { DB_BUSY_MS = 10000 };

struct db;
struct db_statement;

/* What a program keeps: its tables, and the way to them from older ones. */
struct db_schema {
	const char *what;		/* "collector store", for messages */
	uint32_t application;		/* tells our files from others' */
	unsigned version;		/* of text, from 1: user_version */
	const char *text;		/* makes the tables in an empty file */
	const char *const *steps;	/* steps[i] leads from i + 1 to i + 2;
					 * version - 1 of them, may be NULL */
	const char *damaged;		/* "; what to do about a file that is
					 * damaged or no database", or NULL */
};

/*
 * Open the file, made for the user alone when it is not there, and bring it to
 * the schema's version in one transaction.
 * ERR_FORMAT: another program's; ERR_NEWER: of a newer version of ours.
 */
const struct err *db_open(struct db **out, const char *path,
    const struct db_schema *schema) MUST_CHECK;
void db_close(struct db *db);			/* NULL is allowed */

/* One or more statements without parameters. */
const struct err *db_exec(struct db *db, const char *sql) MUST_CHECK;

/*
 * A transaction that writes; DB_BUSY_MS to get it. They do not nest. ERR_IO:
 * the file was moved or removed since it was opened.
 */
const struct err *db_begin(struct db *db) MUST_CHECK;
/* When it fails, all is rolled back. */
const struct err *db_commit(struct db *db) MUST_CHECK;
void db_rollback(struct db *db);		/* no transaction is fine */
/* Commit, or roll back when err is set; gives the first failure. */
const struct err *db_end(struct db *db, const struct err *err) MUST_CHECK;

/*
 * Copy what is in the database now to a new file at path, which is one file
 * without a log, while others go on writing; then run sql there (or NULL).
 */
const struct err *db_backup(struct db *db, const char *path, const char *sql)
    MUST_CHECK;
/*
 * Bring the log into the file and empty it, so that what was overwritten is in
 * neither. Others who are reading are not waited for.
 */
const struct err *db_checkpoint(struct db *db) MUST_CHECK;

/* One statement; db_done() frees it. */
const struct err *db_prepare(struct db_statement **out, struct db *db,
    const char *sql) MUST_CHECK;
void db_done(struct db_statement *statement);	/* NULL is allowed */

/* Parameters count from 1. The bytes are copied. db_step() tells a failure. */
void db_bind_int(struct db_statement *statement, int at, int64_t value);
void db_bind_text(struct db_statement *statement, int at, const char *text);
void db_bind_blob(struct db_statement *statement, int at, struct slice bytes);
void db_bind_null(struct db_statement *statement, int at);

/* *row tells whether there is a row to look at. */
const struct err *db_step(struct db_statement *statement, bool *row) MUST_CHECK;
/* For what gives no rows: step to the end and make ready for the next time. */
const struct err *db_run(struct db_statement *statement) MUST_CHECK;
/* Begin again; parameters stay until they are bound anew. */
void db_reset(struct db_statement *statement);

/* Columns count from 0; text and bytes are good until the next step. */
int64_t db_int(struct db_statement *statement, int column);
/* "" when it is null. */
const char *db_text(struct db_statement *statement, int column);
struct slice db_blob(struct db_statement *statement, int column);
bool db_is_null(struct db_statement *statement, int column);

/* Rows that the last statement changed; the key of the last one inserted. */
int64_t db_changes(struct db *db);
int64_t db_last_key(struct db *db);

#endif
