/*
 * store_parts.h - what the files of the store share; nobody else includes it.
 */
#ifndef RECOLTE_COLLECTOR_STORE_PARTS_H
#define RECOLTE_COLLECTOR_STORE_PARTS_H

#include "collector/store/store.h"
#include "kit/base/db.h"
#include "kit/base/json.h"
#include "kit/base/map.h"

struct platform_lock;

struct store {
	struct db *db;
	char *folder;
	struct platform_lock *lock;
	struct depot *depot;
	bool joined, unlocked;
	struct study study;
	char *hub, *phase;		/* study.hub, study.phase */
	struct buf keyfile;
	struct secret_key key;
	struct sign_pair sign;
	struct seal_pair seal;
	struct manifest *manifest;	/* the newest, once asked for */
	struct map *forms;		/* struct package, by version in hex */
};

/* A new store key, which only `keyfile` keeps (store_keys.c). */
const struct err *keys_make(struct store *store, struct slice passphrase)
    MUST_CHECK;
/* Where the store lies is where it belongs (store_place.c). */
const struct err *place_keep(struct store *store) MUST_CHECK;
/* Reads the study's row, if there is one. */
const struct err *study_load(struct store *store) MUST_CHECK;

/*
 * Encrypt for one column ("response.fields") of one row. ERR_STATE: locked.
 * A NULL row is the study's.
 */
const struct err *store_seal(struct buf *out, const struct store *store,
    const char *column, const char *row, struct slice plain) MUST_CHECK;
const struct err *store_unseal(struct buf *out, const struct store *store,
    const char *column, const char *row, struct slice sealed) MUST_CHECK;

/* The same, on a statement. */
const struct err *bind_sealed(struct db_statement *st, int at,
    const struct store *store, const char *column, const char *row,
    struct slice plain) MUST_CHECK;
const struct err *take_sealed(struct buf *out, struct db_statement *st, int at,
    const struct store *store, const char *column, const char *row) MUST_CHECK;

/*
 * The label of a response that is let go of: only its case stays. One that does
 * not open is wiped whole (store_response.c).
 */
const struct err *store_strip_label(struct store *store, const char *response)
    MUST_CHECK;

/* What lists show of a response (store_label.c). ERR_FORMAT: it is none. */
const struct err *bind_label(struct db_statement *st, int at,
    const struct store *store, const struct response *response) MUST_CHECK;
const struct err *take_label(struct response *out, struct arena *arena,
    struct store *store, struct slice sealed) MUST_CHECK;

void bind_hash(struct db_statement *st, int at, const struct hash *hash);
/* ERR_FORMAT: not of that many bytes. */
const struct err *take_bytes(void *out, size_t len, struct db_statement *st,
    int column, const char *what) MUST_CHECK;

/* One number from a query without parameters. */
const struct err *store_number(struct store *store, const char *sql,
    int64_t *out) MUST_CHECK;

/*
 * The bytes of a revision that goes out and its record's key, from column `at`
 * on; out->id and ->response name the rows.
 */
const struct err *take_outgoing_sealed(struct outgoing *out,
    struct arena *arena, struct store *store, struct db_statement *st, int at,
    const char *bytes_column, const char *key_column) MUST_CHECK;

/* Remember which save of each draft among the items was sent. */
const struct err *store_mark_drafts(struct store *store,
    const struct outgoing *items, size_t count) MUST_CHECK;

/* The corrections that its tip does not know, in r->fields (store_down.c). */
/*
 * The same when a draft lies over what was closed: where the draft says what
 * was closed, it takes the correction. If it says something else anywhere, its
 * author has not seen the correction: none is taken, and both will be seen side
 * by side when she closes it.
 */
const struct err *store_correct_draft(struct response *r,
    struct arena *arena, struct store *store) MUST_CHECK;
const struct err *store_apply_corrections(struct response *r,
    struct arena *arena, struct store *store) MUST_CHECK;
/* In a transaction: the new tip of the response knows r->corrections. */
const struct err *store_know_corrections(struct store *store,
    const struct response *r) MUST_CHECK;
/* In a transaction: only who corrected what, and why; no answers. */
const struct err *store_strip_corrections(struct store *store,
    const char *response) MUST_CHECK;

/* Fields as canonical JSON, and back into arena. */
void fields_write_json(struct buf *out, const struct fields *fields);
const struct err *fields_read_json(struct fields *out, struct arena *arena,
    const struct json *object) MUST_CHECK;

#endif
