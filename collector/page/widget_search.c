/*
 * widget_search.c - choices that are too many to be shown: a part of the name
 * is typed, those that have it are shown. With a script at each key (the
 * combobox of the ARIA authoring practices), without one by a button.
 */
#include <string.h>

#include "collector/page/widget_parts.h"

static const char *
count_text(struct widget *w, size_t shown, size_t count)
{
	struct arena *arena = w->arena;

	if (count == 0)
		return view_word(w->view, SAY_SEARCH_NONE);
	return view_text(w->view, SAY_SEARCH_FOUND,
	    arena_printf(arena, "%zu", shown),
	    arena_printf(arena, "%zu", count), (char *)NULL);
}

/* ---- without a script ---- */

/* What was looked for last, when it was for this question. */
static const char *
words_of(const struct widget *w)
{
	const struct web_fields *query = &w->view->request->query;
	const char *path = web_value(query, "find");
	const char *words = web_value(query, "words");

	return path != NULL && words != NULL && !strcmp(path, w->path) ?
	    words : NULL;
}

static void
put_found(struct widget *w, const char *words)
{
	size_t found[CHOICES_FOUND_MAX];
	size_t count = options_search(w->options, slice_str(words), found,
	    CHOICES_FOUND_MAX);
	size_t shown = count < CHOICES_FOUND_MAX ? count : CHOICES_FOUND_MAX;

	html_add(w->out, "<p class=\"count\">%s</p>\n",
	    count_text(w, shown, count));
	for (size_t i = 0; i < shown; i++) {
		const struct option *o = options_at(w->options, found[i]);

		if (!reading_is_picked(w->answer, o->name))
			widget_choice(w, o, false, 0);
	}
}

static void
put_find(struct widget *w)
{
	const char *words = words_of(w);

	html_add(w->out, "<div class=\"find unscripted\"><input type=\"text\" "
	    "name=\"find:%s\" value=\"%s\" aria-label=\"%s\">\n"
	    "<button name=\"do\" class=\"second\" value=\"find:%s\">%s"
	    "</button></div>\n", w->path, words ? words : "",
	    view_word(w->view, SAY_SEARCH_TYPE), w->path,
	    view_word(w->view, SAY_SEARCH));
	if (words != NULL) {
		buf_add(w->out, "<div class=\"choices unscripted\">\n");
		put_found(w, words);
		buf_add(w->out, "</div>\n");
	}
}

/* ---- the field ---- */

static void
put_picked(struct widget *w)
{
	const char *at = w->value;
	size_t len;
	bool first = true;

	for (; *at != '\0'; at += len + (at[len] == ' ')) {
		const struct option *o;

		len = strcspn(at, " ");
		o = options_find(w->options, slice_of(at, len));
		if (o == NULL)
			continue;
		widget_choice(w, o, first, 0);
		first = false;
	}
	widget_stale(w);
}

/* The label of what is picked stands in the field itself. */
static void
put_combobox(struct widget *w)
{
	struct buf label = BUF_INIT;

	if (widget_is_one(w))
		options_label(&label, w->options, slice_str(w->value));
	html_add(w->out, "<div class=\"combo\" id=\"b-%s\" hidden data-own "
	    "data-name=\"%s\" data-several=\"%s\" data-choices=\"/interview/%s/"
	    "choices?path=", w->path, w->path, widget_is_one(w) ? "" : "1",
	    w->sheet->open->interview.response.id);
	html_url(w->out, w->path);
	html_add(w->out, "\" data-missed=\"%s\">\n"
	    "<input type=\"text\" id=\"s-%s\" "
	    "role=\"combobox\" aria-expanded=\"false\" autocomplete=\"off\" "
	    "spellcheck=\"false\" aria-autocomplete=\"list\" "
	    "aria-controls=\"o-%s\" aria-labelledby=\"l-%s\" value=\"%s\" "
	    "placeholder=\"%s\"", view_word(w->view, SAY_SEARCH_MISSED),
	    w->path, w->path, w->path,
	    widget_plain(w, buf_str(&label)), view_word(w->view, SAY_SEARCH_TYPE));
	buf_add(w->out, w->described);
	html_add(w->out, ">\n<ul role=\"listbox\" id=\"o-%s\" "
	    "aria-labelledby=\"l-%s\" hidden></ul>\n<p class=\"count\" "
	    "role=\"status\"></p></div>\n", w->path, w->path);
	buf_free(&label);
}

void
widget_search(struct widget *w)
{
	html_add(w->out, "<div class=\"picked%s\">\n", widget_is_one(w) ?
	    " unscripted" : "");
	if (widget_is_one(w))
		html_add(w->out, "<label class=\"choice\"><input "
		    "type=\"radio\" name=\"a:%s\" value=\"\"%s> <span>%s"
		    "</span></label>\n", w->path, w->value[0] == '\0' ?
		    " checked" : "", view_word(w->view, SAY_CHOSEN_NONE));
	put_picked(w);
	buf_add(w->out, "</div>\n");
	put_find(w);
	put_combobox(w);
}

/* ---- at each key ---- */

static void
put_options(struct widget *w, const char *words)
{
	size_t found[CHOICES_FOUND_MAX];
	size_t count = options_search(w->options, slice_str(words), found,
	    CHOICES_FOUND_MAX);
	size_t shown = count < CHOICES_FOUND_MAX ? count : CHOICES_FOUND_MAX;

	html_add(w->out, "<ul id=\"found\" data-count=\"%s\">\n",
	    count_text(w, shown, count));
	for (size_t i = 0; i < shown; i++) {
		const struct option *o = options_at(w->options, found[i]);

		html_add(w->out, "<li role=\"option\" data-value=\"%s\" "
		    "aria-selected=\"%s\">%s</li>\n", o->name,
		    reading_is_picked(w->answer, o->name) ? "true" : "false",
		    widget_plain(w, o->label));
	}
	buf_add(w->out, "</ul>\n");
}

static const struct err *
show_choices(struct sheet *sheet)
{
	const struct web_fields *query = &sheet->view->request->query;
	const char *path = web_value(query, "path");
	const char *words = web_value(query, "words");
	struct answer *answer = path ? instance_find(sheet->instance, path) :
	    NULL;
	const struct err *err;
	struct widget w;

	if (answer == NULL || answer->item->kind != ITEM_QUESTION ||
	    !options_offered(answer->item))
		return err_new(ERR_NOT_FOUND, "no such question");
	err = widget_of(&w, sheet, answer);
	if (!err)
		put_options(&w, words ? words : "");
	widget_free(&w);
	return err;
}

const struct err *
choices_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);

	return sheet_run(&view, "", show_choices);
}
