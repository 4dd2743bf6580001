/* Functions on node-sets: how many, which, where, named what. */
#include <math.h>
#include <string.h>

#include "formspec/xml.h"
#include "formspec/xpath_tree.h"

static struct value
fn_last(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	(void)eval, (void)call;
	return value_number((double)focus->size);
}

/* position(node) is ODK's: which among its siblings of the same name. */
static struct value
fn_position(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const struct node *node;
	double position = 1;
	size_t before;

	if (call->first == NULL)
		return value_number((double)focus->position);
	node = xpath_arg_node(eval, call, focus);
	if (node == NULL)
		return value_number(NAN);
	if (node->finder != NULL && node->finder->before(node, &before))
		return value_number((double)before + 1);
	for (const struct node *n = node->prev; n; n = n->prev)
		position += n->kind == node->kind &&
		    strcmp(n->name, node->name) == 0;
	return value_number(position);
}

static struct value
fn_count(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	return value_number((double)xpath_run_nodes(eval, call->first,
	    focus).count);
}

static struct value
fn_count_non_empty(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	struct value set = xpath_run_nodes(eval, call->first, focus);
	double count = 0;

	for (size_t i = 0; i < set.count && eval->err == NULL; i++)
		count += *xpath_node_text(eval,
		    eval->nodes[set.start + i]) != '\0';
	return value_number(count);
}

/* ---- sums and extremes ---- */

/*
 * One value that is not a number spoils the answer, and says so as NaN; but in
 * a form what nobody has answered yet is left out, as in ODK Collect.
 */
static bool
counts(const struct eval *eval, double number)
{
	return !isnan(number) || xpath_is_strict(eval);
}

static struct value
fn_sum(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	struct value set = xpath_run_nodes(eval, call->first, focus);
	double sum = 0;

	for (size_t i = 0; i < set.count && eval->err == NULL; i++) {
		double number = xpath_text_value(eval, xpath_node_text(eval,
		    eval->nodes[set.start + i]));

		if (counts(eval, number))
			sum += number;
	}
	return value_number(sum);
}

struct extreme {
	double best;
	size_t seen;
	bool largest;
};

static void
consider(const struct eval *eval, struct extreme *extreme, double number)
{
	if (!counts(eval, number))
		return;
	if (extreme->seen++ == 0 || isnan(number))
		extreme->best = number;
	else if (!isnan(extreme->best) &&
	    (extreme->largest ? number > extreme->best :
	    number < extreme->best))
		extreme->best = number;
}

static struct value
find_extreme(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus, bool largest)
{
	struct extreme extreme = { NAN, 0, largest };
	const struct xpath_expr *arg = call->first;

	for (; arg != NULL && eval->err == NULL; arg = arg->next) {
		size_t top = eval->count;
		struct value value = xpath_run(eval, arg, focus);

		if (value.type != XPATH_NODES)
			consider(eval, &extreme,
			    value_to_number(eval, &value));
		else
			for (size_t i = 0; i < value.count; i++)
				consider(eval, &extreme, xpath_text_value(eval,
				    xpath_node_text(eval,
				    eval->nodes[value.start + i])));
		eval->count = top;
	}
	return value_number(extreme.best);
}

static struct value
fn_max(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	return find_extreme(eval, call, focus, true);
}

static struct value
fn_min(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	return find_extreme(eval, call, focus, false);
}

/* ---- names ---- */

static bool
has_name(const struct node *node)
{
	return node != NULL && (node->kind == NODE_ELEMENT ||
	    node->kind == NODE_ATTRIBUTE || node->kind == NODE_PI);
}

static struct value
fn_local_name(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const struct node *node = xpath_arg_node(eval, call, focus);

	return value_string(has_name(node) ? node->name : "");
}

static struct value
fn_name(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const struct node *node = xpath_arg_node(eval, call, focus);

	if (!has_name(node))
		return value_string("");
	if (node->prefix == NULL || *node->prefix == '\0' ||
	    xpath_is_declaration(node))
		return value_string(node->name);
	return value_string(arena_printf(eval->arena, "%s:%s", node->prefix,
	    node->name));
}

static struct value
fn_namespace_uri(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const struct node *node = xpath_arg_node(eval, call, focus);

	if (!has_name(node) || node->uri == NULL || xpath_is_declaration(node))
		return value_string("");
	return value_string(node->uri);
}

static const char *
attribute_value(const struct node *node, const char *name, const char *uri)
{
	for (const struct node *a = node->attributes; a; a = a->next)
		if (strcmp(a->name, name) == 0 && (uri == NULL ?
		    a->uri == NULL : a->uri && strcmp(a->uri, uri) == 0))
			return a->value ? a->value : "";
	return NULL;
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

/* "fr" is spoken where "fr-BE" is; case does not count. */
static bool
speaks(const char *said, const char *asked)
{
	while (*asked != '\0' && lower(*said) == lower(*asked))
		said++, asked++;
	return *asked == '\0' && (*said == '\0' || *said == '-');
}

static struct value
fn_lang(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const char *asked = xpath_run_string(eval, call->first, focus), *said;

	for (const struct node *n = focus->node; n != NULL; n = n->parent) {
		said = attribute_value(n, "lang", XML_URI);
		if (said != NULL)
			return value_boolean(speaks(said, asked));
	}
	return value_boolean(false);
}

/* ---- id() ---- */

static bool
has_word(const char *words, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = words; *at != '\0';) {
		size_t space = strspn(at, " \t\r\n");
		size_t here = strcspn(at + space, " \t\r\n");

		if (here == len && len > 0 && !strncmp(at + space, word, len))
			return true;
		at += space + here;
	}
	return false;
}

/* Keep, of the elements from start on, those whose id is among the words. */
static void
keep_ids(struct eval *eval, size_t start, const char *words)
{
	size_t kept = start;

	for (size_t i = start; i < eval->count && xpath_work(eval, 1); i++) {
		const char *id = attribute_value(eval->nodes[i], "id", NULL);

		if (id == NULL)
			id = attribute_value(eval->nodes[i], "id", XML_URI);
		if (id != NULL && has_word(words, id))
			eval->nodes[kept++] = eval->nodes[i];
	}
	eval->count = kept;
}

static const char *
id_words(struct eval *eval, const struct xpath_expr *arg,
    const struct focus *focus)
{
	size_t top = eval->count;
	struct value value = xpath_run(eval, arg, focus);
	struct buf words = BUF_INIT;

	eval->count = top;
	if (value.type != XPATH_NODES)
		return value_to_string(eval, &value);
	for (size_t i = 0; i < value.count && eval->err == NULL; i++) {
		buf_add(&words, xpath_node_text(eval,
		    eval->nodes[value.start + i]));
		buf_add_byte(&words, ' ');
	}
	return xpath_keep(eval, &words);
}

/* Without a document type, an attribute called id is the identifier. */
static struct value
fn_id(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	static const struct xpath_step all = {
		.axis = AXIS_DESCENDANT, .test = TEST_ANY
	};
	const char *words = id_words(eval, call->first, focus);
	size_t start = eval->count;
	struct node *root = focus->node ? xpath_root(eval) : NULL;

	if (root != NULL) {
		xpath_push(eval, root);
		xpath_steps(eval, &all, start);
		keep_ids(eval, start, words);
	}
	return value_nodes(eval, start);
}

/* ---- indexed-repeat() ---- */

enum { INDEXED_REPEATS_MAX = 16 };

static bool
is_inside(const struct node *node, const struct node *ancestor)
{
	while (node != NULL && node != ancestor)
		node = node->parent;
	return node != NULL;
}

static size_t
depth_of(const struct node *node)
{
	size_t depth = 0;

	while ((node = node->parent) != NULL)
		depth++;
	return depth;
}

/* How deep the innermost element around both is. */
static size_t
shared_depth(const struct node *a, const struct node *b)
{
	size_t a_depth = depth_of(a), b_depth = depth_of(b);

	while (a != b && a != NULL && b != NULL) {
		bool up_a = a_depth >= b_depth, up_b = b_depth >= a_depth;

		if (up_a)
			a = a->parent, a_depth--;
		if (up_b)
			b = b->parent, b_depth--;
	}
	return a == b && a != NULL ? a_depth : 0;
}

/*
 * Among the instances of a repeat that are nearest: inside the instance that
 * was chosen for the repeat around it or, without one, those that stand
 * closest to the context.
 */
static struct node *
nearest_parent(struct eval *eval, const struct value *set,
    const struct node *around, const struct node *context)
{
	struct node *best = NULL;
	size_t best_depth = 0;

	for (size_t i = 0; i < set->count && xpath_work(eval, 4); i++) {
		struct node *node = eval->nodes[set->start + i];
		size_t depth;

		if (node->parent == NULL || node->parent == best ||
		    (around && !is_inside(node, around)))
			continue;
		depth = context ? shared_depth(node->parent, context) : 0;
		if (best == NULL || depth > best_depth) {
			best = node->parent;
			best_depth = depth;
		}
	}
	return best;
}

static struct node *
choose_instance(struct eval *eval, const struct xpath_expr *repeat,
    const struct focus *focus, const struct node *around)
{
	size_t top = eval->count;
	struct value set = xpath_run_nodes(eval, repeat, focus);
	double index = xpath_run_number(eval, repeat->next, focus);
	struct node *parent = nearest_parent(eval, &set, around, focus->node);
	struct node *chosen = NULL;
	double at = 0;

	/* An index that is not there yet is that of the first, as in Collect. */
	if (!(index >= 1) && !xpath_is_strict(eval))
		index = 1;
	for (size_t i = 0; parent && i < set.count && chosen == NULL; i++)
		if (eval->nodes[set.start + i]->parent == parent &&
		    ++at == index)
			chosen = eval->nodes[set.start + i];
	eval->count = top;
	return chosen;
}

static size_t
first_depth(struct eval *eval, const struct xpath_expr *repeat,
    const struct focus *focus)
{
	size_t top = eval->count;
	struct value set = xpath_run_nodes(eval, repeat, focus);
	size_t depth = set.count > 0 ? depth_of(eval->nodes[set.start]) : 0;

	eval->count = top;
	return depth;
}

/* The arguments that are repeats, the outer ones first. */
static size_t
indexed_repeats(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus, const struct xpath_expr **out)
{
	size_t depths[INDEXED_REPEATS_MAX], count = 0;
	const struct xpath_expr *arg = call->first->next;

	for (; arg != NULL && arg->next != NULL; arg = arg->next->next) {
		size_t depth = first_depth(eval, arg, focus), at = count;

		if (count == INDEXED_REPEATS_MAX)
			break;
		for (; at > 0 && depths[at - 1] > depth; at--) {
			depths[at] = depths[at - 1];
			out[at] = out[at - 1];
		}
		depths[at] = depth;
		out[at] = arg;
		count++;
	}
	if (arg != NULL)
		xpath_fail(eval, call, arg->next ? "more than %d repeats" :
		    "each of at most %d repeats needs an index",
		    INDEXED_REPEATS_MAX);
	return count;
}

/* Could the node be in an instance of that repeat, this one or another? */
static bool
is_of_repeat(const struct node *node, const struct node *instance)
{
	size_t depth = depth_of(node), wanted = depth_of(instance);

	for (; depth > wanted; depth--)
		node = node->parent;
	if (depth < wanted)
		return false;
	for (; node != instance; node = node->parent) {
		if (strcmp(node->name, instance->name) != 0)
			return false;
		instance = instance->parent;
	}
	return true;
}

static struct value
fn_indexed_repeat(struct eval *eval, const struct xpath_expr *call,
    const struct focus *focus)
{
	const struct xpath_expr *repeats[INDEXED_REPEATS_MAX];
	struct node *around = NULL;
	size_t start, kept, count = indexed_repeats(eval, call, focus, repeats);

	for (size_t i = 0; i < count; i++) {
		around = choose_instance(eval, repeats[i], focus, around);
		if (around == NULL)
			return value_nodes(eval, eval->count);
	}
	start = kept = eval->count;
	(void)xpath_run_nodes(eval, call->first, focus);
	if (eval->count > start && count == 1 && !xpath_is_strict(eval) &&
	    !is_of_repeat(eval->nodes[start], around))
		xpath_fail(eval, call, "its first argument does not stand in "
		    "the repeat");
	for (size_t i = start; i < eval->count; i++)
		if (is_inside(eval->nodes[i], around))
			eval->nodes[kept++] = eval->nodes[i];
	eval->count = kept;
	return value_nodes(eval, start);
}

const struct xpath_function xpath_fn_nodes[] = {
	{ "last", 0, 0, FN_POSITION, fn_last },
	{ "position", 0, 1, FN_POSITION, fn_position },
	{ "count", 1, 1, 0, fn_count },
	{ "count-non-empty", 1, 1, 0, fn_count_non_empty },
	{ "sum", 1, 1, 0, fn_sum },
	{ "min", 1, XPATH_ARGS_ANY, 0, fn_min },
	{ "max", 1, XPATH_ARGS_ANY, 0, fn_max },
	{ "local-name", 0, 1, FN_STRING, fn_local_name },
	{ "name", 0, 1, FN_STRING, fn_name },
	{ "namespace-uri", 0, 1, FN_STRING, fn_namespace_uri },
	{ "lang", 1, 1, FN_BOOLEAN, fn_lang },
	{ "id", 1, 1, 0, fn_id },
	{ "indexed-repeat", 3, XPATH_ARGS_ANY, 0, fn_indexed_repeat },
	{ NULL, 0, 0, 0, NULL }
};
