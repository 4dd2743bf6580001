#include "collector/interview/stops.h"

#include <string.h>

#include "collector/interview/search.h"
#include "formspec/markup.h"
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

size_t
stops_find_place(const struct stops *stops, const char *text)
{
	size_t at = stops_find_text(stops, text);
	struct buf repeat = BUF_INIT;
	const char *bracket;

	buf_add(&repeat, text);
	while (at + 1 == stops->count &&
	    (bracket = strrchr(buf_str(&repeat), '[')) != NULL) {
		repeat.len = (size_t)(bracket - buf_str(&repeat));
		buf_add(&repeat, "+");
		at = stops_find_text(stops, buf_str(&repeat));
		repeat.len--;
		repeat.data[repeat.len] = '\0';
	}
	buf_free(&repeat);
	return at;
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

/* ---- what they are called ---- */

/* " (2, 1)": of the instances that it is in, outermost first. */
static void
add_numbers(struct buf *out, const struct answer *inside)
{
	size_t numbers[FORM_DEPTH_MAX], count = 0;

	for (const struct answer *a = inside; a && count < FORM_DEPTH_MAX;
	    a = answer_parent(a))
		if (a->item->kind == ITEM_REPEAT)
			numbers[count++] = answer_number(a);
	for (size_t i = count; i > 0; i--)
		buf_addf(out, "%s%zu%s", i == count ? " (" : ", ",
		    numbers[i - 1], i == 1 ? ")" : "");
}

void
stop_label(struct buf *out, struct instance *instance,
    const struct stop *stop)
{
	const struct item *item = stop->kind == STOP_ADD ? stop->repeat :
	    stop->answer ? stop->answer->item : NULL;
	struct buf text = BUF_INIT;

	if (item == NULL)
		return;
	/* A label that cannot be worked out is no reason to stop. */
	if (item->label.by_language != NULL && instance_text(instance, &text,
	    stop->answer, &item->label) != NULL)
		buf_reset(&text);
	if (text.len == 0)
		buf_add(&text, item->name);
	markup_plain(out, buf_str(&text));
	add_numbers(out, stop->answer);
	buf_free(&text);
}

size_t
stops_search(const struct stops *stops, struct instance *instance,
    struct slice query, size_t *found, size_t max)
{
	struct search *search = search_new();
	struct buf label = BUF_INIT;
	size_t *asked = mem_alloc_n(stops->count + 1, sizeof(*asked));
	size_t count = 0, total;

	for (size_t i = 0; i < stops->count; i++) {
		const struct stop *stop = &stops->items[i];

		if (stop->kind != STOP_QUESTION && stop->kind != STOP_ADD)
			continue;
		asked[count++] = i;
		buf_reset(&label);
		stop_label(&label, instance, stop);
		if (stop->kind == STOP_QUESTION)
			buf_addf(&label, " %s", stop->answer->item->name);
		search_add(search, buf_slice(&label));
	}
	total = search_find(search, query, found, max);
	for (size_t i = 0; i < total && i < max; i++)
		found[i] = asked[found[i]];
	mem_free(asked);
	search_free(search);
	buf_free(&label);
	return total;
}
