/*
 * fuzz_expression.c - any text as an expression: parsed, evaluated over a small
 * form, and asked what it reads. Work is limited, so every input ends.
 */
#include "fuzz.h"

#include <math.h>
#include <string.h>

#include "formspec/xml.h"
#include "formspec/xpath.h"

static const char survey[] = "<data id='a'><b>1</b><b>x y</b><c/><r><d>"
    "2024-11-22</d><e p='q'>2.5</e></r><r><d>50 3 0 0;50 4 0 0;51 4</d><e>"
    "-1</e></r><m>t<!--c-->u<?v w?></m></data>";

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
see_path(void *data, const char *path)
{
	(void)data;
	FUZZ_MUST(*path == '/');
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

static void
evaluate(struct arena *arena, const struct xpath *xpath)
{
	static const struct xpath_world world = { now, offset, no_chance,
	    NULL };
	struct xpath_form form = { .instance = instance };
	struct xpath_context context = { NULL, NULL, 1, 1, &world, &form,
	    arena };
	struct xpath_value value;
	struct node *root;

	FUZZ_MUST(xml_read(&root, arena, slice_str(survey), "survey",
	    XML_SPACE_KEEP) == NULL);
	form.data = root;
	context.node = root->first->last->prev->first;
	if (xpath_eval(&value, xpath, &context) == NULL)
		check_value(arena, &value);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	char *source = arena_strndup(arena, (const char *)data, size);
	struct xpath_problem problem = { "", 0, 0 };
	struct xpath *xpath = xpath_parse_open(arena, source, &problem);

	if (xpath == NULL) {
		FUZZ_MUST(problem.msg[0] != '\0');
		FUZZ_MUST(problem.len > 0 && problem.at <= strlen(source));
	} else {
		xpath_reads(xpath, "/data/r/d", see_path, NULL);
		evaluate(arena, xpath);
	}
	arena_free(arena);
	return 0;
}
