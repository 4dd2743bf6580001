/*
 * interview.h - what the fuzz targets ask of every form that is accepted: that
 * it can be written and read again, and that interviews over it, led by bytes,
 * are always as if they had been computed afresh.
 */
#ifndef RECOLTE_TESTS_INTERVIEW_H
#define RECOLTE_TESTS_INTERVIEW_H

#include "fuzz.h"

#include "formspec/form.h"
#include "formspec/instance.h"

/*
 * Its JSON reads back, and is written in the same bytes; unless it wants files
 * beside it, which are not there for a fuzz target.
 */
void form_must_come_back(const struct form *form);

/* Its XForm is read without errors, and asks for the same answers. */
void form_must_survive_xform(const struct form *form);

/*
 * Steps taken from bytes: answers, instances of repeats, languages, drafts.
 * After each of them the tree must hold together; at the end the interview is
 * loaded as a draft and as JSON into another, and must be the same there.
 */
void form_play(const struct form *form, struct slice bytes);

/* The checks of form_play() alone, on an instance that is there. */
void instance_must_hold(struct instance *instance,
    const struct form_graph *graph);

/* A world without chance: a clock that stands still, counted bytes. */
struct instance_setting fuzz_setting(uint64_t *counter);

#endif
