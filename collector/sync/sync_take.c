/* sync_take.c - what came from the hub goes into the store. */
#include <stdio.h>
#include <string.h>

#include "collector/sync/pack.h"
#include "collector/sync/sync.h"
#include "kit/base/file.h"
#include "kit/base/platform.h"
#include "kit/exchange/delivery.h"
#include "kit/exchange/envelope.h"
#include "kit/record/phase_name.h"

/* ---- manifests and forms ---- */

static enum member_role
our_role(struct sync *sync)
{
	const struct manifest *manifest;

	if (store_manifest(&manifest, sync->store) != NULL)
		return MEMBER_NONE;
	return manifest_role(manifest, &store_study(sync->store)->sign);
}

/* The manifest of that version, verified against the newest one we have. */
static const struct err *
take_manifest(struct sync *sync, const char *tip, const char *name, bool *more)
{
	const struct err *err;
	const struct manifest *last;
	struct manifest *next = NULL;
	struct buf file = BUF_INIT;

	*more = false;
	if ((err = store_manifest(&last, sync->store)) != NULL)
		return err;
	err = depot_read(&file, sync->depot, tip, name, MANIFEST_BYTES_MAX);
	if (err && err->code == ERR_NOT_FOUND) {
		buf_free(&file);
		return NULL;
	}
	if (!err)
		err = manifest_read(&next, buf_slice(&file), last, NULL);
	if (!err)
		err = store_add_manifest(sync->store, next);
	if (!err) {
		*more = true;
		sync_say(sync, W_MANIFEST, session_number(sync->session,
		    (size_t)manifest_version(next)), phase_name(manifest_phase(next),
		    language_code(sync->session->language)));
	}
	manifest_free(next);
	buf_free(&file);
	return err_in(err, "%s", name);
}

/*
 * The hub must have the manifest that we have: another one is an alarm. One that
 * has none of that number is an old hub or an old stick: *current is false.
 */
static const struct err *
check_manifest(struct sync *sync, const char *tip, const char *name,
    bool *current)
{
	const struct err *err;
	const struct manifest *ours;
	struct buf file = BUF_INIT;

	if ((err = store_manifest(&ours, sync->store)) != NULL)
		return err;
	err = depot_read(&file, sync->depot, tip, name, MANIFEST_BYTES_MAX);
	*current = err == NULL;
	if (err && err->code == ERR_NOT_FOUND)
		err = NULL;
	else if (!err && !slice_equal(buf_slice(&file), manifest_file(ours)))
		err = err_new(ERR_FOREIGN, "%s: not the one that this device "
		    "knows; tell the coordinator, nothing of it was taken",
		    name);
	buf_free(&file);
	return err;
}

static const struct err *
take_manifests(struct sync *sync, const char *tip, bool *current)
{
	const struct err *err;
	const struct manifest *manifest;
	enum member_role before = our_role(sync), after;
	char name[32];
	bool more = true;

	if ((err = store_manifest(&manifest, sync->store)) != NULL)
		return err;
	snprintf(name, sizeof(name), "manifest/%08llu",
	    (unsigned long long)manifest_version(manifest));
	err = check_manifest(sync, tip, name, current);
	if (err || !*current)
		return err;
	while (more && !err) {
		err = store_manifest(&manifest, sync->store);
		if (err)
			break;
		snprintf(name, sizeof(name), "manifest/%08llu",
		    (unsigned long long)manifest_version(manifest) + 1);
		err = take_manifest(sync, tip, name, &more);
	}
	after = our_role(sync);
	if (after != before && after != MEMBER_NONE && after != MEMBER_REVOKED)
		sync_say(sync, W_ADMITTED, NULL, NULL);
	return err;
}

static const struct err *
take_form(struct sync *sync, const char *tip, const struct manifest_form *form)
{
	const struct err *err;
	struct package *package = NULL;
	struct buf bytes = BUF_INIT;
	char name[HASH_TEXT_MAX + 8], text[HASH_TEXT_MAX];

	hash_text(text, &form->version);
	snprintf(name, sizeof(name), "form/%s", text);
	err = depot_read(&bytes, sync->depot, tip, name, PACKAGE_BYTES_MAX);
	if (!err)
		err = package_read(&package, buf_slice(&bytes));
	if (!err && !hash_equal(&package->version, &form->version))
		err = err_new(ERR_SIGNATURE, "not the bytes that the manifest "
		    "names");
	if (!err)
		err = store_add_form(sync->store, form->name, &form->version,
		    buf_slice(&bytes));
	text[8] = '\0';
	if (!err)
		sync_say(sync, W_FORM, form->name, text);
	package_free(package);
	buf_free(&bytes);
	return err_in(err, "form %s %s", form->name, text);
}

static const struct err *
take_forms(struct sync *sync, const char *tip)
{
	const struct err *err;
	const struct manifest *manifest;
	const struct manifest_form *forms;
	size_t count;

	if ((err = store_manifest(&manifest, sync->store)) != NULL)
		return err;
	forms = manifest_forms(manifest, &count);
	for (size_t i = 0; i < count; i++) {
		bool has;

		err = err_first(err, store_has_form(&has, sync->store,
		    &forms[i].version));
		if (!has)
			err = err_first(err, take_form(sync, tip, &forms[i]));
	}
	return err;
}

/* ---- the sample frame ---- */

static const struct err *
open_frame(struct sync *sync, struct slice sealed, const struct hash *hash)
{
	const struct err *err;
	const struct manifest *manifest;
	struct sign_public writer;
	struct buf plain = BUF_INIT;
	size_t count;

	if ((err = store_manifest(&manifest, sync->store)) != NULL)
		return err;
	err = envelope_open(&plain, &writer, sealed, "recolte frame",
	    &store_study(sync->store)->id, store_seal_pair(sync->store));
	if (!err && manifest_role(manifest, &writer) != MEMBER_COORDINATOR)
		err = err_new(ERR_SIGNATURE, "no coordinator has written it");
	if (!err)
		err = store_set_frame(sync->store, buf_slice(&plain), hash,
		    &count);
	if (!err)
		sync_say(sync, W_FRAME, session_number(sync->session, count),
		    NULL);
	buf_wipe(&plain);
	/* Sealed before we were admitted: the next one will be for us too. */
	return err && err->code == ERR_DENIED ? NULL : err;
}

static const struct err *
take_frame(struct sync *sync, const char *tip)
{
	const struct err *err;
	struct buf sealed = BUF_INIT;
	struct hash seen, hash;

	err = depot_read(&sealed, sync->depot, tip, "frame",
	    ENVELOPE_BYTES_MAX);
	if (err && err->code == ERR_NOT_FOUND)
		err = NULL;
	else if (!err)
		err = store_frame_hash(&seen, sync->store);
	crypto_hash(&hash, buf_slice(&sealed));
	if (!err && sealed.len > 0 && !hash_equal(&seen, &hash))
		err = open_frame(sync, buf_slice(&sealed), &hash);
	buf_free(&sealed);
	return err;
}

/* ---- receipts ---- */

struct taking {
	struct sync *sync;
	size_t merged, aside;
};

static bool
is_receipts(const char *name)
{
	return !strcmp(file_extension(name), ".receipts");
}

/* Is it us who are refused? Another coordinator may still admit us. */
static const struct err *
take_refusals(struct store *store, const struct receipts *receipts)
{
	for (size_t i = 0; i < receipts->refused_count; i++)
		if (!strcmp(receipts->refused[i].device,
		    store_study(store)->device))
			return store_set_refusal(store,
			    receipts->refused[i].reason);
	return NULL;
}

static const struct err *
take_receipts(void *data, const struct depot_visit *visit)
{
	struct taking *t = data;
	struct store *store = t->sync->store;
	const struct err *err;
	const struct manifest *manifest;
	struct receipts *receipts;
	bool fresh;

	/* Its parents are the chains that it speaks of: pass them over. */
	if (!is_receipts(visit->name))
		return NULL;
	if ((err = store_manifest(&manifest, store)) != NULL)
		return err;
	if (visit->too_large)
		return err_new(ERR_LIMIT, "%s: too large", visit->name);
	err = receipts_read(&receipts, visit->bytes, manifest);
	if (err)
		return err_in(err, "%s", visit->name);
	err = take_refusals(store, receipts);
	for (size_t i = 0; i < receipts->count && !err; i++) {
		const struct receipt *r = &receipts->items[i];

		if (strcmp(r->device, store_study(store)->device) != 0)
			continue;
		err = store_set_receipt(store, r, receipts->time_ms, &fresh);
		if (!err && fresh && r->verdict == RECEIPT_MERGED)
			t->merged++;
		else if (!err && fresh)
			t->aside++;
	}
	receipts_free(receipts);
	return err;
}

/*
 * Somebody who was a coordinator once, or never was: nothing there counts. What
 * they gave receipts for, those who coordinate now do too.
 */
static bool
is_coordinators(struct sync *sync, const char *branch)
{
	const struct manifest *manifest;
	const struct member *member;
	const char *id = strchr(branch, '/') + 1;
	char device[DEVICE_ID_MAX];

	if (store_manifest(&manifest, sync->store) != NULL)
		return false;
	/* The other side of a rewritten branch is kept as BRANCH+TIP. */
	snprintf(device, sizeof(device), "%.*s", (int)strcspn(id, "+"), id);
	member = manifest_member(manifest, device);
	return member != NULL && member->role == MEMBER_COORDINATOR;
}

/* Read the branch from where the last sync stopped, all of it or nothing. */
static const struct err *
take_branch(struct taking *t, const char *branch)
{
	struct sync *sync = t->sync;
	const struct err *err;
	char tip[DEPOT_ID_TEXT_MAX], since[DEPOT_ID_TEXT_MAX];

	err = depot_tip(sync->depot, DEPOT_HUB, branch, tip);
	if (err || !tip[0])
		return err;
	if ((err = store_seen(since, sync->store, branch)) != NULL)
		return err;
	if (!strcmp(tip, since))
		return NULL;
	if ((err = store_begin(sync->store)) != NULL)
		return err;
	err = depot_walk(sync->depot, tip, since[0] ? since : NULL,
	    RECEIPT_BYTES_MAX, take_receipts, t);
	if (!err)
		err = store_set_seen(sync->store, branch, tip);
	return err_in(store_end(sync->store, err), "%s", branch);
}

static const struct err *
take_prefix(struct taking *t, const char *prefix)
{
	const struct err *err;
	char **names;
	size_t count;

	err = depot_branches(t->sync->depot, DEPOT_HUB, prefix, &names,
	    &count);
	if (err)
		return err;
	for (size_t i = 0; i < count; i++)
		if (is_coordinators(t->sync, names[i]))
			err = err_first(err, take_branch(t, names[i]));
	depot_names_free(names, count);
	return err;
}

/* As laptops get them; 0receipts/ is what earlier versions fetched. */
static const struct err *
take_all_receipts(struct sync *sync)
{
	const struct err *err;
	struct taking t = { .sync = sync };

	err = take_prefix(&t, "0receipts/");
	err = err_first(err, take_prefix(&t, "receipts/"));
	if (t.merged + t.aside > 0)
		sync_say(sync, W_RECEIPTS, session_number(sync->session,
		    t.merged), session_number(sync->session, t.aside));
	return err;
}

/* ---- our own chains ---- */

/* Another store that sends in our name: said each time until it stops. */
static const struct err *
look_for_copies(struct sync *sync, const struct chain *chains, size_t count)
{
	const struct err *err;
	char prefix[DEPOT_BRANCH_MAX], **names;
	size_t name_count, prefix_len;

	delivery_branch(prefix, store_study(sync->store)->device, "");
	prefix_len = strlen(prefix);
	err = depot_branches(sync->depot, DEPOT_HUB, prefix, &names,
	    &name_count);
	if (err)
		return err;
	for (size_t i = 0; i < name_count; i++) {
		const char *chain = names[i] + prefix_len;
		bool known = strchr(chain, '+') != NULL;

		for (size_t c = 0; c < count && !known; c++)
			known = !strcmp(chains[c].id, chain);
		if (!known)
			sync_say(sync, W_OTHER_COPY, chain, NULL);
	}
	depot_names_free(names, name_count);
	return NULL;
}

/*
 * The hub has what it has of the open chain; the numbers must mean the same as
 * ours, and there must be no number that we do not know.
 */
static const struct err *
check_hub_chain(struct sync *sync, bool *ahead, uint64_t *common)
{
	const struct err *err;
	struct chain *chains;
	size_t count, fresh;
	uint64_t last;

	err = store_chains(&chains, &count, sync->session->arena, sync->store);
	if (!err)
		err = look_for_copies(sync, chains, count);
	if (!err)
		err = pack_compare(sync->store, sync->depot, DEPOT_HUB,
		    chains[count - 1].id, common, &last);
	if (!err)
		err = store_set_delivered(sync->store, chains[count - 1].id,
		    *common, platform_now_ms(), &fresh);
	*ahead = !err && last > *common;
	return err;
}

const struct err *
sync_check_chain(struct sync *sync, enum depot_side side)
{
	const struct err *err;
	uint64_t common = 0;
	bool ahead = false;

	err = side == DEPOT_OWN ? pack_commit(sync->store, &ahead, &common) :
	    check_hub_chain(sync, &ahead, &common);
	/* What a lost depot lacks comes with the fetch; or is said then. */
	if (err && err->code == ERR_STATE && side == DEPOT_OWN)
		err = NULL;
	if (err || !ahead)
		return err;
	if ((err = store_begin(sync->store)) != NULL)
		return err;
	err = store_end(sync->store, store_new_chain(sync->store, common,
	    platform_now_ms()));
	if (!err)
		sync_say(sync, W_NEW_CHAIN, NULL, NULL);
	return err;
}

/* ---- main ---- */

/* What no disk and no network can be blamed for: somebody wrote it so. */
static bool
is_lie(const struct err *err)
{
	return err->code == ERR_FORMAT || err->code == ERR_SIGNATURE ||
	    err->code == ERR_FOREIGN || err->code == ERR_LIMIT;
}

/* Was this tip told to be a lie by an earlier sync? From now on it was. */
static bool
was_told(struct sync *sync, const char *branch, const char *tip)
{
	char seen[DEPOT_ID_TEXT_MAX] = "", key[DEPOT_BRANCH_MAX + 8];

	snprintf(key, sizeof(key), "lie/%s", branch);
	sync_note(sync, store_seen(seen, sync->store, key), "store");
	if (!strcmp(seen, tip))
		return true;
	sync_note(sync, store_set_seen(sync->store, key, tip), "store");
	return false;
}

/*
 * A forged main stays in our depot after the hub was repaired; the true one is
 * then kept beside it, as "main+...". So every side is asked, a lie is told, and
 * told again for as long as there is nothing better.
 */
static void
take_main(struct sync *sync, char **sides, size_t count)
{
	const struct err *err;
	struct err lie = { .code = 0 };
	bool taken = false;

	for (size_t i = 0; i < count; i++) {
		char tip[DEPOT_ID_TEXT_MAX];
		bool current = false;

		if (strcmp(sides[i], "main") != 0 &&
		    strncmp(sides[i], "main+", 5) != 0)
			continue;
		err = depot_tip(sync->depot, DEPOT_HUB, sides[i], tip);
		if (!err && !tip[0])
			continue;
		if (!err)
			err = take_manifests(sync, tip, &current);
		if (err && is_lie(err) && was_told(sync, sides[i], tip))
			lie = *err;
		else
			sync_note(sync, err, "manifest");
		if (err || !current || taken)
			continue;
		taken = true;
		sync_note(sync, take_forms(sync, tip), "forms");
		if (!store_is_closed(sync->store))
			sync_note(sync, take_frame(sync, tip),
			    "sample frame");
		if (!store_is_closed(sync->store))
			sync_note(sync, sync_take_down(sync, tip),
			    "cases and corrections");
	}
	if (!taken && lie.code != 0)
		sync_note(sync, &lie, "manifest");
}

/* ---- endings ---- */

static const struct err *
follow_erasures(struct sync *sync)
{
	size_t count;
	const struct err *err = store_follow_erasures(sync->store, &count);

	if (!err && count > 0)
		sync_say(sync, W_ERASED, session_number(sync->session, count),
		    NULL);
	return err;
}

/* What nobody was in time to receive. */
static const struct err *
say_left(struct sync *sync)
{
	size_t n[STAGE_COUNT], left = 0;
	const struct err *err = store_count(sync->store, n);

	for (size_t i = 0; !err && i < STAGE_COUNT; i++)
		left += i == STAGE_MERGED ? 0 : n[i];
	if (left > 0)
		sync_say(sync, W_CLOSED_LEFT, session_number(sync->session,
		    left), NULL);
	return err;
}

static const struct err *
follow_closing(struct sync *sync)
{
	const struct err *err;

	if (!store_is_closed(sync->store))
		return NULL;
	sync_say(sync, W_CLOSED, NULL, NULL);
	err = store_close_study(sync->store);
	return err ? err : say_left(sync);
}

/* ---- wiping ---- */

/* The study says "keep", or what is merged is wiped. */
static const struct err *
purge(struct sync *sync)
{
	const struct err *err;
	const struct manifest *manifest;
	const char *policy;
	size_t count;

	if ((err = store_manifest(&manifest, sync->store)) != NULL)
		return err;
	policy = manifest_policy(manifest, "purge");
	if (policy != NULL && !strcmp(policy, "keep") &&
	    !manifest_is_closed(manifest))
		return NULL;
	err = store_purge_merged(sync->store, platform_now_ms(), &count);
	if (!err && count > 0)
		sync_say(sync, W_PURGED, session_number(sync->session, count),
		    NULL);
	return err;
}

void
sync_take(struct sync *sync)
{
	const struct err *err;
	char **sides = NULL;
	size_t count = 0;

	err = depot_branches(sync->depot, DEPOT_HUB, "main", &sides, &count);
	sync_note(sync, err, "main");
	if (!err)
		take_main(sync, sides, count);
	depot_names_free(sides, count);
	sync_note(sync, follow_erasures(sync), "erasure");
	sync_note(sync, take_all_receipts(sync), "receipts");
	sync_note(sync, purge(sync), "wiping");
	sync_note(sync, follow_closing(sync), "closing");
}
