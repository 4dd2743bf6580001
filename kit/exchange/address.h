/*
 * address.h - where a hub is: a path on this computer or on a share, or an
 * address, http://, https:// or ssh://.
 */
#ifndef RECOLTE_EXCHANGE_ADDRESS_H
#define RECOLTE_EXCHANGE_ADDRESS_H

#include "kit/base/buf.h"

enum { ADDRESS_BYTES_MAX = 4096 };

/* Is it reached over a network protocol, not as a folder? */
bool address_is_remote(const char *hub);

/*
 * Append what was given in the form that is kept: an absolute path, or the
 * address as it is. ERR_USAGE: a password in it, a protocol that is not ours,
 * or letters that no address has; the message never repeats a password.
 */
const struct err *address_read(struct buf *out, const char *given) MUST_CHECK;

/* A port of a computer: the name without brackets, the port as a number. */
struct endpoint {
	char host[256];
	char port[8];
};

/* Of "http://user@host:port/...", or of https; false: it names none. */
bool address_endpoint(struct endpoint *out, const char *address);
bool endpoint_is(const struct endpoint *at, const char *host,
    const char *port);

/* May a secret travel there: encrypted, or not leaving this computer? */
bool address_keeps_secrets(const char *hub);

#endif
