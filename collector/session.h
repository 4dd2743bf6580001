/*
 * session.h - what every command begins with: the store, unlocked, and the
 * language to speak.
 */
#ifndef RECOLTE_COLLECTOR_SESSION_H
#define RECOLTE_COLLECTOR_SESSION_H

#include "collector/store/store.h"
#include "collector/words.h"
#include "kit/exchange/access.h"
#include "kit/exchange/escrow.h"
#include "kit/exchange/wire.h"

enum { SESSION_TIME_MAX = 32 };

/* How something is said; session.c knows how each looks on a terminal. */
enum said {
	SAID_LINE, SAID_WARNING, SAID_FAILURE,
	SAID_GOOD, SAID_NOTE, SAID_MENDED, SAID_BAD,	/* by the doctor */
	SAID_COUNT
};

/* Who hears what is said instead of the terminal. */
struct session_ear {
	void (*said)(void *data, enum said how, const char *text);
	void (*moved)(void *data, const struct wire_progress *progress);
	void *data;
};

struct session {
	struct cli *cli;		/* NULL: no command, nothing to ask */
	struct store *store;
	struct arena *arena;		/* until session_close() */
	enum language language;
	const struct session_ear *ear;	/* NULL: the terminal */
	const struct access *access;	/* what was typed to open the hub, or
					   NULL */
};

/* Say a line, or a word with its arguments (NULL: none). */
void session_tell(const struct session *session, enum said how,
    const char *text);
void session_say(const struct session *session, enum said how, enum word word,
    const char *a, const char *b);
/* Bytes are moving; a terminal shows it in a line that comes and goes. */
void session_moved(const struct session *session,
    const struct wire_progress *progress);

enum session_need {
	SESSION_READ,		/* nothing that is encrypted */
	SESSION_UNLOCK,		/* asks for the passphrase */
	SESSION_MAKE		/* for `join`: the store may not be there yet */
};

const struct err *session_open(struct session *session, struct cli *cli,
    enum session_need need) MUST_CHECK;
void session_close(struct session *session);
/* Where the store is, or is to be. */
void session_folder(struct buf *out, const struct cli *cli);
/*
 * Before a store is made: ERR_NOT_FOUND when --store names a folder in one that
 * is not there, for that is a slip of the pen.
 */
const struct err *session_check_folder(const struct cli *cli) MUST_CHECK;
/* A copy goes on by itself, and says so once; session_open() has done it. */
const struct err *session_settle(struct session *session) MUST_CHECK;
/* In one line, on standard error: what is collected now does not count. */
void session_say_practising(const struct session *session);
/* What is to be said of a store that moved; not of STORE_STAYED. */
enum word session_moved_word(enum store_moved moved);
/* Nothing when it stayed. */
void session_say_moved(const struct session *session, enum store_moved moved);
/* What SESSION_UNLOCK does, for a command that learns later that it must. */
const struct err *session_unlock(struct session *session) MUST_CHECK;

/*
 * Append the passphrase: of --passphrase-file, RECOLTE_PASSPHRASE, or typed at
 * the terminal (twice when it is new). *given tells whether there was any.
 */
const struct err *session_passphrase(struct buf *out, bool *given,
    const struct session *session, bool fresh) MUST_CHECK;

/* Where a secret may come from: a file, the environment, the terminal. */
struct session_secret {
	const char *option, *variable;
	enum word prompt;
	bool twice;			/* at the terminal */
};
const struct err *session_secret(struct buf *out, bool *given,
    const struct session *session, const struct session_secret *secret)
    MUST_CHECK;
/* May a store of that study not be without one? */
bool session_wants_passphrase(const struct manifest *manifest);
/* ERR_USAGE: it is empty, and the study wants one; how: "--a FILE or set B". */
const struct err *session_check_passphrase(const struct manifest *manifest,
    struct slice passphrase, const char *how) MUST_CHECK;
/*
 * A new passphrase for a store that is open: asked for, checked, set. For
 * rescue.h: its data is the session.
 */
const struct err *session_choose_passphrase(void *session,
    struct store *store) MUST_CHECK;
/* The code that a coordinator tells, of --code-file, RECOLTE_CODE or typed. */
const struct err *session_code(char code[CODE_TEXT_MAX],
    const struct session *session) MUST_CHECK;

/* That a coordinator has to admit us, in that word; or that we were refused. */
/* Why a request was refused (store_refusal()), in words. */
const char *session_refusal(enum language language, const char *reason);
void session_say_waiting(const struct session *session, enum word word);

/* "2024-11-22 09:30" in local time. */
void session_time(char out[SESSION_TIME_MAX], int64_t ms);
/* Why it failed in the reader's language, in the session's arena. */
const char *session_reason(const struct session *session,
    const struct err *err);
/* A number as text, in the session's arena. */
const char *session_number(const struct session *session, size_t n);

#endif
