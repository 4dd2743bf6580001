/* guard.c - see guard.h. */
#include "kit/web/guard.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/buf.h"
#include "kit/base/crypto.h"
#include "kit/base/mem.h"

enum { SECRET_BYTES = 16, HOST_MAX = 64 };

static void
new_secret(char out[GUARD_SECRET_TEXT])
{
	uint8_t bytes[SECRET_BYTES];

	crypto_random(bytes, sizeof(bytes));
	hex_encode(out, bytes, sizeof(bytes));
	mem_wipe(bytes, sizeof(bytes));
}

void
guard_start(struct guard *guard, uint16_t port)
{
	guard->port = port;
	new_secret(guard->token);
	new_secret(guard->session);
	new_secret(guard->form);
	snprintf(guard->cookie, sizeof(guard->cookie), "recolte_%u",
	    (unsigned)port);
}

void
guard_stop(struct guard *guard)
{
	mem_wipe(guard, sizeof(*guard));
}

static bool
is_secret(const char secret[GUARD_SECRET_TEXT], const char *said)
{
	return said != NULL && strlen(said) == strlen(secret) &&
	    crypto_equal(said, secret, strlen(secret));
}

bool
guard_take_token(struct guard *guard, const char *token)
{
	bool good = is_secret(guard->token, token);

	if (good)
		new_secret(guard->token);
	return good;
}

bool
guard_knows_form(const struct guard *guard, const char *token)
{
	return is_secret(guard->form, token);
}

bool
guard_knows_session(const struct guard *guard, const char *cookie)
{
	return is_secret(guard->session, cookie);
}

/* "127.0.0.1:4711" or "localhost:4711", after what an origin begins with. */
static bool
is_us(const struct guard *guard, const char *before, const char *said)
{
	static const char *const names[] = { "127.0.0.1", "localhost" };
	char ours[HOST_MAX];

	for (size_t i = 0; said && i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(ours, sizeof(ours), "%s%s:%u", before, names[i],
		    (unsigned)guard->port);
		if (!strcmp(ours, said))
			return true;
	}
	return false;
}

const char *
guard_refuses(const struct guard *guard, const struct guard_headers *headers,
    bool changes)
{
	const char *site = headers->fetch_site;

	if (!is_us(guard, "", headers->host))
		return "host";
	/* "none": typed, or opened by a program. */
	if (site != NULL && strcmp(site, "same-origin") != 0 &&
	    strcmp(site, "none") != 0)
		return "site";
	if (changes && !is_us(guard, "http://", headers->origin))
		return "origin";
	return NULL;
}
