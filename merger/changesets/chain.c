#include "merger/changesets/chain.h"

#include <stdio.h>
#include <stdlib.h>

#include "kit/exchange/delivery.h"
#include "merger/workspace/query.h"

/* How far the chain has come, here and there. */
struct standing {
	uint64_t chain;
	char branch[DEPOT_BRANCH_MAX];
	uint64_t last;		/* number in the index, 0: none */
	uint64_t next;		/* after the last one in the depot */
};

static const struct err *
draw(struct workspace *ws, uint64_t *chain)
{
	char hex[DELIVERY_CHAIN_MAX];

	*chain = 0;
	while (*chain == 0)
		crypto_random(chain, sizeof *chain);
	delivery_chain(hex, *chain);
	return index_set(ws->index, "chain", hex);
}

const struct err *
chain_current(struct workspace *ws, uint64_t *chain)
{
	struct buf text = BUF_INIT;
	const struct err *err = index_setting(ws->index, "chain", &text);

	*chain = strtoull(buf_str(&text), NULL, 16);
	if (err == NULL && *chain == 0)
		err = draw(ws, chain);
	buf_free(&text);
	return err;
}

void
chain_branch(const struct workspace *ws, char out[DEPOT_BRANCH_MAX],
    uint64_t chain)
{
	char hex[DELIVERY_CHAIN_MAX];

	delivery_chain(hex, chain);
	delivery_branch(out, ws->id, hex);
}

static const struct err *
look(struct standing *s, struct workspace *ws)
{
	int64_t last = 0;
	const struct err *err = chain_current(ws, &s->chain);

	if (err != NULL)
		return err;
	chain_branch(ws, s->branch, s->chain);
	err = depot_next_number(ws->depot, s->branch, &s->next);
	if (err == NULL)
		err = index_count(ws->index,
		    "SELECT coalesce(max(number), 0) FROM outbox", &last);
	s->last = (uint64_t)last;
	return err;
}

/* What the index still has of the old chain, the depot has too. */
static const struct err *
leave(struct workspace *ws)
{
	struct db *db = index_db(ws->index);
	const struct err *err = db_begin(db);
	uint64_t chain;

	if (err != NULL)
		return err;
	err = db_exec(db, "DELETE FROM outbox");
	if (err == NULL)
		err = draw(ws, &chain);
	err = db_end(db, err);
	if (err == NULL)
		words_print(stderr, ws->language, W_INDEX_OLDER, (char *)NULL);
	return err;
}

/* Was anything committed that the depot does not have any more? */
static const struct err *
find_lost(bool *lost, struct workspace *ws, const struct standing *s)
{
	struct db_statement *st;
	const struct err *err = query_first(&st, lost, index_db(ws->index),
	    "SELECT 1 FROM outbox WHERE committed = 1 AND number >= ? LIMIT 1",
	    VALUES(bound_int((int64_t)s->next)));

	db_done(st);
	return err;
}

/* The same bytes under the same numbers, behind what the hub has of them. */
static const struct err *
bring_back(struct workspace *ws, struct standing *s)
{
	char tip[DEPOT_ID_TEXT_MAX];
	const struct err *err = depot_tip(ws->depot, DEPOT_HUB, s->branch,
	    tip);

	if (err == NULL && tip[0] != '\0')
		err = depot_adopt(ws->depot, s->branch);
	if (err == NULL)
		err = depot_next_number(ws->depot, s->branch, &s->next);
	/* It was read up to a commit that is not there any more. */
	if (err == NULL)
		err = query_run(index_db(ws->index), "DELETE FROM branch"
		    " WHERE side = ? AND name = ?", VALUES(bound_int(DEPOT_OWN),
		    bound_text(s->branch)));
	return err ? err : query_run(index_db(ws->index), "UPDATE outbox"
	    " SET committed = 0 WHERE number >= ?",
	    VALUES(bound_int((int64_t)s->next)));
}

const struct err *
chain_settle(struct workspace *ws, bool fetched, bool *in_step)
{
	struct standing s;
	bool lost = false;
	const struct err *err = look(&s, ws);

	*in_step = true;
	if (err != NULL)
		return err;
	if (s.next > s.last + 1)
		return leave(ws);
	if ((err = find_lost(&lost, ws, &s)) != NULL || !lost)
		return err;
	*in_step = fetched;
	return fetched ? bring_back(ws, &s) : NULL;
}
