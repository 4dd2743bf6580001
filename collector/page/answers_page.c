/* answers_page.c - a closed response: its answers, where it is, what next. */
#include <string.h>

#include "collector/casebook.h"
#include "collector/interview/corrected.h"
#include "collector/page/widget.h"
#include "formspec/markup.h"

/* ---- the answers ---- */

/* Who corrected it, and whose value stands when both did. */
static void
put_corrected(struct view *view, const struct corrected *corrected,
    const struct answer *answer)
{
	struct buf path = BUF_INIT, said = BUF_INIT;
	const struct corrected_answer *c;

	answer_path(&path, answer);
	if ((c = corrected_find(corrected, buf_str(&path))) != NULL) {
		word_add(&said, view->language, W_CORRECTED_BY, c->said->by,
		    view_time(view, c->said->time_ms), c->said->reason,
		    (char *)NULL);
		html_add(view->out, "<br><em class=\"soft\">%s</em>",
		    buf_str(&said));
		if (c->overlap != OVERLAP_NONE)
			html_add(view->out, "<br><b>%s</b>",
			    word_text(view->language,
			    corrected_word(c->overlap)));
	}
	buf_free(&path);
	buf_free(&said);
}

static const struct err *
put_answer(struct sheet *sheet, const struct corrected *corrected,
    struct answer *answer)
{
	const struct err *err = NULL;
	struct view *view = sheet->view;
	const struct reading reading = { view->language, NULL };
	const struct interview *iv = &sheet->open->interview;
	struct options *options = NULL;
	struct buf label = BUF_INIT, value = BUF_INIT;

	if (answer->item->label.by_language != NULL)
		err = instance_text(sheet->instance, &label, answer,
		    &answer->item->label);
	if (!err && options_offered(answer->item))
		err = options_of(&options, sheet->instance, answer);
	if (!err) {
		if (answer->item->type == Q_ACKNOWLEDGE &&
		    answer_value(answer)[0] != '\0')
			buf_add(&value, view_word(view, SAY_ACKNOWLEDGE));
		else
			reading_show(&value, &reading, answer, options);
		buf_add(view->out, "<div><dt>");
		markup_add(view->out, label.len ? buf_str(&label) :
		    answer->item->name);
		html_add(view->out, "</dt><dd>%s", value.len ?
		    buf_str(&value) : "–");
		if (interview_remark(iv, answer)[0] != '\0')
			html_add(view->out, "<br><em class=\"soft\">%s</em>",
			    interview_remark(iv, answer));
		put_corrected(view, corrected, answer);
		buf_add(view->out, "</dd></div>\n");
	}
	options_free(options);
	buf_wipe(&value);
	buf_free(&label);
	return err;
}

static const struct err *
put_title(struct sheet *sheet, const struct answer *group)
{
	const struct err *err;
	struct buf label = BUF_INIT;

	if (group->item->label.by_language == NULL)
		return NULL;
	err = instance_text(sheet->instance, &label, group,
	    &group->item->label);
	if (!err) {
		buf_add(sheet->view->out, "<h2>");
		markup_add(sheet->view->out, buf_str(&label));
		buf_add(sheet->view->out, "</h2>\n");
	}
	buf_free(&label);
	return err;
}

static const struct err *
put_answers(struct sheet *sheet)
{
	const struct answer *group = NULL, *root;
	struct view *view = sheet->view;
	struct corrected corrected;
	const struct err *err = corrected_of(&corrected, view->request->arena,
	    view->store, sheet->open->interview.response.id);

	root = instance_root(sheet->instance);
	buf_add(view->out, "<div class=\"answers\">\n");
	for (size_t i = 0; i < sheet->stops.count && !err; i++) {
		const struct stop *stop = &sheet->stops.items[i];

		if (stop->kind != STOP_QUESTION)
			continue;
		if (i == 0 || answer_parent(stop->answer) != group) {
			buf_add(view->out, i == 0 ? "" : "</dl>\n");
			group = answer_parent(stop->answer);
			if (group != root)
				err = put_title(sheet,
				    answer_parent(stop->answer));
			buf_add(view->out, "<dl>\n");
		}
		if (!err)
			err = put_answer(sheet, &corrected, stop->answer);
	}
	buf_add(view->out, "</dl></div>\n");
	return err;
}

/* ---- what next ---- */

static void
put_button(struct sheet *sheet, const char *what, enum phrase phrase)
{
	struct view *view = sheet->view;

	html_form(view->out, view->request, arena_printf(view->request->arena,
	    "/interview/%s/%s", sheet->open->interview.response.id, what), "");
	view_put(view, "<button class=\"second\">", phrase,
	    "</button></form>\n");
}

static const struct err *
put_next(struct sheet *sheet)
{
	const struct err *err;
	struct view *view = sheet->view;
	bool newer;

	if ((err = sheet_has_newer(&newer, sheet)) != NULL)
		return err;
	html_add(view->out, "<div class=\"next\"><a class=\"button second\" "
	    "href=\"/interview/%s?at=\">%s</a>\n",
	    sheet->open->interview.response.id,
	    view_word(view, sheet->open->interview.response.has_draft ?
	    SAY_GO_ON : SAY_ANSWERS_CORRECT));
	html_add(view->out, "<a class=\"button second\" "
	    "href=\"/interview/%s/slip\">%s</a>\n",
	    sheet->open->interview.response.id, view_word(view, SAY_SLIP));
	if (newer)
		put_button(sheet, "move", SAY_ANSWERS_MOVE);
	view_put(view, "<a class=\"button\" href=\"/\">", SAY_BACK_HOME,
	    "</a></div>\n");
	return NULL;
}

static const struct err *
put_page(struct sheet *sheet)
{
	const struct err *err;
	struct view *view = sheet->view;
	const struct response *r = &sheet->open->interview.response;
	bool closed = store_is_closed(view->store);
	const char *title = r->name[0] != '\0' ? view_name(view, r->name) :
	    sheet->open->whom[0] != '\0' ? sheet->open->whom :
	    arena_strndup(view->request->arena, r->id, 8);

	view_begin(view, title);
	html_add(view->out, "<h1>%s</h1>\n", title);
	if (sheet->open->whom[0] != '\0' && strcmp(sheet->open->whom, title))
		html_add(view->out, "<p>%s</p>\n", sheet->open->whom);
	if (web_value(&view->request->query, "ended") != NULL)
		view_put(view, "<p class=\"done\" role=\"status\">", closed ?
		    SAY_ENDED_CLOSED : r->state == STATE_FINAL ?
		    SAY_ENDED_FINAL : SAY_ENDED_PARTIAL, "</p>\n");
	html_add(view->out, "<p class=\"soft\">%s · %s</p>\n",
	    view_word(view, response_phrase(r, closed)), view_time(view,
	    r->changed_ms));
	if (r->remark[0] != '\0')
		html_add(view->out, "<p><b>%s</b> %s</p>\n",
		    view_word(view, SAY_REMARK), r->remark);
	err = put_next(sheet);
	if (!err)
		err = put_answers(sheet);
	view_end(view);
	return err;
}

/* Answers were wiped when it was merged: whom it was with may be known. */
static const struct err *
put_purged(struct view *view, const struct response *r)
{
	const char *whom;
	const struct err *err = casebook_name_of_key(&whom,
	    &view->page->session, view->request->arena, r->case_id);

	if (err)
		return err;
	if (whom[0] == '\0')
		whom = view_word(view, SAY_INTERVIEW);
	view_begin(view, whom);
	html_add(view->out, "<h1>%s</h1>\n", whom);
	view_put(view, "<p>", SAY_PURGED, "</p>\n<p><a class=\"button\" "
	    "href=\"/\">");
	view_put(view, "", SAY_BACK_HOME, "</a></p>\n");
	view_end(view);
	return NULL;
}

const struct err *
interview_answers_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	const struct err *err;
	struct response response;

	err = view_missing(store_response(&response, request->arena,
	    view.store, request->segments[0]));
	if (err)
		return err;
	if (response.purged)
		return put_purged(&view, &response);
	return sheet_run(&view, "", put_page);
}

/* ---- the newest version of its questionnaire ---- */

const struct err *
interview_move_take(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	const struct err *err;
	struct open *open;
	size_t homeless;
	bool moved;

	err = open_interview(&open, view.page, request->segments[0]);
	if (err)
		return err;
	err = interview_move(&open->interview, &moved, &homeless);
	if (!err && moved)
		err = interview_save(&open->interview, "");
	if (!err)
		view_go(&view, arena_printf(request->arena,
		    "/interview/%s?at=%s", open->interview.response.id,
		    homeless > 0 ? "&homeless=1" : ""));
	else		/* what is half moved is not kept in memory */
		open_forget(view.page, open);
	return err;
}
