/*
 * names.h - names in a depot and on a hub: of objects, files and branches.
 * Whatever comes from a hub has passed here before it is used or shown.
 */
#ifndef RECOLTE_EXCHANGE_NAMES_H
#define RECOLTE_EXCHANGE_NAMES_H

#include "kit/base/buf.h"

enum {
	OID_BYTES = 20,
	NAME_FILE_MAX = 128	/* of a file or a folder in a tree */
};

/* The name of an object: the SHA-1 of its bytes. */
struct oid {
	uint8_t bytes[OID_BYTES];
};

void oid_text(char *out, const struct oid *id);	/* DEPOT_ID_TEXT_MAX */
bool oid_parse(struct oid *out, const char *text);
bool oid_equal(const struct oid *a, const struct oid *b);

/* [A-Za-z0-9][A-Za-z0-9._-]* */
bool name_is_file(struct slice name);
/* "name" or "folder/name" */
bool name_is_path(const char *path);
/*
 * Parts of [a-z0-9][a-z0-9._-]* between '/', none with ".." or ending in '.' or
 * ".lock". Small letters only: some file systems do not tell capitals apart.
 */
bool name_is_branch(const char *branch);

#endif
