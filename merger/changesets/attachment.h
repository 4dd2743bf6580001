/*
 * attachment.h - photos and recordings that came with change sets: verified
 * when they arrive, found again when they are exported.
 */
#ifndef RECOLTE_MERGER_ATTACHMENT_H
#define RECOLTE_MERGER_ATTACHMENT_H

#include "kit/exchange/attachment.h"
#include "kit/record/revision.h"
#include "merger/workspace/workspace.h"

/*
 * Look at the files that a revision names: each must lie in its commit, or have
 * come before, have its hash, and open with the record's key. What does not is
 * told in `missing`, for the receipt; the answers count all the same.
 * ERR_NEWER: a newer program sealed or named one.
 */
const struct err *attachment_receive(struct workspace *workspace,
    const char *commit, const struct revision *revision,
    const struct secret_key *record_key, struct buf *missing) MUST_CHECK;

/* The sealed bytes. ERR_NOT_FOUND: it has not arrived, or was refused. */
const struct err *attachment_read(struct workspace *workspace,
    struct buf *out, const struct hash *hash) MUST_CHECK;

#endif
