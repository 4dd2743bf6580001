/*
 * response.h - between an interview (formspec) and its fields (revisions).
 */
#ifndef RECOLTE_RECORD_RESPONSE_H
#define RECOLTE_RECORD_RESPONSE_H

#include "formspec/instance.h"
#include "kit/record/merge.h"

/*
 * The fields of an interview: every answer that is not empty, calculated ones
 * included, and the existence of repeat instances, each at its position from 1.
 * final: what is not relevant is left out. Copied into arena.
 * ERR_LIMIT: a path over REVISION_PATH_BYTES_MAX.
 */
const struct err *response_fields(struct fields *out, struct arena *arena,
    struct instance *instance, bool final) MUST_CHECK;

/*
 * Fill an instance from fields, and settle it; whatever it held is taken away.
 * Repeat instances stand by position, then by id. One that has answers but no
 * existence is made, behind the others. Fields that the form does not know are
 * passed to `unknown` (may be NULL), never dropped silently; those of the
 * record as a whole (".case") belong to the caller and are passed over.
 * ERR_LIMIT, ERR_FORMAT: as instance_load() and instance_settle() say. After
 * the latter's the instance holds everything all the same.
 */
const struct err *response_load(struct instance *instance,
    const struct fields *fields,
    void (*unknown)(void *data, const char *path), void *data) MUST_CHECK;

/*
 * The form's say on a merged response. Changes record->fields and ->conflicts.
 *
 * Calculations are recomputed, so they are never in conflict; volatile ones
 * (now, today, random, uuid, once), triggered ones and metadata are answers and
 * stay as merged. A recomputed value that no head has is nobody's: winner NULL,
 * no heads. In a final response, calculations that are not relevant are absent.
 *
 * A constraint that is broken (a choice that is no longer offered included) and
 * an answer that is not relevant become conflicts of their own kind when nobody
 * had them so: when in no tip's own view (merge_as_known()) the same is wrong.
 * A field in conflict already stays as it is. Of a repeat instance that is not
 * relevant only the existence is marked.
 */
const struct err *response_judge(struct merged_record *record,
    struct arena *arena, const struct form *form,
    const struct instance_setting *setting) MUST_CHECK;
/* The same for many responses of one form. */
const struct err *response_judge_of(struct merged_record *record,
    struct arena *arena, const struct form_graph *graph,
    const struct instance_setting *setting) MUST_CHECK;

/* Is the item behind this path a consent (role "consent...")? */
bool response_is_consent(const struct form *form, const char *path);
/* The same as a merge_is_consent; data is the form. */
bool response_merge_is_consent(void *data, const char *path);
/* Is this one of the words that forms give to "yes"? */
bool response_is_yes(const char *consent);
/*
 * No yes to taking part, the answer with the role "consent", though the form
 * asks. Other consents ("consent-recontact") are not about this interview.
 */
bool response_declines(const struct form *form, const struct fields *fields);
/* The item that a field path belongs to: repeat ids are skipped; or NULL. */
const struct item *response_item(const struct form *form, const char *path);

#endif
