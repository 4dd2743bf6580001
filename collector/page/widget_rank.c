/*
 * widget_rank.c - an order: each choice in its place, with buttons that move it
 * (and a handle to drag it by, with a script). The order that is shown first is
 * nobody's answer: it becomes one when something moves, or is said to be right.
 */
#include <string.h>

#include "collector/page/widget_parts.h"
#include "formspec/markup.h"

/* ---- shown ---- */

static void
put_move(struct widget *w, const char *word, const char *sign,
    enum phrase phrase, const struct option *o, bool end)
{
	html_add(w->out, "<button name=\"do\" class=\"second move\" "
	    "id=\"%s-%s=%s\" value=\"%s:%s=%s\" aria-label=\"", word, w->path,
	    o->name, word, w->path, o->name);
	view_say(w->view, phrase, widget_plain(w, o->label), (char *)NULL);
	buf_add(w->out, end ? "\" aria-disabled=\"true\">" : "\">");
	html_add(w->out, "%s</button>", sign);
}

static void
put_one(struct widget *w, const struct option *o, size_t place, size_t count)
{
	html_add(w->out, "<li data-value=\"%s\">", o->name);
	if (w->value[0] != '\0')
		html_add(w->out, "<input type=\"hidden\" name=\"a:%s\" "
		    "value=\"%s\">", w->path, o->name);
	buf_add(w->out, "<span class=\"name\">");
	markup_add(w->out, o->label);
	buf_add(w->out, "</span>");
	put_move(w, "up", "\xe2\x86\x91", SAY_RANK_UP, o, place == 0);
	put_move(w, "down", "\xe2\x86\x93", SAY_RANK_DOWN, o,
	    place + 1 == count);
	buf_add(w->out, "</li>\n");
}

/* The choices in the order of the answer, then those that it does not have. */
static size_t
order_of(const struct option **out, const char *value,
    const struct answer *answer, const struct options *options)
{
	size_t count = 0, len;

	for (const char *at = value; *at != '\0'; at += len + (at[len] == ' ')) {
		const struct option *o;

		len = strcspn(at, " ");
		o = options_find(options, slice_of(at, len));
		if (o != NULL && count < options_count(options))
			out[count++] = o;
	}
	for (size_t i = 0; i < options_count(options); i++) {
		const struct option *o = options_at(options, i);

		if (!reading_is_picked(answer, o->name) &&
		    count < options_count(options))
			out[count++] = o;
	}
	return count;
}

void
widget_rank(struct widget *w)
{
	const struct option **order = arena_alloc_n(w->arena,
	    options_count(w->options) + 1, sizeof(*order));
	size_t count = order_of(order, w->value, w->answer, w->options);
	bool open = w->value[0] == '\0';

	if (open)
		view_put(w->view, "<p class=\"open\">", SAY_RANK_OPEN, "</p>\n");
	html_add(w->out, "<ol class=\"rank%s\" id=\"a-%s\" tabindex=\"-1\" "
	    "data-rank=\"%s\">\n", open ? " open" : "", w->path, w->path);
	for (size_t i = 0; i < count; i++)
		put_one(w, order[i], i, count);
	buf_add(w->out, "</ol>\n");
	if (open)
		html_add(w->out, "<p><button name=\"do\" class=\"second\" "
		    "id=\"rank-%s\" value=\"rank:%s\">%s</button></p>\n",
		    w->path, w->path, view_word(w->view, SAY_RANK_TAKE));
}

/* ---- moved ---- */

/* Where the one that moves stands, and where it goes. */
static void
move(const struct option **order, size_t count, const char *name, int by)
{
	for (size_t i = 0; i < count; i++) {
		const struct option *o = order[i];
		size_t to = i + (size_t)by;

		if (strcmp(o->name, name) != 0)
			continue;
		if (to < count) {	/* before the first one: wraps around */
			order[i] = order[to];
			order[to] = o;
		}
		return;
	}
}

static const struct err *
set_order(struct sheet *sheet, struct answer *answer,
    const struct option *const *order, size_t count)
{
	const struct err *err;
	struct buf value = BUF_INIT;

	for (size_t i = 0; i < count; i++)
		buf_addf(&value, "%s%s", i > 0 ? " " : "", order[i]->name);
	err = instance_set(sheet->instance, answer, buf_str(&value));
	buf_free(&value);
	return err;
}

/* what: "PATH=NAME"; names have no "=" in front of them in a path. */
static const struct err *
reorder(struct sheet *sheet, const char *what, int by)
{
	struct arena *arena = sheet->view->request->arena;
	const char *equals = strchr(what, '=');
	size_t len = equals ? (size_t)(equals - what) : strlen(what);
	struct answer *answer = instance_find(sheet->instance,
	    arena_strndup(arena, what, len));
	const struct option **order;
	const struct err *err;
	struct options *options;
	size_t count;

	if (answer == NULL || answer->item->type != Q_RANK ||
	    answer->readonly || answer->calculated)
		return NULL;
	err = options_of(&options, sheet->instance, answer);
	if (err)
		return err;
	order = arena_alloc_n(arena, options_count(options) + 1,
	    sizeof(*order));
	count = order_of(order, answer_value(answer), answer, options);
	if (equals != NULL)
		move(order, count, equals + 1, by);
	err = set_order(sheet, answer, order, count);
	options_free(options);
	return err;
}

const struct err *
rank_up(struct sheet *sheet, const char *what)
{
	return reorder(sheet, what, -1);
}

const struct err *
rank_down(struct sheet *sheet, const char *what)
{
	return reorder(sheet, what, 1);
}

const struct err *
rank_take(struct sheet *sheet, const char *what)
{
	return reorder(sheet, what, 0);
}
