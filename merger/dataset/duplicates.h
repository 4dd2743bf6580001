/*
 * duplicates.h - interviews that may be of one person. Nothing is joined here:
 * a pair is a proposal, with its grounds.
 */
#ifndef RECOLTE_MERGER_DUPLICATES_H
#define RECOLTE_MERGER_DUPLICATES_H

#include "merger/dataset/dataset.h"

enum duplicate_ground {
	DUPLICATE_CASE,		/* the same case: exact */
	DUPLICATE_EMAIL		/* the same address and an agreeing name */
};

struct duplicate {
	const struct record *a, *b;	/* a's id sorts first */
	enum duplicate_ground ground;
};

/* Sorted by ids; the array lives in the dataset's arena. */
void duplicates_find(struct dataset *dataset, struct duplicate **out,
    size_t *count);

#endif
