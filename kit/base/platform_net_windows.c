/* platform_net_windows.c - see platform.h: connections to other computers. */
#include "kit/base/platform_parts.h"

#include <limits.h>
#include <string.h>

#define WIN32_LEAN_AND_MEAN
#include <winsock2.h>
#include <ws2tcpip.h>
#include <windows.h>

#include "kit/base/mem.h"

#define INTERNET_SETTINGS \
	L"Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings"
enum { SETTING_CHARACTERS = 2048 };

/* As in platform_net_posix.c: a request goes out at once. */
static SOCKET
try_address(const struct addrinfo *at)
{
	SOCKET s = socket(at->ai_family, at->ai_socktype, at->ai_protocol);

	if (s == INVALID_SOCKET)
		return s;
	SetHandleInformation((HANDLE)s, HANDLE_FLAG_INHERIT, 0);
	(void)setsockopt(s, IPPROTO_TCP, TCP_NODELAY,
	    (const char *)&(BOOL){ TRUE }, sizeof(BOOL));
	if (connect(s, at->ai_addr, (int)at->ai_addrlen) == 0)
		return s;
	closesocket(s);
	return INVALID_SOCKET;
}

const struct err *
platform_connect(intptr_t *out, const char *host, const char *port)
{
	struct addrinfo wanted, *found = NULL;
	SOCKET s = INVALID_SOCKET;
	WSADATA data;
	int code;

	memset(&wanted, 0, sizeof(wanted));
	wanted.ai_socktype = SOCK_STREAM;
	if (WSAStartup(MAKEWORD(2, 2), &data) != 0 ||
	    getaddrinfo(host, port, &wanted, &found) != 0)
		return err_new(ERR_NOT_FOUND, "%s: no such computer", host);
	for (struct addrinfo *at = found; at && s == INVALID_SOCKET;
	    at = at->ai_next)
		s = try_address(at);
	code = WSAGetLastError();
	freeaddrinfo(found);
	if (s == INVALID_SOCKET)
		return err_new(ERR_IO, "%s, port %s: Windows error %d", host,
		    port, code);
	*out = (intptr_t)s;
	return NULL;
}

ptrdiff_t
platform_receive(intptr_t connection, void *out, size_t len)
{
	return recv((SOCKET)connection, out, len < INT_MAX ? (int)len :
	    INT_MAX, 0);
}

ptrdiff_t
platform_send(intptr_t connection, const void *bytes, size_t len)
{
	return send((SOCKET)connection, bytes, len < INT_MAX ? (int)len :
	    INT_MAX, 0);
}

void
platform_disconnect(intptr_t connection)
{
	closesocket((SOCKET)connection);
}

static bool
add_setting(struct buf *out, const wchar_t *name)
{
	wchar_t wide[SETTING_CHARACTERS];
	DWORD size = sizeof(wide);
	char *text;

	if (RegGetValueW(HKEY_CURRENT_USER, INTERNET_SETTINGS, name,
	    RRF_RT_REG_SZ, NULL, wide, &size) != ERROR_SUCCESS)
		return false;
	text = system_narrow(wide);
	if (text)
		buf_add(out, text);
	mem_free(text);
	return text != NULL;
}

/* A script that chooses one, or one that the network tells, is not looked for. */
bool
platform_proxy(struct buf *proxies, struct buf *except)
{
	DWORD on = 0, size = sizeof(on);

	if (RegGetValueW(HKEY_CURRENT_USER, INTERNET_SETTINGS, L"ProxyEnable",
	    RRF_RT_REG_DWORD, NULL, &on, &size) != ERROR_SUCCESS || !on ||
	    !add_setting(proxies, L"ProxyServer"))
		return false;
	(void)add_setting(except, L"ProxyOverride");
	return true;
}
