#include "faulty_vfs.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"

enum { COPY_BYTES_MAX = 64 << 20 };

#define SYNCED ".synced"

/* A file of ours; the real one lies right behind it. */
struct faulty {
	sqlite3_file base;
	const char *path;		/* SQLite keeps it */
};

/* A VFS is called without a word of whom for: it has one state a program. */
static struct {
	sqlite3_vfs vfs, *real;
	sqlite3_io_methods methods;
	enum fault fault;
	unsigned at, seen;
} state;

static sqlite3_file *
real_of(sqlite3_file *file)
{
	return (sqlite3_file *)((struct faulty *)file + 1);
}

/* SQLITE_OK, or what the change that is asked for ends with. */
static int
struck(int failure)
{
	unsigned n = state.fault == FAULT_LOOK ? 0 : ++state.seen;

	switch (state.fault) {
	case FAULT_ONCE:
		return n == state.at ? failure : SQLITE_OK;
	case FAULT_FULL:
		return n >= state.at ? SQLITE_FULL : SQLITE_OK;
	case FAULT_POWER:
		return n >= state.at ? failure : SQLITE_OK;
	default:
		return SQLITE_OK;
	}
}

/* The same for what changes nothing. */
static int
dazzled(int failure)
{
	return state.fault == FAULT_LOOK && ++state.seen == state.at ?
	    failure : SQLITE_OK;
}

static void
must(const struct err *err)
{
	if (err == NULL)
		return;
	fprintf(stderr, "faulty_vfs: %s\n", err->msg);
	abort();
}

static void
copy(const char *from, const char *to)
{
	struct buf bytes = BUF_INIT;
	FILE *file;

	must(file_read(&bytes, from, COPY_BYTES_MAX));
	file = platform_fopen(to, "wb");
	if (file == NULL || fwrite(bytes.data, 1, bytes.len, file) !=
	    bytes.len || fclose(file) != 0)
		must(err_new(ERR_IO, "%s: cannot be written", to));
	buf_free(&bytes);
}

/* What is on the disk now stays there, whatever comes. */
static void
keep_synced(const char *path)
{
	struct buf kept = BUF_INIT;

	buf_addf(&kept, "%s" SYNCED, path);
	copy(path, buf_str(&kept));
	buf_free(&kept);
}

void
faulty_vfs_lose_unsynced(const char *path)
{
	static const char *const tails[] = { "", "-wal", "-journal", "-shm" };
	struct buf file = BUF_INIT, kept = BUF_INIT;

	for (size_t i = 0; i < sizeof(tails) / sizeof(*tails); i++) {
		buf_reset(&file);
		buf_reset(&kept);
		buf_addf(&file, "%s%s", path, tails[i]);
		buf_addf(&kept, "%s" SYNCED, buf_str(&file));
		if (platform_exists(buf_str(&kept)))
			copy(buf_str(&kept), buf_str(&file));
		else if (platform_exists(buf_str(&file)) && tails[i][0])
			must(platform_remove(buf_str(&file)));
	}
	buf_free(&file);
	buf_free(&kept);
}

/* ---- what changes a file ---- */

static int
faulty_write(sqlite3_file *file, const void *bytes, int len, sqlite3_int64 at)
{
	int rc = struck(SQLITE_IOERR_WRITE);

	/* The call that is cut short has done a part. */
	if (rc != SQLITE_OK && state.seen == state.at && len > 1)
		(void)real_of(file)->pMethods->xWrite(real_of(file), bytes,
		    len / 2, at);
	return rc != SQLITE_OK ? rc :
	    real_of(file)->pMethods->xWrite(real_of(file), bytes, len, at);
}

static int
faulty_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	int rc = struck(SQLITE_IOERR_TRUNCATE);

	return rc != SQLITE_OK ? rc :
	    real_of(file)->pMethods->xTruncate(real_of(file), size);
}

/* What is lost is played here; the disk itself need not be waited for. */
static int
faulty_sync(sqlite3_file *file, int flags)
{
	int rc = struck(SQLITE_IOERR_FSYNC);

	(void)flags;
	if (rc == SQLITE_OK && state.fault == FAULT_POWER)
		keep_synced(((struct faulty *)file)->path);
	return rc;
}

static int
faulty_delete(sqlite3_vfs *vfs, const char *path, int sync_folder)
{
	int rc = struck(SQLITE_IOERR_DELETE);
	struct buf kept = BUF_INIT;

	(void)vfs;
	if (rc == SQLITE_OK)
		rc = state.real->xDelete(state.real, path, sync_folder);
	if (rc == SQLITE_OK && state.fault == FAULT_POWER) {
		buf_addf(&kept, "%s" SYNCED, path);
		if (platform_exists(buf_str(&kept)))
			must(platform_remove(buf_str(&kept)));
		buf_free(&kept);
	}
	return rc;
}

/* ---- what only looks, and locks ---- */

/* As the usual files do when the disk gives nothing. */
static int
faulty_read(sqlite3_file *file, void *bytes, int len, sqlite3_int64 at)
{
	int rc = dazzled(SQLITE_IOERR_CORRUPTFS);

	if (rc != SQLITE_OK)
		errno = EIO;
	return rc != SQLITE_OK ? rc :
	    real_of(file)->pMethods->xRead(real_of(file), bytes, len, at);
}

static int
faulty_size(sqlite3_file *file, sqlite3_int64 *size)
{
	int rc = dazzled(SQLITE_IOERR_FSTAT);

	return rc != SQLITE_OK ? rc :
	    real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int
faulty_lock(sqlite3_file *file, int level)
{
	int rc = dazzled(SQLITE_IOERR_LOCK);

	return rc != SQLITE_OK ? rc :
	    real_of(file)->pMethods->xLock(real_of(file), level);
}

static int
faulty_unlock(sqlite3_file *file, int level)
{
	int rc = dazzled(SQLITE_IOERR_UNLOCK);
	int real = real_of(file)->pMethods->xUnlock(real_of(file), level);

	return rc != SQLITE_OK ? rc : real;
}

static int
faulty_reserved(sqlite3_file *file, int *out)
{
	int rc = dazzled(SQLITE_IOERR_CHECKRESERVEDLOCK);

	return rc != SQLITE_OK ? rc :
	    real_of(file)->pMethods->xCheckReservedLock(real_of(file), out);
}

static int
faulty_shm_map(sqlite3_file *file, int page, int size, int extend,
    void volatile **out)
{
	int rc = dazzled(SQLITE_IOERR_SHMMAP);

	*out = NULL;
	return rc != SQLITE_OK ? rc : real_of(file)->pMethods->xShmMap(
	    real_of(file), page, size, extend, out);
}

/* What cannot be unlocked is unlocked all the same when the file is closed. */
static int
faulty_shm_lock(sqlite3_file *file, int at, int count, int flags)
{
	int rc = flags & SQLITE_SHM_LOCK ? dazzled(SQLITE_IOERR_SHMLOCK) :
	    SQLITE_OK;

	return rc != SQLITE_OK ? rc : real_of(file)->pMethods->xShmLock(
	    real_of(file), at, count, flags);
}

static int
faulty_access(sqlite3_vfs *vfs, const char *path, int flags, int *out)
{
	int rc = dazzled(SQLITE_IOERR_ACCESS);

	(void)vfs;
	return rc != SQLITE_OK ? rc :
	    state.real->xAccess(state.real, path, flags, out);
}

/* ---- what passes through ---- */

static int
pass_close(sqlite3_file *file)
{
	return real_of(file)->pMethods->xClose(real_of(file));
}

static int
pass_control(sqlite3_file *file, int what, void *data)
{
	return real_of(file)->pMethods->xFileControl(real_of(file), what,
	    data);
}

static int
pass_sector(sqlite3_file *file)
{
	return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int
pass_traits(sqlite3_file *file)
{
	return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static void
pass_shm_barrier(sqlite3_file *file)
{
	real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int
pass_shm_unmap(sqlite3_file *file, int remove)
{
	return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

/* ---- the door ---- */

static int
faulty_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags,
    int *flags_out)
{
	struct faulty *faulty = (struct faulty *)file;
	int rc = flags & SQLITE_OPEN_CREATE ? struck(SQLITE_CANTOPEN) :
	    SQLITE_OK;

	if (rc == SQLITE_OK)
		rc = dazzled(SQLITE_CANTOPEN);
	(void)vfs;
	faulty->base.pMethods = NULL;
	faulty->path = path;
	if (rc == SQLITE_OK)
		rc = state.real->xOpen(state.real, path, real_of(file), flags,
		    flags_out);
	if (real_of(file)->pMethods && rc == SQLITE_OK)
		faulty->base.pMethods = &state.methods;
	return rc;
}

void
faulty_vfs_start(void)
{
	state.real = sqlite3_vfs_find(NULL);
	state.methods = (sqlite3_io_methods){ .iVersion = 2,
		.xClose = pass_close, .xRead = faulty_read,
		.xWrite = faulty_write, .xTruncate = faulty_truncate,
		.xSync = faulty_sync, .xFileSize = faulty_size,
		.xLock = faulty_lock, .xUnlock = faulty_unlock,
		.xCheckReservedLock = faulty_reserved,
		.xFileControl = pass_control, .xSectorSize = pass_sector,
		.xDeviceCharacteristics = pass_traits,
		.xShmMap = faulty_shm_map, .xShmLock = faulty_shm_lock,
		.xShmBarrier = pass_shm_barrier,
		.xShmUnmap = pass_shm_unmap };
	state.vfs = *state.real;
	state.vfs.zName = "faulty";
	state.vfs.szOsFile += (int)sizeof(struct faulty);
	state.vfs.xOpen = faulty_open;
	state.vfs.xDelete = faulty_delete;
	state.vfs.xAccess = faulty_access;
	if (sqlite3_vfs_register(&state.vfs, 1) != SQLITE_OK)
		abort();
}

void
faulty_vfs_set(enum fault fault, unsigned at)
{
	state.fault = fault;
	state.at = at;
	state.seen = 0;
}

unsigned
faulty_vfs_seen(void)
{
	return state.seen;
}
