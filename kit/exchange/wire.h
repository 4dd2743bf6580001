/*
 * wire.h - a connection to a hub on a network. libgit2 knows no time-outs, so
 * it works in a child process, which also keeps a hub from leading us to another
 * computer or port, or out of https (another path is followed). The child is
 * the program itself, started as "PROGRAM --wire". We watch it and end it when
 * nothing moves any more.
 *
 * Between the two go lines. Down: one of JSON (struct wire_plan), then "want
 * BRANCH", "have COMMIT" and "go", or "push BRANCH". Up: "tip COMMIT BRANCH",
 * "listed"; "moved BYTES DONE TOTAL", "alive"; "done"; "host-key HEX";
 * "refused REASON"; "trouble NAME REMARK".
 */
#ifndef RECOLTE_EXCHANGE_WIRE_H
#define RECOLTE_EXCHANGE_WIRE_H

#include <stdbool.h>

#include "kit/exchange/access.h"
#include "kit/exchange/names.h"
#include "kit/exchange/trouble.h"

enum {
	WIRE_PATIENCE_S = 30,		/* nothing moves for so long: stalled */
	WIRE_LINE_BYTES_MAX = 4096,
	WIRE_TIPS_MAX = 200000
};

/* Beside what repository holds: who may vouch for the hub. */
#define WIRE_CERTIFICATES "recolte-certificates"

/* First in main(): is this the child? Then *status is what to exit with. */
bool wire_main(int argc, char **argv, int *status);

struct wire_progress {
	uint64_t bytes;			/* over the wire */
	uint64_t done, total;		/* objects */
	bool upward;
};

struct wire_plan {
	const char *address;
	const char *repository;		/* to write into, or to read from */
	const struct access *access;	/* NULL: none */
	bool upward;			/* push, not fetch */
	unsigned patience_s;		/* 0: WIRE_PATIENCE_S */
	/*
	 * It was this time already when a coordinator last wrote; 0: nothing is
	 * known. With a certificate that has ended it tells whose fault it is.
	 */
	int64_t known_ms;
	void (*progress)(void *data, const struct wire_progress *progress);
	/* The ssh server's key, met for the first time. */
	void (*first_key)(void *data, const char *host_key);
	void *data;
};

struct wire_tip {
	char *branch;			/* behind "refs/heads/", unlooked at */
	struct oid id;
};

struct wire;

/*
 * Connect, and hear what branches there are, sorted by name. On failure
 * *trouble says what it is in the sense of trouble.h; the message says it too,
 * without the address.
 */
const struct err *wire_open(struct wire **out, const struct wire_plan *plan,
    enum trouble *trouble) MUST_CHECK;
void wire_close(struct wire *wire);		/* NULL is allowed */
const struct wire_tip *wire_tips(const struct wire *wire, size_t *count);

/*
 * Bring branches, given what is known to be on both sides. Once a connection.
 */
const struct err *wire_fetch(struct wire *wire, const char *const *branches,
    size_t branch_count, const struct oid *haves, size_t have_count)
    MUST_CHECK;
/*
 * Send a branch; the server moves its ref if it stands where wire_tips() says.
 * ERR_BUSY: it does not, or another is at work. Once a connection.
 */
const struct err *wire_push(struct wire *wire, const char *branch) MUST_CHECK;
/* Of the last failure. */
enum trouble wire_trouble(const struct wire *wire);

#endif
