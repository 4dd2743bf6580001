#include "interview.h"

#include <stdio.h>
#include <string.h>

#include "formspec/answers.h"
#include "kit/base/text.h"

enum {
	ITEMS_PLAYED_MAX = 200, STEPS_MAX = 64, NODES_CHECKED_MAX = 2000,
	REPEATS_PLAYED_MAX = 8
};

/* ---- the world ---- */

static int64_t
clock_now(void *data)
{
	(void)data;
	return 1732266000000;
}

static int
clock_offset(void *data, int64_t ms)
{
	(void)data, (void)ms;
	return 60;
}

static void
counted_random(void *data, void *out, size_t len)
{
	uint64_t *counter = data;

	for (uint8_t *at = out; len-- > 0; at++) {
		*counter = *counter * 6364136223846793005u + 1442695040888963407u;
		*at = (uint8_t)(*counter >> 56);
	}
}

struct instance_setting
fuzz_setting(uint64_t *counter)
{
	return (struct instance_setting){
		.world = { clock_now, clock_offset, counted_random, counter },
		.device_id = "dev:1", .username = "ana",
		.email = "ana@example.org", .phone_number = "0639980000"
	};
}

/* ---- the form ---- */

static bool
form_wants_files(const struct form *form)
{
	for (size_t i = 0; i < form->list_count; i++)
		if (form->lists[i].from_file)
			return true;
	for (size_t i = 0; i < form->item_count; i++)
		if (form->items[i]->kind == ITEM_QUESTION &&
		    form->items[i]->type == Q_EXTERNAL)
			return true;
	return false;
}

static void
say(const struct diags *diags, const struct buf *text)
{
	struct buf said = BUF_INIT;

	diags_print(&said, diags, "en");
	fprintf(stderr, "%s\n%s\n", buf_str(&said), buf_str(text));
	buf_free(&said);
}

/* A form that was read without its files is not complete. */
static bool
wants_files(const struct diags *diags)
{
	struct buf said = BUF_INIT;
	bool wants;

	diags_print(&said, diags, "en");
	wants = strstr(buf_str(&said), "is not beside the form") != NULL;
	buf_free(&said);
	return wants;
}

void
form_must_come_back(const struct form *form)
{
	struct diags *diags = diags_new();
	struct buf json = BUF_INIT, again = BUF_INIT;
	struct form *copy;

	form_write_json(&json, form);
	FUZZ_MUST(form_read_json(&copy, buf_slice(&json), "copy", diags) ==
	    NULL);
	if (copy != NULL) {
		form_write_json(&again, copy);
		FUZZ_MUST(slice_equal(buf_slice(&json), buf_slice(&again)));
	} else if (!wants_files(diags)) {
		say(diags, &json);
		abort();
	}
	form_free(copy);
	buf_free(&json);
	buf_free(&again);
	diags_free(diags);
}

/* What holds no answers has no place in an XForm; the audit goes to "meta". */
static bool
holds_answers(const struct item *item)
{
	if (item->kind == ITEM_QUESTION)
		return item->type != Q_EXTERNAL && (item->metadata == NULL ||
		    strcmp(item->metadata, "audit") != 0);
	for (const struct item *child = item->first; child; child = child->next)
		if (holds_answers(child))
			return true;
	return false;
}

/*
 * An XForm has nodes of its own, for counts and metadata; without them it must
 * have the same, in the same order.
 */
static bool
asks_the_same(const struct form *form, const struct form *copy)
{
	size_t at = 0;

	for (size_t i = 0; i < form->item_count; i++) {
		const struct item *item = form->items[i];

		if (!holds_answers(item))
			continue;
		while (at < copy->item_count && strcmp(item->path,
		    copy->items[at]->path) != 0)
			at++;
		if (at == copy->item_count ||
		    copy->items[at]->kind != item->kind) {
			fprintf(stderr, "%s is lost\n", item->path);
			return false;
		}
	}
	return true;
}

/* XML holds no control characters: a list named by one has another name. */
static bool
fits_xml(const struct form *form)
{
	for (size_t i = 0; i < form->list_count; i++)
		for (const char *s = form->lists[i].name; *s != '\0'; s++)
			if ((unsigned char)*s < ' ')
				return false;
	return true;
}

void
form_must_survive_xform(const struct form *form)
{
	struct diags *diags = diags_new();
	struct buf xml = BUF_INIT;
	struct form *copy;

	if (!fits_xml(form)) {
		diags_free(diags);
		return;
	}
	form_write_xform(&xml, form);
	FUZZ_MUST(form_read_xform(&copy, buf_slice(&xml), "copy.xml", diags) ==
	    NULL);
	if (copy == NULL || !asks_the_same(form, copy)) {
		say(diags, &xml);
		abort();
	}
	form_free(copy);
	buf_free(&xml);
	diags_free(diags);
}

static bool
draws(const struct expr *expr)
{
	return expr->compiled != NULL && xpath_is_volatile(expr->compiled);
}

/*
 * What a calculation has drawn is an answer, kept when all is computed again;
 * what an action did is not done again. Neither can be compared.
 */
static bool
has_history(const struct form *form)
{
	for (size_t i = 0; i < form->item_count; i++) {
		const struct item *item = form->items[i];

		if (item->action_count > 0 || item->trigger != NULL ||
		    draws(&item->calculate) || draws(&item->relevant) ||
		    draws(&item->required) || draws(&item->readonly) ||
		    draws(&item->constraint) || draws(&item->repeat_count) ||
		    draws(&item->choice_filter) || draws(&item->itemset) ||
		    draws(&item->seed))
			return true;
	}
	return false;
}

/* ---- one interview ---- */

static void
dump(struct buf *out, const struct answer *answer)
{
	for (; answer != NULL; answer = answer_next(answer)) {
		answer_path(out, answer);
		buf_addf(out, " = %s %s%s%s%s%s%s%s\n", answer_value(answer),
		    answer->relevant ? "" : " hidden",
		    answer->required ? " required" : "",
		    answer->readonly ? " readonly" : "",
		    answer->constraint_ok ? "" : " constraint",
		    answer->type_ok ? "" : " type",
		    answer->choice_ok ? "" : " choice",
		    answer_failure(answer) ? " failure" : "");
		dump(out, answer_first(answer));
	}
}

static void
same(struct instance *a, struct instance *b, const char *what)
{
	struct buf one = BUF_INIT, two = BUF_INIT;

	dump(&one, instance_root(a));
	dump(&two, instance_root(b));
	if (!slice_equal(buf_slice(&one), buf_slice(&two)))
		fprintf(stderr, "%s:\n%s---\n%s", what, buf_str(&one),
		    buf_str(&two));
	FUZZ_MUST(slice_equal(buf_slice(&one), buf_slice(&two)));
	buf_free(&one);
	buf_free(&two);
}

static size_t
check_paths(struct instance *instance, const struct answer *answer)
{
	struct buf path = BUF_INIT;
	size_t count = 1;

	answer_path(&path, answer);
	FUZZ_MUST(instance_find(instance, buf_str(&path)) == answer);
	buf_free(&path);
	for (const struct answer *child = answer_first(answer);
	    child != NULL && count < NODES_CHECKED_MAX;
	    child = answer_next(child))
		count += check_paths(instance, child);
	return count;
}

static size_t
check_flags(const struct answer *answer)
{
	const struct answer *parent = answer_parent(answer);
	size_t count = 1;

	FUZZ_MUST(text_is_valid(slice_str(answer_value(answer))));
	FUZZ_MUST(!answer->relevant || parent == NULL || parent->relevant);
	FUZZ_MUST(answer->readonly || parent == NULL || !parent->readonly);
	FUZZ_MUST(*answer_value(answer) != '\0' || answer->constraint_ok);
	FUZZ_MUST((answer->item->kind == ITEM_REPEAT) ==
	    (answer->repeat_id != 0));
	for (const struct answer *child = answer_first(answer);
	    child != NULL && count < NODES_CHECKED_MAX;
	    child = answer_next(child))
		count += check_flags(child);
	return count;
}

static size_t
count_nodes(const struct answer *answer)
{
	size_t count = 0;

	for (; answer != NULL && count < NODES_CHECKED_MAX;
	    answer = answer_next(answer))
		count += 1 + count_nodes(answer_first(answer));
	return count;
}

static void
load_from(struct instance *to, struct answer *into, const struct answer *from)
{
	for (const struct answer *at = answer_first(from); at != NULL;
	    at = answer_next(at)) {
		struct answer *copy;

		if (at->item->kind == ITEM_REPEAT)
			FUZZ_MUST(instance_add_repeat(to, &copy, into, at->item,
			    at->repeat_id, NULL) == NULL);
		else
			copy = answer_of(into, at->item);
		FUZZ_MUST(copy != NULL);
		if (at->item->kind == ITEM_QUESTION)
			FUZZ_MUST(instance_load(to, copy, answer_value(at)) ==
			    NULL);
		else
			load_from(to, copy, at);
	}
}

static void
as_draft(struct instance *instance, struct instance *copy)
{
	instance_clear(copy);
	load_from(copy, instance_root(copy), instance_root(instance));
	FUZZ_MUST(instance_settle(copy) == NULL);
	same(instance, copy, "as a draft");
}

static void
as_json(struct instance *instance, struct instance *copy)
{
	struct buf json = BUF_INIT, again = BUF_INIT;

	answers_write_json(&json, instance);
	FUZZ_MUST(answers_read_json(copy, buf_slice(&json), NULL, NULL) ==
	    NULL);
	answers_write_json(&again, copy);
	if (!slice_equal(buf_slice(&json), buf_slice(&again)))
		fprintf(stderr, "as JSON:\n%s\n%s\n", buf_str(&json),
		    buf_str(&again));
	FUZZ_MUST(slice_equal(buf_slice(&json), buf_slice(&again)));
	buf_free(&json);
	buf_free(&again);
}

void
instance_must_hold(struct instance *instance, const struct form_graph *graph)
{
	uint64_t counter = 1;
	struct instance_setting setting = fuzz_setting(&counter);
	const struct form *form = instance_form(instance);
	struct instance *copy;
	size_t count;

	(void)check_flags(instance_root(instance));
	(void)check_paths(instance, instance_root(instance));
	(void)instance_problems(instance, &count);
	if (has_history(form) || form_wants_files(form) ||
	    count_nodes(instance_root(instance)) >= NODES_CHECKED_MAX ||
	    instance_new_of(&copy, graph, &setting) != NULL)
		return;
	instance_set_language(copy, instance_language(instance));
	as_draft(instance, copy);
	as_json(instance, copy);
	instance_free(copy);
}

/* ---- steps ---- */

struct play {
	struct instance *instance;
	struct reader reader;
};

static struct answer *
nth(struct answer *answer, size_t *n)
{
	for (; answer != NULL; answer = answer_next(answer)) {
		struct answer *found;

		if ((*n)-- == 0)
			return answer;
		found = nth(answer_first(answer), n);
		if (found != NULL)
			return found;
	}
	return NULL;
}

/* Some node; the root when the byte counts too far. */
static struct answer *
pick(struct play *play)
{
	struct answer *root = instance_root(play->instance);
	size_t n = reader_u8(&play->reader);
	struct answer *found = nth(root, &n);

	return found ? found : root;
}

static const char *const values[] = {
	"", "0", "1", "2", "3", "-1", "17", "18", "1.5", "1e3", "007", "x",
	"yes", "no", "a", "b", "a b", "b a", "a a", "c", "true", "false",
	"2024-11-22", "2024-02-30", "12:30:00.000+01:00",
	"2024-11-22T10:00:00.000+01:00", "50.63 3.06 0 0",
	"50 3 0 0;50 4 0 0;51 4 0 0;50 3 0 0", "Léa", "e\xcc\x81t\xc3\xa9",
	"9999999999999999999999", "NaN", " x  y ", "\xff", "<b>", "\n", "10",
	"100", "4", "5"
};

enum { VALUES = sizeof(values) / sizeof(*values) };

static void
set_value(struct play *play)
{
	struct answer *answer = pick(play);
	uint8_t n = reader_u8(&play->reader);
	const struct choice *const *choices;
	size_t count = 0;

	if (answer->item->kind != ITEM_QUESTION)
		return;
	if (n >= VALUES && answer->item->list != NULL &&
	    instance_choices(play->instance, answer, &choices, &count) ==
	    NULL && count > 0)
		(void)!instance_set(play->instance, answer,
		    choices[n % count]->name);
	else
		(void)!instance_set(play->instance, answer,
		    values[n % VALUES]);
}

static void
set_text(struct play *play)
{
	struct answer *answer = pick(play);
	struct slice bytes = reader_take(&play->reader,
	    reader_u8(&play->reader) % 16);
	struct buf text = BUF_INIT;

	buf_add_slice(&text, bytes);
	if (answer->item->kind == ITEM_QUESTION)
		(void)!instance_set(play->instance, answer, buf_str(&text));
	buf_free(&text);
}

static void
add_instance(struct play *play)
{
	struct answer *at = pick(play);
	const struct item *repeat = at->item->kind == ITEM_REPEAT ? at->item :
	    at->item->first;
	struct answer *parent = at->item->kind == ITEM_REPEAT ?
	    answer_parent(at) : at;
	bool before = at != parent && reader_u8(&play->reader) % 2;

	while (repeat != NULL && repeat->kind != ITEM_REPEAT)
		repeat = repeat->next;
	if (repeat != NULL &&
	    instance_repeat_count(parent, repeat) < REPEATS_PLAYED_MAX)
		(void)!instance_add_repeat(play->instance, &at, parent, repeat,
		    0, before ? at : NULL);
}

static void
remove_instance(struct play *play)
{
	struct answer *at = pick(play);

	(void)!instance_remove_repeat(play->instance, at);
}

static void
look(struct play *play)
{
	struct answer *at = pick(play);
	const struct choice *const *choices;
	struct buf text = BUF_INIT;
	size_t count;

	(void)!instance_text(play->instance, &text, at, &at->item->label);
	(void)!instance_text(play->instance, &text, at, &at->item->hint);
	(void)!instance_name(play->instance, &text);
	if (at->item->kind == ITEM_QUESTION && instance_choices(play->instance,
	    at, &choices, &count) == NULL && count > 0)
		(void)!instance_choice_label(play->instance, &text, at,
		    choices[0]);
	FUZZ_MUST(text_is_valid(buf_slice(&text)));
	buf_free(&text);
}

static void
speak(struct play *play)
{
	instance_set_language(play->instance, reader_u8(&play->reader) %
	    instance_form(play->instance)->language_count);
}

static void
settle(struct play *play)
{
	FUZZ_MUST(instance_settle(play->instance) == NULL);
}

static void
finish(struct play *play)
{
	FUZZ_MUST(instance_finish(play->instance) == NULL);
}

static void (*const steps[])(struct play *) = {
	set_value, set_value, set_value, set_value, set_value, set_text,
	add_instance, add_instance, remove_instance, look, speak, settle, finish
};

void
form_play(const struct form *form, struct slice bytes)
{
	uint64_t counter = 0;
	struct instance_setting setting = fuzz_setting(&counter);
	struct play play = { NULL, reader_of(bytes) };
	struct form_graph *graph;

	if (form->item_count > ITEMS_PLAYED_MAX ||
	    form_graph_new(&graph, form) != NULL)
		return;
	FUZZ_MUST(instance_new_of(&play.instance, graph, &setting) == NULL);
	for (int i = 0; i < STEPS_MAX && play.reader.rest.len > 0; i++) {
		uint8_t step = reader_u8(&play.reader);

		steps[step % (sizeof(steps) / sizeof(*steps))](&play);
		(void)check_flags(instance_root(play.instance));
	}
	instance_must_hold(play.instance, graph);
	instance_free(play.instance);
	form_graph_free(graph);
}
