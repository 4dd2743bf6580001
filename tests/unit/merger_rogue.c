/*
 * merger_rogue - an admitted laptop that does what no honest one would, for the
 * tests of what merger makes of it. Each call is another laptop; its first
 * change set goes to the hub.
 */
#include <stdio.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/depot.h"
#include "merger/cases/dispatch.h"
#include "merger/changesets/author.h"
#include "merger/commands/session.h"
#include "merger/dataset/dataset.h"
#include "merger/study/mainline.h"
#include "merger_main.h"

enum { AT_DEVICE = 80, ENTRIES_MAX = 2 };

struct rogue {
	struct workspace ws;
	struct dataset dataset;
	struct member member;
	struct sign_pair sign;
	struct buf texts[ENTRIES_MAX];
	size_t count;
};

static const struct err *
rogue_begin(struct rogue *r, struct cli *cli)
{
	struct seal_pair seal;
	const struct err *err;

	memset(r, 0, sizeof *r);
	if ((err = session_open_author(&r->ws, cli)) != NULL)
		return err;
	r->member.role = MEMBER_DEVICE;
	sign_pair_new(&r->sign);
	seal_pair_new(&seal);
	r->member.seal = seal.public;
	r->member.sign = r->sign.public;
	device_id_of(r->member.id, &r->sign.public);
	printf("%s\n", r->member.id);
	return dataset_load(&r->dataset, &r->ws);
}

static void
rogue_end(struct rogue *r)
{
	for (size_t i = 0; i < ENTRIES_MAX; i++)
		buf_free(&r->texts[i]);
	dataset_free(&r->dataset);
	workspace_close(&r->ws);
}

static const struct err *
add_revision(struct rogue *r, struct revision *revision)
{
	char author[DEVICE_ID_MAX];

	memcpy(author, revision->author, sizeof author);
	author_sign_in(&r->ws, revision);
	memcpy(revision->author, author[0] ? author : r->member.id,
	    DEVICE_ID_MAX);
	return revision_write(&r->texts[r->count++], revision);
}

/* A response of its own, as any laptop has. */
static const struct err *
add_response(struct rogue *r)
{
	struct field fields[] = { { "age", "44" }, { "agree", "yes" } };
	struct revision revision = { .kind = RECORD_RESPONSE, .reason = "",
		.state = STATE_FINAL, .set = { fields, 2 } };
	size_t n;

	revision.form = manifest_forms(r->ws.manifest, &n)->version;
	uuid_new(revision.record);
	return add_revision(r, &revision);
}

static const struct err *
add_on_top(struct rogue *r, const char *response, const char *author,
    bool retracts)
{
	static const struct field field = { "age", "99" };
	const struct record *record;
	struct revision revision = { .reason = "I say so" };
	const struct err *err = dataset_response(&r->dataset, response,
	    &record);

	if (err != NULL)
		return err;
	memcpy(revision.record, record->merged.id, sizeof revision.record);
	snprintf(revision.author, sizeof revision.author, "%s", author);
	revision.parents = record->merged.tips;
	revision.parent_count = record->merged.tip_count;
	if (retracts) {
		revision.kind = RECORD_RETRACTION;
		revision.retracts = record->merged.tips;
		revision.retract_count = record->merged.tip_count;
	} else {
		revision.kind = RECORD_RESPONSE;
		revision.form = record->merged.form;
		revision.set = (struct fields){ &field, 1 };
	}
	return add_revision(r, &revision);
}

static const struct err *
encode(struct buf *out, struct rogue *r)
{
	struct changeset_draft_entry entries[ENTRIES_MAX] = { 0 };
	struct changeset_head head = { .study = r->ws.keys.study,
		.chain = 1, .number = 1, .previous_kind = PREVIOUS_NONE,
		.program = "a rogue" };
	size_t n;
	const struct seal_public *to =
	    manifest_recipients(r->ws.manifest, &n);

	for (size_t i = 0; i < r->count; i++) {
		entries[i].kind = ENTRY_REVISION;
		entries[i].bytes = buf_slice(&r->texts[i]);
		crypto_random(entries[i].record_key.bytes, KEY_BYTES);
	}
	return changeset_encode(out, &head, entries, r->count, to, n,
	    &r->sign);
}

/* What was changed is signed again. */
static void
sign(struct buf *bytes, const struct rogue *r)
{
	size_t len = bytes->len - SIGNATURE_BYTES;

	crypto_sign(bytes->data + len, slice_of(bytes->data, len), &r->sign);
}

static const struct err *
deliver(struct rogue *r, const struct buf *bytes)
{
	char branch[DEPOT_BRANCH_MAX], id[DEPOT_ID_TEXT_MAX];
	struct depot_file file = { "00000001.cs", buf_slice(bytes) };
	struct depot_commit commit = { .branch = branch, .files = &file,
		.file_count = 1, .subject = "made up", .trailers = "",
		.author = r->member.id, .time_ms = platform_now_ms() };
	struct manifest_draft *draft = manifest_draft_of(r->ws.manifest);
	enum depot_move move;
	const struct err *err;

	manifest_draft_admit(draft, &r->member, platform_now_ms());
	err = mainline_commit(&r->ws, draft, NULL, 0, "one more");
	if (err == NULL)
		err = dispatch_publish(&r->ws);
	snprintf(branch, sizeof branch, "device/%s/%016x", r->member.id, 1u);
	if (err == NULL)
		err = depot_commit(r->ws.depot, &commit, id);
	if (err == NULL)
		err = hub_publish(r->ws.depot, buf_str(&r->ws.hub), branch,
		    &move);
	manifest_draft_free(draft);
	return err;
}

static const struct err *
send(struct rogue *r, const struct err *err)
{
	struct buf bytes = BUF_INIT;

	if (err == NULL)
		err = encode(&bytes, r);
	if (err == NULL)
		err = deliver(r, &bytes);
	buf_free(&bytes);
	rogue_end(r);
	return err;
}

/* overrule RESPONSE: another's answer changed, and taken back. */
static const struct err *
cmd_overrule(struct cli *cli)
{
	struct rogue r;
	const struct err *err = rogue_begin(&r, cli);

	if (err == NULL)
		err = add_on_top(&r, cli_operand(cli, 0), "", false);
	if (err == NULL)
		err = add_on_top(&r, cli_operand(cli, 0), "", true);
	return send(&r, err);
}

/* speak RESPONSE DEVICE: a revision in the name of another. */
static const struct err *
cmd_speak(struct cli *cli)
{
	struct rogue r;
	const struct err *err = rogue_begin(&r, cli);

	if (err == NULL)
		err = add_on_top(&r, cli_operand(cli, 0), cli_operand(cli, 1),
		    false);
	if (err == NULL)
		err = add_response(&r);
	return send(&r, err);
}

/*
 * pose CASE RESPONSE ID: an interview about CASE that says it goes on with a
 * draft of RESPONSE, which is no draft and of somebody else. ID "-": the record
 * is the one that would come of such a draft here.
 */
static const struct err *
cmd_pose(struct cli *cli)
{
	struct field fields[] = { { ".case", cli_operand(cli, 0) },
		{ ".recovered", cli_operand(cli, 1) }, { "agree", "yes" } };
	struct revision revision = { .kind = RECORD_RESPONSE, .reason = "",
		.state = STATE_FINAL, .set = { fields, 3 } };
	const char *id = cli_operand(cli, 2);
	struct rogue r;
	const struct err *err = rogue_begin(&r, cli);
	size_t n;

	if (err == NULL) {
		revision.form = manifest_forms(r.ws.manifest, &n)->version;
		snprintf(revision.record, sizeof revision.record, "%s", id);
		if (!strcmp(id, "-"))
			recovered_record_id(revision.record, r.member.id,
			    cli_operand(cli, 1));
		err = add_revision(&r, &revision);
	}
	return send(&r, err);
}

/* take FILE: another's change set, signed as one's own. */
static const struct err *
cmd_take(struct cli *cli)
{
	struct rogue r;
	struct buf bytes = BUF_INIT;
	const struct err *err = rogue_begin(&r, cli);

	if (err == NULL)
		err = file_read(&bytes, cli_operand(cli, 0),
		    CHANGESET_BYTES_MAX);
	if (err == NULL) {
		memcpy(bytes.data + AT_DEVICE, r.sign.public.bytes,
		    SIGN_PUBLIC_BYTES);
		sign(&bytes, &r);
		err = deliver(&r, &bytes);
	}
	buf_free(&bytes);
	rogue_end(&r);
	return err;
}

/* What is sealed to a key is spoilt; what names it is not. */
static const struct err *
spoil(struct buf *bytes, const struct seal_public *whose)
{
	struct key_id id;

	seal_key_id(&id, whose);
	for (size_t i = 0; i + KEY_ID_BYTES < bytes->len; i++)
		if (!memcmp(bytes->data + i, id.bytes, KEY_ID_BYTES)) {
			bytes->data[i + KEY_ID_BYTES + 5] ^= 1;
			return NULL;
		}
	return err_new(ERR_NOT_FOUND, "not sealed to it");
}

/* garble COORDINATOR: an honest response, sealed to it wrongly. */
static const struct err *
cmd_garble(struct cli *cli)
{
	struct rogue r;
	struct buf bytes = BUF_INIT;
	const struct member *member;
	const struct err *err = rogue_begin(&r, cli);

	if (err == NULL && (member = manifest_member(r.ws.manifest,
	    cli_operand(cli, 0))) == NULL)
		err = err_new(ERR_USAGE, "no such coordinator");
	if (err == NULL)
		err = add_response(&r);
	if (err == NULL)
		err = encode(&bytes, &r);
	if (err == NULL)
		err = spoil(&bytes, &member->seal);
	if (err == NULL) {
		sign(&bytes, &r);
		err = deliver(&r, &bytes);
	}
	buf_free(&bytes);
	rogue_end(&r);
	return err;
}

static const struct cli_command commands[] = {
	{ .name = "garble", .summary = "", .operands_min = 1,
	    .operands_max = 1, .run = cmd_garble },
	{ .name = "overrule", .summary = "", .operands_min = 1,
	    .operands_max = 1, .run = cmd_overrule },
	{ .name = "pose", .summary = "", .operands_min = 3,
	    .operands_max = 3, .run = cmd_pose },
	{ .name = "speak", .summary = "", .operands_min = 2,
	    .operands_max = 2, .run = cmd_speak },
	{ .name = "take", .summary = "", .operands_min = 1,
	    .operands_max = 1, .run = cmd_take },
	{ .name = NULL }
};

static const struct cli_program program = {
	.name = "merger_rogue", .summary = "a laptop that means harm",
	.version = RECOLTE_VERSION, .options = workspace_options,
	.commands = commands
};

int
main(int argc, char **argv)
{
	return merger_main(&program, argc, argv);
}
