/*
 * guard.h - who may ask for a local page. Any page of the web, and any program
 * of any user, can reach 127.0.0.1; so a request must
 *
 * - name us as its host, or a name that was made to lead here would do
 *   (DNS rebinding);
 * - come from no other site (Sec-Fetch-Site; Origin, where something changes);
 * - bring the session's cookie, which is had once for the token that stands in
 *   the address that the program opened;
 * - where something changes, bring the form's token too, which only a page of
 *   ours can know.
 *
 * Secrets are compared in constant time.
 */
#ifndef RECOLTE_WEB_GUARD_H
#define RECOLTE_WEB_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#include "kit/base/err.h"

enum { GUARD_SECRET_TEXT = 44, GUARD_NAME_MAX = 32 };

struct guard {
	uint16_t port;
	char token[GUARD_SECRET_TEXT];		/* in the first address */
	char session[GUARD_SECRET_TEXT];	/* the cookie's value */
	char form[GUARD_SECRET_TEXT];		/* in every form */
	char cookie[GUARD_NAME_MAX];		/* its name; ports share cookies */
};

/* New secrets, 128 bits each. */
void guard_start(struct guard *guard, uint16_t port);
void guard_stop(struct guard *guard);		/* wipes them */

/* The headers that matter; NULL where there is none. */
struct guard_headers {
	const char *host, *origin, *fetch_site, *cookie;
};

/* Why a request may not be looked at, in a word; NULL: it may. */
const char *guard_refuses(const struct guard *guard,
    const struct guard_headers *headers, bool changes);
/*
 * Is it the token of the address? It is good once: others may read it where the
 * address was handed on (the list of processes). There is a new one then.
 */
bool guard_take_token(struct guard *guard, const char *token);
bool guard_knows_form(const struct guard *guard, const char *token);
/* Is this the session's cookie? */
bool guard_knows_session(const struct guard *guard, const char *cookie);

#endif
