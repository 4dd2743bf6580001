/*
 * cover.h - the passages that best stand for many texts: what a dictionary for
 * compression is made of. (The idea is that of zstd's trainer: "Effective
 * construction of relative Lempel-Ziv dictionaries", Liao and others, 2016.)
 */
#ifndef RECOLTE_RECORD_COVER_H
#define RECOLTE_RECORD_COVER_H

#include "kit/base/buf.h"

enum { COVER_TEXTS_MAX = 1000 };

/* Texts of one kind, one behind another. */
struct cover_texts {
	struct buf bytes;
	size_t ends[COVER_TEXTS_MAX];
	size_t count;
};

/*
 * Append at most bytes_max bytes, the same for the same texts on every machine.
 * What stands for most comes last, where zlib reaches it most cheaply.
 */
void cover_pick(struct buf *out, const struct cover_texts *texts,
    size_t bytes_max);

#endif
