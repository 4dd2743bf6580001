/* cmd_sync.c - deliver and fetch. */
#include "collector/commands.h"
#include "collector/sync/stick.h"
#include "collector/sync/sync.h"

const struct cli_option cmd_sync_options[] = {
	{ "hub", "HUB", "where it is, a path or https://... or ssh://...; "
	    "kept", 0 },
	REACH_OPTIONS,
	{ "stick", "FOLDER", "no hub: take from a stick what is for us, write "
	    "to it", 0 },
	{ "to", "FOLDER", "no hub: only write what has no receipt yet", 0 },
	{ "from", "PATH", "no hub: only take what a folder or bundle has", 0 },
	{ "complete", NULL, "with --stick or --to: what has receipts too", 0 },
	{ NULL, NULL, NULL, 0 }
};

/* *used: bundles were asked for, and no hub. */
static const struct err *
plan_stick(struct stick_plan *plan, bool *used, const struct cli *cli)
{
	const char *stick = cli_value(cli, "stick");

	*plan = (struct stick_plan){ .from = cli_value(cli, "from"),
		.to = cli_value(cli, "to"),
		.complete = cli_has(cli, "complete") };
	*used = stick || plan->from || plan->to;
	if (*used && cli_has(cli, "hub"))
		return err_new(ERR_USAGE, "--hub or a stick: one at a time");
	if (stick && (plan->from || plan->to))
		return err_new(ERR_USAGE, "--stick is --from and --to in one");
	if (stick)
		plan->from = plan->to = stick;
	if (plan->complete && !plan->to)
		return err_new(ERR_USAGE, "--complete goes with --stick or "
		    "--to");
	return NULL;
}

const struct err *
cmd_sync(struct cli *cli)
{
	struct session session;
	struct stick_plan plan;
	const struct err *err;
	bool by_stick;

	if ((err = plan_stick(&plan, &by_stick, cli)) != NULL)
		return err;
	err = session_open(&session, cli, SESSION_UNLOCK);
	if (!err)
		err = by_stick ? stick_run(&session, &plan) :
		    sync_at(&session, cli_value(cli, "hub"));
	session_close(&session);
	return err;
}
