/* widget_beside.c - what is said beside an answer, or in place of one. */
#include <string.h>

#include "collector/page/widget_parts.h"
#include "kit/base/text.h"

static const struct {
	enum nonresponse why;
	const char *value;
	enum phrase phrase;
} open_ways[] = {
	{ RESPONSE_REFUSED, "refused", SAY_REFUSED },
	{ RESPONSE_UNKNOWN, "unknown", SAY_UNKNOWN }
};

enum { WAY_COUNT = sizeof(open_ways) / sizeof(open_ways[0]) };

static bool
may_stay_open(const struct item *item)
{
	return interview_allows(item, RESPONSE_REFUSED) ||
	    interview_allows(item, RESPONSE_UNKNOWN);
}

static void
put_ways(struct widget *w)
{
	enum nonresponse now = interview_nonresponse(
	    &w->sheet->open->interview, w->answer);

	html_add(w->out, "<div class=\"why\" role=\"group\" "
	    "aria-label=\"%s\">\n", view_word(w->view, SAY_NONRESPONSE));
	for (size_t i = 0; i < WAY_COUNT; i++)
		if (interview_allows(w->item, open_ways[i].why))
			html_add(w->out, "<label class=\"way\"><input "
			    "type=\"checkbox\" name=\"open:%s\" value=\"%s\"%s>"
			    " <span>%s</span></label>\n", w->path,
			    open_ways[i].value, now == open_ways[i].why ?
			    " checked" : "", view_word(w->view,
			    open_ways[i].phrase));
	buf_add(w->out, "</div>\n");
}

static void
put_remark(struct widget *w)
{
	const char *remark = interview_remark(&w->sheet->open->interview,
	    w->answer);

	html_add(w->out, "<details class=\"remark\"%s><summary>%s</summary>\n"
	    "<textarea rows=\"2\" dir=\"auto\" id=\"r-%s\" name=\"remark:%s\" "
	    "aria-label=\"%s\" maxlength=\"%d\">\n%s</textarea></details>\n",
	    remark[0] != '\0' ? " open" : "", view_word(w->view, SAY_REMARK),
	    w->path, w->path, view_word(w->view, SAY_REMARK_LABEL),
	    REMARK_BYTES_MAX / 2, remark);
}

void
widget_beside(struct widget *w)
{
	if (may_stay_open(w->item))
		put_ways(w);
	put_remark(w);
}

/* ---- what came back ---- */

const char *
beside_remark(const struct sheet *sheet, const char *path)
{
	const struct web_request *request = sheet->view->request;
	const char *text = web_value(&request->form,
	    arena_printf(request->arena, "remark:%s", path));
	struct buf lines = BUF_INIT;

	if (text == NULL)
		return NULL;
	for (; *text != '\0'; text++)
		if (*text != '\r')
			buf_add_byte(&lines, (uint8_t)*text);
	text = arena_slice(request->arena, text_trim(buf_slice(&lines)));
	buf_wipe(&lines);
	return text;
}

/* Of two boxes that are both checked, the one that was not before. */
static enum nonresponse
way_brought(const struct sheet *sheet, const char *path, enum nonresponse now)
{
	const struct web_request *request = sheet->view->request;
	const char *name = arena_printf(request->arena, "open:%s", path);
	enum nonresponse way = RESPONSE_OPEN;

	for (const struct web_field *f = web_field(&request->form, name);
	    f != NULL; f = web_next(&request->form, f))
		for (size_t i = 0; i < WAY_COUNT; i++)
			if (!strcmp(f->value, open_ways[i].value) &&
			    (way == RESPONSE_OPEN || way == now))
				way = open_ways[i].why;
	return way;
}

const char *
beside_way(const struct sheet *sheet, const struct answer *answer,
    const char *path, const char *value)
{
	enum nonresponse now = interview_nonresponse(
	    &sheet->open->interview, answer), way;

	if (!may_stay_open(answer->item))
		return NULL;
	way = way_brought(sheet, path, now);
	/* An answer that has just come is an answer, whatever was before. */
	if (way == now && value[0] != '\0')
		return NULL;
	for (size_t i = 0; i < WAY_COUNT; i++)
		if (open_ways[i].why == way &&
		    interview_allows(answer->item, way))
			return open_ways[i].value;
	return NULL;
}
