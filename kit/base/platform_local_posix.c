/* platform_local_posix.c - see platform.h: pages on this computer. */
#include "kit/base/platform_parts.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LISTEN_BACKLOG = 128 };

extern char **environ;

static const struct err *
bind_and_listen(int fd, uint16_t *port)
{
	struct sockaddr_in address;
	socklen_t size = sizeof(address);

	memset(&address, 0, sizeof(address));
	address.sin_family = AF_INET;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	address.sin_port = htons(*port);
	if (fcntl(fd, F_SETFD, FD_CLOEXEC) != 0 ||
	    bind(fd, (const struct sockaddr *)&address, size) != 0 ||
	    listen(fd, LISTEN_BACKLOG) != 0 ||
	    getsockname(fd, (struct sockaddr *)&address, &size) != 0)
		return err_errno("127.0.0.1, port %u", *port);
	*port = ntohs(address.sin_port);
	return NULL;
}

const struct err *
platform_listen(intptr_t *listener, uint16_t *port)
{
	const struct err *err;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0)
		return err_errno("a socket on 127.0.0.1");
	err = bind_and_listen(fd, port);
	if (err)
		close(fd);
	else
		*listener = fd;
	return err;
}

/*
 * What the browser says is for nobody, and what ends us at the terminal must
 * not end it: it is in a process group of its own.
 */
static int
spawn_quietly(const char *program, const char *address)
{
	const char *arguments[] = { program, address, NULL };
	char *copies[3];
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	pid_t pid;
	int e;

	/* posix_spawn() wants them changeable, and changes nothing. */
	memcpy(copies, arguments, sizeof(copies));
	if ((e = posix_spawn_file_actions_init(&files)) != 0)
		return e;
	if ((e = posix_spawnattr_init(&attributes)) != 0) {
		posix_spawn_file_actions_destroy(&files);
		return e;
	}
	for (int fd = 0; fd <= 2 && e == 0; fd++)
		e = posix_spawn_file_actions_addopen(&files, fd, "/dev/null",
		    fd == 0 ? O_RDONLY : O_WRONLY, 0);
	if (e == 0)
		e = posix_spawnattr_setflags(&attributes,
		    POSIX_SPAWN_SETPGROUP);
	if (e == 0)
		e = posix_spawnp(&pid, program, &files, &attributes, copies,
		    environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&files);
	return e;
}

const struct err *
platform_browse(const char *address)
{
#ifdef __APPLE__
	static const char *const openers[] = { "open" };
#else
	static const char *const openers[] = { "xdg-open",
		"sensible-browser", "x-www-browser", "firefox", "chromium" };

	if (platform_environment("DISPLAY") == NULL &&
	    platform_environment("WAYLAND_DISPLAY") == NULL)
		return err_new(ERR_NOT_FOUND, "there is no screen here");
#endif
	for (size_t i = 0; i < sizeof(openers) / sizeof(openers[0]); i++)
		if (spawn_quietly(openers[i], address) == 0)
			return NULL;
	return err_new(ERR_NOT_FOUND, "no browser was found");
}
