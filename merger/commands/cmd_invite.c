/* merger invite: the file with which a laptop joins. */
#include <stdio.h>

#include "kit/base/file.h"
#include "kit/base/platform.h"
#include "kit/exchange/reach.h"
#include "merger/commands/commands.h"
#include "merger/commands/session.h"
#include "merger/people/people.h"

const struct cli_option invite_options[] = {
	{ "output", "FILE", "where to write it (default: NAME.invitation)",
	    'o' },
	{ "days", "N", "how long it may be used (default: 60)", 0 },
	{ "token-file", "FILE", "the laptop's token for the hub", 0 },
	{ "hub-user", "NAME", "whose token or key it is, if the hub asks", 0 },
	{ "key-file", "FILE", "the laptop's ssh key (ed25519)", 0 },
	{ NULL, NULL, NULL, 0 }
};

/* "Élodie Martin" may not be a file name everywhere: keep it simple. */
static void
default_path(struct buf *out, const char *name)
{
	for (; *name != '\0'; name++)
		buf_add_byte(out, *name == '/' || *name == '\\' ||
		    *name == ':' || *name == ' ' ? '-' : (uint8_t)*name);
	buf_add(out, ".invitation");
}

/* Our own token, from the environment, is not for the laptop. */
static const struct err *
ask_access(struct access *out, const struct cli *cli)
{
	bool changed;
	const struct err *err = reach_ask(out, &changed, cli);

	if (!cli_has(cli, "token-file"))
		buf_wipe(&out->token);
	return err;
}

const struct err *
cmd_invite(struct cli *cli)
{
	const char *name = cli_operand(cli, 0);
	const char *given = cli_value(cli, "output");
	struct buf path = BUF_INIT, text = BUF_INIT;
	struct access access = { 0 };
	struct workspace ws;
	const struct err *err;
	uint64_t days;

	err = cli_number(cli, "days", INVITATION_DAYS, 3650, &days);
	if (err == NULL)
		err = session_open_study(&ws, cli);
	if (err != NULL)
		return err;
	if (given != NULL)
		buf_add(&path, given);
	else
		default_path(&path, name);
	/* It may have been handed out already. */
	if (platform_exists(buf_str(&path)))
		err = err_new(ERR_USAGE, "%s is there already: give another "
		    "name with -o", buf_str(&path));
	if (err == NULL)
		err = ask_access(&access, cli);
	if (err == NULL)
		err = people_invite(&ws, &text, name, (unsigned)days, &access);
	if (err == NULL)
		err = file_write(buf_str(&path), buf_slice(&text));
	if (err == NULL)
		words_print(stdout, ws.language, W_INVITED, buf_str(&path),
		    name, NUMBER(days), (char *)NULL);
	access_wipe(&access);
	buf_wipe(&text);
	buf_free(&path);
	workspace_close(&ws);
	return err;
}
