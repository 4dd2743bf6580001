/* widget_range.c - a number on a scale: a slider, a list, stars. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector/page/widget_parts.h"

enum { RATING_MAX = 12, PICKER_MAX = 500, TICKS_MAX = 50, NUMBER_MAX = 40 };

struct scale {
	double start, end, step;
	size_t count;			/* of places on it */
};

static struct scale
scale_of(const struct item *item)
{
	struct scale s = { reading_parameter(item, "start", 1),
		reading_parameter(item, "end", 10),
		fabs(reading_parameter(item, "step", 1)), 0 };
	double places;

	if (s.step <= 0)
		s.step = 1;
	places = fabs(s.end - s.start) / s.step + 1e-6;
	s.count = places < PICKER_MAX ? (size_t)places + 1 : PICKER_MAX + 1;
	return s;
}

/* The i-th place, as XForms writes it. */
static const char *
place(struct widget *w, const struct scale *s, size_t i)
{
	char text[NUMBER_MAX];
	double by = s->end < s->start ? -s->step : s->step;

	snprintf(text, sizeof(text), "%.10g", s->start + by * (double)i);
	return arena_strdup(w->arena, text);
}

static bool
is_there(const struct widget *w, const char *number)
{
	return w->value[0] != '\0' && w->answer->type_ok &&
	    fabs(strtod(w->value, NULL) - strtod(number, NULL)) < 1e-9;
}

/* As people write it here. */
static const char *
shown(struct widget *w, const char *number)
{
	char *text = arena_strdup(w->arena, number);
	char *point = strchr(text, '.');

	if (point != NULL && w->view->language == FRENCH)
		*point = ',';
	return text;
}

/* ---- a slider: beside a field that says what is on it ---- */

static void
put_ticks(struct widget *w, const struct scale *s)
{
	if (reading_looks(w->item, "no-ticks") || s->count > TICKS_MAX)
		return;
	html_add(w->out, "<datalist id=\"t-%s\">", w->path);
	for (size_t i = 0; i < s->count; i++)
		html_add(w->out, "<option value=\"%s\"></option>",
		    place(w, s, i));
	buf_add(w->out, "</datalist>");
}

/*
 * A slider always stands somewhere, so the field next to it is the answer; the
 * slider has no name, and looks empty until one of them is moved.
 */
void
widget_range(struct widget *w)
{
	struct scale s = scale_of(w->item);
	bool vertical = reading_looks(w->item, "vertical");
	char low[NUMBER_MAX], high[NUMBER_MAX], step[NUMBER_MAX];

	snprintf(low, sizeof(low), "%.10g", fmin(s.start, s.end));
	snprintf(high, sizeof(high), "%.10g", fmax(s.start, s.end));
	snprintf(step, sizeof(step), "%.10g", s.step);
	html_add(w->out, "<div class=\"range%s\">\n", vertical ? " vertical" :
	    "");
	widget_number(w);
	html_add(w->out, "<div class=\"slider\" hidden data-own "
	    "data-decimal=\"%s\" data-none=\"%s\"><span>%s</span><input "
	    "type=\"range\" min=\"%s\" max=\"%s\" step=\"%s\" list=\"t-%s\" "
	    "aria-labelledby=\"l-%s\"",
	    w->view->language == FRENCH ? "," : ".",
	    view_word(w->view, SAY_NO_ANSWER),
	    shown(w, s.start < s.end ? low : high), low, high, step, w->path,
	    w->path);
	/* It falls from left to right: the browser draws it so for "rtl". */
	buf_add(w->out, s.end < s.start ? " dir=\"rtl\">" : ">");
	html_add(w->out, "<span>%s</span>",
	    shown(w, s.start < s.end ? high : low));
	put_ticks(w, &s);
	html_add(w->out, "</div></div>\n<p class=\"scale unscripted\">%s – %s"
	    "</p>\n", shown(w, low), shown(w, high));
}

/* ---- a list ---- */

void
widget_picker(struct widget *w)
{
	struct scale s = scale_of(w->item);

	if (s.count > PICKER_MAX) {
		widget_range(w);
		return;
	}
	buf_add(w->out, "<select class=\"number\"");
	widget_attributes(w);
	view_put(w->view, "><option value=\"\">", SAY_CHOOSE, "</option>\n");
	for (size_t i = 0; i < s.count; i++) {
		const char *number = place(w, &s, i);

		html_add(w->out, "<option value=\"%s\"%s>%s</option>\n",
		    number, is_there(w, number) ? " selected" : "",
		    shown(w, number));
	}
	buf_add(w->out, "</select>\n");
}

/* ---- stars ---- */

static void
put_star(struct widget *w, const struct scale *s, size_t i)
{
	const char *number = place(w, s, i);

	html_add(w->out, "<label class=\"star\"><input type=\"radio\" "
	    "value=\"%s\"", number);
	if (i == 0)
		widget_attributes(w);
	else
		html_add(w->out, " name=\"a:%s\"", w->path);
	html_add(w->out, "%s aria-label=\"", is_there(w, number) ?
	    " checked" : "");
	view_say(w->view, SAY_STARS, shown(w, number),
	    shown(w, place(w, s, s->count - 1)), (char *)NULL);
	html_add(w->out, "\"><span aria-hidden=\"true\">\xe2\x98\x85<small>%s"
	    "</small></span></label>\n", shown(w, number));
}

void
widget_rating(struct widget *w)
{
	struct scale s = scale_of(w->item);

	if (s.count > RATING_MAX) {
		widget_range(w);
		return;
	}
	buf_add(w->out, "<div class=\"stars\">\n");
	for (size_t i = 0; i < s.count; i++)
		put_star(w, &s, i);
	buf_add(w->out, "</div>\n");
}
