/*
 * query.h - one SQL statement with its values, in one call:
 *
 *	err = query_run(db, "INSERT OR REPLACE INTO setting VALUES (?, ?)",
 *	    VALUES(bound_text(name), bound_text(value)));
 */
#ifndef RECOLTE_MERGER_QUERY_H
#define RECOLTE_MERGER_QUERY_H

#include "kit/base/db.h"
#include "kit/base/crypto.h"

/* A value on its way to a "?"; views what the caller keeps. */
struct bound {
	enum { BOUND_INT, BOUND_TEXT, BOUND_BLOB } kind;
	int64_t number;
	const char *text;
	struct slice bytes;
};

struct bound bound_int(int64_t number);
struct bound bound_text(const char *text);
struct bound bound_blob(struct slice bytes);
struct bound bound_hash(const struct hash *hash);

#define VALUES(...) (const struct bound[]){ __VA_ARGS__ }, \
    sizeof((const struct bound[]){ __VA_ARGS__ }) / sizeof(struct bound)
#define NO_VALUES NULL, 0

/* For what gives no rows. */
const struct err *query_run(struct db *db, const char *sql,
    const struct bound *values, size_t count) MUST_CHECK;
/* Ready for db_step(); db_done() it, also when this fails (*out is NULL). */
const struct err *query_start(struct db_statement **out, struct db *db,
    const char *sql, const struct bound *values, size_t count) MUST_CHECK;
/* The first row, if any: *row tells. db_done() it. */
const struct err *query_first(struct db_statement **out, bool *row,
    struct db *db, const char *sql, const struct bound *values, size_t count)
    MUST_CHECK;

#endif
