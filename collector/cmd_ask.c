/* cmd_ask.c - an interview at the terminal. */
#include "collector/commands.h"
#include "collector/session.h"

const struct cli_option cmd_ask_options[] = {
	{ "form", "NAME", "the form, when the study has several", 0 },
	{ "case", "ID", "the case that this interview is about", 0 },
	{ NULL, NULL, NULL, 0 }
};

const struct err *
cmd_ask(struct cli *cli)
{
	(void)cli;
	return err_new(ERR_STATE, "ask");
}
