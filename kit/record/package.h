/*
 * package.h - a form version as it is published: the canonical JSON of the form
 * with its choice files inside, and the zlib dictionary for its revisions.
 *
 *   { "dictionary": BASE64, "form": {...}, "kind": "recolte form package", "v": "1" }
 *
 * The version is the BLAKE2b-256 of these bytes.
 */
#ifndef RECOLTE_RECORD_PACKAGE_H
#define RECOLTE_RECORD_PACKAGE_H

#include "formspec/form.h"
#include "kit/base/crypto.h"

enum { PACKAGE_BYTES_MAX = 48 << 20, DICTIONARY_BYTES_MAX = 32 << 10 };

struct package {
	struct hash version;
	struct form *form;
	struct buf dictionary;
	struct hash dictionary_hash;
};

/*
 * Append the bytes to publish; the dictionary is made from faked interviews.
 * ERR_LIMIT: larger than PACKAGE_BYTES_MAX; and what instance_new() says.
 */
const struct err *package_write(struct buf *out, const struct form *form)
    MUST_CHECK;
/*
 * Read and check everything; whoever knows the version compares it.
 * ERR_FORMAT, ERR_LIMIT, ERR_NEWER ("v" is not "1").
 */
const struct err *package_read(struct package **out, struct slice bytes)
    MUST_CHECK;
void package_free(struct package *package);

/* Append what that laptop of the study packs with: dictionary_own(). */
void package_own_dictionary(struct buf *out, const struct package *package,
    const struct hash *study, const char *author);

#endif
