/* ask_end.c - the last stop: what stands in the way, and closing. */
#include "collector/ask/ask.h"

#include <string.h>

#include "collector/interview/audit.h"
#include "collector/interview/problems.h"
#include "collector/interview/slip.h"
#include "kit/base/text.h"

static bool
is_line(const struct ask *ask, const char *text)
{
	return slice_equal_str(text_trim(buf_slice(&ask->line)), text);
}

/* A letter alone, or with a remark behind it; *remark lies in the line. */
static bool
is_letter(const struct ask *ask, char letter, const char **remark)
{
	const char *line = buf_str(&ask->line);

	line += strspn(line, " \t");
	if (*line++ != letter || (*line != '\0' && !strchr(" \t", *line)))
		return false;
	*remark = line + strspn(line, " \t");
	return true;
}

static const struct err *
close_as(struct ask *ask, enum ending ending, const char *remark)
{
	static const enum word words[] = { [ENDING_FINAL] = W_FINALISED,
		[ENDING_PARTIAL] = W_CLOSED_PARTIAL,
		[ENDING_BROKEN_OFF] = W_CLOSED_BROKEN };
	const struct err *err;
	char reference[REFERENCE_MAX];

	err = interview_end(ask->interview, ending, remark);
	if (err && err->code == ERR_STATE) {
		/* Nothing is different: there is no new revision. */
		ask_say(ask, W_NOTHING_CHANGED, NULL, NULL);
		err = interview_abandon(ask->interview);
	} else if (!err) {
		ask_say(ask, words[ending], ask->interview->response.id, NULL);
		reference_of(reference, ask->interview->response.id);
		ask_say(ask, W_REFERENCE, reference, NULL);
	}
	ask->stopped = true;
	ask->begun = ask->begun && err != NULL;
	return err;
}

/* With a remark that is asked for; without one nothing happens. */
static const struct err *
close_with_remark(struct ask *ask, enum ending ending, enum word question)
{
	ask_print("%s", word_text(ask->language, question));
	if (!ask_read(ask))
		return NULL;
	if (text_is_blank(buf_slice(&ask->line))) {
		ask_say(ask, W_REASON_NEEDED, NULL, NULL);
		return NULL;
	}
	return close_as(ask, ending, buf_str(&ask->line));
}

/* What was closed before wants to know why it is changed. */
static const struct err *
close_now(struct ask *ask, enum ending ending, const char *said)
{
	if (said[0] != '\0' || !interview_is_correction(ask->interview))
		return close_as(ask, ending, said);
	return ask->reason != NULL ? close_as(ask, ending, ask->reason) :
	    close_with_remark(ask, ending, W_WHY_CHANGED);
}

static void
show_ending(struct ask *ask, const struct obstacles *o)
{
	struct buf number = BUF_INIT, text = BUF_INIT;

	ask_print("\n");
	if (o->count == 0) {
		ask_say(ask, W_END_CLEAN, NULL, NULL);
		return;
	}
	ask_say(ask, W_END_PROBLEMS, session_number(ask->session, o->count),
	    NULL);
	for (size_t i = 0; i < o->count; i++) {
		buf_reset(&number);
		buf_reset(&text);
		buf_addf(&number, "  %zu) ", i + 1);
		problem_add(&text, ask->language, ask->instance,
		    &o->items[i], true);
		ask_lines(buf_str(&number), buf_str(&text));
	}
	ask_say(ask, o->can_overrule ? W_END_OVERRULE : W_END_HELP, NULL,
	    NULL);
	audit_note(ask->interview, AUDIT_FINALIZE_ERROR, NULL);
	buf_free(&number);
	buf_free(&text);
}

/* To the problem of that number; a repeat over its count has no question. */
static const struct err *
go_to(struct ask *ask, const struct obstacles *o, uint64_t number, size_t *at)
{
	struct stop stop = { STOP_QUESTION, o->items[number - 1].answer,
		NULL };

	*at = stops_find(&ask->stops, &stop);
	ask->review = true;
	return NULL;
}

static const struct err *
abandon(struct ask *ask)
{
	const struct err *err = interview_abandon(ask->interview);

	if (!err)
		ask_say(ask, W_ABANDONED, NULL, NULL);
	ask->stopped = true;
	ask->begun = ask->begun && err != NULL;
	return err;
}

static const struct err *
answer_end(struct ask *ask, const struct obstacles *o, size_t *at)
{
	const struct err *err;
	struct slice line = text_trim(buf_slice(&ask->line));
	uint64_t number;
	const char *remark = "";
	int yes = ask_yes_or_no(ask);
	bool done;

	if (o->count == 0 && yes >= 0) {
		ask->stopped = yes == 0;
		return yes == 1 ? close_now(ask, ENDING_FINAL, "") : NULL;
	}
	if (text_parse_u64(line, &number) && number >= 1 && number <= o->count)
		return go_to(ask, o, number, at);
	if (o->can_overrule && is_line(ask, "o"))
		return close_with_remark(ask, ENDING_FINAL, W_REASON);
	if (is_letter(ask, 'p', &remark))
		return close_now(ask, ENDING_PARTIAL, remark);
	if (is_letter(ask, 'b', &remark) || is_letter(ask, 'i', &remark))
		return close_now(ask, ENDING_BROKEN_OFF, remark);
	if (is_line(ask, "x") && interview_is_correction(ask->interview))
		return abandon(ask);
	if ((err = ask_command(ask, at, &done)) == NULL && !done &&
	    line.len > 0)
		ask_say(ask, W_END_MORE, NULL, NULL);
	return err;
}

const struct err *
ask_end(struct ask *ask, size_t *at)
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
