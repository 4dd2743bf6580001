/*
 * slip_page.c - what a respondent takes home: printed from the browser, or as a
 * text to send.
 */
#include "collector/interview/slip.h"
#include "collector/page/open.h"

static void
put_slip(struct view *view, const struct slip *slip)
{
	const char *id = view->request->segments[0];

	html_add(view->out, "<h1>%s</h1>\n<p class=\"big\">%s <span "
	    "class=\"code\">%s</span> · %s</p>\n", slip->title,
	    view_word(view, SAY_SLIP_CODE), slip->reference,
	    view_text(view, SAY_SLIP_DATE, slip->date, (char *)NULL));
	html_add(view->out, "<p>%s</p>\n", view_text(view,
	    slip->contact[0] != '\0' ? SAY_SLIP_RIGHTS :
	    SAY_SLIP_RIGHTS_NOTICE, slip->contact, (char *)NULL));
	if (slip->heading[0] != '\0')
		html_add(view->out, "<h2>%s</h2>\n", slip->heading);
	for (size_t i = 0; i < slip->paragraph_count; i++)
		html_add(view->out, "<p class=\"lines\">%s</p>\n",
		    slip->paragraphs[i]);
	html_add(view->out, "<p class=\"actions\"><button type=\"button\" "
	    "data-print hidden>%s</button> <a class=\"button second\" "
	    "href=\"/interview/%s/slip?text=1\">%s</a> "
	    "<a class=\"button second\" href=\"/interview/%s/answers\">%s"
	    "</a></p>\n", view_word(view, SAY_PRINT), id,
	    view_word(view, SAY_SLIP_TEXT), id, view_word(view, SAY_GO_BACK));
}

const struct err *
interview_slip_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	const struct err *err;
	struct open *open;
	struct slip slip;

	err = open_interview(&open, view.page, request->segments[0]);
	if (err)
		return err;
	slip_of(&slip, request->arena, &open->interview);
	if (web_value(&request->query, "text") != NULL) {
		slip_write(view.out, &slip, view.language);
		reply->type = "text/plain; charset=utf-8";
		reply->file_name = arena_printf(request->arena, "%s.txt",
		    slip.reference);
		return NULL;
	}
	view_begin(&view, view_word(&view, SAY_SLIP));
	put_slip(&view, &slip);
	view_end(&view);
	return NULL;
}
