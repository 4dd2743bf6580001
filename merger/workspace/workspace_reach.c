/* workspace_reach.c - the way to a hub on a network; see workspace.h. */
#include <stdio.h>
#include <string.h>

#include "kit/exchange/reach.h"
#include "merger/workspace/workspace.h"

/* Among what the index keeps sealed. */
static const char kept_as[] = "hub access";

static void
show(void *data, const struct wire_progress *progress)
{
	(void)data;
	reach_show(progress);
}

static void
note_key(void *data, const char *host_key)
{
	struct workspace *ws = data;
	const struct err *err;

	buf_reset(&ws->access.host_key);
	buf_add(&ws->access.host_key, host_key);
	err = workspace_keep_access(ws);
	if (err != NULL)
		words_print(stderr, ws->language, W_HUB_KEY_UNKEPT, err->msg,
		    (char *)NULL);
}

static void
note_again(void *data, enum trouble trouble)
{
	const struct workspace *ws = data;

	(void)trouble;
	reach_hide();
	words_print(stderr, ws->language, W_HUB_AGAIN, (char *)NULL);
}

static void
note_failure(void *data, enum trouble trouble, const char *remark)
{
	(void)data;
	(void)trouble;
	(void)remark;
	reach_hide();
}

const struct err *
workspace_load_access(struct workspace *ws)
{
	struct buf text = BUF_INIT;
	const struct err *err = index_kept(ws->index, kept_as, &text);

	if (err == NULL && text.len > 0)
		err = access_read(&ws->access, buf_slice(&text));
	buf_wipe(&text);
	ws->reach = (struct hub_reach){ .access = &ws->access, .data = ws,
		.patience_s = reach_patience_s(), .progress = show,
		.first_key = note_key, .again = note_again,
		.failed = note_failure };
	depot_set_reach(ws->depot, &ws->reach);
	return err;
}

const struct err *
workspace_keep_access(struct workspace *ws)
{
	struct buf text = BUF_INIT;
	const struct err *err;

	access_write(&text, &ws->access);
	err = index_keep(ws->index, kept_as, buf_slice(&text));
	buf_wipe(&text);
	return err;
}

const struct err *
workspace_ask_access(struct workspace *ws, const struct cli *cli)
{
	bool changed;
	const struct err *err = reach_ask(&ws->access, &changed, cli);

	ws->access_changed = ws->access_changed || changed;
	return err;
}
