/*
 * access.h - what opens a hub on a network, and how it is known again. Kept
 * sealed by the programs, and carried by invitations; canonical JSON, members
 * that are not known are passed over, all of them may be missing:
 *   { "certificate": PEM, "host_key": 64 HEX, "key": TEXT, "token": TEXT,
 *     "user": TEXT }
 */
#ifndef RECOLTE_EXCHANGE_ACCESS_H
#define RECOLTE_EXCHANGE_ACCESS_H

#include "kit/base/buf.h"

struct json;

enum { ACCESS_TEXT_BYTES_MAX = 64 << 10, ACCESS_HOST_KEY_DIGITS = 64 };

struct access {
	struct buf user;	/* with a token, or at the ssh server */
	struct buf token;	/* for http */
	struct buf key;		/* the bytes of an ssh key file */
	struct buf certificate;	/* who may sign the hub's certificate, PEM */
	struct buf host_key;	/* SHA-256 of the ssh server's key, hex */
};

void access_wipe(struct access *access);
bool access_is_empty(const struct access *access);
/* Take what is set in `from`; the rest stays. */
void access_update(struct access *access, const struct access *from);

struct json *access_to_json(const struct access *access);
/* ERR_FORMAT, ERR_LIMIT. json may be NULL: nothing is set. */
const struct err *access_from_json(struct access *out,
    const struct json *json) MUST_CHECK;
/* The same as text; an empty one says nothing. */
void access_write(struct buf *out, const struct access *access);
const struct err *access_read(struct access *out, struct slice text)
    MUST_CHECK;

#endif
