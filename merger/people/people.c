#include "merger/people/people.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/json.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/envelope.h"
#include "kit/exchange/invitation.h"
#include "merger/cases/frame.h"
#include "merger/print.h"
#include "merger/study/mainline.h"
#include "merger/study/refusal.h"
#include "merger/study/roster.h"
#include "merger/workspace/query.h"

/* Every manifest from the first to the newest, as files in arena. */
static const struct err *
collect_manifests(struct workspace *ws, struct arena *arena,
    struct invitation *out)
{
	size_t n = (size_t)manifest_version(ws->manifest), at = 0;
	struct slice *files = arena_alloc_n(arena, n, sizeof *files);
	struct db_statement *s;
	bool row = false;
	const struct err *err = query_start(&s, index_db(ws->index),
	    "SELECT file FROM manifest ORDER BY version", NO_VALUES);

	while (err == NULL && (err = db_step(s, &row)) == NULL && row &&
	    at < n) {
		struct slice file = db_blob(s, 0);

		files[at++] = slice_of(arena_slice(arena, file), file.len);
	}
	db_done(s);
	out->manifests = files;
	out->manifest_count = at;
	return err;
}

static const struct err *
collect_forms(struct workspace *ws, struct arena *arena,
    struct invitation *out)
{
	size_t n;
	const struct manifest_form *forms = manifest_forms(ws->manifest, &n);
	struct invitation_form *items = arena_alloc_n(arena, n, sizeof *items);

	for (size_t i = 0; i < n; i++) {
		char name[HASH_TEXT_MAX + 8] = "form/";
		struct buf bytes = BUF_INIT;
		const struct err *err;

		hash_text(name + 5, &forms[i].version);
		err = mainline_read(ws, &bytes, name,
		    INVITATION_PACKAGE_BYTES_MAX);
		items[i].version = forms[i].version;
		items[i].package = slice_of(arena_slice(arena,
		    buf_slice(&bytes)), bytes.len);
		buf_free(&bytes);
		if (err != NULL)
			return err;
	}
	out->forms = items;
	out->form_count = n;
	return NULL;
}

static const struct err *
remember_invitation(struct workspace *ws, const struct invitation *invitation)
{
	struct buf secret = BUF_INIT, name = BUF_INIT;
	const struct err *err;

	index_seal(ws->index, &secret, slice_of(invitation->secret.bytes,
	    KEY_BYTES), "invitation secret");
	index_seal(ws->index, &name, slice_str(invitation->for_name),
	    "invitation name");
	err = query_run(index_db(ws->index), "INSERT INTO invitation"
	    " VALUES (?, ?, ?, ?)",
	    VALUES(bound_blob(slice_of(invitation->id, KEY_ID_BYTES)),
	    bound_blob(buf_slice(&secret)), bound_blob(buf_slice(&name)),
	    bound_int(invitation->expires_ms)));
	buf_free(&secret);
	buf_free(&name);
	return err;
}

const struct err *
people_invite(struct workspace *ws, struct buf *out, const char *name,
    unsigned days, const struct access *access)
{
	struct arena *arena;
	struct invitation invitation = {
		.study = ws->keys.study, .for_name = name,
		.hub = buf_str(&ws->hub),
		.expires_ms = platform_now_ms() + (int64_t)days * 86400000
	};
	const struct err *err = mainline_check_open(ws);

	if (err != NULL)
		return err;
	arena = arena_new();
	crypto_random(invitation.secret.bytes, KEY_BYTES);
	crypto_random(invitation.id, KEY_ID_BYTES);
	/* How the hub is known again; what opens it is each one's own. */
	buf_add_slice(&invitation.access.certificate,
	    buf_slice(&ws->access.certificate));
	buf_add_slice(&invitation.access.host_key,
	    buf_slice(&ws->access.host_key));
	access_update(&invitation.access, access);
	err = collect_manifests(ws, arena, &invitation);
	if (err == NULL)
		err = collect_forms(ws, arena, &invitation);
	if (err == NULL)
		err = invitation_write(out, &invitation);
	if (err == NULL)
		err = remember_invitation(ws, &invitation);
	mem_wipe(&invitation.secret, sizeof invitation.secret);
	access_wipe(&invitation.access);
	arena_free(arena);
	return err;
}

/* The secret and the expiry of an invitation of ours. */
static const struct err *
find_invitation(struct workspace *ws, const uint8_t id[KEY_ID_BYTES],
    struct secret_key *secret, int64_t *expires_ms)
{
	struct db_statement *s;
	struct buf plain = BUF_INIT;
	bool row;
	const struct err *err = query_first(&s, &row, index_db(ws->index),
	    "SELECT secret, expires_ms FROM invitation WHERE id = ?",
	    VALUES(bound_blob(slice_of(id, KEY_ID_BYTES))));

	if (err == NULL && !row)
		err = err_new(ERR_NOT_FOUND, "not by an invitation of this "
		    "workspace");
	if (err == NULL) {
		*expires_ms = db_int(s, 1);
		err = index_unseal(ws->index, &plain, db_blob(s, 0),
		    "invitation secret");
	}
	if (err == NULL && plain.len != KEY_BYTES)
		err = err_new(ERR_FORMAT, "merger index: not a key");
	if (err == NULL)
		memcpy(secret->bytes, plain.data, KEY_BYTES);
	buf_wipe(&plain);
	db_done(s);
	return err;
}

/* Who else asked by the same invitation; "" when nobody did. */
static const struct err *
find_rival(struct workspace *ws, const struct enrolment *e,
    char out[DEVICE_ID_MAX])
{
	struct db_statement *s;
	bool row;
	const struct err *err = query_first(&s, &row, index_db(ws->index),
	    "SELECT device FROM request WHERE invitation = ? AND device <> ?",
	    VALUES(bound_blob(slice_of(e->invitation, KEY_ID_BYTES)),
	    bound_text(e->device.id)));

	snprintf(out, DEVICE_ID_MAX, "%s", err == NULL && row ?
	    db_text(s, 0) : "");
	db_done(s);
	return err;
}

/* It works once. */
static const struct err *
check_unused(struct workspace *ws, const struct enrolment *e)
{
	char rival[DEVICE_ID_MAX];
	const struct err *err = find_rival(ws, e, rival);

	if (err == NULL && rival[0] != '\0')
		err = err_new(ERR_DENIED, "its invitation was used already, "
		    "by %s", rival);
	return err;
}

const struct err *
people_check(struct workspace *ws, struct slice sealed, bool coordinator,
    struct enrolment *enrolment, const char **word)
{
	struct enrolment_proof proof;
	struct secret_key secret = { { 0 } };
	int64_t expires_ms = 0;
	const struct err *err;

	*word = "forged";
	err = enrolment_open(enrolment, &proof, sealed, &ws->keys.study,
	    &ws->keys.seal);
	if (err == NULL && enrolment->coordinator != coordinator)
		err = err_new(ERR_USAGE, coordinator ? "it asks for a laptop" :
		    "it asks to coordinate (merger coordinators add)");
	if (err == NULL) {
		err = find_invitation(ws, enrolment->invitation, &secret,
		    &expires_ms);
		if (err != NULL)
			*word = "unknown";
	}
	if (err == NULL && !enrolment_proves(enrolment, &proof, &secret,
	    &ws->keys.study))
		err = err_new(ERR_SIGNATURE, "it does not prove its "
		    "invitation");
	mem_wipe(&secret, sizeof secret);
	if (err == NULL && (err = check_unused(ws, enrolment)) != NULL)
		*word = "used";
	if (err == NULL && enrolment->time_ms > expires_ms) {
		*word = "expired";
		err = err_new(ERR_DENIED, "its invitation has expired");
	}
	return err;
}

/* A request on a branch: nobody asks for somebody else. */
static const struct err *
check_request(struct workspace *ws, const char *device, struct slice sealed,
    struct enrolment *enrolment, const char **word)
{
	const struct err *err = people_check(ws, sealed, false, enrolment,
	    word);

	/* This comes first: the rest is about whoever signed it. */
	if (enrolment->device.id[0] != '\0' &&
	    strcmp(enrolment->device.id, device) != 0) {
		*word = "forged";
		return err_new(ERR_DENIED, "it is the request of %s",
		    enrolment->device.id);
	}
	return err;
}

static const struct err *
keep_request(struct workspace *ws, const struct enrolment *e, size_t *news)
{
	struct buf name = BUF_INIT;
	const struct err *err;

	index_seal(ws->index, &name, slice_str(e->name), e->device.id);
	err = query_run(index_db(ws->index), "INSERT INTO request"
	    " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (device) DO UPDATE SET"
	    " invitation = excluded.invitation, name = excluded.name,"
	    " time_ms = excluded.time_ms"
	    " WHERE invitation <> excluded.invitation",
	    VALUES(bound_text(e->device.id),
	    bound_blob(slice_of(e->device.sign.bytes, SIGN_PUBLIC_BYTES)),
	    bound_blob(slice_of(e->device.seal.bytes, SEAL_PUBLIC_BYTES)),
	    bound_blob(slice_of(e->invitation, KEY_ID_BYTES)),
	    bound_blob(buf_slice(&name)), bound_int(e->time_ms)));
	if (err == NULL)
		*news += db_changes(index_db(ws->index)) > 0;
	buf_free(&name);
	return err;
}

const struct err *
people_use_up(struct workspace *ws, const struct enrolment *enrolment)
{
	size_t news = 0;

	return keep_request(ws, enrolment, &news);
}

/*
 * Two ask by one invitation: a copy of it is about. Neither the time that they
 * name nor their ids tell whose it is, so a coordinator does, by name; nobody
 * asks any more where one is in.
 */
static const struct err *
keep_rivals(struct workspace *ws, const struct enrolment *enrolment)
{
	char rival[DEVICE_ID_MAX];
	size_t news = 0;
	const struct err *err = find_rival(ws, enrolment, rival);

	if (err != NULL || rival[0] == '\0' ||
	    manifest_member(ws->manifest, rival) != NULL)
		return err;
	words_print(stderr, ws->language, W_REQUEST_RIVALS, rival,
	    enrolment->device.id, (char *)NULL);
	err = refusal_keep(ws, rival, "used");
	return err ? err : keep_request(ws, enrolment, &news);
}

/*
 * What is refused is kept; so is a request that a coordinator may still grant
 * by name: its invitation has expired, or another asks by it.
 */
static const struct err *
refuse(struct workspace *ws, const char *device, const char *word,
    const struct enrolment *enrolment)
{
	const struct err *err;
	size_t news = 0;

	if (!device_id_is_valid(device))
		return NULL;		/* there is nobody to be told */
	err = refusal_keep(ws, device, word);
	if (err == NULL && !strcmp(word, "expired"))
		err = keep_request(ws, enrolment, &news);
	if (err == NULL && !strcmp(word, "used"))
		err = keep_rivals(ws, enrolment);
	return err;
}

/* An invitation that this workspace did not give, but another may have. */
static bool
is_of_another(const struct workspace *ws, const char *word)
{
	size_t n;

	manifest_recipients(ws->manifest, &n);
	return n > 1 && !strcmp(word, "unknown");
}

static const struct err *
receive_one(struct workspace *ws, const char *branch, size_t *news,
    size_t *refused)
{
	char tip[DEPOT_ID_TEXT_MAX], since[DEPOT_ID_TEXT_MAX];
	const char *device = branch + strlen("enrol/");
	struct buf sealed = BUF_INIT;
	struct enrolment enrolment;
	const struct err *err, *no;
	const char *word = "forged";

	err = depot_tip(ws->depot, DEPOT_HUB, branch, tip);
	if (err != NULL || tip[0] == '\0')
		return err;
	err = index_branch(ws->index, DEPOT_HUB, branch, since);
	if (err != NULL || !strcmp(tip, since) ||
	    manifest_member(ws->manifest, device) != NULL)
		return err;
	no = depot_read(&sealed, ws->depot, tip, "request",
	    ENROLMENT_BYTES_MAX);
	if (no == NULL)
		no = check_request(ws, device, buf_slice(&sealed), &enrolment,
		    &word);
	if (no != NULL && err_is_of_system(no)) {
		err = no;		/* nothing was said about it */
	} else if (no == NULL) {
		err = keep_request(ws, &enrolment, news);
		if (err == NULL)
			err = refusal_forget(ws, device);
	} else if (is_of_another(ws, word)) {
		words_print(stderr, ws->language, W_REQUEST_ELSEWHERE, branch,
		    (char *)NULL);
	} else {
		++*refused;
		words_print(stderr, ws->language, W_REQUEST_REFUSED, branch,
		    no->msg, (char *)NULL);
		err = refuse(ws, device, word, &enrolment);
	}
	buf_free(&sealed);
	return err ? err : index_set_branch(ws->index, DEPOT_HUB, branch, tip);
}

const struct err *
people_receive(struct workspace *ws, size_t *news, size_t *refused)
{
	const struct err *err;
	char **names = NULL;
	size_t n = 0;

	*news = *refused = 0;
	err = depot_branches(ws->depot, DEPOT_HUB, "enrol/", &names, &n);
	for (size_t i = 0; i < n && err == NULL; i++)
		err = receive_one(ws, names[i], news, refused);
	depot_names_free(names, n);
	return err;
}

static const struct err *
read_request(struct workspace *ws, struct db_statement *s,
    struct requests *out)
{
	struct request *r = &out->items[out->count];
	struct buf name = BUF_INIT;
	const struct err *err;

	snprintf(r->device.id, sizeof r->device.id, "%s", db_text(s, 0));
	if (manifest_member(ws->manifest, r->device.id) != NULL)
		return NULL;		/* admitted meanwhile */
	if (db_blob(s, 1).len != SIGN_PUBLIC_BYTES ||
	    db_blob(s, 2).len != SEAL_PUBLIC_BYTES ||
	    db_blob(s, 3).len != KEY_ID_BYTES)
		return err_new(ERR_FORMAT, "merger index: request of %s is "
		    "damaged", r->device.id);
	memcpy(r->device.sign.bytes, db_blob(s, 1).data, SIGN_PUBLIC_BYTES);
	memcpy(r->device.seal.bytes, db_blob(s, 2).data, SEAL_PUBLIC_BYTES);
	memcpy(r->invitation, db_blob(s, 3).data, KEY_ID_BYTES);
	r->time_ms = db_int(s, 5);
	r->refused = arena_strdup(out->arena, db_text(s, 6));
	err = index_unseal(ws->index, &name, db_blob(s, 4), r->device.id);
	r->name = arena_strdup(out->arena, buf_str(&name));
	out->count++;
	buf_wipe(&name);
	return err;
}

const struct err *
people_requests(struct workspace *ws, struct requests *out)
{
	struct db_statement *s = NULL;
	const struct err *err;
	int64_t n = 0;
	bool row = false;

	memset(out, 0, sizeof *out);
	out->arena = arena_new();
	err = index_count(ws->index, "SELECT count(*) FROM request", &n);
	if (err != NULL)
		return err;
	out->items = arena_alloc_n(out->arena, (size_t)n, sizeof *out->items);
	err = db_prepare(&s, index_db(ws->index), "SELECT device, sign, seal,"
	    " invitation, name, request.time_ms, coalesce(refusal.reason, '')"
	    " FROM request LEFT JOIN refusal USING (device)"
	    " ORDER BY request.time_ms, device");
	while (err == NULL && (err = db_step(s, &row)) == NULL && row)
		err = read_request(ws, s, out);
	db_done(s);
	return err;
}

void
people_requests_free(struct requests *requests)
{
	arena_free(requests->arena);
	memset(requests, 0, sizeof *requests);
}

static const struct err *
seal_roster(struct workspace *ws, struct buf *out,
    const struct requests *requests)
{
	struct json *names = json_new_object();
	const struct err *err;

	for (size_t i = 0; i < requests->count; i++)
		json_put_string(names, requests->items[i].device.id,
		    requests->items[i].name);
	err = roster_seal(ws, out, names);
	json_free(names);
	return err;
}

/* The frame is sealed to the devices: the new ones want it too. */
static const struct err *
seal_frame(struct workspace *ws, struct buf *out,
    const struct requests *requests)
{
	struct seal_public *keys = mem_alloc_n(requests->count, sizeof *keys);
	const struct err *err;
	size_t cases;

	for (size_t i = 0; i < requests->count; i++)
		keys[i] = requests->items[i].device.seal;
	err = frame_seal(ws, out, keys, requests->count, &cases);
	mem_free(keys);
	return err;
}

const struct err *
people_admit(struct workspace *ws, const struct requests *requests)
{
	struct manifest_draft *draft;
	struct buf roster = BUF_INIT, frame = BUF_INIT;
	char devices[PRINT_COUNT_MAX], subject[96];
	int64_t now = platform_now_ms();
	const struct err *err = mainline_check_open(ws);

	if (err != NULL)
		return err;
	draft = manifest_draft_of(ws->manifest);
	for (size_t i = 0; i < requests->count; i++)
		manifest_draft_admit(draft, &requests->items[i].device, now);
	err = seal_roster(ws, &roster, requests);
	if (err == NULL)
		err = seal_frame(ws, &frame, requests);
	if (err == NULL) {
		struct depot_file files[] = {
			{ "roster", buf_slice(&roster) },
			{ "frame", buf_slice(&frame) }
		};

		snprintf(subject, sizeof subject, "%s admitted",
		    print_count(devices, requests->count, "device"));
		err = mainline_commit(ws, draft, files, frame.len > 0 ? 2 : 1,
		    subject);
	}
	manifest_draft_free(draft);
	buf_free(&frame);
	buf_free(&roster);
	return err;
}

const struct err *
people_seal_again(struct workspace *ws, const struct request *more)
{
	struct requests requests = { (struct request *)more, more != NULL,
		NULL }, none = { 0 };
	struct buf roster = BUF_INIT, frame = BUF_INIT;
	const struct err *err = seal_roster(ws, &roster, &requests);

	if (err == NULL)
		err = seal_frame(ws, &frame, &none);
	if (err == NULL) {
		struct depot_file files[] = {
			{ "roster", buf_slice(&roster) },
			{ "frame", buf_slice(&frame) }
		};

		err = mainline_commit_files(ws, files, frame.len > 0 ? 2 : 1,
		    "roster sealed again");
	}
	buf_free(&roster);
	buf_free(&frame);
	return err;
}
