#include "collector/sync/sync.h"

#include <string.h>

#include "collector/sync/mend.h"
#include "collector/sync/pack.h"
#include "kit/base/platform.h"
#include "kit/exchange/delivery.h"
#include "kit/record/phase_name.h"

void
sync_say(struct sync *sync, enum word word, const char *a, const char *b)
{
	sync->news++;
	session_say(sync->session, SAID_LINE, word, a, b);
}

static bool
is_of_disk(const struct err *err)
{
	return err->code == ERR_FULL || err->code == ERR_IO;
}

/* A full or broken disk is told once, however many parts meet it. */
static bool
is_told(const struct sync *sync, const struct err *err)
{
	return sync->way.trouble == TROUBLE_NONE && is_of_disk(err) &&
	    is_of_disk(&sync->cause);
}

void
sync_note(struct sync *sync, const struct err *err, const char *part)
{
	if (err == NULL || is_told(sync, err))
		return;
	if (sync->cause.code == 0)
		sync->cause = *err;
	if (sync->way.trouble != TROUBLE_NONE)
		err = reaching_say(&sync->way, err, sync->hub);
	else
		err = err_in(err, "%s", part);
	if (sync->trouble.code == 0)
		sync->trouble = *err;
	else
		session_tell(sync->session, SAID_FAILURE,
		    session_reason(sync->session, err));
}

/* ---- packing ---- */

static void
tell_packed(void *data, const char *subject)
{
	const struct sync *sync = data;
	struct buf said = BUF_INIT;

	word_add_subject(&said, sync->session->language, subject);
	sync_say(data, W_PACKED, buf_str(&said), NULL);
	buf_free(&said);
}

void
sync_pack(struct sync *sync)
{
	const struct err *err;
	struct err held;
	uint64_t common;
	bool ahead;

	/* Nobody could read it any more. */
	if (store_is_closed(sync->store))
		return;
	err = pack_unsent(sync->store, &held, tell_packed, sync);
	sync_note(sync, err, "packing");
	if (!err && held.code != 0)
		sync_note(sync, &held, "packing");
	if (!err)
		err = pack_commit(sync->store, &ahead, &common);
	sync_note(sync, err, "depot");
}

/* ---- delivering ---- */

/*
 * What our branch and the store both have of the chain is on the hub now; of a
 * change set that did not get into the branch nothing is said.
 */
static const struct err *
mark_delivered(struct sync *sync, const struct chain *chain, size_t *fresh)
{
	const struct err *err;
	uint64_t common, last;

	err = pack_compare(sync->store, sync->depot, DEPOT_OWN, chain->id,
	    &common, &last);
	return err ? err : store_set_delivered(sync->store, chain->id, common,
	    platform_now_ms(), fresh);
}

static const struct err *
deliver_chain(struct sync *sync, const struct chain *chain, size_t *fresh)
{
	const struct err *err;
	enum depot_move move;
	char branch[DEPOT_BRANCH_MAX], tip[DEPOT_ID_TEXT_MAX];

	*fresh = 0;
	delivery_branch(branch, store_study(sync->store)->device,
	    chain->id);
	err = depot_tip(sync->depot, DEPOT_OWN, branch, tip);
	if (err || !tip[0])
		return err;
	err = hub_publish(sync->depot, sync->hub, branch, &move);
	if (err)
		return err;
	if (move != MOVE_BEHIND && move != MOVE_DIVERGED)
		return mark_delivered(sync, chain, fresh);
	/* Of a chain that is closed this is known. */
	return !chain->open ? NULL : err_new(ERR_BUSY, "hub %s: another copy "
	    "of this store has delivered meanwhile; sync again", sync->hub);
}

static void
deliver(struct sync *sync)
{
	const struct err *err;
	struct chain *chains;
	size_t count = 0, fresh, sum = 0;

	err = store_chains(&chains, &count, sync->session->arena, sync->store);
	for (size_t i = 0; i < count && !err; i++) {
		err = deliver_chain(sync, &chains[i], &fresh);
		sum += fresh;
	}
	if (sum > 0)
		sync_say(sync, W_SUBJECT_SENT,
		    session_number(sync->session, sum), sync->hub);
	sync_note(sync, err, "delivering");
}

/* ---- all of it ---- */

static void
tell_move(void *data, const char *branch, enum depot_move move,
    const char *remark)
{
	struct sync *sync = data;
	static const enum word words[] = { [MOVE_BEHIND] = W_HUB_BEHIND,
		[MOVE_DIVERGED] = W_HUB_DIVERGED,
		[MOVE_BROKEN] = W_HUB_BROKEN };

	if (!strcmp(branch, "main")) {
		sync->main_is_there = true;
		sync->main_diverged = move == MOVE_DIVERGED;
	}
	if (move == MOVE_BEHIND || move == MOVE_DIVERGED || move == MOVE_BROKEN)
		sync_say(sync, words[move], branch, remark);
	if (move == MOVE_BROKEN)
		sync_note(sync, err_new(ERR_FORMAT, "%s: %s", branch, remark),
		    "fetching");
}

static const struct err *
fetch(struct sync *sync)
{
	const struct err *err;
	char own[DEPOT_BRANCH_MAX], enrol[DEPOT_BRANCH_MAX];
	const char *const prefixes[] = { "main", "receipts/", own, enrol };

	snprintf(own, sizeof(own), "device/%s/",
	    store_study(sync->store)->device);
	snprintf(enrol, sizeof(enrol), "enrol/%s",
	    store_study(sync->store)->device);
	if (sync->hub[0] == '\0')
		return err_new(ERR_NOT_FOUND, "%s",
		    word_text(sync->session->language, W_NO_HUB_YET));
	if ((err = sync_check_hub(sync->store, sync->hub)) != NULL)
		return err;
	err = hub_fetch(sync->depot, sync->hub, prefixes, 4, tell_move, sync);
	if (err)
		return err;
	/* Delivered there, it would be called delivered, and nobody had it. */
	if (!sync->main_is_there)
		return err_new(ERR_NOT_FOUND, "hub %s: no study is there (is "
		    "it the right place?); nothing was delivered", sync->hub);
	return sync->main_diverged ?
	    sync_check_fetched(sync->store, sync->hub) : NULL;
}

void
sync_say_sums(struct sync *sync)
{
	const struct err *err;
	struct session *s = sync->session;
	struct buf text = BUF_INIT;
	size_t n[STAGE_COUNT], all = 0, out;

	err = store_count(sync->store, n);
	if (err) {
		sync_note(sync, err, "counting");
		return;
	}
	for (size_t i = 0; i < STAGE_COUNT; i++)
		all += n[i];
	out = n[STAGE_SENT] + n[STAGE_ASIDE] + n[STAGE_MERGED];
	if (sync->news == 0 && sync->trouble.code == 0)
		session_say(s, SAID_LINE, W_NOTHING, NULL, NULL);
	word_add(&text, s->language, W_SYNC_SUMS, session_number(s, all),
	    session_number(s, n[STAGE_DRAFT]),
	    session_number(s, n[STAGE_FINAL] + n[STAGE_PACKED]),
	    session_number(s, out), session_number(s, n[STAGE_MERGED]),
	    session_number(s, n[STAGE_ASIDE]), (char *)NULL);
	session_tell(s, SAID_LINE, buf_str(&text));
	buf_free(&text);
}

/*
 * Each time, while it is so: nothing is merged before a coordinator admits this
 * laptop, or once it is revoked; and a store of the training counts for nothing.
 */
void
sync_say_standing(struct sync *sync)
{
	const struct study *study = store_study(sync->store);
	const struct manifest *manifest;
	enum member_role role;

	if (store_manifest(&manifest, sync->store) != NULL)
		return;
	role = manifest_role(manifest, &study->sign);
	if (role == MEMBER_NONE)
		session_say_waiting(sync->session, W_STILL_WAITS);
	else if (role == MEMBER_REVOKED)
		sync_say(sync, W_REVOKED, NULL, NULL);
	if (manifest_is_past(manifest, study->phase))
		sync_say(sync, W_PHASE_OVER, phase_name(study->phase,
		    language_code(sync->session->language)), NULL);
}

static void
run(struct sync *sync, bool *reached)
{
	const struct err *err = fetch(sync);

	*reached = err == NULL;
	sync_note(sync, err, "fetching");
	if (*reached) {
		sync_take(sync);
		sync_note(sync, sync_check_chain(sync, DEPOT_HUB), "chain");
	}
	sync_pack(sync);
	if (*reached) {
		sync_note(sync, reaching_keep(&sync->way), "store");
		sync_deliver_enrolment(sync);
		if (!store_is_closed(sync->store))
			deliver(sync);
		sync_note(sync, store_set_synced(sync->store,
		    platform_now_ms()), "store");
	}
	sync_say_sums(sync);
	sync_say_clock(sync);
	if (*reached)
		sync_say_standing(sync);
}

static const struct err *
open_depot(struct sync *sync)
{
	const struct err *err = store_depot(&sync->depot, sync->store);

	if (!err && depot_torn(sync->depot)[0])
		sync_say(sync, W_DEPOT_TORN, depot_torn(sync->depot), NULL);
	return err ? err : err_in(sync_check_chain(sync, DEPOT_OWN), "depot");
}

/* Made again from the store when it is broken: nobody need repair it by hand. */
static const struct err *
settle_depot(struct sync *sync)
{
	const struct err *err = open_depot(sync);
	const char *why;

	if (!err || !mend_is_damage(err))
		return err;
	why = session_reason(sync->session, err);
	if ((err = mend_depot(sync->store)) != NULL)
		return err;
	sync_say(sync, W_D_DEPOT_MENDED, why, NULL);
	return open_depot(sync);
}

const struct err *
sync_begin(struct sync *sync)
{
	const struct manifest *manifest;
	const struct err *err = store_lock(sync->store);

	if (!err)
		err = store_manifest(&manifest, sync->store);
	/* What a crash left between store and depot comes first. */
	return err ? err : settle_depot(sync);
}

const struct err *
sync_run(struct session *session, const char *hub, bool *reached)
{
	const struct err *err;
	struct sync sync = { .session = session, .store = session->store,
		.hub = hub };

	*reached = false;
	if ((err = sync_begin(&sync)) != NULL)
		return err;
	if ((err = reaching_open(&sync.way, session, hub)) != NULL)
		return err;
	run(&sync, reached);
	reaching_close(&sync.way);
	if (sync.trouble.code != 0)
		return err_new(sync.trouble.code, "%s", sync.trouble.msg);
	return NULL;
}
