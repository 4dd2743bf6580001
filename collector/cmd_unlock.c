/* cmd_unlock.c - back into a store whose passphrase was forgotten. */
#include <string.h>

#include "collector/commands.h"
#include "collector/rescue.h"
#include "collector/session.h"
#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/exchange/keyfile.h"

const struct cli_option cmd_unlock_options[] = {
	{ "code-file", "FILE", "the coordinator's code (or RECOLTE_CODE)", 0 },
	{ NULL, NULL, NULL, 0 }
};

static const struct err *
unlock(struct session *s, const char *path)
{
	const struct err *err;
	struct buf file = BUF_INIT;
	char code[CODE_TEXT_MAX] = "";

	err = file_read(&file, path, KEYFILE_BYTES_MAX);
	if (!err)
		err = session_code(code, s);
	if (!err)
		err = rescue_unlock(s->store, buf_slice(&file), path, code,
		    session_choose_passphrase, s);
	mem_wipe(code, sizeof(code));
	buf_free(&file);
	return err;
}

const struct err *
cmd_unlock(struct cli *cli)
{
	struct session session;
	const struct err *err;

	err = session_open(&session, cli, SESSION_READ);
	if (!err)
		err = unlock(&session, cli_operand(cli, 0));
	if (!err)
		word_say(stdout, session.language, W_UNLOCKED, (char *)NULL);
	session_close(&session);
	return err;
}
