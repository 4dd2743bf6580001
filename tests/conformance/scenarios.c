/*
 * scenarios.c - the recorded behaviour of other engines on whole forms:
 * scenarios.jsonl. A form is loaded, answers are set, repeats added and
 * removed; after each step the whole interview is compared with what the other
 * engine said.
 *
 *	conformance_scenarios FOLDER MAY [ID]
 *
 * MAY is how many lines that must pass may fail. With an ID only that line is
 * played, and everything about it is shown.
 *
 * One difference is by design: an answer that breaks its constraint, which
 * JavaRosa refuses, is kept here and flagged. It must be flagged; then the
 * answer before it is put back, as if it had been refused.
 */
#include <math.h>

#include "formspec/instance.h"
#include "kit/base/file.h"
#include "kit/base/map.h"
#include "kit/base/moment.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"
#include "lines.h"

struct play {
	const struct json *line;
	struct form *form;
	struct instance *instance;
	struct map *expected;	/* path to its state, as it was last said */
	bool shown;
	struct buf why;		/* the first thing that is wrong */
};

static void
wrong(struct play *play, size_t step, const char *path, const char *what,
    const char *expected, const char *seen)
{
	struct buf *why = &play->why;

	if (why->len > 0 && !play->shown)
		return;
	buf_addf(why, "    step %zu: %s: %s: expected \"%s\", saw \"%s\"\n",
	    step, path, what, expected, seen);
}

/* ---- the world of an interview ---- */

static int64_t
world_now(void *data)
{
	(void)data;
	return INT64_C(1700000000000);
}

static int
world_offset(void *data, int64_t ms)
{
	(void)data;
	(void)ms;
	return 0;
}

static void
world_random(void *data, void *out, size_t len)
{
	uint64_t *state = data;

	for (size_t i = 0; i < len; i++) {
		*state = *state * UINT64_C(6364136223846793005) + 1442695;
		((uint8_t *)out)[i] = (uint8_t)(*state >> 33);
	}
}

/* ---- nodes by path ---- */

/* "name[2]" at s; returns its length. */
static size_t
read_step(const char *s, char *name, size_t size, size_t *position)
{
	size_t len = strcspn(s, "/"), n = strcspn(s, "[/");

	*position = s[n] == '[' ? strtoul(s + n + 1, NULL, 10) : 1;
	snprintf(name, size, "%.*s", (int)n, s);
	return len;
}

/* The answer at a path, or NULL; *depth: steps that were found. */
static struct answer *
find_answer(const struct play *play, const char *path)
{
	struct answer *at = instance_root(play->instance);
	char name[256];
	size_t position;

	if (*path != '/')
		return NULL;
	path += 1 + read_step(path + 1, name, sizeof(name), &position);
	if (strcmp(at->item->name, name) != 0)
		return NULL;
	while (at != NULL && *path == '/') {
		path += 1 + read_step(path + 1, name, sizeof(name), &position);
		for (at = answer_first(at); at != NULL; at = answer_next(at)) {
			const char *colon = strchr(name, ':');

			if (strcmp(at->item->name,
			    colon ? colon + 1 : name) == 0 && --position == 0)
				break;
		}
	}
	return at;
}

/* ---- comparing ---- */

static const char *
word(bool yes)
{
	return yes ? "true" : "false";
}

static void
check_flag(struct play *play, size_t step, const char *path,
    const struct json *state, const char *key, bool seen)
{
	const struct json *value = json_get(state, key);

	if (value != NULL && json_type(value) == JSON_BOOL &&
	    json_bool(value) != seen)
		wrong(play, step, path, key, word(!seen), word(seen));
}

/* Numbers that read the same are the same: "2" and "2.0", in places too. */
static bool
same_value(const char *a, const char *b)
{
	if (strcmp(a, b) == 0)
		return true;
	while (*a != '\0' && *b != '\0') {
		char *end_a, *end_b;
		double x = strtod(a, &end_a), y = strtod(b, &end_b);

		if (end_a == a || end_b == b || x != y)
			return false;
		a = end_a + strspn(end_a, " ");
		b = end_b + strspn(end_b, " ");
		a += *a == ';' && (*b == ';' || a[1] == '\0');
		b += *b == ';' && (a[-1] == ';' || b[1] == '\0');
	}
	return *a == *b;
}

static const char *
text_of(const struct json *value, char *number, size_t size)
{
	if (value == NULL || json_type(value) == JSON_NULL)
		return "";
	if (json_type(value) == JSON_NUMBER) {
		snprintf(number, size, "%.15g", json_number(value));
		return number;
	}
	if (json_type(value) == JSON_BOOL)
		return word(json_bool(value));
	return json_string(value) ? json_string(value) : "";
}

/* One time of day, told in two zones. */
static bool
same_moment(const char *a, const char *b)
{
	char x[80], y[80];
	int64_t x_ms, y_ms;
	int offset;

	snprintf(x, sizeof(x), "2000-01-02T%.60s", a);
	snprintf(y, sizeof(y), "2000-01-02T%.60s", b);
	return moment_parse(slice_str(x), &x_ms, &offset) &&
	    moment_parse(slice_str(y), &y_ms, &offset) && x_ms == y_ms;
}

/* Answers are composed here at once, elsewhere when they are sent. */
static bool
same_nfc(const char *a, const char *b)
{
	struct buf x = BUF_INIT;
	bool same = text_nfc(&x, slice_str(a)) == NULL &&
	    strcmp(buf_str(&x), b) == 0;

	buf_free(&x);
	return same;
}

/* Drawn at random, here as there. */
static bool
is_uuid(const char *s)
{
	return strlen(s) == 41 && strncmp(s, "uuid:", 5) == 0 &&
	    s[13] == '-' && s[18] == '-' && s[23] == '-' && s[28] == '-';
}

/* What is not relevant has no value elsewhere, and keeps its own here. */
static void
check_value(struct play *play, size_t step, const char *path,
    const struct json *value, const struct answer *answer)
{
	char number[64];
	const char *expected = text_of(value, number, sizeof(number));
	const char *seen = answer_value(answer);

	if (answer->item->kind != ITEM_QUESTION && *expected == '\0')
		return;
	if (!answer->relevant && *expected == '\0')
		return;
	/* Text that is not of its type is dropped elsewhere, flagged here. */
	if (*expected == '\0' && !answer->type_ok &&
	    answer->node.value == NULL)
		return;
	if (!same_value(expected, seen) && !same_moment(expected, seen) &&
	    !same_nfc(expected, seen) &&
	    !(is_uuid(expected) && is_uuid(seen)))
		wrong(play, step, path, "value", expected, seen);
}

static void
check_label(struct play *play, size_t step, const char *path,
    const struct json *state, const struct answer *answer)
{
	const char *expected = json_get_string(state, "label");
	struct buf seen = BUF_INIT;

	if (expected == NULL)
		return;
	if (instance_text(play->instance, &seen, answer,
	    &answer->item->label) != NULL ||
	    strcmp(buf_str(&seen), expected) != 0)
		wrong(play, step, path, "label", expected, buf_str(&seen));
	buf_free(&seen);
}

/* [["a", "A"], ...] or ["a", ...] */
static void
check_choices(struct play *play, size_t step, const char *path,
    const struct json *expected, const struct answer *answer)
{
	const struct choice *const *choices;
	size_t count, i = 0;
	struct buf wanted = BUF_INIT, seen = BUF_INIT, label = BUF_INIT;

	if (expected == NULL || json_type(expected) != JSON_ARRAY)
		return;
	if (instance_choices(play->instance, answer, &choices, &count))
		buf_add(&seen, "(an error)");
	for (const struct json *e = json_first(expected); e;
	    e = json_next(e)) {
		const struct json *name = json_type(e) == JSON_ARRAY ?
		    json_first(e) : e;

		buf_addf(&wanted, "%s|", json_string(name) ?
		    json_string(name) : "");
		if (json_type(e) != JSON_ARRAY || i++ >= count)
			continue;
		buf_reset(&label);
		if (instance_choice_label(play->instance, &label, answer,
		    choices[i - 1]) == NULL && json_next(name) != NULL &&
		    json_string(json_next(name)) != NULL &&
		    strcmp(json_string(json_next(name)), buf_str(&label)) != 0)
			wrong(play, step, path, "label of choice",
			    json_string(json_next(name)), buf_str(&label));
	}
	for (i = 0; i < count; i++)
		buf_addf(&seen, "%s|", choices[i]->name);
	if (strcmp(buf_str(&wanted), buf_str(&seen)) != 0)
		wrong(play, step, path, "choices", buf_str(&wanted),
		    buf_str(&seen));
	buf_free(&label);
	buf_free(&wanted);
	buf_free(&seen);
}

static void
check_state(struct play *play, size_t step, const char *path,
    const struct json *state)
{
	const char *type = line_string(state, "type");
	struct answer *answer;

	if (strncmp(type, "repeat-range", 12) == 0)
		return;
	answer = find_answer(play, path);
	if (answer == NULL) {
		wrong(play, step, path, "node", "there", "missing");
		return;
	}
	check_flag(play, step, path, state, "relevant", answer->relevant);
	check_flag(play, step, path, state, "readonly", answer->readonly);
	check_flag(play, step, path, state, "required", answer->required);
	check_flag(play, step, path, state, "constraint_ok",
	    answer->constraint_ok);
	if (answer->relevant)
		check_flag(play, step, path, state, "required_ok",
		    !answer->required || *answer_value(answer) != '\0');
	if (json_get(state, "value") != NULL)
		check_value(play, step, path, json_get(state, "value"),
		    answer);
	check_label(play, step, path, state, answer);
	check_choices(play, step, path, json_get(state, "choices"), answer);
}

static void
check_all(struct play *play, size_t step)
{
	for (size_t i = 0; i < map_count(play->expected); i++)
		if (map_value_at(play->expected, i) != NULL)
			check_state(play, step, map_key_at(play->expected, i),
			    map_value_at(play->expected, i));
}

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
		if (find_answer(play, json_string(p)) != NULL)
			wrong(play, step, json_string(p), "node", "removed",
			    "there");
	}
}

/* ---- steps ---- */

static void
failed(struct play *play, size_t step, const char *path, const struct err *err)
{
	if (err != NULL)
		wrong(play, step, path, "step", "done", err->msg);
}

/* What a tick is to a form. */
static const char *
truth(const struct item *item, bool yes)
{
	if (item->type == Q_ACKNOWLEDGE)
		return yes ? "OK" : "";
	if (item->value_type == V_BOOLEAN)
		return yes ? "1" : "0";
	return word(yes);
}

static void
step_set(struct play *play, size_t n, const struct json *step)
{
	const char *ref = line_string(step, "ref");
	struct answer *answer = find_answer(play, ref);
	const struct json *arg = json_get(step, "arg");
	const char *result = line_string(step, "result");
	struct buf before = BUF_INIT, value = BUF_INIT;
	char number[64];

	if (answer == NULL) {
		wrong(play, n, ref, "node", "there", "missing");
		return;
	}
	buf_add(&before, answer_value(answer));
	if (arg != NULL && json_type(arg) == JSON_ARRAY)
		for (const struct json *a = json_first(arg); a;
		    a = json_next(a))
			buf_addf(&value, "%s%s", value.len ? " " : "",
			    text_of(a, number, sizeof(number)));
	else if (arg != NULL && json_type(arg) == JSON_BOOL)
		buf_add(&value, truth(answer->item, json_bool(arg)));
	else
		buf_add(&value, text_of(arg, number, sizeof(number)));
	failed(play, n, ref, instance_set(play->instance, answer,
	    buf_str(&value)));
	if (strcmp(result, "constraint") == 0) {
		if (answer->constraint_ok)
			wrong(play, n, ref, "constraint_ok", "false", "true");
		failed(play, n, ref, instance_set(play->instance, answer,
		    buf_str(&before)));
	}
	buf_free(&before);
	buf_free(&value);
}

/* The parent of the last step that names a repeat, and that repeat. */
static struct answer *
find_repeat(const struct play *play, const char *ref,
    const struct item **repeat, size_t *position)
{
	char path[1024], name[256];
	const char *slash = strrchr(ref, '/');
	struct answer *parent;

	if (slash == NULL || slash == ref)
		return NULL;
	snprintf(path, sizeof(path), "%.*s", (int)(slash - ref), ref);
	read_step(slash + 1, name, sizeof(name), position);
	parent = find_answer(play, path);
	if (parent == NULL)
		return NULL;
	for (const struct item *i = parent->item->first; i; i = i->next)
		if (i->kind == ITEM_REPEAT && strcmp(i->name, name) == 0) {
			*repeat = i;
			return parent;
		}
	return NULL;
}

static void
step_add(struct play *play, size_t n, const struct json *step)
{
	const char *ref = line_string(step, "ref");
	const struct item *repeat = NULL;
	size_t position = 1;
	struct answer *added, *parent;

	parent = find_repeat(play, ref, &repeat, &position);
	if (parent == NULL) {
		wrong(play, n, ref, "repeat", "there", "missing");
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
	struct answer *answer = find_answer(play, ref);

	while (answer != NULL && answer->item->kind != ITEM_REPEAT)
		answer = answer_parent(answer);
	if (answer == NULL)
		wrong(play, n, ref, "repeat", "there", "missing");
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
		wrong(play, n, name ? name : "", "language", "there",
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
	wrong(play, n, op, "operation", "known", "unknown");
}

/* ---- questions about a state ---- */

static void
query_count(struct play *play, size_t n, const struct json *query)
{
	const char *ref = line_string(query, "ref");
	const struct item *repeat = NULL;
	size_t position;
	struct answer *parent = find_repeat(play, ref, &repeat, &position);
	char wanted[32], seen[32];

	snprintf(wanted, sizeof(wanted), "%.0f",
	    json_number(json_get(query, "value")));
	snprintf(seen, sizeof(seen), "%zu", parent ?
	    instance_repeat_count(parent, repeat) : 0);
	if (strcmp(wanted, seen) != 0)
		wrong(play, n, ref, "instances", wanted, seen);
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
		wrong(play, n, line_string(query, "ref"), "validate",
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
	answer = find_answer(play, ref);
	if (answer == NULL) {
		if (value != NULL && json_type(value) != JSON_NULL)
			wrong(play, n, ref, "node", "there", "missing");
		return;
	}
	if (strcmp(op, "answerOf") == 0)
		check_value(play, n, ref, value, answer);
	else if (strcmp(op, "choicesOf") == 0)
		check_choices(play, n, ref, value, answer);
}

static void
play_queries(struct play *play, size_t n)
{
	const struct json *q = json_first(json_get(play->line, "queries"));

	for (; q != NULL; q = json_next(q))
		if (json_number(json_get(q, "after_step")) == (double)n)
			play_query(play, n, q);
}

/* ---- one line ---- */

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
	    find_answer(play, ref) != NULL;
}

static void
compare(struct play *play, size_t n, const struct json *next)
{
	if (is_ahead(play, next))
		return;
	check_all(play, n);
	play_queries(play, n);
}

static void
play_steps(struct play *play)
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

/* The files that the form wants beside it, and the form. */
static const struct err *
write_files(const struct play *play, const char *folder, struct buf *path)
{
	const struct json *file = json_first(json_get(play->line,
	    "attachments"));
	const char *xml = line_string(play->line, "form_xml");
	const struct err *err = NULL;
	struct buf name = BUF_INIT;

	for (; file != NULL && err == NULL; file = json_next(file)) {
		const char *slash = strrchr(json_key(file), '/');
		const char *body = json_get_string(file, "body");

		if (body == NULL)
			continue;
		buf_reset(&name);
		buf_addf(&name, "%s/%s", folder, slash ? slash + 1 :
		    json_key(file));
		err = file_write(buf_str(&name), slice_str(body));
	}
	buf_free(&name);
	buf_addf(path, "%s/form.xml", folder);
	return err ? err : file_write(buf_str(path), slice_str(xml));
}

static const struct err *
load(struct play *play, const char *folder, struct diags *diags)
{
	static const struct instance_setting none;
	struct instance_setting setting = none;
	static uint64_t seed;
	struct buf path = BUF_INIT;
	const struct err *err;

	seed = 1;
	setting.world = (struct xpath_world){ world_now, world_offset,
	    world_random, &seed };
	setting.device_id = "device";
	if (json_first(json_get(play->line, "attachments")) == NULL) {
		err = form_read_xform(&play->form, slice_str(line_string(
		    play->line, "form_xml")), "form.xml", diags);
	} else {
		err = write_files(play, folder, &path);
		if (err == NULL)
			err = form_read(&play->form, buf_str(&path), diags);
	}
	if (err == NULL && play->form != NULL)
		err = instance_new(&play->instance, play->form, &setting);
	buf_free(&path);
	return err;
}

static void
play_line(struct play *play, const char *folder)
{
	struct diags *diags = diags_new();
	const struct err *err = load(play, folder, diags);
	bool must_load = !line_has(play->line, "load_error");
	struct buf text = BUF_INIT;

	if (err == NULL && play->form == NULL)
		diags_print(&text, diags, "en");
	else if (err != NULL)
		buf_add(&text, err->msg);
	if ((play->instance != NULL) != must_load)
		wrong(play, 0, "form", "load", must_load ? "accepted" :
		    line_string(play->line, "load_error"),
		    text.len ? buf_str(&text) : "accepted");
	else if (must_load)
		play_steps(play);
	buf_free(&text);
	diags_free(diags);
}

/* ---- the file ---- */

struct tally {
	const char *id;			/* or NULL */
	char folder[256];		/* for the files of a form */
	size_t must, failed, others, others_failed;
};

static bool
must_pass(const struct json *line)
{
	return line_has(line, "runnable") && !line_has(line, "volatile") &&
	    !line_has(line, "engine_known_wrong");
}

static void
count_line(void *data, const struct json *json)
{
	struct tally *tally = data;
	struct play play = { .line = json, .expected = map_new() };
	bool must = json == NULL || must_pass(json);
	bool asked = json && tally->id &&
	    strcmp(tally->id, line_string(json, "id")) == 0;
	bool ok;

	play.shown = asked;
	if (json == NULL)
		buf_add(&play.why, "    not a line of JSON\n");
	else if ((tally->id == NULL || asked) &&
	    json_get_string(json, "form_xml") != NULL)
		play_line(&play, tally->folder);
	ok = play.why.len == 0;
	tally->must += must;
	tally->failed += must && !ok;
	tally->others += !must;
	tally->others_failed += !must && !ok;
	if (!ok && (must || asked))
		fprintf(stderr, "%s: %s\n%s", json ? line_string(json, "id") :
		    "?", json ? line_string(json, "test") : "",
		    buf_str(&play.why));
	instance_free(play.instance);
	form_free(play.form);
	map_free(play.expected);
	buf_free(&play.why);
}

int
main(int argc, char **argv)
{
	struct tally tally = { .id = argc > 3 ? argv[3] : NULL };
	size_t may = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
	char *bytes;

	if (argc < 3) {
		fprintf(stderr, "usage: %s FOLDER MAY [ID]\n", argv[0]);
		return 2;
	}
	bytes = lines_read(argv[1], "scenarios.jsonl");
	if (bytes == NULL) {
		printf("%s/scenarios.jsonl is not here: skipped\n", argv[1]);
		return 0;
	}
	snprintf(tally.folder, sizeof(tally.folder), "scenarios.scratch");
	(void)!platform_make_folder(tally.folder);
	lines_each(bytes, count_line, &tally);
	mem_free(bytes);
	printf("scenarios.jsonl: %zu of %zu lines that must pass do; of %zu "
	    "others %zu\n", tally.must - tally.failed, tally.must,
	    tally.others, tally.others - tally.others_failed);
	if (tally.failed < may)
		printf("%zu may fail: the number can be lowered\n", may);
	if (tally.failed > may)
		printf("only %zu may fail\n", may);
	return tally.failed <= may ? 0 : 1;
}
