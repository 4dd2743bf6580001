/*
 * ending.c - the last sheet of an interview: what still stands in the way, and
 * the ways to end; what was ended, to be read, corrected, moved on.
 */
#include <string.h>

#include "collector/interview/attachment.h"
#include "collector/page/widget.h"

/* ---- what stands in the way ---- */

/* Where one begins; and, when no remark helps, why there is no "Finalise". */
static void
put_first(struct sheet *sheet, const struct obstacles *obstacles,
    const char *page)
{
	struct view *view = sheet->view;
	struct buf path = BUF_INIT;

	if (!obstacles->can_overrule)
		view_put(view, "<p>", SAY_END_NOT_YET, "</p>\n");
	answer_path(&path, obstacles->items[0].answer);
	html_add(view->out, "<p><a class=\"button\" href=\"%s", page);
	html_url(view->out, buf_str(&path));
	html_add(view->out, "#q-%s\">%s</a></p>\n", buf_str(&path),
	    view_word(view, SAY_END_FIRST));
	buf_free(&path);
}

static void
put_obstacles(struct sheet *sheet, const struct obstacles *obstacles)
{
	struct view *view = sheet->view;
	const char *page;

	if (obstacles->count == 0) {
		view_put(view, "<p class=\"done\">", SAY_END_CLEAN, "</p>\n");
		return;
	}
	page = arena_printf(view->request->arena, "/interview/%s?check=1&at=",
	    sheet->open->interview.response.id);
	wrong_list(sheet, obstacles->items, obstacles->count, page);
	put_first(sheet, obstacles, page);
	buf_add(view->out, "</div>\n");
}

/* A file that is not there cannot be sent, however it ends. */
static void
put_broken(struct sheet *sheet, const struct answer *answer)
{
	struct view *view = sheet->view;
	struct buf path = BUF_INIT;

	answer_path(&path, answer);
	html_add(view->out, "<div class=\"failure\" role=\"alert\"><p>"
	    "<a href=\"/interview/%s?at=",
	    sheet->open->interview.response.id);
	html_url(view->out, buf_str(&path));
	html_add(view->out, "#q-%s\">", buf_str(&path));
	view_say(view, SAY_FILE_BROKEN, answer_value(answer), (char *)NULL);
	buf_add(view->out, "</a></p></div>\n");
	buf_free(&path);
}

/* ---- the ways to end ---- */

static void
put_remark(struct sheet *sheet, bool overrule)
{
	struct view *view = sheet->view;
	bool corrects = interview_is_correction(&sheet->open->interview);

	html_add(view->out, "<p class=\"field\"><label for=\"remark\">%s"
	    "</label><textarea id=\"remark\" name=\"remark\" rows=\"2\">\n%s"
	    "</textarea></p>\n", view_word(view, corrects ?
	    SAY_END_WHY_CORRECT : overrule ? SAY_END_WHY_OVERRULE :
	    SAY_END_REMARK), view_field(view, "remark"));
}

static void
put_end_button(struct view *view, const char *ending, const char *class,
    enum phrase phrase, enum phrase meaning)
{
	html_add(view->out, "<p><button name=\"ending\" value=\"%s\" "
	    "class=\"%s\" aria-describedby=\"m-%s\">%s</button> "
	    "<span class=\"soft\" id=\"m-%s\">%s</span></p>\n", ending,
	    class, ending, view_word(view, phrase), ending,
	    view_word(view, meaning));
}

static void
put_ways(struct sheet *sheet, const struct obstacles *obstacles)
{
	struct view *view = sheet->view;
	bool can = obstacles->count == 0 || obstacles->can_overrule;

	html_form(view->out, view->request, arena_printf(view->request->arena,
	    "/interview/%s/end", sheet->open->interview.response.id),
	    "class=\"card\"");
	put_remark(sheet, obstacles->can_overrule);
	buf_add(view->out, "<div class=\"ways\">\n");
	if (can)
		put_end_button(view, "final", "", obstacles->count == 0 ?
		    SAY_END_FINAL : SAY_END_FINAL_ANYWAY, SAY_MEANS_FINAL);
	put_end_button(view, "partial", "second", SAY_END_PARTIAL,
	    SAY_MEANS_PARTIAL);
	put_end_button(view, "broken-off", "second", SAY_END_BROKEN_OFF,
	    SAY_MEANS_BROKEN_OFF);
	view_put(view, "</div>\n<p class=\"soft\">",
	    store_is_closed(view->store) ? SAY_END_MEANING_CLOSED :
	    SAY_END_MEANING, "</p>\n");
	buf_add(view->out, "</form>\n");
}

/* What was closed stands as it was. */
static void
put_abandon(struct sheet *sheet)
{
	struct view *view = sheet->view;
	const struct interview *iv = &sheet->open->interview;

	if (!interview_is_correction(iv) || !iv->response.has_draft)
		return;
	html_form(view->out, view->request, arena_printf(view->request->arena,
	    "/interview/%s/abandon", iv->response.id), "");
	view_put(view, "<button class=\"quiet\">", SAY_END_ABANDON,
	    "</button></form>\n");
}

const struct err *
ending_show(struct sheet *sheet, const char *failure)
{
	struct view *view = sheet->view;
	struct obstacles obstacles;
	struct answer *broken;
	const struct err *err;

	if ((err = attachment_find_broken(&broken,
	    &sheet->open->interview)) != NULL)
		return err;
	interview_obstacles(&obstacles, &sheet->open->interview);
	view_put(view, "<h1>", SAY_END_TITLE, "</h1>\n");
	if (broken != NULL)
		put_broken(sheet, broken);
	else if (failure != NULL)
		view_failure(view, failure);
	put_obstacles(sheet, &obstacles);
	put_ways(sheet, &obstacles);
	put_abandon(sheet);
	obstacles_free(&obstacles);
	html_add(view->out, "<p class=\"actions\"><a class=\"button second\" "
	    "href=\"/interview/%s?at=", sheet->open->interview.response.id);
	if (sheet->stops.count > 1) {
		struct buf at = BUF_INIT;

		stop_text(&at, &sheet->stops.items[sheet->stops.count - 2]);
		html_url(view->out, buf_str(&at));
		buf_free(&at);
	}
	view_put(view, "\">", SAY_BEFORE, "</a> <a class=\"button second\" "
	    "href=\"/\">");
	view_put(view, "", SAY_LEAVE, "</a></p>\n");
	return NULL;
}

static bool
read_ending(enum ending *out, const char *word)
{
	static const char *const words[] = { [ENDING_FINAL] = "final",
		[ENDING_PARTIAL] = "partial",
		[ENDING_BROKEN_OFF] = "broken-off" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcmp(words[i], word)) {
			*out = (enum ending)i;
			return true;
		}
	return false;
}

/* Something is missing: the same page again, with a word on it. */
static const struct err *
show_again(struct view *view, struct open *open, const struct err *failed)
{
	const char *failure = view_reason(view, failed);
	const struct err *err;
	struct sheet sheet;

	err = sheet_open(&sheet, view, open, SHEET_END);
	if (!err) {
		view_begin(view, view_word(view, SAY_END_TITLE));
		err = ending_show(&sheet, failed->code == ERR_USAGE ?
		    view_word(view, SAY_END_REMARK_NEEDED) : failure);
		view_end(view);
	}
	sheet_free(&sheet);
	return err;
}

const struct err *
interview_end_take(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	const char *id = request->segments[0];
	const struct err *err;
	enum ending ending;
	struct open *open;

	if (!read_ending(&ending, view_field(&view, "ending")))
		return err_new(ERR_FORMAT, "no way to end");
	if ((err = open_interview(&open, view.page, id)) != NULL)
		return err;
	err = interview_end(&open->interview, ending,
	    view_field(&view, "remark"));
	if (err && (err->code == ERR_USAGE || err->code == ERR_STATE))
		return show_again(&view, open, err);
	if (err) {	/* what is half ended is not kept in memory */
		open_forget(view.page, open);
		return err;
	}
	view_go(&view, arena_printf(request->arena, "/interview/%s/answers"
	    "?ended=1", open->interview.response.id));
	open_forget(view.page, open);
	return NULL;
}

const struct err *
interview_abandon_take(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	const struct err *err;
	struct open *open;

	err = open_interview(&open, view.page, request->segments[0]);
	if (err)
		return err;
	err = interview_abandon(&open->interview);
	view_go(&view, arena_printf(request->arena, "/interview/%s/answers",
	    open->interview.response.id));
	open_forget(view.page, open);
	return err;
}
