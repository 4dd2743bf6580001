#include "kit/exchange/trouble.h"

#include <stddef.h>
#include <string.h>

static const struct {
	const char *name;
	enum err_code code;
	bool may_pass;
	const char *advice;
} troubles[TROUBLE_COUNT] = {
	[TROUBLE_NONE] = { "none", ERR_IO, false, "" },
	[TROUBLE_NO_NETWORK] = { "no-network", ERR_IO, true,
	    "cannot be reached: is this computer connected?" },
	[TROUBLE_LOGIN_PAGE] = { "login-page", ERR_IO, false,
	    "another page answers: open a browser and log in to the Wi-Fi "
	    "(or the hub has moved)" },
	[TROUBLE_CERTIFICATE] = { "certificate", ERR_SIGNATURE, false,
	    "its certificate or key is not the right one; nothing was sent: "
	    "try another network, and tell the coordinator" },
	[TROUBLE_EXPIRED] = { "expired", ERR_SIGNATURE, false,
	    "its certificate has ended; nothing was sent: whoever runs the hub "
	    "must renew it" },
	[TROUBLE_CLOCK] = { "clock", ERR_STATE, false,
	    "its certificate is not valid at the time that this computer "
	    "shows: set the clock right" },
	[TROUBLE_PROXY] = { "proxy", ERR_DENIED, false,
	    "the proxy of this network does not let us through: are "
	    "https_proxy and http_proxy right? or try another network" },
	[TROUBLE_DENIED] = { "denied", ERR_DENIED, false,
	    "it does not let us in: is the token or the key right?" },
	[TROUBLE_FULL] = { "full", ERR_FULL, false,
	    "no room is left on it" },
	[TROUBLE_NOT_FOUND] = { "not-found", ERR_NOT_FOUND, false,
	    "nothing is there: is the address right?" },
	[TROUBLE_STALLED] = { "stalled", ERR_IO, true,
	    "it does not answer any more" },
	[TROUBLE_HUB] = { "hub", ERR_IO, true, "it is out of order" },
	[TROUBLE_GARBAGE] = { "garbage", ERR_FORMAT, true,
	    "what it sends is damaged" },
	[TROUBLE_UNSPOKEN] = { "unspoken", ERR_USAGE, false,
	    "this program cannot speak with it: use an address that begins "
	    "with https://, a folder or a stick" },
};

/* The first that is found in a message counts. */
static const struct {
	const char *text;
	enum trouble trouble;
} messages[] = {
	{ "unsupported URL protocol", TROUBLE_UNSPOKEN },
	{ "failed to resolve address", TROUBLE_NO_NETWORK },
	{ "failed to connect", TROUBLE_NO_NETWORK },
	{ "could not connect", TROUBLE_NO_NETWORK },
	{ "Network is unreachable", TROUBLE_NO_NETWORK },
	{ "Connection refused", TROUBLE_NO_NETWORK },
	{ "No route to host", TROUBLE_NO_NETWORK },
	{ "proxy returned status 5", TROUBLE_HUB },
	{ "proxy returned", TROUBLE_PROXY },
	{ "proxy requires", TROUBLE_PROXY },
	{ "the proxy ", TROUBLE_PROXY },
	{ "redirect", TROUBLE_LOGIN_PAGE },
	{ "invalid content-type", TROUBLE_LOGIN_PAGE },
	{ "no content-type header", TROUBLE_LOGIN_PAGE },
	{ "unexpected content-type", TROUBLE_LOGIN_PAGE },
	{ "multiple content-type", TROUBLE_LOGIN_PAGE },
	{ "status code: 30", TROUBLE_LOGIN_PAGE },
	{ "status code: 511", TROUBLE_LOGIN_PAGE },
	{ "certificate", TROUBLE_CERTIFICATE },
	{ "host key", TROUBLE_CERTIFICATE },
	{ "status code: 401", TROUBLE_DENIED },
	{ "status code: 403", TROUBLE_DENIED },
	{ "status code: 407", TROUBLE_DENIED },
	{ "authenticat", TROUBLE_DENIED },
	{ "not permitted", TROUBLE_DENIED },
	{ "Permission denied", TROUBLE_DENIED },
	{ "permission denied", TROUBLE_DENIED },
	{ "insufficient permission", TROUBLE_DENIED },
	{ "read-only", TROUBLE_DENIED },
	{ "Read-only", TROUBLE_DENIED },
	{ "status code: 404", TROUBLE_NOT_FOUND },
	{ "status code: 410", TROUBLE_NOT_FOUND },
	{ "does not appear to be a git repository", TROUBLE_NOT_FOUND },
	{ "epository not found", TROUBLE_NOT_FOUND },
	{ "not a git repository", TROUBLE_NOT_FOUND },
	{ "No space left", TROUBLE_FULL },
	{ "quota", TROUBLE_FULL },
	{ "status code: 413", TROUBLE_FULL },
	{ "status code: 507", TROUBLE_FULL },
	{ "status code: 5", TROUBLE_HUB },
	{ "status code: 4", TROUBLE_HUB },
	{ "timed out", TROUBLE_STALLED },
	{ "SSL", TROUBLE_HUB },
	{ "early EOF", TROUBLE_STALLED },
	{ "unexpected EOF", TROUBLE_STALLED },
	{ "Connection reset", TROUBLE_STALLED },
	{ "onnection closed", TROUBLE_STALLED },
	{ "pack", TROUBLE_GARBAGE },
	{ "indexer", TROUBLE_GARBAGE },
	{ "zlib", TROUBLE_GARBAGE },
	{ "inflate", TROUBLE_GARBAGE },
	{ "parse", TROUBLE_GARBAGE },
	{ "invalid", TROUBLE_GARBAGE },
};

const char *
trouble_name(enum trouble trouble)
{
	return troubles[trouble].name;
}

enum trouble
trouble_of_name(const char *name)
{
	for (int i = 0; i < TROUBLE_COUNT; i++)
		if (strcmp(troubles[i].name, name) == 0)
			return (enum trouble)i;
	return TROUBLE_HUB;
}

enum trouble
trouble_of_message(const char *message)
{
	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++)
		if (strstr(message, messages[i].text))
			return messages[i].trouble;
	return TROUBLE_NONE;
}

enum err_code
trouble_code(enum trouble trouble)
{
	return troubles[trouble].code;
}

const char *
trouble_advice(enum trouble trouble)
{
	return troubles[trouble].advice;
}

bool
trouble_may_pass(enum trouble trouble)
{
	return troubles[trouble].may_pass;
}
