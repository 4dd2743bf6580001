#include "merger/erasure/closing.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/json.h"
#include "kit/base/mem.h"
#include "merger/study/mainline.h"
#include "merger/study/roster.h"
#include "merger/workspace/query.h"

const struct err *
closing_waiting(struct workspace *ws, int64_t *count)
{
	return index_count(ws->index, "SELECT count(*) FROM changeset"
	    " WHERE verdict IN (3, 5)", count);
}

/* What was read, and nothing that was read builds on it. */
static const char ends[] = "SELECT device, chain, number, hash"
    " FROM changeset c WHERE verdict IN (1, 2) AND NOT EXISTS"
    " (SELECT 1 FROM changeset n WHERE n.device = c.device"
    " AND n.chain = c.chain AND n.number > c.number"
    " AND n.previous = c.hash AND n.verdict IN (1, 2))"
    " ORDER BY device, chain, number, hash";

struct lasts {
	struct manifest_last *items;
	size_t count, capacity;
};

static void
add_last(struct lasts *lasts, struct db_statement *s)
{
	struct manifest_last *last;
	void *items = lasts->items;

	mem_grow(&items, &lasts->capacity, lasts->count + 1,
	    sizeof *lasts->items);
	lasts->items = items;
	last = &lasts->items[lasts->count++];
	memset(last, 0, sizeof *last);
	snprintf(last->device, sizeof last->device, "%s", db_text(s, 0));
	last->stand.chain = (uint64_t)db_int(s, 1);
	last->stand.number = (uint64_t)db_int(s, 2);
	if (db_blob(s, 3).len == HASH_BYTES)
		memcpy(last->stand.hash.bytes, db_blob(s, 3).data, HASH_BYTES);
}

const struct err *
closing_write(struct workspace *ws)
{
	struct lasts lasts = { NULL, 0, 0 };
	struct manifest_draft *draft;
	struct db_statement *s;
	const struct err *err;
	bool row = false;

	if (manifest_is_closed(ws->manifest))
		return NULL;
	err = db_prepare(&s, index_db(ws->index), ends);
	while (err == NULL && (err = db_step(s, &row)) == NULL && row)
		add_last(&lasts, s);
	db_done(s);
	draft = manifest_draft_of(ws->manifest);
	manifest_draft_close(draft, lasts.items, lasts.count);
	if (err == NULL)
		err = mainline_commit(ws, draft, NULL, 0,
		    "the study is closed");
	manifest_draft_free(draft);
	mem_free(lasts.items);
	return err;
}

/* Whatever stands must have been read: nobody can do it later. */
static const struct err *
check_received(struct workspace *ws)
{
	struct index_changeset seen;
	size_t n;
	const struct manifest_last *lasts = manifest_closing(ws->manifest, &n);
	const struct err *err = NULL;

	if (!manifest_is_closed(ws->manifest))
		return err_new(ERR_STATE, "the study is not closed");
	for (size_t i = 0; i < n && err == NULL; i++) {
		bool found;

		err = index_find(ws->index, &lasts[i].stand.hash, &seen,
		    &found);
		if (err == NULL && (!found || (seen.verdict != VERDICT_MERGED &&
		    seen.verdict != VERDICT_ASIDE)))
			err = err_new(ERR_STATE, "%.8s #%llu stands and was "
			    "not received here: merger pull first",
			    lasts[i].device,
			    (unsigned long long)lasts[i].stand.number);
	}
	return err;
}

/* It is sealed to the key that goes, and exports name interviewers. */
static const struct err *
keep_roster(void *data)
{
	struct workspace *ws = data;
	struct buf text = BUF_INIT;
	struct json *roster;
	const struct err *err = roster_read(ws, &roster);

	if (err == NULL) {
		json_write(&text, roster);
		err = index_keep(ws->index, "roster", buf_slice(&text));
	}
	json_free(roster);
	buf_wipe(&text);
	return err;
}

const struct err *
closing_destroy(struct workspace *ws)
{
	const struct err *err = check_received(ws);

	if (err != NULL || ws->keys.closed)
		return err;
	err = workspace_rekey(ws, keep_roster, ws);
	if (err != NULL)
		return err;
	mem_wipe(ws->keys.seal.secret, sizeof ws->keys.seal.secret);
	ws->keys.closed = true;
	return workspace_save_keyring(ws);
}
