/* cases.c - whom to contact: the list, and people met who are not on it. */
#include <string.h>

#include "collector/casebook.h"
#include "collector/interview/interview.h"
#include "collector/interview/search.h"
#include "collector/page/page.h"
#include "kit/base/map.h"

enum { SHOWN_MAX = 100, ADDED_FIELDS_MAX = 40 };

/* ---- the list ---- */

/* Found by any of what is known of them; case and accents do not matter. */
static struct search *
index_cases(const struct casework *cases, size_t count)
{
	struct search *search = search_new();
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < count; i++) {
		const struct fields *fields = casebook_known(&cases[i]);

		buf_reset(&text);
		buf_add(&text, cases[i].key);
		for (size_t k = 0; k < fields->count; k++)
			if (fields->items[k].path[0] != '.')
				buf_addf(&text, " %s", fields->items[k].value);
		search_add(search, buf_slice(&text));
	}
	buf_free(&text);
	return search;
}

static const struct err *
put_list(struct view *view, const char *query)
{
	const struct err *err;
	struct arena *arena = view->request->arena;
	struct casework *cases;
	struct case_interviews interviews;
	struct search *search;
	size_t count = 0, found, at[SHOWN_MAX];

	err = casebook_list(&cases, &count, &view->page->session);
	if (!err)
		err = casebook_interviews(&interviews, &view->page->session);
	if (err)
		return err;
	search = index_cases(cases, count);
	found = search_find(search, slice_str(query), at, SHOWN_MAX);
	search_free(search);
	buf_add(view->out, "<p class=\"soft\" role=\"status\">");
	view_say(view, found > 0 ? SAY_CASES_FOUND : SAY_CASES_NONE,
	    arena_printf(arena, "%zu", found), arena_printf(arena, "%zu",
	    count), (char *)NULL);
	buf_add(view->out, "</p>\n<ul class=\"cases\">\n");
	for (size_t i = 0; i < found && i < SHOWN_MAX; i++) {
		struct case_view seen;

		casebook_view(&seen, arena, &cases[at[i]], &interviews);
		case_put(view, &cases[at[i]], &seen);
	}
	buf_add(view->out, "</ul>\n");
	if (found > SHOWN_MAX)
		html_add(view->out, "<p class=\"soft\">%s</p>\n",
		    view_text(view, SAY_CASES_MORE, arena_printf(arena, "%d",
		    SHOWN_MAX), (char *)NULL));
	return NULL;
}

const struct err *
cases_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	const char *query = web_value(&request->query, "q");
	const struct err *err;

	view_begin(&view, view_word(&view, SAY_CASES));
	view_put(&view, "<h1>", SAY_CASES, "</h1>\n<form class=\"search\" "
	    "role=\"search\"><label for=\"q\">");
	html_add(view.out, "%s</label> <input type=\"search\" id=\"q\" "
	    "name=\"q\" value=\"%s\"> <button class=\"second\">%s</button>"
	    "</form>\n", view_word(&view, SAY_CASES_SEARCH),
	    query ? query : "", view_word(&view, SAY_CASES_SEARCH));
	err = put_list(&view, query ? query : "");
	if (interview_may_begin(view.store))
		view_put(&view, "<p><a class=\"button second\" "
		    "href=\"/cases/add\">", SAY_CASE_ADD, "</a></p>\n");
	view_end(&view);
	return err;
}

/* ---- somebody who was met ---- */

/* Names of columns, each once. */
static size_t
add_columns(struct field *columns, size_t count, struct map *seen,
    const struct fields *fields)
{
	for (size_t i = 0; i < fields->count && count < ADDED_FIELDS_MAX; i++) {
		const char *path = fields->items[i].path;

		if (path[0] == '.' || map_set(seen, path, seen) != NULL)
			continue;
		columns[count++] = (struct field){ path, "" };
	}
	return count;
}

/*
 * What is known of people here: every column that a case of the sample has.
 * Which was first in the coordinators' table does not travel.
 */
static const struct err *
list_columns(struct view *view, struct field **columns, size_t *count)
{
	static const struct field otherwise[] = { { "name", "" },
		{ "structure", "" }, { "telephone", "" } };
	const struct err *err;
	struct arena *arena = view->request->arena;
	struct field *all = arena_alloc_n(arena, ADDED_FIELDS_MAX,
	    sizeof(*all));
	struct casework *cases;
	struct map *seen = map_new();
	size_t case_count = 0, n = 0;

	err = casebook_list(&cases, &case_count, &view->page->session);
	for (size_t i = 0; i < case_count && !err; i++)
		if (cases[i].in_sample)
			n = add_columns(all, n, seen, &cases[i].sample);
	map_free(seen);
	*columns = n > 0 ? casebook_in_order(arena, all, n, count) :
	    casebook_in_order(arena, otherwise, sizeof(otherwise) /
	    sizeof(*otherwise), count);
	return err;
}

static const struct err *
show_add(struct view *view, const char *failure)
{
	const struct err *err;
	struct field *columns;
	size_t count;

	if ((err = list_columns(view, &columns, &count)) != NULL)
		return err;
	view_begin(view, view_word(view, SAY_CASE_ADD));
	view_put(view, "<h1>", SAY_CASE_ADD, "</h1>\n");
	view_put(view, "<p>", SAY_CASE_ADD_WHY, "</p>\n");
	if (failure != NULL)
		view_failure(view, failure);
	html_form(view->out, view->request, "/cases/add", "class=\"card\"");
	for (size_t i = 0; i < count; i++)
		html_add(view->out, "<p class=\"field\"><label for=\"f-%zu\">"
		    "%s</label><input type=\"text\" id=\"f-%zu\" "
		    "name=\"f:%s\" value=\"%s\"></p>\n", i,
		    columns[i].path, i, columns[i].path, view_field(view,
		    arena_printf(view->request->arena, "f:%s",
		    columns[i].path)));
	html_add(view->out, "<p class=\"field\"><label for=\"remark\">%s"
	    "</label><input type=\"text\" id=\"remark\" name=\"f:remark\" "
	    "value=\"%s\"></p>\n", view_word(view, SAY_CASE_ADD_MORE),
	    view_field(view, "f:remark"));
	view_put(view, "<p><button>", SAY_SAVE, "</button></p></form>\n");
	view_end(view);
	return NULL;
}

const struct err *
case_add_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);

	return show_add(&view, NULL);
}

/* Fields "f:NAME" that say something; *count leaves room for the key. */
static const struct err *
read_fields(struct view *view, struct field *fields, size_t *count)
{
	const struct err *err = NULL;
	const struct web_fields *form = &view->request->form;

	*count = 0;
	for (size_t i = 0; i < form->count && !err &&
	    *count < ADDED_FIELDS_MAX; i++) {
		const struct web_field *f = &form->items[i];
		struct field *out = &fields[*count];

		if (strncmp(f->name, "f:", 2) != 0 || f->name[2] == '.' ||
		    f->name[2] == '\0' || strpbrk(f->name, "/[]") != NULL)
			continue;
		err = casebook_text(&out->path, view->request->arena,
		    f->name + 2);
		if (!err)
			err = casebook_text(&out->value, view->request->arena,
			    f->value);
		*count += !err && out->value[0] != '\0';
	}
	return err;
}

const struct err *
case_add_take(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	struct session *s = &view.page->session;
	struct field fields[ADDED_FIELDS_MAX + 1];
	struct casework c = { .key = "" };
	struct buf there = BUF_INIT;
	const struct err *err;
	size_t count;

	if ((err = read_fields(&view, fields, &count)) != NULL)
		return err;
	if (count == 0)
		return show_add(&view, view_word(&view, SAY_CASE_ADD_NOTHING));
	if ((err = interview_check_phase(view.store)) != NULL ||
	    (err = casebook_key(&c.key, s, NULL)) != NULL)
		return err;
	fields[count++] = (struct field){ ".key", c.key };
	case_record_id(c.id, &store_study(view.store)->id, c.key);
	if ((err = casebook_add(s, &c, fields, count)) != NULL)
		return err;
	buf_add(&there, "/case/");
	html_url(&there, c.key);
	view_go(&view, buf_str(&there));
	buf_free(&there);
	return NULL;
}
