/*
 * mainline.h - the branch `main` of the study: signed manifests, form
 * packages, the sealed sample frame and roster. Written by coordinators only,
 * each time on top of what the hub has.
 */
#ifndef RECOLTE_MERGER_MAINLINE_H
#define RECOLTE_MERGER_MAINLINE_H

#include "merger/workspace/workspace.h"

/* A file of the newest main that we have. ERR_NOT_FOUND: none. */
const struct err *mainline_read(struct workspace *workspace, struct buf *out,
    const char *name, size_t bytes_max) MUST_CHECK;

/*
 * Verify the manifests on main that are newer than ours, one by one, and take
 * them over. *news: how many. *sound: false when one of them cannot be trusted:
 * that is told, it and what follows is not taken, and main is not to be
 * published on top of it.
 */
const struct err *mainline_advance(struct workspace *workspace, size_t *news,
    bool *sound) MUST_CHECK;

/*
 * Sign a draft and commit it on main with some more files. The caller brings it
 * to the hub with mainline_publish().
 */
const struct err *mainline_commit(struct workspace *workspace,
    const struct manifest_draft *draft, const struct depot_file *files,
    size_t file_count, const char *subject) MUST_CHECK;
/* Files alone, without a new manifest. */
const struct err *mainline_commit_files(struct workspace *workspace,
    const struct depot_file *files, size_t file_count, const char *subject)
    MUST_CHECK;

/* Take over what was committed here just before a crash. */
const struct err *mainline_resume(struct workspace *workspace) MUST_CHECK;

/*
 * Commands say dispatch_publish(), so that laptops hear of it.
 * ERR_BUSY: another coordinator was faster: pull, and do it again.
 */
const struct err *mainline_publish(struct workspace *workspace) MUST_CHECK;

/* Have we committed something that the hub has not got yet? */
const struct err *mainline_waits(struct workspace *workspace, bool *out)
    MUST_CHECK;

/* ERR_DENIED when the study is closed: nothing can be written any more. */
const struct err *mainline_check_open(const struct workspace *workspace)
    MUST_CHECK;

/* "manifest/00000001"; out holds 32 bytes. */
void mainline_manifest_name(char *out, uint64_t version);

#endif
