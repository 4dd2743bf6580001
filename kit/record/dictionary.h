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
 * with random answers; the same form gives the same bytes. zlib reaches what
 * stands last most cheaply, so the dictionary ends with a typical revision;
 * before it, what else is often answered, the most frequent last.
 */
const struct err *dictionary_make(struct buf *out, const struct form *form)
    MUST_CHECK;

#endif
