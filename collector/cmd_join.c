/* cmd_join.c - an invitation in, keys and a store out. */
#include <string.h>

#include "collector/aside.h"
#include "collector/commands.h"
#include "collector/session.h"
#include "collector/sync.h"
#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/invitation.h"

const struct cli_option cmd_join_options[] = {
	{ "name", "NAME", "your name, as the coordinator knows it", 0 },
	REACH_OPTIONS,
	{ NULL, NULL, NULL, 0 }
};

struct joining {
	struct session *session;
	struct invitation *invitation;
	struct manifest *manifest;
	struct sign_pair sign;
	struct seal_pair seal;
	struct buf passphrase, enrolment;
};

static const struct err *
read_invitation(struct joining *j, const char *path)
{
	const struct err *err;
	struct buf text = BUF_INIT;

	err = err_named(file_read(&text, path, INVITATION_BYTES_MAX));
	if (!err)
		err = invitation_read(&j->invitation, buf_slice(&text));
	if (!err)
		err = invitation_manifest(&j->manifest, j->invitation);
	buf_free(&text);
	/* file_read() names the file itself. */
	return err && j->invitation == NULL && strstr(err->msg, path) ? err :
	    err_in(err, "%s", path);
}

/* By the newest manifest that the invitation or the store has. */
static bool
is_admitted(const struct joining *j)
{
	const struct sign_public *key =
	    &store_study(j->session->store)->sign;
	const struct manifest *ours;

	return manifest_role(j->manifest, key) != MEMBER_NONE ||
	    (store_manifest(&ours, j->session->store) == NULL &&
	    manifest_role(ours, key) != MEMBER_NONE);
}

static const struct err *
check_store(const struct joining *j)
{
	const struct study *study = store_study(j->session->store);
	const char *folder = store_folder(j->session->store);

	if (study == NULL)
		return NULL;
	if (hash_equal(&study->id, &j->invitation->study))
		return is_admitted(j) ? err_new(ERR_USAGE, "%s: this study "
		    "was joined already, as device %s", folder,
		    study->device) : NULL;
	return err_new(ERR_FOREIGN, "%s: belongs to another study than \"%s\"; "
	    "say --store with another folder", folder,
	    manifest_title(j->manifest));
}

static const struct err *
check_expiry(const struct joining *j, const char *path)
{
	char when[SESSION_TIME_MAX];

	if (platform_now_ms() <= j->invitation->expires_ms)
		return NULL;
	session_time(when, j->invitation->expires_ms);
	return err_new(ERR_DENIED, "%s: the invitation expired on %s; ask the "
	    "coordinator for a new one (or set this computer's clock right)",
	    path, when);
}

static const struct err *
get_passphrase(struct joining *j)
{
	const struct err *err;
	bool given;

	err = session_passphrase(&j->passphrase, &given, j->session, true);
	return err ? err : session_check_passphrase(j->manifest,
	    buf_slice(&j->passphrase),
	    "--passphrase-file FILE or set RECOLTE_PASSPHRASE");
}

static const struct err *
make_request(struct joining *j)
{
	const char *name = cli_value(j->session->cli, "name");

	sign_pair_new(&j->sign);
	seal_pair_new(&j->seal);
	if (name != NULL)
		j->invitation->for_name = name;
	return enrolment_seal(&j->enrolment, j->invitation, j->manifest,
	    &j->sign, &j->seal, platform_now_ms());
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
keep_all(struct joining *j)
{
	const struct err *err;
	struct store *store = j->session->store;
	const struct store_joining joining = { .study = j->invitation->study,
		.sign = &j->sign, .seal = &j->seal, .hub = j->invitation->hub,
		.passphrase = buf_slice(&j->passphrase),
		.enrolment = buf_slice(&j->enrolment),
		.now_ms = platform_now_ms() };

	if ((err = store_begin(store)) != NULL)
		return err;
	err = store_join(store, &joining);
	if (!err)
		err = add_manifests(store, j->invitation);
	for (size_t i = 0; i < j->invitation->form_count && !err; i++) {
		const struct invitation_form *form = &j->invitation->forms[i];

		err = store_add_form(store, form_name(j->manifest,
		    &form->version), &form->version, form->package);
	}
	if (!err && !access_is_empty(&j->invitation->access))
		err = store_set_access(store, &j->invitation->access);
	return store_end(store, err);
}

/* A form that cannot be read is found out now, not in front of somebody. */
static const struct err *
check_forms(const struct joining *j)
{
	const struct err *err = NULL;

	for (size_t i = 0; i < j->invitation->form_count && !err; i++) {
		struct package *package = NULL;

		err = package_read(&package, j->invitation->forms[i].package);
		package_free(package);
	}
	return err_in(err, "invitation");
}

static const struct err *
send_request(const struct joining *j, const char *hub)
{
	struct reaching way;
	const struct err *err = reaching_open(&way, j->session, hub);

	if (err)
		return err;
	err = sync_enrolment(j->session->store, hub);
	if (!err)
		err = reaching_keep(&way);
	err = reaching_say(&way, err, hub);
	reaching_close(&way);
	return err;
}

/* The request travels now if the hub is there, else with the next sync. */
static void
try_hub(const struct joining *j)
{
	const struct err *err;
	const char *hub = store_study(j->session->store)->hub;
	enum language language = j->session->language;

	err = hub[0] == '\0' ? err_new(ERR_STATE, "%s",
	    word_text(language, W_NO_HUB_YET)) :
	    send_request(j, hub);
	if (err)
		word_say(stderr, language, W_REQUEST_LATER, err->msg,
		    (char *)NULL);
	else
		word_say(stdout, language, W_REQUEST_SENT, hub, (char *)NULL);
	word_say(stdout, language, W_WAIT_FOR_ADMISSION, (char *)NULL);
}

/* All that can be wrong with the file, before a store is made. */
static const struct err *
check_invitation(struct joining *j, const char *path)
{
	const struct err *err;

	if ((err = crypto_start()) != NULL)
		return err;
	if ((err = read_invitation(j, path)) != NULL)
		return err;
	if ((err = check_expiry(j, path)) != NULL)
		return err;
	return check_forms(j);
}

/*
 * The request was refused, or never answered: the same keys ask again, so that
 * what was collected is merged once they are admitted.
 */
static const struct err *
ask_again(struct joining *j)
{
	struct store *store = j->session->store;
	const char *name = cli_value(j->session->cli, "name");
	const struct err *err;

	if ((err = session_unlock(j->session)) != NULL)
		return err;
	if (name != NULL)
		j->invitation->for_name = name;
	err = enrolment_seal(&j->enrolment, j->invitation, j->manifest,
	    store_sign_pair(store), store_seal_pair(store), platform_now_ms());
	if (!err)
		err = store_set_enrolment(store, buf_slice(&j->enrolment));
	if (!err && j->invitation->hub[0] != '\0')
		err = store_set_hub(store, j->invitation->hub);
	if (err)
		return err;
	word_say(stdout, j->session->language, W_JOINED_AGAIN,
	    store_study(store)->device, (char *)NULL);
	try_hub(j);
	return NULL;
}

static const struct err *
join(struct joining *j)
{
	const struct err *err;
	bool practised;

	err = aside_wanted(&practised, j->session, j->manifest);
	if (!err && practised)
		err = aside_move(j->session);
	if (err)
		return err;
	if ((err = check_store(j)) != NULL)
		return err;
	if ((err = store_lock(j->session->store)) != NULL)
		return err;
	if (store_study(j->session->store) != NULL)
		return ask_again(j);
	if ((err = get_passphrase(j)) != NULL)
		return err;
	if ((err = make_request(j)) != NULL)
		return err;
	if ((err = keep_all(j)) != NULL)
		return err;
	word_say(stdout, j->session->language, W_JOINED,
	    manifest_title(j->manifest),
	    store_study(j->session->store)->device, (char *)NULL);
	try_hub(j);
	return NULL;
}

const struct err *
cmd_join(struct cli *cli)
{
	struct session session = { .cli = cli };
	struct joining joining = { .session = &session };
	const struct err *err;

	err = check_invitation(&joining, cli_operand(cli, 0));
	if (!err) {
		err = session_open(&session, cli, SESSION_MAKE);
		if (!err)
			err = join(&joining);
		session_close(&session);
	}
	manifest_free(joining.manifest);
	invitation_free(joining.invitation);
	mem_wipe(&joining.sign, sizeof(joining.sign));
	mem_wipe(&joining.seal, sizeof(joining.seal));
	buf_wipe(&joining.passphrase);
	buf_free(&joining.enrolment);
	return err;
}
