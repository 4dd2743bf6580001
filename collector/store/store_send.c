/* store_send.c - chains, change sets, receipts: what left, what came back. */
#include "collector/store/store_parts.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/mem.h"
#include "kit/exchange/delivery.h"

/* ---- chains ---- */

static const struct err *
take_chain(struct chain *out, struct db_statement *st)
{
	const struct err *err = NULL;

	snprintf(out->id, sizeof(out->id), "%s", db_text(st, 0));
	out->open = db_int(st, 1) != 0;
	snprintf(out->continues, sizeof(out->continues), "%s", db_text(st, 2));
	out->continues_number = (uint64_t)db_int(st, 3);
	if (out->continues[0] != '\0')
		err = take_bytes(out->continues_hash.bytes, HASH_BYTES, st, 4,
		    "what a chain continues");
	out->last = (uint64_t)db_int(st, 5);
	if (!err && out->last > 0)
		err = take_bytes(out->last_hash.bytes, HASH_BYTES, st, 6,
		    "a change set's hash");
	return err;
}

const struct err *
store_chains(struct chain **out, size_t *count, struct arena *arena,
    struct store *store)
{
	const struct err *err;
	struct db_statement *st;
	struct chain *chains;
	int64_t n;
	bool row;

	*count = 0;
	err = store_number(store, "select count(*) from chain", &n);
	if (err)
		return err;
	*out = chains = arena_alloc_n(arena, (size_t)n + 1, sizeof(*chains));
	err = db_prepare(&st, store->db, "select h.id, h.open, h.continues,"
	    " h.continues_number, h.continues_hash, c.number, c.hash"
	    " from chain h left join changeset c on c.chain = h.id"
	    " and c.number = (select max(number) from changeset"
	    " where chain = h.id) order by h.place");
	if (err)
		return err;
	while ((err = db_step(st, &row)) == NULL && row && *count < (size_t)n)
		if ((err = take_chain(&chains[(*count)++], st)) != NULL)
			break;
	db_done(st);
	return err;
}

/* A chain is never 0. */
static void
name_chain(char id[CHAIN_TEXT_MAX])
{
	uint8_t random[8];

	do {
		crypto_random(random, sizeof(random));
		hex_encode(id, random, sizeof(random));
	} while (!strcmp(id, "0000000000000000"));
}

/* A chain that nothing was packed in goes on under another name. */
static const struct err *
renew_empty(struct store *store, const struct chain *old, int64_t now_ms)
{
	const struct err *err;
	struct db_statement *st;
	char id[CHAIN_TEXT_MAX];

	err = db_prepare(&st, store->db, "update chain set id = ?,"
	    " opened_ms = ?, open = 1 where id = ?");
	if (err)
		return err;
	name_chain(id);
	db_bind_text(st, 1, id);
	db_bind_int(st, 2, now_ms);
	db_bind_text(st, 3, old->id);
	err = db_run(st);
	db_done(st);
	return err;
}

static const struct err *
insert_chain(struct store *store, const struct chain *old, uint64_t common,
    const struct hash *common_hash, int64_t now_ms)
{
	const struct err *err;
	struct db_statement *st;
	char id[CHAIN_TEXT_MAX];

	err = db_prepare(&st, store->db, "insert into chain (id, opened_ms,"
	    " continues, continues_number, continues_hash)"
	    " values (?, ?, ?, ?, ?)");
	if (err)
		return err;
	name_chain(id);
	db_bind_text(st, 1, id);
	db_bind_int(st, 2, now_ms);
	if (old != NULL && common > 0) {
		db_bind_text(st, 3, old->id);
		db_bind_int(st, 4, (int64_t)common);
		bind_hash(st, 5, common_hash);
	}
	err = db_run(st);
	db_done(st);
	return err;
}

#define NOT_MERGED							\
	" where chain = ?1 and number > ?2 and number not in (select"	\
	" number from changeset where chain = ?1 and verdict = 'merged')"

/*
 * What was packed after the common part is sent again, in the new chain; not
 * what a coordinator has merged, which may be wiped here by now.
 */
static const struct err *
take_back(struct store *store, const char *chain, uint64_t common)
{
	static const char *const steps[] = {
		"update revision set chain = null, number = null" NOT_MERGED,
		"update contact_revision set chain = null, number = null"
		    NOT_MERGED,
		"update attachment set chain = null, number = null" NOT_MERGED,
		/* Which drafts were in there is not known: all go again. */
		"update response set checkpoint = null"
		    " where ?1 <> '' and ?2 >= 0",
		"delete from changeset where chain = ? and number > ?"
		    " and verdict <> 'merged'",
		"update chain set open = 0 where id = ? and ? >= 0"
	};
	const struct err *err = NULL;

	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps) && !err; i++) {
		struct db_statement *st;

		err = db_prepare(&st, store->db, steps[i]);
		if (err)
			break;
		db_bind_text(st, 1, chain);
		db_bind_int(st, 2, (int64_t)common);
		err = db_run(st);
		db_done(st);
	}
	return err;
}

static const struct err *
replace_chain(struct store *store, struct arena *arena, uint64_t common,
    int64_t now_ms)
{
	const struct err *err;
	struct chain *chains, *old;
	struct packed last = { .hash = { { 0 } } };
	size_t count;

	err = store_chains(&chains, &count, arena, store);
	if (err)
		return err;
	old = count > 0 ? &chains[count - 1] : NULL;
	if (old != NULL && common > 0)
		err = store_changeset(&last, arena, store, old->id, common);
	if (!err && old != NULL)
		err = take_back(store, old->id, common);
	if (!err && old != NULL && old->last == 0)
		return renew_empty(store, old, now_ms);
	return err ? err :
	    insert_chain(store, old, common, &last.hash, now_ms);
}

const struct err *
store_new_chain(struct store *store, uint64_t common, int64_t now_ms)
{
	struct arena *arena = arena_new();
	const struct err *err;

	err = replace_chain(store, arena, common, now_ms);
	arena_free(arena);
	return err;
}

/* ---- packing ---- */

const struct err *
take_outgoing_sealed(struct outgoing *out, struct arena *arena,
    struct store *store, struct db_statement *st, int at,
    const char *bytes_column, const char *key_column)
{
	const struct err *err;
	struct buf bytes = BUF_INIT, key = BUF_INIT;
	char row[HASH_TEXT_MAX];

	hash_text(row, &out->id);
	err = take_sealed(&bytes, st, at, store, bytes_column, row);
	if (!err)
		err = take_sealed(&key, st, at + 1, store, key_column,
		    out->response);
	if (!err && key.len != KEY_BYTES)
		err = err_new(ERR_FORMAT, "%s of %.8s: no key", key_column,
		    out->response);
	if (!err) {
		memcpy(out->key.bytes, key.data, KEY_BYTES);
		out->bytes = slice_of(arena_slice(arena, buf_slice(&bytes)),
		    bytes.len);
	}
	buf_wipe(&bytes);
	buf_wipe(&key);
	return err;
}

static const struct err *
take_outgoing(struct outgoing *out, struct arena *arena, struct store *store,
    struct db_statement *st)
{
	const struct err *err;

	err = take_bytes(out->id.bytes, HASH_BYTES, st, 0, "a revision's id");
	if (!err)
		err = take_bytes(out->form.bytes, HASH_BYTES, st, 1, "a form");
	snprintf(out->response, sizeof(out->response), "%s", db_text(st, 5));
	out->corrects = db_int(st, 2) != 0;
	return err ? err : take_outgoing_sealed(out, arena, store, st, 3,
	    "revision.bytes", "response.key");
}

const struct err *
store_unsent(struct outgoing **out, size_t *count, bool *more,
    struct arena *arena, struct store *store, size_t count_max,
    size_t bytes_max)
{
	const struct err *err;
	struct db_statement *st;
	size_t bytes = 0;
	bool row;

	*count = 0;
	*more = false;
	*out = arena_alloc_n(arena, count_max, sizeof(**out));
	err = db_prepare(&st, store->db, "select v.id, r.form, v.corrects,"
	    " v.bytes_sealed, r.key_sealed, r.id"
	    " from revision v join response r on r.id = v.response"
	    " where v.chain is null and length(v.bytes_sealed) > 0"
	    " order by v.place");
	if (err)
		return err;
	while ((err = db_step(st, &row)) == NULL && row) {
		*more = *count == count_max || bytes >= bytes_max;
		if (*more)
			break;
		err = take_outgoing(&(*out)[*count], arena, store, st);
		if (err)
			break;
		bytes += (*out)[(*count)++].bytes.len;
	}
	db_done(st);
	return err;
}

static const struct err *
insert_changeset(struct store *store, const struct packed *p)
{
	const struct err *err;
	struct db_statement *st;

	err = db_prepare(&st, store->db, "insert into changeset (chain, number,"
	    " hash, bytes, subject, made_ms) values (?, ?, ?, ?, ?, ?)");
	if (err)
		return err;
	db_bind_text(st, 1, p->chain);
	db_bind_int(st, 2, (int64_t)p->number);
	bind_hash(st, 3, &p->hash);
	db_bind_blob(st, 4, p->bytes);
	db_bind_text(st, 5, p->subject);
	db_bind_int(st, 6, p->made_ms);
	err = db_run(st);
	db_done(st);
	return err;
}

/* The revisions of responses, or those of cases, travel in that change set. */
static const struct err *
mark_packed(struct store *store, const struct packed *packed,
    const struct outgoing *revisions, size_t count, bool cases)
{
	const struct err *err;
	struct db_statement *st;

	err = db_prepare(&st, store->db, cases ?
	    "update contact_revision set chain = ?, number = ?"
	    " where id = ? and chain is null" :
	    "update revision set chain = ?, number = ?"
	    " where id = ? and chain is null");
	if (err)
		return err;
	for (size_t i = 0; i < count && !err; i++) {
		if (revisions[i].is_draft || revisions[i].is_case != cases)
			continue;
		db_bind_text(st, 1, packed->chain);
		db_bind_int(st, 2, (int64_t)packed->number);
		bind_hash(st, 3, &revisions[i].id);
		err = db_run(st);
		if (!err && db_changes(store->db) != 1)
			err = err_new(ERR_INTERNAL, "a revision was packed "
			    "twice");
	}
	db_done(st);
	return err;
}

const struct err *
store_add_changeset(struct store *store, const struct packed *packed,
    const struct outgoing *revisions, size_t count)
{
	const struct err *err = insert_changeset(store, packed);

	if (!err)
		err = mark_packed(store, packed, revisions, count, false);
	if (!err)
		err = mark_packed(store, packed, revisions, count, true);
	return err ? err : store_mark_drafts(store, revisions, count);
}

static const struct err *
take_packed(struct packed *out, struct arena *arena, struct db_statement *st)
{
	struct slice bytes = db_blob(st, 1);

	out->bytes = slice_of(arena_slice(arena, bytes), bytes.len);
	out->subject = arena_strdup(arena, db_text(st, 2));
	out->made_ms = db_int(st, 3);
	return take_bytes(out->hash.bytes, HASH_BYTES, st, 0,
	    "a change set's hash");
}

const struct err *
store_changeset(struct packed *out, struct arena *arena, struct store *store,
    const char *chain, uint64_t number)
{
	const struct err *err;
	struct db_statement *st;
	bool row;

	*out = (struct packed){ .chain = chain, .number = number };
	err = db_prepare(&st, store->db, "select hash, bytes, subject,"
	    " made_ms from changeset where chain = ? and number = ?");
	if (err)
		return err;
	db_bind_text(st, 1, chain);
	db_bind_int(st, 2, (int64_t)number);
	err = db_step(st, &row);
	if (!err && row)
		err = take_packed(out, arena, st);
	else if (!err)
		err = err_new(ERR_NOT_FOUND, "change set %llu of chain %s: not "
		    "here", (unsigned long long)number, chain);
	db_done(st);
	return err;
}

/* ---- what came of it ---- */

const struct err *
store_set_delivered(struct store *store, const char *chain, uint64_t up_to,
    int64_t now_ms, size_t *fresh)
{
	const struct err *err;
	struct db_statement *st;

	*fresh = 0;
	err = db_prepare(&st, store->db, "update changeset set delivered_ms = ?"
	    " where chain = ? and number <= ? and delivered_ms is null");
	if (err)
		return err;
	db_bind_int(st, 1, now_ms);
	db_bind_text(st, 2, chain);
	db_bind_int(st, 3, (int64_t)up_to);
	err = db_run(st);
	if (!err)
		*fresh = (size_t)db_changes(store->db);
	db_done(st);
	return err;
}

const struct err *
store_set_receipt(struct store *store, const struct receipt *receipt,
    int64_t time_ms, bool *fresh)
{
	const struct err *err;
	struct db_statement *st;
	char chain[DELIVERY_CHAIN_MAX];

	*fresh = false;
	err = db_prepare(&st, store->db, "update changeset set verdict = ?,"
	    " reason = ?, receipt_ms = ?,"
	    " delivered_ms = coalesce(delivered_ms, ?3)"
	    " where chain = ? and number = ? and hash = ?"
	    " and verdict <> ?1 and verdict <> 'merged'");
	if (err)
		return err;
	delivery_chain(chain, receipt->chain);
	db_bind_text(st, 1, receipt->verdict == RECEIPT_MERGED ? "merged" :
	    "aside");
	db_bind_text(st, 2, receipt->reason);
	db_bind_int(st, 3, time_ms);
	db_bind_text(st, 4, chain);
	db_bind_int(st, 5, (int64_t)receipt->number);
	bind_hash(st, 6, &receipt->hash);
	err = db_run(st);
	*fresh = !err && db_changes(store->db) > 0;
	db_done(st);
	return err;
}

const struct err *
store_receipted(uint64_t *out, struct store *store, const char *chain)
{
	const struct err *err;
	struct db_statement *st;
	bool row;

	*out = 0;
	err = db_prepare(&st, store->db, "select coalesce(min(case verdict"
	    " when '' then number - 1 end), max(number), 0)"
	    " from changeset where chain = ?");
	if (err)
		return err;
	db_bind_text(st, 1, chain);
	err = db_step(st, &row);
	if (!err && row)
		*out = (uint64_t)db_int(st, 0);
	db_done(st);
	return err;
}

const struct err *
store_sent_sums(struct sent_sums *out, struct store *store)
{
	const struct err *err;
	struct db_statement *st;
	bool row;

	*out = (struct sent_sums){ 0 };
	err = db_prepare(&st, store->db, "select count(*),"
	    " coalesce(sum(delivered_ms is not null), 0),"
	    " coalesce(sum(verdict = 'merged'), 0),"
	    " coalesce(sum(verdict = 'aside'), 0),"
	    " coalesce(max(receipt_ms), 0) from changeset");
	if (err)
		return err;
	err = db_step(st, &row);
	if (!err && row)
		*out = (struct sent_sums){ (size_t)db_int(st, 0),
			(size_t)db_int(st, 1), (size_t)db_int(st, 2),
			(size_t)db_int(st, 3), db_int(st, 4) };
	db_done(st);
	return err;
}

const struct err *
store_seen(char *tip, struct store *store, const char *branch)
{
	const struct err *err;
	struct db_statement *st;
	bool row;

	tip[0] = '\0';
	err = db_prepare(&st, store->db,
	    "select tip from seen where branch = ?");
	if (err)
		return err;
	db_bind_text(st, 1, branch);
	err = db_step(st, &row);
	if (!err && row)
		snprintf(tip, DEPOT_ID_TEXT_MAX, "%s", db_text(st, 0));
	db_done(st);
	return err;
}

const struct err *
store_set_seen(struct store *store, const char *branch, const char *tip)
{
	const struct err *err;
	struct db_statement *st;

	err = db_prepare(&st, store->db, "insert into seen (branch, tip)"
	    " values (?, ?) on conflict (branch) do update set tip = ?2");
	if (err)
		return err;
	db_bind_text(st, 1, branch);
	db_bind_text(st, 2, tip);
	err = db_run(st);
	db_done(st);
	return err;
}

const struct err *
store_forget_seen(struct store *store)
{
	/* What was put on the hub for whom is no branch that was read. */
	return db_exec(store->db, "delete from seen where branch <> 'escrow'");
}
