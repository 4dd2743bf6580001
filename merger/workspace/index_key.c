/* index_key.c - a new key for what the index keeps secret. */
#include <stdio.h>
#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/mem.h"
#include "merger/workspace/index.h"
#include "merger/workspace/query.h"

/* Every sealed column: bytes, context, and two texts that name the row. */
static const struct column {
	const char *select, *update;
} columns[] = {
	{ "SELECT record_key, 'entry ' || changeset || ' ' || place,"
	    " changeset, place FROM entry",
	    "UPDATE entry SET record_key = ?1 WHERE changeset ="
	    " CAST(?2 AS INTEGER) AND place = CAST(?3 AS INTEGER)" },
	{ "SELECT secret, 'invitation secret', hex(id), '' FROM invitation",
	    "UPDATE invitation SET secret = ?1 WHERE hex(id) = ?2"
	    " AND ?3 = ''" },
	{ "SELECT name, 'invitation name', hex(id), '' FROM invitation",
	    "UPDATE invitation SET name = ?1 WHERE hex(id) = ?2"
	    " AND ?3 = ''" },
	{ "SELECT name, device, device, '' FROM request",
	    "UPDATE request SET name = ?1 WHERE device = ?2 AND ?3 = ''" },
	{ "SELECT reason, 'erasure ' || record, record, '' FROM erasure",
	    "UPDATE erasure SET reason = ?1 WHERE record = ?2"
	    " AND ?3 = ''" },
	{ "SELECT bytes, 'kept ' || name, name, '' FROM kept",
	    "UPDATE kept SET bytes = ?1 WHERE name = ?2 AND ?3 = ''" },
};

struct cell {
	const char *context, *row, *more;
	struct buf plain;
};

/* All of one column, in the clear: it cannot change while it is read. */
struct cells {
	struct arena *arena;
	struct cell *items;
	size_t count, capacity;
};

static void
cells_free(struct cells *cells)
{
	for (size_t i = 0; i < cells->count; i++)
		buf_wipe(&cells->items[i].plain);
	mem_free(cells->items);
	arena_free(cells->arena);
}

static const struct err *
read_cell(struct cells *cells, const struct index *index,
    struct db_statement *s)
{
	void *items = cells->items;
	struct cell *cell;

	mem_grow(&items, &cells->capacity, cells->count + 1,
	    sizeof *cells->items);
	cells->items = items;
	cell = &cells->items[cells->count++];
	memset(cell, 0, sizeof *cell);
	cell->context = arena_strdup(cells->arena, db_text(s, 1));
	cell->row = arena_strdup(cells->arena, db_text(s, 2));
	cell->more = arena_strdup(cells->arena, db_text(s, 3));
	return index_unseal(index, &cell->plain, db_blob(s, 0),
	    cell->context);
}

static const struct err *
read_cells(struct cells *cells, struct index *index, const char *select)
{
	struct db_statement *s;
	bool row = false;
	const struct err *err = db_prepare(&s, index_db(index), select);

	while (err == NULL && (err = db_step(s, &row)) == NULL && row)
		err = read_cell(cells, index, s);
	db_done(s);
	return err;
}

static const struct err *
write_cells(const struct cells *cells, struct index *index, const char *update)
{
	struct db_statement *s;
	struct buf sealed = BUF_INIT;
	const struct err *err = db_prepare(&s, index_db(index), update);

	for (size_t i = 0; i < cells->count && err == NULL; i++) {
		const struct cell *cell = &cells->items[i];

		buf_reset(&sealed);
		index_seal(index, &sealed, buf_slice(&cell->plain),
		    cell->context);
		db_bind_blob(s, 1, buf_slice(&sealed));
		db_bind_text(s, 2, cell->row);
		db_bind_text(s, 3, cell->more);
		err = db_run(s);
	}
	db_done(s);
	buf_free(&sealed);
	return err;
}

static const struct err *
rekey_column(struct index *index, const struct column *column,
    const struct secret_key *old, const struct secret_key *fresh)
{
	struct cells cells = { .arena = arena_new() };
	const struct err *err = read_cells(&cells, index, column->select);

	if (err == NULL) {
		index_set_key(index, fresh);
		err = write_cells(&cells, index, column->update);
		index_set_key(index, old);
	}
	cells_free(&cells);
	return err;
}

void
index_key_name(char out[HASH_TEXT_MAX], const struct secret_key *key)
{
	struct secret_key name;
	struct hash hash;

	crypto_derive(&name, key, slice_str("recolte index key name 1"));
	memcpy(hash.bytes, name.bytes, sizeof hash.bytes);
	hash_text(out, &hash);
}

const struct err *
index_rekey(struct index *index, const struct secret_key *old,
    const struct secret_key *fresh)
{
	char name[HASH_TEXT_MAX];
	const struct err *err = NULL;

	for (size_t i = 0; i < sizeof columns / sizeof *columns && err == NULL;
	    i++)
		err = rekey_column(index, &columns[i], old, fresh);
	index_key_name(name, fresh);
	return err ? err : index_set(index, "key", name);
}
