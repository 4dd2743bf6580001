/*
 * zip_pack.h - a zip file in memory, its parts stored as they are.
 * Source: PKWARE APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16.
 */
#ifndef RECOLTE_TESTS_ZIP_PACK_H
#define RECOLTE_TESTS_ZIP_PACK_H

#include "kit/base/buf.h"

struct zip_pack {
	struct buf bytes;	/* what has been written so far */
	struct buf directory;	/* what comes at the end */
	unsigned count;
};

void zip_pack_add(struct zip_pack *zip, struct slice name, struct slice bytes);
/* Writes the directory; zip->bytes is the file then. */
void zip_pack_end(struct zip_pack *zip);
void zip_pack_free(struct zip_pack *zip);

#endif
