/*
 * fake.h - valid random answers: for pilots, demonstrations and tests.
 */
#ifndef FORMSPEC_FAKE_H
#define FORMSPEC_FAKE_H

#include "formspec/instance.h"

/* How often an item is tried before it is said to be impossible. */
enum { FAKE_ATTEMPTS_MAX = 200, FAKE_ROUNDS_MAX = 12 };

/* A generator of our own: the same numbers on every machine. */
struct fake_random {
	uint64_t state[4];
};

/*
 * A world that is the same on every run: a working day in November 2024, Paris
 * time, and numbers from the seed. It outlives the instances made in it.
 */
struct fake_world {
	struct fake_random random;
	int64_t now_ms;
};

void fake_world_start(struct fake_world *world, uint64_t seed,
    uint64_t number);
struct xpath_world fake_world_xpath(struct fake_world *world);
/* The interview takes its time, some minutes; then it ends. */
void fake_world_pass(struct fake_world *world);

/*
 * Fill a new instance with random answers that obey relevance, constraints,
 * required, choice filters and repeats. The same form, seed and number give
 * the same answers (the whole response, when its world is a fake_world of the
 * same seed and number). ERR_LIMIT: no valid answer was found for an item
 * (named).
 */
const struct err *fake_fill(struct instance *instance, uint64_t seed,
    uint64_t number) MUST_CHECK;

/*
 * One response as a line of JSON: an object keyed by item name, in the order of
 * the form; groups are objects, repeats arrays of objects, a select_multiple an
 * array of names, everything else a string; what is empty or not relevant is
 * absent. answers_read_json() reads it, and so does `collector import`.
 */
const struct err *fake_write(struct buf *out, struct instance *instance)
    MUST_CHECK;

#endif
