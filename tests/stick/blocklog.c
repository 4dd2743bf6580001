/*
 * blocklog.c - LD_PRELOAD for a file system in user space: what it writes to
 * its block device goes to the file $BLOCKLOG too, in order, for blockreplay.
 *
 *   SIZE  WHAT, of a record, in the machine's byte order
 *   1     'W', or 'F' for a flush
 *   8     offset
 *   4     length; 0 for a flush
 *   -     the bytes
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

typedef ssize_t (*writer)(int, const void *, size_t, off_t);
typedef int (*syncer)(int);

static int
is_device(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISBLK(st.st_mode);
}

/* A record that is not written would be a crash that nobody looked at. */
static void
note(char what, int64_t offset, const void *bytes, uint32_t len)
{
	static int log = -1;
	const char *path = getenv("BLOCKLOG");
	struct iovec parts[] = { { &what, 1 }, { &offset, sizeof(offset) },
		{ &len, sizeof(len) }, { (void *)(uintptr_t)bytes, len } };
	size_t whole = 1 + sizeof(offset) + sizeof(len) + len;

	if (path == NULL)
		return;
	if (log < 0)
		log = open(path, O_CREAT | O_APPEND | O_WRONLY | O_CLOEXEC,
		    0600);
	if (writev(log, parts, len > 0 ? 4 : 3) != (ssize_t)whole)
		abort();
}

static ssize_t
write_noted(const char *name, int fd, const void *bytes, size_t len,
    off_t offset)
{
	writer real = (writer)(uintptr_t)dlsym(RTLD_NEXT, name);

	if (is_device(fd))
		note('W', offset, bytes, (uint32_t)len);
	return real(fd, bytes, len, offset);
}

static int
sync_noted(const char *name, int fd)
{
	syncer real = (syncer)(uintptr_t)dlsym(RTLD_NEXT, name);

	if (is_device(fd))
		note('F', 0, NULL, 0);
	return real(fd);
}

ssize_t
pwrite(int fd, const void *bytes, size_t len, off_t offset)
{
	return write_noted("pwrite", fd, bytes, len, offset);
}

ssize_t
pwrite64(int fd, const void *bytes, size_t len, off_t offset)
{
	return write_noted("pwrite64", fd, bytes, len, offset);
}

int
fsync(int fd)
{
	return sync_noted("fsync", fd);
}

int
fdatasync(int fd)
{
	return sync_noted("fdatasync", fd);
}
