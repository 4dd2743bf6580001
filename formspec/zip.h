/*
 * zip.h - zip files in memory: what is inside, and how one is made. Format: PKWARE
 * APPNOTE.TXT 6.3, sections 4.3.7 (local header), 4.3.12 (central directory),
 * 4.3.14 to 4.3.16 (its end, also of Zip64) and 4.5.3 (Zip64 sizes).
 *
 * Nothing that it says of itself is believed: every offset and length is
 * checked against the bytes, each file against its size and its checksum.
 */
#ifndef FORMSPEC_ZIP_H
#define FORMSPEC_ZIP_H

#include "kit/base/buf.h"

enum {
	ZIP_FILES_MAX = 65535,
	ZIP_BYTES_MAX = 1 << 30		/* of one that we make */
};

struct zip;

/*
 * Read the directory; bytes must stay as long as the zip does. Of two files
 * with one name, the first counts.
 * ERR_FORMAT: torn, or no zip file. ERR_LIMIT: too many files.
 */
const struct err *zip_open(struct zip **out, struct slice bytes) MUST_CHECK;
void zip_close(struct zip *zip);		/* NULL is allowed */

/* Names of files are compared without regard to the case of A to Z. */
bool zip_has(const struct zip *zip, const char *name);
/*
 * Begin to read a file; one is read at a time.
 * ERR_NOT_FOUND: no such file.
 * ERR_FORMAT: torn, encrypted, or packed in a way that is not deflate.
 */
const struct err *zip_begin(struct zip *zip, const char *name) MUST_CHECK;
/*
 * Up to size bytes to out; *got is fewer, and later 0, only at the end.
 * ERR_FORMAT: torn or altered, another size or checksum than it says.
 */
const struct err *zip_read(struct zip *zip, void *out, size_t size,
    size_t *got) MUST_CHECK;

/*
 * A zip file that is made: the same files give the same bytes, for all are
 * dated 1980-01-01, the earliest day there is.
 */
struct zip_writer {
	struct buf bytes;		/* the files so far */
	struct buf lines;		/* of the directory, which ends it */
	size_t count;
};

#define ZIP_WRITER_INIT { BUF_INIT, BUF_INIT, 0 }

void zip_add(struct zip_writer *writer, const char *name, struct slice bytes);
/*
 * writer->bytes is the whole file then. ERR_LIMIT: too large, or too many
 * files.
 */
const struct err *zip_finish(struct zip_writer *writer) MUST_CHECK;
void zip_writer_free(struct zip_writer *writer);

#endif
