/* platform_child_posix.c - see platform.h: a program beside this one. */
#include "kit/base/platform_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __APPLE__
#include <mach-o/dyld.h>
#endif

#include "kit/base/mem.h"

enum { READ_BYTES = 16 << 10, PATH_BYTES_MAX = 4096 };

extern char **environ;

struct platform_child {
	pid_t pid;
	int to, from;
};

const struct err *
platform_program(struct buf *out)
{
	char path[PATH_BYTES_MAX];
#ifdef __APPLE__
	uint32_t size = sizeof(path);

	if (_NSGetExecutablePath(path, &size) != 0)
		return err_new(ERR_LIMIT, "the program's path is too long");
	buf_add(out, path);
#else
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path));

	if (n < 0)
		return err_errno("/proc/self/exe");
	if ((size_t)n == sizeof(path))
		return err_new(ERR_LIMIT, "the program's path is too long");
	buf_append(out, path, (size_t)n);
#endif
	return NULL;
}

static void
close_both(int pair[2])
{
	for (int i = 0; i < 2; i++)
		if (pair[i] >= 0)
			close(pair[i]);
}

static int
open_pipe(int pair[2])
{
	if (pipe(pair) != 0)
		return errno;
	for (int i = 0; i < 2; i++)
		if (fcntl(pair[i], F_SETFD, FD_CLOEXEC) != 0)
			return errno;
	return 0;
}

/* What we ignore, a program beside us must not find ignored. */
static int
spawn(pid_t *pid, const char *const *arguments, int in, int out)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	sigset_t defaults;
	int e;

	if ((e = posix_spawn_file_actions_init(&files)) != 0)
		return e;
	if ((e = posix_spawnattr_init(&attributes)) != 0) {
		posix_spawn_file_actions_destroy(&files);
		return e;
	}
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	sigaddset(&defaults, SIGXFSZ);
	e = posix_spawnattr_setsigdefault(&attributes, &defaults);
	if (e == 0)
		e = posix_spawnattr_setflags(&attributes,
		    POSIX_SPAWN_SETSIGDEF);
	if (e == 0)
		e = posix_spawn_file_actions_adddup2(&files, in, 0);
	if (e == 0)
		e = posix_spawn_file_actions_adddup2(&files, out, 1);
	if (e == 0)
		e = posix_spawn(pid, arguments[0], &files, &attributes,
		    (char *const *)arguments, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&files);
	return e;
}

const struct err *
platform_spawn(struct platform_child **out, const char *const *arguments)
{
	int to[2] = { -1, -1 }, from[2] = { -1, -1 };
	pid_t pid = 0;
	int e = open_pipe(to);

	*out = NULL;
	if (e == 0)
		e = open_pipe(from);
	if (e == 0)
		e = spawn(&pid, arguments, to[0], from[1]);
	if (e != 0) {
		close_both(to);
		close_both(from);
		errno = e;
		return err_errno("%s", arguments[0]);
	}
	close(to[0]);
	close(from[1]);
	*out = mem_alloc(sizeof(**out));
	(*out)->pid = pid;
	(*out)->to = to[1];
	(*out)->from = from[0];
	return NULL;
}

const struct err *
platform_child_write(struct platform_child *child, struct slice bytes)
{
	while (bytes.len > 0) {
		ssize_t n = write(child->to, bytes.data, bytes.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_new(ERR_IO, "child: %s", strerror(errno));
		bytes.data += n;
		bytes.len -= (size_t)n;
	}
	return NULL;
}

enum platform_heard
platform_child_read(struct platform_child *child, struct buf *out,
    unsigned wait_ms)
{
	struct pollfd ready = { .fd = child->from, .events = POLLIN };
	uint8_t bytes[READ_BYTES];
	ssize_t n;

	/* A signal is a short wait: the caller looks at the clock anyway. */
	if (poll(&ready, 1, (int)wait_ms) <= 0)
		return HEARD_NOTHING;
	n = read(child->from, bytes, sizeof(bytes));
	if (n < 0 && errno == EINTR)
		return HEARD_NOTHING;
	if (n <= 0)
		return HEARD_END;
	buf_append(out, bytes, (size_t)n);
	return HEARD_BYTES;
}

void
platform_child_end(struct platform_child *child)
{
	if (!child)
		return;
	close(child->to);
	close(child->from);
	kill(child->pid, SIGKILL);
	while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
		;
	mem_free(child);
}

void
platform_live_for(unsigned seconds)
{
	alarm(seconds);
}
