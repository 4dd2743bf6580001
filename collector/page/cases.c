/* cases.c - whom to contact: the list, one case, its attempts, people met. */
#include <stdio.h>
#include <string.h>

#include "collector/casebook.h"
#include "collector/interview/interview.h"
#include "collector/interview/search.h"
#include "collector/page/page.h"
#include "kit/base/moment.h"
#include "kit/base/platform.h"
#include "kit/record/outcome.h"

enum { SHOWN_MAX = 100, ADDED_FIELDS_MAX = 40 };

/* ---- a case in a line ---- */

/* What people are known by; what begins with a dot is the record's own. */
static const struct fields *
fields_of(const struct casework *c)
{
	return c->in_sample ? &c->sample : &c->own;
}

static const char *
name_of(struct view *view, const struct casework *c)
{
	const struct fields *fields = fields_of(c);
	struct buf text = BUF_INIT;
	const char *kept;

	for (size_t i = 0; i < fields->count; i++)
		if (fields->items[i].path[0] != '.')
			buf_addf(&text, "%s%s", text.len ? ", " : "",
			    fields->items[i].value);
	kept = arena_slice(view->request->arena, buf_slice(&text));
	buf_free(&text);
	return kept[0] != '\0' ? kept : c->key;
}

static const char *
status_of(struct view *view, const struct case_view *seen)
{
	struct buf text = BUF_INIT;
	const char *kept;

	casebook_say_status(&text, view->language, &seen->said);
	kept = arena_slice(view->request->arena, buf_slice(&text));
	buf_free(&text);
	return kept;
}

/* "2026-11-30" or "2026-11-30T14:00" as people say it. */
static const char *
day_of(struct view *view, const char *text)
{
	struct civil c = { .month = 1, .day = 1 };
	const char *when;
	bool hour;
	int64_t ms;

	hour = sscanf(text, "%d-%d-%dT%d:%d", &c.year, &c.month, &c.day,
	    &c.hour, &c.minute) == 5;
	if (!civil_is_date(c.year, c.month, c.day))
		return text;
	ms = civil_to_ms(&c);
	ms -= (int64_t)platform_local_offset_minutes(ms) * 60000;
	when = view_time(view, ms);
	return hour ? when : arena_strndup(view->request->arena, when,
	    (size_t)(strrchr(when, ',') - when));
}

static void
put_call_back(struct view *view, const char *call_back)
{
	bool due = casebook_is_due(call_back);

	if (call_back[0] == '\0')
		return;
	html_add(view->out, "<span class=\"chip%s\">", due ? " due" : "");
	view_say(view, due ? SAY_CASE_DUE : SAY_CASE_CALL_BACK,
	    day_of(view, call_back), (char *)NULL);
	buf_add(view->out, "</span>\n");
}

void
case_put(struct view *view, const struct casework *c,
    const struct case_view *seen)
{
	buf_add(view->out, "<li><a href=\"/case/");
	html_url(view->out, c->key);
	html_add(view->out, "\">%s</a> <span class=\"soft\">%s · %s</span>\n",
	    name_of(view, c), c->key, status_of(view, seen));
	if (seen->count > 0) {
		buf_add(view->out, "<span class=\"soft\">");
		view_say(view, seen->count == 1 ? SAY_CASE_ATTEMPTS_ONE :
		    SAY_CASE_ATTEMPTS_MANY, arena_printf(view->request->arena,
		    "%llu", (unsigned long long)seen->count), (char *)NULL);
		buf_add(view->out, "</span>\n");
	}
	put_call_back(view, seen->call_back);
	buf_add(view->out, "</li>\n");
}

/* ---- the list ---- */

/* Found by any of what is known of them; case and accents do not matter. */
static struct search *
index_cases(const struct casework *cases, size_t count)
{
	struct search *search = search_new();
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < count; i++) {
		const struct fields *fields = fields_of(&cases[i]);

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
	struct search *search;
	size_t count = 0, found, at[SHOWN_MAX];

	err = casebook_list(&cases, &count, &view->page->session);
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

		casebook_view(&seen, arena, &cases[at[i]]);
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
	view_put(&view, "<p><a class=\"button second\" href=\"/cases/add\">",
	    SAY_CASE_ADD, "</a></p>\n");
	view_end(&view);
	return err;
}

/* ---- one case ---- */

static void
put_fields(struct view *view, const struct fields *fields)
{
	buf_add(view->out, "<dl>\n");
	for (size_t i = 0; i < fields->count; i++)
		if (fields->items[i].path[0] != '.')
			html_add(view->out, "<dt>%s</dt><dd>%s</dd>\n",
			    fields->items[i].path, fields->items[i].value);
	buf_add(view->out, "</dl>\n");
}

static void
put_attempt(struct view *view, const struct down_attempt *item)
{
	const struct attempt *a = &item->attempt;
	int64_t ms = 0;
	int offset;

	(void)moment_parse(slice_str(a->when), &ms, &offset);
	html_add(view->out, "<li><strong>%s</strong> <span class=\"soft\">"
	    "%s · %s · %s</span>\n", outcome_label(a->outcome,
	    view->language == FRENCH), view_time(view, ms),
	    casebook_how(view->language, a->how), item->by[0] != '\0' ?
	    item->by : view_word(view, SAY_CASE_BY_ME));
	put_call_back(view, a->call_back);
	if (a->remark[0] != '\0')
		html_add(view->out, "<p>%s</p>", a->remark);
	buf_add(view->out, "</li>\n");
}

static void
put_begin(struct view *view, const struct casework *c,
    const struct case_view *seen)
{
	bool free = casebook_is_free(&seen->said);

	html_form(view->out, view->request, "/interview", "");
	html_add(view->out, "<input type=\"hidden\" name=\"case\" "
	    "value=\"%s\">\n", c->key);
	if (!free)
		html_add(view->out, "<p class=\"notice\">%s</p>\n",
		    view_text(view, SAY_CASE_CARE, status_of(view, seen),
		    (char *)NULL));
	html_add(view->out, "<button class=\"%s\">%s</button></form>\n",
	    free ? "" : "second", view_word(view, free ? SAY_CASE_BEGIN :
	    SAY_CASE_BEGIN_ANYWAY));
}

/* ---- logging ---- */

static void
put_how(struct view *view)
{
	static const char *const all[] = { "phone", "mail", "visit", "video",
		"other" };

	html_add(view->out, "<p class=\"field\"><label for=\"how\">%s</label>"
	    "<select id=\"how\" name=\"how\">\n",
	    view_word(view, SAY_CASE_HOW));
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		html_add(view->out, "<option value=\"%s\"%s>%s</option>\n",
		    all[i], !strcmp(view_field(view, "how"), all[i]) ?
		    " selected" : "", casebook_how(view->language, all[i]));
	buf_add(view->out, "</select></p>\n");
}

static void
put_outcome(struct view *view)
{
	size_t count;
	const struct outcome *all = outcome_all(&count);
	bool french = view->language == FRENCH;

	html_add(view->out, "<p class=\"field\"><label for=\"outcome\">%s"
	    "</label><select id=\"outcome\" name=\"outcome\" required>"
	    "<option value=\"\">%s</option>\n",
	    view_word(view, SAY_CASE_OUTCOME), view_word(view,
	    SAY_CASE_CHOOSE));
	for (size_t i = 0; i < count; i++)
		html_add(view->out, "<option value=\"%s\"%s>%s (%s)</option>\n",
		    all[i].code, !strcmp(view_field(view, "outcome"),
		    all[i].code) ? " selected" : "",
		    french ? all[i].french : all[i].english, all[i].code);
	buf_add(view->out, "</select></p>\n");
}

static void
put_input(struct view *view, enum phrase phrase, const char *type,
    const char *name, const char *value)
{
	html_add(view->out, "<p class=\"field\"><label for=\"%s\">%s</label>"
	    "<input type=\"%s\" id=\"%s\" name=\"%s\" value=\"%s\"></p>\n",
	    name, view_word(view, phrase), type, name, name, value);
}

static void
put_log(struct view *view, const struct casework *c, const char *failure)
{
	struct buf action = BUF_INIT;

	buf_add(&action, "/case/");
	html_url(&action, c->key);
	view_put(view, "<h2 id=\"log\">", SAY_CASE_LOG, "</h2>\n");
	if (failure != NULL)
		view_failure(view, failure);
	html_form(view->out, view->request, buf_str(&action),
	    "class=\"card\"");
	put_how(view);
	put_outcome(view);
	put_input(view, SAY_CASE_WHEN, "datetime-local", "when",
	    view_field(view, "when"));
	put_input(view, SAY_CASE_BACK, "date", "call_back",
	    view_field(view, "call_back"));
	html_add(view->out, "<p class=\"field\"><label for=\"remark\">%s"
	    "</label><textarea id=\"remark\" name=\"remark\" rows=\"2\">\n%s"
	    "</textarea></p>\n", view_word(view, SAY_CASE_REMARK),
	    view_field(view, "remark"));
	view_put(view, "<p><button>", SAY_SAVE, "</button></p></form>\n");
	buf_free(&action);
}

static const struct err *
show_case(struct view *view, const struct casework *c, const char *failure)
{
	struct case_view seen;

	casebook_view(&seen, view->request->arena, c);
	view_begin(view, name_of(view, c));
	html_add(view->out, "<h1>%s</h1>\n<p class=\"soft\">%s · %s</p>\n",
	    name_of(view, c), c->key, status_of(view, &seen));
	if (web_value(&view->request->query, "logged") != NULL)
		view_put(view, "<p class=\"done\" role=\"status\">",
		    SAY_CASE_LOGGED, "</p>\n");
	put_begin(view, c, &seen);
	view_put(view, "<h2>", SAY_CASE_WHO, "</h2>\n");
	put_fields(view, fields_of(c));
	view_put(view, "<h2>", SAY_CASE_HISTORY, "</h2>\n");
	if (seen.attempt_count == 0)
		view_put(view, "<p class=\"soft\">", SAY_CASE_NO_HISTORY,
		    "</p>\n");
	buf_add(view->out, "<ol class=\"attempts\">\n");
	for (size_t i = 0; i < seen.attempt_count; i++)
		put_attempt(view, &seen.attempts[i]);
	buf_add(view->out, "</ol>\n");
	put_log(view, c, failure);
	view_end(view);
	return NULL;
}

static const struct err *
find_case(struct casework *out, const struct view *view)
{
	const struct err *err = view_missing(store_case(out,
	    view->request->arena, view->store, view->request->segments[0]));

	return !err && !out->in_sample && !out->has_tip ?
	    err_new(ERR_NOT_FOUND, "case %s", out->key) : err;
}

const struct err *
case_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	struct casework c;
	const struct err *err = find_case(&c, &view);

	return err ? err : show_case(&view, &c, NULL);
}

static const struct err *
log_attempt(struct view *view, struct casework *c)
{
	const struct err *err;
	struct arena *arena = view->request->arena;
	const char *when = view_field(view, "when");
	struct attempt a = { .how = view_field(view, "how"),
		.outcome = view_field(view, "outcome"), .phase = "",
		.call_back = view_field(view, "call_back") };

	if ((err = casebook_text(&a.remark, arena,
	    view_field(view, "remark"))) != NULL ||
	    (err = casebook_when(&a.when, arena,
	    when[0] ? when : NULL)) != NULL ||
	    (err = interview_check_phase(view->store)) != NULL)
		return err;
	return casebook_log(&view->page->session, c, &a);
}

const struct err *
case_log_take(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	const struct err *err;
	struct casework c;
	struct buf back = BUF_INIT;

	if ((err = find_case(&c, &view)) != NULL)
		return err;
	err = log_attempt(&view, &c);
	if (err && (err->code == ERR_USAGE || err->code == ERR_LIMIT ||
	    err->code == ERR_STATE))
		return show_case(&view, &c, view_reason(&view, err));
	if (!err) {
		buf_add(&back, "/case/");
		html_url(&back, c.key);
		buf_add(&back, "?logged=1");
		view_go(&view, buf_str(&back));
		buf_free(&back);
	}
	return err;
}

/* ---- somebody who was met ---- */

/* The columns of the sample are what is known of people here. */
static const struct err *
list_columns(struct view *view, const char **names, size_t *count)
{
	const struct err *err;
	struct casework *cases;
	size_t case_count = 0;

	*count = 0;
	err = casebook_list(&cases, &case_count, &view->page->session);
	for (size_t i = 0; i < case_count && !err && *count == 0; i++)
		for (size_t k = 0; cases[i].in_sample &&
		    k < cases[i].sample.count && *count < ADDED_FIELDS_MAX; k++)
			if (cases[i].sample.items[k].path[0] != '.')
				names[(*count)++] =
				    cases[i].sample.items[k].path;
	if (*count == 0) {
		names[(*count)++] = "name";
		names[(*count)++] = "structure";
		names[(*count)++] = "contact";
	}
	return err;
}

static const struct err *
show_add(struct view *view, const char *failure)
{
	const struct err *err;
	const char *names[ADDED_FIELDS_MAX];
	size_t count;

	if ((err = list_columns(view, names, &count)) != NULL)
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
		    "name=\"f:%s\" value=\"%s\"></p>\n", i, names[i], i,
		    names[i], view_field(view, arena_printf(
		    view->request->arena, "f:%s", names[i])));
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
