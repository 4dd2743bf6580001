/* home.c - what is to do: interviews, and a new one. */
#include <string.h>

#include "collector/page/page.h"

static const struct err *
show_response(void *data, const struct response *r)
{
	struct view *view = data;

	html_add(view->out, "<li><a href=\"/interview/%s\">%s</a> "
	    "<span class=\"stage %s\">%s</span></li>\n", r->id,
	    r->name[0] != '\0' ? r->name :
	    arena_strndup(view->request->arena, r->id, 8),
	    stage_word(r->stage), word_text(view->language,
	    (enum word)(W_STAGE_DRAFT + (int)r->stage)));
	return NULL;
}

const struct err *
home_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	const struct err *err;

	view_begin(&view, view_word(&view, SAY_HOME));
	view_put(&view, "<h1>", SAY_HOME, "</h1>\n");
	html_form(view.out, request, "/interview", "");
	view_put(&view, "<button>", SAY_NEW_INTERVIEW, "</button></form>\n");
	view_put(&view, "<h2>", SAY_RESPONSES, "</h2>\n<ul class=\"list\">\n");
	err = store_responses(view.store, show_response, &view);
	buf_add(view.out, "</ul>\n");
	view_end(&view);
	return err;
}
