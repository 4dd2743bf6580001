/*
 * coordinators.h - the list of those who run the study. The root key signs it;
 * it lies in a drawer and comes out for this alone.
 */
#ifndef RECOLTE_MERGER_COORDINATORS_H
#define RECOLTE_MERGER_COORDINATORS_H

#include "merger/people/people.h"
#include "merger/people/revocation.h"

/*
 * Add whoever wrote this request (enrolment_seal_coordinator()); out is who,
 * its name in the arena. ERR_USAGE: they coordinate already, or ask for
 * something else; ERR_SIGNATURE: not this study's root key; ERR_DENIED and
 * ERR_NOT_FOUND: their invitation. The caller publishes.
 */
const struct err *coordinators_add(struct workspace *workspace,
    struct arena *arena, struct slice request, const struct sign_pair *root,
    struct request *out) MUST_CHECK;

/*
 * Take a coordinator off the list; what stands of their change sets counts as
 * before. ERR_USAGE: ourselves.
 */
const struct err *coordinators_remove(struct workspace *workspace,
    const char *id, const struct sign_pair *root,
    const struct stands *stands) MUST_CHECK;

/* The coordinator whose id begins so. ERR_USAGE. */
const struct err *coordinators_find(struct workspace *workspace,
    const char *text, char id[DEVICE_ID_MAX]) MUST_CHECK;

#endif
