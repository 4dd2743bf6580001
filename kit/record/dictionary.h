/*
 * dictionary.h - the zlib dictionaries for the revisions of one form version.
 *
 * The published one is made once, with the version, and travels in the package:
 * nothing ever makes it again, so the way it is made may change.
 *
 * A laptop packs with one of its own, which both sides make: the published
 * bytes, and behind them what all its revisions have in common. Ids in hex are
 * what costs most, and these three are known before a change set is opened: its
 * header names study and device, and the hash of a dictionary there fits one
 * form version alone. (The published bytes cannot hold the version: it is a hash
 * of them, too.) Change sets that were packed with the published bytes alone are
 * read as ever: the hash says which.
 *
 * On the panorama, a revision of 4,600 bytes takes 445: 565 without study,
 * device and form.
 */
#ifndef RECOLTE_RECORD_DICTIONARY_H
#define RECOLTE_RECORD_DICTIONARY_H

#include "formspec/form.h"
#include "kit/base/crypto.h"

/* What a laptop's own has more than the published one. */
enum { DICTIONARY_OWN_BYTES = 325 };

/*
 * Append at most DICTIONARY_BYTES_MAX (package.h) bytes, made from interviews
 * with random answers; the same form gives the same bytes. They are passages of
 * these interviews, in the order of a revision, because a match that covers
 * three answers costs what a match of one does (cover.h).
 */
const struct err *dictionary_make(struct buf *out, const struct form *form)
    MUST_CHECK;

struct dictionary_owner {
	struct hash study, form;	/* form: the version */
	const char *author;		/* the laptop's id */
};

/*
 * Append the dictionary that a laptop packs with. FROZEN: readers make the same
 * bytes again, for ever (tests/golden/dictionary.cs). They are
 *
 *   PUBLISHED },"form":"FORM","kind":"response","nonce":"","parents":[],
 *   "reason":"","record":"","retracts":[],"state":"final","study":"STUDY",
 *   "time":"","unset":[],"v":"1"}{"author":"AUTHOR","fields":{
 *
 * in one line, without the blank behind PUBLISHED, the hashes in hex: the end
 * of one revision and the beginning of the next.
 */
void dictionary_own(struct buf *out, struct slice published,
    const struct dictionary_owner *owner);

#endif
