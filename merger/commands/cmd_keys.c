/* merger keys: copies of the keyring, numbered, tried out, brought back. */
#include <stdio.h>
#include <string.h>

#include "kit/base/mem.h"
#include "kit/base/moment.h"
#include "kit/base/platform.h"
#include "kit/base/secret.h"
#include "kit/exchange/reach.h"
#include "merger/commands/commands.h"
#include "merger/commands/session.h"
#include "merger/print.h"
#include "merger/workspace/drill.h"
#include "merger/workspace/query.h"

#define COPY_OPTION { "copy-passphrase-file", "FILE", \
    "take the copy's passphrase from the first line of FILE", 0 }

const struct cli_option keys_copy_options[] = {
	COPY_OPTION,
	{ NULL, NULL, NULL, 0 }
};
const struct cli_option keys_import_options[] = {
	COPY_OPTION,
	{ "hub", "HUB", "where the hub is now (default: where it was)", 0 },
	REACH_OPTIONS,
	{ "no-passphrase", NULL, "keep keys in the clear: for trying out only",
	    0 },
	{ NULL, NULL, NULL, 0 }
};

/* ---- export ---- */

/* The number is given when the file is written, or not at all. */
static const struct err *
write_copy(struct workspace *ws, struct keyring_copy *copy, const char *path,
    struct slice passphrase)
{
	struct db *db = index_db(ws->index);
	const struct err *err = db_begin(db);
	int64_t last = 0;

	if (err != NULL)
		return err;
	err = index_count(ws->index, "SELECT coalesce(max(number), 0)"
	    " FROM keyring_export", &last);
	copy->number = (uint64_t)last + 1;
	if (err == NULL)
		err = query_run(db, "INSERT INTO keyring_export"
		    " (number, made_ms, path) VALUES (?, ?, ?)",
		    VALUES(bound_int((int64_t)copy->number),
		    bound_int(copy->made_ms), bound_text(path)));
	if (err == NULL)
		err = keyring_export(&ws->keys, copy, path, passphrase);
	return db_end(db, err);
}

static const struct err *
export_to(struct workspace *ws, const struct cli *cli, const char *path)
{
	struct keyring_copy copy = { .made_ms = platform_now_ms() };
	struct buf passphrase = BUF_INIT, place = BUF_INIT;
	const struct err *err = platform_absolute(&place, path);

	if (err == NULL && platform_exists(path))
		err = err_new(ERR_USAGE, "%s is there already", path);
	if (err == NULL)
		err = secret_ask_from(&passphrase, cli, &drill_secret, true);
	buf_add(&copy.hub, buf_str(&ws->hub));
	if (err == NULL)
		err = write_copy(ws, &copy, buf_str(&place),
		    buf_slice(&passphrase));
	if (err == NULL)
		words_print(stdout, ws->language, W_COPY_MADE, path,
		    NUMBER(copy.number), (char *)NULL);
	buf_wipe(&passphrase);
	buf_free(&copy.hub);
	buf_free(&place);
	return err;
}

const struct err *
cmd_keys_export(struct cli *cli)
{
	struct workspace ws;
	const struct err *err = session_open(&ws, cli);

	if (err != NULL)
		return err;
	err = export_to(&ws, cli, cli_operand(cli, 0));
	workspace_close(&ws);
	return err;
}

/* ---- list and check ---- */

enum { DAY = 10, OPENED_COLUMNS = 17 };

static void
day_of(char out[MOMENT_TEXT_MAX], int64_t ms)
{
	moment_format(out, ms, 0);
	out[DAY] = '\0';
}

static void
print_opened(enum language language, int64_t ms)
{
	char day[MOMENT_TEXT_MAX];
	struct buf text = BUF_INIT;

	day_of(day, ms);
	words_add(&text, language, ms != 0 ? W_COPY_OPENED : W_COPY_UNOPENED,
	    day, (char *)NULL);
	print_column(buf_str(&text), OPENED_COLUMNS);
	buf_free(&text);
}

static const struct err *
print_copies(struct workspace *ws)
{
	struct db_statement *s;
	bool row = false;
	const struct err *err = query_start(&s, index_db(ws->index),
	    "SELECT number, made_ms, path, drilled_ms FROM keyring_export"
	    " ORDER BY number", NO_VALUES);

	while (err == NULL && (err = db_step(s, &row)) == NULL && row) {
		struct buf path = BUF_INIT;
		char day[MOMENT_TEXT_MAX];

		day_of(day, db_int(s, 1));
		printf("%4lld  %s", (long long)db_int(s, 0), day);
		fputs("  ", stdout);
		print_opened(ws->language, db_int(s, 3));
		print_clean(&path, db_text(s, 2), 4096);
		printf("  %s\n", buf_str(&path));
		buf_free(&path);
	}
	db_done(s);
	return err;
}

const struct err *
cmd_keys_list(struct cli *cli)
{
	struct workspace ws;
	const struct err *err = session_open(&ws, cli);

	if (err != NULL)
		return err;
	err = print_copies(&ws);
	workspace_close(&ws);
	return err;
}

const struct err *
cmd_keys_check(struct cli *cli)
{
	struct workspace ws;
	const struct err *err = session_open_study(&ws, cli);

	if (err != NULL)
		return err;
	err = drill_copy(&ws, cli, cli_operand(cli, 0));
	workspace_close(&ws);
	return err;
}

/* ---- import ---- */

/* So that the numbers go on from there. */
static const struct err *
remember_copy(struct workspace *ws, const struct keyring_copy *copy,
    const char *path)
{
	if (copy->number == 0 || copy->number > INT64_MAX)
		return NULL;
	return query_run(index_db(ws->index), "INSERT OR IGNORE INTO"
	    " keyring_export VALUES (?, ?, ?, ?)",
	    VALUES(bound_int((int64_t)copy->number), bound_int(copy->made_ms),
	    bound_text(path), bound_int(platform_now_ms())));
}

static const struct err *
make_workspace(struct cli *cli, const struct keyring *keys,
    const struct keyring_copy *copy)
{
	const char *hub = cli_has(cli, "hub") ? cli_value(cli, "hub") :
	    buf_str(&copy->hub);
	struct buf passphrase = BUF_INIT;
	struct workspace ws;
	const struct err *err;

	if (hub[0] == '\0')
		return err_new(ERR_USAGE, "--hub PATH is missing: where the "
		    "study lies");
	err = keyring_passphrase(&passphrase, cli);
	if (err == NULL)
		err = workspace_create(&ws, cli, keys);
	if (err != NULL)
		goto done;
	err = workspace_set_hub(&ws, hub);
	if (err == NULL)
		err = workspace_ask_access(&ws, cli);
	if (err == NULL)
		err = workspace_keep_hub(&ws);
	if (err == NULL)
		err = remember_copy(&ws, copy, cli_operand(cli, 0));
	if (err == NULL)
		err = workspace_save_keys(&ws, buf_slice(&passphrase));
	if (err == NULL)
		words_print(stdout, ws.language, W_STUDY_OPENED,
		    buf_str(&ws.folder), buf_str(&ws.hub), (char *)NULL);
	workspace_close(&ws);
done:
	buf_wipe(&passphrase);
	return err;
}

const struct err *
cmd_keys_import(struct cli *cli)
{
	struct buf passphrase = BUF_INIT;
	struct keyring_copy copy = { 0 };
	struct keyring keys;
	const struct err *err;
	bool plain;

	memset(&keys, 0, sizeof keys);
	err = keyring_is_plain(&plain, cli_operand(cli, 0));
	if (err == NULL && !plain)
		err = secret_ask_from(&passphrase, cli, &drill_secret, false);
	if (err == NULL)
		err = keyring_import(&keys, &copy, cli_operand(cli, 0),
		    buf_slice(&passphrase));
	if (err == NULL)
		err = make_workspace(cli, &keys, &copy);
	keyring_wipe(&keys);
	buf_free(&copy.hub);
	buf_wipe(&passphrase);
	return err;
}
