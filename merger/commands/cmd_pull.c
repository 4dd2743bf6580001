/* merger pull: fetch, verify, merge, and give receipts. */
#include <stdio.h>
#include <string.h>

#include "kit/base/map.h"
#include "kit/exchange/reach.h"
#include "merger/cases/dispatch.h"
#include "merger/changesets/acknowledge.h"
#include "merger/changesets/author.h"
#include "merger/changesets/forward.h"
#include "merger/changesets/handing.h"
#include "merger/changesets/ingest.h"
#include "merger/changesets/readers.h"
#include "merger/changesets/stick.h"
#include "merger/changesets/sweep.h"
#include "merger/commands/agree.h"
#include "merger/commands/commands.h"
#include "merger/commands/phase.h"
#include "merger/commands/session.h"
#include "merger/erasure/erasure.h"
#include "merger/people/people.h"
#include "merger/study/mainline.h"
#include "merger/study/news.h"
#include "merger/study/tombstones.h"

const struct cli_option pull_options[] = {
	{ "hub", "HUB", "from now on the hub: a path, https:// or ssh://", 0 },
	REACH_OPTIONS,
	{ "stick", "FOLDER", "take what laptops wrote to a stick, write to it",
	    0 },
	{ "from", "PATH", "take what laptops wrote to a folder, or one bundle",
	    0 },
	{ "to", "FOLDER", "write the bundle that laptops take home", 0 },
	{ "yes", NULL, "put the study on a hub that has none, unasked", 0 },
	{ NULL, NULL, NULL, 0 }
};

struct pulling {
	struct workspace *ws;
	struct cli *cli;
	const char *hub;
	bool reached;			/* the hub was */
	bool declined;			/* nothing may be put on that hub */
	struct map *seen;		/* branches that are on the hub now */
	struct map *brought_before;	/* by stick, and not on the hub yet */
	const struct err *err;		/* of a report */
	struct forward_sums forward;
	const char *to;			/* a stick, or NULL */
	bool by_stick;
	struct stick_sums brought;
	char main_side[DEPOT_BRANCH_MAX];	/* where a foreign main went */
	bool main_is_broken;		/* there: nothing goes on top of it */
	bool main_is_sound;
	size_t alarms;
	size_t manifests, requests, refused, receipts, erased, handed, told;
	size_t followed;		/* erased by others, and now here */
	struct ingest_sums sums;
};

/* What was received goes back to where others look for it. */
static bool
put_back(struct pulling *p, const char *branch)
{
	bool noted;

	p->err = err_first(p->err, forward_note(&noted, p->ws, branch,
	    FORWARD_LOST));
	return noted;
}

static void
report(void *data, const char *branch, enum depot_move move,
    const char *remark)
{
	struct pulling *p = data;
	static const enum word words[] = {
		[MOVE_BEHIND] = W_MOVED_BEHIND,
		[MOVE_DIVERGED] = W_MOVED_DIVERGED,
		[MOVE_BROKEN] = W_MOVED_BROKEN
	};
	enum language language = p->ws->language;
	struct buf what = BUF_INIT;

	map_set(p->seen, branch, p);
	if (move == MOVE_DIVERGED && !strcmp(branch, "main"))
		snprintf(p->main_side, sizeof p->main_side, "%s", remark);
	if (move == MOVE_BROKEN && !strcmp(branch, "main"))
		p->main_is_broken = true;
	if (move < MOVE_BEHIND ||
	    (move == MOVE_BEHIND && map_has(p->brought_before, branch)))
		return;
	if (move == MOVE_BEHIND)
		(void)put_back(p, branch);
	p->alarms++;
	words_add(&what, language, words[move], (char *)NULL);
	words_print(stderr, language, remark && remark[0] ? W_PULL_MOVED_WHY :
	    W_PULL_MOVED, branch, buf_str(&what), remark ? remark : "",
	    (char *)NULL);
	buf_free(&what);
}

/* Does the main branch there begin with our study? */
static const struct err *
check_study(struct pulling *p, const char *branch)
{
	char tip[DEPOT_ID_TEXT_MAX], name[32];
	struct buf file = BUF_INIT;
	struct manifest *first = NULL;
	const struct err *err;

	err = depot_tip(p->ws->depot, DEPOT_HUB, branch, tip);
	if (err != NULL || tip[0] == '\0')
		return err;
	mainline_manifest_name(name, 1);
	err = depot_read(&file, p->ws->depot, tip, name, MANIFEST_BYTES_MAX);
	if (err == NULL)
		err = manifest_read(&first, buf_slice(&file), NULL,
		    &p->ws->keys.study);
	manifest_free(first);
	buf_free(&file);
	return err && err->code == ERR_FOREIGN ? err_new(ERR_FOREIGN,
	    "hub %s: another study lies there", p->hub) : err;
}

/*
 * main comes first and alone: from the hub of another study nothing else is
 * taken.
 */
static const struct err *
fetch_main(struct pulling *p)
{
	static const char *const main_only[] = { "main" };
	struct buf old = BUF_INIT;
	const struct err *err, *moved;

	err = hub_fetch(p->ws->depot, p->hub, main_only, 1, report, p);
	if (err != NULL)
		return err;
	if (p->main_side[0] != '\0')
		return check_study(p, p->main_side);
	err = check_study(p, "main");
	if (err != NULL && err->code == ERR_FOREIGN &&
	    p->ws->manifest == NULL) {
		/* Or the right hub would look rewritten for ever. */
		moved = workspace_new_depot(p->ws, &old);
		err = err_first(moved, err);
	}
	buf_free(&old);
	return err;
}

/* What we have and the hub has no longer: somebody deleted it there. */
static const struct err *
find_gone(struct pulling *p, const char *prefix)
{
	char **names = NULL;
	size_t n = 0;
	const struct err *err = depot_branches(p->ws->depot, DEPOT_HUB,
	    prefix, &names, &n);

	for (size_t i = 0; i < n; i++) {
		if (strchr(names[i], '+') || map_has(p->seen, names[i]) ||
		    map_has(p->brought_before, names[i]))
			continue;
		/* Requests of those who are not in the study come and go. */
		if (!put_back(p, names[i]) && strcmp(prefix, "device/") != 0)
			continue;
		p->alarms++;
		words_print(stderr, p->ws->language, W_PULL_GONE, names[i],
		    (char *)NULL);
	}
	depot_names_free(names, n);
	return err;
}

/* A path with a slip of the pen would get the whole study. */
static bool
may_begin(const struct pulling *p)
{
	if (!cli_has(p->cli, "hub") || p->ws->manifest == NULL ||
	    map_has(p->seen, "main") || cli_has(p->cli, "yes"))
		return true;
	words_print(stdout, p->ws->language, W_PULL_EMPTY_HUB, p->hub,
	    (char *)NULL);
	return agree_to(p->cli, p->ws->language, W_PULL_EMPTY_ASK, W_NOT_YET);
}

static const struct err *
fetch(struct pulling *p)
{
	static const char *const others[] =
	    { "enrol/", "device/", "0receipts/", "handover/" };
	const struct err *err = workspace_hub(p->ws, &p->hub);

	if (err == NULL)
		err = fetch_main(p);
	p->declined = err == NULL && !may_begin(p);
	if (p->declined)
		return NULL;
	if (err == NULL)
		err = hub_fetch(p->ws->depot, p->hub, others,
		    sizeof others / sizeof *others, report, p);
	if (err == NULL)
		err = find_gone(p, "enrol/");
	if (err == NULL)
		err = find_gone(p, "device/");
	return err_first(err, p->err);
}

/* The hub is away; what it says about itself is another matter. */
static bool
is_away(const struct err *err)
{
	return err->code == ERR_NOT_FOUND || err->code == ERR_IO ||
	    err->code == ERR_BUSY || err->code == ERR_READ_ONLY ||
	    err->code == ERR_STATE;
}

/* With a stick in hand and a study that is known, the hub can wait. */
static const struct err *
fetch_if_there(struct pulling *p)
{
	const struct err *err = fetch(p);

	p->reached = err == NULL;
	if (err == NULL || !p->by_stick || p->ws->manifest == NULL ||
	    !is_away(err))
		return err;
	p->alarms++;
	words_print(stderr, p->ws->language, W_PULL_AWAY, err->msg,
	    (char *)NULL);
	return NULL;
}

static const struct err *
take_sticks(struct pulling *p)
{
	const char *place = cli_value(p->cli, "stick");
	const struct err *err = NULL;

	if (place != NULL)
		err = stick_take(p->ws, place, &p->brought);
	for (size_t i = 0; err == NULL &&
	    (place = cli_value_at(p->cli, "from", i)) != NULL; i++)
		err = stick_take(p->ws, place, &p->brought);
	p->alarms += p->brought.alarms;
	return err;
}

/* What each laptop has to hear of it. */
static const struct err *
send_down(struct pulling *p)
{
	const struct err *err = NULL;

	if (p->sums.told + p->manifests + p->erased > 0)
		err = news_note(p->ws);
	if (err == NULL && p->main_is_sound)
		err = dispatch_write(p->ws, &p->told);
	return err;
}

static const struct err *
take_in(struct pulling *p)
{
	const struct err *err;
	bool is_first = p->ws->manifest == NULL;
	size_t known = tombstones_count(p->ws);

	err = mainline_advance(p->ws, &p->manifests, &p->main_is_sound);
	p->alarms += !p->main_is_sound;
	p->main_is_sound = p->main_is_sound && !p->main_is_broken;
	if (err == NULL && p->ws->manifest == NULL)
		err = err_new(ERR_NOT_FOUND, "hub %s: no study on it", p->hub);
	if (err == NULL && manifest_role(p->ws->manifest,
	    &p->ws->keys.sign.public) != MEMBER_COORDINATOR)
		err = err_new(ERR_DENIED, "these keys are no coordinator's: "
		    "whoever has the root key says merger coordinators add");
	if (err == NULL)
		err = sweep_settle(p->ws);
	if (err == NULL && !is_first)
		p->followed = tombstones_count(p->ws) - known;
	if (err == NULL && !manifest_is_closed(p->ws->manifest))
		err = people_receive(p->ws, &p->requests, &p->refused);
	if (err == NULL)
		err = ingest_branches(p->ws, &p->sums);
	if (err == NULL)
		err = handing_take(p->ws, &p->sums);
	if (err == NULL)
		err = ingest_waiting(p->ws, &p->sums);
	if (err == NULL)
		err = sweep_settle(p->ws);
	if (err == NULL)
		err = readers_hear(p->ws, &p->sums);
	/* Somebody was faster than an erasure of ours: it is said again. */
	if (err == NULL && p->main_is_sound)
		err = erasure_say(p->ws, &p->erased);
	return err ? err : send_down(p);
}

/* As it is it serves, only slower: no reason to stop. */
static void
tend(struct pulling *p)
{
	const struct err *err = hub_tend(p->hub);

	if (err == NULL)
		return;
	p->alarms++;
	fprintf(stderr, "merger: %s\n", err->msg);
}

static const struct err *
give_back(struct pulling *p)
{
	char tip[DEPOT_ID_TEXT_MAX];
	const struct err *err = NULL;

	/* What a receipt is given for must not lie here alone. */
	if (p->reached)
		tend(p);
	if (p->reached)
		err = forward_all(p->ws, &p->forward);
	if (err == NULL && p->reached)
		err = acknowledge_learn(p->ws);
	if (err == NULL)
		err = acknowledge_give(p->ws, &p->receipts);
	if (!p->reached)
		return err;
	if (err == NULL)
		err = depot_tip(p->ws->depot, DEPOT_OWN, "main", tip);
	if (err == NULL && p->main_is_sound && tip[0] != '\0')
		err = dispatch_publish(p->ws);
	/* The laptops wait for receipts, whatever is wrong with our branch. */
	if (err == NULL)
		err = err_first(author_publish(p->ws),
		    acknowledge_publish(p->ws));
	if (err == NULL)
		err = handing_give(p->ws, &p->handed);
	return err_in(err, "merged, but not everything is delivered to the "
	    "hub; the next pull goes on");
}

static void
print_counts(const struct pulling *p)
{
	const struct ingest_sums *s = &p->sums;
	const struct {
		size_t count;
		enum word word;
	} lines[] = {
		{ s->drafts, W_PULL_DRAFTS }, { p->receipts, W_PULL_RECEIPTS },
		{ p->forward.restored, W_PULL_RESTORED },
		{ p->told, W_PULL_TOLD }, { p->handed, W_PULL_HANDED },
		{ s->aside, W_PULL_ASIDE }, { s->waiting, W_PULL_WAITING },
		{ s->late, W_PULL_LATE }, { s->erased, W_PULL_ERASED },
		{ p->followed, W_PULL_FOLLOWED },
		{ s->alarms - s->newer, W_PULL_ALARMS },
		{ s->newer, W_PULL_NEWER }, { p->refused, W_PULL_REFUSED },
		{ p->requests, W_PULL_REQUESTS }
	};

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		if (lines[i].count > 0)
			words_print(stdout, p->ws->language, lines[i].word,
			    NUMBER(lines[i].count), (char *)NULL);
}

static void
print(const struct pulling *p)
{
	const struct ingest_sums *s = &p->sums;
	enum language language = p->ws->language;
	size_t attention = s->aside + s->waiting + s->late + s->alarms +
	    p->requests + p->refused + p->followed + p->alarms +
	    p->forward.alarms;

	if (s->merged + p->manifests + attention == 0)
		words_print(stdout, language, W_NOTHING_NEW, (char *)NULL);
	if (p->manifests > 0)
		words_print(stdout, language, W_PULL_MANIFESTS,
		    NUMBER(p->manifests), (char *)NULL);
	if (s->merged > 0)
		words_print(stdout, language, W_PULL_MERGED,
		    NUMBER(s->merged), NUMBER(s->revisions), (char *)NULL);
	print_counts(p);
	/* A stick may be shared; but was this the right one? */
	if (p->brought.bundles == 0 && p->brought.foreign > 0)
		words_print(stdout, language, W_PULL_FOREIGN,
		    NUMBER(p->brought.foreign), (char *)NULL);
	if (attention > 0)
		cli_attention(p->cli);
	if (s->merged > 0)
		phase_remind(p->ws);
}

static const struct err *
pull(struct pulling *p)
{
	const struct err *err = NULL;

	if (cli_has(p->cli, "hub"))
		err = workspace_set_hub(p->ws, cli_value(p->cli, "hub"));
	if (err == NULL)
		err = workspace_ask_access(p->ws, p->cli);
	if (err == NULL && p->ws->manifest != NULL)
		err = author_catch_up(p->ws);
	if (err == NULL)
		err = forward_brought(p->ws, &p->brought_before);
	if (err == NULL)
		err = fetch_if_there(p);
	if (p->declined)
		return err;
	/* Only now: a slip of the pen must not stay. */
	if (err == NULL && (cli_has(p->cli, "hub") || p->ws->access_changed))
		err = workspace_keep_hub(p->ws);
	if (err == NULL && p->reached && p->ws->manifest != NULL)
		err = author_bring_back(p->ws);
	if (err == NULL)
		err = take_sticks(p);
	if (err == NULL)
		err = take_in(p);
	if (err == NULL)
		err = give_back(p);
	return err;
}

/* A stick has main as the hub has it: another may be faster to write there. */
static const struct err *
say_waiting(const struct pulling *p)
{
	char own[DEPOT_ID_TEXT_MAX], there[DEPOT_ID_TEXT_MAX];
	const struct err *err = depot_tip(p->ws->depot, DEPOT_OWN, "main", own);

	if (err == NULL)
		err = depot_tip(p->ws->depot, DEPOT_HUB, "main", there);
	if (err != NULL || own[0] == '\0' || there[0] == '\0' ||
	    !strcmp(own, there))
		return err;
	words_print(stderr, p->ws->language, W_PULL_HUB_WAITS, (char *)NULL);
	cli_attention(p->cli);
	return NULL;
}

static const struct err *
write_stick(struct pulling *p)
{
	struct buf bundle = BUF_INIT;
	const struct err *err = stick_give(p->ws, p->to, &bundle);

	if (err == NULL)
		words_print(stdout, p->ws->language, W_PULL_WRITTEN,
		    buf_str(&bundle), (char *)NULL);
	buf_free(&bundle);
	return err == NULL && !p->reached ? say_waiting(p) : err;
}

/* All that it has is on the hub, or made again from the index. */
static void
advise(const struct cli *cli, const struct err *err)
{
	if (err != NULL && strstr(err->msg, "depot ") != NULL &&
	    (err->code == ERR_FORMAT || err->code == ERR_NOT_FOUND))
		words_print(stderr, words_language(cli), W_DEPOT_BROKEN,
		    (char *)NULL);
}

const struct err *
cmd_pull(struct cli *cli)
{
	struct workspace ws;
	struct pulling p = { .ws = &ws, .cli = cli, .to = cli_has(cli, "to") ?
	    cli_value(cli, "to") : cli_value(cli, "stick"),
	    .by_stick = cli_has(cli, "stick") || cli_has(cli, "from") ||
	    cli_has(cli, "to") };
	const struct err *err = session_open(&ws, cli);

	if (err != NULL) {
		advise(cli, err);
		return err;
	}
	p.seen = map_new();
	err = pull(&p);
	advise(cli, err);
	if (err == NULL && !p.declined) {
		print(&p);
		err = p.to != NULL ? write_stick(&p) : NULL;
	}
	map_free(p.seen);
	map_free(p.brought_before);
	workspace_close(&ws);
	return err;
}
