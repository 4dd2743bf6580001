#include "merger/changesets/verdict.h"

#include <stdio.h>
#include <string.h>

#include "kit/exchange/receipt.h"
#include "merger/print.h"
#include "merger/workspace/query.h"

void
verdict_give(struct index_changeset *row, enum verdict verdict,
    const char *reason)
{
	struct buf clean = BUF_INIT;

	/* It goes into a receipt: text, and never too long for one. */
	print_clean(&clean, reason, RECEIPT_REASON_BYTES_MAX);
	row->verdict = verdict;
	snprintf(row->reason, sizeof row->reason, "%s", buf_str(&clean));
	buf_free(&clean);
}

/* Does `from`, or what it builds on, lead to this change set? */
static const struct err *
leads_to(bool *out, struct workspace *ws, const struct hash *from,
    const struct index_changeset *row)
{
	struct db_statement *s;
	const struct err *err = query_first(&s, out, index_db(ws->index),
	    "WITH RECURSIVE past (hash) AS (SELECT ?1 UNION"
	    " SELECT c.previous FROM changeset c JOIN past USING (hash)"
	    " WHERE c.number > ?3)"
	    " SELECT 1 FROM past WHERE hash = ?2", VALUES(bound_hash(from),
	    bound_hash(&row->hash), bound_int((int64_t)row->number)));

	db_done(s);
	return err;
}

/*
 * What a coordinator let stand of a revoked device: the change set that is
 * named, and those that it builds on. A number alone says nothing: whoever has
 * the key can use one again.
 */
static const struct err *
still_stands(bool *out, struct workspace *ws,
    const struct index_changeset *row)
{
	size_t count;
	const struct manifest_stand *stands =
	    manifest_stands(ws->manifest, row->device, &count);
	const struct err *err = NULL;

	*out = false;
	for (size_t i = 0; i < count && err == NULL && !*out; i++)
		if (stands[i].chain == row->chain &&
		    row->number <= stands[i].number)
			err = leads_to(out, ws, &stands[i].hash, row);
	return err;
}

/* The study is closed: what was read until then stands, and nothing else. */
static const struct err *
stood_at_closing(bool *out, struct workspace *ws,
    const struct index_changeset *row)
{
	size_t count;
	const struct manifest_last *lasts =
	    manifest_closing(ws->manifest, &count);
	const struct err *err = NULL;

	*out = false;
	for (size_t i = 0; i < count && err == NULL && !*out; i++)
		if (!strcmp(lasts[i].device, row->device) &&
		    lasts[i].stand.chain == row->chain &&
		    row->number <= lasts[i].stand.number)
			err = leads_to(out, ws, &lasts[i].stand.hash, row);
	return err;
}

const struct err *
verdict_on_device(bool *out, struct workspace *ws, enum member_role role,
    struct index_changeset *row)
{
	const struct err *err = NULL;

	*out = role == MEMBER_DEVICE || role == MEMBER_COORDINATOR;
	if (role == MEMBER_NONE)
		verdict_give(row, VERDICT_WAITS, "the device is not admitted");
	if (role == MEMBER_REVOKED || role == MEMBER_FORMER)
		err = still_stands(out, ws, row);
	if (err == NULL && !*out && role != MEMBER_NONE)
		verdict_give(row, VERDICT_WAITS, "the device was revoked, and "
		    "no coordinator has listed this change set");
	if (err != NULL || !*out || !manifest_is_closed(ws->manifest))
		return err;
	err = stood_at_closing(out, ws, row);
	if (err == NULL && !*out)
		verdict_give(row, VERDICT_LATE, "the study is closed: this came "
		    "too late, and nobody can read it any more");
	return err;
}
