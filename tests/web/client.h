/*
 * client.h - HTTP as bytes, to a server on this computer: what attacks and
 * benches say is what they mean, nothing is put right on the way.
 */
#ifndef RECOLTE_TESTS_CLIENT_H
#define RECOLTE_TESTS_CLIENT_H

#include <stdbool.h>

#include "kit/base/buf.h"

enum { SECRET_MAX = 80 };

struct client {
	int port;
	int socket;			/* kept alive; -1: there is none */
	char token[SECRET_MAX];		/* of the first address */
	char cookie[SECRET_MAX];	/* "recolte_4711=..." */
	char form[SECRET_MAX];		/* what every form of a page holds */
	const char *mode;		/* "question", ...; NULL: "all" */
};

struct said {
	int status;			/* 0: the server hung up instead */
	struct buf head, body;
};

/* "http://127.0.0.1:4711/?t=..."; nothing is asked for yet. */
bool client_begin(struct client *client, const char *address);
/* Trade the token for a session, read a form's token, give the passphrase. */
bool client_enter(struct client *client, const char *passphrase);
void client_end(struct client *client);

/* A connection of its own, for what is not one request. -1: none. */
int client_connect(const struct client *client);
bool client_send(int socket, const void *bytes, size_t len);
/* A reply, or false when the other side hung up or took too long. */
bool client_read(struct said *said, int socket, int wait_ms);

/*
 * Bytes, and what comes back, on the connection that is kept alive (made when
 * there is none). Anything may be in said before; it is replaced.
 */
bool client_ask(struct said *said, struct client *client, struct slice bytes);
bool client_get(struct said *said, struct client *client, const char *path);
/* A form, its token included; fields begins with "&" or is "". */
bool client_post(struct said *said, struct client *client, const char *path,
    const char *fields, bool by_script);
/* The value of a header, "" when it is not there; valid until the next one. */
const char *said_header(const struct said *said, const char *name);
void said_free(struct said *said);

#endif
