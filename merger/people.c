#include "merger/people.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/json.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/envelope.h"
#include "kit/exchange/invitation.h"
#include "merger/frame.h"
#include "merger/mainline.h"

static const char roster_purpose[] = "recolte roster";

/* Every manifest from the first to the newest, as files in arena. */
static const struct err *
collect_manifests(struct workspace *ws, struct arena *arena,
    struct invitation *out)
{
	size_t n = (size_t)manifest_version(ws->manifest), at = 0;
	struct slice *files = arena_alloc_n(arena, n, sizeof *files);
	struct db_statement *s = NULL;
	const struct err *err;
	bool row = false;

	err = db_prepare(&s, index_db(ws->index),
	    "SELECT file FROM manifest ORDER BY version");
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
	struct db_statement *s = NULL;
	const struct err *err;

	err = db_prepare(&s, index_db(ws->index), "INSERT INTO invitation"
	    " (id, secret, name, expires_ms) VALUES (?, ?, ?, ?)");
	if (err != NULL)
		return err;
	index_seal(ws->index, &secret, slice_of(invitation->secret.bytes,
	    KEY_BYTES), "invitation secret");
	index_seal(ws->index, &name, slice_str(invitation->for_name),
	    "invitation name");
	db_bind_blob(s, 1, slice_of(invitation->id, KEY_ID_BYTES));
	db_bind_blob(s, 2, buf_slice(&secret));
	db_bind_blob(s, 3, buf_slice(&name));
	db_bind_int(s, 4, invitation->expires_ms);
	err = db_run(s);
	db_done(s);
	buf_free(&secret);
	buf_free(&name);
	return err;
}

const struct err *
people_invite(struct workspace *ws, struct buf *out, const char *name,
    unsigned days)
{
	struct arena *arena = arena_new();
	struct invitation invitation = {
		.study = ws->keys.study, .for_name = name,
		.hub = buf_str(&ws->hub),
		.expires_ms = platform_now_ms() + (int64_t)days * 86400000
	};
	const struct err *err;

	crypto_random(invitation.secret.bytes, KEY_BYTES);
	crypto_random(invitation.id, KEY_ID_BYTES);
	err = collect_manifests(ws, arena, &invitation);
	if (err == NULL)
		err = collect_forms(ws, arena, &invitation);
	if (err == NULL)
		err = invitation_write(out, &invitation);
	if (err == NULL)
		err = remember_invitation(ws, &invitation);
	mem_wipe(&invitation.secret, sizeof invitation.secret);
	arena_free(arena);
	return err;
}

/* The secret and the expiry of an invitation of ours. */
static const struct err *
find_invitation(struct workspace *ws, const uint8_t id[KEY_ID_BYTES],
    struct secret_key *secret, int64_t *expires_ms)
{
	struct db_statement *s = NULL;
	struct buf plain = BUF_INIT;
	const struct err *err;
	bool row = false;

	err = db_prepare(&s, index_db(ws->index),
	    "SELECT secret, expires_ms, device FROM invitation WHERE id = ?");
	if (err != NULL)
		return err;
	db_bind_blob(s, 1, slice_of(id, KEY_ID_BYTES));
	err = db_step(s, &row);
	if (err == NULL && !row)
		err = err_new(ERR_DENIED, "not by an invitation of this "
		    "workspace");
	if (err == NULL && !db_is_null(s, 2))
		err = err_new(ERR_DENIED, "its invitation was used by %s",
		    db_text(s, 2));
	if (err == NULL) {
		*expires_ms = db_int(s, 1);
		err = index_unseal(ws->index, &plain, db_blob(s, 0),
		    "invitation secret");
	}
	if (err == NULL && plain.len == KEY_BYTES)
		memcpy(secret->bytes, plain.data, KEY_BYTES);
	buf_wipe(&plain);
	db_done(s);
	return err;
}

static const struct err *
check_request(struct workspace *ws, struct slice sealed,
    struct enrolment *enrolment)
{
	struct enrolment_proof proof;
	struct secret_key secret = { { 0 } };
	int64_t expires_ms = 0;
	const struct err *err;

	err = enrolment_open(enrolment, &proof, sealed, &ws->keys.study,
	    &ws->keys.seal);
	if (err == NULL)
		err = find_invitation(ws, enrolment->invitation, &secret,
		    &expires_ms);
	if (err == NULL && !enrolment_proves(enrolment, &proof, &secret,
	    &ws->keys.study))
		err = err_new(ERR_SIGNATURE, "it does not prove its "
		    "invitation");
	if (err == NULL && enrolment->time_ms > expires_ms)
		err = err_new(ERR_DENIED, "its invitation has expired");
	mem_wipe(&secret, sizeof secret);
	return err;
}

static const struct err *
keep_request(struct workspace *ws, const struct enrolment *e, size_t *news)
{
	struct db_statement *s = NULL;
	struct buf name = BUF_INIT;
	const struct err *err;

	err = db_prepare(&s, index_db(ws->index), "INSERT OR IGNORE INTO"
	    " request VALUES (?, ?, ?, ?, ?, ?)");
	if (err != NULL)
		return err;
	index_seal(ws->index, &name, slice_str(e->name), e->device.id);
	db_bind_text(s, 1, e->device.id);
	db_bind_blob(s, 2, slice_of(e->device.sign.bytes, SIGN_PUBLIC_BYTES));
	db_bind_blob(s, 3, slice_of(e->device.seal.bytes, SEAL_PUBLIC_BYTES));
	db_bind_blob(s, 4, slice_of(e->invitation, KEY_ID_BYTES));
	db_bind_blob(s, 5, buf_slice(&name));
	db_bind_int(s, 6, e->time_ms);
	err = db_run(s);
	if (err == NULL)
		*news += db_changes(index_db(ws->index)) > 0;
	db_done(s);
	buf_free(&name);
	return err;
}

static const struct err *
receive_one(struct workspace *ws, const char *branch, size_t *news)
{
	char tip[DEPOT_ID_TEXT_MAX], since[DEPOT_ID_TEXT_MAX];
	struct buf sealed = BUF_INIT;
	struct enrolment enrolment;
	const struct err *err, *refused;

	if (!depot_tip(ws->depot, DEPOT_HUB, branch, tip))
		return NULL;
	err = index_branch(ws->index, DEPOT_HUB, branch, since);
	if (err != NULL || !strcmp(tip, since) ||
	    manifest_member(ws->manifest, branch + strlen("enrol/")) != NULL)
		return err;
	refused = depot_read(&sealed, ws->depot, tip, "request", 1 << 16);
	if (refused == NULL)
		refused = check_request(ws, buf_slice(&sealed), &enrolment);
	if (refused != NULL)
		fprintf(stderr, "merger: %s: request refused: %s\n", branch,
		    refused->msg);
	else
		err = keep_request(ws, &enrolment, news);
	buf_free(&sealed);
	return err ? err : index_set_branch(ws->index, DEPOT_HUB, branch, tip);
}

const struct err *
people_receive(struct workspace *ws, size_t *news)
{
	const struct err *err;
	char **names = NULL;
	size_t n = 0;

	*news = 0;
	err = depot_branches(ws->depot, DEPOT_HUB, "enrol/", &names, &n);
	for (size_t i = 0; i < n && err == NULL; i++)
		err = receive_one(ws, names[i], news);
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
	    " invitation, name, time_ms FROM request ORDER BY time_ms, device");
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

/* The roster as it stands: { "devices": { id: name } }; a new one if none. */
static const struct err *
open_roster(struct workspace *ws, struct json **out)
{
	struct buf sealed = BUF_INIT, plain = BUF_INIT;
	struct sign_public writer;
	const struct err *err;

	*out = NULL;
	err = mainline_read(ws, &sealed, "roster", ENVELOPE_BYTES_MAX);
	if (err != NULL && err->code == ERR_NOT_FOUND) {
		*out = json_new_object();
		json_put(*out, "devices", json_new_object());
		err = NULL;
	} else if (err == NULL) {
		err = envelope_open(&plain, &writer, buf_slice(&sealed),
		    roster_purpose, &ws->keys.study, &ws->keys.seal);
		if (err == NULL && manifest_role(ws->manifest, &writer) !=
		    MEMBER_COORDINATOR)
			err = err_new(ERR_SIGNATURE, "signed by no "
			    "coordinator");
		if (err == NULL)
			err = json_parse_canonical(out, buf_slice(&plain));
	}
	buf_free(&sealed);
	buf_wipe(&plain);
	return err_in(err, "roster");
}

static const struct err *
seal_roster(struct workspace *ws, struct buf *out,
    const struct requests *requests)
{
	struct json *roster, *devices = json_new_object();
	struct buf plain = BUF_INIT;
	size_t n;
	const struct seal_public *to = manifest_recipients(ws->manifest, &n);
	const struct err *err = open_roster(ws, &roster);

	if (err != NULL) {
		json_free(devices);
		return err;
	}
	for (const struct json *d = json_first(json_get(roster, "devices"));
	    d != NULL; d = json_next(d))
		json_put_string(devices, json_key(d),
		    json_string(d) ? json_string(d) : "");
	for (size_t i = 0; i < requests->count; i++)
		json_put_string(devices, requests->items[i].device.id,
		    requests->items[i].name);
	json_put(roster, "devices", devices);
	json_write(&plain, roster);
	err = envelope_seal(out, roster_purpose, &ws->keys.study,
	    buf_slice(&plain), to, n, &ws->keys.sign);
	json_free(roster);
	buf_wipe(&plain);
	return err;
}

static const struct err *
mark_used(struct workspace *ws, const struct requests *requests)
{
	struct db_statement *s = NULL;
	const struct err *err;

	err = db_prepare(&s, index_db(ws->index),
	    "UPDATE invitation SET device = ? WHERE id = ?");
	for (size_t i = 0; i < requests->count && err == NULL; i++) {
		db_bind_text(s, 1, requests->items[i].device.id);
		db_bind_blob(s, 2, slice_of(requests->items[i].invitation,
		    KEY_ID_BYTES));
		err = db_run(s);
	}
	db_done(s);
	return err;
}

const struct err *
people_admit(struct workspace *ws, const struct requests *requests)
{
	struct manifest_draft *draft = manifest_draft_of(ws->manifest);
	struct buf roster = BUF_INIT, subject = BUF_INIT;
	int64_t now = platform_now_ms();
	const struct err *err;

	for (size_t i = 0; i < requests->count; i++)
		manifest_draft_admit(draft, &requests->items[i].device, now);
	err = seal_roster(ws, &roster, requests);
	if (err == NULL) {
		struct depot_file file = { "roster", buf_slice(&roster) };

		buf_addf(&subject, "%zu device%s admitted", requests->count,
		    requests->count == 1 ? "" : "s");
		err = mainline_commit(ws, draft, &file, 1, buf_str(&subject));
	}
	if (err == NULL)
		err = mark_used(ws, requests);
	/* The frame is sealed to the devices: the new ones want it too. */
	if (err == NULL)
		err = frame_seal_again(ws);
	manifest_draft_free(draft);
	buf_free(&subject);
	buf_free(&roster);
	return err;
}

const struct err *
people_name(struct workspace *ws, const char *device, struct buf *out)
{
	struct json *roster;
	const struct err *err = open_roster(ws, &roster);
	const char *name;

	if (err != NULL)
		return err;
	name = json_get_string(json_get(roster, "devices"), device);
	if (name != NULL)
		buf_add(out, name);
	json_free(roster);
	return NULL;
}
