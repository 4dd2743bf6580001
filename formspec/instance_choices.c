#include <stdlib.h>
#include <string.h>

#include "formspec/instance_internal.h"
#include "kit/base/mem.h"
#include "kit/base/text.h"

/* A selected name, and where it goes. */
struct pick {
	struct slice name;
	size_t rank, place;
};

static struct slice
next_word(struct slice *s)
{
	struct slice word;
	size_t n = 0;

	*s = text_trim(*s);
	while (n < s->len && strchr(" \t\r\n", s->data[n]) == NULL)
		n++;
	word = slice_of(s->data, n);
	if (n > 0)
		*s = slice_of(s->data + n, s->len - n);
	return word;
}

/* Choices that are answers may be of several words. */
static struct slice
next_name(const struct item *item, struct slice *s)
{
	struct slice all = text_trim(*s);

	if (item->type != Q_SELECT_ONE)
		return next_word(s);
	*s = SLICE_EMPTY;
	return all;
}

static int
compare_picks(const void *a, const void *b)
{
	const struct pick *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return (x->place > y->place) - (x->place < y->place);
}

/* Where a name stands in the list; what is not there comes last. */
static size_t
rank_of(const struct instance *instance, const struct item *item,
    struct slice name)
{
	const struct choice *choice;

	if (item->type != Q_SELECT_MULTIPLE || item->list == NULL)
		return 0;
	choice = map_get_slice(graph_list(instance->graph,
	    item->list)->by_name, name);
	return choice ? (size_t)(choice - item->list->choices) : SIZE_MAX;
}

/* The words of value, each once. */
static size_t
split_picks(const struct instance *instance, const struct item *item,
    struct slice value, struct pick **picks)
{
	struct map *seen = map_new();
	size_t count = 0, capacity = 0;
	struct slice word;

	while ((word = next_word(&value)).len > 0) {
		void *grown = *picks;

		if (map_set_slice(seen, word, seen) != NULL)
			continue;
		mem_grow(&grown, &capacity, count + 1, sizeof(**picks));
		*picks = grown;
		(*picks)[count] = (struct pick){ word,
		    rank_of(instance, item, word), count };
		count++;
	}
	map_free(seen);
	return count;
}

void
choices_sort(struct instance *instance, const struct item *item,
    struct buf *out, struct slice value)
{
	struct pick *picks = NULL;
	size_t count;

	if (item->type != Q_SELECT_MULTIPLE && item->type != Q_RANK) {
		buf_add_slice(out, item->type == Q_SELECT_ONE ?
		    text_trim(value) : value);
		return;
	}
	count = split_picks(instance, item, value, &picks);
	if (count > 0)
		qsort(picks, count, sizeof(*picks), compare_picks);
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buf_add_byte(out, ' ');
		buf_add_slice(out, picks[i].name);
	}
	mem_free(picks);
}

static bool
passes(struct instance *instance, const struct answer *answer,
    const struct expr *filter, struct node *node, size_t position,
    size_t size)
{
	struct xpath_context place = {
		.node = node, .position = position, .size = size,
		.current = (struct node *)(uintptr_t)&answer->node
	};
	struct xpath_value value;

	if (filter->compiled == NULL)
		return true;
	if (!instance_eval_at(instance, filter, &place, &value))
		return true;
	if (value.type == XPATH_NUMBER)
		return value.number == (double)position;
	return xpath_to_boolean(&value);
}

static bool
choice_passes(struct instance *instance, const struct answer *answer,
    size_t i)
{
	const struct item *item = answer->item;
	const struct list_index *index = graph_list(instance->graph,
	    item->list);

	if (item->choice_filter.compiled == NULL || i >= index->node_count)
		return true;
	return passes(instance, answer, &item->choice_filter, index->nodes[i],
	    i + 1, item->list->choice_count);
}

/* A list may hold a name several times, for different filters. */
static bool
is_offered(struct instance *instance, const struct answer *answer,
    struct slice name)
{
	const struct list_index *index = graph_list(instance->graph,
	    answer->item->list);
	const struct choice *choice = map_get_slice(index->by_name, name);
	size_t at;

	if (choice == NULL)
		return false;
	at = (size_t)(choice - answer->item->list->choices);
	while (!choice_passes(instance, answer, at)) {
		if (index->next_same[at] == 0)
			return false;
		at = index->next_same[at] - 1;
	}
	return true;
}

static struct node *
instance_of_repeat(struct node *node)
{
	const struct answer *answer = node_answer(node);

	return answer ? &frame_top(cell_of(answer)->frame)->answer.node : node;
}

/* Its itemset says all: what is offered, under which name. */
static bool
is_xform(const struct item *item)
{
	return item->list != NULL || item->itemset_value.compiled != NULL;
}

/* The nodes that an itemset offers, in scratch memory. */
static size_t
itemset_nodes(struct instance *instance, const struct answer *answer,
    struct node ***out)
{
	struct xpath_value value;
	size_t count = 0;

	*out = NULL;
	if (!instance_eval(instance, &answer->item->itemset,
	    (struct node *)(uintptr_t)&answer->node, &value) ||
	    value.type != XPATH_NODES)
		return 0;
	*out = arena_alloc_n(instance->scratch, value.node_count + 1,
	    sizeof(**out));
	for (size_t i = 0; i < value.node_count; i++)
		if (is_xform(answer->item) || (value.nodes[i]->value != NULL &&
		    passes(instance, answer, &answer->item->choice_filter,
		    instance_of_repeat(value.nodes[i]), i + 1,
		    value.node_count)))
			(*out)[count++] = value.nodes[i];
	return count;
}

/* What an expression gives, seen from a node of the itemset. */
static const char *
at_node(struct instance *instance, const struct answer *answer,
    const struct expr *expr, struct node *node)
{
	struct xpath_context place = { .node = node, .position = 1, .size = 1,
	    .current = (struct node *)(uintptr_t)&answer->node };
	struct xpath_value value;

	if (expr->compiled == NULL)
		return node->value;
	if (!instance_eval_at(instance, expr, &place, &value))
		return NULL;
	return xpath_to_string(instance->scratch, &value);
}

static const struct choice *
choice_of_node(const struct instance *instance, const struct item *item,
    const struct node *node)
{
	const struct list_index *index = graph_list(instance->graph,
	    item->list);
	size_t low = 0, high = index->node_count;

	/* The nodes stand in document order. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (index->nodes[middle] == node)
			return &item->list->choices[middle];
		if (index->nodes[middle]->order < node->order)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* The name of an offered node, "" while it has none; or NULL. */
static const char *
name_of_node(struct instance *instance, const struct answer *answer,
    struct node *node)
{
	const struct item *item = answer->item;
	const struct choice *choice;

	if (item->list == NULL)
		return at_node(instance, answer, &item->itemset_value, node);
	choice = choice_of_node(instance, item, node);
	return choice ? choice->name : NULL;
}

static bool
is_in_itemset(struct instance *instance, const struct answer *answer,
    struct node **nodes, size_t count, struct slice name)
{
	for (size_t i = 0; i < count; i++) {
		const char *offered = name_of_node(instance, answer, nodes[i]);

		if (offered != NULL && slice_equal_str(name, offered))
			return true;
	}
	return false;
}

const char *
choices_label(struct instance *instance, const struct answer *answer,
    const char *value)
{
	const struct expr *label = &answer->item->itemset_label;
	struct node **nodes;
	size_t count = itemset_nodes(instance, answer, &nodes);

	for (size_t i = 0; i < count; i++) {
		const char *name = name_of_node(instance, answer, nodes[i]);

		if (name != NULL && strcmp(name, value) == 0)
			return label->compiled == NULL ? name :
			    at_node(instance, answer, label, nodes[i]);
	}
	return NULL;
}

void
cell_judge_choices(struct cell *cell, const struct unit *unit)
{
	struct answer *answer = &cell->answer;
	struct instance *instance = cell->frame->instance;
	struct slice rest = slice_str(answer_value(answer)), name;
	struct node **nodes = NULL;
	size_t count = 0;

	(void)unit;
	answer->choice_ok = true;
	if (!answer->relevant || rest.len == 0)
		return;
	if (answer->item->itemset.compiled != NULL)
		count = itemset_nodes(instance, answer, &nodes);
	while ((name = next_name(answer->item, &rest)).len > 0)
		answer->choice_ok &= answer->item->itemset.compiled != NULL ?
		    is_in_itemset(instance, answer, nodes, count, name) :
		    is_offered(instance, answer, name);
}

static void
add_choice(struct instance *instance, size_t *count,
    const struct choice *choice)
{
	void *choices = instance->choices;

	mem_grow(&choices, &instance->choices_capacity, *count + 1,
	    sizeof(*instance->choices));
	instance->choices = choices;
	instance->choices[(*count)++] = choice;
}

/* A choice that is an answer somewhere in the form. */
static const struct choice *
made_choice(struct instance *instance, const struct answer *answer,
    struct node *node, const char *name)
{
	struct arena *scratch = instance->scratch;
	struct choice *choice = arena_alloc(scratch, sizeof(*choice));
	const struct expr *expr = &answer->item->itemset_label;
	struct text_part *part;
	struct text *all;

	choice->name = arena_strdup(scratch, name);
	if (expr->compiled == NULL)
		return choice;
	part = arena_alloc(scratch, sizeof(*part));
	all = arena_alloc_n(scratch, instance->form->language_count,
	    sizeof(*all));
	part->literal = at_node(instance, answer, expr, node);
	for (size_t i = 0; i < instance->form->language_count; i++)
		all[i] = (struct text){ part->literal, part, 1 };
	choice->label.by_language = all;
	return choice;
}

static void
add_itemset(struct instance *instance, const struct answer *answer,
    size_t *count)
{
	struct node **nodes;
	size_t n = itemset_nodes(instance, answer, &nodes);

	for (size_t i = 0; i < n; i++) {
		const char *name = name_of_node(instance, answer, nodes[i]);

		if (name == NULL)
			continue;
		add_choice(instance, count, answer->item->list != NULL ?
		    choice_of_node(instance, answer->item, nodes[i]) :
		    made_choice(instance, answer, nodes[i], name));
	}
}

/* Without a seed the order is of this interview, and stays. */
static int64_t
drawn_seed(struct instance *instance, const struct item *item)
{
	const struct xpath_world *world = &instance->setting.world;

	if (instance->shuffle == 0)
		world->random(world->data, &instance->shuffle,
		    sizeof(instance->shuffle));
	instance->shuffle |= 1;
	return (int64_t)(instance->shuffle * (2 * item->index + 1) >> 1);
}

static const struct err *
choice_seed(struct instance *instance, const struct answer *answer,
    int64_t *seed)
{
	struct xpath_context place = {
		.node = (struct node *)(uintptr_t)&answer->node,
		.position = 1, .size = 1, .world = &instance->setting.world,
		.form = &instance->xpath_form, .scratch = instance->scratch
	};

	*seed = 0;
	if (answer->item->seed.compiled != NULL)
		return xpath_eval_seed(seed, answer->item->seed.compiled,
		    &place);
	*seed = drawn_seed(instance, answer->item);
	return NULL;
}

static void
shuffle_choices(struct instance *instance, const struct answer *answer,
    size_t count)
{
	const struct choice **from = arena_alloc_n(instance->scratch,
	    count + 1, sizeof(*from));
	size_t *order = arena_alloc_n(instance->scratch, count + 1,
	    sizeof(*order));
	int64_t seed;
	const struct err *err = choice_seed(instance, answer, &seed);

	if (err != NULL) {
		settle_fail(instance, err);
		return;
	}
	xpath_shuffle(order, count, seed);
	for (size_t i = 0; i < count; i++)
		from[i] = instance->choices[i];
	for (size_t i = 0; i < count; i++)
		instance->choices[i] = from[order[i]];
}

const struct err *
instance_choices(struct instance *instance, const struct answer *answer,
    const struct choice *const **out, size_t *count)
{
	const struct choice_list *list = answer->item->list;

	instance_start_call(instance);
	*count = 0;
	if (list == NULL || answer->item->itemset.compiled != NULL)
		add_itemset(instance, answer, count);
	else
		for (size_t i = 0; i < list->choice_count; i++)
			if (choice_passes(instance, answer, i))
				add_choice(instance, count, &list->choices[i]);
	if (answer->item->randomize)
		shuffle_choices(instance, answer, *count);
	*out = instance->choices;
	return settle_failure(instance);
}
