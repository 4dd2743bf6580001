/*
 * trouble.h - what keeps a hub on a network from being reached, as far as it
 * matters to the people who want to reach it: each asks for something else to
 * be done. The programs have the words.
 */
#ifndef RECOLTE_EXCHANGE_TROUBLE_H
#define RECOLTE_EXCHANGE_TROUBLE_H

#include <stdbool.h>

#include "kit/base/err.h"

enum trouble {
	TROUBLE_NONE,
	TROUBLE_NO_NETWORK,	/* no way there: no name, no answer */
	TROUBLE_LOGIN_PAGE,	/* somebody else answers: a Wi-Fi's page */
	TROUBLE_CERTIFICATE,	/* not the computer that it should be */
	TROUBLE_EXPIRED,	/* its certificate has ended */
	TROUBLE_CLOCK,		/* its certificate is not valid today */
	TROUBLE_PROXY,		/* what stands before it does not let us */
	TROUBLE_DENIED,		/* the hub does not let us */
	TROUBLE_FULL,		/* it has no room left */
	TROUBLE_NOT_FOUND,	/* it has no such repository */
	TROUBLE_STALLED,	/* it began and said no more */
	TROUBLE_HUB,		/* it is out of order */
	TROUBLE_GARBAGE,	/* what it sent is not git's */
	TROUBLE_UNSPOKEN,	/* this program does not speak like that */
	TROUBLE_COUNT
};

/* A name for lines between processes and for logs: "login-page". */
const char *trouble_name(enum trouble trouble);
enum trouble trouble_of_name(const char *name);

/*
 * What a message of the git library, or of a server, means. TROUBLE_NONE: it
 * says nothing that we know.
 */
enum trouble trouble_of_message(const char *message);

enum err_code trouble_code(enum trouble trouble);
/* A line in English that says what it is and what to do. */
const char *trouble_advice(enum trouble trouble);
/* Does it make sense to try again at once, by ourselves? */
bool trouble_may_pass(enum trouble trouble);

#endif
