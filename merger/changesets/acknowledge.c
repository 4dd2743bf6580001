#include "merger/changesets/acknowledge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/line.h"
#include "kit/exchange/receipt.h"
#include "merger/changesets/sweep.h"
#include "merger/study/refusal.h"
#include "merger/workspace/query.h"

static void
our_branch(const struct workspace *ws, char *out)
{
	snprintf(out, DEPOT_BRANCH_MAX, "0receipts/%s", ws->id);
}

/* One that puts aside is not yet the one that says "merged". */
static const struct err *
mark(struct workspace *ws, const struct receipt *receipt)
{
	return query_run(index_db(ws->index), "UPDATE changeset"
	    " SET receipted = 1 WHERE hash = ? AND (? OR verdict <> ?)",
	    VALUES(bound_hash(&receipt->hash),
	    bound_int(receipt->verdict == RECEIPT_MERGED),
	    bound_int(VERDICT_MERGED)));
}

/* What was told last of erasures, and of the end of the collection key. */
static const char told_erased[] = "told erased", told_closed[] = "told closed";

static const struct err *
mark_told(struct workspace *ws, uint64_t erased, bool closed)
{
	char text[32];
	const struct err *err;

	snprintf(text, sizeof text, "%llu", (unsigned long long)erased);
	err = index_set(ws->index, told_erased, text);
	return err ? err : index_set(ws->index, told_closed,
	    closed ? "yes" : "");
}

static const struct err *
is_told(bool *out, struct workspace *ws, uint64_t erased, bool closed)
{
	struct buf text = BUF_INIT;
	const struct err *err = index_setting(ws->index, told_erased, &text);

	*out = strtoull(buf_str(&text), NULL, 10) >= erased;
	buf_reset(&text);
	if (err == NULL)
		err = index_setting(ws->index, told_closed, &text);
	*out = *out && (text.len > 0 || !closed);
	buf_free(&text);
	return err;
}

static const struct err *
learn_file(void *data, const struct depot_visit *visit)
{
	struct workspace *ws = data;
	struct receipts *receipts;
	const struct err *err;

	err = receipts_read(&receipts, visit->bytes, ws->manifest);
	if (err != NULL)
		return err_in(err, "%s", visit->name);
	for (size_t i = 0; i < receipts->count && err == NULL; i++)
		err = mark(ws, &receipts->items[i]);
	for (size_t i = 0; i < receipts->refused_count && err == NULL; i++)
		err = refusal_mark_told(ws, receipts->refused[i].device);
	if (err == NULL)
		err = mark_told(ws, receipts->erased, receipts->closed);
	receipts_free(receipts);
	return err;
}

/* What was learnt from a branch that is given up is learnt anew. */
static const struct err *
forget(struct workspace *ws, const char *branch)
{
	struct db *db = index_db(ws->index);
	const struct err *err = db_begin(db);

	if (err != NULL)
		return err;
	err = db_exec(db, "UPDATE changeset SET receipted = 0");
	if (err == NULL)
		err = query_run(db, "DELETE FROM branch WHERE side = ?",
		    VALUES(bound_int(SIDE_RECEIPTED)));
	if (err == NULL)
		err = index_set_branch(ws->index, DEPOT_OWN, branch, "");
	if (err == NULL)
		err = mark_told(ws, 0, false);
	return db_end(db, err);
}

/*
 * Go on where these keys left off, maybe in another workspace. When both gave
 * receipts, those on the hub were first: ours are given again on top of them.
 */
static const struct err *
join_hub(struct workspace *ws, const char *branch)
{
	char own[DEPOT_ID_TEXT_MAX], there[DEPOT_ID_TEXT_MAX];
	enum depot_move move = MOVE_BEHIND;
	const struct err *err;
	const char *hub;

	err = depot_tip(ws->depot, DEPOT_HUB, branch, there);
	if (err == NULL)
		err = depot_tip(ws->depot, DEPOT_OWN, branch, own);
	if (err != NULL || there[0] == '\0' || !strcmp(own, there))
		return err;
	if (own[0] != '\0') {
		if ((err = workspace_hub(ws, &hub)) != NULL)
			return err;
		err = hub_publish(ws->depot, hub, branch, &move);
		if (err != NULL)
			return err;
	}
	if (move != MOVE_BEHIND && move != MOVE_DIVERGED)
		return NULL;
	err = forget(ws, branch);
	return err ? err : depot_adopt(ws->depot, branch);
}

static const struct err *
learn(struct workspace *ws, const char *branch)
{
	char tip[DEPOT_ID_TEXT_MAX], since[DEPOT_ID_TEXT_MAX];
	struct db *db = index_db(ws->index);
	const struct err *err;

	err = depot_tip(ws->depot, DEPOT_OWN, branch, tip);
	if (err != NULL || tip[0] == '\0')
		return err;
	err = index_branch(ws->index, DEPOT_OWN, branch, since);
	if (err != NULL || !strcmp(tip, since))
		return err;
	if ((err = db_begin(db)) != NULL)
		return err;
	err = err_in(depot_walk(ws->depot, tip, since[0] ? since : NULL,
	    RECEIPT_BYTES_MAX, learn_file, ws), "%s", branch);
	if (err == NULL)
		err = index_set_branch(ws->index, DEPOT_OWN, branch, tip);
	return db_end(db, err);
}

const struct err *
acknowledge_learn(struct workspace *ws)
{
	char branch[DEPOT_BRANCH_MAX];
	const struct err *err;

	our_branch(ws, branch);
	err = join_hub(ws, branch);
	return err ? err : learn(ws, branch);
}

struct batch {
	struct workspace *ws;
	struct receipts receipts;
	size_t capacity;
	struct arena *arena;
};

static const struct err *
add_receipt(void *data, const struct index_changeset *row)
{
	struct batch *b = data;
	void *items = b->receipts.items;
	struct receipt *r;

	/* Our own need none, what waits gets none yet. */
	if (row->receipted || row->verdict == VERDICT_WAITS ||
	    !strcmp(row->device, b->ws->id) ||
	    b->receipts.count >= RECEIPT_ITEMS_MAX)
		return NULL;
	mem_grow(&items, &b->capacity, b->receipts.count + 1,
	    sizeof *b->receipts.items);
	b->receipts.items = items;
	r = &b->receipts.items[b->receipts.count++];
	memset(r, 0, sizeof *r);
	memcpy(r->device, row->device, sizeof r->device);
	r->chain = row->chain;
	r->number = row->number;
	r->hash = row->hash;
	r->verdict = row->verdict == VERDICT_MERGED ? RECEIPT_MERGED :
	    RECEIPT_ASIDE;
	r->reason = arena_strdup(b->arena, row->reason);
	return NULL;
}

/* The tips that this batch has seen and no earlier one had. */
struct tips {
	char (*ids)[DEPOT_ID_TEXT_MAX];
	const char **parents;
	size_t count;
	char **names;
	size_t name_count;
};

static const struct err *
collect_tips(struct workspace *ws, struct tips *tips)
{
	const struct err *err;

	err = depot_branches(ws->depot, DEPOT_HUB, "device/", &tips->names,
	    &tips->name_count);
	if (err != NULL)
		return err;
	tips->ids = mem_alloc_n(tips->name_count, sizeof *tips->ids);
	tips->parents = mem_alloc_n(tips->name_count, sizeof *tips->parents);
	for (size_t i = 0; i < tips->name_count && err == NULL; i++) {
		char *id = tips->ids[i], before[DEPOT_ID_TEXT_MAX];

		err = index_branch(ws->index, SIDE_RECEIPTED, tips->names[i],
		    before);
		if (err == NULL)
			err = depot_tip(ws->depot, DEPOT_HUB, tips->names[i],
			    id);
		if (err == NULL && id[0] != '\0' && strcmp(id, before) != 0)
			tips->parents[tips->count++] = id;
	}
	return err;
}

static const struct err *
remember_tips(struct workspace *ws, const struct tips *tips)
{
	const struct err *err = NULL;

	for (size_t i = 0; i < tips->name_count && err == NULL; i++)
		err = index_set_branch(ws->index, SIDE_RECEIPTED,
		    tips->names[i], tips->ids[i]);
	return err;
}

static void
free_tips(struct tips *tips)
{
	depot_names_free(tips->names, tips->name_count);
	mem_free(tips->ids);
	mem_free(tips->parents);
}

/*
 * Readers follow first parents: a branch begins with an empty commit, or its
 * first batch would have a laptop's change sets as its own past.
 */
static const struct err *
begin_branch(struct workspace *ws, const char *branch)
{
	char tip[DEPOT_ID_TEXT_MAX];
	struct depot_commit commit = {
		.branch = branch, .subject = "receipts begin", .trailers = "",
		.author = ws->id, .time_ms = platform_now_ms()
	};
	const struct err *err;

	err = depot_tip(ws->depot, DEPOT_OWN, branch, tip);
	if (err != NULL || tip[0] != '\0')
		return err;
	return depot_commit(ws->depot, &commit, tip);
}

static const struct err *
commit_batch(struct batch *b, const char *branch)
{
	struct buf bytes = BUF_INIT;
	struct tips tips = { 0 };
	char name[32], subject[64], id[DEPOT_ID_TEXT_MAX];
	struct depot_file file = { name, SLICE_EMPTY };
	struct depot_commit commit = {
		.branch = branch, .files = &file, .file_count = 1,
		.subject = subject, .trailers = "", .author = b->ws->id,
		.time_ms = b->receipts.time_ms
	};
	const struct err *err;

	err = receipts_write(&bytes, &b->receipts, &b->ws->keys.sign);
	if (err == NULL)
		err = begin_branch(b->ws, branch);
	if (err == NULL)
		err = collect_tips(b->ws, &tips);
	if (err != NULL)
		goto done;
	snprintf(name, sizeof name, "%08llu.receipts",
	    (unsigned long long)b->receipts.number);
	snprintf(subject, sizeof subject, "%zu receipts", b->receipts.count);
	file.bytes = buf_slice(&bytes);
	commit.parents = tips.parents;
	commit.parent_count = tips.count;
	err = depot_commit(b->ws->depot, &commit, id);
	if (err == NULL)
		err = remember_tips(b->ws, &tips);
done:
	free_tips(&tips);
	buf_free(&bytes);
	return err;
}

/* One batch; *given: how many are in it. */
static const struct err *
give_batch(struct workspace *ws, const char *branch, size_t *given)
{
	struct batch b = { .ws = ws, .arena = arena_new() };
	struct refusals refusals;
	const struct err *err = refusals_read(&refusals, ws, true);
	bool told = true;

	/* Every batch says it: whoever reads the last one knows. */
	b.receipts.erased = sweep_done(ws);
	b.receipts.closed = ws->keys.closed;
	if (err == NULL)
		err = is_told(&told, ws, b.receipts.erased,
		    b.receipts.closed);
	b.receipts.study = ws->keys.study;
	b.receipts.time_ms = platform_now_ms();
	b.receipts.refused = refusals.items;
	b.receipts.refused_count = refusals.count;
	if (err == NULL)
		err = index_each(ws->index, 0, add_receipt, &b);
	if (err == NULL)
		err = depot_next_number(ws->depot, branch, &b.receipts.number);
	if (err == NULL && (b.receipts.count + refusals.count > 0 || !told))
		err = commit_batch(&b, branch);
	*given = b.receipts.count;
	refusals_free(&refusals);
	mem_free(b.receipts.items);
	arena_free(b.arena);
	/* What was committed is what was given: learn it from there. */
	return err ? err : learn(ws, branch);
}

const struct err *
acknowledge_give(struct workspace *ws, size_t *given)
{
	char branch[DEPOT_BRANCH_MAX];
	const struct err *err;
	size_t n;

	*given = 0;
	our_branch(ws, branch);
	do {
		err = give_batch(ws, branch, &n);
		*given += err == NULL ? n : 0;
	} while (err == NULL && n == RECEIPT_ITEMS_MAX);
	return err;
}

const struct err *
acknowledge_line(char to[DEPOT_BRANCH_MAX], struct workspace *ws,
    enum depot_side side, const char *id)
{
	char from[DEPOT_BRANCH_MAX];
	const struct line line = { side, from, to, id, &ws->keys.study };

	snprintf(from, sizeof from, "0receipts/%s", id);
	snprintf(to, DEPOT_BRANCH_MAX, "receipts/%s", id);
	return line_make(ws->depot, &line);
}

const struct err *
acknowledge_publish(struct workspace *ws)
{
	char branch[DEPOT_BRANCH_MAX], tip[DEPOT_ID_TEXT_MAX];
	enum depot_move move;
	const struct err *err;
	const char *hub;

	our_branch(ws, branch);
	err = depot_tip(ws->depot, DEPOT_OWN, branch, tip);
	if (err != NULL || tip[0] == '\0')
		return err;
	if ((err = workspace_hub(ws, &hub)) != NULL)
		return err;
	err = hub_publish(ws->depot, hub, branch, &move);
	if (err == NULL && move != MOVE_DIVERGED && move != MOVE_BEHIND)
		err = acknowledge_line(branch, ws, DEPOT_OWN, ws->id);
	if (err == NULL && move != MOVE_DIVERGED && move != MOVE_BEHIND)
		err = hub_publish(ws->depot, hub, branch, &move);
	if (err == NULL && (move == MOVE_DIVERGED || move == MOVE_BEHIND))
		err = err_new(ERR_BUSY, "%s: another workspace with the same "
		    "keys gave receipts meanwhile: merger pull again", branch);
	return err;
}
