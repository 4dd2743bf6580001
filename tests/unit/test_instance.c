/*
 * test_instance.c - interviews over the forms in cases/instance/NAME.md, played
 * from NAME.steps; what is seen must be NAME.out.
 *
 * Paths are those of revisions, but repeat instances go by number, from 1:
 * "contrats[2]/part". The steps:
 *
 *   set PATH VALUE       (to the end of the line; nothing: empty it)
 *   load PATH VALUE      as a draft is loaded; then: settle
 *   add PATH             an instance at the end of a repeat
 *   insert PATH[N]       in front of the Nth
 *   remove PATH[N]
 *   clear | settle | finish | language NAME
 *   show                 every node: value and flags
 *   choices PATH | text PATH | eval PATH EXPRESSION | name | json | problems
 *   read JSON            answers_read_json
 *   flat NAME=VALUE;...  answers_read_flat
 *   # remark
 */
#include <stdlib.h>

#include "check.h"
#include "formspec/answers.h"
#include "instance_world.h"
#include "kit/base/file.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"

enum { CASE_BYTES_MAX = 1 << 20, COLUMNS_MAX = 20 };

struct play {
	const struct form *form;
	struct instance *instance;
	struct buf seen;
};

/* "a/r[2]/b" to an answer, or to the parent and item of a repeat. */
struct target {
	struct answer *answer;
	struct answer *parent;
	const struct item *item;
};

static const struct item *
child_of(const struct item *parent, const char *name, size_t len)
{
	const struct item *at = parent->first;

	while (at && (strlen(at->name) != len || memcmp(at->name, name, len)))
		at = at->next;
	return at;
}

static struct target
find(const struct play *play, const char *path)
{
	struct target t = { instance_root(play->instance), NULL,
	    play->form->root };

	while (*path != '\0' && t.answer != NULL) {
		size_t len = strcspn(path, "/[");

		t.parent = t.answer;
		t.item = child_of(t.item, path, len);
		path += len;
		t.answer = NULL;
		if (t.item == NULL)
			break;
		if (t.item->kind != ITEM_REPEAT) {
			t.answer = answer_of(t.parent, t.item);
		} else if (*path == '[') {
			t.answer = instance_repeat_at(t.parent, t.item,
			    strtoul(path + 1, NULL, 10) - 1);
			path += strcspn(path, "]") + 1;
		}
		path += *path == '/';
	}
	return t;
}

static size_t
number_of(const struct answer *answer)
{
	size_t n = 0;

	while (instance_repeat_at(answer_parent(answer), answer->item, n) !=
	    answer)
		n++;
	return n + 1;
}

static void
numbered_path(struct buf *out, const struct answer *answer)
{
	const struct answer *parent = answer_parent(answer);

	if (parent == NULL)
		return;
	numbered_path(out, parent);
	buf_addf(out, "%s%s", answer_parent(parent) ? "/" : "",
	    answer->item->name);
	if (answer->item->kind == ITEM_REPEAT)
		buf_addf(out, "[%zu]", number_of(answer));
}

static void
show(struct buf *out, const struct answer *answer)
{
	if (answer_parent(answer) != NULL) {
		numbered_path(out, answer);
		if (answer->item->kind == ITEM_QUESTION)
			buf_addf(out, " = %s", answer_value(answer));
		if (!answer->relevant)
			buf_add(out, " | hidden");
		if (answer->required)
			buf_add(out, " | required");
		if (answer->readonly)
			buf_add(out, " | readonly");
		if (!answer->constraint_ok)
			buf_add(out, " | constraint");
		if (!answer->type_ok)
			buf_add(out, " | type");
		if (!answer->choice_ok)
			buf_add(out, " | choice");
		buf_add_byte(out, '\n');
	}
	for (answer = answer_first(answer); answer;
	    answer = answer_next(answer))
		show(out, answer);
}

static void
note_unknown(void *data, const char *name)
{
	struct buf *out = data;

	buf_addf(out, "unknown %s\n", name);
}

static const struct err *
step_set(struct play *play, const char *path, const char *value)
{
	return instance_set(play->instance, find(play, path).answer, value);
}

static const struct err *
step_load(struct play *play, const char *path, const char *value)
{
	return instance_load(play->instance, find(play, path).answer, value);
}

static const struct err *
step_add(struct play *play, const char *path, const char *value)
{
	struct target t = find(play, path);
	struct answer *added;

	(void)value;
	return instance_add_repeat(play->instance, &added, t.parent, t.item, 0,
	    t.answer);
}

static const struct err *
step_remove(struct play *play, const char *path, const char *value)
{
	(void)value;
	return instance_remove_repeat(play->instance,
	    find(play, path).answer);
}

static const struct err *
step_clear(struct play *play, const char *path, const char *value)
{
	(void)path, (void)value;
	instance_clear(play->instance);
	return NULL;
}

static const struct err *
step_settle(struct play *play, const char *path, const char *value)
{
	(void)path, (void)value;
	return instance_settle(play->instance);
}

static const struct err *
step_finish(struct play *play, const char *path, const char *value)
{
	(void)path, (void)value;
	return instance_finish(play->instance);
}

static const struct err *
step_language(struct play *play, const char *path, const char *value)
{
	(void)value;
	instance_set_language(play->instance,
	    (size_t)form_language(play->form, path));
	return NULL;
}

static const struct err *
step_show(struct play *play, const char *path, const char *value)
{
	(void)value;
	show(&play->seen, find(play, path).answer);
	return NULL;
}

static const struct err *
step_choices(struct play *play, const char *path, const char *value)
{
	const struct answer *answer = find(play, path).answer;
	const struct choice *const *choices;
	struct choice **kept;
	size_t count;
	const struct err *err;

	(void)value;
	err = instance_choices(play->instance, answer, &choices, &count);
	if (err != NULL)
		return err;
	/* The array is good until the next call on the instance. */
	kept = mem_alloc_n(count + 1, sizeof(*kept));
	if (count > 0)
		memcpy(kept, choices, count * sizeof(*kept));
	for (size_t i = 0; i < count && err == NULL; i++) {
		buf_addf(&play->seen, "choice %s: ", kept[i]->name);
		err = instance_choice_label(play->instance, &play->seen,
		    answer, kept[i]);
		buf_add_byte(&play->seen, '\n');
	}
	mem_free(kept);
	return err;
}

static const struct err *
step_text(struct play *play, const char *path, const char *value)
{
	const struct answer *answer = find(play, path).answer;
	const struct err *err;

	(void)value;
	buf_add(&play->seen, "text ");
	err = instance_text(play->instance, &play->seen, answer,
	    &answer->item->label);
	buf_add_byte(&play->seen, '\n');
	return err;
}

static const struct err *
step_eval(struct play *play, const char *path, const char *value)
{
	struct arena *arena = arena_new();
	struct xpath_value seen;
	const struct err *err = instance_evaluate(play->instance,
	    find(play, path).answer, value, &seen);

	if (err == NULL)
		buf_addf(&play->seen, "eval %s\n",
		    xpath_to_string(arena, &seen));
	arena_free(arena);
	return err;
}

static const struct err *
step_name(struct play *play, const char *path, const char *value)
{
	const struct err *err;

	(void)path, (void)value;
	buf_add(&play->seen, "name ");
	err = instance_name(play->instance, &play->seen);
	buf_add_byte(&play->seen, '\n');
	return err;
}

static const struct err *
step_json(struct play *play, const char *path, const char *value)
{
	(void)path, (void)value;
	answers_write_json(&play->seen, play->instance);
	buf_add_byte(&play->seen, '\n');
	return NULL;
}

static const struct err *
step_problems(struct play *play, const char *path, const char *value)
{
	static const char *const kinds[] = {
		"required", "constraint", "type", "choice", "count",
		"expression"
	};
	size_t count;
	const struct problem *problems = instance_problems(play->instance,
	    &count);

	(void)path, (void)value;
	if (count == 0)
		buf_add(&play->seen, "no problem\n");
	for (size_t i = 0; i < count; i++) {
		buf_addf(&play->seen, "problem %s: ", kinds[problems[i].kind]);
		numbered_path(&play->seen, problems[i].answer);
		if (problems[i].kind == PROBLEM_EXPRESSION)
			buf_addf(&play->seen, ": %s",
			    answer_failure(problems[i].answer));
		buf_add_byte(&play->seen, '\n');
	}
	return NULL;
}

static const struct err *
step_read(struct play *play, const char *path, const char *value)
{
	struct buf line = BUF_INIT;
	const struct err *err;

	/* The text was cut at its first space. */
	buf_addf(&line, "%s %s", path, value);
	err = answers_read_json(play->instance, buf_slice(&line),
	    note_unknown, &play->seen);
	buf_free(&line);
	return err;
}

static const struct err *
step_flat(struct play *play, const char *path, const char *value)
{
	const char *headings[COLUMNS_MAX], *cells[COLUMNS_MAX];
	struct buf line = BUF_INIT;
	size_t count = 0;
	const struct err *err;
	char *at;

	buf_addf(&line, "%s%s%s", path, *value ? " " : "", value);
	at = (char *)line.data;
	while (*at != '\0' && count < COLUMNS_MAX) {
		headings[count] = at;
		at += strcspn(at, "=");
		*at++ = '\0';
		cells[count++] = at;
		at += strcspn(at, ";");
		if (*at != '\0')
			*at++ = '\0';
	}
	err = answers_read_flat(play->instance, headings, cells, count,
	    note_unknown, &play->seen);
	buf_free(&line);
	return err;
}

static const struct {
	const char *word;
	const struct err *(*run)(struct play *, const char *, const char *);
	bool on_answer;
} steps[] = {
	{ "set", step_set, true }, { "load", step_load, true },
	{ "add", step_add, false }, { "insert", step_add, true },
	{ "remove", step_remove, true }, { "clear", step_clear, false },
	{ "settle", step_settle, false }, { "finish", step_finish, false },
	{ "language", step_language, false }, { "show", step_show, false },
	{ "choices", step_choices, true }, { "text", step_text, true },
	{ "eval", step_eval, true }, { "name", step_name, false },
	{ "json", step_json, false }, { "problems", step_problems, false },
	{ "read", step_read, false }, { "flat", step_flat, false },
};

static void
run_step(struct play *play, char *line)
{
	char *path = line + strcspn(line, " "), *value;
	const struct err *err = NULL;
	size_t i = 0;

	path += *path == ' ' ? (*path = '\0', 1) : 0;
	value = path + strcspn(path, " ");
	value += *value == ' ' ? (*value = '\0', 1) : 0;
	while (i < sizeof(steps) / sizeof(*steps) &&
	    strcmp(steps[i].word, line) != 0)
		i++;
	if (i == sizeof(steps) / sizeof(*steps))
		buf_addf(&play->seen, "no such step: %s\n", line);
	else if ((steps[i].on_answer || steps[i].run == step_show) &&
	    find(play, path).answer == NULL)
		buf_addf(&play->seen, "no such answer: %s\n", path);
	else
		err = steps[i].run(play, path, value);
	if (err != NULL)
		buf_addf(&play->seen, "error: %s\n", err->msg);
}

static void
run_steps(struct play *play, char *text)
{
	while (*text != '\0') {
		char *end = text + strcspn(text, "\n");
		char last = *end;

		*end = '\0';
		if (*text != '#' && *text != '\0') {
			buf_addf(&play->seen, "> %s\n", text);
			run_step(play, text);
		}
		text = end + (last != '\0');
	}
}

static void
play_case(const char *name)
{
	struct buf path = BUF_INIT, text = BUF_INIT, expected = BUF_INIT;
	struct play play = { .seen = BUF_INIT };
	uint64_t counter = 1;
	struct instance_setting setting = still_setting(&counter);
	struct form *form;

	buf_addf(&path, "cases/instance/%s.md", name);
	play.form = form = read_form(buf_str(&path));
	CHECK_RESULT(form != NULL, "%s: not read", buf_str(&path));
	if (form == NULL)
		goto done;
	CHECK_OK(instance_new(&play.instance, form, &setting));
	buf_reset(&path);
	buf_addf(&path, "cases/instance/%s.steps", name);
	CHECK_OK(file_read(&text, buf_str(&path), CASE_BYTES_MAX));
	if (play.instance != NULL && text.len > 0)
		run_steps(&play, (char *)text.data);
	buf_reset(&path);
	buf_addf(&path, "cases/instance/%s.out", name);
	CHECK_OK(file_read(&expected, buf_str(&path), CASE_BYTES_MAX));
	CHECK_RESULT(strcmp(buf_str(&expected), buf_str(&play.seen)) == 0,
	    "%s: saw\n%s", buf_str(&path), buf_str(&play.seen));
done:
	instance_free(play.instance);
	form_free(form);
	buf_free(&play.seen);
	buf_free(&expected);
	buf_free(&text);
	buf_free(&path);
}

static void
play_all(void)
{
	char **names;
	size_t count;

	CHECK_OK(platform_list("cases/instance", &names, &count));
	for (size_t i = 0; i < count; i++) {
		const char *dot = file_extension(names[i]);

		if (strcmp(dot, ".steps") != 0)
			continue;
		names[i][strlen(names[i]) - strlen(dot)] = '\0';
		play_case(names[i]);
	}
	CHECK_RESULT(count > 0, "no cases in tests/cases/instance");
	platform_list_free(names, count);
}

int
main(void)
{
	play_all();
	return CHECK_DONE();
}
