/* buttons.c - what buttons of questions and repeats do; see widget.h. */
#include <string.h>

#include "collector/page/was.h"
#include "collector/page/widget_parts.h"

static const struct err *
clear(struct sheet *sheet, const char *path)
{
	struct answer *answer = instance_find(sheet->instance, path);

	if (answer == NULL || answer->item->kind != ITEM_QUESTION ||
	    answer->calculated || answer->readonly)
		return NULL;
	return instance_set(sheet->instance, answer, "");
}

/* The words that are looked for are shown by the page that comes next. */
static const struct err *
find(struct sheet *sheet, const char *path)
{
	struct view *view = sheet->view;
	struct buf url = BUF_INIT;

	buf_add(&url, "&find=");
	html_url(&url, path);
	buf_add(&url, "&words=");
	html_url(&url, view_field(view, arena_printf(view->request->arena,
	    "find:%s", path)));
	buf_add(&url, "#q-");
	html_url(&url, path);
	sheet->more = arena_slice(view->request->arena, buf_slice(&url));
	buf_free(&url);
	return NULL;
}

/* A button that only sends what is on the page: a file, say. */
static const struct err *
nothing(struct sheet *sheet, const char *what)
{
	(void)sheet;
	(void)what;
	return NULL;
}

/*
 * It was pressed over an answer that is not there any more: what is there is
 * seen first.
 */
static bool
is_overtaken(struct sheet *sheet, const char *what)
{
	const char *path = arena_strndup(sheet->view->request->arena, what,
	    strcspn(what, "="));
	const struct answer *answer = instance_find(sheet->instance, path);
	struct was was;

	if (answer == NULL || answer->item->kind != ITEM_QUESTION ||
	    !was_find(&was, sheet, path))
		return false;
	if (was_other(sheet, &was, answer, false)) {
		sheet->trouble_at = path;
		sheet->trouble = view_word(sheet->view, SAY_CHANGED_ELSEWHERE);
		return true;
	}
	was_wrote(sheet, path, false);
	return false;
}

const struct err *
button_take(struct sheet *sheet, const char *button, bool *done)
{
	static const struct {
		const char *word;
		const struct err *(*run)(struct sheet *, const char *);
		bool writes;		/* over the answer of a question */
	} known[] = {
		{ "add:", repeat_add, false },
		{ "remove:", repeat_remove, false },
		{ "undo:", repeat_undo, false }, { "clear:", clear, true },
		{ "find:", find, false }, { "up:", rank_up, true },
		{ "down:", rank_down, true }, { "rank:", rank_take, true },
		{ "drop:", file_drop, true }, { "keep:", nothing, false },
		{ "mine:", unkept_take, false },
		{ "theirs:", unkept_drop, false }
	};
	const struct err *err = NULL;

	*done = false;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		size_t len = strlen(known[i].word);

		if (strncmp(button, known[i].word, len) != 0)
			continue;
		*done = true;
		if (!known[i].writes || !is_overtaken(sheet, button + len))
			err = known[i].run(sheet, button + len);
	}
	if (err || !*done)
		return err;
	err = sheet_again(sheet);
	if (!err && sheet->go != NULL && sheet->mode == SHEET_QUESTION)
		sheet_enter(sheet, sheet->go);
	return err;
}
