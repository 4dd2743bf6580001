/* sync_page.c - deliver and fetch, and what is delivered and what is not. */
#include <string.h>

#include "collector/page/chores.h"
#include "kit/base/text.h"
#include "kit/exchange/address.h"

/* ---- what is delivered ---- */

static void
put_count(struct view *view, size_t count, enum phrase one, enum phrase many)
{
	if (count == 0)
		return;
	buf_add(view->out, "<li>");
	view_say(view, count == 1 ? one : many,
	    arena_printf(view->request->arena, "%zu", count), (char *)NULL);
	buf_add(view->out, "</li>\n");
}

/* Asking again needs another invitation. */
static void
put_refused(struct view *view, const char *reason)
{
	buf_add(view->out, "<div class=\"failure\" role=\"status\"><p>");
	view_say(view, SAY_REQUEST_REFUSED, session_refusal(view->language,
	    reason), (char *)NULL);
	view_put(view, "</p>\n<p><a class=\"button\" href=\"/join\">",
	    SAY_JOIN_AGAIN_TITLE, "</a></p></div>\n");
}

/*
 * Nothing is merged before a coordinator admits this computer, nor after one
 * has revoked it.
 */
const struct err *
sync_put_standing(struct view *view)
{
	const struct manifest *manifest;
	struct buf reason = BUF_INIT;
	enum member_role role;
	const struct err *err;

	if ((err = store_manifest(&manifest, view->store)) != NULL)
		return err;
	role = manifest_role(manifest, &store_study(view->store)->sign);
	if (role == MEMBER_REVOKED)
		view_put(view, "<p class=\"failure\" role=\"status\">",
		    SAY_REVOKED, "</p>\n");
	if (role != MEMBER_NONE || manifest_is_closed(manifest))
		return NULL;
	err = store_refusal(&reason, view->store);
	if (!err && reason.len > 0)
		put_refused(view, buf_str(&reason));
	else if (!err)
		view_put(view, "<p class=\"notice\">", SAY_NOT_ADMITTED,
		    "</p>\n");
	buf_free(&reason);
	return err;
}

void
sync_put_last(struct view *view, const struct sent_sums *sums)
{
	buf_add(view->out, "<p class=\"soft\">");
	view_say(view, SAY_LAST_SYNC, view_time(view,
	    store_study(view->store)->synced_ms), (char *)NULL);
	buf_add(view->out, "<br>");
	view_say(view, SAY_LAST_RECEIPT, view_time(view,
	    sums->last_receipt_ms), (char *)NULL);
	buf_add(view->out, "</p>\n");
}

static const struct err *
put_delivered(struct view *view)
{
	const struct err *err;
	struct sent_sums sums;
	size_t n[STAGE_COUNT], all = 0, waiting = 0;
	bool closed = store_is_closed(view->store);

	if ((err = store_count(view->store, n)) != NULL ||
	    (err = store_sent_sums(&sums, view->store)) != NULL ||
	    (err = store_waiting_cases(&waiting, view->store)) != NULL)
		return err;
	for (size_t i = 0; i < STAGE_COUNT; i++)
		all += n[i];
	view_put(view, "<h2>", SAY_WHERE_THEY_ARE, "</h2>\n<ul>\n");
	if (all == 0)
		view_put(view, "<li>", SAY_NOTHING_YET, "</li>\n");
	put_count(view, n[STAGE_DRAFT], closed ? SAY_CLOSED_ONE_DRAFT :
	    SAY_ONE_DRAFT, closed ? SAY_CLOSED_DRAFTS : SAY_MANY_DRAFTS);
	put_count(view, n[STAGE_FINAL] + n[STAGE_PACKED], closed ?
	    SAY_CLOSED_ONE_UNSENT : SAY_ONE_WAITS, closed ?
	    SAY_CLOSED_UNSENT : SAY_MANY_WAIT);
	put_count(view, n[STAGE_SENT], SAY_ONE_SENT, SAY_MANY_SENT);
	put_count(view, n[STAGE_MERGED], SAY_ONE_MERGED, SAY_MANY_MERGED);
	put_count(view, n[STAGE_ASIDE], SAY_ONE_ASIDE, SAY_MANY_ASIDE);
	put_count(view, waiting, closed ? SAY_CLOSED_NOTES :
	    SAY_ONE_NOTE_WAITS, closed ? SAY_CLOSED_NOTES :
	    SAY_MANY_NOTES_WAIT);
	buf_add(view->out, "</ul>\n");
	sync_put_last(view, &sums);
	return sync_put_standing(view);
}

/* ---- how it went ---- */

/* The hub has not let us in, and a token would. */
static bool
wants_token(const struct view *view)
{
	const struct chores *chores = view->page->chores;

	return chores->wants_token && !chores_busy(view->page) &&
	    chores_did(view->page, BACKGROUND_SYNC) &&
	    chores->news->state == BACKGROUND_FAILED &&
	    chores->news->failure.code == ERR_DENIED;
}

/* Of a network, what is the matter is in the reader's words already. */
static struct wrong
find_wrong(struct view *view, const struct err *failure)
{
	static const struct reason always[] = {
		{ ERR_BUSY, SAY_WAIT_FOR_SYNC }, { ERR_USAGE, SAY_HUB_BAD },
		{ ERR_FOREIGN, SAY_HUB_FOREIGN }, { 0, SAY_FAILED }
	};
	static const struct reason of_folders[] = {
		{ ERR_BUSY, SAY_WAIT_FOR_SYNC }, { ERR_USAGE, SAY_HUB_BAD },
		{ ERR_FOREIGN, SAY_HUB_FOREIGN },
		{ ERR_NOT_FOUND, SAY_HUB_AWAY }, { ERR_IO, SAY_HUB_AWAY },
		{ ERR_FULL, SAY_DISK_FULL },
		{ 0, SAY_FAILED }
	};

	if (!view->page->chores->remote)
		return chores_wrong(view, failure, of_folders);
	if (wants_token(view))
		return (struct wrong){ view_word(view, SAY_HUB_DENIED), NULL };
	for (const struct reason *r = always; r->code != 0; r++)
		if (r->code == (int)failure->code)
			return chores_wrong(view, failure, always);
	return (struct wrong){ failure->msg, NULL };
}

static void
put_outcome(struct view *view)
{
	const struct background_news *news = view->page->chores->news;
	struct wrong wrong;

	if (chores_busy(view->page) ||
	    !chores_did(view->page, BACKGROUND_SYNC))
		return;
	if (news->state == BACKGROUND_DONE)
		view_put(view, "<p class=\"done\">", SAY_SYNC_DONE, "</p>\n");
	if (news->state == BACKGROUND_FAILED) {
		wrong = find_wrong(view, &news->failure);
		chores_put_wrong(view, &wrong);
		view_put(view, "<p>", SAY_SYNC_LOST_NOTHING, " <a href="
		    "\"/carry\">");
		view_put(view, "", SAY_CARRY_INSTEAD, "</a></p>\n");
	}
	chores_show_lines(view);
}

static void
put_hub(struct view *view)
{
	const char *hub = store_study(view->store)->hub;

	if (hub[0] != '\0')
		return;
	view_put(view, "<p>", SAY_NO_HUB, "</p>\n");
	html_add(view->out, "<p class=\"field\"><label for=\"hub\">%s</label>"
	    "\n<input type=\"text\" id=\"hub\" name=\"hub\" required></p>\n",
	    view_word(view, SAY_HUB_ADDRESS));
}

static void
put_token(struct view *view)
{
	if (!wants_token(view))
		return;
	html_add(view->out, "<p class=\"field\"><label for=\"token\">%s"
	    "</label>\n<span class=\"hint\" id=\"token-hint\">%s</span>\n"
	    "<input type=\"password\" id=\"token\" name=\"token\" "
	    "autocomplete=\"off\" aria-describedby=\"token-hint\"></p>\n",
	    view_word(view, SAY_HUB_TOKEN), view_word(view,
	    SAY_HUB_TOKEN_HINT));
	html_add(view->out, "<p class=\"field\"><label for=\"hub_user\">%s"
	    "</label>\n<input type=\"text\" id=\"hub_user\" name=\"hub_user\" "
	    "autocomplete=\"off\" spellcheck=\"false\"></p>\n",
	    view_word(view, SAY_HUB_USER));
}

static void
put_button(struct view *view)
{
	if (chores_busy(view->page))
		return;
	html_form(view->out, view->request, "/sync", wants_token(view) ?
	    "class=\"card\"" : "class=\"new\"");
	put_hub(view);
	put_token(view);
	view_put(view, "<button>", SAY_SYNC_NOW, "</button></form>\n");
}

/* What the page's script renews, in a place that is read out. */
static const struct err *
put_state(struct view *view)
{
	const struct err *err;

	buf_add(view->out, "<div role=\"status\" aria-live=\"polite\">\n");
	chores_show_progress(view, CHORE_SYNC);
	put_outcome(view);
	buf_add(view->out, "</div>\n");
	put_button(view);
	err = put_delivered(view);
	view_put(view, "<p><a href=\"/carry\">", SAY_CARRY_TITLE, "</a> · ");
	view_put(view, "<a href=\"/backup\">", SAY_BACKUP_TITLE, "</a></p>\n");
	return err;
}

const struct err *
sync_show(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	const struct err *err;

	if ((err = store_follow(view.store)) != NULL)
		return err;
	view_begin(&view, view_word(&view, SAY_SYNC));
	view_put(&view, "<h1>", SAY_SYNC, "</h1>\n<p>");
	view_put(&view, "", store_is_closed(view.store) ?
	    SAY_SYNC_WHAT_CLOSED : SAY_SYNC_WHAT, "</p>\n");
	err = put_state(&view);
	view_end(&view);
	return err;
}

/* What a browser's field brought, without the spaces around it. */
static struct slice
typed(const struct view *view, const char *name)
{
	return text_trim(slice_str(view_field(view, name)));
}

static const struct err *
start(struct view *view)
{
	struct chores *chores = view->page->chores;
	struct arena *arena = view->request->arena;
	const char *hub = view_field(view, "hub");
	const char *at = hub[0] ? hub : store_study(view->store)->hub;
	const char *user = arena_slice(arena, typed(view, "hub_user"));
	struct background_plan plan = { .work = BACKGROUND_SYNC,
		.language = view->language, .hub = hub[0] ? hub : NULL,
		.hub_user = user[0] ? user : NULL };

	plan.secrets[SECRET_TOKEN] = typed(view, "token");
	if (plan.secrets[SECRET_TOKEN].len > ACCESS_TEXT_BYTES_MAX)
		return err_new(ERR_LIMIT, "no token is as long as that");
	chores->remote = address_is_remote(at);
	chores->wants_token = chores->remote && address_keeps_secrets(at) &&
	    strncmp(at, "http", 4) == 0;
	return chores_start(view->page, &plan);
}

const struct err *
sync_take_start(void *data, const struct web_request *request,
    struct web_reply *reply)
{
	struct view view = view_of(data, request, reply);
	const struct err *err = NULL;

	if (!chores_busy(view.page))
		err = start(&view);
	view_go(&view, "/sync");
	return err;
}
