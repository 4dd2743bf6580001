#include "collector/join.h"

#include <string.h>

#include "collector/aside.h"
#include "collector/session.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"

/* ---- the file ---- */

static const struct err *
check_expiry(const struct join *j)
{
	char when[SESSION_TIME_MAX];

	if (platform_now_ms() <= j->invitation->expires_ms)
		return NULL;
	session_time(when, j->invitation->expires_ms);
	return err_new(ERR_DENIED, "the invitation expired on %s; ask the "
	    "coordinator for a new one (or set this computer's clock right)",
	    when);
}

/* A form that cannot be read is found out now, not in front of somebody. */
static const struct err *
check_forms(const struct join *j)
{
	const struct err *err = NULL;

	for (size_t i = 0; i < j->invitation->form_count && !err; i++) {
		struct package *package = NULL;

		err = package_read(&package, j->invitation->forms[i].package);
		package_free(package);
	}
	return err;
}

const struct err *
join_read(struct join *out, struct slice file, const char *name)
{
	const struct err *err;

	*out = (struct join){ 0 };
	err = invitation_read(&out->invitation, file);
	if (!err)
		err = invitation_manifest(&out->manifest, out->invitation);
	if (!err)
		err = check_expiry(out);
	if (!err)
		err = check_forms(out);
	if (!err)
		return NULL;
	join_free(out);
	return err_in(err, "%s", name);
}

void
join_free(struct join *join)
{
	manifest_free(join->manifest);
	invitation_free(join->invitation);
	*join = (struct join){ 0 };
}

bool
join_wants_passphrase(const struct join *join)
{
	return session_wants_passphrase(join->manifest);
}

/* ---- the store that is there ---- */

/* By the newest manifest that the invitation or the store has. */
static bool
is_admitted(const struct join *j, struct store *store)
{
	const struct sign_public *key = &store_study(store)->sign;
	const struct manifest *ours;

	return manifest_role(j->manifest, key) != MEMBER_NONE ||
	    (store_manifest(&ours, store) == NULL &&
	    manifest_role(ours, key) != MEMBER_NONE);
}

const struct err *
join_plan(enum join_kind *out, const struct join *join, struct store *store)
{
	const struct study *study = store ? store_study(store) : NULL;
	const struct err *err;
	bool practised;

	*out = JOIN_NEW;
	if (study == NULL)
		return NULL;
	if (!hash_equal(&study->id, &join->invitation->study))
		return err_new(ERR_FOREIGN, "%s: belongs to another study than "
		    "\"%s\"; say --store with another folder",
		    store_folder(store), manifest_title(join->manifest));
	if ((err = aside_wanted(&practised, store, join->manifest)) != NULL)
		return err;
	*out = practised ? JOIN_ASIDE : JOIN_AGAIN;
	return !practised && is_admitted(join, store) ? err_new(ERR_EXISTS,
	    "%s: this study was joined already, as device %s",
	    store_folder(store), study->device) : NULL;
}

/* Among the branches that were read: which invitation asked last. */
static const char asked_with[] = "invitation";

static const struct err *
note_asked(struct store *store, const struct invitation *invitation)
{
	char text[DEPOT_ID_TEXT_MAX];

	hex_encode(text, invitation->id, sizeof(invitation->id));
	return store_set_seen(store, asked_with, text);
}

bool
join_has_served(const struct join *join, struct store *store)
{
	char last[DEPOT_ID_TEXT_MAX], text[DEPOT_ID_TEXT_MAX];

	if (store == NULL || store_study(store) == NULL ||
	    store_seen(last, store, asked_with) != NULL)
		return false;
	hex_encode(text, join->invitation->id, sizeof(join->invitation->id));
	return !strcmp(last, text);
}

/* ---- joining ---- */

struct joining {
	const struct join *join;
	struct slice passphrase;
	const char *name;
	struct sign_pair sign;
	struct seal_pair seal;
	struct buf enrolment;
};

/* The interviewer's own name, or the one in the invitation. */
static const char *
name_of(const struct join *j, const char *name)
{
	return name != NULL && name[0] != '\0' ? name :
	    j->invitation->for_name;
}

/* The request, under that name. */
static const struct err *
make_request(struct buf *out, const struct join *j, const char *name,
    const struct sign_pair *sign, const struct seal_pair *seal)
{
	struct invitation invitation = *j->invitation;

	invitation.for_name = name_of(j, name);
	return enrolment_seal(out, &invitation, j->manifest, sign, seal,
	    platform_now_ms());
}

static const struct err *
add_manifests(struct store *store, const struct invitation *invitation)
{
	const struct err *err = NULL;
	struct manifest *last = NULL, *next;

	for (size_t i = 0; i < invitation->manifest_count && !err; i++) {
		err = manifest_read(&next, invitation->manifests[i], last,
		    last ? NULL : &invitation->study);
		if (err)
			break;
		manifest_free(last);
		last = next;
		err = store_add_manifest(store, last);
	}
	manifest_free(last);
	return err;
}

static const char *
form_name(const struct manifest *manifest, const struct hash *version)
{
	size_t count;
	const struct manifest_form *forms = manifest_forms(manifest, &count);

	for (size_t i = 0; i < count; i++)
		if (hash_equal(&forms[i].version, version))
			return forms[i].name;
	return "";
}

static const struct err *
keep_all(struct store *store, const struct joining *j)
{
	const struct invitation *invitation = j->join->invitation;
	const struct store_joining joining = { .study = invitation->study,
		.sign = &j->sign, .seal = &j->seal, .hub = invitation->hub,
		.passphrase = j->passphrase,
		.enrolment = buf_slice(&j->enrolment),
		.now_ms = platform_now_ms() };
	const struct err *err;

	if ((err = store_begin(store)) != NULL)
		return err;
	err = store_join(store, &joining);
	if (!err)
		err = add_manifests(store, invitation);
	for (size_t i = 0; i < invitation->form_count && !err; i++) {
		const struct invitation_form *form = &invitation->forms[i];

		err = store_add_form(store, form_name(j->join->manifest,
		    &form->version), &form->version, form->package);
	}
	if (!err && !access_is_empty(&invitation->access))
		err = store_set_access(store, &invitation->access);
	if (!err && j->name != NULL)
		err = store_set_interviewer(store, j->name);
	if (!err)
		err = note_asked(store, invitation);
	return store_end(store, err);
}

const struct err *
join_begin(struct store *store, const struct join *join, const char *name,
    struct slice passphrase)
{
	struct joining j = { .join = join, .passphrase = passphrase,
		.name = name_of(join, name) };
	const struct err *err;

	if (passphrase.len == 0 && join_wants_passphrase(join))
		return err_new(ERR_USAGE, "this study wants a passphrase");
	if ((err = store_lock(store)) != NULL)
		return err;
	sign_pair_new(&j.sign);
	seal_pair_new(&j.seal);
	err = make_request(&j.enrolment, join, name, &j.sign, &j.seal);
	if (!err)
		err = keep_all(store, &j);
	mem_wipe(&j.sign, sizeof(j.sign));
	mem_wipe(&j.seal, sizeof(j.seal));
	buf_free(&j.enrolment);
	return err;
}

const struct err *
join_again(struct store *store, const struct join *join, const char *name)
{
	struct buf enrolment = BUF_INIT;
	const struct err *err;

	if ((err = store_lock(store)) != NULL)
		return err;
	err = make_request(&enrolment, join, name, store_sign_pair(store),
	    store_seal_pair(store));
	if (!err)
		err = store_set_enrolment(store, buf_slice(&enrolment));
	if (!err && name_of(join, name) != NULL)
		err = store_set_interviewer(store, name_of(join, name));
	if (!err)
		err = note_asked(store, join->invitation);
	if (!err && join->invitation->hub[0] != '\0')
		err = store_set_hub(store, join->invitation->hub);
	buf_free(&enrolment);
	return err;
}
