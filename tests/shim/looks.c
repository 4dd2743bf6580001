/* looks.c - calls that read files, map them and lock them, for faults.c. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "point.h"
#include "real.h"

/* ---- read ---- */

/* The system's random numbers come from no disk. */
static bool
is_file(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

static ssize_t
share_of(int fd, size_t len)
{
	bool dies;

	return is_file(fd) ? point_share('i', fd, len, &dies) : (ssize_t)len;
}

ssize_t
read(int fd, void *bytes, size_t len)
{
	ssize_t share = share_of(fd, len);

	return share < 0 ? -1 : syscall(SYS_read, fd, bytes, (size_t)share);
}

static ssize_t
read_at(int fd, void *bytes, size_t len, off64_t at)
{
	ssize_t share = share_of(fd, len);

	return share < 0 ? -1 :
	    syscall(SYS_pread64, fd, bytes, (size_t)share, at);
}

ssize_t
pread(int fd, void *bytes, size_t len, off_t at)
{
	return read_at(fd, bytes, len, at);
}

ssize_t
pread64(int fd, void *bytes, size_t len, off64_t at)
{
	return read_at(fd, bytes, len, at);
}

/* The program is told of less than it asked for by feof() and ferror() only. */
size_t
fread(void *bytes, size_t size, size_t count, FILE *file)
{
	REAL(size_t, fread, void *, size_t, size_t, FILE *);
	if (!is_file(fileno(file)) || !point_strikes_fd('i', fileno(file)))
		return real(bytes, size, count, file);
	file->_flags |= 0x20;		/* glibc: what ferror() asks for */
	return 0;
}

/* ---- ask ---- */

/*
 * All that the system trusts is read when a program begins, a third of what a
 * short command takes.
 */
int
stat(const char *path, struct stat *out)
{
	REAL(int, stat, const char *, struct stat *);
	if (getenv("FAULTS_QUICK") && strncmp(path, "/etc/ssl/", 9) == 0) {
		errno = ENOENT;
		return -1;
	}
	return real(path, out);
}

/* ---- map ---- */

static void *
map(void *at, size_t len, int prot, int flags, int fd, off64_t from)
{
	if (fd >= 0 && point_strikes('p'))
		return MAP_FAILED;
	return (void *)syscall(SYS_mmap, at, len, prot, flags, fd, from);
}

void *
mmap(void *at, size_t len, int prot, int flags, int fd, off_t from)
{
	return map(at, len, prot, flags, fd, from);
}

void *
mmap64(void *at, size_t len, int prot, int flags, int fd, off64_t from)
{
	return map(at, len, prot, flags, fd, from);
}

/* ---- lock ---- */

static int
control(int fd, int what, void *with)
{
	bool locks = what == F_SETLK || what == F_SETLKW ||
	    what == F_OFD_SETLK || what == F_OFD_SETLKW;

	if (locks && point_strikes('l'))
		return -1;
	return (int)syscall(SYS_fcntl, fd, what, with);
}

int
fcntl(int fd, int what, ...)
{
	va_list arguments;
	void *with;

	va_start(arguments, what);
	with = va_arg(arguments, void *);
	va_end(arguments);
	return control(fd, what, with);
}

int
fcntl64(int fd, int what, ...)
{
	va_list arguments;
	void *with;

	va_start(arguments, what);
	with = va_arg(arguments, void *);
	va_end(arguments);
	return control(fd, what, with);
}
