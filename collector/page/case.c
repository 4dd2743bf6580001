/* case.c - one case: how it stands, interviews with it, attempts. */
#include <stdio.h>
#include <string.h>

#include "collector/casebook.h"
#include "collector/interview/interview.h"
#include "collector/page/page.h"
#include "kit/base/moment.h"
#include "kit/base/platform.h"
#include "kit/record/outcome.h"

/* ---- a case in a line ---- */

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
	    casebook_name(view->request->arena, c), c->key, status_of(view, seen));
	if (seen->count > 0) {
		buf_add(view->out, "<span class=\"soft\">");
		view_say(view, seen->count == 1 ? SAY_CASE_ATTEMPTS_ONE :
		    SAY_CASE_ATTEMPTS_MANY, arena_printf(view->request->arena,
		    "%llu", (unsigned long long)seen->count), (char *)NULL);
		buf_add(view->out, "</span>\n");
	}
	if (seen->draft != NULL)
		view_put(view, "<span class=\"chip\">", SAY_CASE_BEGUN,
		    "</span>\n");
	put_call_back(view, seen->call_back);
	buf_add(view->out, "</li>\n");
}

/* ---- one case ---- */

static void
put_fields(struct view *view, const struct fields *fields)
{
	size_t n;
	const struct field *items = casebook_in_order(view->request->arena,
	    fields->items, fields->count, &n);

	buf_add(view->out, "<dl>\n");
	for (size_t i = 0; i < n; i++)
		html_add(view->out, "<dt>%s</dt><dd>%s</dd>\n",
		    items[i].path, items[i].value);
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

/* ---- interviews with it ---- */

/* A link to one, with its time: to its questions, or to its answers. */
static void
put_interview(struct view *view, const struct case_interview *one,
    const char *class, const char *where, enum phrase phrase)
{
	html_add(view->out, "<p><a class=\"%s\" href=\"/interview/%s%s\">",
	    class, one->id, where);
	view_say(view, phrase, view_time(view, one->created_ms),
	    (char *)NULL);
	buf_add(view->out, "</a></p>\n");
}

/* What goes on comes first, then what was had. */
static void
put_interviews(struct view *view, const struct case_view *seen)
{
	const struct case_interview *had = seen->closed;
	bool closed = store_is_closed(view->store);

	if (seen->draft != NULL)
		put_interview(view, seen->draft, closed ? "button second" :
		    "button", "", SAY_CASE_RESUME);
	if (had == NULL || had == seen->draft)
		return;
	if (had->state != STATE_FINAL && seen->draft == NULL && !closed &&
	    !had->merged)
		put_interview(view, had, "button", "?at=",
		    SAY_CASE_RESUME_PARTIAL);
	else
		put_interview(view, had, "button second", "/answers",
		    SAY_CASE_HAD);
}

static void
put_begin(struct view *view, const struct casework *c,
    const struct case_view *seen)
{
	bool free = casebook_is_free(&seen->said);
	bool another = seen->draft != NULL || seen->closed != NULL;

	if (!interview_may_begin(view->store))
		return;
	if (another)
		view_put(view, "<details><summary>", SAY_CASE_ANOTHER,
		    "</summary>\n");
	html_form(view->out, view->request, "/interview", "");
	html_add(view->out, "<input type=\"hidden\" name=\"case\" "
	    "value=\"%s\">\n", c->key);
	if (!free)
		html_add(view->out, "<p class=\"notice\">%s</p>\n",
		    view_text(view, SAY_CASE_CARE, status_of(view, seen),
		    (char *)NULL));
	html_add(view->out, "<button class=\"%s\">%s</button></form>\n",
	    free && !another ? "" : "second", view_word(view, another ?
	    SAY_CASE_BEGIN_ANOTHER : free ? SAY_CASE_BEGIN :
	    SAY_CASE_BEGIN_ANYWAY));
	if (another)
		buf_add(view->out, "</details>\n");
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
put_code(struct view *view, const struct outcome *outcome)
{
	html_add(view->out, "<option value=\"%s\"%s>%s (%s)</option>\n",
	    outcome->code, !strcmp(view_field(view, "outcome"),
	    outcome->code) ? " selected" : "", view->language == FRENCH ?
	    outcome->french : outcome->english, outcome->code);
}

/* What a day of calling brings comes first, the other codes behind it. */
static void
put_outcome(struct view *view)
{
	size_t count;
	const struct outcome *all = outcome_all(&count);

	html_add(view->out, "<p class=\"field\"><label for=\"outcome\">%s"
	    "</label><select id=\"outcome\" name=\"outcome\" required>"
	    "<option value=\"\">%s</option>\n",
	    view_word(view, SAY_CASE_OUTCOME), view_word(view,
	    SAY_CASE_CHOOSE));
	for (size_t i = 0; outcome_usual(i) != NULL; i++)
		put_code(view, outcome_usual(i));
	html_add(view->out, "<optgroup label=\"%s\">\n",
	    view_word(view, SAY_CASE_OTHER_OUTCOMES));
	for (size_t i = 0; i < count; i++)
		if (!outcome_is_usual(&all[i]))
			put_code(view, &all[i]);
	buf_add(view->out, "</optgroup></select></p>\n");
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
	const struct err *err;
	struct case_interviews interviews;
	struct case_view seen;
	const char *name = casebook_name(view->request->arena, c);

	err = casebook_interviews(&interviews, &view->page->session);
	if (err)
		return err;
	casebook_view(&seen, view->request->arena, c, &interviews);
	view_begin(view, name);
	html_add(view->out, "<h1>%s</h1>\n<p><strong>%s</strong> · %s</p>\n",
	    name, c->key, status_of(view, &seen));
	if (web_value(&view->request->query, "logged") != NULL)
		view_put(view, "<p class=\"done\" role=\"status\">",
		    SAY_CASE_LOGGED, "</p>\n");
	put_interviews(view, &seen);
	put_begin(view, c, &seen);
	view_put(view, "<h2>", SAY_CASE_WHO, "</h2>\n");
	put_fields(view, casebook_known(c));
	view_put(view, "<h2>", SAY_CASE_HISTORY, "</h2>\n");
	if (seen.attempt_count == 0)
		view_put(view, "<p class=\"soft\">", SAY_CASE_NO_HISTORY,
		    "</p>\n");
	buf_add(view->out, "<ol class=\"attempts\">\n");
	for (size_t i = 0; i < seen.attempt_count; i++)
		put_attempt(view, &seen.attempts[i]);
	buf_add(view->out, "</ol>\n");
	if (interview_may_begin(view->store))
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
	    err->code == ERR_DENIED))
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
