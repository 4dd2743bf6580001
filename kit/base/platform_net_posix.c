/* platform_net_posix.c - see platform.h: connections to other computers. */
#include "kit/base/platform_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/*
 * One of a computer's addresses; -1 with errno set. A request goes out at once,
 * not when what went before was acknowledged; without that it is slower only.
 */
static int
try_address(const struct addrinfo *at)
{
	int fd = socket(at->ai_family, at->ai_socktype, at->ai_protocol), e;

	if (fd < 0)
		return -1;
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 },
	    sizeof(int));
	if (fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 &&
	    connect(fd, at->ai_addr, at->ai_addrlen) == 0)
		return fd;
	e = errno;
	close(fd);
	errno = e;
	return -1;
}

const struct err *
platform_connect(intptr_t *out, const char *host, const char *port)
{
	struct addrinfo wanted, *found = NULL;
	int fd = -1, rc;

	memset(&wanted, 0, sizeof(wanted));
	wanted.ai_socktype = SOCK_STREAM;
	rc = getaddrinfo(host, port, &wanted, &found);
	if (rc != 0)
		return err_new(ERR_NOT_FOUND, "%s: %s", host,
		    gai_strerror(rc));
	for (struct addrinfo *at = found; at && fd < 0; at = at->ai_next)
		fd = try_address(at);
	rc = errno;
	freeaddrinfo(found);
	errno = rc;
	if (fd < 0)
		return err_errno("%s, port %s", host, port);
	*out = fd;
	return NULL;
}

ptrdiff_t
platform_receive(intptr_t connection, void *out, size_t len)
{
	ssize_t n;

	do
		n = recv((int)connection, out, len, 0);
	while (n < 0 && errno == EINTR);
	return n;
}

ptrdiff_t
platform_send(intptr_t connection, const void *bytes, size_t len)
{
	ssize_t n;

	do
		n = send((int)connection, bytes, len, 0);
	while (n < 0 && errno == EINTR);
	return n;
}

void
platform_disconnect(intptr_t connection)
{
	close((int)connection);
}

bool
platform_proxy(struct buf *proxies, struct buf *except)
{
	(void)proxies;
	(void)except;
	return false;
}

/* The libraries here know where the system keeps its certificates. */
void
platform_trusted(struct buf *out)
{
	(void)out;
}

bool
platform_trusts(struct slice certificate, const char *host)
{
	(void)certificate;
	(void)host;
	return false;
}
