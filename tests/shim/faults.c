/*
 * faults.c - a library to preload, for tests: the program dies, or a call
 * fails, at the Nth call that changes files; or its clock goes wrong.
 *
 *   FAULTS_DO     count    only count
 *                 kill     SIGKILL before the Nth call
 *                 tear     the same, but a write has done its first half
 *                 power    the same, and what was not synced is lost: power.h
 *                 hollow   the same, but names outlive the power cut
 *                 ENOSPC   from the Nth on whatever needs room fails
 *                 EIO      the Nth call fails
 *                 half     the Nth call reads or writes half, and says so
 *                 ENOMEM   the Nth allocation gives nothing
 *                 own      the same of the program's own: it must end at once
 *   FAULTS_ON     letters: which calls count. w write, s fsync, r rename and
 *                 link, c create (open, mkdir), d unlink and rmdir,
 *                 t ftruncate: those that change files, the ones when it is
 *                 not set. i open to read and read, p map, l lock. m memory
 *                 for a library, o for the program itself.
 *   FAULTS_AT     N, from 1. After the last call comes one more for a power
 *                 cut: when the program has said all and ends.
 *   FAULTS_COUNT  a file that gets the number of calls, when the program ends
 *   FAULTS_KEYS   a file that gets all keys: a line with 1, and one with how
 *                 often it came by, if more
 *   FAULTS_KEY    the Nth call with this key fails, instead of the Nth of all
 *   FAULTS_TRAIL  a file that gets what came of it: struck or missed, how many
 *                 changes followed, and a sum of where and which
 *   FAULTS_TELL   a file that gets the calls which led to the one that failed
 *   FAULTS_KEEP   for a power cut: an empty folder on the same file system
 *   FAULTS_CLOCK  seconds that are added to the time of day
 *   FAULTS_QUICK  set: the system's list of certificates is not there
 *
 * A key is which call of the program's (stack.h), and behind which change of
 * files.
 *
 * What a program writes through mapped memory is not seen: a death there is
 * one of the next call. For Linux with glibc.
 *
 * Here are the calls that change files, in looks.c those that do not, in
 * memory.c the rest, in point.c which one is meant.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "point.h"
#include "power.h"
#include "real.h"

/* ---- open, create ---- */

static mode_t
mode_of(int flags, va_list arguments)
{
	return flags & (O_CREAT | O_TMPFILE) ?
	    (mode_t)va_arg(arguments, int) : 0;
}

static bool
only_reads(int flags)
{
	return (flags & (O_ACCMODE | O_CREAT | O_TRUNC)) == O_RDONLY;
}

static bool
is_on_disk(const char *path)
{
	return strncmp(path, "/dev/", 5) != 0 ||
	    strncmp(path, "/dev/shm/", 9) == 0;
}

static bool
will_open(const char *path, int flags)
{
	return only_reads(flags) || power_will_write(path);
}

/* What open() made has a name and no bytes yet. */
static void
opened(bool was_there, const char *path)
{
	if (was_there)
		return;
	power_made(path);
	power_will_write(path);
}

static int
open_with(int (*real)(const char *, int, ...), const char *path, int flags,
    mode_t mode)
{
	bool there;
	int fd;

	if (only_reads(flags) ? is_on_disk(path) && point_strikes('i') :
	    flags & (O_CREAT | O_TRUNC) && point_strikes('c'))
		return -1;
	there = will_open(path, flags);
	fd = real(path, flags, mode);
	if (fd >= 0)
		opened(there, path);
	return fd;
}

int
open(const char *path, int flags, ...)
{
	va_list arguments;
	mode_t mode;

	REAL(int, open, const char *, int, ...);
	va_start(arguments, flags);
	mode = mode_of(flags, arguments);
	va_end(arguments);
	return open_with(real, path, flags, mode);
}

int
open64(const char *path, int flags, ...)
{
	va_list arguments;
	mode_t mode;

	REAL(int, open64, const char *, int, ...);
	va_start(arguments, flags);
	mode = mode_of(flags, arguments);
	va_end(arguments);
	return open_with(real, path, flags, mode);
}

static FILE *
open_file_with(FILE *(*real)(const char *, const char *), const char *path,
    const char *mode)
{
	bool reads = strcmp(mode, "r") == 0 || strcmp(mode, "rb") == 0, there;
	FILE *file;

	if (reads ? is_on_disk(path) && point_strikes('i') :
	    *mode != 'r' && point_strikes('c'))
		return NULL;
	there = reads || power_will_write(path);
	file = real(path, mode);
	if (file)
		opened(there, path);
	return file;
}

FILE *
fopen(const char *path, const char *mode)
{
	REAL(FILE *, fopen, const char *, const char *);
	return open_file_with(real, path, mode);
}

FILE *
fopen64(const char *path, const char *mode)
{
	REAL(FILE *, fopen64, const char *, const char *);
	return open_file_with(real, path, mode);
}

int
mkdir(const char *path, mode_t mode)
{
	int rc;

	REAL(int, mkdir, const char *, mode_t);
	rc = point_strikes('c') ? -1 : real(path, mode);
	if (rc == 0)
		power_made_folder(path);
	return rc;
}

/* ---- write ---- */

ssize_t
write(int fd, const void *bytes, size_t len)
{
	bool dies;
	ssize_t share = point_share('w', fd, len, &dies), done;

	if (share < 0)
		return -1;
	done = syscall(SYS_write, fd, bytes, (size_t)share);
	if (dies)
		point_die();
	return done;
}

static ssize_t
write_at(int fd, const void *bytes, size_t len, off64_t at)
{
	bool dies;
	ssize_t share = point_share('w', fd, len, &dies), done;

	if (share < 0)
		return -1;
	done = syscall(SYS_pwrite64, fd, bytes, (size_t)share, at);
	if (dies)
		point_die();
	return done;
}

ssize_t
pwrite(int fd, const void *bytes, size_t len, off_t at)
{
	return write_at(fd, bytes, len, at);
}

ssize_t
pwrite64(int fd, const void *bytes, size_t len, off64_t at)
{
	return write_at(fd, bytes, len, at);
}

size_t
fwrite(const void *bytes, size_t size, size_t count, FILE *file)
{
	REAL(size_t, fwrite, const void *, size_t, size_t, FILE *);
	return point_strikes_fd('w', fileno(file)) ? 0 :
	    real(bytes, size, count, file);
}

int
fflush(FILE *file)
{
	REAL(int, fflush, FILE *);
	return file && point_strikes_fd('w', fileno(file)) ? EOF : real(file);
}

int
ftruncate(int fd, off_t size)
{
	REAL(int, ftruncate, int, off_t);
	return point_strikes_fd('t', fd) ? -1 : real(fd, size);
}

int
ftruncate64(int fd, off64_t size)
{
	REAL(int, ftruncate64, int, off64_t);
	return point_strikes_fd('t', fd) ? -1 : real(fd, size);
}

static int
sync_with(int (*real)(int), int fd)
{
	int rc = point_strikes('s') ? -1 : real(fd);

	if (rc == 0)
		power_synced(fd);
	return rc;
}

int
fsync(int fd)
{
	REAL(int, fsync, int);
	return sync_with(real, fd);
}

int
fdatasync(int fd)
{
	REAL(int, fdatasync, int);
	return sync_with(real, fd);
}

/* ---- names ---- */

int
rename(const char *from, const char *to)
{
	int rc, place;

	REAL(int, rename, const char *, const char *);
	if (point_strikes('r'))
		return -1;
	place = power_will_go(to);
	rc = real(from, to);
	if (rc == 0)
		power_moved(place, from, to);
	return rc;
}

int
link(const char *from, const char *to)
{
	int rc;

	REAL(int, link, const char *, const char *);
	rc = point_strikes('r') ? -1 : real(from, to);
	if (rc == 0)
		power_made(to);
	return rc;
}

static int
take_away(int (*real)(const char *), const char *path)
{
	int rc, place;

	if (point_strikes('d'))
		return -1;
	place = power_will_go(path);
	rc = real(path);
	if (rc == 0)
		power_gone(place, path);
	return rc;
}

int
unlink(const char *path)
{
	REAL(int, unlink, const char *);
	return take_away(real, path);
}

int
remove(const char *path)
{
	REAL(int, remove, const char *);
	return take_away(real, path);
}

int
rmdir(const char *path)
{
	REAL(int, rmdir, const char *);
	return take_away(real, path);
}
