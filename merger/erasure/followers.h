/*
 * followers.h - who has done what was asked when people were erased: laptops
 * say so on their enrolment branch (kit/exchange/heard.h), coordinators in their
 * receipts. Nothing is kept of it: the last word is read where it lies.
 */
#ifndef RECOLTE_MERGER_FOLLOWERS_H
#define RECOLTE_MERGER_FOLLOWERS_H

#include "merger/workspace/workspace.h"

struct follower {
	const struct member *member;	/* the manifest's */
	uint64_t erased;		/* how many records they let go of */
	uint64_t manifest;		/* a laptop: which manifest asked */
	bool closed;			/* a coordinator's key is destroyed */
};

/* Everybody but ourselves and those who coordinated once. */
struct followers {
	struct follower *items;
	size_t count;
};

const struct err *followers_read(struct followers *out,
    struct workspace *workspace) MUST_CHECK;
void followers_free(struct followers *followers);
/*
 * Is all done there that the manifest asks for: what it erases and, of a
 * laptop, what it does at the end of the study? A coordinator's key is asked
 * after by `closed`.
 */
bool follower_is_done(const struct follower *follower,
    const struct workspace *workspace);

/*
 * How many laptops (or coordinators) may still have something of what is erased
 * now. A laptop that is lost or revoked is waited for by nobody.
 */
size_t followers_behind(const struct followers *followers,
    const struct workspace *workspace, enum member_role role);

#endif
