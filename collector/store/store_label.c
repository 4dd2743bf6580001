/*
 * store_label.c - what lists show of a response, sealed apart from its answers:
 * {"case", "name"}, how it was closed ("remark", "broken_off", ...).
 */
#include "collector/store/store_parts.h"

#include <stdio.h>

const struct err *
bind_label(struct db_statement *st, int at, const struct store *store,
    const struct response *r)
{
	const struct err *err;
	struct json *label = json_new_object();
	struct buf text = BUF_INIT;

	json_put_string(label, "case", r->case_id);
	if (r->declined)
		json_put(label, "declined", json_new_bool(true));
	json_put_string(label, "name", r->name);
	if (r->remark[0] != '\0')
		json_put_string(label, "remark", r->remark);
	if (r->broken_off)
		json_put(label, "broken_off", json_new_bool(true));
	json_write(&text, label);
	err = bind_sealed(st, at, store, "response.label", r->id,
	    buf_slice(&text));
	buf_wipe(&text);
	json_free(label);
	return err;
}

const struct err *
take_label(struct response *r, struct arena *arena, struct store *store,
    struct slice sealed)
{
	const struct err *err;
	struct buf text = BUF_INIT;
	struct json *label = NULL;

	err = store_unseal(&text, store, "response.label", r->id, sealed);
	if (!err)
		err = json_parse(&label, buf_slice(&text));
	if (!err && (!json_get_string(label, "case") ||
	    !json_get_string(label, "name")))
		err = err_new(ERR_FORMAT, "response %.8s: no label", r->id);
	if (!err) {
		r->case_id = arena_strdup(arena,
		    json_get_string(label, "case"));
		r->name = arena_strdup(arena, json_get_string(label, "name"));
		r->remark = json_get_string(label, "remark") ?
		    arena_strdup(arena, json_get_string(label, "remark")) : "";
		r->broken_off = json_get(label, "broken_off") != NULL;
		r->declined = json_get(label, "declined") != NULL;
	}
	json_free(label);
	buf_wipe(&text);
	return err;
}

/* What is in a row's label; what does not open is as good as none. */
static const struct err *
read_label(struct response *out, struct arena *arena, struct store *store,
    const char *id)
{
	const struct err *err;
	struct db_statement *st;
	bool row;

	*out = (struct response){ .case_id = "", .name = "", .remark = "" };
	snprintf(out->id, sizeof(out->id), "%s", id);
	err = db_prepare(&st, store->db,
	    "select label_sealed from response where id = ?");
	if (err)
		return err;
	db_bind_text(st, 1, id);
	err = db_step(st, &row);
	if (!err && row &&
	    take_label(out, arena, store, db_blob(st, 0)) != NULL)
		out->case_id = "";
	db_done(st);
	return err;
}

const struct err *
store_strip_label(struct store *store, const char *id)
{
	struct arena *arena = arena_new();
	struct db_statement *st;
	struct response label;
	const struct err *err = read_label(&label, arena, store, id);

	if (!err)
		err = db_prepare(&st, store->db, "update response set"
		    " label_sealed = ?1 where id = ?2");
	if (err)
		goto done;
	label.name = label.remark = "";
	if (label.case_id[0] != '\0')
		err = bind_label(st, 1, store, &label);
	else
		db_bind_blob(st, 1, slice_str(""));
	db_bind_text(st, 2, id);
	if (!err)
		err = db_run(st);
	db_done(st);
done:
	arena_free(arena);
	return err;
}
