/*
 * wire_stream.h - the connections under libgit2's http and https, in the child
 * of wire.h. Its own go straight to a hub by http whatever proxy there is, take
 * a proxy's no for a hub that fell silent, and follow a hub that leads to another
 * port of its computer, with the token.
 */
#ifndef RECOLTE_EXCHANGE_WIRE_STREAM_H
#define RECOLTE_EXCHANGE_WIRE_STREAM_H

#include "kit/exchange/proxy.h"

struct wire_route {
	struct endpoint hub;
	struct proxy proxy;
	bool plain;			/* http, not https */
};

/*
 * From here on libgit2's connections are ours, and lead nowhere else; route
 * stays the caller's. For http and https alone. 0, or a code of libgit2.
 */
int wire_stream_begin(const struct wire_route *route);
void wire_stream_end(void);

#endif
