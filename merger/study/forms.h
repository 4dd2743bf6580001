/*
 * forms.h - the forms of the study as main has them, and the dictionaries that
 * were published with them; read once, and kept with the workspace.
 */
#ifndef RECOLTE_MERGER_FORMS_H
#define RECOLTE_MERGER_FORMS_H

#include "kit/record/package.h"
#include "merger/workspace/workspace.h"

/* A form version that the manifest lists; the workspace's. ERR_NOT_FOUND. */
const struct err *forms_package(struct workspace *workspace,
    const struct hash *version, const struct package **out) MUST_CHECK;
/* A dictionary_find (changeset.h): data is the workspace. */
const struct err *forms_dictionary(void *data,
    const struct changeset_head *head, const struct hash *hash,
    struct slice *out, bool *found) MUST_CHECK;

#endif
