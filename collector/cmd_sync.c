/* cmd_sync.c - deliver and fetch. */
#include <string.h>

#include "collector/commands.h"
#include "collector/sync.h"
#include "kit/exchange/address.h"

const struct cli_option cmd_sync_options[] = {
	{ "hub", "HUB", "where it is, a path or https://... or ssh://...; "
	    "kept", 0 },
	REACH_OPTIONS,
	{ NULL, NULL, NULL, 0 }
};

/* A hub that is named is kept once it was seen to be our study's. */
static const struct err *
sync_with(struct session *s)
{
	const struct err *err;
	const char *given = cli_value(s->cli, "hub");
	const char *known = store_study(s->store)->hub;
	struct buf path = BUF_INIT;
	bool fresh, reached;

	if (given != NULL) {
		if ((err = address_read(&path, given)) != NULL)
			return err;
	} else {
		buf_add(&path, known);
	}
	fresh = strcmp(buf_str(&path), known) != 0;
	err = sync_run(s, buf_str(&path), &reached);
	if (fresh && reached) {
		err = err_first(err, store_set_hub(s->store, buf_str(&path)));
		word_say(stdout, s->language, W_HUB_AT, buf_str(&path),
		    (char *)NULL);
	}
	buf_free(&path);
	return err;
}

const struct err *
cmd_sync(struct cli *cli)
{
	struct session session;
	const struct err *err;

	err = session_open(&session, cli, SESSION_UNLOCK);
	if (!err)
		err = sync_with(&session);
	session_close(&session);
	return err;
}
