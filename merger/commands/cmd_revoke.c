/* merger devices revoke, lost, restore: whose word counts. */
#include <stdio.h>
#include <string.h>

#include "kit/base/mem.h"
#include "kit/exchange/delivery.h"
#include "kit/exchange/invitation.h"
#include "merger/cases/dispatch.h"
#include "merger/changesets/author.h"
#include "merger/commands/agree.h"
#include "merger/commands/commands.h"
#include "merger/commands/device.h"
#include "merger/commands/session.h"
#include "merger/dataset/drafts.h"
#include "merger/people/revocation.h"
#include "merger/print.h"
#include "merger/study/roster.h"
#include "merger/workspace/query.h"

const struct cli_option revoke_options[] = {
	{ "stands", "CHAIN:NUMBER", "what stands of a chain; \"nothing\" "
	    "(default: all so far)", 0 },
	{ "yes", NULL, "do it; without, only say which laptop it is", 0 },
	{ NULL, NULL, NULL, 0 }
};

/* What a coordinator ought to know of a device that is gone, one each line. */
static void
say_value(const struct workspace *ws, enum word word, const char *value)
{
	struct buf clean = BUF_INIT;

	print_clean(&clean, value, ENROLMENT_NAME_BYTES_MAX);
	words_print(stdout, ws->language, word, buf_str(&clean),
	    (char *)NULL);
	buf_free(&clean);
}

/* dataset: NULL loads it. */
static const struct err *
say_device(struct workspace *ws, const char *id, const struct dataset *dataset)
{
	struct practised practised;
	struct json *roster;
	const struct err *err = roster_read(ws, &roster);

	if (err != NULL)
		return err;
	if ((err = practised_load(&practised, ws, dataset)) != NULL) {
		json_free(roster);
		return err;
	}
	say_value(ws, W_LOST_DEVICE, id);
	say_value(ws, W_LOST_OF, roster_name(roster, id));
	say_value(ws, W_LOST_STATUS, words_text(ws->language,
	    device_status_word(ws->manifest, manifest_member(ws->manifest,
	    id), &practised)));
	practised_free(&practised);
	json_free(roster);
	return NULL;
}

static void
say_stands(enum language language, const struct stands *stands)
{
	char chain[DELIVERY_CHAIN_MAX];

	for (size_t i = 0; i < stands->count; i++) {
		delivery_chain(chain, stands->items[i].chain);
		words_print(stdout, language, W_LOST_STANDS, chain,
		    NUMBER(stands->items[i].number), (char *)NULL);
	}
	if (stands->count == 0)
		words_print(stdout, language, W_LOST_NOTHING, (char *)NULL);
}

/* What was written here stays: the next pull brings it out. */
static const struct err *
publish(struct workspace *ws)
{
	const struct err *err = dispatch_publish(ws);

	if (err == NULL)
		err = author_publish(ws);
	return err_in(err, "done here, and merger pull will bring it to the "
	    "hub");
}

/* ---- whose data may be on a lost one ---- */

static void
add_part(struct buf *out, const char *text)
{
	if (text[0] == '\0')
		return;
	if (out->len > 0)
		buf_add(out, " ");
	buf_add(out, text);
}

static void
say_response(enum language language, const struct record *r)
{
	struct buf who = BUF_INIT, clean = BUF_INIT, state = BUF_INIT;

	add_part(&who, record_role_value(r, "given-name"));
	add_part(&who, record_role_value(r, "family-name"));
	add_part(&who, record_role_value(r, "email"));
	add_part(&who, record_value(r, ".case"));
	print_clean(&clean, buf_str(&who), ENROLMENT_NAME_BYTES_MAX);
	words_add(&state, language, words_state(r->merged.state), NUMBER(1),
	    (char *)NULL);
	words_print(stdout, language, W_LOST_RESPONSE, r->merged.id,
	    buf_str(&state), buf_str(&clean), (char *)NULL);
	buf_free(&state);
	buf_free(&who);
	buf_free(&clean);
}

/* Numbers of its chains that nobody has received. */
static const struct err *
say_missing(struct workspace *ws, const char *device)
{
	struct db_statement *s;
	bool row = false;
	const struct err *err = query_start(&s, index_db(ws->index),
	    "SELECT chain, max(number) - count(DISTINCT number) AS missing"
	    " FROM changeset WHERE device = ? GROUP BY chain"
	    " HAVING missing > 0 ORDER BY chain", VALUES(bound_text(device)));

	while (err == NULL && (err = db_step(s, &row)) == NULL && row) {
		char chain[DELIVERY_CHAIN_MAX];

		delivery_chain(chain, (uint64_t)db_int(s, 0));
		words_print(stdout, ws->language, W_LOST_MISSING,
		    NUMBER(db_int(s, 1)), chain, (char *)NULL);
	}
	db_done(s);
	return err;
}

/* Interviews under way that it sent along: another laptop can go on. */
static const struct err *
say_drafts(struct workspace *ws, const struct dataset *dataset,
    const char *device)
{
	struct drafts drafts;
	const struct err *err = drafts_load(&drafts, ws, dataset, device);
	size_t open = drafts_under_way(&drafts);

	if (err == NULL && open > 0)
		words_print(stdout, ws->language, W_LOST_DRAFTS, NUMBER(open),
		    SHORT(device), (char *)NULL);
	drafts_free(&drafts);
	if (err == NULL)
		words_print(stdout, ws->language, W_LOST_UNDELIVERED,
		    (char *)NULL);
	return err;
}

static const struct err *
say_exposed(struct workspace *ws, const struct dataset *dataset,
    const char *device)
{
	size_t cases = 0, responses = 0;
	const struct err *err;

	for (size_t i = 0; i < dataset->count; i++) {
		const struct record *r = &dataset->records[i];

		cases += r->merged.kind == RECORD_CASE &&
		    r->merged.standing > 0;
		if (!revocation_touches(r, device))
			continue;
		say_response(ws->language, r);
		responses++;
	}
	words_print(stdout, ws->language, W_LOST_RESPONSES,
	    NUMBER(responses), (char *)NULL);
	if (cases > 0)
		words_print(stdout, ws->language, W_LOST_SAMPLE,
		    NUMBER(cases), (char *)NULL);
	err = say_drafts(ws, dataset, device);
	return err ? err : say_missing(ws, device);
}

/* ---- the commands ---- */

/* Of which laptop, and what of it: the same words before and after. */
struct taking {
	const char *status;		/* "revoked" or "lost" */
	char device[DEVICE_ID_MAX];
	struct stands stands;
	struct dataset dataset;		/* for a lost one */
};

static bool
is_lost(const struct taking *t)
{
	return !strcmp(t->status, "lost");
}

/* Of the laptop at hand, with the dataset that is loaded for a lost one. */
static const struct err *
say_taken(struct workspace *ws, const struct taking *t)
{
	return say_device(ws, t->device, is_lost(t) ? &t->dataset : NULL);
}

static const struct err *
prepare(struct taking *t, struct workspace *ws, const struct cli *cli)
{
	const struct err *err = device_find(ws, cli_operand(cli, 0),
	    t->device);

	if (err == NULL)
		err = stands_choose(&t->stands, ws, cli, t->device);
	if (err == NULL && is_lost(t))
		err = dataset_load(&t->dataset, ws);
	return err;
}

/* A short prefix may be somebody else's: the laptop is named first. */
static const struct err *
ask(bool *agreed, struct cli *cli, struct workspace *ws,
    const struct taking *t)
{
	enum language language = ws->language;
	const struct err *err = NULL;

	*agreed = cli_has(cli, "yes");
	if (*agreed || (err = say_taken(ws, t)) != NULL)
		return err;
	say_stands(language, &t->stands);
	words_print(stdout, language, is_lost(t) ? W_WOULD_LOSE :
	    W_WOULD_REVOKE, NUMBER(revocation_cases(&t->dataset,
	    t->device)), (char *)NULL);
	*agreed = agree_to(cli, language, is_lost(t) ? W_LOSE_ASK :
	    W_REVOKE_ASK, W_NOT_YET);
	return NULL;
}

static const struct err *
take_away(struct workspace *ws, const struct taking *t)
{
	const struct err *err = NULL;
	size_t freed = 0;

	/* The cases first: who is lost may write no case back. */
	if (is_lost(t))
		err = revocation_free_cases(ws, &t->dataset, t->device,
		    &freed);
	if (err == NULL)
		err = revocation_write(ws, t->device, t->status, &t->stands);
	if (err == NULL)
		err = say_taken(ws, t);
	if (err != NULL)
		return err;
	say_stands(ws->language, &t->stands);
	if (is_lost(t)) {
		words_print(stdout, ws->language, W_LOST_FREED, NUMBER(freed),
		    (char *)NULL);
		err = say_exposed(ws, &t->dataset, t->device);
	}
	return err ? err : publish(ws);
}

/* Everything that revoking and losing have in common. */
static const struct err *
end_trust(struct cli *cli, const char *status)
{
	struct taking *t = mem_alloc(sizeof *t);
	struct workspace ws;
	const struct err *err = session_open_author(&ws, cli);
	bool agreed = false;

	if (err != NULL) {
		mem_free(t);
		return err;
	}
	memset(t, 0, sizeof *t);
	t->status = status;
	err = prepare(t, &ws, cli);
	if (err == NULL)
		err = ask(&agreed, cli, &ws, t);
	if (err == NULL && agreed)
		err = take_away(&ws, t);
	dataset_free(&t->dataset);
	mem_free(t);
	workspace_close(&ws);
	return err;
}

const struct err *
cmd_devices_revoke(struct cli *cli)
{
	return end_trust(cli, "revoked");
}

const struct err *
cmd_devices_lost(struct cli *cli)
{
	return end_trust(cli, "lost");
}

const struct err *
cmd_devices_restore(struct cli *cli)
{
	char device[DEVICE_ID_MAX];
	struct workspace ws;
	const struct err *err = session_open_author(&ws, cli);

	if (err != NULL)
		return err;
	err = device_find(&ws, cli_operand(cli, 0), device);
	if (err == NULL && !strcmp(manifest_device_status(ws.manifest, device),
	    "active"))
		err = err_new(ERR_USAGE, "%s is active", device);
	if (err == NULL && manifest_member(ws.manifest, device)->role ==
	    MEMBER_FORMER)
		err = err_new(ERR_USAGE, "%s was a coordinator, who comes back "
		    "with new keys: merger coordinators add", device);
	if (err == NULL)
		err = revocation_write(&ws, device, "active", NULL);
	if (err == NULL)
		err = say_device(&ws, device, NULL);
	if (err == NULL)
		err = publish(&ws);
	workspace_close(&ws);
	return err;
}
