/*
 * hub_publish.c - delivering a branch: compare, bring the objects, move the
 * ref; wait for whoever holds it, and clear a lock that a death left.
 */
#include <inttypes.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"
#include "kit/exchange/address.h"
#include "kit/exchange/crossing.h"
#include "kit/exchange/hub_wire.h"

#define LOCK_NOTE "hub-lock-seen"

enum {
	TRIES_MAX = 60,
	WIRE_TRIES_MAX = 20,		/* a connection each */
	WAIT_MS_MAX = 60,
	LOCK_STALE_MS = 10 * 60 * 1000,
	LOCK_NOTE_BYTES_MAX = 8192,
	LOCK_BYTES_MAX = 1024
};

/* A failure of the hub. What looks odd may be a drive that was pulled. */
static const struct err *
hub_failed(const struct err *err, const char *hub, const char *branch)
{
	if (err->code == ERR_FULL)
		return err_new(ERR_FULL, "hub %s: no room left for %s; make "
		    "room there and do it again", hub, branch);
	if (err->code == ERR_BUSY)
		return err_new(ERR_BUSY, "hub %s: %s is locked by another "
		    "program, try again", hub, branch);
	if (!platform_exists(hub))
		return hub_missing(hub);
	if (err->code == ERR_READ_ONLY || !platform_is_writable(hub))
		return err_new(ERR_READ_ONLY, "hub %s: cannot be written", hub);
	return err_in(err, "hub %s: %s", hub, branch);
}

struct publish {
	struct depot *depot;
	struct repo *to;		/* NULL: over a wire */
	const char *hub, *branch;
	char ref[REPO_REF_MAX];
	struct oid tip;			/* ours */
	enum depot_move move;
	enum depot_side side;		/* the branch is ours, or was seen */
};

/*
 * The hub may stand at a commit that we lack; then only the hub can say
 * whether it comes after ours.
 */
static const struct err *
compare_with_hub(struct publish *publish, const struct oid *there)
{
	struct repo *own = publish->depot->repo;
	bool behind = false, found;
	const struct err *err = repo_look(&found, own, there);

	if (!err && found)
		err = tips_compare(&publish->move, own, there, &publish->tip);
	if (err || found)
		return err_in(err, "depot %s", publish->depot->path);
	err = repo_look(&found, publish->to, &publish->tip);
	if (!err && found)
		err = repo_reaches(&behind, publish->to, there, &publish->tip);
	if (err)
		return hub_failed(err, publish->hub, publish->branch);
	publish->move = behind ? MOVE_BEHIND : MOVE_DIVERGED;
	return NULL;
}

/* All that the tip needs must lie on the hub before its ref says so. */
static const struct err *
bring(struct publish *publish)
{
	struct crossing crossing = { .from = publish->depot->repo,
		.intake = intake_new(publish->to) };
	const struct err *err;
	bool ours;

	err = cross_branch(&crossing, &publish->tip);
	ours = crossing.ours;
	if (!err) {
		err = intake_flush(crossing.intake);
		ours = true;
	}
	intake_free(crossing.intake);
	if (!err)
		return NULL;
	if (ours)
		return hub_failed(err, publish->hub, publish->branch);
	return err_in(err, "depot %s: %s", publish->depot->path,
	    publish->branch);
}

/* *again: the ref moved or was locked; its meaning must be asked anew. */
static const struct err *
publish_once(struct publish *publish, bool *again)
{
	const struct err *err;
	struct oid there;
	bool found;

	if (!publish->to)
		return hub_wire_publish(publish->depot, publish->hub,
		    publish->branch, &publish->tip, &publish->move, again);
	*again = false;
	publish->move = MOVE_NEW;
	err = repo_tip(&there, &found, publish->to, publish->ref);
	if (err)
		return hub_failed(err, publish->hub, publish->branch);
	if (found)
		err = compare_with_hub(publish, &there);
	if (err || publish->move == MOVE_BEHIND ||
	    publish->move == MOVE_DIVERGED)
		return err;
	/* Even where the ref stands right, the objects may have been lost. */
	err = bring(publish);
	if (err || publish->move == MOVE_NONE)
		return err;
	err = repo_move(publish->to, publish->ref, &publish->tip,
	    found ? &there : NULL);
	if (!err)
		return NULL;
	*again = err->code == ERR_STATE || err->code == ERR_BUSY;
	if (err->code == ERR_STATE)
		err = err_new(ERR_BUSY, "the branch keeps moving");
	return hub_failed(err, publish->hub, publish->branch);
}

/* A few milliseconds, of a random length so that two rivals part ways. */
static void
wait_a_little(void)
{
	uint8_t dice;

	platform_random(&dice, sizeof(dice));
	platform_sleep_ms(1u + dice % WAIT_MS_MAX);
}

static const struct err *
publish_patiently(struct publish *publish, bool *again)
{
	const struct err *err = NULL;

	*again = true;
	for (int i = 0; *again && i < (publish->to ? TRIES_MAX :
	    WIRE_TRIES_MAX); i++) {
		if (i > 0)
			wait_a_little();
		err = publish_once(publish, again);
	}
	return err;
}

/*
 * A lock on the hub that a killed process left behind. Git holds one for a
 * moment, so one that has stood for ten minutes is dead. The clock of a shared
 * drive is not ours: what counts is when we first met the lock, which is noted
 * in the depot as "TIME LOCK". A lock of another coordinator, who also writes
 * main, is not taken for the one that we met: the commit that it is to bring,
 * which git writes into it, is part of its name here.
 */
static void
lock_path(struct buf *out, const struct publish *publish)
{
	file_join(out, publish->hub, publish->ref);
	buf_add(out, ".lock");
}

/* Each branch has a note of its own: one that goes through is no news of it. */
static void
note_path(struct buf *out, const struct publish *publish)
{
	size_t at;

	file_join(out, publish->depot->path, LOCK_NOTE);
	at = out->len;
	buf_addf(out, ".%s", publish->branch);
	for (; at < out->len; at++)
		if (out->data[at] == '/')
			out->data[at] = '.';
}

static const struct err *
name_lock(struct buf *out, struct buf *holds, const char *path)
{
	const struct err *err = file_read(holds, path, LOCK_BYTES_MAX);

	buf_add(out, path);
	if (!err && holds->len > 0) {
		buf_add(out, " ");
		buf_add_hex(out, buf_slice(holds));
	}
	return err;
}

/* When the lock of that name was first met; false when it was not. */
static bool
read_note(const char *note, const char *lock, uint64_t *met_ms)
{
	struct buf text = BUF_INIT;
	const uint8_t *space;
	bool found = false;

	if (platform_exists(note) &&
	    !file_read(&text, note, LOCK_NOTE_BYTES_MAX) &&
	    (space = memchr(text.data, ' ', text.len)) != NULL) {
		size_t digits = (size_t)(space - text.data);

		found = text_parse_u64(slice_of(text.data, digits), met_ms) &&
		    slice_equal_str(slice_of(space + 1, text.len - digits - 1),
		    lock);
	}
	buf_free(&text);
	return found;
}

static const struct err *
write_note(const char *note, const char *lock, uint64_t now_ms)
{
	struct buf text = BUF_INIT;
	const struct err *err;

	buf_addf(&text, "%" PRIu64 " %s", now_ms, lock);
	err = file_write(note, buf_slice(&text));
	buf_free(&text);
	return err;
}

/*
 * A lock that is to bring a commit which we have is of a delivery from here: no
 * other is under way, for the depot is ours alone. An empty one says nothing;
 * only this laptop writes its branches, but for a coordinator with its stick.
 */
static bool
is_cut_short(const struct publish *publish, struct slice holds)
{
	struct oid id;
	char text[DEPOT_ID_TEXT_MAX];

	if (holds.len == 0)
		return publish->side == DEPOT_OWN &&
		    strcmp(publish->branch, "main") != 0;
	holds = text_trim(holds);
	if (holds.len >= sizeof(text))
		return false;
	memcpy(text, holds.data, holds.len);
	text[holds.len] = '\0';
	return oid_parse(&id, text) && repo_has(publish->depot->repo, &id);
}

/* The lock stands; says of whom it is, and for how long. */
static const struct err *
lock_stands(const struct publish *publish, struct slice holds,
    uint64_t left_ms)
{
	unsigned minutes = (unsigned)((left_ms + 59999) / 60000);
	const char *s = minutes == 1 ? "" : "s";

	if (is_cut_short(publish, holds))
		return err_new(ERR_BUSY, "hub %s: a delivery of %s from here "
		    "was cut short and left a lock; try again in %u minute%s, "
		    "it is lifted then", publish->hub, publish->branch,
		    minutes, s);
	return err_new(ERR_BUSY, "hub %s: %s is locked by another program; "
	    "try again: if that one has died, its lock is lifted in %u "
	    "minute%s", publish->hub, publish->branch, minutes, s);
}

/* *cleared: the lock was dead and is gone. An error: it stands. */
static const struct err *
judge_lock(struct publish *publish, bool *cleared)
{
	struct buf note = BUF_INIT, path = BUF_INIT, lock = BUF_INIT;
	struct buf holds = BUF_INIT;
	uint64_t now_ms = (uint64_t)platform_now_ms(), met_ms = 0;
	const struct err *err = NULL;

	*cleared = false;
	note_path(&note, publish);
	lock_path(&path, publish);
	if (!platform_exists(buf_str(&path)))
		goto done;
	err = name_lock(&lock, &holds, buf_str(&path));
	if (err)
		goto done;
	if (!read_note(buf_str(&note), buf_str(&lock), &met_ms) ||
	    met_ms > now_ms) {
		met_ms = now_ms;
		err = write_note(buf_str(&note), buf_str(&lock), now_ms);
	} else if (now_ms - met_ms > LOCK_STALE_MS) {
		err = platform_remove(buf_str(&path));
		*cleared = !err;
	}
	if (!err && !*cleared)
		err = lock_stands(publish, buf_slice(&holds),
		    LOCK_STALE_MS - (now_ms - met_ms));
done:
	buf_free(&note);
	buf_free(&path);
	buf_free(&lock);
	buf_free(&holds);
	return err;
}

static const struct err *
forget_lock(struct publish *publish)
{
	struct buf note = BUF_INIT;
	const struct err *err = NULL;

	note_path(&note, publish);
	if (platform_exists(buf_str(&note)))
		err = platform_remove(buf_str(&note));
	buf_free(&note);
	return err;
}

/* What has been delivered has been seen there. */
static const struct err *
note_seen(struct publish *publish)
{
	struct repo *repo = publish->depot->repo;
	enum depot_move move = MOVE_NEW;
	char ref[REPO_REF_MAX];
	const struct err *err;
	struct oid seen;
	bool found;

	err = depot_ref(ref, DEPOT_HUB, publish->branch);
	if (!err)
		err = repo_tip(&seen, &found, repo, ref);
	if (!err && found)
		err = tips_compare(&move, repo, &seen, &publish->tip);
	if (!err && (move == MOVE_NEW || move == MOVE_AHEAD))
		err = repo_move(repo, ref, &publish->tip,
		    found ? &seen : NULL);
	return err ? err_in(err, "depot %s", publish->depot->path) : NULL;
}

static const struct err *
deliver(struct publish *publish)
{
	const struct err *err, *kept;
	bool again, cleared = false;

	err = publish_patiently(publish, &again);
	/* Also where it is a laptop's branch: it may never come here itself. */
	if (err && again && publish->to) {
		kept = judge_lock(publish, &cleared);
		if (kept)
			return kept->code == ERR_BUSY ? kept : err;
		if (cleared)
			err = publish_once(publish, &again);
	}
	if (err || publish->move == MOVE_BEHIND ||
	    publish->move == MOVE_DIVERGED)
		return err;
	err = publish->to ? forget_lock(publish) : NULL;
	return err ? err : note_seen(publish);
}

static const struct err *
find_tip(struct publish *publish)
{
	char ref[REPO_REF_MAX];
	const struct err *err;
	bool found = false;

	err = depot_ref(publish->ref, DEPOT_OWN, publish->branch);
	if (!err)
		err = depot_ref(ref, publish->side, publish->branch);
	if (!err)
		err = repo_tip(&publish->tip, &found, publish->depot->repo,
		    ref);
	if (!err && !found)
		err = err_new(ERR_NOT_FOUND, "no branch %s", publish->branch);
	return err ? err_in(err, "depot %s", publish->depot->path) : NULL;
}

static const struct err *
publish_side(struct depot *depot, enum depot_side side, const char *hub,
    const char *branch, enum depot_move *move)
{
	struct publish publish = { .depot = depot, .hub = hub,
		.branch = branch, .side = side };
	const struct err *err;

	*move = MOVE_NONE;
	err = find_tip(&publish);
	if (!err && !address_is_remote(hub))
		err = hub_open(&publish.to, hub);
	if (!err)
		err = deliver(&publish);
	if (!err)
		*move = publish.move;
	repo_close(publish.to);
	return err;
}

const struct err *
hub_publish(struct depot *depot, const char *hub, const char *branch,
    enum depot_move *move)
{
	return publish_side(depot, DEPOT_OWN, hub, branch, move);
}

const struct err *
hub_forward(struct depot *depot, const char *hub, const char *branch,
    enum depot_move *move)
{
	return publish_side(depot, DEPOT_HUB, hub, branch, move);
}
