/* cmd_backup.c - the store in a file, sealed to the coordinators. */
#include <string.h>

#include "collector/commands.h"
#include "collector/session.h"
#include "kit/base/file.h"
#include "kit/base/platform.h"
#include "kit/exchange/backup.h"

/* What a killed backup has left, of whichever process. */
static const struct err *
clear_images(const char *folder)
{
	const struct err *err;
	struct buf path = BUF_INIT;
	char **names;
	size_t count;

	if ((err = platform_list(folder, &names, &count)) != NULL)
		return err;
	for (size_t i = 0; i < count && !err; i++) {
		if (strncmp(names[i], "image-", 6) != 0)
			continue;
		buf_reset(&path);
		file_join(&path, folder, names[i]);
		err = platform_remove(buf_str(&path));
	}
	platform_list_free(names, count);
	buf_free(&path);
	return err;
}

static const struct err *
seal(const struct session *s, const char *image, const char *path)
{
	const struct manifest *manifest;
	const struct seal_public *recipients;
	const struct err *err;
	size_t count;

	if ((err = store_manifest(&manifest, s->store)) != NULL)
		return err;
	recipients = manifest_recipients(manifest, &count);
	return backup_write(path, image, &store_study(s->store)->id,
	    store_key(s->store), platform_now_ms(), recipients, count,
	    store_sign_pair(s->store));
}

static const struct err *
backup(const struct session *s, const char *path)
{
	const char *folder = store_folder(s->store);
	const struct err *err;
	struct buf image = BUF_INIT;

	if (platform_exists(path) && !cli_has(s->cli, "replace"))
		return err_new(ERR_USAGE, "%s: is there already (--replace "
		    "writes over it)", path);
	if ((err = clear_images(folder)) != NULL)
		return err;
	buf_addf(&image, "%s/image-%u", folder, platform_process_id());
	err = store_image(s->store, buf_str(&image));
	if (!err)
		err = seal(s, buf_str(&image), path);
	err = err_first(err, platform_remove(buf_str(&image)));
	buf_free(&image);
	return err ? err : store_set_backup(s->store, platform_now_ms());
}

const struct cli_option cmd_backup_options[] = {
	{ "replace", NULL, "write over a backup that is there", 0 },
	{ NULL, NULL, NULL, 0 }
};

const struct err *
cmd_backup(struct cli *cli)
{
	struct session session;
	const struct err *err;

	err = session_open(&session, cli, SESSION_UNLOCK);
	if (!err)
		err = backup(&session, cli_operand(cli, 0));
	if (!err)
		word_say(stdout, session.language, W_BACKED_UP,
		    cli_operand(cli, 0), (char *)NULL);
	session_close(&session);
	return err;
}
