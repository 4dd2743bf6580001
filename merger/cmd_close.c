/* merger close: the study ends, and the key to what was collected goes. */
#include <stdio.h>

#include "merger/acknowledge.h"
#include "merger/author.h"
#include "merger/closing.h"
#include "merger/commands.h"
#include "merger/mainline.h"
#include "merger/print.h"
#include "merger/remains.h"

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
	err = mainline_publish(ws);
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
		fprintf(stderr, "merger: %s; the other coordinators hear of "
		    "it by your next merger pull\n", err->msg);
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

static const struct err *
preview(struct cli *cli, struct workspace *ws)
{
	char sets[PRINT_COUNT_MAX];
	int64_t waiting;
	const struct err *err = closing_waiting(ws, &waiting);

	if (err != NULL)
		return err;
	printf("\"%s\" would be closed for ever: laptops let go of what is "
	    "merged and take no new\ninterview; what arrives later is read by "
	    "nobody; your collection key is destroyed,\nand this folder alone "
	    "can still read what it has merged.\n",
	    manifest_title(ws->manifest));
	if (waiting > 0)
		printf("%s would never be read: merger status says why\n",
		    print_count(sets, (size_t)waiting, "change set"));
	puts("merger pull first, so that nothing is left out. Would stay "
	    "readable:");
	err = remains_print(ws, true, stdout);
	puts("nothing is closed yet: say it again with --yes");
	cli_attention(cli);
	return err;
}

const struct err *
cmd_close(struct cli *cli)
{
	struct workspace ws;
	const struct err *err = workspace_open_study(&ws, cli);

	if (err != NULL)
		return err;
	if (ws.keys.closed) {
		puts("the study is closed, and the collection key destroyed "
		    "here. Still readable:");
		err = remains_print(&ws, false, stdout);
	} else if (!cli_has(cli, "yes")) {
		err = preview(cli, &ws);
	} else if ((err = close_study(&ws)) == NULL) {
		puts("closed; the collection key is destroyed. This folder "
		    "alone can still read the data:\nkeep a copy of keys and "
		    "index.sqlite, made together. Still readable:");
		err = remains_print(&ws, false, stdout);
	}
	workspace_close(&ws);
	return err;
}
