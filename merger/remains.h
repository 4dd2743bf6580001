/*
 * remains.h - what an erasure or a closing leaves readable, and where: told
 * honestly, since no program can take back what it has given away.
 */
#ifndef RECOLTE_MERGER_REMAINS_H
#define RECOLTE_MERGER_REMAINS_H

#include <stdio.h>

#include "merger/workspace.h"

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
 * One line each: other keyrings, copies of ours, git, laptops, exports. Nothing
 * is printed where nothing remains.
 */
const struct err *remains_print(struct workspace *workspace, FILE *out)
    MUST_CHECK;

#endif
