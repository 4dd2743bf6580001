#include "kit/exchange/address.h"

#include <string.h>

#include "kit/base/platform.h"

static const char *const protocols[] = { "http://", "https://", "ssh://" };

enum { PROTOCOL_COUNT = sizeof(protocols) / sizeof(protocols[0]) };

bool
address_is_remote(const char *hub)
{
	for (size_t i = 0; i < PROTOCOL_COUNT; i++)
		if (strncmp(hub, protocols[i], strlen(protocols[i])) == 0)
			return true;
	return false;
}

/* "user@host:port" of an address. */
static struct slice
authority(const char *address)
{
	const char *start = strstr(address, "://") + 3;

	return slice_of(start, strcspn(start, "/?#"));
}

/* Where '@' ends the user's part; NULL when there is none. */
static const uint8_t *
user_end(struct slice part)
{
	const uint8_t *end = NULL;

	for (size_t i = 0; i < part.len; i++)
		if (part.data[i] == '@')
			end = part.data + i;
	return end;
}

static const struct err *
check_remote(const char *given)
{
	struct slice part = authority(given);
	const uint8_t *at = user_end(part);

	if (strlen(given) > ADDRESS_BYTES_MAX)
		return err_new(ERR_USAGE, "the hub's address is too long");
	if (at && memchr(part.data, ':', (size_t)(at - part.data)))
		return err_new(ERR_USAGE, "the hub's address holds a "
		    "password, which everybody would see: leave it out and "
		    "say --token-file FILE");
	for (const char *p = given; *p; p++)
		if (*p <= ' ' || *p == 0x7f)
			return err_new(ERR_USAGE, "a blank in the hub's "
			    "address");
	if (part.len == 0 || at == part.data + part.len - 1)
		return err_new(ERR_USAGE, "hub %s: no computer is named",
		    given);
	return NULL;
}

/* "git@host:folder", as ssh and web pages write it. */
static bool
is_short_ssh(const char *given)
{
	const char *at = strchr(given, '@'), *colon = strchr(given, ':');
	const char *slash = strchr(given, '/');

	return at && colon && at < colon && (!slash || colon < slash) &&
	    !platform_exists(given);
}

const struct err *
address_read(struct buf *out, const char *given)
{
	const char *colon = strchr(given, ':');

	if (address_is_remote(given)) {
		const struct err *err = check_remote(given);

		if (!err)
			buf_add(out, given);
		return err;
	}
	if (is_short_ssh(given)) {
		buf_addf(out, "ssh://%.*s/%s", (int)(colon - given), given,
		    colon + 1 + (colon[1] == '/'));
		return NULL;
	}
	if (colon && strncmp(colon, "://", 3) == 0)
		return err_new(ERR_USAGE, "hub: %.*s is not a way to a hub: "
		    "say a path, https://... or ssh://...",
		    (int)(colon - given), given);
	return platform_absolute(out, given);
}

static bool
is_encrypted(const char *address)
{
	return strncmp(address, "http://", 7) != 0;
}

bool
address_endpoint(struct endpoint *out, const char *address)
{
	struct slice part = authority(address), host, port;
	const uint8_t *at = user_end(part), *end, *digits;

	if (at)
		part = slice_of(at + 1,
		    (size_t)(part.data + part.len - at - 1));
	end = part.data + part.len;
	digits = part.len ? memchr(part.data, part.data[0] == '[' ? ']' : ':',
	    part.len) : NULL;
	host = slice_of(part.data, (size_t)((digits ? digits : end) -
	    part.data));
	if (part.len && part.data[0] == '[') {
		host.data++;
		host.len -= host.len > 0;
		digits = digits ? digits + 1 : end;
	}
	port = digits && digits < end ?
	    slice_of(digits + 1, (size_t)(end - digits - 1)) :
	    slice_str(is_encrypted(address) ? "443" : "80");
	if (host.len == 0 || host.len >= sizeof(out->host) ||
	    port.len == 0 || port.len >= sizeof(out->port))
		return false;
	memcpy(out->host, host.data, host.len);
	out->host[host.len] = '\0';
	memcpy(out->port, port.data, port.len);
	out->port[port.len] = '\0';
	return true;
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool
endpoint_is(const struct endpoint *at, const char *host, const char *port)
{
	size_t i = 0;

	while (at->host[i] && lower(at->host[i]) == lower(host[i]))
		i++;
	return at->host[i] == '\0' && host[i] == '\0' &&
	    strcmp(at->port, port) == 0;
}

bool
address_keeps_secrets(const char *hub)
{
	static const char *const near[] = { "127.0.0.1", "localhost", "::1" };
	struct endpoint at;

	if (is_encrypted(hub))
		return true;
	for (size_t i = 0; i < sizeof(near) / sizeof(near[0]); i++)
		if (address_endpoint(&at, hub) &&
		    strcmp(at.host, near[i]) == 0)
			return true;
	return false;
}
