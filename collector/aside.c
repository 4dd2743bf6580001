#include "collector/aside.h"

#include <string.h>

#include "kit/base/file.h"
#include "kit/base/platform.h"

/* The store itself comes last: until then the folder is what it was. */
static const char *const parts[] = { "depot", "depot-broken", "asking",
	"store.sqlite" };

static const struct err *
move_part(const char *from, const char *to, const char *name)
{
	const struct err *err = NULL;
	struct buf old = BUF_INIT, fresh = BUF_INIT;

	file_join(&old, from, name);
	file_join(&fresh, to, name);
	if (platform_exists(buf_str(&old)))
		err = platform_replace(buf_str(&old), buf_str(&fresh));
	buf_free(&old);
	buf_free(&fresh);
	return err;
}

/* Of a store whose file is missing, or empty. */
static const char *const remains[] = { "store.sqlite", "store.sqlite-wal",
	"store.sqlite-shm", "depot", "depot-broken", "asking" };

enum { PARTS_COUNT = sizeof(parts) / sizeof(*parts),
	REMAINS_COUNT = sizeof(remains) / sizeof(*remains) };

/* Closed by all, a store has no log beside it. */
static const struct err *
check_closed(const char *folder)
{
	const struct err *err = NULL;
	struct buf log = BUF_INIT;

	file_join(&log, folder, "store.sqlite-wal");
	if (platform_exists(buf_str(&log)))
		err = err_new(ERR_BUSY, "%s: another program is at work there; "
		    "end it first", folder);
	buf_free(&log);
	return err;
}

static const struct err *
move_parts(const char *folder, const char *aside, const char *const *names,
    size_t count)
{
	const struct err *err;

	if ((err = platform_make_folder(aside)) != NULL)
		return err;
	for (size_t i = 0; i < count && !err; i++)
		err = move_part(folder, aside, names[i]);
	if (!err)
		err = platform_sync_folder(aside);
	return err ? err : platform_sync_folder(folder);
}

static const struct err *
move_store(const char *folder, const char *aside)
{
	const struct err *err;

	err = check_closed(folder);
	return err ? err : move_parts(folder, aside, parts, PARTS_COUNT);
}

static bool
has_remains(const char *folder)
{
	struct buf path = BUF_INIT;
	bool has = false;

	for (size_t i = 0; i < REMAINS_COUNT && !has; i++) {
		buf_reset(&path);
		file_join(&path, folder, remains[i]);
		has = platform_exists(buf_str(&path));
	}
	buf_free(&path);
	return has;
}

const struct err *
aside_remains(const char *folder)
{
	const struct err *err;
	struct buf aside = BUF_INIT;
	uint8_t random[4];

	if (!has_remains(folder))
		return NULL;
	crypto_random(random, sizeof(random));
	buf_addf(&aside, "%s/remains-", folder);
	buf_add_hex(&aside, slice_of(random, sizeof(random)));
	err = move_parts(folder, buf_str(&aside), remains, REMAINS_COUNT);
	buf_free(&aside);
	return err;
}

const struct err *
aside_move(struct buf *aside, struct store **store)
{
	const struct study *study = store_study(*store);
	struct buf folder = BUF_INIT;
	const struct err *err;

	if ((err = store_lock(*store)) != NULL)
		return err;
	buf_add(&folder, store_folder(*store));
	buf_addf(aside, "%s/%s-%.8s", buf_str(&folder), study->phase,
	    study->device);
	store_close(*store);
	*store = NULL;
	err = move_store(buf_str(&folder), buf_str(aside));
	if (!err)
		err = store_open(store, buf_str(&folder), true);
	buf_free(&folder);
	return err;
}

const struct err *
aside_wanted(bool *wanted, struct store *store, const struct manifest *next)
{
	const struct study *study = store_study(store);
	size_t count[STAGE_COUNT], all = 0;
	const struct err *err;

	*wanted = false;
	if (study == NULL || !hash_equal(&study->id, manifest_study(next)) ||
	    !strcmp(study->phase, "field") ||
	    !manifest_is_past(next, study->phase))
		return NULL;
	err = store_count(store, count);
	for (size_t i = 0; i < STAGE_COUNT && !err; i++)
		all += count[i];
	*wanted = all > 0;
	return err;
}
