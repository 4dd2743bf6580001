/* merger init: begin a study, or open one anew with the keys of before. */
#include <stdio.h>
#include <string.h>

#include "formspec/form.h"
#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/base/secret.h"
#include "kit/exchange/address.h"
#include "kit/exchange/reach.h"
#include "kit/record/phase_name.h"
#include "merger/commands/commands.h"
#include "merger/study/editions.h"
#include "merger/study/study.h"

const struct cli_option init_options[] = {
	{ "hub", "HUB", "the shared repository: a path, https:// or ssh://",
	    0 },
	REACH_OPTIONS,
	{ "shared", "WHO", "other accounts of this computer may use the hub: "
	    "group, or all", 0 },
	{ "form", "FILE", "the questionnaire (.xlsx, .md, .xml or .json)", 0 },
	{ "title", "TEXT", "the study's title (default: the form's)", 0 },
	{ "phase", "WORD", "training (the default) or pilot; field, for "
	    "trying out", 0 },
	{ "keys", "FILE", "open an existing study with this keyring", 0 },
	{ "no-passphrase", NULL, "keep keys in the clear: for trying out only",
	    0 },
	{ NULL, NULL, NULL, 0 }
};

/*
 * Nobody begins in the field whose keys were never tried elsewhere; where
 * nothing is protected there is nothing to try.
 */
static const struct err *
check_phase(const struct cli *cli, const char *phase)
{
	if (strcmp(phase, "training") != 0 && strcmp(phase, "pilot") != 0 &&
	    strcmp(phase, "field") != 0)
		return err_new(ERR_USAGE, "--phase %s: training or pilot",
		    phase);
	if (!strcmp(phase, "field") && !cli_has(cli, "no-passphrase"))
		return err_new(ERR_USAGE, "--phase field: a study begins in "
		    "training or pilot; the field opens with merger keys "
		    "export FILE, then merger phase field --copy FILE");
	return NULL;
}

/* The hub is made for these; one that is there is left as it is. */
static const struct err *
read_sharing(enum hub_sharing *out, const struct cli *cli)
{
	const char *who = cli_value(cli, "shared");

	*out = HUB_PRIVATE;
	if (who == NULL)
		return NULL;
	if (strcmp(who, "group") != 0 && strcmp(who, "all") != 0)
		return err_new(ERR_USAGE, "--shared %s: group (that of the "
		    "hub's folder) or all", who);
	if (cli_has(cli, "keys") || address_is_remote(cli_value(cli, "hub")) ||
	    platform_exists(cli_value(cli, "hub")))
		return err_new(ERR_USAGE, "--shared: only for a hub that is "
		    "made now, on a path");
	*out = who[0] == 'g' ? HUB_GROUP : HUB_EVERYBODY;
	return NULL;
}

/* Everything that comes before the first interview that counts. */
static void
say_next(const struct workspace *ws, const char *phase)
{
	words_print(stderr, ws->language, !strcmp(phase, "field") ?
	    W_NEXT_IN_FIELD : W_NEXT_BEFORE_FIELD, buf_str(&ws->folder),
	    (char *)NULL);
}

static const struct err *
begin(struct cli *cli, const struct form *form, const char *phase,
    struct slice passphrase)
{
	const char *title = cli_value(cli, "title");
	struct study_plan plan = { form,
		title ? title : form->title[0] ? form->title : form->id,
		phase, cli_value(cli, "hub"), passphrase, HUB_PRIVATE };
	bool makes_hub = !address_is_remote(plan.hub) &&
	    !platform_exists(plan.hub);
	char id[HASH_TEXT_MAX];
	struct workspace ws;
	const struct err *err;

	if ((err = read_sharing(&plan.sharing, cli)) != NULL)
		return err;
	if ((err = study_begin(&ws, cli, &plan)) != NULL)
		return err;
	hash_text(id, &ws.keys.study);
	words_print(stdout, ws.language, W_STUDY_BEGUN, plan.title, id,
	    form->id, buf_str(&ws.hub), buf_str(&ws.folder),
	    phase_name_typed(phase, words_code(ws.language)),
	    (char *)NULL);
	if (makes_hub)
		words_print(stderr, ws.language, W_HUB_MADE, buf_str(&ws.hub),
		    (char *)NULL);
	words_print(stderr, ws.language, W_ROOT_AWAY, buf_str(&ws.folder),
	    (char *)NULL);
	say_next(&ws, phase);
	workspace_close(&ws);
	return NULL;
}

/* The keys are known; everything else is on the hub. */
static const struct err *
open_anew(struct cli *cli, struct slice passphrase)
{
	struct keyring keys;
	struct workspace ws;
	const struct err *err;

	err = keyring_load(&keys, cli_value(cli, "keys"), passphrase);
	if (err != NULL)
		return err;
	err = workspace_create(&ws, cli, &keys);
	keyring_wipe(&keys);
	if (err != NULL)
		return err;
	err = workspace_set_hub(&ws, cli_value(cli, "hub"));
	if (err == NULL)
		err = workspace_ask_access(&ws, cli);
	if (err == NULL)
		err = workspace_keep_hub(&ws);
	if (err == NULL)
		err = workspace_save_keys(&ws, passphrase);
	if (err == NULL)
		words_print(stdout, ws.language, W_STUDY_OPENED,
		    buf_str(&ws.folder), buf_str(&ws.hub), (char *)NULL);
	workspace_close(&ws);
	return err;
}

static const struct err *
passphrase_for_keys(struct cli *cli, struct buf *out)
{
	bool plain;
	const struct err *err =
	    keyring_is_plain(&plain, cli_value(cli, "keys"));

	if (err != NULL || plain)
		return err;
	return secret_ask(out, cli, "keyring", false);
}

const struct err *
cmd_init(struct cli *cli)
{
	struct buf passphrase = BUF_INIT;
	struct form *form = NULL;
	const char *phase = cli_has(cli, "phase") ?
	    cli_value(cli, "phase") : "training";
	const struct err *err;
	bool known = cli_has(cli, "keys");

	if (!cli_has(cli, "hub"))
		return err_new(ERR_USAGE, "--hub PATH is missing: where the "
		    "laptops and you will meet");
	if (!known && !cli_has(cli, "form"))
		return err_new(ERR_USAGE, "--form FILE is missing: the "
		    "questionnaire");
	if (!known && (err = check_phase(cli, phase)) != NULL)
		return err;
	if (known) {
		err = passphrase_for_keys(cli, &passphrase);
		if (err == NULL)
			err = open_anew(cli, buf_slice(&passphrase));
	} else {
		err = editions_read(&form, cli_value(cli, "form"), NULL);
		if (err == NULL)
			err = keyring_passphrase(&passphrase, cli);
		if (err == NULL)
			err = begin(cli, form, phase,
			    buf_slice(&passphrase));
	}
	form_free(form);
	buf_wipe(&passphrase);
	return err;
}
