#include "collector/rescue.h"

#include <string.h>

#include "collector/aside.h"
#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/backup.h"

/* ---- into a file ---- */

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
seal(struct store *store, const char *image, const char *path)
{
	const struct manifest *manifest;
	const struct seal_public *recipients;
	const struct err *err;
	size_t count;

	if ((err = store_manifest(&manifest, store)) != NULL)
		return err;
	recipients = manifest_recipients(manifest, &count);
	return backup_write(path, image, &store_study(store)->id,
	    store_key(store), platform_now_ms(), recipients, count,
	    store_sign_pair(store));
}

const struct err *
rescue_backup(struct store *store, const char *path, bool replace)
{
	const char *folder = store_folder(store);
	const struct err *err;
	struct buf image = BUF_INIT;

	if (store_is_closed(store))
		return err_new(ERR_DENIED, "the study is closed: nobody has "
		    "the key to a backup any more; copy the folder %s instead, "
		    "your passphrase opens it", folder);
	if (platform_is_folder(path))
		return err_new(ERR_USAGE, "%s: is a folder; name the file in "
		    "it that the backup is to be", path);
	if (platform_exists(path) && !replace)
		return err_new(ERR_USAGE, "%s: is there already (--replace "
		    "writes over it)", path);
	if ((err = clear_images(folder)) != NULL)
		return err;
	buf_addf(&image, "%s/image-%u", folder, platform_process_id());
	err = store_image(store, buf_str(&image));
	if (err && err->code == ERR_FULL)
		err = err_in(err, "a backup first takes as much room again "
		    "beside the store");
	if (!err)
		err = seal(store, buf_str(&image), path);
	err = err_first(err, platform_remove(buf_str(&image)));
	buf_free(&image);
	return err ? err : err_in(store_set_backup(store, platform_now_ms()),
	    "the backup is whole, and its date was not kept");
}

/* ---- out of a file ---- */

struct restoring {
	enum store_moved *moved;
	const char *from, *code;
	rescue_chooser choose;
	void *data;
};

/*
 * Nothing is written over: the folder has no store, or there is none. One whose
 * file is gone is none.
 */
static const struct err *
check_folder(const char *folder)
{
	const struct err *err = NULL;
	struct buf path = BUF_INIT;

	file_join(&path, folder, "store.sqlite");
	if (platform_exists(buf_str(&path)) &&
	    !platform_is_empty(buf_str(&path)))
		err = err_new(ERR_USAGE, "%s: is there already; move this "
		    "folder away, or say --store with another one",
		    buf_str(&path));
	buf_free(&path);
	return err ? err : platform_make_folder(folder);
}

/* The image is what the device's signature promised. */
static const struct err *
check_image(const struct store *store, const struct store_opener *opener)
{
	const struct study *study = store_study(store);

	if (hash_equal(&study->id, &opener->study) &&
	    !memcmp(&study->sign, &opener->device, sizeof(study->sign)))
		return NULL;
	return err_new(ERR_FOREIGN, "the store in it is not that of the device "
	    "that signed it");
}

/* The store in that folder, opened, under its new passphrase, on its own. */
static const struct err *
bring_to_life(const struct restoring *r, const char *folder,
    const struct store_opener *opener)
{
	const struct err *err;
	struct store *store;

	if ((err = store_open(&store, folder, false)) != NULL)
		return err;
	err = err_in(check_image(store, opener), "%s", r->from);
	if (!err)
		err = store_unlock_key(store, &opener->store);
	if (!err)
		err = r->choose(r->data, store);
	if (!err)
		err = store_settle(store, platform_now_ms(), r->moved);
	/* Only the file moves: what its log holds would be lost. */
	if (!err)
		err = store_scrub(store);
	store_close(store);
	return err;
}

static const struct err *
restore_in(const struct restoring *r, const char *folder)
{
	struct store_opener opener = { .has_image = false };
	struct buf image = BUF_INIT;
	const struct err *err;

	file_join(&image, folder, "store.sqlite");
	err = backup_restore(&opener, buf_str(&image), r->from, r->code);
	if (!err)
		err = bring_to_life(r, folder, &opener);
	mem_wipe(&opener, sizeof(opener));
	buf_free(&image);
	return err;
}

/*
 * In a folder apart until all of it is done: a restore that was cut short
 * leaves nothing that looks like a store.
 */
static const struct err *
restore(const struct restoring *r, const char *folder)
{
	struct buf apart = BUF_INIT, made = BUF_INIT, place = BUF_INIT;
	const struct err *err;

	file_join(&apart, folder, "restoring");
	file_join(&made, buf_str(&apart), "store.sqlite");
	file_join(&place, folder, "store.sqlite");
	err = file_remove_tree(buf_str(&apart));
	if (!err)
		err = platform_make_folder(buf_str(&apart));
	if (!err)
		err = restore_in(r, buf_str(&apart));
	/* Only now: a wrong code leaves all where it was. */
	if (!err)
		err = aside_remains(folder);
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

const struct err *
rescue_restore(enum store_moved *moved, const char *folder, const char *from,
    const char *code, rescue_chooser choose, void *data)
{
	const struct restoring r = { moved, from, code, choose, data };
	const struct err *err;

	*moved = STORE_STAYED;
	if ((err = check_folder(folder)) != NULL)
		return err;
	return restore(&r, folder);
}

/* ---- a passphrase that was forgotten ---- */

static const struct err *
check_opener(const struct store *store, const struct store_opener *opener)
{
	const struct study *study = store_study(store);
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

const struct err *
rescue_unlock(struct store *store, struct slice file, const char *name,
    const char *code, rescue_chooser choose, void *data)
{
	struct store_opener opener = { .has_image = false };
	const struct err *err;

	err = unlock_read(&opener, file, code);
	if (!err)
		err = check_opener(store, &opener);
	err = err_in(err, "%s", name);
	if (!err)
		err = store_unlock_key(store, &opener.store);
	if (!err)
		err = choose(data, store);
	mem_wipe(&opener, sizeof(opener));
	return err;
}
