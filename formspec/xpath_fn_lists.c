/*
 * SurveyCTO's functions on lists of items with any separator between them.
 * An empty text holds no item; otherwise there is one more than separators.
 */
#include <math.h>
#include <string.h>

#include "formspec/xpath_tree.h"

/* What is left to read; items of an empty separator are characters' bytes. */
struct items {
	const char *at;			/* NULL: no more */
	const char *separator;
};

static struct items
items_of(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	struct items items;

	items.separator = xpath_run_string(eval, call->first, focus);
	items.at = xpath_run_string(eval, xpath_arg(call, 1), focus);
	if (eval->err != NULL || items.at[0] == '\0')
		items.at = NULL;
	return items;
}

static bool
next_item(struct items *items, struct slice *item)
{
	const char *end;

	if (items->at == NULL)
		return false;
	end = items->separator[0] != '\0' ?
	    strstr(items->at, items->separator) : NULL;
	*item = end != NULL ? slice_of(items->at, (size_t)(end - items->at)) :
	    slice_str(items->at);
	items->at = end != NULL ? end + strlen(items->separator) : NULL;
	return true;
}

static struct value
fn_count_items(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	struct items items = items_of(eval, call, focus);
	struct slice item;
	double count = 0;

	while (next_item(&items, &item))
		count++;
	return value_number(count);
}

static struct value
fn_item_at(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	struct items items = items_of(eval, call, focus);
	double wanted = trunc(xpath_run_number(eval, xpath_arg(call, 2),
	    focus));
	struct slice item;

	for (double i = 0; next_item(&items, &item); i++)
		if (i == wanted)
			return value_string(arena_slice(eval->arena, item));
	return value_string("");
}

/* Where the third argument stands in the list, from 0; -1: nowhere. */
static double
find_item(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	struct items items = items_of(eval, call, focus);
	struct slice wanted = slice_str(xpath_run_string(eval,
	    xpath_arg(call, 2), focus));
	struct slice item;

	for (double i = 0; next_item(&items, &item); i++)
		if (slice_equal(item, wanted))
			return i;
	return -1;
}

static struct value
fn_item_index(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	return value_number(find_item(eval, call, focus));
}

static struct value
fn_item_present(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	return value_boolean(find_item(eval, call, focus) >= 0);
}

static bool
holds(const struct items *items, struct slice wanted, const char *end,
    struct eval *eval)
{
	struct items rest = *items;
	struct slice item;

	while (rest.at != NULL && rest.at < end && next_item(&rest, &item) &&
	    xpath_work(eval, 1))
		if (slice_equal(item, wanted))
			return true;
	return false;
}

static struct value
fn_de_duplicate(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	struct items all = items_of(eval, call, focus), items = all;
	struct buf out = BUF_INIT;
	struct slice item;

	for (size_t i = 0; next_item(&items, &item); i++) {
		if (i > 0 && holds(&all, item, (const char *)item.data, eval))
			continue;
		if (i > 0)
			buf_add(&out, all.separator);
		buf_add_slice(&out, item);
	}
	return value_string(xpath_keep(eval, &out));
}

/* The greatest has rank 1; equals share the better one. */
static struct value
fn_rank_value(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	double value = xpath_run_number(eval, call->first, focus), rank = 1;
	struct items items = { xpath_run_string(eval, xpath_arg(call, 1),
	    focus), " " };
	struct slice item;

	while (next_item(&items, &item) && xpath_work(eval, 1))
		if (xpath_text_number(arena_slice(eval->arena, item)) > value)
			rank++;
	return value_number(isnan(value) ? value : rank);
}

const struct xpath_function xpath_fn_lists[] = {
	{ "count-items", 2, 2, 0, fn_count_items },
	{ "item-at", 3, 3, FN_STRING, fn_item_at },
	{ "item-index", 3, 3, 0, fn_item_index },
	{ "item-present", 3, 3, FN_BOOLEAN, fn_item_present },
	{ "de-duplicate", 2, 2, FN_STRING, fn_de_duplicate },
	{ "rank-value", 2, 2, 0, fn_rank_value },
	{ NULL, 0, 0, 0, NULL }
};
