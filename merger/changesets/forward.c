#include "merger/changesets/forward.h"

#include <stdio.h>
#include <string.h>

#include "merger/workspace/query.h"

/* What the index says of a branch on the list. */
static const char *const reasons[] = {
	[FORWARD_BROUGHT] = "pending", [FORWARD_LOST] = "lost"
};

/* Is it of a laptop that the study has, or had? */
static bool
is_ours(const struct workspace *ws, const char *branch)
{
	static const char *const prefixes[] = { "enrol/", "device/" };
	char id[DEVICE_ID_MAX];

	if (ws->manifest == NULL || manifest_is_closed(ws->manifest))
		return false;
	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
		size_t len = strlen(prefixes[i]);

		if (strncmp(branch, prefixes[i], len) != 0)
			continue;
		snprintf(id, sizeof id, "%.*s",
		    (int)strcspn(branch + len, "/"), branch + len);
		return manifest_member(ws->manifest, id) != NULL;
	}
	return false;
}

const struct err *
forward_note(bool *noted, struct workspace *ws, const char *branch,
    enum forward_why why)
{
	*noted = why == FORWARD_BROUGHT || is_ours(ws, branch);
	return *noted ? index_set_branch(ws->index, SIDE_BROUGHT, branch,
	    reasons[why]) : NULL;
}

static const struct err *
list(struct workspace *ws, enum forward_why why, struct map **out)
{
	struct db_statement *s;
	bool row = false;
	const struct err *err = query_start(&s, index_db(ws->index),
	    "SELECT name FROM branch WHERE side = ? AND tip = ?",
	    VALUES(bound_int(SIDE_BROUGHT), bound_text(reasons[why])));

	*out = map_new();
	while (err == NULL && (err = db_step(s, &row)) == NULL && row)
		map_set(*out, db_text(s, 0), *out);
	db_done(s);
	return err;
}

const struct err *
forward_brought(struct workspace *ws, struct map **out)
{
	return list(ws, FORWARD_BROUGHT, out);
}

/* Whatever was found there: it has what we have, or both are kept and told. */
static const struct err *
bring(struct workspace *ws, const char *hub, const char *branch, bool *done)
{
	enum depot_move move;
	const struct err *err = hub_forward(ws->depot, hub, branch, &move);

	*done = err == NULL && (move == MOVE_NEW || move == MOVE_AHEAD);

	return err ? err : index_set_branch(ws->index, SIDE_BROUGHT, branch,
	    "");
}

static const struct err *
bring_brought(struct workspace *ws, const char *hub)
{
	struct map *names;
	bool done;
	const struct err *err = forward_brought(ws, &names);

	for (size_t i = 0; i < map_count(names) && err == NULL; i++)
		err = bring(ws, hub, map_key_at(names, i), &done);
	map_free(names);
	return err;
}

/* It was received, and receipts stand: a hub that refuses it stops nothing. */
static const struct err *
put_back(struct workspace *ws, const char *hub, struct forward_sums *sums)
{
	struct map *names;
	const struct err *err = list(ws, FORWARD_LOST, &names);

	for (size_t i = 0; i < map_count(names) && err == NULL; i++) {
		const char *branch = map_key_at(names, i);
		bool done;
		const struct err *refused = bring(ws, hub, branch, &done);

		sums->restored += done;
		if (refused == NULL)
			continue;
		sums->alarms++;
		words_print(stderr, ws->language, W_FORWARD_REFUSED, branch,
		    refused->msg, (char *)NULL);
	}
	map_free(names);
	return err;
}

const struct err *
forward_all(struct workspace *ws, struct forward_sums *sums)
{
	const char *hub;
	const struct err *err = workspace_hub(ws, &hub);

	if (err == NULL)
		err = bring_brought(ws, hub);
	return err ? err : put_back(ws, hub, sums);
}
