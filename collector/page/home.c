/* home.c - what is to do: to send, to call back, to go on with. */
#include <string.h>

#include "collector/casebook.h"
#include "collector/interview/interview.h"
#include "collector/page/page.h"
#include "kit/base/mem.h"

enum { SHOWN_RESPONSES = 20, SHOWN_CASES = 12 };

/* ---- what is to be sent ---- */

static const char *
number(struct view *view, size_t n)
{
	return arena_printf(view->request->arena, "%zu", n);
}

/* After the end of the study nothing goes anywhere any more. */
static void
put_unsent(struct view *view, size_t drafts, size_t waiting, size_t notes)
{
	if (drafts + waiting + notes == 0)
		view_say(view, SAY_CLOSED_ALL_SENT, (char *)NULL);
	if (waiting > 0)
		view_say(view, waiting == 1 ? SAY_CLOSED_ONE_UNSENT :
		    SAY_CLOSED_UNSENT, number(view, waiting), (char *)NULL);
	if (drafts > 0)
		view_say(view, drafts == 1 ? SAY_CLOSED_ONE_DRAFT :
		    SAY_CLOSED_DRAFTS, number(view, drafts), (char *)NULL);
	if (notes > 0)
		view_say(view, SAY_CLOSED_NOTES, number(view, notes),
		    (char *)NULL);
}

/* "Everything is sent" only where nothing else is here. */
static void
put_waiting(struct view *view, size_t drafts, size_t waiting, size_t notes)
{
	if (waiting > 0)
		view_say(view, waiting == 1 ? SAY_ONE_TO_SEND : SAY_TO_SEND,
		    number(view, waiting), (char *)NULL);
	if (notes > 0) {
		buf_add(view->out, waiting > 0 ? " " : "");
		view_say(view, SAY_NOTES_TO_SEND, number(view, notes),
		    (char *)NULL);
	}
	if (waiting + notes == 0 && drafts > 0)
		view_say(view, drafts == 1 ? SAY_SENT_BUT_ONE_DRAFT :
		    SAY_SENT_BUT_DRAFTS, number(view, drafts), (char *)NULL);
	else if (waiting + notes == 0)
		view_say(view, SAY_ALL_SENT, (char *)NULL);
}

static const struct err *
put_sending(struct view *view, const size_t count[STAGE_COUNT])
{
	const struct err *err;
	struct sent_sums sums;
	size_t notes, waiting;

	if ((err = store_waiting_cases(&notes, view->store)) != NULL ||
	    (err = store_sent_sums(&sums, view->store)) != NULL)
		return err;
	waiting = count[STAGE_FINAL] + count[STAGE_PACKED];
	buf_add(view->out, "<section class=\"card send\">\n<p class=\"big\">");
	if (store_is_closed(view->store))
		put_unsent(view, count[STAGE_DRAFT], waiting, notes);
	else
		put_waiting(view, count[STAGE_DRAFT], waiting, notes);
	buf_add(view->out, "</p>\n");
	sync_put_last(view, &sums);
	html_form(view->out, view->request, "/sync", "");
	view_put(view, waiting > 0 && !store_is_closed(view->store) ?
	    "<button>" : "<button class=\"second\">",
	    SAY_SYNC, "</button></form>\n</section>\n");
	return NULL;
}

/* ---- a new interview ---- */

static const struct err *
put_new(struct view *view)
{
	const struct err *err;
	const struct manifest *manifest;
	const struct manifest_form *forms;
	size_t count, names = 0;

	if ((err = store_manifest(&manifest, view->store)) != NULL)
		return err;
	if (manifest_is_closed(manifest)) {
		view_put(view, "<p>", SAY_CLOSED_NO_NEW, "</p>\n");
		return NULL;
	}
	/* A practice that is over: the top of the page says what to do. */
	if (!interview_may_begin(view->store))
		return NULL;
	forms = manifest_forms(manifest, &count);
	html_form(view->out, view->request, "/interview", "class=\"new\"");
	for (size_t i = 0; i < count; i++)
		names += i == 0 || strcmp(forms[i].name, forms[0].name) != 0;
	/* Versions of one form need no choice: the newest is taken. */
	if (names > 1) {
		html_add(view->out, "<label for=\"form\">%s</label> "
		    "<select id=\"form\" name=\"form\">",
		    view_word(view, SAY_WHICH_FORM));
		for (size_t i = 0; i < count; i++)
			html_add(view->out, "<option>%s</option>",
			    forms[i].name);
		buf_add(view->out, "</select>\n");
	}
	view_put(view, "<button>", SAY_NEW_INTERVIEW, "</button></form>\n");
	return NULL;
}

/* ---- interviews ---- */

struct listed {
	struct view *view;
	struct response *items;		/* strings in the request's arena */
	size_t count, capacity;
};

static const struct err *
list_one(void *data, const struct response *r)
{
	struct listed *l = data;
	struct arena *arena = l->view->request->arena;
	void *items = l->items;

	mem_grow(&items, &l->capacity, l->count + 1, sizeof(*l->items));
	l->items = items;
	l->items[l->count] = *r;
	l->items[l->count].name = arena_strdup(arena, r->name);
	l->items[l->count].case_id = arena_strdup(arena, r->case_id);
	l->items[l->count].reason = arena_strdup(arena,
	    r->reason ? r->reason : "");
	l->count++;
	return NULL;
}

enum phrase
response_phrase(const struct response *r, bool closed)
{
	static const enum phrase stages[] = {
		[STAGE_DRAFT] = SAY_STAGE_DRAFT, [STAGE_FINAL] = SAY_STAGE_FINAL,
		[STAGE_PACKED] = SAY_STAGE_PACKED, [STAGE_SENT] = SAY_STAGE_SENT,
		[STAGE_ASIDE] = SAY_STAGE_ASIDE, [STAGE_MERGED] = SAY_STAGE_MERGED
	};

	if (r->has_draft && r->has_tip)
		return SAY_STAGE_REOPENED;
	if (closed && (r->stage == STAGE_FINAL || r->stage == STAGE_PACKED))
		return SAY_STAGE_UNSENT;
	if (r->stage != STAGE_FINAL || r->state != STATE_PARTIAL)
		return stages[r->stage];
	return r->broken_off ? SAY_STAGE_BROKEN_OFF : SAY_STAGE_PARTIAL;
}

/* That a draft could go on in a newer version of its questionnaire. */
static const struct err *
put_newer(struct view *view, const struct response *r)
{
	const struct err *err;
	const struct package *newest;

	if (!r->has_draft)
		return NULL;
	err = store_form_newest(&newest, view->store, &r->form);
	if (!err && !hash_equal(&newest->version, &r->form))
		view_put(view, " <span class=\"chip\">", SAY_NEWER_VERSION,
		    "</span>");
	return err;
}

/* What the case is called by, as far as it is known here. */
static const char *
case_name(struct view *view, const struct casework *cases, size_t count,
    const char *key)
{
	for (size_t i = 0; i < count && key[0] != '\0'; i++)
		if (!strcmp(cases[i].key, key) || !strcmp(cases[i].id, key))
			return casebook_name(view->request->arena, &cases[i]);
	return key;
}

static const struct err *
put_response(struct view *view, const struct response *r, const char *whom)
{
	const struct err *err;
	const char *name = r->name[0] != '\0' ? view_name(view, r->name) :
	    whom[0] != '\0' ? whom :
	    arena_strndup(view->request->arena, r->id, 8);

	html_add(view->out, "<tr><th scope=\"row\"><a href=\"/interview/%s%s\">"
	    "%s</a>", r->id, r->has_draft ? "" : "/answers", name);
	if (whom[0] != '\0' && whom != name)
		html_add(view->out, "<br><span class=\"soft\">%s</span>",
		    whom);
	html_add(view->out, "</th>\n<td>%s</td>\n<td><span class=\"stage "
	    "%s\">%s</span>", view_time(view, r->changed_ms),
	    stage_word(r->stage), view_word(view, response_phrase(r,
	    store_is_closed(view->store))));
	if (r->stage == STAGE_ASIDE)
		html_add(view->out, " <span class=\"soft\">%s</span>",
		    r->reason);
	err = put_newer(view, r);
	buf_add(view->out, "</td></tr>\n");
	return err;
}

/* Newest first; all of them where that was asked for. */
static const struct err *
put_responses(struct view *view, const size_t count[STAGE_COUNT],
    const struct casework *cases, size_t case_count)
{
	const struct err *err;
	struct listed l = { .view = view };
	bool all = web_value(&view->request->query, "all") != NULL;
	size_t total = 0;

	for (size_t i = 0; i < STAGE_COUNT; i++)
		total += count[i];
	err = store_newest_responses(view->store, all ? total :
	    SHOWN_RESPONSES, list_one, &l);
	view_put(view, "<section>\n<h2 id=\"mine\">", SAY_RESPONSES,
	    "</h2>\n");
	if (!err && l.count == 0)
		view_put(view, "<p class=\"soft\">", SAY_NO_RESPONSES,
		    "</p>\n");
	if (l.count > 0) {
		html_add(view->out, "<table class=\"list\" "
		    "aria-labelledby=\"mine\"><thead><tr><th scope=\"col\">"
		    "%s</th><th scope=\"col\">%s</th><th scope=\"col\">%s</th>"
		    "</tr></thead>\n<tbody>\n", view_word(view, SAY_COLUMN_WHO),
		    view_word(view, SAY_COLUMN_CHANGED),
		    view_word(view, SAY_COLUMN_STATE));
		for (size_t i = 0; i < l.count && !err; i++)
			err = put_response(view, &l.items[i], case_name(view,
			    cases, case_count, l.items[i].case_id));
		buf_add(view->out, "</tbody></table>\n");
	}
	if (total > l.count) {
		buf_add(view->out, "<p><a href=\"/?all=1#mine\">");
		view_say(view, SAY_SHOW_ALL, number(view, total),
		    (char *)NULL);
		buf_add(view->out, "</a></p>\n");
	}
	buf_add(view->out, "</section>\n");
	mem_free(l.items);
	return err;
}

/* ---- cases ---- */

/* Those to call back now, then ours that are open. */
static const struct err *
put_cases(struct view *view, const struct casework *cases, size_t count)
{
	const struct err *err;
	struct case_interviews interviews = { NULL, 0, 0 };
	size_t shown = 0;

	/* Without cases there is no need to look at every interview. */
	err = count == 0 ? NULL : casebook_interviews(&interviews,
	    &view->page->session);
	if (err)
		return err;
	view_put(view, "<section>\n<h2>", SAY_CASES_TO_DO, "</h2>\n"
	    "<ul class=\"cases\">\n");
	for (int due = 1; due >= 0; due--)
		for (size_t i = 0; i < count && shown < SHOWN_CASES; i++) {
			struct case_view seen;

			casebook_view(&seen, view->request->arena, &cases[i],
			    &interviews);
			if (casebook_is_due(seen.call_back) != (due == 1) ||
			    !casebook_is_free(&seen.said) ||
			    (!due && !seen.said.mine))
				continue;
			case_put(view, &cases[i], &seen);
			shown++;
		}
	buf_add(view->out, "</ul>\n");
	if (shown == 0)
		view_put(view, "<p class=\"soft\">", SAY_NO_CASES_DUE,
		    "</p>\n");
	buf_add(view->out, "<p><a href=\"/cases\">");
	view_say(view, SAY_ALL_CASES, number(view, count), (char *)NULL);
	buf_add(view->out, "</a></p>\n</section>\n");
	return NULL;
}

/* ---- the page ---- */

static const struct err *
put_who(struct view *view)
{
	const struct err *err;
	struct buf name = BUF_INIT;

	err = store_interviewer(&name, view->store);
	if (name.len > 0)
		html_add(view->out, "<p class=\"soft\">%s</p>\n",
		    view_text(view, SAY_INTERVIEWER, buf_str(&name),
		    (char *)NULL));
	buf_wipe(&name);
	return err ? err : sync_put_standing(view);
}

const struct err *
home_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	const struct err *err;
	struct casework *cases = NULL;
	size_t count[STAGE_COUNT], case_count = 0;

	if ((err = store_follow(view.store)) != NULL)
		return err;
	view_begin(&view, view_word(&view, SAY_HOME));
	view_put(&view, "<h1>", SAY_HOME, "</h1>\n");
	err = put_who(&view);
	if (!err)
		err = put_new(&view);
	if (!err)
		err = store_count(view.store, count);
	if (!err)
		err = put_sending(&view, count);
	if (!err)
		err = casebook_list(&cases, &case_count, &view.page->session);
	if (!err)
		err = put_cases(&view, cases, case_count);
	if (!err)
		err = put_responses(&view, count, cases, case_count);
	view_end(&view);
	return err;
}
