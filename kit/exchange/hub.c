#include <string.h>

#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/address.h"
#include "kit/exchange/crossing.h"
#include "kit/exchange/hub_wire.h"
#include "kit/exchange/packs.h"

enum {
	WHOLE_OBJECTS_MIN = 256,	/* fewer are copied: small packs add up */
	SIDE_DIGITS = 16,
	SIDE_REF_MAX = REPO_REF_MAX + DEPOT_ID_TEXT_MAX + 1
};

const struct err *
hub_create(const char *path)
{
	return hub_create_shared(path, HUB_PRIVATE);
}

const struct err *
hub_create_shared(const char *path, enum hub_sharing with)
{
	struct repo *repo = NULL;
	const struct err *err = NULL;

	if (!depot_is_blank(path))
		return err_new(ERR_EXISTS, "hub %s: something is there already",
		    path);
	if (platform_exists(path))
		err = depot_clear_stale(path);
	if (!err)
		err = repo_make_shared(path, with);
	if (!err)
		err = repo_open(&repo, path);
	if (!err)
		err = repo_serve(repo);
	repo_close(repo);
	return err ? err_in(err, "hub %s", path) : NULL;
}

const struct err *
hub_tend(const char *hub)
{
	struct buf config = BUF_INIT;
	struct repo *repo = NULL;
	const struct err *err = NULL;
	bool ours;

	file_join(&config, hub, "config");
	ours = !address_is_remote(hub) &&
	    platform_is_writable(buf_str(&config));
	buf_free(&config);
	if (!ours)
		return NULL;
	err = repo_open(&repo, hub);
	if (!err)
		err = repo_serve(repo);
	repo_close(repo);
	return err ? err_in(err, "hub %s", hub) : NULL;
}

const struct err *
hub_missing(const char *hub)
{
	return err_new(ERR_NOT_FOUND,
	    "hub %s: not found (is the drive or share connected?)", hub);
}

/* Of a folder that it may not read, libgit2 says that it is no repository. */
static bool
is_shut(const char *hub)
{
	const struct err *err;
	char **names;
	size_t count;

	if (!platform_is_folder(hub))
		return false;
	err = platform_list(hub, &names, &count);
	if (err == NULL)
		platform_list_free(names, count);
	return err != NULL && err->code == ERR_READ_ONLY;
}

const struct err *
hub_open(struct repo **out, const char *hub)
{
	const struct err *err;

	*out = NULL;
	if (!platform_exists(hub))
		return hub_missing(hub);
	err = repo_open(out, hub);
	if (err && is_shut(hub))
		return err_new(ERR_READ_ONLY, "hub %s: this account may not "
		    "read it; ask whoever made it to share it", hub);
	/* Where a share is to appear there often is a folder, empty without. */
	if (err && platform_is_folder(hub) && depot_is_blank(hub))
		return err_new(ERR_NOT_FOUND, "hub %s: an empty folder (is the "
		    "drive or share connected?)", hub);
	return err ? err_in(err, "hub %s", hub) : NULL;
}

/* Fetch */

struct arrival {
	char *branch;
	struct oid tip;
	bool movable;			/* tip came across whole */
	char *damage;			/* NULL, or what is broken */
	enum err_code code;		/* of the damage */
};

struct fetch {
	struct depot *depot;
	const struct fetch_source *source;
	struct crossing crossing;
	struct arrival *arrivals;
	size_t count, capacity;
	const char *const *prefixes;	/* of branches that are wanted */
	size_t prefix_count;
	depot_report report;
	void *data;
};

static void
tell(const struct fetch *fetch, const char *branch, enum depot_move move,
    const char *remark)
{
	if (fetch->report)
		fetch->report(fetch->data, branch, move, remark);
}

static struct arrival *
add_arrival(struct fetch *fetch, const char *branch)
{
	void *items = fetch->arrivals;

	mem_grow(&items, &fetch->capacity, fetch->count + 1,
	    sizeof(struct arrival));
	fetch->arrivals = items;
	fetch->arrivals[fetch->count] = (struct arrival){
		.branch = mem_strdup(branch) };
	return &fetch->arrivals[fetch->count++];
}

static const struct err *
read_tip(struct oid *tip, struct repo *hub, const char *branch,
    const struct oid *known)
{
	char ref[REPO_REF_MAX];
	const struct err *err;
	bool found;

	if (!name_is_branch(branch))
		return err_new(ERR_FORMAT, "not a branch name that is allowed");
	if (known) {
		*tip = *known;
		return NULL;
	}
	snprintf(ref, sizeof(ref), "%s%s", depot_side_prefix(DEPOT_OWN),
	    branch);
	err = repo_tip(tip, &found, hub, ref);
	if (!err && !found)
		err = err_new(ERR_FORMAT, "the branch has no readable tip");
	return err;
}

static void
note_damage(struct arrival *arrival, const struct err *err)
{
	arrival->damage = mem_strdup(err->msg);
	arrival->code = err->code;
}

/* Not one that only begins like what was asked for. */
static bool
is_named(const struct fetch *fetch, const char *branch)
{
	for (size_t i = 0; i < fetch->prefix_count; i++)
		if (strcmp(branch, fetch->prefixes[i]) == 0)
			return true;
	return false;
}

/* Where the hub's disk is to blame, the place tells which. */
static const struct err *
tell_damage(const struct fetch *fetch, const struct arrival *arrival)
{
	const struct err *err = err_new(arrival->code, "%s", arrival->damage);
	const char *name = fetch->source->name;

	if (!fetch->report)
		return is_named(fetch, arrival->branch) ?
		    err_in(err, "%s: %s", name, arrival->branch) : NULL;
	if (err_is_of_system(err))
		err = err_in(err, "%s", name);
	tell(fetch, arrival->branch, MOVE_BROKEN, err->msg);
	return NULL;
}

/*
 * Objects only; the ref moves when they are on disk. Damage on the hub is
 * noted, and what lies before it is kept; a failure of ours ends the fetch.
 */
static const struct err *
fetch_branch(struct fetch *fetch, const char *branch, const struct oid *known)
{
	struct arrival *arrival = add_arrival(fetch, branch);
	struct crossing *crossing = &fetch->crossing;
	const struct err *err;

	err = read_tip(&arrival->tip, crossing->from, branch, known);
	if (err) {
		note_damage(arrival, err);
		return NULL;
	}
	err = cross_branch(crossing, &arrival->tip);
	if (err && crossing->ours)
		return err_in(err, "depot %s", fetch->depot->path);
	/* Not this branch is broken: the drive was pulled. */
	if (err && !platform_exists(fetch->source->path))
		return hub_missing(fetch->source->path);
	arrival->movable = !err || crossing->partly;
	if (err) {
		arrival->tip = crossing->last;
		note_damage(arrival, err);
	}
	return NULL;
}

const struct err *
tips_compare(enum depot_move *move, struct repo *repo, const struct oid *old,
    const struct oid *tip)
{
	const struct err *err;
	bool found;

	*move = MOVE_NONE;
	if (oid_equal(old, tip))
		return NULL;
	*move = MOVE_AHEAD;
	err = repo_reaches(&found, repo, tip, old);
	if (err || found)
		return err;
	*move = MOVE_BEHIND;
	err = repo_reaches(&found, repo, old, tip);
	if (!err && !found)
		*move = MOVE_DIVERGED;
	return err;
}

static const struct err *
keep_side(struct repo *repo, const char *ref, const struct oid *tip,
    char *side)
{
	char text[DEPOT_ID_TEXT_MAX];
	const struct err *err;
	struct oid there;
	bool found;

	oid_text(text, tip);
	text[SIDE_DIGITS] = '\0';
	snprintf(side, SIDE_REF_MAX, "%s+%s", ref, text);
	err = repo_tip(&there, &found, repo, side);
	if (!err && !found)
		err = repo_move(repo, side, tip, NULL);
	return err;
}

static const struct err *
settle(struct fetch *fetch, const struct arrival *arrival)
{
	char ref[REPO_REF_MAX], side[SIDE_REF_MAX] = "";
	struct repo *repo = fetch->depot->repo;
	enum depot_move move = MOVE_NEW;
	const struct err *err;
	struct oid seen;
	bool found = false;

	if (!arrival->movable)
		return tell_damage(fetch, arrival);
	err = depot_ref(ref, DEPOT_HUB, arrival->branch);
	if (!err)
		err = repo_tip(&seen, &found, repo, ref);
	if (!err && found)
		err = tips_compare(&move, repo, &seen, &arrival->tip);
	if (!err && (move == MOVE_NEW || move == MOVE_AHEAD))
		err = repo_move(repo, ref, &arrival->tip, found ? &seen : NULL);
	if (!err && move == MOVE_DIVERGED)
		err = keep_side(repo, ref, &arrival->tip, side);
	if (err)
		return err_in(err, "depot %s: %s", fetch->depot->path,
		    arrival->branch);
	if (arrival->damage)
		return tell_damage(fetch, arrival);
	tell(fetch, arrival->branch, move, side[0] ?
	    side + strlen(depot_side_prefix(DEPOT_HUB)) : "");
	return NULL;
}

static bool
is_wanted(const struct fetch *fetch, const char *branch)
{
	for (size_t i = 0; i < fetch->prefix_count; i++) {
		const char *prefix = fetch->prefixes[i];

		if (strncmp(branch, prefix, strlen(prefix)) == 0)
			return true;
	}
	return false;
}

static const struct err *
fetch_refs(struct fetch *fetch)
{
	const struct err *err;
	char **refs;
	size_t count;

	err = hub_refs(&refs, &count, fetch->crossing.from,
	    fetch->source->path);
	if (err)
		return err_in(err, "%s", fetch->source->name);
	for (size_t i = 0; !err && i < count; i++) {
		const char *branch = refs[i] +
		    strlen(depot_side_prefix(DEPOT_OWN));

		if (is_wanted(fetch, branch))
			err = fetch_branch(fetch, branch, NULL);
	}
	depot_names_free(refs, count);
	return err;
}

static const struct err *
fetch_tips(struct fetch *fetch)
{
	const struct fetch_source *source = fetch->source;
	const struct err *err = NULL;

	for (size_t i = 0; !err && i < source->tip_count; i++)
		if (is_wanted(fetch, source->tips[i].branch))
			err = fetch_branch(fetch, source->tips[i].branch,
			    &source->tips[i].id);
	return err;
}

static void
forget_arrivals(struct fetch *fetch)
{
	for (size_t i = 0; i < fetch->count; i++) {
		mem_free(fetch->arrivals[i].branch);
		mem_free(fetch->arrivals[i].damage);
	}
	fetch->count = 0;
}

static bool
is_damaged(const struct fetch *fetch)
{
	for (size_t i = 0; i < fetch->count; i++)
		if (fetch->arrivals[i].damage)
			return true;
	return false;
}

/*
 * Look at all that lies in a quarantine; when every object there was reached
 * and is good, its packs move to the depot as they are. If not, *taken is
 * false, and the good ones are copied one by one.
 */
static const struct err *
take_whole(struct fetch *fetch, bool *taken)
{
	struct crossing *crossing = &fetch->crossing;
	size_t count = packs_count(fetch->source->path);
	const struct err *err;

	*taken = false;
	if (count < WHOLE_OBJECTS_MIN)
		return NULL;
	intake_free(crossing->intake);
	crossing->intake = intake_new_looking(fetch->depot->repo);
	err = fetch_tips(fetch);
	if (!err && !is_damaged(fetch) &&
	    intake_count(crossing->intake) == count)
		err = packs_move(fetch->source->path, fetch->depot->path,
		    taken);
	if (!err && *taken)
		err = repo_refresh(fetch->depot->repo);
	if (*taken)
		return err;
	forget_arrivals(fetch);
	intake_free(crossing->intake);
	crossing->intake = intake_new(fetch->depot->repo);
	return err;
}

static const struct err *
take_each(struct fetch *fetch)
{
	const struct err *err;

	err = fetch->source->tips ? fetch_tips(fetch) : fetch_refs(fetch);
	if (err)
		return err;
	err = intake_flush(fetch->crossing.intake);
	return err_in(err, "depot %s", fetch->depot->path);
}

static const struct err *
fetch_all(struct fetch *fetch)
{
	const struct err *err = NULL;
	bool taken = false;

	if (fetch->source->tips)
		err = take_whole(fetch, &taken);
	if (!err && !taken)
		err = take_each(fetch);
	if (err)
		return err;
	for (size_t i = 0; !err && i < fetch->count; i++)
		err = settle(fetch, &fetch->arrivals[i]);
	return err;
}

const struct err *
fetch_from(struct depot *depot, const struct fetch_source *source,
    const char *const *prefixes, size_t prefix_count, depot_report report,
    void *data)
{
	struct fetch fetch = { .depot = depot, .source = source,
		.crossing = { .from = source->repo,
		.intake = intake_new(depot->repo) },
		.prefixes = prefixes, .prefix_count = prefix_count,
		.report = report, .data = data };
	const struct err *err;

	err = fetch_all(&fetch);
	forget_arrivals(&fetch);
	mem_free(fetch.arrivals);
	intake_free(fetch.crossing.intake);
	return err;
}

const struct err *
hub_fetch(struct depot *depot, const char *hub, const char *const *prefixes,
    size_t prefix_count, depot_report report, void *data)
{
	struct fetch_source source = { .path = hub };
	struct buf name = BUF_INIT;
	const struct err *err;

	if (address_is_remote(hub))
		return hub_wire_fetch(depot, hub, prefixes, prefix_count,
		    report, data);
	err = hub_open(&source.repo, hub);
	if (err)
		return err;
	buf_addf(&name, "hub %s", hub);
	source.name = buf_str(&name);
	err = fetch_from(depot, &source, prefixes, prefix_count, report, data);
	repo_close(source.repo);
	buf_free(&name);
	return err;
}
