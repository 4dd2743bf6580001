/*
 * unkept.c - what was said in a window that did not know what another had said
 * meanwhile (was.h): shown beside what stands, or above the sheet when its
 * question is gone, until one of the two is chosen.
 */
#include <string.h>

#include "collector/page/was.h"
#include "collector/page/widget_parts.h"
#include "formspec/markup.h"

/* ---- shown ---- */

static void
put_said(struct sheet *sheet, const struct item *item,
    const struct options *options, const char *said)
{
	const struct reading reading = { sheet->view->language, NULL };
	struct view *view = sheet->view;
	struct buf text = BUF_INIT;

	if (said[0] == INTERVIEW_SAID_REMARK)
		buf_add(&text, said + 1);
	else if (said[0] == '=' && said[1] != '\0')
		reading_show_text(&text, &reading, item, options,
		    slice_str(said + 1));
	else
		buf_add(&text, view_word(view, !strcmp(said, "refused") ?
		    SAY_REFUSED : !strcmp(said, "unknown") ? SAY_UNKNOWN :
		    SAY_NO_ANSWER));
	html_add(view->out, "<q class=\"lines\">%s</q>", buf_str(&text));
	buf_wipe(&text);
}

static void
put_button(struct sheet *sheet, const char *word, const char *path,
    const char *said, enum phrase phrase)
{
	html_add(sheet->view->out, "<button name=\"do\" class=\"second\" "
	    "value=\"%s:%s%s\">%s</button>\n", word,
	    said[0] == INTERVIEW_SAID_REMARK ? "#" : "", path,
	    view_word(sheet->view, phrase));
}

static void
put_unkept(struct widget *w, const char *said)
{
	if (said == NULL)
		return;
	view_put(w->view, "<div class=\"error\" role=\"alert\"><p>",
	    said[0] == INTERVIEW_SAID_REMARK ? SAY_REMARKED_TWICE :
	    SAY_ANSWERED_TWICE, " ");
	put_said(w->sheet, w->item, w->options, said);
	buf_add(w->out, "</p>\n<p class=\"ways\">");
	put_button(w->sheet, "mine", w->path, said, SAY_TAKE_THIS);
	put_button(w->sheet, "theirs", w->path, said, SAY_LEAVE_THAT);
	buf_add(w->out, "</p></div>\n");
}

void
unkept_show(struct widget *w)
{
	const struct interview *iv = &w->sheet->open->interview;

	put_unkept(w, interview_unkept(iv, w->path, false));
	put_unkept(w, interview_unkept(iv, w->path, true));
}

/* The label of a question that is nowhere: what it says without answers. */
static void
put_label(struct sheet *sheet, const struct item *item)
{
	struct buf text = BUF_INIT;

	if (item->label.by_language == NULL || instance_text(sheet->instance,
	    &text, instance_root(sheet->instance), &item->label) != NULL) {
		buf_reset(&text);
		buf_add(&text, item->name);
	}
	markup_add(sheet->view->out, buf_str(&text));
	buf_free(&text);
}

static void
put_gone(struct sheet *sheet, const char *path, const char *said)
{
	struct view *view = sheet->view;
	const struct item *item = was_item(sheet, path);
	const char *back = interview_removed_with(&sheet->open->interview,
	    path);

	if (item == NULL)
		return;
	view_put(view, "<div class=\"error\" role=\"alert\"><p>",
	    SAY_ANSWER_GONE, " <strong>");
	put_label(sheet, item);
	buf_add(view->out, "</strong> ");
	put_said(sheet, item, NULL, said);
	buf_add(view->out, "</p>\n<p class=\"ways\">");
	if (back != NULL)
		put_button(sheet, "undo", back, "=", SAY_BRING_BACK);
	put_button(sheet, "theirs", path, said, SAY_LEAVE_GONE);
	buf_add(view->out, "</p></div>\n");
}

void
unkept_show_gone(struct sheet *sheet)
{
	const struct interview *iv = &sheet->open->interview;
	const char *path, *said;

	html_add(sheet->view->out, "<div id=\"unkept\"%s>\n",
	    sheet->unkept ? " data-news" : "");
	for (size_t i = 0; (said = interview_unkept_at(iv, i, &path)) != NULL;
	    i++)
		if (instance_find(sheet->instance, path) == NULL)
			put_gone(sheet, path, said);
	buf_add(sheet->view->out, "</div>\n");
}

/* ---- settled ---- */

static const struct err *
settle(struct sheet *sheet, const char *path, bool remark)
{
	return interview_set_unkept(&sheet->open->interview, path, NULL,
	    remark);
}

static const struct err *
take(struct sheet *sheet, const char *path, bool remark)
{
	struct interview *iv = &sheet->open->interview;
	struct answer *answer = instance_find(sheet->instance, path);
	const char *said = interview_unkept(iv, path, remark);
	const struct err *err = NULL;

	if (answer == NULL || said == NULL)
		return NULL;
	if (!answer->calculated && !answer->readonly) {
		err = interview_say(iv, answer, said);
		was_wrote(sheet, path, remark);
	}
	return err ? err : settle(sheet, path, remark);
}

static bool
is_remark(const char **what)
{
	bool remark = **what == INTERVIEW_SAID_REMARK;

	*what += remark;
	return remark;
}

const struct err *
unkept_take(struct sheet *sheet, const char *what)
{
	bool remark = is_remark(&what);

	return take(sheet, what, remark);
}

const struct err *
unkept_drop(struct sheet *sheet, const char *what)
{
	bool remark = is_remark(&what);

	return settle(sheet, what, remark);
}

const struct err *
unkept_return(struct sheet *sheet, const char *instance)
{
	struct interview *iv = &sheet->open->interview;
	size_t len = strlen(instance), i = 0;
	const struct err *err = NULL;
	const char *path, *said;

	while (!err && (said = interview_unkept_at(iv, i, &path)) != NULL) {
		bool remark = said[0] == INTERVIEW_SAID_REMARK;

		if (strncmp(path, instance, len) != 0 || path[len] != '/' ||
		    instance_find(sheet->instance, path) == NULL) {
			i++;
			continue;
		}
		path = arena_strdup(sheet->view->request->arena, path);
		err = take(sheet, path, remark);
	}
	return err;
}
