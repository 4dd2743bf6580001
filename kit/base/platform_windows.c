/* platform_windows.c - see platform.h. Paths go through the wide calls. */
#include "kit/base/platform_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <shellapi.h>
#include <bcrypt.h>
#include <io.h>

#include "kit/base/mem.h"

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

int
system_sync(FILE *file)
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

	/* Packs are read-only, which elsewhere does not keep them. */
	if (!ok && w && GetLastError() == ERROR_ACCESS_DENIED)
		ok = SetFileAttributesW(w, FILE_ATTRIBUTE_NORMAL) &&
		    DeleteFileW(w);
	if (!ok)
		set_errno_from_windows();
	mem_free(w);
	return ok || errno == ENOENT ? NULL : err_errno("%s", path);
}

int
system_make_folder(const char *path)
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

unsigned
platform_file_mask(unsigned mask)
{
	return mask;
}

void
platform_open_to_all(const char *path)
{
	(void)path;
}

const struct err *
system_visit_names(const char *path,
    void (*visit)(void *, const char *), void *data)
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

/*
 * getenv() would give what the code page can hold, and not in UTF-8. The caller
 * frees it; NULL: there is none.
 */
static char *
environment_of(const char *name)
{
	wchar_t *w = wide(name), *value = NULL;
	DWORD units = w ? GetEnvironmentVariableW(w, NULL, 0) : 0;
	char *out = NULL;

	if (units > 0) {
		value = mem_alloc_n(units, sizeof *value);
		if (GetEnvironmentVariableW(w, value, units) < units)
			out = narrow(value);
	}
	mem_free(value);
	mem_free(w);
	return out;
}

/* Of this computer: what roams with an account would be the store of two. */
void
platform_data_folder(struct buf *out)
{
	char *folder = environment_of("LOCALAPPDATA");

	buf_addf(out, "%s\\recolte", folder ? folder : ".");
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

enum { CONSOLE_CHARACTERS = 8192 };	/* in one call */

static HANDLE
console_of(FILE *file)
{
	DWORD mode, which = file == stdin ? STD_INPUT_HANDLE :
	    file == stdout ? STD_OUTPUT_HANDLE : STD_ERROR_HANDLE;
	HANDLE handle = GetStdHandle(which);

	if (file != stdin && file != stdout && file != stderr)
		return NULL;
	return GetConsoleMode(handle, &mode) ? handle : NULL;
}

/* _isatty() would take NUL, where nobody types, for a terminal. */
bool
platform_is_terminal(FILE *file)
{
	return console_of(file) != NULL;
}

/* What was printed by other calls stands before it. */
void
platform_write_text(FILE *file, struct slice text)
{
	HANDLE console = console_of(file);
	wchar_t *all, *at;
	size_t left;
	char *copy;

	if (text.len == 0)
		return;
	if (console == NULL) {
		fwrite(text.data, 1, text.len, file);
		return;
	}
	fflush(file);
	copy = mem_alloc(text.len + 1);
	memcpy(copy, text.data, text.len);
	all = wide(copy);
	left = all != NULL ? wcslen(all) : 0;
	for (at = all; left > 0;) {
		DWORD n = left < CONSOLE_CHARACTERS ? (DWORD)left :
		    CONSOLE_CHARACTERS, written = 0;

		if (!WriteConsoleW(console, at, n, &written, NULL) ||
		    written == 0)
			break;
		at += written;
		left -= written;
	}
	mem_free(all);
	mem_free(copy);
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

bool
platform_read_line(struct buf *out)
{
	return platform_is_terminal(stdin) ? read_console_line(out) :
	    platform_read_stream(out);
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

/* A few values are kept, because the caller only borrows them. */
enum { VALUES_KEPT = 8 };

const char *
system_environment(const char *name)
{
	static _Thread_local char *kept[VALUES_KEPT];
	static _Thread_local unsigned next;
	char **slot = &kept[next++ % VALUES_KEPT];
	char *value = environment_of(name);

	if (value == NULL)
		return NULL;
	mem_free(*slot);
	*slot = value;
	return *slot;
}

unsigned
platform_process_id(void)
{
	return (unsigned)GetCurrentProcessId();
}
