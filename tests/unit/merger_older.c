/*
 * merger_older - what a merger of another age leaves and meets.
 *   extend IN OUT   a change set of this coordinator, with a critical extension
 *                   that only a newer program knows
 *   forget          the index as an older program leaves it, that could read
 *                   no change set of the laptops
 */
#include <stdio.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/exchange/depot.h"
#include "merger/commands/session.h"
#include "merger/workspace/query.h"
#include "merger_main.h"

enum { AT_HEADER_BYTES = 12, HEADER_PARTS = 4, EXTENSION_BYTES = 8 };

static const struct err *
extend(struct buf *out, struct slice in, const struct sign_pair *signer)
{
	static const uint8_t extension[EXTENSION_BYTES] = { 0, 7, 0, 1 };
	uint8_t signature[SIGNATURE_BYTES];
	struct reader r = reader_of(in);
	size_t header;
	struct buf length = BUF_INIT;

	reader_take(&r, AT_HEADER_BYTES);
	header = reader_u32(&r);
	if (r.failed || header > in.len - SIGNATURE_BYTES)
		return err_new(ERR_FORMAT, "not a change set");
	buf_append(out, in.data, header - HEADER_PARTS);
	buf_add_u32(out, EXTENSION_BYTES);
	buf_append(out, extension, EXTENSION_BYTES);
	buf_append(out, in.data + header, in.len - SIGNATURE_BYTES - header);
	buf_add_u32(&length, (uint32_t)(header + EXTENSION_BYTES));
	memcpy(out->data + AT_HEADER_BYTES, length.data, length.len);
	crypto_sign(signature, buf_slice(out), signer);
	buf_append(out, signature, sizeof signature);
	buf_free(&length);
	return NULL;
}

static const struct err *
cmd_extend(struct cli *cli)
{
	struct workspace ws;
	struct buf in = BUF_INIT, out = BUF_INIT;
	const struct err *err = session_open_study(&ws, cli);

	if (err != NULL)
		return err;
	err = file_read(&in, cli_operand(cli, 0), CHANGESET_BYTES_MAX);
	if (err == NULL)
		err = extend(&out, buf_slice(&in), &ws.keys.sign);
	if (err == NULL)
		err = file_write(cli_operand(cli, 1), buf_slice(&out));
	buf_free(&in);
	buf_free(&out);
	workspace_close(&ws);
	return err;
}

/* Branches were read to their tips; of what lies there, an alarm is left. */
static const char forget[] =
    "INSERT OR REPLACE INTO alarm SELECT 'device/' || device, commit_id, file,"
    " 'change set: format 2 is newer' FROM changeset;"
    "DELETE FROM entry; DELETE FROM changeset;"
    "UPDATE setting SET value = '0.0.1' WHERE name = 'read_by';";

static const struct err *
cmd_forget(struct cli *cli)
{
	struct workspace ws;
	const struct err *err = session_open_study(&ws, cli);

	if (err != NULL)
		return err;
	err = db_exec(index_db(ws.index), forget);
	workspace_close(&ws);
	return err;
}

static const struct cli_command commands[] = {
	{ .name = "extend", .summary = "", .operands_min = 2,
	    .operands_max = 2, .run = cmd_extend },
	{ .name = "forget", .summary = "", .run = cmd_forget },
	{ .name = NULL }
};

static const struct cli_program program = {
	.name = "merger_older", .summary = "a merger of another age",
	.version = RECOLTE_VERSION, .options = workspace_options,
	.commands = commands
};

int
main(int argc, char **argv)
{
	return merger_main(&program, argc, argv);
}
