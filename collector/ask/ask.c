#include "collector/ask/ask.h"

#include <string.h>

#include "collector/interview/audit.h"

/* What is on the screen, for the trail. */
static void
note(struct ask *ask, const struct stop *stop)
{
	const struct answer *one = stop->answer;

	if (stop->kind == STOP_END)
		audit_note(ask->interview, AUDIT_END_SCREEN, NULL);
	else if (stop->kind == STOP_ADD)
		audit_note(ask->interview, AUDIT_ADD_REPEAT, one);
	else
		audit_show(ask->interview, NULL, &one, 1);
}

static bool
is_masked(const struct stop *stop)
{
	return stop->kind == STOP_QUESTION &&
	    reading_looks(stop->answer->item, "masked");
}

static const struct err *
show(struct ask *ask, const struct stop *stop)
{
	bool same = stop->kind == ask->last.kind &&
	    stop->answer == ask->last.answer &&
	    stop->repeat == ask->last.repeat && !ask->fresh;

	ask->fresh = false;
	ask->last = *stop;
	return same ? NULL : ask_show(ask, stop);
}

static const struct err *
stand(struct ask *ask, size_t *at)
{
	const struct err *err;
	struct stop stop = ask->stops.items[*at];
	bool done;

	note(ask, &stop);
	if (stop.kind == STOP_END) {
		ask->fresh = true;
		return ask_end(ask, at);
	}
	if ((err = show(ask, &stop)) != NULL)
		return err;
	if (stop.kind == STOP_NOTE) {
		++*at;
		return NULL;
	}
	if (!(is_masked(&stop) ? ask_read_secret(ask) : ask_read(ask)))
		return NULL;
	if ((err = ask_command(ask, at, &done)) != NULL || done)
		return err;
	return stop.kind == STOP_ADD ? ask_repeat(ask, at) :
	    ask_question(ask, at);
}

/* The trail is kept with what was answered; leaving alone makes no draft. */
static const struct err *
leave(struct ask *ask, size_t at)
{
	audit_leave(ask->interview);
	audit_note(ask->interview, AUDIT_EXIT, NULL);
	return ask_save(ask, &ask->stops.items[at]);
}

const struct err *
ask_run(struct ask *ask)
{
	const struct err *err;
	const struct response *r = &ask->interview->response;
	bool resumed = r->has_draft;
	size_t at = 0;

	ask->begun = resumed;
	ask_say(ask, resumed || r->has_tip ? W_ASK_RESUMED : W_ASK_START,
	    r->id, NULL);
	err = audit_begin(ask->interview);
	if (!err)
		err = stops_list(&ask->stops, ask->instance);
	if (!err && resumed)
		at = stops_find_place(&ask->stops, r->draft_at);
	while (!err && !ask->stopped)
		err = stand(ask, &at);
	/* Input that ends is no word of anybody: it stays at the last answer. */
	if (!err && ask->begun && !ask->input_ended)
		err = leave(ask, at);
	if (ask->begun) {
		char id[9] = { 0 };

		memcpy(id, r->id, 8);
		ask_say(ask, W_KEPT_DRAFT, r->id, id);
	} else if (!err && !r->has_tip) {
		ask_say(ask, W_KEPT_NOTHING, NULL, NULL);
	}
	options_free(ask->options);
	stops_free(&ask->stops);
	buf_wipe(&ask->line);
	return err;
}
