#include "merger/changesets/handing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/delivery.h"
#include "kit/exchange/envelope.h"
#include "kit/exchange/handover.h"
#include "merger/changesets/readers.h"

/* ---- taking ---- */

struct taking {
	struct workspace *ws;
	struct ingest_sums *sums;
	const char *branch;
	bool complete;		/* no change set that must come first */
};

static const struct err *
take_item(struct taking *t, const struct handover *h,
    const struct handover_item *item)
{
	struct index_changeset row;
	bool found;
	const struct err *err = index_find(t->ws->index, &item->changeset,
	    &row, &found);

	if (err == NULL && found && (row.verdict == VERDICT_WAITS ||
	    row.verdict == VERDICT_ASIDE || row.verdict == VERDICT_SEALED))
		err = ingest_handed(t->ws, &row, item, t->sums);
	if (err == NULL && found)
		err = readers_add(t->ws, &row, h->readers, h->reader_count);
	if (err == NULL && (!found || row.verdict == VERDICT_WAITS))
		t->complete = false;
	return err;
}

static const struct err *
take_file(void *data, const struct depot_visit *visit)
{
	struct taking *t = data;
	struct handover *h = NULL;
	const struct err *err;

	if (strcmp(file_extension(visit->name), ".keys") != 0)
		return NULL;
	err = visit->too_large ? err_new(ERR_LIMIT, "too large") :
	    handover_open(&h, visit->bytes, &t->ws->keys.study,
	    &t->ws->keys.seal);
	/* Of before our time, and handed over to us again. */
	if (err != NULL && err->code == ERR_DENIED)
		return NULL;
	if (err != NULL) {
		t->sums->alarms++;
		words_print(stderr, t->ws->language, W_PULL_UNUSABLE,
		    t->branch, visit->name, err->msg, (char *)NULL);
		return index_alarm(t->ws->index, t->branch, visit->commit,
		    visit->name, err->msg);
	}
	for (size_t i = 0; i < h->count && err == NULL; i++)
		err = take_item(t, h, &h->items[i]);
	handover_free(h);
	return err;
}

static const struct err *
take_branch(struct workspace *ws, const char *branch, struct ingest_sums *sums)
{
	struct taking t = { ws, sums, branch, true };
	char tip[DEPOT_ID_TEXT_MAX], since[DEPOT_ID_TEXT_MAX];
	struct db *db = index_db(ws->index);
	const struct err *err;

	err = depot_tip(ws->depot, DEPOT_HUB, branch, tip);
	if (err != NULL || tip[0] == '\0')
		return err;
	err = index_branch(ws->index, SIDE_HANDED, branch, since);
	if (err != NULL || !strcmp(tip, since))
		return err;
	if ((err = db_begin(db)) != NULL)
		return err;
	err = depot_walk(ws->depot, tip, since[0] ? since : NULL,
	    ENVELOPE_BYTES_MAX, take_file, &t);
	if (err == NULL && t.complete)
		err = index_set_branch(ws->index, SIDE_HANDED, branch, tip);
	return err_in(db_end(db, err), "%s", branch);
}

const struct err *
handing_take(struct workspace *ws, struct ingest_sums *sums)
{
	const struct err *err;
	char **names = NULL;
	size_t n = 0;

	if (ws->keys.closed)
		return NULL;		/* nothing opens any more */
	err = depot_branches(ws->depot, DEPOT_HUB, "handover/", &names, &n);
	for (size_t i = 0; i < n && err == NULL; i++)
		err = take_branch(ws, names[i], sums);
	depot_names_free(names, n);
	return err;
}

/* ---- giving ---- */

/* The key ids of the other coordinators. */
struct others {
	struct key_id ids[MANIFEST_COORDINATORS_MAX];
	size_t count;
};

static void
find_others(struct others *out, const struct workspace *ws)
{
	size_t n;
	const struct member *members = manifest_members(ws->manifest, &n);

	out->count = 0;
	for (size_t i = 0; i < n && members[i].role == MEMBER_COORDINATOR; i++)
		if (strcmp(members[i].id, ws->id) != 0)
			seal_key_id(&out->ids[out->count++],
			    &members[i].seal);
}

/* What goes into one file. */
struct giving {
	struct workspace *ws;
	const struct others *others;
	struct arena *arena;
	struct handover_item *items;
	struct handover_key *keys;
	size_t count, key_count;
	bool full;
};

static const struct err *
add_key(void *data, const struct index_entry *entry)
{
	struct giving *g = data;

	if (g->key_count == HANDOVER_KEYS_MAX)
		return err_new(ERR_LIMIT, "more than %d keys",
		    HANDOVER_KEYS_MAX);
	g->keys[g->key_count++] = (struct handover_key){ entry->place,
		entry->record_key };
	return NULL;
}

static const struct err *
add_changeset(struct giving *g, const struct index_changeset *row)
{
	struct handover_item *item = &g->items[g->count++];
	size_t before = g->key_count;
	const struct err *err;

	item->changeset = row->hash;
	item->reason = arena_strdup(g->arena, row->reason);
	item->keys = &g->keys[before];
	err = index_each_entry(g->ws->index, row->key, add_key, g);
	item->count = g->key_count - before;
	return err;
}

static const struct err *
is_wanted(bool *out, struct giving *g, const struct index_changeset *row)
{
	struct buf readers = BUF_INIT;
	const struct err *err = readers_of(&readers, g->ws, row);

	*out = false;
	for (size_t i = 0; i < g->others->count && err == NULL; i++)
		if (!readers_have(buf_slice(&readers), &g->others->ids[i]))
			*out = true;
	buf_free(&readers);
	return err;
}

/* A file has room for any one change set more, or is full. */
static const struct err *
consider(void *data, const struct index_changeset *row)
{
	struct giving *g = data;
	const struct err *err;
	bool wanted;

	if (g->full || (row->verdict != VERDICT_MERGED &&
	    row->verdict != VERDICT_ASIDE))
		return NULL;
	err = is_wanted(&wanted, g, row);
	if (err == NULL && wanted)
		err = add_changeset(g, row);
	g->full = g->count == HANDOVER_CHANGESETS_MAX ||
	    g->key_count > HANDOVER_KEYS_MAX - CHANGESET_ENTRIES_MAX;
	return err;
}

static int
compare_items(const void *a, const void *b)
{
	return memcmp(&((const struct handover_item *)a)->changeset,
	    &((const struct handover_item *)b)->changeset, HASH_BYTES);
}

/* This workspace's own branch, which nobody else writes. */
static const struct err *
our_branch(struct workspace *ws, char out[DEPOT_BRANCH_MAX])
{
	struct buf chain = BUF_INIT;
	char fresh[DELIVERY_CHAIN_MAX];
	uint64_t number;
	const struct err *err = index_setting(ws->index, "handover", &chain);

	if (err == NULL && chain.len == 0) {
		crypto_random(&number, sizeof number);
		delivery_chain(fresh, number);
		buf_add(&chain, fresh);
		err = index_set(ws->index, "handover", fresh);
	}
	snprintf(out, DEPOT_BRANCH_MAX, "handover/%s/%s", ws->id,
	    buf_str(&chain));
	buf_free(&chain);
	return err;
}

static const struct err *
commit_file(struct workspace *ws, const char *branch, struct slice bytes)
{
	char name[32], subject[64], id[DEPOT_ID_TEXT_MAX];
	struct depot_file file = { name, bytes };
	struct depot_commit commit = { .branch = branch, .files = &file,
		.file_count = 1, .subject = subject, .trailers = "",
		.author = ws->id, .time_ms = platform_now_ms() };
	uint64_t number;
	const struct err *err = depot_next_number(ws->depot, branch, &number);

	snprintf(name, sizeof name, "%08llu.keys", (unsigned long long)number);
	snprintf(subject, sizeof subject, "keys for the other coordinators");
	return err ? err : depot_commit(ws->depot, &commit, id);
}

/* What was committed and not delivered goes first, or would be given twice. */
static const struct err *
publish(struct workspace *ws, const char *branch)
{
	char own[DEPOT_ID_TEXT_MAX], there[DEPOT_ID_TEXT_MAX];
	struct ingest_sums sums = { 0 };
	enum depot_move move;
	const struct err *err;
	const char *hub;

	err = depot_tip(ws->depot, DEPOT_OWN, branch, own);
	if (err == NULL)
		err = depot_tip(ws->depot, DEPOT_HUB, branch, there);
	if (err != NULL || own[0] == '\0' || !strcmp(own, there))
		return err;
	if ((err = workspace_hub(ws, &hub)) != NULL)
		return err;
	if ((err = hub_publish(ws->depot, hub, branch, &move)) != NULL)
		return err;
	return handing_take(ws, &sums);
}

static const struct err *
give_file(struct giving *g, const char *branch)
{
	size_t n;
	const struct seal_public *to =
	    manifest_recipients(g->ws->manifest, &n);
	struct buf bytes = BUF_INIT;
	const struct err *err = index_each(g->ws->index, 0, consider, g);

	if (err == NULL && g->count > 0) {
		qsort(g->items, g->count, sizeof *g->items, compare_items);
		err = handover_seal(&bytes, &g->ws->keys.study, g->items,
		    g->count, to, n, &g->ws->keys.sign);
		if (err == NULL)
			err = commit_file(g->ws, branch, buf_slice(&bytes));
		if (err == NULL)
			err = publish(g->ws, branch);
	}
	buf_free(&bytes);
	return err;
}

static const struct err *
give_some(struct workspace *ws, const struct others *others,
    const char *branch, size_t *given, bool *more)
{
	struct giving g = { .ws = ws, .others = others, .arena = arena_new(),
		.items = mem_alloc_n(HANDOVER_CHANGESETS_MAX,
		sizeof *g.items),
		.keys = mem_alloc_n(HANDOVER_KEYS_MAX, sizeof *g.keys) };
	const struct err *err = give_file(&g, branch);

	*given += g.count;
	*more = g.full;
	mem_wipe(g.keys, g.key_count * sizeof *g.keys);
	mem_free(g.keys);
	mem_free(g.items);
	arena_free(g.arena);
	return err;
}

const struct err *
handing_give(struct workspace *ws, size_t *given)
{
	char branch[DEPOT_BRANCH_MAX];
	struct others others;
	const struct err *err;
	bool more = true;

	*given = 0;
	find_others(&others, ws);
	if (others.count == 0 || ws->keys.closed ||
	    manifest_role(ws->manifest, &ws->keys.sign.public) !=
	    MEMBER_COORDINATOR)
		return NULL;
	err = our_branch(ws, branch);
	if (err == NULL)
		err = publish(ws, branch);
	while (err == NULL && more)
		err = give_some(ws, &others, branch, given, &more);
	return err_in(err, "handing keys over");
}

/* ---- telling ---- */

struct counting {
	struct workspace *ws;
	struct key_id id;
	size_t unread;
};

static const struct err *
count_unread(void *data, const struct index_changeset *row)
{
	struct counting *c = data;
	struct buf readers = BUF_INIT;
	const struct err *err = readers_of(&readers, c->ws, row);

	c->unread += err == NULL && !readers_have(buf_slice(&readers), &c->id);
	buf_free(&readers);
	return err;
}

const struct err *
handing_unread(struct workspace *ws, const struct seal_public *whose,
    size_t *count)
{
	struct counting c = { .ws = ws };
	const struct err *err;

	seal_key_id(&c.id, whose);
	err = index_each(ws->index, 0, count_unread, &c);
	*count = c.unread;
	return err;
}
