#include "formspec/fake.h"

#include <string.h>

#include "formspec/answers.h"
#include "formspec/fake_internal.h"
#include "kit/base/moment.h"

enum { REPEAT_INSTANCES_FAKE_MAX = 4, ANSWERED_PERCENT = 85 };

/* ---- a world for made-up interviews ---- */

static int64_t
world_now(void *data)
{
	const struct fake_world *world = data;

	return world->now_ms;
}

/* Paris in winter; the interviews are in November. */
static int
world_offset(void *data, int64_t ms)
{
	(void)data;
	(void)ms;
	return 60;
}

static void
world_random(void *data, void *out, size_t len)
{
	struct fake_world *world = data;
	uint8_t *at = out;

	while (len-- > 0)
		*at++ = (uint8_t)(fake_draw(&world->random) >> 56);
}

void
fake_world_start(struct fake_world *world, uint64_t seed, uint64_t number)
{
	struct civil start = { .year = 2024, .month = 11,
	    .offset_minutes = 60 };

	/* Another stream than that of the answers. */
	fake_random_start(&world->random, ~seed, number);
	start.day = (int)fake_between(&world->random, 4, 22);
	start.hour = (int)fake_between(&world->random, 9, 17);
	start.minute = (int)fake_between(&world->random, 0, 59);
	start.second = (int)fake_between(&world->random, 0, 59);
	world->now_ms = civil_to_ms(&start);
}

struct xpath_world
fake_world_xpath(struct fake_world *world)
{
	return (struct xpath_world){ world_now, world_offset, world_random,
	    world };
}

void
fake_world_pass(struct fake_world *world)
{
	world->now_ms += fake_between(&world->random, 6 * 60000, 45 * 60000);
}

/* ---- filling ---- */

static bool
is_askable(const struct answer *answer)
{
	const struct item *item = answer->item;

	return item->kind == ITEM_QUESTION && answer->relevant &&
	    !answer->calculated && !answer->readonly &&
	    item->type != Q_NOTE && item->type != Q_HIDDEN;
}

/* Seen: decided already. The address names it: nothing is removed. */
static bool
mark_seen(struct fake *fake, const struct answer *answer)
{
	struct slice key = slice_of(&answer, sizeof(answer));

	return map_set_slice(fake->seen, key, fake) != NULL;
}

static bool
is_valid(const struct answer *answer)
{
	return answer->type_ok && answer->choice_ok && answer->constraint_ok;
}

static bool
wants_answer(struct fake *fake, const struct answer *answer)
{
	if (answer->required || fake->thorough || (answer->item->role != NULL &&
	    *answer->item->role != '\0'))
		return true;
	if (fake_is_about(answer->item,
	    " remarque remarques commentaire commentaires comment notes "))
		return fake_chance(&fake->random, 30);
	return fake_chance(&fake->random, ANSWERED_PERCENT);
}

static void
note_failure(struct fake *fake, const struct answer *answer)
{
	if (fake->first_failure.len == 0)
		answer_path(&fake->first_failure, answer);
}

static const struct err *
try_candidate(struct fake *fake, struct answer *answer, unsigned attempt,
    bool *made)
{
	struct buf value = BUF_INIT;
	const struct err *err = NULL;

	*made = fake_value(fake, &value, answer, attempt);
	if (*made)
		err = instance_set(fake->instance, answer, buf_str(&value));
	buf_free(&value);
	return err;
}

/*
 * Try candidates until the form agrees; *found: it did. When none will do, an
 * answer that must be there gets a likely one: perhaps the form waits for
 * others to be answered too (a sum over empty answers is no number), and the
 * rounds that follow try again.
 */
static const struct err *
answer_item(struct fake *fake, struct answer *answer, bool *found)
{
	const struct err *err = NULL;
	bool made = true;

	*found = false;
	for (unsigned i = 0; i < FAKE_ATTEMPTS_MAX; i++) {
		err = try_candidate(fake, answer, i, &made);
		if (err != NULL || !made)
			break;
		*found = is_valid(answer) && *answer_value(answer) != '\0';
		if (*found)
			return NULL;
	}
	if (err == NULL && answer->required)
		return try_candidate(fake, answer, 0, &made);
	return err_first(err, instance_set(fake->instance, answer, ""));
}

static const struct err *
decide(struct fake *fake, struct answer *answer)
{
	bool found;

	/* Half of what is filled in beforehand is left as it is. */
	if (*answer_value(answer) != '\0' && is_valid(answer) &&
	    fake_chance(&fake->random, 50))
		return NULL;
	if (!wants_answer(fake, answer))
		return *answer_value(answer) == '\0' || is_valid(answer) ?
		    NULL : instance_set(fake->instance, answer, "");
	return answer_item(fake, answer, &found);
}

static const struct err *fill(struct fake *fake, struct answer *answer);

/* A repeat that people add to: one to four instances. */
static const struct err *
fill_repeat(struct fake *fake, struct answer *parent,
    const struct item *repeat)
{
	const struct err *err = NULL;
	struct answer *added;
	size_t wanted = (size_t)fake_between(&fake->random, 1,
	    REPEAT_INSTANCES_FAKE_MAX);

	while (err == NULL && repeat->repeat_count.compiled == NULL &&
	    instance_repeat_count(parent, repeat) < wanted)
		err = instance_add_repeat(fake->instance, &added, parent,
		    repeat, 0, NULL);
	return err;
}

static const struct err *
fill_children(struct fake *fake, struct answer *parent)
{
	const struct err *err = NULL;
	const struct item *grown = NULL;

	for (struct answer *child = answer_first(parent);
	    child != NULL && err == NULL; child = answer_next(child)) {
		if (child->item->kind == ITEM_REPEAT && child->item != grown) {
			grown = child->item;
			if (child->relevant && !mark_seen(fake, child))
				err = fill_repeat(fake, parent, grown);
		}
		if (err == NULL)
			err = fill(fake, child);
	}
	return err;
}

static const struct err *
fill(struct fake *fake, struct answer *answer)
{
	if (!answer->relevant)
		return NULL;
	if (answer->item->kind != ITEM_QUESTION)
		return fill_children(fake, answer);
	if (!is_askable(answer) || mark_seen(fake, answer))
		return NULL;
	return decide(fake, answer);
}

/* One answer broke another, or came to stand in its way: try that again. */
static const struct err *
repair(struct fake *fake, struct answer *answer)
{
	bool found;

	if (answer->item->kind == ITEM_REPEAT)
		return instance_remove_repeat(fake->instance, answer);
	if (!is_askable(answer))
		return NULL;
	return answer_item(fake, answer, &found);
}

static const struct err *
repair_round(struct fake *fake, size_t *count)
{
	const struct problem *problems;
	size_t at, round;

	problems = instance_problems(fake->instance, count);
	round = *count;
	/* Repairing one changes the list; each is looked at afresh. */
	for (at = 0; at < round && at < *count; at++) {
		const struct err *err = repair(fake, problems[at].answer);
		size_t before = *count;

		if (err != NULL)
			return err;
		problems = instance_problems(fake->instance, count);
		if (*count < before)
			at -= at < before - *count ? at : before - *count;
	}
	return NULL;
}

static const struct err *
fill_rounds(struct fake *fake, size_t *count)
{
	const struct err *err = NULL;

	*count = 1;
	for (int i = 0; i < FAKE_ROUNDS_MAX && *count > 0 && !err; i++) {
		/* What became relevant behind the walk is filled again. */
		err = fill(fake, instance_root(fake->instance));
		if (err == NULL)
			err = fill(fake, instance_root(fake->instance));
		if (err == NULL)
			err = repair_round(fake, count);
	}
	if (err == NULL)
		(void)instance_problems(fake->instance, count);
	return err;
}

/*
 * What must be answered can hang on what need not be (the towns of a region
 * that was left out): then everything is answered.
 */
static const struct err *
fill_all(struct fake *fake)
{
	size_t count;
	const struct err *err = fill_rounds(fake, &count);

	if (err == NULL && count > 0) {
		fake->thorough = true;
		map_free(fake->seen);
		fake->seen = map_new();
		err = fill_rounds(fake, &count);
	}
	if (err != NULL || count == 0)
		return err;
	note_failure(fake, instance_problems(fake->instance,
	    &count)[0].answer);
	return err_new(ERR_LIMIT, "%s: no valid answer found in %d attempts",
	    buf_str(&fake->first_failure), FAKE_ATTEMPTS_MAX);
}

const struct err *
fake_fill(struct instance *instance, uint64_t seed, uint64_t number)
{
	struct fake fake = { .instance = instance };
	const struct err *err;

	fake.seen = map_new();
	fake_random_start(&fake.random, seed, number);
	fake_person(&fake);
	err = fill_all(&fake);
	buf_free(&fake.first_failure);
	buf_free(&fake.given);
	buf_free(&fake.family);
	map_free(fake.seen);
	return err;
}

const struct err *
fake_write(struct buf *out, struct instance *instance)
{
	answers_write_json(out, instance);
	return NULL;
}
