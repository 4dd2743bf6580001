/*
 * merger_hand - a coordinator who writes what no command of merger writes yet,
 * and what no honest one would: for the tests of what merger makes of it.
 */
#include <stdio.h>
#include <string.h>

#include "kit/base/arena.h"
#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"
#include "kit/exchange/depot.h"
#include "merger/cases/dispatch.h"
#include "merger/changesets/author.h"
#include "merger/commands/session.h"
#include "merger/dataset/dataset.h"
#include "merger/study/mainline.h"
#include "merger/workspace/query.h"
#include "merger_main.h"

/* A revision on top of a response that changes nothing yet. */
static const struct err *
next_revision(struct revision *out, struct dataset *dataset,
    struct workspace *ws, const char *response)
{
	const struct record *record;
	const struct err *err = dataset_load(dataset, ws);

	if (err == NULL)
		err = dataset_response(dataset, response, &record);
	if (err != NULL)
		return err;
	memset(out, 0, sizeof *out);
	out->kind = RECORD_RESPONSE;
	memcpy(out->record, record->merged.id, sizeof out->record);
	out->form = record->merged.form;
	out->parents = record->merged.tips;
	out->parent_count = record->merged.tip_count;
	out->reason = "a test";
	author_sign_in(ws, out);
	return NULL;
}

/* state RESPONSE WORD */
static const struct err *
cmd_state(struct cli *cli)
{
	struct dataset dataset = { 0 };
	struct workspace ws;
	struct revision revision;
	const struct err *err = session_open_author(&ws, cli);

	if (err != NULL)
		return err;
	err = next_revision(&revision, &dataset, &ws, cli_operand(cli, 0));
	if (err == NULL && !record_state_parse(cli_operand(cli, 1),
	    &revision.state))
		err = err_new(ERR_USAGE, "no such state");
	if (err == NULL)
		err = author_write(&ws, &revision, 1, "a state");
	dataset_free(&dataset);
	workspace_close(&ws);
	return err;
}

/* forge RESPONSE DEVICE: a revision in the name of another. */
static const struct err *
cmd_forge(struct cli *cli)
{
	struct field field = { "age", "99" };
	struct dataset dataset = { 0 };
	struct workspace ws;
	struct revision revision;
	const struct err *err = session_open_author(&ws, cli);

	if (err != NULL)
		return err;
	err = next_revision(&revision, &dataset, &ws, cli_operand(cli, 0));
	if (err == NULL) {
		snprintf(revision.author, sizeof revision.author, "%s",
		    cli_operand(cli, 1));
		revision.set = (struct fields){ &field, 1 };
		err = author_write(&ws, &revision, 1, "a forgery");
	}
	dataset_free(&dataset);
	workspace_close(&ws);
	return err;
}

/* formless: a response to a form that was never published. */
static const struct err *
cmd_formless(struct cli *cli)
{
	struct field field = { "colour", "red" };
	struct revision revision = { .kind = RECORD_RESPONSE, .reason = "",
		.state = STATE_FINAL, .set = { &field, 1 } };
	struct workspace ws;
	const struct err *err = session_open_author(&ws, cli);

	if (err != NULL)
		return err;
	author_sign_in(&ws, &revision);
	uuid_new(revision.record);
	memset(revision.form.bytes, 7, HASH_BYTES);
	err = author_write(&ws, &revision, 1, "a response");
	workspace_close(&ws);
	return err;
}

/* raw RESPONSE FIELD VALUE: an answer that the form would not have taken. */
static const struct err *
cmd_raw(struct cli *cli)
{
	struct field field = { cli_operand(cli, 1), cli_operand(cli, 2) };
	struct dataset dataset = { 0 };
	struct workspace ws;
	struct revision revision;
	const struct err *err = session_open_author(&ws, cli);

	if (err != NULL)
		return err;
	err = next_revision(&revision, &dataset, &ws, cli_operand(cli, 0));
	if (err == NULL) {
		revision.set = (struct fields){ &field, 1 };
		err = author_write(&ws, &revision, 1, "an answer");
	}
	dataset_free(&dataset);
	workspace_close(&ws);
	return err;
}

static const struct err *
find_stand(struct workspace *ws, const char *device, int64_t number,
    struct manifest_stand *out)
{
	struct db_statement *s;
	bool row;
	const struct err *err = query_first(&s, &row, index_db(ws->index),
	    "SELECT chain, hash FROM changeset WHERE device = ? AND number = ?",
	    VALUES(bound_text(device), bound_int(number)));

	if (err == NULL && !row)
		err = err_new(ERR_NOT_FOUND, "no such change set");
	if (err == NULL) {
		out->chain = (uint64_t)db_int(s, 0);
		out->number = (uint64_t)number;
		memcpy(out->hash.bytes, db_blob(s, 1).data, HASH_BYTES);
	}
	db_done(s);
	return err;
}

/* revoke DEVICE NUMBER: up to that change set its word stands; 0: nothing. */
static const struct err *
cmd_revoke(struct cli *cli)
{
	int64_t number = cli_operand(cli, 1)[0] - '0';
	struct manifest_stand stand = { 0 };
	struct manifest_draft *draft;
	struct workspace ws;
	const struct err *err = session_open_author(&ws, cli);

	if (err != NULL)
		return err;
	if (number > 0)
		err = find_stand(&ws, cli_operand(cli, 0), number, &stand);
	draft = manifest_draft_of(ws.manifest);
	if (err == NULL)
		err = manifest_draft_set_device(draft, cli_operand(cli, 0),
		    "revoked", &stand, number > 0);
	if (err == NULL)
		err = mainline_commit(&ws, draft, NULL, 0, "one revoked");
	if (err == NULL)
		err = dispatch_publish(&ws);
	manifest_draft_free(draft);
	workspace_close(&ws);
	return err;
}

/* expire: the invitations that were given out are of long ago. */
static const struct err *
cmd_expire(struct cli *cli)
{
	struct workspace ws;
	const struct err *err = session_open_author(&ws, cli);

	if (err != NULL)
		return err;
	err = db_exec(index_db(ws.index), "UPDATE invitation"
	    " SET expires_ms = 0");
	workspace_close(&ws);
	return err;
}

/*
 * uncommit: as after a death between the number and the commit. The test takes
 * our branch out of the depot itself.
 */
static const struct err *
cmd_uncommit(struct cli *cli)
{
	struct workspace ws;
	const struct err *err = session_open_author(&ws, cli);

	if (err != NULL)
		return err;
	err = query_run(index_db(ws.index), "DELETE FROM entry WHERE changeset"
	    " IN (SELECT key FROM changeset WHERE device = ?)",
	    VALUES(bound_text(ws.id)));
	if (err == NULL)
		err = query_run(index_db(ws.index), "DELETE FROM changeset"
		    " WHERE device = ?", VALUES(bound_text(ws.id)));
	if (err == NULL)
		err = query_run(index_db(ws.index), "DELETE FROM branch"
		    " WHERE side = ?", VALUES(bound_int(DEPOT_OWN)));
	if (err == NULL)
		err = db_exec(index_db(ws.index),
		    "UPDATE outbox SET committed = 0");
	workspace_close(&ws);
	return err;
}

/* ---- a crowd, to see how long merger takes ---- */

struct crowd {
	struct workspace *ws;
	struct depot *depot;		/* where the laptops commit */
	const char *hub;
	struct hash form;
	uint64_t sets, revisions;
};

static const struct err *
crowd_entries(const struct crowd *c, const char *device, struct buf *texts,
    struct changeset_draft_entry *entries)
{
	for (size_t i = 0; i < c->revisions; i++) {
		struct field fields[] = { { "age", "44" }, { "agree", "yes" },
			{ "colour", "red" }, { "remark", "made up" } };
		struct revision r = { .kind = RECORD_RESPONSE, .reason = "",
			.state = STATE_FINAL, .form = c->form,
			.set = { fields, 4 } };
		const struct err *err;

		author_sign_in(c->ws, &r);
		memcpy(r.author, device, DEVICE_ID_MAX);
		uuid_new(r.record);
		buf_reset(&texts[i]);
		if ((err = revision_write(&texts[i], &r)) != NULL)
			return err;
		entries[i].kind = ENTRY_REVISION;
		entries[i].bytes = buf_slice(&texts[i]);
		crypto_random(entries[i].record_key.bytes, KEY_BYTES);
	}
	return NULL;
}

static const struct err *
crowd_commit(const struct crowd *c, const char *branch, const char *id,
    uint64_t number, const struct buf *bytes)
{
	char name[32], commit_id[DEPOT_ID_TEXT_MAX];
	struct depot_file file = { name, buf_slice(bytes) };
	struct depot_commit commit = { .branch = branch, .files = &file,
		.file_count = 1, .subject = "made up", .trailers = "",
		.author = id, .time_ms = platform_now_ms() };

	snprintf(name, sizeof name, "%08llu.cs", (unsigned long long)number);
	return depot_commit(c->depot, &commit, commit_id);
}

static const struct err *
crowd_device(const struct crowd *c, const struct sign_pair *sign,
    const char *id, struct buf *texts, struct changeset_draft_entry *entries)
{
	struct changeset_head head = { .study = c->ws->keys.study,
		.chain = 1, .program = "a crowd" };
	char branch[DEPOT_BRANCH_MAX];
	enum depot_move move;
	const struct err *err = NULL;
	size_t n;
	const struct seal_public *to =
	    manifest_recipients(c->ws->manifest, &n);

	snprintf(branch, sizeof branch, "device/%s/%016x", id, 1u);
	for (uint64_t number = 1; number <= c->sets && err == NULL; number++) {
		struct buf bytes = BUF_INIT;

		head.number = number;
		head.previous_kind = number > 1 ? PREVIOUS_SAME :
		    PREVIOUS_NONE;
		err = crowd_entries(c, id, texts, entries);
		if (err == NULL)
			err = changeset_encode(&bytes, &head, entries,
			    c->revisions, to, n, sign);
		if (err == NULL)
			err = crowd_commit(c, branch, id, number, &bytes);
		crypto_hash(&head.previous, buf_slice(&bytes));
		buf_free(&bytes);
	}
	return err ? err : hub_publish(c->depot, c->hub, branch, &move);
}

static const struct err *
crowd_play(const struct crowd *c, struct manifest_draft *draft,
    uint64_t devices)
{
	struct buf *texts = mem_alloc_n(c->revisions, sizeof *texts);
	struct changeset_draft_entry *entries =
	    mem_alloc_n(c->revisions, sizeof *entries);
	const struct err *err = NULL;

	for (uint64_t i = 0; i < devices && err == NULL; i++) {
		struct member member = { .role = MEMBER_DEVICE };
		struct sign_pair sign;
		struct seal_pair seal;

		sign_pair_new(&sign);
		seal_pair_new(&seal);
		device_id_of(member.id, &sign.public);
		member.sign = sign.public;
		member.seal = seal.public;
		manifest_draft_admit(draft, &member, platform_now_ms());
		err = crowd_device(c, &sign, member.id, texts, entries);
	}
	for (size_t i = 0; i < c->revisions; i++)
		buf_free(&texts[i]);
	mem_free(texts);
	mem_free(entries);
	return err;
}

static const struct err *
crowd_admit(struct crowd *c, uint64_t devices)
{
	struct manifest_draft *draft = manifest_draft_of(c->ws->manifest);
	const struct err *err = crowd_play(c, draft, devices);

	if (err == NULL)
		err = mainline_commit(c->ws, draft, NULL, 0, "a crowd");
	if (err == NULL)
		err = dispatch_publish(c->ws);
	manifest_draft_free(draft);
	return err;
}

/* crowd DEVICES SETS REVISIONS */
static const struct err *
cmd_crowd(struct cli *cli)
{
	struct crowd c = { 0 };
	struct workspace ws;
	struct buf path = BUF_INIT;
	uint64_t devices = 0;
	const struct err *err = session_open_author(&ws, cli);
	size_t forms;

	if (err != NULL)
		return err;
	if (!text_parse_u64(slice_str(cli_operand(cli, 0)), &devices) ||
	    !text_parse_u64(slice_str(cli_operand(cli, 1)), &c.sets) ||
	    !text_parse_u64(slice_str(cli_operand(cli, 2)), &c.revisions))
		err = err_new(ERR_USAGE, "three numbers");
	c.ws = &ws;
	c.hub = buf_str(&ws.hub);
	c.form = manifest_forms(ws.manifest, &forms)->version;
	file_join(&path, buf_str(&ws.folder), "crowd");
	if (err == NULL)
		err = depot_open(&c.depot, buf_str(&path), true);
	if (err == NULL)
		err = crowd_admit(&c, devices);
	depot_close(c.depot);
	buf_free(&path);
	workspace_close(&ws);
	return err;
}

static const struct cli_command commands[] = {
	{ .name = "crowd", .summary = "", .operands_min = 3,
	    .operands_max = 3, .run = cmd_crowd },
	{ .name = "expire", .summary = "", .run = cmd_expire },
	{ .name = "uncommit", .summary = "", .run = cmd_uncommit },
	{ .name = "state", .summary = "", .operands_min = 2,
	    .operands_max = 2, .run = cmd_state },
	{ .name = "forge", .summary = "", .operands_min = 2,
	    .operands_max = 2, .run = cmd_forge },
	{ .name = "formless", .summary = "", .run = cmd_formless },
	{ .name = "raw", .summary = "", .operands_min = 3,
	    .operands_max = 3, .run = cmd_raw },
	{ .name = "revoke", .summary = "", .operands_min = 2,
	    .operands_max = 2, .run = cmd_revoke },
	{ .name = NULL }
};

static const struct cli_program program = {
	.name = "merger_hand", .summary = "a coordinator who does odd things",
	.version = RECOLTE_VERSION, .options = workspace_options,
	.commands = commands
};

int
main(int argc, char **argv)
{
	return merger_main(&program, argc, argv);
}
