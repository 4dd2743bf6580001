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

/* May a secret travel there: encrypted, or not leaving this computer? */
bool address_keeps_secrets(const char *hub);

#endif
