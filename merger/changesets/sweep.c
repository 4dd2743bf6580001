#include "merger/changesets/sweep.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/arena.h"
#include "merger/changesets/received.h"
#include "merger/study/forms.h"
#include "merger/study/tombstones.h"
#include "merger/workspace/query.h"

/* What begins an interview; a correction may name a case by mistake. */
static bool
is_about(const struct workspace *ws, const struct revision *revision,
    enum entry_kind kind)
{
	const char *its_case = fields_get(&revision->set, ".case");
	const char *draft = fields_get(&revision->set, ".recovered");

	if (revision->parent_count > 0 && kind != ENTRY_CHECKPOINT)
		return false;
	return (its_case != NULL && tombstones_refuse_case(ws, its_case)) ||
	    (draft != NULL && tombstones_refuse(ws, draft));
}

static const struct err *
has_gone(bool *out, struct workspace *ws, const struct hash *revision)
{
	struct db_statement *s;
	const struct err *err = query_first(&s, out, index_db(ws->index),
	    "SELECT 1 FROM gone WHERE revision = ?",
	    VALUES(bound_hash(revision)));

	db_done(s);
	return err;
}

/* Of this record this device has written something that went. */
static const struct err *
has_gone_of(bool *out, struct workspace *ws, const char *record,
    const char *device)
{
	struct db_statement *s;
	const struct err *err = query_first(&s, out, index_db(ws->index),
	    "SELECT 1 FROM gone WHERE record = ? AND device = ?",
	    VALUES(bound_text(record), bound_text(device)));

	db_done(s);
	return err;
}

static const struct err *
note_gone(struct workspace *ws, const struct hash *revision,
    const char *record, const char *device)
{
	return query_run(index_db(ws->index), "INSERT OR IGNORE INTO gone"
	    " VALUES (?, ?, ?)", VALUES(bound_hash(revision),
	    bound_text(record), bound_text(device)));
}

/*
 * A device seals all that it writes of a record under one key: if one goes, all
 * go. Nobody's word takes away what another device has written, unless that
 * builds on it.
 */
static const struct err *
follows_gone(bool *out, struct workspace *ws, const struct revision *revision,
    const char *device)
{
	const struct err *err = has_gone_of(out, ws, revision->record, device);

	for (size_t i = 0; i < revision->parent_count && err == NULL && !*out;
	    i++)
		err = has_gone(out, ws, &revision->parents[i]);
	return err;
}

const struct err *
sweep_judge(bool *refused, struct workspace *ws,
    const struct revision *revision, const char *device, enum entry_kind kind)
{
	const struct err *err = NULL;

	*refused = tombstones_refuse(ws, revision->record);
	if (*refused || tombstones_count(ws) == 0)
		return NULL;
	*refused = is_about(ws, revision, kind);
	if (!*refused)
		err = follows_gone(refused, ws, revision, device);
	if (err == NULL && *refused)
		err = note_gone(ws, &revision->id, revision->record, device);
	/* Something that builds on it may have come first. */
	if (err == NULL && *refused)
		err = index_set(ws->index, "erased", "");
	return err;
}

struct sweeping {
	struct workspace *ws;
	const struct index_changeset *row;
	struct changeset *changeset;
	bool more;			/* another round is needed */
};

static const struct err *
judge_again(struct sweeping *s, const struct revision *revision,
    enum entry_kind kind)
{
	bool goes = is_about(s->ws, revision, kind);
	const struct err *err = NULL;

	if (!goes)
		err = follows_gone(&goes, s->ws, revision, s->row->device);
	if (err != NULL || !goes)
		return err;
	s->more = true;
	err = note_gone(s->ws, &revision->id, revision->record,
	    s->row->device);
	return err ? err : query_run(index_db(s->ws->index),
	    "DELETE FROM entry WHERE record = ? AND changeset IN"
	    " (SELECT key FROM changeset WHERE device = ?)",
	    VALUES(bound_text(revision->record),
	    bound_text(s->row->device)));
}

static const struct err *
look_at(void *data, const struct index_entry *entry)
{
	struct sweeping *s = data;
	struct arena *arena = arena_new();
	struct buf plain = BUF_INIT;
	struct revision *revision;
	const struct err *err;

	err = changeset_entry_with_key(&plain, &entry->record_key,
	    s->changeset, entry->place, forms_dictionary, s->ws);
	if (err == NULL)
		err = revision_read(&revision, arena, buf_slice(&plain),
		    &s->ws->keys.study);
	if (err == NULL)
		err = judge_again(s, revision, entry->kind);
	/* What does not open is not in the dataset either: said by others. */
	else if (!err_is_of_system(err))
		err = NULL;
	buf_wipe(&plain);
	arena_free(arena);
	return err;
}

static const struct err *
sweep_changeset(void *data, const struct index_changeset *row)
{
	struct sweeping *s = data;
	struct received r;
	const struct err *err;

	if (row->verdict != VERDICT_MERGED && row->verdict != VERDICT_ASIDE)
		return NULL;
	s->row = row;
	err = received_open(&r, s->ws, row);
	s->changeset = r.changeset;
	if (err == NULL)
		err = index_each_entry(s->ws->index, row->key, look_at, s);
	received_close(&r);
	return err;
}

/* The keys of all entries of the second kind go, in whatever order they came. */
static const struct err *
sweep(struct workspace *ws)
{
	struct sweeping s = { .ws = ws };
	const struct err *err;

	/* What goes may be what was looked at already builds on. */
	do {
		s.more = false;
		err = index_each(ws->index, 0, sweep_changeset, &s);
	} while (err == NULL && s.more);
	return err;
}

/* Every record of which the index has a key, and that has to go. */
static const struct err *
collect_gone(struct workspace *ws, struct map *gone)
{
	struct db_statement *s;
	bool row = false;
	const struct err *err = db_prepare(&s, index_db(ws->index),
	    "SELECT DISTINCT record FROM entry UNION"
	    " SELECT record FROM attachment");

	while (err == NULL && (err = db_step(s, &row)) == NULL && row)
		if (tombstones_refuse(ws, db_text(s, 0)))
			map_set(gone, db_text(s, 0), ws);
	db_done(s);
	return err;
}

/* When the index says as many, it was done. */
static const struct err *
count_done(uint64_t *out, struct workspace *ws)
{
	struct buf done = BUF_INIT;
	const struct err *err = index_setting(ws->index, "erased", &done);

	*out = strtoull(buf_str(&done), NULL, 10);
	buf_free(&done);
	return err;
}

uint64_t
sweep_done(struct workspace *ws)
{
	uint64_t done;
	size_t said;

	manifest_erased(ws->manifest, &said);
	return count_done(&done, ws) == NULL && done >= said ? said : 0;
}

/*
 * Whatever was exported until now may name those who go; by this mark and by no
 * clock, which may have been wrong then.
 */
static const struct err *
mark_exports(struct workspace *ws)
{
	const struct err *err = query_run(index_db(ws->index), "UPDATE exported"
	    " SET time_ms = -abs(time_ms)", NO_VALUES);

	return err ? err : index_set(ws->index, "exports_marked", "1");
}

static const struct err *
destroy_keys(void *data)
{
	struct workspace *ws = data;
	struct db *db = index_db(ws->index);
	struct map *gone = map_new();
	const struct err *err = collect_gone(ws, gone);
	char done[32];

	for (size_t i = 0; i < map_count(gone) && err == NULL; i++) {
		const char *id = map_key_at(gone, i);

		err = query_run(db, "DELETE FROM entry WHERE record = ?",
		    VALUES(bound_text(id)));
		if (err == NULL)
			err = query_run(db, "DELETE FROM attachment"
			    " WHERE record = ?", VALUES(bound_text(id)));
	}
	map_free(gone);
	if (err == NULL)
		err = sweep(ws);
	if (err == NULL)
		err = mark_exports(ws);
	snprintf(done, sizeof done, "%zu", tombstones_count(ws));
	return err ? err : index_set(ws->index, "erased", done);
}

const struct err *
sweep_settle(struct workspace *ws)
{
	uint64_t done = 0;
	const struct err *err = tombstones_load(ws);

	if (err == NULL)
		err = count_done(&done, ws);
	/*
	 * With a new key for the index, what a disk or a copy still has of the
	 * old file opens with no key that is left.
	 */
	if (err == NULL && done != tombstones_count(ws))
		err = workspace_rekey(ws, destroy_keys, ws);
	return err_in(err, "erasure");
}
