/*
 * zip_pack.h - a zip file in memory, its parts stored as they are, or one byte
 * many times. Sources: PKWARE APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16;
 * RFC 1951, section 3.2.6.
 */
#ifndef RECOLTE_TESTS_ZIP_PACK_H
#define RECOLTE_TESTS_ZIP_PACK_H

#include "kit/base/buf.h"

struct zip_pack {
	struct buf bytes;	/* what has been written so far */
	struct buf directory;	/* what comes at the end */
	unsigned count;
};

#define ZIP_PACK_INIT { BUF_INIT, BUF_INIT, 0 }

void zip_pack_add(struct zip_pack *zip, struct slice name, struct slice bytes);
/*
 * A part that begins with some ASCII, then has at least `count` of a byte when
 * it is unpacked. Its checksum is wrong.
 */
void zip_pack_add_run(struct zip_pack *zip, struct slice name,
    struct slice start, char byte, size_t count);
/* Writes the directory; zip->bytes is the file then. */
void zip_pack_end(struct zip_pack *zip);
void zip_pack_free(struct zip_pack *zip);

#endif
