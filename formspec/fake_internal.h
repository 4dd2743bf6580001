/* fake_internal.h - making answers up; for the fake_*.c only. */
#ifndef FORMSPEC_FAKE_INTERNAL_H
#define FORMSPEC_FAKE_INTERNAL_H

#include "formspec/fake.h"
#include "kit/base/map.h"

/* fake_random.c */
void fake_random_start(struct fake_random *random, uint64_t seed,
    uint64_t number);
uint64_t fake_draw(struct fake_random *random);
/* From low to high, both included. */
int64_t fake_between(struct fake_random *random, int64_t low, int64_t high);
bool fake_chance(struct fake_random *random, unsigned percent);

/* What a constraint says of a number, a date (days) or a length. */
struct fake_bounds {
	double low, high;		/* infinite where nothing is said */
};

struct fake {
	struct instance *instance;
	struct fake_random random;
	bool thorough;			/* nothing is left out */
	struct map *seen;		/* answers that were decided, by address */
	struct buf given, family;	/* the person, for names and e-mail */
	struct buf first_failure;	/* path of what could not be answered */
};

/* fake_bounds.c: read out of the constraint of an answer's item. */
struct fake_bounds fake_bounds_of(struct fake *fake,
    const struct answer *answer, const char *subject);
/* The pattern of regex(., '...') in the constraint; false: there is none. */
bool fake_pattern_of(struct buf *out, const struct answer *answer);

/* fake_regex.c: a text that a simple pattern matches; false: not that simple. */
bool fake_regex(struct fake_random *random, struct buf *out,
    struct slice pattern);

/* fake_text.c: plausible French text for an item. */
void fake_person(struct fake *fake);
void fake_text(struct fake *fake, struct buf *out, const struct answer *answer,
    unsigned attempt);
/* True when one of the item's words (of its name, folded) is among `words`. */
bool fake_is_about(const struct item *item, const char *words);

/* fake_value.c: a candidate for any question; false: there is none. */
bool fake_value(struct fake *fake, struct buf *out,
    const struct answer *answer, unsigned attempt);

#endif
