/*
 * interview_page.c - an interview: a sheet of questions, back and forth, the
 * end. A script sends single answers as they are given, and gets the blocks
 * that are different now; without one, the buttons send the whole sheet.
 */
#include <string.h>

#include "collector/interview/attachment.h"
#include "collector/interview/audit.h"
#include "collector/page/was.h"
#include "collector/page/widget.h"
#include "kit/base/mem.h"

/* ---- addresses ---- */

static const char *
address_of(const struct sheet *sheet, bool checking)
{
	struct arena *arena = sheet->view->request->arena;
	struct buf at = BUF_INIT, url = BUF_INIT;
	const char *kept;

	sheet_text(&at, sheet);
	buf_addf(&url, "/interview/%s?at=",
	    sheet->open->interview.response.id);
	html_url(&url, sheet->is_end ? SHEET_END : buf_str(&at));
	if (checking)
		buf_add(&url, "&check=1");
	if (sheet->more != NULL)
		buf_add(&url, sheet->more);
	kept = arena_slice(arena, buf_slice(&url));
	buf_free(&at);
	buf_free(&url);
	return kept;
}

const struct err *
interview_new_take(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	const char *form = web_value(&request->form, "form");
	const char *case_key = web_value(&request->form, "case");
	const struct err *err;
	struct open *open;

	err = open_new(&open, view.page, form && form[0] ? form : NULL,
	    case_key && case_key[0] ? case_key : NULL);
	if (!err)
		view_go(&view, arena_printf(request->arena, "/interview/%s",
		    open->interview.response.id));
	return err;
}

/* ---- the page ---- */

static void
put_buttons(struct sheet *sheet)
{
	struct view *view = sheet->view;

	buf_add(view->out, "<div class=\"actions\">\n");
	if (sheet->first > 0)
		view_put(view, "<button name=\"do\" value=\"back\" "
		    "class=\"second\">", SAY_BEFORE, "</button>\n");
	if (!sheet->is_end)
		view_put(view, "<button name=\"do\" value=\"next\" "
		    "class=\"first\">", SAY_NEXT, "</button>\n");
	buf_add(view->out, "</div>\n");
}

/* Two windows may look at one interview: each has a name. */
static void
new_window(char name[WINDOW_NAME_MAX])
{
	uint8_t bytes[8];

	crypto_random(bytes, sizeof(bytes));
	hex_encode(name, bytes, sizeof(bytes));
}

/* The trail notes where it was, if the browser says so: place.js. */
static void
put_place_asked(struct sheet *sheet)
{
	bool exact;
	unsigned age_s;

	if (audit_wants_place(&sheet->open->interview, &exact, &age_s))
		html_add(sheet->view->out, "<input type=\"hidden\" "
		    "name=\"place\" data-exact=\"%s\" data-age=\"%u\">\n"
		    "<script src=\"/place.js?%s\" defer></script>\n",
		    exact ? "1" : "", age_s,
		    sheet->view->page->asset_version);
}

static const struct err *
put_form(struct sheet *sheet, const char *at)
{
	struct view *view = sheet->view;
	const struct err *err;
	char window[WINDOW_NAME_MAX];

	new_window(window);
	html_form(view->out, view->request, arena_printf(view->request->arena,
	    "/interview/%s", sheet->open->interview.response.id),
	    arena_printf(view->request->arena, "id=\"answers\" data-proof=\""
	    "%s\" autocomplete=\"off\" enctype=\"multipart/form-data\"",
	    view->page->proof));
	html_add(view->out, "<input type=\"hidden\" id=\"at\" name=\"at\" "
	    "value=\"%s\">\n<input type=\"hidden\" name=\"window\" "
	    "value=\"%s\">\n<input type=\"hidden\" name=\"check\" "
	    "value=\"%s\">\n", at, window, sheet->checking ? "1" : "");
	put_place_asked(sheet);
	/* Enter goes on, wherever it is pressed. */
	buf_add(view->out, "<button name=\"do\" value=\"next\" "
	    "class=\"hidden\" tabindex=\"-1\" aria-hidden=\"true\">"
	    "</button>\n");
	unkept_show_gone(sheet);
	if (web_value(&view->request->query, "wrong") != NULL)
		wrong_show(sheet);
	err = sheet_show(sheet, window, true);
	put_buttons(sheet);
	buf_add(view->out, "</form>\n");
	return err;
}

/* What is unsettled is settled from here as well. */
static const struct err *
put_end(struct sheet *sheet)
{
	struct view *view = sheet->view;

	html_form(view->out, view->request, arena_printf(view->request->arena,
	    "/interview/%s", sheet->open->interview.response.id), "");
	buf_add(view->out, "<input type=\"hidden\" name=\"at\" "
	    "value=\"" SHEET_END "\">\n");
	unkept_show_gone(sheet);
	buf_add(view->out, "</form>\n");
	return ending_show(sheet, NULL);
}

/* A draft goes on in the version that it began in, unless somebody asks. */
static const struct err *
put_newer(struct sheet *sheet)
{
	struct view *view = sheet->view;
	const struct err *err;
	bool newer;

	if ((err = sheet_has_newer(&newer, sheet)) != NULL || !newer)
		return err;
	html_form(view->out, view->request, arena_printf(view->request->arena,
	    "/interview/%s/move", sheet->open->interview.response.id),
	    "class=\"notice\"");
	view_say(view, SAY_NEWER_FORM, (char *)NULL);
	view_put(view, " <button class=\"second\">", SAY_MOVE,
	    "</button></form>\n");
	return NULL;
}

/* What somebody should know who changes these answers. */
static const struct err *
put_notices(struct sheet *sheet)
{
	struct view *view = sheet->view;

	if (interview_is_correction(&sheet->open->interview))
		view_put(view, "<p class=\"notice\">", SAY_CORRECTING,
		    "</p>\n");
	if (web_value(&view->request->query, "homeless") != NULL)
		view_put(view, "<p class=\"notice\">", SAY_HOMELESS,
		    "</p>\n");
	return put_newer(sheet);
}

/* The trail, where the form asks for one: what is on the screen now. */
static void
note_shown(struct sheet *sheet)
{
	struct interview *iv = &sheet->open->interview;
	const struct answer **shown = arena_alloc_n(
	    sheet->view->request->arena, sheet->count + 1, sizeof(*shown));
	size_t count = 0;

	if (sheet->is_end) {
		audit_note(iv, AUDIT_END_SCREEN, NULL);
		return;
	}
	for (size_t i = sheet->first; i < sheet->first + sheet->count; i++)
		if (sheet->stops.items[i].kind == STOP_QUESTION)
			shown[count++] = sheet->stops.items[i].answer;
	audit_show(iv, NULL, shown, count);
}

static const struct err *
show(struct sheet *sheet)
{
	const struct err *err;
	struct view *view = sheet->view;
	const char *whom = sheet->open->whom;
	struct buf at = BUF_INIT;

	if ((err = audit_begin(&sheet->open->interview)) != NULL)
		return err;
	sheet_text(&at, sheet);
	note_shown(sheet);
	view_begin(view, whom[0] != '\0' ? whom :
	    view_word(view, SAY_INTERVIEW));
	html_add(view->out, "<div class=\"interview\" data-saved=\"%s\" "
	    "data-saving=\"%s\" data-unsaved=\"%s\" data-unkept=\"%s\">\n",
	    view_word(view, SAY_SAVED), view_word(view, SAY_SAVING),
	    view_word(view, SAY_NOT_SAVED), view_word(view, SAY_UNKEPT));
	view_put(view, "<h1 class=\"aside\">", SAY_INTERVIEW, "</h1>\n");
	tools_show(sheet);
	buf_add(view->out, "<div class=\"asked\">\n");
	if (whom[0] != '\0')
		html_add(view->out, "<p class=\"soft\">%s</p>\n", whom);
	err = put_notices(sheet);
	if (!err)
		err = sheet->is_end ? put_end(sheet) :
		    put_form(sheet, buf_str(&at));
	buf_add(view->out, "<p id=\"saved\" role=\"status\"></p></div>\n");
	outline_show(sheet);
	buf_add(view->out, "</div>\n");
	view_end(view);
	buf_free(&at);
	return err;
}

const struct err *
interview_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);

	return sheet_run(&view, web_value(&request->query, "at"), show);
}

/* ---- answers ---- */

static const struct err *
move(struct sheet *sheet)
{
	const char *what = view_field(sheet->view, "do");
	const struct err *err;
	bool done;

	if ((err = button_take(sheet, what, &done)) != NULL || done)
		return err;
	/* What could not be kept is said where it was. */
	if (sheet->trouble != NULL || sheet->unkept)
		return NULL;
	/* With the person still there it is asked again at once. */
	if (!strcmp(what, "next") && wrong_holds(sheet))
		sheet->more = "&wrong=1";
	else if (!strcmp(what, "next") || !strcmp(what, "anyway"))
		sheet_next(sheet);
	else if (!strcmp(what, "back"))
		sheet_back(sheet);
	return NULL;
}

static const struct err *
keep(struct sheet *sheet)
{
	const struct err *err;
	struct buf at = BUF_INIT;

	sheet_text(&at, sheet);
	err = interview_save(&sheet->open->interview, buf_str(&at));
	if (!err && sheet->files_changed)
		err = attachment_drop_unused(&sheet->open->interview);
	buf_free(&at);
	return err;
}

/* Where the window stands now: what it stood at may be gone. */
static void
put_place(struct sheet *sheet)
{
	struct buf at = BUF_INIT;

	sheet_text(&at, sheet);
	html_add(sheet->view->out, "<input type=\"hidden\" id=\"at\" "
	    "name=\"at\" value=\"%s\">\n", buf_str(&at));
	buf_free(&at);
}

/* The answers are on the disk before anything is said. */
static const struct err *
take(struct sheet *sheet)
{
	const struct err *err;

	if (web_value(&sheet->view->request->form, "place") != NULL)
		audit_place(&sheet->open->interview,
		    view_field(sheet->view, "place"));
	err = answers_take(sheet);
	if (!err)
		err = sheet_again(sheet);
	if (!err)
		err = move(sheet);
	if (!err)
		err = keep(sheet);
	if (err)
		return err;
	if (!sheet->view->request->by_script) {
		if (sheet->trouble != NULL || sheet->unkept)
			return show(sheet);
		view_go(sheet->view, address_of(sheet, sheet->checking));
		return NULL;
	}
	outline_show(sheet);
	put_place(sheet);
	unkept_show_gone(sheet);
	return sheet_show(sheet, view_field(sheet->view, "window"),
	    view_field(sheet->view, "all")[0] != '\0');
}

const struct err *
interview_answer(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	const struct err *err = sheet_run(&view, view_field(&view, "at"), take);

	/* What was not kept is not there: not even for the next save. */
	if (err)
		open_forget_id(view.page, request->segments[0]);
	return err;
}
