#include "collector/ask.h"

#include <string.h>

#include "kit/base/mem.h"

static void
add_stop(struct stops *stops, enum stop_kind kind, struct answer *answer,
    const struct item *repeat)
{
	void *items = stops->items;

	mem_grow(&items, &stops->capacity, stops->count + 1,
	    sizeof(*stops->items));
	stops->items = items;
	stops->items[stops->count++] = (struct stop){ kind, answer, repeat };
}

/* Which questions are asked, and which are only told. */
static bool
question_kind(enum stop_kind *out, const struct answer *answer)
{
	static const unsigned char kinds[] = {
		[Q_NOTE] = 1, [Q_CALCULATE] = 2, [Q_HIDDEN] = 2,
		[Q_METADATA] = 2, [Q_EXTERNAL] = 2
	};
	enum question_type type = answer->item->type;

	if ((size_t)type < sizeof(kinds) && kinds[type] == 2)
		return false;
	*out = (size_t)type < sizeof(kinds) && kinds[type] == 1 ?
	    STOP_NOTE : STOP_QUESTION;
	if (answer->readonly || answer->calculated) {
		*out = STOP_NOTE;
		return answer->item->label.by_language != NULL;
	}
	return true;
}

static const struct err *list_items(struct stops *stops,
    struct instance *instance, struct answer *parent);

/* A repeat without an instance has no node to ask: one is made to see. */
static const struct err *
is_relevant(bool *out, struct instance *instance, struct answer *parent,
    const struct item *repeat)
{
	const struct err *err;
	struct answer *probe = instance_repeat_at(parent, repeat, 0);

	if (probe != NULL) {
		*out = probe->relevant;
		return NULL;
	}
	err = instance_add_repeat(instance, &probe, parent, repeat, 0, NULL);
	/* An expression that fails in it is told when somebody adds one. */
	if (err && err->code != ERR_FORMAT)
		return err;
	*out = probe != NULL && probe->relevant;
	err = probe ? instance_remove_repeat(instance, probe) : NULL;
	return err && err->code == ERR_FORMAT ? NULL : err;
}

static const struct err *
list_repeat(struct stops *stops, struct instance *instance,
    struct answer *parent, const struct item *repeat)
{
	const struct err *err = NULL;
	struct answer *one;
	bool relevant;

	for (size_t i = 0; !err &&
	    (one = instance_repeat_at(parent, repeat, i)) != NULL; i++)
		if (one->relevant)
			err = list_items(stops, instance, one);
	if (err || repeat->repeat_count.compiled != NULL)
		return err;
	err = is_relevant(&relevant, instance, parent, repeat);
	if (!err && relevant)
		add_stop(stops, STOP_ADD, parent, repeat);
	return err;
}

static const struct err *
list_one(struct stops *stops, struct instance *instance, struct answer *parent,
    const struct item *item)
{
	struct answer *answer;
	enum stop_kind kind;

	if (item->kind == ITEM_REPEAT)
		return list_repeat(stops, instance, parent, item);
	answer = answer_of(parent, item);
	if (answer == NULL || !answer->relevant)
		return NULL;
	if (item->kind == ITEM_GROUP)
		return list_items(stops, instance, answer);
	if (question_kind(&kind, answer))
		add_stop(stops, kind, answer, NULL);
	return NULL;
}

/* As deep as the form is, at most FORM_DEPTH_MAX. */
static const struct err *
list_items(struct stops *stops, struct instance *instance,
    struct answer *parent)
{
	const struct err *err = NULL;

	for (const struct item *item = parent->item->first; item && !err;
	    item = item->next)
		err = list_one(stops, instance, parent, item);
	return err;
}

const struct err *
stops_list(struct stops *out, struct instance *instance)
{
	const struct err *err;

	out->count = 0;
	err = list_items(out, instance, instance_root(instance));
	add_stop(out, STOP_END, NULL, NULL);
	return err;
}

void
stops_free(struct stops *stops)
{
	mem_free(stops->items);
	*stops = (struct stops){ NULL, 0, 0 };
}

size_t
stops_find(const struct stops *stops, const struct stop *stop)
{
	size_t i = 0;

	while (i + 1 < stops->count &&
	    (stops->items[i].answer != stop->answer ||
	    stops->items[i].repeat != stop->repeat))
		i++;
	return i;
}

void
stop_text(struct buf *out, const struct stop *stop)
{
	if (stop->kind == STOP_END)
		return;
	answer_path(out, stop->answer);
	if (stop->kind == STOP_ADD)
		buf_addf(out, "%s%s+", out->len ? "/" : "", stop->repeat->name);
}

size_t
stops_find_text(const struct stops *stops, const char *text)
{
	struct buf one = BUF_INIT;
	size_t i = 0;

	if (text[0] == '\0')
		return 0;
	for (; i + 1 < stops->count; i++) {
		buf_reset(&one);
		stop_text(&one, &stops->items[i]);
		if (!strcmp(buf_str(&one), text))
			break;
	}
	buf_free(&one);
	return i;
}

static const struct err *
clear_repeat(struct instance *instance, struct answer *parent,
    const struct item *repeat)
{
	const struct err *err = NULL;
	struct answer *one;

	if (repeat->repeat_count.compiled != NULL)
		return NULL;
	while (!err && (one = instance_repeat_at(parent, repeat, 0)) != NULL)
		err = instance_remove_repeat(instance, one);
	return err;
}

const struct err *
stops_clear_repeats(struct instance *instance, struct answer *parent)
{
	const struct err *err = NULL;

	for (const struct item *item = parent->item->first; item && !err;
	    item = item->next) {
		if (item->kind == ITEM_REPEAT)
			err = clear_repeat(instance, parent, item);
		else if (item->kind == ITEM_GROUP)
			err = stops_clear_repeats(instance,
			    answer_of(parent, item));
	}
	return err;
}
