#include "merger/changesets/stick.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/bundle.h"
#include "kit/exchange/stick.h"
#include "merger/changesets/acknowledge.h"
#include "merger/changesets/forward.h"

#define RECEIPTS "0receipts/"

enum { NAME_DIGITS = 16 };

/* ---- in ---- */

struct taking {
	struct workspace *ws;
	struct stick_sums *sums;
	const char *path;		/* of the bundle */
	const struct err *err;
};

static void
alarm(struct taking *t, const char *what)
{
	t->sums->alarms++;
	words_print(stderr, t->ws->language, W_STICK_ALARM, what,
	    (char *)NULL);
}

/* An old bundle says less than we know: that is no news. */
static void
tell_move(void *data, const char *branch, enum depot_move move,
    const char *remark)
{
	struct taking *t = data;
	enum language language = t->ws->language;
	bool noted;

	if (move == MOVE_NEW || move == MOVE_AHEAD)
		t->err = err_first(t->err, forward_note(&noted, t->ws, branch,
		    FORWARD_BROUGHT));
	if (move != MOVE_DIVERGED && move != MOVE_BROKEN)
		return;
	t->sums->alarms++;
	words_print(stderr, language, move == MOVE_BROKEN ? W_STICK_BROKEN :
	    W_STICK_DIVERGED, t->path, branch, remark ? remark : "",
	    (char *)NULL);
}

static const struct err *
take_bundle(struct taking *t)
{
	static const char *const prefixes[] = { "enrol/", "device/" };
	const struct bundle_wanted wanted = { prefixes, 2,
		&t->ws->keys.study };
	const struct err *err;

	t->err = NULL;
	err = bundle_take(t->ws->depot, t->path, &wanted, tell_move, t);
	return err_first(err, t->err);
}

/* What is wrong with the file, not with us. */
static bool
is_its_fault(const struct err *err)
{
	return err->code == ERR_FORMAT || err->code == ERR_LIMIT ||
	    err->code == ERR_NEWER || err->code == ERR_STATE ||
	    err->code == ERR_FOREIGN;
}

const struct err *
stick_take(struct workspace *ws, const char *place, struct stick_sums *sums)
{
	struct taking t = { .ws = ws, .sums = sums };
	bool named = !platform_is_folder(place);
	const struct err *err;
	char **paths;
	size_t count;

	err = stick_bundles(&paths, &count, place, STICK_OUTBOX);
	for (size_t i = 0; i < count && err == NULL; i++) {
		t.path = paths[i];
		err = take_bundle(&t);
		sums->bundles += err == NULL;
		if (err != NULL && !named && is_its_fault(err)) {
			/* Of another study: it lies there for somebody else. */
			if (err->code == ERR_FOREIGN)
				sums->foreign++;
			else
				alarm(&t, err->msg);
			err = NULL;
		}
	}
	platform_list_free(paths, count);
	return err;
}

/* ---- out ---- */

struct giving {
	struct workspace *ws;
	struct bundle_branch *branches;
	size_t count, capacity;
	char (*lines)[DEPOT_BRANCH_MAX];
	struct buf tips;		/* what gives the bundle its name */
	char name[STICK_NAME_MAX];
};

static const struct err *
add_branch(struct giving *g, enum depot_side side, const char *branch)
{
	char tip[DEPOT_ID_TEXT_MAX];
	const struct err *err = depot_tip(g->ws->depot, side, branch, tip);

	g->branches[g->count++] = (struct bundle_branch){ side, branch, NULL };
	buf_add(&g->tips, tip);
	return err;
}

/* "0receipts/<id>" of a coordinator, as a line for laptops. */
static const struct err *
add_receipts(struct giving *g, enum depot_side side, const char *branch)
{
	const char *id = branch + strlen(RECEIPTS);
	char *to = g->lines[g->count];
	const struct err *err;

	/* The other side of a rewritten branch is ours to settle. */
	if (strchr(id, '+') != NULL)
		return NULL;
	err = acknowledge_line(to, g->ws, side, id);
	return err ? err : add_branch(g, DEPOT_OWN, to);
}

static const struct err *
gather(struct giving *g, char *const *names, size_t count)
{
	char own[DEPOT_BRANCH_MAX], tip[DEPOT_ID_TEXT_MAX];
	const struct err *err;

	g->branches = mem_alloc_n(count + 2, sizeof *g->branches);
	g->lines = mem_alloc_n(count + 2, sizeof *g->lines);
	snprintf(own, sizeof own, RECEIPTS "%s", g->ws->id);
	/*
	 * What the hub does not have yet may still turn out otherwise: another
	 * coordinator may be faster. Receipts stay true.
	 */
	err = depot_tip(g->ws->depot, DEPOT_HUB, "main", tip);
	if (err != NULL)
		return err;
	if (tip[0] == '\0')
		return err_new(ERR_STATE, "nothing was received from the hub "
		    "yet: merger pull");
	err = add_branch(g, DEPOT_HUB, "main");
	if (err == NULL)
		err = depot_tip(g->ws->depot, DEPOT_OWN, own, tip);
	if (err == NULL && tip[0] != '\0')
		err = add_receipts(g, DEPOT_OWN, own);
	for (size_t i = 0; i < count && err == NULL; i++)
		if (tip[0] == '\0' || strcmp(names[i], own) != 0)
			err = add_receipts(g, DEPOT_HUB, names[i]);
	return err;
}

static void
name_bundle(struct giving *g)
{
	char text[HASH_TEXT_MAX];
	struct hash hash;

	crypto_hash(&hash, buf_slice(&g->tips));
	hash_text(text, &hash);
	snprintf(g->name, sizeof g->name, "%s-%.*s.bundle", g->ws->id,
	    NAME_DIGITS, text);
}

static bool
is_older(void *data, const char *file)
{
	const struct giving *g = data;

	return !strcmp(file_extension(file), ".bundle") &&
	    strcmp(file, g->name) != 0;
}

static const struct err *
write_bundle(struct giving *g, const char *folder, struct buf *path)
{
	struct buf box = BUF_INIT;
	const struct err *err;
	size_t commits;

	err = stick_open_box(&box, folder, STICK_INBOX);
	file_join(path, buf_str(&box), g->name);
	if (err == NULL)
		err = bundle_write(buf_str(path), g->ws->depot, g->branches,
		    g->count, &commits);
	if (err == NULL)
		err = stick_clear(buf_str(&box), g->ws->id, is_older, g);
	buf_free(&box);
	return err;
}

const struct err *
stick_give(struct workspace *ws, const char *folder, struct buf *path)
{
	struct giving g = { .ws = ws };
	const struct err *err;
	char **names;
	size_t count;

	err = depot_branches(ws->depot, DEPOT_HUB, RECEIPTS, &names, &count);
	if (err == NULL)
		err = gather(&g, names, count);
	name_bundle(&g);
	if (err == NULL)
		err = write_bundle(&g, folder, path);
	depot_names_free(names, count);
	buf_free(&g.tips);
	mem_free(g.branches);
	mem_free(g.lines);
	return err;
}
