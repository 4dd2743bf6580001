/*
 * server.h - HTTP on 127.0.0.1, for one person on this computer.
 *
 * Everything happens in the thread that calls server_run(): handlers need no
 * locks. Nothing that is asked for by somebody else is looked at (guard.h);
 * bodies, fields and connections are limited, idle ones are let go of.
 */
#ifndef RECOLTE_WEB_SERVER_H
#define RECOLTE_WEB_SERVER_H

#include <stdint.h>

#include "kit/web/web.h"

struct server;

/* site stays the caller's, and must outlive the server. port 0: any. */
const struct err *server_start(struct server **out,
    const struct web_site *site, uint16_t port) MUST_CHECK;
void server_stop(struct server *server);	/* NULL is allowed */
/*
 * What to open in a browser, its secret included: for the user's eyes only. It
 * opens one browser; from then on there is another address.
 */
const char *server_address(const struct server *server);
/* Wait for requests at most that long, and answer those that are there. */
const struct err *server_run(struct server *server, unsigned wait_ms)
    MUST_CHECK;

#endif
