/* platform_posix.c - see platform.h: Linux and macOS. */
#include "kit/base/platform_parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "kit/base/mem.h"

enum { APART_BYTES_MIN = 4 << 20, KEPT_BYTES_MAX = 16 << 20 };

/*
 * What one form or response leaves, the next one takes: memory goes back to the
 * system only when there is much of it. By itself the C library gives back what
 * is above 128 KB, and each page that then comes again costs a fault.
 */
static void
keep_memory(void)
{
#ifdef __GLIBC__
	mallopt(M_MMAP_THRESHOLD, APART_BYTES_MIN);
	mallopt(M_TRIM_THRESHOLD, KEPT_BYTES_MAX);
#endif
}

/*
 * What lies in memory, answers and keys, is not written to the disk when the
 * program crashes. Of one byte rather than none: Linux takes that for a no to
 * programs that are handed what crashed, too.
 */
static void
keep_no_core(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_CORE, &limit) != 0)
		return;
	limit.rlim_max = limit.rlim_max == 0 ? 0 : 1;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_CORE, &limit);
}

void
platform_start(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	keep_memory();
	keep_no_core();
	/*
	 * A file-size limit is a failed write to report, not a death; so is
	 * a reader that went away.
	 */
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	umask(077);
}

void
platform_stop(void)
{
}

void
platform_random(void *out, size_t len)
{
	FILE *file = fopen("/dev/urandom", "rb");
	bool ok;

	if (file != NULL)
		setvbuf(file, NULL, _IONBF, 0);
	ok = file != NULL && fread(out, 1, len, file) == len;
	if (file != NULL)
		fclose(file);
	if (!ok) {
		fputs("the system gives no random numbers\n", stderr);
		exit(70);
	}
}

int64_t
platform_now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t
platform_monotonic_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void
platform_sleep_ms(unsigned ms)
{
	struct timespec t = { ms / 1000, (long)(ms % 1000) * 1000000 };

	while (nanosleep(&t, &t) != 0 && errno == EINTR)
		continue;
}

/* timegm() is not POSIX; the calendar is simple enough. */
static time_t
utc_seconds(struct tm *tm)
{
	static const short before[] =
	    { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };
	int64_t year = (int64_t)tm->tm_year + 1900;
	int64_t leap_year = tm->tm_mon > 1 ? year : year - 1;
	int64_t days = (year - 1970) * 365 + leap_year / 4 - leap_year / 100 +
	    leap_year / 400 - 477 + before[tm->tm_mon] + tm->tm_mday - 1;

	return (time_t)(((days * 24 + tm->tm_hour) * 60 + tm->tm_min) * 60 +
	    tm->tm_sec);
}

int
platform_local_offset_minutes(int64_t ms)
{
	time_t t = (time_t)(ms / 1000);
	struct tm tm;

	if (localtime_r(&t, &tm) == NULL)
		return 0;
	return (int)((utc_seconds(&tm) - t) / 60);
}

FILE *
platform_fopen(const char *path, const char *mode)
{
	return fopen(path, mode);
}

/*
 * On macOS fsync() leaves the bytes in the disk's own memory, which a power cut
 * empties; where a file system does not know the call that does not, it is
 * still the best there is.
 */
static int
sync_to_disk(int fd)
{
#ifdef F_FULLFSYNC
	if (fcntl(fd, F_FULLFSYNC) == 0)
		return 0;
#endif
	return fsync(fd);
}

int
system_sync(FILE *file)
{
	return sync_to_disk(fileno(file));
}

const struct err *
platform_sync_folder(const char *path)
{
	const struct err *err = NULL;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return err_errno("%s", path);
	/* Some file systems cannot sync a folder and say so: not a loss. */
	if (sync_to_disk(fd) != 0 && errno != EINVAL && errno != ENOTSUP)
		err = err_errno("%s", path);
	close(fd);
	return err;
}

const struct err *
platform_replace(const char *from, const char *to)
{
	return rename(from, to) == 0 ? NULL : err_errno("%s", to);
}

const struct err *
platform_remove(const char *path)
{
	if (remove(path) == 0 || errno == ENOENT)
		return NULL;
	return err_errno("%s", path);
}

int
system_make_folder(const char *path)
{
	return mkdir(path, 0700);
}

const struct err *
platform_enter(const char *path)
{
	return chdir(path) == 0 ? NULL : err_errno("%s", path);
}

bool
platform_exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}

bool
platform_is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool
platform_is_empty(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == 0;
}

bool
platform_is_writable(const char *path)
{
	return access(path, W_OK) == 0;
}

unsigned
platform_file_mask(unsigned mask)
{
	return (unsigned)umask((mode_t)mask);
}

void
platform_open_to_all(const char *path)
{
	/* exFAT says no, and lets everybody in. */
	(void)chmod(path, platform_is_folder(path) ? 0777 : 0644);
}

const struct err *
system_visit_names(const char *path,
    void (*visit)(void *, const char *), void *data)
{
	DIR *dir = opendir(path);
	struct dirent *entry;

	if (dir == NULL)
		return err_errno("%s", path);
	while ((entry = readdir(dir)) != NULL)
		visit(data, entry->d_name);
	closedir(dir);
	return NULL;
}

struct platform_lock {
	int fd;
};

const struct err *
platform_lock(struct platform_lock **out, const char *path)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	*out = NULL;
	if (fd < 0)
		return err_errno("%s", path);
	if (fcntl(fd, F_SETLK, &whole) != 0) {
		bool busy = errno == EACCES || errno == EAGAIN;
		const struct err *err = busy ? err_new(ERR_BUSY,
		    "%s: in use by another program", path) :
		    err_errno("%s", path);

		close(fd);
		return err;
	}
	*out = mem_alloc(sizeof **out);
	(*out)->fd = fd;
	return NULL;
}

void
platform_unlock(struct platform_lock *lock)
{
	if (lock == NULL)
		return;
	close(lock->fd);
	mem_free(lock);
}

void
platform_data_folder(struct buf *out)
{
	const char *home = getenv("HOME"), *data = getenv("XDG_DATA_HOME");

#ifdef __APPLE__
	buf_addf(out, "%s/Library/Application Support/recolte",
	    home ? home : ".");
	(void)data;
#else
	if (data != NULL && data[0] == '/')
		buf_addf(out, "%s/recolte", data);
	else
		buf_addf(out, "%s/.local/share/recolte", home ? home : ".");
#endif
}

/* Fold "." and ".." away, by the text alone. */
static void
fold_dots(struct buf *out, const char *path)
{
	size_t begin = out->len;

	while (*path != '\0') {
		size_t len;

		path += strspn(path, "/");
		len = strcspn(path, "/");
		if (len == 2 && !memcmp(path, "..", 2)) {
			while (out->len > begin &&
			    out->data[--out->len] != '/')
				continue;
		} else if (len > 0 && !(len == 1 && *path == '.')) {
			buf_add_byte(out, '/');
			buf_append(out, path, len);
		}
		path += len;
	}
	if (out->len == begin)
		buf_add_byte(out, '/');
	out->data[out->len] = '\0';
}

const struct err *
platform_absolute(struct buf *out, const char *path)
{
	struct buf whole = BUF_INIT;
	char here[4096];

	if (path[0] != '/') {
		if (getcwd(here, sizeof here) == NULL)
			return err_errno("the current folder");
		buf_addf(&whole, "%s/", here);
	}
	buf_add(&whole, path);
	fold_dots(out, buf_str(&whole));
	buf_free(&whole);
	return NULL;
}

bool
platform_is_terminal(FILE *file)
{
	return isatty(fileno(file)) != 0;
}

void
platform_write_text(FILE *file, struct slice text)
{
	if (text.len > 0)
		fwrite(text.data, 1, text.len, file);
}

bool
platform_read_line(struct buf *out)
{
	return platform_read_stream(out);
}

bool
platform_read_secret(struct buf *out)
{
	struct termios before, quiet;
	bool terminal = tcgetattr(STDIN_FILENO, &before) == 0, ok;

	if (terminal) {
		quiet = before;
		quiet.c_lflag &= (tcflag_t)~ECHO;
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	}
	ok = platform_read_stream(out);
	if (terminal) {
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
		fputc('\n', stderr);
	}
	return ok;
}

const char *
system_environment(const char *name)
{
	return getenv(name);
}

/* No memory for it is as good as no such variable. */
void
platform_lend_environment(const char *name, const char *value)
{
	(void)setenv(name, value, 0);
}

unsigned
platform_process_id(void)
{
	return (unsigned)getpid();
}
