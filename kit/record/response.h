/*
 * response.h - between an interview (formspec) and its fields (revisions).
 */
#ifndef RECOLTE_RECORD_RESPONSE_H
#define RECOLTE_RECORD_RESPONSE_H

#include "formspec/instance.h"
#include "kit/record/merge.h"

/*
 * The fields of an interview: every answer that is not empty, calculated ones
 * included, and the existence of repeat instances. final: what is not relevant
 * is left out.
 */
const struct err *response_fields(struct fields *out, struct arena *arena,
    struct instance *instance, bool final) MUST_CHECK;

/*
 * Fill a new instance from fields. Fields that the form does not know are
 * passed to `unknown` (may be NULL), never dropped silently.
 */
const struct err *response_load(struct instance *instance,
    const struct fields *fields,
    void (*unknown)(void *data, const char *path), void *data) MUST_CHECK;

/*
 * The form's say on a merged response: calculations are recomputed, and where
 * the merge left a constraint broken or an answer not relevant that no single
 * head had so, the field is marked with a conflict of that kind. Changes
 * record->fields and record->conflicts.
 */
const struct err *response_judge(struct merged_record *record,
    struct arena *arena, const struct form *form,
    const struct instance_setting *setting) MUST_CHECK;

/* Is the item behind this path a consent (role "consent...")? */
bool response_is_consent(const struct form *form, const char *path);
/* The item that a field path belongs to: repeat ids are skipped; or NULL. */
const struct item *response_item(const struct form *form, const char *path);

#endif
