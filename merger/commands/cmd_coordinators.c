/* merger coordinators: list, request, add, remove. */
#include <stdio.h>
#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/base/secret.h"
#include "kit/exchange/invitation.h"
#include "kit/exchange/reach.h"
#include "merger/cases/dispatch.h"
#include "merger/changesets/handing.h"
#include "merger/commands/agree.h"
#include "merger/commands/commands.h"
#include "merger/commands/session.h"
#include "merger/people/coordinators.h"
#include "merger/people/people.h"
#include "merger/print.h"
#include "merger/study/roster.h"

#define ROOT_OPTIONS							\
	{ "root", "FILE", "the root key, out of its drawer", 0 },	\
	{ "root-passphrase-file", "FILE",				\
	    "take the root key's passphrase from FILE", 0 }

const struct cli_option coordinators_request_options[] = {
	{ "hub", "HUB", "where the hub is (default: as the invitation says)",
	    0 },
	REACH_OPTIONS,
	{ "no-passphrase", NULL, "keep keys in the clear: for trying out only",
	    0 },
	{ NULL, NULL, NULL, 0 }
};
const struct cli_option coordinators_add_options[] = {
	ROOT_OPTIONS,
	{ NULL, NULL, NULL, 0 }
};
const struct cli_option coordinators_remove_options[] = {
	ROOT_OPTIONS,
	{ "stands", "CHAIN:NUMBER", "what stands of a chain; \"nothing\" "
	    "(default: all so far)", 0 },
	{ "yes", NULL, "do it; without, only say who it is", 0 },
	{ NULL, NULL, NULL, 0 }
};

/* ---- list ---- */

enum { YOU_COLUMNS = 5 };

static const struct err *
print_coordinator(struct workspace *ws, const struct member *member,
    const struct json *roster)
{
	struct buf name = BUF_INIT;
	const struct err *err;
	size_t unread;

	err = handing_unread(ws, &member->seal, &unread);
	print_clean(&name, roster_name(roster, member->id),
	    ENROLMENT_NAME_BYTES_MAX);
	printf("%s  ", member->id);
	print_column(!strcmp(member->id, ws->id) ? words_text(ws->language,
	    W_COORDINATOR_YOU) : "", YOU_COLUMNS);
	fputs("  ", stdout);
	if (unread > 0)
		words_print(stdout, ws->language, W_COORDINATOR_WAITS,
		    NUMBER(unread), (char *)NULL);
	printf("%s\n", buf_str(&name));
	buf_free(&name);
	return err;
}

const struct err *
cmd_coordinators(struct cli *cli)
{
	struct json *roster = NULL;
	const struct member *members;
	struct workspace ws;
	size_t n;
	const struct err *err = session_open_study(&ws, cli);

	if (err != NULL)
		return err;
	err = roster_read(&ws, &roster);
	members = manifest_members(ws.manifest, &n);
	for (size_t i = 0; i < n && err == NULL &&
	    members[i].role == MEMBER_COORDINATOR; i++)
		err = print_coordinator(&ws, &members[i], roster);
	json_free(roster);
	workspace_close(&ws);
	return err;
}

/* ---- request ---- */

struct asking {
	struct invitation *invitation;
	struct manifest *manifest;
	struct keyring keys;
	struct buf passphrase, request;
};

static const struct err *
read_invitation(struct asking *a, const char *path)
{
	struct buf text = BUF_INIT;
	const struct err *err =
	    err_named(file_read(&text, path, INVITATION_BYTES_MAX));

	if (err == NULL)
		err = err_in(invitation_read(&a->invitation, buf_slice(&text)),
		    "%s", path);
	if (err == NULL)
		err = invitation_manifest(&a->manifest, a->invitation);
	if (err == NULL && a->invitation->expires_ms < platform_now_ms())
		err = err_new(ERR_DENIED, "%s: the invitation has expired",
		    path);
	buf_wipe(&text);
	return err;
}

/* The keys are kept before anybody hears of them. */
static const struct err *
keep(struct asking *a, struct cli *cli, const char *path)
{
	const char *hub = cli_has(cli, "hub") ? cli_value(cli, "hub") :
	    a->invitation->hub;
	struct workspace ws;
	const struct err *err = workspace_create(&ws, cli, &a->keys);

	if (err != NULL)
		return err;
	err = workspace_set_hub(&ws, hub);
	access_update(&ws.access, &a->invitation->access);
	ws.access_changed = true;
	if (err == NULL)
		err = workspace_ask_access(&ws, cli);
	if (err == NULL)
		err = workspace_keep_hub(&ws);
	if (err == NULL)
		err = file_write(path, buf_slice(&a->request));
	if (err == NULL)
		err = workspace_save_keys(&ws, buf_slice(&a->passphrase));
	if (err == NULL)
		words_print(stdout, ws.language, W_REQUEST_WRITTEN, ws.id,
		    buf_str(&ws.folder), path, (char *)NULL);
	workspace_close(&ws);
	return err;
}

static const struct err *
ask(struct asking *a, struct cli *cli)
{
	const char *path = cli_operand(cli, 1);
	const struct err *err = read_invitation(a, cli_operand(cli, 0));

	if (err == NULL && platform_exists(path))
		err = err_new(ERR_USAGE, "%s is there already", path);
	if (err == NULL && a->invitation->hub[0] == '\0' &&
	    !cli_has(cli, "hub"))
		err = err_new(ERR_USAGE, "--hub PATH is missing: where the "
		    "study lies");
	if (err == NULL)
		err = keyring_passphrase(&a->passphrase, cli);
	if (err != NULL)
		return err;
	keyring_new(&a->keys);
	a->keys.study = a->invitation->study;
	err = enrolment_seal_coordinator(&a->request, a->invitation,
	    a->manifest, &a->keys.sign, &a->keys.seal, platform_now_ms());
	return err ? err : keep(a, cli, path);
}

const struct err *
cmd_coordinators_request(struct cli *cli)
{
	struct asking a = { 0 };
	const struct err *err = ask(&a, cli);

	invitation_free(a.invitation);
	manifest_free(a.manifest);
	keyring_wipe(&a.keys);
	buf_wipe(&a.passphrase);
	buf_free(&a.request);
	return err;
}

/* ---- add and remove ---- */

static const struct err *
load_root(struct sign_pair *root, const struct cli *cli)
{
	static const struct secret_source source = { "root-passphrase-file",
		"RECOLTE_ROOT_PASSPHRASE", "root key" };
	const char *path = cli_value(cli, "root");
	struct buf passphrase = BUF_INIT;
	const struct err *err;
	bool plain;

	memset(root, 0, sizeof *root);
	if (path == NULL)
		return err_new(ERR_USAGE, "--root FILE is missing: the root "
		    "key alone says who coordinates");
	err = keyring_is_plain(&plain, path);
	if (err == NULL && !plain)
		err = secret_ask_from(&passphrase, cli, &source, false);
	if (err == NULL)
		err = keyring_load_root(root, path, buf_slice(&passphrase));
	buf_wipe(&passphrase);
	return err;
}

static const struct err *
publish(struct workspace *ws)
{
	return err_in(dispatch_publish(ws), "done here, and merger pull will "
	    "bring it to the hub");
}

static void
say_drawer(const struct cli *cli)
{
	words_print(stderr, words_language(cli), W_ROOT_BACK,
	    cli_value(cli, "root"), (char *)NULL);
}

static const struct err *
add(struct workspace *ws, const struct cli *cli, struct arena *arena,
    const struct sign_pair *root)
{
	struct buf bytes = BUF_INIT, name = BUF_INIT;
	struct request who;
	size_t given = 0;
	const struct err *err = err_named(file_read(&bytes,
	    cli_operand(cli, 0), ENROLMENT_BYTES_MAX));

	if (err == NULL)
		err = coordinators_add(ws, arena, buf_slice(&bytes), root,
		    &who);
	if (err == NULL)
		err = publish(ws);
	if (err == NULL)
		err = handing_give(ws, &given);
	if (err == NULL) {
		print_clean(&name, who.name, ENROLMENT_NAME_BYTES_MAX);
		printf("%s  %s\n", who.device.id, buf_str(&name));
		words_print(stdout, ws->language, W_HANDED_OVER, NUMBER(given),
		    (char *)NULL);
		say_drawer(cli);
	}
	buf_free(&bytes);
	buf_free(&name);
	return err;
}

const struct err *
cmd_coordinators_add(struct cli *cli)
{
	struct arena *arena;
	struct sign_pair root;
	struct workspace ws;
	const struct err *err = session_open_author(&ws, cli);

	if (err != NULL)
		return err;
	arena = arena_new();
	err = load_root(&root, cli);
	if (err == NULL)
		err = add(&ws, cli, arena, &root);
	mem_wipe(&root, sizeof root);
	arena_free(arena);
	workspace_close(&ws);
	return err;
}

/* A short prefix may be somebody else's: who it is is said first. */
static const struct err *
ask_removal(bool *agreed, struct workspace *ws, struct cli *cli,
    const char *id, const struct stands *stands)
{
	struct json *roster = NULL;
	struct buf name = BUF_INIT;
	const struct err *err = NULL;

	/* Oneself nobody can remove: that is said at once. */
	*agreed = cli_has(cli, "yes") || !strcmp(id, ws->id);
	if (*agreed || (err = roster_read(ws, &roster)) != NULL)
		return err;
	print_clean(&name, roster_name(roster, id), ENROLMENT_NAME_BYTES_MAX);
	words_print(stdout, ws->language, W_WOULD_REMOVE, id, buf_str(&name),
	    NUMBER(stands->count), (char *)NULL);
	*agreed = agree_to(cli, ws->language, W_REMOVE_ASK, W_NOT_YET);
	buf_free(&name);
	json_free(roster);
	return NULL;
}

static const struct err *
take_off(struct workspace *ws, struct cli *cli, const char *id,
    const struct sign_pair *root)
{
	struct stands *stands = mem_alloc(sizeof *stands);
	const struct err *err = stands_choose(stands, ws, cli, id);
	bool agreed = false;

	if (err == NULL)
		err = ask_removal(&agreed, ws, cli, id, stands);
	if (err != NULL || !agreed) {
		mem_free(stands);
		return err;
	}
	err = coordinators_remove(ws, id, root, stands);
	if (err == NULL) {
		words_print(stdout, ws->language, W_COORDINATOR_REMOVED, id,
		    NUMBER(stands->count), (char *)NULL);
		say_drawer(cli);
		err = publish(ws);
	}
	mem_free(stands);
	return err;
}

const struct err *
cmd_coordinators_remove(struct cli *cli)
{
	char id[DEVICE_ID_MAX];
	struct sign_pair root;
	struct workspace ws;
	const struct err *err = session_open_author(&ws, cli);

	if (err != NULL)
		return err;
	memset(&root, 0, sizeof root);
	err = coordinators_find(&ws, cli_operand(cli, 0), id);
	if (err == NULL)
		err = load_root(&root, cli);
	if (err == NULL)
		err = take_off(&ws, cli, id, &root);
	mem_wipe(&root, sizeof root);
	workspace_close(&ws);
	return err;
}
