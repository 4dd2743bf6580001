/*
 * callers.h - who is connected. Connections that nobody uses must not keep out
 * the one that somebody is waiting for: when there are many, the one that has
 * been idle for longest is hung up, and first those that never proved to be
 * ours.
 */
#ifndef RECOLTE_WEB_CALLERS_H
#define RECOLTE_WEB_CALLERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CALLERS_MAX = 64 };	/* a browser has six */

struct callers;

struct caller {
	struct callers *callers;	/* NULL: hung up */
	struct caller *older, *newer;
	intptr_t socket;
	bool busy;			/* with a request that has begun */
	bool ours;			/* it has brought the session */
};

struct callers {
	struct caller *oldest, *newest;	/* by when they last did something */
	size_t count;
	void (*hang_up)(intptr_t socket);
};

/* Somebody is there; the caller of this frees with callers_leave(). */
struct caller *callers_come(struct callers *callers, intptr_t socket);
void callers_leave(struct caller *caller);	/* NULL is allowed */
/* A request begins; a request is over, and it was ours or not. */
void caller_asks(struct caller *caller);
void caller_served(struct caller *caller, bool ours);

#endif
