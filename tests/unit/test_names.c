/*
 * test_names.c - children found by name are those that a walk finds: random
 * expressions over random interviews, against a copy of the tree that knows
 * nothing of its names. position(node) is left out: it asks for more.
 */
#include <stdlib.h>

#include "check.h"
#include "instance_world.h"
#include "kit/base/mem.h"

enum { ROUNDS = 300, EXPRESSIONS = 40, CHANGES = 12, NODES_MAX = 20000 };

struct random {
	uint64_t state;
};

static size_t
draw(struct random *random, size_t below)
{
	random->state = random->state * 6364136223846793005u +
	    1442695040888963407u;
	return (size_t)(random->state >> 33) % below;
}

/* ---- interviews ---- */

static struct answer *
some_answer(struct random *random, const struct instance *instance)
{
	struct answer *at = instance_root(instance), *next;

	while (answer_first(at) != NULL && draw(random, 8) > 0) {
		at = answer_first(at);
		for (size_t skip = draw(random, 12); skip > 0; skip--)
			if ((next = answer_next(at)) != NULL)
				at = next;
	}
	return at;
}

static const struct item *
some_repeat(struct random *random, const struct item *parent)
{
	const struct item *found = NULL;

	for (const struct item *at = parent->first; at; at = at->next)
		if (at->kind == ITEM_REPEAT && (!found || draw(random, 2)))
			found = at;
	return found;
}

/* What the interview refuses is refused; the next change comes. */
static void
change(struct random *random, struct instance *instance)
{
	static const char *const values[] = { "", "1", "2", "3", "yes", "no",
	    "a", "b", "2024-11-22", "-4.50" };
	struct answer *answer = some_answer(random, instance), *added;
	const struct item *repeat = some_repeat(random, answer->item);
	const struct err *err = NULL;

	if (answer->item->kind == ITEM_QUESTION)
		err = instance_set(instance, answer, values[draw(random, 10)]);
	else if (answer->item->kind == ITEM_REPEAT && draw(random, 3) == 0)
		err = instance_remove_repeat(instance, answer);
	else if (repeat != NULL)
		err = instance_add_repeat(instance, &added, answer, repeat, 0,
		    draw(random, 2) ? NULL :
		    instance_repeat_at(answer, repeat, 0));
	(void)err;
}

/* ---- expressions ---- */

static void
add_path(struct random *random, struct buf *out, const struct form *form,
    unsigned depth)
{
	static const char *const ends[] = { "", "", "", "", "", "[1]", "[2]",
	    "[. > 1]", "[last()]", "[position() = 2]" };
	static const char *const steps[] = { "*", "..", ".", "absent",
	    "p:absent", "text()", "node()", "following-sibling::*",
	    "ancestor::*", "descendant::*" };

	buf_add(out, draw(random, 2) ? "." : form->root->path);
	for (size_t n = draw(random, 6); n > 0; n--) {
		const struct item *item =
		    form->items[draw(random, form->item_count)];

		buf_add(out, draw(random, 12) ? "/" : "//");
		buf_add(out, draw(random, 4) ? item->name :
		    steps[draw(random, 10)]);
		if (out->data[out->len - 1] == '.')
			continue;	/* "." and ".." take no predicates */
		if (depth > 0 && draw(random, 10) == 0) {
			buf_add_byte(out, '[');
			add_path(random, out, form, depth - 1);
			buf_add_byte(out, ']');
		}
		buf_add(out, ends[draw(random, 10)]);
	}
}

static void
add_expression(struct random *random, struct buf *out,
    const struct form *form)
{
	static const char *const wraps[][2] = { { "", "" }, { "count(", ")" },
	    { "string(", ")" }, { "sum(", ")" }, { "not(", ")" },
	    { "max(", ")" }, { "1 + ", "" } };
	static const char *const betweens[] = { " | ", " = ", " < " };
	size_t wrap = draw(random, 7);

	buf_add(out, wraps[wrap][0]);
	add_path(random, out, form, 2);
	buf_add(out, wraps[wrap][1]);
	if (wrap == 0 && draw(random, 3) == 0) {
		buf_add(out, betweens[draw(random, 3)]);
		add_path(random, out, form, 2);
	}
}

/* ---- against the walk ---- */

/* Whole items of a form, by their place: copies[i] is of originals[i]. */
struct twin {
	struct arena *arena;
	struct node **originals, **copies;
	size_t count;
};

static struct node *
copy_tree(struct twin *twin, struct node *from)
{
	struct node *to = node_new(twin->arena, from->kind,
	    from->name ? from->name : "");

	to->value = from->value;
	if (twin->count < NODES_MAX) {
		twin->originals[twin->count] = from;
		twin->copies[twin->count++] = to;
	}
	for (struct node *child = from->first; child; child = child->next)
		node_insert(to, copy_tree(twin, child), NULL);
	return to;
}

/* The text node of a leaf is made for the occasion: its leaf stands for it. */
static const struct node *
lasting(const struct node *node)
{
	return node->kind == NODE_TEXT ? node->parent : node;
}

static bool
same_nodes(const struct twin *twin, const struct xpath_value *a,
    const struct xpath_value *b)
{
	for (size_t i = 0; i < a->node_count; i++) {
		size_t at = 0;

		while (at < twin->count &&
		    twin->originals[at] != lasting(a->nodes[i]))
			at++;
		if (at == twin->count ||
		    twin->copies[at] != lasting(b->nodes[i]))
			return false;
	}
	return true;
}

static bool
same_value(const struct twin *twin, const struct xpath_value *a,
    const struct xpath_value *b)
{
	if (a->type != b->type || a->boolean != b->boolean ||
	    a->node_count != b->node_count)
		return false;
	if (a->type == XPATH_NUMBER && (a->number == a->number ||
	    b->number == b->number) && a->number != b->number)
		return false;
	if (a->type == XPATH_STRING && strcmp(a->string, b->string) != 0)
		return false;
	return same_nodes(twin, a, b);
}

static void
compare(const struct twin *twin, const struct xpath_world *world, size_t at,
    const char *source)
{
	struct xpath_problem problem;
	struct xpath *xpath = xpath_parse(twin->arena, source, &problem);
	struct xpath_context context = { .position = 1, .size = 1,
	    .world = world, .scratch = twin->arena };
	struct xpath_value found, walked;

	CHECK_RESULT(xpath != NULL, "%s: %s", source, problem.msg);
	if (xpath == NULL)
		return;
	context.node = twin->originals[at];
	CHECK_OK(xpath_eval(&found, xpath, &context));
	context.node = twin->copies[at];
	CHECK_OK(xpath_eval(&walked, xpath, &context));
	CHECK_RESULT(same_value(twin, &found, &walked),
	    "%s from %s: found by name is not what a walk finds", source,
	    twin->originals[at]->name);
}

static void
compare_all(struct random *random, const struct form *form,
    const struct instance *instance, const struct xpath_world *world)
{
	struct twin twin = { .arena = arena_new() };
	struct buf source = BUF_INIT;

	twin.originals = arena_alloc_n(twin.arena, NODES_MAX, sizeof(void *));
	twin.copies = arena_alloc_n(twin.arena, NODES_MAX, sizeof(void *));
	node_number(copy_tree(&twin,
	    instance_root(instance)->node.parent));
	for (int i = 0; i < EXPRESSIONS; i++) {
		buf_reset(&source);
		add_expression(random, &source, form);
		compare(&twin, world, draw(random, twin.count),
		    buf_str(&source));
	}
	buf_free(&source);
	arena_free(twin.arena);
}

static void
test_form(const char *path)
{
	struct random random = { 1 };
	struct form *form = read_form(path);
	struct form_graph *graph;

	CHECK_RESULT(form != NULL, "%s", path);
	if (form == NULL)
		return;
	CHECK_OK(form_graph_new(&graph, form));
	for (int i = 0; i < ROUNDS / 10; i++) {
		uint64_t counter = (uint64_t)i;
		struct instance_setting setting = still_setting(&counter);
		struct instance *instance;

		CHECK_OK(instance_new_of(&instance, graph, &setting));
		for (int round = 0; round < 10; round++) {
			for (int n = 0; n < CHANGES; n++)
				change(&random, instance);
			compare_all(&random, form, instance, &setting.world);
		}
		instance_free(instance);
	}
	form_graph_free(graph);
	form_free(form);
}

int
main(void)
{
	test_form("cases/instance/nested.md");
	test_form("cases/instance/repeats.md");
	test_form("cases/instance/panorama.md");
	return CHECK_DONE();
}
