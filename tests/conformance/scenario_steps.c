/*
 * scenario_steps.c - the steps of a line, and what is asked between them.
 */
#include "scenario.h"

static void
expect(struct play *play, const struct json *states)
{
	for (const struct json *s = json_first(states); s; s = json_next(s))
		map_set(play->expected, json_key(s), (void *)(uintptr_t)s);
}

static void
expect_removed(struct play *play, size_t step, const struct json *paths)
{
	for (const struct json *p = json_first(paths); p; p = json_next(p)) {
		map_set(play->expected, json_string(p), NULL);
		if (play_find(play, json_string(p)) != NULL)
			play_wrong(play, step, json_string(p), "node", "removed",
			    "there");
	}
}

/* ---- steps ---- */

static void
failed(struct play *play, size_t step, const char *path, const struct err *err)
{
	if (err != NULL)
		play_wrong(play, step, path, "step", "done", err->msg);
}

/* What a tick is to a form. */
static const char *
truth(const struct item *item, bool yes)
{
	if (item->type == Q_ACKNOWLEDGE)
		return yes ? "OK" : "";
	if (item->value_type == V_BOOLEAN)
		return yes ? "1" : "0";
	return scenario_truth(yes);
}

static void
step_set(struct play *play, size_t n, const struct json *step)
{
	const char *ref = line_string(step, "ref");
	struct answer *answer = play_find(play, ref);
	const struct json *arg = json_get(step, "arg");
	const char *result = line_string(step, "result");
	struct buf before = BUF_INIT, value = BUF_INIT;
	char number[64];

	if (answer == NULL) {
		play_wrong(play, n, ref, "node", "there", "missing");
		return;
	}
	buf_add(&before, answer_value(answer));
	if (arg != NULL && json_type(arg) == JSON_ARRAY)
		for (const struct json *a = json_first(arg); a;
		    a = json_next(a))
			buf_addf(&value, "%s%s", value.len ? " " : "",
			    scenario_text(a, number, sizeof(number)));
	else if (arg != NULL && json_type(arg) == JSON_BOOL)
		buf_add(&value, truth(answer->item, json_bool(arg)));
	else
		buf_add(&value, scenario_text(arg, number, sizeof(number)));
	failed(play, n, ref, instance_set(play->instance, answer,
	    buf_str(&value)));
	if (strcmp(result, "constraint") == 0) {
		if (answer->constraint_ok)
			play_wrong(play, n, ref, "constraint_ok", "false", "true");
		failed(play, n, ref, instance_set(play->instance, answer,
		    buf_str(&before)));
	}
	buf_free(&before);
	buf_free(&value);
}

static void
step_add(struct play *play, size_t n, const struct json *step)
{
	const char *ref = line_string(step, "ref");
	const struct item *repeat = NULL;
	size_t position = 1;
	struct answer *added, *parent;

	parent = play_find_repeat(play, ref, &repeat, &position);
	if (parent == NULL) {
		play_wrong(play, n, ref, "repeat", "there", "missing");
		return;
	}
	/* One that follows its count is there already. */
	if (ref[strlen(ref) - 1] == ']' &&
	    instance_repeat_at(parent, repeat, position - 1) != NULL)
		return;
	failed(play, n, ref, instance_add_repeat(play->instance, &added,
	    parent, repeat, 0, NULL));
}

/* The innermost instance of a repeat that the ref leads into. */
static void
step_remove(struct play *play, size_t n, const struct json *step)
{
	const char *ref = line_string(step, "ref");
	struct answer *answer = play_find(play, ref);

	while (answer != NULL && answer->item->kind != ITEM_REPEAT)
		answer = answer_parent(answer);
	if (answer == NULL)
		play_wrong(play, n, ref, "repeat", "there", "missing");
	else
		failed(play, n, ref, instance_remove_repeat(play->instance,
		    answer));
}

static void
step_language(struct play *play, size_t n, const struct json *step)
{
	const char *name = json_get_string(step, "ref");
	int language;

	if (json_get_string(step, "arg") != NULL)
		name = json_get_string(step, "arg");
	language = form_language(play->form, name ? name : "");
	if (language < 0)
		play_wrong(play, n, name ? name : "", "language", "there",
		    "missing");
	else
		instance_set_language(play->instance, (size_t)language);
}

static void
play_step(struct play *play, size_t n, const struct json *step)
{
	static const struct {
		const char *op;
		void (*run)(struct play *, size_t, const struct json *);
	} ops[] = {
		{ "set", step_set }, { "add", step_add },
		{ "remove", step_remove }, { "lang", step_language }
	};
	const char *op = line_string(step, "op");

	for (size_t i = 0; i < 4; i++)
		if (strcmp(ops[i].op, op) == 0) {
			ops[i].run(play, n, step);
			expect_removed(play, n, json_get(step, "removed"));
			expect(play, json_get(step, "changed"));
			return;
		}
	play_wrong(play, n, op, "operation", "known", "unknown");
}

/* ---- questions about a state ---- */

static void
query_count(struct play *play, size_t n, const struct json *query)
{
	const char *ref = line_string(query, "ref");
	const struct item *repeat = NULL;
	size_t position;
	struct answer *parent = play_find_repeat(play, ref, &repeat, &position);
	char wanted[32], seen[32];

	snprintf(wanted, sizeof(wanted), "%.0f",
	    json_number(json_get(query, "value")));
	snprintf(seen, sizeof(seen), "%zu", parent ?
	    instance_repeat_count(parent, repeat) : 0);
	if (strcmp(wanted, seen) != 0)
		play_wrong(play, n, ref, "instances", wanted, seen);
}

/* 0: ready; 1: something required is missing; 2: a constraint is broken. */
static void
query_validate(struct play *play, size_t n, const struct json *query)
{
	size_t count;
	const struct problem *problems = instance_problems(play->instance,
	    &count);
	double wanted = json_number(json_get(query, "value"));

	if ((wanted == 0) != (count == 0) ||
	    (count > 0 && wanted == 1 && problems[0].kind != PROBLEM_REQUIRED))
		play_wrong(play, n, line_string(query, "ref"), "validate",
		    wanted == 0 ? "ready" : "not ready",
		    count == 0 ? "ready" : "not ready");
}

static void
play_query(struct play *play, size_t n, const struct json *query)
{
	const char *op = line_string(query, "op");
	const char *ref = line_string(query, "ref");
	const struct json *value = json_get(query, "value");
	struct answer *answer;

	if (strcmp(op, "countRepeatInstancesOf") == 0) {
		query_count(play, n, query);
		return;
	}
	if (strcmp(op, "validate") == 0) {
		query_validate(play, n, query);
		return;
	}
	answer = play_find(play, ref);
	if (answer == NULL) {
		if (value != NULL && json_type(value) != JSON_NULL)
			play_wrong(play, n, ref, "node", "there", "missing");
		return;
	}
	if (strcmp(op, "answerOf") == 0)
		scenario_check_value(play, n, ref, value, answer);
	else if (strcmp(op, "choicesOf") == 0)
		scenario_check_choices(play, n, ref, value, answer);
}

static void
play_queries(struct play *play, size_t n)
{
	const struct json *q = json_first(json_get(play->line, "queries"));

	for (; q != NULL; q = json_next(q))
		if (json_number(json_get(q, "after_step")) == (double)n)
			play_query(play, n, q);
}

/* ---- between the steps ---- */

static void
check_all(struct play *play, size_t step)
{
	for (size_t i = 0; i < map_count(play->expected); i++)
		if (map_value_at(play->expected, i) != NULL)
			scenario_check_state(play, step, map_key_at(play->expected, i),
			    map_value_at(play->expected, i));
}

/*
 * In JavaRosa the instances of a count come when somebody walks to them, which
 * is a step of its own; here they are there at once. So what was said before
 * that step is not compared.
 */
static bool
is_ahead(const struct play *play, const struct json *next)
{
	const char *ref = next ? line_string(next, "ref") : "";

	return next != NULL && strcmp(line_string(next, "op"), "add") == 0 &&
	    *ref != '\0' && ref[strlen(ref) - 1] == ']' &&
	    play_find(play, ref) != NULL;
}

static void
compare(struct play *play, size_t n, const struct json *next)
{
	if (is_ahead(play, next))
		return;
	check_all(play, n);
	play_queries(play, n);
}

void
scenario_play(struct play *play)
{
	const struct json *s = json_first(json_get(play->line, "steps"));
	size_t n = 0;

	expect(play, json_get(play->line, "initial"));
	compare(play, 0, s);
	for (; s != NULL && (play->why.len == 0 || play->shown);
	    s = json_next(s)) {
		play_step(play, ++n, s);
		compare(play, n, json_next(s));
	}
}
