#include "merger/erasure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "merger/frame.h"
#include "merger/mainline.h"
#include "merger/print.h"
#include "merger/query.h"

static bool
is_gone(const struct workspace *ws, const char *id)
{
	return (ws->manifest != NULL && manifest_is_erased(ws->manifest, id)) ||
	    (ws->erasures != NULL && map_has(ws->erasures, id));
}

bool
erasure_refuses(const struct workspace *ws, const char *record)
{
	const char *second = strchr(record, '~');
	char first[RECORD_ID_MAX];

	if (is_gone(ws, record))
		return true;
	if (second == NULL || (size_t)(second - record) >= sizeof first)
		return false;
	snprintf(first, sizeof first, "%.*s", (int)(second - record), record);
	return is_gone(ws, first) || is_gone(ws, second + 1);
}

bool
erasure_refuses_case(const struct workspace *ws, const char *named)
{
	char id[UUID_TEXT_MAX];

	case_record_id(id, &ws->keys.study, named);
	return is_gone(ws, named) || is_gone(ws, id);
}

/* What this workspace erased and no manifest of ours says. */
static const struct err *
load_noted(struct workspace *ws)
{
	struct db_statement *s;
	bool row = false;
	const struct err *err = db_prepare(&s, index_db(ws->index),
	    "SELECT record FROM erasure ORDER BY record");

	map_free(ws->erasures);
	ws->erasures = map_new();
	while (err == NULL && (err = db_step(s, &row)) == NULL && row)
		if (ws->manifest == NULL ||
		    !manifest_is_erased(ws->manifest, db_text(s, 0)))
			map_set(ws->erasures, db_text(s, 0), ws);
	db_done(s);
	return err;
}

static const struct err *
note(struct workspace *ws, const char *record, const char *reason)
{
	struct buf sealed = BUF_INIT;
	char context[RECORD_ID_MAX + 16];
	const struct err *err;

	snprintf(context, sizeof context, "erasure %s", record);
	index_seal(ws->index, &sealed, slice_str(reason), context);
	err = query_run(index_db(ws->index), "INSERT OR REPLACE INTO erasure"
	    " VALUES (?, ?, ?)", VALUES(bound_text(record),
	    bound_int(platform_now_ms()), bound_blob(buf_slice(&sealed))));
	buf_free(&sealed);
	return err;
}

static const struct err *
note_all(struct workspace *ws, const char *const *records, size_t count,
    const char *reason)
{
	struct db *db = index_db(ws->index);
	const struct err *err = db_begin(db);

	if (err != NULL)
		return err;
	for (size_t i = 0; i < count && err == NULL; i++)
		err = note(ws, records[i], reason);
	err = db_end(db, err);
	return err ? err : load_noted(ws);
}

static const struct err *
commit(struct workspace *ws, const struct manifest_draft *draft, size_t count)
{
	struct buf frame = BUF_INIT;
	struct depot_file file = { "frame", SLICE_EMPTY };
	char records[PRINT_COUNT_MAX], subject[96];
	const struct err *err = NULL;
	size_t cases = 0;

	if (!ws->keys.closed)
		err = frame_seal(ws, &frame, NULL, 0, &cases);
	file.bytes = buf_slice(&frame);
	snprintf(subject, sizeof subject, "%s erased", print_count(records,
	    count, "record"));
	if (err == NULL)
		err = mainline_commit(ws, draft, &file, frame.len > 0,
		    subject);
	buf_free(&frame);
	return err;
}

const struct err *
erasure_say(struct workspace *ws, size_t *said)
{
	const char **ids;
	struct manifest_draft *draft;
	const struct err *err = NULL;

	*said = map_count(ws->erasures);
	if (*said == 0)
		return NULL;
	ids = mem_alloc_n(*said, sizeof *ids);
	for (size_t i = 0; i < *said; i++)
		ids[i] = map_key_at(ws->erasures, i);
	draft = manifest_draft_of(ws->manifest);
	manifest_draft_erase(draft, ids, *said);
	err = commit(ws, draft, *said);
	manifest_draft_free(draft);
	mem_free(ids);
	return err ? err : load_noted(ws);
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
		if (erasure_refuses(ws, db_text(s, 0)))
			map_set(gone, db_text(s, 0), ws);
	db_done(s);
	return err;
}

size_t
erasure_count(const struct workspace *ws)
{
	size_t said = 0;

	if (ws->manifest != NULL)
		manifest_erased(ws->manifest, &said);
	return said + map_count(ws->erasures);
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
erasure_done(struct workspace *ws)
{
	uint64_t done;
	size_t said;

	manifest_erased(ws->manifest, &said);
	return count_done(&done, ws) == NULL && done >= said ? said : 0;
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
		err = erasure_sweep(ws);
	snprintf(done, sizeof done, "%zu", erasure_count(ws));
	return err ? err : index_set(ws->index, "erased", done);
}

const struct err *
erasure_settle(struct workspace *ws)
{
	uint64_t done = 0;
	const struct err *err = load_noted(ws);

	if (err == NULL)
		err = count_done(&done, ws);
	/*
	 * With a new key for the index, what a disk or a copy still has of the
	 * old file opens with no key that is left.
	 */
	if (err == NULL && done != erasure_count(ws))
		err = workspace_rekey(ws, destroy_keys, ws);
	return err_in(err, "erasure");
}

const struct err *
erasure_write(struct workspace *ws, const char *const *records, size_t count,
    const char *reason)
{
	size_t said;
	const struct err *err = note_all(ws, records, count, reason), *wait;

	if (err != NULL)
		return err;
	wait = erasure_say(ws, &said);
	/* Ours is done whatever keeps the others from being told. */
	err = erasure_settle(ws);
	return err ? err : err_in(wait, "erased here; the others are told by "
	    "the next merger pull");
}
