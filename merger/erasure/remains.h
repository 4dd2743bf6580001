/*
 * remains.h - what an erasure or a closing leaves readable, and where: told
 * honestly, since no program can take back what it has given away.
 */
#ifndef RECOLTE_MERGER_REMAINS_H
#define RECOLTE_MERGER_REMAINS_H

#include <stdio.h>

#include "merger/workspace/workspace.h"

/* Remember where an export was written. */
const struct err *remains_note_export(struct workspace *workspace,
    const char *folder) MUST_CHECK;

/*
 * Tables are written over; photos and recordings of an earlier export are not.
 * Those of people who were erased since are shredded, and the list of them.
 */
const struct err *remains_clean_export(const struct workspace *workspace,
    const char *folder) MUST_CHECK;

/*
 * Remember a file that opens a laptop's store, or a backup of it, or holds
 * drafts that this laptop opens. The numbers stand in the index.
 */
enum handed { HANDED_OPENER = 0, HANDED_BACKUP = 1, HANDED_DRAFTS = 2 };
const struct err *remains_note_handed(struct workspace *workspace,
    const char *path, const char *device, enum handed what) MUST_CHECK;

/*
 * One line each: git, other keyrings, copies of ours, files that open stores,
 * laptops, exports. Nothing is printed where nothing remains: who said that it
 * is done there (followers.h) is counted, unless `planned`: it is not done yet.
 */
const struct err *remains_print(struct workspace *workspace, bool planned,
    FILE *out) MUST_CHECK;

#endif
