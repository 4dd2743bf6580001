/* ask_question.c - a line that answers a question. */
#include "collector/ask/ask.h"

#include <string.h>

#include "collector/interview/audit.h"
#include "collector/interview/problems.h"
#include "kit/base/text.h"

/* Is it fine? If not, say why; the answer is kept all the same. */
static bool
judge(struct ask *ask, const struct answer *answer)
{
	struct buf text = BUF_INIT;

	if (answer->type_ok && answer->choice_ok && answer->constraint_ok)
		return true;
	if (!answer->type_ok) {
		ask_say(ask, W_P_TYPE, answer->item->name,
		    answer_value(answer));
	} else if (!answer->choice_ok) {
		ask_say(ask, W_NO_SUCH_CHOICE, answer_value(answer), NULL);
	} else {
		problem_message(&text, ask->instance, answer);
		if (text.len > 0)
			ask_lines("", buf_str(&text));
		else
			ask_say(ask, W_P_CONSTRAINT, answer->item->name,
			    answer_value(answer));
		audit_note(ask->interview, AUDIT_CONSTRAINT_ERROR, answer);
	}
	ask_say(ask, W_KEPT_FLAGGED, NULL, NULL);
	buf_free(&text);
	return false;
}

/* How it was understood, when that is not what was typed. */
static void
echo(struct ask *ask, const struct answer *answer, struct slice typed)
{
	struct buf text = BUF_INIT;
	struct reading reading = ask_reading(ask);

	reading_show(&text, &reading, answer, ask->options);
	if (text.len > 0 && !slice_equal(buf_slice(&text), typed) &&
	    !reading_looks(answer->item, "masked"))
		ask_lines("  = ", buf_str(&text));
	buf_wipe(&text);
}

/* "\" at the end of a line of text: the next line belongs to it. */
static void
add_lines(struct ask *ask, struct buf *text, const struct item *item)
{
	while (item->type == Q_TEXT && text->len > 0 &&
	    text->data[text->len - 1] == '\\') {
		text->data[text->len - 1] = '\n';
		if (!ask_read(ask))
			break;
		buf_add_slice(text, buf_slice(&ask->line));
	}
}

static const struct err *
set_answer(struct ask *ask, const struct stop *stop, struct slice line,
    bool *fine)
{
	const struct err *err = NULL;
	struct buf value = BUF_INIT, text = BUF_INIT;

	*fine = false;
	if (!slice_equal_str(line, "-")) {
		if (line.len > 1 && line.data[0] == '\\')
			line = slice_of(line.data + 1, line.len - 1);
		buf_add_slice(&text, line);
		add_lines(ask, &text, stop->answer->item);
		if (!ask_value(&value, ask, stop->answer, buf_slice(&text)))
			goto done;
	}
	err = instance_set(ask->instance, stop->answer, buf_str(&value));
	if (ask_is_the_forms(err)) {
		/* What could be kept of it is; type it again, or go on. */
		ask_fail(ask, err);
		err = ask_save(ask, stop);
		goto done;
	}
	if (!err)
		err = ask_save(ask, stop);
	if (err)
		goto done;
	echo(ask, stop->answer, buf_slice(&text));
	*fine = judge(ask, stop->answer);
done:
	buf_wipe(&value);
	buf_wipe(&text);
	return err;
}

/* It may stay open; the end tells of it again. */
static void
say_missing(struct ask *ask, const struct answer *answer)
{
	struct buf text = BUF_INIT;

	if (!answer->required || answer_value(answer)[0] != '\0' ||
	    interview_nonresponse(ask->interview, answer) != RESPONSE_OPEN)
		return;
	if (answer->item->required_message.by_language == NULL ||
	    instance_text(ask->instance, &text, answer,
	    &answer->item->required_message) != NULL || text.len == 0)
		ask_say(ask, W_LEFT_OPEN, NULL, NULL);
	else
		ask_lines("", buf_str(&text));
	buf_free(&text);
}

/* "~r" refuses to answer, "~n" does not know. */
static const struct err *
set_nonresponse(struct ask *ask, const struct stop *stop, struct slice line,
    bool *fine)
{
	enum nonresponse why = slice_equal_str(line, "~r") ?
	    RESPONSE_REFUSED : RESPONSE_UNKNOWN;
	const struct err *err;

	*fine = interview_allows(stop->answer->item, why);
	if (!*fine) {
		ask_say(ask, W_NO_NONRESPONSE, NULL, NULL);
		return NULL;
	}
	err = interview_set_nonresponse(ask->interview, stop->answer, why);
	return err ? err : ask_save(ask, stop);
}

/* A word in a long list that no choice is called: what it is found in. */
static bool
finds(struct ask *ask, struct slice line)
{
	bool found;

	if (ask->options == NULL ||
	    options_count(ask->options) <= ASK_SHOWN_MAX ||
	    options_pick(ask->options, line) != NULL ||
	    memchr(line.data, ' ', line.len) != NULL)
		return false;
	found = options_search(ask->options, line, &(size_t){ 0 }, 1) > 0;
	if (found)
		ask_search(ask, line);
	return found;
}

static const struct err *
take_line(struct ask *ask, const struct stop *stop, bool *fine)
{
	struct slice line = text_trim(buf_slice(&ask->line));

	*fine = false;
	if (line.len == 0) {
		say_missing(ask, stop->answer);
		*fine = true;
		return NULL;
	}
	if (line.data[0] == '/' && ask->options != NULL) {
		ask_search(ask, slice_of(line.data + 1, line.len - 1));
		return NULL;
	}
	if (slice_equal_str(line, "~r") || slice_equal_str(line, "~n"))
		return set_nonresponse(ask, stop, line, fine);
	if (finds(ask, line))
		return NULL;
	return set_answer(ask, stop, line, fine);
}

const struct err *
ask_question(struct ask *ask, size_t *at)
{
	const struct err *err;
	struct stop stop = ask->stops.items[*at];
	bool fine;

	if ((err = take_line(ask, &stop, &fine)) != NULL)
		return err;
	/* The answer may have changed what is relevant. */
	if ((err = ask_relist(ask, &stop, at)) != NULL)
		return err;
	if (fine)
		*at = ask->review ? ask->stops.count - 1 : *at + 1;
	return NULL;
}
