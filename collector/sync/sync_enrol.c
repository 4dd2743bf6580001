/*
 * sync_enrol.c - the branch enrol/<device>: the request to be admitted and,
 * beside it, the store key for the coordinators, and our word on erasures.
 */
#include <stdio.h>
#include <string.h>

#include "collector/sync/sync.h"
#include "kit/base/platform.h"
#include "kit/exchange/envelope.h"
#include "kit/exchange/heard.h"

static const struct err *
commit_file(struct store *store, struct depot *depot, const char *branch,
    const struct depot_file *file, const char *subject, int64_t time_ms)
{
	const struct study *study = store_study(store);
	const struct err *err;
	char id[DEPOT_ID_TEXT_MAX], text[HASH_TEXT_MAX];
	struct buf trailers = BUF_INIT;
	struct depot_commit commit = { .branch = branch, .files = file,
		.file_count = 1, .keep_tree = true, .subject = subject,
		.author = study->device, .time_ms = time_ms };

	hash_text(text, &study->id);
	buf_addf(&trailers, "Study: %s\nDevice: %s", text, study->device);
	commit.trailers = buf_str(&trailers);
	err = depot_commit(depot, &commit, id);
	buf_free(&trailers);
	return err;
}

/*
 * Ours begins where the hub's ends, also after the depot was lost or another
 * copy of this store has written; where there is none it begins with the
 * request.
 */
static const struct err *
begin_branch(struct store *store, struct depot *depot, const char *branch)
{
	const struct err *err;
	char tip[DEPOT_ID_TEXT_MAX];
	struct buf request = BUF_INIT;
	struct depot_file file = { .name = "request" };

	err = depot_tip(depot, DEPOT_HUB, branch, tip);
	if (!err && tip[0])
		return depot_adopt(depot, branch);
	if (!err)
		err = depot_tip(depot, DEPOT_OWN, branch, tip);
	if (err || tip[0])
		return err;
	err = store_enrolment(&request, store);
	file.bytes = buf_slice(&request);
	if (!err)
		err = commit_file(store, depot, branch, &file,
		    "request to be admitted", store_study(store)->joined_ms);
	buf_free(&request);
	return err;
}

/* Another request than the one that lies there: we asked again. */
static const struct err *
renew_request(struct store *store, struct depot *depot, const char *branch)
{
	const struct err *err;
	char tip[DEPOT_ID_TEXT_MAX];
	struct buf request = BUF_INIT, there = BUF_INIT;
	struct depot_file file = { .name = "request" };

	err = depot_tip(depot, DEPOT_OWN, branch, tip);
	if (err || !tip[0])
		return err;
	err = depot_read(&there, depot, tip, "request", ENVELOPE_BYTES_MAX);
	if (err && err->code == ERR_NOT_FOUND)
		err = NULL;
	if (!err)
		err = store_enrolment(&request, store);
	file.bytes = buf_slice(&request);
	if (!err && !slice_equal(file.bytes, buf_slice(&there)))
		err = commit_file(store, depot, branch, &file,
		    "request to be admitted, again", platform_now_ms());
	buf_free(&request);
	buf_free(&there);
	return err;
}

static bool
is_admitted(struct store *store)
{
	const struct manifest *manifest;

	return store_manifest(&manifest, store) == NULL &&
	    manifest_role(manifest, &store_study(store)->sign) != MEMBER_NONE;
}

/*
 * Is there an escrow for those whom the manifest names now? Ours, or one that
 * was delivered for them: another copy of this store may have put its own.
 */
static const struct err *
has_escrow(bool *has, struct store *store, struct depot *depot,
    const char *branch, struct slice ours, const char *mark)
{
	const struct err *err;
	char tip[DEPOT_ID_TEXT_MAX], seen[DEPOT_ID_TEXT_MAX];
	struct buf there = BUF_INIT;

	*has = false;
	err = depot_tip(depot, DEPOT_OWN, branch, tip);
	if (err || !tip[0])
		return err;
	if ((err = store_seen(seen, store, "escrow")) != NULL)
		return err;
	err = depot_read(&there, depot, tip, "escrow", ENVELOPE_BYTES_MAX);
	if (!err)
		*has = !strcmp(seen, mark) ||
		    slice_equal(buf_slice(&there), ours);
	else if (err->code == ERR_NOT_FOUND)
		err = NULL;
	buf_free(&there);
	return err;
}

static const struct err *
commit_escrow(struct store *store, struct depot *depot, const char *branch,
    struct slice escrow, const char *mark)
{
	const struct err *err;
	struct depot_file file = { .name = "escrow", .bytes = escrow };
	bool has;

	err = has_escrow(&has, store, depot, branch, escrow, mark);
	return err || has ? err : commit_file(store, depot, branch, &file,
	    "a way back into the store", platform_now_ms());
}

/* What was erased is here no longer: the coordinators wait to hear it. */
static const struct err *
commit_heard(struct store *store, struct depot *depot, const char *branch)
{
	const struct err *err;
	char tip[DEPOT_ID_TEXT_MAX];
	struct buf before = BUF_INIT, word = BUF_INIT;
	struct depot_file file = { .name = "heard" };

	err = depot_tip(depot, DEPOT_OWN, branch, tip);
	if (err || !tip[0])
		return err;
	err = depot_read(&before, depot, tip, "heard", HEARD_BYTES_MAX);
	if (err && (err->code == ERR_NOT_FOUND || err->code == ERR_LIMIT))
		err = NULL;
	if (!err)
		err = store_heard(&word, store, buf_slice(&before),
		    platform_now_ms());
	file.bytes = buf_slice(&word);
	if (!err && word.len > 0)
		err = commit_file(store, depot, branch, &file,
		    "erasures followed", platform_now_ms());
	buf_free(&before);
	buf_free(&word);
	return err;
}

/* What opens the store, for whoever the manifest names: mark says who. */
static const struct err *
write_escrow(struct store *store, struct depot *depot, const char *branch,
    char mark[HASH_TEXT_MAX])
{
	const struct err *err;
	struct buf escrow = BUF_INIT;
	struct hash to;

	err = store_escrow(&escrow, &to, store, platform_now_ms());
	hash_text(mark, &to);
	mark[DEPOT_ID_TEXT_MAX - 1] = '\0';
	if (!err)
		err = commit_escrow(store, depot, branch, buf_slice(&escrow),
		    mark);
	buf_free(&escrow);
	return err;
}

/* mark: what the escrow in it is for; "" when none is written any more. */
static const struct err *
write_branch(struct store *store, char branch[DEPOT_BRANCH_MAX],
    char mark[HASH_TEXT_MAX])
{
	const struct err *err;
	struct depot *depot;

	mark[0] = '\0';
	snprintf(branch, DEPOT_BRANCH_MAX, "enrol/%s",
	    store_study(store)->device);
	if ((err = store_depot(&depot, store)) != NULL)
		return err;
	err = begin_branch(store, depot, branch);
	if (!err && !is_admitted(store))
		err = renew_request(store, depot, branch);
	/* Nobody has the key to it any more when the study is closed. */
	if (!err && !store_is_closed(store))
		err = write_escrow(store, depot, branch, mark);
	return err ? err : commit_heard(store, depot, branch);
}

const struct err *
sync_write_enrolment(struct store *store, char branch[DEPOT_BRANCH_MAX])
{
	char mark[HASH_TEXT_MAX];

	return write_branch(store, branch, mark);
}

static const struct err *
publish(struct store *store, const char *hub, enum depot_move *move)
{
	const struct err *err;
	struct depot *depot;
	char branch[DEPOT_BRANCH_MAX], mark[HASH_TEXT_MAX];

	err = write_branch(store, branch, mark);
	if (!err)
		err = store_depot(&depot, store);
	if (!err)
		err = hub_publish(depot, hub, branch, move);
	if (!err && mark[0] != '\0' && *move != MOVE_BEHIND &&
	    *move != MOVE_DIVERGED)
		err = store_set_seen(store, "escrow", mark);
	return err;
}

const struct err *
sync_enrolment(struct store *store, const char *hub)
{
	const struct err *err;
	enum depot_move move;

	err = sync_check_hub(store, hub);
	return err ? err : publish(store, hub, &move);
}

void
sync_deliver_enrolment(struct sync *sync)
{
	const struct err *err;
	const struct manifest *manifest;
	enum depot_move move = MOVE_NONE;
	bool asks;

	/* Whoever was not admitted until then has nothing more to say. */
	if (store_is_closed(sync->store) && !is_admitted(sync->store))
		return;
	err = store_manifest(&manifest, sync->store);
	asks = !err && manifest_role(manifest,
	    &store_study(sync->store)->sign) == MEMBER_NONE;
	if (!err)
		err = publish(sync->store, sync->hub, &move);
	if (!err && asks && (move == MOVE_NEW || move == MOVE_AHEAD))
		sync_say(sync, W_ENROLMENT_SENT, sync->hub, NULL);
	sync_note(sync, err, "request to be admitted");
}
