/* cmd_restore.c - a store out of a backup, with a coordinator's code. */
#include "collector/commands.h"
#include "collector/rescue.h"
#include "collector/session.h"
#include "kit/base/mem.h"

const struct cli_option cmd_restore_options[] = {
	{ "code-file", "FILE", "the coordinator's code (or RECOLTE_CODE)", 0 },
	{ NULL, NULL, NULL, 0 }
};

static const struct err *
restore(struct session *s, const char *from)
{
	struct buf folder = BUF_INIT;
	char code[CODE_TEXT_MAX] = "";
	enum store_moved moved;
	const struct err *err;

	session_folder(&folder, s->cli);
	err = session_check_folder(s->cli);
	if (!err)
		err = session_code(code, s);
	if (!err)
		err = rescue_restore(&moved, buf_str(&folder), from, code,
		    session_choose_passphrase, s);
	if (!err)
		session_say_moved(s, moved);
	mem_wipe(code, sizeof(code));
	buf_free(&folder);
	return err;
}

static const struct err *
say_what(const struct session *s)
{
	const struct err *err;
	size_t count[STAGE_COUNT], all = 0;

	if ((err = store_count(s->store, count)) != NULL)
		return err;
	for (size_t i = 0; i < STAGE_COUNT; i++)
		all += count[i];
	word_say(stdout, s->language, W_RESTORED, session_number(s, all),
	    (char *)NULL);
	return NULL;
}

const struct err *
cmd_restore(struct cli *cli)
{
	struct session session = { .cli = cli,
		.language = language_asked(cli) };
	const struct err *err;

	err = crypto_start();
	if (!err)
		err = restore(&session, cli_operand(cli, 0));
	if (err)
		return err;
	err = session_open(&session, cli, SESSION_READ);
	if (!err)
		err = say_what(&session);
	session_close(&session);
	return err;
}
