#include "merger/people/revocation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/mem.h"
#include "kit/base/text.h"
#include "kit/exchange/delivery.h"
#include "merger/cases/frame.h"
#include "merger/changesets/author.h"
#include "merger/changesets/ingest.h"
#include "merger/study/mainline.h"
#include "merger/workspace/query.h"

/* ---- what stands ---- */

/* chain, number, hash */
static void
read_stand(struct manifest_stand *out, struct db_statement *s)
{
	out->chain = (uint64_t)db_int(s, 0);
	out->number = (uint64_t)db_int(s, 1);
	if (db_blob(s, 2).len == HASH_BYTES)
		memcpy(out->hash.bytes, db_blob(s, 2).data, HASH_BYTES);
}

/*
 * An active device or a coordinator: all that came, also what waits for its
 * form. One that is revoked already: what stands, and no more than that.
 */
const struct err *
stands_received(struct stands *out, struct workspace *ws, const char *device)
{
	const char *status = manifest_device_status(ws->manifest, device);
	bool active = status == NULL || !strcmp(status, "active");
	struct db_statement *s;
	bool row = false;
	const struct err *err = query_start(&s, index_db(ws->index),
	    "SELECT chain, number, hash FROM changeset WHERE device = ?1"
	    " AND (?2 OR verdict <> ?3) ORDER BY chain, number DESC, hash",
	    VALUES(bound_text(device), bound_int(active),
	    bound_int(VERDICT_WAITS)));

	out->count = 0;
	while (err == NULL && (err = db_step(s, &row)) == NULL && row) {
		struct manifest_stand stand = { 0 };

		read_stand(&stand, s);
		if (out->count > 0 &&
		    out->items[out->count - 1].chain == stand.chain)
			continue;
		if (out->count == MANIFEST_STANDS_MAX) {
			err = err_new(ERR_LIMIT, "%s has more than %d chains",
			    device, MANIFEST_STANDS_MAX);
			break;
		}
		out->items[out->count++] = stand;
	}
	db_done(s);
	return err;
}

/* What somebody typed, taken apart: "CHAIN:NUMBER:HASH". */
struct named_stand {
	struct slice chain, hash;
	uint64_t number;
};

static struct slice
until_colon(struct slice *rest)
{
	size_t n = 0;
	struct slice part;

	while (n < rest->len && rest->data[n] != ':')
		n++;
	part = slice_of(rest->data, n);
	n += n < rest->len;
	*rest = slice_of(rest->data + n, rest->len - n);
	return part;
}

static bool
parse_stand(struct named_stand *out, const char *text)
{
	struct slice rest = slice_str(text), number;

	memset(out, 0, sizeof *out);
	if (strchr(text, ':') != NULL)
		out->chain = until_colon(&rest);
	number = until_colon(&rest);
	out->hash = rest;
	return text_parse_u64(number, &out->number) && out->number > 0;
}

static bool
is_named(const struct named_stand *named, const struct manifest_stand *stand)
{
	char chain[DELIVERY_CHAIN_MAX], hash[HASH_TEXT_MAX];

	delivery_chain(chain, stand->chain);
	hash_text(hash, &stand->hash);
	return named->chain.len < sizeof chain &&
	    named->hash.len < sizeof hash &&
	    (named->chain.len == 0 ||
	    !memcmp(chain, named->chain.data, named->chain.len)) &&
	    (named->hash.len == 0 ||
	    !memcmp(hash, named->hash.data, named->hash.len));
}

static const struct err *
find_stand(struct manifest_stand *out, size_t *matches, struct workspace *ws,
    const char *device, const struct named_stand *named)
{
	struct db_statement *s;
	bool row = false;
	const struct err *err = query_start(&s, index_db(ws->index),
	    "SELECT chain, number, hash FROM changeset WHERE device = ?"
	    " AND number = ?", VALUES(bound_text(device),
	    bound_int((int64_t)named->number)));

	*matches = 0;
	while (err == NULL && (err = db_step(s, &row)) == NULL && row) {
		struct manifest_stand stand = { 0 };

		read_stand(&stand, s);
		if (!is_named(named, &stand))
			continue;
		*out = stand;
		++*matches;
	}
	db_done(s);
	return err;
}

const struct err *
stands_add(struct stands *out, struct workspace *ws, const char *device,
    const char *text)
{
	struct named_stand named;
	struct manifest_stand stand;
	const struct err *err;
	size_t matches;

	if (!parse_stand(&named, text) || named.number > INT64_MAX)
		return err_new(ERR_USAGE, "--stands %s: CHAIN:NUMBER, or "
		    "\"nothing\"", text);
	err = find_stand(&stand, &matches, ws, device, &named);
	if (err != NULL)
		return err;
	if (matches == 0)
		return err_new(ERR_USAGE, "--stands %s: no such change set of "
		    "this device was received", text);
	if (matches > 1)
		return err_new(ERR_USAGE, "--stands %s: %zu change sets are "
		    "meant: say CHAIN:NUMBER:HASH", text, matches);
	for (size_t i = 0; i < out->count; i++)
		if (out->items[i].chain == stand.chain)
			return err_new(ERR_USAGE, "--stands %s: its chain was "
			    "named before", text);
	if (out->count == MANIFEST_STANDS_MAX)
		return err_new(ERR_LIMIT, "--stands: more than %d chains",
		    MANIFEST_STANDS_MAX);
	out->items[out->count++] = stand;
	return NULL;
}

const struct err *
stands_choose(struct stands *out, struct workspace *ws, const struct cli *cli,
    const char *device)
{
	const char *text = cli_value_at(cli, "stands", 0);
	const struct err *err = NULL;

	out->count = 0;
	if (text == NULL)
		return stands_received(out, ws, device);
	if (!strcmp(text, "nothing"))
		return cli_value_at(cli, "stands", 1) == NULL ? NULL :
		    err_new(ERR_USAGE, "--stands nothing, and something?");
	for (size_t i = 0; err == NULL; i++) {
		if ((text = cli_value_at(cli, "stands", i)) == NULL)
			break;
		err = stands_add(out, ws, device, text);
	}
	return err;
}

/* ---- the manifest ---- */

const struct err *
revocation_write(struct workspace *ws, const char *device, const char *status,
    const struct stands *stands)
{
	struct manifest_draft *draft = manifest_draft_of(ws->manifest);
	struct ingest_sums sums = { 0 };
	char subject[64];
	const struct err *err = manifest_draft_set_device(draft, device,
	    status, stands ? stands->items : NULL, stands ? stands->count : 0);

	snprintf(subject, sizeof subject, "%.8s %s", device, status);
	if (err == NULL)
		err = mainline_commit(ws, draft, NULL, 0, subject);
	manifest_draft_free(draft);
	/* Sealed to those whom the new manifest calls active. */
	if (err == NULL)
		err = frame_seal_again(ws);
	return err ? err : ingest_waiting(ws, &sums);
}

/* ---- what it frees, and what may lie on it ---- */

static bool
is_handed_case(const struct record *record, const char *device)
{
	return record->merged.kind == RECORD_CASE &&
	    record->merged.standing > 0 &&
	    !strcmp(record_value(record, ".handed"), device);
}

size_t
revocation_cases(const struct dataset *dataset, const char *device)
{
	size_t n = 0;

	for (size_t i = 0; i < dataset->count; i++)
		n += is_handed_case(&dataset->records[i], device);
	return n;
}

const struct err *
revocation_free_cases(struct workspace *ws, const struct dataset *dataset,
    const char *device, size_t *freed)
{
	static const char *const handed[] = { ".handed" };
	struct revision *revisions =
	    mem_alloc_n(dataset->count, sizeof *revisions);
	const struct err *err = NULL;

	*freed = 0;
	for (size_t i = 0; i < dataset->count; i++) {
		const struct merged_record *m = &dataset->records[i].merged;
		struct revision *r = &revisions[*freed];

		if (!is_handed_case(&dataset->records[i], device))
			continue;
		memset(r, 0, sizeof *r);
		r->kind = RECORD_CASE;
		memcpy(r->record, m->id, sizeof r->record);
		r->parents = m->tips;
		r->parent_count = m->tip_count;
		r->unset = handed;
		r->unset_count = 1;
		r->reason = "the device was lost";
		author_sign_in(ws, r);
		++*freed;
	}
	if (*freed > 0)
		err = author_write(ws, revisions, *freed, "cases taken back");
	mem_free(revisions);
	return err;
}

bool
revocation_touches(const struct record *record, const char *device)
{
	if (record->merged.kind != RECORD_RESPONSE)
		return false;
	if (!strcmp(record_value(record, ".handed"), device))
		return true;
	for (size_t i = 0; i < record->input_count; i++)
		if (!strcmp(record->inputs[i].revision->author, device))
			return true;
	return false;
}
