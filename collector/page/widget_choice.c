/* widget_choice.c - choices: radio buttons, check boxes, lists, ranks. */
#include <string.h>

#include "collector/page/widget.h"

/* One choice as a button or box; the first one has the question's own id. */
static void
put_choice(struct widget *w, const char *type, size_t i)
{
	const struct option *o = options_at(w->options, i);

	html_add(w->out, "<label class=\"choice\"><input type=\"%s\" "
	    "value=\"%s\"", type, o->name);
	if (i == 0)
		widget_attributes(w);
	else
		html_add(w->out, " name=\"a:%s\"", w->path);
	html_add(w->out, "%s> <span>%s</span></label>\n",
	    reading_is_picked(w->answer, o->name) ? " checked" : "", o->label);
}

static void
put_list(struct widget *w)
{
	size_t count = options_count(w->options);

	buf_add(w->out, "<select");
	widget_attributes(w);
	view_put(w->sheet->view, "><option value=\"\">", SAY_CHOOSE,
	    "</option>\n");
	for (size_t i = 0; i < count; i++) {
		const struct option *o = options_at(w->options, i);

		html_add(w->out, "<option value=\"%s\"%s>%s</option>\n",
		    o->name, reading_is_picked(w->answer, o->name) ?
		    " selected" : "", o->label);
	}
	buf_add(w->out, "</select>\n");
}

void
widget_one(struct widget *w)
{
	size_t count = options_count(w->options);

	if (reading_looks(w->item, "minimal") ||
	    reading_looks(w->item, "autocomplete")) {
		put_list(w);
		return;
	}
	for (size_t i = 0; i < count; i++)
		put_choice(w, "radio", i);
}

void
widget_many(struct widget *w)
{
	size_t count = options_count(w->options);

	for (size_t i = 0; i < count; i++)
		put_choice(w, "checkbox", i);
}

/* A number from 1 in front of each; nothing is ranked half. */
void
widget_rank(struct widget *w)
{
	size_t count = options_count(w->options);

	for (size_t place = 0; place < count; place++)
		put_list(w);
}
