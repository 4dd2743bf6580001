/* merger devices unlock: help for a laptop whose passphrase was forgotten. */
#include <stdio.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/backup.h"
#include "kit/exchange/depot.h"
#include "kit/exchange/escrow.h"
#include "merger/commands/commands.h"
#include "merger/commands/device.h"
#include "merger/commands/session.h"
#include "merger/erasure/remains.h"

const struct cli_option devices_unlock_options[] = {
	{ "backup", "FILE", "open this backup instead of the laptop's store",
	    0 },
	{ NULL, NULL, NULL, 0 }
};

static const struct err *
read_escrow(struct store_opener *out, struct workspace *ws,
    const struct member *device)
{
	const struct err *err;
	char branch[DEPOT_BRANCH_MAX], tip[DEPOT_ID_TEXT_MAX];
	struct buf sealed = BUF_INIT;

	snprintf(branch, sizeof branch, "enrol/%s", device->id);
	err = depot_tip(ws->depot, DEPOT_HUB, branch, tip);
	if (err != NULL)
		return err;
	if (tip[0] == '\0')
		return err_new(ERR_NOT_FOUND, "device %s has sent nothing yet;"
		    " pull first", device->id);
	err = depot_read(&sealed, ws->depot, tip, "escrow", ESCROW_BYTES_MAX);
	if (err != NULL && err->code == ERR_NOT_FOUND)
		err = err_new(ERR_NOT_FOUND, "device %s has not sent the key "
		    "of its store: it has not synced since", device->id);
	else if (err == NULL)
		err = err_in(escrow_open(out, buf_slice(&sealed),
		    &ws->keys.study, &ws->keys.seal), "device %s", device->id);
	buf_free(&sealed);
	return err;
}

static const struct err *
check_writer(const struct store_opener *opener, const struct member *device)
{
	if (!memcmp(&opener->device, &device->sign, sizeof device->sign))
		return NULL;
	return err_new(ERR_SIGNATURE, "not signed by device %s", device->id);
}

static const struct err *
write_unlock(const char *path, const struct store_opener *opener,
    const char *code)
{
	struct buf file = BUF_INIT;
	const struct err *err = unlock_write(&file, opener, code);

	if (err == NULL)
		err = file_write(path, buf_slice(&file));
	buf_free(&file);
	return err;
}

static const struct err *
unlock(struct workspace *ws, const struct member *device, const char *backup,
    const char *path, const char *code)
{
	struct store_opener opener = { .has_image = false };
	const struct err *err;

	if (backup != NULL)
		err = backup_open(&opener, backup, &ws->keys.study,
		    &ws->keys.seal);
	else
		err = read_escrow(&opener, ws, device);
	if (err == NULL)
		err = err_in(check_writer(&opener, device), "%s",
		    backup ? backup : "escrow");
	if (err == NULL && backup != NULL)
		err = backup_reseal(path, backup, &opener, code);
	else if (err == NULL)
		err = write_unlock(path, &opener, code);
	mem_wipe(&opener, sizeof opener);
	return err;
}

static void
explain(enum language language, const char *path, const char *device,
    bool backup, const char *code)
{
	printf("%s\n", code);
	words_print(stderr, language, backup ? W_UNLOCK_BACKUP :
	    W_UNLOCK_STORE, path, device, file_name(path), (char *)NULL);
}

const struct err *
cmd_devices_unlock(struct cli *cli)
{
	struct workspace ws;
	char id[DEVICE_ID_MAX] = "";
	const char *path = cli_operand(cli, 1);
	const char *backup = cli_value(cli, "backup");
	char code[CODE_TEXT_MAX];
	const struct err *err = session_open_study(&ws, cli);

	if (err != NULL)
		return err;
	code_new(code);
	if (ws.keys.closed)
		err = err_new(ERR_DENIED, "the study is closed: the key that "
		    "opened laptops and backups is destroyed");
	if (err == NULL)
		err = device_find(&ws, cli_operand(cli, 0), id);
	if (err == NULL && platform_exists(path))
		err = err_new(ERR_USAGE, "%s: is there already", path);
	if (err == NULL)
		err = unlock(&ws, manifest_member(ws.manifest, id), backup,
		    path, code);
	/* Whoever has it can read what an erasure takes from the laptop. */
	if (err == NULL)
		err = remains_note_handed(&ws, path, id, backup != NULL ?
		    HANDED_BACKUP : HANDED_OPENER);
	if (err == NULL)
		explain(ws.language, path, id, backup != NULL, code);
	mem_wipe(code, sizeof code);
	workspace_close(&ws);
	return err;
}
