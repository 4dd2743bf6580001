/*
 * sync_down.c - what the coordinators tell this laptop alone: how its cases
 * stand, and what was corrected (kit/record/downward.h).
 */
#include <string.h>

#include "collector/interview/corrected.h"
#include "collector/sync/sync.h"
#include "kit/base/map.h"
#include "kit/exchange/envelope.h"

/* ---- what may be believed ---- */

static bool
is_coordinators(const struct manifest *manifest, const char *author)
{
	const struct member *member = manifest_member(manifest, author);

	return member != NULL && (member->role == MEMBER_COORDINATOR ||
	    member->role == MEMBER_FORMER);
}

/* The revision, if it came along, is one that a coordinator made of it. */
static bool
is_sound(struct sync *sync, const struct manifest *manifest,
    const struct down_correction *c)
{
	struct arena *arena = arena_new();
	struct revision *r;
	bool sound = c->bytes.len == 0;

	if (!sound && revision_read(&r, arena, c->bytes,
	    &store_study(sync->store)->id) == NULL)
		sound = r->kind == RECORD_RESPONSE &&
		    !strcmp(r->record, c->response) &&
		    is_coordinators(manifest, r->author);
	arena_free(arena);
	return sound;
}

static void
drop_unsound(struct sync *sync, const struct manifest *manifest,
    struct downward *down)
{
	struct down_correction *kept = arena_alloc_n(sync->session->arena,
	    down->correction_count + 1, sizeof(*kept));
	size_t n = 0;

	for (size_t i = 0; i < down->correction_count; i++)
		if (is_sound(sync, manifest, &down->corrections[i]))
			kept[n++] = down->corrections[i];
	down->skipped += down->correction_count - n;
	down->corrections = kept;
	down->correction_count = n;
}

/* ---- taking ---- */

static bool
is_newer(const struct downward *down, const struct down_mark *mark)
{
	return down->manifest != mark->manifest ?
	    down->manifest > mark->manifest : down->number > mark->number;
}

/* Interviewers should know where their word does not stand. */
static const struct err *
say_contested(struct sync *sync, const struct downward *down)
{
	const struct err *err = NULL;
	struct map *seen = map_new();

	for (size_t i = 0; i < down->correction_count && !err; i++) {
		const char *id = down->corrections[i].response;
		struct corrected corrected;

		if (map_set(seen, id, seen) != NULL)
			continue;
		err = corrected_of(&corrected, sync->session->arena,
		    sync->store, id);
		if (!err && corrected_is_contested(&corrected))
			sync_say(sync, W_CONTESTED, id, NULL);
	}
	map_free(seen);
	return err;
}

static const struct err *
keep(struct sync *sync, const struct downward *down, const struct hash *hash)
{
	const struct err *err;
	size_t cases, corrections;

	err = store_set_down(sync->store, down, hash, &cases, &corrections);
	if (err)
		return err;
	sync_say(sync, W_DOWN, session_number(sync->session, cases),
	    session_number(sync->session, corrections));
	if (down->skipped > 0)
		sync_say(sync, W_DOWN_SKIPPED, session_number(sync->session,
		    down->skipped), NULL);
	return say_contested(sync, down);
}

static const struct err *
open_down(struct sync *sync, struct slice sealed, const struct hash *hash,
    const struct down_mark *mark)
{
	const struct err *err;
	const struct manifest *manifest;
	struct sign_public writer;
	struct downward *down;

	if ((err = store_manifest(&manifest, sync->store)) != NULL)
		return err;
	err = downward_open(&down, sync->session->arena, &writer, sealed,
	    &store_study(sync->store)->id, store_study(sync->store)->device,
	    store_seal_pair(sync->store));
	if (!err && manifest_role(manifest, &writer) != MEMBER_COORDINATOR)
		err = err_new(ERR_SIGNATURE, "no coordinator has written it; "
		    "tell the coordinator, nothing of it was taken");
	if (err)
		return err;
	if (!is_newer(down, mark)) {
		sync_say(sync, W_DOWN_OLD, NULL, NULL);
		return NULL;
	}
	drop_unsound(sync, manifest, down);
	return keep(sync, down, hash);
}

const struct err *
sync_take_down(struct sync *sync, const char *tip)
{
	const struct err *err;
	struct buf sealed = BUF_INIT;
	struct down_mark mark;
	struct hash hash;
	char name[DOWNWARD_NAME_MAX];

	downward_name(name, store_study(sync->store)->device);
	err = depot_read(&sealed, sync->depot, tip, name, ENVELOPE_BYTES_MAX);
	if (err && err->code == ERR_NOT_FOUND) {
		buf_free(&sealed);
		return NULL;
	}
	if (!err)
		err = store_down(&mark, sync->store);
	crypto_hash(&hash, buf_slice(&sealed));
	if (!err && !hash_equal(&hash, &mark.hash))
		err = open_down(sync, buf_slice(&sealed), &hash, &mark);
	buf_free(&sealed);
	return err_in(err, "%s", name);
}
