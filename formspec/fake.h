/*
 * fake.h - valid random answers: for pilots, demonstrations and tests.
 */
#ifndef FORMSPEC_FAKE_H
#define FORMSPEC_FAKE_H

#include "formspec/instance.h"

/*
 * Fill a new instance with random answers that obey relevance, constraints,
 * required, choice filters and repeats. The same form, seed and number give
 * the same answers. ERR_LIMIT: no valid answer was found for an item (named).
 */
const struct err *fake_fill(struct instance *instance, uint64_t seed,
    uint64_t number) MUST_CHECK;

/*
 * One response as a line of JSON: an object keyed by item name; groups are
 * objects, repeats arrays of objects; what is empty or not relevant is absent.
 * `collector import` reads it.
 */
const struct err *fake_write(struct buf *out, struct instance *instance)
    MUST_CHECK;

#endif
