#include "merger/changesets/readers.h"

#include <stdio.h>
#include <string.h>

#include "kit/exchange/receipt.h"
#include "merger/changesets/received.h"
#include "merger/workspace/query.h"

bool
readers_have(struct slice readers, const struct key_id *id)
{
	for (size_t at = 0; at + KEY_ID_BYTES <= readers.len;
	    at += KEY_ID_BYTES)
		if (!memcmp(readers.data + at, id->bytes, KEY_ID_BYTES))
			return true;
	return false;
}

static const struct err *
set_readers(struct workspace *ws, int64_t key, struct slice readers)
{
	return query_run(index_db(ws->index), "UPDATE changeset"
	    " SET readers = ? WHERE key = ?", VALUES(bound_blob(readers),
	    bound_int(key)));
}

/* Whom a change set is sealed to stands in its header. */
static const struct err *
read_recipients(struct buf *out, struct workspace *ws,
    const struct index_changeset *row)
{
	struct received r;
	const struct err *err = received_open(&r, ws, row);

	for (size_t i = 0; err == NULL &&
	    i < changeset_recipient_count(r.changeset); i++)
		buf_append(out, changeset_recipient(r.changeset, i)->bytes,
		    KEY_ID_BYTES);
	received_close(&r);
	return err;
}

const struct err *
readers_of(struct buf *out, struct workspace *ws,
    const struct index_changeset *row)
{
	struct db_statement *s;
	bool found;
	const struct err *err = query_first(&s, &found, index_db(ws->index),
	    "SELECT readers FROM changeset WHERE key = ?",
	    VALUES(bound_int(row->key)));

	if (err == NULL && found)
		buf_add_slice(out, db_blob(s, 0));
	db_done(s);
	if (err != NULL || out->len > 0)
		return err;
	err = read_recipients(out, ws, row);
	return err ? err : set_readers(ws, row->key, buf_slice(out));
}

const struct err *
readers_add(struct workspace *ws, const struct index_changeset *row,
    const struct key_id *ids, size_t count)
{
	struct buf readers = BUF_INIT;
	const struct err *err = readers_of(&readers, ws, row);
	size_t before = readers.len;

	for (size_t i = 0; i < count && err == NULL; i++)
		if (!readers_have(buf_slice(&readers), &ids[i]))
			buf_append(&readers, ids[i].bytes, KEY_ID_BYTES);
	if (err == NULL && readers.len > before)
		err = set_readers(ws, row->key, buf_slice(&readers));
	buf_free(&readers);
	return err;
}

static const struct err *
remove_reader(struct workspace *ws, const struct index_changeset *row,
    const struct key_id *id)
{
	struct buf before = BUF_INIT, left = BUF_INIT;
	const struct err *err = readers_of(&before, ws, row);

	for (size_t at = 0; at + KEY_ID_BYTES <= before.len;
	    at += KEY_ID_BYTES)
		if (memcmp(before.data + at, id->bytes, KEY_ID_BYTES) != 0)
			buf_append(&left, before.data + at, KEY_ID_BYTES);
	if (err == NULL && left.len < before.len)
		err = set_readers(ws, row->key, buf_slice(&left));
	buf_free(&before);
	buf_free(&left);
	return err;
}

/* ---- what the others say ---- */

struct hearing {
	struct workspace *ws;
	struct ingest_sums *sums;
	const char *branch;
	const struct member *whose;
	struct key_id id;
	bool complete;		/* nothing that we have not read ourselves */
};

static const struct err *
hear_receipt(struct hearing *h, const struct receipt *receipt)
{
	struct index_changeset row;
	bool found;
	const struct err *err = index_find(h->ws->index, &receipt->hash, &row,
	    &found);

	if (err == NULL && (!found || row.verdict == VERDICT_WAITS))
		h->complete = false;
	if (err != NULL || !found || row.verdict != VERDICT_MERGED)
		return err;
	/* Later receipts stand above earlier ones. */
	return receipt->verdict == RECEIPT_ASIDE ?
	    remove_reader(h->ws, &row, &h->id) :
	    readers_add(h->ws, &row, &h->id, 1);
}

static const struct err *
hear_file(void *data, const struct depot_visit *visit)
{
	struct hearing *h = data;
	struct receipts *receipts = NULL;
	const struct err *err = visit->too_large ?
	    err_new(ERR_LIMIT, "too large") :
	    receipts_read(&receipts, visit->bytes, h->ws->manifest);

	if (err == NULL && strcmp(receipts->coordinator, h->whose->id) != 0)
		err = err_new(ERR_SIGNATURE, "receipts of another coordinator");
	if (err != NULL) {
		receipts_free(receipts);
		h->sums->alarms++;
		words_print(stderr, h->ws->language, W_PULL_UNUSABLE,
		    h->branch, visit->name, err->msg, (char *)NULL);
		return index_alarm(h->ws->index, h->branch, visit->commit,
		    visit->name, err->msg);
	}
	for (size_t i = 0; i < receipts->count && err == NULL; i++)
		err = hear_receipt(h, &receipts->items[i]);
	receipts_free(receipts);
	return err;
}

static const struct err *
hear_member(struct workspace *ws, const struct member *whose,
    struct ingest_sums *sums)
{
	char branch[DEPOT_BRANCH_MAX];
	char tip[DEPOT_ID_TEXT_MAX], since[DEPOT_ID_TEXT_MAX];
	struct hearing h = { .ws = ws, .sums = sums, .branch = branch,
		.whose = whose, .complete = true };
	struct db *db = index_db(ws->index);
	const struct err *err;

	snprintf(branch, sizeof branch, "0receipts/%s", whose->id);
	err = depot_tip(ws->depot, DEPOT_HUB, branch, tip);
	if (err != NULL || tip[0] == '\0')
		return err;
	err = index_branch(ws->index, SIDE_HEARD, branch, since);
	if (err != NULL || !strcmp(tip, since))
		return err;
	if ((err = db_begin(db)) != NULL)
		return err;
	seal_key_id(&h.id, &whose->seal);
	err = depot_walk(ws->depot, tip, since[0] ? since : NULL,
	    RECEIPT_BYTES_MAX, hear_file, &h);
	if (err == NULL && h.complete)
		err = index_set_branch(ws->index, SIDE_HEARD, branch, tip);
	return err_in(db_end(db, err), "%s", branch);
}

const struct err *
readers_hear(struct workspace *ws, struct ingest_sums *sums)
{
	size_t n;
	const struct member *members = manifest_members(ws->manifest, &n);
	const struct err *err = NULL;

	if (ws->keys.closed)
		return NULL;		/* nothing is handed over any more */
	for (size_t i = 0; i < n && err == NULL &&
	    members[i].role == MEMBER_COORDINATOR; i++)
		if (strcmp(members[i].id, ws->id) != 0)
			err = hear_member(ws, &members[i], sums);
	return err;
}
