#include "kit/exchange/wire_stream.h"

#include <stdio.h>
#include <string.h>

#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/exchange/wire_parts.h"

enum {
	HEAD_BYTES_MAX = 16 << 10,	/* of a proxy's answer */
	STATUS_AT = 9			/* behind "HTTP/1.1 " */
};

struct stream {
	git_stream parent;
	struct endpoint to;
	intptr_t connection;
	bool connected;
	bool errand;			/* the proxy goes there for us */
	bool answered;
};

/* libgit2 asks for a stream with a host and a port, and no word of ours. */
static const struct wire_route *the_route;

static int
fail(const char *text)
{
	git_error_set_str(GIT_ERROR_NET, text);
	return GIT_ERROR;
}

/*
 * Where the hub is; or, for one by http, where https is spoken: no secret was
 * sent before.
 */
static bool
is_hub(const char *host, const char *port)
{
	struct endpoint safer = the_route->hub;

	if (endpoint_is(&the_route->hub, host, port))
		return true;
	snprintf(safer.port, sizeof(safer.port), "443");
	return the_route->plain && strcmp(the_route->hub.port, "80") == 0 &&
	    endpoint_is(&safer, host, port);
}

static int
stream_close(git_stream *parent)
{
	struct stream *s = (struct stream *)(void *)parent;

	if (s->connected)
		platform_disconnect(s->connection);
	s->connected = s->answered = false;
	return 0;
}

static bool
send_all(struct stream *s, struct slice bytes)
{
	while (bytes.len > 0) {
		ptrdiff_t n = platform_send(s->connection, bytes.data,
		    bytes.len);

		if (n <= 0)
			return false;
		bytes = slice_of(bytes.data + n, bytes.len - (size_t)n);
	}
	return true;
}

/* Up to its blank line, and no byte of what follows. */
static bool
read_head(struct stream *s, struct buf *out)
{
	uint8_t byte;

	while (out->len < HEAD_BYTES_MAX) {
		if (platform_receive(s->connection, &byte, 1) != 1)
			return false;
		buf_add_byte(out, byte);
		if (out->len >= 4 &&
		    memcmp(out->data + out->len - 4, "\r\n\r\n", 4) == 0)
			return true;
	}
	return false;
}

static int
judge_answer(const char *head)
{
	char text[96];

	if (strncmp(head, "HTTP/1.", 7) != 0 || strlen(head) <= STATUS_AT)
		return fail("the proxy is none: it answers otherwise");
	if (head[STATUS_AT] == '2')
		return 0;
	/* 401 is a server's; some proxies say it after a wrong password. */
	if (strncmp(head + STATUS_AT, "407", 3) == 0 ||
	    strncmp(head + STATUS_AT, "401", 3) == 0)
		return fail(the_route->proxy.login.len ?
		    WIRE_PROXY_REFUSES : WIRE_PROXY_ASKS);
	snprintf(text, sizeof(text), "proxy returned status %.3s: no way to "
	    "port %s", head + STATUS_AT, the_route->hub.port);
	return fail(text);
}

/* What is sent from here on comes out at the hub. */
static int
dig_tunnel(struct stream *s)
{
	const struct proxy *proxy = &the_route->proxy;
	struct buf text = BUF_INIT;
	bool six = strchr(s->to.host, ':') != NULL;
	int rc;

	for (int i = 0; i < 2; i++)
		buf_addf(&text, "%s%s%s%s:%s%s\r\n", i ? "Host: " :
		    "CONNECT ", six ? "[" : "", s->to.host, six ? "]" : "",
		    s->to.port, i ? "" : " HTTP/1.1");
	if (proxy->login.len)
		buf_addf(&text, "Proxy-Authorization: %.*s\r\n",
		    (int)proxy->login.len, (const char *)proxy->login.data);
	buf_add(&text, "\r\n");
	if (send_all(s, buf_slice(&text))) {
		buf_wipe(&text);
		rc = read_head(s, &text) ? judge_answer(buf_str(&text)) :
		    fail("the proxy is silent");
	} else
		rc = fail("the proxy is gone");
	buf_wipe(&text);
	return rc;
}

static int
stream_connect(git_stream *parent)
{
	struct stream *s = (struct stream *)(void *)parent;
	const struct proxy *proxy = &the_route->proxy;
	const struct endpoint *to = proxy->stands ? &proxy->at : &s->to;
	const struct err *err = platform_connect(&s->connection, to->host,
	    to->port);
	char text[512];

	s->connected = !err;
	if (!err)
		return proxy->stands && !s->errand ? dig_tunnel(s) : 0;
	snprintf(text, sizeof(text), "failed to connect%s: %.400s",
	    proxy->stands ? " to the proxy" : "", err->msg);
	return fail(text);
}

static ssize_t
stream_read(git_stream *parent, void *out, size_t len)
{
	struct stream *s = (struct stream *)(void *)parent;
	ptrdiff_t n = platform_receive(s->connection, out, len);

	s->answered = true;
	return n < 0 ? fail("Connection reset by the other side") : n;
}

/*
 * Proxies end a connection after an answer, and not all of them say so before:
 * each errand has a connection of its own.
 */
static ssize_t
stream_write(git_stream *parent, const char *data, size_t len, int flags)
{
	struct stream *s = (struct stream *)(void *)parent;
	ptrdiff_t n;

	(void)flags;
	if (s->errand && s->answered) {
		stream_close(parent);
		if (stream_connect(parent) != 0)
			return GIT_ERROR;
	}
	n = platform_send(s->connection, data, len);
	return n < 0 ? fail("Connection reset by the other side") : n;
}

static void
stream_free(git_stream *parent)
{
	stream_close(parent);
	mem_free(parent);
}

static int
stream_new(git_stream **out, const char *host, const char *port)
{
	struct stream *s;
	char text[320];

	if (!is_hub(host, port)) {
		snprintf(text, sizeof(text), "redirect to %.256s, port %.16s",
		    host, port);
		return fail(text);
	}
	s = mem_alloc(sizeof(*s));
	s->parent = (git_stream){ .version = GIT_STREAM_VERSION,
		.connect = stream_connect, .read = stream_read,
		.write = stream_write, .close = stream_close,
		.free = stream_free };
	snprintf(s->to.host, sizeof(s->to.host), "%s", host);
	snprintf(s->to.port, sizeof(s->to.port), "%s", port);
	s->errand = the_route->proxy.stands && the_route->plain &&
	    endpoint_is(&the_route->hub, host, port);
	*out = &s->parent;
	return 0;
}

int
wire_stream_begin(const struct wire_route *route)
{
	git_stream_registration ours = { .version = GIT_STREAM_VERSION,
		.init = stream_new };

	the_route = route;
	return git_stream_register(GIT_STREAM_STANDARD, &ours);
}

void
wire_stream_end(void)
{
	git_stream_register(GIT_STREAM_STANDARD, NULL);
	the_route = NULL;
}
