#include <string.h>

#include "formspec/suggest.h"
#include "formspec/xpath_tree.h"

static const struct xpath_function *const tables[] = {
	xpath_fn_boolean, xpath_fn_string, xpath_fn_number, xpath_fn_nodes,
	xpath_fn_select, xpath_fn_date, xpath_fn_form, xpath_fn_random,
	xpath_fn_geo, xpath_fn_digest, xpath_fn_signed, xpath_fn_lists,
	xpath_fn_other
};

enum { TABLES = sizeof(tables) / sizeof(*tables), FUNCTIONS_MAX = 200 };

const struct xpath_function *
xpath_function_find(const char *name, const char **nearest)
{
	const char *names[FUNCTIONS_MAX];
	size_t count = 0;

	*nearest = NULL;
	for (size_t i = 0; i < TABLES; i++)
		for (const struct xpath_function *f = tables[i]; f->name; f++) {
			if (*f->name == *name && strcmp(f->name, name) == 0)
				return f;
			if (count < FUNCTIONS_MAX)
				names[count++] = f->name;
		}
	*nearest = suggest_word(WORDS_FUNCTIONS, name, names, count);
	return NULL;
}

const struct xpath_expr *
xpath_arg(const struct xpath_expr *call, unsigned n)
{
	const struct xpath_expr *arg = call->first;

	while (arg != NULL && n-- > 0)
		arg = arg->next;
	return arg;
}

struct node *
xpath_arg_node(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	size_t top = eval->count;
	struct value set;

	if (call->first == NULL) {
		if (focus->node == NULL)
			xpath_fail(eval, call, "there is no node here");
		return focus->node;
	}
	set = xpath_run_nodes(eval, call->first, focus);
	eval->count = top;
	return set.count > 0 ? eval->nodes[set.start] : NULL;
}

const char *
xpath_arg_text(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	struct node *node;

	if (call->first != NULL)
		return xpath_run_string(eval, call->first, focus);
	node = xpath_arg_node(eval, call, focus);
	return node ? xpath_node_text(eval, node) : "";
}
