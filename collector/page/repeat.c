/* repeat.c - titles of groups; repeats as cards: add, remove. */
#include <string.h>

#include "collector/page/widget.h"
#include "formspec/markup.h"

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

static size_t
number_of(const struct answer *one)
{
	const struct answer *parent = answer_parent(one);
	size_t i = 0;

	while (instance_repeat_at(parent, one->item, i) != one)
		i++;
	return i + 1;
}

static void
put_remove(struct sheet *sheet, const struct answer *one)
{
	struct buf path = BUF_INIT;

	if (one->item->repeat_count.compiled != NULL || one->item->fixed)
		return;
	answer_path(&path, one);
	html_add(sheet->view->out, "<button name=\"do\" class=\"remove\" "
	    "value=\"remove:%s\">%s</button>\n", buf_str(&path),
	    view_word(sheet->view, SAY_REMOVE));
	buf_free(&path);
}

const struct err *
group_show(struct sheet *sheet, struct answer *group)
{
	const struct err *err;
	struct buf *out = sheet->view->out, path = BUF_INIT;
	bool repeat = group->item->kind == ITEM_REPEAT;
	int level;

	if (!repeat && group->item->label.by_language == NULL)
		return NULL;
	level = group->item->depth < 4 ? 1 + (int)group->item->depth : 5;
	answer_path(&path, group);
	html_add(out, "<h%d id=\"t-%s\">", level, buf_str(&path));
	buf_free(&path);
	err = put_label(sheet, group, group->item, true);
	if (repeat)
		html_add(out, " <span class=\"number\">%zu</span>",
		    number_of(group));
	html_add(out, "</h%d>\n", level);
	if (repeat)
		put_remove(sheet, group);
	return err;
}

const struct err *
repeat_show(struct sheet *sheet, const struct stop *stop)
{
	const struct err *err;
	struct buf *out = sheet->view->out, path = BUF_INIT;
	size_t count = instance_repeat_count(stop->answer, stop->repeat);

	stop_text(&path, stop);
	html_add(out, "<p class=\"add\"><button name=\"do\" class=\"add\" "
	    "value=\"add:%s\">", buf_str(&path));
	view_say(sheet->view, count > 0 ? SAY_ADD_ANOTHER : SAY_ADD_FIRST,
	    (char *)NULL);
	buf_add(out, " <strong>");
	err = put_label(sheet, stop->answer, stop->repeat, true);
	buf_add(out, "</strong></button></p>\n");
	buf_free(&path);
	return err;
}

/* ---- what a button says ---- */

static const struct err *
add(struct sheet *sheet, const char *path)
{
	struct stop *stop = &sheet->stops.items[
	    stops_find_text(&sheet->stops, path)];
	struct answer *one;

	if (stop->kind != STOP_ADD)
		return NULL;
	return instance_add_repeat(sheet->instance, &one, stop->answer,
	    stop->repeat, 0, NULL);
}

static const struct err *
take_away(struct sheet *sheet, const char *path)
{
	struct answer *one = instance_find(sheet->instance, path);

	if (one == NULL || one->item->kind != ITEM_REPEAT)
		return NULL;
	return instance_remove_repeat(sheet->instance, one);
}

const struct err *
repeat_take(struct sheet *sheet, const char *button, bool *done)
{
	static const struct {
		const char *word;
		const struct err *(*run)(struct sheet *, const char *);
	} known[] = { { "add:", add }, { "remove:", take_away } };
	const struct err *err = NULL;

	*done = false;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		size_t len = strlen(known[i].word);

		if (strncmp(button, known[i].word, len) != 0)
			continue;
		*done = true;
		err = known[i].run(sheet, button + len);
	}
	return *done && !err ? sheet_again(sheet) : err;
}
