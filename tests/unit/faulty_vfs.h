/*
 * faulty_vfs.h - files for SQLite of which the Nth change fails, or after which
 * the power is gone. It stands between SQLite and its usual files, and every
 * database that is opened afterwards goes through it.
 */
#ifndef RECOLTE_TESTS_FAULTY_VFS_H
#define RECOLTE_TESTS_FAULTY_VFS_H

enum fault {
	FAULT_NONE,
	FAULT_ONCE,		/* the Nth change fails, the next ones work */
	FAULT_FULL,		/* from the Nth on there is no room */
	FAULT_POWER,		/* from the Nth on nothing happens any more */
	FAULT_LOOK,		/* the Nth call that changes nothing fails */
	FAULT_COUNT
};

/* Once, before any database is opened. */
void faulty_vfs_start(void);
/*
 * The next change is number 1; with FAULT_LOOK, the next read, lock, size,
 * mapping, or question whether a file is there.
 */
void faulty_vfs_set(enum fault fault, unsigned at);
/* How many of them were asked for since faulty_vfs_set(). */
unsigned faulty_vfs_seen(void);
/*
 * After FAULT_POWER and the closing of all: the file at path, and its log, are
 * as of the last time that they were synced; what was never synced is gone.
 */
void faulty_vfs_lose_unsynced(const char *path);

#endif
