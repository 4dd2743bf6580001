/* sheet.c - see sheet.h. */
#include "collector/page/sheet.h"

#include <string.h>

#include "collector/interview/sections.h"
#include "collector/page/widget.h"
#include "kit/base/mem.h"

/* ---- which stops stand together ---- */

/* One question a page: what stands in a field-list stands together. */
static const struct answer *
key_of(const struct sheet *sheet, const struct stop *stop)
{
	const struct answer *root = instance_root(sheet->instance);
	const struct answer *key = stop->answer, *a;

	if (stop->kind == STOP_END)
		return NULL;
	for (a = stop->answer; a != NULL && a != root; a = answer_parent(a))
		if (a->item->kind != ITEM_QUESTION &&
		    (reading_looks(a->item, "field-list") ||
		    reading_looks(a->item, "table-list")))
			key = a;
	return key;
}

static bool
together(const struct sheet *sheet, size_t a, size_t b)
{
	const struct stop *one = &sheet->stops.items[a];
	const struct stop *other = &sheet->stops.items[b];

	/* "Add another?" is a sheet of its own. */
	if ((one->kind == STOP_ADD || other->kind == STOP_ADD) &&
	    key_of(sheet, one) == one->answer)
		return false;
	return key_of(sheet, one) == key_of(sheet, other);
}

/* The section that a stop is in: what sections.h calls one. */
static void
stand_in_section(struct sheet *sheet, size_t at)
{
	struct sections sections = { .items = NULL };
	const struct section *section;

	sections_list(&sections, &sheet->open->interview, &sheet->stops);
	if (sections.count > 0) {
		section = &sections.items[sections_find(&sections, at)];
		sheet->first = section->first;
		sheet->count = section->count;
	}
	sections_free(&sections);
}

static void
stand_at(struct sheet *sheet, size_t at)
{
	size_t end = sheet->stops.count - 1;

	sheet->is_end = at == end;
	sheet->first = sheet->mode == SHEET_ALL && !sheet->is_end ? 0 : at;
	sheet->count = sheet->mode == SHEET_ALL && !sheet->is_end ? end : 1;
	if (sheet->is_end || sheet->mode == SHEET_ALL)
		return;
	if (sheet->mode == SHEET_SECTION) {
		stand_in_section(sheet, at);
		return;
	}
	while (sheet->first > 0 && together(sheet, sheet->first - 1, at))
		sheet->first--;
	sheet->count = at - sheet->first + 1;
	while (sheet->first + sheet->count < sheet->stops.count &&
	    together(sheet, at, sheet->first + sheet->count))
		sheet->count++;
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
	struct buf name = BUF_INIT;
	int index = -1;

	if (asked != NULL && !buf_from_hex(&name, slice_str(asked)))
		index = form_language(form, buf_str(&name));
	buf_free(&name);
	if (index < 0)
		index = form_language(form,
		    language_code(sheet->view->language));
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
		    stops_find_place(&out->stops, at));
	return err;
}

const struct err *
sheet_has_newer(bool *newer, const struct sheet *sheet)
{
	const struct err *err;
	const struct package *newest;
	const struct interview *iv = &sheet->open->interview;

	err = store_form_newest(&newest, iv->store, &iv->response.form);
	*newer = !err && !hash_equal(&newest->version, &iv->package->version);
	return err;
}

void
sheet_free(struct sheet *sheet)
{
	stops_free(&sheet->stops);
}

/* In the address of a page, or in the form that it sends. */
static bool
is_checking(const struct view *view)
{
	return web_value(&view->request->query, "check") != NULL ||
	    view_field(view, "check")[0] != '\0';
}

const struct err *
sheet_run(struct view *view, const char *at, sheet_handler *run)
{
	const struct err *err;
	struct sheet sheet;
	struct open *open;

	err = open_interview(&open, view->page, view->request->segments[0]);
	if (err)
		return err;
	err = sheet_open(&sheet, view, open, at ? at :
	    open->interview.response.draft_at);
	sheet.checking = is_checking(view);
	if (!err)
		err = run(&sheet);
	sheet_free(&sheet);
	return err;
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

void
sheet_enter(struct sheet *sheet, const struct answer *group)
{
	for (size_t i = 0; i < sheet->stops.count; i++)
		for (const struct answer *a = sheet->stops.items[i].answer;
		    a != NULL; a = answer_parent(a))
			if (a == group) {
				stand_at(sheet, i);
				return;
			}
}

const struct err *
sheet_again(struct sheet *sheet)
{
	const struct err *err;
	size_t count = sheet->count, at = 0, last;
	struct stop *stood = mem_alloc_n(count + 1, sizeof(*stood));

	/* The first of them may be gone, as others may: with an answer. */
	memcpy(stood, sheet->stops.items + sheet->first,
	    count * sizeof(*stood));
	err = stops_list(&sheet->stops, sheet->instance);
	last = err ? 0 : sheet->stops.count - 1;
	for (size_t i = 0; i < count && !err; i++)
		if ((at = stops_find(&sheet->stops, &stood[i])) != last)
			break;
	if (!err && at == last && !sheet->is_end)
		at = sheet->first < last ? sheet->first : last;
	if (!err)
		stand_at(sheet, at);
	mem_free(stood);
	return err;
}

/* ---- sections ---- */

/*
 * What stands in a group or an instance of a repeat stands in its <section>,
 * which travels each time: it is small, and blocks find their place by it.
 */
struct nest {
	struct answer *open[FORM_DEPTH_MAX + 1];
	size_t count;
};

/* The groups that a stop stands in, outermost first. */
static void
nest_of(struct nest *out, const struct sheet *sheet, const struct stop *stop)
{
	const struct answer *root = instance_root(sheet->instance);
	struct answer *at = stop->kind == STOP_ADD ? stop->answer :
	    answer_parent(stop->answer);
	size_t count = 0;

	for (struct answer *a = at; a != NULL && a != root &&
	    count <= FORM_DEPTH_MAX; a = answer_parent(a))
		count++;
	out->count = count;
	for (struct answer *a = at; count > 0; a = answer_parent(a))
		out->open[--count] = a;
}

static const struct err *
show_title(struct sheet *sheet, struct answer *group, const char *path)
{
	const struct err *err;
	struct blocks *blocks = &sheet->open->blocks;

	if (group->item->kind == ITEM_GROUP &&
	    group->item->label.by_language == NULL)
		return NULL;
	block_begin(blocks, sheet->view->out, "group", path);
	err = group_show(sheet, group);
	block_end(blocks, sheet->view->out, "group", path);
	return err;
}

static const struct err *
begin_section(struct sheet *sheet, struct answer *group)
{
	const struct err *err;
	struct buf path = BUF_INIT;

	answer_path(&path, group);
	html_add(sheet->view->out, "<section class=\"part %s\" id=\"part-%s\" "
	    "aria-labelledby=\"t-%s\">\n", group->item->kind == ITEM_REPEAT ?
	    "card" : "group", buf_str(&path), buf_str(&path));
	err = show_title(sheet, group, buf_str(&path));
	buf_free(&path);
	return err;
}

/* Leave the sections that the next stop is not in, and enter its own. */
static const struct err *
enter(struct sheet *sheet, struct nest *now, const struct nest *next)
{
	const struct err *err = NULL;
	size_t same = 0;

	while (same < now->count && same < next->count &&
	    now->open[same] == next->open[same])
		same++;
	for (; now->count > same; now->count--)
		buf_add(sheet->view->out, "</section>\n");
	for (; now->count < next->count && !err; now->count++) {
		now->open[now->count] = next->open[now->count];
		err = begin_section(sheet, now->open[now->count]);
	}
	return err;
}

/* ---- blocks ---- */

static const struct err *
show_stop(struct sheet *sheet, const struct stop *stop)
{
	static const char *const kinds[] = { [STOP_QUESTION] = "q",
		[STOP_NOTE] = "note", [STOP_ADD] = "add" };
	const struct err *err;
	struct blocks *blocks = &sheet->open->blocks;
	struct buf path = BUF_INIT;

	stop_text(&path, stop);
	block_begin(blocks, sheet->view->out, kinds[stop->kind],
	    buf_str(&path));
	err = stop->kind == STOP_ADD ? repeat_show(sheet, stop) :
	    question_show(sheet, stop->answer);
	block_end(blocks, sheet->view->out, kinds[stop->kind], buf_str(&path));
	buf_free(&path);
	return err;
}

/* A table is one block: an answer in it brings all of it again. */
static const struct err *
show_grid(struct sheet *sheet, size_t i, size_t count)
{
	const struct err *err;
	struct blocks *blocks = &sheet->open->blocks;
	struct buf path = BUF_INIT;

	stop_text(&path, &sheet->stops.items[i]);
	block_begin(blocks, sheet->view->out, "q", buf_str(&path));
	err = grid_show(sheet, i, count);
	block_end(blocks, sheet->view->out, "q", buf_str(&path));
	buf_free(&path);
	return err;
}

static const struct err *
show_stops(struct sheet *sheet)
{
	const struct err *err = NULL;
	const struct nest none = { .count = 0 };
	struct nest now = none, next;

	size_t in_table;

	for (size_t i = sheet->first; i < sheet->first + sheet->count && !err;
	    i += in_table > 0 ? in_table : 1) {
		const struct stop *stop = &sheet->stops.items[i];

		in_table = 0;
		if (stop->kind == STOP_END)
			continue;
		nest_of(&next, sheet, stop);
		err = enter(sheet, &now, &next);
		in_table = grid_length(sheet, i);
		if (!err)
			err = in_table > 0 ? show_grid(sheet, i, in_table) :
			    show_stop(sheet, stop);
	}
	return err ? err : enter(sheet, &now, &none);
}

/* What a screen reader pronounces, and which way it is read. */
static void
put_language(struct sheet *sheet)
{
	const struct form *form = instance_form(sheet->instance);
	size_t language = instance_language(sheet->instance);
	struct buf *out = sheet->view->out;
	struct slice tag = form_language_tag(form, language);

	buf_add(out, "<div id=\"sheet\"");
	if (tag.len > 0) {
		buf_add(out, " lang=\"");
		html_text(out, tag);
		buf_add(out, "\"");
	}
	buf_add(out, form_reads_leftwards(form, language) ?
	    " dir=\"rtl\">\n" : " dir=\"ltr\">\n");
}

const struct err *
sheet_show(struct sheet *sheet, const char *window, bool all)
{
	const struct err *err;

	blocks_begin(&sheet->open->blocks, window, all);
	put_language(sheet);
	err = show_stops(sheet);
	buf_add(sheet->view->out, "</div>\n");
	blocks_end(&sheet->open->blocks);
	return err;
}
