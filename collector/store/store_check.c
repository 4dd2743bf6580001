/*
 * store_check.c - everything in the store looked at: the file, what rests
 * encrypted, what names itself by its hash.
 */
#include "collector/store/store_parts.h"

#include <stdio.h>
#include <string.h>

/* Rows of a column that rests encrypted: what names the row, its bytes. */
static const struct sealed_column {
	const char *column, *sql;
} sealed_columns[] = {
	{ "response.key",
	    "select id, key_sealed from response where purged_ms is null" },
	{ "response.label",
	    "select id, label_sealed from response where purged_ms is null"
	    " or length(label_sealed) > 0" },
	{ "response.fields", "select id, fields_sealed from response"
	    " where fields_sealed is not null" },
	{ "response.draft", "select id, draft_sealed from response"
	    " where draft_sealed is not null" },
	{ "sample.fields", "select id, fields_sealed from sample" },
	{ "revision.bytes", "select lower(hex(id)), bytes_sealed from revision"
	    " where length(bytes_sealed) > 0" },
	{ "contact.key", "select id, key_sealed from contact" },
	{ "contact.fields", "select id, fields_sealed from contact" },
	{ "contact_revision.bytes", "select lower(hex(id)), bytes_sealed"
	    " from contact_revision where length(bytes_sealed) > 0" },
	{ "down_case.said", "select id, said_sealed from down_case" },
	{ "correction.said",
	    "select lower(hex(id)), said_sealed from correction" },
};

/* A revision is named by the hash of its bytes. */
static bool
has_its_name(const struct sealed_column *column, const char *row,
    struct slice plain)
{
	struct hash hash;
	char text[HASH_TEXT_MAX];

	if (strcmp(column->column, "revision.bytes") != 0 &&
	    strcmp(column->column, "contact_revision.bytes") != 0)
		return true;
	crypto_hash(&hash, plain);
	hash_text(text, &hash);
	return !strcmp(text, row);
}

static void
tell(const struct store_look *look, const char *what, const char *row)
{
	struct buf text = BUF_INIT;

	buf_addf(&text, "%s of %.8s", what, row);
	look->bad(look->data, buf_str(&text));
	buf_free(&text);
}

static const struct err *
look_at_row(const struct store_look *look, struct store *store,
    const struct sealed_column *column, struct db_statement *st)
{
	const struct err *err;
	struct buf plain = BUF_INIT;
	const char *row = db_text(st, 0);

	err = take_sealed(&plain, st, 1, store, column->column, row);
	if (err ? err->code == ERR_SIGNATURE :
	    !has_its_name(column, row, buf_slice(&plain))) {
		tell(look, column->column, row);
		err = NULL;
	}
	buf_wipe(&plain);
	return err;
}

static const struct err *
look_at_column(const struct store_look *look, struct store *store,
    const struct sealed_column *column, size_t *rows)
{
	const struct err *err;
	struct db_statement *st;
	bool row;

	if ((err = db_prepare(&st, store->db, column->sql)) != NULL)
		return err;
	while ((err = db_step(st, &row)) == NULL && row) {
		++*rows;
		err = look_at_row(look, store, column, st);
		if (err)
			break;
	}
	db_done(st);
	return err;
}

/* Photos and recordings are named by the hash of their sealed bytes. */
static const struct err *
look_at_files(const struct store_look *look, struct store *store, size_t *rows)
{
	const struct err *err;
	struct db_statement *st;
	struct hash hash;
	bool row;

	err = db_prepare(&st, store->db, "select lower(hex(hash)), bytes, hash"
	    " from attachment where length(bytes) > 0");
	if (err)
		return err;
	while ((err = db_step(st, &row)) == NULL && row) {
		++*rows;
		crypto_hash(&hash, db_blob(st, 1));
		if (!slice_equal(db_blob(st, 2),
		    slice_of(hash.bytes, HASH_BYTES)))
			tell(look, "attachment.bytes", db_text(st, 0));
	}
	db_done(st);
	return err;
}

const struct err *
store_look_at_rows(const struct store_look *look, struct store *store,
    size_t *rows)
{
	const struct err *err = NULL;

	*rows = 0;
	for (size_t i = 0; i < sizeof(sealed_columns) /
	    sizeof(*sealed_columns) && !err; i++)
		err = look_at_column(look, store, &sealed_columns[i], rows);
	return err ? err : look_at_files(look, store, rows);
}

/* What SQLite says of its own file: "ok", or what is wrong, row by row. */
static const struct err *
ask_sqlite(const struct store_look *look, struct store *store,
    const char *pragma)
{
	const struct err *err;
	struct db_statement *st;
	bool row;

	if ((err = db_prepare(&st, store->db, pragma)) != NULL)
		return err;
	while ((err = db_step(st, &row)) == NULL && row)
		if (strcmp(db_text(st, 0), "ok") != 0)
			look->bad(look->data, db_text(st, 0));
	db_done(st);
	return err;
}

const struct err *
store_look_at_file(const struct store_look *look, struct store *store)
{
	const struct err *err;

	err = ask_sqlite(look, store, "pragma integrity_check(20)");
	return err ? err : ask_sqlite(look, store,
	    "pragma foreign_key_check");
}
