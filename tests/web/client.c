/* client.c - see client.h. */
#include "client.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

enum { WAIT_MS = 30000, PIECE_BYTES = 16 << 10, LINE_MAX_BYTES = 256 };

bool
client_begin(struct client *c, const char *address)
{
	const char *token = strstr(address, "/?t=");

	memset(c, 0, sizeof(*c));
	c->socket = -1;
	if (token == NULL || sscanf(address, "http://127.0.0.1:%d/", &c->port)
	    != 1)
		return false;
	snprintf(c->token, sizeof(c->token), "%.*s",
	    (int)strcspn(token + 4, "\r\n"), token + 4);
	return true;
}

void
client_end(struct client *c)
{
	if (c->socket >= 0)
		close(c->socket);
	c->socket = -1;
}

int
client_connect(const struct client *c)
{
	struct sockaddr_in at;
	int yes = 1, s = socket(AF_INET, SOCK_STREAM, 0);

	memset(&at, 0, sizeof(at));
	at.sin_family = AF_INET;
	at.sin_port = htons((unsigned short)c->port);
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (s >= 0 && connect(s, (struct sockaddr *)&at, sizeof(at)) != 0) {
		close(s);
		return -1;
	}
	if (s >= 0)
		setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
	return s;
}

bool
client_send(int s, const void *bytes, size_t len)
{
	const char *at = bytes;

	while (len > 0) {
		ssize_t n = send(s, at, len, MSG_NOSIGNAL);

		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
	}
	return true;
}

/* ---- replies ---- */

const char *
said_header(const struct said *said, const char *name)
{
	static char value[4096];
	size_t len = strlen(name);

	for (const char *line = strstr(buf_str(&said->head), "\r\n"); line;
	    line = strstr(line, "\r\n")) {
		line += 2;
		if (strncasecmp(line, name, len) != 0 || line[len] != ':')
			continue;
		line += len + 1 + strspn(line + len + 1, " ");
		snprintf(value, sizeof(value), "%.*s",
		    (int)strcspn(line, "\r\n"), line);
		return value;
	}
	return "";
}

static bool
more(struct buf *into, int s, int wait_ms)
{
	struct pollfd p = { s, POLLIN, 0 };
	char piece[PIECE_BYTES];
	ssize_t n;

	if (poll(&p, 1, wait_ms) <= 0)
		return false;
	n = recv(s, piece, sizeof(piece), 0);
	if (n <= 0)
		return false;
	buf_append(into, piece, (size_t)n);
	return true;
}

bool
client_read(struct said *said, int s, int wait_ms)
{
	const char *end;
	size_t head, wanted;
	struct buf all = BUF_INIT;

	buf_reset(&said->head);
	buf_reset(&said->body);
	said->status = 0;
	while ((end = strstr(buf_str(&all), "\r\n\r\n")) == NULL)
		if (!more(&all, s, wait_ms))
			break;
	if (end == NULL || sscanf(buf_str(&all), "HTTP/1.%*d %d",
	    &said->status) != 1) {
		buf_free(&all);
		return false;
	}
	head = (size_t)(end - buf_str(&all)) + 4;
	buf_append(&said->head, all.data, head);
	wanted = strtoul(said_header(said, "Content-Length"), NULL, 10);
	while (all.len - head < wanted && more(&all, s, wait_ms))
		;
	buf_append(&said->body, all.data + head, all.len - head);
	buf_free(&all);
	return said->body.len == wanted;
}

void
said_free(struct said *said)
{
	buf_free(&said->head);
	buf_free(&said->body);
}

/* ---- requests ---- */

bool
client_ask(struct said *said, struct client *c, struct slice bytes)
{
	bool fresh = c->socket < 0, done;

	if (fresh && (c->socket = client_connect(c)) < 0)
		return false;
	done = client_send(c->socket, bytes.data, bytes.len) &&
	    client_read(said, c->socket, WAIT_MS);
	if (done && !strcasecmp(said_header(said, "Connection"), "close"))
		client_end(c);
	if (done)
		return true;
	/* It may have been let go of while nothing was asked. */
	client_end(c);
	return !fresh && said->status == 0 && client_ask(said, c, bytes);
}

static void
add_head(struct buf *out, const struct client *c, const char *method,
    const char *path)
{
	buf_addf(out, "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n", method, path,
	    c->port);
	if (c->cookie[0] != '\0')
		buf_addf(out, "Cookie: %s; mode=%s; language=fr\r\n",
		    c->cookie, c->mode ? c->mode : "all");
}

bool
client_get(struct said *said, struct client *c, const char *path)
{
	struct buf bytes = BUF_INIT;
	bool done;

	add_head(&bytes, c, "GET", path);
	buf_add(&bytes, "\r\n");
	done = client_ask(said, c, buf_slice(&bytes));
	buf_free(&bytes);
	return done;
}

bool
client_post(struct said *said, struct client *c, const char *path,
    const char *fields, bool by_script)
{
	struct buf bytes = BUF_INIT;
	bool done;

	add_head(&bytes, c, "POST", path);
	buf_addf(&bytes, "Origin: http://127.0.0.1:%d\r\n%s"
	    "Content-Type: application/x-www-form-urlencoded\r\n"
	    "Content-Length: %zu\r\n\r\n_form=%s%s", c->port,
	    by_script ? "X-Part: 1\r\n" : "", strlen("_form=") +
	    strlen(c->form) + strlen(fields), c->form, fields);
	done = client_ask(said, c, buf_slice(&bytes));
	buf_free(&bytes);
	return done;
}

static bool
copy_until(char out[SECRET_MAX], const char *from, const char *stops)
{
	snprintf(out, SECRET_MAX, "%.*s", (int)strcspn(from, stops), from);
	return out[0] != '\0';
}

bool
client_enter(struct client *c, const char *passphrase)
{
	static const char field[] = "name=\"_form\" value=\"";
	struct said said = { 0, BUF_INIT, BUF_INIT };
	struct buf text = BUF_INIT;
	const char *at;
	bool done;

	buf_addf(&text, "/?t=%s", c->token);
	done = client_get(&said, c, buf_str(&text)) &&
	    copy_until(c->cookie, said_header(&said, "Set-Cookie"), ";") &&
	    client_get(&said, c, "/unlock");
	/* A store without a passphrase sends home, where forms are too. */
	if (done && said.status == 303)
		done = client_get(&said, c, "/");
	at = done ? strstr(buf_str(&said.body), field) : NULL;
	done = at != NULL && copy_until(c->form, at + strlen(field), "\"");
	if (done && passphrase[0] != '\0') {
		buf_reset(&text);
		buf_addf(&text, "&passphrase=%s", passphrase);
		done = client_post(&said, c, "/unlock", buf_str(&text), false) &&
		    said.status == 303;
	}
	buf_free(&text);
	said_free(&said);
	return done;
}
