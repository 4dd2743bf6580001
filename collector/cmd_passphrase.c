/* cmd_passphrase.c - another passphrase for the same store. */
#include "collector/commands.h"
#include "collector/session.h"

const struct cli_option cmd_passphrase_options[] = {
	{ "new-passphrase-file", "FILE", "the new one "
	    "(or RECOLTE_NEW_PASSPHRASE)", 0 },
	{ NULL, NULL, NULL, 0 }
};

static const struct err *
ask_new(struct buf *out, const struct session *s)
{
	static const struct session_secret fresh = { "new-passphrase-file",
		"RECOLTE_NEW_PASSPHRASE", W_PASSPHRASE_NEW, true };
	const struct manifest *manifest;
	const struct err *err;
	bool given;

	err = session_secret(out, &given, s, &fresh);
	if (!err && !given)
		err = err_new(ERR_USAGE, "the new passphrase is needed: say "
		    "--new-passphrase-file FILE or set "
		    "RECOLTE_NEW_PASSPHRASE");
	if (!err)
		err = store_manifest(&manifest, s->store);
	return err ? err : session_check_passphrase(manifest, buf_slice(out),
	    "--new-passphrase-file FILE or set RECOLTE_NEW_PASSPHRASE");
}

const struct err *
cmd_passphrase(struct cli *cli)
{
	struct session session;
	struct buf fresh = BUF_INIT;
	const struct err *err;

	err = session_open(&session, cli, SESSION_UNLOCK);
	if (!err)
		err = ask_new(&fresh, &session);
	if (!err)
		err = store_set_passphrase(session.store, buf_slice(&fresh));
	if (!err)
		word_say(stdout, session.language, fresh.len > 0 ?
		    W_PASSPHRASE_CHANGED : W_PASSPHRASE_NONE, (char *)NULL);
	buf_wipe(&fresh);
	session_close(&session);
	return err;
}
