/* platform_place_posix.c - see platform.h: which computer, disk and file. */
#include "kit/base/platform_parts.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/vfs.h>
#endif
#ifdef __APPLE__
#include <sys/mount.h>
#include <sys/param.h>
#include <time.h>
#include <uuid/uuid.h>
#endif

#ifdef __linux__

/* statfs(2) tells file systems by numbers. */
static const struct {
	uint32_t number;
	enum platform_place place;
} file_systems[] = {
	{ 0x00006969, PLACE_NETWORK },		/* NFS */
	{ 0x0000517b, PLACE_NETWORK },		/* SMB */
	{ 0xfe534d42, PLACE_NETWORK },		/* SMB 2 */
	{ 0xff534d42, PLACE_NETWORK },		/* CIFS */
	{ 0x5346414f, PLACE_NETWORK },		/* AFS */
	{ 0x73757245, PLACE_NETWORK },		/* Coda */
	{ 0x00c36400, PLACE_NETWORK },		/* Ceph */
	{ 0x01021997, PLACE_NETWORK },		/* 9P */
	{ 0x00004d44, PLACE_MOVING },		/* FAT */
	{ 0x2011bab0, PLACE_MOVING },		/* exFAT */
};

enum platform_place
platform_place(const char *path)
{
	struct statfs fs;

	if (statfs(path, &fs) != 0)
		return PLACE_FIXED;
	for (size_t i = 0; i < sizeof(file_systems) / sizeof(*file_systems);
	    i++)
		if ((uint32_t)fs.f_type == file_systems[i].number)
			return file_systems[i].place;
	return PLACE_FIXED;
}

/* One line of a file of the system. */
static bool
add_line(struct buf *out, const char *path)
{
	char line[128];
	FILE *file = fopen(path, "r");
	bool ok;

	if (file == NULL)
		return false;
	ok = fgets(line, sizeof(line), file) != NULL;
	fclose(file);
	if (ok)
		buf_append(out, line, strcspn(line, "\n"));
	return ok;
}

void
platform_machine_id(struct buf *out)
{
	if (!add_line(out, "/etc/machine-id"))
		(void)add_line(out, "/var/lib/dbus/machine-id");
}

#elif defined(__APPLE__)

enum platform_place
platform_place(const char *path)
{
	struct statfs fs;

	if (statfs(path, &fs) != 0)
		return PLACE_FIXED;
	if ((fs.f_flags & MNT_LOCAL) == 0)
		return PLACE_NETWORK;
	return !strcmp(fs.f_fstypename, "msdos") ||
	    !strcmp(fs.f_fstypename, "exfat") ? PLACE_MOVING : PLACE_FIXED;
}

void
platform_machine_id(struct buf *out)
{
	const struct timespec wait = { 1, 0 };
	uuid_t id;

	if (gethostuuid(id, &wait) == 0)
		buf_add_hex(out, slice_of(id, sizeof(id)));
}

#else

enum platform_place
platform_place(const char *path)
{
	(void)path;
	return PLACE_FIXED;
}

void
platform_machine_id(struct buf *out)
{
	(void)out;
}

#endif

bool
platform_free_bytes(const char *path, uint64_t *out)
{
	struct statvfs fs;

	if (statvfs(path, &fs) != 0)
		return false;
	*out = (uint64_t)fs.f_bavail * fs.f_frsize;
	return true;
}

/* Not the device's number: it changes from one start to the next. */
void
platform_file_id(struct buf *out, const char *path)
{
	struct stat st;

	if (platform_place(path) == PLACE_FIXED && stat(path, &st) == 0)
		buf_addf(out, "%llu", (unsigned long long)st.st_ino);
}
