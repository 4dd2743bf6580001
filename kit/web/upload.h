/*
 * upload.h - a file that a form brings, on the disk while it comes in: one piece
 * of it is in memory at a time. What lies on the disk is encrypted under a key
 * that is in memory alone, so that nothing can be read there after a crash; the
 * file is removed with the upload, and its folder's leftovers by whoever starts
 * the server.
 */
#ifndef RECOLTE_WEB_UPLOAD_H
#define RECOLTE_WEB_UPLOAD_H

#include "kit/base/buf.h"
#include "kit/base/err.h"

enum { UPLOAD_PIECE_BYTES = 64 << 10 };

struct upload;

/* folder stays the caller's; it is made when there is more than a piece. */
struct upload *upload_new(const char *folder);
void upload_free(struct upload *upload);	/* NULL is allowed */
const struct err *upload_add(struct upload *upload, struct slice bytes)
    MUST_CHECK;
uint64_t upload_bytes(const struct upload *upload);

/*
 * All of it, piece by piece, as often as one likes. ERR_IO: the disk does not
 * give back what it was given; and what take returns.
 */
typedef const struct err *upload_taker(void *data, struct slice piece);
const struct err *upload_read(struct upload *upload, upload_taker *take,
    void *data) MUST_CHECK;
/* Append all of it. */
const struct err *upload_load(struct buf *out, struct upload *upload)
    MUST_CHECK;
/* Write it to a file, which is there whole or not at all. */
const struct err *upload_keep(struct upload *upload, const char *path)
    MUST_CHECK;

#endif
