/*
 * exchange.h - one request and its reply, for server.c, body.c and reply.c;
 * nobody else includes it. The one file that includes libmicrohttpd.
 */
#ifndef RECOLTE_WEB_EXCHANGE_H
#define RECOLTE_WEB_EXCHANGE_H

#include <microhttpd.h>

#include "kit/web/callers.h"
#include "kit/web/guard.h"
#include "kit/web/server.h"

enum { ADDRESS_MAX = 128 };

struct server {
	const struct web_site *site;
	struct MHD_Daemon *daemon;
	struct guard guard;
	struct callers callers;
	char address[ADDRESS_MAX];
};

/* One request, from its first header to the last byte of its reply. */
struct exchange {
	struct server *server;
	struct MHD_Connection *connection;
	struct caller *caller;
	bool ours;			/* the session came with it */
	struct MHD_PostProcessor *post;
	const struct web_route *route;
	struct web_request request;
	struct buf value;		/* of the field that is coming in */
	struct web_field *field;	/* or NULL */
	size_t body, held;		/* bytes that came, and are in memory */
	size_t files;
	const struct err *wrong;	/* with the body */
	struct err wrong_kept;
};

/* A header of the request; NULL: it is not there. */
const char *exchange_header(const struct exchange *x, const char *name);

/* ---- body.c: what is asked for, and what a form brings ---- */

void head_read(struct exchange *x, const char *path);
void body_begin(struct exchange *x);
void body_take(struct exchange *x, const char *bytes, size_t len);
/* After the last piece: what was wrong, or a form that is not ours. */
const struct err *body_end(struct exchange *x) MUST_CHECK;
void body_free(struct exchange *x);

/* ---- reply.c ---- */

enum MHD_Result reply_send(struct exchange *x, struct web_reply *reply);
/* For strangers: a word, and nothing that tells what this is. */
enum MHD_Result reply_word(struct exchange *x, unsigned status,
    const char *word);
/* status 0: what the error says. */
enum MHD_Result reply_failure(struct exchange *x, const struct err *err,
    unsigned status);
enum MHD_Result reply_asset(struct exchange *x, const struct web_asset *asset);
/* The token of the first address was good: now the browser has the cookie. */
enum MHD_Result reply_session(struct exchange *x);

#endif
