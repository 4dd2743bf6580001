/* doctor_place.c - the computer: leftovers, place, room, clock, a way back. */
#include <string.h>

#include "collector/doctor.h"
#include "collector/sync/sync.h"
#include "kit/base/file.h"
#include "kit/base/platform.h"

enum {
	ROOM_BAD_MIB = 100, ROOM_LOW_MIB = 1000,
	DAY_MS = 24 * 3600 * 1000, BACKUP_DAYS = 7
};

/* ---- leftovers ---- */

/* What only a killed program leaves, once nobody else holds the lock. */
static bool
is_leftover(const char *name)
{
	size_t len = strlen(name);

	return !strncmp(name, "image-", 6) || !strcmp(name, "probe") ||
	    !strcmp(name, "restoring") ||
	    (len > 4 && !strcmp(name + len - 4, ".tmp"));
}

const struct err *
doctor_leftovers(struct doctor *d)
{
	const struct err *err;
	const char *folder = store_folder(d->store);
	struct buf path = BUF_INIT;
	char **names;
	size_t count;

	err = store_lock(d->store);
	if (err)
		return err->code == ERR_BUSY ? NULL : err;
	if ((err = platform_list(folder, &names, &count)) != NULL)
		return err;
	for (size_t i = 0; i < count && !err; i++) {
		if (!is_leftover(names[i]))
			continue;
		buf_reset(&path);
		file_join(&path, folder, names[i]);
		err = file_remove_tree(buf_str(&path));
		if (!err)
			doctor_say(d, DOCTOR_MENDED, W_D_LEFTOVER, names[i],
			    NULL);
	}
	platform_list_free(names, count);
	buf_free(&path);
	return err;
}

/* ---- where the store lies ---- */

/* Parts of paths that belong to programs which copy folders elsewhere. */
static const char *const synchronised[] = { "dropbox", "onedrive",
	"google drive", "googledrive", "my drive", "icloud", "mobile documents",
	"nextcloud", "owncloud", "pcloud", "kdrive", "seafile", "syncthing",
	"megasync", "box sync" };
/* What such programs put into the folders that they look after. */
static const char *const marks[] = { ".dropbox", ".stfolder",
	".nextcloudsync.log", ".owncloudsync.log", ".megaignore" };

static bool
begins_like(const char *text, const char *word)
{
	for (; *word != '\0'; text++, word++)
		if ((*text >= 'A' && *text <= 'Z' ? *text - 'A' + 'a' :
		    *text) != *word)
			return false;
	return true;
}

static const char *
synchronising_name(const char *path)
{
	for (const char *at = path; *at != '\0'; at++) {
		if (at > path && at[-1] != '/' && at[-1] != '\\')
			continue;
		for (size_t i = 0; i < sizeof(synchronised) /
		    sizeof(*synchronised); i++)
			if (begins_like(at, synchronised[i]))
				return synchronised[i];
	}
	return NULL;
}

/* In this folder or one above it. */
static const char *
synchronising_mark(const char *folder)
{
	struct buf here = BUF_INIT, up = BUF_INIT, path = BUF_INIT;
	const char *found = NULL;

	buf_add(&here, folder);
	for (size_t depth = 0; depth < 64 && !found; depth++) {
		for (size_t i = 0; i < sizeof(marks) / sizeof(*marks) &&
		    !found; i++) {
			buf_reset(&path);
			file_join(&path, buf_str(&here), marks[i]);
			if (platform_exists(buf_str(&path)))
				found = marks[i];
		}
		buf_reset(&up);
		file_folder(&up, buf_str(&here));
		if (!strcmp(buf_str(&up), buf_str(&here)) ||
		    !strcmp(buf_str(&up), "."))
			break;
		buf_reset(&here);
		buf_add_slice(&here, buf_slice(&up));
	}
	buf_free(&here);
	buf_free(&up);
	buf_free(&path);
	return found;
}

const struct err *
doctor_place(struct doctor *d)
{
	const struct err *err;
	struct buf path = BUF_INIT;
	enum platform_place place;
	const char *who;

	err = platform_absolute(&path, store_folder(d->store));
	if (err)
		return err;
	place = platform_place(buf_str(&path));
	who = synchronising_name(buf_str(&path));
	if (who == NULL)
		who = synchronising_mark(buf_str(&path));
	if (place == PLACE_NETWORK)
		doctor_say(d, DOCTOR_BAD, W_D_NETWORK, buf_str(&path), NULL);
	if (place == PLACE_MOVING)
		doctor_say(d, DOCTOR_NOTE, W_D_MOVING, buf_str(&path), NULL);
	if (who != NULL)
		doctor_say(d, DOCTOR_BAD, W_D_SYNCHRONISED, buf_str(&path),
		    who);
	if (place == PLACE_FIXED && who == NULL)
		doctor_say(d, DOCTOR_GOOD, W_D_PLACE, buf_str(&path), NULL);
	buf_free(&path);
	return NULL;
}

/* ---- room and clock ---- */

const struct err *
doctor_room(struct doctor *d)
{
	uint64_t bytes, mib;

	if (!platform_free_bytes(store_folder(d->store), &bytes))
		return NULL;
	mib = bytes >> 20;
	doctor_say(d, mib < ROOM_BAD_MIB ? DOCTOR_BAD : mib < ROOM_LOW_MIB ?
	    DOCTOR_NOTE : DOCTOR_GOOD,
	    mib < ROOM_LOW_MIB ? W_D_ROOM_BAD : W_D_ROOM,
	    session_number(d->session, (size_t)mib), NULL);
	return NULL;
}

const struct err *
doctor_clock(struct doctor *d)
{
	const struct err *err;
	struct clock_look look;

	if ((err = sync_look_at_clock(&look, d->store)) != NULL)
		return err;
	doctor_say(d, look.off ? DOCTOR_BAD : DOCTOR_GOOD, look.off ?
	    W_D_CLOCK_BAD : W_D_CLOCK, look.now, look.known);
	return NULL;
}

/* ---- what would be lost with this laptop ---- */

/*
 * Drafts that have changed since they went along; all, as long as a change set
 * that may have them was not delivered.
 */
static const struct err *
drafts_here(size_t *out, struct doctor *d, size_t all)
{
	const struct err *err;
	struct changed_draft *changed;
	struct sent_sums sums;
	size_t count;

	*out = all;
	err = store_sent_sums(&sums, d->store);
	if (err || sums.delivered < sums.changesets)
		return err;
	err = store_changed_drafts(&changed, &count, d->session->arena,
	    d->store);
	if (!err)
		*out = count;
	return err;
}

const struct err *
doctor_safety(struct doctor *d)
{
	const struct err *err;
	size_t count[STAGE_COUNT], here, drafts;
	int64_t backup_ms;

	if ((err = store_count(d->store, count)) != NULL ||
	    (err = drafts_here(&drafts, d, count[STAGE_DRAFT])) != NULL)
		return err;
	if ((err = store_backup_ms(d->store, &backup_ms)) != NULL)
		return err;
	here = count[STAGE_FINAL] + count[STAGE_PACKED] + drafts;
	if (here == 0)
		doctor_say(d, DOCTOR_GOOD, W_D_ALL_DELIVERED, NULL, NULL);
	else if (store_is_closed(d->store))
		doctor_say(d, DOCTOR_NOTE, W_CLOSED_LEFT,
		    session_number(d->session, here), NULL);
	else if (backup_ms < platform_now_ms() - (int64_t)BACKUP_DAYS * DAY_MS)
		doctor_say(d, DOCTOR_NOTE, W_D_ONLY_HERE,
		    session_number(d->session, here), NULL);
	else
		doctor_say(d, DOCTOR_GOOD, W_D_IN_BACKUP,
		    session_number(d->session, here), NULL);
	return NULL;
}
