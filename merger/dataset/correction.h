/*
 * correction.h - a coordinator's correction: the named answers set in the
 * interview, and whatever follows from them by the form's calculations.
 */
#ifndef RECOLTE_MERGER_CORRECTION_H
#define RECOLTE_MERGER_CORRECTION_H

#include "kit/base/cli.h"
#include "merger/dataset/dataset.h"

/*
 * Build the revision from the operands "FIELD=VALUE" behind the first. FIELD is
 * the name of a question, its path ("structure/siren"), or a path with the ids
 * of repeat instances; an empty VALUE takes the answer away. Author, time and
 * reason are the caller's. The parents are the record's tips, so a correction
 * settles a conflict about the fields that it names.
 *
 * ERR_USAGE: no such question; ERR_DENIED: calculated by the form, or a rule
 * is broken and anyway is false, or it would give a consent that the response
 * does not and consent_given is false; ERR_STATE: the form is not here.
 */
struct correction_leave {
	bool anyway;			/* rules of the form may be broken */
	bool consent_given;		/* the coordinator was told so */
};
const struct err *correction_make(struct revision *out, struct arena *arena,
    const struct record *record, const struct cli *cli,
    struct correction_leave leave) MUST_CHECK;

#endif
