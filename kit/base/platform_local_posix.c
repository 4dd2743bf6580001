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

#ifdef __linux__
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#endif

enum { LISTEN_BACKLOG = 128, ANSWER_BYTES = 4096 };

extern char **environ;

static const struct err *
bind_and_listen(int fd, uint16_t *port)
{
	struct sockaddr_in address;
	socklen_t size = sizeof(address);
	int yes = 1;

	memset(&address, 0, sizeof(address));
	address.sin_family = AF_INET;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	address.sin_port = htons(*port);
	/* Connections of one that was killed linger; nobody listens there. */
	if (fcntl(fd, F_SETFD, FD_CLOEXEC) != 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) != 0 ||
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

/* ---- who is at the other end ---- */

#ifdef __linux__

struct question {
	struct nlmsghdr head;
	struct inet_diag_req_v2 about;
};

/* The peer's own socket: what is ours of the connection is its other end. */
static void
ask_for(struct question *out, const struct sockaddr_in *peer, uint16_t port)
{
	memset(out, 0, sizeof(*out));
	out->head.nlmsg_len = sizeof(*out);
	out->head.nlmsg_type = SOCK_DIAG_BY_FAMILY;
	out->head.nlmsg_flags = NLM_F_REQUEST;
	out->about.sdiag_family = AF_INET;
	out->about.sdiag_protocol = IPPROTO_TCP;
	out->about.idiag_states = UINT32_MAX;
	out->about.id.idiag_sport = peer->sin_port;
	out->about.id.idiag_dport = htons(port);
	out->about.id.idiag_src[0] = peer->sin_addr.s_addr;
	out->about.id.idiag_dst[0] = htonl(INADDR_LOOPBACK);
	out->about.id.idiag_cookie[0] = INET_DIAG_NOCOOKIE;
	out->about.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
}

/* A socket without an inode has been closed by whoever had it. */
static enum platform_peer
understand(const struct nlmsghdr *head, size_t len)
{
	struct inet_diag_msg said;
	struct nlmsgerr wrong;
	const uint8_t *text = (const uint8_t *)head + NLMSG_HDRLEN;

	if (len >= NLMSG_LENGTH(sizeof(wrong)) &&
	    head->nlmsg_type == NLMSG_ERROR) {
		memcpy(&wrong, text, sizeof(wrong));
		return wrong.error == -ENOENT ? PEER_OTHER : PEER_UNKNOWN;
	}
	if (len < NLMSG_LENGTH(sizeof(said)) ||
	    head->nlmsg_type != SOCK_DIAG_BY_FAMILY)
		return PEER_UNKNOWN;
	memcpy(&said, text, sizeof(said));
	return said.idiag_inode != 0 && (said.idiag_uid == geteuid() ||
	    said.idiag_uid == 0) ? PEER_US : PEER_OTHER;
}

enum platform_peer
platform_peer(const void *address, size_t size, uint16_t port)
{
	enum platform_peer peer = PEER_UNKNOWN;
	struct sockaddr_in from;
	struct question question;
	union {
		struct nlmsghdr head;
		uint8_t bytes[ANSWER_BYTES];
	} answer;
	ssize_t len;
	int fd;

	if (size < sizeof(from))
		return PEER_UNKNOWN;
	memcpy(&from, address, sizeof(from));
	fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	if (fd < 0)
		return PEER_UNKNOWN;
	ask_for(&question, &from, port);
	if (from.sin_family == AF_INET && send(fd, &question, sizeof(question),
	    0) == (ssize_t)sizeof(question) && (len = recv(fd, &answer,
	    sizeof(answer), MSG_DONTWAIT)) >= (ssize_t)sizeof(answer.head))
		peer = understand(&answer.head, (size_t)len);
	close(fd);
	return peer;
}

#else

enum platform_peer
platform_peer(const void *address, size_t size, uint16_t port)
{
	(void)address;
	(void)size;
	(void)port;
	return PEER_UNKNOWN;
}

#endif

void
platform_hang_up(intptr_t connection)
{
	shutdown((int)connection, SHUT_RDWR);
}

/* ---- a browser ---- */

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
