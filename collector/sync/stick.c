#include "collector/sync/stick.h"

#include <stdio.h>
#include <string.h>

#include "collector/sync/sync.h"
#include "kit/base/file.h"
#include "kit/base/platform.h"
#include "kit/exchange/bundle.h"
#include "kit/exchange/stick.h"

struct carrying {
	struct sync *sync;
	const struct stick_plan *plan;
	const char *device;
	struct chain *chains;
	size_t chain_count;
	struct buf box;			/* where bundles are written */
	size_t changesets;
};

/* ---- in ---- */

static const char *const down_prefixes[] = { "main", "receipts/" };

/* An old stick says less than we know: that is no news. */
static void
tell_move(void *data, const char *branch, enum depot_move move,
    const char *remark)
{
	struct sync *sync = data;

	if (move == MOVE_DIVERGED)
		sync_say(sync, W_HUB_DIVERGED, branch, remark);
	if (move == MOVE_BROKEN)
		sync_note(sync, err_new(ERR_FORMAT, "%s: %s", branch, remark),
		    "stick");
}

static const struct err *
take_main(struct depot *depot, const char *path, const struct hash *study)
{
	const struct bundle_wanted wanted = { down_prefixes, 1, study };
	char tip[DEPOT_ID_TEXT_MAX];
	const struct err *err;

	err = bundle_take(depot, path, &wanted, NULL, NULL);
	if (!err)
		err = depot_tip(depot, DEPOT_HUB, "main", tip);
	if (!err && !tip[0])
		err = err_new(ERR_FOREIGN, "%s: nothing for laptops of this "
		    "study", path);
	return err ? err : sync_check_main(depot, tip, study);
}

/*
 * A main that was never seen is looked at in a depot of its own, or a false one
 * would be remembered.
 */
static const struct err *
check_first(struct sync *sync, const char *path)
{
	const struct err *err;
	struct buf folder = BUF_INIT;
	struct depot *depot = NULL;
	char tip[DEPOT_ID_TEXT_MAX];

	err = depot_tip(sync->depot, DEPOT_HUB, "main", tip);
	if (err || tip[0])
		return err;
	file_join(&folder, store_folder(sync->store), "probe");
	err = file_remove_tree(buf_str(&folder));
	if (!err)
		err = depot_open(&depot, buf_str(&folder), true);
	if (!err)
		err = take_main(depot, path, &store_study(sync->store)->id);
	depot_close(depot);
	err = err_first(err, file_remove_tree(buf_str(&folder)));
	buf_free(&folder);
	return err;
}

static const struct err *
take_bundle(struct sync *sync, const char *path)
{
	const struct bundle_wanted wanted = { down_prefixes, 2,
		&store_study(sync->store)->id };
	const struct err *err = check_first(sync, path);

	if (!err)
		err = bundle_take(sync->depot, path, &wanted, tell_move, sync);
	return err;
}

/* In a folder others may lie; a file that was named must be for us. */
static void
take_in(struct sync *sync, const char *from)
{
	const struct err *err;
	char **paths;
	size_t count, taken = 0;
	bool named = !platform_is_folder(from);

	err = stick_bundles(&paths, &count, from, STICK_INBOX);
	sync_note(sync, err, "stick");
	if (err)
		return;
	for (size_t i = 0; i < count; i++) {
		err = take_bundle(sync, paths[i]);
		taken += err == NULL;
		if (err && (named || err->code != ERR_FOREIGN))
			sync_note(sync, err, "stick");
	}
	if (taken == 0 && sync->trouble.code == 0)
		sync_say(sync, W_STICK_EMPTY, from, NULL);
	platform_list_free(paths, count);
	if (taken > 0)
		sync_take(sync);
}

/* ---- out ---- */

struct finding {
	uint64_t wanted, last;
	char commit[DEPOT_ID_TEXT_MAX];	/* that brought `wanted`, or "" */
};

static const struct err *
find_number(void *data, const struct depot_visit *visit)
{
	struct finding *f = data;
	uint64_t number = delivery_number(visit->name);

	if (number > f->last)
		f->last = number;
	if (number != 0 && number == f->wanted)
		snprintf(f->commit, sizeof(f->commit), "%s", visit->commit);
	return NULL;
}

/*
 * What of a chain goes out: from behind the last receipt to the end. False:
 * nothing, for there is none, or all have one.
 */
static const struct err *
find_unreceipted(bool *any, struct finding *f, char branch[DEPOT_BRANCH_MAX],
    const struct carrying *c, const struct chain *chain)
{
	const struct err *err;
	char tip[DEPOT_ID_TEXT_MAX];

	*f = (struct finding){ 0 };
	*any = false;
	delivery_branch(branch, c->device, chain->id);
	err = depot_tip(c->sync->depot, DEPOT_OWN, branch, tip);
	if (err || !tip[0])
		return err;
	if (!c->plan->complete &&
	    (err = store_receipted(&f->wanted, c->sync->store, chain->id)))
		return err;
	/* Not one byte of a file is read: over 0 each is too large. */
	err = depot_walk(c->sync->depot, tip, NULL, 0, find_number, f);
	*any = !err && f->last > f->wanted;
	return err;
}

static const struct err *
write_chain(struct carrying *c, const char *branch, const struct finding *f,
    const struct stick_name *name)
{
	const struct bundle_branch one = { DEPOT_OWN, branch,
		f->commit[0] ? f->commit : NULL };
	char file[STICK_NAME_MAX];
	struct buf path = BUF_INIT;
	const struct err *err;
	size_t commits;

	stick_name_write(file, name);
	file_join(&path, buf_str(&c->box), file);
	err = bundle_write(buf_str(&path), c->sync->depot, &one, 1, &commits);
	if (!err)
		c->changesets += commits;
	buf_free(&path);
	return err;
}

static const struct err *
carry_chain(struct carrying *c, const struct chain *chain)
{
	const struct err *err;
	char branch[DEPOT_BRANCH_MAX];
	struct stick_name name = { .from = 1 };
	struct finding f;
	bool any;

	err = find_unreceipted(&any, &f, branch, c, chain);
	if (err || !any)
		return err;
	if (f.commit[0])
		name.from = f.wanted + 1;
	name.to = f.last;
	snprintf(name.device, sizeof(name.device), "%s", c->device);
	snprintf(name.chain, sizeof(name.chain), "%s", chain->id);
	return write_chain(c, branch, &f, &name);
}

static const struct err *
carry_enrolment(struct carrying *c)
{
	struct bundle_branch one = { .side = DEPOT_OWN };
	char branch[DEPOT_BRANCH_MAX], file[STICK_NAME_MAX];
	struct buf path = BUF_INIT;
	const struct err *err;
	size_t commits;

	err = sync_write_enrolment(c->sync->store, branch);
	one.branch = branch;
	stick_enrolment_name(file, c->device);
	file_join(&path, buf_str(&c->box), file);
	if (!err)
		err = bundle_write(buf_str(&path), c->sync->depot, &one, 1,
		    &commits);
	buf_free(&path);
	return err;
}

static const struct chain *
chain_named(const struct carrying *c, const char *id)
{
	for (size_t i = 0; i < c->chain_count; i++)
		if (strcmp(c->chains[i].id, id) == 0)
			return &c->chains[i];
	return NULL;
}

/*
 * What we wrote earlier and nobody needs any more: all of it has receipts, or
 * lies in a bundle that goes further.
 */
static bool
is_done_with(void *data, const char *file)
{
	struct carrying *c = data;
	struct stick_name name, other;
	uint64_t receipted;
	bool done = false;
	char **names;
	size_t count;

	if (!stick_name_read(&name, file) || !chain_named(c, name.chain))
		return false;
	if (!store_receipted(&receipted, c->sync->store, name.chain) &&
	    name.to <= receipted && !c->plan->complete)
		return true;
	if (platform_list(buf_str(&c->box), &names, &count))
		return false;
	for (size_t i = 0; i < count && !done; i++)
		done = stick_name_read(&other, names[i]) &&
		    strcmp(names[i], file) != 0 &&
		    strcmp(other.device, name.device) == 0 &&
		    strcmp(other.chain, name.chain) == 0 &&
		    other.from <= name.from && other.to >= name.to;
	platform_list_free(names, count);
	return done;
}

static const struct err *
carry_all(struct carrying *c)
{
	const struct err *err;

	err = stick_open_box(&c->box, c->plan->to, STICK_OUTBOX);
	if (!err)
		err = carry_enrolment(c);
	for (size_t i = 0; i < c->chain_count && !err; i++)
		err = carry_chain(c, &c->chains[i]);
	/* Last: until now the older ones were needed. */
	if (!err)
		err = stick_clear(buf_str(&c->box), c->device, is_done_with,
		    c);
	return err;
}

/* ---- out, as one file ---- */

/* The request, and of every chain what no receipt covers. */
static const struct err *
carry_file(struct carrying *c)
{
	struct arena *arena = c->sync->session->arena;
	struct bundle_branch *all = arena_alloc_n(arena, c->chain_count + 1,
	    sizeof(*all));
	char branch[DEPOT_BRANCH_MAX];
	const struct err *err;
	struct finding f;
	size_t count = 1;
	bool any;

	err = sync_write_enrolment(c->sync->store, branch);
	all[0] = (struct bundle_branch){ .side = DEPOT_OWN,
		.branch = arena_strdup(arena, branch) };
	for (size_t i = 0; i < c->chain_count && !err; i++) {
		err = find_unreceipted(&any, &f, branch, c, &c->chains[i]);
		if (err || !any)
			continue;
		all[count++] = (struct bundle_branch){ DEPOT_OWN,
			arena_strdup(arena, branch), f.commit[0] ?
			arena_strdup(arena, f.commit) : NULL };
		c->changesets += (size_t)(f.last - f.wanted);
	}
	return err ? err : bundle_write(c->plan->file, c->sync->depot, all,
	    count, &(size_t){ 0 });
}

static void
say_enrolment(const struct carrying *c)
{
	const struct manifest *manifest;

	if (store_manifest(&manifest, c->sync->store) == NULL &&
	    manifest_role(manifest, &store_study(c->sync->store)->sign) ==
	    MEMBER_NONE)
		sync_say(c->sync, W_STICK_ENROLMENT, c->plan->to ?
		    c->plan->to : c->plan->file, NULL);
}

static void
write_out(struct sync *sync, const struct stick_plan *plan)
{
	struct carrying c = { .sync = sync, .plan = plan,
		.device = store_study(sync->store)->device };
	const struct err *err;

	err = store_chains(&c.chains, &c.chain_count, sync->session->arena,
	    sync->store);
	if (!err)
		err = plan->to ? carry_all(&c) : carry_file(&c);
	if (!err)
		say_enrolment(&c);
	if (!err && c.changesets > 0)
		sync_say(sync, W_STICK_WRITTEN, session_number(sync->session,
		    c.changesets), plan->to ? plan->to : plan->file);
	sync_note(sync, err, "stick");
	buf_free(&c.box);
}

static void
run(struct sync *sync, const struct stick_plan *plan)
{
	/* A stick that is not there is told once, by what writes to it. */
	if (plan->from && (plan->to == NULL || strcmp(plan->from, plan->to) ||
	    platform_is_folder(plan->from)))
		take_in(sync, plan->from);
	sync_pack(sync);
	if (plan->to || plan->file)
		write_out(sync, plan);
	sync_say_sums(sync);
	sync_say_clock(sync);
	sync_say_standing(sync);
}

const struct err *
stick_run(struct session *session, const struct stick_plan *plan)
{
	const struct err *err;
	struct sync sync = { .session = session, .store = session->store,
		.hub = "" };

	if ((err = sync_begin(&sync)) != NULL)
		return err;
	run(&sync, plan);
	if (sync.trouble.code != 0)
		return err_new(sync.trouble.code, "%s", sync.trouble.msg);
	return NULL;
}
