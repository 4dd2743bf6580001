/*
 * attempt.h - a try to reach the person of a case, as fields of the case's
 * record (kind "case"):
 *
 *   .attempt[16 HEX]            "1": there is such an attempt
 *   .attempt[16 HEX]/when       "2026-11-23T09:30:00.000+01:00"
 *   .attempt[16 HEX]/how        "phone" | "mail" | "visit" | "video" | "other"
 *   .attempt[16 HEX]/outcome    a code of outcome.h
 *   .attempt[16 HEX]/call-back  "2026-11-30" or "2026-11-30T14:00", if agreed
 *   .attempt[16 HEX]/phase      "training" | "pilot": it was practice
 *   .attempt[16 HEX]/remark     text, if there is something to say
 *
 * The 16 digits are random; attempts of several laptops never meet in a field.
 * Who tried is the author of the revision. Members that a newer program adds
 * are passed over.
 */
#ifndef RECOLTE_RECORD_ATTEMPT_H
#define RECOLTE_RECORD_ATTEMPT_H

#include "kit/record/revision.h"

enum {
	ATTEMPT_ID_MAX = 17, ATTEMPT_FIELDS = 7, ATTEMPT_PATH_MAX = 48,
	ATTEMPT_REMARK_BYTES_MAX = 2000, ATTEMPTS_MAX = 1000
};

/* Strings are never NULL; "" where nothing was said. */
struct attempt {
	char id[ATTEMPT_ID_MAX];
	const char *when, *how, *outcome, *call_back, *remark, *phase;
};

/* A random id. */
void attempt_name(struct attempt *attempt);
/* ERR_USAGE: something is missing, or is none of the above. ERR_LIMIT. */
const struct err *attempt_check(const struct attempt *attempt) MUST_CHECK;
/* Those that are not empty, in arena, sorted by path; seven at most. */
struct field *attempt_fields(struct arena *arena,
    const struct attempt *attempt, size_t *count);
/*
 * The attempts among fields, oldest first (by when, then id), in arena. What
 * has no readable "when" or no outcome is passed over, and all beyond
 * ATTEMPTS_MAX.
 */
struct attempt *attempts_read(struct arena *arena, const struct fields *fields,
    size_t *count);
/* ".attempt[ID]", the field that says that it is there. */
void attempt_path(char out[ATTEMPT_PATH_MAX], const char *id);
/* Is this field one of an attempt? */
bool attempt_is_field(const char *path);
/* A date, or a date with hour and minute. */
bool attempt_is_call_back(const char *text);

#endif
