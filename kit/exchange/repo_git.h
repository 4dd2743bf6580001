/*
 * repo_git.h - the inside of repo*.c: the one place besides wire_parts.h where
 * libgit2 is included.
 */
#ifndef RECOLTE_EXCHANGE_REPO_GIT_H
#define RECOLTE_EXCHANGE_REPO_GIT_H

#include <git2.h>
#include <git2/sys/alloc.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>

#include "kit/exchange/repo.h"

struct repo {
	git_repository *git;
	git_odb *odb;
	bool shared;			/* with other accounts: */
	unsigned mask;			/* what new files there do not get */
};

git_oid repo_git_id(const struct oid *id);
git_object_t repo_git_kind(enum object_kind kind);
/* The failure of the last call, rc below zero, in our words. */
const struct err *repo_failed(int rc, const char *what) MUST_CHECK;

/* Of libgit2, from its first call on; below zero: its failure. */
int repo_use_our_memory(void);

/*
 * Around what writes files into a repository that is shared: the other accounts
 * must be able to read and replace them.
 */
unsigned repo_begin_writing(const struct repo *repo);
void repo_end_writing(const struct repo *repo, unsigned before);

#endif
