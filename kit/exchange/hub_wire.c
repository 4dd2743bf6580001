#include "kit/exchange/hub_wire.h"

#include <stdlib.h>
#include <string.h>

#include "kit/base/map.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/quarantine.h"
#include "kit/exchange/wire.h"

enum {
	TRIES = 3,
	FIRST_PAUSE_MS = 1000,		/* then twice as long each time */
	OWN_HAVES_MAX = 16,		/* branches that speak for themselves */
	PART = 4			/* after a failure so many times less */
};

#define RECEIPTS "0receipts/"

/* When a coordinator last wrote, as far as has arrived here; or 0. */
static int64_t
known_ms(struct depot *depot)
{
	static const enum depot_side sides[] = { DEPOT_HUB, DEPOT_OWN };
	int64_t newest_s = 0;

	for (size_t i = 0; i < sizeof(sides) / sizeof(sides[0]); i++) {
		char ref[REPO_REF_MAX];
		struct repo_commit commit;
		struct oid tip;
		bool found;

		if (depot_ref(ref, sides[i], "main") ||
		    repo_tip(&tip, &found, depot->repo, ref) || !found ||
		    repo_read_commit(&commit, depot->repo, &tip))
			continue;	/* not to be known: no reason to stop */
		if (commit.time_s > newest_s)
			newest_s = commit.time_s;
		repo_commit_free(&commit);
	}
	return newest_s < INT64_MAX / 1000 ? newest_s * 1000 : 0;
}

static struct wire_plan
plan_of(struct depot *depot, const char *address, const char *repository)
{
	const struct hub_reach *reach = depot->reach;
	struct wire_plan plan = { .address = address,
		.repository = repository, .known_ms = known_ms(depot) };

	if (reach) {
		plan.access = reach->access;
		plan.patience_s = reach->patience_s;
		plan.progress = reach->progress;
		plan.first_key = reach->first_key;
		plan.data = reach->data;
	}
	return plan;
}

static const struct err *
of_hub(const struct err *err, const char *address)
{
	return err_in(err, "hub %s", address);
}

/* The last word on why the hub was not reached. */
static const struct err *
tell_failure(struct depot *depot, const struct err *err)
{
	const char *advice = trouble_advice(depot->trouble);
	const char *remark = err && advice[0] ? strstr(err->msg, advice) : NULL;

	/* The remark stands in brackets behind it. */
	if (remark)
		remark = strstr(remark + strlen(advice), " (");
	if (err && depot->trouble != TROUBLE_NONE && depot->reach &&
	    depot->reach->failed)
		depot->reach->failed(depot->reach->data, depot->trouble,
		    remark ? remark + 1 : "");
	return err;
}

/* The same again makes sense, after a while that grows. */
static bool
try_again(struct depot *depot, unsigned tries)
{
	unsigned most = depot->reach && depot->reach->tries ?
	    depot->reach->tries : TRIES;

	if (tries >= most || !trouble_may_pass(depot->trouble))
		return false;
	if (depot->reach && depot->reach->again)
		depot->reach->again(depot->reach->data, depot->trouble);
	platform_sleep_ms(FIRST_PAUSE_MS << (tries - 1));
	return true;
}

/* ---- fetch ---- */

struct fetching {
	struct depot *depot;
	const char *address, *name;
	const char *const *prefixes;
	size_t prefix_count;
	size_t part_max;		/* branches at once */
	struct map *settled;		/* branches that were reported */
	depot_report report;
	void *data;
};

static bool
is_wanted(const struct fetching *f, const char *branch)
{
	if (map_has(f->settled, branch))
		return false;
	for (size_t i = 0; i < f->prefix_count; i++)
		if (strncmp(branch, f->prefixes[i],
		    strlen(f->prefixes[i])) == 0)
			return true;
	return false;
}

/*
 * A connection takes seconds where the network is poor: what was heard to
 * stand there a moment ago is not delivered again.
 */
static void
remember(struct depot *depot, const char *address, const struct wire *wire)
{
	size_t count;
	const struct wire_tip *tips = wire_tips(wire, &count);
	char text[DEPOT_ID_TEXT_MAX];

	depot_forget_heard(depot);
	depot->heard = map_new();
	depot->heard_from = mem_strdup(address);
	for (size_t i = 0; i < count; i++) {
		oid_text(text, &tips[i].id);
		mem_free(map_set(depot->heard, tips[i].branch,
		    mem_strdup(text)));
	}
}

static bool
was_heard(struct depot *depot, const char *address, const char *branch,
    const struct oid *tip)
{
	char text[DEPOT_ID_TEXT_MAX];
	const char *there;

	if (!depot->heard || strcmp(depot->heard_from, address) != 0)
		return false;
	there = map_get(depot->heard, branch);
	oid_text(text, tip);
	return there && strcmp(there, text) == 0;
}

/* A part of what the hub has: what is there already, and some that is not. */
struct part {
	const struct wire_tip **items;
	const char **missing;
	size_t count, missing_count;
	bool last;
};

static void
choose_part(struct part *part, struct fetching *f,
    const struct wire_tip *tips, size_t count)
{
	part->items = mem_alloc_n(count + 1, sizeof(*part->items));
	part->missing = mem_alloc_n(count + 1, sizeof(*part->missing));
	part->last = true;
	for (size_t i = 0; i < count; i++) {
		const char *branch = tips[i].branch;

		if (!is_wanted(f, branch))
			continue;
		/* What has no proper name is not asked for, only reported. */
		if (name_is_branch(branch) &&
		    !repo_knows(f->depot->repo, &tips[i].id)) {
			if (part->missing_count == f->part_max) {
				part->last = false;
				continue;
			}
			part->missing[part->missing_count++] = branch;
		}
		part->items[part->count++] = &tips[i];
	}
}

static void
add_have(struct oid *haves, size_t *count, struct depot *depot,
    const struct oid *id)
{
	for (size_t i = 0; i < *count; i++)
		if (oid_equal(&haves[i], id))
			return;
	if (repo_knows(depot->repo, id))
		haves[(*count)++] = *id;
}

/*
 * What both sides have. libgit2 offers twenty commits and is content with the
 * first that the hub knows too: a receipt's commit, which has all that was
 * merged behind it, saves fetching all chains again.
 */
static size_t
gather_haves(struct oid *haves, struct fetching *f, const struct part *part,
    const struct wire_tip *tips, size_t count)
{
	char text[DEPOT_ID_TEXT_MAX];
	struct oid id;
	size_t n = 0;

	for (size_t i = 0; i < part->missing_count &&
	    part->missing_count <= OWN_HAVES_MAX; i++)
		if (!depot_tip(f->depot, DEPOT_HUB, part->missing[i], text) &&
		    oid_parse(&id, text))
			add_have(haves, &n, f->depot, &id);
	for (size_t i = 0; i < count && n < 2 * OWN_HAVES_MAX; i++) {
		if (strncmp(tips[i].branch, RECEIPTS, strlen(RECEIPTS)) != 0)
			continue;
		add_have(haves, &n, f->depot, &tips[i].id);
		if (!depot_tip(f->depot, DEPOT_HUB, tips[i].branch, text) &&
		    oid_parse(&id, text) && n < 2 * OWN_HAVES_MAX)
			add_have(haves, &n, f->depot, &id);
	}
	return n;
}

static const struct err *
receive(struct fetching *f, struct wire *wire, const struct part *part)
{
	struct oid haves[2 * OWN_HAVES_MAX + 1];
	const struct wire_tip *tips;
	const struct err *err;
	size_t count, n;

	if (part->missing_count == 0)
		return NULL;
	tips = wire_tips(wire, &count);
	n = gather_haves(haves, f, part, tips, count);
	err = wire_fetch(wire, part->missing, part->missing_count, haves, n);
	f->depot->trouble = wire_trouble(wire);
	return err;
}

static const struct err *
take(struct fetching *f, struct quarantine *quarantine,
    const struct part *part)
{
	const struct err *err;

	for (size_t i = 0; i < part->count; i++)
		quarantine_add_tip(quarantine, part->items[i]->branch,
		    &part->items[i]->id);
	err = quarantine_take(quarantine, f->name, f->prefixes,
	    f->prefix_count, f->report, f->data);
	for (size_t i = 0; !err && i < part->count; i++)
		map_set(f->settled, part->items[i]->branch, f);
	return err;
}

/* One connection. *more: there are branches left. */
static const struct err *
fetch_part(struct fetching *f, struct quarantine *quarantine, bool *more)
{
	struct wire_plan plan = plan_of(f->depot, f->address,
	    quarantine_path(quarantine));
	struct part part = { 0 };
	const struct wire_tip *tips;
	const struct err *err;
	struct wire *wire;
	size_t count;

	err = wire_open(&wire, &plan, &f->depot->trouble);
	if (err)
		return of_hub(err, f->address);
	remember(f->depot, f->address, wire);
	tips = wire_tips(wire, &count);
	choose_part(&part, f, tips, count);
	err = receive(f, wire, &part);
	err = err ? of_hub(err, f->address) : take(f, quarantine, &part);
	*more = !part.last;
	mem_free(part.items);
	mem_free(part.missing);
	wire_close(wire);
	return err;
}

static const struct err *
fetch_apart(struct fetching *f, bool *more)
{
	struct quarantine *quarantine;
	const struct err *err = quarantine_open(&quarantine, f->depot);

	if (err)
		return err;
	err = fetch_part(f, quarantine, more);
	return err_first(err, quarantine_close(quarantine));
}

/*
 * What came before a connection broke is kept by asking for less at a time,
 * so that a poor line gets on.
 */
static const struct err *
fetch_all(struct fetching *f)
{
	const struct err *err = NULL;
	bool more = true;

	for (unsigned tries = 1; more; ) {
		err = fetch_apart(f, &more);
		if (!err) {
			tries = 1;
			continue;
		}
		if (!try_again(f->depot, tries++))
			break;
		f->part_max = f->part_max / PART > 0 ? f->part_max / PART : 1;
		more = true;
	}
	return err;
}

const struct err *
hub_wire_fetch(struct depot *depot, const char *address,
    const char *const *prefixes, size_t prefix_count, depot_report report,
    void *data)
{
	struct fetching fetching = { .depot = depot, .address = address,
		.prefixes = prefixes, .prefix_count = prefix_count,
		.part_max = WIRE_TIPS_MAX, .settled = map_new(),
		.report = report, .data = data };
	struct buf name = BUF_INIT;
	const struct err *err;

	depot->trouble = TROUBLE_NONE;
	buf_addf(&name, "hub %s", address);
	fetching.name = buf_str(&name);
	err = tell_failure(depot, fetch_all(&fetching));
	map_free(fetching.settled);
	buf_free(&name);
	return err;
}

/* ---- publish ---- */

struct sending {
	struct depot *depot;
	const char *address, *branch;
	const struct oid *tip;
	enum depot_move move;
};

/* Somebody else's commits stand there: bring them, to see what they mean. */
static const struct err *
compare_apart(struct sending *s, const struct oid *there)
{
	struct quarantine *quarantine;
	struct wire_plan plan;
	struct wire *wire = NULL;
	const struct err *err;
	bool behind = false;

	err = quarantine_open(&quarantine, s->depot);
	if (err)
		return err;
	plan = plan_of(s->depot, s->address, quarantine_path(quarantine));
	err = wire_open(&wire, &plan, &s->depot->trouble);
	if (!err) {
		err = wire_fetch(wire, &s->branch, 1, s->tip, 1);
		s->depot->trouble = wire_trouble(wire);
	}
	if (!err)
		err = repo_reaches(&behind, quarantine_repo(quarantine),
		    there, s->tip);
	wire_close(wire);
	s->move = behind ? MOVE_BEHIND : MOVE_DIVERGED;
	err = err ? of_hub(err, s->address) : NULL;
	return err_first(err, quarantine_close(quarantine));
}

static const struct wire_tip *
find_tip(const struct wire *wire, const char *branch)
{
	size_t count;
	const struct wire_tip *tips = wire_tips(wire, &count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(tips[i].branch, branch) == 0)
			return &tips[i];
	return NULL;
}

static const struct err *
compare(struct sending *s, const struct wire *wire, bool *unknown)
{
	const struct wire_tip *there = find_tip(wire, s->branch);
	const struct err *err;
	bool found;

	*unknown = false;
	s->move = MOVE_NEW;
	if (!there)
		return NULL;
	err = repo_look(&found, s->depot->repo, &there->id);
	*unknown = !err && !found;
	if (!err && found)
		err = tips_compare(&s->move, s->depot->repo, &there->id,
		    s->tip);
	return err_in(err, "depot %s", s->depot->path);
}

static const struct err *
send_once(struct sending *s, bool *again)
{
	struct wire_plan plan = plan_of(s->depot, s->address, s->depot->path);
	const struct err *err;
	struct wire *wire;
	bool unknown;
	struct oid there;

	*again = false;
	plan.upward = true;
	err = wire_open(&wire, &plan, &s->depot->trouble);
	if (err)
		return of_hub(err, s->address);
	err = compare(s, wire, &unknown);
	if (!err && unknown)
		there = find_tip(wire, s->branch)->id;
	if (!err && !unknown &&
	    (s->move == MOVE_NEW || s->move == MOVE_AHEAD)) {
		err = wire_push(wire, s->branch);
		s->depot->trouble = wire_trouble(wire);
		*again = err && err->code == ERR_BUSY;
		err = err_in(err, "hub %s: %s", s->address, s->branch);
	}
	wire_close(wire);
	return !err && unknown ? compare_apart(s, &there) : err;
}

const struct err *
hub_wire_publish(struct depot *depot, const char *address,
    const char *branch, const struct oid *tip, enum depot_move *move,
    bool *again)
{
	struct sending sending = { .depot = depot, .address = address,
		.branch = branch, .tip = tip };
	const struct err *err;
	unsigned tries = 1;

	*again = false;
	*move = MOVE_NONE;
	if (was_heard(depot, address, branch, tip))
		return NULL;
	do {
		depot->trouble = TROUBLE_NONE;
		err = send_once(&sending, again);
	} while (err && !*again && try_again(depot, tries++));
	*move = sending.move;
	return *again ? err : tell_failure(depot, err);
}
