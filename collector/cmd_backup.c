/* cmd_backup.c - the store in a file, sealed to the coordinators. */
#include "collector/commands.h"
#include "collector/rescue.h"
#include "collector/session.h"

const struct cli_option cmd_backup_options[] = {
	{ "replace", NULL, "write over a backup that is there", 0 },
	{ NULL, NULL, NULL, 0 }
};

const struct err *
cmd_backup(struct cli *cli)
{
	struct session session;
	const struct err *err;

	err = session_open(&session, cli, SESSION_UNLOCK);
	if (!err)
		err = rescue_backup(session.store, cli_operand(cli, 0),
		    cli_has(cli, "replace"));
	if (!err)
		word_say(stdout, session.language, W_BACKED_UP,
		    cli_operand(cli, 0), (char *)NULL);
	session_close(&session);
	return err;
}
