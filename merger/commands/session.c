#include "merger/commands/session.h"

#include "merger/changesets/author.h"
#include "merger/changesets/sweep.h"
#include "merger/study/mainline.h"

/* What is not whole is not handed out. */
static const struct err *
close_if(const struct err *err, struct workspace *ws)
{
	if (err != NULL)
		workspace_close(ws);
	return err;
}

const struct err *
session_open(struct workspace *ws, struct cli *cli)
{
	const struct err *err = workspace_open(ws, cli);

	return err ? err : close_if(sweep_settle(ws), ws);
}

const struct err *
session_open_study(struct workspace *ws, struct cli *cli)
{
	const struct err *err = session_open(ws, cli);

	if (err != NULL)
		return err;
	if (ws->manifest != NULL)
		err = mainline_resume(ws);
	else if (ws->hub.len > 0)
		err = err_new(ERR_USAGE, "nothing was received yet: merger "
		    "pull");
	else
		err = err_new(ERR_USAGE, "index.sqlite was gone, and is made "
		    "again by merger pull --hub HUB, without the invitations "
		    "that nobody has used yet");
	return close_if(err, ws);
}

const struct err *
session_open_author(struct workspace *ws, struct cli *cli)
{
	const struct err *err = session_open_study(ws, cli);

	if (err != NULL)
		return err;
	err = mainline_check_open(ws);
	if (err == NULL)
		err = author_catch_up(ws);
	return close_if(err, ws);
}
