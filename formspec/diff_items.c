/*
 * What became of each item, once it is known which is which.
 */
#include <string.h>

#include "formspec/diff_build.h"
#include "kit/base/mem.h"

enum { ANY = -1 };

/* The first row that fits. Answers are texts: what reads them may object. */
static const struct {
	int from, to;		/* enum question_type */
	enum diff_fate fate;
} conversions[] = {
	{ Q_NOTE, ANY, DIFF_KEPT },
	{ Q_EXTERNAL, ANY, DIFF_KEPT },
	{ ANY, Q_NOTE, DIFF_LOST },
	{ ANY, Q_EXTERNAL, DIFF_LOST },
	{ ANY, Q_CALCULATE, DIFF_LOST },
	{ ANY, Q_METADATA, DIFF_LOST },
	{ ANY, Q_HIDDEN, DIFF_KEPT },
	{ Q_IMAGE, Q_FILE, DIFF_KEPT },
	{ Q_AUDIO, Q_FILE, DIFF_KEPT },
	{ Q_VIDEO, Q_FILE, DIFF_KEPT },
	{ Q_IMAGE, ANY, DIFF_LOST },
	{ Q_AUDIO, ANY, DIFF_LOST },
	{ Q_VIDEO, ANY, DIFF_LOST },
	{ Q_FILE, ANY, DIFF_LOST },
	{ ANY, Q_IMAGE, DIFF_LOST },
	{ ANY, Q_AUDIO, DIFF_LOST },
	{ ANY, Q_VIDEO, DIFF_LOST },
	{ ANY, Q_FILE, DIFF_LOST },
	{ ANY, Q_TEXT, DIFF_KEPT },
	{ Q_TEXT, ANY, DIFF_CHECKED },
	{ Q_CALCULATE, ANY, DIFF_CHECKED },
	{ Q_HIDDEN, ANY, DIFF_CHECKED },
	{ Q_METADATA, ANY, DIFF_CHECKED },
	{ Q_BARCODE, ANY, DIFF_CHECKED },
	{ ANY, Q_BARCODE, DIFF_KEPT },
	{ Q_INTEGER, Q_DECIMAL, DIFF_KEPT },
	{ Q_INTEGER, Q_RANGE, DIFF_CHECKED },
	{ Q_INTEGER, Q_SELECT_ONE, DIFF_CHECKED },
	{ Q_DECIMAL, Q_INTEGER, DIFF_CHECKED },
	{ Q_DECIMAL, Q_RANGE, DIFF_CHECKED },
	{ Q_RANGE, Q_INTEGER, DIFF_CHECKED },
	{ Q_RANGE, Q_DECIMAL, DIFF_KEPT },
	{ Q_SELECT_ONE, Q_SELECT_MULTIPLE, DIFF_KEPT },
	{ Q_SELECT_MULTIPLE, Q_SELECT_ONE, DIFF_CHECKED },
	{ Q_SELECT_ONE, Q_RANK, DIFF_CHECKED },
	{ Q_SELECT_MULTIPLE, Q_RANK, DIFF_CHECKED },
	{ Q_RANK, Q_SELECT_MULTIPLE, DIFF_KEPT },
	{ Q_SELECT_ONE, Q_INTEGER, DIFF_CHECKED },
	{ Q_DATE, Q_DATETIME, DIFF_CHECKED },
	{ Q_DATETIME, Q_DATE, DIFF_CHECKED },
	{ ANY, ANY, DIFF_LOST }
};

/* What another rule means for answers given under the old one. */
static const struct {
	enum diff_fate added, changed, removed;
} rule_fates[FIELD_COUNT] = {
	[FIELD_RELEVANT] = { DIFF_CHECKED, DIFF_CHECKED, DIFF_KEPT },
	[FIELD_REQUIRED] = { DIFF_CHECKED, DIFF_CHECKED, DIFF_KEPT },
	[FIELD_CONSTRAINT] = { DIFF_CHECKED, DIFF_CHECKED, DIFF_KEPT },
	[FIELD_CALCULATION] = { DIFF_CHECKED, DIFF_CHECKED, DIFF_CHECKED },
	[FIELD_CHOICE_FILTER] = { DIFF_CHECKED, DIFF_CHECKED, DIFF_KEPT },
	[FIELD_REPEAT_COUNT] = { DIFF_CHECKED, DIFF_CHECKED, DIFF_CHECKED }
};

static bool
has_answers(const struct item *item)
{
	return item->kind == ITEM_REPEAT || (item->kind == ITEM_QUESTION &&
	    item->type != Q_NOTE && item->type != Q_EXTERNAL);
}

/* ---- added, removed, renamed, moved ---- */

static void
say_added(struct diff *diff, const struct item *item)
{
	static const enum change_kind kinds[] = {
		[ITEM_GROUP] = CHANGE_GROUP_ADDED,
		[ITEM_REPEAT] = CHANGE_REPEAT_ADDED,
		[ITEM_QUESTION] = CHANGE_QUESTION_ADDED
	};
	bool asked = item->kind == ITEM_QUESTION &&
	    item->required.written != NULL;
	struct change *change = diff_add(diff, kinds[item->kind],
	    asked ? DIFF_CHECKED : DIFF_KEPT, diff_path(item));

	change->after = item->word;
}

static void
say_removed(struct diff *diff, const struct item *item)
{
	static const enum change_kind kinds[] = {
		[ITEM_GROUP] = CHANGE_GROUP_REMOVED,
		[ITEM_REPEAT] = CHANGE_REPEAT_REMOVED,
		[ITEM_QUESTION] = CHANGE_QUESTION_REMOVED
	};
	struct change *change = diff_add(diff, kinds[item->kind],
	    has_answers(item) ? DIFF_LOST : DIFF_KEPT, diff_path(item));

	change->before = item->word;
}

static void
say_place(struct diff *diff, const struct item *old, const struct item *new)
{
	bool question = new->kind == ITEM_QUESTION;
	bool stays = diff->to_new[old->parent->index] == new->parent;
	enum diff_fate fate = question && !has_answers(old) ? DIFF_KEPT :
	    DIFF_LOST;
	struct change *change;

	if (stays && strcmp(old->name, new->name) == 0)
		return;
	if (stays) {
		change = diff_add(diff, question ? CHANGE_QUESTION_RENAMED :
		    CHANGE_GROUP_RENAMED, fate, diff_path(old));
		change->after = new->name;
		return;
	}
	change = diff_add(diff, question ? CHANGE_QUESTION_MOVED :
	    CHANGE_GROUP_MOVED, fate, diff_path(old));
	change->after = diff_path(new);
}

/* ---- the order of what stayed in its group ---- */

struct order {
	struct item **items;	/* of the new form */
	size_t *tails, *before;	/* of longest runs; SIZE_MAX: none */
	bool *stays;
	size_t count, capacity;
};

static unsigned
position(const struct diff *diff, const struct order *order, size_t i)
{
	return diff->to_old[order->items[i]->index]->index;
}

/* The longest run that kept its order stays; the fewest items have moved. */
static void
find_run(const struct diff *diff, struct order *order)
{
	size_t len = 0;

	for (size_t i = 0; i < order->count; i++) {
		unsigned at = position(diff, order, i);
		size_t low = 0, high = len;

		while (low < high) {
			size_t mid = (low + high) / 2;

			if (position(diff, order, order->tails[mid]) < at)
				low = mid + 1;
			else
				high = mid;
		}
		order->before[i] = low > 0 ? order->tails[low - 1] :
		    SIZE_MAX;
		order->tails[low] = i;
		if (low == len)
			len++;
	}
	for (size_t i = len > 0 ? order->tails[len - 1] : SIZE_MAX;
	    i != SIZE_MAX; i = order->before[i])
		order->stays[i] = true;
}

static void
say_order(struct diff *diff, struct arena *scratch, const struct item *new)
{
	const struct item *old = diff->to_old[new->index];
	struct order order = { NULL, NULL, NULL, NULL, 0, 0 };

	for (struct item *c = new->first; old != NULL && c; c = c->next) {
		struct item *was = diff->to_old[c->index];

		if (was == NULL || was->parent != old)
			continue;
		mem_grow((void **)&order.items, &order.capacity,
		    order.count + 1, sizeof(*order.items));
		order.items[order.count++] = c;
	}
	order.tails = arena_alloc_n(scratch, order.count, sizeof(size_t));
	order.before = arena_alloc_n(scratch, order.count, sizeof(size_t));
	order.stays = arena_alloc_n(scratch, order.count, sizeof(bool));
	find_run(diff, &order);
	for (size_t i = 0; i < order.count; i++) {
		struct change *change;

		if (order.stays[i])
			continue;
		change = diff_add(diff, CHANGE_ORDER, DIFF_KEPT,
		    diff_path(order.items[i]));
		change->after = i > 0 ? order.items[i - 1]->name : NULL;
	}
	mem_free(order.items);
}

/* ---- types and lists ---- */

static enum diff_fate
type_fate(const struct item *old, const struct item *new)
{
	size_t i = 0;

	if (old->type == new->type)
		return DIFF_CHECKED;
	while ((conversions[i].from != ANY &&
	    conversions[i].from != (int)old->type) ||
	    (conversions[i].to != ANY && conversions[i].to != (int)new->type))
		i++;
	return conversions[i].fate;
}

static void
say_type(struct diff *diff, const struct item *old, const struct item *new)
{
	struct change *change;

	if (old->kind != new->kind) {
		diff_add(diff, new->kind == ITEM_REPEAT ?
		    CHANGE_GROUP_REPEATED : CHANGE_REPEAT_SINGLE, DIFF_LOST,
		    diff_path(new));
		return;
	}
	if (new->kind != ITEM_QUESTION || (old->type == new->type &&
	    old->value_type == new->value_type &&
	    (old->type != Q_METADATA ||
	    strcmp(old->word, new->word) == 0)))
		return;
	change = diff_add(diff, CHANGE_TYPE, type_fate(old, new),
	    diff_path(new));
	change->before = old->word;
	change->after = new->word;
}

static bool
same_list(const struct choice_list *a, const struct choice_list *b)
{
	return strcmp(a->name, b->name) == 0 &&
	    a->external == b->external && a->from_file == b->from_file;
}

/* What a question offers comes from elsewhere than it did. */
static void
say_list(struct diff *diff, const struct item *old, const struct item *new)
{
	struct change *change;
	const char **names = NULL;
	size_t gone;

	if (old->list == NULL || new->list == NULL ||
	    same_list(old->list, new->list))
		return;
	gone = diff_missing(diff, old->list, new->list, &names);
	change = diff_add(diff, CHANGE_LIST, gone ? DIFF_INVALID : DIFF_KEPT,
	    diff_path(new));
	change->before = old->list->name;
	change->after = new->list->name;
	change->names = names;
	change->name_count = change->gone = gone;
}

/* ---- texts and rules ---- */

static void
say_value(struct diff *diff, enum change_kind changed, enum diff_fate fate,
    const struct item *new, const char *field, const char *language,
    const char *before, const char *after)
{
	struct change *change;

	/* Behind "changed" stand "added" and "removed". */
	change = diff_add(diff, before == NULL ? changed + 1 :
	    after == NULL ? changed + 2 : changed, fate, diff_path(new));
	change->field = field;
	change->language = language;
	change->before = before;
	change->after = after;
}

static void
say_texts(struct diff *diff, const struct field *field,
    struct item *old, struct item *new)
{
	struct texts *a = field_texts(field, old), *b = field_texts(field, new);

	for (size_t i = 0; i < diff->old->language_count; i++) {
		const char *before = a->by_language ?
		    a->by_language[i].written : NULL;
		const char *after = diff_text_after(diff, b, i);

		if (diff->languages[i] < 0 || (!before && !after) ||
		    (before && after && diff_same(diff, before, after)))
			continue;
		say_value(diff, CHANGE_TEXT, DIFF_KEPT, new, field->json,
		    diff->new->languages[diff->languages[i]], before, after);
	}
}

static const char *
written(struct diff *diff, const struct field *field, const struct item *item)
{
	struct buf room = BUF_INIT;
	const char *cell = field_cell(&room, field, item);
	const char *kept = *cell ? arena_strdup(diff->arena, cell) : NULL;

	buf_free(&room);
	return kept;
}

/* Forms of other kinds write paths where a workbook has ${name}. */
static bool
same_source(const struct field *field, struct item *old, struct item *new)
{
	const char *before, *after;

	if (field->shape != FIELD_EXPR)
		return false;
	before = field_expr(field, old)->source;
	after = field_expr(field, new)->source;
	return before != NULL && after != NULL && strcmp(before, after) == 0;
}

static void
say_rule(struct diff *diff, enum field_id id, struct item *old,
    struct item *new)
{
	const struct field *field = &form_fields[id];
	const char *before = written(diff, field, old);
	const char *after = written(diff, field, new);
	enum diff_fate fate = !before ? rule_fates[id].added :
	    !after ? rule_fates[id].removed : rule_fates[id].changed;

	if ((!before && !after) ||
	    (before && after && (diff_same(diff, before, after) ||
	    same_source(field, old, new))))
		return;
	if (id == FIELD_PARAMETERS && new->type == Q_RANGE)
		fate = DIFF_CHECKED;
	say_value(diff, CHANGE_RULE, fate, new, field->json, NULL, before,
	    after);
}

static const char *
other(const struct item *item, const char *heading)
{
	for (size_t i = 0; i < item->other_count; i++)
		if (strcmp(item->others[2 * i], heading) == 0)
			return item->others[2 * i + 1];
	return NULL;
}

static void
say_others(struct diff *diff, const struct item *old, const struct item *new)
{
	for (size_t i = 0; i < old->other_count; i++) {
		const char *heading = old->others[2 * i];
		const char *before = old->others[2 * i + 1];
		const char *after = other(new, heading);

		if (after == NULL || !diff_same(diff, before, after))
			say_value(diff, CHANGE_RULE, DIFF_KEPT, new, heading,
			    NULL, before, after);
	}
	for (size_t i = 0; i < new->other_count; i++)
		if (other(old, new->others[2 * i]) == NULL)
			say_value(diff, CHANGE_RULE, DIFF_KEPT, new,
			    new->others[2 * i], NULL, NULL,
			    new->others[2 * i + 1]);
}

static void
compare(struct diff *diff, struct item *old, struct item *new)
{
	const char *before = old->itemset.written;
	const char *after = new->itemset.written;

	say_place(diff, old, new);
	say_type(diff, old, new);
	say_list(diff, old, new);
	if ((before || after) &&
	    !(before && after && diff_same(diff, before, after)))
		say_value(diff, CHANGE_RULE, DIFF_CHECKED, new,
		    "choices_from", NULL, before, after);
	for (int f = 0; f < FIELD_COUNT; f++) {
		if (form_fields[f].shape == FIELD_TEXTS)
			say_texts(diff, &form_fields[f], old, new);
		else
			say_rule(diff, (enum field_id)f, old, new);
	}
	say_others(diff, old, new);
}

void
diff_items(struct diff *diff)
{
	struct arena *scratch = arena_new();

	for (size_t i = 1; i < diff->old->item_count; i++)
		if (diff->to_new[i] == NULL)
			say_removed(diff, diff->old->items[i]);
	for (size_t i = 1; i < diff->new->item_count; i++) {
		struct item *new = diff->new->items[i];
		struct item *old = diff->to_old[i];

		if (old != NULL)
			compare(diff, old, new);
		else
			say_added(diff, new);
	}
	for (size_t i = 0; i < diff->new->item_count; i++)
		if (diff->new->items[i]->kind != ITEM_QUESTION)
			say_order(diff, scratch, diff->new->items[i]);
	arena_free(scratch);
}
