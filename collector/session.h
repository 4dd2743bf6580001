/*
 * session.h - what every command begins with: the store, unlocked, and the
 * language to speak.
 */
#ifndef RECOLTE_COLLECTOR_SESSION_H
#define RECOLTE_COLLECTOR_SESSION_H

#include "collector/store.h"
#include "collector/words.h"

enum { SESSION_TIME_MAX = 32 };

struct session {
	struct cli *cli;
	struct store *store;
	struct arena *arena;		/* until session_close() */
	enum language language;
};

enum session_need {
	SESSION_READ,		/* nothing that is encrypted */
	SESSION_UNLOCK,		/* asks for the passphrase */
	SESSION_MAKE		/* for `join`: the store may not be there yet */
};

const struct err *session_open(struct session *session, struct cli *cli,
    enum session_need need) MUST_CHECK;
void session_close(struct session *session);

/*
 * Append the passphrase: of --passphrase-file, RECOLTE_PASSPHRASE, or typed at
 * the terminal (twice when it is new). *given tells whether there was any.
 */
const struct err *session_passphrase(struct buf *out, bool *given,
    const struct session *session, bool fresh) MUST_CHECK;

/* "2024-11-22 09:30" in local time. */
void session_time(char out[SESSION_TIME_MAX], int64_t ms);
/* A number as text, in the session's arena. */
const char *session_number(const struct session *session, size_t n);

#endif
