/* Functions that reach the rest of the form, and the world around it. */
#include <math.h>
#include <string.h>

#include "formspec/xpath_tree.h"

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
		label = form->choice_name(form->data, eval->arena, value, path,
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

/* ---- chance ---- */

static bool
draw(struct eval *eval, const struct xpath_expr *call, void *out, size_t len)
{
	const struct xpath_world *world = eval->context->world;

	if (world == NULL || world->random == NULL) {
		xpath_fail(eval, call, "there is no source of random numbers");
		return false;
	}
	world->random(world->data, out, len);
	return true;
}

static struct value
fn_random(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	uint64_t bits = 0;

	(void)focus;
	if (!draw(eval, call, &bits, sizeof(bits)))
		return value_number(NAN);
	return value_number((double)(bits >> 11) / 9007199254740992.0);
}

/* RFC 9562, version 4. */
static struct value
new_uuid(struct eval *eval, const struct xpath_expr *call)
{
	uint8_t id[16];
	char hex[33];

	if (!draw(eval, call, id, sizeof(id)))
		return value_string("");
	id[6] = (uint8_t)((id[6] & 0x0f) | 0x40);
	id[8] = (uint8_t)((id[8] & 0x3f) | 0x80);
	hex_encode(hex, id, sizeof(id));
	return value_string(arena_printf(eval->arena, "%.8s-%.4s-%.4s-%.4s-%s",
	    hex, hex + 8, hex + 12, hex + 16, hex + 20));
}

enum { UUID_LENGTH_MAX = 1000 };

/* uuid(n) is n random characters. */
static struct value
fn_uuid(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	char out[UUID_LENGTH_MAX + 1];
	uint8_t byte;
	double length;

	if (call->first == NULL)
		return new_uuid(eval, call);
	length = xpath_run_number(eval, call->first, focus);
	if (!(length >= 0 && length <= UUID_LENGTH_MAX)) {
		xpath_fail(eval, call, "a length from 0 to %d is needed",
		    UUID_LENGTH_MAX);
		return value_string("");
	}
	for (size_t i = 0; i < (size_t)length; i++) {
		if (!draw(eval, call, &byte, 1))
			return value_string("");
		out[i] = "abcdefghijklmnopqrstuvwxyz234567"[byte & 31];
	}
	return value_string(arena_strndup(eval->arena, out, (size_t)length));
}

const struct xpath_function xpath_fn_form[] = {
	{ "current", 0, 0, 0, fn_current },
	{ "instance", 1, 1, 0, fn_instance },
	{ "pulldata", 4, 4, FN_STRING, fn_pulldata },
	{ "jr:choice-name", 2, 2, FN_STRING, fn_choice_name },
	{ "jr:itext", 1, 1, FN_STRING, fn_itext },
	{ "random", 0, 0, FN_VOLATILE, fn_random },
	{ "uuid", 0, 1, FN_VOLATILE, fn_uuid },
	{ NULL, 0, 0, 0, NULL }
};
