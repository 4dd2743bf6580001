/*
 * consequences.h - what a corrected form would make of the answers that were
 * collected: those that it has no place for, and those that it does not allow.
 * Responses keep their version; this is what they would lose by going on in the
 * new one, and what the new one will not ask any more.
 */
#ifndef RECOLTE_MERGER_CONSEQUENCES_H
#define RECOLTE_MERGER_CONSEQUENCES_H

#include "merger/dataset/dataset.h"

struct consequence {
	const char *path;		/* "pets/toys/toy", in the old form */
	size_t homeless, refused;	/* responses with such an answer */
};

struct consequences {
	struct arena *arena;
	struct map *by_path;		/* struct consequence */
	size_t responses;		/* interviews with this form */
	size_t touched;			/* of them, with such an answer */
};

/* Of the interviews with the form of that id. ERR_LIMIT: instance_new(). */
const struct err *consequences_find(struct consequences *out,
    const struct dataset *dataset, const struct form *form) MUST_CHECK;
void consequences_free(struct consequences *consequences);

#endif
