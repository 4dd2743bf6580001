/*
 * corrected.h - what the coordinators changed in a response, an answer at a
 * time, and whose value stands where this laptop changed the same answer.
 */
#ifndef RECOLTE_COLLECTOR_CORRECTED_H
#define RECOLTE_COLLECTOR_CORRECTED_H

#include "collector/store/store.h"
#include "collector/words.h"

struct corrected_answer {
	const struct down_correction *said;	/* by whom, when, why */
	const char *path;
	const char *value;		/* "" taken away; NULL: not told */
	bool last;			/* no later correction names the path */
	enum overlap overlap;		/* OVERLAP_NONE unless it is the last */
};

struct corrected {
	struct corrected_answer *items;	/* in the order in which they count */
	size_t count;
};

/* Texts are of arena. None for a response whose answers were wiped. */
const struct err *corrected_of(struct corrected *out, struct arena *arena,
    struct store *store, const char *response) MUST_CHECK;
/* The correction that stands of a path, or NULL. */
const struct corrected_answer *corrected_find(const struct corrected *in,
    const char *path);
/* Does theirs stand where we say something else, now or once it is closed? */
bool corrected_is_contested(const struct corrected *in);
/* Whose value stands, in words; not of OVERLAP_NONE. */
enum word corrected_word(enum overlap overlap);

#endif
