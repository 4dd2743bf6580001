#include "collector/ask.h"

#include <stdio.h>
#include <string.h>

#include "collector/problems.h"
#include "kit/base/mem.h"
#include "kit/base/platform.h"
#include "kit/base/text.h"

/* What a line asks for, whatever the question. */
enum step { STEP_STAY, STEP_NEXT, STEP_BACK };

static const struct err *
save(struct ask *ask, const struct stop *at)
{
	const struct err *err;
	struct buf text = BUF_INIT;

	stop_text(&text, at);
	err = interview_save(ask->interview, buf_str(&text));
	ask->begun = ask->begun || err == NULL;
	buf_free(&text);
	return err;
}

static bool
is_line(const struct ask *ask, const char *text)
{
	return slice_equal_str(text_trim(buf_slice(&ask->line)), text);
}

/* y, yes, o, oui, 1: 1; n, no, non, 2: 0; anything else: -1. */
static int
yes_or_no(const struct ask *ask)
{
	static const char *const words[] = { "n", "y", "no", "yes", "non",
		"oui", "2", "1", "0", "o" };
	struct buf folded = BUF_INIT;
	int found = -1;

	text_fold(&folded, buf_slice(&ask->line));
	for (int i = 0; i < 10; i++)
		if (!strcmp(buf_str(&folded), words[i]))
			found = i % 2;
	buf_free(&folded);
	return found;
}

/* ---- a question ---- */

static void
say_type(struct ask *ask, const struct answer *answer)
{
	static const enum word words[] = {
		[V_INT] = W_TYPE_INT, [V_DECIMAL] = W_TYPE_DECIMAL,
		[V_DATE] = W_TYPE_DATE, [V_TIME] = W_TYPE_TIME,
		[V_DATETIME] = W_TYPE_DATETIME, [V_GEOPOINT] = W_TYPE_PLACE,
		[V_GEOTRACE] = W_TYPE_PLACE, [V_GEOSHAPE] = W_TYPE_PLACE,
		[V_BINARY] = W_TYPE_FILE
	};
	enum value_type type = answer->item->value_type;

	if ((size_t)type < sizeof(words) / sizeof(*words) && words[type] != 0)
		ask_say(ask, words[type], NULL, NULL);
	else
		ask_say(ask, W_P_TYPE, answer->item->name,
		    answer_value(answer));
}

/* Is it fine? If not, say why; the answer is kept all the same. */
static bool
judge(struct ask *ask, const struct answer *answer)
{
	struct buf text = BUF_INIT;

	if (answer->type_ok && answer->choice_ok && answer->constraint_ok)
		return true;
	if (!answer->type_ok) {
		say_type(ask, answer);
	} else if (!answer->choice_ok) {
		ask_say(ask, W_NO_SUCH_CHOICE, answer_value(answer), NULL);
	} else {
		problem_message(&text, ask->instance, answer);
		if (text.len > 0)
			printf("%s\n", buf_str(&text));
		else
			word_say(stdout, ask->language, W_P_CONSTRAINT,
			    answer->item->name, answer_value(answer), "",
			    (char *)NULL);
	}
	ask_say(ask, W_KEPT_FLAGGED, NULL, NULL);
	buf_free(&text);
	return false;
}

/* A fault of the form, or of this answer: it must not end the interview. */
static bool
is_the_forms(const struct err *err)
{
	return err && (err->code == ERR_FORMAT || err->code == ERR_LIMIT);
}

static const struct err *
set_answer(struct ask *ask, const struct stop *stop, struct slice line,
    enum step *step)
{
	const struct err *err = NULL;
	struct buf value = BUF_INIT;

	*step = STEP_STAY;
	if (!slice_equal_str(line, "-")) {
		if (line.len > 0 && line.data[0] == '\\')
			line = slice_of(line.data + 1, line.len - 1);
		if (!ask_value(&value, ask, stop->answer, line))
			goto done;
	}
	err = instance_set(ask->instance, stop->answer, buf_str(&value));
	if (is_the_forms(err)) {
		/* What could be kept of it is; type it again, or go on. */
		printf("%s\n", err->msg);
		err = save(ask, stop);
		goto done;
	}
	if (!err)
		err = save(ask, stop);
	if (!err && judge(ask, stop->answer))
		*step = STEP_NEXT;
done:
	buf_wipe(&value);
	return err;
}

static const struct err *
answer_question(struct ask *ask, const struct stop *stop, enum step *step)
{
	struct slice line = text_trim(buf_slice(&ask->line));

	*step = STEP_NEXT;
	if (line.len == 0)
		return NULL;
	if (line.data[0] == '/' && ask->options != NULL) {
		ask_search(ask, slice_of(line.data + 1, line.len - 1));
		*step = STEP_STAY;
		return NULL;
	}
	return set_answer(ask, stop, line, step);
}

/* ---- "add another?" ---- */

static const struct err *
add_instance(struct ask *ask, const struct stop *stop)
{
	const struct err *err;
	struct answer *one;

	err = instance_add_repeat(ask->instance, &one, stop->answer,
	    stop->repeat, 0, NULL);
	if (!err)
		err = stops_clear_repeats(ask->instance, one);
	/* What comes next is inside the new one, which stands before. */
	return err;
}

static const struct err *
remove_last(struct ask *ask, const struct stop *stop)
{
	size_t count = instance_repeat_count(stop->answer, stop->repeat);

	return count == 0 ? NULL : instance_remove_repeat(ask->instance,
	    instance_repeat_at(stop->answer, stop->repeat, count - 1));
}

/* The first stop inside the newest instance. */
static size_t
inside_newest(const struct ask *ask, const struct stop *stop)
{
	size_t count = instance_repeat_count(stop->answer, stop->repeat);
	const struct answer *newest = count == 0 ? NULL :
	    instance_repeat_at(stop->answer, stop->repeat, count - 1);

	for (size_t i = 0; i < ask->stops.count && newest != NULL; i++)
		for (const struct answer *a = ask->stops.items[i].answer; a;
		    a = answer_parent(a))
			if (a == newest)
				return i;
	return stops_find(&ask->stops, stop);
}

static const struct err *
answer_add(struct ask *ask, const struct stop *stop, size_t *at, bool *moved)
{
	const struct err *err = NULL;
	int yes = yes_or_no(ask);

	*moved = false;
	if (is_line(ask, "-")) {
		err = remove_last(ask, stop);
	} else if (yes == 1) {
		err = add_instance(ask, stop);
		if (is_the_forms(err)) {
			printf("%s\n", err->msg);
			return NULL;
		}
		if (!err)
			err = stops_list(&ask->stops, ask->instance);
		*at = inside_newest(ask, stop);
		*moved = true;
	} else if (yes < 0 && ask->line.len > 0) {
		ask_say(ask, W_YES_OR_NO, NULL, NULL);
		return NULL;
	} else {
		*at = stops_find(&ask->stops, stop) + 1;
		*moved = true;
	}
	return err ? err : save(ask, &ask->stops.items[*at]);
}

/* ---- the end ---- */

static const struct err *
close_as(struct ask *ask, enum ending ending, const char *remark)
{
	const struct err *err;

	ask->stopped = true;
	/* Closed before: only a new version opens it again here. */
	if (remark[0] == '\0' && interview_is_correction(ask->interview))
		remark = word_text(ask->language, W_MOVED_REASON);
	err = interview_end(ask->interview, ending, remark);
	if (!err)
		ask_say(ask, ending == ENDING_FINAL ? W_FINALISED :
		    W_CLOSED_PARTIAL, ask->interview->response.id, NULL);
	ask->begun = ask->begun && err != NULL;
	return err;
}

static const struct err *
close_over(struct ask *ask)
{
	const struct err *err;
	char *reason;

	fputs(word_text(ask->language, W_REASON), stdout);
	if (!ask_read(ask))
		return NULL;
	if (text_is_blank(buf_slice(&ask->line))) {
		ask_say(ask, W_REASON_NEEDED, NULL, NULL);
		return NULL;
	}
	reason = mem_strdup(buf_str(&ask->line));
	err = close_as(ask, ENDING_FINAL, reason);
	mem_free(reason);
	return err;
}

static void
show_ending(struct ask *ask, const struct obstacles *o)
{
	struct buf text = BUF_INIT;

	putchar('\n');
	if (o->count == 0) {
		ask_say(ask, W_END_CLEAN, NULL, NULL);
		return;
	}
	ask_say(ask, W_END_PROBLEMS, session_number(ask->session, o->count),
	    NULL);
	for (size_t i = 0; i < o->count; i++) {
		buf_reset(&text);
		problem_add(&text, ask->language, ask->instance,
		    &o->items[i], true);
		printf("  %zu) %s\n", i + 1, buf_str(&text));
	}
	ask_say(ask, o->can_overrule ? W_END_OVERRULE : W_END_HELP, NULL, NULL);
	buf_free(&text);
}

/* To the problem of that number; a repeat over its count has no question. */
static void
go_to(struct ask *ask, const struct obstacles *o, uint64_t number, size_t *at)
{
	struct stop stop = { STOP_QUESTION, o->items[number - 1].answer,
		NULL };

	*at = stops_find(&ask->stops, &stop);
	ask->review = true;
}

static const struct err *
answer_end(struct ask *ask, const struct obstacles *o, size_t *at)
{
	uint64_t number;
	int yes = yes_or_no(ask);

	if (is_line(ask, "<")) {
		*at -= *at > 0;
		return NULL;
	}
	if (is_line(ask, "?"))
		return ask_show_help(ask, &ask->stops.items[*at]);
	if (o->count == 0 && yes == 1)
		return close_as(ask, ENDING_FINAL, "");
	if (o->count > 0 && is_line(ask, "p"))
		return close_as(ask, ENDING_PARTIAL, "");
	if (o->count > 0 && o->can_overrule && is_line(ask, "o"))
		return close_over(ask);
	if (text_parse_u64(text_trim(buf_slice(&ask->line)), &number) &&
	    number >= 1 && number <= o->count) {
		go_to(ask, o, number, at);
		return NULL;
	}
	if (is_line(ask, "q") || (o->count == 0 && yes == 0))
		ask->stopped = true;
	return NULL;
}

static const struct err *
stand_at_end(struct ask *ask, size_t *at)
{
	const struct err *err = NULL;
	struct obstacles obstacles;

	ask->review = false;
	interview_obstacles(&obstacles, ask->interview);
	show_ending(ask, &obstacles);
	if (ask_read(ask))
		err = answer_end(ask, &obstacles, at);
	obstacles_free(&obstacles);
	return err;
}

/* ---- the loop ---- */

/* Backwards, notes are passed over. */
static size_t
before(const struct ask *ask, size_t at)
{
	size_t i = at;

	while (i > 0)
		if (ask->stops.items[--i].kind != STOP_NOTE)
			return i;
	ask_say(ask, W_AT_START, NULL, NULL);
	return at;
}

static const struct err *
stand_at_question(struct ask *ask, struct stop stop, size_t *at)
{
	const struct err *err;
	enum step step;

	if ((err = answer_question(ask, &stop, &step)) != NULL)
		return err;
	/* The answer may have changed what is relevant. */
	if ((err = stops_list(&ask->stops, ask->instance)) != NULL)
		return err;
	*at = stops_find(&ask->stops, &stop);
	if (step == STEP_NEXT)
		*at = ask->review ? ask->stops.count - 1 : *at + 1;
	return NULL;
}

static const struct err *
stand_at_add(struct ask *ask, struct stop stop, size_t *at)
{
	const struct err *err;
	struct stop next;
	bool moved;

	if ((err = answer_add(ask, &stop, at, &moved)) != NULL)
		return err;
	next = moved ? ask->stops.items[*at] : stop;
	if ((err = stops_list(&ask->stops, ask->instance)) != NULL)
		return err;
	*at = stops_find(&ask->stops, &next);
	return NULL;
}

static const struct err *
stand(struct ask *ask, size_t *at)
{
	const struct err *err;
	struct stop stop = ask->stops.items[*at];

	if (stop.kind == STOP_END)
		return stand_at_end(ask, at);
	if ((err = ask_show(ask, &stop)) != NULL)
		return err;
	if (stop.kind == STOP_NOTE) {
		++*at;
		return NULL;
	}
	if (!ask_read(ask))
		return NULL;
	if (is_line(ask, "q")) {
		ask->stopped = true;
		return ask->begun ? save(ask, &stop) : NULL;
	}
	if (is_line(ask, "<")) {
		*at = before(ask, *at);
		return NULL;
	}
	if (is_line(ask, "?"))
		return ask_show_help(ask, &stop);
	return stop.kind == STOP_ADD ? stand_at_add(ask, stop, at) :
	    stand_at_question(ask, stop, at);
}

const struct err *
ask_run(struct ask *ask)
{
	const struct err *err;
	const struct response *r = &ask->interview->response;
	size_t at = 0;

	ask->begun = r->has_draft;
	ask_say(ask, r->has_draft ? W_ASK_RESUMED : W_ASK_START, r->id, NULL);
	err = stops_list(&ask->stops, ask->instance);
	if (!err && r->has_draft)
		at = stops_find_text(&ask->stops, r->draft_at);
	while (!err && !ask->stopped)
		err = stand(ask, &at);
	if (ask->begun) {
		char id[9] = { 0 };

		memcpy(id, r->id, 8);
		ask_say(ask, W_KEPT_DRAFT, r->id, id);
	}
	options_free(ask->options);
	stops_free(&ask->stops);
	buf_wipe(&ask->line);
	return err;
}
