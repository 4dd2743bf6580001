/*
 * problems.h - what is wrong with answers, in words.
 */
#ifndef RECOLTE_COLLECTOR_PROBLEMS_H
#define RECOLTE_COLLECTOR_PROBLEMS_H

#include "collector/words.h"
#include "formspec/instance.h"

/*
 * Append one problem, "structure/siren: an answer is required"; or with the
 * question's label in place of its path.
 */
void problem_add(struct buf *out, enum language language,
    struct instance *instance, const struct problem *problem, bool labelled);
/* The form's own message for an answer that breaks its constraint, or "". */
void problem_message(struct buf *out, struct instance *instance,
    const struct answer *answer);
/* Append all of them, with "; " between; returns how many there are. */
size_t problems_add(struct buf *out, enum language language,
    struct instance *instance);

#endif
