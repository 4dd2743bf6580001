/*
 * scenario.h - one line of scenarios.jsonl as it is played: what the parts of
 * conformance_scenarios share.
 */
#ifndef TESTS_CONFORMANCE_SCENARIO_H
#define TESTS_CONFORMANCE_SCENARIO_H

#include "formspec/instance.h"
#include "kit/base/map.h"
#include "lines.h"

struct play {
	const struct json *line;
	struct form *form;
	struct instance *instance;
	struct map *expected;	/* path to its state, as it was last said */
	bool shown;
	struct buf why;		/* the first thing that is wrong */
};

/* ---- scenario_find.c: nodes by the paths of the lines ---- */

/* Something is wrong; only the first is kept, unless all are shown. */
void play_wrong(struct play *play, size_t step, const char *path,
    const char *what, const char *expected, const char *seen);
/* The answer at "/data/rep[2]/a", or NULL. */
struct answer *play_find(const struct play *play, const char *path);
/* The parent of the last step, which names that repeat; or NULL. */
struct answer *play_find_repeat(const struct play *play, const char *ref,
    const struct item **repeat, size_t *position);

/* ---- scenario_check.c: one node against what was recorded ---- */

const char *scenario_truth(bool yes);
/* A value of JSON as the text of an answer. */
const char *scenario_text(const struct json *value, char *number, size_t size);
void scenario_check_value(struct play *play, size_t step, const char *path,
    const struct json *value, const struct answer *answer);
void scenario_check_choices(struct play *play, size_t step, const char *path,
    const struct json *expected, const struct answer *answer);
void scenario_check_state(struct play *play, size_t step, const char *path,
    const struct json *state);

/* ---- scenario_steps.c: the steps, and what is asked between them ---- */

void scenario_play(struct play *play);

#endif
