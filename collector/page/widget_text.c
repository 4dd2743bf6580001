/* widget_text.c - what is typed: texts, numbers, dates, times. */
#include <string.h>

#include "collector/page/widget_parts.h"

/*
 * What the field shows: as its reader types it. Thousands are apart where the
 * form wants it, and are read so again.
 */
static const char *
field_of(struct widget *w)
{
	const struct reading reading = widget_reading(w);
	struct buf text = BUF_INIT;
	const char *kept;

	if (reading_looks(w->item, "thousands-sep"))
		reading_show(&text, &reading, w->answer, NULL);
	else
		reading_field(&text, &reading, w->answer);
	kept = arena_slice(w->arena, buf_slice(&text));
	buf_wipe(&text);
	return kept;
}

/* A field for dates shows nothing else: what is none is shown as text. */
static void
put_input(struct widget *w, const char *type, const char *more)
{
	html_add(w->out, "<input type=\"%s\"", w->answer->type_ok ? type :
	    "text");
	widget_attributes(w);
	html_add(w->out, " value=\"%s\" autocomplete=\"off\"", field_of(w));
	buf_addf(w->out, "%s>\n", more);
}

/* The keyboard of a touch screen; what is typed is the form's to judge. */
static const char *
keyboard(const struct item *item)
{
	static const struct {
		const char *appearance, *role, *attribute;
	} known[] = {
		{ "numbers", "", " inputmode=\"numeric\"" },
		{ "url", "", " inputmode=\"url\" dir=\"ltr\"" },
		{ "email", "email", " inputmode=\"email\" dir=\"ltr\"" },
		{ "tel", "phone", " inputmode=\"tel\" dir=\"ltr\"" }
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (reading_looks(item, known[i].appearance) ||
		    (item->role[0] != '\0' &&
		    !strcmp(item->role, known[i].role)))
			return known[i].attribute;
	return " dir=\"auto\"";
}

void
widget_text(struct widget *w)
{
	if (reading_looks(w->item, "masked")) {
		put_input(w, "password", "");
		return;
	}
	if (!reading_looks(w->item, "multiline")) {
		put_input(w, "text", keyboard(w->item));
		return;
	}
	buf_add(w->out, "<textarea rows=\"5\" dir=\"auto\"");
	widget_attributes(w);
	html_add(w->out, ">\n%s</textarea>\n", field_of(w));
}

void
widget_number(struct widget *w)
{
	put_input(w, "text", w->item->value_type == V_INT ?
	    " inputmode=\"numeric\" class=\"number\" dir=\"ltr\"" :
	    " inputmode=\"decimal\" class=\"number\" dir=\"ltr\"");
}

void
widget_date(struct widget *w)
{
	if (reading_looks(w->item, "year"))
		put_input(w, "text", " inputmode=\"numeric\" "
		    "class=\"number\" maxlength=\"4\"");
	else
		put_input(w, reading_looks(w->item, "month-year") ? "month" :
		    "date", " class=\"moment\"");
}

void
widget_time(struct widget *w)
{
	put_input(w, "time", " class=\"moment\"");
}

void
widget_datetime(struct widget *w)
{
	put_input(w, "datetime-local", " class=\"moment\"");
}

void
widget_acknowledge(struct widget *w)
{
	html_add(w->out, "<label class=\"choice\"><input type=\"checkbox\" "
	    "value=\"OK\"%s", w->value[0] != '\0' ? " checked" : "");
	widget_attributes(w);
	html_add(w->out, " aria-labelledby=\"l-%s k-%s\"> <span id=\"k-%s\">",
	    w->path, w->path, w->path);
	view_put(w->view, "", SAY_ACKNOWLEDGE, "</span></label>\n");
}
