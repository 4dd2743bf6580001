/*
 * interview_case.c - the case that an interview is about, and what was known of
 * it before: answers to questions of the same name.
 */
#include <string.h>

#include "collector/interview/interview.h"

/* The only question of that name outside repeats that a person answers. */
static struct answer *
question_named(struct interview *iv, const char *name)
{
	const struct form *form = iv->package->form;
	const struct item *found = NULL;
	struct answer *answer;

	for (size_t i = 0; i < form->item_count; i++) {
		const struct item *item = form->items[i];

		if (item->kind != ITEM_QUESTION || strcmp(item->name, name))
			continue;
		if (found != NULL || item->repeat != NULL)
			return NULL;
		found = item;
	}
	if (found == NULL)
		return NULL;
	answer = answer_of(instance_root(iv->instance), found);
	return answer == NULL || answer->calculated || answer->readonly ||
	    found->type == Q_NOTE || found->type == Q_METADATA ? NULL : answer;
}

/* What the form would not take from a person is not taken from a list. */
static const struct err *
fill_one(struct interview *iv, const struct field *known)
{
	const struct err *err;
	struct answer *answer = question_named(iv, known->path);

	if (answer == NULL || answer_value(answer)[0] != '\0')
		return NULL;
	err = instance_set(iv->instance, answer, known->value);
	if (!err && answer->type_ok && answer->choice_ok &&
	    answer->constraint_ok)
		return NULL;
	return err && err->code != ERR_LIMIT && err->code != ERR_FORMAT ? err :
	    instance_set(iv->instance, answer, "");
}

static const struct err *
fill_in(struct interview *iv, const char *name)
{
	const struct err *err;
	struct casework c;
	const struct fields *known;

	err = store_case(&c, iv->arena, iv->store, name);
	if (err)
		return err;
	known = c.in_sample ? &c.sample : &c.own;
	for (size_t i = 0; i < known->count && !err; i++)
		if (known->items[i].path[0] != '.')
			err = fill_one(iv, &known->items[i]);
	return err;
}

const struct err *
interview_set_case(struct interview *iv, const char *name)
{
	const char *key;
	const struct err *err = store_find_case(&key, iv->arena, iv->store,
	    name);

	if (!err)
		err = interview_keep_case(iv, key);
	return err ? err : fill_in(iv, name);
}
