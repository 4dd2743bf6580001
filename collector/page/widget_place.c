/* widget_place.c - points, lines, areas: typed, or where the computer is. */
#include "collector/page/widget_parts.h"

/* With a script the browser can be asked where it is, when it knows. */
static void
put_locate(struct widget *w)
{
	html_add(w->out, "<p class=\"locate\" id=\"g-%s\" hidden data-own "
	    "data-field=\"a-%s\" data-asking=\"%s\" data-none=\"%s\">"
	    "<button type=\"button\" class=\"second\">%s</button> "
	    "<span role=\"status\"></span></p>\n", w->path, w->path,
	    view_word(w->view, SAY_PLACE_ASKING),
	    view_word(w->view, SAY_PLACE_NONE),
	    view_word(w->view, SAY_PLACE_HERE));
}

void
widget_place(struct widget *w)
{
	view_put(w->view, "<p class=\"hint\">", SAY_PLACE_HOW, "</p>\n");
	widget_text(w);
	put_locate(w);
}

static void
lines_of(struct buf *text)
{
	size_t len = 0;

	for (size_t i = 0; i < text->len; i++) {
		bool apart = text->data[i] == ';';

		text->data[len++] = apart ? '\n' : text->data[i];
		while (apart && i + 1 < text->len && text->data[i + 1] == ' ')
			i++;
	}
	text->len = len;
}

/* One place a line is easier to check than all behind one another. */
void
widget_places(struct widget *w)
{
	const struct reading reading = widget_reading(w);
	struct buf text = BUF_INIT;

	reading_field(&text, &reading, w->answer);
	lines_of(&text);
	view_put(w->view, "<p class=\"hint\">", SAY_PLACES_HOW, "</p>\n");
	buf_add(w->out, "<textarea rows=\"5\" dir=\"ltr\"");
	widget_attributes(w);
	buf_add(w->out, ">\n");
	html_text(w->out, buf_slice(&text));
	buf_add(w->out, "</textarea>\n");
	put_locate(w);
	buf_free(&text);
}
