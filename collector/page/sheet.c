/* sheet.c - see sheet.h. */
#include "collector/page/sheet.h"

#include <string.h>

#include "collector/page/widget.h"

/* ---- which stops stand together ---- */

static bool
has_word(const char *appearance, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = appearance; *at != '\0';) {
		size_t n = strcspn(at, " ");

		if (n == len && memcmp(at, word, len) == 0)
			return true;
		at += n + (at[n] == ' ');
	}
	return false;
}

/* What a stop stands with: two stops are on one sheet when it is the same. */
static const struct answer *
key_of(const struct sheet *sheet, const struct stop *stop)
{
	const struct answer *root = instance_root(sheet->instance);
	const struct answer *key = stop->answer, *a;

	if (stop->kind == STOP_END)
		return NULL;
	if (sheet->mode == SHEET_ALL)
		return root;
	for (a = stop->answer; a != NULL && a != root; a = answer_parent(a)) {
		if (sheet->mode == SHEET_SECTION)
			key = a;
		else if (a->item->kind != ITEM_QUESTION &&
		    has_word(a->item->appearance, "field-list"))
			key = a;
	}
	return key;
}

static bool
together(const struct sheet *sheet, size_t a, size_t b)
{
	const struct stop *one = &sheet->stops.items[a];
	const struct stop *other = &sheet->stops.items[b];

	/* "Add another?" is a sheet of its own, question by question. */
	if (sheet->mode == SHEET_QUESTION && (one->kind == STOP_ADD ||
	    other->kind == STOP_ADD) && key_of(sheet, one) == one->answer)
		return false;
	return key_of(sheet, one) == key_of(sheet, other);
}

static void
stand_at(struct sheet *sheet, size_t at)
{
	sheet->first = at;
	while (sheet->first > 0 && together(sheet, sheet->first - 1, at))
		sheet->first--;
	sheet->count = at - sheet->first + 1;
	while (sheet->first + sheet->count < sheet->stops.count &&
	    together(sheet, at, sheet->first + sheet->count))
		sheet->count++;
	sheet->is_end = sheet->stops.items[at].kind == STOP_END;
}

static enum sheet_mode
mode_of(const struct web_request *request)
{
	static const char *const names[] = { "question", "section", "all" };
	const char *asked = web_value(&request->cookies, "mode");

	for (size_t i = 0; asked && i < SHEET_MODE_COUNT; i++)
		if (!strcmp(asked, names[i]))
			return (enum sheet_mode)i;
	return SHEET_QUESTION;
}

/* ---- opening ---- */

static void
set_language(struct sheet *sheet)
{
	const struct form *form = instance_form(sheet->instance);
	const char *asked = web_value(&sheet->view->request->cookies,
	    "form_language");
	int index = -1;

	if (asked != NULL)
		index = form_language(form, asked);
	if (index < 0)
		index = form_language(form,
		    sheet->view->language == FRENCH ? "fr" : "en");
	instance_set_language(sheet->instance, index < 0 ? 0 : (size_t)index);
}

const struct err *
sheet_open(struct sheet *out, struct view *view, struct open *open,
    const char *at)
{
	const struct err *err;

	*out = (struct sheet){ .view = view, .open = open,
		.instance = open->interview.instance,
		.mode = mode_of(view->request) };
	set_language(out);
	err = stops_list(&out->stops, out->instance);
	if (!err)
		stand_at(out, !strcmp(at, SHEET_END) ? out->stops.count - 1 :
		    stops_find_text(&out->stops, at));
	return err;
}

void
sheet_free(struct sheet *sheet)
{
	stops_free(&sheet->stops);
}

void
sheet_text(struct buf *out, const struct sheet *sheet)
{
	stop_text(out, &sheet->stops.items[sheet->first]);
}

void
sheet_next(struct sheet *sheet)
{
	if (sheet->first + sheet->count < sheet->stops.count)
		stand_at(sheet, sheet->first + sheet->count);
}

void
sheet_back(struct sheet *sheet)
{
	if (sheet->first > 0)
		stand_at(sheet, sheet->first - 1);
}

const struct err *
sheet_again(struct sheet *sheet)
{
	const struct err *err;
	struct stop stop = sheet->stops.items[sheet->first];

	err = stops_list(&sheet->stops, sheet->instance);
	if (!err)
		stand_at(sheet, stops_find(&sheet->stops, &stop));
	return err;
}

/* ---- blocks ---- */

/* Titles in front of what the i-th stop stands in, outermost first. */
static const struct err *
show_title(struct sheet *sheet, struct answer *group)
{
	const struct err *err;
	struct buf path = BUF_INIT;
	struct blocks *blocks = &sheet->open->blocks;

	answer_path(&path, group);
	block_begin(blocks, sheet->view->out, "group", buf_str(&path));
	err = group_show(sheet, group);
	block_end(blocks, sheet->view->out, "group", buf_str(&path));
	buf_free(&path);
	return err;
}

/* Does the stop before the i-th stand in this group too? */
static bool
is_begun(const struct sheet *sheet, size_t i, const struct answer *group)
{
	if (i == sheet->first)
		return false;
	for (const struct answer *a = sheet->stops.items[i - 1].answer;
	    a != NULL; a = answer_parent(a))
		if (a == group)
			return true;
	return false;
}

static const struct err *
show_titles(struct sheet *sheet, size_t i)
{
	const struct err *err = NULL;
	const struct stop *stop = &sheet->stops.items[i];
	const struct answer *root = instance_root(sheet->instance);
	struct answer *chain[FORM_DEPTH_MAX + 1];
	size_t count = 0;

	for (struct answer *a = stop->kind == STOP_ADD ? stop->answer :
	    answer_parent(stop->answer); a != NULL && a != root &&
	    count <= FORM_DEPTH_MAX; a = answer_parent(a))
		chain[count++] = a;
	for (; count > 0 && !err; count--)
		if (!is_begun(sheet, i, chain[count - 1]))
			err = show_title(sheet, chain[count - 1]);
	return err;
}

static const struct err *
show_stop(struct sheet *sheet, size_t i)
{
	static const char *const kinds[] = { [STOP_QUESTION] = "q",
		[STOP_NOTE] = "note", [STOP_ADD] = "add" };
	const struct err *err;
	const struct stop *stop = &sheet->stops.items[i];
	struct blocks *blocks = &sheet->open->blocks;
	struct buf path = BUF_INIT;

	if ((err = show_titles(sheet, i)) != NULL)
		return err;
	stop_text(&path, stop);
	block_begin(blocks, sheet->view->out, kinds[stop->kind],
	    buf_str(&path));
	err = stop->kind == STOP_ADD ? repeat_show(sheet, stop) :
	    question_show(sheet, stop->answer);
	block_end(blocks, sheet->view->out, kinds[stop->kind], buf_str(&path));
	buf_free(&path);
	return err;
}

const struct err *
sheet_show(struct sheet *sheet, const char *window, bool all)
{
	const struct err *err = NULL;

	blocks_begin(&sheet->open->blocks, window, all);
	buf_add(sheet->view->out, "<div id=\"sheet\">\n");
	for (size_t i = sheet->first; i < sheet->first + sheet->count && !err;
	    i++)
		if (sheet->stops.items[i].kind != STOP_END)
			err = show_stop(sheet, i);
	buf_add(sheet->view->out, "</div>\n");
	blocks_end(&sheet->open->blocks);
	return err;
}
