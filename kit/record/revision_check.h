/*
 * revision_check.h - what makes a revision right, the same for writing and for
 * reading. For revision.c alone.
 */
#ifndef RECOLTE_RECORD_REVISION_CHECK_H
#define RECOLTE_RECORD_REVISION_CHECK_H

#include "kit/record/revision.h"

/* ERR_FORMAT: the first rule of revision.h that it breaks. ERR_LIMIT. */
const struct err *revision_check(const struct revision *r) MUST_CHECK;
const struct err *revision_check_hashes(const struct hash *hashes,
    size_t count, const char *name) MUST_CHECK;

const struct err *revision_bad(const char *what) MUST_CHECK;
const struct err *revision_bad_path(const char *path, const char *what)
    MUST_CHECK;

/* The orders of the lists, for qsort() and bsearch(). */
int revision_hash_compare(const void *a, const void *b);
int revision_path_compare(const void *a, const void *b);

#endif
