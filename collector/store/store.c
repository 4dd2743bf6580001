/* store.c - the folder and the database. */
#include "collector/store/store_parts.h"

#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"

extern const char collector_schema[], collector_schema_2[];

enum { STORE_APPLICATION = 0x52434c31 };	/* "RCL1" */

static const char *const steps[] = { collector_schema_2 };

static const struct db_schema schema = {
	.what = "collector store", .application = STORE_APPLICATION,
	.version = 2, .text = collector_schema, .steps = steps,
	.damaged = "; do it again; if it says so again, keep a copy of this "
	    "folder and say \"collector restore BACKUP\" with another one "
	    "(--store), then sync"
};

static void
path_in(struct buf *out, const struct store *store, const char *name)
{
	file_join(out, store->folder, name);
}

static const struct err *
no_study(const struct store *store)
{
	return err_new(ERR_USAGE, "%s: no study here yet; begin with "
	    "\"collector join INVITATION\"", store->folder);
}

/*
 * Without its file, a store leaves its depot, or its log, of which SQLite would
 * make nothing: over an empty file it removes the log.
 */
static bool
left_something(const struct store *store)
{
	struct buf depot = BUF_INIT, log = BUF_INIT;
	bool left;

	path_in(&depot, store, "depot");
	path_in(&log, store, "store.sqlite-wal");
	left = platform_exists(buf_str(&depot)) ||
	    (platform_exists(buf_str(&log)) &&
	    !platform_is_empty(buf_str(&log)));
	buf_free(&depot);
	buf_free(&log);
	return left;
}

/* Nothing is begun where there was a store; nothing is made by looking. */
static const struct err *
check_there(const struct store *store, const char *path, bool create)
{
	bool there = platform_exists(path);

	if (there && !platform_is_empty(path))
		return NULL;
	if (left_something(store))
		return err_new(ERR_NOT_FOUND, "%s: the store is gone (store."
		    "sqlite is %s): look for that file in the bin, or say "
		    "\"collector restore BACKUP\", then sync; what was "
		    "delivered is with the coordinator", store->folder,
		    there ? "empty" : "missing");
	if (create)
		return NULL;
	if (platform_exists(store->folder) &&
	    !platform_is_folder(store->folder))
		return err_new(ERR_USAGE, "%s: a file, not the folder of a "
		    "study", store->folder);
	return no_study(store);
}

static const struct err *
open_database(struct store *store, bool create)
{
	const struct err *err;
	struct buf path = BUF_INIT;

	path_in(&path, store, "store.sqlite");
	err = check_there(store, buf_str(&path), create);
	if (!err && create)
		err = platform_make_folder(store->folder);
	if (!err)
		err = db_open(&store->db, buf_str(&path), &schema);
	/* In KiB. Laptops are old; one interview at a time is worked on. */
	if (!err)
		err = db_exec(store->db, "pragma cache_size = -800");
	buf_free(&path);
	return err;
}

const struct err *
store_open(struct store **out, const char *folder, bool create)
{
	struct store *store = mem_alloc(sizeof(*store));
	const struct err *err;

	*out = NULL;
	store->folder = mem_strdup(folder);
	store->forms = map_new();
	err = open_database(store, create);
	if (!err)
		err = study_load(store);
	if (!err && !create && !store->joined)
		err = no_study(store);
	if (err) {
		store_close(store);
		return err;
	}
	*out = store;
	return NULL;
}

void
store_close(struct store *store)
{
	if (store == NULL)
		return;
	for (size_t i = 0; i < map_count(store->forms); i++)
		package_free(map_value_at(store->forms, i));
	map_free(store->forms);
	manifest_free(store->manifest);
	depot_close(store->depot);
	platform_unlock(store->lock);
	db_close(store->db);
	buf_wipe(&store->keyfile);
	mem_free(store->hub);
	mem_free(store->phase);
	mem_free(store->folder);
	mem_wipe(store, sizeof(*store));
	mem_free(store);
}

const char *
store_folder(const struct store *store)
{
	return store->folder;
}

const struct err *
store_subfolder(struct buf *out, const struct store *store, const char *name)
{
	path_in(out, store, name);
	/* Made with its parents, it would stand where the store belongs. */
	if (!platform_is_folder(store->folder))
		return err_new(ERR_IO, "%s: was moved or removed while the "
		    "program worked on it; put it back, or quit and start "
		    "again where it is now", store->folder);
	return platform_make_folder(buf_str(out));
}

const struct err *
store_lock(struct store *store)
{
	const struct err *err;
	struct buf path = BUF_INIT;

	if (store->lock != NULL)
		return NULL;
	path_in(&path, store, "lock");
	err = platform_lock(&store->lock, buf_str(&path));
	if (err && err->code == ERR_BUSY)
		err = err_new(ERR_BUSY, "%s: a sync is under way; wait until "
		    "it has ended", store->folder);
	buf_free(&path);
	return err;
}

const struct err *
store_depot(struct depot **out, struct store *store)
{
	const struct err *err = NULL;
	struct buf path = BUF_INIT;

	if (store->depot == NULL) {
		path_in(&path, store, "depot");
		err = depot_open(&store->depot, buf_str(&path), true);
		buf_free(&path);
	}
	*out = store->depot;
	return err;
}

void
store_close_depot(struct store *store)
{
	depot_close(store->depot);
	store->depot = NULL;
}

void
store_let_go(struct store *store)
{
	store_close_depot(store);
	platform_unlock(store->lock);
	store->lock = NULL;
}

const struct err *
store_refresh(struct store *store)
{
	struct secret_key key = store->key;
	const struct err *err;

	manifest_free(store->manifest);
	store->manifest = NULL;
	err = study_load(store);
	if (!err)
		err = store_unlock_key(store, &key);
	mem_wipe(&key, sizeof(key));
	return err;
}

const struct err *
store_follow(struct store *store)
{
	const struct err *err;
	int64_t synced, newest = 0;

	err = store_number(store,
	    "select coalesce(max(synced_ms), 0) from study", &synced);
	if (!err)
		err = store_number(store,
		    "select coalesce(max(version), 0) from manifest", &newest);
	if (err || (synced == store->study.synced_ms &&
	    (store->manifest == NULL ||
	    manifest_version(store->manifest) == (uint64_t)newest)))
		return err;
	return store_refresh(store);
}

const struct err *
store_begin(struct store *store)
{
	return db_begin(store->db);
}

const struct err *
store_end(struct store *store, const struct err *err)
{
	return db_end(store->db, err);
}
