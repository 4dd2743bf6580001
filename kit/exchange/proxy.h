/*
 * proxy.h - the computer that stands between a network and the hub, as the
 * environment names it: https_proxy or http_proxy, by how the hub is reached,
 * unless no_proxy lists the hub's name or a domain that it is in. Where the
 * environment names none, Windows' settings count (platform_proxy()).
 */
#ifndef RECOLTE_EXCHANGE_PROXY_H
#define RECOLTE_EXCHANGE_PROXY_H

#include <stdbool.h>

#include "kit/exchange/address.h"

struct proxy {
	bool stands;			/* false: the hub is reached straight */
	struct endpoint at;
	struct buf login;		/* "Basic ...", of its URL; or empty */
};

/*
 * For the hub at that address. ERR_USAGE: what the environment names is no
 * http://NAME:PASSWORD@COMPUTER:PORT (the scheme and the log-in may lack).
 */
const struct err *proxy_find(struct proxy *out, const char *address) MUST_CHECK;
/* The same, for what the environment says; NULL: nothing. */
const struct err *proxy_choose(struct proxy *out, const char *address,
    const char *said, const char *except) MUST_CHECK;
/*
 * Of a list as Windows writes it, one for all or "http=...;https=...": the one
 * for that address is appended; false: none is meant for it.
 */
bool proxy_listed(struct buf *out, const char *list, const char *address);
void proxy_wipe(struct proxy *proxy);

#endif
