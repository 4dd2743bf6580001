/*
 * wire_parts.h - the inside of the child of wire.h: what includes libgit2 for
 * the network. For wire.c, wire_trust.c and wire_stream.c.
 */
#ifndef RECOLTE_EXCHANGE_WIRE_PARTS_H
#define RECOLTE_EXCHANGE_WIRE_PARTS_H

#include <git2.h>
#include <git2/sys/stream.h>

#include "kit/exchange/wire.h"
#include "kit/exchange/wire_stream.h"

#define WIRE_PROXY_ASKS \
	"the proxy wants a name and a password: http://NAME:PASSWORD@..."
#define WIRE_PROXY_REFUSES \
	"the proxy does not accept the name and the password"

/* What the parent wants, and how far we are. */
struct line_end {
	git_repository *git;
	git_remote *remote;
	struct access access;
	const char *address;
	struct wire_route route;
	git_proxy_options proxy_options;
	git_strarray headers;		/* for the proxy: */
	struct buf proxy_url, header;
	char *header_list[1];
	bool upward;
	unsigned patience_s;
	int64_t known_ms;
	unsigned asked[2];		/* names, secrets */
	int64_t told_us;
	enum trouble trouble;		/* what a callback found */
	char remark[256];
	struct buf refusal;		/* the hub's no to a branch */
	char heard[256];		/* the server's last words */
};

/* A line to the parent; what is NULL is left out. */
void wire_say(const char *word, const char *a, const char *b);
/* The first trouble that is found is the one. */
void wire_find(struct line_end *end, enum trouble trouble, const char *remark);

/* Callbacks of libgit2, whose data is the line_end. */
int wire_on_question(git_credential **out, const char *url, const char *named,
    unsigned allowed, void *data);
int wire_on_proxy_question(git_credential **out, const char *url,
    const char *named, unsigned allowed, void *data);
int wire_on_certificate(git_cert *certificate, int valid, const char *host,
    void *data);

#endif
