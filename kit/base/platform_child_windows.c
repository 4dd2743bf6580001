/* platform_child_windows.c - see platform.h: a program beside this one. */
#include "kit/base/platform_parts.h"

#include <errno.h>
#include <string.h>

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#include "kit/base/mem.h"

enum { READ_BYTES = 16 << 10, PATH_UNITS_MAX = 32768, LOOK_MS = 5 };

struct platform_child {
	HANDLE process, job, to, from;
};

static const struct err *
failed(const char *what)
{
	DWORD code = GetLastError();

	if (code == ERROR_FILE_NOT_FOUND || code == ERROR_PATH_NOT_FOUND) {
		errno = ENOENT;
		return err_errno("%s", what);
	}
	return err_new(ERR_IO, "%s: Windows error %lu", what,
	    (unsigned long)code);
}

const struct err *
platform_program(struct buf *out)
{
	wchar_t *path = mem_alloc_n(PATH_UNITS_MAX, sizeof(*path));
	DWORD n = GetModuleFileNameW(NULL, path, PATH_UNITS_MAX);
	char *text;
	int bytes;

	if (n == 0 || n >= PATH_UNITS_MAX) {
		mem_free(path);
		return failed("the program's path");
	}
	bytes = WideCharToMultiByte(CP_UTF8, 0, path, -1, NULL, 0, NULL, NULL);
	text = mem_alloc_n((size_t)bytes + 1, 1);
	WideCharToMultiByte(CP_UTF8, 0, path, -1, text, bytes, NULL, NULL);
	buf_add(out, text);
	mem_free(text);
	mem_free(path);
	return NULL;
}

/*
 * A program takes its command line apart by itself: quotes, and backslashes
 * before them, as CommandLineToArgvW() reads them.
 */
static void
add_quoted(struct buf *line, const char *argument)
{
	size_t slashes = 0;

	if (line->len > 0)
		buf_add_byte(line, ' ');
	buf_add_byte(line, '"');
	for (; *argument; argument++) {
		if (*argument == '"')
			for (slashes++; slashes > 0; slashes--)
				buf_add_byte(line, '\\');
		slashes = *argument == '\\' ? slashes + 1 : 0;
		buf_add_byte(line, (uint8_t)*argument);
	}
	for (; slashes > 0; slashes--)
		buf_add_byte(line, '\\');
	buf_add_byte(line, '"');
}

static wchar_t *
command_line(const char *const *arguments)
{
	struct buf line = BUF_INIT;
	wchar_t *out;
	int n;

	for (; *arguments; arguments++)
		add_quoted(&line, *arguments);
	n = MultiByteToWideChar(CP_UTF8, 0, buf_str(&line), -1, NULL, 0);
	out = mem_alloc_n((size_t)n + 1, sizeof(*out));
	MultiByteToWideChar(CP_UTF8, 0, buf_str(&line), -1, out, n);
	buf_free(&line);
	return out;
}

/* One end is the child's, the other must stay ours alone. */
static bool
open_pipe(HANDLE *theirs, HANDLE *ours, bool they_read)
{
	SECURITY_ATTRIBUTES inherited = { sizeof(inherited), NULL, TRUE };
	HANDLE in = NULL, out = NULL;

	if (!CreatePipe(&in, &out, &inherited, 0))
		return false;
	*theirs = they_read ? in : out;
	*ours = they_read ? out : in;
	return SetHandleInformation(*ours, HANDLE_FLAG_INHERIT, 0);
}

/* A job that is closed, by us or by our death, ends what runs in it. */
static HANDLE
deadly_job(void)
{
	JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits;
	HANDLE job = CreateJobObjectW(NULL, NULL);

	memset(&limits, 0, sizeof(limits));
	limits.BasicLimitInformation.LimitFlags =
	    JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
	if (job)
		SetInformationJobObject(job, JobObjectExtendedLimitInformation,
		    &limits, sizeof(limits));
	return job;
}

/*
 * Of what is open, sockets of browsers among it, the child gets what it is
 * given and nothing else. The caller frees it.
 */
static LPPROC_THREAD_ATTRIBUTE_LIST
only_these(HANDLE *handles, size_t count)
{
	LPPROC_THREAD_ATTRIBUTE_LIST list;
	SIZE_T bytes = 0;

	InitializeProcThreadAttributeList(NULL, 1, 0, &bytes);
	list = mem_alloc(bytes);
	if (InitializeProcThreadAttributeList(list, 1, 0, &bytes) &&
	    UpdateProcThreadAttribute(list, 0,
	    PROC_THREAD_ATTRIBUTE_HANDLE_LIST, handles,
	    count * sizeof(*handles), NULL, NULL))
		return list;
	mem_free(list);
	return NULL;
}

/* NULL: there is none, for a program without a window to write to. */
static HANDLE
error_for_child(void)
{
	HANDLE self = GetCurrentProcess(), out = NULL,
	    ours = GetStdHandle(STD_ERROR_HANDLE);

	if (ours == NULL || ours == INVALID_HANDLE_VALUE ||
	    !DuplicateHandle(self, ours, self, &out, 0, TRUE,
	    DUPLICATE_SAME_ACCESS))
		return NULL;
	return out;
}

static bool
start(struct platform_child *child, wchar_t *line, HANDLE in, HANDLE out)
{
	HANDLE given[] = { in, out, error_for_child() };
	PROCESS_INFORMATION made;
	STARTUPINFOEXW with;
	bool ok;

	memset(&with, 0, sizeof(with));
	with.StartupInfo.cb = sizeof(with);
	with.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
	with.StartupInfo.hStdInput = in;
	with.StartupInfo.hStdOutput = out;
	with.StartupInfo.hStdError = given[2];
	with.lpAttributeList = only_these(given, given[2] ? 3 : 2);
	ok = with.lpAttributeList && CreateProcessW(NULL, line, NULL, NULL,
	    TRUE, CREATE_SUSPENDED | EXTENDED_STARTUPINFO_PRESENT, NULL, NULL,
	    &with.StartupInfo, &made);
	if (given[2])
		CloseHandle(given[2]);
	if (with.lpAttributeList)
		DeleteProcThreadAttributeList(with.lpAttributeList);
	mem_free(with.lpAttributeList);
	if (!ok)
		return false;
	child->process = made.hProcess;
	if (child->job)
		AssignProcessToJobObject(child->job, made.hProcess);
	ResumeThread(made.hThread);
	CloseHandle(made.hThread);
	return true;
}

const struct err *
platform_spawn(struct platform_child **out, const char *const *arguments)
{
	struct platform_child *child = mem_alloc(sizeof(*child));
	HANDLE in = NULL, result = NULL;
	const struct err *err = NULL;
	wchar_t *line = command_line(arguments);

	memset(child, 0, sizeof(*child));
	child->job = deadly_job();
	if (!open_pipe(&in, &child->to, true) ||
	    !open_pipe(&result, &child->from, false) ||
	    !start(child, line, in, result))
		err = failed(arguments[0]);
	mem_free(line);
	if (in)
		CloseHandle(in);
	if (result)
		CloseHandle(result);
	*out = child;
	if (err) {
		platform_child_end(child);
		*out = NULL;
	}
	return err;
}

const struct err *
platform_child_write(struct platform_child *child, struct slice bytes)
{
	while (bytes.len > 0) {
		DWORD some = bytes.len > READ_BYTES ? READ_BYTES :
		    (DWORD)bytes.len, n = 0;

		if (!WriteFile(child->to, bytes.data, some, &n, NULL))
			return failed("child");
		bytes.data += n;
		bytes.len -= n;
	}
	return NULL;
}

/* A pipe cannot be waited for here, only looked at. */
enum platform_heard
platform_child_read(struct platform_child *child, struct buf *out,
    unsigned wait_ms)
{
	uint8_t bytes[READ_BYTES];
	DWORD ready = 0, n = 0;

	for (unsigned waited_ms = 0;; waited_ms += LOOK_MS) {
		if (!PeekNamedPipe(child->from, NULL, 0, NULL, &ready, NULL))
			return HEARD_END;
		if (ready > 0)
			break;
		if (waited_ms >= wait_ms)
			return HEARD_NOTHING;
		Sleep(LOOK_MS);
	}
	if (!ReadFile(child->from, bytes, sizeof(bytes), &n, NULL) || n == 0)
		return HEARD_END;
	buf_append(out, bytes, n);
	return HEARD_BYTES;
}

void
platform_child_end(struct platform_child *child)
{
	HANDLE handles[] = { child ? child->to : NULL,
		child ? child->from : NULL, child ? child->job : NULL,
		child ? child->process : NULL };

	if (!child)
		return;
	if (child->process) {
		TerminateProcess(child->process, 1);
		WaitForSingleObject(child->process, INFINITE);
	}
	for (size_t i = 0; i < sizeof(handles) / sizeof(handles[0]); i++)
		if (handles[i])
			CloseHandle(handles[i]);
	mem_free(child);
}

/* The job that the child runs in ends with its parent. */
void
platform_live_for(unsigned seconds)
{
	(void)seconds;
}
