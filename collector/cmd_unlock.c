/* cmd_unlock.c - back into a store whose passphrase was forgotten. */
#include <string.h>

#include "collector/commands.h"
#include "collector/session.h"
#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/exchange/keyfile.h"

const struct cli_option cmd_unlock_options[] = {
	{ "code-file", "FILE", "the coordinator's code (or RECOLTE_CODE)", 0 },
	{ NULL, NULL, NULL, 0 }
};

static const struct err *
check_opener(const struct session *s, const struct store_opener *opener)
{
	const struct study *study = store_study(s->store);
	char device[DEVICE_ID_MAX];

	device_id_of(device, &opener->device);
	if (!hash_equal(&opener->study, &study->id))
		return err_new(ERR_FOREIGN, "made for another study");
	if (opener->has_image)
		return err_new(ERR_FORMAT, "belongs to a backup: say collector "
		    "restore");
	if (strcmp(device, study->device) != 0)
		return err_new(ERR_FOREIGN, "made for device %s; this is %s",
		    device, study->device);
	return NULL;
}

static const struct err *
read_opener(struct store_opener *out, const struct session *s,
    const char *path)
{
	const struct err *err;
	struct buf file = BUF_INIT;
	char code[CODE_TEXT_MAX] = "";

	err = file_read(&file, path, KEYFILE_BYTES_MAX);
	if (!err)
		err = session_code(code, s);
	if (!err) {
		err = unlock_read(out, buf_slice(&file), code);
		if (!err)
			err = check_opener(s, out);
		err = err_in(err, "%s", path);
	}
	mem_wipe(code, sizeof(code));
	buf_free(&file);
	return err;
}

static const struct err *
unlock(const struct session *s, const char *path)
{
	struct store_opener opener = { .has_image = false };
	const struct err *err;

	err = read_opener(&opener, s, path);
	if (!err)
		err = store_unlock_key(s->store, &opener.store);
	if (!err)
		err = session_choose_passphrase(s);
	mem_wipe(&opener, sizeof(opener));
	return err;
}

const struct err *
cmd_unlock(struct cli *cli)
{
	struct session session;
	const struct err *err;

	err = session_open(&session, cli, SESSION_READ);
	if (!err)
		err = unlock(&session, cli_operand(cli, 0));
	if (!err)
		word_say(stdout, session.language, W_UNLOCKED, (char *)NULL);
	session_close(&session);
	return err;
}
