/* Functions that reach the rest of the form. */
#include <string.h>

#include "formspec/xpath_tree.h"
#include "kit/base/text.h"

static struct value
one_node(struct eval *eval, struct node *node)
{
	size_t start = eval->count;

	if (node != NULL)
		xpath_push(eval, node);
	return value_nodes(eval, start);
}

static struct value
fn_current(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const struct xpath_context *context = eval->context;

	(void)call, (void)focus;
	return one_node(eval, context->current ? context->current :
	    context->node);
}

static struct node *
find_instance(struct eval *eval, const struct xpath_expr *call,
    const char *id)
{
	const struct xpath_form *form = eval->context->form;
	struct node *document = form && form->instance ?
	    form->instance(form->data, id) : NULL;

	if (document == NULL)
		xpath_fail(eval, call, "there is no list or file \"%.80s\"",
		    id);
	return document;
}

static struct value
fn_instance(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const char *id = xpath_run_string(eval, call->first, focus);

	if (eval->err != NULL)
		return value_string("");
	return one_node(eval, find_instance(eval, call, id));
}

/* ---- pulldata() ---- */

static const char *
child_text(struct eval *eval, const struct node *item, const char *name)
{
	const struct node *child = node_child(item, name);

	return child ? xpath_node_text(eval, child) : NULL;
}

/* The first row whose key column holds the key. */
static struct value
pull(struct eval *eval, const struct node *document, const char *column,
    const char *key_column, const char *key)
{
	const struct node *row = document->first;

	if (row != NULL && document->kind == NODE_ROOT)
		row = row->first;
	for (; row != NULL && xpath_work(eval, 1); row = row->next) {
		const char *at = child_text(eval, row, key_column);

		if (at != NULL && strcmp(at, key) == 0) {
			const char *found = child_text(eval, row, column);

			return value_string(found ? found : "");
		}
	}
	return value_string("");
}

/* "communes" and "communes.csv" are both written. */
static struct value
fn_pulldata(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const char *id = xpath_run_string(eval, call->first, focus);
	const char *column = xpath_run_string(eval, xpath_arg(call, 1), focus);
	const char *key_column = xpath_run_string(eval, xpath_arg(call, 2),
	    focus);
	const char *key = xpath_run_string(eval, xpath_arg(call, 3), focus);
	const struct node *document;
	size_t len = strlen(id);

	if (eval->err != NULL)
		return value_string("");
	if (len > 4 && strcmp(id + len - 4, ".csv") == 0)
		id = arena_strndup(eval->arena, id, len - 4);
	document = find_instance(eval, call, id);
	return document ? pull(eval, document, column, key_column, key) :
	    value_string("");
}

/* ---- labels ---- */

static struct value
fn_choice_name(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const struct xpath_form *form = eval->context->form;
	const char *value = xpath_run_string(eval, call->first, focus);
	const char *path = xpath_run_string(eval, xpath_arg(call, 1), focus);
	const char *label = NULL;

	if (eval->err == NULL && form != NULL && form->choice_name != NULL)
		label = form->choice_name(form->data, eval->arena, value,
		    arena_slice(eval->arena, text_trim(slice_str(path))),
		    focus->node);
	return value_string(label ? label : "");
}

static struct value
fn_itext(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const struct xpath_form *form = eval->context->form;
	const char *id = xpath_run_string(eval, call->first, focus);
	const char *text = NULL;

	if (eval->err == NULL && form != NULL && form->itext != NULL)
		text = form->itext(form->data, eval->arena, id);
	return value_string(text ? text : "");
}

const struct xpath_function xpath_fn_form[] = {
	{ "current", 0, 0, 0, fn_current },
	{ "instance", 1, 1, 0, fn_instance },
	{ "pulldata", 4, 4, FN_STRING, fn_pulldata },
	{ "jr:choice-name", 2, 2, FN_STRING, fn_choice_name },
	{ "jr:itext", 1, 1, FN_STRING, fn_itext },
	{ NULL, 0, 0, 0, NULL }
};
