/*
 * fuzz_expression.c - any text as an expression: parsed, evaluated over a small
 * form, and asked what it reads. Work is limited, so every input ends. It must
 * give the same value twice; and the same when a node changes that it does not
 * say it reads: what is computed again after an answer rests on that.
 */
#include "fuzz.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "formspec/xml.h"
#include "formspec/xpath.h"

static const char survey[] = "<data id='a'><b>1</b><b>x y</b><c/><r><d>"
    "2024-11-22</d><e p='q'>2.5</e></r><r><d>50 3 0 0;50 4 0 0;51 4</d><e>"
    "-1</e></r><m>t<!--c-->u<?v w?></m></data>";

enum { READS_KEPT_MAX = 100 };

/* What an expression reads, as it says; once() reads its own node besides. */
struct reads {
	struct arena *arena;
	const char *paths[READS_KEPT_MAX];
	size_t count;
	bool full;
};

static int64_t
now(void *data)
{
	(void)data;
	return 1732266000000;
}

static int
offset(void *data, int64_t ms)
{
	(void)data, (void)ms;
	return 60;
}

static void
no_chance(void *data, void *out, size_t len)
{
	(void)data;
	memset(out, 7, len);
}

static struct node *
instance(void *data, const char *id)
{
	return *id == 'a' ? data : NULL;
}

static void
see_path(void *data, const char *path, size_t kept, bool counted)
{
	struct reads *reads = data;

	(void)kept, (void)counted;
	FUZZ_MUST(*path == '/');
	reads->full |= reads->count == READS_KEPT_MAX;
	if (!reads->full)
		reads->paths[reads->count++] = arena_strdup(reads->arena,
		    path);
}

static void
check_value(struct arena *arena, const struct xpath_value *value)
{
	char text[400];
	double number = xpath_to_number(value);

	FUZZ_MUST(xpath_to_string(arena, value) != NULL);
	(void)xpath_to_boolean(value);
	for (size_t i = 1; i < value->node_count; i++)
		FUZZ_MUST(value->nodes[i] != value->nodes[i - 1]);
	xpath_number_text(text, number);
	FUZZ_MUST(isnan(number) || strtod(text, NULL) == number);
}

/* The value as text: of nodes, which ones and what is in them. */
static void
evaluate(struct buf *out, struct arena *arena, const struct xpath *xpath,
    struct node *root, struct node *list)
{
	static const struct xpath_world world = { now, offset, no_chance,
	    NULL };
	struct xpath_form form = { .instance = instance, .data = list };
	struct xpath_context context = { root->first->last->prev->first, NULL,
	    1, 1, &world, &form, arena };
	struct xpath_value value;
	const struct err *err = xpath_eval(&value, xpath, &context);

	if (err != NULL) {
		buf_addf(out, "error %d", (int)err->code);
		return;
	}
	check_value(arena, &value);
	buf_addf(out, "%d ", (int)value.type);
	if (value.type != XPATH_NODES)
		buf_add(out, xpath_to_string(arena, &value));
	for (size_t i = 0; i < value.node_count; i++) {
		buf_addf(out, "%u ", value.nodes[i]->order);
		node_string(out, value.nodes[i]);
	}
}

static struct node *
read_survey(struct arena *arena)
{
	struct node *root;

	FUZZ_MUST(xml_read(&root, arena, slice_str(survey), "survey",
	    XML_SPACE_KEEP) == NULL);
	return root;
}

/* A node is read with all that is in it; a star behind says no more. */
static bool
reaches(const char *read, const char *path)
{
	size_t len = strlen(read);

	if (len >= 2 && strcmp(read + len - 2, "/*") == 0)
		len -= 2;
	return strncmp(read, path, len) == 0 &&
	    (path[len] == '/' || path[len] == '\0');
}

static bool
is_read(const struct reads *reads, const char *path)
{
	for (size_t i = 0; i < reads->count; i++)
		if (reaches(reads->paths[i], path))
			return true;
	return reads->full;
}

static void
change_unread(struct arena *arena, const struct reads *reads,
    struct node *node, const char *above)
{
	for (; node != NULL; node = node->next) {
		const char *path = arena_printf(arena, "%s/%s", above,
		    node->name ? node->name : "");

		if (node->kind != NODE_ELEMENT)
			continue;
		if (node->first != NULL)
			change_unread(arena, reads, node->first, path);
		else if (!is_read(reads, path))
			node->value = "7";
	}
}

static void
see(struct arena *arena, const struct xpath *xpath)
{
	struct reads reads = { arena, { "/data/r/d" }, 1, false };
	struct node *root = read_survey(arena), *list = read_survey(arena);
	struct buf once = BUF_INIT, twice = BUF_INIT, unread = BUF_INIT;

	xpath_reads(xpath, "/data/r/d", see_path, &reads);
	evaluate(&once, arena, xpath, root, list);
	evaluate(&twice, arena, xpath, root, list);
	FUZZ_MUST(slice_equal(buf_slice(&once), buf_slice(&twice)));
	change_unread(arena, &reads, root->first, "");
	evaluate(&unread, arena, xpath, root, list);
	if (!slice_equal(buf_slice(&once), buf_slice(&unread)))
		fprintf(stderr, "%s\n%s\n", buf_str(&once), buf_str(&unread));
	FUZZ_MUST(slice_equal(buf_slice(&once), buf_slice(&unread)));
	buf_free(&once);
	buf_free(&twice);
	buf_free(&unread);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	char *source = arena_strndup(arena, (const char *)data, size);
	struct xpath_problem problem = { .len = 0 };
	struct xpath *closed = xpath_parse(arena, source, &problem);
	struct xpath *open = xpath_parse_open(arena, source, &problem);

	FUZZ_MUST(closed == NULL || open != NULL);
	if (open == NULL) {
		FUZZ_MUST(problem.msg[0] != '\0');
		FUZZ_MUST(problem.len > 0 && problem.at <= strlen(source));
	} else {
		see(arena, open);
	}
	arena_free(arena);
	return 0;
}
