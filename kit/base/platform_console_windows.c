/* platform_console_windows.c - see platform.h: what people read and type. */
#include "kit/base/platform_parts.h"

#include <string.h>

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#include "kit/base/mem.h"

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
	all = system_wide(copy);
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
	utf8 = system_narrow(text);
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
