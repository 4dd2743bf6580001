/* ask_parts.c - what the other files of the terminal's interview stand on. */
#include "collector/ask/ask.h"

#include <string.h>

#include "kit/base/text.h"

const struct err *
ask_save(struct ask *ask, const struct stop *at)
{
	const struct err *err;
	struct buf text = BUF_INIT;

	stop_text(&text, at);
	err = interview_save(ask->interview, buf_str(&text));
	ask->begun = ask->begun || err == NULL;
	buf_free(&text);
	return err;
}

bool
ask_is_the_forms(const struct err *err)
{
	return err && (err->code == ERR_FORMAT || err->code == ERR_LIMIT);
}

const struct err *
ask_relist(struct ask *ask, const struct stop *stop, size_t *at)
{
	struct stop same = *stop;	/* it may lie in the list itself */
	const struct err *err = stops_list(&ask->stops, ask->instance);

	*at = stops_find(&ask->stops, &same);
	return err;
}

int
ask_yes_or_no(const struct ask *ask)
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
