#include "merger/study/tombstones.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/platform.h"
#include "kit/record/revision.h"
#include "merger/workspace/query.h"

static bool
is_gone(const struct workspace *ws, const char *id)
{
	return (ws->manifest != NULL && manifest_is_erased(ws->manifest, id)) ||
	    (ws->erasures != NULL && map_has(ws->erasures, id));
}

bool
tombstones_refuse(const struct workspace *ws, const char *record)
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
tombstones_refuse_case(const struct workspace *ws, const char *named)
{
	char id[UUID_TEXT_MAX];

	case_record_id(id, &ws->keys.study, named);
	return is_gone(ws, named) || is_gone(ws, id);
}

const struct err *
tombstones_load(struct workspace *ws)
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

const struct err *
tombstones_note(struct workspace *ws, const char *const *records, size_t count,
    const char *reason)
{
	struct db *db = index_db(ws->index);
	const struct err *err = db_begin(db);

	if (err != NULL)
		return err;
	for (size_t i = 0; i < count && err == NULL; i++)
		err = note(ws, records[i], reason);
	err = db_end(db, err);
	return err ? err : tombstones_load(ws);
}

size_t
tombstones_count(const struct workspace *ws)
{
	size_t said = 0;

	if (ws->manifest != NULL)
		manifest_erased(ws->manifest, &said);
	return said + map_count(ws->erasures);
}
