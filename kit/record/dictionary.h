/*
 * dictionary.h - the zlib dictionary for the revisions of one form version.
 *
 * It is made once, when the version is published, and travels in the package:
 * nothing ever makes it again, so the way it is made may change.
 */
#ifndef RECOLTE_RECORD_DICTIONARY_H
#define RECOLTE_RECORD_DICTIONARY_H

#include "formspec/form.h"

/*
 * Append at most DICTIONARY_BYTES_MAX (package.h) bytes, made from interviews
 * with random answers; the same form gives the same bytes. Their fields stand
 * one interview behind another, in the order of a revision, because a match
 * that covers three answers costs what a match of one does; what an interview
 * repeats after the same answer is left out. Last comes what stands in every
 * revision.
 */
const struct err *dictionary_make(struct buf *out, const struct form *form)
    MUST_CHECK;

#endif
