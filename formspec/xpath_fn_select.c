/* Functions on answers that are names with spaces between them. */
#include <math.h>
#include <string.h>

#include "formspec/xpath_tree.h"
#include "kit/base/text.h"

#define SPACE " \t\r\n"

/* The next name in *at, which moves behind it; empty at the end. */
static struct slice
next_name(const char **at)
{
	const char *start = *at + strspn(*at, SPACE);
	size_t len = strcspn(start, SPACE);

	*at = start + len;
	return slice_of(start, len);
}

static struct value
fn_selected(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const char *list = xpath_run_string(eval, call->first, focus);
	struct slice wanted = text_trim(slice_str(xpath_run_string(eval,
	    xpath_arg(call, 1), focus)));
	struct slice name = next_name(&list);

	/* Of an empty list, the empty name is the one that is selected. */
	if (wanted.len == 0)
		return value_boolean(name.len == 0);
	for (; name.len > 0; name = next_name(&list))
		if (slice_equal(name, wanted))
			return value_boolean(true);
	return value_boolean(false);
}

static struct value
fn_selected_at(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const char *list = xpath_run_string(eval, call->first, focus);
	double index = trunc(xpath_run_number(eval, xpath_arg(call, 1),
	    focus));
	struct slice name = next_name(&list);

	for (double i = 0; name.len > 0; name = next_name(&list), i++)
		if (i == index)
			return value_string(arena_slice(eval->arena, name));
	return value_string("");
}

static struct value
fn_count_selected(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const char *list = xpath_run_string(eval, call->first, focus);
	double count = 0;

	while (next_name(&list).len > 0)
		count++;
	return value_number(count);
}

const struct xpath_function xpath_fn_select[] = {
	{ "selected", 2, 2, FN_BOOLEAN, fn_selected },
	{ "is-selected", 2, 2, FN_BOOLEAN, fn_selected },
	{ "selected-at", 2, 2, FN_STRING, fn_selected_at },
	{ "count-selected", 1, 1, 0, fn_count_selected },
	{ NULL, 0, 0, 0, NULL }
};
