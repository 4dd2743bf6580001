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

bool
address_keeps_secrets(const char *hub)
{
	static const char *const near[] = { "127.0.0.1", "localhost",
		"[::1]" };
	struct slice host;
	const uint8_t *at;

	if (strncmp(hub, "http://", 7) != 0)
		return true;
	host = authority(hub);
	at = user_end(host);
	if (at)
		host = slice_of(at + 1,
		    (size_t)(host.data + host.len - at - 1));
	for (size_t i = 0; i < sizeof(near) / sizeof(near[0]); i++) {
		size_t len = strlen(near[i]);

		if (host.len >= len && memcmp(host.data, near[i], len) == 0 &&
		    (host.len == len || host.data[len] == ':'))
			return true;
	}
	return false;
}
