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
 *                 ENOMEM   the Nth allocation gives nothing
 *   FAULTS_ON     letters: which calls count. w write, s fsync, r rename and
 *                 link, c create (open, mkdir), d unlink and rmdir,
 *                 t ftruncate, m allocations. All but m when it is not set.
 *   FAULTS_AT     N, from 1. After the last call comes one more for a power
 *                 cut: when the program has said all and ends.
 *   FAULTS_COUNT  a file that gets the number of calls, when the program ends
 *   FAULTS_KEEP   for a power cut: an empty folder on the same file system
 *   FAULTS_CLOCK  seconds that are added to the time of day
 *
 * Standard input, output and errors are not files here. What a program writes
 * through mapped memory is not seen: a death there is one of the next call.
 * For Linux with glibc, whose allocator has names of its own.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "power.h"

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *p, size_t size);

static struct {
	bool ready, kill, tear, power, full;
	int code;			/* errno of what fails, or 0 */
	const char *on;
	unsigned long at, seen;
	time_t clock_s;
} faults;

static void __attribute__((constructor))
faults_begin(void)
{
	const char *what = getenv("FAULTS_DO"), *at = getenv("FAULTS_AT");
	const char *clock_s = getenv("FAULTS_CLOCK");

	faults.clock_s = clock_s ? atol(clock_s) : 0;
	if (!what)
		return;
	faults.on = getenv("FAULTS_ON");
	if (!faults.on || !*faults.on)
		faults.on = "wsrcdt";
	faults.at = at ? strtoul(at, NULL, 10) : 0;
	faults.tear = strcmp(what, "tear") == 0;
	faults.power = strcmp(what, "power") == 0 ||
	    strcmp(what, "hollow") == 0;
	faults.kill = faults.tear || faults.power || strcmp(what, "kill") == 0;
	if (faults.power)
		power_begin(getenv("FAULTS_KEEP"), strcmp(what, "hollow") == 0);
	faults.full = strcmp(what, "ENOSPC") == 0;
	faults.code = faults.full ? ENOSPC : strcmp(what, "EIO") == 0 ? EIO :
	    strcmp(what, "ENOMEM") == 0 ? ENOMEM : 0;
	faults.ready = true;
}

static void
die(void)
{
	power_cut();
	syscall(SYS_kill, getpid(), SIGKILL);
	for (;;)
		pause();
}

/* A command that hands its work to another program counts each by itself. */
static void __attribute__((destructor))
faults_end(void)
{
	const char *path = getenv("FAULTS_COUNT");
	char text[32];
	int len, fd;

	if (faults.ready && faults.power && faults.at == faults.seen + 1) {
		fflush(stdout);
		die();
	}
	if (!faults.ready || !path)
		return;
	faults.ready = false;
	len = snprintf(text, sizeof(text), "%lu\n", faults.seen);
	fd = (int)syscall(SYS_openat, AT_FDCWD, path,
	    O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || syscall(SYS_write, fd, text, (size_t)len) != len)
		abort();
	close(fd);
}

/* Is this call the one? Counts it; a write that is torn dies by itself. */
static bool
is_due(char kind)
{
	unsigned long n;

	if (!faults.ready || !strchr(faults.on, kind))
		return false;
	n = __atomic_add_fetch(&faults.seen, 1, __ATOMIC_SEQ_CST);
	if (faults.full && n > faults.at && faults.at > 0)
		return strchr("wct", kind) != NULL;
	return n == faults.at;
}

/* True: the call must fail, errno is set. */
static bool
strikes(char kind)
{
	if (!is_due(kind))
		return false;
	if (faults.kill)
		die();
	if (faults.code == 0)
		return false;
	errno = faults.code;
	return true;
}

static bool
strikes_fd(char kind, int fd)
{
	return fd > STDERR_FILENO && strikes(kind);
}

#define REAL(result, name, ...)						\
	static result (*real)(__VA_ARGS__);				\
	if (!real)							\
		real = (result (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

/* ---- open, create ---- */

static mode_t
mode_of(int flags, va_list arguments)
{
	return flags & (O_CREAT | O_TMPFILE) ?
	    (mode_t)va_arg(arguments, int) : 0;
}

static bool
will_open(const char *path, int flags)
{
	return (flags & (O_ACCMODE | O_CREAT | O_TRUNC)) == O_RDONLY ||
	    power_will_write(path);
}

/* What open() made has a name and no bytes yet. */
static int
opened(bool was_there, const char *path, int fd)
{
	if (!was_there && fd >= 0) {
		power_made(path);
		power_will_write(path);
	}
	return fd;
}

static FILE *
opened_file(bool was_there, const char *path, FILE *file)
{
	opened(was_there, path, file ? 0 : -1);
	return file;
}

int
open(const char *path, int flags, ...)
{
	va_list arguments;
	mode_t mode;
	bool there;

	REAL(int, open, const char *, int, ...);
	va_start(arguments, flags);
	mode = mode_of(flags, arguments);
	va_end(arguments);
	if (flags & (O_CREAT | O_TRUNC) && strikes('c'))
		return -1;
	there = will_open(path, flags);
	return opened(there, path, real(path, flags, mode));
}

int
open64(const char *path, int flags, ...)
{
	va_list arguments;
	mode_t mode;
	bool there;

	REAL(int, open64, const char *, int, ...);
	va_start(arguments, flags);
	mode = mode_of(flags, arguments);
	va_end(arguments);
	if (flags & (O_CREAT | O_TRUNC) && strikes('c'))
		return -1;
	there = will_open(path, flags);
	return opened(there, path, real(path, flags, mode));
}

FILE *
fopen(const char *path, const char *mode)
{
	bool there;

	REAL(FILE *, fopen, const char *, const char *);
	if (*mode != 'r' && strikes('c'))
		return NULL;
	there = strcmp(mode, "r") == 0 || strcmp(mode, "rb") == 0 ||
	    power_will_write(path);
	return opened_file(there, path, real(path, mode));
}

FILE *
fopen64(const char *path, const char *mode)
{
	bool there;

	REAL(FILE *, fopen64, const char *, const char *);
	if (*mode != 'r' && strikes('c'))
		return NULL;
	there = strcmp(mode, "r") == 0 || strcmp(mode, "rb") == 0 ||
	    power_will_write(path);
	return opened_file(there, path, real(path, mode));
}

int
mkdir(const char *path, mode_t mode)
{
	int rc;

	REAL(int, mkdir, const char *, mode_t);
	rc = strikes('c') ? -1 : real(path, mode);
	if (rc == 0)
		power_made_folder(path);
	return rc;
}

/* ---- write ---- */

/* How much of len is to be written; -1: the call fails. */
static ssize_t
share_of(int fd, size_t len, bool *dies)
{
	*dies = false;
	if (fd <= STDERR_FILENO || !is_due('w'))
		return (ssize_t)len;
	if (faults.kill && !faults.tear)
		die();
	*dies = faults.tear;
	if (faults.tear)
		return (ssize_t)(len / 2);
	if (faults.code == 0)
		return (ssize_t)len;
	errno = faults.code;
	return -1;
}

ssize_t
write(int fd, const void *bytes, size_t len)
{
	bool dies;
	ssize_t share = share_of(fd, len, &dies), done;

	if (share < 0)
		return -1;
	done = syscall(SYS_write, fd, bytes, (size_t)share);
	if (dies)
		die();
	return done;
}

static ssize_t
write_at(int fd, const void *bytes, size_t len, off64_t at)
{
	bool dies;
	ssize_t share = share_of(fd, len, &dies), done;

	REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
	if (share < 0)
		return -1;
	done = real(fd, bytes, (size_t)share, at);
	if (dies)
		die();
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
	return strikes_fd('w', fileno(file)) ? 0 :
	    real(bytes, size, count, file);
}

int
fflush(FILE *file)
{
	REAL(int, fflush, FILE *);
	return file && strikes_fd('w', fileno(file)) ? EOF : real(file);
}

int
ftruncate(int fd, off_t size)
{
	REAL(int, ftruncate, int, off_t);
	return strikes_fd('t', fd) ? -1 : real(fd, size);
}

int
ftruncate64(int fd, off64_t size)
{
	REAL(int, ftruncate64, int, off64_t);
	return strikes_fd('t', fd) ? -1 : real(fd, size);
}

int
fsync(int fd)
{
	int rc;

	REAL(int, fsync, int);
	rc = strikes('s') ? -1 : real(fd);
	if (rc == 0)
		power_synced(fd);
	return rc;
}

int
fdatasync(int fd)
{
	int rc;

	REAL(int, fdatasync, int);
	rc = strikes('s') ? -1 : real(fd);
	if (rc == 0)
		power_synced(fd);
	return rc;
}

/* ---- names ---- */

int
rename(const char *from, const char *to)
{
	int rc, place;

	REAL(int, rename, const char *, const char *);
	if (strikes('r'))
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
	rc = strikes('r') ? -1 : real(from, to);
	if (rc == 0)
		power_made(to);
	return rc;
}

int
unlink(const char *path)
{
	int rc, place;

	REAL(int, unlink, const char *);
	if (strikes('d'))
		return -1;
	place = power_will_go(path);
	rc = real(path);
	if (rc == 0)
		power_gone(place, path);
	return rc;
}

int
remove(const char *path)
{
	int rc, place;

	REAL(int, remove, const char *);
	if (strikes('d'))
		return -1;
	place = power_will_go(path);
	rc = real(path);
	if (rc == 0)
		power_gone(place, path);
	return rc;
}

int
rmdir(const char *path)
{
	int rc, place;

	REAL(int, rmdir, const char *);
	if (strikes('d'))
		return -1;
	place = power_will_go(path);
	rc = real(path);
	if (rc == 0)
		power_gone(place, path);
	return rc;
}

/* ---- memory ---- */

void *
malloc(size_t size)
{
	return strikes('m') ? NULL : __libc_malloc(size);
}

void *
calloc(size_t count, size_t size)
{
	return strikes('m') ? NULL : __libc_calloc(count, size);
}

void *
realloc(void *p, size_t size)
{
	return strikes('m') ? NULL : __libc_realloc(p, size);
}

/* ---- the clock ---- */

int
clock_gettime(clockid_t clock, struct timespec *time)
{
	int rc = (int)syscall(SYS_clock_gettime, clock, time);

	if (rc == 0 && clock == CLOCK_REALTIME)
		time->tv_sec += faults.clock_s;
	return rc;
}

time_t
time(time_t *out)
{
	struct timespec now;
	time_t seconds = clock_gettime(CLOCK_REALTIME, &now) == 0 ?
	    now.tv_sec : -1;

	if (out)
		*out = seconds;
	return seconds;
}
