/*
 * file.h - whole files: read up to a limit, written so that a reader sees the
 * old bytes or the new ones and never half of them.
 */
#ifndef RECOLTE_BASE_FILE_H
#define RECOLTE_BASE_FILE_H

#include "kit/base/buf.h"

/* Append the file's bytes. ERR_LIMIT: larger than bytes_max. */
const struct err *file_read(struct buf *out, const char *path,
    size_t bytes_max) MUST_CHECK;

/* Temporary file beside it, fsync, rename, fsync of the folder. */
const struct err *file_write(const char *path, struct slice bytes) MUST_CHECK;

/*
 * The same for a file that comes in pieces: it is there after file_draft_end(),
 * and nothing is left of it without. file_draft_free() comes last, always.
 */
struct file_draft;
const struct err *file_draft_begin(struct file_draft **out, const char *path)
    MUST_CHECK;
const struct err *file_draft_add(struct file_draft *draft, struct slice bytes)
    MUST_CHECK;
const struct err *file_draft_end(struct file_draft *draft) MUST_CHECK;
void file_draft_free(struct file_draft *draft);	/* NULL is allowed */

/*
 * Overwrite a file with chance, bring that to the disk, and remove it. Gone is
 * fine. A disk that writes elsewhere (an SSD) may keep the old bytes all the
 * same: what matters must have been encrypted too.
 */
const struct err *file_shred(const char *path) MUST_CHECK;

/* Remove a file, or a folder with all that is in it. Gone is fine. */
const struct err *file_remove_tree(const char *path) MUST_CHECK;

/* The part behind the last separator; the part before it ("." if none). */
const char *file_name(const char *path);
void file_folder(struct buf *out, const char *path);
/*
 * Is the folder there that path lies in, or would? Appends it to folder; the
 * separators that path ends with do not count.
 */
bool file_has_folder(struct buf *folder, const char *path);
/* folder + "/" + name */
void file_join(struct buf *out, const char *folder, const char *name);
/* ".xlsx" of "a/b.xlsx", "" when there is none; points into path. */
const char *file_extension(const char *path);

#endif
