/* cmd_restore.c - a store out of a backup, with a coordinator's code. */
#include <string.h>

#include "collector/commands.h"
#include "collector/session.h"
#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/backup.h"

const struct cli_option cmd_restore_options[] = {
	{ "code-file", "FILE", "the coordinator's code (or RECOLTE_CODE)", 0 },
	{ NULL, NULL, NULL, 0 }
};

/* Nothing is written over: the folder has no store, or there is none. */
static const struct err *
check_folder(const char *folder)
{
	static const char *const parts[] = { "store.sqlite",
		"store.sqlite-wal", "depot" };
	const struct err *err = NULL;
	struct buf path = BUF_INIT;

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts) && !err; i++) {
		buf_reset(&path);
		file_join(&path, folder, parts[i]);
		if (platform_exists(buf_str(&path)))
			err = err_new(ERR_USAGE, "%s: is there already; move "
			    "this folder away, or say --store with another "
			    "one", buf_str(&path));
	}
	buf_free(&path);
	return err ? err : platform_make_folder(folder);
}

/* The image is what the device's signature promised. */
static const struct err *
check_image(const struct session *s, const struct store_opener *opener)
{
	const struct study *study = store_study(s->store);

	if (hash_equal(&study->id, &opener->study) &&
	    !memcmp(&study->sign, &opener->device, sizeof(study->sign)))
		return NULL;
	return err_new(ERR_FOREIGN, "the store in it is not that of the device "
	    "that signed it");
}

/* The store in that folder, opened, under its new passphrase, on its own. */
static const struct err *
bring_to_life(struct session *s, const char *folder,
    const struct store_opener *opener)
{
	const struct err *err;

	if ((err = store_open(&s->store, folder, false)) != NULL)
		return err;
	if ((err = check_image(s, opener)) != NULL)
		return err;
	if ((err = store_unlock_key(s->store, &opener->store)) != NULL)
		return err;
	if ((err = session_choose_passphrase(s)) != NULL)
		return err;
	if ((err = session_settle(s)) != NULL)
		return err;
	/* Only the file moves: what its log holds would be lost. */
	return store_scrub(s->store);
}

static const struct err *
restore_in(struct session *s, const char *folder, const char *from)
{
	struct store_opener opener = { .has_image = false };
	struct buf image = BUF_INIT;
	const struct err *err;
	char code[CODE_TEXT_MAX] = "";

	if ((err = session_code(code, s)) != NULL)
		return err;
	file_join(&image, folder, "store.sqlite");
	err = backup_restore(&opener, buf_str(&image), from, code);
	if (!err)
		err = err_in(bring_to_life(s, folder, &opener), "%s", from);
	store_close(s->store);
	s->store = NULL;
	mem_wipe(code, sizeof(code));
	mem_wipe(&opener, sizeof(opener));
	buf_free(&image);
	return err;
}

/*
 * In a folder apart until all of it is done: a restore that was cut short
 * leaves nothing that looks like a store.
 */
static const struct err *
restore(struct session *s, const char *folder, const char *from)
{
	struct buf apart = BUF_INIT, made = BUF_INIT, place = BUF_INIT;
	const struct err *err;

	if ((err = check_folder(folder)) != NULL)
		return err;
	file_join(&apart, folder, "restoring");
	file_join(&made, buf_str(&apart), "store.sqlite");
	file_join(&place, folder, "store.sqlite");
	err = file_remove_tree(buf_str(&apart));
	if (!err)
		err = platform_make_folder(buf_str(&apart));
	if (!err)
		err = restore_in(s, buf_str(&apart), from);
	if (!err)
		err = platform_replace(buf_str(&made), buf_str(&place));
	if (!err)
		err = platform_sync_folder(folder);
	err = err_first(err, file_remove_tree(buf_str(&apart)));
	buf_free(&apart);
	buf_free(&made);
	buf_free(&place);
	return err;
}

static const struct err *
say_what(const struct session *s)
{
	const struct err *err;
	size_t count[STAGE_COUNT], all = 0;

	if ((err = store_count(s->store, count)) != NULL)
		return err;
	for (size_t i = 0; i < STAGE_COUNT; i++)
		all += count[i];
	word_say(stdout, s->language, W_RESTORED, session_number(s, all),
	    (char *)NULL);
	return NULL;
}

const struct err *
cmd_restore(struct cli *cli)
{
	struct session session = { .cli = cli,
		.language = language_asked(cli) };
	struct buf folder = BUF_INIT;
	const struct err *err;

	session_folder(&folder, cli);
	err = crypto_start();
	if (!err)
		err = restore(&session, buf_str(&folder), cli_operand(cli, 0));
	if (!err) {
		err = session_open(&session, cli, SESSION_READ);
		if (!err)
			err = say_what(&session);
		session_close(&session);
	}
	buf_free(&folder);
	return err;
}
