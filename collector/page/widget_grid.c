/*
 * widget_grid.c - questions with the same choices as one table: a row each, a
 * column a choice. On a narrow screen each row is a list with its labels.
 */
#include <string.h>

#include "collector/page/was.h"
#include "collector/page/widget_parts.h"
#include "formspec/markup.h"

enum { GRID_COLUMNS_MAX = 12 };

/* ---- which questions ---- */

static bool
is_head(const struct item *item)
{
	return reading_looks(item, "label");
}

/* May it be a row, or the head, of some table? */
static bool
is_row(const struct stop *stop)
{
	const struct item *item = stop->answer->item;

	return stop->kind == STOP_QUESTION && item->list != NULL &&
	    (item->type == Q_SELECT_ONE || item->type == Q_SELECT_MULTIPLE) &&
	    item->choice_filter.compiled == NULL &&
	    item->itemset.compiled == NULL && !item->randomize &&
	    item->list->choice_count <= GRID_COLUMNS_MAX &&
	    !stop->answer->readonly && !stop->answer->calculated;
}

static bool
wants_table(const struct item *item)
{
	return is_head(item) || reading_looks(item, "list-nolabel") ||
	    (item->parent != NULL &&
	    reading_looks(item->parent, "table-list"));
}

/* Is the i-th stop a row of the table that begins with the first? */
static bool
continues(const struct sheet *sheet, size_t first, size_t i)
{
	const struct stop *a = &sheet->stops.items[first];
	const struct stop *b = &sheet->stops.items[i];

	return is_row(b) && wants_table(b->answer->item) &&
	    answer_parent(a->answer) == answer_parent(b->answer) &&
	    a->answer->item->list == b->answer->item->list &&
	    a->answer->item->type == b->answer->item->type &&
	    (i == first || !is_head(b->answer->item));
}

size_t
grid_length(const struct sheet *sheet, size_t i)
{
	size_t end = i;

	while (end < sheet->first + sheet->count && continues(sheet, i, end))
		end++;
	/* A head without rows is a question like others. */
	return end > i + (end > i &&
	    is_head(sheet->stops.items[i].answer->item)) ? end - i : 0;
}

/* ---- the table ---- */

static void
put_columns(struct widget *w)
{
	view_put(w->view, "<thead><tr><th scope=\"col\"><span class=\"aside\">",
	    SAY_GRID_QUESTION, "</span></th>\n");
	for (size_t i = 0; i < options_count(w->options); i++) {
		const struct option *o = options_at(w->options, i);

		html_add(w->out, "<th scope=\"col\" id=\"k-%s-%zu\">", w->path,
		    i);
		widget_choice_image(w, o->name);
		markup_add(w->out, o->label);
		buf_add(w->out, "</th>\n");
	}
	buf_add(w->out, "</tr></thead>\n");
}

static void
put_cell(struct widget *w, const struct widget *head, size_t i)
{
	const struct option *o = options_at(w->options, i);

	html_add(w->out, "<td><label><input type=\"%s\" value=\"%s\"",
	    widget_is_one(w) ? "radio" : "checkbox", o->name);
	if (i == 0)
		widget_attributes(w);
	else
		html_add(w->out, " name=\"a:%s\"", w->path);
	if (i > 0)
		buf_add(w->out, w->described);
	html_add(w->out, " aria-labelledby=\"l-%s k-%s-%zu\"%s> "
	    "<span aria-hidden=\"true\">", w->path, head->path, i,
	    reading_is_picked(w->answer, o->name) ? " checked" : "");
	markup_add(w->out, o->label);
	buf_add(w->out, "</span></label></td>\n");
}

static const struct err *
put_row(struct sheet *sheet, struct answer *answer, const struct widget *head)
{
	struct widget w;
	const struct err *err = widget_of(&w, sheet, answer);

	if (err)
		return err;
	w.grouped = false;	/* each field says what describes it */
	html_add(w.out, "<tr%s><th scope=\"row\">", w.invalid[0] != '\0' ?
	    " class=\"wrong\"" : "");
	widget_mark(&w);
	html_add(w.out, "<span id=\"l-%s\">", w.path);
	err = widget_label(w.out, &w);
	buf_add(w.out, "</span>\n");
	if (!err)
		err = widget_hint(&w);
	widget_failure(&w);
	unkept_show(&w);
	widget_beside(&w);
	buf_add(w.out, "</th>\n");
	for (size_t i = 0; i < options_count(w.options) && !err; i++)
		put_cell(&w, head, i);
	buf_add(w.out, "</tr>\n");
	widget_free(&w);
	return err;
}

const struct err *
grid_show(struct sheet *sheet, size_t i, size_t count)
{
	const struct err *err;
	const struct stop *stops = sheet->stops.items + i;
	struct widget head;
	size_t from = 0;

	err = widget_of(&head, sheet, stops[0].answer);
	if (err)
		return err;
	buf_add(head.out, "<table class=\"grid\">");
	if (is_head(head.item)) {
		buf_add(head.out, "<caption>");
		err = widget_label(head.out, &head);
		buf_add(head.out, "</caption>\n");
		from = 1;
	}
	put_columns(&head);
	buf_add(head.out, "<tbody>\n");
	for (; from < count && !err; from++)
		err = put_row(sheet, stops[from].answer, &head);
	buf_add(head.out, "</tbody></table>\n");
	widget_free(&head);
	return err;
}
