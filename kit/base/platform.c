#include "kit/base/platform.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "kit/base/mem.h"

/* What both families do alike comes last; what differs, first. */

#ifdef _WIN32

#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <shellapi.h>
#include <bcrypt.h>
#include <io.h>

/* UTF-8 to what the wide calls want; the caller frees. NULL: not UTF-8. */
static wchar_t *
wide(const char *text)
{
	int n = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1,
	    NULL, 0);
	wchar_t *out;

	if (n <= 0) {
		errno = EILSEQ;
		return NULL;
	}
	out = mem_alloc_n((size_t)n, sizeof *out);
	MultiByteToWideChar(CP_UTF8, 0, text, -1, out, n);
	return out;
}

static char *
narrow(const wchar_t *text)
{
	int n = WideCharToMultiByte(CP_UTF8, 0, text, -1, NULL, 0, NULL, NULL);
	char *out = mem_alloc((size_t)(n > 0 ? n : 1));

	if (n > 0)
		WideCharToMultiByte(CP_UTF8, 0, text, -1, out, n, NULL, NULL);
	return out;
}

static const struct {
	DWORD code;
	int number;
} windows_errors[] = {
	{ ERROR_FILE_NOT_FOUND, ENOENT }, { ERROR_PATH_NOT_FOUND, ENOENT },
	{ ERROR_INVALID_NAME, ENOENT }, { ERROR_BAD_PATHNAME, ENOENT },
	{ ERROR_INVALID_DRIVE, ENOENT }, { ERROR_BAD_NETPATH, ENOENT },
	{ ERROR_BAD_NET_NAME, ENOENT }, { ERROR_DIRECTORY, ENOTDIR },
	{ ERROR_ACCESS_DENIED, EACCES }, { ERROR_SHARING_VIOLATION, EACCES },
	{ ERROR_LOCK_VIOLATION, EACCES }, { ERROR_WRITE_PROTECT, EROFS },
	{ ERROR_DISK_FULL, ENOSPC }, { ERROR_HANDLE_DISK_FULL, ENOSPC },
	{ ERROR_ALREADY_EXISTS, EEXIST }, { ERROR_FILE_EXISTS, EEXIST },
	{ ERROR_DIR_NOT_EMPTY, ENOTEMPTY },
	{ ERROR_FILENAME_EXCED_RANGE, ENAMETOOLONG },
	{ ERROR_NO_UNICODE_TRANSLATION, EILSEQ }
};

static void
set_errno_from_windows(void)
{
	DWORD code = GetLastError();

	errno = EIO;
	for (size_t i = 0; i < sizeof windows_errors / sizeof *windows_errors;
	    i++)
		if (windows_errors[i].code == code)
			errno = windows_errors[i].number;
}

/* A line that a test made up is not the process's, and stays as it is. */
static bool
is_own_line(int argc, char **argv)
{
	if (argc != __argc)
		return false;
	for (int i = 0; i < argc; i++)
		if (strcmp(argv[i], __argv[i]) != 0)
			return false;
	return true;
}

void
platform_start(int *argc, char ***argv)
{
	wchar_t **words;
	char **out;
	int n = 0;

	SetConsoleOutputCP(CP_UTF8);
	SetConsoleCP(CP_UTF8);
	_setmode(_fileno(stdout), _O_BINARY);
	_setmode(_fileno(stderr), _O_BINARY);
	_setmode(_fileno(stdin), _O_BINARY);
	if (!is_own_line(*argc, *argv))
		return;
	words = CommandLineToArgvW(GetCommandLineW(), &n);
	if (words == NULL)
		return;
	out = mem_alloc_n((size_t)n + 1, sizeof *out);
	for (int i = 0; i < n; i++)
		out[i] = narrow(words[i]);
	LocalFree(words);
	*argc = n;
	*argv = out;	/* lives as long as the process */
}

void
platform_stop(void)
{
}

void
platform_random(void *out, size_t len)
{
	if (!BCRYPT_SUCCESS(BCryptGenRandom(NULL, out, (ULONG)len,
	    BCRYPT_USE_SYSTEM_PREFERRED_RNG))) {
		fputs("the system gives no random numbers\n", stderr);
		exit(70);
	}
}

int64_t
platform_now_ms(void)
{
	FILETIME t;
	uint64_t ticks;

	GetSystemTimeAsFileTime(&t);
	ticks = (uint64_t)t.dwHighDateTime << 32 | t.dwLowDateTime;
	return (int64_t)(ticks / 10000) - INT64_C(11644473600000);
}

int64_t
platform_monotonic_us(void)
{
	LARGE_INTEGER now, per_second;

	QueryPerformanceCounter(&now);
	QueryPerformanceFrequency(&per_second);
	return (int64_t)((double)now.QuadPart * 1e6 /
	    (double)per_second.QuadPart);
}

void
platform_sleep_ms(unsigned ms)
{
	Sleep(ms);
}

enum { DAYS_1601_TO_1970 = 134774 };

/*
 * localtime_s() knows nothing of the years before 1970; this does, with the
 * rules of today.
 */
int
platform_local_offset_minutes(int64_t ms)
{
	const int64_t shift = DAYS_1601_TO_1970 * INT64_C(86400000);
	uint64_t ticks = (uint64_t)(ms + shift) * 10000, there;
	FILETIME t = { (DWORD)ticks, (DWORD)(ticks >> 32) };
	SYSTEMTIME utc, local;

	if (ms < -shift || !FileTimeToSystemTime(&t, &utc) ||
	    !SystemTimeToTzSpecificLocalTime(NULL, &utc, &local) ||
	    !SystemTimeToFileTime(&local, &t))
		return 0;
	there = (uint64_t)t.dwHighDateTime << 32 | t.dwLowDateTime;
	return (int)(((int64_t)there - (int64_t)ticks) / 600000000);
}

FILE *
platform_fopen(const char *path, const char *mode)
{
	wchar_t *wpath = wide(path), *wmode = wide(mode);
	FILE *file = wpath && wmode ? _wfopen(wpath, wmode) : NULL;

	mem_free(wpath);
	mem_free(wmode);
	return file;
}

static int
sync_descriptor(FILE *file)
{
	return _commit(_fileno(file));
}

const struct err *
platform_sync_folder(const char *path)
{
	(void)path;		/* NTFS journals names by itself */
	return NULL;
}

const struct err *
platform_replace(const char *from, const char *to)
{
	wchar_t *a = wide(from), *b = wide(to);
	bool ok = a && b && MoveFileExW(a, b,
	    MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH);

	if (!ok)
		set_errno_from_windows();
	mem_free(a);
	mem_free(b);
	return ok ? NULL : err_errno("%s", to);
}

const struct err *
platform_remove(const char *path)
{
	wchar_t *w = wide(path);
	bool ok = w && (platform_is_folder(path) ? RemoveDirectoryW(w) :
	    DeleteFileW(w));

	if (!ok)
		set_errno_from_windows();
	mem_free(w);
	return ok || errno == ENOENT ? NULL : err_errno("%s", path);
}

static int
make_one_folder(const char *path)
{
	wchar_t *w = wide(path);
	bool ok = w && CreateDirectoryW(w, NULL);

	if (!ok)
		set_errno_from_windows();
	mem_free(w);
	return ok ? 0 : -1;
}

static DWORD
attributes_of(const char *path)
{
	wchar_t *w = wide(path);
	DWORD a = w ? GetFileAttributesW(w) : INVALID_FILE_ATTRIBUTES;

	mem_free(w);
	return a;
}

bool
platform_exists(const char *path)
{
	return attributes_of(path) != INVALID_FILE_ATTRIBUTES;
}

bool
platform_is_folder(const char *path)
{
	DWORD a = attributes_of(path);

	return a != INVALID_FILE_ATTRIBUTES && (a & FILE_ATTRIBUTE_DIRECTORY);
}

bool
platform_is_writable(const char *path)
{
	DWORD a = attributes_of(path);

	return a != INVALID_FILE_ATTRIBUTES && !(a & FILE_ATTRIBUTE_READONLY);
}

static const struct err *
visit_names(const char *path, void (*visit)(void *, const char *), void *data)
{
	struct buf pattern = BUF_INIT;
	WIN32_FIND_DATAW found;
	wchar_t *w;
	HANDLE h;

	buf_addf(&pattern, "%s/*", path);
	w = wide(buf_str(&pattern));
	h = w ? FindFirstFileW(w, &found) : INVALID_HANDLE_VALUE;
	if (h == INVALID_HANDLE_VALUE)
		set_errno_from_windows();
	mem_free(w);
	buf_free(&pattern);
	if (h == INVALID_HANDLE_VALUE)
		return err_errno("%s", path);
	do {
		char *name = narrow(found.cFileName);

		visit(data, name);
		mem_free(name);
	} while (FindNextFileW(h, &found));
	FindClose(h);
	return NULL;
}

struct platform_lock {
	HANDLE file;
};

const struct err *
platform_lock(struct platform_lock **out, const char *path)
{
	wchar_t *w = wide(path);
	HANDLE h = w ? CreateFileW(w, GENERIC_READ | GENERIC_WRITE, 0, NULL,
	    OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL) : INVALID_HANDLE_VALUE;

	DWORD code = GetLastError();

	*out = NULL;
	mem_free(w);
	if (h == INVALID_HANDLE_VALUE && code == ERROR_SHARING_VIOLATION)
		return err_new(ERR_BUSY, "%s: in use by another program",
		    path);
	if (h == INVALID_HANDLE_VALUE) {
		SetLastError(code);
		set_errno_from_windows();
		return err_errno("%s", path);
	}
	*out = mem_alloc(sizeof **out);
	(*out)->file = h;
	return NULL;
}

void
platform_unlock(struct platform_lock *lock)
{
	if (lock == NULL)
		return;
	CloseHandle(lock->file);
	mem_free(lock);
}

void
platform_data_folder(struct buf *out)
{
	const wchar_t *w = _wgetenv(L"LOCALAPPDATA");
	char *folder = w ? narrow(w) : mem_strdup(".");

	buf_addf(out, "%s\\recolte", folder);
	mem_free(folder);
}

const struct err *
platform_absolute(struct buf *out, const char *path)
{
	wchar_t *w = wide(path), full[4096];
	DWORD n = w ? GetFullPathNameW(w, 4096, full, NULL) : 0;
	char *text;

	mem_free(w);
	if (n == 0 || n >= 4096)
		return err_new(ERR_IO, "%s: not a path", path);
	text = narrow(full);
	buf_add(out, text);
	mem_free(text);
	return NULL;
}

bool
platform_is_terminal(FILE *file)
{
	return _isatty(_fileno(file)) != 0;
}

static bool
read_console_line(struct buf *out)
{
	HANDLE in = GetStdHandle(STD_INPUT_HANDLE);
	wchar_t text[4096];
	DWORD n = 0;
	char *utf8;

	if (!ReadConsoleW(in, text, 4095, &n, NULL) || n == 0)
		return false;
	while (n > 0 && (text[n - 1] == L'\n' || text[n - 1] == L'\r'))
		n--;
	text[n] = 0;
	if (n > 0 && text[0] == 26)	/* Ctrl-Z */
		return false;
	utf8 = narrow(text);
	buf_add(out, utf8);
	mem_free(utf8);
	return true;
}

static bool read_stream_line(struct buf *out);

bool
platform_read_line(struct buf *out)
{
	return platform_is_terminal(stdin) ? read_console_line(out) :
	    read_stream_line(out);
}

bool
platform_read_secret(struct buf *out)
{
	HANDLE in = GetStdHandle(STD_INPUT_HANDLE);
	DWORD mode = 0;
	bool ok;

	GetConsoleMode(in, &mode);
	SetConsoleMode(in, mode & ~(DWORD)ENABLE_ECHO_INPUT);
	ok = platform_read_line(out);
	SetConsoleMode(in, mode);
	return ok;
}

/*
 * getenv() would give what the code page can hold, and not in UTF-8. A few
 * values are kept, because the caller only borrows them.
 */
enum { VALUES_KEPT = 8 };

static const char *
environment_value(const char *name)
{
	static _Thread_local char *kept[VALUES_KEPT];
	static _Thread_local unsigned next;
	wchar_t *w = wide(name);
	const wchar_t *value = w ? _wgetenv(w) : NULL;
	char **slot = &kept[next++ % VALUES_KEPT];

	mem_free(w);
	if (value == NULL)
		return NULL;
	mem_free(*slot);
	*slot = narrow(value);
	return *slot;
}

unsigned
platform_process_id(void)
{
	return (unsigned)GetCurrentProcessId();
}

#else /* POSIX */

#include <dirent.h>
#include <signal.h>
#include <sys/file.h>
#include <termios.h>
#include <unistd.h>

void
platform_start(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
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

static int
sync_descriptor(FILE *file)
{
	return fsync(fileno(file));
}

const struct err *
platform_sync_folder(const char *path)
{
	const struct err *err = NULL;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return err_errno("%s", path);
	/* Some file systems cannot sync a folder and say so: not a loss. */
	if (fsync(fd) != 0 && errno != EINVAL && errno != ENOTSUP)
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

static int
make_one_folder(const char *path)
{
	return mkdir(path, 0700);
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
platform_is_writable(const char *path)
{
	return access(path, W_OK) == 0;
}

static const struct err *
visit_names(const char *path, void (*visit)(void *, const char *), void *data)
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

static bool read_stream_line(struct buf *out);

bool
platform_read_line(struct buf *out)
{
	return read_stream_line(out);
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
	ok = read_stream_line(out);
	if (terminal) {
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
		fputc('\n', stderr);
	}
	return ok;
}

static const char *
environment_value(const char *name)
{
	return getenv(name);
}

unsigned
platform_process_id(void)
{
	return (unsigned)getpid();
}

#endif

/* The same everywhere. */

enum { LINE_BYTES_MAX = 1 << 20 };

static bool
read_stream_line(struct buf *out)
{
	int c;
	bool any = false;

	while ((c = getchar()) != EOF) {
		any = true;
		if (c == '\n')
			break;
		if (out->len < LINE_BYTES_MAX)
			buf_add_byte(out, (uint8_t)c);
	}
	if (out->len > 0 && out->data[out->len - 1] == '\r')
		out->data[--out->len] = '\0';
	return any;
}

const char *
platform_environment(const char *name)
{
	const char *value = environment_value(name);

	return value != NULL && value[0] != '\0' ? value : NULL;
}

const struct err *
platform_sync(FILE *file, const char *path)
{
	if (fflush(file) != 0 || sync_descriptor(file) != 0)
		return err_errno("%s", path);
	return NULL;
}

static bool
is_separator(char c)
{
	return c == '/' || (PLATFORM_BACKSLASH && c == '\\');
}

const struct err *
platform_make_folder(const char *path)
{
	char *copy = mem_strdup(path);
	const struct err *err = NULL;

	for (char *at = copy + 1; copy[0] != '\0'; at++) {
		char kept = *at;

		if (kept != '\0' && !is_separator(kept))
			continue;
		*at = '\0';
		if (!platform_is_folder(copy) && make_one_folder(copy) != 0 &&
		    !platform_is_folder(copy) && err == NULL)
			err = err_errno("%s", copy);
		*at = kept;
		if (kept == '\0')
			break;
	}
	/* A path that begins with a computer's name: that is no folder. */
	if (err != NULL && platform_is_folder(path))
		err = NULL;
	mem_free(copy);
	return err;
}

struct names {
	char **items;
	size_t count, capacity;
};

static void
add_name(void *data, const char *name)
{
	struct names *names = data;
	void *items = names->items;

	if (!strcmp(name, ".") || !strcmp(name, ".."))
		return;
	mem_grow(&items, &names->capacity, names->count + 1, sizeof(char *));
	names->items = items;
	names->items[names->count++] = mem_strdup(name);
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

const struct err *
platform_list(const char *path, char ***out, size_t *count)
{
	struct names names = { 0 };
	const struct err *err = visit_names(path, add_name, &names);

	*out = names.items;
	*count = names.count;
	if (names.count > 0)
		qsort(names.items, names.count, sizeof *names.items,
		    compare_names);
	return err;
}

void
platform_list_free(char **names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		mem_free(names[i]);
	mem_free(names);
}
