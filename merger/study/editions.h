/*
 * editions.h - the versions of the study's forms, as its manifests list them.
 */
#ifndef RECOLTE_MERGER_EDITIONS_H
#define RECOLTE_MERGER_EDITIONS_H

#include "formspec/form.h"
#include "merger/workspace/workspace.h"

struct edition {
	const char *form;		/* its id; the manifest's */
	struct hash version;
	int64_t published_ms;		/* the last time it was */
	bool in_field;			/* new interviews use it */
};

struct editions {
	struct edition *items;		/* each version once, newest last */
	size_t count;
};

const struct err *editions_list(struct editions *out,
    struct workspace *workspace) MUST_CHECK;
void editions_free(struct editions *editions);

/* The version in the field of the form with that id, or NULL. */
const struct edition *editions_in_field(const struct editions *editions,
    const char *form);
/*
 * The version that says what this form does, whatever dictionary it was
 * published with; or NULL.
 */
const struct err *editions_find(const struct edition **out,
    const struct editions *editions, struct workspace *workspace,
    const struct form *form) MUST_CHECK;

/*
 * Read a form from a file, which the caller owns, with the files beside it.
 * language: everything that is wrong or odd about it goes to standard error,
 * in "en" or "fr"; NULL: the first mistake alone, as the error.
 */
const struct err *editions_read(struct form **out, const char *path,
    const char *language) MUST_CHECK;

#endif
