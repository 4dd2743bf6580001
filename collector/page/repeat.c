/* repeat.c - titles of groups; repeats as cards: add, remove. */
#include <string.h>

#include "collector/page/was.h"
#include "collector/page/widget_parts.h"
#include "formspec/markup.h"
#include "kit/base/text.h"

/* The label of a group or repeat as markup, its name when it has none. */
static const struct err *
put_label(struct sheet *sheet, const struct answer *seen_from,
    const struct item *item, bool named)
{
	const struct err *err = NULL;
	struct buf text = BUF_INIT;

	if (item->label.by_language != NULL)
		err = instance_text(sheet->instance, &text, seen_from,
		    &item->label);
	/* Before there is an instance, a label may have nothing to say. */
	if (err && err->code == ERR_FORMAT) {
		buf_reset(&text);
		err = NULL;
	}
	if (text.len == 0 && named)
		buf_add(&text, item->name);
	markup_add(sheet->view->out, buf_str(&text));
	buf_free(&text);
	return err;
}

/* "Contrats 2", as text: what a button says to who does not see where it is. */
static const char *
name_of(struct sheet *sheet, const struct answer *one)
{
	struct arena *arena = sheet->view->request->arena;
	struct buf text = BUF_INIT, plain = BUF_INIT;
	const char *name = one->item->name;

	if (one->item->label.by_language != NULL && !instance_text(
	    sheet->instance, &text, one, &one->item->label)) {
		markup_plain(&plain, buf_str(&text));
		name = arena_slice(arena, text_trim(buf_slice(&plain)));
	}
	buf_free(&text);
	buf_free(&plain);
	return arena_printf(arena, "%s %zu", name, answer_number(one));
}

static void
put_remove(struct sheet *sheet, const struct answer *one)
{
	struct buf path = BUF_INIT;

	if (one->item->repeat_count.compiled != NULL || one->item->fixed)
		return;
	answer_path(&path, one);
	html_add(sheet->view->out, "<button name=\"do\" class=\"remove\" "
	    "value=\"remove:%s\" aria-label=\"", buf_str(&path));
	view_say(sheet->view, SAY_REMOVE_ONE, name_of(sheet, one),
	    (char *)NULL);
	html_add(sheet->view->out, "\">%s</button>\n",
	    view_word(sheet->view, SAY_REMOVE));
	buf_free(&path);
}

const struct err *
group_show(struct sheet *sheet, struct answer *group)
{
	const struct err *err;
	struct buf *out = sheet->view->out, path = BUF_INIT;
	bool repeat = group->item->kind == ITEM_REPEAT;
	int level = group->item->depth < 4 ? 1 + (int)group->item->depth : 5;

	answer_path(&path, group);
	html_add(out, "<h%d id=\"t-%s\" tabindex=\"-1\">", level,
	    buf_str(&path));
	buf_free(&path);
	err = put_label(sheet, group, group->item, repeat);
	if (repeat)
		html_add(out, " <span class=\"number\">%zu</span>",
		    answer_number(group));
	html_add(out, "</h%d>\n", level);
	if (repeat)
		put_remove(sheet, group);
	return err;
}

/* ---- the instances, where questions stand alone ---- */

enum { SUMMARY_ANSWERS = 3 };

/* "Street: rue Haute": the first answers, whatever they are within. */
static const struct err *
put_answers(struct sheet *sheet, const struct answer *in, size_t *left)
{
	const struct err *err = NULL;
	const struct reading reading = { sheet->view->language, NULL };

	for (struct answer *a = answer_first(in); a != NULL && *left > 0 &&
	    !err; a = answer_next(a)) {
		struct options *options = NULL;
		struct buf text = BUF_INIT;

		if (a->item->kind == ITEM_GROUP)
			err = put_answers(sheet, a, left);
		if (a->item->kind != ITEM_QUESTION || !a->relevant ||
		    a->item->label.by_language == NULL ||
		    answer_value(a)[0] == '\0')
			continue;
		if (options_offered(a->item))
			err = options_of(&options, sheet->instance, a);
		reading_show(&text, &reading, a, options);
		buf_add(sheet->view->out, "<div><dt>");
		if (!err)
			err = put_label(sheet, a, a->item, true);
		html_add(sheet->view->out, "</dt><dd>%s</dd></div>\n",
		    buf_str(&text));
		options_free(options);
		buf_free(&text);
		(*left)--;
	}
	return err;
}

/* The first stop within, to go there. */
static const char *
address_of(struct sheet *sheet, const struct answer *one)
{
	struct arena *arena = sheet->view->request->arena;
	struct buf text = BUF_INIT, url = BUF_INIT;
	const char *kept;

	for (size_t i = 0; i < sheet->stops.count && text.len == 0; i++)
		for (const struct answer *a = sheet->stops.items[i].answer;
		    a != NULL; a = answer_parent(a))
			if (a == one) {
				stop_text(&text, &sheet->stops.items[i]);
				break;
			}
	buf_addf(&url, "/interview/%s?at=",
	    sheet->open->interview.response.id);
	html_url(&url, buf_str(&text));
	kept = text.len > 0 ? arena_slice(arena, buf_slice(&url)) : NULL;
	buf_free(&text);
	buf_free(&url);
	return kept;
}

static const struct err *
put_card(struct sheet *sheet, struct answer *one)
{
	const struct err *err;
	struct buf *out = sheet->view->out;
	const char *url = address_of(sheet, one);
	size_t left = SUMMARY_ANSWERS;

	buf_add(out, "<li class=\"card\"><h3>");
	if (url != NULL)
		html_add(out, "<a href=\"%s\">", url);
	html_add(out, "%s", name_of(sheet, one));
	buf_add(out, url != NULL ? "</a></h3>\n<dl>\n" : "</h3>\n<dl>\n");
	err = put_answers(sheet, one, &left);
	buf_add(out, "</dl>\n");
	put_remove(sheet, one);
	buf_add(out, "</li>\n");
	return err;
}

static const struct err *
put_cards(struct sheet *sheet, const struct stop *stop)
{
	const struct err *err = NULL;
	struct answer *one;

	buf_add(sheet->view->out, "<ul class=\"cards\">\n");
	for (size_t i = 0; !err && (one = instance_repeat_at(stop->answer,
	    stop->repeat, i)) != NULL; i++)
		err = put_card(sheet, one);
	buf_add(sheet->view->out, "</ul>\n");
	return err;
}

/* ---- adding, and what was removed ---- */

static void
put_undo(struct sheet *sheet, const char *removed)
{
	if (removed == NULL)
		return;
	html_add(sheet->view->out, "<p class=\"undo\" role=\"status\">%s "
	    "<button name=\"do\" class=\"second\" id=\"undo\" "
	    "value=\"undo:%s\">%s</button></p>\n",
	    view_word(sheet->view, SAY_REMOVED), removed,
	    view_word(sheet->view, SAY_UNDO));
}

const struct err *
repeat_show(struct sheet *sheet, const struct stop *stop)
{
	const struct err *err = NULL;
	struct buf *out = sheet->view->out, path = BUF_INIT;
	size_t count = instance_repeat_count(stop->answer, stop->repeat);

	if (sheet->mode == SHEET_QUESTION)
		err = put_cards(sheet, stop);
	stop_text(&path, stop);
	put_undo(sheet, interview_removed(&sheet->open->interview,
	    buf_str(&path)));
	html_add(out, "<p class=\"add\"><button name=\"do\" class=\"add\" "
	    "id=\"more-%s\" value=\"add:%s\"%s>", buf_str(&path),
	    buf_str(&path), sheet->mode == SHEET_QUESTION ? " data-leave" : "");
	view_say(sheet->view, count > 0 ? SAY_ADD_ANOTHER : SAY_ADD_FIRST,
	    (char *)NULL);
	buf_add(out, " <strong>");
	if (!err)
		/* As the first one sees it, when there is one. */
		err = put_label(sheet, count > 0 ? instance_repeat_at(
		    stop->answer, stop->repeat, 0) : stop->answer,
		    stop->repeat, true);
	buf_add(out, "</strong></button></p>\n");
	buf_free(&path);
	return err;
}

/* ---- what buttons do ---- */

const struct err *
repeat_add(struct sheet *sheet, const char *what)
{
	const struct stop *stop = &sheet->stops.items[
	    stops_find_text(&sheet->stops, what)];

	if (stop->kind != STOP_ADD)
		return NULL;
	/* Its first question is where one goes on. */
	return interview_add_repeat(&sheet->open->interview, &sheet->go,
	    stop->answer, stop->repeat);
}

const struct err *
repeat_remove(struct sheet *sheet, const char *what)
{
	struct answer *one = instance_find(sheet->instance, what);

	if (one == NULL || one->item->kind != ITEM_REPEAT)
		return NULL;
	return interview_remove_repeat(&sheet->open->interview, one);
}

/* Taken back already, in another window: it is there, which is what counts. */
const struct err *
repeat_undo(struct sheet *sheet, const char *what)
{
	const struct err *err;
	struct answer *one;

	err = interview_undo(&sheet->open->interview, what, &one);
	if (err)
		return err->code == ERR_STATE || err->code == ERR_NOT_FOUND ?
		    NULL : err;
	return unkept_return(sheet, what);
}
