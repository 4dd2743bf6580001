/* server.c - see server.h: who is let in, and what is called for them. */
#include "kit/web/server.h"

#include <string.h>

#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/web/exchange.h"

enum {
	CONNECTIONS_MAX = 400,
	CONNECTION_BYTES = 16 << 10,	/* headers of a request */
	IDLE_SECONDS = 20
};

static void
write_address(struct server *s)
{
	snprintf(s->address, sizeof(s->address), "http://127.0.0.1:%u/?t=%s",
	    (unsigned)s->guard.port, s->guard.token);
}

/* ---- one request ---- */

static bool
is_method(const char *said, enum web_method *out)
{
	*out = !strcmp(said, MHD_HTTP_METHOD_POST) ? WEB_POST : WEB_GET;
	return *out == WEB_POST || !strcmp(said, MHD_HTTP_METHOD_GET) ||
	    !strcmp(said, MHD_HTTP_METHOD_HEAD);
}

static const struct web_asset *
find_asset(const struct web_site *site, const char *path)
{
	for (size_t i = 0; i < site->asset_count; i++)
		if (!strcmp(site->assets[i].path, path))
			return &site->assets[i];
	return NULL;
}

/* Whoever has no session may have its token, and nothing else. */
static enum MHD_Result
meet_stranger(struct exchange *x)
{
	if (x->request.method == WEB_GET && !strcmp(x->request.path, "/") &&
	    guard_take_token(&x->server->guard,
	    web_value(&x->request.query, "t"))) {
		write_address(x->server);
		return reply_session(x);
	}
	return reply_failure(x, err_new(ERR_DENIED, "no session"),
	    MHD_HTTP_FORBIDDEN);
}

/* What is refused before any of the body is read. *more: read on. */
static enum MHD_Result
begin(struct exchange *x, const char *path, const char *method, bool *more)
{
	const struct guard_headers headers = { exchange_header(x, "Host"),
		exchange_header(x, "Origin"),
		exchange_header(x, "Sec-Fetch-Site"),
		MHD_lookup_connection_value(x->connection, MHD_COOKIE_KIND,
		x->server->guard.cookie) };
	const struct web_asset *asset;
	const char *refused;
	bool known;

	*more = false;
	if (!is_method(method, &x->request.method))
		return reply_word(x, MHD_HTTP_METHOD_NOT_ALLOWED, "method");
	refused = guard_refuses(&x->server->guard, &headers,
	    x->request.method == WEB_POST);
	if (refused != NULL)
		return reply_word(x, MHD_HTTP_FORBIDDEN, refused);
	head_read(x, path);
	asset = find_asset(x->server->site, path);
	if (asset != NULL && x->request.method == WEB_GET)
		return reply_asset(x, asset);
	if (!guard_knows_session(&x->server->guard, headers.cookie))
		return meet_stranger(x);
	x->ours = true;
	x->route = web_route(x->server->site, x->request.method, path,
	    x->request.arena, x->request.segments, &known);
	if (x->route == NULL)
		return reply_failure(x, err_new(ERR_NOT_FOUND, "%s", path),
		    known ? MHD_HTTP_METHOD_NOT_ALLOWED : MHD_HTTP_NOT_FOUND);
	if (x->request.method == WEB_POST)
		body_begin(x);
	*more = true;
	return MHD_YES;
}

static enum MHD_Result
answer(struct exchange *x)
{
	struct web_reply reply = { .status = MHD_HTTP_OK,
		.type = "text/html; charset=utf-8" };
	const struct web_site *site = x->server->site;
	const struct err *err = body_end(x);
	bool answered = false;

	if (!err && site->before)
		err = site->before(site->data, x->route, &reply, &answered);
	if (!err && !answered)
		err = x->route->handler(site->data, &x->request, &reply);
	if (!err)
		return reply_send(x, &reply);
	buf_free(&reply.body);
	return reply_failure(x, err, 0);
}

/* ---- who is there ---- */

/*
 * Another user of this computer is not listened to at all: what the browser was
 * lured into giving away opens nothing from there.
 */
static enum MHD_Result
accept_peer(void *data, const struct sockaddr *address, socklen_t size)
{
	const struct server *s = data;

	return platform_peer(address, (size_t)size,
	    s->guard.port) != PEER_OTHER ?
	    MHD_YES : MHD_NO;
}

static void
noticed(void *data, struct MHD_Connection *connection, void **caller,
    enum MHD_ConnectionNotificationCode what)
{
	struct server *s = data;

	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		*caller = callers_come(&s->callers, (intptr_t)
		    MHD_get_connection_info(connection,
		    MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd);
	} else {
		callers_leave(*caller);
		*caller = NULL;
	}
}

static struct caller *
caller_of(struct MHD_Connection *connection)
{
	return MHD_get_connection_info(connection,
	    MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

/* ---- requests ---- */

static enum MHD_Result
handle(void *data, struct MHD_Connection *connection, const char *path,
    const char *method, const char *version, const char *bytes, size_t *len,
    void **state)
{
	struct exchange *x = *state;
	bool more;

	(void)version;
	if (x == NULL) {
		x = mem_alloc(sizeof(*x));
		x->server = data;
		x->connection = connection;
		x->caller = caller_of(connection);
		x->request.arena = arena_new();
		*state = x;
		caller_asks(x->caller);
		return begin(x, path, method, &more);
	}
	if (*len > 0) {
		body_take(x, bytes, *len);
		*len = 0;
		return MHD_YES;
	}
	return answer(x);
}

static void
completed(void *data, struct MHD_Connection *connection, void **state,
    enum MHD_RequestTerminationCode why)
{
	struct exchange *x = *state;

	(void)data;
	(void)connection;
	(void)why;
	if (x == NULL)
		return;
	body_free(x);
	caller_served(x->caller, x->ours);
	arena_wipe(x->request.arena);
	mem_free(x);
	*state = NULL;
}

/* ---- the server ---- */

const struct err *
server_start(struct server **out, const struct web_site *site, uint16_t port)
{
	const struct err *err;
	struct server *s;
	intptr_t listener;

	if ((err = platform_listen(&listener, &port)) != NULL)
		return err;
	s = mem_alloc(sizeof(*s));
	s->site = site;
	guard_start(&s->guard, port);
	write_address(s);
	s->callers.hang_up = platform_hang_up;
	s->daemon = MHD_start_daemon(MHD_USE_AUTO, 0, accept_peer, s, handle, s,
	    MHD_OPTION_LISTEN_SOCKET, (MHD_socket)listener,
	    MHD_OPTION_NOTIFY_CONNECTION, noticed, s,
	    MHD_OPTION_NOTIFY_COMPLETED, completed, NULL,
	    MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
	    MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
	    MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
	if (s->daemon == NULL) {
		mem_free(s);
		return err_new(ERR_IO, "127.0.0.1, port %u: no server could be "
		    "started", (unsigned)port);
	}
	*out = s;
	return NULL;
}

void
server_stop(struct server *s)
{
	if (s == NULL)
		return;
	MHD_stop_daemon(s->daemon);
	guard_stop(&s->guard);
	mem_wipe(s->address, sizeof(s->address));
	mem_free(s);
}

const char *
server_address(const struct server *s)
{
	return s->address;
}

const struct err *
server_run(struct server *s, unsigned wait_ms)
{
	if (MHD_run_wait(s->daemon, (int32_t)wait_ms) == MHD_NO)
		return err_new(ERR_IO, "the server for pages stopped working");
	return NULL;
}
