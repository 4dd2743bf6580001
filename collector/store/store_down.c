/* store_down.c - what the coordinators sent down to this laptop alone. */
#include "collector/store/store_parts.h"

#include <string.h>

#include "kit/base/mem.h"

/* ---- how new it is ---- */

const struct err *
store_down(struct down_mark *out, struct store *store)
{
	const struct err *err;
	struct db_statement *st;
	bool row;

	*out = (struct down_mark){ 0 };
	err = db_prepare(&st, store->db, "select down_manifest, down_number,"
	    " down from study where down is not null");
	if (err)
		return err;
	err = db_step(st, &row);
	if (!err && row) {
		out->manifest = (uint64_t)db_int(st, 0);
		out->number = (uint64_t)db_int(st, 1);
		err = take_bytes(out->hash.bytes, HASH_BYTES, st, 2,
		    "what was sent down");
	}
	db_done(st);
	return err;
}

static const struct err *
set_mark(struct store *store, const struct down_mark *mark)
{
	const struct err *err;
	struct db_statement *st;

	err = db_prepare(&st, store->db, "update study set down_manifest = ?,"
	    " down_number = ?, down = ?");
	if (err)
		return err;
	db_bind_int(st, 1, (int64_t)mark->manifest);
	db_bind_int(st, 2, (int64_t)mark->number);
	bind_hash(st, 3, &mark->hash);
	err = db_run(st);
	db_done(st);
	return err;
}

/* ---- cases ---- */

static const struct err *
bind_json(struct db_statement *st, int at, const struct store *store,
    const char *column, const char *row, struct json *json)
{
	const struct err *err;
	struct buf text = BUF_INIT;

	json_write(&text, json);
	err = bind_sealed(st, at, store, column, row, buf_slice(&text));
	buf_wipe(&text);
	json_free(json);
	return err;
}

static const struct err *
put_cases(struct store *store, const struct downward *down, size_t *count)
{
	const struct err *err;
	struct db_statement *st;
	bool erased;

	err = db_prepare(&st, store->db, "insert or replace into down_case"
	    " (id, said_sealed) values (?, ?)");
	for (size_t i = 0; i < down->case_count && !err; i++) {
		const struct down_case *c = &down->cases[i];

		err = store_is_erased(&erased, store, c->id, "");
		if (err || erased)
			continue;
		db_bind_text(st, 1, c->id);
		err = bind_json(st, 2, store, "down_case.said", c->id,
		    down_case_json(c));
		if (!err)
			err = db_run(st);
		*count += !err;
	}
	db_done(st);
	return err;
}

/* ---- corrections ---- */

/* *keeps: its answers are here; *ours: the response is. */
static const struct err *
look_up(struct store *store, const char *response, bool *ours, bool *keeps)
{
	const struct err *err;
	struct db_statement *st;

	*keeps = false;
	err = db_prepare(&st, store->db,
	    "select purged_ms is null from response where id = ?");
	if (err)
		return err;
	db_bind_text(st, 1, response);
	err = db_step(st, ours);
	if (!err && *ours)
		*keeps = db_int(st, 0) != 0;
	db_done(st);
	return err;
}

/* What it says without the answers. */
static struct down_correction
without_bytes(const struct down_correction *c)
{
	struct down_correction out = *c;

	out.bytes = slice_of(NULL, 0);
	return out;
}

static const struct err *
put_correction(struct store *store, struct db_statement *st,
    const struct down_correction *c, size_t place, bool keeps)
{
	const struct err *err;
	struct down_correction kept = keeps ? *c : without_bytes(c);
	char row[HASH_TEXT_MAX];

	hash_text(row, &c->revision);
	bind_hash(st, 1, &c->revision);
	db_bind_text(st, 2, c->response);
	db_bind_int(st, 3, (int64_t)place);
	err = bind_json(st, 4, store, "correction.said", row,
	    down_correction_json(&kept));
	return err ? err : db_run(st);
}

static const struct err *
put_corrections(struct store *store, const struct downward *down,
    size_t *count)
{
	const struct err *err;
	struct db_statement *st;
	bool erased, ours, keeps;

	err = db_prepare(&st, store->db, "insert into correction (id,"
	    " response, place, said_sealed) values (?1, ?2, ?3, ?4)"
	    " on conflict (id) do update set place = ?3, said_sealed = ?4");
	for (size_t i = 0; i < down->correction_count && !err; i++) {
		const struct down_correction *c = &down->corrections[i];

		err = store_is_erased(&erased, store, c->response, "");
		if (!err)
			err = look_up(store, c->response, &ours, &keeps);
		if (err || erased || !ours)
			continue;
		err = put_correction(store, st, c, i, keeps);
		*count += !err;
	}
	db_done(st);
	return err;
}

const struct err *
store_set_down(struct store *store, const struct downward *down,
    const struct hash *hash, size_t *cases, size_t *corrections)
{
	const struct err *err;
	struct down_mark mark = { down->manifest, down->number, *hash };

	*cases = *corrections = 0;
	if ((err = db_begin(store->db)) != NULL)
		return err;
	err = db_exec(store->db, "delete from down_case");
	if (!err)
		err = db_exec(store->db, "update correction set place = -1");
	if (!err)
		err = put_cases(store, down, cases);
	if (!err)
		err = put_corrections(store, down, corrections);
	/* What was retracted is told no more. */
	if (!err)
		err = db_exec(store->db,
		    "delete from correction where place < 0");
	if (!err)
		err = set_mark(store, &mark);
	return db_end(store->db, err);
}

/* ---- reading ---- */

static const struct err *
take_correction(struct down_correction *out, struct arena *arena,
    struct store *store, struct db_statement *st)
{
	const struct err *err;
	struct buf text = BUF_INIT;
	struct json *json = NULL;

	err = take_sealed(&text, st, 1, store, "correction.said",
	    db_text(st, 0));
	if (!err)
		err = json_parse(&json, buf_slice(&text));
	if (!err)
		err = down_correction_read(out, arena, json);
	json_free(json);
	buf_wipe(&text);
	return err;
}

const struct err *
store_corrections(struct kept_correction **out, size_t *count,
    struct arena *arena, struct store *store, const char *response)
{
	const struct err *err;
	struct db_statement *st;
	struct kept_correction *items = NULL;
	size_t capacity = 0;
	bool row;

	*count = 0;
	err = db_prepare(&st, store->db, "select lower(hex(id)), said_sealed,"
	    " known from correction where response = ? order by place, id");
	if (err)
		return err;
	db_bind_text(st, 1, response);
	while ((err = db_step(st, &row)) == NULL && row) {
		void *grown = items;

		mem_grow(&grown, &capacity, *count + 1, sizeof(*items));
		items = grown;
		err = take_correction(&items[*count].said, arena, store, st);
		items[*count].known = db_int(st, 2) != 0;
		if (err)
			break;
		++*count;
	}
	db_done(st);
	*out = arena_alloc_n(arena, *count + 1, sizeof(**out));
	if (*count > 0)
		memcpy(*out, items, *count * sizeof(**out));
	mem_free(items);
	return err;
}

const struct err *
store_strip_corrections(struct store *store, const char *response)
{
	struct arena *arena = arena_new();
	struct kept_correction *items;
	struct db_statement *st;
	size_t count;
	const struct err *err;

	err = store_corrections(&items, &count, arena, store, response);
	for (size_t i = 0; i < count && !err; i++) {
		err = db_prepare(&st, store->db, "insert into correction (id,"
		    " response, place, said_sealed) values (?1, ?2, ?3, ?4)"
		    " on conflict (id) do update set said_sealed = ?4");
		if (err)
			break;
		err = put_correction(store, st, &items[i].said, i, false);
		db_done(st);
	}
	arena_free(arena);
	return err;
}

/* ---- corrections of what we have ---- */

/* Is it a parent of another one of these? Then that one knows it. */
static bool
is_parent(const struct hash *id, struct revision *const *revisions,
    size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t p = 0; p < revisions[i]->parent_count; p++)
			if (hash_equal(&revisions[i]->parents[p], id))
				return true;
	return false;
}

static bool
is_unset(const struct revision *r, const char *path)
{
	size_t len;

	for (size_t i = 0; i < r->unset_count; i++) {
		len = strlen(r->unset[i]);
		/* A repeat that goes takes along what is inside. */
		if (!strncmp(r->unset[i], path, len) && (path[len] == '\0' ||
		    (path[len] == '/' && path[len - 1] == ']')))
			return true;
	}
	return false;
}

static void
apply(struct fields *fields, struct arena *arena, const struct revision *r)
{
	struct field *items = arena_alloc_n(arena, fields->count +
	    r->set.count + 1, sizeof(*items));
	size_t n = 0;

	for (size_t i = 0; i < fields->count; i++)
		if (!is_unset(r, fields->items[i].path) &&
		    fields_get(&r->set, fields->items[i].path) == NULL)
			items[n++] = fields->items[i];
	for (size_t i = 0; i < r->set.count; i++)
		items[n++] = r->set.items[i];
	fields_sort(items, n);
	*fields = (struct fields){ items, n };
}

const struct err *
store_apply_corrections(struct response *r, struct arena *arena,
    struct store *store)
{
	const struct err *err;
	struct kept_correction *items;
	struct revision **revisions;
	struct hash *heads;
	size_t count, n = 0;

	err = store_corrections(&items, &count, arena, store, r->id);
	if (err || count == 0)
		return err;
	revisions = arena_alloc_n(arena, count, sizeof(*revisions));
	for (size_t i = 0; i < count && !err; i++) {
		if (items[i].known || items[i].said.bytes.len == 0)
			continue;
		err = revision_read(&revisions[n], arena, items[i].said.bytes,
		    &store->study.id);
		if (!err)
			apply(&r->fields, arena, revisions[n++]);
	}
	r->corrections = heads = arena_alloc_n(arena, n + 1, sizeof(*heads));
	for (size_t i = 0; i < n; i++)
		if (!is_parent(&revisions[i]->id, revisions, n) &&
		    r->correction_count < REVISION_PARENTS_MAX - 1)
			heads[r->correction_count++] = revisions[i]->id;
	return err;
}

static bool
same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : !strcmp(a, b);
}

/* Did her draft change one of the fields that the corrections change? */
static bool
draft_disagrees(const struct response *r, const struct fields *base,
    const struct fields *changed)
{
	for (size_t i = 0; i < changed->count; i++) {
		const char *path = changed->items[i].path;
		const char *mine = fields_get(&r->draft, path);

		if (!same_text(mine, fields_get(base, path)) &&
		    !same_text(mine, fields_get(&r->fields, path)))
			return true;
	}
	return false;
}

/* Fields that the corrections set or took away, in arena; values are dropped. */
static void
changed_fields(struct fields *out, struct arena *arena,
    const struct fields *before, const struct fields *after)
{
	struct fields set;
	const char *const *unset;
	struct field *items;
	size_t count;

	fields_diff(arena, before, after, &set, &unset, &count);
	items = arena_alloc_n(arena, set.count + count + 1, sizeof(*items));
	memcpy(items, set.items, set.count * sizeof(*items));
	for (size_t i = 0; i < count; i++)
		items[set.count + i] = (struct field){ unset[i], "" };
	*out = (struct fields){ items, set.count + count };
}

static void
take_over(struct response *r, struct arena *arena,
    const struct fields *changed)
{
	struct field *items = arena_alloc_n(arena, r->draft.count +
	    changed->count + 1, sizeof(*items));
	size_t n = 0;

	for (size_t i = 0; i < r->draft.count; i++) {
		bool gone = false;

		for (size_t c = 0; c < changed->count && !gone; c++)
			gone = !strcmp(changed->items[c].path,
			    r->draft.items[i].path);
		if (!gone)
			items[n++] = r->draft.items[i];
	}
	for (size_t c = 0; c < changed->count; c++) {
		const char *path = changed->items[c].path;
		const char *value = fields_get(&r->fields, path);

		if (value != NULL)
			items[n++] = (struct field){ path, value };
	}
	fields_sort(items, n);
	r->draft = (struct fields){ items, n };
}

const struct err *
store_correct_draft(struct response *r, struct arena *arena,
    struct store *store)
{
	struct fields base = r->fields, changed;
	const struct err *err = store_apply_corrections(r, arena, store);

	if (err || r->correction_count == 0)
		return err;
	changed_fields(&changed, arena, &base, &r->fields);
	if (!draft_disagrees(r, &base, &changed)) {
		take_over(r, arena, &changed);
		return NULL;
	}
	r->fields = base;
	r->corrections = NULL;
	r->correction_count = 0;
	return NULL;
}

const struct err *
store_know_corrections(struct store *store, const struct response *r)
{
	const struct err *err;
	struct db_statement *st;

	if (r->correction_count == 0)
		return NULL;
	/* What came since then, another program has taken: not known yet. */
	err = db_prepare(&st, store->db, "update correction set known = 1"
	    " where response = ?1 and place <= (select max(place) from"
	    " correction where response = ?1 and id = ?2)");
	if (err)
		return err;
	for (size_t i = 0; i < r->correction_count && !err; i++) {
		db_bind_text(st, 1, r->id);
		bind_hash(st, 2, &r->corrections[i]);
		err = db_run(st);
	}
	db_done(st);
	return err;
}
