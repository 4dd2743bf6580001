/*
 * server.c - see server.h. The one file that includes libmicrohttpd: bytes of
 * HTTP to struct web_request, and struct web_reply to bytes.
 */
#include "kit/web/server.h"

#include <microhttpd.h>
#include <string.h>

#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/web/guard.h"

enum {
	CONNECTIONS_MAX = 400,
	CONNECTION_BYTES = 16 << 10,	/* headers of a request */
	IDLE_SECONDS = 20,
	POST_BUFFER_BYTES = 16 << 10,
	FILE_PIECE_BYTES = 64 << 10,
	ADDRESS_MAX = 128, LINE_MAX = 256
};

static const char policy[] = "default-src 'none'; script-src 'self'; "
    "style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'";

/* What every reply says. */
static const char *const every_header[][2] = {
	{ "Content-Security-Policy", policy },
	{ "X-Content-Type-Options", "nosniff" },
	{ "X-Frame-Options", "DENY" },
	{ "Referrer-Policy", "same-origin" },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
	{ "Permissions-Policy", "geolocation=(self), camera=(), microphone=()" }
};

struct server {
	const struct web_site *site;
	struct MHD_Daemon *daemon;
	struct guard guard;
	char address[ADDRESS_MAX];
};

/* One request, from its first header to the last byte of its reply. */
struct exchange {
	struct server *server;
	struct MHD_Connection *connection;
	struct MHD_PostProcessor *post;
	const struct web_route *route;
	struct web_request request;
	struct buf value;		/* of the field that is coming in */
	struct web_field *field;	/* or NULL */
	size_t body;
	const struct err *wrong;	/* with the body */
	struct err wrong_kept;
};

/* ---- replies ---- */

static unsigned
status_of(const struct err *err)
{
	switch (err->code) {
	case ERR_NOT_FOUND: return MHD_HTTP_NOT_FOUND;
	case ERR_DENIED: return MHD_HTTP_FORBIDDEN;
	case ERR_USAGE: case ERR_FORMAT: return MHD_HTTP_BAD_REQUEST;
	case ERR_LIMIT: return MHD_HTTP_CONTENT_TOO_LARGE;
	case ERR_STATE: case ERR_BUSY: return MHD_HTTP_CONFLICT;
	default: return MHD_HTTP_INTERNAL_SERVER_ERROR;
	}
}

static void
add_cookie(struct MHD_Response *response, const struct web_reply *reply)
{
	char line[LINE_MAX];

	snprintf(line, sizeof(line), "%s=%s; Path=/; Max-Age=31536000; "
	    "HttpOnly; SameSite=Strict", reply->cookie, reply->cookie_value);
	MHD_add_response_header(response, "Set-Cookie", line);
}

/* A name in quotes, and what is not ASCII as RFC 5987 has it. */
static void
add_file_name(struct MHD_Response *response, const char *name)
{
	struct buf line = BUF_INIT;

	buf_add(&line, "attachment; filename*=UTF-8''");
	for (; *name; name++)
		if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVW"
		    "XYZ0123456789.-_", *name))
			buf_add_byte(&line, (uint8_t)*name);
		else
			buf_addf(&line, "%%%02X", (uint8_t)*name);
	MHD_add_response_header(response, "Content-Disposition",
	    buf_str(&line));
	buf_free(&line);
}

static enum MHD_Result
send_response(struct MHD_Connection *connection, unsigned status,
    struct MHD_Response *response)
{
	enum MHD_Result result;

	for (size_t i = 0; i < sizeof(every_header) / sizeof(every_header[0]);
	    i++)
		MHD_add_response_header(response, every_header[i][0],
		    every_header[i][1]);
	result = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	return result;
}

static ssize_t
read_piece(void *data, uint64_t at, char *out, size_t max)
{
	size_t n = fread(out, 1, max, data);

	(void)at;		/* one piece after the other */
	if (n > 0)
		return (ssize_t)n;
	return ferror((FILE *)data) ? MHD_CONTENT_READER_END_WITH_ERROR :
	    MHD_CONTENT_READER_END_OF_STREAM;
}

static void
close_file(void *data)
{
	fclose(data);
}

/* A file goes out piece by piece, however large it is. */
static struct MHD_Response *
response_of_file(const char *path)
{
	struct MHD_Response *response;
	FILE *file = platform_fopen(path, "rb");
	uint64_t size = MHD_SIZE_UNKNOWN;

	if (file == NULL)
		return NULL;
	if (fseek(file, 0, SEEK_END) == 0 && ftell(file) >= 0)
		size = (uint64_t)ftell(file);
	rewind(file);
	response = MHD_create_response_from_callback(size, FILE_PIECE_BYTES,
	    read_piece, file, close_file);
	if (response == NULL)
		fclose(file);
	return response;
}

static enum MHD_Result
send_reply(struct MHD_Connection *connection, struct web_reply *reply)
{
	struct MHD_Response *response;
	size_t len = reply->body.len;

	if (reply->file != NULL)
		response = response_of_file(reply->file);
	else
		response = MHD_create_response_from_buffer_with_free_callback(
		    len, buf_steal(&reply->body), mem_free);
	if (response == NULL)
		return MHD_NO;
	MHD_add_response_header(response, "Content-Type", reply->type);
	MHD_add_response_header(response, "Cache-Control", reply->lasting ?
	    "private, max-age=31536000, immutable" : "no-store");
	if (reply->location != NULL)
		MHD_add_response_header(response, "Location", reply->location);
	if (reply->file_name != NULL)
		add_file_name(response, reply->file_name);
	if (reply->cookie != NULL)
		add_cookie(response, reply);
	return send_response(connection, reply->location != NULL ?
	    MHD_HTTP_SEE_OTHER : reply->status, response);
}

/* For strangers: a word, and nothing that tells what this is. */
static enum MHD_Result
send_word(struct MHD_Connection *connection, unsigned status, const char *word)
{
	struct web_reply reply = { .status = status, .type = "text/plain" };

	buf_addf(&reply.body, "%s\n", word);
	return send_reply(connection, &reply);
}

static enum MHD_Result
send_failure(struct exchange *x, const struct err *err, unsigned status)
{
	struct web_reply reply = { .status = status,
		.type = "text/html; charset=utf-8" };
	const struct web_site *site = x->server->site;

	site->failed(site->data, &x->request, err, &reply);
	return send_reply(x->connection, &reply);
}

static enum MHD_Result
send_asset(struct exchange *x, const struct web_asset *asset)
{
	struct web_reply reply = { .status = MHD_HTTP_OK, .type = asset->type,
		.lasting = true };

	buf_append(&reply.body, asset->bytes, asset->len);
	return send_reply(x->connection, &reply);
}

static void
write_address(struct server *s)
{
	snprintf(s->address, sizeof(s->address), "http://127.0.0.1:%u/?t=%s",
	    (unsigned)s->guard.port, s->guard.token);
}

/* The token of the first address: now the browser has the cookie. */
static enum MHD_Result
send_session(struct exchange *x)
{
	const struct guard *guard = &x->server->guard;
	struct MHD_Response *response;
	char line[LINE_MAX];

	response = MHD_create_response_from_buffer(0, NULL,
	    MHD_RESPMEM_PERSISTENT);
	if (response == NULL)
		return MHD_NO;
	snprintf(line, sizeof(line), "%s=%s; Path=/; HttpOnly; "
	    "SameSite=Strict", guard->cookie, guard->session);
	MHD_add_response_header(response, "Set-Cookie", line);
	MHD_add_response_header(response, "Cache-Control", "no-store");
	MHD_add_response_header(response, "Location", "/");
	return send_response(x->connection, MHD_HTTP_SEE_OTHER, response);
}

/* ---- requests ---- */

static const char *
header(struct MHD_Connection *connection, const char *name)
{
	return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

struct gathering {
	struct web_fields *fields;
	struct arena *arena;
	const char *secret;		/* a name that is left out, or NULL */
};

static enum MHD_Result
gather(void *data, enum MHD_ValueKind kind, const char *name, size_t name_len,
    const char *value, size_t len)
{
	const struct gathering *g = data;
	struct web_field *field;

	(void)kind;
	(void)name_len;
	if (g->fields->count == WEB_FIELDS_MAX)
		return MHD_NO;
	if (g->secret != NULL && !strcmp(g->secret, name))
		return MHD_YES;
	field = web_add(g->fields, g->arena, name);
	field->value = arena_strndup(g->arena, value ? value : "", len);
	field->len = len;
	return MHD_YES;
}

static void
read_head(struct exchange *x, const char *path)
{
	struct web_request *r = &x->request;
	struct gathering query = { &r->query, r->arena, NULL };
	struct gathering cookies = { &r->cookies, r->arena,
		x->server->guard.cookie };
	const char *languages = header(x->connection, "Accept-Language");

	r->path = arena_strdup(r->arena, path);
	r->languages = arena_strdup(r->arena, languages ? languages : "");
	r->by_script = header(x->connection, "X-Part") != NULL;
	r->form_token = x->server->guard.form;
	MHD_get_connection_values_n(x->connection, MHD_GET_ARGUMENT_KIND,
	    gather, &query);
	MHD_get_connection_values_n(x->connection, MHD_COOKIE_KIND, gather,
	    &cookies);
}

static void
end_field(struct exchange *x)
{
	if (x->field == NULL)
		return;
	x->field->value = arena_strndup(x->request.arena, buf_str(&x->value),
	    x->value.len);
	x->field->len = x->value.len;
	x->field = NULL;
	buf_wipe(&x->value);	/* it may be a passphrase */
}

static enum MHD_Result
body_wrong(struct exchange *x, const struct err *err)
{
	if (x->wrong == NULL) {
		x->wrong_kept = *err;
		x->wrong = &x->wrong_kept;
	}
	return MHD_NO;
}

/*
 * Of a value whose first bytes come in the next piece of the body, the parser
 * says twice that it begins: first with nothing.
 */
static bool
begins_again(const struct exchange *x, const char *name, const char *file_name)
{
	const struct web_field *f = x->field;

	return f != NULL && x->value.len == 0 && name != NULL &&
	    !strcmp(f->name, name) && (f->file_name == NULL ?
	    file_name == NULL : file_name != NULL &&
	    !strcmp(f->file_name, file_name));
}

/* A piece of a field; offset 0 begins another one. */
static enum MHD_Result
take_field(void *data, enum MHD_ValueKind kind, const char *name,
    const char *file_name, const char *type, const char *encoding,
    const char *bytes, uint64_t offset, size_t len)
{
	struct exchange *x = data;
	struct web_request *r = &x->request;

	(void)kind;
	(void)type;
	(void)encoding;
	if (offset == 0 && !begins_again(x, name, file_name)) {
		end_field(x);
		if (name == NULL)
			return body_wrong(x, err_new(ERR_FORMAT,
			    "a part of the form has no name"));
		if (r->form.count == WEB_FIELDS_MAX ||
		    strlen(name) > WEB_FIELD_NAME_MAX)
			return body_wrong(x, err_new(ERR_LIMIT,
			    "the form has too many fields"));
		x->field = web_add(&r->form, r->arena, name);
		if (file_name != NULL)
			x->field->file_name = arena_strdup(r->arena, file_name);
	}
	buf_append(&x->value, bytes, len);
	return MHD_YES;
}

static size_t
body_max(const struct exchange *x)
{
	return x->route->body_max ? x->route->body_max : WEB_BODY_MAX;
}

static void
take_body(struct exchange *x, const char *bytes, size_t len)
{
	x->body += len;
	if (x->body > body_max(x))
		body_wrong(x, err_new(ERR_LIMIT, "more than %zu bytes",
		    body_max(x)));
	else if (x->wrong == NULL && x->post == NULL)
		body_wrong(x, err_new(ERR_FORMAT, "not a form"));
	else if (x->wrong == NULL &&
	    MHD_post_process(x->post, bytes, len) != MHD_YES)
		body_wrong(x, err_new(ERR_FORMAT, "the form cannot be read"));
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
		return send_session(x);
	}
	return send_failure(x, err_new(ERR_DENIED, "no session"),
	    MHD_HTTP_FORBIDDEN);
}

/* What is refused before any of the body is read. *more: read on. */
static enum MHD_Result
begin(struct exchange *x, const char *path, const char *method, bool *more)
{
	struct MHD_Connection *c = x->connection;
	const struct guard_headers headers = { header(c, "Host"),
		header(c, "Origin"), header(c, "Sec-Fetch-Site"),
		MHD_lookup_connection_value(c, MHD_COOKIE_KIND,
		x->server->guard.cookie) };
	const struct web_asset *asset;
	const char *refused;
	bool known;

	*more = false;
	if (!is_method(method, &x->request.method))
		return send_word(c, MHD_HTTP_METHOD_NOT_ALLOWED, "method");
	refused = guard_refuses(&x->server->guard, &headers,
	    x->request.method == WEB_POST);
	if (refused != NULL)
		return send_word(c, MHD_HTTP_FORBIDDEN, refused);
	read_head(x, path);
	asset = find_asset(x->server->site, path);
	if (asset != NULL && x->request.method == WEB_GET)
		return send_asset(x, asset);
	if (!guard_knows_session(&x->server->guard, headers.cookie))
		return meet_stranger(x);
	x->route = web_route(x->server->site, x->request.method, path,
	    x->request.arena, x->request.segments, &known);
	if (x->route == NULL)
		return send_failure(x, err_new(ERR_NOT_FOUND, "%s", path),
		    known ? MHD_HTTP_METHOD_NOT_ALLOWED : MHD_HTTP_NOT_FOUND);
	if (x->request.method == WEB_POST)
		x->post = MHD_create_post_processor(c, POST_BUFFER_BYTES,
		    take_field, x);
	*more = true;
	return MHD_YES;
}

static const struct err *
end_body(struct exchange *x)
{
	struct web_request *r = &x->request;

	if (x->post != NULL) {
		MHD_destroy_post_processor(x->post);
		x->post = NULL;
	}
	end_field(x);
	if (x->wrong != NULL)
		return x->wrong;
	if (r->method == WEB_POST && !guard_knows_form(&x->server->guard,
	    web_value(&r->form, "_form")))
		return err_new(ERR_DENIED, "not a form of ours");
	return NULL;
}

static enum MHD_Result
answer(struct exchange *x)
{
	struct web_reply reply = { .status = MHD_HTTP_OK,
		.type = "text/html; charset=utf-8" };
	const struct web_site *site = x->server->site;
	const struct err *err = end_body(x);

	if (!err && site->before && site->before(site->data, x->route,
	    &x->request, &reply))
		return send_reply(x->connection, &reply);
	if (!err)
		err = x->route->handler(site->data, &x->request, &reply);
	if (!err)
		return send_reply(x->connection, &reply);
	buf_free(&reply.body);
	return send_failure(x, err, status_of(err));
}

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
		x->request.arena = arena_new();
		*state = x;
		return begin(x, path, method, &more);
	}
	if (*len > 0) {
		take_body(x, bytes, *len);
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
	if (x->post != NULL)
		MHD_destroy_post_processor(x->post);
	buf_wipe(&x->value);
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
	s->daemon = MHD_start_daemon(MHD_USE_AUTO, 0, NULL, NULL, handle, s,
	    MHD_OPTION_LISTEN_SOCKET, (MHD_socket)listener,
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
