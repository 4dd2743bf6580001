/*
 * tombstones.h - who was erased: record ids that the manifest names, or that
 * this workspace has noted and no manifest says yet. Everybody respects them,
 * whatever arrives.
 */
#ifndef RECOLTE_MERGER_TOMBSTONES_H
#define RECOLTE_MERGER_TOMBSTONES_H

#include "merger/workspace/workspace.h"

/* Was this record erased, or one half of this link? */
bool tombstones_refuse(const struct workspace *workspace, const char *record);
/* Was the case erased that ".case" names, by its key or its id? */
bool tombstones_refuse_case(const struct workspace *workspace,
    const char *named);
/* How many records are erased. */
size_t tombstones_count(const struct workspace *workspace);

/* Read what this workspace has noted and our newest manifest does not say. */
const struct err *tombstones_load(struct workspace *workspace) MUST_CHECK;
/* Note them, in one transaction. */
const struct err *tombstones_note(struct workspace *workspace,
    const char *const *records, size_t count, const char *reason) MUST_CHECK;

#endif
