/* platform_local_windows.c - see platform.h: pages on this computer. */
#include "kit/base/platform_parts.h"

#include <string.h>

#define WIN32_LEAN_AND_MEAN
#include <winsock2.h>
#include <ws2tcpip.h>
#include <windows.h>
#include <shellapi.h>

#include "kit/base/mem.h"

enum { LISTEN_BACKLOG = 128, ADDRESS_UNITS_MAX = 2048, SHELL_WORKED = 32 };

static const struct err *
failed(unsigned port)
{
	return err_new(ERR_IO, "127.0.0.1, port %u: Windows error %d", port,
	    WSAGetLastError());
}

static const struct err *
bind_and_listen(SOCKET s, uint16_t *port)
{
	struct sockaddr_in address;
	int size = (int)sizeof(address);
	BOOL yes = TRUE;

	memset(&address, 0, sizeof(address));
	address.sin_family = AF_INET;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	address.sin_port = htons(*port);
	/* Windows lets others take a port that is taken, unless one says so. */
	if (setsockopt(s, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, (const char *)&yes,
	    (int)sizeof(yes)) != 0 ||
	    bind(s, (const struct sockaddr *)&address, size) != 0 ||
	    listen(s, LISTEN_BACKLOG) != 0 ||
	    getsockname(s, (struct sockaddr *)&address, &size) != 0)
		return failed(*port);
	SetHandleInformation((HANDLE)s, HANDLE_FLAG_INHERIT, 0);
	*port = ntohs(address.sin_port);
	return NULL;
}

const struct err *
platform_listen(intptr_t *listener, uint16_t *port)
{
	const struct err *err;
	WSADATA data;
	SOCKET s;

	if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
		return failed(*port);
	s = socket(AF_INET, SOCK_STREAM, 0);
	if (s == INVALID_SOCKET)
		return failed(*port);
	err = bind_and_listen(s, port);
	if (err)
		closesocket(s);
	else
		*listener = (intptr_t)s;
	return err;
}

/* Who owns a connection takes three tables and another's token to find out. */
enum platform_peer
platform_peer(const void *address, size_t size, uint16_t port)
{
	(void)address;
	(void)size;
	(void)port;
	return PEER_UNKNOWN;
}

void
platform_hang_up(intptr_t connection)
{
	shutdown((SOCKET)connection, SD_BOTH);
}

const struct err *
platform_browse(const char *address)
{
	wchar_t *wide = mem_alloc_n(ADDRESS_UNITS_MAX, sizeof(*wide));
	bool opened = MultiByteToWideChar(CP_UTF8, 0, address, -1, wide,
	    ADDRESS_UNITS_MAX) > 0 && (intptr_t)ShellExecuteW(NULL, L"open",
	    wide, NULL, NULL, SW_SHOWNORMAL) > SHELL_WORKED;

	mem_free(wide);
	return opened ? NULL :
	    err_new(ERR_NOT_FOUND, "no browser was found");
}
