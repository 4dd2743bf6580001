/* merger pull: fetch, verify, merge, and give receipts. */
#include <stdio.h>
#include <string.h>

#include "merger/acknowledge.h"
#include "merger/author.h"
#include "merger/commands.h"
#include "merger/ingest.h"
#include "merger/mainline.h"
#include "merger/people.h"

const struct cli_option pull_options[] = {
	{ "hub", "PATH", "from now on, this is where the hub is", 0 },
	{ NULL, NULL, NULL, 0 }
};

struct pulling {
	struct workspace *ws;
	size_t branches, alarms;
	size_t manifests, requests, receipts;
	struct ingest_sums sums;
};

static void
report(void *data, const char *branch, enum depot_move move,
    const char *remark)
{
	struct pulling *p = data;
	static const char *const words[] = {
		[MOVE_BEHIND] = "the hub is behind what was received before: "
		    "an old copy?",
		[MOVE_DIVERGED] = "was rewritten; both sides are kept",
		[MOVE_BROKEN] = "is damaged"
	};

	if (move == MOVE_NEW || move == MOVE_AHEAD)
		p->branches++;
	if (move < MOVE_BEHIND)
		return;
	p->alarms++;
	fprintf(stderr, "merger: %s: %s%s%s\n", branch, words[move],
	    remark && remark[0] ? ": " : "", remark ? remark : "");
}

static const struct err *
fetch(struct pulling *p)
{
	static const char *const all[] =
	    { "main", "enrol/", "device/", "0receipts/" };
	const char *hub;
	const struct err *err = workspace_hub(p->ws, &hub);

	if (err != NULL)
		return err;
	return hub_fetch(p->ws->depot, hub, all, sizeof all / sizeof *all,
	    report, p);
}

static const struct err *
take_in(struct pulling *p)
{
	const struct err *err;

	err = mainline_advance(p->ws, &p->manifests);
	if (err == NULL && p->ws->manifest == NULL)
		err = err_new(ERR_NOT_FOUND, "hub %s: no study on it",
		    buf_str(&p->ws->hub));
	if (err == NULL)
		err = people_receive(p->ws, &p->requests);
	if (err == NULL && p->manifests > 0)
		err = ingest_waiting(p->ws, &p->sums);
	if (err == NULL)
		err = ingest_branches(p->ws, &p->sums);
	return err;
}

static const struct err *
give_back(struct pulling *p)
{
	char tip[DEPOT_ID_TEXT_MAX];
	const struct err *err = acknowledge_learn(p->ws);

	if (err == NULL)
		err = acknowledge_give(p->ws, &p->receipts);
	if (err == NULL && depot_tip(p->ws->depot, DEPOT_OWN, "main", tip))
		err = mainline_publish(p->ws);
	if (err == NULL)
		err = author_publish(p->ws);
	if (err == NULL)
		err = acknowledge_publish(p->ws);
	return err_in(err, "merged, but the receipts are not delivered");
}

static void
print(struct cli *cli, const struct pulling *p)
{
	const struct ingest_sums *s = &p->sums;

	if (s->merged + s->aside + s->waiting + s->alarms + p->manifests +
	    p->requests + p->alarms == 0)
		puts("nothing new");
	if (p->manifests > 0)
		printf("%zu manifests\n", p->manifests);
	if (s->merged > 0)
		printf("%zu change sets merged, %zu revisions\n", s->merged,
		    s->revisions);
	if (p->receipts > 0)
		printf("%zu receipts given\n", p->receipts);
	if (s->aside > 0)
		printf("%zu change sets put aside (merger status says why)\n",
		    s->aside);
	if (s->waiting > 0)
		printf("%zu change sets wait (merger status says why)\n",
		    s->waiting);
	if (s->alarms > 0)
		printf("%zu files on the hub could not be trusted\n",
		    s->alarms);
	if (p->requests > 0)
		printf("%zu laptops ask to be admitted: merger devices admit\n",
		    p->requests);
	if (s->aside + s->waiting + s->alarms + p->requests + p->alarms > 0)
		cli_attention(cli);
}

const struct err *
cmd_pull(struct cli *cli)
{
	struct workspace ws;
	struct pulling p = { .ws = &ws };
	const struct err *err = workspace_open(&ws, cli);

	if (err != NULL)
		return err;
	if (cli_has(cli, "hub"))
		err = workspace_set_hub(&ws, cli_value(cli, "hub"));
	if (err == NULL && ws.manifest != NULL)
		err = author_catch_up(&ws);
	if (err == NULL)
		err = fetch(&p);
	if (err == NULL)
		err = take_in(&p);
	if (err == NULL)
		err = give_back(&p);
	if (err == NULL)
		print(cli, &p);
	workspace_close(&ws);
	return err;
}
