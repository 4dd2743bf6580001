/*
 * test_fake.c - made-up responses are valid, the same every time, and come back
 * from JSON as they were; for every form in cases/instance and the sample.
 */
#include <stdlib.h>

#include "check.h"
#include "formspec/answers.h"
#include "formspec/fake.h"
#include "instance_world.h"
#include "kit/base/file.h"
#include "kit/base/platform.h"

enum { RESPONSES = 200, EDITS = 60, DAMAGES = 50 };

static const struct err *
make(struct instance **out, struct fake_world *world,
    const struct form_graph *graph, uint64_t seed, uint64_t number)
{
	struct instance_setting setting = { .device_id = "dev:1" };
	const struct err *err;

	fake_world_start(world, seed, number);
	setting.world = fake_world_xpath(world);
	err = instance_new_of(out, graph, &setting);
	if (err == NULL)
		err = fake_fill(*out, seed, number);
	if (err == NULL) {
		fake_world_pass(world);
		err = instance_finish(*out);
	}
	return err;
}

static void
check_problems(const char *name, uint64_t number, struct instance *instance)
{
	size_t count;
	const struct problem *problems = instance_problems(instance, &count);
	struct buf path = BUF_INIT;

	if (count > 0)
		answer_path(&path, problems[0].answer);
	CHECK_RESULT(count == 0, "%s, response %d: problem %d at %s = %s",
	    name, (int)number, count ? (int)problems[0].kind : 0,
	    buf_str(&path), count ? answer_value(problems[0].answer) : "");
	buf_free(&path);
}

static void
count_unknown(void *data, const char *name)
{
	(void)name;
	++*(int *)data;
}

/* Read back into another instance, it is the same line. */
static void
check_round_trip(const char *name, const struct form_graph *graph,
    const struct buf *line)
{
	struct fake_world world;
	struct instance_setting setting = { .device_id = "dev:2" };
	struct instance *again = NULL;
	struct buf seen = BUF_INIT;
	int unknown = 0;

	fake_world_start(&world, 99, 99);
	setting.world = fake_world_xpath(&world);
	CHECK_OK(instance_new_of(&again, graph, &setting));
	if (again == NULL)
		return;
	CHECK_OK(answers_read_json(again, buf_slice(line), count_unknown,
	    &unknown));
	CHECK_INT(unknown, 0);
	answers_write_json(&seen, again);
	CHECK_RESULT(strcmp(buf_str(&seen), buf_str(line)) == 0,
	    "%s: wrote\n%s\nread back\n%s", name, buf_str(line),
	    buf_str(&seen));
	buf_free(&seen);
	instance_free(again);
}

/* ---- everything that can be seen of an interview ---- */

static void
add_state(struct buf *out, const struct answer *answer)
{
	answer_path(out, answer);
	buf_addf(out, "=%s %d%d%d%d%d%d\n", answer_value(answer),
	    answer->relevant, answer->required, answer->readonly,
	    answer->constraint_ok, answer->type_ok, answer->choice_ok);
	for (answer = answer_first(answer); answer;
	    answer = answer_next(answer))
		add_state(out, answer);
}

/* What a person can reach. */
struct picked {
	struct answer *answers[500];
	size_t count;
};

static void
collect(struct picked *picked, struct answer *answer, bool tops)
{
	bool wanted = tops ? answer->item->kind == ITEM_REPEAT :
	    answer->item->kind == ITEM_QUESTION && !answer->calculated &&
	    answer->relevant;

	if (wanted && picked->count < 500)
		picked->answers[picked->count++] = answer;
	for (answer = answer_first(answer); answer;
	    answer = answer_next(answer))
		collect(picked, answer, tops);
}

static const struct err *
edit_repeat(struct instance *instance, struct fake_random *random)
{
	struct picked picked = { .count = 0 };
	struct answer *at, *added;
	const struct err *err;

	collect(&picked, instance_root(instance), true);
	if (picked.count == 0)
		return NULL;
	at = picked.answers[random->state[0]++ % picked.count];
	if (random->state[1]++ % 3 == 0)
		err = instance_remove_repeat(instance, at);
	else
		err = instance_add_repeat(instance, &added,
		    answer_parent(at), at->item, 0,
		    random->state[1] % 2 ? at : NULL);
	/* A repeat that follows its count says no. */
	return err && err->code == ERR_DENIED ? NULL : err;
}

static const struct err *
edit_value(struct instance *instance, struct fake_random *random,
    struct instance *other)
{
	static const char *const values[] = {
		"", "0", "1", "2", "3", "7", "50", "non", "oui", "x", "a b",
		"2024-01-31", "12,5",
	};
	struct picked picked = { .count = 0 }, from = { .count = 0 };
	const char *value = values[random->state[2]++ %
	    (sizeof(values) / sizeof(*values))];
	struct answer *at;

	collect(&picked, instance_root(instance), false);
	collect(&from, instance_root(other), false);
	if (picked.count == 0)
		return NULL;
	at = picked.answers[random->state[0]++ * 7919 % picked.count];
	/* Half of the values are such as this question gets. */
	for (size_t i = 0; i < from.count && random->state[3] % 2; i++)
		if (from.answers[i]->item == at->item)
			value = answer_value(from.answers[i]);
	random->state[3]++;
	return instance_set(instance, at, value);
}

/* After any edits, what was recomputed is what computing it all gives. */
static void
check_incremental(const char *name, struct instance *instance,
    struct instance *other, uint64_t number)
{
	struct fake_random random = { { number, number * 3, number * 5,
	    number * 7 } };
	struct buf before = BUF_INIT, after = BUF_INIT;

	for (int i = 0; i < EDITS; i++) {
		const struct err *err = i % 4 == 3 ?
		    edit_repeat(instance, &random) :
		    edit_value(instance, &random, other);

		CHECK_RESULT(err == NULL, "%s: %s", name, err ? err->msg : "");
		buf_reset(&before);
		buf_reset(&after);
		add_state(&before, instance_root(instance));
		CHECK_OK(instance_settle(instance));
		add_state(&after, instance_root(instance));
		CHECK_RESULT(strcmp(buf_str(&before), buf_str(&after)) == 0,
		    "%s %d, edit %d: kept up\n%s\nfrom scratch\n%s", name,
		    (int)number, i, buf_str(&before), buf_str(&after));
		if (strcmp(buf_str(&before), buf_str(&after)) != 0)
			break;
	}
	buf_free(&before);
	buf_free(&after);
}

/*
 * A line with bytes changed is refused or read; either way what comes out of
 * the instance afterwards is read again as it is.
 */
static void
check_damaged(const char *name, const struct form_graph *graph,
    const struct buf *line, uint64_t number)
{
	static const char bytes[] = "\"[]{}:,.0-\\u\xc3 t";
	struct instance *instance = NULL;
	struct buf damaged = BUF_INIT, written = BUF_INIT;
	uint64_t counter = number;
	struct instance_setting setting = still_setting(&counter);

	CHECK_OK(instance_new_of(&instance, graph, &setting));
	for (uint64_t i = 0; instance != NULL && i < DAMAGES; i++) {
		size_t at = (size_t)((i * 7919 + number * 104729) % line->len);

		buf_reset(&damaged);
		buf_add_slice(&damaged, buf_slice(line));
		damaged.data[at] = (uint8_t)bytes[i % (sizeof(bytes) - 1)];
		if (answers_read_json(instance, buf_slice(&damaged), NULL,
		    NULL) != NULL)
			continue;
		buf_reset(&written);
		answers_write_json(&written, instance);
		check_round_trip(name, graph, &written);
	}
	instance_free(instance);
	buf_free(&damaged);
	buf_free(&written);
}

static void
check_response(const char *name, const struct form_graph *graph,
    uint64_t number)
{
	struct instance *instance = NULL, *same = NULL;
	struct fake_world world, world_of_same;
	struct buf line = BUF_INIT, again = BUF_INIT;
	const struct err *err;

	err = make(&instance, &world, graph, 1, number);
	CHECK_RESULT(err == NULL, "%s, response %d: %s", name, (int)number,
	    err ? err->msg : "");
	CHECK_OK(make(&same, &world_of_same, graph, 1, number));
	if (instance != NULL && same != NULL && err == NULL) {
		check_problems(name, number, instance);
		CHECK_OK(fake_write(&line, instance));
		CHECK_OK(fake_write(&again, same));
		CHECK_STR(buf_str(&again), buf_str(&line));
		check_round_trip(name, graph, &line);
		if (number % 20 == 0)
			check_damaged(name, graph, &line, number);
		if (number % 10 == 0)
			check_incremental(name, instance, same, number);
	}
	instance_free(instance);
	instance_free(same);
	buf_free(&line);
	buf_free(&again);
}

static void
check_form(const char *path, uint64_t responses)
{
	struct form *form = read_form(path);
	struct form_graph *graph = NULL;

	CHECK_RESULT(form != NULL, "%s: not read", path);
	if (form == NULL)
		return;
	CHECK_OK(form_graph_new(&graph, form));
	for (uint64_t i = 1; graph != NULL && i <= responses; i++)
		check_response(path, graph, i);
	form_graph_free(graph);
	form_free(form);
}

/* What stands in the way is named. */
static void
check_impossible(void)
{
	struct form *form = read_form("cases/fake/impossible.md");
	struct form_graph *graph = NULL;
	struct instance *instance = NULL;
	struct fake_world world;

	CHECK(form != NULL);
	if (form == NULL)
		return;
	CHECK_OK(form_graph_new(&graph, form));
	CHECK_ERR(make(&instance, &world, graph, 1, 1), ERR_LIMIT,
	    "groupe/jamais: no valid answer found");
	instance_free(instance);
	form_graph_free(graph);
	form_free(form);
}

int
main(void)
{
	struct buf path = BUF_INIT;
	char **names;
	size_t count;

	CHECK_OK(platform_list("cases/instance", &names, &count));
	for (size_t i = 0; i < count; i++) {
		if (strcmp(file_extension(names[i]), ".md") != 0)
			continue;
		buf_reset(&path);
		file_join(&path, "cases/instance", names[i]);
		check_form(buf_str(&path), RESPONSES);
	}
	platform_list_free(names, count);
	buf_free(&path);
	check_form("../samples/panorama/panorama.md", 30);
	check_impossible();
	return CHECK_DONE();
}
