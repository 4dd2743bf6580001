/*
 * author.h - what a coordinator writes: revisions of our own, put into change
 * sets like those of any device, on a chain of this workspace.
 */
#ifndef RECOLTE_MERGER_AUTHOR_H
#define RECOLTE_MERGER_AUTHOR_H

#include "kit/record/revision.h"
#include "merger/workspace/workspace.h"

/* Fill author, study, time and random bytes of a revision. */
void author_sign_in(const struct workspace *workspace,
    struct revision *revision);

/*
 * Write revisions down: encoded, numbered and stored in one transaction, then
 * committed to the depot and taken into the index. They travel at the next
 * pull. subject: "3 cases", for the commit.
 */
const struct err *author_write(struct workspace *workspace,
    struct revision *revisions, size_t count, const char *subject) MUST_CHECK;

/* Commit what a crash kept from being committed. */
const struct err *author_catch_up(struct workspace *workspace) MUST_CHECK;

/* The same once the hub was fetched: also what the depot has lost. */
const struct err *author_bring_back(struct workspace *workspace) MUST_CHECK;

/* Bring our device branches to the hub. */
const struct err *author_publish(struct workspace *workspace) MUST_CHECK;

#endif
