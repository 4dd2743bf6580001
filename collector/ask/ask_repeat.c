/* ask_repeat.c - "add another?": instances of repeats. */
#include "collector/ask/ask.h"

#include <string.h>

#include "kit/base/text.h"

/* The first stop inside an instance. */
static size_t
inside(const struct ask *ask, const struct answer *one, size_t otherwise)
{
	for (size_t i = 0; i < ask->stops.count && one != NULL; i++)
		for (const struct answer *a = ask->stops.items[i].answer; a;
		    a = answer_parent(a))
			if (a == one)
				return i;
	return otherwise;
}

/* Into an instance: what comes next are its questions. */
static const struct err *
go_inside(struct ask *ask, const struct stop *stop, const struct answer *one,
    size_t *at)
{
	const struct err *err = ask_relist(ask, stop, at);

	*at = inside(ask, one, *at);
	return err ? err : ask_save(ask, &ask->stops.items[*at]);
}

static const struct err *
add(struct ask *ask, const struct stop *stop, size_t *at)
{
	const struct err *err;
	struct answer *one;

	err = interview_add_repeat(ask->interview, &one, stop->answer,
	    stop->repeat);
	if (ask_is_the_forms(err)) {
		ask_fail(ask, err);
		return NULL;
	}
	return err ? err : go_inside(ask, stop, one, at);
}

static const struct err *
take_away(struct ask *ask, const struct stop *stop, struct answer *one,
    size_t *at)
{
	const struct err *err;

	err = interview_remove_repeat(ask->interview, one);
	if (err)
		return err;
	ask_say(ask, W_REMOVED, NULL, NULL);
	/* These may have pointed into it. */
	ask->shown_count = ask->found_count = 0;
	ask->fresh = true;
	err = ask_relist(ask, stop, at);
	return err ? err : ask_save(ask, stop);
}

/* "-2", ">2": the second; "-" the last one. NULL: there is none such. */
static struct answer *
pick(const struct stop *stop, struct slice number)
{
	size_t count = instance_repeat_count(stop->answer, stop->repeat);
	uint64_t n = count;

	if (number.len > 0 && !text_parse_u64(text_trim(number), &n))
		return NULL;
	return n == 0 || n > count ? NULL :
	    instance_repeat_at(stop->answer, stop->repeat, (size_t)n - 1);
}

const struct err *
ask_repeat(struct ask *ask, size_t *at)
{
	struct stop stop = ask->stops.items[*at];
	struct slice line = text_trim(buf_slice(&ask->line));
	struct answer *one = NULL;
	int yes = ask_yes_or_no(ask);

	if (line.len > 0 && (line.data[0] == '-' || line.data[0] == '>'))
		one = pick(&stop, slice_of(line.data + 1, line.len - 1));
	if (one != NULL)
		return line.data[0] == '-' ? take_away(ask, &stop, one, at) :
		    go_inside(ask, &stop, one, at);
	if (yes == 1)
		return add(ask, &stop, at);
	if (yes < 0 && line.len > 0) {
		ask_say(ask, W_YES_OR_NO, NULL, NULL);
		return NULL;
	}
	*at = ask->review ? ask->stops.count - 1 : *at + 1;
	return ask_save(ask, &ask->stops.items[*at]);
}
