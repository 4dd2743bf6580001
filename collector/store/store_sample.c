/* store_sample.c - the cases of the sample frame that are sealed to us. */
#include "collector/store/store_parts.h"

#include <string.h>

const struct err *
store_frame_hash(struct hash *out, struct store *store)
{
	const struct err *err;
	struct db_statement *st;
	bool row;

	*out = (struct hash){ { 0 } };
	err = db_prepare(&st, store->db,
	    "select frame from study where frame is not null");
	if (err)
		return err;
	err = db_step(st, &row);
	if (!err && row)
		err = take_bytes(out->bytes, HASH_BYTES, st, 0, "the frame");
	db_done(st);
	return err;
}

/* A case of the frame: its id and fields must be what they should be. */
static const struct err *
insert_case(struct store *store, struct db_statement *st,
    const struct json *item)
{
	const struct err *err;
	const char *id = json_get_string(item, "id");
	const struct json *fields = json_get(item, "fields");
	struct buf text = BUF_INIT;

	if (id == NULL || !uuid_is_valid(id) ||
	    json_type(fields) != JSON_OBJECT)
		return err_new(ERR_FORMAT, "frame: a case without id or "
		    "fields");
	json_write(&text, fields);
	db_bind_text(st, 1, id);
	err = bind_sealed(st, 2, store, "sample.fields", id, buf_slice(&text));
	if (!err)
		err = db_run(st);
	if (err && err->code == ERR_EXISTS)
		err = err_new(ERR_FORMAT, "frame: case %s occurs twice", id);
	buf_wipe(&text);
	return err;
}

static const struct err *
insert_cases(struct store *store, const struct json *cases, size_t *count)
{
	const struct err *err;
	struct db_statement *st;

	err = db_prepare(&st, store->db,
	    "insert into sample (id, fields_sealed) values (?, ?)");
	if (err)
		return err;
	for (const struct json *c = json_first(cases); c && !err;
	    c = json_next(c)) {
		err = insert_case(store, st, c);
		++*count;
	}
	db_done(st);
	return err;
}

static const struct err *
set_frame_hash(struct store *store, const struct hash *hash)
{
	const struct err *err;
	struct db_statement *st;

	err = db_prepare(&st, store->db, "update study set frame = ?");
	if (err)
		return err;
	bind_hash(st, 1, hash);
	err = db_run(st);
	db_done(st);
	return err;
}

const struct err *
store_set_frame(struct store *store, struct slice text,
    const struct hash *hash, size_t *count)
{
	const struct err *err;
	struct json *frame = NULL;
	const struct json *cases;

	*count = 0;
	if ((err = json_parse(&frame, text)) != NULL)
		return err_in(err, "frame");
	cases = json_get(frame, "cases");
	if (cases == NULL || json_type(cases) != JSON_ARRAY)
		err = err_new(ERR_FORMAT, "frame: no list of cases");
	else
		err = db_begin(store->db);
	if (!err) {
		err = db_exec(store->db, "delete from sample");
		if (!err)
			err = insert_cases(store, cases, count);
		if (!err)
			err = set_frame_hash(store, hash);
		err = db_end(store->db, err);
	}
	json_free(frame);
	return err;
}

const struct err *
store_find_case(const char **key, struct arena *arena, struct store *store,
    const char *name)
{
	struct casework c;
	const struct err *err = store_case(&c, arena, store, name);

	*key = err ? NULL : c.key;
	return err;
}

const struct err *
store_case_count(struct store *store, size_t *out)
{
	int64_t n;
	const struct err *err = store_number(store,
	    "select count(*) from sample", &n);

	*out = (size_t)n;
	return err;
}
