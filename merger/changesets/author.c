#include "merger/changesets/author.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/delivery.h"
#include "merger/changesets/chain.h"
#include "merger/changesets/ingest.h"
#include "merger/study/news.h"
#include "merger/workspace/query.h"

/* Where the next change set of ours goes. */
struct position {
	uint64_t chain, number;
	enum changeset_previous kind;
	struct hash previous;
	uint64_t continues_chain, continues_number;
};

void
author_sign_in(const struct workspace *ws, struct revision *revision)
{
	memcpy(revision->author, ws->id, sizeof revision->author);
	revision->study = ws->keys.study;
	revision->time_ms = platform_now_ms();
	revision->offset_minutes =
	    platform_local_offset_minutes(revision->time_ms);
	crypto_random(revision->nonce, sizeof revision->nonce);
}

/* The last change set that these keys signed elsewhere, in any chain. */
static const struct err *
continue_from(struct workspace *ws, struct position *p)
{
	struct db_statement *s;
	bool row;
	const struct err *err = query_first(&s, &row, index_db(ws->index),
	    "SELECT chain, number, hash FROM changeset"
	    " WHERE device = ? AND chain <> ? ORDER BY key DESC LIMIT 1",
	    VALUES(bound_text(ws->id), bound_int((int64_t)p->chain)));

	if (err == NULL && row && db_blob(s, 2).len == HASH_BYTES) {
		p->kind = PREVIOUS_CONTINUES;
		p->continues_chain = (uint64_t)db_int(s, 0);
		p->continues_number = (uint64_t)db_int(s, 1);
		memcpy(p->previous.bytes, db_blob(s, 2).data, HASH_BYTES);
	}
	db_done(s);
	return err;
}

static const struct err *
find_position(struct workspace *ws, struct position *p)
{
	struct db_statement *s;
	const struct err *err;
	bool row;

	memset(p, 0, sizeof *p);
	if ((err = chain_current(ws, &p->chain)) != NULL)
		return err;
	err = query_first(&s, &row, index_db(ws->index), "SELECT number, hash"
	    " FROM outbox ORDER BY number DESC LIMIT 1", NO_VALUES);
	p->number = 1;
	if (err == NULL && row && db_blob(s, 1).len == HASH_BYTES) {
		p->number = (uint64_t)db_int(s, 0) + 1;
		p->kind = PREVIOUS_SAME;
		memcpy(p->previous.bytes, db_blob(s, 1).data, HASH_BYTES);
	}
	db_done(s);
	if (err == NULL && p->number == 1)
		err = continue_from(ws, p);
	return err;
}

static const struct err *
store_numbered(struct workspace *ws, const struct position *p,
    const struct buf *bytes, const char *subject)
{
	struct hash hash;

	crypto_hash(&hash, buf_slice(bytes));
	return query_run(index_db(ws->index), "INSERT INTO outbox"
	    " (number, hash, bytes, subject) VALUES (?, ?, ?, ?)",
	    VALUES(bound_int((int64_t)p->number), bound_hash(&hash),
	    bound_blob(buf_slice(bytes)), bound_text(subject)));
}

/*
 * A record keeps the key that we use for it. Never one that came from a laptop:
 * who chose a key can read what is written under it.
 */
static const struct err *
encode_entry(struct workspace *ws, struct changeset_draft_entry *entry,
    struct buf *text, struct revision *revision)
{
	const struct err *err = revision_write(text, revision);
	bool found = false;

	if (err == NULL)
		err = index_record_key(ws->index, revision->record, ws->id,
		    &entry->record_key, &found);
	if (err != NULL)
		return err;
	entry->kind = ENTRY_REVISION;
	entry->bytes = buf_slice(text);
	if (!found)
		crypto_random(entry->record_key.bytes, KEY_BYTES);
	return NULL;
}

/* The transaction that gives the number also keeps the final bytes. */
static const struct err *
number_batch(struct workspace *ws, const struct changeset_draft_entry *entries,
    size_t count, const char *subject)
{
	struct buf bytes = BUF_INIT;
	struct position p;
	size_t recipient_count;
	const struct seal_public *recipients =
	    manifest_recipients(ws->manifest, &recipient_count);
	const struct err *err = db_begin(index_db(ws->index));

	if (err != NULL)
		return err;
	if ((err = find_position(ws, &p)) == NULL) {
		struct changeset_head head = {
			.study = ws->keys.study, .chain = p.chain,
			.number = p.number, .previous_kind = p.kind,
			.previous = p.previous,
			.continues_chain = p.continues_chain,
			.continues_number = p.continues_number,
			.program = "merger " RECOLTE_VERSION
		};

		err = changeset_encode(&bytes, &head, entries, count,
		    recipients, recipient_count, &ws->keys.sign);
	}
	if (err == NULL)
		err = store_numbered(ws, &p, &bytes, subject);
	err = db_end(index_db(ws->index), err);
	buf_free(&bytes);
	return err;
}

/* Far below CHANGESET_ENTRIES_MAX and CHANGESET_BYTES_MAX. */
enum { BATCH_MAX = 5000, BATCH_BYTES_MAX = 8 << 20 };

static size_t
batch_size(const struct changeset_draft_entry *entries, size_t count)
{
	size_t n = 0, bytes = 0;

	while (n < count && n < BATCH_MAX && bytes < BATCH_BYTES_MAX)
		bytes += entries[n++].bytes.len;
	return n;
}

const struct err *
author_write(struct workspace *ws, struct revision *revisions, size_t count,
    const char *subject)
{
	struct changeset_draft_entry *entries =
	    mem_alloc_n(count, sizeof *entries);
	struct buf *texts = mem_alloc_n(count, sizeof *texts);
	const struct err *err = NULL;

	for (size_t i = 0; i < count && err == NULL; i++)
		err = encode_entry(ws, &entries[i], &texts[i], &revisions[i]);
	for (size_t at = 0, n; at < count && err == NULL; at += n) {
		n = batch_size(entries + at, count - at);
		err = number_batch(ws, entries + at, n, subject);
	}
	if (err == NULL)
		err = author_catch_up(ws);
	if (err == NULL)
		err = news_note(ws);
	mem_wipe(entries, count * sizeof *entries);
	for (size_t i = 0; i < count; i++)
		buf_wipe(&texts[i]);
	mem_free(texts);
	mem_free(entries);
	return err;
}

static const struct err *
commit_one(struct workspace *ws, uint64_t chain, uint64_t number,
    struct slice bytes, const char *what)
{
	char hex[DELIVERY_CHAIN_MAX];
	struct buf subject = BUF_INIT;
	struct delivery delivery = { .study = &ws->keys.study,
		.device = ws->id, .chain = hex, .number = number,
		.bytes = bytes, .time_ms = platform_now_ms() };
	const struct err *err;

	delivery_chain(hex, chain);
	buf_addf(&subject, "%.8s #%llu: %s", ws->id,
	    (unsigned long long)number, what);
	delivery.subject = buf_str(&subject);
	err = delivery_commit(ws->depot, &delivery);
	buf_free(&subject);
	return err;
}

/* A depot that was lost gets it in another commit. */
static const struct err *
mark_committed(struct workspace *ws, uint64_t chain, uint64_t number)
{
	char branch[DEPOT_BRANCH_MAX], tip[DEPOT_ID_TEXT_MAX];
	struct db *db = index_db(ws->index);
	const struct err *err;

	chain_branch(ws, branch, chain);
	err = depot_tip(ws->depot, DEPOT_OWN, branch, tip);
	if (err == NULL)
		err = query_run(db, "UPDATE changeset SET commit_id = ?"
		    " WHERE hash = (SELECT hash FROM outbox WHERE number = ?)",
		    VALUES(bound_text(tip), bound_int((int64_t)number)));
	return err ? err : query_run(db, "UPDATE outbox SET committed = 1"
	    " WHERE number = ?", VALUES(bound_int((int64_t)number)));
}

/* Was it committed just before a crash kept us from writing that down? */
static const struct err *
is_committed(bool *out, struct workspace *ws, uint64_t chain, uint64_t number)
{
	char branch[DEPOT_BRANCH_MAX], tip[DEPOT_ID_TEXT_MAX];
	char name[DELIVERY_NAME_MAX];
	struct buf bytes = BUF_INIT;
	const struct err *err;

	*out = false;
	chain_branch(ws, branch, chain);
	delivery_name(name, number);
	err = depot_tip(ws->depot, DEPOT_OWN, branch, tip);
	if (err != NULL || tip[0] == '\0')
		return err;
	err = depot_read(&bytes, ws->depot, tip, name, CHANGESET_BYTES_MAX);
	buf_free(&bytes);
	*out = err == NULL;
	return err != NULL && err_is_of_system(err) ? err : NULL;
}

static const struct err *
commit_waiting(struct workspace *ws)
{
	struct db_statement *s = NULL;
	const struct err *err;
	uint64_t chain;
	bool row = false;

	if ((err = chain_current(ws, &chain)) != NULL)
		return err;
	err = db_prepare(&s, index_db(ws->index), "SELECT number, bytes,"
	    " subject FROM outbox WHERE committed = 0 ORDER BY number");
	while (err == NULL && (err = db_step(s, &row)) == NULL && row) {
		uint64_t number = (uint64_t)db_int(s, 0);
		bool there;

		err = is_committed(&there, ws, chain, number);
		if (err == NULL && !there)
			err = commit_one(ws, chain, number, db_blob(s, 1),
			    db_text(s, 2));
		if (err == NULL)
			err = mark_committed(ws, chain, number);
	}
	db_done(s);
	return err;
}

static const struct err *
catch_up(struct workspace *ws, bool fetched)
{
	struct ingest_sums sums = { 0 };
	bool in_step;
	const struct err *err = chain_settle(ws, fetched, &in_step);

	if (err == NULL && in_step)
		err = commit_waiting(ws);
	return err ? err : ingest_own(ws, &sums);
}

const struct err *
author_catch_up(struct workspace *ws)
{
	return catch_up(ws, false);
}

const struct err *
author_bring_back(struct workspace *ws)
{
	return catch_up(ws, true);
}

/* That of now must end on the hub as it is here; an older one may be there. */
static const struct err *
publish_branch(struct workspace *ws, const char *hub, const char *branch,
    bool current)
{
	char tip[DEPOT_ID_TEXT_MAX], seen[DEPOT_ID_TEXT_MAX];
	enum depot_move move = MOVE_NONE;
	const struct err *err = depot_tip(ws->depot, DEPOT_OWN, branch, tip);

	if (err == NULL)
		err = depot_tip(ws->depot, DEPOT_HUB, branch, seen);
	if (err != NULL || tip[0] == '\0' || (!current && !strcmp(tip, seen)))
		return err;
	err = hub_publish(ws->depot, hub, branch, &move);
	if (err == NULL && current &&
	    (move == MOVE_DIVERGED || move == MOVE_BEHIND))
		err = err_new(ERR_STATE, "%s: the hub has change sets of this "
		    "workspace that it does not know itself: it was restored "
		    "from a copy; make a new one with merger init --keys",
		    branch);
	return err;
}

const struct err *
author_publish(struct workspace *ws)
{
	char current[DEPOT_BRANCH_MAX], ours[DEPOT_BRANCH_MAX];
	const struct err *err;
	const char *hub;
	char **names = NULL;
	uint64_t chain;
	size_t n = 0;

	if ((err = chain_current(ws, &chain)) != NULL ||
	    (err = workspace_hub(ws, &hub)) != NULL)
		return err;
	chain_branch(ws, current, chain);
	snprintf(ours, sizeof ours, "device/%s/", ws->id);
	err = depot_branches(ws->depot, DEPOT_OWN, ours, &names, &n);
	for (size_t i = 0; i < n && err == NULL; i++)
		err = publish_branch(ws, hub, names[i],
		    !strcmp(names[i], current));
	depot_names_free(names, n);
	return err;
}
