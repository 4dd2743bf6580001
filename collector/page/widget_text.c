/* widget_text.c - what is typed: texts, numbers, dates, times. */
#include <string.h>

#include "collector/page/widget.h"

static struct reading
reading_of(const struct widget *w)
{
	return (struct reading){ w->sheet->view->language, NULL };
}

/* What the field shows: as its reader types it. */
static const char *
field_of(struct widget *w)
{
	const struct reading reading = reading_of(w);
	struct buf text = BUF_INIT;
	const char *kept;

	reading_field(&text, &reading, w->answer);
	kept = arena_slice(w->sheet->view->request->arena, buf_slice(&text));
	buf_free(&text);
	return kept;
}

static void
put_input(struct widget *w, const char *type, const char *more)
{
	html_add(w->out, "<input type=\"%s\"", type);
	widget_attributes(w);
	html_add(w->out, " value=\"%s\" autocomplete=\"off\"", field_of(w));
	buf_addf(w->out, "%s>\n", more);
}

void
widget_text(struct widget *w)
{
	if (!reading_looks(w->item, "multiline")) {
		put_input(w, reading_looks(w->item, "masked") ? "password" :
		    "text", reading_looks(w->item, "numbers") ?
		    " inputmode=\"numeric\"" : "");
		return;
	}
	buf_add(w->out, "<textarea rows=\"5\"");
	widget_attributes(w);
	html_add(w->out, ">\n%s</textarea>\n", field_of(w));
}

void
widget_number(struct widget *w)
{
	put_input(w, "text", w->item->type == Q_INTEGER ?
	    " inputmode=\"numeric\" class=\"number\"" :
	    " inputmode=\"decimal\" class=\"number\"");
}

void
widget_date(struct widget *w)
{
	if (reading_looks(w->item, "year"))
		put_input(w, "text", " inputmode=\"numeric\" "
		    "class=\"number\" maxlength=\"4\"");
	else
		put_input(w, reading_looks(w->item, "month-year") ? "month" :
		    "date", "");
}

void
widget_time(struct widget *w)
{
	put_input(w, "time", "");
}

void
widget_datetime(struct widget *w)
{
	put_input(w, "datetime-local", "");
}

void
widget_range(struct widget *w)
{
	widget_number(w);
}

void
widget_acknowledge(struct widget *w)
{
	html_add(w->out, "<label class=\"choice\"><input type=\"checkbox\" "
	    "value=\"OK\"%s", w->value[0] != '\0' ? " checked" : "");
	widget_attributes(w);
	view_put(w->sheet->view, "> <span>", SAY_ACKNOWLEDGE,
	    "</span></label>\n");
}
