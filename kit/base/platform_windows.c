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

wchar_t *
system_wide(const char *text)
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

enum { PLAIN_PATH_MAX = 240 };		/* the system's own limit is 260 */

/*
 * Longer paths are taken only in this form, which wants them absolute; libgit2
 * and SQLite have limits of their own.
 */
static wchar_t *
long_path(const wchar_t *plain)
{
	DWORD units = GetFullPathNameW(plain, 0, NULL, NULL);
	wchar_t *full = mem_alloc_n((size_t)units + 1, sizeof *full), *out;
	bool share;

	GetFullPathNameW(plain, units, full, NULL);
	share = full[0] == L'\\' && full[1] == L'\\';
	out = mem_alloc_n((size_t)units + sizeof "\\\\?\\UNC", sizeof *out);
	wcscpy(out, share ? L"\\\\?\\UNC" : L"\\\\?\\");
	wcscat(out, share ? full + 1 : full);
	mem_free(full);
	return out;
}

wchar_t *
system_wide_path(const char *path)
{
	wchar_t *plain = system_wide(path), *out;

	if (plain == NULL || wcslen(plain) < PLAIN_PATH_MAX ||
	    wcsncmp(plain, L"\\\\?\\", 4) == 0)
		return plain;
	out = long_path(plain);
	mem_free(plain);
	return out;
}

char *
system_narrow(const wchar_t *text)
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
		out[i] = system_narrow(words[i]);
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

static const struct mode {
	const char *word;
	DWORD access, how;
	int flags;
} modes[] = {
	{ "rb", GENERIC_READ, OPEN_EXISTING, _O_RDONLY },
	{ "wb", GENERIC_WRITE, CREATE_ALWAYS, _O_WRONLY },
	{ "ab", FILE_APPEND_DATA | SYNCHRONIZE, OPEN_ALWAYS,
	    _O_WRONLY | _O_APPEND },
	{ "r+b", GENERIC_READ | GENERIC_WRITE, OPEN_EXISTING, _O_RDWR },
	{ "w+b", GENERIC_READ | GENERIC_WRITE, CREATE_ALWAYS, _O_RDWR },
	{ NULL, 0, 0, 0 }
};

static const struct mode *
find_mode(const char *word)
{
	const struct mode *mode = modes;

	while (mode->word != NULL && strcmp(mode->word, word) != 0)
		mode++;
	return mode;
}

static FILE *
stream_of(HANDLE handle, const struct mode *mode)
{
	int fd = _open_osfhandle((intptr_t)handle, mode->flags | _O_BINARY);
	FILE *file;

	if (fd < 0) {
		CloseHandle(handle);
		return NULL;
	}
	file = _fdopen(fd, mode->word);
	if (file == NULL)
		_close(fd);
	return file;
}

/*
 * _wfopen() would keep others from renaming and deleting it meanwhile, and let
 * child processes have it.
 */
FILE *
platform_fopen(const char *path, const char *word)
{
	const struct mode *mode = find_mode(word);
	wchar_t *w = system_wide_path(path);
	HANDLE handle = INVALID_HANDLE_VALUE;

	errno = EINVAL;
	if (w != NULL && mode->word != NULL) {
		handle = CreateFileW(w, mode->access, FILE_SHARE_READ |
		    FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, mode->how,
		    FILE_ATTRIBUTE_NORMAL, NULL);
		if (handle == INVALID_HANDLE_VALUE)
			set_errno_from_windows();
	}
	mem_free(w);
	return handle == INVALID_HANDLE_VALUE ? NULL :
	    stream_of(handle, mode);
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

enum { TURNS_MAX = 40, TURN_MS = 50 };

/*
 * Programs that look for viruses, or for words, open what was just written and
 * keep it for a moment.
 */
static bool
is_held(unsigned turn)
{
	DWORD code = GetLastError();

	if (turn >= TURNS_MAX || (code != ERROR_SHARING_VIOLATION &&
	    code != ERROR_ACCESS_DENIED))
		return false;
	Sleep(TURN_MS);
	return true;
}

const struct err *
platform_replace(const char *from, const char *to)
{
	wchar_t *a = system_wide_path(from), *b = system_wide_path(to);
	bool ok = false, folder = platform_is_folder(to);

	errno = EILSEQ;
	for (unsigned turn = 0; a && b && !ok; turn++) {
		ok = MoveFileExW(a, b, MOVEFILE_REPLACE_EXISTING |
		    MOVEFILE_WRITE_THROUGH);
		if (!ok && (folder || !is_held(turn))) {
			set_errno_from_windows();
			break;
		}
	}
	mem_free(a);
	mem_free(b);
	return ok ? NULL : err_errno("%s", to);
}

static bool
remove_once(const wchar_t *w, bool folder)
{
	if (folder)
		return RemoveDirectoryW(w);
	if (DeleteFileW(w))
		return true;
	/* Packs are read-only, which elsewhere does not keep them. */
	return GetLastError() == ERROR_ACCESS_DENIED &&
	    SetFileAttributesW(w, FILE_ATTRIBUTE_NORMAL) && DeleteFileW(w);
}

const struct err *
platform_remove(const char *path)
{
	wchar_t *w = system_wide_path(path);
	bool ok = false;

	errno = EILSEQ;
	for (unsigned turn = 0; w && !ok; turn++) {
		ok = remove_once(w, platform_is_folder(path));
		if (!ok && !is_held(turn)) {
			set_errno_from_windows();
			break;
		}
	}
	mem_free(w);
	return ok || errno == ENOENT ? NULL : err_errno("%s", path);
}

int
system_make_folder(const char *path)
{
	wchar_t *w = system_wide_path(path);
	bool ok = w && CreateDirectoryW(w, NULL);

	if (!ok)
		set_errno_from_windows();
	mem_free(w);
	return ok ? 0 : -1;
}

/* Without what makes long paths possible: that is not for this call. */
const struct err *
platform_enter(const char *path)
{
	wchar_t *w = system_wide(path);
	bool ok = w && SetCurrentDirectoryW(w);

	if (!ok)
		set_errno_from_windows();
	mem_free(w);
	return ok ? NULL : err_errno("%s", path);
}

static DWORD
attributes_of(const char *path)
{
	wchar_t *w = system_wide_path(path);
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
platform_is_empty(const char *path)
{
	WIN32_FILE_ATTRIBUTE_DATA data;
	wchar_t *w = system_wide_path(path);
	bool there = w != NULL &&
	    GetFileAttributesExW(w, GetFileExInfoStandard, &data);

	mem_free(w);
	return there && !(data.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) &&
	    data.nFileSizeHigh == 0 && data.nFileSizeLow == 0;
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
	w = system_wide(buf_str(&pattern));
	h = w ? FindFirstFileW(w, &found) : INVALID_HANDLE_VALUE;
	if (h == INVALID_HANDLE_VALUE)
		set_errno_from_windows();
	mem_free(w);
	buf_free(&pattern);
	if (h == INVALID_HANDLE_VALUE)
		return err_errno("%s", path);
	do {
		char *name = system_narrow(found.cFileName);

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
	wchar_t *w = system_wide_path(path);
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
	wchar_t *w = system_wide(name), *value = NULL;
	DWORD units = w ? GetEnvironmentVariableW(w, NULL, 0) : 0;
	char *out = NULL;

	if (units > 0) {
		value = mem_alloc_n(units, sizeof *value);
		if (GetEnvironmentVariableW(w, value, units) < units)
			out = system_narrow(value);
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
	wchar_t *w = system_wide(path), full[4096];
	DWORD n = w ? GetFullPathNameW(w, 4096, full, NULL) : 0;
	char *text;

	mem_free(w);
	if (n == 0 || n >= 4096)
		return err_new(ERR_IO, "%s: not a path", path);
	text = system_narrow(full);
	buf_add(out, text);
	mem_free(text);
	return NULL;
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

void
platform_lend_environment(const char *name, const char *value)
{
	wchar_t *n = system_wide(name), *v = system_wide(value);

	if (n && v && GetEnvironmentVariableW(n, NULL, 0) == 0)
		SetEnvironmentVariableW(n, v);
	mem_free(n);
	mem_free(v);
}

unsigned
platform_process_id(void)
{
	return (unsigned)GetCurrentProcessId();
}
