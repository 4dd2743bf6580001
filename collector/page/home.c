/* home.c - what is to do: to send, to call back, to go on with. */
#include <string.h>

#include "collector/casebook.h"
#include "collector/page/page.h"
#include "kit/base/mem.h"

enum { SHOWN_RESPONSES = 20, SHOWN_CASES = 12 };

/* ---- what is to be sent ---- */

static const char *
number(struct view *view, size_t n)
{
	return arena_printf(view->request->arena, "%zu", n);
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
	if (waiting > 0)
		view_say(view, waiting == 1 ? SAY_ONE_TO_SEND : SAY_TO_SEND,
		    number(view, waiting), (char *)NULL);
	else
		view_say(view, SAY_ALL_SENT, (char *)NULL);
	if (notes > 0) {
		buf_add(view->out, " ");
		view_say(view, SAY_NOTES_TO_SEND, number(view, notes),
		    (char *)NULL);
	}
	buf_add(view->out, "</p>\n");
	sync_put_last(view, &sums);
	html_form(view->out, view->request, "/sync", "");
	view_put(view, waiting > 0 ? "<button>" : "<button class=\"second\">",
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
response_phrase(const struct response *r)
{
	static const enum phrase stages[] = {
		[STAGE_DRAFT] = SAY_STAGE_DRAFT, [STAGE_FINAL] = SAY_STAGE_FINAL,
		[STAGE_PACKED] = SAY_STAGE_PACKED, [STAGE_SENT] = SAY_STAGE_SENT,
		[STAGE_ASIDE] = SAY_STAGE_ASIDE, [STAGE_MERGED] = SAY_STAGE_MERGED
	};

	if (r->has_draft && r->has_tip)
		return SAY_STAGE_REOPENED;
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

static const struct err *
put_response(struct view *view, const struct response *r)
{
	const struct err *err;
	const char *name = r->name[0] != '\0' ? view_name(view, r->name) :
	    r->case_id[0] != '\0' ? r->case_id :
	    arena_strndup(view->request->arena, r->id, 8);

	html_add(view->out, "<tr><th scope=\"row\"><a href=\"/interview/%s%s\">"
	    "%s</a></th>\n<td>%s</td>\n<td><span class=\"stage %s\">%s</span>",
	    r->id, r->has_draft ? "" : "/answers", name,
	    view_time(view, r->changed_ms), stage_word(r->stage),
	    view_word(view, response_phrase(r)));
	if (r->stage == STAGE_ASIDE)
		html_add(view->out, " <span class=\"soft\">%s</span>",
		    r->reason);
	err = put_newer(view, r);
	buf_add(view->out, "</td></tr>\n");
	return err;
}

/* Newest first; all of them where that was asked for. */
static const struct err *
put_responses(struct view *view, const size_t count[STAGE_COUNT])
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
			err = put_response(view, &l.items[i]);
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
put_cases(struct view *view)
{
	const struct err *err;
	struct casework *cases;
	size_t count = 0, shown = 0;

	err = casebook_list(&cases, &count, &view->page->session);
	if (err)
		return err;
	view_put(view, "<section>\n<h2>", SAY_CASES_TO_DO, "</h2>\n"
	    "<ul class=\"cases\">\n");
	for (int due = 1; due >= 0; due--)
		for (size_t i = 0; i < count && shown < SHOWN_CASES; i++) {
			struct case_view seen;

			casebook_view(&seen, view->request->arena, &cases[i]);
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
	const struct manifest *manifest;
	struct buf name = BUF_INIT;

	if ((err = store_manifest(&manifest, view->store)) != NULL)
		return err;
	err = store_interviewer(&name, view->store);
	if (name.len > 0)
		html_add(view->out, "<p class=\"soft\">%s</p>\n",
		    view_text(view, SAY_INTERVIEWER, buf_str(&name),
		    (char *)NULL));
	if (manifest_role(manifest, &store_study(view->store)->sign) ==
	    MEMBER_NONE)
		view_put(view, "<p class=\"notice\">", SAY_NOT_ADMITTED,
		    "</p>\n");
	buf_wipe(&name);
	return err;
}

const struct err *
home_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	const struct err *err;
	size_t count[STAGE_COUNT];

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
		err = put_cases(&view);
	if (!err)
		err = put_responses(&view, count);
	view_end(&view);
	return err;
}
