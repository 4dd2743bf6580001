#include "merger/workspace/query.h"

struct bound
bound_int(int64_t number)
{
	return (struct bound){ .kind = BOUND_INT, .number = number };
}

struct bound
bound_text(const char *text)
{
	return (struct bound){ .kind = BOUND_TEXT, .text = text };
}

struct bound
bound_blob(struct slice bytes)
{
	return (struct bound){ .kind = BOUND_BLOB, .bytes = bytes };
}

struct bound
bound_hash(const struct hash *hash)
{
	return bound_blob(slice_of(hash->bytes, HASH_BYTES));
}

static void
bind(struct db_statement *s, int at, const struct bound *value)
{
	if (value->kind == BOUND_INT)
		db_bind_int(s, at, value->number);
	else if (value->kind == BOUND_TEXT)
		db_bind_text(s, at, value->text);
	else
		db_bind_blob(s, at, value->bytes);
}

const struct err *
query_start(struct db_statement **out, struct db *db, const char *sql,
    const struct bound *values, size_t count)
{
	const struct err *err;

	*out = NULL;
	if ((err = db_prepare(out, db, sql)) != NULL)
		return err;
	for (size_t i = 0; i < count; i++)
		bind(*out, (int)i + 1, &values[i]);
	return NULL;
}

const struct err *
query_first(struct db_statement **out, bool *row, struct db *db,
    const char *sql, const struct bound *values, size_t count)
{
	const struct err *err = query_start(out, db, sql, values, count);

	*row = false;
	return err ? err : db_step(*out, row);
}

const struct err *
query_run(struct db *db, const char *sql, const struct bound *values,
    size_t count)
{
	struct db_statement *s;
	const struct err *err = query_start(&s, db, sql, values, count);

	if (err == NULL)
		err = db_run(s);
	db_done(s);
	return err;
}
