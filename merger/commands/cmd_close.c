/* merger close: the study ends, and the key to what was collected goes. */
#include <stdio.h>

#include "merger/cases/dispatch.h"
#include "merger/changesets/acknowledge.h"
#include "merger/changesets/author.h"
#include "merger/commands/commands.h"
#include "merger/commands/session.h"
#include "merger/dataset/drafts.h"
#include "merger/erasure/closing.h"
#include "merger/erasure/remains.h"

const struct cli_option close_options[] = {
	{ "yes", NULL, "do it; without, only say what would happen", 0 },
	{ NULL, NULL, NULL, 0 }
};

/* The others must know before the key is gone, or they send for nothing. */
static const struct err *
tell(struct workspace *ws)
{
	const struct err *err = closing_write(ws);

	if (err != NULL || ws->hub.len == 0)
		return err;
	err = dispatch_publish(ws);
	if (err == NULL)
		err = author_publish(ws);
	return err_in(err, "no key is destroyed yet; merger pull, then merger "
	    "close again");
}

/* That the key is gone here: the other coordinators list us until then. */
static void
tell_gone(struct workspace *ws)
{
	const struct err *err;
	size_t given;

	if (ws->hub.len == 0)
		return;
	err = acknowledge_learn(ws);
	if (err == NULL)
		err = acknowledge_give(ws, &given);
	if (err == NULL)
		err = acknowledge_publish(ws);
	if (err != NULL)
		words_print(stderr, ws->language, W_CLOSE_UNTOLD, err->msg,
		    (char *)NULL);
}

static const struct err *
close_study(struct workspace *ws)
{
	const struct err *err = author_catch_up(ws);

	if (err == NULL)
		err = tell(ws);
	if (err == NULL)
		err = closing_destroy(ws);
	if (err == NULL)
		tell_gone(ws);
	return err;
}

/* Interviews under way end with the study, unless they are closed before. */
static const struct err *
count_drafts(struct workspace *ws, size_t *open)
{
	struct dataset dataset = { 0 };
	struct drafts drafts = { 0 };
	const struct err *err = dataset_load(&dataset, ws);

	*open = 0;
	if (err == NULL)
		err = drafts_load(&drafts, ws, &dataset, "");
	if (err == NULL)
		*open = drafts_under_way(&drafts);
	drafts_free(&drafts);
	dataset_free(&dataset);
	return err;
}

static const struct err *
preview(struct cli *cli, struct workspace *ws)
{
	enum language language = ws->language;
	int64_t waiting;
	size_t drafts;
	const struct err *err = closing_waiting(ws, &waiting);

	if (err == NULL)
		err = count_drafts(ws, &drafts);
	if (err != NULL)
		return err;
	words_print(stdout, language, W_WOULD_CLOSE,
	    manifest_title(ws->manifest), (char *)NULL);
	if (waiting > 0)
		words_print(stdout, language, W_NEVER_READ, NUMBER(waiting),
		    (char *)NULL);
	if (drafts > 0)
		words_print(stdout, language, W_CLOSE_DRAFTS, NUMBER(drafts),
		    (char *)NULL);
	words_print(stdout, language, W_CLOSE_PULL_FIRST, (char *)NULL);
	err = remains_print(ws, true, stdout);
	words_print(stdout, language, W_NOT_CLOSED_YET, (char *)NULL);
	cli_attention(cli);
	return err;
}

const struct err *
cmd_close(struct cli *cli)
{
	struct workspace ws;
	const struct err *err = session_open_study(&ws, cli);

	if (err != NULL)
		return err;
	if (ws.keys.closed) {
		words_print(stdout, ws.language, W_CLOSED_BEFORE,
		    (char *)NULL);
		err = remains_print(&ws, false, stdout);
	} else if (!cli_has(cli, "yes")) {
		err = preview(cli, &ws);
	} else if ((err = close_study(&ws)) == NULL) {
		words_print(stdout, ws.language, W_CLOSED, (char *)NULL);
		err = remains_print(&ws, false, stdout);
	}
	workspace_close(&ws);
	return err;
}
